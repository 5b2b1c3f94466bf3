"""What one cell says about one field: a value, or what is wrong with the cell and what to do. Nothing is guessed."""

import datetime
import difflib
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from optmodel.case import Quantity, problem_with, value_from_text
from optmodel.errors import Finding
from optmodel.workbook.grid import Cell
from optmodel.workbook.labels import bounds, plain

NAME_MOST = 200
"""The longest name of a row."""

TEXT_MOST = 5_000
"""The longest free text."""

NUMBER_MOST = 1e15
"""Numbers beyond have more digits than a spreadsheet keeps."""

PLACEHOLDERS = frozenset(
    ("none", "na", "n/a", "n.a.", "nan", "null", "nil", "-", "–", "—", "?", "tbd", "inf", "-inf", "infinity")
)
ANSWERS = frozenset(("yes", "no", "true", "false"))
NUMERIC = frozenset(("number", "share", "whole", "year"))

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_SEPARATED = re.compile(r"[+-]?\d[\d.,'’\s]*")
_WITH_WORDS = re.compile(r"([^\W\d_]|[€$£¥])|\d+\s*[^\W\d_]")
_ESCAPED_CONTROL = re.compile(r"_x00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])_")
_DIRECTION_MARKS = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\ufeff")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be read, and what to do."""

    problem: str
    remedy: str


def value_of(quantity: Quantity, cell: Cell) -> Any | Problem:
    """Return the value of a field as it stands in a cell, or a :class:`Problem`."""
    if cell.kind == "blank":
        return _of_nothing(quantity)
    if cell.kind == "formula":
        remedy = "Open the workbook in Excel or LibreOffice and save it, so that results are stored; or type the value."
        return Problem("A formula stands here whose result is empty or was not stored.", remedy)
    if cell.kind == "error":
        return Problem(f"The error value {cell.value} stands here.", f"Correct the formula, or type {_wanted(quantity)}.")
    if cell.kind == "no number":
        problem = f"{_quoted(cell.value)} stands here in the place of a number; no spreadsheet program writes this."
        return Problem(problem, f"Type {_wanted(quantity)}.")
    value = _converted(quantity, cell)
    if isinstance(value, Problem):
        return value
    problem = problem_with(quantity, value)
    return value if problem is None else Problem(problem, _remedy_for_bounds(quantity, value))


def _of_nothing(quantity: Quantity) -> Any | Problem:
    if quantity.has_default:
        return quantity.default
    return Problem("Nothing stands here, and a value is required.", f"Type {_wanted(quantity)}: {quantity.meaning}.")


def _converted(quantity: Quantity, cell: Cell) -> Any | Problem:
    if quantity.kind in NUMERIC:
        return _number(quantity, cell)
    if quantity.kind == "yes_no":
        return _yes_or_no(quantity, cell)
    if quantity.kind == "choice":
        return _choice(quantity, cell)
    if quantity.kind == "numbers":
        return _numbers(quantity, cell)
    return _text(quantity, cell)


def _number(quantity: Quantity, cell: Cell) -> float | int | Problem:
    if cell.kind == "yes_no":
        return Problem(f"{_truth(cell)} stands here, where a number is expected.", f"Type {_wanted(quantity)}.")
    if cell.kind == "date":
        problem = f"The cell is formatted as a date or time and shows {_dated(cell)}, where a number is expected."
        return Problem(problem, f'Set its format to "Number" and type {_wanted(quantity)}.')
    if cell.kind == "text":
        return _diagnosed(quantity, cell.value)
    number: float | int = cell.value
    if not math.isfinite(number) or abs(number) > NUMBER_MOST:
        shown = f"{number:.3g}" if isinstance(number, float) else f"A number of {len(str(abs(number)))} digits"
        problem = f"{shown} stands here, beyond the largest amount that is kept, {NUMBER_MOST:.0e}."
        return Problem(problem, f"Look for a slip, or choose a larger unit; type {_wanted(quantity)}.")
    if quantity.kind in {"whole", "year"}:
        if number != int(number):
            return Problem(f"{number:.15g} stands here, where a whole number is expected.", f"Type {_wanted(quantity)}.")
        return int(number)
    return float(number)


