"""The command that audits an answer: what its claims are worth, beside the workbook it was found for."""

from pathlib import Path

import click

from optmodel.cli_options import FILE, RULES, SETTING, SPEAKING
from optmodel.errors import SelfCheckError
from optmodel.terminal import Terminal


@click.command()
@click.argument("answer", type=FILE, metavar="DIR")
@click.option("--workbook", type=FILE, required=True, metavar="CITY.xlsx", help="Workbook the answer was found for.")
@RULES
@SETTING
@SPEAKING
@click.pass_obj
def audit(terminal: Terminal, answer: Path, workbook: Path, rules: Path | None, settings: tuple[str, ...]) -> int:
    """Work an answer's cost and bound out again without a solver, and say what rests on the solver's word."""
    from optmodel.audit import audit as audited
    from optmodel.cli_inputs import case_of
    from optmodel.report.claims_file import read_claims

    claims = read_claims(answer)
    case, _, own_rules = case_of(terminal, workbook, settings, rules)
    found = audited(case, claims, terminal.progress, own_rules)
    parts = {
        "Confirmed": found.confirmed,
        "Rests on the solver's word, or on nothing": found.on_word,
        "Does not agree": found.wrong,
    }
    for heading, sentences in parts.items():
        if sentences:
            terminal.say("\n".join([heading, *(f"  {sentence}" for sentence in sentences)]))
    return SelfCheckError.exit_code if found.wrong else 0
