"""What comes with a mode beside its terms: charges, fees for functions that others do and the staff they free."""

from collections.abc import Iterator, Sequence

from optmodel.case import Case, Charge
from optmodel.contract import GOVERNMENT, OPERATOR, OUTSIDE, SUCCESSOR
from optmodel.ledger.arithmetic import Number
from optmodel.ledger.calendar import Calendar
from optmodel.ledger.city import City
from optmodel.ledger.deal import Deal, Runner
from optmodel.ledger.escalation import Escalation
from optmodel.ledger.transfer import Entry


def charge_entries(case: Case, escalation: Escalation, city: City, calendars: Sequence[Calendar]) -> Iterator[Entry]:
    """Yield charges of the contract's mode in the term; after it those of the mode that runs the network."""
    for calendar in calendars:
        runner = calendar.runner
        for charge in case.charges:
            if charge.mode != runner.mode.name:
                continue
            payer, payee = _ends(charge, runner)
            if payer == payee:
                continue  # a successor is paid for all it does: what it would pay to the government falls away
            index, paid = escalation.named(charge.index), charge.counted == "flows"
            for t in calendar.due(charge):
                amount = charge.amount * _base(charge, runner, city, t) * index[t]
                yield Entry(t, "charge", charge.name, payer, payee, amount, paid)


def outsourcing_entries(escalation: Escalation, deal: Deal, horizon: int) -> Iterator[Entry]:
    """Yield what each outsourced function costs in fees and frees in staff."""
    for item in deal.outsourced:
        last = horizon if item.last is None else min(item.last, horizon)
        for t in range(item.first, last + 1):
            index = escalation.contract[t]
            yield Entry(t, "outsourcing fee", item.function, GOVERNMENT, OUTSIDE, item.fee * index)
            yield Entry(t, "staff freed", item.function, OUTSIDE, GOVERNMENT, item.staff_saved * index)


def _ends(charge: Charge, runner: Runner) -> tuple[str, str]:
    """Payer and payee; a successor passes on to the government what an operator would pay."""
    if runner.party != SUCCESSOR:
        return charge.payer, charge.payee
    return GOVERNMENT, SUCCESSOR if charge.payee == OPERATOR else charge.payee


def _base(charge: Charge, runner: Runner, city: City, t: int) -> Number:
    """What the amount of a charge is multiplied by."""
    if charge.base == "per partner":
        return runner.mode.partners
    if charge.base == "share of build to date":
        return city.build_to_date[t]
    return city.covered[t] if charge.base == "per resident covered" else 1