def _diagnosed(quantity: Quantity, text: str) -> Problem:
    """Say what a text that should be a number looks like, and how to type it as one."""
    text = text.strip()
    wanted = _wanted(quantity)
    stands = f"The text {_quoted(text)} stands here, where a number is expected"
    if plain(text) in PLACEHOLDERS:
        return _placeholder(quantity, text)
    hidden = _invisible(text)
    if hidden is not None:
        return Problem(f"{stands}; it holds the invisible character {hidden}.", f"Empty the cell and type {wanted}.")
    if not text.isascii() and any(character.isdigit() and not character.isascii() for character in text):
        return Problem(f"{stands}; its digits are not the digits 0 to 9.", f"Type {wanted} with the digits 0 to 9.")
    if text.endswith("%"):
        remedy = "Set the format of the cell to Percentage and type it again, so that it becomes a number (0.3 for 30 %)."
        return Problem(f"{stands}; a percentage typed as text is no number.", remedy)
    if _PLAIN_NUMBER.fullmatch(text):
        remedy = 'Set the format of the cell to "Number" and type it again, or choose "Convert to Number" at its mark.'
        return Problem(f"{stands}; the number is stored as text.", remedy)
    if "_" in text:
        return Problem(f"{stands}; the underscore parts it.", f"Type {wanted} without an underscore.")
    if text.startswith("="):
        return Problem(f"{stands}; the formula is stored as text.", f"Type it again as a formula, or type {wanted}.")
    if _SEPARATED.fullmatch(text):
        remedy = f"Type {wanted}, with the decimal mark of your spreadsheet program and no separators of thousands."
        return Problem(f"{stands}; with its commas, points or spaces it is no number.", remedy)
    if _WITH_WORDS.search(text) and any(character.isdigit() for character in text):
        unit = f"; the unit is {quantity.unit} already" if quantity.unit else ""
        return Problem(f"{stands}; a figure and words stand together.", f"Type only the figure{unit}: {wanted}.")
    return Problem(f"{stands}.", f"Type {wanted}.")


def _yes_or_no(quantity: Quantity, cell: Cell) -> bool | Problem:
    if cell.kind == "yes_no":
        return bool(cell.value)
    answer = {"yes": True, "no": False}.get(plain(cell.value)) if cell.kind == "text" else None
    if answer is None:
        return Problem(f"{_described(cell)} stands here, where yes or no is expected.", "Type yes or no.")
    return answer


def _choice(quantity: Quantity, cell: Cell) -> str | Problem:
    known = {plain(choice): choice for choice in quantity.choices}
    if cell.kind == "text" and plain(cell.value) in known:
        return known[plain(cell.value)]
    near = difflib.get_close_matches(plain(cell.value), known, n=1, cutoff=0.6) if _is_short_text(cell) else []
    hint = f"Did you mean {known[near[0]]!r}? " if near else ""
    problem = f"{_described(cell)} stands here, where {quantity.expected} is expected."
    return Problem(problem, hint + "Choose one of: " + ", ".join(quantity.choices) + ".")


def _numbers(quantity: Quantity, cell: Cell) -> Any | Problem:
    if cell.kind == "number":
        number = _number(quantity, cell)
        return number if isinstance(number, Problem) else (number,)
    if cell.kind != "text" or len(cell.value) > TEXT_MOST:
        problem = f"{_described(cell)} stands here, where numbers parted by semicolons are expected."
        return Problem(problem, "Type numbers such as 0.3; 0.7; 1.")
    if plain(cell.value) in PLACEHOLDERS:
        return _placeholder(quantity, cell.value)
    value = value_from_text(quantity, cell.value)
    if isinstance(value, Finding):
        remedy = "Type numbers from 0 to 1 with a decimal point, parted by semicolons: 0.3; 0.7; 1."
        return Problem(f"The text {_quoted(cell.value)} stands here, where {quantity.expected} are expected.", remedy)
    return value


