from pathlib import Path

import pytest

from optmodel.errors import Severity
from tests.workbook.books import (
    EMPTY,
    dated,
    error,
    failed_formula,
    formula,
    number,
    reading_of,
    text,
    told,
    truth,
)

pytestmark = pytest.mark.heavy  # a hundred alike: each reads a workbook with one wrong cell

# name: (cell, what stands in it, what is said of it, what to do)
WRONG = {
    "formula whose result was not stored": ("Districts!B4", formula("2+2"), "not stored", "Open the workbook in Excel"),
    "formula with an empty text": ("Districts!B4", formula('""', ""), "result is empty", "type the value"),
    "formula in a cell that may be empty": (
        "Districts!J5",
        formula("2030"),
        "not stored",
        "Open the workbook in Excel",
    ),
    "division by zero": ("Districts!B4", error("#DIV/0!"), "error value #DIV/0!", "Correct the formula"),
    "formula that failed": ("Districts!B4", failed_formula("NA()", "#N/A"), "error value #N/A", "Correct the formula"),
    "error value as a name": ("Groups!B4", error("#REF!"), "error value #REF!", "a name from the sheet Districts"),
    "error value as text": ("Districts!B4", text("#VALUE!"), "the text of an error value", "Correct the figure"),
    "percentage as text": ("Districts!I4", text("30%"), "a percentage typed as text", '"Percentage"'),
    "30 where 0.30 is meant": ("Districts!I4", number("30"), "30 stands here, where a fraction", "If 30 % is meant"),
    "decimal comma": ("Districts!B4", text("1,5"), "commas, points or spaces", "decimal mark"),
    "German thousands": ("Districts!B4", text("1.234,56"), "commas, points or spaces", "nothing between thousands"),
    "French thousands": ("Districts!B4", text("1 234,5"), "commas, points or spaces", "decimal mark"),
    "Swiss thousands": ("Districts!B4", text("1'234"), "commas, points or spaces", "nothing between thousands"),
    "underscore": ("Districts!C4", text("1_000"), "an underscore", "without an underscore"),
    "full-width digits": ("Districts!C4", text("１２３"), "not the digits 0 to 9", "digits 0 to 9"),
    "Arabic digits": ("Districts!C4", text("١٢٣"), "not the digits 0 to 9", "digits 0 to 9"),
    "figure with its unit": ("Technologies!K4", text("12 years"), "a figure and words", "figure alone"),
    "amount with its currency": ("Budget!B4", text("EUR 5m"), "a figure and words", "in nominal money/year"),
    "currency sign": ("Budget!B4", text("€5"), "a figure and words", "figure alone"),
    "number stored as text": ("Districts!B4", text("12"), "stored as text", "Convert to Number"),
    "formula stored as text": ("Districts!B4", text("=2+2"), "formula is stored as text", "as a formula"),
    "word": ("Districts!B4", text("large"), "there is no figure in it", "a number of at least 0 in km²"),
    "TRUE for a number": ("Districts!B4", truth(True), "TRUE stands here", "a number of at least 0"),
    "FALSE for a whole number": ("Modes!D6", truth(False), "FALSE stands here", "a whole number from 0 to 3"),
    "number in a date format": ("Districts!B4", dated("44260"), "formatted as a date", 'format to "Number"'),
    "year in a date format": ("Districts!J4", dated("2030"), "shows 1905-07-22", "type a calendar year"),
    "date before there were any": ("Districts!B4", dated("-5"), "formatted as a date", 'format to "Number"'),
    "time": ("Districts!B4", dated("0.25"), "formatted as a date or time", 'format to "Number"'),
    "not a number": ("Districts!B4", number("NaN"), "'NaN' stands here in the place of a number", "Type a number"),
    "infinity": ("Districts!B4", number("1e999"), "inf stands here, beyond the largest", "Look for a slip"),
    "infinity as text": ("Districts!B4", text("inf"), "in the place of a value", "A value is required"),
    "5,000 digits": ("Districts!B4", number("9" * 5000), "in the place of a number", "Type a number"),
    "400 digits": ("Districts!B4", number("9" * 400), "A number of 400 digits", "Look for a slip"),
    "more than can be kept": ("Budget!B4", number("1e16"), "beyond the largest amount", "a larger unit"),
    "negative": ("Districts!B4", number("-1"), "-1 stands here", "a number of at least 0 in km²"),
    "share above one": ("Technologies!I4", number("1.01"), "1.01 stands here, where a fraction", "from 0 to 1"),
    "factor that must be above zero": ("Modes!E8", number("0"), "0 stands here", "above 0 of at most 10"),
    "zero years": ("Technologies!K4", number("0"), "0 stands here", "a whole number from 1 to 60 in years"),
    "fraction of a year": ("Technologies!K4", number("7.5"), "7.5 stands here, where a whole number", "from 1 to 60"),
    "half a calendar year": ("Districts!J4", number("2030.5"), "a whole number is expected", "a calendar year"),
    "year outside the horizon": ("Districts!J4", number("2090"), "2027 to 2051", "Change the year or the horizon"),
    "None": ("Districts!J5", text("None"), "in the place of a value", "Leave the cell empty"),
    "NA": ("Districts!B4", text("NA"), "in the place of a value", "A value is required"),
    "dash": ("Services!D4", text("-"), "in the place of a value", "counts as 1"),
    "no where a reason is expected": ("Modes!D4", text("no"), "in the place of a value", "Leave the cell empty"),
    "required number missing": ("Districts!B4", EMPTY, "a value is required", "area to be covered"),
    "required number left blank with spaces": (
        "Districts!B4",
        text("  \u00a0"),
        "a value is required",
        "Type a number",
    ),
    "required name missing": ("Groups!A4", EMPTY, "a value is required", "Type a name"),
    "required choice missing": ("Services!B4", EMPTY, "a value is required", "one of: residents"),
    "choice misspelt": ("Services!B4", text("resident"), "'resident' stands here", "Did you mean 'residents'?"),
    "number for a choice": ("Services!B4", number("3"), "The number 3 stands here", "Choose one of: residents"),
    "number for yes or no": ("Modes!D5", number("1"), "The number 1 stands here", "Type yes or no"),
    "text for yes or no": ("Modes!D5", text("maybe"), "'maybe' stands here", "Type yes or no"),
    "name not defined": (
        "Groups!B4",
        text("Hilside"),
        "not defined on the sheet Districts",
        "Did you mean 'Hillside'?",
    ),
    "name in another case": ("Groups!B4", text("hillside"), "not defined", "Did you mean 'Hillside'?"),
    "name that is a fraction": ("Districts!A4", number("1.5"), "The number 1.5 stands here", '"Text"'),
    "name that is a truth": ("Districts!A4", truth(True), "TRUE stands here", '"Text"'),
    "name that is a date": ("Districts!A4", dated("44260"), "The date or time 2021-03-05", '"Text"'),
    "same name": ("Districts!A5", text("Old Town"), "a second time (first in A4)", "a name of its own"),
    "same name in another case": ("Districts!A5", text("OLD TOWN"), "in another spelling", "a name of its own"),
    "same name with another space": (
        "Districts!A5",
        text("Old\u00a0 Town"),
        "in another spelling",
        "a name of its own",
    ),
    "same name in another Unicode form": ("Districts!A5", text("Ｏld Town"), "another spelling", "a name of its own"),
    "same pair of names": ("Groups!B5", text("Hillside"), "'Priority/Hillside' stands here a second", "of its own"),
    "same year": ("Budget!A5", number("2027"), "'2027' stands here a second time", "of its own"),
    "40,000 characters": ("Sources!B4", text("a" * 40_000), "40,000 characters", "Shorten it"),
    "40,000 characters for a number": ("Districts!B4", text("a" * 40_000), "aaa…'", "Type a number"),
    "long name": ("Districts!A4", text("a" * 201), "201 characters", "Shorten it"),
    "control character": ("Sources!B4", text("a_x0007_b"), "invisible character U+0007", "type the text again"),
    "right-to-left mark": ("Districts!A4", text("Old\u202eTown"), "invisible character U+202E", "type the text again"),
    "right-to-left mark in a number": ("Districts!B4", text("\u200f12"), "character U+200F", "Empty the cell"),
    "zero-width space": ("Project!B3", text("City\u200b"), "invisible character U+200B", "type the text again"),
    "semicolons and commas": ("Services!E5", text("0,3; 0,6"), "numbers parted by semicolons", "decimal point"),
    "part of a list above one": ("Services!E5", text("0.3; 1.6"), "from 0 to 1", "decimal point"),
    "list that is TRUE": ("Services!E5", truth(True), "TRUE stands here", "parted by semicolons"),
    "least above most": ("Modes!F21", number("0.5"), "0.5 is above the most", "Lower it"),
    "probability of nothing": ("Scenarios!B5", number("0"), "0 stands here, where a fraction", "above 0 of at most 1"),
    "risk that is not in the register": (
        "Risk factors!A4",
        text("construction overruns"),
        "not defined on the sheet Risks",
        "Did you mean 'construction overrun'?",
    ),
    "tariff level that is none": ("Modes!F27", text("raise"), "not defined on the sheet Tariffs", "'raised'?"),
    "choice of a risk misspelt": ("Risks!E4", text("flow"), "'flow' stands here", "Did you mean 'flows'?"),
    "mode of a function misspelt": ("Outsourcing!A4", text("government owned"), "not defined on the sheet", "-owned'?"),
    "premium that cannot be read": ("Modes!G31", text("x"), "there is no figure in it", "Type a fraction"),
    "factor that cannot be read": ("Scenarios!E5", text("x"), "there is no figure in it", "Type a number"),
    "share that cannot be read": ("Risk factors!D4", text("x"), "there is no figure in it", "Type a fraction"),
    "name of a risk that is gone": ("Risks!A4", EMPTY, "a value is required", "Type a name"),
    "name of a mode that is gone": ("Modes!G2", EMPTY, "a value is required", "Type a name"),
    "name of a scenario that is gone": ("Scenarios!A5", EMPTY, "a value is required", "Type a name"),
    "name of a function that is gone": ("Outsourcing!B5", EMPTY, "a value is required", "Type a name"),
    "name of a tariff level that is gone": ("Tariffs!A5", EMPTY, "a value is required", "Type a name"),
    "commercial rate below the other": ("Settings!B4", number("0.01"), "below the government's", "at least as high"),
    "unit that was changed": ("Districts!B3", text("acres"), "reads 'acres'", "Convert the figures to km²"),
    "unit of a setting that was changed": (
        "Settings!C10",
        text("money/Gbit/s"),
        "present price",
        "write that unit back",
    ),
}


