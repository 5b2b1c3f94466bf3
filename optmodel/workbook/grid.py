"""The cells of one sheet as they stand in the file, whatever its dimensions claim.

The cells are parsed by openpyxl, row by row as its read-only sheets do. What those sheets drop is kept: whether a cell
holds a formula (so that one without a stored result is not taken for an empty cell), hidden rows and merged cells; and
one cell that cannot be parsed does not end the reading of the others.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries
from openpyxl.worksheet._reader import CELL_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from optmodel.workbook.book import Book, Sheet

MERGED_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"

MERGED_MOST = 5_000
"""How many ranges of merged cells are kept: one is too many already."""

CellKind = Literal["blank", "number", "text", "yes_no", "date", "error", "formula", "no number"]
KINDS: dict[str, CellKind] = {"n": "number", "s": "text", "b": "yes_no", "d": "date", "e": "error"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``formula``: one whose result is not stored; ``no number``: a number cell that holds something else."""

    row: int
    column: int
    kind: CellKind = "blank"
    value: Any = None

    @property
    def name(self) -> str:
        """The cell as a person calls it, e.g. ``C7``."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of merged cells, of which only the first holds a value."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def name(self) -> str:
        """The range as a person calls it, e.g. ``B5:B7``."""
        return f"{Cell(self.top, self.left).name}:{Cell(self.bottom, self.right).name}"

    def covers(self, cell: Cell) -> bool:
        """Whether the cell lies in the range."""
        return self.top <= cell.row <= self.bottom and self.left <= cell.column <= self.right


@dataclass
class Grid:
    """The cells of a sheet that hold something.

    A line is a row and a place in it a column; where ``turned``, the other way round: for sheets whose fields run down
    the side.
    """

    cells: dict[tuple[int, int], Cell]
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    turned: bool = False

    def cell(self, line: int, place: int) -> Cell:
        """Return a cell; a blank one where there is nothing."""
        row, column = (place, line) if self.turned else (line, place)
        return self.cells.get((row, column)) or Cell(row, column)

    @cached_property
    def lines(self) -> dict[int, dict[int, Cell]]:
        """The cells that hold something by line and place, in order."""
        result: dict[int, dict[int, Cell]] = {}
        for cell in sorted(self.cells.values(), key=lambda cell: (self.line(cell), self.place(cell))):
            result.setdefault(self.line(cell), {})[self.place(cell)] = cell
        return result

    def line(self, cell: Cell) -> int:
        """Return the line a cell stands in."""
        return cell.column if self.turned else cell.row

    def place(self, cell: Cell) -> int:
        """Return the place of a cell in its line."""
        return cell.row if self.turned else cell.column


def grid_of(book: Book, sheet: Sheet, *, turned: bool) -> Grid:
    """Read the cells of a sheet."""
    with book.archive.open(sheet.part) as source, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's remarks on dates it cannot show
        parser = _Parser(
            source,
            book.texts,
            data_only=True,
            epoch=book.epoch,
            date_formats=book.dates,
            timedelta_formats=book.durations,
        )
        cells = {(cell.row, cell.column): cell for cell in parser.filled()}
    return Grid(cells, parser.hidden, parser.merges, turned)


class _Parser(WorkSheetParser):
    """openpyxl's parser of cells, without what a reader of figures does not need."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hidden: list[int] = []
        self.merges: list[Merged] = []

    def filled(self) -> Iterator[Cell]:
        """Yield the cells that hold something."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield from self._row(element)
                element.clear()
            elif element.tag == MERGED_TAG and len(self.merges) < MERGED_MOST:
                self.merges.append(Merged(*range_boundaries(element.get("ref"))))

    def _row(self, element: Any) -> Iterator[Cell]:
        number = element.get("r")
        self.row_counter = int(number) if number else self.row_counter + 1
        self.col_counter = 0
        count = 0
        for child in element:
            if child.tag == CELL_TAG:
                cell = self._cell(child)
                if cell is not None:
                    count += 1
                    yield cell
        if count and element.get("hidden") in {"1", "true"}:
            self.hidden.append(self.row_counter)

    def _cell(self, element: Any) -> Cell | None:
        """Return a cell that holds something, ``None`` for another."""
        if len(element) == 0:
            coordinate = element.get("r")
            self.col_counter = coordinate_to_tuple(coordinate)[1] if coordinate else self.col_counter + 1
            return None
        before = self.col_counter
        try:
            raw: dict[str, Any] = self.parse_cell(element)
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            self.col_counter = before
            return self._unparsed(element)
        row, column, value = raw["row"], raw["column"], raw["value"]
        if value is None or value == "":
            return Cell(row, column, "formula") if element.find(FORMULA_TAG) is not None else None
        kind = KINDS.get(raw["data_type"], "text")
        if kind == "error" and element.get("t", "n") == "n":  # a number no date can show, in a cell formatted as a date
            return Cell(row, column, "date", element.findtext(VALUE_TAG))
        if kind == "text":
            value = str(value).replace("_x000D_", "\r")  # how a line end of old is written into the file
            return Cell(row, column, "text", value) if value.strip() else None
        return Cell(row, column, kind, value)

    def _unparsed(self, element: Any) -> Cell:
        coordinate = element.get("r")
        if coordinate:
            row, self.col_counter = coordinate_to_tuple(coordinate)
        else:
            row, self.col_counter = self.row_counter, self.col_counter + 1
        return Cell(row, self.col_counter, "no number", element.findtext(VALUE_TAG) or "")
