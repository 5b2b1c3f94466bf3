"""From signed terms to the ledger. Books remember what plans of one case cost and sell, for many contracts of it."""

from collections import defaultdict
from collections.abc import Sequence

from optmodel.case import Case
from optmodel.contract import Terms
from optmodel.ledger.arithmetic import Number, is_zero, lesser, positive_part, rounded_up
from optmodel.ledger.calendar import calendars_of
from optmodel.ledger.charges import charge_entries, outsourcing_entries
from optmodel.ledger.city import City, city_of
from optmodel.ledger.deal import Deal, deal_of
from optmodel.ledger.discounting import Discounting
from optmodel.ledger.escalation import Escalation
from optmodel.ledger.market import Market
from optmodel.ledger.network import Network, Plan, need_of, network
from optmodel.ledger.opened import OpenDistrict
from optmodel.ledger.outlook import expected, scenarios_of
from optmodel.ledger.payments import Payments
from optmodel.ledger.refusals import refuse_unpriceable
from optmodel.ledger.risks import exposures_of, revenue_kept, risk_entries
from optmodel.ledger.statement import Ledger
from optmodel.ledger.support import support_of
from optmodel.ledger.transfer import Entry, Transfer


class Books:
    """The books of one case: they price any number of its contracts and work out each plan once."""

    def __init__(self, case: Case) -> None:
        """Open empty books."""
        self.case = case
        self._scenarios = scenarios_of(case)
        self._escalation = Escalation(case)
        self._discounting = Discounting(case)
        self._need = {district.name: need_of(case, district) for district in case.districts}
        self._networks: dict[Plan, Network] = {}
        self._market = Market(case, self._escalation)

    def ledger(self, terms: Terms) -> Ledger:
        """Price terms as signed, whether or not they meet the requirements.

        Raises InputError with everything that keeps them from being priced at all.
        """
        refuse_unpriceable(self.case, terms)
        deal = deal_of(self.case, terms)
        networks = self._opened(terms, deal)
        city = city_of(self._need, networks, deal)
        calendars = calendars_of(self.case, deal)
        exposures = exposures_of(self.case, deal, calendars)
        entries = (
            *charge_entries(self.case, self._escalation, city, calendars),
            *outsourcing_entries(self._escalation, deal, self.case.project.horizon),
            *risk_entries(self.case, self._escalation, deal, city, exposures),
        )
        kept = revenue_kept(exposures, self.case.project.horizon)
        sales = [self._market.sales(deal, networks, kept, scenario) for scenario in self._scenarios]

        support = support_of(self.case, terms, deal, city)
        paid: list[Transfer] = []
        shown: list[Transfer] = []
        same = _by_year(entries)
        for scenario, sold in zip(self._scenarios, sales, strict=True):
            Payments(self.case, self._escalation, deal, city, support, same, scenario, sold, paid, shown).enter_all()
        return Ledger(
            case=self.case,
            terms=terms,
            transfers=tuple(paid),
            comparison=tuple(shown),
            end_value=self._end_value(deal, networks),
            end_value_owner="operator" if deal.keeps else "government",
            districts=self._districts(deal, networks),
            sales=tuple(sales),
            contribution=self._in_calendar(support.contribution),
            compensation=self._in_calendar(support.compensation),
            planned_cost=self._in_calendar(support.cost),
            planned_operation=self._in_calendar(support.operation),
            bought_beyond_need=self._in_calendar(self._beyond_need(deal, city)),
            discounting=self._discounting,
        )

    def today(self) -> Number:
        """Expected present value of going on as today: all need bought at today's price in every year."""
        need_factor = expected(self._scenarios, (scenario.need for scenario in self._scenarios))
        total: Number = 0
        for t in range(1, self.case.project.horizon + 1):
            price = self.case.settings.present_price * self._escalation.present[t]
            need = need_factor * sum(series[t] for series in self._need.values())
            total += self._discounting.government[t] * price * need
        return total

    def _opened(self, terms: Terms, deal: Deal) -> list[Network]:
        """Find the network of every opening, or work it out."""
        result = []
        for item in terms.rollout:
            opened = item.opening_year - self.case.project.first_year + 1
            plan = Plan(item.district, item.technology, opened, deal.mode.uses_backbone)
            if plan not in self._networks:
                self._networks[plan] = network(self.case, self._escalation, plan)
            result.append(self._networks[plan])
        return result

    def _beyond_need(self, deal: Deal, city: City) -> dict[int, Number]:
        """What is bought beyond the planned need of each year of the term costs; both in whole steps."""
        mode, step = deal.mode, self.case.settings.capacity_step
        index = self._escalation.named(mode.public_price_index)
        result: dict[int, Number] = dict.fromkeys(range(1, deal.last_year + 1), 0)
        for t, bought in deal.bought.items() if mode.public_price is not None else ():
            beyond = lesser(bought, rounded_up(bought, step)) - rounded_up(city.need[t], step)
            result[t] = mode.public_price * index[t] * positive_part(beyond)
        return result

    def _end_value(self, deal: Deal, networks: list[Network]) -> Number:
        """Credit what is not worn out; no factor above 1 and no factor saved, lest one build for the credit."""
        counted = self.case.settings.residual_counted * lesser(1, deal.in_term.build_factor)
        return counted * sum(item.unexpired for item in networks)

    def _districts(self, deal: Deal, networks: list[Network]) -> tuple[OpenDistrict, ...]:
        """Say of every opened district what a reader of the ledger, and the verdict, ask of it."""
        free = self._market.free(deal, networks)
        return tuple(
            OpenDistrict(
                district=item.district.name,
                opened=item.opened,
                covered=item.covered,
                free=tuple(residents * part for residents, part in zip(item.covered, parts, strict=True)),
                need=item.need,
                capacity=item.capacity,
            )
            for item, parts in zip(networks, free, strict=True)
        )

    def _in_calendar(self, amounts: dict[int, Number]) -> dict[int, Number]:
        return {self.case.project.first_year + t - 1: amount for t, amount in amounts.items()}


def _by_year(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """Sort by year t what is the same in every scenario, without what comes to nothing."""
    result: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        if not is_zero(entry.amount):
            result[entry.t].append(entry)
    return result


def ledger(case: Case, terms: Terms) -> Ledger:
    """Price terms as signed; :class:`Books` do it faster for many contracts of one case."""
    return Books(case).ledger(terms)


def today(case: Case) -> float:
    """Give the expected present value of going on as today, which meets no coverage target."""
    value: float = Books(case).today()
    return value
