"""Two programs that were written apart price and judge the same contracts: what MODEL.md says has one reading."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from optmodel.case import Case
from optmodel.contract import GOVERNMENT, OPERATOR, Terms
from optmodel.ledger import Ledger, ledger
from optmodel.requirements import Requirement
from optmodel.verify import judge
from tests.independent_cases import dressed_case, random_terms
from tests.independent_ledger import Priced, dearest_mean, price
from tests.independent_verdict import Verdict, judged

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage

CONTRACTS = 200
CLOSE = 1e-7
# Of these the program counts the plans that break them; here they are measured.
COUNTED = {"need_carried", "least_service"}
SLASHED = {"budget", "budget_total", "coverage", "free_service"}


@cache
def contracts(seed: int) -> list[tuple[Case, Terms, Ledger, Priced]]:
    """Random contracts, each priced by both programs."""
    priced = []
    for number in range(CONTRACTS):
        random = Random(f"{seed} {number}")
        case = dressed_case(random)
        terms = random_terms(random, case)
        priced.append((case, terms, ledger(case, terms), price(case, terms)))
    return priced


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
    for name in priced.cost:
        yield f"cost in {name}", book.government_cost_by_scenario[name], priced.cost[name], government
        if case.mode(book.terms.mode).operator:
            yield f"NPV in {name}", book.operator_npv_by_scenario[name], priced.operator_npv[name], operator
        paid, received = book.flows(GOVERNMENT, name), book.flows(OPERATOR, name)
        for place, year in enumerate(case.years):
            lines = [abs(amount) for amount in priced.government_years[name, year].values()]
            yield f"payments in {name}/{year}", -paid[place], priced.payments[name, year], sum(lines)
            lines = [abs(amount) for amount in priced.operator_years[name, year].values()]
            yield f"inflow in {name}/{year}", received[place], priced.inflow[name, year], sum(lines)
    for place, year in enumerate(case.years):
        yield f"residents pay in {year}", book.residents_pay[place], priced.residents_pay[year], residents


def lines_of(book: Ledger, party: str) -> dict[tuple[str, int, str], float]:
    """What the program's ledger lets a party receive less what it pays, by scenario, year and line."""
    lines: dict[tuple[str, int, str], float] = defaultdict(float)
    for transfer in book.transfers:
        sign = (transfer.payee == party) - (transfer.payer == party)
        lines[transfer.scenario, transfer.year, transfer.line] += sign * transfer.amount
    return lines


def test_both_ledgers_give_every_figure_alike(seed: int) -> None:
    different = {}
    for number, (case, _terms, book, priced) in enumerate(contracts(seed)):
        for name, theirs, ours, size in figures(case, book, priced):
            if abs(theirs - ours) > 1e-9 * size:
                different[number, name] = (theirs, ours)
    assert different == {}


def test_both_ledgers_put_every_amount_on_the_same_line(seed: int) -> None:
    different = {}
    for number, (_case, _terms, book, priced) in enumerate(contracts(seed)):
        for party, cash, sign in (
            (GOVERNMENT, priced.government_years, -1),
            (OPERATOR, priced.operator_years, 1),
        ):
            ours = {(*cell, line): sign * amount for cell, lines in cash.items() for line, amount in lines.items()}
            theirs = lines_of(book, party)
            size = sum(map(abs, ours.values()))
            for place in ours.keys() | theirs.keys():
                if abs(ours.get(place, 0.0) - theirs.get(place, 0.0)) > 1e-9 * size:
                    different[number, party, place] = (theirs.get(place, 0.0), ours.get(place, 0.0))
    assert different == {}


def rows_of(case: Case, terms: Terms, priced: Priced) -> dict[str, dict[str, Verdict]]:
    """Our verdicts by rule and index, the index written as the program writes it."""
    rows: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for (rule, index), verdict in judged(case, terms, priced).items():
        rows[rule][("/" if rule in SLASHED else " ").join(map(str, index))] = verdict
    return rows


def test_both_verdicts_are_the_same_by_rule_and_index(seed: int) -> None:
    different = {}
    for number, (case, terms, book, priced) in enumerate(contracts(seed)):
        ours = rows_of(case, terms, priced)
        theirs: dict[str, dict[str, Requirement]] = defaultdict(dict)
        for requirement in judge(case, terms, book):
            theirs[requirement.rule][requirement.index] = requirement
        for rule in (ours.keys() | theirs.keys()) - {"support_and_share"}:
            for index in ours[rule].keys() | theirs[rule].keys():
                our, their = ours[rule].get(index), theirs[rule].get(index)
                # One of them has no row where nothing can be wrong, such as a year without build.
                holds = our is None or our.holds, their is None or their.holds
                close = our is not None and abs(our.slack) <= CLOSE * our.size
                if holds[0] != holds[1] and not close:
                    different[number, rule, index] = (our, their)
        # The program judges these by year and line, here they are one row.
        together = (
            all(row.holds for row in ours["support_and_share"].values()),
            all(row.holds for row in theirs["support_and_share"].values()),
        )
        if together[0] != together[1]:
            different[number, "support_and_share", ""] = together
    assert different == {}


def test_both_verdicts_are_off_by_the_same_amount(seed: int) -> None:
    different = {}
    for number, (case, terms, book, priced) in enumerate(contracts(seed)):
        ours = rows_of(case, terms, priced)
        for requirement in judge(case, terms, book):
            our = ours[requirement.rule].get(requirement.index)
            if our is None or requirement.rule in COUNTED:
                continue
            # Rounding up to a step may fall either way where an amount is a multiple of it.
            if abs(our.slack - requirement.slack) > CLOSE * our.size:
                different[number, requirement.rule, requirement.index] = (our, requirement)
    assert different == {}


def test_the_contracts_compared_break_and_keep_every_rule(seed: int) -> None:
    kept, broken = set(), set()
    for case, terms, _, priced in contracts(seed):
        for (rule, _), verdict in judged(case, terms, priced).items():
            (kept if verdict.holds else broken).add(rule)
    # One plan a district and a level of the sheet are what the terms at random always have.
    assert kept - broken == {"one_plan", "tariff"}
    assert broken - kept == set()


def test_the_mean_of_the_dearest_takes_part_of_a_scenario_where_it_must() -> None:
    # The dearest 0.3: 40 with 0.2 and 20 with 0.1, (8 + 2) / 0.3 = 33.33.
    assert dearest_mean([(10.0, 0.5), (20.0, 0.3), (40.0, 0.2)], 0.7) == pytest.approx(100 / 3)
