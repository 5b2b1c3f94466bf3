"""Where on a sheet its fields stand: headings are looked for by name, not counted.

The headings of a table are the row, among the first thirty, that holds most names of fields; on a sheet with a column
for each record, the column. On a sheet with one record the fields stand under ``field`` and its values under ``value``.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from optmodel.case import Section
from optmodel.case.checks import plain
from optmodel.errors import Finding, Severity
from optmodel.workbook.grid import Cell, Grid
from optmodel.workbook.labels import FIELD, VALUE, label, plain_label

HEAD_MOST = 30
"""How far down (or right) the headings may stand."""

UNKNOWN_MOST = 100
"""How many headings that are no fields are named one by one."""

AS_BEFORE = "Write it back, as in a new template."


@dataclass(slots=True)
class Headings:
    """The line of headings and the place of each field in it.

    On a sheet with one record ``beside`` gives the lines of fields, values and units by what heads them. Fields whose
    headings stand twice are ``unsure``. ``head`` is 0 where no headings were found, which is then the only finding.
    """

    head: int = 0
    first: int = 1
    places: dict[str, int] = field(default_factory=dict)
    beside: Mapping[str, int] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)


def headings_of(section: Section, title: str, grid: Grid) -> Headings:
    """Find the headings of a sheet; say which are missing, stand twice or are not known."""
    headings = _of_record(grid) if section.layout == "record" else _of_table(section, grid)
    if headings.head == 0:
        names = [label(item.name) for item in section.quantities[:4]]
        expected = f"{FIELD}, {VALUE}" if section.layout == "record" else ", ".join(names) + ", …"
        problem = f"The headings ({expected}) were not found."
        headings.findings.append(Finding(title, problem, "Write them back, as in a new template."))
        return headings
    unknown = _find_places(headings, section, title, grid)[:UNKNOWN_MOST]
    meant = {_say_missing(headings, item.name, title, unknown) for item in section.quantities}
    filled = _filled(headings, grid)
    strange = [cell for cell in unknown if cell not in meant and grid.place(cell) in filled]
    headings.findings += [_not_known(section, title, cell) for cell in strange]
    return headings


def _of_record(grid: Grid) -> Headings:
    for place in range(1, HEAD_MOST + 1):
        cells = [grid.cell(line, place) for line in range(1, HEAD_MOST + 1)]
        beside = {plain(cell.value): grid.line(cell) for cell in cells if cell.kind == "text"}
        if {FIELD, VALUE} <= beside.keys():
            return Headings(beside[FIELD], place + 1, beside=beside)
    return Headings()


def _of_table(section: Section, grid: Grid) -> Headings:
    known = {plain_label(quantity.name) for quantity in section.quantities}
    best, most = 0, 0
    for line, cells in grid.lines.items():
        if line > HEAD_MOST:
            break
        count = len(known & {plain_label(cell.value) for cell in cells.values() if cell.kind == "text"})
        if count > most:
            best, most = line, count
    return Headings(best)


def _find_places(headings: Headings, section: Section, title: str, grid: Grid) -> list[Cell]:
    """Fill in the place of every field and return the headings that are none."""
    fields = {plain_label(quantity.name): quantity.name for quantity in section.quantities}
    unknown: list[Cell] = []
    twice: set[str] = set()
    for place, cell in grid.lines.get(headings.head, {}).items():
        name = fields.get(plain_label(cell.value)) if cell.kind == "text" else None
        if place < headings.first:
            continue
        if name is None:
            unknown.append(cell)
        elif name in headings.places:
            before = grid.cell(headings.head, headings.places[name]).name
            problem = f"The heading {label(name)!r} stands here a second time (first in {before})."
            headings.findings.append(Finding(f"{title}!{cell.name}", problem, "Delete the one that is wrong."))
            twice.add(name)
        else:
            headings.places[name] = place
    headings.unsure = frozenset(twice)
    return unknown


def _say_missing(headings: Headings, name: str, title: str, unknown: list[Cell]) -> Cell | None:
    """Say that a field has no heading; return the one that may be meant."""
    if name in headings.places:
        return None
    near = nearest(label(name), [cell.value for cell in unknown if cell.kind == "text"])
    meant = next((cell for cell in unknown if cell.value == near), None)
    hint = f"Did you mean {near!r} in {meant.name}? " if meant is not None else ""
    headings.findings.append(Finding(title, f"The heading {label(name)!r} is missing.", hint + AS_BEFORE))
    return meant


def _not_known(section: Section, title: str, cell: Cell) -> Finding:
    near = nearest(str(cell.value), [label(quantity.name) for quantity in section.quantities])
    hint = f"Did you mean {near!r}? " if near is not None else ""
    problem = f"There is no field {str(cell.value)[:60]!r}; what stands there is not read."
    remedy = hint + "Correct the name, or leave it as a note of your own."
    return Finding(f"{title}!{cell.name}", problem, remedy, Severity.WARNING)


def _filled(headings: Headings, grid: Grid) -> set[int]:
    """Return the places under whose headings something stands."""
    if headings.beside:
        return set(grid.lines.get(headings.beside[VALUE], {}))
    return {place for line, cells in grid.lines.items() if line > headings.head for place in cells}


def nearest(text: str, known: list[str]) -> str | None:
    """Return the known name that a misspelt one comes closest to, if any comes close."""
    plains = {plain_label(name[:200]): name for name in known}
    near = difflib.get_close_matches(plain_label(text[:200]), plains, n=1, cutoff=0.6)
    return plains[near[0]] if near else None
