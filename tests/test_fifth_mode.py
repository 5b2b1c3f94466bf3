"""A mode nobody wrote code for, typed into the template: it is read, solved, verified and exported like any other.

Availability payment: an operator builds and runs the network and is paid a part of what it has built in every year of
its term; users' revenue is the government's. Its build and renewals may be contributed to, for 9 % a year alone repay
no build in fifteen years that earns 8 %: that is tried as well.
"""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from pyscipopt import Model

from optmodel.best_terms import Effort, best_terms
from optmodel.case import Case, Charge, findings
from optmodel.cli import commands
from optmodel.contract import GOVERNMENT, OPERATOR, SUCCESSOR, USERS, Terms
from optmodel.ledger import Ledger, ledger
from optmodel.report import read_terms
from optmodel.result import Status
from optmodel.rollout import Rollout
from optmodel.verify import evaluate
from optmodel.workbook import load, read, template, write

pytestmark = pytest.mark.heavy  # a whole city, read, solved and exported: run apart from coverage

NAME = "availability payment"
MODE = {
    "name": NAME,
    "selectable": "yes",
    "operator": "yes",
    "control": 2,
    "revenue to operator": 0,
    "public need": "served",
    "contribution least": 0,
    "contribution most": 0.8,
    "compensation least": 1.0,
    "compensation most": 1.2,
    "term least": 10,
    "term most": 15,
    "required return": 0.08,
    "at end": "reverts",
    "run after handover": "government-invested",
}
SERVICES = (
    {"service": "basic access", "offer": "free", "unit cost": 0.002},
    {"service": "packages", "offer": "paid", "price": 0.085, "uptake": 0.8, "unit cost": 0.03},
    {"service": "advertising", "offer": "not offered"},
    {"service": "capacity lease", "offer": "paid", "price": 0.28, "uptake": 1.0, "unit cost": 0.03},
)
CHARGE = {
    "mode": NAME,
    "name": "availability",
    "counted from": "signature",
    "amount": 0.09,
    "base": "share of build to date",
    "index": "none",
    "payer": "government",
    "payee": "operator",
}
RISKS = (
    {"risk": "construction overrun", "operator share": 0.8},
    {"risk": "operating cost", "operator share": 0.8},
    {"risk": "outage of the public need", "operator share": 0.5},
    {"risk": "operator leaves, build lost", "severity": 0.5},
    {"risk": "operator leaves, step-in and new tender", "severity": 0.5},
)
TENDER = {
    "mode": NAME,
    "name": "tender",
    "counted from": "signature",
    "last": 1,
    "amount": 300.0,
    "payer": "government",
}

# Build cost of a plan at the prices of 2026, in thousand euros: factor · (per km² · km² + per premise · premises), and
# the years over which it is spent. No backbone is used.
COST = {
    ("Old Town", "mesh"): (1.25 * (110 * 4.2 + 0.03 * 13_500), 1),
    ("Riverside", "mesh"): (1.0 * (110 * 9.5 + 0.03 * 19_000), 1),
    ("Hillside", "mesh"): (1.1 * (110 * 13.8 + 0.03 * 12_500), 1),
    ("Mill Quarter", "mesh"): (0.9 * (110 * 8.1 + 0.03 * 8_500), 1),
    ("Old Town", "fibre and small cells"): (1.25 * (130 * 4.2 + 0.12 * 13_500), 2),
    ("Riverside", "fibre and small cells"): (1.0 * (130 * 9.5 + 0.12 * 19_000), 2),
    ("Hillside", "fibre and small cells"): (1.1 * (130 * 13.8 + 0.12 * 12_500), 2),
    ("Mill Quarter", "fibre and small cells"): (0.9 * (130 * 8.1 + 0.12 * 8_500), 2),
}


def type_a_column(sheet, values):
    """Type a record into the first free column of a sheet that has its fields down the side."""
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    column = next(number for number in range(4, sheet.max_column + 2) if sheet.cell(2, number).value is None)
    for field, value in values.items():
        sheet.cell(rows[field], column).value = value


