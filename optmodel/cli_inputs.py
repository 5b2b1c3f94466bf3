"""What a command is given: a workbook with inputs set beside it, or a file of either kind to be checked."""

from pathlib import Path

from optmodel.case import Case
from optmodel.errors import Finding, InputError, Severity, UsageError
from optmodel.own_rules import Rule, load_rules
from optmodel.report import Origin
from optmodel.report.contract_file import findings_of_file
from optmodel.terminal import Terminal, finding_line
from optmodel.workbook import read


def case_of(
    terminal: Terminal, city: Path, settings: tuple[str, ...], file: Path | None = None
) -> tuple[Case, Origin, tuple[Rule, ...]]:
    """Read a workbook, telling its warnings, set inputs and run a file of rules.

    Raises :class:`InputError` with all that is wrong.
    """
    reading = read(city)
    for finding in reading.findings:
        if finding.severity is Severity.WARNING:
            terminal.remark(finding_line(finding))
    if reading.case is None:
        raise InputError(reading.errors)
    overrides = overrides_of(reading.case, settings)
    case = reading.case.replace(overrides) if overrides else reading.case
    found = load_rules(file) if file else None
    if found is None:
        return case, Origin(reading.digest, overrides), ()
    return case, Origin(reading.digest, overrides, found.sha256), found.rules


def overrides_of(case: Case, settings: tuple[str, ...]) -> dict[str, str]:
    """Read ``ADDRESS=VALUE``; a name in the address may hold an equals sign itself, so the longest known one counts."""
    known = {address for address, _, _ in case.addresses()}
    result: dict[str, str] = {}
    for text in settings:
        places = [place for place, sign in enumerate(text) if sign == "="]
        if not places:
            raise UsageError(f"--set {text!r} does not read ADDRESS=VALUE, e.g. Settings!government_rate=0.05.")
        place = max((place for place in places if text[:place] in known), default=places[0])
        address = text[:place]
        if address in result:
            raise UsageError(f"--set gives {address} more than once.")
        result[address] = text[place + 1 :]
    return result


def vary_of(spans: tuple[str, ...]) -> dict[str, tuple[float, ...]]:
    """Read the inputs a study varies."""
    from optmodel.study import span

    result: dict[str, tuple[float, ...]] = {}
    for text in spans:
        address, values = span(text)
        if address in result:
            raise UsageError(f"--vary gives {address} more than once.")
        result[address] = values
    return result


def findings_in(file: Path) -> list[Finding]:
    """Return everything that is wrong with a workbook, or with a contract file: told apart by name, else by content."""
    return findings_of_file(file) if _is_json(file) else list(read(file).findings)


def _is_json(file: Path) -> bool:
    if file.suffix.lower() in (".json", ".xlsx", ".xlsm"):
        return file.suffix.lower() == ".json"
    try:
        if not file.is_file():
            return False
        with file.open("rb") as opened:
            return opened.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    except OSError:
        return False
