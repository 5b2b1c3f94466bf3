"""The joint model: mode, term, share, purchase, support and rollout chosen in one mixed-integer program.

Written on its own, as an analyst would from MODEL.md, without the rows of :mod:`optmodel.rules`: the two must agree.

A **block** is a mode with a term and the services served in it; within a block every yearly series is linear in the plans. So
``built[p]`` is split into ``built_under[b, p]``, one part for each block, of which all but the chosen one's are zero. What remains
bilinear is the share times turnover and the purchase level times need: both factors are chosen from a short list, and the
product is split over that list in the same way. Every product is exact; nothing is bounded from one side only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr import LinearExpression

from optmodel.case import Mode
from optmodel.contract import GridPoint, purchase_levels, revenue_shares
from optmodel.finance import discount_factors
from optmodel.formulation.money import BlockMoney, block_money
from optmodel.rollout import Array, Block, Rollout


class Sum:
    """A linear expression that grows term by term."""

    def __init__(self, constant: float = 0.0) -> None:
        """Start from a constant."""
        self.constant = constant
        self.coefficients: list[float] = []
        self.variables: list[Any] = []

    def add(self, coefficients: Array, variables: Sequence[Any]) -> "Sum":
        """Add coefficients times variables; zeros are left out."""
        for place in np.flatnonzero(coefficients):
            self.coefficients.append(float(coefficients[place]))
            self.variables.append(variables[place])
        return self

    def plus(self, factor: float, other: "Sum") -> "Sum":
        """Add a multiple of another sum."""
        self.constant += factor * other.constant
        self.coefficients += [factor * value for value in other.coefficients]
        self.variables += other.variables
        return self

    def expression(self) -> Any:
        """Return what Pyomo takes; an empty sum counts as zero."""
        return LinearExpression(
            constant=self.constant, linear_coefs=self.coefficients, linear_vars=self.variables
        )

    @property
    def size(self) -> float:
        """Largest coefficient, by which a row is scaled; 1 for an empty sum."""
        return max((abs(value) for value in self.coefficients), default=1.0) or 1.0


@dataclass(slots=True)
class ModePart:
    """What the model holds of one mode: its blocks, what they cost and the variables of its terms."""

    mode: Mode
    blocks: tuple[tuple[Block, tuple[float, ...]], ...]
    money: tuple[BlockMoney, ...]
    admitted: tuple[Array, ...]
    shares: tuple[float, ...]
    levels: tuple[float, ...]
    chosen: list[Any] = field(default_factory=list)
    built_under: list[list[Any]] = field(default_factory=list)
    share_chosen: list[Any] = field(default_factory=list)
    level_chosen: list[Any] = field(default_factory=list)
    contribution: list[Any] = field(default_factory=list)
    compensation: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Joint:
    """The model, its parts and the scale of money; ``tie`` is the most the tie-breaking term can add to the objective."""

    model: Any
    rollout: Rollout
    parts: tuple[ModePart, ...]
    scale: float
    tie: float
    shortfall: tuple[tuple[tuple[str, str, float], Any], ...] = ()


def joint(
    rollout: Rollout, modes: Sequence[Mode], *, scale: float, elastic: bool = False, rounded: bool = False
) -> Joint:
    """State the whole decision for some modes; money is divided by ``scale``.

    ``elastic`` lets every named requirement fall short, and minimises how much they do, each as a part of what it asks.
    ``rounded`` leaves room in budgets, return and payback for what rounding the signed terms can change.
    """
    model = pyo.ConcreteModel(name="joint")
    parts = tuple(_part(rollout, mode) for mode in modes)
    writer = _Writer(model, rollout, parts, scale, elastic, rounded)
    writer.variables()
    writer.choices()
    writer.products()
    writer.support()
    writer.districts()
    writer.city()
    writer.money()
    return Joint(model, rollout, parts, scale, writer.tie, tuple(writer.shortfall))


def _part(rollout: Rollout, mode: Mode) -> ModePart:
    blocks = tuple(rollout.blocks(mode))
    service = rollout.case.settings.least_service_years
    latest = np.array([item.must_open_by or rollout.case.years[-1] for item in rollout.case.districts])
    in_time = rollout.opening <= latest[rollout.district] - rollout.case.project.first_year + 1
    bound = np.array([item.must_open_by is not None for item in rollout.case.districts])[rollout.district]
    usable = rollout.carries & (in_time | ~bound)
    return ModePart(
        mode=mode,
        blocks=blocks,
        money=tuple(block_money(rollout, block) for block, _ in blocks),
        admitted=tuple(np.flatnonzero(usable & (rollout.opening <= block.term_years - service + 1)) for block, _ in blocks),
        shares=revenue_shares(rollout.case, mode),
        levels=purchase_levels(rollout.case, mode),
    )


class _Writer:
    """Writes the joint model piece by piece, each piece one method that reads as the sentence it states."""

    def __init__(
        self,
        model: Any,
        rollout: Rollout,
        parts: tuple[ModePart, ...],
        scale: float,
        elastic: bool,
        rounded: bool,
    ) -> None:
        self.model, self.rollout, self.case, self.parts = model, rollout, rollout.case, parts
        self.scale, self.elastic, self.rounded, self.tie = scale, elastic, rounded, 0.0
        self.shared: list[dict[str, Sum]] = [{} for _ in parts]
        self.purchased: list[dict[str, Sum]] = [{} for _ in parts]
        self.shortfall: list[tuple[tuple[str, str, float], Any]] = []
        if elastic:
            model.shortfall = pyo.VarList(domain=pyo.NonNegativeReals, doc="what a requirement falls short, in its own size")

    def variables(self) -> None:
        """Declare what is chosen, bought and paid, mode by mode; plans that a block excludes have no variable."""
        model, horizon = self.model, range(self.rollout.horizon)
        keys = [(m, b) for m, part in enumerate(self.parts) for b in range(len(part.blocks))]
        plans = [(m, b, int(p)) for m, b in keys for p in self.parts[m].admitted[b]]
        model.chosen = pyo.Var(keys, domain=pyo.Binary, doc="mode, term and services chosen")
        model.built = pyo.Var(range(len(self.rollout.plans)), domain=pyo.Binary, doc="plan chosen")
        model.built_under = pyo.Var(plans, bounds=(0, 1), doc="plan chosen under the block")
        model.share_chosen = pyo.Var(
            [(m, k) for m, part in enumerate(self.parts) for k in range(len(part.shares))], domain=pyo.Binary
        )
        model.level_chosen = pyo.Var(
            [(m, k) for m, part in enumerate(self.parts) for k in range(len(part.levels))], domain=pyo.Binary
        )
        years = [(m, t) for m in range(len(self.parts)) for t in horizon]
        model.contribution_paid = pyo.Var(years, domain=pyo.NonNegativeReals, doc="capital contribution")
        model.compensation_paid = pyo.Var(years, domain=pyo.NonNegativeReals, doc="operating compensation")
        for m, part in enumerate(self.parts):
            part.chosen = [model.chosen[m, b] for b in range(len(part.blocks))]
            part.built_under = [[model.built_under[m, b, int(p)] for p in part.admitted[b]] for b in range(len(part.blocks))]
            part.share_chosen = [model.share_chosen[m, k] for k in range(len(part.shares))]
            part.level_chosen = [model.level_chosen[m, k] for k in range(len(part.levels))]
            part.contribution = [model.contribution_paid[m, t] for t in horizon]
            part.compensation = [model.compensation_paid[m, t] for t in horizon]

    def choices(self) -> None:
        """One block is chosen; its mode takes one share that belongs to the block, and one purchase level."""
        model = self.model
        model.one_contract = pyo.Constraint(expr=sum(model.chosen.values()) == 1)
        model.one_share = pyo.ConstraintList()
        model.one_level = pyo.ConstraintList()
        model.share_of_block = pyo.ConstraintList()
        for part in self.parts:
            taken = sum(part.chosen)
            model.one_share.add(sum(part.share_chosen) == taken)
            model.one_level.add(sum(part.level_chosen) == taken)
            for (_, belonging), chosen in zip(part.blocks, part.chosen, strict=True):
                if len(belonging) < len(part.shares):
                    fitting = [y for y, share in zip(part.share_chosen, part.shares, strict=True) if share in belonging]
                    model.share_of_block.add(sum(fitting) >= chosen)

    def over_blocks(self, part: ModePart, series: Sequence[Array]) -> Sum:
        """Sum a [plan] figure of each block over the plans built under it, in scaled money."""
        total = Sum()
        for values, admitted, built in zip(series, part.admitted, part.built_under, strict=True):
            total.add(values[admitted] / self.scale, built)
        return total

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

    def products(self) -> None:
        """Share times turnover and purchase level times need, for every measure; each exact by splitting over the list."""
        self.model.split = pyo.ConstraintList()
        self.model.part = pyo.VarList(domain=pyo.NonNegativeReals)
        for m, part in enumerate(self.parts):
            premium = part.mode.overage_premium
            paid = [level + (1 + premium) * max(0.0, 1 - level) for level in part.levels]
            for name, weights in self.measures(part).items():
                turnover = [money.turnover @ weights for money in part.money]
                need = [money.purchase @ weights for money in part.money]
                self.shared[m][name] = self.product(part, turnover, part.shares, part.share_chosen)
                self.purchased[m][name] = self.product(part, need, paid, part.level_chosen)

    def product(self, part: ModePart, series: Sequence[Array], factors: Sequence[float], chosen: Sequence[Any]) -> Sum:
        """Return the chosen factor times a sum over plans: the sum is split into one part for each factor."""
        amount = self.over_blocks(part, series)
        if len(factors) == 1 or not amount.variables:
            return Sum().plus(factors[0], amount)
        most = self.most_of(part, series) / self.scale
        split, result = Sum(), Sum()
        for factor, selected in zip(factors, chosen, strict=True):
            piece = self.model.part.add()
            self.model.split.add(piece <= most * selected)
            split.add(np.ones(1), [piece])
            result.add(np.array([factor]), [piece])
        self.model.split.add(split.plus(-1.0, amount).expression() == 0)
        return result

    def most_of(self, part: ModePart, series: Sequence[Array]) -> float:
        """The most a sum over plans can be: the dearest plan of every district, under the block where that is most."""
        totals = []
        for values, admitted in zip(series, part.admitted, strict=True):
            best = np.zeros(len(self.case.districts))
            np.maximum.at(best, self.rollout.district[admitted], values[admitted])
            totals.append(float(best.sum()))
        return max(totals, default=0.0)

    def support(self) -> None:
        """Contribution and compensation lie within their shares of cost, at the least where the share excludes support."""
        self.model.support_bounds = pyo.ConstraintList()
        self.model.support_and_share = pyo.ConstraintList()
        for part in self.parts:
            mode = part.mode
            costs = ([money.build_cost for money in part.money], [money.operation for money in part.money])
            bounds = ((mode.contribution_least, mode.contribution_most), (mode.compensation_least, mode.compensation_most))
            for paid, cost, (least, most) in zip((part.contribution, part.compensation), costs, bounds, strict=True):
                for t, variable in enumerate(paid):
                    yearly = [values[:, t] for values in cost]
                    self.one_support(part, variable, yearly, least, most if mode.operator else 0.0)
            if not mode.support_and_share:
                for level, selected in zip(part.levels[1:], part.level_chosen[1:], strict=True):
                    assert level > part.levels[0]
                    self.model.support_and_share.add(selected <= part.share_chosen[0])

    def one_support(self, part: ModePart, paid: Any, cost: Sequence[Array], least: float, most: float) -> None:
        """Bound one year's support; what is above the least asks for the least share where the mode excludes both."""
        ceiling = self.most_of(part, cost) / self.scale
        if ceiling == 0.0 or most == 0.0:
            paid.setub(0.0)
            return
        amount = self.over_blocks(part, cost)
        self.model.support_bounds.add(Sum().add(np.ones(1), [paid]).plus(-least, amount).expression() >= 0)
        self.model.support_bounds.add(Sum().add(-np.ones(1), [paid]).plus(most, amount).expression() >= 0)
        if not part.mode.support_and_share and len(part.shares) > 1 and most > least:
            above = Sum().add(-np.ones(1), [paid]).plus(least, amount)
            above.add(np.array([(most - least) * ceiling]), [part.share_chosen[0]])
            self.model.support_and_share.add(above.expression() >= 0)

    def districts(self) -> None:
        """A plan is built under the chosen block or not at all; a district has at most one, and one where it must be open."""
        model, model.one_plan = self.model, pyo.ConstraintList()
        model.parts_of_plan = pyo.ConstraintList()
        model.must_open = pyo.ConstraintList()
        under: list[list[Any]] = [[] for _ in self.rollout.plans]
        for part in self.parts:
            for admitted, built, chosen in zip(part.admitted, part.built_under, part.chosen, strict=True):
                of_district: dict[int, list[Any]] = {}
                for plan, variable in zip(admitted, built, strict=True):
                    under[plan].append(variable)
                    of_district.setdefault(int(self.rollout.district[plan]), []).append(variable)
                for variables in of_district.values():
                    model.one_plan.add(sum(variables) <= chosen)
        for plan, variables in enumerate(under):
            model.parts_of_plan.add(sum(variables) == model.built[plan])
        for number, district in enumerate(self.case.districts):
            if district.must_open_by is not None:
                opened = Sum().add((self.rollout.district == number).astype(float), list(model.built.values()))
                self.require(model.must_open, "must_open", district.name, opened, 1.0, 1.0)

    def require(self, component: Any, rule: str, index: str, left: Sum, right: float, unit: float) -> None:
        """Ask left ≥ right; in an elastic model a shortfall is allowed and counted in ``unit``, the size that matters."""
        if self.elastic:
            short = self.model.shortfall.add()
            left.add(np.array([unit]), [short])
            self.shortfall.append(((rule, index, unit), short))
        size = left.size
        scaled = Sum().plus(1 / size, left)
        if not scaled.variables:
            scaled.coefficients, scaled.variables = [0.0], [next(iter(self.model.chosen.values()))]
        component.add(scaled.expression() >= right / size)

    def city(self) -> None:
        """Coverage targets are met in their years, and no year opens more districts than the limit."""
        model, rollout = self.model, self.rollout
        model.coverage = pyo.ConstraintList()
        model.openings = pyo.ConstraintList()
        built = list(model.built.values())
        everyone = sum(district.residents for district in self.case.districts)
        for target in self.case.coverage:
            members = self.case.members(target.group)
            counted = np.array([district.name in members for district in self.case.districts])[rollout.district]
            in_year = rollout.opening <= target.year - self.case.project.first_year + 1
            asked = target.target * sum(self.case.district(name).residents for name in members)
            served = Sum().add(rollout.covered * counted * in_year, built)
            self.require(model.coverage, "coverage", f"{target.year}/{target.group}", served, asked, max(1.0, everyone))
        limit = self.case.settings.openings_limit
        for year in sorted(set(rollout.opening.tolist())) if limit is not None else ():
            opened = Sum().add(-(rollout.opening == year).astype(float), built)
            name = str(self.case.project.first_year + year - 1)
            self.require(model.openings, "openings", name, opened, -float(limit or 0), float(len(self.case.districts)))

    def party(self, m: int, weights: Array, name: str, side: str) -> Sum:
        """The government's net payments or the operator's net inflow under some weights over the years."""
        part, total = self.parts[m], Sum()
        if side == "government":
            own = [money.own_payments for money in part.money]
            series = [(money.payments - money.receipts) @ weights for money in part.money]
        else:
            own = [money.own_inflow for money in part.money]
            series = [money.inflow @ weights for money in part.money]
        total.plus(1.0, self.over_blocks(part, series))
        total.add(np.array([values @ weights / self.scale for values in own]), part.chosen)
        total.plus(-1.0, self.shared[m][name]).plus(1.0, self.purchased[m][name])
        if self.rounded:
            self.leave_room(total, part, weights, side)
        return total.add(weights, part.contribution).add(weights, part.compensation)

    def leave_room(self, total: Sum, part: ModePart, weights: Array, side: str) -> None:
        """Count what rounding can add to the government's payments, or take from an operator below the whole need."""
        mode, settings = part.mode, self.case.settings
        price = self.rollout.escalation(settings.contract_growth) * (mode.public_price or 0.0) * settings.capacity_step
        if side == "operator":
            yearly = -price * mode.overage_premium * (part.levels[0] < 1)
        else:
            lines = (mode.contribution_least < mode.contribution_most) + (mode.compensation_least < mode.compensation_most)
            yearly = price * (mode.public_need == "bought") + lines * settings.money_step
        in_term = [self.rollout.year <= block.term_years for block, _ in part.blocks]
        room = np.array([float(weights @ (yearly * years)) for years in in_term]) * mode.operator
        total.add(room / self.scale, part.chosen)

    def money(self) -> None:
        """State budgets, return and payback, and minimise the government's cost; ties go to the shorter, lower, earlier."""
        model, settings = self.model, self.case.settings
        for name in ("budget", "budget_total", "operator_return", "operator_payback"):
            model.add_component(name, pyo.ConstraintList())
        size = 100.0  # scaled money is of this size
        for item in self.case.budget:
            weights = np.eye(self.rollout.horizon)[item.year - self.case.project.first_year]
            spent = Sum()
            for m in range(len(self.parts)):
                spent.plus(-1.0, self.party(m, weights, f"budget {item.year}", "government"))
            self.require(model.budget, "budget", str(item.year), spent, -item.amount / self.scale, size)
        if settings.budget_total is not None:
            spent = Sum()
            for m in range(len(self.parts)):
                spent.plus(-1.0, self.party(m, np.ones(self.rollout.horizon), "total", "government"))
            self.require(model.budget_total, "budget_total", "", spent, -settings.budget_total / self.scale, size)
        for m, part in enumerate(self.parts):
            self.operator(m, part, size)
        self.objective()

    def operator(self, m: int, part: ModePart, size: float) -> None:
        """The operator of a mode earns its return and has its money back in time."""
        measures = self.measures(part)
        if "return" in measures:
            weights, hurdle = measures["return"], part.mode.hurdle or 0.0
            value = self.party(m, weights, "return", "operator")
            end = (1 + hurdle) ** -self.rollout.horizon
            value.plus(1.0, self.over_blocks(part, [end * money.operator_end for money in part.money]))
            own = part.mode.headroom * weights
            value.plus(-1.0, self.over_blocks(part, [money.build_cost @ own for money in part.money]))
            value.add(own, part.contribution)
            self.require(self.model.operator_return, "operator_return", "", value, 0.0, size)
        if "payback" in measures:
            recovered = self.party(m, measures["payback"], "payback", "operator")
            left_out = max(0.0, 1 - part.mode.contribution_most) * measures["payback"]
            recovered.plus(1.0, self.over_blocks(part, [money.renewal @ left_out for money in part.money]))
            self.require(self.model.operator_payback, "operator_payback", "", recovered, 0.0, size)

    def objective(self) -> None:
        """Minimise the government's cost; in an elastic model, what the requirements fall short."""
        if self.elastic:
            self.model.least_shortfall = pyo.Objective(expr=sum(short for _, short in self.shortfall))
            return
        settings, cost = self.case.settings, Sum()
        end = (1 + settings.government_rate) ** -self.rollout.horizon
        for m, part in enumerate(self.parts):
            measures = self.measures(part)
            certain, commercial = measures["certain"], measures["commercial"]
            series = [
                money.payments @ certain - money.receipts @ commercial - end * money.government_end for money in part.money
            ]
            cost.plus(1.0, self.over_blocks(part, series))
            cost.add(np.array([money.own_payments @ certain / self.scale for money in part.money]), part.chosen)
            cost.plus(-1.0, self.shared[m]["commercial"]).plus(1.0, self.purchased[m]["certain"])
            cost.add(certain, part.contribution).add(certain, part.compensation)
        self.break_ties(cost)
        self.model.government_cost = pyo.Objective(expr=cost.expression())

    def break_ties(self, cost: Sum) -> None:
        """Add so little for each step of term, share, purchase and opening year that only equal contracts notice."""
        unit, horizon, plans = 1e-6, self.rollout.horizon, len(self.rollout.plans)
        for part in self.parts:
            cost.add(np.array([unit * block.term_years / horizon for block, _ in part.blocks]), part.chosen)
            for chosen in (part.share_chosen, part.level_chosen):
                cost.add(0.1 * unit * np.arange(len(chosen)) / max(1, len(chosen)), chosen)
        late = 0.01 * unit * self.rollout.opening / horizon + 1e-4 * unit * np.arange(plans) / max(1, plans)
        cost.add(late / len(self.case.districts), list(self.model.built.values()))
        self.tie = 2 * unit


def chosen_contract(made: Joint, value: Mapping[int, float]) -> tuple[GridPoint, Array]:
    """Read a solution: the contract of the grid and the plans built [plan]; ``value`` gives each variable's, by its ``id``."""
    for part in made.parts:
        for (block, belonging), chosen in zip(part.blocks, part.chosen, strict=True):
            if value[id(chosen)] > 0.5:  # noqa: PLR2004 - a binary read from a solver
                share = part.shares[int(np.argmax([value[id(item)] for item in part.share_chosen]))]
                level = part.levels[int(np.argmax([value[id(item)] for item in part.level_chosen]))]
                assert share in belonging
                built = np.array([round(value[id(item)]) for item in made.model.built.values()], dtype=float)
                return GridPoint(block.mode, block.term_years, share, level), built
    raise AssertionError("no block is chosen")
