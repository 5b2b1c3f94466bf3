"""What a spreadsheet program offers and accepts in a cell: drop-downs, bounds, the meaning of the field as a note."""

from typing import Any

from optmodel.case import Quantity
from optmodel.workbook.labels import bounds, label

TITLE_MOST, MESSAGE_MOST = 32, 255
YEAR_LEAST, YEAR_MOST = 1950, 2210
WITHOUT_A_ROW = frozenset(("Groups", "Tariffs"))
"""Sheets on which a name is known that has no row: the whole city, and prices as planned. Their lists only help."""


def validation(quantity: Quantity, first_cell: str, references: dict[str, str]) -> dict[str, Any]:
    """Return the XlsxWriter options of the cells of one field.

    ``first_cell`` is the first of those cells; ``references`` gives the range of the names of each sheet.
    """
    unit = f" [{quantity.unit}]" if quantity.unit else ""
    meaning = quantity.meaning[:1].upper() + quantity.meaning[1:]
    options = {
        "ignore_blank": True,
        "input_title": _cut(label(quantity.name), TITLE_MOST),
        "input_message": _cut(f"{meaning}{unit}.\nExpected: {bounds(quantity)}.", MESSAGE_MOST),
        "error_title": "Not possible here",
        "error_message": _cut(f"Give {bounds(quantity)}.", MESSAGE_MOST),
    }
    return options | _accepted(quantity, first_cell, references)


def _accepted(quantity: Quantity, first_cell: str, references: dict[str, str]) -> dict[str, Any]:
    if quantity.kind == "yes_no":
        return {"validate": "list", "source": ["yes", "no"]}
    if quantity.kind == "choice":
        return {"validate": "list", "source": list(quantity.choices)}
    if quantity.refers_to is not None:
        strict = quantity.refers_to not in WITHOUT_A_ROW
        return {"validate": "list", "source": "=" + references[quantity.refers_to], "show_error": strict}
    if quantity.kind in {"number", "share", "whole", "year"}:
        return _within(quantity, first_cell)
    return {"validate": "any"}


def _within(quantity: Quantity, first_cell: str) -> dict[str, Any]:
    whole = quantity.kind in {"whole", "year"}
    kind = "integer" if whole else "decimal"
    least, most = quantity.least, quantity.most
    if quantity.kind == "year":
        least, most = least or YEAR_LEAST, most or YEAR_MOST
    if quantity.above is not None:
        upper = f",{first_cell}<={most:.15g}" if most is not None else ""
        formula = f"=AND(ISNUMBER({first_cell}),{first_cell}>{quantity.above:.15g}{upper})"
        return {"validate": "custom", "value": formula}
    if least is not None and most is not None:
        return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
    if least is not None:
        return {"validate": kind, "criteria": ">=", "value": least}
    return {"validate": kind, "criteria": "between", "minimum": -1e15, "maximum": 1e15}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
