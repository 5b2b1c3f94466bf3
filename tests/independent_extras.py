"""What comes with a mode beside its terms, read from MODEL.md alone: risks, charges, and the market they act on."""

from dataclasses import dataclass

from optmodel.case import Charge, Risk, Scenario
from tests.independent_network import Deal
from tests.independent_sales import Shop


def severity(deal: Deal, risk: Risk, t: int) -> tuple[float, float]:
    """How hard a risk strikes in the mode that runs the network, and the operator's part; both 0 without a row."""
    mode = deal.running(t)
    for row in deal.case.risk_factors:
        if (row.risk, row.mode) == (risk.name, mode.name):
            hard = row.severity
            for other in deal.case.outsourced_risks:
                if (other.mode, other.risk) == (mode.name, risk.name) and other.function in deal.terms.outsourced:
                    hard *= other.severity if deal.in_term(t) else 1.0
            return hard, row.operator_share if mode.operator else 0.0
    return 0.0, 0.0


def revenue_lost(deal: Deal, t: int) -> float:
    """The part of all revenue that risks take on average."""
    return sum(
        risk.probability * risk.impact * severity(deal, risk, t)[0]
        for risk in deal.case.risks
        if risk.base == "revenue"
        and risk.counted_in == "flows"
        and deal.active(risk.counted_from, risk.first, risk.last, t)
    )


def risk_cost(deal: Deal, t: int) -> tuple[float, float]:
    """What the register costs on average: the government's part and the operator's."""
    government = operator = 0.0
    for risk in deal.case.risks:
        counted = risk.counted_in == "flows" and risk.base != "revenue"
        if not counted or not deal.active(risk.counted_from, risk.first, risk.last, t):
            continue
        base = {
            "build": deal.build,
            "operation": deal.operation,
            "need": lambda t: deal.case.settings.present_price * deal.index("present", t) * deal.need_open(t),
            "build not written off": deal.not_written_off,
            "fixed": lambda t: deal.index("contract", t),
        }[risk.base](t)
        hard, share = severity(deal, risk, t)
        if not deal.in_term(t):
            share = 1.0 if deal.keeps else 0.0
        amount = risk.probability * risk.impact * hard * base
        government += (1 - share) * amount
        operator += share * amount
    return government, operator


def charge_amount(deal: Deal, charge: Charge, t: int) -> float:
    """What a row of Charges comes to in a year; 0 in a year in which it is not paid."""
    if charge.mode != deal.running(t).name or charge.counted != "flows":
        return 0.0
    if not deal.active(charge.counted_from, charge.first, charge.last, t):
        return 0.0
    base = {
        "fixed": 1.0,
        "per partner": deal.running(t).partners,
        "share of build to date": deal.build_to_date(t),
        "per resident covered": deal.covered(t),
    }[charge.base]
    return charge.amount * base * deal.index(charge.index, t)


@dataclass(frozen=True)
class Market:
    """What users bring and sales cost in one scenario and year, before anybody's share."""

    revenue: float
    cost_of_sales: float
    free_cost: float
    residents_pay: float


def market(deal: Deal, shop: Shop, scenario: Scenario, t: int) -> Market:
    sales = [sale for plan in deal.plans for sale in shop.sales(plan, scenario, t)]
    kept = 1 - revenue_lost(deal, t)
    return Market(
        revenue=kept * sum(sale.units * sale.price for sale in sales),
        cost_of_sales=sum(sale.units * sale.unit_cost for sale in sales if not sale.free),
        free_cost=sum(sale.units * sale.unit_cost for sale in sales if sale.free),
        residents_pay=kept * sum(sale.units * sale.residents_price for sale in sales),
    )
