"""Case → workbook: every sheet of the template, filled, with drop-downs, bounds, notes and number formats.

A sheet that holds one record, or a column for each record, has its fields down the side; a table has a row of headings,
a row of units and a row for each record. Whatever a person wrote goes out as text, never as a formula, and one case
always gives the same bytes.
"""

import datetime
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from optmodel.case import SECTIONS, Case, Quantity, Section
from optmodel.errors import OutputError
from optmodel.workbook import data_dictionary, style
from optmodel.workbook.example import example
from optmodel.workbook.labels import (
    DATA_COLUMNS,
    DATA_ROWS,
    DICTIONARY,
    FIELD,
    GUIDE,
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

FIRST_COLUMN = 3
"""First record of the sheet that holds a column for each; before it come field, unit and meaning."""

SPARE_ROWS, SPARE_COLUMNS = 8, 2
"""Empty places for records that are laid out ready to be filled in."""

RECORD_WIDTHS = (26, 24, 22, 80)
COLUMN_WIDTHS = (26, 22, 56)
MODE_WIDTH = 22
DICTIONARY_WIDTHS = (18, 26, 46, 22, 44, 80)
TEXT_MOST = 32_767
"""The longest text a cell can hold."""


def write(case: Case, path: str | Path, *, overwrite: bool = False) -> None:
    """Write a case as a workbook in the layout of the template.

    An existing file is left alone, with :class:`OutputError`, unless ``overwrite`` is true; then it is replaced whole.
    """
    save(_Writer().workbook(case), Path(path), overwrite=overwrite)


def template(path: str | Path, *, overwrite: bool = False) -> None:
    """Write the template: the same layout, filled with the example."""
    write(example(), path, overwrite=overwrite)


class _Exact(float):
    """A number that is written with all its digits: XlsxWriter would round it to sixteen."""

    def __format__(self, specification: str) -> str:
        return repr(float(self))


class _Writer:
    """One workbook in the making."""

    def __init__(self) -> None:
        self.target = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.target, {"in_memory": True})
        # The day of writing would make two workbooks of one case differ.
        self.book.set_properties({"title": "optmodel input", "created": datetime.datetime(2000, 1, 1)})
        self.formats = style.Formats(self.book)
        self.references = {section.title: _key_range(section) for section in SECTIONS if section.key}

    def workbook(self, case: Case) -> bytes:
        """Return the bytes of the workbook of a case."""
        for section in SECTIONS:
            sheet = self.sheet(section.title)
            _text(sheet, TITLE_ROW, 0, purpose(section), self.formats.title())
            sheet.set_row(TITLE_ROW, 24)
            records = case.records(section)
            if section.layout == "record":
                self.record(sheet, section, records[0])
            elif section.layout == "columns":
                self.columns(sheet, section, records)
            else:
                self.table(sheet, section, records)
        self.dictionary(self.sheet(DICTIONARY))
        self.book.close()
        return self.target.getvalue()

    def sheet(self, title: str) -> Any:
        """Add a sheet, which prints on pages as wide as itself."""
        sheet = self.book.add_worksheet(title)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def record(self, sheet: Any, section: Section, record: Any) -> None:
        """Lay out one record: a row for each field."""
        for column, (heading, width) in enumerate(zip((FIELD, VALUE, UNIT, MEANING), RECORD_WIDTHS, strict=True)):
            _text(sheet, HEAD_ROW, column, heading, self.formats.head())
            sheet.set_column(column, column, width)
        for row, quantity in enumerate(section.quantities, start=HEAD_ROW + 1):
            value = getattr(record, quantity.name)
            _text(sheet, row, 0, label(quantity.name), self.formats.field())
            _value(sheet, row, 1, value, self.input(quantity, [value], align="left"))
            _text(sheet, row, 2, quantity.unit, self.formats.unit())
            _text(sheet, row, 3, quantity.meaning, self.formats.note())
            wrapped = [(shown(value), RECORD_WIDTHS[1])] if _wraps(quantity) else []
            sheet.set_row(row, style.height((quantity.meaning, RECORD_WIDTHS[3]), *wrapped))
            sheet.data_validation(row, 1, row, 1, self.validation(quantity, row, 1))
        if section.title == "About":
            for row, line in enumerate(GUIDE, start=HEAD_ROW + len(section.quantities) + 2):
                _text(sheet, row, 0, line, self.formats.guide(is_head=line == GUIDE[0]))
        sheet.freeze_panes(HEAD_ROW + 1, 1)

    def table(self, sheet: Any, section: Section, records: tuple[Any, ...]) -> None:
        """Lay out a table: a row of headings, a row of units, a row for each record and some to spare."""
        last_row = FIRST_ROW + max(DATA_ROWS, len(records)) - 1
        for column, quantity in enumerate(section.quantities):
            values = [getattr(record, quantity.name) for record in records]
            cell = self.input(quantity, values)
            sheet.set_column(column, column, style.width(quantity), self.formats.below(quantity, values))
            _text(sheet, HEAD_ROW, column, label(quantity.name), self.formats.head())
            _text(sheet, UNIT_ROW, column, UNIT if column == 0 else quantity.unit, self.formats.unit())
            for row, value in enumerate([*values, *[None] * SPARE_ROWS], start=FIRST_ROW):
                _value(sheet, row, column, value, cell)
            options = self.validation(quantity, FIRST_ROW, column)
            sheet.data_validation(FIRST_ROW, column, last_row, column, options)
        widths = {item.name: style.width(item) for item in section.quantities}
        sheet.set_row(HEAD_ROW, style.height(*((label(name), width) for name, width in widths.items())))
        sheet.set_row(UNIT_ROW, style.height(*((item.unit, widths[item.name]) for item in section.quantities)))
        for row, record in enumerate(records, start=FIRST_ROW):
            texts = [
                (shown(getattr(record, item.name)), widths[item.name]) for item in section.quantities if _wraps(item)
            ]
            sheet.set_row(row, style.height(*texts))
        sheet.freeze_panes(FIRST_ROW, len(section.key))

    def columns(self, sheet: Any, section: Section, records: tuple[Any, ...]) -> None:
        """Lay out a column for each record and some to spare, with the fields, units and meanings down the side."""
        for column, width in enumerate(COLUMN_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + len(records) + SPARE_COLUMNS - 1, MODE_WIDTH)
        for row, quantity in enumerate(section.quantities, start=HEAD_ROW):
            is_head = row == HEAD_ROW
            head, texts = self.formats.head(), (quantity.unit, quantity.meaning)
            _text(sheet, row, 0, label(quantity.name), head if is_head else self.formats.field())
            for column, text in enumerate((UNIT, MEANING) if is_head else texts, start=1):
                _text(sheet, row, column, text, head if is_head else self.formats.side(column))
            values = [getattr(record, quantity.name) for record in records]
            for column, value in enumerate([*values, *[None] * SPARE_COLUMNS], start=FIRST_COLUMN):
                cell = self.input(quantity, [value], align="center")
                _value(sheet, row, column, value, self.formats.name() if is_head else cell)
            sheet.set_row(row, style.height(*zip(texts, COLUMN_WIDTHS[1:], strict=True)))
            last_column = FIRST_COLUMN + max(DATA_COLUMNS, len(records)) - 1
            options = self.validation(quantity, row, FIRST_COLUMN)
            sheet.data_validation(row, FIRST_COLUMN, row, last_column, options)
        sheet.freeze_panes(HEAD_ROW + 1, FIRST_COLUMN)

    def dictionary(self, sheet: Any) -> None:
        """Lay out the explanation of every field."""
        for column, (heading, width) in enumerate(zip(data_dictionary.HEADINGS, DICTIONARY_WIDTHS, strict=True)):
            _text(sheet, 0, column, heading, self.formats.head())
            sheet.set_column(column, column, width)
        row = 0
        for row, cells in enumerate(data_dictionary.rows(), start=1):
            for column, text in enumerate(cells):
                _text(sheet, row, column, text, self.formats.note())
            sheet.set_row(row, style.height(*zip(cells, DICTIONARY_WIDTHS, strict=True)))
        sheet.autofilter(0, 0, row, len(data_dictionary.HEADINGS) - 1)
        sheet.freeze_panes(1, 2)

    def input(self, quantity: Quantity, values: Iterable[Any], *, align: str = "") -> Any:
        """Return the format of cells of a field that are filled in."""
        align = align or ("" if quantity.kind in {"number", "share", "whole", "year"} else "left")
        return self.formats.input(style.number_format(quantity, values), wrapped=_wraps(quantity), align=align)

    def validation(self, quantity: Quantity, row: int, column: int) -> dict[str, Any]:
        """Return what a spreadsheet program offers and accepts in the cells of a field, the first of which is given."""
        return validation(quantity, xl_rowcol_to_cell(row, column), self.references)


