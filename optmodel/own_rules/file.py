"""A file of Python with rules of a city's own: reading it runs it, as it would run as a program of its own."""

import functools
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from optmodel.errors import Finding, InputError
from optmodel.own_rules.rule import Rule, checked_rules
from optmodel.own_rules.running import described, line_of

_RULES = "RULES"
_WAY_OUT = f"End the file with {_RULES} = [Rule(name, sentence, unit, constraint, check)]."


@dataclass(frozen=True, slots=True)
class RuleFile:
    """The rules of a file, in its order, and the digest of the file."""

    rules: tuple[Rule, ...]
    sha256: str


def load_rules(path: str | Path) -> RuleFile:
    """Run a file of Python and return the rules it lists in ``RULES``.

    Whatever the file says is done: run only a file that you would run as a program. Raises :class:`InputError`, with
    file and line, where it cannot be read or run or lists no rules that can be used.
    """
    file = Path(path)
    try:
        source = file.read_bytes()
    except OSError as error:
        raise _refused(str(file), f"The file cannot be read: {error.strerror}.", "Name a file of Python.") from None
    digest = hashlib.sha256(source).hexdigest()
    try:
        rules = checked_rules(_listed(file, _names_of(file, source)))
    except InputError as error:
        inside = [
            replace(item, address=f"{file}, {item.address}") if item.address.startswith(_RULES) else item
            for item in error.findings
        ]
        raise InputError(inside) from None
    parted = (replace(rule, again=functools.partial(_again, str(file.absolute()), digest, rule.name)) for rule in rules)
    return RuleFile(tuple(parted), digest)


def _names_of(file: Path, source: bytes) -> dict[str, Any]:
    """Run a file and return the names it leaves behind."""
    names: dict[str, Any] = {"__name__": "rules", "__file__": str(file)}
    try:
        exec(compile(source, str(file), "exec", dont_inherit=True), names)
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise _refused(
            f"{error.filename or file}{line}", f"This is no Python: {error.msg}.", "Mend it and run again."
        ) from None
    except (Exception, SystemExit) as error:
        raise _in_file(file, error) from None
    return names


def _in_file(file: Path, error: BaseException) -> InputError:
    line = line_of(error, str(file))
    where = str(file) if line is None else f"{file}, line {line}"
    return _refused(where, f"The file fails with {described(error)}.", "Mend it and run again.")


def _listed(file: Path, names: dict[str, Any]) -> list[Rule]:
    if _RULES not in names:
        raise _refused(str(file), f"It lists no {_RULES}.", _WAY_OUT)
    rules = names[_RULES]
    if not isinstance(rules, list | tuple):
        raise _refused(str(file), f"{_RULES} is no list but {rules!r}.", _WAY_OUT)
    if not rules:
        raise _refused(str(file), f"{_RULES} is empty.", _WAY_OUT)
    return list(rules)


def _again(path: str, digest: str, name: str) -> Rule:
    """Read a rule once more, in another process; the file must be as it was."""
    found = load_rules(path)
    if found.sha256 != digest:
        raise _refused(path, "The file was changed while it was in use.", "Run again.")
    return next(rule for rule in found.rules if rule.name == name)


def _refused(where: str, problem: str, way_out: str) -> InputError:
    return InputError([Finding(where, problem, way_out)])
