"""The bound of a contract by multipliers, worked out once more: from the rules as stated, one contract at a time.

The search folds support into the plans and combines many contracts at once; here the rows are taken as the rules give
them, and support is set to whichever of its two bounds is cheaper. Any multipliers that are not negative give a valid
bound, so it does not matter where they come from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optmodel.certificate import Multipliers, RowName
from optmodel.contract import GridPoint, supported
from optmodel.rollout import Array, Rollout
from optmodel.rules import (
    COMPENSATION,
    CONTRIBUTION,
    PLAN,
    RULES,
    Columns,
    Linear,
    Row,
    Situation,
    columns,
    objective,
    own,
    situation,
    tail_rows,
)
from optmodel.search import Foldings, repaired
from optmodel.search.folded import COUPLING

# The part of the figures added up that is taken off a bound, for what rounding may have added: sums of 10^4 figures.
NOISE = 1e-12
SUPPORT = (CONTRIBUTION, COMPENSATION)
# A coefficient below this part of what was added up to get it is nothing.
NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Rebound:
    """A bound in money, infinite for a contract that is impossible; ``size`` is what the dearest plans cost."""

    bound: float
    size: float


@np.errstate(over="ignore", invalid="ignore")
def rebound(kept: Foldings, point: GridPoint, multipliers: Multipliers) -> Rebound:
    """Work out the bound of a contract by multipliers of its rows.

    Those of rows with columns that rules bring are moved first, as the search does, to where the columns cannot lower
    the bound. What rounding may have added is taken off, plan by plan: multipliers so large that they leave nothing of
    the costs beside them prove nothing, nor do those for which figures have no end.
    """
    here = situation(kept.rollout, point)
    if lacks_a_plan(kept.rollout, point):
        return Rebound(np.inf, 0.0)
    total = Linear(0.0) if multipliers.is_ray else objective(here)
    size = _absolute(total)
    dearest = np.zeros(len(here.case.districts))
    np.maximum.at(dearest, kept.rollout.district, _size_on_plans(here, size))
    money = size.constant + float(dearest.sum())
    moved = repaired(kept.flat(point), multipliers)
    weighed = [(row, moved[row.rule, row.index]) for row in _rows(here, moved) if (row.rule, row.index) in moved]
    for row, weight in weighed:
        total = total - (row.left + Linear(-row.right)) * weight
        size = size + (_absolute(row.left) + Linear(abs(row.right))) * weight
    if not all(_is_harmless(item, total, weighed) for item in columns(here) if item.name not in SUPPORT):
        return Rebound(-np.inf, money)
    least = _least(here, _on_plans(here, total) - NOISE * _size_on_plans(here, size))
    bound = total.constant - NOISE * size.constant + float(least.sum()) - NOISE * float(np.abs(least).sum())
    if not np.isfinite(bound):
        return Rebound(-np.inf, money)
    if multipliers.is_ray:
        return Rebound(np.inf if bound > 0 else -np.inf, money)
    return Rebound(bound, money)


def lacks_a_plan(rollout: Rollout, point: GridPoint) -> bool:
    """Whether a district that must open has no plan under a contract."""
    return bool(np.isinf(_least(situation(rollout, point), np.zeros(rollout.size))).any())


def _rows(here: Situation, wanted: Mapping[RowName, float]) -> list[Row]:
    """Return the rows, as they are stated, of the rules that have multipliers and that plans and money are asked in.

    What rules ask of the terms alone any contract of the grid has, but for the rounding of its ticks.
    """
    names = {rule for rule, _ in wanted}
    stated = [row for name in COUPLING if name in names for row in RULES[name](here)]
    return [*stated, *own(here), *(tail_rows(here) if "objective" in names else ())]


def _is_harmless(item: Columns, total: Linear, weighed: Sequence[tuple[Row, float]]) -> bool:
    """Whether columns that a rule brings cannot lower the bound: they cost something, or nothing where they are free.

    What the objective asks for them is of the size of the multipliers that outweigh it.
    """
    coefficients = total.explicit.get(item.name, np.zeros(len(item.index)))
    held = [weight * np.abs(row.left.explicit[item.name]) for row, weight in weighed if item.name in row.left.explicit]
    nothing = NOTHING * (np.abs(coefficients) + sum(held, np.zeros(len(item.index))))
    is_free = item.least == -np.inf
    return bool((coefficients >= -nothing).all()) and (not is_free or bool((coefficients <= nothing).all()))


def _absolute(linear: Linear) -> Linear:
    """The figures of an expression without their signs: what is added up to get any of its values."""
    explicit = {name: np.abs(values) for name, values in linear.explicit.items()}
    flows = {name: np.abs(values) for name, values in linear.flows.items()}
    return Linear(abs(linear.constant), explicit, flows, linear.series)


def _on_plans(here: Situation, total: Linear) -> Array:
    """Coefficients of the plans, with support at whichever of its bounds is cheaper; [plan]."""
    found = total.by_block
    free = supported(here.mode, here.contract.revenue_share)
    coefficients = found.get(PLAN, np.zeros(here.rollout.size))
    for block, costs, least, most in _support_bounds(here):
        price = found.get(block, np.zeros(here.rollout.horizon)) * (here.rollout.year <= here.term)
        paid = price * np.where((price < 0) & free, most, least)
        coefficients = coefficients + here.series.weighted(dict.fromkeys(costs, paid))
    return coefficients


def _size_on_plans(here: Situation, size: Linear) -> Array:
    """What is added up to get the coefficients of the plans, whichever bound of support is cheaper; [plan]."""
    found = size.by_block
    sizes = found.get(PLAN, np.zeros(here.rollout.size))
    for block, costs, least, most in _support_bounds(here):
        paid = found.get(block, np.zeros(here.rollout.horizon)) * max(least, most)
        sizes = sizes + here.series.weighted(dict.fromkeys(costs, paid))
    return np.asarray(np.abs(sizes))


def _support_bounds(here: Situation) -> Iterator[tuple[str, tuple[str, ...], float, float]]:
    """Yield each line of support that the mode may have: the costs it is a part of, its least and most part."""
    mode = here.mode
    if mode.operator:
        yield CONTRIBUTION, ("build", "renewal"), mode.contribution_least, mode.contribution_most
        yield COMPENSATION, ("operation",), mode.compensation_least, mode.compensation_most


def _least(here: Situation, coefficients: Array) -> Array:
    """The least of each district: one of the plans it may have, or nothing where it may stay shut; [district]."""
    rollout, districts = here.rollout, here.case.districts
    latest = np.full(rollout.size, here.term - here.case.settings.least_service_years + 1)
    for number, district in enumerate(districts):
        if district.must_open_by is not None:
            of_it = rollout.district == number
            latest[of_it] = np.minimum(latest[of_it], district.must_open_by - here.first_year + 1)
    chosen = np.where(rollout.carries & (rollout.opening <= latest), coefficients, np.inf)
    shut = np.array([np.inf if district.must_open_by is not None else 0.0 for district in districts])
    np.minimum.at(shut, rollout.district, chosen)
    return shut
