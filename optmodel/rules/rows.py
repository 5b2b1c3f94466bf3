"""What a rule says to a solver: rows over blocks of columns, every one of them "left ≥ right"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optmodel.case import Case, Mode
from optmodel.contract import GridPoint
from optmodel.rollout import Array, Block, Rollout, Series

# The blocks of columns of the rollout of a given contract: plans (binary), contribution and compensation by year
# (money ≥ 0). Rules may bring more.
PLAN, CONTRIBUTION, COMPENSATION = "plan", "contribution", "compensation"


@dataclass(frozen=True, slots=True)
class Columns:
    """A block of columns that a rule brings: continuous amounts of money, one for each index, of at least ``least``."""

    name: str
    index: tuple[str, ...]
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear expression over the columns: a constant and coefficients by block; a block left out counts nothing.

    Coefficients of plans may also be given as ``flows``: weights of yearly ``series`` of the plans, by year or by
    scenario and year. They are worked out when they are asked for: contracts that share series need not do so one by
    one.
    """

    constant: float = 0.0
    explicit: dict[str, Array] = field(default_factory=dict)
    flows: dict[str, Array] = field(default_factory=dict)
    series: Series | None = None

    @property
    def by_block(self) -> dict[str, Array]:
        """Coefficients by block, flows worked out."""
        if self.series is None:
            return self.explicit
        plan = self.series.weighted(self.flows)
        return {PLAN: plan} | self.explicit | {PLAN: self.explicit.get(PLAN, 0.0) + plan}

    def __add__(self, other: "Linear") -> "Linear":
        """Add up coefficient by coefficient."""
        return Linear(
            self.constant + other.constant,
            _added(self.explicit, other.explicit),
            _added(self.flows, other.flows),
            self.series or other.series,
        )

    def __mul__(self, factor: float) -> "Linear":
        """Multiply every coefficient."""
        explicit = {name: values * factor for name, values in self.explicit.items()}
        flows = {name: values * factor for name, values in self.flows.items()}
        return Linear(self.constant * factor, explicit, flows, self.series)

    def __sub__(self, other: "Linear") -> "Linear":
        """Subtract coefficient by coefficient."""
        return self + other * -1.0

    def at(self, point: dict[str, Array]) -> float:
        """Value at a point given by block."""
        return self.constant + sum(float(values @ point[name]) for name, values in self.by_block.items())

    def magnitude(self, point: dict[str, Array]) -> float:
        """Sum of the absolute amounts added up at a point."""
        sizes = (float(np.abs(values) @ np.abs(point[name])) for name, values in self.by_block.items())
        return abs(self.constant) + sum(sizes)


def _added(first: dict[str, Array], second: dict[str, Array]) -> dict[str, Array]:
    return first | {name: first[name] + values if name in first else values for name, values in second.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """``left`` ≥ ``right`` under the name of its rule; ``index`` says for which district, year, group or bound."""

    rule: str
    index: str
    left: Linear
    right: float


@dataclass(frozen=True, slots=True)
class SignedCapacity:
    """Capacity bought in Mbit/s, rounded up as it is signed, for a rollout with this planned need; all [year].

    ``enough`` is the need rounded up likewise: what is signed where all of it is bought.
    """

    bought: Array
    need: Array
    enough: Array


@dataclass(frozen=True, slots=True)
class Situation:
    """A contract of the grid with the case and series it is judged in: all that a rule reads.

    ``capacity`` is what is bought as signed; ``None`` where it is as the rows have it, the purchase level times need.
    ``known`` holds what several rules need and one has worked out.
    """

    case: Case
    rollout: Rollout
    contract: GridPoint
    series: Series
    capacity: "SignedCapacity | None" = None
    known: dict[str, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

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
    level, term_years = contract.tariff_level, contract.term_years
    served = rollout.served_in_term(mode, level, term_years, contract.revenue_share)
    block = Block(contract.mode, term_years, served, level, contract.outsourced)
    return Situation(case, rollout, contract, rollout.series(block))


def of_district(here: Situation, district: int) -> Array:
    """1 for the plans of a district, 0 for all others; [plan]."""
    return np.asarray(here.rollout.district == district, dtype=float)


def flow(here: Situation, name: str, weights: Array) -> Linear:
    """One series of the contract with weights by year, or by scenario and year, as an expression of the plans."""
    return Linear(0.0, {}, {name: weights}, here.series)


def end_value(here: Situation, rate: float) -> Linear:
    """The end value at the horizon, discounted to signature, as an expression of the plans."""
    return flow(here, "end_value", np.array([(1 + rate) ** -here.rollout.horizon]))


def between(here: Situation, rule: str, block: str, cost: Sequence[str], bounds: tuple[float, float]) -> Iterator[Row]:
    """Yield, for each year, that a support column lies between two shares of costs of the plans, in the term."""
    least, most = bounds
    for year, unit in enumerate(np.eye(here.rollout.horizon)):
        name, counted = here.first_year + year, unit * (year < here.term) * here.mode.operator
        spent, paid = Linear(0.0, {}, dict.fromkeys(cost, counted), here.series), Linear(0.0, {block: unit})
        yield Row(rule, f"{name} least", paid - spent * least, 0.0)
        yield Row(rule, f"{name} most", spent * most - paid, 0.0)
