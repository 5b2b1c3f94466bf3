"""How things may come: the scenarios of a case, and figures as planned, on which contracts are signed."""

from collections.abc import Iterable

from optmodel.case import PLANNED, Case, Scenario, TariffLevel
from optmodel.ledger.arithmetic import Number, lesser, positive_part

# Their factors are whole ones, which are exact in numbers of every kind.
AS_PLANNED = Scenario(name=PLANNED, probability=1, build=1, operation=1, demand=1, prices=1, need=1)
PLANNED_LEVEL = TariffLevel(name=PLANNED, price=1, demand=1)


def scenarios_of(case: Case) -> tuple[Scenario, ...]:
    """Give the scenarios looked at: those of the case, or the one in which all comes as planned."""
    return case.scenarios or (AS_PLANNED,)


def level_of(case: Case, name: str | None) -> TariffLevel:
    """Give the tariff level of that name; the planned one, and ``None`` for it, need no row."""
    for level in case.tariffs:
        if level.name == (name or PLANNED):
            return level
    if name not in (None, PLANNED):
        raise KeyError(name)
    return PLANNED_LEVEL


def expected(scenarios: Iterable[Scenario], amounts: Iterable[Number]) -> Number:
    """Give the mean of one amount for each scenario, by their probabilities."""
    total: Number = 0
    for scenario, amount in zip(scenarios, amounts, strict=True):
        total += scenario.probability * amount
    return total


def dearest(scenarios: Iterable[Scenario], costs: Iterable[Number], tail: Number) -> Number:
    """Give the mean of the dearest 1 − ``tail`` of the probability: the least of η + E[cost above η] / (1 − tail).

    The least is always at one of the costs, where the line of η has its corners.
    """
    scenarios, costs = tuple(scenarios), tuple(costs)
    return _least(
        eta + expected(scenarios, (positive_part(cost - eta) for cost in costs)) / (1 - tail) for eta in costs
    )


def _least(numbers: Iterable[Number]) -> Number:
    least, *others = numbers
    for number in others:
        least = lesser(least, number)
    return least
