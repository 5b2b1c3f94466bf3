"""A second ledger, written from MODEL.md alone: each party's cash is added up on its own, year by year, in floats.

There are no transfers here. What the government pays and what the operator receives are worked out apart, so that a
payment which reaches one party and not the other shows as a difference from the program's ledger.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from optmodel.case import Case, Scenario
from optmodel.contract import Terms
from tests.independent_extras import charge_amount, market, risk_cost
from tests.independent_network import Deal, next_step
from tests.independent_sales import Shop

DEMAND = {"service revenue", "cost of sales", "turnover share"}
Lines = dict[str, float]


@dataclass(frozen=True)
class Priced:
    """What a contract costs and brings; scenarios by name, years as calendar years, present values where it says so."""

    cost: dict[str, float]
    government_cost: float
    objective: float
    operator_npv: dict[str, float]
    expected_operator_npv: float
    gross_cost: float
    residents_pay: dict[int, float]
    residents_value: float
    support_value: float
    end_value: float
    government_years: dict[tuple[str, int], Lines]
    operator_years: dict[tuple[str, int], Lines]

    @property
    def payments(self) -> dict[tuple[str, int], float]:
        """Net payments of the government by scenario and year."""
        return {cell: sum(lines.values()) for cell, lines in self.government_years.items()}

    @property
    def inflow(self) -> dict[tuple[str, int], float]:
        """Net inflow of the operator by scenario and year."""
        return {cell: sum(lines.values()) for cell, lines in self.operator_years.items()}


def purchases(deal: Deal, scenario: Scenario, t: int) -> Lines:
    """What the government buys of an operator, in and after the term."""
    need = scenario.need * deal.need_open(t)
    if deal.in_term(t) and deal.mode.operator and deal.mode.public_need == "bought":
        price, signed = deal.public_price(t), deal.capacity_signed(t)
        return {
            "public capacity": price * min(signed, need),
            "capacity bought beyond need": price * max(0.0, signed - need),
            "overage": price * (1 + deal.mode.overage_premium) * max(0.0, need - signed),
        }
    if not deal.in_term(t) and deal.keeps:
        price = (deal.mode.after_term_price or 0.0) * deal.index(deal.mode.after_term_price_index, t)
        return {"public capacity": price * need}
    return {}


def support(deal: Deal, scenario: Scenario, t: int) -> Lines:
    """What the government adds to the cost of the contract's operator."""
    contribution, compensation = deal.terms.capital_contribution, deal.terms.operating_compensation
    return {
        "capital contribution": deal.contribution(t) * (scenario.build if contribution.basis == "actual" else 1.0),
        "operating compensation": deal.compensation(t)
        * (scenario.operation if compensation.basis == "actual" else 1.0),
    }


def government_pays(deal: Deal, shop: Shop, scenario: Scenario, t: int) -> Lines:
    """Net payments of the government by line; receipts are negative."""
    pays: Lines = defaultdict(float)
    runner, sold = deal.running(t), market(deal, shop, scenario, t)
    present = deal.case.settings.present_price * deal.index("present", t)
    pays["need bought as today"] += present * scenario.need * deal.need_shut(t)
    pays["risk"] += risk_cost(deal, t)[0]
    for line, amount in purchases(deal, scenario, t).items():
        pays[line] += amount
    held = 0.0 if deal.keeps and not deal.in_term(t) else 1 - runner.revenue_to_operator
    pays["service revenue"] -= held * sold.revenue
    pays["cost of sales"] += held * sold.cost_of_sales
    if deal.handed_over(t) or not runner.operator:
        pays["free service cost"] += sold.free_cost
    if not runner.operator:
        pays["build"] += scenario.build * deal.build(t)
        pays["renewal"] += scenario.build * deal.renewal(t)
        pays["operation"] += scenario.operation * deal.operation(t)
    elif deal.handed_over(t):
        least = deal.mode.successor_compensation
        share = runner.compensation_most if least is None else least
        pays["capital contribution"] += scenario.build * (deal.build(t) + deal.renewal(t))
        pays["operating compensation"] += share * scenario.operation * deal.operation(t)
    elif deal.in_term(t):
        for line, amount in support(deal, scenario, t).items():
            pays[line] += amount
        pays["turnover share"] -= deal.terms.revenue_share * runner.revenue_to_operator * sold.revenue
    if deal.handed_over(t) and deal.mode.uses_backbone:
        pays["backbone rent"] += deal.case.settings.backbone_rent * deal.replaced(t)
    for charge in deal.case.charges:
        amount = charge_amount(deal, charge, t)
        pays_it = charge.payer == "government" or deal.handed_over(t)
        pays["charge"] += amount * (pays_it - (charge.payee == "government"))
    for function in deal.case.functions:
        last = deal.horizon if function.last is None else min(function.last, deal.horizon)
        outsourced = function.mode == deal.mode.name and function.function in deal.terms.outsourced
        if outsourced and not deal.handed_over(t) and function.first <= t <= last:
            pays["outsourcing fee"] += function.fee * deal.index("contract", t)
            pays["staff freed"] -= function.staff_saved * deal.index("contract", t)
    return pays


