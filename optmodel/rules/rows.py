"""What a rule says to a solver: rows over blocks of columns, every one of them "left ≥ right"."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from optmodel.case import Case, Mode
from optmodel.contract import GridPoint
from optmodel.rollout import Array, Block, Rollout, Series

# The blocks of columns of the rollout of a given contract: plans (binary), contribution and compensation by year
# (money ≥ 0).
PLAN, CONTRIBUTION, COMPENSATION = "plan", "contribution", "compensation"


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear expression over the columns: a constant and coefficients by block; a block left out counts nothing."""

    constant: float = 0.0
    by_block: dict[str, Array] = field(default_factory=dict)

    def at(self, point: dict[str, Array]) -> float:
        """Value at a point given by block."""
        return self.constant + sum(float(self.by_block[name] @ point[name]) for name in self.by_block)

    def magnitude(self, point: dict[str, Array]) -> float:
        """Sum of the absolute amounts added up at a point."""
        return abs(self.constant) + sum(
            float(np.abs(self.by_block[name]) @ np.abs(point[name])) for name in self.by_block
        )


@dataclass(frozen=True, slots=True)
class Row:
    """``left`` ≥ ``right`` under the name of its rule; ``index`` says for which district, year, group or bound."""

    rule: str
    index: str
    left: Linear
    right: float


@dataclass(frozen=True, slots=True)
class Situation:
    """A contract of the grid with the case and series it is judged in: all that a rule reads.

    ``capacity_change`` is what the government pays the operator more, by year, because of capacity as it is signed;
    ``None`` where capacity is as the rows have it, the purchase level times the need.
    """

    case: Case
    rollout: Rollout
    contract: GridPoint
    series: Series
    capacity_change: Array | None = None

    @property
    def mode(self) -> Mode:
        """The mode of the contract."""
        return self.case.mode(self.contract.mode)

    @property
    def term(self) -> int:
        """Length of the term in years."""
        return self.contract.term_years

    @property
    def first_year(self) -> int:
        """Calendar year of signature."""
        return self.case.project.first_year


def situation(rollout: Rollout, contract: GridPoint) -> Situation:
    """Put a contract of the grid into its situation."""
    case = rollout.case
    mode = case.mode(contract.mode)
    served = rollout.served_in_term(mode, contract.term_years, contract.revenue_share)
    block = Block(contract.mode, contract.term_years, served)
    return Situation(case, rollout, contract, rollout.series(block))


def of_district(here: Situation, district: int) -> Array:
    """1 for the plans of a district, 0 for all others; [plan]."""
    return np.asarray(here.rollout.district == district, dtype=float)


def between(here: Situation, rule: str, block: str, cost: Array, bounds: tuple[float, float]) -> Iterator[Row]:
    """Yield, for each year, that a support column lies between two shares of a cost of the plans; [plan, year]."""
    least, most = bounds
    for year, unit in enumerate(np.eye(here.rollout.horizon)):
        name = here.first_year + year
        yield Row(rule, f"{name} least", Linear(0.0, {PLAN: -least * cost[:, year], block: unit}), 0.0)
        yield Row(rule, f"{name} most", Linear(0.0, {PLAN: most * cost[:, year], block: -unit}), 0.0)
