"""Two programs that were written apart price and judge the same contracts: what MODEL.md says has one reading."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random

import pytest

from optmodel.case import Case, checked
from optmodel.contract import GOVERNMENT, OPERATOR, Terms
from optmodel.ledger import Ledger, ledger
from optmodel.verify import judge
from tests.independent_cases import dressed_case, random_terms
from tests.independent_ledger import Priced, dearest_mean, price
from tests.independent_verdict import Verdict, judged

CONTRACTS = 200
CLOSE = 1e-7
SLASHED = {"budget", "budget_total", "coverage", "free_service"}


def contracts(seed: int) -> Iterator[tuple[Case, Terms]]:
    for number in range(CONTRACTS):
        random = Random(f"{seed} {number}")
        case = dressed_case(random)
        yield checked(case), random_terms(random, case)


def figures(case: Case, book: Ledger, priced: Priced) -> Iterator[tuple[str, float, float, float]]:
    """Every figure of both programs: its name, theirs, ours, and the sum of the absolute amounts added."""
    government = sum(abs(amount) for lines in priced.government_years.values() for amount in lines.values())
    operator = sum(abs(amount) for lines in priced.operator_years.values() for amount in lines.values())
    government, operator = government + abs(priced.end_value), operator + abs(priced.end_value)
    residents = sum(priced.residents_pay.values())
    yield "government_cost", book.government_cost, priced.government_cost, government
    yield "objective", book.objective, priced.objective, government + residents
    yield "gross_cost", book.gross_cost, priced.gross_cost, priced.gross_cost
    yield "support_value", book.support_value, priced.support_value, government
    if case.mode(book.terms.mode).operator:
        yield "operator_npv", book.operator_npv, priced.expected_operator_npv, operator
    for scenario, name in enumerate(priced.cost):
        yield f"cost in {name}", book.government_cost_by_scenario[scenario], priced.cost[name], government
        if case.mode(book.terms.mode).operator:
            yield f"NPV in {name}", book.operator_npv_by_scenario[scenario], priced.operator_npv[name], operator
        paid, received = book.flows(GOVERNMENT, scenario), book.flows(OPERATOR, scenario)
        for place, year in enumerate(case.years):
            lines = [abs(amount) for amount in priced.government_years[name, year].values()]
            yield f"payments in {name}/{year}", -paid[place], priced.payments[name, year], sum(lines)
            lines = [abs(amount) for amount in priced.operator_years[name, year].values()]
            yield f"inflow in {name}/{year}", received[place], priced.inflow[name, year], sum(lines)
    for place, year in enumerate(case.years):
        yield f"residents pay in {year}", book.residents_pay[place], priced.residents_pay[year], residents


def test_both_ledgers_give_every_figure_alike(seed: int) -> None:
    different = {}
    for number, (case, terms) in enumerate(contracts(seed)):
        for name, theirs, ours, size in figures(case, ledger(case, terms), price(case, terms)):
            if abs(theirs - ours) > 1e-9 * size:
                different[number, name] = (theirs, ours)
    assert different == {}


def test_both_verdicts_are_the_same_by_rule_and_index(seed: int) -> None:
    different = {}
    for number, (case, terms) in enumerate(contracts(seed)):
        ours: dict[str, dict[str, Verdict]] = defaultdict(dict)
        for (rule, index), verdict in judged(case, terms, price(case, terms)).items():
            ours[rule][("/" if rule in SLASHED else " ").join(map(str, index))] = verdict
        theirs: dict[str, dict[str, bool]] = defaultdict(dict)
        for requirement in judge(case, terms, ledger(case, terms)):
            theirs[requirement.rule][requirement.index] = requirement.holds
        for rule in ours.keys() | theirs.keys():
            clear = {
                index: verdict for index, verdict in ours[rule].items() if abs(verdict.slack) > CLOSE * verdict.size
            }
            for index in clear.keys() & theirs[rule].keys():
                if clear[index].holds != theirs[rule][index]:
                    different[number, rule, index] = clear[index]
            # Where one of them has no row of that index, as for a year in which nothing can be wrong, all hold.
            together = all(verdict.holds for verdict in ours[rule].values()), all(theirs[rule].values())
            if together[0] != together[1] and len(clear) == len(ours[rule]):
                different[number, rule, "all"] = ours[rule]
    assert different == {}


def test_the_contracts_compared_break_and_keep_every_rule(seed: int) -> None:
    kept, broken = set(), set()
    for case, terms in contracts(seed):
        for (rule, _), verdict in judged(case, terms, price(case, terms)).items():
            (kept if verdict.holds else broken).add(rule)
    # One plan a district and a level of the sheet are what the terms at random always have.
    assert kept - broken == {"one_plan", "tariff"}
    assert broken - kept == set()


def test_the_mean_of_the_dearest_takes_part_of_a_scenario_where_it_must() -> None:
    # The dearest 0.3: 40 with 0.2 and 20 with 0.1, (8 + 2) / 0.3 = 33.33.
    assert dearest_mean([(10.0, 0.5), (20.0, 0.3), (40.0, 0.2)], 0.7) == pytest.approx(100 / 3)
