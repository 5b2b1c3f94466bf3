"""The options that several commands share, said once."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def _speak(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        context.find_root().obj.verbosity = 1 if parameter.name == "verbose" else -1


def _finite(context: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value} is no number to count with.", context, parameter)
    return value


def _options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def add(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return add


SPEAKING = _options(
    click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=_speak, help="Say more of what is done."
    ),
    click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=_speak, help="Say results and errors only."
    ),
)
SETTING = click.option(
    "--set", "settings", multiple=True, metavar="ADDRESS=VALUE",
    help="Set an input for this run, e.g. Settings!government_rate=0.05; may be given more than once.",
)  # fmt: skip
RULES = click.option(
    "--rules", type=click.Path(path_type=Path), metavar="FILE.py",
    help="Rules of your own, in Python. The file is run: name only one that you would run as a program.",
)  # fmt: skip
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON and nothing else.")
SOLVING = _options(
    click.option(
        "--mode", "modes", multiple=True, metavar="NAME", help="Look at this mode only; may be given more than once."
    ),
    click.option(
        "--gap", type=click.FloatRange(0, 1), callback=_finite, help="How far from the best, a fraction of gross cost."
    ),
    click.option(
        "--time-limit",
        type=click.FloatRange(0),
        callback=_finite,
        metavar="SECONDS",
        help="Stop then, counted from the start.",
    ),
    click.option(
        "--threads", type=click.IntRange(1, 1024), default=1, show_default=True, help="Threads of the solver."
    ),
    click.option(
        "--method",
        type=click.Choice(["search", "joint"]),
        default="search",
        show_default=True,
        help="Search the contracts of each mode, or solve one model of all of them.",
    ),
    click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Seed of the solver."),
)
SIDE_BY_SIDE = click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    default=None,
    show_default="one a core, at most 4; one for more than 5,000 districts",
    help="Processes that solve modes side by side.",
)
WORKERS = click.option(
    "--workers", type=click.IntRange(1, 1024), default=1, show_default=True, help="Processes that solve side by side."
)
FILE = click.Path(path_type=Path)
