"""The small programs that place the support of a contract whose rollout is given: at least cost, or in whole steps.

Their columns are of money alone: a rollout that is given is one plan, whose figures are the sums of its own.
"""

import numpy as np
from numpy.typing import NDArray

from optmodel.formulation.arrays import Point, parted
from optmodel.rollout import Array
from optmodel.rules import (
    MONEY_RULES,
    PLAN,
    RULES,
    Linear,
    Row,
    Situation,
    columns,
    objective,
    rows_of_support,
    tail_rows,
)
from optmodel.solver import Program

# More steps than this in one amount are too fine to be counted: room for one step is left instead.
MOST_STEPS = 1e6
# An amount lies above the last step below by at least this part of a step, so that it is rounded up to no other.
ABOVE = 1e-6


def cheapest(here: Situation, built: Array, scale: float) -> Program:
    """Write the placement of support at least cost for a rollout that is given [plan]; money is divided by ``scale``.

    A row without any money stays: it says whether the rollout is possible at all.
    """
    rollout, listed, cost = _Given(here, built), rows_of_support(here), objective(here)
    size = sum(len(item.index) for item in columns(here))
    return _written(
        cost=_money(here, cost),
        offset=rollout.value(cost) / scale,
        table=np.array([_money(here, row.left) * scale for row in listed]).reshape(-1, size),
        lower=np.array([row.right - rollout.value(row.left) for row in listed]),
        column_lower=np.concatenate([np.full(len(item.index), item.least) for item in columns(here)]),
        column_upper=np.full(size, np.inf),
        integer=np.zeros(size, dtype=bool),
        scale=scale,
    )


def whole_steps(
    before: Situation, after: Situation, built: Array, amounts: NDArray[np.bool_], most: Array, scale: float
) -> Program:
    """Write the placement of support, contribution and compensation by year, for a rollout that is given [plan].

    The columns are all money before rounding, divided by ``scale``, which meets the rows of ``before``; then the same
    as signed, which meets the rules of money in ``after``, where capacity is as signed. Support is signed in steps,
    whole numbers, where ``amounts`` says so, of at most ``most`` before rounding; elsewhere it is signed as it is. What
    rules bring has columns of its own in both. Where steps are too fine to be counted, each amount is taken for a step
    more or less, whichever is worse.
    """
    step = before.case.settings.money_step
    fine = float(most.max(initial=0.0)) > MOST_STEPS * step
    size = sum(len(item.index) for item in columns(before))
    brought = np.arange(size) >= len(amounts)
    amounts = np.append(amounts, np.zeros(size - len(amounts), dtype=bool))
    counted = amounts & (not fine)
    as_signed = np.concatenate([scale * ~(counted | brought), np.where(counted, step, scale * brought)])
    least = np.concatenate([np.full(len(item.index), item.least) for item in columns(before)])
    table: list[Array] = []
    lower: list[float] = []
    rollout = _Given(before, built)  # capacity as signed changes no figure of a plan
    for row in rows_of_support(before):
        values = _money(before, row.left)
        if values.any():
            table.append(np.concatenate([values * scale, np.zeros(size)]))
            lower.append(row.right - rollout.value(row.left))
    for row in money_rows(after):
        values = _money(after, row.left)
        if values.any():
            room = fine * step * float(np.maximum(0.0, -values[amounts]).sum())
            table.append(np.tile(values, 2) * as_signed)
            lower.append(row.right - rollout.value(row.left) + room)
    for place in np.flatnonzero(counted):
        unit = np.eye(size)[place]
        table += [np.concatenate([-scale * unit, step * unit]), np.concatenate([scale * unit, -step * unit])]
        lower += [0.0, (ABOVE - 1) * step]
    cost = objective(after)
    return _written(
        cost=np.tile(_money(after, cost), 2) * as_signed / scale,
        offset=rollout.value(cost) / scale,
        table=np.array(table).reshape(-1, 2 * size),
        lower=np.array(lower),
        column_lower=np.concatenate([least, np.where(brought, least, 0.0)]),
        column_upper=np.concatenate([np.full(size, np.inf), np.where(counted | brought, np.inf, 0.0)]),
        integer=np.append(np.zeros(size, dtype=bool), counted),
        scale=scale,
    )


def money_rows(here: Situation) -> list[Row]:
    """Return the rows that rounding can break, and those that the objective needs."""
    return [*(row for name in MONEY_RULES for row in RULES[name](here)), *tail_rows(here)]


def support_of(here: Situation, made: Program, values: Array, built: Array, scale: float) -> Point:
    """Take the money before rounding out of a solution, nominal, beside the rollout.

    What the solver's tolerance leaves above the steps counted is cut off: it would be rounded up to one more.
    """
    amounts, steps = np.split(values, 2)
    counted = np.split(made.integer, 2)[1]
    step = here.case.settings.money_step
    kept = np.where(counted, np.minimum(amounts * scale, np.round(steps) * step), amounts * scale)
    return parted(here, built, kept)


def _money(here: Situation, left: Linear) -> Array:
    """Coefficients of all columns of money, one after the other."""
    return np.concatenate([left.explicit.get(item.name, np.zeros(len(item.index))) for item in columns(here)])


class _Given:
    """A rollout that is given [plan], whose series are added up once for all rows."""

    def __init__(self, here: Situation, built: Array) -> None:
        self.built, self.series = built, here.series.of_rollout(built)

    def value(self, left: Linear) -> float:
        """Value without any money."""
        value = left.constant + float(self.series.weighted(left.flows)[0])
        return value + (float(left.explicit[PLAN] @ self.built) if PLAN in left.explicit else 0.0)


def _written(
    cost: Array,
    offset: float,
    table: Array,
    lower: Array,
    column_lower: Array,
    column_upper: Array,
    integer: NDArray[np.bool_],
    scale: float,
) -> Program:
    """Write a table of rows "≥" as a program; every row is scaled by its largest figure, one without by ``scale``."""
    largest = np.abs(table).max(axis=1, initial=0.0)
    largest = np.where(largest > 0, largest, scale)
    row, column = np.nonzero(table)
    return Program(
        cost=cost,
        offset=offset,
        start=np.searchsorted(row, np.arange(len(table) + 1)),
        column=column,
        value=table[row, column] / largest[row],
        row_lower=lower / largest,
        row_upper=np.full(len(table), np.inf),
        column_lower=column_lower,
        column_upper=column_upper,
        integer=integer,
    )
