"""Where on a sheet the fields and the records stand: headings are looked for, not counted.

A table's headings are the row, among the first thirty, that holds most names of fields. Beneath it comes the row of units,
which has ``unit`` in the column of names; then the records. Blank rows may stand anywhere. A row after a blank one that holds
a single text is a note, and so are such rows right after a note; cells in columns without a heading are not read. On a sheet
with a column for each record all this holds with rows and columns exchanged; on a sheet with one record the fields stand in
the column headed ``field`` and its values in the column headed ``value``.
"""

import difflib
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from optmodel.case import Quantity, Section
from optmodel.errors import Finding, Severity
from optmodel.workbook.grid import Cell, Grid, Merged
from optmodel.workbook.labels import DATA_COLUMNS, DATA_ROWS, FIELD, MEANING, UNIT, VALUE, label, plain, plain_label

HEAD_MOST = 30
"""How far down (or right) the headings may stand."""

MERGED_MOST = 100

Lines = dict[int, dict[int, Cell]]


@dataclass(slots=True)
class Table:
    """The cells of one sheet in the order of its section: ``places`` of fields, and the lines that hold records."""

    title: str
    section: Section
    grid: Grid
    head: int
    places: dict[str, int]
    records: list[int]
    merged: list[Merged]
    findings: list[Finding]

    def cell(self, line: int, field: str) -> Cell:
        """Return the cell of a field of a record."""
        return self.grid.cell(line, self.places[field])

    def heading(self, field: str) -> Cell:
        """Return the cell that holds the name of a field."""
        return self.grid.cell(self.head, self.places[field])

    def is_inside_merged(self, cell: Cell) -> bool:
        """Whether the cell is covered by merged cells and not the first of them."""
        return any(item.covers(cell) and (item.top, item.left) != (cell.row, cell.column) for item in self.merged)


def table_of(section: Section, title: str, grid: Grid) -> Table:
    """Find the headings and the records of a sheet."""
    lines = grid.lines()
    table = Table(title, section, grid, 0, {}, [], [], [])
    first = _find_head(table, lines)
    if first is None:
        return table
    _find_places(table, lines, first)
    _find_records(table, lines)
    _check_merged(table)
    if grid.hidden_rows:
        shown = ", ".join(str(row) for row in grid.hidden_rows[:5]) + (", …" if len(grid.hidden_rows) > 5 else "")
        _say(table, title, f"Rows are hidden and are read all the same: {shown}.", "Show them, to see their figures.", Severity.WARNING)
    return table


def _say(table: Table, address: str, problem: str, remedy: str, severity: Severity = Severity.ERROR) -> None:
    table.findings.append(Finding(address, problem, remedy, severity))


def _at(table: Table, cell: Cell) -> str:
    return f"{table.title}!{cell.name}"


def _find_head(table: Table, lines: Lines) -> int | None:
    """Find the line of headings and return the first place that may hold one."""
    section = table.section
    if section.layout == "record":
        for place in range(1, HEAD_MOST + 1):
            found = {plain(text): line for line, text in _texts_at(table, place)}
            if {FIELD, VALUE} <= found.keys():
                table.head, table.records = found[FIELD], [found[VALUE]]
                return place + 1
        _say(table, table.title, "There is no row with the headings field and value.", "Write them back, as in a new template.")
        return None
    known = {plain_label(quantity.name) for quantity in section.quantities}
    counts = {
        line: len({plain_label(cell.value) for cell in cells.values() if cell.kind == "text"} & known)
        for line, cells in lines.items()
        if line <= HEAD_MOST
    }
    table.head = max(counts, key=lambda line: counts[line], default=0)
    if counts.get(table.head, 0) == 0:
        expected = ", ".join(label(quantity.name) for quantity in section.quantities[:4])
        _say(table, table.title, f"The headings ({expected}, …) were not found.", "Write them back, as in a new template.")
        return None
    return 1


