"""``contract.xlsx``, read back with another program than the one that wrote it."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from optmodel.contract import Schedule
from optmodel.report.workbook import contract_workbook, decimals_of
from optmodel.result import Result, Status
from optmodel.verify import evaluate
from tests.cities import INVESTED, OWNED, VENTURE, tiny_city
from tests.report import answers

pytestmark = pytest.mark.heavy  # others run the same lines: coverage learns nothing


def opened(result: Result) -> Any:
    return openpyxl.load_workbook(io.BytesIO(contract_workbook(result)))


def rows(sheet: Any) -> list[list[Any]]:
    return [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True) if any(row)]


def line(sheet: Any, label: str) -> list[Any]:
    return next(row[1:] for row in rows(sheet) if row[0] == label)


def test_the_workbook_has_its_sheets_in_order() -> None:
    assert opened(answers.hand_made()).sheetnames == [
        "Summary",
        "Terms",
        "Modes",
        "Rollout",
        "Government",
        "Operator",
        "Requirements",
        "Warnings",
    ]


def test_the_summary_says_what_to_sign_with_its_figures() -> None:
    sheet = opened(answers.venture_recommended())["Summary"]
    assert sheet["A1"].value == "Tinyport"
    assert sheet["A4"].value.startswith("Recommended: joint venture, at a cost to the government of 375,546 EUR")
    assert line(sheet, "Mode") == [VENTURE]
    assert line(sheet, "Government cost, present value") == [pytest.approx(375.5464, abs=1e-3)]
    assert line(sheet, "Operator's rate of return") == [
        "The flows change sign 3 times, so the rate need not be unique."
    ]
    assert line(sheet, "Operator has its money back in") == [2032]
    assert len(sheet._charts) == 1


def test_the_terms_are_written_with_the_amounts_of_each_year() -> None:
    sheet = opened(answers.venture_recommended())["Terms"]
    assert line(sheet, "Term") == ["Signed"]
    assert line(sheet, "Share of turnover to the government") == [0.1]
    assert line(sheet, "Capital contribution") == ["amounts by year, below"]
    assert line(sheet, "Operating compensation") == ["none"]
    assert line(sheet, 2028) == [15, 50, 0]  # type: ignore[arg-type]


def test_support_that_follows_cost_is_told_as_its_share() -> None:
    contract = evaluate(tiny_city(), answers.invested_terms())
    result = replace(answers.hand_made(), recommended=INVESTED)
    changed = tuple(replace(item, contract=contract) if item.mode == INVESTED else item for item in result.answers)
    sheet = opened(replace(result, answers=changed))["Terms"]
    assert line(sheet, "Capital contribution") == ["100 % of planned cost of build and renewal"]
    assert line(sheet, "Operating compensation") == ["125 % of actual cost of operation"]


def test_support_that_nobody_pays_is_called_none() -> None:
    terms = replace(answers.venture_terms(), capital_contribution=Schedule("planned"))
    contract = evaluate(tiny_city(), terms)
    result = answers.venture_recommended()
    changed = tuple(replace(item, contract=contract) if item.mode == VENTURE else item for item in result.answers)
    assert line(opened(replace(result, answers=changed))["Terms"], "Capital contribution") == ["none"]


def test_the_modes_stand_side_by_side_with_going_on_as_today_first() -> None:
    sheet = opened(answers.hand_made())["Modes"]
    found = rows(sheet)
    assert found[2] == ["going on as today", OWNED, "government-invested", VENTURE, "franchise"]
    assert found[3][:3] == ["Cost, present value", pytest.approx(499.3367), pytest.approx(519.9942)]
    assert found[3][3:] == ["–", pytest.approx(375.5464, abs=1e-3), "–"]
    reasons = [row[0] for row in found[found.index(["Why a mode has no contract"]) :]]
    assert reasons[1:3] == ["government-invested", "Charter, § 4: no operator on public land."]
    assert reasons[-1] == (
        "In the year of a target at least that part of the residents is served. [coverage 2031 City] "
        "Short by 75 persons."
    )


def test_a_workbook_whose_modes_all_have_contracts_gives_no_reasons() -> None:
    result = answers.venture_recommended()
    kept = tuple(answer for answer in result.answers if answer.contract)
    found = rows(opened(replace(result, answers=kept))["Modes"])
    assert ["Why a mode has no contract"] not in found


def test_the_rollout_lists_districts_by_opening_and_those_left_out_last() -> None:
    # Harbour by wifi, 100 Mbit/s for a need of 10; the Hill stays closed
    assert rows(opened(answers.hand_made())["Rollout"])[-2:] == [
        ["Harbour", "wifi", 2027, 1000, 500, 10, 100],
        ["Hill", "not opened", "–", 500, 250, 5, "–"],
    ]


def test_both_ledgers_add_up_line_by_line() -> None:
    book = opened(answers.venture_recommended())
    for name, total in (("Government", 375.5464), ("Operator", 34.2112)):
        found = rows(book[name])
        header = next(row for row in found if row[0] == "Line")
        assert header[:5] == ["Line", "Present value", "Nominal", "2026", "2027"]
        in_all = line(book[name], "in all")
        assert in_all[0] == pytest.approx(total, abs=1e-3)
        # lines stand upright, their items in italics below
        cells = [row for row in book[name].iter_rows(min_row=5) if row[0].value not in (None, "Line", "in all")]
        lines = [row for row in cells if not row[0].font.italic]
        assert sum(row[3].value or 0 for row in lines) == pytest.approx(in_all[2])
        assert sum(row[1].value or 0 for row in lines) == pytest.approx(in_all[0])
    assert line(book["Government"], "turnover share")[0] == pytest.approx(-18.181, abs=1e-3)
    assert line(book["Operator"], "end value")[0] > 0


def test_without_an_operator_its_ledger_says_so() -> None:
    assert rows(opened(answers.hand_made())["Operator"]) == [["The operator's ledger"], ["The mode has no operator."]]


def test_requirements_are_listed_with_both_sides() -> None:
    found = rows(opened(answers.venture_recommended())["Requirements"])
    assert found[2] == ["Requirement", "Rule", "For", "Left", "Right", "Room", "Unit", "Outcome"]
    sentence = "The capital contribution of a year lies within its bounds on the cost of build and renewal."
    assert [
        sentence,
        "contribution",
        "2028 least",
        50,
        pytest.approx(64.35),
        pytest.approx(-14.35),
        "thousand EUR",
        "broken",
    ] in found
    assert ["The term lies within the bounds of the mode.", "term", "most", 6, 6, 0, "years", "binding"] in found


def test_warnings_and_origin_close_the_workbook() -> None:
    found = rows(opened(answers.hand_made())["Warnings"])
    assert ["The end value decides: without it joint venture would cost the least."] in found
    assert ["workbook sha256", "–"] in found
    assert ["gap", "0.0001"] in found


def test_names_that_look_like_formulas_stay_texts() -> None:
    case = tiny_city()
    named = [replace(item, name='=HYPERLINK("x")' if item.name == "Hill" else item.name) for item in case.districts]
    terms = replace(answers.venture_terms(), rollout=answers.ROLLOUT[:1])
    case = replace(case, districts=tuple(named), project=replace(case.project, city="+1"))
    result = answers.venture_recommended()
    contract = evaluate(case, terms)
    changed = tuple(replace(item, contract=contract) if item.mode == VENTURE else item for item in result.answers)
    book = opened(replace(result, case=case, answers=changed))
    assert book["Summary"]["A1"].value == "+1"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(cell.value == '=HYPERLINK("x")' for cell in cells)


def test_a_reason_longer_than_a_cell_is_cut() -> None:
    result = answers.hand_made()
    long = replace(result.answers[1], reason="word " * 8_000)
    sheet = opened(replace(result, answers=(result.answers[0], long, *result.answers[2:])))["Modes"]
    longest = max(len(row[0]) for row in rows(sheet) if isinstance(row[0], str))
    assert longest == 32_001


def test_every_sheet_prints_one_page_wide_or_few() -> None:
    for sheet in opened(answers.venture_recommended()):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.paperSize == 9
    assert opened(answers.hand_made())["Government"].freeze_panes == "D5"


def test_the_same_answer_gives_the_same_bytes() -> None:
    assert contract_workbook(answers.hand_made()) == contract_workbook(answers.hand_made())
    with zipfile.ZipFile(io.BytesIO(contract_workbook(answers.hand_made()))) as package:
        assert b"2000-01-01" in package.read("docProps/core.xml")


def test_amounts_show_no_more_decimals_than_they_need() -> None:
    result = answers.hand_made()
    assert decimals_of(result) == 2
    assert decimals_of(replace(result, today=replace(result.today, expected_npv=2e4))) == 0
    assert (
        decimals_of(replace(answers.without_contract(Status.LIMIT), today=replace(result.today, expected_npv=1.0))) == 4
    )


def test_a_result_without_a_contract_has_no_workbook() -> None:
    with pytest.raises(ValueError, match="A result without a contract has no workbook"):
        contract_workbook(answers.without_contract(Status.LIMIT))
