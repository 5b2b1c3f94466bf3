"""The rollout of a contract with its support folded, as a program: few dense rows, one sparse row a district."""

from dataclasses import dataclass, replace

import numpy as np

from optmodel.rollout import Array, Flags
from optmodel.rollout.plans import Places
from optmodel.rules import PLAN, Linear
from optmodel.search.folded import Folded, cost_of
from optmodel.solver import Program

# A row is written on columns that stand for several plans where these are fewer than its plans by this factor.
FEWER = 3


@dataclass(frozen=True, slots=True)
class Prepared:
    """The figures of a folded contract worked out: dense rows over the plans and the columns of money.

    ``plan`` are the plans that are columns, by their place among all. Rows are divided by ``size`` and stand in the
    order of ``names``; those after the rows of rules bound support. Money is divided by ``scale``.
    """

    folded: Folded
    plan: Places
    cost: Array
    offset: float
    table: Array
    lower: Array
    size: Array
    names: tuple[tuple[str, str], ...]
    money_least: Array
    scale: float


def prepared(folded: Folded, scale: float) -> Prepared:
    """Work out the dense rows of a contract over its admitted plans."""
    frame, here = folded.frame, folded.frame.here
    plan = np.flatnonzero(frame.admitted)
    blocks = [(line.block, here.rollout.horizon) for line in frame.support]
    blocks += [(item.name, len(item.index)) for item in frame.brought]

    def laid(linear: Linear) -> Array:
        found = linear.by_block
        plans = found.get(PLAN, np.zeros(here.rollout.size))[plan]
        return np.concatenate([plans, *(scale * found.get(name, np.zeros(size)) for name, size in blocks)])

    table = [laid(row.left) for row in folded.rows]
    lower = [row.right - row.left.constant for row in folded.rows]
    names = [(row.rule, row.index) for row in folded.rows]
    for line in frame.support:
        for year in np.flatnonzero(frame.in_term):
            unit = Linear(0.0, {PLAN: cost_of(here, line, int(year)), line.block: -np.eye(here.rollout.horizon)[year]})
            table.append(laid(unit))
            lower.append(0.0)
            names.append((line.block, str(year)))
    dense = np.array(table).reshape(len(table), len(plan) + sum(size for _, size in blocks))
    size = np.abs(dense).max(axis=1, initial=0.0)
    size[size == 0] = 1.0
    least = [np.zeros(here.rollout.horizon) for _ in frame.support]
    least += [np.full(len(item.index), item.least) for item in frame.brought]
    return Prepared(
        folded=folded,
        plan=plan,
        cost=laid(folded.objective) / scale,
        offset=folded.objective.constant / scale,
        table=dense / size[:, None],
        lower=np.array(lower) / size,
        size=size,
        names=tuple(names),
        money_least=np.concatenate([np.empty(0), *least]),
        scale=scale,
    )


def program(found: Prepared, kept: Places | None = None, opened: Flags | None = None) -> Program:
    """Write the program over some of the plans, by their places among the columns (all by default).

    Every district that must open, or is known to be ``opened`` [district], needs a plan among them.
    """
    frame = found.folded.frame
    must_open = frame.must_open if opened is None else frame.must_open | opened
    count = len(found.plan)
    kept = np.arange(count) if kept is None else kept
    columns = np.concatenate([kept, np.arange(count, found.table.shape[1])])
    row, column = np.nonzero(found.table[:, columns])
    district = frame.here.rollout.district[found.plan[kept]]
    numbers, first, sizes = np.unique(district, return_index=True, return_counts=True)
    assert (np.diff(first) > 0).all()  # plans stand district by district
    money = len(columns) - len(kept)
    return Program(
        cost=found.cost[columns],
        offset=found.offset,
        start=np.concatenate([np.searchsorted(row, np.arange(len(found.table))), len(row) + np.cumsum([0, *sizes])]),
        column=np.concatenate([column, np.arange(len(kept))]),
        value=np.concatenate([found.table[row, columns[column]], np.ones(len(kept))]),
        row_lower=np.concatenate([found.lower, np.where(must_open[numbers], 1.0, -np.inf)]),
        row_upper=np.concatenate([np.full(len(found.lower), np.inf), np.ones(len(numbers))]),
        column_lower=np.concatenate([np.zeros(len(kept)), found.money_least]),
        column_upper=np.concatenate([np.ones(len(kept)), np.full(money, np.inf)]),
        integer=np.arange(len(columns)) < len(kept),
    )


def gathered(stated: Program, district: Places, fewer: int = FEWER) -> Program:
    """Write rows that count many plans of a district alike on whether one of them is chosen, a column of its own.

    ``district`` is that of the first columns, the plans. What a relaxation promises stays the same; but a solver that
    sees which districts are open finds out sooner which of them must be. The columns stand after all others.
    """
    columns, rows = len(stated.cost), len(stated.row_lower)
    number: dict[bytes, int] = {}
    members, parts = list[Places](), [(stated.column[:0], stated.value[:0])]
    for row in range(rows):
        entries = slice(stated.start[row], stated.start[row + 1])
        column, value = stated.column[entries], stated.value[entries]
        alike = _alike(district, column, value)
        if len(alike) * fewer > len(column):
            parts.append((column, value))
            continue
        written = np.empty(len(alike), dtype=int)
        for place, group in enumerate(alike):
            written[place] = column[group[0]]
            if len(group) > 1:
                written[place] = number.setdefault(column[group].tobytes(), columns + len(members))
                if written[place] == columns + len(members):
                    members.append(column[group])
        parts.append((written, value[[group[0] for group in alike]]))
    for place, group in enumerate(members, start=columns):
        parts.append((np.append(group, place), np.append(np.ones(len(group)), -1.0)))
    more = np.zeros(len(members))
    return replace(
        stated,
        cost=np.append(stated.cost, more),
        start=np.cumsum([len(column) for column, _ in parts]),
        column=np.concatenate([column for column, _ in parts]),
        value=np.concatenate([value for _, value in parts]),
        row_lower=np.append(stated.row_lower, more),
        row_upper=np.append(stated.row_upper, more),
        column_lower=np.append(stated.column_lower, more),
        column_upper=np.append(stated.column_upper, more + 1),
        integer=np.append(stated.integer, more == 0),
    )


def _alike(district: Places, column: Places, value: Array) -> list[Places]:
    """Return the places of the entries of a row that are of one district and the same, set by set."""
    if len(column) == 0 or column[-1] >= len(district):
        return [np.array([place]) for place in range(len(column))]
    order = np.lexsort((column, value, district[column]))
    changes = (np.diff(district[column[order]]) != 0) | (np.diff(value[order]) != 0)
    return np.split(order, np.flatnonzero(changes) + 1)
