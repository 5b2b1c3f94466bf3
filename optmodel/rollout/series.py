"""From a case to the yearly series of its plans under a contract: built, run and sold, linear in the plans chosen.

Arrays are indexed [plan, year] (year 0 is the year of signature) and hold nominal money of the case, Mbit/s or persons.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optmodel.case import Case, Mode, Service, ServiceFactor
from optmodel.contract import revenue_shares, term_lengths
from optmodel.rollout.plans import Array, Plans

Served = tuple[str, ...]

# A service is sold while it earns its cost of sales; to the last part in a thousand million of its price.
SOLD_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Block:
    """What the series of a contract depend on: mode, term and the services served in it, in the order of the sheet."""

    mode: str
    term_years: int
    served: Served


@dataclass(frozen=True, slots=True)
class Series:
    """Yearly series of every plan under one block; whoever runs the network in a year bears its factors.

    ``build`` holds spending before opening; ``revenue`` and ``cost_of_sales`` are of paid services, ``free_cost`` of
    free ones; ``replaced`` is what the backbone replaces, from opening on; ``end_value`` is nominal at the horizon,
    per plan.
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


class Rollout(Plans):
    """All plans of a case and, on demand, their series under any block. Made once for a case; series are kept."""

    def __init__(self, case: Case) -> None:
        """List the plans; no series is worked out before it is asked for."""
        super().__init__(case)
        self._series: dict[Block, Series] = {}
        self._sold: dict[tuple[str, Served, tuple[int, ...]], dict[str, Array]] = {}

    def blocks(self, mode: Mode) -> Iterator[tuple[Block, tuple[float, ...]]]:
        """Yield every block of a mode's contracts and the shares of turnover that belong to it, shorter terms first."""
        for term in term_lengths(self.case, mode):
            shares: dict[Served, list[float]] = {}
            for share in revenue_shares(self.case, mode):
                shares.setdefault(self.served_in_term(mode, term, share), []).append(share)
            for served, belonging in shares.items():
                yield Block(mode.name, term, served), tuple(belonging)

    def served_in_term(self, mode: Mode, term_years: int, share: float) -> Served:
        """Return the services served while a contract is in force: free ones, and paid ones that earn their cost."""
        return self._served(mode, share, range(1, term_years + 1), free=True)

    def served_after(self, mode: Mode, term_years: int) -> Served:
        """Return the services served after the term by whoever runs the network then."""
        runner = self.runner_after(mode)
        return self._served(runner, 0.0, range(term_years + 1, self.horizon + 1), free=mode.at_end == "reverts")

    def runner_after(self, mode: Mode) -> Mode:
        """Return the mode whose factors and services hold after the term.

        It is the mode itself where the operator keeps the network.
        """
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
            name: 0 if name in block.served else block.term_years for name in self.served_after(mode, block.term_years)
        }
        rest = self._sold_under(after, tuple(starts), starts) if block.term_years < self.horizon else term
        revenue, cost_of_sales, free_cost = (
            np.where(in_term, term[key], rest[key]) for key in ("revenue", "cost_of_sales", "free_cost")
        )
        return revenue, cost_of_sales, free_cost

    def _sold_under(self, mode: Mode, served: Served, starts: dict[str, int]) -> dict[str, Array]:
        """Work out the money from services over the whole horizon.

        A service in ``starts`` begins its ramp after that year, where its district does not open later.
        """
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
