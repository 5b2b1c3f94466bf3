"""Boxes of contracts: all that differ in nothing but share of turnover and purchase level, where bounds are concave.

For given multipliers the bound of a contract is a minimum of expressions that are linear in the share, as long as the
same services are sold and the same support is allowed, and linear in the purchase level, as long as that passes
neither the need nor that of a scenario: so it is concave in each of both while the other stays. Where it is least along
a share it is least at an end, and from there along the level at an end as well: the least of the bounds of the corners
holds for every contract between them. So a box never reaches across a share at which a service drops out, nor across
the least share where that alone may come with support, nor across a level at which the expressions bend.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from optmodel.case import Mode
from optmodel.contract import GridPoint, purchase_levels, supported
from optmodel.rollout import Rollout


class Axis(Enum):
    """In what the contracts of a box differ."""

    SHARE = auto()
    LEVEL = auto()


@dataclass(frozen=True, slots=True)
class Box:
    """Contracts of one mode, outsourcing, tariff level and term.

    ``order`` is the place in the grid of those with the least purchase level; those with the next have the next.
    """

    order: int
    contract: GridPoint  # with the least share and level of the box
    shares: tuple[float, ...]
    levels: tuple[float, ...]

    def __hash__(self) -> int:
        """Of its place alone, for boxes are looked up all the time: those of one place differ in their ends."""
        return hash((self.order, self.shares[0], self.shares[-1], self.levels[-1]))

    @property
    def corners(self) -> tuple[GridPoint, ...]:
        """The contracts with the least or the highest level and share, each once, in the order of the grid."""
        shares = dict.fromkeys((self.shares[0], self.shares[-1]))
        return tuple(
            self.at(share, level) for level in dict.fromkeys((self.levels[0], self.levels[-1])) for share in shares
        )

    @property
    def contracts(self) -> tuple[GridPoint, ...]:
        """All contracts of the box, level by level."""
        return tuple(self.at(share, level) for level in self.levels for share in self.shares)

    @property
    def rows(self) -> tuple["Box", ...]:
        """The boxes of one purchase level each that it consists of."""
        return tuple(self._of(self.shares, place, place + 1) for place in range(len(self.levels)))

    def at(self, share: float, level: float) -> GridPoint:
        """The contract of the box with that share and purchase level."""
        first = self.contract
        return GridPoint(first.mode, first.term_years, share, level, first.tariff_level, first.outsourced)

    def values(self, axis: Axis) -> tuple[float, ...]:
        """The shares or the levels of the box."""
        return self.shares if axis is Axis.SHARE else self.levels

    def parted(self, axis: Axis, place: int) -> tuple["Box", "Box"]:
        """Part the box in two, before the share or the level at that place."""
        count = len(self.levels)
        if axis is Axis.LEVEL:
            return self._of(self.shares, 0, place), self._of(self.shares, place, count)
        return self._of(self.shares[:place], 0, count), self._of(self.shares[place:], 0, count)

    def _of(self, shares: tuple[float, ...], first: int, end: int) -> "Box":
        levels = self.levels[first:end]
        return Box(self.order + first, self.at(shares[0], levels[0]), shares, levels)


def boxes(rollout: Rollout, mode: Mode) -> Iterator[Box]:
    """Yield the boxes of a mode in the order in which ties are broken."""
    levels = purchase_levels(rollout.case, mode)
    order = 0
    for block, belonging in rollout.blocks(mode):
        alone = tuple(share for share in belonging if supported(mode, share))
        with_less = tuple(share for share in belonging if not supported(mode, share))
        for shares, allowed in ((alone, levels), (with_less, levels[:1])):
            for part in straight(rollout, allowed) if shares else ():
                first = GridPoint(mode.name, block.term_years, shares[0], part[0], block.tariff_level, block.outsourced)
                yield Box(order, first, shares, part)
                order += len(part)


def bends(rollout: Rollout) -> tuple[float, ...]:
    """Purchase levels at which what a contract asks is no longer linear in the level: where it passes a need."""
    return tuple(sorted({1.0, *(scenario.need for scenario in rollout.scenarios)}))


def straight(rollout: Rollout, levels: Sequence[float]) -> Iterator[tuple[float, ...]]:
    """Part purchase levels, in their order, so that what a contract asks bends between none of a part."""
    ends, part = bends(rollout), list[float]()
    for level in levels:
        if part and any(part[0] < bend < level for bend in ends):
            yield tuple(part)
            part = []
        part.append(level)
    if part:
        yield tuple(part)
