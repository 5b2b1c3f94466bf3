"""What a search keeps of how it knew, for whoever wants to know it again."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from optmodel.certificate import Certificate, Multipliers, ProvenBox
from optmodel.contract import GridPoint
from optmodel.search.boxes import Box
from optmodel.search.knowledge import Knowledge


@dataclass
class Record:
    """What rollouts of contracts cost, and of boxes of one purchase level, those that no rollout can tell from others.

    Of such ``twins`` contracts are alike share by share where both have the same shares, else all of them.
    """

    costs: dict[GridPoint, float] = field(default_factory=dict)
    twins: dict[Box, Box] = field(default_factory=dict)

    def costs_at(self, point: GridPoint, cost: float) -> None:
        """Note what a rollout of a contract costs."""
        self.costs[point] = min(cost, self.costs.get(point, math.inf))

    def certificate(self, boxes: Iterable[Knowledge], multipliers: Sequence[Multipliers]) -> Certificate:
        """Put together what is known of all contracts, with the multipliers that this needs."""
        known = [item for box in boxes for item in box.proven(multipliers)]
        known += [item for twin, other in self.twins.items() for item in _copied(twin, other, known)]
        known.sort(key=lambda item: (item[0].order, item[1].first.revenue_share))
        used = sorted({item.multipliers for _, item in known if item.multipliers is not None})
        place = {number: index for index, number in enumerate(used)}
        proven = (
            item if item.multipliers is None else replace(item, multipliers=place[item.multipliers])
            for _, item in known
        )
        return Certificate(tuple(multipliers[number] for number in used), tuple(proven), costs=self._costs_with_twins())

    def _costs_with_twins(self) -> dict[GridPoint, float]:
        pairs = [(twin, other) for twin, other in self.twins.items() if twin.shares == other.shares]
        points = (same for twin, other in pairs for same in zip(twin.contracts, other.contracts, strict=True))
        return self.costs | {point: self.costs[same] for point, same in points if same in self.costs}


def _copied(twin: Box, other: Box, known: Sequence[tuple[Box, ProvenBox]]) -> list[tuple[Box, ProvenBox]]:
    """What is known of a box is known of its twin."""
    parts = [item for box, item in known if box.order == other.order and set(box.shares) <= set(other.shares)]
    if twin.shares == other.shares:
        return [(twin, replace(item, first=twin.at(item.first.revenue_share, *twin.levels))) for item in parts]
    most = max(parts, key=lambda item: item.bound)
    return [(twin, replace(most, first=twin.contract, share_most=twin.shares[-1]))]
