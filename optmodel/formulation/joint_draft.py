"""The joint model while it is being written: its parts, and the figures and rows that all of its pieces are made of."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray

from optmodel.case import Case, Mode
from optmodel.contract import purchase_levels, revenue_shares
from optmodel.finance import discount_factors
from optmodel.formulation.linear_sum import Sum
from optmodel.formulation.money import BlockMoney, block_money
from optmodel.rollout import Array, Block, Rollout

# Scaled money is of this size: the unit in which an elastic model counts what a requirement of money falls short.
SIZE = 100.0


@dataclass(slots=True)
class Split:
    """A yearly amount split over the list its factor is chosen from: ``pieces`` [year][factor], all but one zero.

    Where the list has one factor there are none: nothing is to be split. The amount is that of one ``outcome``
    [scenario]; that of a scenario is so many ``times`` [scenario] as much.
    """

    figure: str
    outcome: Array
    times: Array
    pieces: list[list[Sum]] = field(default_factory=list)


@dataclass(slots=True)
class ModePart:
    """What the model holds of one mode: its blocks, what they cost and the variables of its terms."""

    mode: Mode
    blocks: tuple[tuple[Block, tuple[float, ...]], ...]
    money: tuple[BlockMoney, ...]
    admitted: tuple[NDArray[np.int_], ...]
    shares: tuple[float, ...]
    levels: tuple[float, ...]
    chosen: list[Any] = field(default_factory=list)
    built_under: list[list[Any]] = field(default_factory=list)
    share_chosen: list[Any] = field(default_factory=list)
    level_chosen: list[Any] = field(default_factory=list)
    contribution: list[Any] = field(default_factory=list)
    compensation: list[Any] = field(default_factory=list)


def part_of(rollout: Rollout, mode: Mode, elastic: Collection[str]) -> ModePart:
    """List the blocks of a mode, their money and the plans that each admits; elastic rules keep none out.

    What opens after the term belongs to no contract, however little service is asked for.
    """
    blocks = tuple(rollout.blocks(mode))
    service = 1 if "least_service" in elastic else rollout.case.settings.least_service_years
    latest = np.array([item.must_open_by or rollout.case.years[-1] for item in rollout.case.districts])
    in_time = rollout.opening <= latest[rollout.district] - rollout.case.project.first_year + 1
    bound = np.array([item.must_open_by is not None for item in rollout.case.districts])[rollout.district]
    usable = rollout.carries | ("need_carried" in elastic)
    usable &= in_time | ~bound | ("must_open" in elastic)
    return ModePart(
        mode=mode,
        blocks=blocks,
        money=tuple(block_money(rollout, block) for block, _ in blocks),
        admitted=tuple(
            np.flatnonzero(usable & (rollout.opening <= block.term_years - service + 1)) for block, _ in blocks
        ),
        shares=revenue_shares(rollout.case, mode),
        levels=purchase_levels(rollout.case, mode),
    )


class Draft:
    """The joint model, its parts and what was asked of it; ``tie`` and ``shortfall`` are filled as it is written."""

    def __init__(
        self, rollout: Rollout, modes: Sequence[Mode], scale: float, *, elastic: Collection[str], rounded: bool
    ) -> None:
        """Start an empty model for some modes; money is divided by ``scale``."""
        self.model: Any = pyo.ConcreteModel(name="joint")
        self.rollout = rollout
        self.case: Case = rollout.case
        self.parts = tuple(part_of(rollout, mode, elastic) for mode in modes)
        self.scale, self.elastic, self.rounded, self.tie = scale, elastic, rounded, 0.0
        # Of each mode: turnover split over its shares, for scenarios alike, and need split over its purchase levels.
        self.turnover: list[list[Split]] = [[] for _ in self.parts]
        self.need: list[Split] = []
        self.shortfall: list[tuple[tuple[str, str, float], Any]] = []
        if elastic:
            self.model.shortfall = pyo.VarList(
                domain=pyo.NonNegativeReals, doc="what a requirement falls short, in its own size"
            )

    def over_blocks(self, part: ModePart, figures: Sequence[Array], unit: float | None = None) -> Sum:
        """Sum a [plan] figure of each block over the plans built under it, in scaled money or in a unit given."""
        total = Sum()
        for values, admitted, built in zip(figures, part.admitted, part.built_under, strict=True):
            total.add(values[admitted] / (unit or self.scale), built)
        return total

    def most_of(self, part: ModePart, figures: Sequence[Array]) -> float:
        """The most a sum over plans can be: the dearest plan of every district, under the block where that is most."""
        totals = []
        for values, admitted in zip(figures, part.admitted, strict=True):
            best = np.zeros(len(self.case.districts))
            np.maximum.at(best, self.rollout.district[admitted], values[admitted])
            totals.append(float(best.sum()))
        return max(totals, default=0.0)

    def discounted(self, rate: float) -> Array:
        """Weights over the years at a rate."""
        return discount_factors(rate, self.rollout.horizon, self.case.settings.flows_at)

    @property
    def expected(self) -> Array:
        """The outcome [scenario] in which each scenario counts as likely as it is."""
        return self.rollout.probability

    @property
    def planned(self) -> Array:
        """An outcome [scenario] for figures that no scenario changes."""
        return np.asarray(self.expected / self.expected.sum())

    @property
    def outcomes(self) -> Iterator[tuple[str, Array]]:
        """Every scenario by its name, as the outcome [scenario] in which it comes."""
        for scenario, outcome in zip(self.rollout.scenarios, np.eye(len(self.rollout.scenarios)), strict=True):
            yield scenario.name, outcome

    @property
    def averse(self) -> bool:
        """Whether the dearest scenarios have a weight of their own in what is minimised."""
        return self.case.settings.risk_aversion > 0 and len(self.rollout.scenarios) > 1 and not self.elastic

    def budgeted(self) -> list[tuple[str, Array]]:
        """Name the outcomes in which budgets must hold: as expected, and each scenario where that is asked."""
        every = self.case.settings.budget_in_every_scenario and len(self.rollout.scenarios) > 1
        return [("", self.expected), *(self.outcomes if every else ())]

    def by_scenario(self, mode: Mode) -> bool:
        """Whether some row looks at a scenario of a mode by itself: only then is its turnover told apart."""
        if len(self.rollout.scenarios) == 1:
            return False
        budgets = bool(self.case.budget) or self.case.settings.budget_total is not None
        return self.averse or mode.loss_limit is not None or (budgets and len(self.budgeted()) > 1)

    def require(self, component: Any, rule: str, index: str, left: Sum, right: float, unit: float) -> None:
        """Ask left ≥ right; in an elastic model a shortfall is allowed and counted in ``unit``, a size that matters.

        A row without variables still has to hold or to fail, so it is given one that counts for nothing.
        """
        if rule in self.elastic:
            short = self.model.shortfall.add()
            left.add(np.array([unit]), [short])
            self.shortfall.append(((rule, index, unit), short))
        size = left.size
        scaled = Sum().plus(1 / size, left)
        if not scaled.variables:
            scaled.coefficients, scaled.variables = [0.0], [next(iter(self.model.chosen.values()))]
        component.add(scaled.expression() >= right / size)
