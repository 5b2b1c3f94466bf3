from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from optmodel.case import SECTIONS
from optmodel.errors import Severity
from optmodel.workbook import Reading, read
from optmodel.workbook.example import example
from tests.workbook.books import (
    BOOK,
    EMPTY,
    Change,
    changed,
    number,
    packed,
    reading_of,
    text,
    told,
    unpacked,
    with_cells,
)

pytestmark = pytest.mark.heavy  # a workbook is written and read for each: run apart from coverage


def reading_after(folder: Path, change: Change) -> Reading:
    return read(changed(folder, change))


def only(reading: Reading, address: str, problem: str, remedy: str) -> None:
    """One finding, an error, that says so."""
    found = told(reading)
    assert list(found) == [address], [str(finding) for finding in reading.findings]
    assert problem in found[address].problem
    assert remedy in found[address].remedy
    assert found[address].severity is Severity.ERROR
    assert reading.case is None


def warned(reading: Reading, address: str, problem: str, remedy: str) -> None:
    """One finding, a warning, that says so; all is read as in the template."""
    found = told(reading)
    assert list(found) == [address], [str(finding) for finding in reading.findings]
    assert problem in found[address].problem
    assert remedy in found[address].remedy
    assert found[address].severity is Severity.WARNING
    assert reading.case == example()


def renamed(folder: Path, title: str, *cells: tuple[str, str]) -> Reading:
    """What is read where the sheet Districts has another name; openpyxl would not give it some of them."""
    contents = with_cells(folder, cells)
    old, new = b'name="Districts"', f'name="{title}"'.encode()
    return read(packed(folder, {**unpacked(contents), BOOK: unpacked(contents)[BOOK].replace(old, new)}))


@pytest.mark.parametrize("title", ["districts", "Districts ", "DISTRICTS\u00a0", "Ｄistricts"])
def test_a_sheet_in_another_spelling_is_read_with_a_warning(title: str, tmp_path: Path) -> None:
    warned(renamed(tmp_path, title), title, f"is named {title!r}", "Rename it 'Districts'")


def test_cells_are_named_on_the_sheet_as_it_is_spelled(tmp_path: Path) -> None:
    reading = renamed(tmp_path, "districts", ("Districts!B4", number("-1")))
    assert list(told(reading)) == ["districts", "districts!B4"]


def test_a_sheet_that_is_missing_is_the_only_finding(tmp_path: Path) -> None:
    # Groups, targets and sources speak of its rows; they are not to blame.
    only(reading_after(tmp_path, lambda book: book.remove(book["Districts"])), "Districts", "missing", "Copy the sheet")


@pytest.mark.parametrize("title", ["About", "Modes", "Services", "Service factors", "Groups", "Budget", "Settings"])
def test_every_sheet_is_needed(title: str, tmp_path: Path) -> None:
    only(reading_after(tmp_path, lambda book: book.remove(book[title])), title, "missing", "Copy the sheet")


def test_a_sheet_that_is_misspelt_is_recognised(tmp_path: Path) -> None:
    only(renamed(tmp_path, "Distrikts"), "Districts", "missing", "Rename the sheet 'Distrikts'")


def test_two_sheets_that_may_be_meant_are_one_too_many(tmp_path: Path) -> None:
    reading = reading_after(tmp_path, lambda book: book.create_sheet("Districts "))
    only(reading, "Districts", "Two sheets may be meant: 'Districts' and 'Districts '", "Delete one")


OPTIONAL = {section.title: section.attribute for section in SECTIONS if section.optional}


def test_the_sheets_that_may_be_left_out_are_those_of_the_wider_model() -> None:
    named = ["Tariffs", "Outsourcing", "Scenarios", "Risks", "Risk factors", "Outsourced risks", "Free service"]
    assert list(OPTIONAL) == named


