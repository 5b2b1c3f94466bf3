"""Exchanges of one choice at a time, as long as they make a rollout better; what is left is kept up to date."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optmodel.rollout import Array
from optmodel.rollout.plans import Places

# An exchange is made where what is made less falls by more than this part of it.
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

    ``worth`` is what all choices cost now, with what rows lack at its weight, and ``dearer`` [choice] what each
    exchange adds to the costs.
    """

    def __init__(self, near: Neighbourhood, chosen: Places, weight: Array) -> None:
        figures, here = near.figures, chosen[near.own]
        self.near, self.chosen, self.weight = near, chosen, weight
        self.room, self.worth = self._now()
        self.after = near.rows - figures.rows.take(here, axis=1)
        self.after += self.room[:, None]
        self.dearer = near.cost - figures.cost.take(here)
        self.short = np.empty_like(self.after)

    def one_better(self) -> bool:
        """Make the best exchange, and say whether there was one that makes anything better.

        It is told by a sum that is the same however a rollout was come to, for one that falls by rounding alone would
        fall for ever.
        """
        np.minimum(self.after, 0.0, out=self.short)
        best = int((self.dearer - self.weight @ self.short).argmin())
        district, new = self.near.own[best], self.near.usable[best]
        old = self.chosen[district]
        self.chosen[district] = new
        room, worth = self._now()
        if not worth < self.worth - ROUNDING * abs(self.worth):
            self.chosen[district] = old
            return False
        self.room, self.worth = room, worth
        self._follow(district, new, old)
        return True

    def _now(self) -> tuple[Array, float]:
        """Return what rows have more than they ask, and costs with what rows lack."""
        figures = self.near.figures
        room = figures.rows.take(self.chosen, axis=1).sum(axis=1) - figures.least
        return room, float(figures.cost.take(self.chosen).sum() - self.weight @ np.minimum(room, 0.0))

    def _follow(self, district: int, new: int, old: int) -> None:
        """Keep up to date what each exchange leads to: in the district itself that is what it was before."""
        figures, members = self.near.figures, self.near.of_district[district]
        kept = self.after[:, members]
        self.after += (figures.rows[:, new] - figures.rows[:, old])[:, None]
        self.after[:, members] = kept
        self.dearer[members] -= figures.cost[new] - figures.cost[old]
