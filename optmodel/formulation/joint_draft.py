"""The joint model while it is being written: its parts, and the figures and rows that all of its pieces are made of."""

from collections.abc import Collection, Sequence
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
        # Of each mode, by the name of a measure: the share times turnover, and the purchase level times need.
        self.shared: list[dict[str, Sum]] = [{} for _ in self.parts]
        self.purchased: list[dict[str, Sum]] = [{} for _ in self.parts]
        self.shortfall: list[tuple[tuple[str, str, float], Any]] = []
        if elastic:
            self.model.shortfall = pyo.VarList(
                domain=pyo.NonNegativeReals, doc="what a requirement falls short, in its own size"
            )

    def over_blocks(self, part: ModePart, series: Sequence[Array]) -> Sum:
        """Sum a [plan] figure of each block over the plans built under it, in scaled money."""
        total = Sum()
        for values, admitted, built in zip(series, part.admitted, part.built_under, strict=True):
            total.add(values[admitted] / self.scale, built)
        return total

    def most_of(self, part: ModePart, series: Sequence[Array]) -> float:
        """The most a sum over plans can be: the dearest plan of every district, under the block where that is most."""
        totals = []
        for values, admitted in zip(series, part.admitted, strict=True):
            best = np.zeros(len(self.case.districts))
            np.maximum.at(best, self.rollout.district[admitted], values[admitted])
            totals.append(float(best.sum()))
        return max(totals, default=0.0)

    def measures(self, part: ModePart) -> dict[str, Array]:
        """Weights over the years under which shares and purchases enter some row or the objective."""
        settings, horizon = self.case.settings, self.rollout.horizon
        weights = {
            "certain": discount_factors(settings.government_rate, horizon, settings.flows_at),
            "commercial": discount_factors(settings.commercial_rate, horizon, settings.flows_at),
        }
        if part.mode.operator and part.mode.hurdle is not None:
            weights["return"] = discount_factors(part.mode.hurdle, horizon, settings.flows_at)
        if part.mode.operator and part.mode.payback_longest is not None:
            weights["payback"] = (self.rollout.year <= part.mode.payback_longest).astype(float)
        for item in self.case.budget:
            weights[f"budget {item.year}"] = np.eye(horizon)[item.year - self.case.project.first_year]
        if settings.budget_total is not None:
            weights["total"] = np.ones(horizon)
        return weights

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