def test_sheets_that_may_be_left_out_are_read_as_empty_without_a_word(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for title in OPTIONAL:
            book.remove(book[title])

    reading = reading_after(tmp_path, change)
    # Sources of families that have no rows are known all the same.
    assert reading.findings == ()
    assert reading.case == replace(example(), **dict.fromkeys(OPTIONAL.values(), ()))


@pytest.mark.parametrize(
    ("title", "misspelt"),
    [
        ("Scenarios", "Scenario"), ("Risks", "Risk"), ("Risk factors", "Risk-factors"), ("Tariffs", "Tarifs"),
        ("Outsourcing", "Outsorcing"), ("Outsourced risks", "Outsourced risk"), ("Free service", "Free services"),
    ],
)  # fmt: skip
def test_a_sheet_that_may_be_left_out_is_asked_about_where_another_may_be_meant(
    title: str, misspelt: str, tmp_path: Path
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[title].title = misspelt

    only(
        reading_after(tmp_path, change),
        title,
        f"There is no sheet of this name, and {misspelt!r} may be meant.",
        f"Rename the sheet {misspelt!r}: {title!r}, if it is meant, or less like it.",
    )


def test_a_sheet_that_may_be_left_out_is_read_in_another_spelling(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Scenarios"].title = "scenarios "

    warned(reading_after(tmp_path, change), "scenarios ", "The sheet is named 'scenarios '", "Rename it 'Scenarios'")


def test_headings_that_are_gone_are_the_only_finding_also_on_a_sheet_that_may_be_left_out(tmp_path: Path) -> None:
    for title in OPTIONAL:
        reading = reading_after(tmp_path, lambda book, title=title: book[title].delete_rows(1, 40))  # type: ignore[misc]
        only(reading, title, "The headings (", "Write them back")


def test_sheets_of_ones_own_and_the_dictionary_are_not_read(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.create_sheet("My sums")["A1"] = "=1/0"
        book["Dictionary"]["A1"] = "=1/0"
        book.create_chartsheet("Chart")

    reading = reading_after(tmp_path, change)
    assert reading.findings == ()
    assert reading.case == example()


def test_a_hidden_sheet_is_read_with_a_warning(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Modes"].sheet_state = "veryHidden"

    warned(reading_after(tmp_path, change), "Modes", "The sheet is hidden", "Show it")


def test_hidden_rows_are_read_with_a_warning(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in (5, 6, 40):  # the last holds nothing
            book["Districts"].row_dimensions[row].hidden = True

    warned(
        reading_after(tmp_path, change), "Districts", "hidden or filtered out and are read all the same: 5, 6.", "Show"
    )


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Districts"].move_range("B1:C40", cols=20)

    reading = reading_after(tmp_path, change)
    assert reading.findings == ()
    assert reading.case == example()
    assert reading.cells["Districts!Old Town.area"] == "Districts!V4"


@pytest.mark.parametrize("heading", ["Public need", "public_need", " PUBLIC  NEED "])
def test_headings_may_be_the_names_of_fields_in_any_spelling(heading: str, tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ("Districts!G2", text(heading)))
    assert reading.findings == ()
    assert reading.case == example()


def test_a_heading_that_is_missing_is_told_once_for_the_sheet(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Districts"].delete_cols(2)

    only(reading_after(tmp_path, change), "Districts", "The heading 'area' is missing", "Write it back")


def test_a_heading_that_is_misspelt_is_recognised(tmp_path: Path) -> None:
    only(reading_of(tmp_path, ("Districts!B2", text("aera"))), "Districts", "'area' is missing", "'aera' in B2")
    reading = reading_of(tmp_path, ("Settings!A3", text("goverment rate")))
    only(reading, "Settings", "'government rate' is missing", "Did you mean 'goverment rate' in A3?")


def test_a_heading_that_stands_twice_makes_its_column_unreadable(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ("Districts!K2", text("area")), ("Districts!K4", number("7")))
    only(reading, "Districts!K2", "'area' stands here a second time (first in B2)", "Delete the one that is wrong")


def test_a_column_that_is_no_field_is_left_out_with_a_warning(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ("Districts!K2", text("remarks")), ("Districts!K4", text("hilly")))
    warned(reading, "Districts!K2", "There is no field 'remarks'", "note of your own")


def test_a_field_that_is_none_is_left_out_with_a_warning(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ("Project!A8", text("horizons")), ("Project!B8", number("3")))
    warned(reading, "Project!A8", "There is no field 'horizons'", "Did you mean 'horizon'?")


def test_headings_that_are_all_gone_are_the_only_finding(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Districts"].delete_rows(1, 3)

    only(reading_after(tmp_path, change), "Districts", "The headings (name, area, residents,", "Write them back")


def test_headings_of_a_record_that_are_gone_are_the_only_finding(tmp_path: Path) -> None:
    only(reading_of(tmp_path, ("Settings!B2", EMPTY)), "Settings", "(field, value) were not found", "Write them back")


def test_headings_may_stand_further_down(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for section in ("Districts", "Settings", "Modes"):
            book[section].insert_rows(1, 4)
            book[section]["A1"] = "Department of Works, name of the city, area of the survey"

    reading = reading_after(tmp_path, change)
    assert reading.findings == ()
    assert reading.case == example()
    assert reading.cells["Districts!Old Town.area"] == "Districts!B8"


def test_the_row_of_units_may_be_deleted(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Districts"].delete_rows(3)
        book["Modes"].delete_cols(2, 2)

    reading = reading_after(tmp_path, change)
    assert reading.findings == ()
    assert reading.case == example()


def test_the_row_of_units_is_known_by_its_units_where_its_label_is_gone(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ("Districts!A3", EMPTY), ("Modes!B2", EMPTY))
    assert reading.findings == ()
    assert reading.case == example()


def test_blank_rows_may_stand_anywhere(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Districts"].insert_rows(5, 7)
        book["Modes"].insert_cols(6, 2)
        book["Modes"].insert_rows(9)

    reading = reading_after(tmp_path, change)
    assert reading.findings == ()
    assert reading.case == example()


def test_notes_below_a_table_are_not_rows_of_it(tmp_path: Path) -> None:
    notes = (("Districts!A14", text("Source: census")), ("Districts!A15", text("as of 2025")))
    reading = reading_of(tmp_path, *notes)
    assert list(told(reading)) == ["Districts!A14", "Districts!A15"]
    assert {finding.severity for finding in reading.findings} == {Severity.WARNING}
    assert reading.case == example()


def test_a_row_of_which_only_the_name_was_typed_is_a_row(tmp_path: Path) -> None:
    # Row 8 follows the last district at once: somebody has begun to fill it in.
    reading = reading_of(tmp_path, ("Districts!A8", text("Harbour")))
    assert {"Districts!B8", "Districts!G8"} <= told(reading).keys()
    assert reading.case is None


def test_cells_under_no_heading_are_told_and_not_read(tmp_path: Path) -> None:
    warned(reading_of(tmp_path, ("Districts!M5", number("12"))), "Districts!M5", "under no heading", "Empty it")


def test_merged_cells_are_refused_where_they_would_hide_values(tmp_path: Path) -> None:
    reading = reading_after(tmp_path, lambda book: book["Districts"].merge_cells("B4:B6"))
    only(reading, "Districts!B4:B6", "only the first of them holds a value", "Unmerge")


def test_many_merged_cells_are_told_in_one_sentence(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in range(4, 120):
            book["Districts"].merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
            book["Districts"].cell(row, 1, f"District {row}")

    reading = reading_after(tmp_path, change)
    assert "116 ranges of cells are merged" in told(reading)["Districts"].problem


def test_merged_titles_hide_nothing(tmp_path: Path) -> None:
    reading = reading_after(tmp_path, lambda book: book["Districts"].merge_cells("A1:J1"))
    assert reading.findings == ()
    assert reading.case == example()


def test_an_empty_table_that_is_needed_is_the_only_finding(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Districts"].delete_rows(4, 50)

    only(reading_after(tmp_path, change), "Districts", "is empty", "Fill in at least one")


def test_names_are_still_checked_where_a_table_may_be_empty(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Groups"].delete_rows(4, 50)

    only(reading_after(tmp_path, change), "Coverage!B6", "'Priority' is not defined", "Did you mean 'City'?")


def test_too_many_rows_are_the_only_finding(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in range(4, 5005):
            book["Groups"].cell(row, 1, "Priority")
            book["Groups"].cell(row, 2, f"District {row}")

    only(reading_after(tmp_path, change), "Groups", "5,001 rows; at most 5,000", "Join small rows")


def test_a_template_of_another_version_is_refused_at_once(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, ("About!B3", text("2")), ("Districts!B4", number("-1")))
    only(reading, "About!B3", "made from template '2'; template '1' is read", "Copy the figures into a new template")


def test_rows_in_another_order_are_another_order_of_the_case_alone(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Districts"].move_range("A4:J4", rows=10)

    case = reading_after(tmp_path, change).case
    assert case is not None
    assert sorted(case.districts, key=lambda item: item.name) == sorted(example().districts, key=lambda item: item.name)