def type_a_row(sheet, values):
    """Type a record into the first free row of a table."""
    columns = {sheet.cell(2, column).value: column for column in range(1, sheet.max_column + 1)}
    row = next(number for number in range(4, sheet.max_row + 2) if sheet.cell(number, 1).value is None)
    for field, value in values.items():
        sheet.cell(row, columns[field]).value = value


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Path:
    """The template with a fifth mode typed into it."""
    path = tmp_path_factory.mktemp("fifth") / "city.xlsx"
    template(path)
    book = openpyxl.load_workbook(path)
    type_a_column(book["Modes"], MODE)
    for service in SERVICES:
        type_a_row(book["Service factors"], service | {"mode": NAME})
    for risk in RISKS:
        type_a_row(book["Risk factors"], risk | {"mode": NAME})
    for charge in (CHARGE, TENDER):
        type_a_row(book["Charges"], charge)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def case(city) -> Case:
    return load(city)


@pytest.fixture(scope="module")
def folder(city) -> Path:
    """What the command line makes of it."""
    target = city.parent / "contract"
    done = CliRunner().invoke(commands, ["solve", str(city), "--mode", NAME, "--out", str(target)])
    assert done.exit_code == 0, done.output
    assert NAME in done.output
    return target


@pytest.fixture(scope="module")
def terms(folder) -> Terms:
    return read_terms(folder / "contract.json")


@pytest.fixture(scope="module")
def book(case, terms) -> Ledger:
    return ledger(case, terms)


def amounts(book: Ledger, line: str, payer: str, payee: str, item: str = "") -> dict[int, float]:
    """What is paid on a line by one to another, by year."""
    return {
        transfer.year: transfer.amount
        for transfer in book.transfers
        if (transfer.line, transfer.payer, transfer.payee, transfer.item) == (line, payer, payee, item)
    }


def test_the_workbook_is_read_without_a_word(city, case):
    assert read(city).findings == ()
    assert findings(case) == []
    assert [mode.name for mode in case.modes][4:] == [NAME]
    assert (case.mode(NAME).required_return, case.mode(NAME).build_factor) == (0.08, 1.0)
    assert len(case.charges) == 17
    assert {item.risk for item in case.risk_factors if item.mode == NAME} == {item["risk"] for item in RISKS}


def test_the_case_goes_through_a_file_and_comes_back_the_same(case, tmp_path):
    write(case, tmp_path / "again.xlsx")
    assert load(tmp_path / "again.xlsx") == case


def test_all_its_requirements_hold(case, terms):
    evaluation = evaluate(case, terms)
    assert evaluation.broken == ()
    assert {"operator_return", "coverage", "budget", "contribution", "compensation", "must_open"} <= {
        item.rule for item in evaluation.requirements
    }
    assert terms.mode == NAME
    assert 10 <= terms.term_years <= 15