def _wraps(quantity: Quantity) -> bool:
    """Whether what stands in a field may take several lines."""
    return quantity.kind in {"text", "name"}


def _key_range(section: Section) -> str:
    """Return the cells of the names of a sheet's rows, as far as they are filled, as a reference from other sheets."""
    if section.layout == "columns":
        first, last = (HEAD_ROW, FIRST_COLUMN), (HEAD_ROW, FIRST_COLUMN + DATA_COLUMNS - 1)
    else:
        first, last = (FIRST_ROW, 0), (FIRST_ROW + DATA_ROWS - 1, 0)
    start = f"'{section.title}'!{xl_rowcol_to_cell(*first, row_abs=True, col_abs=True)}"
    count = f"MAX(1,COUNTA({start}:{xl_rowcol_to_cell(*last, row_abs=True, col_abs=True)}))"
    return f"OFFSET({start},0,0,{'1,' + count if section.layout == 'columns' else count + ',1'})"


def _value(sheet: Any, row: int, column: int, value: Any, cell_format: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, _Exact(value) if isinstance(value, float) else value, cell_format)
    else:
        _text(sheet, row, column, shown(value), cell_format)


def _text(sheet: Any, row: int, column: int, text: str, cell_format: Any) -> None:
    if len(text) > TEXT_MOST:
        problem = f"A text of {len(text):,} characters does not fit into a cell of the sheet {sheet.get_name()}."
        raise OutputError(problem + " Shorten it.")
    sheet.write_string(row, column, text, cell_format)
