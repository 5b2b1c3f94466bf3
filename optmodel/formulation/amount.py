"""Money by year, of plans or of none, that comes differently in every scenario; never multiplied out."""

from dataclasses import dataclass

import numpy as np

from optmodel.rollout import Array, Rollout, Series

AS_PLANNED = ""
# Values of an amount by scenario have this many dimensions: scenario, plan, year.
BY_SCENARIO = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One part of an amount: ``values`` [year], [plan, year] or [scenario, plan, year], each year ``times`` [year].

    ``figure`` names the planned figure that a scenario's factor multiplies; values by scenario hold theirs already.
    """

    times: Array
    values: Array
    figure: str


class Amount:
    """A sum of such terms, worth something in an outcome [scenario]: the probabilities, or 1 for one scenario alone.

    ``length`` is the number of plans it hangs on; without one it comes whatever plans are chosen.
    """

    def __init__(self, rollout: Rollout, length: tuple[int, ...]) -> None:
        """Start from nothing."""
        self.rollout, self.length = rollout, length
        self.terms: list[Term] = []

    def add(self, times: Array, values: Array, figure: str = AS_PLANNED) -> "Amount":
        """Add values, each year so many ``times`` [year]; what never comes is left out."""
        if times.any():
            self.terms.append(Term(times, values, figure))
        return self

    def follow(self, times: Array, series: Series, name: str, figure: str = AS_PLANNED) -> "Amount":
        """Add a series of plans by its name, each year so many ``times`` [year], without multiplying it out."""
        for part in series.parts[name]:
            self.add(times * part.factor, series.bases.base(part.key), figure)
        return self

    def worth(self, outcome: Array, weights: Array) -> Array:
        """Return the sum over the years under some weights [year]."""
        total: Array = np.zeros(self.length)
        for term in self.terms:
            total = total + self._in(outcome, term, term.values @ (weights * term.times))
        return total

    def in_year(self, outcome: Array, t: int) -> Array:
        """Return the amount of the year at place ``t``."""
        total: Array = np.zeros(self.length)
        for term in self.terms:
            if term.times[t] != 0:
                total = total + self._in(outcome, term, term.values[..., t] * term.times[t])
        return total

    def _in(self, outcome: Array, term: Term, values: Array) -> Array:
        """What becomes of the planned values, or those of each scenario, in an outcome."""
        if term.values.ndim == BY_SCENARIO:
            return np.asarray(outcome @ values)
        if term.figure == AS_PLANNED:
            return np.asarray(outcome.sum() * values)
        return np.asarray(outcome @ self.rollout.scenario_factor(term.figure) * values)
