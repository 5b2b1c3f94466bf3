"""What the multipliers of one contract say of a box of others: values at both ends, and so of all shares between."""

import math
from dataclasses import dataclass

from optmodel.search.boxes import Box

# A share is held to be proven impossible where a ray finds it to lack this part of what it finds at the end.
SURELY = 1e-3


@dataclass(frozen=True, slots=True)
class Lift:
    """Values of the multipliers of that number at the ends of a box: bounds in money, or of what a ray finds lacking.

    They are concave in the share: between the ends they are at least what a straight line between the values is.
    """

    number: int
    first: float
    last: float
    is_ray: bool = False

    @property
    def bound(self) -> float:
        """What they prove of every share of the box; infinite where all are impossible."""
        least = min(self.first, self.last)
        return (math.inf if least > 0 else -math.inf) if self.is_ray else least

    @property
    def is_least_at_first(self) -> bool:
        """Whether they promise no more at the least share than at the highest."""
        return self.first <= self.last

    def of_part(self, whole: Box, part: Box) -> "Lift":
        """What they prove at least of a part of the box."""
        return Lift(
            self.number, self._between(whole, part.shares[0]), self._between(whole, part.shares[-1]), self.is_ray
        )

    def cut(self, box: Box, target: float) -> int | None:
        """Return where to part the box so that they prove one side to be of no interest; ``None`` where nowhere.

        Of no interest is what costs at least ``target``, or is impossible.
        """
        wanted = SURELY * max(self.first, self.last, 0.0) if self.is_ray else target
        low, high = (self.first, self.last) if self.is_least_at_first else (self.last, self.first)
        if math.isinf(wanted) or math.isinf(low) or not low < wanted <= high or (self.is_ray and high <= 0):
            return None
        proven = [self._between(box, share) >= wanted for share in box.shares]
        if self.is_least_at_first:
            return proven.index(True) if True in proven else None
        return proven.index(False)

    def _between(self, whole: Box, share: float) -> float:
        """The value at a share on the straight line between the ends, which are met exactly."""
        if share == whole.shares[-1]:
            return self.last
        if share == whole.shares[0]:
            return self.first
        part = (share - whole.shares[0]) / (whole.shares[-1] - whole.shares[0])
        if math.isinf(self.first) or math.isinf(self.last):
            return min(self.first, self.last)
        return self.first + part * (self.last - self.first)
