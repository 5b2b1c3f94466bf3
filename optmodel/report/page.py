"""One sheet of the contract workbook: where the next row goes, how texts and figures are written, how it prints."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from optmodel.case import Case
from optmodel.report.figures import money_unit
from optmodel.report.texts import NOTHING

MOST_CHARACTERS = 32_000  # of one cell; Excel cuts at 32,767
CHARACTERS = 1.4  # of the font used, in one unit of column width
LINE_HEIGHT = 14.0
DARK, PALE, LINE, GREY, GREEN, RED = "#1F3864", "#DCE6F1", "#D9D9D9", "#6B6B6B", "#E2EFDA", "#FBE3DD"
_PLAIN: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": DARK},
    "note": {"italic": True, "font_color": GREY},
    "sentence": {"text_wrap": True},
    "heading": {"bold": True, "font_size": 12, "font_color": DARK, "bottom": 2, "bottom_color": DARK},
    "header": {"bold": True, "bg_color": DARK, "font_color": "white", "text_wrap": True, "valign": "vcenter"},
    "cell": {"text_wrap": True, "bottom": 1, "bottom_color": LINE},
    "best": {"text_wrap": True, "bottom": 1, "bottom_color": LINE, "bg_color": GREEN, "bold": True},
    "bad": {"text_wrap": True, "bottom": 1, "bottom_color": LINE, "bg_color": RED},
    "quiet": {"italic": True, "font_color": GREY, "bottom": 1, "bottom_color": LINE},
    "item": {"italic": True, "font_color": GREY, "bottom": 1, "bottom_color": LINE, "align": "left", "indent": 2},
    "subheading": {"bold": True, "font_color": DARK, "text_wrap": True},
    "total": {"bold": True, "top": 1, "bottom": 1, "bg_color": PALE},
}


@dataclass(frozen=True, slots=True)
class Look:
    """What one cell holds and how: ``kind`` says how a figure is written, ``look`` how the cell is drawn.

    A text stands left where its kind is ``text`` and right elsewhere.
    """

    value: float | int | str | None
    kind: str = "text"
    look: str = "cell"


@dataclass
class Style:
    """The formats of one workbook, made when first asked for."""

    book: Any
    case: Case
    decimals: int
    _made: dict[tuple[str, str], Any] = field(default_factory=dict)

    def format(self, look: str, kind: str = "text") -> Any:
        """Return the format of a look and a kind of figure."""
        if (look, kind) not in self._made:
            properties = {**_PLAIN, **_LOOKS[look]}
            if kind != "text":
                properties |= {"align": "right"}
            if kind not in ("text", "right"):
                properties |= {"num_format": self.number_format(kind)}
            self._made[look, kind] = self.book.add_format(properties)
        return self._made[look, kind]

    def number_format(self, kind: str) -> str:
        """Return how Excel writes a kind of figure."""
        money = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        formats = {
            "money": f'{money};-{money};"–"',
            "share": "0.0%",
            "gap": "0.0000%",
            "factor": '0.0#" ×"',
            "years": '[=1]0" year";0" years"',
            "year": "0",
            "whole": "#,##0",
            "number": "#,##0.00",
            "capacity": "#,##0.00",
        }
        return formats[kind]


class Page:
    """A worksheet written from the top down. Every text goes in as text: nothing a user typed becomes a formula."""

    def __init__(
        self, style: Style, name: str, widths: Sequence[float], landscape: bool = True, high: int = 0, wide: int = 1
    ) -> None:
        """Add the sheet, set its columns and how it prints: on A4, so many pages wide and high (0: any number)."""
        self.style = style
        self.sheet = style.book.add_worksheet(name)
        self.row = 0
        self.width = len(widths)
        self.widths = tuple(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(wide, high)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.set_footer("&L&A&C&P / &N&Roptmodel")

    def title(self, text: str, note: str = "") -> None:
        """Write the title of the sheet and, below it, what is to be known about its figures."""
        self._text(0, text, self.style.format("title"))
        self.sheet.set_row(self.row, 24)
        self.row += 1
        if note:
            self._text(0, note, self.style.format("note"))
            self.row += 1
        self.row += 1

    def heading(self, text: str, columns: int | None = None) -> None:
        """Write the heading of a part of the sheet."""
        for column in range(columns or self.width):
            self._text(column, text if column == 0 else "", self.style.format("heading"))
        self.row += 1

    def sentence(self, text: str, look: str = "sentence", columns: int | None = None) -> None:
        """Write a sentence over the width of the sheet, in as many lines as it needs."""
        columns = columns or self.width
        room = sum(self.widths[:columns])
        self.sheet.set_row(self.row, LINE_HEIGHT * self._wrapped(text, room))
        form = self.style.format(look)
        if columns > 1:
            self.sheet.merge_range(self.row, 0, self.row, columns - 1, "", form)
        self._text(0, text, form)
        self.row += 1

    def header(self, labels: Sequence[str], right: int = 99, freeze: bool = False, columns_frozen: int = 1) -> None:
        """Write the header of a table; labels stand right from the column ``right`` on, as figures do."""
        self.sheet.set_row(self.row, LINE_HEIGHT * self._lines(labels) + 3)
        for column, label in enumerate(labels):
            self._text(column, label, self.style.format("header", "text" if column < right else "right"))
        self.row += 1
        if freeze:
            self.sheet.freeze_panes(self.row, columns_frozen)
            self.sheet.repeat_rows(self.row - 1)
            self.sheet.repeat_columns(0, columns_frozen - 1)

    def line(self, cells: Sequence[Look]) -> None:
        """Write one row of a table."""
        lines = self._lines([cell.value if isinstance(cell.value, str) else "" for cell in cells])
        if lines > 1:
            self.sheet.set_row(self.row, LINE_HEIGHT * lines)
        for column, cell in enumerate(cells):
            self._cell(column, cell)
        self.row += 1

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.row += rows

    def _cell(self, column: int, cell: Look) -> None:
        if isinstance(cell.value, str):
            self._text(column, cell.value, self.style.format(cell.look, "text" if cell.kind == "text" else "right"))
        elif cell.value is None or not math.isfinite(cell.value):
            self._text(column, NOTHING, self.style.format(cell.look, "right"))
        else:
            kind = "whole" if cell.kind == "number" and cell.value == round(cell.value) else cell.kind
            self.sheet.write_number(self.row, column, cell.value, self.style.format(cell.look, kind))

    def _text(self, column: int, text: str, form: Any) -> None:
        if len(text) > MOST_CHARACTERS:
            text = text[:MOST_CHARACTERS] + "…"
        if text:
            self.sheet.write_string(self.row, column, text, form)
        else:
            self.sheet.write_blank(self.row, column, None, form)

    def _lines(self, texts: Sequence[str]) -> int:
        """How many lines the longest of some texts takes in its column."""
        return max(
            (self._wrapped(text, width) for text, width in zip(texts, self.widths, strict=False) if text),
            default=1,
        )

    @staticmethod
    def _wrapped(text: str, width: float) -> int:
        room, lines, used = max(CHARACTERS * width - 1, 4), 1, 0.0
        for word in text.split():
            if used and used + 1 + len(word) > room:
                lines, used = lines + 1, 0
            used += len(word) + (1 if used else 0)
            lines, used = lines + int(used // room) if used > room else lines, min(used, room)
        return min(lines, 26)  # Excel's rows are at most 409 points high


def money_note(case: Case) -> str:
    """Say what the amounts of a sheet are in."""
    return f"Amounts in {money_unit(case)}, nominal unless they are present values."
