"""The command line: reads the options, calls the library, prints, and returns the exit code of what happened.

A shell completes commands and options after ``eval "$(_OPTMODEL_COMPLETE=bash_source optmodel)"`` in ``~/.bashrc``,
with ``zsh_source`` in ``~/.zshrc``; for fish after ``_OPTMODEL_COMPLETE=fish_source optmodel | source``.
"""

import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

import optmodel
from optmodel.cli_audit import audit
from optmodel.cli_options import AS_JSON, FILE, RULES, SETTING, SIDE_BY_SIDE, SOLVING, SPEAKING
from optmodel.cli_sweep import sweep
from optmodel.errors import ImpossibleError, InputError, LimitError, OptmodelError, Severity, UsageError
from optmodel.terminal import Terminal, finding_line

if TYPE_CHECKING:
    from optmodel.result import Result

# When the process began, near enough: what it has computed so far is taken off. The time limit counts from here.
STARTED = time.monotonic() - time.process_time()
INTERNAL_ERROR = 70
BROKEN = 11
LIMIT_REACHED = 6  # with a contract
MISTAKE = (
    "This is a mistake in optmodel, not in your data. Please report it with the command, the output of "
    "optmodel --version, what the command prints when -v is added, and the workbook if you may share it."
)


def main() -> None:
    """Run the command line as a process of its own: an interruption ends it at once and leaves nothing half-written."""
    from optmodel import interruption

    # Small products of matrices are slower in several threads, and where others compute many times so.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    interruption.watch(_clean)
    commands()


def _clean(seconds: float) -> None:
    if "optmodel.report.folder" in sys.modules:
        sys.modules["optmodel.report.folder"].abandon(seconds)


