"""The risk register: what risks cost on average, and what of the revenue never comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from optmodel.case import Case, Risk, RiskFactor
from optmodel.contract import GOVERNMENT, OPERATOR, OUTSIDE
from optmodel.ledger.arithmetic import Number, Series
from optmodel.ledger.calendar import Calendar
from optmodel.ledger.city import City
from optmodel.ledger.deal import Deal
from optmodel.ledger.escalation import Escalation
from optmodel.ledger.transfer import Entry


@dataclass(frozen=True, slots=True)
class Exposure:
    """One risk in one phase of a contract."""

    risk: Risk
    years: range
    part: Number  # of its base that is lost on average: probability · impact · severity
    operator_share: Number  # of what it costs; all that is not the operator's is the government's


def exposures_of(case: Case, deal: Deal, calendars: Sequence[Calendar]) -> list[Exposure]:
    """Name the risks counted in flows that exist in the modes that run the network, each in its years.

    Those counted in the scenarios or in the required return are in the figures already.
    """
    result = []
    for calendar in calendars if case.risks else ():
        mode = calendar.runner.mode
        factors = {item.risk: item for item in case.risk_factors if item.mode == mode.name}
        for risk in case.risks:
            if risk.counted_in != "flows" or risk.name not in factors:
                continue
            factor, years = factors[risk.name], calendar.due(risk)
            severity, operator_share = _struck(case, deal, calendar, factor)
            if years:
                result.append(Exposure(risk, years, risk.probability * risk.impact * severity, operator_share))
    return result


def _struck(case: Case, deal: Deal, calendar: Calendar, factor: RiskFactor) -> tuple[Number, Number]:
    """How hard a risk strikes in a phase, and which part the operator bears: after the term all or nothing."""
    if calendar.counted_from == "handover":
        return factor.severity, int(deal.keeps)
    severity, outsourced = factor.severity, {item.function for item in deal.outsourced}
    for item in case.outsourced_risks:
        if (item.mode, item.risk) == (factor.mode, factor.risk) and item.function in outsourced:
            severity = severity * item.severity
    return severity, factor.operator_share if deal.mode.operator else 0


def revenue_kept(exposures: Sequence[Exposure], horizon: int) -> Series:
    """Give 1 − λ(t), the part of the revenue that comes: no share is paid on money that never did."""
    kept: list[Number] = [1] * (horizon + 1)
    for exposure in exposures:
        if exposure.risk.base == "revenue":
            for t in exposure.years:
                kept[t] = kept[t] - exposure.part
    return tuple(kept)


def risk_entries(
    case: Case, escalation: Escalation, deal: Deal, city: City, exposures: Sequence[Exposure]
) -> Iterator[Entry]:
    """Yield what risks cost on average, on planned figures, parted between operator and government."""
    for exposure in exposures:
        if exposure.risk.base == "revenue":
            continue
        base, name = _base(case, escalation, deal, city, exposure.risk), exposure.risk.name
        for t in exposure.years:
            amount = exposure.part * base[t]
            yield Entry(t, "risk", name, GOVERNMENT, OUTSIDE, (1 - exposure.operator_share) * amount)
            yield Entry(t, "risk", name, OPERATOR, OUTSIDE, exposure.operator_share * amount)


def _base(case: Case, escalation: Escalation, deal: Deal, city: City, risk: Risk) -> Sequence[Number]:
    """The planned figure of each year that the impact is a part of; of a fixed base it is money itself."""
    if risk.base == "build":
        return city.build
    if risk.base == "operation":
        return city.operation
    if risk.base == "need":
        present = case.settings.present_price
        return [present * index * need for index, need in zip(escalation.present, city.need, strict=True)]
    if risk.base == "build not written off":
        return [deal.in_term.build_factor * remaining for remaining in city.remaining]
    return escalation.contract