def _texts_at(table: Table, place: int) -> list[tuple[int, str]]:
    cells = [table.grid.cell(line, place) for line in range(1, HEAD_MOST + 1)]
    return [(table.grid.line(cell), cell.value) for cell in cells if cell.kind == "text"]


def _find_places(table: Table, lines: Lines, first: int) -> None:
    """Find the place of every field; say which are missing, which stand twice and which are not known."""
    quantities = {plain_label(quantity.name): quantity for quantity in table.section.quantities}
    unknown: dict[str, Cell] = {}
    twice: set[str] = set()
    for place, cell in lines.get(table.head, {}).items():
        if place < first or cell.kind != "text":
            continue
        quantity = quantities.get(plain_label(cell.value))
        if quantity is None:
            unknown[cell.value] = cell
        elif quantity.name in table.places:
            before = table.heading(quantity.name).name
            remedy = "Delete the one that is wrong."
            _say(table, _at(table, cell), f"The heading {label(quantity.name)!r} stands here a second time (first in {before}).", remedy)
            twice.add(quantity.name)
        else:
            table.places[quantity.name] = place
    for quantity in table.section.quantities:
        if quantity.name in twice:
            del table.places[quantity.name]
        elif quantity.name not in table.places:
            _say_missing(table, quantity, unknown)
    for text, cell in unknown.items():
        if any(table.grid.place(cell) in cells for line, cells in lines.items() if _may_hold_record(table, line)):
            near = _nearest(text, [name for name in quantities])
            hint = f"Did you mean {near!r}? " if near else ""
            problem = f"There is no field {text[:60]!r}; what stands under it is not read."
            _say(table, _at(table, cell), problem, hint + "Correct the name, or take it as a note of your own.", Severity.WARNING)


def _may_hold_record(table: Table, line: int) -> bool:
    return line in table.records if table.section.layout == "record" else line > table.head


def _say_missing(table: Table, quantity: Quantity, unknown: dict[str, Cell]) -> None:
    near = _nearest(label(quantity.name), list(unknown))
    hint = f"Did you mean {near!r} in {unknown[near].name}? " if near else ""
    where = "field" if table.section.layout == "record" else "heading"
    remedy = f"{hint}Write {label(quantity.name)!r} back, as in a new template."
    _say(table, table.title, f"The {where} {label(quantity.name)!r} is missing.", remedy)


def _nearest(text: str, known: list[str]) -> str | None:
    plains = {plain_label(name[:200]): name for name in known}
    near = difflib.get_close_matches(plain_label(text[:200]), plains, n=1, cutoff=0.6)
    return plains[near[0]] if near else None


def _find_records(table: Table, lines: Lines) -> None:
    """Sort the lines after the headings into units, meanings, notes and records."""
    if table.section.layout == "record":
        for line in lines:
            if plain(_text(table.grid.cell(line, _head_place(table)))) == UNIT:
                _check_units(table, line)
        return
    fields_at = {place: field for field, place in table.places.items()}
    last, in_note, strayed = table.head, False, set()
    for line, cells in lines.items():
        inside = {fields_at[place]: cell for place, cell in cells.items() if place in fields_at}
        if line <= table.head or not inside:
            strayed |= _strayed(table, cells, fields_at) if line > table.head else set()
            continue
        strayed |= _strayed(table, cells, fields_at)
        if _is_info(table, inside, first=not table.records):
            _check_units(table, line)
            last = line
            continue
        alone = len(inside) == 1 and next(iter(inside.values())).kind == "text"
        in_note = alone and (in_note or line > last + 1) and len(table.places) > 1
        last = line
        if in_note:
            cell = next(iter(inside.values()))
            remedy = "If it is a row of the table, fill in its other cells."
            _say(table, _at(table, cell), "A text that stands alone after a blank row is taken as a note.", remedy, Severity.WARNING)
        else:
            table.records.append(line)
    _say_strayed(table, strayed)
    _check_count(table)
