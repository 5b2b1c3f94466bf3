"""The rows of a contract's rollout as arrays for HiGHS."""

import re
from collections.abc import Iterable

import numpy as np

from optmodel.rollout import Array
from optmodel.rules import PLAN, Columns, Linear, Situation, columns, objective, rows
from optmodel.solver import Program

Point = dict[str, Array]

# Characters that MPS and LP files trip over in a name.
UNREADABLE = re.compile(r"[^A-Za-z0-9(),._]")


def program(here: Situation, scale: float = 1.0) -> Program:
    """Write the rollout of a contract as a program; money is divided by ``scale``."""
    money, plans = columns(here), len(here.rollout.plans)
    places = dict(zip((PLAN, *(item.name for item in money)), _starts(plans, money), strict=True))

    def laid(expression: Linear) -> tuple[Array, Array]:
        found = [places[name] + np.flatnonzero(values) for name, values in expression.by_block.items()]
        values = [
            values[values != 0] * (1.0 if name == PLAN else scale) for name, values in expression.by_block.items()
        ]
        return np.concatenate([np.empty(0, dtype=int), *found]), np.concatenate([np.empty(0), *values])

    listed = rows(here)
    pieces = [laid(row.left) for row in listed]
    # Rows of money are scaled to the size of their largest figure, so that one tolerance suits them all.
    sizes = [float(np.abs(values).max(initial=0.0)) or 1.0 for _, values in pieces]
    minimised = objective(here)
    cost_columns, cost_values = laid(minimised)
    least = np.concatenate([np.full(len(item.index), item.least) for item in money])
    cost = np.zeros(plans + len(least))
    cost[cost_columns] = cost_values / scale
    return Program(
        cost=cost,
        offset=minimised.constant / scale,
        start=np.cumsum([0, *(len(found) for found, _ in pieces)]),
        column=_joined(found for found, _ in pieces).astype(int),
        value=_joined(values / size for (_, values), size in zip(pieces, sizes, strict=True)),
        row_lower=np.array([(row.right - row.left.constant) / size for row, size in zip(listed, sizes, strict=True)]),
        row_upper=np.full(len(listed), np.inf),
        column_lower=np.concatenate([np.zeros(plans), least]),
        column_upper=np.concatenate([np.ones(plans), np.full(len(least), np.inf)]),
        integer=np.arange(len(cost)) < plans,
        row_names=tuple(name_of(row.rule, row.index) for row in listed),
        column_names=column_names(here),
    )


def point(here: Situation, values: Array, scale: float = 1.0) -> Point:
    """Take a solution apart into its blocks, in nominal money."""
    built, money = np.split(values, [len(here.rollout.plans)])
    return parted(here, built, money * scale)


def parted(here: Situation, built: Array, money: Array) -> Point:
    """Return a rollout [plan] and all columns of money, which stand one after the other, as blocks."""
    listed = columns(here)
    ends = np.cumsum([len(item.index) for item in listed], dtype=int)
    parts = zip(listed, ends, strict=True)
    return {PLAN: built} | {item.name: money[end - len(item.index) : end] for item, end in parts}


def column_names(here: Situation) -> tuple[str, ...]:
    """Return names of all columns that a reader of the exported file understands."""
    return (
        *(name_of("built", "/".join(plan)) for plan in plan_names(here)),
        *(name_of(item.name, index) for item in columns(here) for index in item.index),
    )


def plan_names(here: Situation) -> list[tuple[str, str, str]]:
    """Return district, technology and opening year of every plan, as text."""
    named = here.rollout.named
    return [(district, technology, str(year)) for district, technology, year in named]


def name_of(name: str, index: str) -> str:
    """Return a name of signs that MPS and LP files keep, e.g. ``built(Old_Town,mesh,2028)``.

    Where a name holds any other, such as a bracket or a slash, HiGHS numbers all names of an LP file instead.
    """
    text = f"{name}({index.replace('/', ',')})" if index else name
    return UNREADABLE.sub("_", text)


def _starts(plans: int, money: Iterable[Columns]) -> list[int]:
    """Return the place of the first column of each block, plans first."""
    sizes = [plans, *(len(item.index) for item in money)]
    return [int(place) for place in np.cumsum([0, *sizes])[:-1]]


def _joined(arrays: Iterable[Array]) -> Array:
    return np.concatenate([np.empty(0), *arrays])
