"""All districts together: what their networks cost, carry and sell in each year, added up one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

from optmodel.ledger.arithmetic import Number
from optmodel.ledger.deal import Deal
from optmodel.ledger.escalation import Escalation, Series
from optmodel.ledger.network import Network
from optmodel.ledger.sales import Served


@dataclass(frozen=True, slots=True)
class Sale:
    """One service in the whole city in one year: units sold, what users pay for them, what they cost."""

    service: str
    free: bool
    units: Number
    revenue: Number
    cost: Number


@dataclass(slots=True)
class City:
    """Sums over the districts, one entry a year, place 0 empty. Money is nominal."""

    build: list[Number]  # at the factor of whoever runs the network
    build_to_date: list[Number]  # at the factor of the contract's mode
    renewal: list[Number]  # at the factor of whoever runs the network when it is due
    operation: list[Number]  # at the factor of whoever runs the network
    replaced: list[Number]
    covered: list[Number]
    need: list[Number]  # of open districts
    need_elsewhere: list[Number]  # of districts that are not, or not yet, open

    @classmethod
    def empty(cls, places: int) -> Self:
        """Begin with nothing open and nothing needed."""
        sums: list[list[Number]] = [[0 for _ in range(places)] for _ in fields(cls)]
        return cls(*sums)


def city_of(need: Mapping[str, Series], networks: Sequence[Network], deal: Deal) -> City:
    """Add up the opened districts, at the factors of the deal, and the need of all that are not open."""
    places = range(len(next(iter(need.values()))))
    city = City.empty(len(places))
    opened = {item.district.name: item.opened for item in networks}
    for name, series in need.items():
        for t in places[1:]:
            if name in opened and t >= opened[name]:
                city.need[t] += series[t]
            else:
                city.need_elsewhere[t] += series[t]
    for item in networks:
        spent: Number = 0
        for t in places[1:]:
            runner = deal.runner(t).mode
            spent += item.build[t]
            city.build[t] += item.build[t] * runner.build_factor
            city.build_to_date[t] += spent * deal.mode.build_factor
            city.operation[t] += item.operation[t] * runner.operating_factor
            city.replaced[t] += item.replaced[t]
            city.covered[t] += item.covered[t]
        for renewal in item.renewals:
            factor = deal.runner(min(renewal.due, places[-1])).mode.build_factor
            for t in renewal.years:
                city.renewal[t] += renewal.amount * factor
    return city


def sales_of(
    escalation: Escalation, offer: Served, districts: Sequence[Mapping[str, Series]], t: int
) -> tuple[Sale, ...]:
    """Add up the units sold in all districts in a year and put prices and costs to them."""
    result = []
    for service, factor in offer.services:
        free = factor.offer == "free"
        units = sum(district[service.name][t] for district in districts)
        revenue = 0 if free else units * factor.price * escalation.prices[t]
        cost = units * factor.unit_cost * escalation.operation[t]
        result.append(Sale(service.name, free, units, revenue, cost))
    return tuple(result)
