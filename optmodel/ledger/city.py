"""All districts together: what their networks cost, carry and sell in each year, added up one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

from optmodel.ledger.arithmetic import Number, Series
from optmodel.ledger.deal import Deal
from optmodel.ledger.network import Network


@dataclass(slots=True)
class City:
    """Sums over the districts as planned, one entry a year, place 0 empty. Money is nominal."""

    build: list[Number]  # at the factor of whoever runs the network
    build_to_date: list[Number]  # at the factor of the contract's mode
    renewal: list[Number]  # at the factor of whoever runs the network when it is due
    operation: list[Number]  # at the factor of whoever runs the network
    remaining: list[Number]  # not written off, at factor 1
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
        _add(city, item, deal, places)
    return city


def _add(city: City, item: Network, deal: Deal, places: range) -> None:
    """Add one network: before its build begins there is nothing to add, before it opens nothing but its build."""
    own_factor = deal.in_term.build_factor
    spent: Number = 0
    for t in range(item.opened - item.technology.build_years, places[-1] + 1):
        city.remaining[t] += item.remaining[t]
        if t < item.opened:
            spent += item.build[t]
            city.build[t] += item.build[t] * own_factor
        else:
            city.operation[t] += item.operation[t] * deal.runner(t).operating_factor
            city.replaced[t] += item.replaced[t]
            city.covered[t] += item.covered[t]
        city.build_to_date[t] += spent * own_factor
    for renewal in item.renewals:
        amount = renewal.amount * deal.runner(min(renewal.due, places[-1])).build_factor
        for t in renewal.years:
            city.renewal[t] += amount
