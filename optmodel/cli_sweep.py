"""The command that solves a case again and again with other values of some inputs."""

from pathlib import Path
from typing import Any

import click

from optmodel.cli_options import FILE, RULES, SETTING, SOLVING, SPEAKING, WORKERS
from optmodel.terminal import Terminal


@click.command()
@click.argument("city", type=FILE, metavar="CITY.xlsx")
@click.option(
    "--vary",
    "spans",
    multiple=True,
    required=True,
    metavar="ADDRESS=LOW:HIGH:N",
    help="Input to vary, in N steps; with several, every combination is solved.",
)
@click.option("--one-at-a-time", is_flag=True, help="Vary each input alone, beside the case as it stands.")
@click.option(
    "--out",
    "files",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help="Table as .csv or .xlsx, or a tornado chart as .png; may be given more than once. By default CSV is printed.",
)
@WORKERS
@SOLVING
@RULES
@SETTING
@SPEAKING
@click.pass_obj
def sweep(
    terminal: Terminal,
    /,
    city: Path,
    spans: tuple[str, ...],
    one_at_a_time: bool,
    files: tuple[Path, ...],
    workers: int,
    rules: Path | None,
    settings: tuple[str, ...],
    **solving: Any,
) -> None:
    """Solve again with other values of some inputs; one row a run. A time limit is that of each run."""
    from optmodel.advise import Options
    from optmodel.cli_inputs import case_of, vary_of
    from optmodel.study import sweep as study
    from optmodel.study.files import check_files, write_files
    from optmodel.study.table import csv_of
    from optmodel.workers import processes

    vary = vary_of(spans)
    check_files(files, one_at_a_time)
    case, _, own = case_of(terminal, city, settings, rules)
    options = Options(**{**solving, "modes": solving["modes"] or None}, rules=own)
    with processes(workers) as executor:
        table = study(case, vary, options, executor, one_at_a_time, terminal.progress)
    write_files(table, files, case)
    terminal.say("".join(f"Written: {file}\n" for file in files).rstrip("\n") if files else csv_of(table).rstrip("\n"))
