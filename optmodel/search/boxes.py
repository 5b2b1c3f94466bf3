"""Boxes of contracts: all that differ in nothing but the share of turnover, among which bounds are concave.

For given multipliers the bound of a contract is a minimum of expressions that are linear in the share, as long as the
same services are sold and the same support is allowed: then it is concave, and the lesser of the bounds of both ends
holds for every share between them. So a box never reaches across a share at which a service drops out, nor across the
least share where that alone may come with support.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from optmodel.case import Mode
from optmodel.contract import GridPoint, purchase_levels, supported
from optmodel.rollout import Rollout


@dataclass(frozen=True, slots=True)
class Box:
    """Contracts of one mode, outsourcing, tariff level, term and purchase level; ``order`` is the place in the grid."""

    order: int
    contract: GridPoint  # with the least share of the box
    shares: tuple[float, ...]

    @property
    def ends(self) -> tuple[GridPoint, ...]:
        """The contracts with the least and the highest share; one where they are the same."""
        return tuple(self.at(share) for share in dict.fromkeys((self.shares[0], self.shares[-1])))

    def at(self, share: float) -> GridPoint:
        """The contract of the box with that share."""
        first = self.contract
        return GridPoint(
            first.mode, first.term_years, share, first.purchase_level, first.tariff_level, first.outsourced
        )

    def parted(self, place: int) -> tuple["Box", "Box"]:
        """Part the box in two, before the share at that place."""
        return self._of(self.shares[:place]), self._of(self.shares[place:])

    def _of(self, shares: tuple[float, ...]) -> "Box":
        return Box(self.order, self.at(shares[0]), shares)


def boxes(rollout: Rollout, mode: Mode) -> Iterator[Box]:
    """Yield the boxes of a mode in the order in which ties are broken."""
    levels = purchase_levels(rollout.case, mode)
    order = 0
    for block, belonging in rollout.blocks(mode):
        alone = tuple(share for share in belonging if supported(mode, share))
        with_less = tuple(share for share in belonging if not supported(mode, share))
        for shares, allowed in ((alone, levels), (with_less, levels[:1])):
            for level in allowed if shares else ():
                first = GridPoint(mode.name, block.term_years, shares[0], level, block.tariff_level, block.outsourced)
                yield Box(order, first, shares)
                order += 1
