"""From signed terms to the ledger. Books remember what plans of one case cost and sell, for many contracts of it."""

from collections.abc import Callable
from dataclasses import dataclass

from optmodel.case import Case
from optmodel.contract import Schedule, Terms
from optmodel.ledger.arithmetic import Number, discount, lesser
from optmodel.ledger.city import Sale, city_of, sales_of
from optmodel.ledger.deal import Deal, deal_of
from optmodel.ledger.escalation import Escalation, Series
from optmodel.ledger.network import Network, need_of, network
from optmodel.ledger.payments import Payments
from optmodel.ledger.refusals import refuse_unpriceable
from optmodel.ledger.sales import Served, served, sold
from optmodel.ledger.statement import Ledger


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the physical series of a district depend on; the opening year is counted from 1."""

    district: str
    technology: str
    opened: int
    backbone: bool  # whether the mode of the contract uses the operator's


class Books:
    """The books of one case: they price any number of its contracts and work out each plan once."""

    def __init__(self, case: Case) -> None:
        """Open empty books."""
        self.case = case
        self._escalation = Escalation(case)
        self._need = {district.name: need_of(case, district) for district in case.districts}
        self._networks: dict[_Plan, Network] = {}
        self._sold: dict[tuple[_Plan, tuple[str, ...], tuple[int, ...]], dict[str, Series]] = {}

    def ledger(self, terms: Terms) -> Ledger:
        """Price terms as signed, whether or not they meet the requirements.

        Raises InputError with everything that keeps them from being priced at all.
        """
        refuse_unpriceable(self.case, terms)
        deal = deal_of(self.case, terms)
        first = self.case.project.first_year
        plans = [
            _Plan(item.district, item.technology, item.opening_year - first + 1, deal.mode.uses_backbone)
            for item in terms.rollout
        ]
        networks = [self._network(plan) for plan in plans]
        city = city_of(self._need, networks, deal)
        sales = self._sales(deal, plans, networks)

        spent = [build + renewal for build, renewal in zip(city.build, city.renewal, strict=True)]
        contribution = self._signed(terms.capital_contribution, deal, spent)
        compensation = self._signed(terms.operating_compensation, deal, city.operation)
        payments = Payments(self.case, self._escalation, deal, city, sales, contribution, compensation)
        payments.enter_all()
        return Ledger(
            case=self.case,
            terms=terms,
            transfers=tuple(payments.transfers),
            comparison=tuple(payments.comparison),
            end_value=self._end_value(deal, networks),
            end_value_owner="operator" if deal.keeps else "government",
            covered=self._where_open(networks, lambda item: item.covered),
            need=self._where_open(networks, lambda item: item.need),
            capacity=self._where_open(networks, lambda item: item.capacity),
            sold={
                year: {sale.service: sale.units for sale in there}
                for year, there in zip(self.case.years, sales[1:], strict=True)
            },
            contribution={first + t - 1: amount for t, amount in contribution.items()},
            compensation={first + t - 1: amount for t, amount in compensation.items()},
        )

    def today(self) -> Number:
        """Present value of going on as today: the need of every district bought at today's price in every year."""
        settings = self.case.settings
        total: Number = 0
        for t in range(1, self.case.project.horizon + 1):
            price = settings.present_price * self._escalation.present[t]
            need = sum(series[t] for series in self._need.values())
            total += discount(settings.government_rate, t, settings.flows_at) * price * need
        return total

    def _network(self, plan: _Plan) -> Network:
        if plan not in self._networks:
            district, technology = self.case.district(plan.district), self.case.technology(plan.technology)
            self._networks[plan] = network(
                self.case, self._escalation, district, technology, plan.opened, plan.backbone
            )
        return self._networks[plan]

    def _sales(self, deal: Deal, plans: list[_Plan], networks: list[Network]) -> list[tuple[Sale, ...]]:
        """Work out what is sold in each year; place 0 is empty."""
        horizon, last = self.case.project.horizon, deal.last_year
        term, rest = range(1, last + 1), range(last + 1, horizon + 1)
        offer = served(self.case, self._escalation, deal.mode, term, deal.share)
        # One that keeps the network is no longer obliged to serve anything free, and pays no share of turnover.
        later = served(self.case, self._escalation, deal.after.mode, rest, 0, obliged=not deal.keeps)
        had = {service.name for service, _ in offer.services}
        result: list[tuple[Sale, ...]] = [()]
        for phase, years in ((offer, term), (later, rest)):
            units = [self._units(plan, item, phase, had, last) for plan, item in zip(plans, networks, strict=True)]
            result += [sales_of(self._escalation, phase, units, t) for t in years]
        return result

    def _units(self, plan: _Plan, item: Network, offer: Served, had: set[str], last: int) -> dict[str, Series]:
        """Units sold in one district: services had in the term are as old as the network, others as the years after."""
        since = tuple(
            plan.opened if service.name in had else max(plan.opened, last + 1) for service, _ in offer.services
        )
        key = (plan, offer.key, since)
        if key not in self._sold:
            first_year = {service.name: t for (service, _), t in zip(offer.services, since, strict=True)}
            years = range(max(since, default=plan.opened), self.case.project.horizon + 1)
            self._sold[key] = sold(item, offer, first_year, years)
        return self._sold[key]

    def _signed(self, schedule: Schedule, deal: Deal, cost: list[Number]) -> dict[int, Number]:
        """Support of every year of the term: a share of the cost it follows, or the amounts that are signed."""
        years = range(1, deal.last_year + 1)
        if schedule.share is not None:
            return {t: schedule.share * cost[t] for t in years}
        first = self.case.project.first_year
        amounts = {year - first + 1: amount for year, amount in schedule.amounts}
        return {t: amounts.get(t, 0) for t in years}

    def _end_value(self, deal: Deal, networks: list[Network]) -> Number:
        """Credit what is not worn out; no factor above 1 and no factor saved, lest one build for the credit."""
        counted = self.case.settings.residual_counted * lesser(1, deal.mode.build_factor)
        return counted * sum(item.unexpired for item in networks)

    def _where_open(self, networks: list[Network], series: Callable[[Network], Series]) -> dict[int, dict[str, Number]]:
        """Give one series of every district open in a year, by calendar year and district."""
        return {
            year: {item.district.name: series(item)[t] for item in networks if item.opened <= t}
            for t, year in enumerate(self.case.years, start=1)
        }


def ledger(case: Case, terms: Terms) -> Ledger:
    """Price terms as signed; :class:`Books` do it faster for many contracts of one case."""
    return Books(case).ledger(terms)


def today(case: Case) -> float:
    """Give the present value of going on as today, which meets no coverage target."""
    value: float = Books(case).today()
    return value
