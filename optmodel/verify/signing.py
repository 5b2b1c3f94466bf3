"""What a requirement must know of signing: the years of a term, what a mode buys, and how amounts are rounded."""

import math
from collections.abc import Iterator
from typing import Any

from optmodel.case import Case, Mode
from optmodel.contract import Schedule, Terms
from optmodel.requirements import Requirement, outcome

# The part of a step by which an amount may exceed a multiple and still be signed as that multiple.
ROUNDING = 1e-9
# The part of an amount that is noise of a computation, where steps are very fine.
NOISE = 1e-15


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


def rounded_up(amount: Any, step: Any) -> Any:
    """⌈x / step − max(1e-9, 1e-15 · x / step)⌉ · step."""
    return math.ceil(amount / step - max(ROUNDING, NOISE * float(amount / step))) * step
