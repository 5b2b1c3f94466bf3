"""The records of one sheet: each cell is read for itself, so that one that is wrong hides no other.

A cell that cannot be read is stood in for by a value that may stand there; its address is kept among the ``unread``,
and nothing that rests on it is reported afterwards.
"""

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from optmodel.case import Case, Section, address_of
from optmodel.case.checks import plain
from optmodel.case.stand_in import stand_in
from optmodel.errors import Finding
from optmodel.workbook.cell_value import Problem, value_of
from optmodel.workbook.grid import Cell
from optmodel.workbook.labels import label
from optmodel.workbook.table import Table


@dataclass(slots=True)
class Records:
    """What a sheet says: its records, the cell of every address, and what could not be read.

    ``spoilt`` is true where names of rows could not be read or stand there twice, so that a name used elsewhere may be
    what should stand there.
    """

    parts: list[Any] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    spoilt: bool = False


def absent(section: Section, *, spoilt: bool = True) -> Records:
    """Return what stands in for a sheet that is missing; one that was rightly left out spoils nothing."""
    records = Records(spoilt=spoilt)
    if section.layout == "record":
        record = section.part(**{item.name: stand_in(item) for item in section.quantities})
        records.parts.append(record)
        records.unread.update(address_of(section, record, item.name) for item in section.quantities)
    return records


def records_of(table: Table) -> Records:
    """Read every record of a sheet."""
    section = table.section
    if table.headings.head == 0:
        records = absent(section)
        records.unread.add(section.title)
        records.findings = table.findings
        return records
    records = Records(findings=list(table.findings))
    records.cells[section.title] = table.title
    for quantity in section.quantities:
        heading = table.cell(table.headings.head, quantity.name)
        if heading is not None and section.layout != "record":
            records.cells[f"{section.title}!*.{quantity.name}"] = table.address(heading)
    if table.is_too_long:
        records.unread.add(section.title)
    seen: dict[str, Cell] = {}
    for line in table.records:
        _read_record(table, line, records, seen)
    records.spoilt |= table.is_too_long or (not records.parts and _must_have_rows(section))
    return records


def _must_have_rows(section: Section) -> bool:
    """Whether no case is without them; that they are missing is then said of the sheet."""
    return any(item.name == section.attribute and item.default is MISSING for item in fields(Case))


def _read_record(table: Table, line: int, records: Records, seen: dict[str, Cell]) -> None:
    section = table.section
    values, problems = _read_cells(table, line)
    if section.key and problems.keys().isdisjoint(section.key):
        _check_repeated(table, line, values, problems, records, seen)
    elif section.key:
        records.spoilt = True
    row = "/".join(str(values[name]) for name in section.key if name in values)
    for quantity in section.quantities:
        if quantity.name in problems:
            cell, is_key = table.cell(line, quantity.name), quantity.name in section.key
            place = None if cell is None else cell.name
            values[quantity.name] = stand_in(quantity, is_key=is_key, line=line, place=place)
    record = section.part(**values)
    records.parts.append(record)
    for quantity in section.quantities:
        address, cell = address_of(section, record, quantity.name), table.cell(line, quantity.name)
        records.cells[address] = table.title if cell is None else table.address(cell)
        if quantity.name in problems:
            records.unread.add(address)
        problem = problems.get(quantity.name)
        if problem is not None and cell is not None:
            text = f"{words(quantity.name, row)}: {problem.problem}"
            records.findings.append(Finding(table.address(cell), text, problem.remedy))


def _read_cells(table: Table, line: int) -> tuple[dict[str, Any], dict[str, Problem | None]]:
    """Return the values of the cells that can be read, and the problems of the others.

    A problem is ``None`` where it was said before: for a heading that is missing or for merged cells.
    """
    values: dict[str, Any] = {}
    problems: dict[str, Problem | None] = {}
    for quantity in table.section.quantities:
        cell = table.cell(line, quantity.name)
        if cell is None or table.is_inside_merged(cell):
            problems[quantity.name] = None
            continue
        value = value_of(quantity, cell)
        if isinstance(value, Problem):
            problems[quantity.name] = value
        else:
            values[quantity.name] = value
    return values, problems


def _check_repeated(
    table: Table,
    line: int,
    values: dict[str, Any],
    problems: dict[str, Problem | None],
    records: Records,
    seen: dict[str, Cell],
) -> None:
    """A name that stands a second time, in whatever spelling, makes its row nameless; its other cells are read."""
    section = table.section
    key = "/".join(str(values[name]) for name in section.key)
    naming = _naming_field(section)
    cell = table.cell(line, naming)
    if cell is None:
        return
    first = seen.setdefault(plain(key), cell)
    if first is cell:
        return
    spelling = "" if first.value == cell.value else ", in another spelling"
    problem = f"{key!r} stands here a second time (first in {first.name}{spelling})."
    problems[naming] = Problem(problem, "Give each row a name of its own, or delete the row that is wrong.")
    del values[naming]
    records.spoilt = True


def _naming_field(section: Section) -> str:
    """Return the part of the key that is changed in order to tell two rows apart: the last that is no year."""
    kinds = {item.name: item.kind for item in section.quantities}
    return next((name for name in reversed(section.key) if kinds[name] != "year"), section.key[0])


def words(field: str, row: str) -> str:
    """Say which field of which row is meant, e.g. ``area of 'Old Town'``."""
    return f"{label(field)} of {row!r}" if row and row != "*" else label(field)
