"""What a requirement must know of signing: the years of a term, what a mode buys, and how amounts are rounded."""

from collections.abc import Iterator
from typing import Any

from optmodel.case import Case, Mode
from optmodel.contract import Schedule, Terms
from optmodel.ledger.arithmetic import rounded_up
from optmodel.requirements import Requirement, outcome


def years_of_term(case: Case, terms: Terms) -> range:
    """Calendar years of the term; without an operator to the horizon, whatever is written."""
    return case.years[: terms.term_years] if case.mode(terms.mode).operator else case.years


def buys(mode: Mode) -> bool:
    """Whether public capacity is bought under a mode."""
    return mode.operator and mode.public_need == "bought"


def at_most(rule: str, index: str, most: Any, amount: Any) -> Iterator[Requirement]:
    """Nothing is to be judged where there is neither a bound nor an amount."""
    if most != 0 or amount != 0:
        yield outcome(rule, index, most, amount, most + amount)


def most_signed(schedule: Schedule, most: Any, case: Case) -> Any:
    """Amounts are signed in whole steps, rounded up, and their upper bound likewise; a share is exact."""
    return most if schedule.share is not None else rounded_up(most, case.settings.money_step)


def least_signed(least: Any, step: Any) -> Any:
    """What lies above a multiple of the step by no more than rounding is signed as that multiple."""
    return min(least, rounded_up(least, step))
