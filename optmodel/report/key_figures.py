"""Figures that several reports give: what is signed in support, what the operator gets out of it, who is served."""

from optmodel.case import ALL_DISTRICTS
from optmodel.contract import OPERATOR
from optmodel.finance import absolute_sum, discount_factor, irr, payback_year, peak_exposure
from optmodel.ledger import Ledger
from optmodel.report import texts


def has_operator(ledger: Ledger) -> bool:
    """Whether the mode of the contract has an operator."""
    return ledger.case.mode(ledger.terms.mode).operator


def support(ledger: Ledger) -> float:
    """Present value at the government's rate of what is signed as contribution and compensation."""
    settings, first = ledger.case.settings, ledger.case.project.first_year
    return sum(
        amount * discount_factor(settings.government_rate, year - first + 1, settings.flows_at)
        for amounts in (ledger.contribution, ledger.compensation)
        for year, amount in amounts.items()
    )


def served_at_horizon(ledger: Ledger) -> float | None:
    """Return the residents served in the last year looked at, a fraction of all."""
    return ledger.coverage(ledger.case.years[-1], ALL_DISTRICTS)


def operator_irr(ledger: Ledger) -> tuple[float | None, str | None]:
    """Return the operator's internal rate of return, or why there is none; its end value counts in the last year."""
    if not has_operator(ledger):
        return None, texts.NO_OPERATOR
    flows = list(ledger.operator_flows)
    if ledger.end_value_owner == OPERATOR:
        flows[-1] += ledger.end_value
    rate = irr(flows, _negligible(flows))
    return rate.value, rate.reason


def operator_payback(ledger: Ledger) -> tuple[int | None, str | None]:
    """Return the calendar year by whose end the operator has its money back, or why there is none."""
    if not has_operator(ledger):
        return None, texts.NO_OPERATOR
    year = payback_year(ledger.operator_flows, _negligible(ledger.operator_flows))
    if year is None:
        return None, texts.NOT_RECOVERED.format(last_year=ledger.case.years[-1])
    return (ledger.case.years[year - 1], None) if year else (None, texts.NEVER_EXPOSED)


def operator_exposure(ledger: Ledger) -> float | None:
    """Return the most that the operator is ever out of pocket, undiscounted; ``None`` without an operator."""
    return peak_exposure(ledger.operator_flows) if has_operator(ledger) else None


def _negligible(flows: list[float]) -> float:
    """What rounding may leave of a sum; it is no flow."""
    return 1e-12 * absolute_sum(flows)
