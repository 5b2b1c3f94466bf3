"""The rows of a contract's rollout as arrays for HiGHS."""

import re
from collections.abc import Iterable

import numpy as np

from optmodel.rollout import Array
from optmodel.rules import COMPENSATION, CONTRIBUTION, PLAN, Linear, Situation, government_cost, rows
from optmodel.solver import Program

Point = dict[str, Array]

# Characters that MPS and LP files trip over in a name.
UNREADABLE = re.compile(r"[^A-Za-z0-9(),._]")


def sizes(here: Situation) -> dict[str, int]:
    """Return the blocks of columns and their sizes, in the order they stand in."""
    return {
        PLAN: len(here.rollout.plans),
        CONTRIBUTION: here.rollout.horizon,
        COMPENSATION: here.rollout.horizon,
    }


def program(here: Situation, scale: float = 1.0, fixed: Array | None = None) -> Program:
    """Write the rollout of a contract as a program; money is divided by ``scale``.

    ``fixed`` gives values to all plans [plan]: what remains is a linear program in the support.
    """
    blocks = sizes(here)
    places = dict(zip(blocks, np.cumsum([0, *blocks.values()])[:-1], strict=True))
    money = {PLAN: 1.0, CONTRIBUTION: scale, COMPENSATION: scale}

    def laid(expression: Linear) -> tuple[Array, Array]:
        columns = [places[name] + np.flatnonzero(values) for name, values in expression.by_block.items()]
        values = [values[values != 0] * money[name] for name, values in expression.by_block.items()]
        return np.concatenate([np.empty(0, dtype=int), *columns]), np.concatenate([np.empty(0), *values])

    listed = rows(here)
    pieces = [laid(row.left) for row in listed]
    # Rows of money are scaled to the size of their largest figure, so that one tolerance suits them all.
    sizes_of = [float(np.abs(values).max(initial=0.0)) or 1.0 for _, values in pieces]
    cost_columns, cost_values = laid(government_cost(here))
    cost = np.zeros(sum(blocks.values()))
    cost[cost_columns] = cost_values / scale
    plan_values = (np.zeros(blocks[PLAN]), np.ones(blocks[PLAN])) if fixed is None else (fixed, fixed)
    support = np.zeros(2 * here.rollout.horizon)
    count = len(listed)
    return Program(
        cost=cost,
        offset=government_cost(here).constant / scale,
        start=np.cumsum([0, *(len(columns) for columns, _ in pieces)]),
        column=_joined(columns for columns, _ in pieces).astype(int),
        value=_joined(values / size for (_, values), size in zip(pieces, sizes_of, strict=True)),
        row_lower=np.array(
            [(row.right - row.left.constant) / size for row, size in zip(listed, sizes_of, strict=True)]
        ),
        row_upper=np.full(count, np.inf),
        column_lower=np.concatenate([plan_values[0], support]),
        column_upper=np.concatenate([plan_values[1], support + np.inf]),
        integer=np.arange(len(cost)) < (blocks[PLAN] if fixed is None else 0),
        row_names=tuple(name_of(row.rule, row.index) for row in listed),
        column_names=column_names(here),
    )


def point(here: Situation, values: Array, scale: float = 1.0) -> Point:
    """Take a solution apart into its blocks, in nominal money."""
    plans, horizon = len(here.rollout.plans), here.rollout.horizon
    parts = np.split(values, [plans, plans + horizon])
    return {PLAN: parts[0], CONTRIBUTION: parts[1] * scale, COMPENSATION: parts[2] * scale}


def column_names(here: Situation) -> tuple[str, ...]:
    """Return names of all columns that a reader of the exported file understands."""
    case = here.case
    plans = [
        (
            case.districts[plan.district].name,
            case.technologies[plan.technology].name,
            str(here.first_year + plan.opening - 1),
        )
        for plan in here.rollout.plans
    ]
    return (
        *(name_of("built", "/".join(plan)) for plan in plans),
        *(name_of(block, str(year)) for block in (CONTRIBUTION, COMPENSATION) for year in case.years),
    )


def name_of(name: str, index: str) -> str:
    """Return a name of signs that MPS and LP files keep, e.g. ``built(Old_Town,mesh,2028)``.

    Where a name holds any other, such as a bracket or a slash, HiGHS numbers all names of an LP file instead.
    """
    text = f"{name}({index.replace('/', ',')})" if index else name
    return UNREADABLE.sub("_", text)


def _joined(arrays: Iterable[Array]) -> Array:
    return np.concatenate([np.empty(0), *arrays])
