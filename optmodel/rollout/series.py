"""The yearly series of a contract's plans: named sums of base arrays with a factor a year, linear in the plans chosen.

Arrays are indexed [plan, year] (year 0 is the year of signature) or [scenario, plan, year], and hold nominal money of
the case, Mbit/s or persons.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from optmodel.rollout.plans import Array, Flags
from optmodel.rollout.risks import ActiveRisk
from optmodel.rollout.sales import Served

Key = tuple[object, ...]

# Series that differ between scenarios beyond a factor; all others are planned figures.
BY_SCENARIO = frozenset({"revenue", "cost_of_sales", "free_cost", "residents_pay"})
# Before the key of a base array by scenario: its expected value, [plan, year].
AS_EXPECTED = "as expected"
# Weights that differ by no more than this part of the largest are the same: it is what computing them left.
SAME_WEIGHT = 1e-13
# What is left of figures that cancel is nothing below this part of their sizes: it is what computing them left.
CANCELLED = 1e-12


@dataclass(frozen=True, slots=True)
class Block:
    """What the series of a contract depend on; ``served`` are the services of the term in the order of the sheet."""

    mode: str
    term_years: int
    served: Served
    tariff_level: str
    outsourced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One base array that contracts share, named by its key, times a factor a year; [year]."""

    key: Key
    factor: Array


class Bases(Protocol):
    """Whoever works out base arrays and keeps them."""

    @property
    def size(self) -> int:
        """How many plans there are."""

    @property
    def probability(self) -> Array:
        """Of each scenario; [scenario]."""

    def base(self, key: Key) -> Array:
        """Return the base array of that key: [plan, year], or [scenario, plan, year] of what differs between them."""


def as_expected(weights: Array, probability: Array) -> tuple[Array, Flags]:
    """Return weights [..., scenario, year] of what is expected [..., year], and whether they say no more than these.

    They do where every scenario is weighed as by its probability.
    """
    expected = weights.sum(axis=-2)
    apart = np.abs(weights - probability[:, None] * expected[..., None, :]).max(axis=(-2, -1))
    return expected, apart <= SAME_WEIGHT * np.abs(weights).max(axis=(-2, -1))


@dataclass(frozen=True, slots=True)
class _Together:
    """The base arrays of a rollout [plan], added up as those of one plan."""

    bases: Bases
    built: Array
    known: dict[Key, Array] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return 1

    @property
    def probability(self) -> Array:
        return self.bases.probability

    def base(self, key: Key) -> Array:
        if key not in self.known:
            chosen = np.flatnonzero(self.built)
            base = self.bases.base(key).take(chosen, axis=-2)
            self.known[key] = np.tensordot(base, self.built[chosen], ([-2], [0]))[..., None, :]
        return self.known[key]


@dataclass(frozen=True)
class Series:
    """The series of every plan under one block; whoever runs the network in a year bears its factors.

    Planned, [plan, year]: ``need``, ``covered`` and what is ``replaced`` by the backbone, from opening on; ``build``,
    ``build_to_date``; ``renewal``; ``operation``; ``not_written_off`` of the build; ``end_value``, [plan, 1]. By
    scenario, [scenario, plan, year]: ``revenue`` (less what is at risk) and ``cost_of_sales`` of paid services,
    ``free_cost`` of free ones, and what ``residents_pay``.
    """

    block: Block
    parts: Mapping[str, tuple[Part, ...]]
    risks: tuple[ActiveRisk, ...]
    bases: Bases

    def array(self, name: str) -> Array:
        """Work out one series."""
        return np.asarray(sum(self.bases.base(part.key) * part.factor for part in self.parts[name]))

    def weighted(self, weights: Mapping[str, Array]) -> Array:
        """Add up series with weights a year, or a scenario and year for those by scenario; [plan].

        Figures that cancel leave nothing: a row of what is left, scaled to its own size, would forbid what it allows.
        """
        total, sizes = np.zeros(self.bases.size), np.zeros(self.bases.size)
        for name, weight in weights.items():
            for part in self.parts[name]:
                key, factored = part.key, weight * part.factor
                if name in BY_SCENARIO and len(self.bases.probability) > 1:
                    expected, alike = as_expected(factored, self.bases.probability)
                    key, factored = ((AS_EXPECTED, *key), expected) if alike else (key, factored)
                if not factored.any():
                    continue
                base = self.bases.base(key)
                if base.ndim == 2:
                    base, factored = base[None], factored[None]
                for figures, years in zip(base, factored, strict=True):
                    if np.count_nonzero(years):
                        added = figures @ years
                        total += added
                        sizes += np.abs(added)
        return np.where(np.abs(total) <= CANCELLED * sizes, 0.0, total)

    def of_rollout(self, built: Array) -> "Series":
        """Return the series of a whole rollout [plan] as if it were one plan."""
        return replace(self, bases=_Together(self.bases, built))

    @property
    def build(self) -> Array:
        """Spending before opening; [plan, year]."""
        return self.array("build")

    @property
    def renewal(self) -> Array:
        """Set aside, or paid, for renewals; [plan, year]."""
        return self.array("renewal")

    @property
    def operation(self) -> Array:
        """Operating cost; [plan, year]."""
        return self.array("operation")

    @property
    def replaced(self) -> Array:
        """Build that the operator's backbone replaces; [plan, year]."""
        return self.array("replaced")

    @property
    def not_written_off(self) -> Array:
        """Build that is not worn out; [plan, year]."""
        return self.array("not_written_off")

    @property
    def revenue(self) -> Array:
        """Revenue of paid services; [scenario, plan, year]."""
        return self.array("revenue")

    @property
    def cost_of_sales(self) -> Array:
        """Cost of sales of paid services; [scenario, plan, year]."""
        return self.array("cost_of_sales")

    @property
    def free_cost(self) -> Array:
        """Cost of free services; [scenario, plan, year]."""
        return self.array("free_cost")

    @property
    def residents_pay(self) -> Array:
        """What residents pay; [scenario, plan, year]."""
        return self.array("residents_pay")

    @property
    def end_value(self) -> Array:
        """Credit at the horizon; [plan]."""
        return np.asarray(self.array("end_value")[:, 0])