@pytest.mark.parametrize(("address", "inside", "problem", "remedy"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_cell_is_the_only_finding(address: str, inside: str, problem: str, remedy: str, tmp_path: Path) -> None:
    reading = reading_of(tmp_path, (address, inside))
    found = told(reading)
    assert list(found) == [address], [str(finding) for finding in reading.findings]
    assert problem in found[address].problem
    assert remedy in found[address].remedy
    assert found[address].severity is Severity.ERROR
    assert reading.case is None


# One of each kind, all at once; the sums of the sheets they stand on are not needed to see them.
TWELVE = {
    "Project!B5": text("25 years"),
    "Districts!B4": text("4,2"),
    "Districts!A6": EMPTY,
    "Districts!B6": text("large"),
    "Districts!I7": number("30"),
    "Technologies!K5": number("7.5"),
    "Services!B4": text("resident"),
    "Modes!D5": text("maybe"),
    "Modes!G27": error("#REF!"),
    "Charges!F5": formula("100+20"),
    "Coverage!C4": truth(True),
    "Settings!B3": EMPTY,
}


def test_twelve_wrong_cells_are_all_told_at_once_in_their_order(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, *TWELVE.items())
    assert [finding.address for finding in reading.findings] == list(TWELVE)


def test_a_name_that_cannot_be_read_is_not_also_missing_elsewhere(tmp_path: Path) -> None:
    # Hillside is a member of a group; the name of its row is gone, and with it the meaning of every mention.
    found = told(reading_of(tmp_path, ("Districts!A6", EMPTY)))
    assert list(found) == ["Districts!A6"]


def test_a_misspelt_name_is_told_even_where_another_name_cannot_be_read(tmp_path: Path) -> None:
    found = told(reading_of(tmp_path, ("Districts!A7", EMPTY), ("Groups!B4", text("Hilside"))))
    assert list(found) == ["Districts!A7", "Groups!B4"]


def test_what_rests_on_a_cell_that_cannot_be_read_is_not_told(tmp_path: Path) -> None:
    # Years of targets, budgets and openings are judged by the horizon.
    assert list(told(reading_of(tmp_path, ("Project!B5", text("x"))))) == ["Project!B5"]
    assert list(told(reading_of(tmp_path, ("Project!B4", EMPTY)))) == ["Project!B4"]
    # Charges paid by an operator, the return it asks and its bounds rest on whether there is one.
    assert list(told(reading_of(tmp_path, ("Modes!F5", text("x"))))) == ["Modes!F5"]


def test_other_cells_of_a_row_that_is_named_twice_are_still_read(tmp_path: Path) -> None:
    found = told(reading_of(tmp_path, ("Districts!A5", text("Old Town")), ("Districts!B5", text("x"))))
    assert list(found) == ["Districts!A5", "Districts!B5"]


ACCEPTED = {
    "whole number with a point": ("Technologies!K4", number("8.0")),
    "number with an exponent": ("Districts!C4", number("3.6E4")),
    "formula with its result": ("Districts!B4", formula("4+0.2", "4.2")),
    "yes in capitals": ("Modes!E5", text("YES")),
    "TRUE for yes": ("Modes!E5", truth(True)),
    "TRUE as text for yes": ("Modes!E5", text("True")),
    "choice in capitals": ("Services!B4", text(" Residents ")),
    "name with spaces around it": ("Groups!B4", text(" Hillside ")),
    "name with a no-break space": ("Groups!B5", text("Mill\u00a0Quarter")),
    "version as a number": ("About!B3", number("1")),
    "year as a number": ("Sources!C4", number("2026")),
    "list with spaces": ("Services!E5", text(" 0.3 ;0.6;  0.85;1")),
    "usual value left out": ("Districts!H5", EMPTY),
}


@pytest.mark.parametrize(("address", "inside"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_is_certain_is_read_without_a_word(address: str, inside: str, tmp_path: Path) -> None:
    from optmodel.workbook.example import example

    reading = reading_of(tmp_path, (address, inside))
    assert reading.findings == ()
    assert reading.case == example()


def test_a_number_can_be_a_name(tmp_path: Path) -> None:
    case = reading_of(tmp_path, ("Districts!A6", number("7")), ("Groups!B4", number("7"))).case
    assert case is not None
    assert case.groups[0].district == case.districts[2].name == "7"


def test_a_single_number_is_a_list_of_one(tmp_path: Path) -> None:
    case = reading_of(tmp_path, ("Services!E5", number("0.5"))).case
    assert case is not None
    assert case.services[1].ramp == (0.5,)


def test_a_date_is_a_text_where_text_is_expected(tmp_path: Path) -> None:
    case = reading_of(tmp_path, ("Sources!C4", dated("44260"))).case
    assert case is not None
    assert case.sources[0].date == "2021-03-05"


def test_figures_far_apart_are_read_with_a_warning_at_their_heading(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ("Budget!B4", number("1e-12")), ("Budget!B5", number("1e12")))
    found = told(reading)
    assert list(found) == ["Budget!B2"]
    assert "from 1e-12 to 1e+12" in found["Budget!B2"].problem
    assert found["Budget!B2"].severity is Severity.WARNING
    assert reading.case is not None
