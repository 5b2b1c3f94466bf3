"""Case → workbook: every sheet of the template, filled, with drop-downs, bounds, notes and number formats.

A sheet that holds one record or a column for each record has its fields down the side; a table has a heading row, a row of
units and a row for each record. Whatever a person wrote goes out as text, never as a formula, and one case always gives the
same bytes.
"""

import datetime
import io
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from optmodel.case import SECTIONS, Case, Quantity, Section
from optmodel.errors import OutputError
from optmodel.workbook import dictionary, style
from optmodel.workbook.labels import (
    DATA_COLUMNS,
    DATA_ROWS,
    DICTIONARY,
    FIELD,
    MEANING,
    UNIT,
    VALUE,
    label,
    purpose,
    shown,
)
from optmodel.workbook.saving import save
from optmodel.workbook.validation import validation

TITLE_ROW, HEAD_ROW, UNIT_ROW, FIRST_ROW = 0, 1, 2, 3
"""Rows of a table, counted from 0: its sentence, its headings, its units, its first record."""

SIDE_FIELD, SIDE_UNIT, SIDE_MEANING, FIRST_COLUMN = 0, 1, 2, 3
"""Columns of the sheet that holds a column for each record, counted from 0."""

TEXT_MOST = 32_767
"""The longest text a cell can hold."""

GUIDE = (
    "How to fill in this workbook",
    "Fill in the pale cells of every sheet; click on one to see what it means and what may stand there.",
    "The sheet Dictionary explains every field. Leave a cell empty only where its note says that it may be empty.",
    "Type fractions as 0.3 or 30 %. Amounts are in the currency and money unit given above, without separators or units.",
    "Rows and columns may be added, removed, moved and left blank; headings must stay as they are.",
    "Sheets of your own may be added: they are not read. The sheet Sources says where each figure comes from.",
)


def write(case: Case, path: str | Path, *, overwrite: bool = False) -> None:
    """Write a case as a workbook in the layout of the template.

    An existing file is left alone, with :class:`OutputError`, unless ``overwrite`` is true; then it is replaced whole.
    """
    save(_workbook(case), Path(path), overwrite=overwrite)


