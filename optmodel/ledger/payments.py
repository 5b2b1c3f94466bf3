"""Who pays whom, year by year: the table of the model, line after line."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from optmodel.case import PLANNED, Case, Charge
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
from optmodel.ledger.city import City, Sale
from optmodel.ledger.deal import Deal, Runner
from optmodel.ledger.escalation import Escalation
from optmodel.ledger.statement import Transfer


@dataclass(frozen=True, slots=True)
class Payments:
    """The transfers of one contract, entered one after the other."""

    case: Case
    escalation: Escalation
    deal: Deal
    city: City
    sales: Sequence[Sequence[Sale]]  # of each year
    contribution: dict[int, Number]
    compensation: dict[int, Number]
    transfers: list[Transfer] = field(default_factory=list)
    comparison: list[Transfer] = field(default_factory=list)

    def enter_all(self) -> None:
        """Enter every line of every year."""
        last, horizon = self.deal.last_year, self.case.project.horizon
        for years in (range(1, last + 1), range(last + 1, horizon + 1)):
            charges = self._charges_of(self.deal.runner(years.start), "signature" if years.start == 1 else "handover")
            for t in years:
                self._running(t)
                self._support(t)
                self._services(t)
                self._public_need(t)
                self._charges(t, charges)

    def _enter(
        self, line: str, t: int, payer: str, payee: str, amount: Number, item: str = "", *, paid: bool = True
    ) -> None:
        """Enter what is paid; what is not ``paid`` is entered for comparison only."""
        if not is_zero(amount):
            year = self.case.project.first_year + t - 1
            phase: Phase = "term" if t <= self.deal.last_year else "after"
            entries = self.transfers if paid else self.comparison
            entries.append(Transfer(line, item, phase, payer, payee, year, PLANNED, amount))

    def _running(self, t: int) -> None:
        """Build, renewal, operation and what is paid for a backbone."""
        settings, runner = self.case.settings, self.deal.runner(t)
        self._enter("build", t, runner.party, SUPPLIERS, self.city.build[t])
        self._enter("renewal", t, runner.party, SUPPLIERS, self.city.renewal[t])
        self._enter("operation", t, runner.party, SUPPLIERS, self.city.operation[t])
        # Only where the mode of the contract uses a backbone was any build replaced.
        replaced = self.city.replaced[t]
        if runner.party == OPERATOR:
            self._enter("backbone charge", t, OPERATOR, OUTSIDE, settings.backbone_charge * replaced)
        elif t > self.deal.last_year:
            self._enter("backbone rent", t, GOVERNMENT, OUTSIDE, settings.backbone_rent * replaced)

    def _support(self, t: int) -> None:
        """The operator is paid what is signed; a successor all build and renewal, and its operation with a margin."""
        runner = self.deal.runner(t)
        if t <= self.deal.last_year:
            contribution, compensation = self.contribution.get(t, 0), self.compensation.get(t, 0)
        elif runner.party == SUCCESSOR:
            contribution = self.city.build[t] + self.city.renewal[t]
            agreed = self.deal.mode.successor_compensation
            margin = runner.mode.compensation_most if agreed is None else agreed
            compensation = margin * self.city.operation[t]
        else:
            return
        if runner.party != GOVERNMENT:  # which would pay itself
            self._enter("capital contribution", t, GOVERNMENT, runner.party, contribution)
            self._enter("operating compensation", t, GOVERNMENT, runner.party, compensation)

    def _services(self, t: int) -> None:
        """Revenue and cost of sales in shares; free services at the cost of who is obliged; the share of turnover."""
        runner = self.deal.runner(t)
        in_term = t <= self.deal.last_year
        turnover: Number = 0
        for sale in self.sales[t]:
            if sale.free:
                obliged = runner.party if in_term else GOVERNMENT
                self._enter("free service cost", t, obliged, SUPPLIERS, sale.cost, sale.service)
                continue
            for party, part in runner.parts:
                self._enter("service revenue", t, USERS, party, part * sale.revenue, sale.service)
                self._enter("cost of sales", t, party, SUPPLIERS, part * sale.cost, sale.service)
            turnover += runner.part_of_revenue * sale.revenue
        if in_term and self.deal.mode.operator:
            self._enter("turnover share", t, OPERATOR, GOVERNMENT, self.deal.share * turnover)

    def _public_need(self, t: int) -> None:
        """Need of open districts is served or bought from the operator; that of all others is bought as today."""
        mode, need, index = self.deal.mode, self.city.need[t], self.escalation.contract[t]
        as_today = self.case.settings.present_price * self.escalation.present[t] * self.city.need_elsewhere[t]
        self._enter("need bought as today", t, GOVERNMENT, PRESENT_SUPPLIER, as_today)
        if t > self.deal.last_year:
            if self.deal.keeps and mode.after_term_price is not None:
                self._enter("public capacity", t, GOVERNMENT, OPERATOR, mode.after_term_price * index * need)
        elif mode.operator and mode.public_need == "bought" and mode.public_price is not None:
            bought, price = self.deal.bought.get(t, 0), mode.public_price * index
            beyond, above = positive_part(bought - need), positive_part(need - bought)
            self._enter("public capacity", t, GOVERNMENT, OPERATOR, price * lesser(bought, need))
            self._enter("capacity bought beyond need", t, GOVERNMENT, OPERATOR, price * beyond)
            self._enter("overage", t, GOVERNMENT, OPERATOR, price * (1 + mode.overage_premium) * above)

    def _charges_of(self, runner: Runner, calendar: str) -> list[Charge]:
        """Charges of the contract's mode in the term; after it those of the mode that runs the network."""
        return [
            charge
            for charge in self.case.charges
            if charge.mode == runner.mode.name and charge.counted_from in (calendar, "either")
        ]

    def _charges(self, t: int, charges: Sequence[Charge]) -> None:
        """Enter the charges of a phase that are due in the year."""
        runner = self.deal.runner(t)
        age = t if t <= self.deal.last_year else t - self.deal.last_year
        for charge in charges:
            if age < charge.first or (charge.last is not None and age > charge.last):
                continue
            amount = charge.amount * self._base(charge, t) * self.escalation.named(charge.index)[t]
            payer, payee = self._ends(charge, runner)
            if payer == payee:
                continue  # a successor is paid for all it does: what it would pay to the government falls away
            self._enter("charge", t, payer, payee, amount, charge.name, paid=charge.counted == "flows")

    def _ends(self, charge: Charge, runner: Runner) -> tuple[str, str]:
        """Payer and payee; a successor passes on to the government what an operator would pay."""
        if runner.party != SUCCESSOR:
            return charge.payer, charge.payee
        return GOVERNMENT, SUCCESSOR if charge.payee == OPERATOR else charge.payee

    def _base(self, charge: Charge, t: int) -> Number:
        """What the amount of a charge is multiplied by."""
        if charge.base == "per partner":
            return self.case.mode(charge.mode).partners
        if charge.base == "share of build to date":
            return self.city.build_to_date[t]
        return self.city.covered[t] if charge.base == "per resident covered" else 1
