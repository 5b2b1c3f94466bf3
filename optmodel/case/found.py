"""A finding of a check together with every address it rests on."""

from dataclasses import dataclass

from optmodel.errors import Finding, Severity


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with every address it rests on, so that it can be left out where one of them could not be read."""

    finding: Finding
    rests_on: tuple[str, ...] = ()


def error(address: str, problem: str, remedy: str, *rests_on: str) -> Found:
    """Find something that stops the run."""
    return Found(Finding(address, problem, remedy), rests_on)


def warning(address: str, problem: str, remedy: str, *rests_on: str) -> Found:
    """Find something that has to be read."""
    return Found(Finding(address, problem, remedy, Severity.WARNING), rests_on)