def _workbook(case: Case) -> bytes:
    """Return the bytes of the workbook."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The day of writing would make two workbooks of one case differ.
    book.set_properties({"title": "optmodel input", "created": datetime.datetime(2000, 1, 1)})
    formats = style.Formats(book)
    references = {section.title: _key_range(section) for section in SECTIONS if section.key}
    for section in SECTIONS:
        sheet = book.add_worksheet(section.title)
        sheet.hide_gridlines(2)
        _text(sheet, TITLE_ROW, 0, purpose(section), formats.title())
        sheet.set_row(TITLE_ROW, 24)
        records = case.records(section)
        if section.layout == "record":
            _write_record(sheet, section, records[0], formats, references)
        elif section.layout == "columns":
            _write_columns(sheet, section, records, formats, references)
        else:
            _write_table(sheet, section, records, formats, references)
    _write_dictionary(book.add_worksheet(DICTIONARY), formats)
    book.close()
    return target.getvalue()


def _write_record(sheet: Any, section: Section, record: Any, formats: style.Formats, references: dict[str, str]) -> None:
    for column, (heading, width) in enumerate(((FIELD, 26), (VALUE, 24), (UNIT, 22), (MEANING, 80))):
        _text(sheet, HEAD_ROW, column, heading, formats.head())
        sheet.set_column(column, column, width)
    for row, quantity in enumerate(section.quantities, start=HEAD_ROW + 1):
        value = getattr(record, quantity.name)
        _text(sheet, row, 0, label(quantity.name), formats.field())
        _value(sheet, row, 1, value, formats.input(style.number_format(quantity, [value])))
        _text(sheet, row, 2, quantity.unit, formats.unit())
        _text(sheet, row, 3, quantity.meaning, formats.note())
        sheet.data_validation(row, 1, row, 1, validation(quantity, xl_rowcol_to_cell(row, 1), references))
    if section.title == "About":
        for row, line in enumerate(GUIDE, start=HEAD_ROW + len(section.quantities) + 2):
            _text(sheet, row, 0, line, formats.guide())
    sheet.freeze_panes(HEAD_ROW + 1, 1)


def _write_table(
    sheet: Any, section: Section, records: tuple[Any, ...], formats: style.Formats, references: dict[str, str]
) -> None:
    last_row = FIRST_ROW + max(DATA_ROWS, len(records)) - 1
    for column, quantity in enumerate(section.quantities):
        values = [getattr(record, quantity.name) for record in records]
        number_format = style.number_format(quantity, values)
        cell = formats.input(number_format, wrapped=quantity.kind in {"text", "name"})
        sheet.set_column(column, column, style.width(quantity), formats.blank(number_format))
        _text(sheet, HEAD_ROW, column, label(quantity.name), formats.head())
        _text(sheet, UNIT_ROW, column, UNIT if column == 0 else quantity.unit, formats.unit())
        for row, value in enumerate(values, start=FIRST_ROW):
            _value(sheet, row, column, value, cell)
        options = validation(quantity, xl_rowcol_to_cell(FIRST_ROW, column), references)
        sheet.data_validation(FIRST_ROW, column, last_row, column, options)
    sheet.freeze_panes(FIRST_ROW, len(section.key))


def _write_columns(
    sheet: Any, section: Section, records: tuple[Any, ...], formats: style.Formats, references: dict[str, str]
) -> None:
    sheet.set_column(SIDE_FIELD, SIDE_FIELD, 26)
    sheet.set_column(SIDE_UNIT, SIDE_UNIT, 18)
    sheet.set_column(SIDE_MEANING, SIDE_MEANING, 56)
    sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + max(len(records), 8) - 1, 22)
    last_column = FIRST_COLUMN + max(DATA_COLUMNS, len(records)) - 1
    for row, quantity in enumerate(section.quantities, start=HEAD_ROW):
        is_head = row == HEAD_ROW
        _text(sheet, row, SIDE_FIELD, label(quantity.name), formats.head() if is_head else formats.field())
        _text(sheet, row, SIDE_UNIT, UNIT if is_head else quantity.unit, formats.head() if is_head else formats.unit())
        meaning = MEANING if is_head else quantity.meaning
        _text(sheet, row, SIDE_MEANING, meaning, formats.head() if is_head else formats.note())
        for column, record in enumerate(records, start=FIRST_COLUMN):
            value = getattr(record, quantity.name)
            wrapped = quantity.kind in {"text", "name"}
            cell = formats.input(style.number_format(quantity, [value]), wrapped=wrapped)
            _value(sheet, row, column, value, formats.head() if is_head else cell)
        options = validation(quantity, xl_rowcol_to_cell(row, FIRST_COLUMN), references)
        sheet.data_validation(row, FIRST_COLUMN, row, last_column, options)
    sheet.freeze_panes(HEAD_ROW + 1, FIRST_COLUMN)


def _write_dictionary(sheet: Any, formats: style.Formats) -> None:
    sheet.hide_gridlines(2)
    for column, (heading, width) in enumerate(zip(dictionary.HEADINGS, (18, 26, 46, 22, 44, 90), strict=True)):
        _text(sheet, 0, column, heading, formats.head())
        sheet.set_column(column, column, width)
    row = 0
    for row, cells in enumerate(dictionary.rows(), start=1):
        for column, text in enumerate(cells):
            _text(sheet, row, column, text, formats.note())
    sheet.autofilter(0, 0, row, len(dictionary.HEADINGS) - 1)
    sheet.freeze_panes(1, 2)


def _key_range(section: Section) -> str:
    """Return the cells of the names of a sheet's rows, as far as they are filled, as a reference from other sheets."""
    if section.layout == "columns":
        first = xl_rowcol_to_cell(HEAD_ROW, FIRST_COLUMN, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(HEAD_ROW, FIRST_COLUMN + DATA_COLUMNS - 1, row_abs=True, col_abs=True)
        size = f"1,MAX(1,COUNTA('{section.title}'!{first}:{last}))"
    else:
        first = xl_rowcol_to_cell(FIRST_ROW, 0, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(FIRST_ROW + DATA_ROWS - 1, 0, row_abs=True, col_abs=True)
        size = f"MAX(1,COUNTA('{section.title}'!{first}:{last})),1"
    return f"OFFSET('{section.title}'!{first},0,0,{size})"


def _value(sheet: Any, row: int, column: int, value: Any, cell_format: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, cell_format)
    else:
        _text(sheet, row, column, shown(value), cell_format)


def _text(sheet: Any, row: int, column: int, text: str, cell_format: Any) -> None:
    if len(text) > TEXT_MOST:
        raise OutputError(f"A text of {len(text)} characters does not fit into a cell of the sheet {sheet.get_name()}.")
    sheet.write_string(row, column, text, cell_format)
