import dataclasses
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from optmodel.case import SECTIONS, Quantity
from optmodel.errors import OutputError
from optmodel.workbook import dictionary, template, write
from optmodel.workbook.data_dictionary import address_pattern
from optmodel.workbook.example import example
from optmodel.workbook.labels import PURPOSES, label
from optmodel.workbook.style import number_format
from optmodel.workbook.validation import MESSAGE_MOST, TITLE_MOST, validation

pytestmark = pytest.mark.heavy  # a workbook is written and read for each: run apart from coverage

FIELDS = [(section, quantity) for section in SECTIONS for quantity in section.quantities]
NAMES = [f"{section.title}!{quantity.name}" for section, quantity in FIELDS]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("template") / "template.xlsx"
    template(path)
    return openpyxl.load_workbook(path)


def described(book: Any, title: str, quantity: Quantity) -> Any:
    """The validation of the first cell of a field."""
    section = next(section for section in SECTIONS if section.title == title)
    index = section.quantities.index(quantity)
    cell = {
        "record": f"B{3 + index}",
        "table": f"{chr(ord('A') + index)}4",
        "columns": f"D{2 + index}",
    }[section.layout]
    (found,) = [item for item in book[title].data_validations.dataValidation if cell in item.sqref]
    return found


def test_the_sheets_stand_in_the_order_of_the_sections_and_the_dictionary_last(book: Any) -> None:
    assert book.sheetnames == [*(section.title for section in SECTIONS), "Dictionary"]
    assert list(PURPOSES) == [section.title for section in SECTIONS]


@pytest.mark.parametrize(("section", "quantity"), FIELDS, ids=NAMES)
def test_every_field_says_in_its_cells_what_it_means(book: Any, section: Any, quantity: Quantity) -> None:
    found = described(book, section.title, quantity)
    assert found.promptTitle == label(quantity.name)
    assert found.showInputMessage
    assert found.prompt.lower().startswith(quantity.meaning.lower()[:200])


@pytest.mark.parametrize(("section", "quantity"), FIELDS, ids=NAMES)
def test_no_note_is_longer_than_a_spreadsheet_program_shows(section: Any, quantity: Quantity) -> None:
    options = validation(quantity, "A1", {section.title: "" for section in SECTIONS})
    assert len(options["input_title"]) <= TITLE_MOST
    assert len(options["input_message"]) <= MESSAGE_MOST
    assert not options["input_message"].endswith("…"), "the meaning was cut: say it shorter"


def test_choices_answers_and_names_of_other_sheets_drop_down(book: Any) -> None:
    fields = {f"{section.title}!{quantity.name}": (section.title, quantity) for section, quantity in FIELDS}
    assert described(book, *fields["Services!base"]).formula1 == '"residents,households,businesses,capacity"'
    assert described(book, *fields["Modes!operator"]).formula1 == '"yes,no"'
    members = described(book, *fields["Groups!district"])
    assert members.formula1 == "OFFSET('Districts'!$A$4,0,0,MAX(1,COUNTA('Districts'!$A$4:$A$5003)),1)"
    runner = described(book, *fields["Modes!run_after_handover"])
    assert runner.formula1 == "OFFSET('Modes'!$D$2,0,0,1,MAX(1,COUNTA('Modes'!$D$2:$BK$2)))"
    # City is no row of the sheet Groups, so the list only helps.
    assert not described(book, *fields["Coverage!group"]).showErrorMessage
    # Prices as planned need no row on the sheet Tariffs.
    assert not described(book, *fields["Modes!tariff_level"]).showErrorMessage
    assert described(book, *fields["Risk factors!risk"]).showErrorMessage
    assert described(book, *fields["Outsourcing!outsourced"]).formula1 == '"choose,always,never"'


