"""What all districts sell under a contract, in a scenario or as planned; series of a district are worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from optmodel.case import Case, Scenario
from optmodel.ledger.arithmetic import Number, Series
from optmodel.ledger.deal import Deal, Runner
from optmodel.ledger.escalation import Escalation
from optmodel.ledger.network import Network
from optmodel.ledger.outlook import AS_PLANNED, expected
from optmodel.ledger.sales import Conditions, Offered, Served, Sold, demand_for, served, sold_side_by_side


class Sale(NamedTuple):
    """One service in the whole city in one year and scenario: units sold, what is paid for them, what they cost."""

    service: str
    free: bool
    units: Number
    revenue: Number
    residents_pay: Number  # to whoever sells it to them, which need not be whose revenue it is
    cost: Number


@dataclass(frozen=True, slots=True)
class _Phase:
    """The term, or the years after it: what is offered in which years."""

    offer: Served
    years: range
    run_down: range


_Asked = tuple[Network, tuple[str, ...], tuple[int, ...], range]


class Market:
    """Sales of one case: for any number of its contracts each offer, and each district under it, is found once."""

    def __init__(self, case: Case, escalation: Escalation) -> None:
        """Begin with nothing sold."""
        self._case, self._escalation = case, escalation
        self._offers: dict[tuple[str, str, range, Number, bool], Served] = {}
        self._demand: dict[_Asked, tuple[Series, ...]] = {}
        self._sold: dict[tuple[*_Asked, str | None, range], Sold] = {}

    def sales(
        self, deal: Deal, networks: Sequence[Network], kept: Series, scenario: Scenario
    ) -> list[tuple[Sale, ...]]:
        """Give what is sold in each year in a scenario, of whose revenue the part ``kept`` comes; place 0 is empty."""
        result: list[tuple[Sale, ...]] = [()]
        phases = self._phases(deal)
        for phase in phases:
            districts = [item.units for item in self._in_districts(networks, phase, phases[0], deal, scenario)]
            columns = [(item, [units[item.service.name] for units in districts]) for item in phase.offer.services]
            result += [
                tuple(
                    _sale(item, sum([series[t] for series in column]), scenario, kept[t], t) for item, column in columns
                )
                for t in phase.years
            ]
        return result

    def free(self, deal: Deal, networks: Sequence[Network]) -> list[Series]:
        """Give the part of each district's covered residents that have a free service, by year, as planned."""
        parts: list[list[Number]] = [[0] for _ in networks]
        phases = self._phases(deal)
        for phase in phases:
            sold_there = self._in_districts(networks, phase, phases[0], deal, AS_PLANNED)
            for part, found in zip(parts, sold_there, strict=True):
                part.extend(found.free[phase.years.start : phase.years.stop])
        return [tuple(part) for part in parts]

    def _phases(self, deal: Deal) -> list[_Phase]:
        horizon, last = self._case.project.horizon, deal.last_year
        term, rest = range(1, last + 1), range(last + 1, horizon + 1)
        phases = [_Phase(self._offer(deal.in_term, term, deal.share, obliged=True), term, deal.run_down)]
        if rest:
            # One that keeps the network is no longer obliged to serve anything free, and pays no share of turnover.
            phases.append(_Phase(self._offer(deal.after, rest, 0, obliged=not deal.keeps), rest, range(0)))
        return phases

    def _offer(self, runner: Runner, years: range, share: Number, *, obliged: bool) -> Served:
        key = (runner.mode.name, runner.level.name, years, share, obliged)
        if key not in self._offers:
            self._offers[key] = served(self._case, self._escalation, runner, years, share, obliged)
        return self._offers[key]

    def _in_districts(
        self, networks: Sequence[Network], phase: _Phase, term: _Phase, deal: Deal, scenario: Scenario
    ) -> list[Sold]:
        """Give what is sold in each district, which is found once."""
        conditions = Conditions(scenario, phase.run_down, deal.mode.run_down_uptake)
        asked = [self._asked(item, phase, term, deal) for item in networks]
        others = (None if scenario is AS_PLANNED else scenario.name, phase.run_down)
        new = [item for item in dict.fromkeys(asked) if (*item, *others) not in self._sold]
        if new:
            years = range(min(opened.start for *_, opened in new), phase.years.stop)
            demand = [self._demand[item] for item in new]
            found = sold_side_by_side([network for network, *_ in new], phase.offer, demand, years, conditions)
            self._sold |= {(*item, *others): there for item, there in zip(new, found, strict=True)}
        return [self._sold[*item, *others] for item in asked]

    def _asked(self, item: Network, phase: _Phase, term: _Phase, deal: Deal) -> _Asked:
        """Name the demand in a district in a phase, found once: in the term services are as old as the network.

        Others than those had in the term are as old as the years after it.
        """
        offer, last = phase.offer, deal.last_year
        since: tuple[int, ...] = (item.opened,) * len(offer.services)
        if phase is not term:
            had = term.offer.key[2:]
            anew = max(item.opened, last + 1)
            since = tuple(item.opened if service.service.name in had else anew for service in offer.services)
        years = range(max(phase.years.start, *since, item.opened), phase.years.stop)
        asked = (item, offer.key, since, years)
        if asked not in self._demand:
            first_year = {service.service.name: t for service, t in zip(offer.services, since, strict=True)}
            self._demand[asked] = demand_for(item, offer, first_year, years)
        return asked


def _sale(item: Offered, units: Number, scenario: Scenario, kept: Number, t: int) -> Sale:
    """Put prices and costs to units sold; a free service brings nothing."""
    name, cost = item.service.name, units * item.unit_cost[t] * scenario.operation
    if item.free:
        return Sale(name, True, units, 0, 0, cost)
    comes = units * scenario.prices * kept
    return Sale(name, False, units, comes * item.price[t], comes * item.resident_price[t], cost)


def expected_units(scenarios: Sequence[Scenario], sales: Sequence[Sequence[Sale]]) -> dict[str, Number]:
    """Give the expected units of each service in a year from what each scenario sells.

    All scenarios serve the same services, as contracts are signed on planned figures.
    """
    return {there[0].service: expected(scenarios, (sale.units for sale in there)) for there in zip(*sales, strict=True)}


def expected_bill(scenarios: Sequence[Scenario], sales: Sequence[Sequence[Sale]]) -> Number:
    """Give what residents are expected to pay in a year from what each scenario sells."""
    return expected(scenarios, (sum(sale.residents_pay for sale in there) for there in sales))
