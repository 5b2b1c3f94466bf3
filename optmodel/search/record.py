"""What a search keeps of how it knew: for every box the multipliers that lifted it, or the solver's word."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from optmodel.certificate import Certificate, KnownBy, Multipliers, ProvenBox
from optmodel.contract import GridPoint
from optmodel.search.boxes import Box
from optmodel.search.flat import Flat
from optmodel.search.lifts import Lift

# A bound by multipliers that is less than the solver's by no more than this, in scaled money, stands in its place.
NO_LESS = 1e-7


@dataclass
class Record:
    """How the bound of each box is known, while a search goes on: ``closed`` are in the order in which they were.

    ``twins`` are boxes of one purchase level that no rollout can tell from another: share by share where both have the
    same, else all the contracts of both are alike.
    """

    lifts: dict[Box, Lift] = field(default_factory=dict)
    closed: list[tuple[Box, ProvenBox]] = field(default_factory=list)
    costs: dict[GridPoint, float] = field(default_factory=dict)
    twins: dict[Box, Box] = field(default_factory=dict)

    def close(self, box: Box, lifted: float, bound: float, room: float, *, by_data: bool = False) -> float:
        """Note the bound of a box that is closed, and return it: that of multipliers where it is as good.

        ``lifted`` is what multipliers prove of the box, ``bound`` what is known of it, which may be the solver's word.
        """
        proven = self._lifted(box, lifted)
        if by_data:
            proven = replace(proven, bound=math.inf, known_by=KnownBy.DATA, multipliers=None)
        elif bound > lifted + room:
            proven = replace(proven, bound=bound, known_by=KnownBy.SOLVER)
        self.closed.append((box, proven))
        return proven.bound

    def costs_at(self, point: GridPoint, cost: float) -> None:
        """Note what a rollout of a contract costs."""
        self.costs[point] = min(cost, self.costs.get(point, math.inf))

    def certificate(self, left: Mapping[Box, float], multipliers: Sequence[Multipliers]) -> Certificate:
        """Put together what is known of the boxes closed and of those left open, with the multipliers they need."""
        known = list(self.closed)
        for box, bound in left.items():
            lifted = self._lifted(box, bound)
            known += [(row, replace(lifted, first=row.contract)) for row in box.rows]
        known += [item for twin, other in self.twins.items() for item in _copied(twin, other, known)]
        known.sort(key=lambda item: (item[0].order, item[1].first.revenue_share))
        used = sorted({item.multipliers for _, item in known if item.multipliers is not None})
        place = {number: index for index, number in enumerate(used)}
        boxes = (
            item if item.multipliers is None else replace(item, multipliers=place[item.multipliers])
            for _, item in known
        )
        return Certificate(tuple(multipliers[number] for number in used), tuple(boxes), costs=self._costs_with_twins())

    def _costs_with_twins(self) -> dict[GridPoint, float]:
        pairs = [(twin, other) for twin, other in self.twins.items() if twin.shares == other.shares]
        points = (same for twin, other in pairs for same in zip(twin.contracts, other.contracts, strict=True))
        return self.costs | {point: self.costs[same] for point, same in points if same in self.costs}

    def _lifted(self, box: Box, bound: float) -> ProvenBox:
        """How the bound of a box is known by multipliers alone; only a ray, or the data, lifts one without end."""
        number = self.lifts[box].number if box in self.lifts else None
        known_by = KnownBy.NOTHING if number is None else KnownBy.MULTIPLIERS
        if number is not None and bound == math.inf:
            known_by = KnownBy.RAY if self.lifts[box].is_ray else KnownBy.DATA  # no other multipliers lift without end
        return ProvenBox(box.contract, box.shares[-1], bound, known_by, None if known_by is KnownBy.DATA else number)


def _copied(twin: Box, other: Box, known: Sequence[tuple[Box, ProvenBox]]) -> list[tuple[Box, ProvenBox]]:
    """What is known of a box is known of its twin."""
    parts = [item for box, item in known if box.order == other.order and set(box.shares) <= set(other.shares)]
    if twin.shares == other.shares:
        return [(twin, replace(item, first=twin.at(item.first.revenue_share, *twin.levels))) for item in parts]
    most = max(parts, key=lambda item: item.bound)
    return [(twin, replace(most, first=twin.contract, share_most=twin.shares[-1]))]


def lacks_a_plan(contract: Flat) -> bool:
    """Whether a district that must open has no plan under a contract."""
    frame = contract.frame
    opened = np.zeros(len(frame.must_open), dtype=bool)
    opened[frame.here.rollout.district[frame.admitted]] = True
    return bool((frame.must_open & ~opened).any())
