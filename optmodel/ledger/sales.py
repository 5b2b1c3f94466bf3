"""Services: which a mode serves, how much of each is asked for and how much finds capacity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from optmodel.case import Case, Mode, Service, ServiceFactor
from optmodel.ledger.arithmetic import Number, agreed, lesser, positive_part
from optmodel.ledger.escalation import Escalation, Series
from optmodel.ledger.network import Network

# The part of a price by which it may fall short of the cost of sales and still count as covering it: one share of
# turnover makes both equal, and rounding must not decide then.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Served:
    """The services one mode serves in one phase, in the order in which they are served, with how it sells each."""

    mode: str
    services: tuple[tuple[Service, ServiceFactor], ...]
    key: tuple[str, ...]  # the mode and the names of the services: what series of sales depend on


def served(case: Case, escalation: Escalation, mode: Mode, years: range, share: Number, obliged: bool = True) -> Served:
    """Name the services a mode serves in these years (counted from 1) when this share of turnover is paid.

    Free services are served where they are an obligation (``obliged``); a paid one if what is left of its price
    covers its cost of sales in every one of the years. Otherwise the operator drops it.
    """
    chosen = []
    for service in sorted(case.services, key=lambda service: service.priority):
        factor = case.factor(service.name, mode.name)
        if factor is None or factor.offer == "not offered":
            continue
        wanted = obliged if factor.offer == "free" else _pays(escalation, factor, years, share)
        if wanted:
            chosen.append((service, factor))
    return Served(mode.name, tuple(chosen), (mode.name, *(service.name for service, _ in chosen)))


def _pays(escalation: Escalation, factor: ServiceFactor, years: range, share: Number) -> bool:
    for t in years:
        price = factor.price * escalation.prices[t]
        cost = factor.unit_cost * escalation.operation[t]
        if not agreed((1 - share) * price >= cost - ROUNDING * price, f"{factor.service!r} is dropped"):
            return False
    return True


def sold(network: Network, offer: Served, first_year: Mapping[str, int], years: Iterable[int]) -> dict[str, Series]:
    """Give the units of each service sold in one district in some years in which it is open; 0 in all others.

    ``first_year`` says when a service was first to be had there, which is when its demand began to rise. The public
    need is served first; services share what it leaves, in their order.
    """
    result: dict[str, list[Number]] = {service.name: [0] * len(network.need) for service, _ in offer.services}
    for t in years:
        left = positive_part(network.capacity[t] - network.need[t])
        for service, factor in offer.services:
            demand = _demand(network, service, factor, t, age=t - first_year[service.name] + 1)
            taken = service.mbps_per_unit
            if agreed(taken == 0, f"{service.name!r} takes capacity"):
                result[service.name][t] = demand
                continue
            units = lesser(demand, left / taken)
            left = positive_part(left - units * taken)
            result[service.name][t] = units
    return {name: tuple(units) for name, units in result.items()}


def _demand(network: Network, service: Service, factor: ServiceFactor, t: int, age: int) -> Number:
    """Demand, in units: base · saturation · ramp · (1 + growth)^(t−1) · uptake."""
    if service.base == "capacity":
        base = network.capacity[t]
    else:
        base = network.technology.reach * getattr(network.district, service.base)
    return base * service.saturation * _ramp(service, age) * (1 + service.growth) ** (t - 1) * factor.uptake


def _ramp(service: Service, age: int) -> Number:
    """Part of mature demand in the age-th year."""
    if service.ramp is not None:
        return service.ramp[min(age, len(service.ramp)) - 1]
    return lesser(1, age / service.ramp_years)
