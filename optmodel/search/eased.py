"""Support without the rows that bound it by its costs, where its price says at which bound it will be.

A line of support lies between 0 and what its costs allow in a year: a dense row. Where paying is dear it will be 0,
and the row says nothing; where paying is cheap it will be all that is allowed, and what is held back of that, a column
of at least 0, stands in its place. A program without these rows asks for less: its bound holds, and its answer where
that keeps them.
"""

from dataclasses import dataclass, replace

import numpy as np

from optmodel.rollout import Array, Flags
from optmodel.rollout.plans import Places
from optmodel.search.program import Prepared

# A row that is broken by no more than this part of what stands in it holds.
KEPT = 1e-7


@dataclass(frozen=True, slots=True)
class Eased:
    """A program that lacks rows, and what it stands for.

    ``lacking`` are the rows of the ``whole`` that it lacks, ``column`` the support each bounds, and ``held_back`` says
    of which that column counts what is not paid.
    """

    whole: Prepared
    rows: Prepared
    lacking: Places
    column: Places
    held_back: Flags

    def paid(self, values: Array, kept: Places) -> Array:
        """Return the columns of money as the whole program has them, for a solution over some of its plans."""
        table, plans = self.whole.table, len(self.whole.plan)
        money = values[len(kept) : len(kept) + len(self.whole.money_least)].copy()
        for row, column in zip(self.lacking[self.held_back], self.column[self.held_back], strict=True):
            allowed = -(table[row, kept] @ values[: len(kept)]) / table[row, column]
            money[column - plans] = allowed - money[column - plans]
        return money

    def broken(self, values: Array, money: Array, kept: Places) -> Places:
        """Return those rows that it lacks and that a solution breaks."""
        table, plans = self.whole.table, len(self.whole.plan)
        allowed = table[np.ix_(self.lacking, kept)] @ values[: len(kept)]
        paid = -table[self.lacking, self.column] * money[self.column - plans]
        room = KEPT * np.maximum(1e-3, np.abs(allowed))
        return self.lacking[(paid > allowed + room) | (paid < -room)]


def bounding(found: Prepared) -> tuple[Places, Places]:
    """Return the rows of a program that bound support by its costs, and the column that each bounds."""
    rows = np.arange(len(found.folded.rows), len(found.table))
    plans = len(found.plan)
    return rows, plans + np.argmin(found.table[rows, plans:], axis=1) if len(rows) else rows


def prices(found: Prepared, dual: Array) -> Array:
    """Price of each column of :func:`bounding` under multipliers of the rows: below 0 where it is worth paying."""
    column = bounding(found)[1]
    count = len(found.folded.rows)
    return np.asarray(found.cost[column] - dual[:count] @ found.table[:count, column])


def eased(found: Prepared, price: Array, parts: Array, away: float, needed: Flags) -> Eased:
    """Leave out the rows that prices make sure of, but for those that are known to be ``needed``, [row].

    ``parts`` are the plans of the linear program, as far as each is chosen. A price makes sure where breaking the row
    would cost more than ``away``.
    """
    rows, column = bounding(found)
    reach = -(found.table[rows][:, : len(found.plan)] @ parts) / found.table[rows, column]
    sure = (np.abs(price) * reach > away) & ~needed[rows]
    lacking, of_column, held_back = rows[sure], column[sure], price[sure] < 0
    table, cost = found.table.copy(), found.cost.copy()
    plans = slice(len(found.plan))
    for row, place in zip(lacking[held_back], of_column[held_back], strict=True):
        allowed = -found.table[row, plans] / found.table[row, place]
        table[:, plans] += np.outer(found.table[:, place], allowed)
        cost[plans] += found.cost[place] * allowed
        table[:, place], cost[place] = -found.table[:, place], -found.cost[place]
    left = np.delete(np.arange(len(table)), lacking)
    rest = replace(
        found,
        cost=cost,
        table=table[left],
        lower=found.lower[left],
        size=found.size[left],
        names=tuple(found.names[row] for row in left),
    )
    return Eased(found, rest, lacking, of_column, held_back)
