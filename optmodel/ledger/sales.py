"""Services: which a mode serves, how much of each is asked for and how much finds capacity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optmodel.case import Case, Scenario, Service, ServiceFactor
from optmodel.ledger.arithmetic import Number, Series, agreed, greater, lesser, part_of, positive_part
from optmodel.ledger.deal import Runner
from optmodel.ledger.escalation import Escalation
from optmodel.ledger.network import Network

# The part of a price by which it may fall short of the cost of sales and still count as covering it: one share of
# turnover makes both equal, and rounding must not decide then.
ROUNDING = 1e-9
# So many districts are worked out sooner side by side than one after another.
SIDE_BY_SIDE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """One service as a mode sells it at one tariff level. Money is nominal and planned; a free service has no price."""

    service: Service
    uptake: Number  # under the mode, and at the tariff level where that moves the demand for it
    free: bool
    price: Series
    resident_price: Series  # what residents pay for a unit, to whoever sells it to them
    unit_cost: Series


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """The services one mode serves in one phase, in the order in which they are served.

    ``key`` names the mode, the tariff level and the services: what sales depend on, beside network and conditions.
    """

    services: tuple[Offered, ...]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What demand depends on beside the offer: the scenario, and years in which an operator lets sales run down."""

    scenario: Scenario
    run_down: range
    run_down_uptake: Number


@dataclass(frozen=True, slots=True, eq=False)
class Sold:
    """Units sold in one district by service, and the part of its residents that has a free service, each by year."""

    units: Mapping[str, Series]
    free: Series


def served(
    case: Case, escalation: Escalation, runner: Runner, years: range, share: Number, obliged: bool = True
) -> Served:
    """Name the services a mode serves in these years (counted from 1) when this share of turnover is paid.

    Free services are served where they are an obligation (``obliged``); a paid one if what is left of its planned
    price covers its planned cost of sales in every one of the years. Otherwise the operator drops it.
    """
    chosen = []
    for service in sorted(case.services, key=lambda service: service.priority):
        factor = case.factor(service.name, runner.mode.name)
        if factor is None or factor.offer == "not offered":
            continue
        offered = _offered(escalation, runner, service, factor)
        if obliged if offered.free else _pays(offered, years, share):
            chosen.append(offered)
    return Served(tuple(chosen), (runner.mode.name, runner.level.name, *(item.service.name for item in chosen)))


def _offered(escalation: Escalation, runner: Runner, service: Service, factor: ServiceFactor) -> Offered:
    """Put the tariff level to what a mode asks; a free service has no tariff."""
    free = factor.offer == "free"
    price, uptake = (0 if free else factor.price), factor.uptake
    resident_price = factor.resident_price
    if resident_price is None:
        resident_price = price if service.paid_by == "residents" else 0
    dearer: Number = 0 if free else 1
    if service.tariffed and not free:
        dearer, uptake = runner.level.price, uptake * runner.level.demand
    return Offered(
        service=service,
        uptake=uptake,
        free=free,
        price=tuple(price * dearer * index for index in escalation.prices),
        resident_price=tuple(resident_price * dearer * index for index in escalation.prices),
        unit_cost=tuple(factor.unit_cost * index for index in escalation.operation),
    )


def _pays(offered: Offered, years: range, share: Number) -> bool:
    for t in years:
        price, cost = offered.price[t], offered.unit_cost[t]
        if not agreed((1 - share) * price >= cost - ROUNDING * price, f"{offered.service.name!r} is dropped"):
            return False
    return True


def demand_for(
    network: Network, offer: Served, first_year: Mapping[str, int], years: Iterable[int]
) -> tuple[Series, ...]:
    """Give the planned demand for each service in one district in some years in which it is open; 0 in all others.

    ``first_year`` says when a service was first to be had there, which is when its demand began to rise.
    """
    result = []
    for item in offer.services:
        demand: list[Number] = [0] * len(network.need)
        for t in years:
            demand[t] = _demand(network, item, t, age=t - first_year[item.service.name] + 1)
        result.append(tuple(demand))
    return tuple(result)


