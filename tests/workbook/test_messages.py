"""Whole messages, as a person reads them."""

from pathlib import Path

import pytest

from optmodel.workbook import read
from tests.workbook.books import EMPTY, error, formula, number, reading_of, text, truth

pytestmark = pytest.mark.heavy  # a workbook is written and read for each: run apart from coverage

MESSAGES = {
    ("Districts!C5", text("51 000")): (
        "Districts!C5: residents of 'Riverside': The text '51 000' stands here, where a number is expected; with its "
        "commas, points or spaces it is no number. Type a number of at least 0 in persons with the decimal mark of "
        "your spreadsheet program and nothing between thousands."
    ),
    ("Districts!I4", number("30")): (
        "Districts!I4: backbone share of 'Old Town': 30 stands here, where a fraction (0.3 or 30 %) from 0 to 1 is "
        "expected. If 30 % is meant, type 30% or 0.3; otherwise type a fraction (0.3 or 30 %) from 0 to 1."
    ),
    ("Technologies!B4", error("#DIV/0!")): (
        "Technologies!B4: build per km2 of 'mesh': The error value #DIV/0! stands here. Correct the formula, or type "
        "a number of at least 0 in money/km²."
    ),
    ("Settings!B3", formula("B4-0.02")): (
        "Settings!B3: government rate: A formula stands here whose result is empty or was not stored. Open the "
        "workbook in Excel or LibreOffice and save it, so that results are stored; or type the value."
    ),
    ("Modes!G30", EMPTY): (
        "Modes!G30: required return of 'franchise': No required return is given. Give the operator's; there is no "
        "default."
    ),
    ("Modes!E6", truth(False)): (
        "Modes!E6: control of 'government-invested': FALSE stands here, where a number is expected. Type a whole "
        "number from 0 to 3."
    ),
    ("Scenarios!B5", number("0.3")): (
        "Scenarios!B2: probability: The probabilities of the scenarios add up to 0.95, not to 1. Change them until "
        "their sum, 0.95 now, is 1."
    ),
    ("Scenarios!E4", number("1.1")): (
        "Scenarios!E4: demand of 'planned': 1.1 stands here, but 'planned' means that all is as planned. Put 1, or "
        "give the row another name."
    ),
    ("Outsourced risks!B5", text("constructions")): (
        "Outsourced risks!B5: function of 'government-owned/constructions/construction overrun': There is no function "
        "'constructions' of 'government-owned' on the sheet Outsourcing. Did you mean 'government-owned/construction'?"
    ),
    ("Risk factors!D4", number("0.5")): (
        "Risk factors!D4: operator share of 'construction overrun/government-owned': 0.5 stands here, but "
        "'government-owned' has no operator. Put 0, or say yes at operator."
    ),
    ("Groups!B4", text("Hilside")): (
        "Groups!B4: district of 'Priority/Hilside': 'Hilside' is not defined on the sheet Districts. Did you mean "
        "'Hillside'?"
    ),
    ("Coverage!A4", number("2060")): (
        "Coverage!A4: year of '2060/City': 2060 is not among the years looked at, 2027 to 2051. Change the year or "
        "the horizon."
    ),
    ("Budget!B4", EMPTY): (
        "Budget!B4: amount of '2027': Nothing stands here, and a value is required. Type a number in nominal "
        "money/year: most the government may pay, net of what it receives."
    ),
}


@pytest.mark.parametrize(("cell", "message"), MESSAGES.items(), ids=[address for address, _ in MESSAGES])
def test_a_message_reads_as_a_whole(cell: tuple[str, str], message: str, tmp_path: Path) -> None:
    assert [str(finding) for finding in reading_of(tmp_path, cell).findings] == [message]


def test_a_file_that_is_not_there_is_one_sentence_and_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "city.xlsx"
    assert [str(finding) for finding in read(path).findings] == [
        f"{path}: There is no such file. Check the path and the spelling."
    ]