class _Commands(click.Group):
    """The commands; whatever happens in one of them becomes a message and an exit code."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        terminal = Terminal(STARTED)
        extra |= {"standalone_mode": False, "prog_name": "optmodel", "obj": terminal}
        sys.exit(_exit_code(lambda: super(_Commands, self).main(*args, **extra), terminal))


def _exit_code(run: Callable[[], Any], terminal: Terminal) -> int:
    try:
        code = run()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except InputError as error:
        for finding in error.findings:
            terminal.tell(finding_line(finding))
        return error.exit_code
    except OptmodelError as error:
        terminal.tell(f"optmodel: {error}")
        return error.exit_code
    except Exception as error:
        terminal.tell(f"optmodel met an internal error: {type(error).__name__}: {error}. {MISTAKE}")
        if terminal.verbosity > 0:
            terminal.tell("".join(traceback.format_exception(error)))
        return INTERNAL_ERROR
    return code if isinstance(code, int) else 0


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(optmodel.__version__, prog_name="optmodel")
def commands() -> None:
    """Choose the operation mode and contract terms of a smart-city network at the least cost to the city."""


@commands.command()
@click.argument("city", type=FILE, metavar="CITY.xlsx")
@SPEAKING
@click.pass_obj
def template(terminal: Terminal, city: Path) -> None:
    """Write a workbook to fill in, with an example that solves."""
    from optmodel.workbook import template as write

    write(city)
    terminal.say(f"Written: {city}. Fill it in, then: optmodel check {city}")


@commands.command()
@click.argument("file", type=FILE, metavar="FILE")
@SPEAKING
@click.pass_obj
def check(terminal: Terminal, file: Path) -> int:
    """Say everything that is wrong with a workbook, or with a contract file in JSON, and how to mend it."""
    from optmodel.cli_inputs import findings_in

    found = findings_in(file)
    for finding in found:
        terminal.say(finding_line(finding))
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    terminal.remark(f"{file.name}: {_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}.")
    return InputError.exit_code if errors else 0


@commands.command()
@click.argument("city", type=FILE, metavar="CITY.xlsx")
@click.option("--out", type=FILE, metavar="DIR", help="Folder of the result; by default CITY-contract here.")
@SIDE_BY_SIDE
@SOLVING
@RULES
@SETTING
@AS_JSON
@SPEAKING
@click.pass_obj
def solve(
    terminal: Terminal,
    /,
    city: Path,
    out: Path | None,
    rules: Path | None,
    settings: tuple[str, ...],
    as_json: bool,
    workers: int | None,
    **solving: Any,
) -> int:
    """Find the mode, terms and rollout that cost the government least, and prove how good they are."""
    from optmodel.workers import MODES, crew, usual

    modes = solving.pop("modes") or None
    asked = workers or usual(districts=0)
    with crew(min(asked, len(modes or range(MODES))), "optmodel.mode_by_mode") as ready:  # while the workbook is read
        from optmodel.advise import Options, advise
        from optmodel.cli_inputs import case_of
        from optmodel.report import contract_json, folder, text, write_contract

        case, origin, own = case_of(terminal, city, settings, rules)
        target = out or (None if as_json else Path(f"{city.stem}-contract"))
        if target:
            folder.check_target(target)
        number = workers or usual(len(case.districts))
        if ready and number == 1:
            ready.executor.shutdown()
        options = Options(modes=modes, started=terminal.started, rules=own, workers=number, **solving)
        result = advise(case, options, progress=terminal.progress, ready=ready)
    if target and result.best:
        write_contract(result, target, origin)
    terminal.say(contract_json(result, origin) if as_json else text.result_text(result, terminal.width))
    if target and result.best and not as_json:
        terminal.say(f"\nWritten: {target / folder.WORKBOOK}\n         {target / folder.CONTRACT}")
    return _code_of(result)


@commands.command()
@click.argument("city", type=FILE, metavar="CITY.xlsx")
@click.option(
    "--terms", type=FILE, required=True, metavar="FILE", help="Contract file in JSON whose signed part is priced."
)
@RULES
@SETTING
@AS_JSON
@SPEAKING
@click.pass_obj
def evaluate(
    terminal: Terminal, city: Path, terms: Path, rules: Path | None, settings: tuple[str, ...], as_json: bool
) -> int:
    """Price terms as they are typed, and say which requirements they meet or miss, by how much."""
    from optmodel.cli_inputs import case_of
    from optmodel.report import evaluation_json, text
    from optmodel.report.contract_file import in_file, read_terms
    from optmodel.verify import evaluate as price

    case, origin, own = case_of(terminal, city, settings, rules)
    signed = read_terms(terms)
    with in_file(terms):
        evaluation = price(case, signed, rules=own)
    terminal.say(evaluation_json(evaluation, origin) if as_json else text.evaluation_text(evaluation, terminal.width))
    return BROKEN if evaluation.broken else 0


@commands.command()
@click.argument("city", type=FILE, metavar="CITY.xlsx")
@click.argument("model", type=FILE, metavar="MODEL.mps|MODEL.lp")
@click.option(
    "--contract", type=FILE, metavar="FILE", help="Write this contract's rollout instead of the whole decision."
)
@RULES
@SETTING
@SPEAKING
@click.pass_obj
def export(
    terminal: Terminal,
    city: Path,
    model: Path,
    contract: Path | None,
    rules: Path | None,
    settings: tuple[str, ...],
) -> None:
    """Write the optimisation model for another solver to read."""
    from optmodel.cli_inputs import case_of
    from optmodel.export import export as write
    from optmodel.report import folder
    from optmodel.report.contract_file import in_file, read_terms

    if model.suffix.lower() not in (".mps", ".lp"):
        raise UsageError(f"{model.name}: a model's name ends in .mps or .lp.")
    case, _, own = case_of(terminal, city, settings, rules)
    terms = read_terms(contract) if contract else None
    with folder.new_file(model) as made, in_file(contract):
        write(case, made, terms, own)
    terminal.say(f"Written: {model}")


@commands.command("math")
@SPEAKING
@click.pass_obj
def mathematics(terminal: Terminal) -> None:
    """Print the rules of the model: what each asks, in words and as a formula."""
    from optmodel.rules import mathematics as printed

    terminal.say(printed())


@commands.command()
@SPEAKING
@click.pass_obj
def dictionary(terminal: Terminal) -> None:
    """Print every field of the workbook: its address, unit, bounds and meaning."""
    from optmodel.workbook import dictionary as printed

    terminal.say(printed())


commands.add_command(audit)
commands.add_command(sweep)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def _code_of(result: "Result") -> int:
    """Return the exit code: a contract, the best in the time given, none in the time given, none at all."""
    from optmodel.result import Status

    if result.best:
        return LIMIT_REACHED if result.status is Status.LIMIT else 0
    return LimitError.exit_code if result.status is Status.LIMIT else ImpossibleError.exit_code
