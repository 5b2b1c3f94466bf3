"""A finding of a check together with every address it rests on."""

from dataclasses import dataclass

from optmodel.errors import Finding, Severity


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with every address it rests on, so that it can be left out where one of them could not be read."""

    finding: Finding
    rests_on: tuple[str, ...] = ()


def rows_of(title: str) -> str:
    """Return what a finding rests on that is right only where every row of a sheet could be read by its name."""
    return f"{title}!*"


def cells(title: str, row: str, *fields: str) -> tuple[str, ...]:
    """Return the addresses of fields of one row, for a finding that rests on them."""
    return tuple(f"{title}!{row}.{field}" for field in fields)


def error(address: str, problem: str, remedy: str, *rests_on: str) -> Found:
    """Find something that stops the run."""
    return Found(Finding(address, problem, remedy), rests_on)


def warning(address: str, problem: str, remedy: str, *rests_on: str) -> Found:
    """Find something that has to be read."""
    return Found(Finding(address, problem, remedy, Severity.WARNING), rests_on)
