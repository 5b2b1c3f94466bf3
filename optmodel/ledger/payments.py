"""Who pays whom, year by year, in one scenario: the table of the model, line after line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optmodel.case import Case, Scenario
from optmodel.contract import (
    GOVERNMENT,
    OPERATOR,
    OUTSIDE,
    PRESENT_SUPPLIER,
    SUCCESSOR,
    SUPPLIERS,
    USERS,
    Phase,
)
from optmodel.ledger.arithmetic import Number, is_zero, lesser, positive_part
from optmodel.ledger.city import City
from optmodel.ledger.deal import Deal
from optmodel.ledger.escalation import Escalation
from optmodel.ledger.market import Sale
from optmodel.ledger.support import Support
from optmodel.ledger.transfer import Entry, Transfer


@dataclass(slots=True)
class Payments:
    """The transfers of one contract in one scenario, entered year by year; ``year`` and ``phase`` are those at hand."""

    case: Case
    escalation: Escalation
    deal: Deal
    city: City
    support: Support
    same: Mapping[int, Sequence[Entry]]  # by t, what is the same in every scenario
    scenario: Scenario
    sales: Sequence[Sequence[Sale]]  # of each year
    transfers: list[Transfer] = field(default_factory=list)
    comparison: list[Transfer] = field(default_factory=list)
    year: int = 0
    phase: Phase = "term"

    def enter_all(self) -> None:
        """Enter every line of every year."""
        for t in range(1, self.case.project.horizon + 1):
            self.year = self.case.project.first_year + t - 1
            self.phase = "term" if t <= self.deal.last_year else "after"
            self._running(t)
            self._support(t)
            self._services(t)
            self._public_need(t)
            for entry in self.same.get(t, ()):
                to = self.transfers if entry.paid else self.comparison
                to.append(self._transfer(entry.line, entry.payer, entry.payee, entry.amount, entry.item))

    def _enter(self, line: str, payer: str, payee: str, amount: Number, item: str = "") -> None:
        if not is_zero(amount):
            self.transfers.append(self._transfer(line, payer, payee, amount, item))

    def _transfer(self, line: str, payer: str, payee: str, amount: Number, item: str) -> Transfer:
        return Transfer(line, item, self.phase, payer, payee, self.year, self.scenario.name, amount)

    def _running(self, t: int) -> None:
        """Build, renewal, operation and what is paid for a backbone."""
        settings, scenario, runner = self.case.settings, self.scenario, self.deal.runner(t)
        self._enter("build", runner.party, SUPPLIERS, scenario.build * self.city.build[t])
        self._enter("renewal", runner.party, SUPPLIERS, scenario.build * self.city.renewal[t])
        self._enter("operation", runner.party, SUPPLIERS, scenario.operation * self.city.operation[t])
        # Only where the mode of the contract uses a backbone was any build replaced.
        replaced = self.city.replaced[t]
        if runner.party == OPERATOR:
            self._enter("backbone charge", OPERATOR, OUTSIDE, settings.backbone_charge * replaced)
        elif t > self.deal.last_year:
            self._enter("backbone rent", GOVERNMENT, OUTSIDE, settings.backbone_rent * replaced)

    def _support(self, t: int) -> None:
        """The operator is paid what is signed; a successor all build and renewal, and its operation with a margin."""
        scenario, runner = self.scenario, self.deal.runner(t)
        if t <= self.deal.last_year:
            contribution = self.support.contribution_in(scenario, t)
            compensation = self.support.compensation_in(scenario, t)
        elif runner.party == SUCCESSOR:
            contribution = scenario.build * (self.city.build[t] + self.city.renewal[t])
            agreed = self.deal.mode.successor_compensation
            margin = runner.mode.compensation_most if agreed is None else agreed
            compensation = margin * scenario.operation * self.city.operation[t]
        else:
            return
        if runner.party != GOVERNMENT:  # which would pay itself
            self._enter("capital contribution", GOVERNMENT, runner.party, contribution)
            self._enter("operating compensation", GOVERNMENT, runner.party, compensation)

    def _services(self, t: int) -> None:
        """Revenue and cost of sales in shares; free services at the cost of who is obliged; the share of turnover."""
        runner = self.deal.runner(t)
        in_term = t <= self.deal.last_year
        turnover: Number = 0
        for sale in self.sales[t]:
            if sale.free:
                obliged = runner.party if in_term else GOVERNMENT
                self._enter("free service cost", obliged, SUPPLIERS, sale.cost, sale.service)
                continue
            for party, part in ((runner.party, runner.part_of_revenue), (GOVERNMENT, 1 - runner.part_of_revenue)):
                self._enter("service revenue", USERS, party, part * sale.revenue, sale.service)
                self._enter("cost of sales", party, SUPPLIERS, part * sale.cost, sale.service)
            turnover += runner.part_of_revenue * sale.revenue
        if in_term and self.deal.mode.operator:
            self._enter("turnover share", OPERATOR, GOVERNMENT, self.deal.share * turnover)

    def _public_need(self, t: int) -> None:
        """Need of open districts is served or bought from the operator; that of all others is bought as today."""
        mode, need = self.deal.mode, self.scenario.need * self.city.need[t]
        elsewhere = self.scenario.need * self.city.need_elsewhere[t]
        as_today = self.case.settings.present_price * self.escalation.present[t] * elsewhere
        self._enter("need bought as today", GOVERNMENT, PRESENT_SUPPLIER, as_today)
        if t > self.deal.last_year:
            if self.deal.keeps and mode.after_term_price is not None:
                price = mode.after_term_price * self.escalation.named(mode.after_term_price_index)[t]
                self._enter("public capacity", GOVERNMENT, OPERATOR, price * need)
        elif mode.operator and mode.public_need == "bought" and mode.public_price is not None:
            bought = self.deal.bought.get(t, 0)
            price = mode.public_price * self.escalation.named(mode.public_price_index)[t]
            beyond, above = positive_part(bought - need), positive_part(need - bought)
            self._enter("public capacity", GOVERNMENT, OPERATOR, price * lesser(bought, need))
            self._enter("capacity bought beyond need", GOVERNMENT, OPERATOR, price * beyond)
            self._enter("overage", GOVERNMENT, OPERATOR, price * (1 + mode.overage_premium) * above)
