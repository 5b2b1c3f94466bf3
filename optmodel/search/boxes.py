"""Boxes of contracts: all that differ in nothing but share of turnover and purchase level, where bounds are concave.

For given multipliers the bound of a contract is a minimum of expressions that are linear in the share, as long as the
same services are sold and the same support is allowed, and linear in the purchase level, as long as that passes
neither the need nor that of a scenario: so it is concave in each of both while the other stays, and no less than what
the expressions of the corners, mixed in the proportion in which a contract lies between them, are at least. So a box
never reaches across a share at which a service drops out, nor across the least share where that alone may come with
support, nor across a level at which the expressions bend.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optmodel.case import Mode
from optmodel.contract import GridPoint, purchase_levels, supported
from optmodel.rollout import Array, Rollout


@dataclass(frozen=True, slots=True)
class Box:
    """Contracts of one mode, outsourcing, tariff level and term.

    ``order`` is the place in the grid of those with the least purchase level; those with the next have the next.
    """

    order: int
    contract: GridPoint  # with the least share and level of the box
    shares: tuple[float, ...]
    levels: tuple[float, ...]

    @classmethod
    def alone(cls, contract: GridPoint) -> "Box":
        """A box of one contract, whatever its place in the grid."""
        return cls(0, contract, (contract.revenue_share,), (contract.purchase_level,))

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
    def mixture(self) -> Array:
        """What part each corner has in each contract of the box, which lies between them; [contract, corner]."""
        return np.asarray(np.kron(_of_ends(self.levels), _of_ends(self.shares)))

    @property
    def rows(self) -> tuple["Box", ...]:
        """The boxes of one purchase level each that it consists of."""
        return tuple(self.run(place * len(self.shares), len(self.shares)) for place in range(len(self.levels)))

    def at(self, share: float, level: float) -> GridPoint:
        """The contract of the box with that share and purchase level."""
        first = self.contract
        return GridPoint(first.mode, first.term_years, share, level, first.tariff_level, first.outsourced)

    def run(self, first: int, count: int) -> "Box":
        """The box of so many contracts of one purchase level, from that place among all on."""
        level, share = divmod(first, len(self.shares))
        shares, levels = self.shares[share : share + count], self.levels[level : level + 1]
        return Box(self.order + level, self.at(shares[0], levels[0]), shares, levels)


def _of_ends(ticks: Sequence[float]) -> Array:
    """What part the first and the last have in each, the one alone where there is but one; [tick, end]."""
    if len(ticks) == 1:
        return np.ones((1, 1))
    last = (np.array(ticks) - ticks[0]) / (ticks[-1] - ticks[0])
    return np.stack([1.0 - last, last], axis=1)


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
