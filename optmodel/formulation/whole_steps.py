"""The small program that places the support of a given contract and rollout so that it can be signed in whole steps."""

import numpy as np
from numpy.typing import NDArray

from optmodel.formulation.arrays import Point
from optmodel.rollout import Array
from optmodel.rules import COMPENSATION, CONTRIBUTION, PLAN, RULES, Linear, Situation, government_cost, rows
from optmodel.solver import Program

# The rules that judge money, which rounding can break; the others ask nothing of amounts but their bounds.
MONEY_RULES = ("budget", "budget_total", "operator_return", "operator_payback")
# More steps than this in one amount are too fine to be counted: room for one step is left instead.
MOST_STEPS = 1e6
# An amount lies above the last step below by at least this part of a step, so that it is rounded up to no other.
ABOVE = 1e-6


def whole_steps(
    before: Situation, after: Situation, built: Array, amounts: NDArray[np.bool_], most: Array, scale: float
) -> Program:
    """Write the placement of support, contribution and compensation by year, for a rollout that is given [plan].

    The columns are the support before rounding, money divided by ``scale``, which meets the rows of ``before``; then
    the steps signed, whole numbers, which meet the rules of money in ``after``, where capacity is as signed. Support is
    signed in steps where ``amounts`` says so, of at most ``most`` before rounding; elsewhere it is signed as it is.
    Where steps are too fine to be counted, each amount is taken for a step more or less, whichever is worse.
    """
    step = before.case.settings.money_step
    fine = float(most.max(initial=0.0)) > MOST_STEPS * step
    counted = amounts & (not fine)
    size = len(amounts)
    as_signed = np.concatenate([scale * ~counted, step * counted])
    table: list[Array] = []
    lower: list[float] = []
    for row in rows(before):
        values = _support(row.left, size)
        if values.any():
            table.append(np.concatenate([values * scale, np.zeros(size)]))
            lower.append(row.right - _at_rollout(row.left, built))
    for row in (row for name in MONEY_RULES for row in RULES[name](after)):
        values = _support(row.left, size)
        if values.any():
            room = fine * step * float(np.maximum(0.0, -values[amounts]).sum())
            table.append(np.tile(values, 2) * as_signed)
            lower.append(row.right - _at_rollout(row.left, built) + room)
    for place in np.flatnonzero(counted):
        unit = np.eye(size)[place]
        table += [np.concatenate([-scale * unit, step * unit]), np.concatenate([scale * unit, -step * unit])]
        lower += [0.0, (ABOVE - 1) * step]
    cost = government_cost(after)
    return _written(
        cost=np.tile(_support(cost, size), 2) * as_signed / scale,
        offset=_at_rollout(cost, built) / scale,
        table=np.array(table).reshape(-1, 2 * size),
        lower=np.array(lower),
        column_upper=np.concatenate([np.full(size, np.inf), np.where(counted, np.inf, 0.0)]),
        integer=np.arange(2 * size) >= (2 * size if fine else size),
    )


def support_of(made: Program, values: Array, built: Array, step: float, scale: float) -> Point:
    """Take the support before rounding out of a solution, in nominal money, beside the rollout.

    What the solver's tolerance leaves above the steps counted is cut off: it would be rounded up to one more.
    """
    amounts, steps = np.split(values, 2)
    counted = np.split(made.column_upper, 2)[1] > 0
    kept = np.where(counted, np.minimum(amounts * scale, np.round(steps) * step), amounts * scale)
    contribution, compensation = np.split(kept, 2)
    return {PLAN: built, CONTRIBUTION: contribution, COMPENSATION: compensation}


def _support(left: Linear, size: int) -> Array:
    """Coefficients of contribution and compensation, one after the other."""
    nothing = np.zeros(size // 2)
    return np.concatenate([left.by_block.get(block, nothing) for block in (CONTRIBUTION, COMPENSATION)])


def _at_rollout(left: Linear, built: Array) -> float:
    """Value without any support."""
    return left.constant + (float(left.by_block[PLAN] @ built) if PLAN in left.by_block else 0.0)


def _written(
    cost: Array, offset: float, table: Array, lower: Array, column_upper: Array, integer: NDArray[np.bool_]
) -> Program:
    """Write a table of rows "≥" as a program; every row is scaled by its largest figure."""
    largest = np.abs(table).max(axis=1, initial=0.0)
    row, column = np.nonzero(table)
    return Program(
        cost=cost,
        offset=offset,
        start=np.searchsorted(row, np.arange(len(table) + 1)),
        column=column,
        value=table[row, column] / largest[row],
        row_lower=lower / largest,
        row_upper=np.full(len(table), np.inf),
        column_lower=np.zeros(len(cost)),
        column_upper=column_upper,
        integer=integer,
    )
