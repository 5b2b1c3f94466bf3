"""The linear program of a contract by sifting: over few plans at first; what is cheaper is put in until nothing is.

Sifting is told of in R. E. Bixby, J. W. Gregory, I. J. Lustig, R. E. Marsten and D. F. Shanno, "Very large-scale linear
programming", Operations Research 40 (1992), 885-897. What to begin with is found in a sample of the districts.
"""

import time
from dataclasses import replace

import numpy as np

from optmodel.errors import SolverError
from optmodel.rollout import Array, Flags
from optmodel.rollout.plans import Places
from optmodel.search.program import Prepared, program
from optmodel.solver import LP_TOLERANCE, Limits, Outcome, Solution, relaxed, solve

# A program of no more districts is solved as it stands: that takes some hundredths of a second.
SMALL = 300
# Of more every so many-th is taken for a sample.
EVERY = 4
# So many plans for each district are there at first: its cheapest, and of the rest the cheapest of all.
AT_FIRST = 1.3
# What a ray finds to lack is more than this part of its multipliers, of rows whose largest figure is 1.
SURE = 1e-9
NO_TIME = Solution(Outcome.LIMIT, None, np.inf, -np.inf)


def sifted(rows: Prepared, limits: Limits) -> Solution:
    """Solve the linear program of a contract: the solution and multipliers of :func:`program`, relaxed.

    The multipliers are as good as the solver's own: no plan would lower the cost by more than its tolerance.
    """
    until = np.inf if limits.seconds is None else time.monotonic() + limits.seconds
    sifting, everything = _Sifting(rows, limits, until), np.arange(len(rows.plan))
    try:
        return sifting.solved(everything, 1.0)
    except SolverError:  # what the solver fails at over some of the plans it may do over all
        return sifting.over(everything, 1.0)


class _Sifting:
    """The plans of a contract, district by district, and until when there is time."""

    def __init__(self, rows: Prepared, limits: Limits, until: float) -> None:
        self.rows, self.limits, self.until = rows, limits, until
        self.district = rows.folded.frame.here.rollout.district[rows.plan]
        self.must_open = rows.folded.frame.must_open

    def solved(self, among: Places, part: float) -> Solution:
        """Solve over the plans of some districts, which are to meet that part of what the rows ask for."""
        district = self.district[among]
        numbers = np.unique(district)
        if len(numbers) <= SMALL:
            return self.over(among, part)
        sample = numbers[::EVERY]
        found = self.solved(among[np.isin(district, sample)], part * len(sample) / len(numbers))
        kept = np.zeros(len(among), dtype=bool)
        while (cost := self._priced(among, found)) is not None:
            more = self._cheaper(cost, district, kept) if kept.any() else _first(cost, district, len(numbers))
            if not more.any():
                if found.ray is None or self._is_proof(found.ray, cost, district, part):
                    return _among(found, kept)
                break
            kept |= more
            found = self.over(among[kept], part)
        return NO_TIME if found.outcome is Outcome.LIMIT else self.over(among, part)

    def over(self, kept: Places, part: float) -> Solution:
        """Solve over some plans, or all, as the program stands."""
        stated = relaxed(program(self.rows, kept))
        stated.row_lower[: len(self.rows.table)] *= part
        stated.column_lower[len(kept) :] *= part
        left = None if np.isinf(self.until) else self.until - time.monotonic()
        return solve(stated, replace(self.limits, gap=0.0, as_stated=True, seconds=left))

    def _priced(self, among: Places, found: Solution) -> Array | None:
        """What plans add to the bound by the multipliers of a solution, or by its ray, to which they cost nothing."""
        count = len(self.rows.table)
        if found.dual is not None:
            return np.asarray(self.rows.cost[among] - (found.dual[:count] @ self.rows.table)[among])
        return None if found.ray is None else np.asarray(-(self._prices(found.ray) @ self.rows.table)[among])

    def _prices(self, ray: Array) -> Array:
        """Return what a ray weighs the dense rows by, 1 at most."""
        return np.maximum(0.0, ray[: len(self.rows.table)]) / (np.abs(ray).max(initial=0.0) or 1.0)

    def _cheaper(self, cost: Array, district: Places, kept: Flags) -> Flags:
        """Which plans add less than the least of their district that is there, or than nothing if it may stay shut."""
        least = np.where(self.must_open, np.inf, 0.0)
        np.minimum.at(least, district[kept], cost[kept])
        return np.asarray(~kept & (cost < least[district] - LP_TOLERANCE))

    def _is_proof(self, ray: Array, cost: Array, district: Places, part: float) -> bool:
        """Whether a ray finds rows to lack something whatever is chosen: next to nothing in many districts may do."""
        prices, least = self._prices(ray), np.where(self.must_open, np.inf, 0.0)
        np.minimum.at(least, district, cost)
        money = np.nan_to_num(self.rows.money_least, neginf=0.0)
        given = least[np.unique(district)].sum() - (prices @ self.rows.table)[len(self.rows.plan) :] @ money
        return bool(part * (prices @ self.rows.lower) + given > SURE * prices.sum())


def _first(cost: Array, district: Places, districts: int) -> Flags:
    """Which plans there are at first: the cheapest of each district, and those that are hardly dearer than it."""
    starts = np.flatnonzero(np.diff(district, prepend=-1))
    least = np.minimum.reduceat(cost, starts)
    beyond = cost - np.repeat(least, np.diff(starts, append=len(district)))
    most = min(len(cost), round(AT_FIRST * districts)) - 1
    return np.asarray(beyond <= np.partition(beyond, most)[most])


def _among(found: Solution, kept: Flags) -> Solution:
    """Return a solution over all plans of one over those kept; the rest are not chosen."""
    if found.values is None:
        return found
    values = np.zeros(len(kept) + len(found.values) - np.count_nonzero(kept))
    values[: len(kept)][kept] = found.values[: np.count_nonzero(kept)]
    values[len(kept) :] = found.values[np.count_nonzero(kept) :]
    return replace(found, values=values)