def test_bounds_are_kept_by_the_spreadsheet_program(book: Any) -> None:
    fields = {f"{section.title}!{quantity.name}": (section.title, quantity) for section, quantity in FIELDS}
    reach = described(book, *fields["Technologies!reach"])
    assert (reach.type, reach.operator, reach.formula1, reach.formula2) == ("decimal", None, "0", "1")
    area = described(book, *fields["Districts!area"])
    assert (area.type, area.operator, area.formula1) == ("decimal", "greaterThanOrEqual", "0")
    factor = described(book, *fields["Modes!build_factor"])
    assert (factor.type, factor.formula1) == ("custom", "AND(ISNUMBER(D8),D8>0,D8<=10)")
    horizon = described(book, *fields["Project!horizon"])
    assert (horizon.type, horizon.formula1, horizon.formula2) == ("whole", "1", "60")


def test_units_stand_beneath_the_headings_of_a_table(book: Any) -> None:
    headings, units = (list(row) for row in book["Districts"].iter_rows(2, 3, values_only=True))
    assert headings[:4] == ["name", "area", "residents", "households"]
    assert units[:4] == ["unit", "km²", "persons", "households"]


def test_headings_stay_in_sight(book: Any) -> None:
    assert book["Districts"].freeze_panes == "B4"
    assert book["Modes"].freeze_panes == "D3"
    assert book["Settings"].freeze_panes == "B3"


def test_the_dictionary_explains_every_field_on_its_sheet_and_as_text(book: Any) -> None:
    explained = {row[2]: row for row in book["Dictionary"].iter_rows(2, values_only=True)}
    printed = dictionary()
    for section, quantity in FIELDS:
        address = address_pattern(section, quantity)
        assert explained[address][1] == label(quantity.name)
        assert explained[address][5] == quantity.meaning
        assert f"`{address}`" in printed
    assert "`Districts!<name>.area` | km² | a number of at least 0 | area to be covered |" in printed


def test_text_is_never_written_as_a_formula(tmp_path: Path) -> None:
    case = example()
    sources = (dataclasses.replace(case.sources[0], source="=1+1", note="@SUM(1)"), *case.sources[1:])
    write(dataclasses.replace(case, sources=sources), tmp_path / "city.xlsx")
    book = openpyxl.load_workbook(tmp_path / "city.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert book["Sources"]["B4"].value == "=1+1"


def test_one_case_always_gives_the_same_bytes(tmp_path: Path) -> None:
    write(example(), tmp_path / "one.xlsx")
    write(example(), tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_file_that_is_there_is_left_alone_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "city.xlsx"
    path.write_text("mine")
    with pytest.raises(OutputError, match=r"exists already and was left alone. Name another file"):
        template(path)
    assert path.read_text() == "mine"
    template(path, overwrite=True)
    assert path.read_bytes().startswith(b"PK")
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_to_nowhere_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "city.xlsx"
    path.symlink_to(tmp_path / "nowhere.xlsx")
    with pytest.raises(OutputError, match="left alone"):
        template(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"is a folder\. Name a file in it"):
        template(tmp_path)
    with pytest.raises(OutputError, match=r"cannot be written: No such file or directory\. Choose another place"):
        template(tmp_path / "nowhere" / "city.xlsx")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="cannot be written"):
        template(tmp_path / "file" / "city.xlsx")


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("optmodel.workbook.saving.Path.replace", full)
    with pytest.raises(OutputError, match="No space left on device"):
        template(tmp_path / "city.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path: Path) -> None:
    case = example()
    sources = (dataclasses.replace(case.sources[0], note="a" * 32_768),)
    with pytest.raises(OutputError, match=r"32,768 characters does not fit into a cell of the sheet Sources\."):
        write(dataclasses.replace(case, sources=sources), tmp_path / "city.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_numbers_are_shown_with_the_digits_they_need() -> None:
    fields = {f"{section.title}!{quantity.name}": quantity for section, quantity in FIELDS}
    share, number = fields["Technologies!reach"], fields["Districts!area"]
    assert number_format(share, [0.5, 0.25]) == "0.0%"
    assert number_format(share, [0.0125]) == "0.00%"
    assert number_format(share, [1 / 3]) == "General"
    assert number_format(number, [1000.0, 2.0]) == "#,##0"
    assert number_format(number, [4.2, 9.55]) == "#,##0.00"
    assert number_format(number, [1e-12]) == "General"
    assert number_format(fields["Districts!name"]) == "@"
    assert number_format(fields["Project!first_year"]) == "0"
