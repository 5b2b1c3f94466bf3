"""The bound of a contract by multipliers, worked out once more: from the rules as stated, one contract at a time.

The search folds support into the plans and combines many contracts at once; here the rows are taken as the rules give
them, and support is set to whichever of its two bounds is cheaper. Any multipliers that are not negative give a valid
bound, so it does not matter where they come from.
"""

from collections.abc import Mapping, Sequence
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

# The part of the figures added up that a bound must be sure of.
NOISE = 1e-9
SUPPORT = (CONTRIBUTION, COMPENSATION)
# A coefficient below this part of what was added up to get it is nothing.
NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Rebound:
    """A bound in money, infinite for a contract that is impossible; ``size`` is what was added up to get it."""

    bound: float
    size: float


def rebound(kept: Foldings, point: GridPoint, multipliers: Multipliers) -> Rebound:
    """Work out the bound of a contract by multipliers of its rows.

    Those of rows with columns that rules bring are moved first, as the search does, to where the columns cannot lower
    the bound.
    """
    here = situation(kept.rollout, point)
    moved = repaired(kept.flat(point), multipliers)
    total = Linear(0.0) if multipliers.is_ray else objective(here)
    weighed = [(row, moved[row.rule, row.index]) for row in _rows(here, moved) if (row.rule, row.index) in moved]
    size = abs(total.constant) + sum(weight * abs(row.right - row.left.constant) for row, weight in weighed)
    for row, weight in weighed:
        total = total - (row.left + Linear(-row.right)) * weight
    if not all(_is_harmless(item, total, weighed) for item in columns(here) if item.name not in SUPPORT):
        return Rebound(-np.inf, size)
    least = _least(here, _on_plans(here, total))
    if np.isinf(least).any():
        return Rebound(np.inf, size)
    bound, size = total.constant + float(least.sum()), size + float(np.abs(least).sum())
    if multipliers.is_ray:
        return Rebound(np.inf if bound > NOISE * size else -np.inf, size)
    return Rebound(bound, size)


def lacks_a_plan(rollout: Rollout, point: GridPoint) -> bool:
    """Whether a district that must open has no plan under a contract."""
    return bool(np.isinf(_least(situation(rollout, point), np.zeros(rollout.size))).any())


def _rows(here: Situation, wanted: Mapping[RowName, float]) -> list[Row]:
    """Return the rows, as they are stated, of the rules that have multipliers."""
    names = {rule for rule, _ in wanted}
    stated = [row for name, rule in RULES.items() if name in names for row in rule(here)]
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


def _on_plans(here: Situation, total: Linear) -> Array:
    """Coefficients of the plans, with support at whichever of its bounds is cheaper; [plan]."""
    found, mode = total.by_block, here.mode
    coefficients = found.get(PLAN, np.zeros(here.rollout.size))
    if not mode.operator:
        return coefficients
    free = supported(mode, here.contract.revenue_share)
    bounds = {
        CONTRIBUTION: (("build", "renewal"), mode.contribution_least, mode.contribution_most),
        COMPENSATION: (("operation",), mode.compensation_least, mode.compensation_most),
    }
    for block, (costs, least, most) in bounds.items():
        price = found.get(block, np.zeros(here.rollout.horizon)) * (here.rollout.year <= here.term)
        paid = price * np.where((price < 0) & free, most, least)
        coefficients = coefficients + here.series.weighted(dict.fromkeys(costs, paid))
    return coefficients


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
