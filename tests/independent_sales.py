"""What a contract sells and gives away, read from MODEL.md alone: the services of section 3, in plain floats."""

from dataclasses import dataclass
from functools import cached_property

from optmodel.case import Scenario, Service, ServiceFactor, TariffLevel
from tests.independent_network import PLANNED, Deal, Plan

AS_PLANNED = TariffLevel(name="planned", price=1.0, demand=1.0)


@dataclass(frozen=True)
class Sale:
    """One service of one plan in one year and scenario; money is nominal, prices before the revenue at risk."""

    service: Service
    free: bool
    demand: float
    units: float
    price: float
    unit_cost: float
    residents_price: float


@dataclass(frozen=True)
class Shop:
    """The services of a deal, in and after the term."""

    deal: Deal

    def level(self, t: int) -> TariffLevel:
        """The tariff level in a year: the signed one, or that of the years after a handover."""
        name = self.deal.mode.successor_tariff if self.deal.handed_over(t) else self.deal.terms.tariff_level
        return {level.name: level for level in (AS_PLANNED, *self.deal.case.tariffs)}[name or AS_PLANNED.name]

    def price(self, row: ServiceFactor, service: Service, t: int, planned: float) -> float:
        tariff = self.level(t).price if service.tariffed else 1.0
        return planned * self.deal.index("prices", t) * tariff

    def serves(self, service: Service, after: bool) -> ServiceFactor | None:
        """How a service is offered in the term or after it; None where it is not, or is dropped."""
        if after:
            years, share = range(self.deal.term + 1, self.deal.horizon + 1), 0.0
        else:
            years, share = range(1, min(self.deal.term, self.deal.horizon) + 1), self.deal.terms.revenue_share
        row = self.deal.case.factor(service.name, self.deal.running(years[0]).name) if years else None
        if row is None or row.offer == "not offered":
            return None
        if row.offer == "free":
            return None if after and self.deal.keeps else row
        for t in years:
            price = self.price(row, service, t, row.price)
            if (1 - share) * price < row.unit_cost * self.deal.index("operation", t) - 1e-9 * price:
                return None
        return row

    @cached_property
    def _offers(self) -> dict[bool, list[tuple[Service, ServiceFactor, bool]]]:
        """By after (yes or no): the services served, in order, each with whether it was served in the term."""
        inside = [service.name for service in self.deal.case.services if self.serves(service, False) is not None]
        order = sorted(self.deal.case.services, key=lambda service: service.priority)
        return {
            after: [
                (service, row, service.name in inside)
                for service in order
                if (row := self.serves(service, after)) is not None
            ]
            for after in (False, True)
        }

    def sales(self, plan: Plan, scenario: Scenario, t: int) -> list[Sale]:
        """What a plan sells and gives in a year: services in order share what the public need leaves."""
        if not plan.open(t):
            return []
        left = max(0.0, plan.capacity(t) - scenario.need * self.deal.need_of(plan.district, t))
        made = []
        for service, row, was_served in self._offers[not self.deal.in_term(t)]:
            age = t - plan.tau + 1
            if not self.deal.in_term(t) and not was_served:
                age = min(t - self.deal.term, age)
            demand = self._demand(plan, scenario, t, service, row, age)
            wanted = demand * self._kept_up(t)
            units = wanted if service.mbps_per_unit == 0 else min(wanted, left / service.mbps_per_unit)
            left = max(0.0, left - units * service.mbps_per_unit)
            made.append(self._sale(scenario, t, service, row, demand, units))
        return made

    def _demand(self, plan: Plan, scenario: Scenario, t: int, service: Service, row: ServiceFactor, age: int) -> float:
        place, reach = plan.district, plan.technology.reach
        base = {
            "residents": reach * place.residents,
            "households": reach * place.households,
            "businesses": reach * place.businesses,
            "capacity": plan.capacity(t),
        }[service.base]
        if service.ramp is None:
            ramp = min(1.0, age / service.ramp_years)
        else:
            ramp = service.ramp[min(age, len(service.ramp)) - 1]
        demand = base * service.saturation * ramp * (1 + service.growth) ** (t - 1) * row.uptake
        if row.offer == "paid":
            demand *= scenario.demand * (self.level(t).demand if service.tariffed else 1.0)
        return demand

    def _kept_up(self, t: int) -> float:
        """What is left of demand in the last years of a term after which the network reverts."""
        reverts = self.deal.mode.operator and not self.deal.keeps
        is_run_down = reverts and self.deal.term - self.deal.mode.run_down_years < t <= self.deal.term
        return self.deal.mode.run_down_uptake if is_run_down else 1.0

    def _sale(
        self, scenario: Scenario, t: int, service: Service, row: ServiceFactor, demand: float, units: float
    ) -> Sale:
        unit_cost = row.unit_cost * scenario.operation * self.deal.index("operation", t)
        if row.offer == "free":
            return Sale(service, True, demand, units, 0.0, unit_cost, 0.0)
        price = self.price(row, service, t, row.price) * scenario.prices
        if row.resident_price is not None:
            asked = self.price(row, service, t, row.resident_price) * scenario.prices
        else:
            asked = price if service.paid_by == "residents" else 0.0
        return Sale(service, False, demand, units, price, unit_cost, asked)

    def residents_served_free(self, plan: Plan, t: int) -> float:
        """Residents of a plan with a free service, as planned."""
        best = 0.0
        for sale in self.sales(plan, PLANNED, t):
            if sale.free and sale.service.base in ("residents", "households"):
                best = max(best, sale.units / sale.demand if sale.demand > 0 else 0.0)
        return plan.covered * best
