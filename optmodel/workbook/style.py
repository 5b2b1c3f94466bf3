"""How the workbook looks: a handful of cell formats, calm colours and column widths."""

import textwrap
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from optmodel.case import Quantity

INK = "#1F3A4D"
HEAD = "#2F5D7C"
PALE = "#EAF1F6"
LINE = "#C9D6DF"
INPUT = "#FFFDF3"
GREY = "#5B6B76"

WIDTHS = {"name": 26, "text": 44, "choice": 18, "numbers": 18, "yes_no": 12}
NUMBER_WIDTH = 14
LINE_HEIGHT = 15


class Formats:
    """The cell formats of one workbook, made when first asked for and then shared."""

    def __init__(self, book: Any) -> None:
        """Remember the XlsxWriter workbook the formats belong to."""
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def _format(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": "Calibri", "font_size": 11} | properties)
        return self._made[key]

    def title(self) -> Any:
        """Format of the sentence at the head of a sheet."""
        return self._format(italic=True, font_color=GREY, valign="vcenter")

    def head(self) -> Any:
        """Format of a heading."""
        return self._format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=HEAD,
            border=1,
            border_color=LINE,
            text_wrap=True,
            valign="vcenter",
        )

    def unit(self) -> Any:
        """Format of a unit beneath a heading or beside a field."""
        return self._format(
            italic=True, font_color=GREY, bg_color=PALE, border=1, border_color=LINE, text_wrap=True, valign="top"
        )

    def name(self) -> Any:
        """Format of the name of a record at the head of its column."""
        return self._format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=HEAD,
            border=1,
            border_color=LINE,
            align="center",
            num_format="@",
        )

    def side(self, column: int) -> Any:
        """Format of the units and meanings beside the fields."""
        return self.unit() if column == 1 else self.note()

    def field(self) -> Any:
        """Format of the name of a field down the side."""
        return self._format(
            bold=True, font_color=INK, bg_color=PALE, border=1, border_color=LINE, text_wrap=True, valign="top"
        )

    def note(self) -> Any:
        """Format of guidance and meanings."""
        return self._format(font_color=GREY, text_wrap=True, valign="top", border=1, border_color=LINE)

    def guide(self, *, is_head: bool) -> Any:
        """Format of a line of guidance that stands for itself."""
        return self._format(font_color=INK, bold=is_head)

    def input(self, number_format: str, *, wrapped: bool = False, align: str = "") -> Any:
        """Format of a cell that is filled in."""
        return self._format(
            num_format=number_format,
            bg_color=INPUT,
            border=1,
            border_color=LINE,
            text_wrap=wrapped,
            valign="top",
            align=align,
            indent=1 if align == "left" else 0,
        )

    def below(self, quantity: Quantity, values: Iterable[Any]) -> Any:
        """Format of a column below its last row, so that what is typed there looks like the rest."""
        return self._format(num_format=number_format(quantity, values), valign="top")


def number_format(quantity: Quantity, values: Iterable[Any] = ()) -> str:
    """Return the number format of a field, with as many decimals as its values need.

    Text and names are formatted as text, so that a spreadsheet program leaves what is typed there alone.
    """
    if quantity.kind in {"year", "whole"}:
        return "0"
    if quantity.kind == "share":
        places = max([1, *(_places(value * 100) for value in values if value is not None)])
        return "General" if places > 4 else "0." + "0" * places + "%"
    if quantity.kind == "number":
        places = max([0, *(_places(value) for value in values if value is not None)])
        return "General" if places > 5 else "#,##0" + ("." + "0" * places if places else "")
    return "@"


def _places(value: float) -> int:
    """Count the decimals a number needs, as far as a spreadsheet shows them."""
    exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def height(*texts: tuple[str, int]) -> int:
    """Return the height of a row whose texts are wrapped in columns of the given widths."""
    lines = max([1, *(_lines(text, columns) for text, columns in texts)])
    return LINE_HEIGHT * lines + 1


def _lines(text: str, columns: int) -> int:
    """Count the lines a text takes when wrapped: a column holds some more letters than its width in digits."""
    return max(1, len(textwrap.wrap(text, max(8, int(columns * 1.1)))))


def width(quantity: Quantity) -> int:
    """Return the width of the column of a field."""
    return WIDTHS.get(quantity.kind, NUMBER_WIDTH) - (14 if quantity.kind == "text" and quantity.optional else 0)