def operator_receives(deal: Deal, shop: Shop, scenario: Scenario, t: int) -> Lines:
    """Net inflow of the operator that signed, by line; what it pays is negative."""
    gets: Lines = defaultdict(float)
    if not deal.mode.operator or deal.handed_over(t):
        return gets
    sold = market(deal, shop, scenario, t)
    held = deal.mode.revenue_to_operator if deal.in_term(t) else 1.0
    gets["build"] -= scenario.build * deal.build(t)
    gets["renewal"] -= scenario.build * deal.renewal(t)
    gets["operation"] -= scenario.operation * deal.operation(t)
    gets["backbone charge"] -= deal.case.settings.backbone_charge * deal.replaced(t)
    gets["service revenue"] += held * sold.revenue
    gets["cost of sales"] -= held * sold.cost_of_sales
    gets["free service cost"] -= sold.free_cost
    if deal.in_term(t):
        gets["turnover share"] -= deal.terms.revenue_share * held * sold.revenue
        for line, amount in support(deal, scenario, t).items():
            gets[line] += amount
    for line, amount in purchases(deal, scenario, t).items():
        gets[line] += amount
    gets["risk"] -= risk_cost(deal, t)[1]
    for charge in deal.case.charges:
        sign = (charge.payee == "operator") - (charge.payer == "operator")
        gets["charge"] += sign * charge_amount(deal, charge, t)
    return gets


def support_value(deal: Deal) -> float:
    """All support as signed, at planned figures, in present value."""
    total = 0.0
    for t in range(1, min(deal.term, deal.horizon) + 1):
        if deal.mode.operator:
            above_cost = max(0.0, deal.compensation(t) - deal.operation(t))
            beyond_need = 0.0
            if deal.mode.public_need == "bought":
                enough = next_step(deal.need_open(t), deal.case.settings.capacity_step)
                beyond_need = deal.public_price(t) * max(0.0, deal.capacity_signed(t) - enough)
            each = deal.contribution(t) + above_cost + beyond_need
            total += each * deal.discount(deal.case.settings.government_rate, t)
    return total


def dearest_mean(costs: list[tuple[float, float]], tail: float) -> float:
    """Mean cost of the dearest 1 − tail of the probability: the dearest scenarios first, until they are used up."""
    room, total = 1 - tail, 0.0
    for cost, probability in sorted(costs, reverse=True):
        taken = min(room, probability)
        total += taken * cost
        room -= taken
    return total / (1 - tail - room)


def hurdle(deal: Deal) -> float:
    return (deal.mode.required_return or 0.0) + deal.mode.return_premium


def price(case: Case, terms: Terms) -> Priced:
    """Price a contract: every scenario, every year, first for the government, then for the operator."""
    deal = Deal(case, terms)
    shop = Shop(deal)
    settings, years = case.settings, range(1, deal.horizon + 1)
    cells = [(scenario, t) for scenario in deal.scenarios for t in years]
    pays = {(scenario.name, t): government_pays(deal, shop, scenario, t) for scenario, t in cells}
    gets = {(scenario.name, t): operator_receives(deal, shop, scenario, t) for scenario, t in cells}
    rates = {True: settings.commercial_rate, False: settings.government_rate}
    end = deal.end_value
    costs = _present(deal, pays, lambda line: rates[line in DEMAND])
    cost = {
        name: value - (0.0 if deal.keeps else end / (1 + rates[False]) ** deal.horizon) for name, value in costs.items()
    }
    npvs = _present(deal, gets, lambda line: hurdle(deal))
    npv = {
        name: value + (end / (1 + hurdle(deal)) ** deal.horizon if deal.keeps else 0.0) for name, value in npvs.items()
    }
    residents = dict.fromkeys(years, 0.0)
    for scenario, t in cells:
        residents[t] += scenario.probability * market(deal, shop, scenario, t).residents_pay
    residents_value = sum(residents[t] * deal.discount(settings.government_rate, t) for t in years)
    expected = sum(scenario.probability * cost[scenario.name] for scenario in deal.scenarios)
    dearest = dearest_mean([(cost[item.name], item.probability) for item in deal.scenarios], settings.risk_tail)
    return Priced(
        cost=cost,
        government_cost=expected,
        objective=(1 - settings.risk_aversion) * expected
        + settings.risk_aversion * dearest
        + settings.citizens_weight * residents_value,
        operator_npv=npv,
        expected_operator_npv=sum(scenario.probability * npv[scenario.name] for scenario in deal.scenarios),
        gross_cost=gross_cost(deal),
        residents_pay={deal.year(t): amount for t, amount in residents.items()},
        residents_value=residents_value,
        support_value=support_value(deal),
        end_value=end,
        government_years={(name, deal.year(t)): lines for (name, t), lines in pays.items()},
        operator_years={(name, deal.year(t)): lines for (name, t), lines in gets.items()},
    )


def _present(deal: Deal, cash: dict[tuple[str, int], Lines], rate: Callable[[str], float]) -> dict[str, float]:
    """Present value of a party's cash in each scenario, each line at its own rate."""
    values = {scenario.name: 0.0 for scenario in deal.scenarios}
    for (name, t), lines in cash.items():
        values[name] += sum(amount * deal.discount(rate(line), t) for line, amount in lines.items())
    return values


def gross_cost(deal: Deal) -> float:
    """What is built, renewed and operated to the horizon, whoever pays: expected, in present value."""
    total = 0.0
    for scenario in deal.scenarios:
        for t in range(1, deal.horizon + 1):
            spent = scenario.build * (deal.build(t) + deal.renewal(t)) + scenario.operation * deal.operation(t)
            total += scenario.probability * spent * deal.discount(deal.case.settings.government_rate, t)
    return total