def _text(quantity: Quantity, cell: Cell) -> str | Problem:
    if cell.kind == "number" and math.isfinite(cell.value) and cell.value == int(cell.value) and abs(cell.value) < 1e15:
        return str(int(cell.value))
    if cell.kind == "date" and quantity.kind == "text" and isinstance(cell.value, datetime.datetime):
        return cell.value.date().isoformat()
    if cell.kind != "text":
        remedy = 'Set the format of the cell to "Text" and type it again.'
        return Problem(f"{_described(cell)} stands here, where {quantity.expected} is expected.", remedy)
    text: str = cell.value.strip()
    most = TEXT_MOST if quantity.kind == "text" else NAME_MOST
    if len(text) > most:
        return Problem(f"A text of {len(text):,} characters stands here; at most {most:,} are kept.", "Shorten it.")
    hidden = _invisible(text)
    if hidden is not None:
        return Problem(f"{_quoted(text)} holds the invisible character {hidden}.", "Empty the cell and type the text again.")
    if plain(text) in PLACEHOLDERS or (quantity.kind == "text" and quantity.optional and plain(text) in ANSWERS):
        return _placeholder(quantity, text)
    if quantity.kind == "name":
        text = " ".join(unicodedata.normalize("NFC", text).split())
    return text


def _placeholder(quantity: Quantity, text: str) -> Problem:
    if quantity.optional or quantity.has_default:
        default = "" if quantity.optional else ", which means its usual value"
        remedy = f"Leave the cell empty{default}, or type {_wanted(quantity)}."
    else:
        remedy = f"A value is required: type {_wanted(quantity)}."
    return Problem(f"The text {_quoted(text)} stands here in the place of a value.", remedy)


def _remedy_for_bounds(quantity: Quantity, value: Any) -> str:
    if quantity.kind == "share" and isinstance(value, float) and 1 < value <= 100:
        return f"If {value:g} % is meant, type {value:g}% or {value / 100:g}; otherwise type {_wanted(quantity)}."
    return f"Type {_wanted(quantity)}."


def _wanted(quantity: Quantity) -> str:
    if quantity.refers_to is not None or quantity.kind in {"yes_no", "choice", "text", "name"}:
        return bounds(quantity).split("; ")[0]
    unit = f" in {quantity.unit}" if quantity.unit and not quantity.unit.startswith("fraction") else ""
    return quantity.expected + unit


def _described(cell: Cell) -> str:
    if cell.kind == "text":
        return f"The text {_quoted(cell.value)}"
    if cell.kind == "yes_no":
        return _truth(cell)
    if cell.kind == "date":
        return f"The date or time {_dated(cell)}"
    return f"The number {cell.value:.15g}" if isinstance(cell.value, float) else f"The number {str(cell.value)[:40]}"


def _truth(cell: Cell) -> str:
    return "TRUE" if cell.value else "FALSE"


def _dated(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _is_short_text(cell: Cell) -> bool:
    return cell.kind == "text" and len(cell.value) <= NAME_MOST


def _quoted(text: str) -> str:
    """Return a text in quotes, cut to a length one can read, with what is invisible spelled out."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _invisible(text: str) -> str | None:
    """Return the first character of a text that cannot be seen and may mislead, e.g. ``U+202E``."""
    escaped = _ESCAPED_CONTROL.search(text)
    if escaped is not None:
        return "U+" + escaped.group()[2:6].upper()
    for character in text:
        if character in _DIRECTION_MARKS or (unicodedata.category(character) in {"Cc", "Cs", "Cn"} and character not in "\t\r\n"):
            return f"U+{ord(character):04X}"
    return None
