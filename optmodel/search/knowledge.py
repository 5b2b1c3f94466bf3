"""What is known of the contracts of a box: of each the best bound that any multipliers tried on it prove."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from optmodel.certificate import KnownBy, Multipliers, ProvenBox
from optmodel.contract import GridPoint
from optmodel.rollout import Array
from optmodel.rollout.plans import Places
from optmodel.search.boxes import Box

# A contract is held to be proven impossible where a ray finds it to lack this part of what it finds at its own.
SURELY = 1e-3


@dataclass
class Knowledge:
    """What is known of a box: ``bound`` of each contract in money and the ``number`` of the multipliers that prove it.

    [contract], level by level. Infinite is the bound of what is impossible, or closed; −1 the number where none has
    proven anything. ``tried`` are the numbers of those tried, ``place`` that of the contract of which least is known.
    """

    box: Box
    bound: Array = field(init=False)
    number: Places = field(init=False)
    tried: set[int] = field(default_factory=set)
    closed: dict[int, ProvenBox] = field(default_factory=dict)
    place: int = 0

    def __post_init__(self) -> None:
        """Begin with nothing."""
        count = len(self.box.shares) * len(self.box.levels)
        self.bound, self.number = np.full(count, -np.inf), np.full(count, -1)

    @property
    def least(self) -> float:
        """The bound of the contract of which least is known."""
        return float(self.bound[self.place])

    @property
    def contract(self) -> GridPoint:
        """The contract of which least is known, the earliest of the grid of several."""
        level, share = divmod(self.place, len(self.box.shares))
        return self.box.at(self.box.shares[share], self.box.levels[level])

    @property
    def next(self) -> GridPoint:
        """The contract to look at next: of which least is known, at first one with a share in the middle.

        There contracts are seldom impossible, and their multipliers say most of others.
        """
        if self.tried or self.closed:
            return self.contract
        return self.box.at(self.box.shares[len(self.box.shares) // 2], self.box.levels[0])

    @property
    def key(self) -> tuple[float, int, float]:
        """By which the box of which least is known comes first, then the earlier of the grid."""
        level, share = divmod(self.place, len(self.box.shares))
        return self.least, self.box.order + level, self.box.shares[share]

    def take(self, number: int, values: Array, target: float, *, is_ray: bool) -> None:
        """Take what the multipliers of that number make of each contract, where that is of interest and more.

        Of no interest is what costs at least ``target``.
        """
        self.tried.add(number)
        bound = np.where(values >= SURELY, np.inf, -np.inf) if is_ray else values
        better = (bound > self.bound) & (self.bound < target)
        self.bound[better], self.number[better] = bound[better], number
        self.place = int(np.argmin(self.bound))

    def close(self, bound: float, room: float) -> float:
        """Close the contract of which least is known at ``bound``, and return that of multipliers where it is as good.

        ``bound`` may be the solver's word; as good is what is less by no more than ``room``.
        """
        lifted, number, known_by = self.least, self._number(self.place), KnownBy.SOLVER
        if bound <= lifted + room:
            bound, known_by = lifted, KnownBy.NOTHING if number is None else KnownBy.MULTIPLIERS
        share = self.contract.revenue_share
        self.closed[self.place] = ProvenBox(self.contract, share, bound, known_by, number)
        self.bound[self.place] = np.inf
        self.place = int(np.argmin(self.bound))
        return bound

    def proven(self, multipliers: Sequence[Multipliers]) -> Iterator[tuple[Box, ProvenBox]]:
        """Yield what is known, run by run of shares that the same multipliers prove, with the box of the run.

        What they prove is concave in the share: the least of a run is that of its ends.
        """
        count = len(self.box.shares)
        told = list(zip(self.number.tolist(), np.isposinf(self.bound).tolist(), strict=True))
        for row in range(0, len(told), count):
            first = row
            for end in range(row + 1, row + count + 1):
                apart = end == row + count or end in self.closed or first in self.closed
                if apart or told[end] != told[first]:
                    run = self.box.run(first, end - first)
                    yield run, self.closed.get(first) or self._proven(run, first, multipliers)
                    first = end

    def _proven(self, run: Box, first: int, multipliers: Sequence[Multipliers]) -> ProvenBox:
        number, bound = self._number(first), float(self.bound[first : first + len(run.shares)].min())
        known_by = KnownBy.NOTHING if number is None else KnownBy.MULTIPLIERS
        if number is not None and bound == math.inf:
            is_ray = multipliers[number].is_ray
            number, known_by = (number, KnownBy.RAY) if is_ray else (None, KnownBy.DATA)  # no others lift without end
        return ProvenBox(run.contract, run.shares[-1], bound, known_by, number)

    def _number(self, place: int) -> int | None:
        number = int(self.number[place])
        return None if number < 0 else number
