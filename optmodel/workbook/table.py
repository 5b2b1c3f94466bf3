"""Where on a sheet its records stand.

Beneath the headings comes the row of units, which has ``unit`` in the column of names; then the records. Blank rows may
stand anywhere. A row after a blank one that holds a single text is a note, and so are such rows right after a note.
Cells under headings that are no fields, or under none, are not read; that is said. On a sheet with a column for each
record all this holds with rows and columns exchanged.
"""

from dataclasses import dataclass, field

from optmodel.case import Section
from optmodel.case.checks import plain
from optmodel.errors import Finding, Severity
from optmodel.workbook.grid import Cell, Grid, Merged
from optmodel.workbook.headings import Headings, headings_of
from optmodel.workbook.labels import DATA_COLUMNS, DATA_ROWS, MEANING, UNIT, VALUE, label

MERGED_MOST = 100
"""How many ranges of merged cells are named one by one."""


@dataclass(slots=True)
class Table:
    """One sheet in the order of its section: the places of the fields and the lines that hold records."""

    section: Section
    title: str
    grid: Grid
    headings: Headings
    records: list[int] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    is_too_long: bool = False
    findings: list[Finding] = field(default_factory=list)

    def cell(self, line: int, field: str) -> Cell | None:
        """Return the cell of a field of a record, ``None`` where the field has no heading or more than one."""
        place = None if field in self.headings.unsure else self.headings.places.get(field)
        return None if place is None else self.grid.cell(line, place)

    def is_inside_merged(self, cell: Cell) -> bool:
        """Whether the cell is covered by merged cells and is not the first of them."""
        return any(item.covers(cell) and (item.top, item.left) != (cell.row, cell.column) for item in self.merged)

    def address(self, cell: Cell) -> str:
        """Return how a finding names a cell."""
        return f"{self.title}!{cell.name}"


def table_of(section: Section, title: str, grid: Grid) -> Table:
    """Find the records of a sheet."""
    headings = headings_of(section, title, grid)
    table = Table(section, title, grid, headings, findings=headings.findings)
    if headings.head == 0:
        return table
    if section.layout == "record":
        table.records.append(headings.beside[VALUE])
        if UNIT in headings.beside:
            _check_units(table, headings.beside[UNIT])
    else:
        _find_records(table)
    _check_merged(table)
    if grid.hidden_rows:
        shown = ", ".join(str(row) for row in grid.hidden_rows[:5]) + (", …" if len(grid.hidden_rows) > 5 else "")
        problem = f"Rows are hidden or filtered out and are read all the same: {shown}."
        table.findings.append(Finding(title, problem, "Show them, to see their figures.", Severity.WARNING))
    return table


def _find_records(table: Table) -> None:
    """Sort the lines after the headings into units and meanings, notes and records."""
    places = set(table.headings.places.values())
    named = set(table.grid.lines[table.headings.head])
    strayed: list[Cell] = []
    last, is_note = table.headings.head, False
    for line, cells in table.grid.lines.items():
        if line <= table.headings.head:
            continue
        strayed += [cell for place, cell in cells.items() if place not in named]
        inside = [cell for place, cell in cells.items() if place in places]
        if not inside:
            continue
        if _is_info(table, line):
            _check_units(table, line)
        else:
            is_alone = len(inside) == 1 and inside[0].kind == "text" and len(places) > 1
            is_note = is_alone and (is_note or line > last + 1)
            if is_note:
                _say_note(table, inside[0])
            else:
                table.records.append(line)
        last = line
    if strayed:
        _say_strayed(table, strayed)
    _check_count(table)


def _is_info(table: Table, line: int) -> bool:
    """Whether a line holds units or meanings: in a table only before the first record, elsewhere anywhere."""
    if table.records and table.section.layout == "table":
        return False
    keys = [table.cell(line, name) for name in table.section.key]
    texts = [plain(cell.value) for cell in keys if cell is not None and cell.kind == "text"]
    if texts:
        return texts[0] in {UNIT, MEANING}
    if table.records or any(cell is not None and cell.kind != "blank" for cell in keys):
        return False
    cells = [(table.cell(line, item.name), item.unit) for item in table.section.quantities if item.unit]
    return any(cell is not None and cell.kind == "text" and plain(cell.value) == plain(unit) for cell, unit in cells)


def _check_units(table: Table, line: int) -> None:
    """A unit that was changed means other figures: say so instead of reading them in the unit of the template."""
    keys = [table.cell(line, name) for name in table.section.key]
    if any(cell is not None and cell.kind == "text" and plain(cell.value) == MEANING for cell in keys):
        return
    for quantity in table.section.quantities:
        cell = table.cell(line, quantity.name)
        if cell is None or cell.kind == "blank" or not quantity.unit or quantity.name in table.section.key:
            continue
        if cell.kind != "text" or plain(cell.value) != plain(quantity.unit):
            shown = str(cell.value)[:40]
            problem = f"The unit of {label(quantity.name)} reads {shown!r}; figures are read in {quantity.unit}."
            remedy = f"Convert the figures to {quantity.unit} and write that unit back."
            table.findings.append(Finding(table.address(cell), problem, remedy))


def _say_note(table: Table, cell: Cell) -> None:
    problem = "A text that stands alone after a blank row or column is taken as a note and is not read."
    remedy = "If a row of the table is meant, fill in its other cells."
    table.findings.append(Finding(table.address(cell), problem, remedy, Severity.WARNING))


def _say_strayed(table: Table, strayed: list[Cell]) -> None:
    first = min(strayed, key=lambda cell: (cell.row, cell.column))
    more = f" and {len(strayed) - 1:,} more" if len(strayed) > 1 else ""
    problem = f"This cell{more} stands under no heading and is not read."
    remedy = "Empty it, or move it where its field is."
    table.findings.append(Finding(table.address(first), problem, remedy, Severity.WARNING))


def _check_count(table: Table) -> None:
    most = DATA_ROWS if table.section.layout == "table" else DATA_COLUMNS
    if len(table.records) > most:
        kind = "rows" if table.section.layout == "table" else "columns"
        problem = f"The sheet has {len(table.records):,} {kind}; at most {most:,} are read."
        table.findings.append(Finding(table.title, problem, "Join small rows together, or delete what is not needed."))
        table.records.clear()
        table.is_too_long = True


def _check_merged(table: Table) -> None:
    """Of merged cells only the first holds a value: the others would silently count as empty."""
    lines, places = set(table.records), set(table.headings.places.values())
    for item in table.grid.merged:
        rows, columns = (item.top, item.bottom), (item.left, item.right)
        low, high = columns if table.grid.turned else rows
        left, right = rows if table.grid.turned else columns
        if any(low <= line <= high for line in lines) and any(left <= place <= right for place in places):
            table.merged.append(item)
    for item in table.merged[:MERGED_MOST]:
        problem = f"The cells {item.name} are merged: only the first of them holds a value."
        table.findings.append(Finding(f"{table.title}!{item.name}", problem, "Unmerge them and fill in each."))
    if len(table.merged) > MERGED_MOST:
        problem = f"{len(table.merged):,} ranges of cells are merged, of which only the first cells hold values."
        table.findings.append(Finding(table.title, problem, "Unmerge all cells and fill in each."))
        del table.merged[MERGED_MOST:]