def test_the_document_holds_the_mode_its_lines_and_its_proof(folder, book):
    document = json.loads((folder / "contract.json").read_text())
    assert document["recommendation"] == document["signed"]["mode"] == NAME
    assert sorted(item.name for item in folder.iterdir()) == ["contract.json", "contract.xlsx"]
    assert {item["line"] for item in document["ledger"] if item["item"] == "availability"} == {"charge"}
    borne = {item["payer"] for item in document["ledger"] if item["item"] == "construction overrun"}
    assert borne == {GOVERNMENT, OPERATOR}
    # the three scenarios of the template, of which the dearest is the last
    assert list(document["operator"]["npv_by_scenario"]) == ["planned", "slow take-up", "collapse"]
    by_scenario = document["government_cost"]["by_scenario"]
    assert max(by_scenario, key=by_scenario.get) == "collapse"
    assert document["value_for_money"]["reason"] == "government-owned was not among the modes asked for."
    sheets = openpyxl.load_workbook(folder / "contract.xlsx", read_only=True)
    cells = {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert NAME in " ".join(str(cell) for cell in cells)


def test_it_is_paid_nine_hundredths_of_what_is_built_in_every_year_of_the_term(book, terms):
    paid = amounts(book, "charge", GOVERNMENT, OPERATOR, "availability")
    # build prices grow by 2 % from 2026; a plan of n years that opens in 2029 is built in the n years before
    spent = dict.fromkeys(range(2027, 2033), 0.0)
    for opening in terms.rollout:
        cost, years = COST[opening.district, opening.technology]
        for year in range(opening.opening_year - years, opening.opening_year):
            spent[year] += cost / years * 1.02 ** (year - 2026)
    assert spent[2027] > 0
    assert paid[2027] == pytest.approx(0.09 * spent[2027])
    assert paid[2028] == pytest.approx(0.09 * (spent[2027] + spent[2028]))
    # from the last opening on it stays, to the end of the term and no longer
    assert paid[terms.last_year] == pytest.approx(0.09 * sum(spent.values()))
    assert set(paid) == set(range(2027, terms.last_year + 1))
    assert amounts(book, "charge", GOVERNMENT, "outside", "tender") == {2027: pytest.approx(300.0 * 1.02)}


def test_the_operator_is_compensated_within_bounds_and_users_pay_the_government(book, terms):
    operation = amounts(book, "operation", OPERATOR, "suppliers")
    compensation = amounts(book, "operating compensation", GOVERNMENT, OPERATOR)
    assert set(operation) == set(compensation)
    for year, cost in operation.items():
        assert cost - 1e-6 <= compensation[year] <= 1.2 * cost + 1.0, year
    in_term = range(terms.first_year, terms.last_year + 1)
    revenue = [item for item in book.transfers if item.line == "service revenue" and item.year in in_term]
    assert revenue and {(item.payer, item.payee) for item in revenue} == {(USERS, GOVERNMENT)}
    assert amounts(book, "turnover share", OPERATOR, GOVERNMENT) == {}
    assert amounts(book, "public capacity", GOVERNMENT, OPERATOR) == {}


def test_after_the_term_the_government_invested_mode_runs_the_network(book, terms):
    later = {item.payer for item in book.transfers if item.line == "operation" and item.year > terms.last_year}
    assert later == {SUCCESSOR}
    monitoring = amounts(book, "charge", GOVERNMENT, "outside", "monitoring")
    assert set(monitoring) == set(range(terms.last_year + 1, 2052))


def test_nine_hundredths_alone_do_not_repay_the_build_and_it_is_said_by_how_much(case):
    alone = case.replace({f"Modes!{NAME}.contribution_most": 0.0})
    answer = best_terms(Rollout(alone), alone.mode(NAME), Effort(gap=0.01))
    assert answer.status is Status.IMPOSSIBLE
    assert [item.rule for item in answer.shortfalls] == ["operator_return"]
    missing = answer.shortfalls[0].amount
    # whatever the term, the tenth year is in it: a grant then of just that present value at 8 % makes it possible
    for part, possible in ((0.99, False), (1.01, True)):
        grant = Charge(
            mode=NAME, name="grant", counted_from="signature", first=10, last=10, amount=part * missing * 1.08**10,
            index="none", payer="government", payee="operator",
        )  # fmt: skip
        granted = replace(alone, charges=(*alone.charges, grant))
        found = best_terms(Rollout(granted), granted.mode(NAME), Effort(gap=0.01, explains=False))
        assert (found.contract is not None) is possible


def test_its_model_is_exported_and_its_rollout_costs_what_the_ledger_says(city, folder, book, tmp_path):
    command = ["export", str(city), str(tmp_path / "model.mps"), "--contract", str(folder / "contract.json")]
    done = CliRunner().invoke(commands, command)
    assert done.exit_code == 0, done.output
    model = Model()
    model.hideOutput()
    model.readProblem(str(tmp_path / "model.mps"))
    model.optimize()
    # amounts rounded up to a thousand euros in fifteen years, and the gap asked for
    assert model.getObjVal() <= book.government_cost + 1e-6
    assert model.getObjVal() == pytest.approx(book.government_cost, abs=2 * 15 + 1e-4 * book.gross_cost)
    joint = CliRunner().invoke(commands, ["export", str(city), str(tmp_path / "joint.mps")])
    assert joint.exit_code == 0, joint.output
    assert (tmp_path / "joint.mps").stat().st_size > 100_000


def test_its_terms_are_evaluated_on_the_command_line(city, folder):
    done = CliRunner().invoke(commands, ["evaluate", str(city), "--terms", str(folder / "contract.json")])
    assert done.exit_code == 0, done.output
