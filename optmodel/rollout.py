"""From a case to plans and their yearly series: what is built, run, needed, sold and covered, linear in the plans chosen.

Arrays are indexed [plan, year] (year 0 is the year of signature) and hold nominal money of the case, Mbit/s or persons.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optmodel.case import Case, Mode, Service, ServiceFactor
from optmodel.contract import revenue_shares, term_lengths
from optmodel.finance import index

Array = NDArray[np.float64]
Served = tuple[str, ...]

# A service is sold while it earns its cost of sales; to the last part in a thousand million of its price.
SOLD_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Plan:
    """One district, one technology, one opening year τ (1 is the year of signature)."""

    district: int
    technology: int
    opening: int


@dataclass(frozen=True, slots=True)
class Block:
    """What the series of a contract depend on: its mode, its term and the services served in it (in the order of the sheet)."""

    mode: str
    term_years: int
    served: Served


@dataclass(frozen=True, slots=True)
class Series:
    """Yearly series of every plan under one block; whoever runs the network in a year bears its factors.

    ``build`` holds spending before opening; ``revenue`` and ``cost_of_sales`` are of paid services, ``free_cost`` of free ones;
    ``need`` is that of the plan's district from opening on; ``replaced`` is what the backbone replaces, from opening on;
    ``end_value`` is nominal at the horizon, per plan.
    """

    block: Block
    build: Array
    renewal: Array
    operation: Array
    replaced: Array
    revenue: Array
    cost_of_sales: Array
    free_cost: Array
    end_value: Array


class Rollout:
    """All plans of a case and, on demand, their series under any block. Made once for a case; series are kept."""

    def __init__(self, case: Case) -> None:
        """List the plans whose build can be finished before they open, in the order district, opening year, technology."""
        self.case = case
        self.horizon = case.project.horizon
        last = case.project.last_opening_year - case.project.first_year + 1
        self.plans = tuple(
            Plan(district, technology, opening)
            for district in range(len(case.districts))
            for opening in range(1, last + 1)
            for technology, kind in enumerate(case.technologies)
            if opening > kind.build_years
        )
        self.district = np.array([plan.district for plan in self.plans], dtype=int)
        self.technology = np.array([plan.technology for plan in self.plans], dtype=int)
        self.opening = np.array([plan.opening for plan in self.plans], dtype=int)
        self.year = np.arange(1, self.horizon + 1)
        self._series: dict[Block, Series] = {}
        self._sold: dict[tuple[str, Served, tuple[int, ...]], dict[str, Array]] = {}

    def escalation(self, growth: float) -> Array:
        """Index that makes base-year prices nominal, by year."""
        project, base = self.case.project, self.case.about.price_base
        return np.array([index(growth, project.first_year + int(year) - 1, base) for year in self.year])

    def _of_district(self, field: str) -> Array:
        return np.array([getattr(item, field) for item in self.case.districts], dtype=float)[self.district]

    def _of_technology(self, field: str) -> Array:
        return np.array([getattr(item, field) for item in self.case.technologies], dtype=float)[
            self.technology
        ]

    @cached_property
    def age(self) -> NDArray[np.int_]:
        """Years in service at the end of a year, 1 in the year of opening, not positive before; [plan, year]."""
        return self.year[None, :] - self.opening[:, None] + 1

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """Whether a plan's district is open; [plan, year]."""
        return self.age >= 1

    @cached_property
    def need_of_district(self) -> Array:
        """Public need in Mbit/s; [district, year]."""
        need = np.array([item.public_need for item in self.case.districts], dtype=float)
        return need[:, None] * (1 + self.case.settings.need_growth) ** (self.year - 1)[None, :]

    @cached_property
    def need(self) -> Array:
        """Public need of the plan's district once it is open, Mbit/s; [plan, year]."""
        return self.need_of_district[self.district] * self.open

    @cached_property
    def capacity(self) -> Array:
        """Capacity once open, raised by the upgrade at each renewal, Mbit/s; [plan, year]."""
        start = self._of_technology("capacity_per_km2") * self._of_district("area")
        start = start + self._of_technology("capacity_per_premise") * self._of_district("premises")
        renewals = np.maximum(0, (self.age - 1) // self._of_technology("lifetime").astype(int)[:, None])
        return start[:, None] * self._of_technology("upgrade")[:, None] ** renewals * self.open

    @cached_property
    def carries(self) -> NDArray[np.bool_]:
        """Whether a plan carries its district's need in every year to the horizon; [plan]."""
        return np.asarray(np.all(~self.open | (self.capacity >= self.need * (1 - 1e-12)), axis=1))

    @cached_property
    def covered(self) -> Array:
        """Residents served once open, persons; [plan]."""
        return self._of_district("residents") * self._of_technology("reach")

    @cached_property
    def gross_cost(self) -> Array:
        """Build cost at base prices, nothing replaced; [plan]."""
        by_area = self._of_technology("build_per_km2") * self._of_district("area")
        by_premise = self._of_technology("build_per_premise") * self._of_district("premises")
        return self._of_district("build_cost_factor") * (by_area + by_premise)

    @cached_property
    def build_pattern(self) -> Array:
        """Part of the base-price build cost spent in each year, in nominal money; [plan, year]."""
        years = self._of_technology("build_years")[:, None]
        spending = (self.age < 1) & (self.age > -years)
        return spending / years * self.escalation(self.case.settings.build_growth)[None, :]

    @cached_property
    def renewal_due(self) -> NDArray[np.int_]:
        """Year in which the renewal is due that a year pays or sets aside for; [plan, year]."""
        lifetime = self._of_technology("lifetime").astype(int)[:, None]
        done = (self.age - 1) // lifetime
        ahead = 0 if self.case.settings.renewals == "lump" else 1
        return np.asarray(self.opening[:, None] + (done + ahead) * lifetime)

    @cached_property
    def renewal_pattern(self) -> Array:
        """Part of the base-price build cost set aside (or paid, as a lump) for renewals in each year, nominal; [plan, year]."""
        share, lifetime = self._of_technology("renewal_share")[:, None], self._of_technology("lifetime")[:, None]
        growth = 1 + self.case.settings.build_growth
        amount = share * growth ** (self.case.project.first_year + self.renewal_due - 1.0 - self.case.about.price_base)
        if self.case.settings.renewals == "lump":
            return np.asarray(amount * ((self.renewal_due == self.year[None, :]) & (self.age > 1)))
        return np.asarray(amount / lifetime * self.open)

    @cached_property
    def end_value_pattern(self) -> Array:
        """Part of the base-price build cost credited to the owner at the horizon, nominal; [plan]."""
        growth = self.escalation(self.case.settings.build_growth)
        pattern = np.zeros(len(self.plans))
        for row, plan in enumerate(self.plans):
            kind = self.case.technologies[plan.technology]
            used = self.horizon - plan.opening + 1
            renewed = (self.horizon - plan.opening) // kind.lifetime
            since = used - renewed * kind.lifetime
            built = float(self.build_pattern[row].sum())
            worth = growth[plan.opening + renewed * kind.lifetime - 1] if renewed else built
            pattern[row] = kind.renewal_share * worth * (1 - since / kind.lifetime)
            pattern[row] += (1 - kind.renewal_share) * built * max(0.0, 1 - used / kind.civil_lifetime)
            if self.case.settings.renewals == "reserve":
                pattern[row] += float(self.renewal_pattern[row, -1]) * since
        return pattern * self.case.settings.residual_counted

    @cached_property
    def operating_pattern(self) -> Array:
        """Operating cost at factor 1, nominal; [plan, year]."""
        cost = self._of_technology("operation_per_km2") * self._of_district("area")
        cost = cost + self._of_technology("operation_per_premise") * self._of_district("premises")
        return cost[:, None] * self.open * self.escalation(self.case.settings.operation_growth)[None, :]

    def blocks(self, mode: Mode) -> Iterator[tuple[Block, tuple[float, ...]]]:
        """Yield every block of a mode's contracts with the shares of turnover that belong to it, shortest term first."""
        for term in term_lengths(self.case, mode):
            shares: dict[Served, list[float]] = {}
            for share in revenue_shares(self.case, mode):
                shares.setdefault(self.served_in_term(mode, term, share), []).append(share)
            for served, belonging in shares.items():
                yield Block(mode.name, term, served), tuple(belonging)

    def served_in_term(self, mode: Mode, term_years: int, share: float) -> Served:
        """Return the services served while a contract is in force: the free ones, and the paid ones that earn their cost."""
        return self._served(mode, share, range(1, term_years + 1), free=True)

    def served_after(self, mode: Mode, term_years: int) -> Served:
        """Return the services served after the term by whoever runs the network then."""
        runner = self.runner_after(mode)
        return self._served(
            runner, 0.0, range(term_years + 1, self.horizon + 1), free=mode.at_end == "reverts"
        )

    def runner_after(self, mode: Mode) -> Mode:
        """Return the mode whose factors and services hold after the term; the mode itself where the operator keeps the network."""
        if mode.at_end == "keeps" or mode.run_after_handover is None:
            return mode
        return self.case.mode(mode.run_after_handover)

    def _served(self, mode: Mode, share: float, years: range, *, free: bool) -> Served:
        prices = self.escalation(self.case.settings.price_growth)
        costs = self.escalation(self.case.settings.operation_growth)
        span = slice(years.start - 1, years.stop - 1)
        served = []
        for service in self.case.services:
            factor = self.case.factor(service.name, mode.name)
            if factor is None or factor.offer == "not offered":
                continue
            price = factor.price * prices[span]
            earns = np.all((1 - share) * price >= factor.unit_cost * costs[span] - SOLD_TOLERANCE * price)
            if (free and factor.offer == "free") or (factor.offer == "paid" and earns):
                served.append(service.name)
        return tuple(served)

    def series(self, block: Block) -> Series:
        """Return the series of all plans under a block."""
        if block not in self._series:
            self._series[block] = self._made(block)
        return self._series[block]

    def _made(self, block: Block) -> Series:
        mode = self.case.mode(block.mode)
        after = self.runner_after(mode)
        in_term = self.year <= block.term_years
        replaced = self.gross_cost * (self._of_district("backbone_share") if mode.uses_backbone else 0.0)
        own = (self.gross_cost - replaced)[:, None]
        by_now = self.renewal_due <= block.term_years if block.term_years < self.horizon else np.True_
        build_factor = np.where(by_now, mode.build_factor, after.build_factor)
        operating_factor = np.where(in_term, mode.operating_factor, after.operating_factor)[None, :]
        growth = self.escalation(self.case.settings.build_growth)
        revenue, cost_of_sales, free_cost = self._sales(block, mode, after)
        return Series(
            block=block,
            build=own * self.build_pattern * mode.build_factor,
            renewal=own * self.renewal_pattern * build_factor,
            operation=self.operating_pattern * operating_factor,
            replaced=(replaced * growth[self.opening - 1])[:, None] * self.open,
            revenue=revenue,
            cost_of_sales=cost_of_sales,
            free_cost=free_cost,
            end_value=own[:, 0] * self.end_value_pattern * min(1.0, mode.build_factor),
        )

    def _sales(self, block: Block, mode: Mode, after: Mode) -> tuple[Array, Array, Array]:
        in_term = (self.year <= block.term_years)[None, :]
        term = self._sold_under(mode, block.served, {})
        starts = {
            name: 0 if name in block.served else block.term_years
            for name in self.served_after(mode, block.term_years)
        }
        rest = self._sold_under(after, tuple(starts), starts) if block.term_years < self.horizon else term
        totals = []
        for key in ("revenue", "cost_of_sales", "free_cost"):
            totals.append(np.where(in_term, term[key], rest[key]))
        return totals[0], totals[1], totals[2]

    def _sold_under(self, mode: Mode, served: Served, starts: dict[str, int]) -> dict[str, Array]:
        """Money from services over the whole horizon; a service in ``starts`` begins its ramp after that year, if not opened later."""
        key = (mode.name, served, tuple(starts.get(name, 0) for name in served))
        if key in self._sold:
            return self._sold[key]
        prices = self.escalation(self.case.settings.price_growth)
        costs = self.escalation(self.case.settings.operation_growth)
        left = np.maximum(0.0, self.capacity - self.need)
        money = {name: np.zeros_like(left) for name in ("revenue", "cost_of_sales", "free_cost")}
        chosen = [service for service in self.case.services if service.name in served]
        for service in sorted(chosen, key=lambda item: item.priority):
            factor = self.case.factor(service.name, mode.name)
            assert factor is not None
            sold = self._demand(service, factor, starts.get(service.name, 0))
            if service.mbps_per_unit > 0:
                sold = np.minimum(sold, left / service.mbps_per_unit)
                left = np.maximum(0.0, left - sold * service.mbps_per_unit)
            cost = sold * factor.unit_cost * costs
            if factor.offer == "paid":
                money["revenue"] += sold * factor.price * prices
                money["cost_of_sales"] += cost
            else:
                money["free_cost"] += cost
        self._sold[key] = money
        return money

    def _demand(self, service: Service, factor: ServiceFactor, start: int) -> Array:
        """Units wanted in each year once open; [plan, year]."""
        base = self.capacity
        if service.base != "capacity":
            base = (self._of_district(service.base) * self._of_technology("reach"))[:, None] * self.open
        age = np.minimum(self.age, self.year[None, :] - start)
        if service.ramp is not None:
            steps = np.array([0.0, *service.ramp])
            ramp = steps[np.clip(age, 0, len(service.ramp))]
        else:
            ramp = np.clip(age / service.ramp_years, 0.0, 1.0)
        growth = (1 + service.growth) ** (self.year - 1)
        return np.asarray(base * service.saturation * ramp * growth[None, :] * factor.uptake)
