"""Figures that several reports give: what the operator gets out of it and risks, who is served and what they pay."""

from optmodel.case import ALL_DISTRICTS
from optmodel.contract import OPERATOR, tariff
from optmodel.finance import absolute_sum, index, irr, payback_year, peak_exposure
from optmodel.ledger import Ledger
from optmodel.ledger.outlook import dearest
from optmodel.report import texts


def has_operator(ledger: Ledger) -> bool:
    """Whether the mode of the contract has an operator."""
    return ledger.case.mode(ledger.terms.mode).operator


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


def chance_of_loss(ledger: Ledger) -> float | None:
    """Return how likely the operator is not to get its money back; ``None`` where nothing else was looked at."""
    return _probability(ledger, ledger.chance_of_loss)


def chance_below_return(ledger: Ledger) -> float | None:
    """Return how likely the operator is to earn less than it requires; ``None`` where nothing else was looked at."""
    return _probability(ledger, ledger.chance_below_return)


def _probability(ledger: Ledger, added_up: float | None) -> float | None:
    """What adding probabilities up leaves above 1 is rounding."""
    return None if added_up is None or len(ledger.scenarios) == 1 else min(float(added_up), 1.0)


def dearest_scenario(ledger: Ledger) -> tuple[str, float] | None:
    """Return the scenario that costs the government most and what it costs; ``None`` where there is one only."""
    costs = ledger.government_cost_by_scenario
    return max(costs.items(), key=lambda item: item[1]) if len(costs) > 1 else None


def mean_of_dearest(ledger: Ledger) -> float | None:
    """Return the mean cost of the dearest scenarios (CVaR at ``risk_tail``); ``None`` where there is one only."""
    costs = ledger.government_cost_by_scenario.values()
    return dearest(ledger.scenarios, costs, ledger.case.settings.risk_tail) if len(costs) > 1 else None


def is_weighed(ledger: Ledger) -> bool:
    """Whether something else than the expected cost to the government is minimised."""
    settings = ledger.case.settings
    return bool(settings.risk_aversion or settings.citizens_weight)


def dearest_year(ledger: Ledger) -> tuple[int, float]:
    """Return the first of the years in which the government is expected to pay most, net, and what it pays then."""
    amounts = ledger.government_payments
    largest = max(amounts)
    return ledger.case.years[amounts.index(largest)], largest


def residents_pay_a_year(ledger: Ledger) -> float | None:
    """Return what a resident covered is expected to pay a year, at the prices of the base, on the mean of all years.

    Years weigh by the residents covered in them. ``None`` where nobody is ever covered.
    """
    case, paid, covered = ledger.case, 0.0, 0.0
    for year, amount in zip(case.years, ledger.residents_pay, strict=True):
        paid += amount / index(case.settings.price_growth, year, case.about.price_base)
        covered += sum(ledger.covered[year].values())
    return paid / covered if covered else None


def reseller_prices(ledger: Ledger) -> dict[str, float]:
    """Return what residents pay those to whom a service is leased, by service, at base prices and the signed tariff."""
    case, factor = ledger.case, tariff(ledger.case, ledger.terms.tariff_level).price
    tariffed = {service.name: service.tariffed for service in case.services}
    return {
        item.service: item.resident_price * (factor if tariffed[item.service] else 1.0)
        for item in case.service_factors
        if item.mode == ledger.terms.mode and item.offer == "paid" and item.resident_price is not None
    }


def _negligible(flows: list[float]) -> float:
    """What rounding may leave of a sum; it is no flow."""
    return 1e-12 * absolute_sum(flows)