def _demand(network: Network, item: Offered, t: int, age: int) -> Number:
    """Demand as planned, before a run-down: base · saturation · ramp · (1 + growth)^(t−1) · uptake."""
    service = item.service
    if service.base == "capacity":
        base = network.capacity[t]
    else:
        base = network.technology.reach * getattr(network.district, service.base)
    return base * service.saturation * _ramp(service, age) * (1 + service.growth) ** (t - 1) * item.uptake


def _ramp(service: Service, age: int) -> Number:
    """Part of mature demand in the age-th year."""
    if service.ramp is not None:
        return service.ramp[min(age, len(service.ramp)) - 1]
    return lesser(1, age / service.ramp_years)


def sold(
    network: Network, offer: Served, demand: Sequence[Series], years: Iterable[int], conditions: Conditions
) -> Sold:
    """Give the units of each service sold in one district in some years in which it is open; 0 in all others.

    ``demand`` is that planned for each service; scenarios move it but where the service is free. The public need is
    served first; services share what it leaves, in their order.
    """
    scenario, places = conditions.scenario, len(network.need)
    units: dict[str, list[Number]] = {item.service.name: [0] * places for item in offer.services}
    free: list[Number] = [0] * places
    asked = [
        (item, series, agreed(item.service.mbps_per_unit == 0, f"{item.service.name!r} takes no capacity"))
        for item, series in zip(offer.services, demand, strict=True)
    ]
    for t in years:
        left = positive_part(network.capacity[t] - scenario.need * network.need[t])
        for item, series, takes_nothing in asked:
            service = item.service
            wanted = series[t] if item.free else series[t] * scenario.demand
            given, taken = wanted, service.mbps_per_unit
            if t in conditions.run_down:
                given = wanted * conditions.run_down_uptake
            if not takes_nothing:
                given = lesser(given, left / taken)
                left = positive_part(left - given * taken)
            units[service.name][t] = given
            if item.free and service.base in ("residents", "households"):
                free[t] = greater(free[t], part_of(given, wanted))
    return Sold({name: tuple(series) for name, series in units.items()}, tuple(free))


def sold_side_by_side(
    networks: Sequence[Network],
    offer: Served,
    demand: Sequence[Sequence[Series]],
    years: range,
    conditions: Conditions,
) -> list[Sold]:
    """Give what is sold in each of several districts in some years; nothing in those in which it is not open.

    ``demand`` is that of each district for each service. Where many figures are plain numbers, districts are to the
    sums what samples are: one array of them for all.
    """
    if len(networks) < SIDE_BY_SIDE or not years or not _are_plain(networks, offer, demand, years[-1], conditions):
        return [sold(network, offer, asked, years, conditions) for network, asked in zip(networks, demand, strict=True)]
    together = replace(
        networks[0],
        capacity=_by_year([network.capacity for network in networks]),
        need=_by_year([network.need for network in networks]),
    )
    found = sold(together, offer, [_by_year(series) for series in zip(*demand, strict=True)], years, conditions)
    units = {name: _by_district(series, len(networks)) for name, series in found.units.items()}
    return [
        Sold({name: series[place] for name, series in units.items()}, free)
        for place, free in enumerate(_by_district(found.free, len(networks)))
    ]


def _are_plain(
    networks: Sequence[Network], offer: Served, demand: Sequence[Sequence[Series]], last: int, conditions: Conditions
) -> bool:
    """Whether no figure is exact, or an array of samples: in the last year asked for each is what it is in any."""
    scenario = conditions.scenario
    figures = [scenario.need, scenario.demand, conditions.run_down_uptake]
    figures += [item.service.mbps_per_unit for item in offer.services]
    figures += [series[last] for network in networks for series in (network.capacity, network.need)]
    figures += [series[last] for asked in demand for series in asked]
    return all(isinstance(figure, int | float) for figure in figures)


def _by_year(districts: Sequence[Series]) -> Series:
    """Turn series of districts into one series of arrays; [district] in each year."""
    return tuple(np.array(districts, dtype=float).T)


def _by_district(years: Series, districts: int) -> list[Series]:
    """Turn a series of arrays [district], or of one number for all, into one series for each district."""
    table = np.zeros((len(years), districts))
    for row, number in zip(table, years, strict=True):
        row[:] = number
    return [*map(tuple, table.T.tolist())]
