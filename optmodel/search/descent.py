"""Exchanges of one choice at a time, as long as they make a rollout better; what is left is kept up to date."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optmodel.rollout import Array
from optmodel.rollout.plans import Places

# An exchange is made where what is made less falls by more than this part of it: rounding would make one for ever.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Figures:
    """What choices cost [choice] and do for rows [row, choice], which ask for at least ``least`` [row]."""

    cost: Array
    rows: Array
    least: Array


class Neighbourhood:
    """The exchanges that are looked at: each of the choices ``usable`` may take the place of its district's.

    ``own`` are the places of the districts of these among those of the rollout, of which there are ``districts``.
    """

    def __init__(self, figures: Figures, usable: Places, own: Places, districts: int) -> None:
        """Take the figures of these choices out of those of all."""
        self.figures, self.usable, self.own = figures, usable, own
        self.cost, self.rows = figures.cost[usable], np.ascontiguousarray(figures.rows[:, usable])
        order = np.argsort(own, kind="stable")
        self.of_district = np.split(order, np.searchsorted(own[order], np.arange(1, districts)))

    def descend(self, chosen: Places, weight: Array, is_over: Callable[[], bool]) -> Array:
        """Exchange what is ``chosen`` [district] as long as that makes costs, with what rows lack at its weight, less.

        What rows have then more than they ask is returned; [row].
        """
        descent = _Descent(self, chosen, weight)
        while not is_over() and descent.one_better():
            pass
        return descent.room


class _Descent:
    """One way down: ``room`` is what rows have more than they ask now, ``after`` [row, choice] after each exchange.

    ``cost`` is what all choices cost now, ``dearer`` [choice] what each exchange adds to that.
    """

    def __init__(self, near: Neighbourhood, chosen: Places, weight: Array) -> None:
        figures, here = near.figures, chosen[near.own]
        self.near, self.chosen, self.weight = near, chosen, weight
        self.room: Array = figures.rows.take(chosen, axis=1).sum(axis=1) - figures.least
        self.after = near.rows - figures.rows.take(here, axis=1)
        self.after += self.room[:, None]
        self.dearer = near.cost - figures.cost.take(here)
        self.cost = float(figures.cost.take(chosen).sum())
        self.short = np.empty_like(self.after)

    def one_better(self) -> bool:
        """Make the best exchange, and say whether there was one that makes anything better."""
        lacks = -float(self.weight @ np.minimum(self.room, 0.0))
        np.minimum(self.after, 0.0, out=self.short)
        worth = self.dearer - self.weight @ self.short
        best = int(worth.argmin())
        if not worth[best] < lacks - ROUNDING * abs(self.cost + lacks):
            return False
        self._exchange(best)
        return True

    def _exchange(self, choice: int) -> None:
        """Put a choice in the place of its district's; exchanges in the district lead where they led before."""
        near, figures = self.near, self.near.figures
        district, new = near.own[choice], near.usable[choice]
        members, old = near.of_district[district], self.chosen[district]
        more, dearer = figures.rows[:, new] - figures.rows[:, old], float(figures.cost[new] - figures.cost[old])
        kept = self.after[:, members]
        self.after += more[:, None]
        self.after[:, members] = kept
        self.dearer[members] -= dearer
        self.room, self.cost = self.room + more, self.cost + dearer
        self.chosen[district] = new
