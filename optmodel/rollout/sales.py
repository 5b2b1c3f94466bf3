"""What services bring and cost on every plan: demand, the capacity it finds, and the money of it, in each scenario.

Money arrays are [scenario, plan, year], nominal and before the revenue at risk; parts are [plan, year].
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from optmodel.case import Case, Mode, Scenario, Service, ServiceFactor, TariffLevel
from optmodel.contract import scenarios, tariff
from optmodel.rollout.plans import Array, Plans

Served = tuple[str, ...]

# A service is sold while it earns its cost of sales; to the last part in a thousand million of its price.
SOLD_TOLERANCE = 1e-9
# So many plans are worked out at once.
BLOCK = 512
AS_PLANNED = Scenario(name="planned", probability=1.0)


@dataclass(frozen=True, slots=True)
class Money:
    """Money of services over the whole horizon; ``free_cost`` is that of free ones, all other of paid ones."""

    revenue: Array
    cost_of_sales: Array
    free_cost: Array
    residents_pay: Array


@dataclass(frozen=True, slots=True)
class Offer:
    """How services are offered: under which mode and tariff level, which of them, and whether in its last years.

    ``starts`` gives, for each service served, the year after which its ramp begins where a district opens earlier.
    """

    mode: str
    tariff: str
    served: Served
    starts: tuple[int, ...] = ()
    run_down: bool = False


class Sales:
    """Works out the money of offers on the plans of a case, and keeps it."""

    def __init__(self, plans: Plans) -> None:
        """Begin with nothing worked out."""
        self.plans, self.case = plans, plans.case
        self._money: dict[Offer, Money] = {}
        self._expected: dict[Offer, Money] = {}
        self._free: dict[Offer, Array] = {}

    def served(self, mode: Mode, level: str, shares: Sequence[float], years: range, *, free: bool) -> list[Served]:
        """Name the services served in these years under each share of turnover: free ones, and paid ones that earn.

        Free ones only where ``free``; a paid one earns where what is left of its price bears its cost in every year.
        """
        settings, kept = self.case.settings, 1 - np.array(shares)[:, None]
        prices = self.plans.escalation(settings.price_growth)[years.start - 1 : years.stop - 1]
        costs = self.plans.escalation(settings.operation_growth)[years.start - 1 : years.stop - 1]
        served = [list[str]() for _ in shares]
        for service in self.case.services:
            factor = self.case.factor(service.name, mode.name)
            if factor is None or factor.offer == "not offered":
                continue
            price = factor.price * dearness(service, tariff(self.case, level)) * prices
            earns = np.all(kept * price >= factor.unit_cost * costs - SOLD_TOLERANCE * price, axis=1)
            for names, does in zip(served, earns.tolist(), strict=True):
                if (free and factor.offer == "free") or (factor.offer == "paid" and does):
                    names.append(service.name)
        return [tuple(names) for names in served]

    def money(self, offer: Offer) -> Money:
        """Return what an offer brings and costs in every year and scenario, as if it held over the whole horizon."""
        if offer not in self._money:
            self._money[offer] = self._weighed(offer, np.eye(len(scenarios(self.case))))
        return self._money[offer]

    def expected(self, offer: Offer) -> Money:
        """Return what :meth:`money` is expected to be, [plan, year] each, without working it out by scenario."""
        if offer not in self._expected:
            probability = np.array([scenario.probability for scenario in scenarios(self.case)])
            found = self._weighed(offer, probability[None])
            self._expected[offer] = Money(*(getattr(found, name)[0] for name in Money.__slots__))
        return self._expected[offer]

    def _weighed(self, offer: Offer, weights: Array) -> Money:
        """Add up the money of scenarios by weights [sum, scenario]; [sum, plan, year]."""
        count = len(self.plans.plans)
        # Year by year in memory, as they are weighed; for so many plans at once that these stay at hand.
        whole = {name: np.zeros((len(weights), self.plans.horizon, count)) for name in Money.__slots__}
        for first in range(0, count, BLOCK):
            rows = slice(first, first + BLOCK)
            demand = self._demand(offer, rows)
            found = [self._in_scenario(offer, scenario, rows, demand) for scenario in scenarios(self.case)]
            for name, number in product(whole, range(len(weights))):
                weighed = zip(found, weights[number], strict=True)
                parts = [part[name] * weight for part, weight in weighed if name in part and weight > 0]
                if parts:
                    whole[name][number, :, rows] = sum(parts[1:], parts[0]).T
        return Money(*(money.transpose(0, 2, 1) for money in whole.values()))

    def free_part(self, offer: Offer) -> Array:
        """Return which part of the residents covered has a free service, as planned: that of the best served one."""
        if offer not in self._free:
            best = np.zeros((len(self.plans.plans), self.plans.horizon))
            everywhere = slice(0, len(self.plans.plans))
            for service, factor, sold, demand in self._sold(
                offer, AS_PLANNED, everywhere, self._demand(offer, everywhere)
            ):
                if factor.offer == "free" and service.base in ("residents", "households"):
                    part = np.divide(sold, demand, out=np.zeros_like(sold), where=demand > 0)
                    best = np.maximum(best, part * self.plans.open)
            self._free[offer] = best
        return self._free[offer]

    def _in_scenario(
        self, offer: Offer, scenario: Scenario, rows: slice, demand: Sequence[Array]
    ) -> Mapping[str, Array]:
        """Return the money of some plans, [plan, year] each; without what comes to nothing."""
        settings = self.case.settings
        prices = self.plans.escalation(settings.price_growth) * scenario.prices
        costs = self.plans.escalation(settings.operation_growth) * scenario.operation
        money: dict[str, Array] = {}
        for service, factor, sold, _ in self._sold(offer, scenario, rows, demand):
            dear = dearness(service, tariff(self.case, offer.tariff)) * prices
            factors = {
                "revenue": factor.price * dear,
                "residents_pay": resident_price(service, factor) * dear,
                "cost_of_sales": factor.unit_cost * costs,
            }
            if factor.offer == "free":
                factors = {"free_cost": factor.unit_cost * costs}
            for name, each in factors.items():
                if each.any():
                    money[name] = money[name] + sold * each if name in money else sold * each
        return money

    def _sold(
        self, offer: Offer, scenario: Scenario, rows: slice, demand: Sequence[Array]
    ) -> list[tuple[Service, ServiceFactor, Array, Array]]:
        """Return each service served with the units sold and, before a run-down, wanted, by priority.

        Both are [plan, year], of some plans; ``demand`` is that planned for each of the services.
        """
        left = np.maximum(0.0, self.plans.capacity[rows] - scenario.need * self.plans.need[rows])
        result = []
        for (service, factor), planned in zip(self._served(offer), demand, strict=True):
            wanted = planned * scenario.demand if factor.offer == "paid" else planned
            sold = wanted * (self.case.mode(offer.mode).run_down_uptake if offer.run_down else 1.0)
            if service.mbps_per_unit > 0:
                sold = np.minimum(sold, left / service.mbps_per_unit)
                left = np.maximum(0.0, left - sold * service.mbps_per_unit)
            result.append((service, factor, sold, wanted))
        return result

    def _served(self, offer: Offer) -> Iterator[tuple[Service, ServiceFactor]]:
        """Yield the services served and how the mode sells them, by priority."""
        chosen = [service for service in self.case.services if service.name in offer.served]
        for service in sorted(chosen, key=lambda item: item.priority):
            factor = self.case.factor(service.name, offer.mode)
            assert factor is not None
            yield service, factor

    def _demand(self, offer: Offer, rows: slice) -> list[Array]:
        """Units of each service served that are wanted in each year once open, as planned, of some plans; [plan, year].

        They are those at the tariff level of the offer, by priority.
        """
        plans, result = self.plans, []
        starts = dict(zip(offer.served, offer.starts or (0,) * len(offer.served), strict=True))
        for service, factor in self._served(offer):
            base = plans.capacity[rows]
            if service.base != "capacity":
                of_plan = plans.of_district(service.base)[rows] * plans.of_technology("reach")[rows]
                base = of_plan[:, None] * plans.open[rows]
            age = np.minimum(plans.age[rows], plans.year[None, :] - starts[service.name])
            if service.ramp is not None:
                steps = np.array([0.0, *service.ramp])
                ramp = steps[np.clip(age, 0, len(service.ramp))]
            else:
                ramp = np.clip(age / service.ramp_years, 0.0, 1.0)
            growth = service.saturation * factor.uptake * (1 + service.growth) ** (plans.year - 1)
            result.append(base * ramp * (growth * _times(self.case, service, factor, offer)))
        return result


def _times(case: Case, service: Service, factor: ServiceFactor, offer: Offer) -> float:
    """Factor of the tariff level on demand, for a paid service that is tariffed."""
    return tariff(case, offer.tariff).demand if service.tariffed and factor.offer == "paid" else 1.0


def dearness(service: Service, level: TariffLevel) -> float:
    """Factor of a tariff level on the price of a service."""
    return level.price if service.tariffed else 1.0


def resident_price(service: Service, factor: ServiceFactor) -> float:
    """What residents pay for a unit of a paid service at the prices of the base and the planned tariff level."""
    if factor.resident_price is not None:
        return factor.resident_price
    return factor.price if service.paid_by == "residents" else 0.0
