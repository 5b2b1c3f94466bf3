"""What the multipliers of one contract say of a box of others: values at its corners, and so of all between them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from optmodel.contract import GridPoint
from optmodel.search.boxes import Axis, Box

# A contract is held to be proven impossible where a ray finds it to lack this part of what it finds at a corner.
SURELY = 1e-3

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lift:
    """Values of the multipliers of that number at the corners of a box: bounds in money, or what a ray finds lacking.

    ``values`` are those at the least and the highest share of the least level, then of the highest. They are concave
    along both: between the corners they are at least what straight lines between the values are.
    """

    number: int
    values: tuple[Pair, Pair]
    is_ray: bool = False

    @property
    def bound(self) -> float:
        """What they prove of every contract of the box; infinite where all are impossible."""
        least = min(map(min, self.values))
        return (math.inf if least > 0 else -math.inf) if self.is_ray else least

    def least_first(self, box: Box) -> list[GridPoint]:
        """The corners of a box, those of which they promise least first."""
        values = [*self.values[0][: len(box.shares)], *self.values[1][: len(box.shares)]]
        return [point for _, point in sorted(zip(values, box.corners, strict=False), key=lambda item: item[0])]

    def of_part(self, whole: Box, part: Box) -> "Lift":
        """What they prove at least of a part of the box."""
        rows = [
            tuple(_between(pair, whole.levels, level) for pair in zip(*self.values, strict=True))
            for level in (part.levels[0], part.levels[-1])
        ]
        first, last = (
            (_between(row, whole.shares, part.shares[0]), _between(row, whole.shares, part.shares[-1])) for row in rows
        )
        return Lift(self.number, (first, last), self.is_ray)

    def cut(self, box: Box, target: float) -> tuple[Axis, int] | None:
        """Return where to part the box so that they prove one side to be of no interest; ``None`` where nowhere.

        Of no interest is what costs at least ``target``, or is impossible.
        """
        (lowest, at_most_share), (at_most_level, highest) = self.values
        by_share = min(lowest, at_most_level), min(at_most_share, highest)
        by_level = min(lowest, at_most_share), min(at_most_level, highest)
        wanted = SURELY * max(0.0, *map(max, self.values)) if self.is_ray else target
        if math.isinf(wanted) or (self.is_ray and wanted <= 0):
            return None
        for axis, ends in ((Axis.SHARE, by_share), (Axis.LEVEL, by_level)):
            place = _cut(ends, box.values(axis), wanted)
            if place is not None:
                return axis, place
        return None


def _cut(ends: Pair, ticks: Sequence[float], wanted: float) -> int | None:
    """The place of the first tick from which on, or up to which, a straight line between ends is as high as wanted."""
    if math.isinf(min(ends)) or not min(ends) < wanted <= max(ends):
        return None
    proven = [_between(ends, ticks, tick) >= wanted for tick in ticks]
    if ends[0] <= ends[1]:
        return proven.index(True) if True in proven else None
    return proven.index(False)


def _between(ends: Sequence[float], ticks: Sequence[float], tick: float) -> float:
    """The value at a tick on the straight line between the ends, which are met exactly."""
    first, last = ends
    if tick == ticks[-1]:
        return last
    if tick == ticks[0]:
        return first
    if math.isinf(first) or math.isinf(last):
        return min(first, last)
    return first + (tick - ticks[0]) / (ticks[-1] - ticks[0]) * (last - first)
