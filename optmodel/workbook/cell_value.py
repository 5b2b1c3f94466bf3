"""What one cell says about one field: a value, or what is wrong with the cell and what to do. Nothing is guessed."""

import datetime
import difflib
import unicodedata
from dataclasses import dataclass
from typing import Any

from optmodel.case import Quantity, problem_with, value_from_text
from optmodel.case.checks import plain
from optmodel.errors import Finding
from optmodel.workbook.grid import Cell
from optmodel.workbook.labels import bounds
from optmodel.workbook.typed_text import invisible, is_placeholder, look_of, quoted

NAME_MOST = 200
"""The longest name of a row."""

TEXT_MOST = 5_000
"""The longest free text."""

NUMBER_MOST = 1e15
"""Numbers beyond have more digits than a spreadsheet keeps."""

ANSWERS = frozenset(("yes", "no", "true", "false"))
NUMERIC = frozenset(("number", "share", "whole", "year"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be read, and what to do."""

    problem: str
    remedy: str


def value_of(quantity: Quantity, cell: Cell) -> Any | Problem:
    """Return the value of a field as it stands in a cell, or a :class:`Problem`."""
    if cell.kind == "blank":
        return quantity.default if quantity.has_default else _required(quantity)
    if cell.kind in {"formula", "error", "no number"}:
        return _without_value(quantity, cell)
    value = _converted(quantity, cell)
    if isinstance(value, Problem):
        return value
    is_integral = isinstance(value, float) and value.is_integer()
    wrong = problem_with(
        quantity, int(value) if is_integral else value
    )  # an integer reads as it was typed: 30, not 30.0
    return value if wrong is None else Problem(wrong, _remedy_for_bounds(quantity, value))


def _required(quantity: Quantity) -> Problem:
    return Problem("Nothing stands here, and a value is required.", f"Type {_wanted(quantity)}: {quantity.meaning}.")


def _without_value(quantity: Quantity, cell: Cell) -> Problem:
    if cell.kind == "formula":
        remedy = "Open the workbook in Excel or LibreOffice and save it, so that results are stored; or type the value."
        return Problem("A formula stands here whose result is empty or was not stored.", remedy)
    if cell.kind == "error":
        remedy = f"Correct the formula, or type {_wanted(quantity)}."
        return Problem(f"The error value {cell.value} stands here.", remedy)
    problem = f"{quoted(cell.value)} stands here in the place of a number; no spreadsheet program writes this."
    return Problem(problem, f"Type {_wanted(quantity)}.")


def _converted(quantity: Quantity, cell: Cell) -> Any | Problem:
    if quantity.kind in NUMERIC:
        return _number(quantity, cell) if cell.kind == "number" else _no_number(quantity, cell)
    if quantity.kind == "yes_no":
        return _yes_or_no(quantity, cell)
    if quantity.kind == "choice":
        return _choice(quantity, cell)
    if quantity.kind == "numbers":
        return _numbers(quantity, cell)
    return _text(quantity, cell) if cell.kind == "text" else _text_of_number(quantity, cell)


def _number(quantity: Quantity, cell: Cell) -> float | int | Problem:
    number: float | int = cell.value
    if not abs(number) <= NUMBER_MOST:  # says no to what is no number, too
        shown = f"{number:.3g}" if isinstance(number, float) else f"A number of {len(str(abs(number)))} digits"
        problem = f"{shown} stands here, beyond the largest amount that is kept, {NUMBER_MOST:.0e}."
        return Problem(problem, f"Look for a slip, or choose a larger unit; type {_wanted(quantity)}.")
    if quantity.kind not in {"whole", "year"}:
        return float(number)
    if number != int(number):
        problem = f"{number:.15g} stands here, where a whole number is expected."
        return Problem(problem, f"Type {_wanted(quantity)}.")
    return int(number)


def _no_number(quantity: Quantity, cell: Cell) -> Problem:
    """Say what stands in the place of a number, and how to type it as one."""
    wanted = _wanted(quantity)
    if cell.kind == "yes_no":
        return Problem(f"{_described(cell)} stands here, where a number is expected.", f"Type {wanted}.")
    if cell.kind == "date":
        problem = f"The cell is formatted as a date or time and shows {_dated(cell)}, where a number is expected."
        return Problem(problem, f'Set its format to "Number" and type {wanted}.')
    text = cell.value.strip()
    if is_placeholder(text):
        return _placeholder(quantity, text)
    stands = f"The text {quoted(text)} stands here, where a number is expected"
    hidden = invisible(text)
    if hidden is not None:
        return Problem(f"{stands}; it holds the invisible character {hidden}.", f"Empty the cell and type {wanted}.")
    look = look_of(text[:NAME_MOST])
    return Problem(f"{stands}; {look.reason}.", look.remedy.format(wanted=wanted))


def _yes_or_no(quantity: Quantity, cell: Cell) -> bool | Problem:
    if cell.kind == "yes_no":
        return bool(cell.value)
    answers = {"yes": True, "true": True, "no": False, "false": False}
    answer = answers.get(plain(cell.value)) if cell.kind == "text" else None
    if answer is None:
        return Problem(f"{_described(cell)} stands here, where {quantity.expected} is expected.", "Type yes or no.")
    return answer


def _choice(quantity: Quantity, cell: Cell) -> str | Problem:
    known = {plain(choice): choice for choice in quantity.choices}
    if cell.kind == "text" and plain(cell.value) in known:
        return known[plain(cell.value)]
    text = plain(cell.value[:NAME_MOST]) if cell.kind == "text" else ""
    near = difflib.get_close_matches(text, known, n=1, cutoff=0.6)
    hint = f"Did you mean {known[near[0]]!r}? " if near else ""
    problem = f"{_described(cell)} stands here, where {quantity.expected} is expected."
    return Problem(problem, hint + "Choose one of: " + ", ".join(quantity.choices) + ".")


def _numbers(quantity: Quantity, cell: Cell) -> Any | Problem:
    if cell.kind == "number":
        number = _number(quantity, cell)
        return number if isinstance(number, Problem) else (number,)
    if cell.kind == "text" and is_placeholder(cell.value):
        return _placeholder(quantity, cell.value)
    is_short = cell.kind == "text" and len(cell.value) <= TEXT_MOST
    value = value_from_text(quantity, cell.value) if is_short else None
    if value is None or isinstance(value, Finding):
        problem = f"{_described(cell)} stands here, where {quantity.expected} are expected."
        remedy = "Type them with a decimal point, parted by semicolons, for example 0.3; 0.7; 1."
        return Problem(problem, remedy)
    return value


def _text(quantity: Quantity, cell: Cell) -> str | Problem:
    text: str = cell.value.strip()
    most = TEXT_MOST if quantity.kind == "text" else NAME_MOST
    if len(text) > most:
        return Problem(f"A text of {len(text):,} characters stands here; at most {most:,} are kept.", "Shorten it.")
    hidden = invisible(text)
    if hidden is not None:
        problem = f"The text {quoted(text)} holds the invisible character {hidden}."
        return Problem(problem, "Empty the cell and type the text again.")
    is_answer = quantity.kind == "text" and quantity.optional and plain(text) in ANSWERS
    if is_placeholder(text) or is_answer:
        return _placeholder(quantity, text)
    return text if quantity.kind == "text" else " ".join(unicodedata.normalize("NFC", text).split())


def _text_of_number(quantity: Quantity, cell: Cell) -> str | Problem:
    """A whole number can be a name and a date a text: what they read is certain."""
    if cell.kind == "number" and abs(cell.value) < NUMBER_MOST and cell.value == int(cell.value):
        return str(int(cell.value))
    if cell.kind == "date" and quantity.kind == "text" and isinstance(cell.value, datetime.datetime):
        return cell.value.date().isoformat()
    problem = f"{_described(cell)} stands here, where {quantity.expected} is expected."
    return Problem(problem, 'Set the format of the cell to "Text" and type it again.')


def _placeholder(quantity: Quantity, text: str) -> Problem:
    problem = f"The text {quoted(text)} stands here in the place of a value."
    if quantity.has_default:
        meaning = "" if quantity.optional else f", which counts as {bounds(quantity).rpartition('empty: ')[2]}"
        return Problem(problem, f"Leave the cell empty{meaning}, or type {_wanted(quantity)}.")
    return Problem(problem, f"A value is required: type {_wanted(quantity)}.")


def _remedy_for_bounds(quantity: Quantity, value: Any) -> str:
    if quantity.kind == "share" and isinstance(value, float) and 1 < value <= 100:
        return f"If {value:g} % is meant, type {value:g}% or {value / 100:g}; otherwise type {_wanted(quantity)}."
    return f"Type {_wanted(quantity)}."


def _wanted(quantity: Quantity) -> str:
    """Say what is to be typed, e.g. ``a number of at least 0 in km²``."""
    words = bounds(quantity).split("; ")[0]
    is_plain = quantity.kind not in NUMERIC or not quantity.unit or quantity.unit.startswith(("fraction", "factor"))
    return words if is_plain else f"{words} in {quantity.unit}"


def _described(cell: Cell) -> str:
    if cell.kind == "text":
        return f"The text {quoted(cell.value)}"
    if cell.kind == "yes_no":
        return "TRUE" if cell.value else "FALSE"
    if cell.kind == "date":
        return f"The date or time {_dated(cell)}"
    return f"The number {float(cell.value):.15g}" if abs(cell.value) < 1e300 else "A number without end"


def _dated(cell: Cell) -> str:
    value = cell.value
    is_day = isinstance(value, datetime.datetime) and value.time() == datetime.time()
    return value.date().isoformat() if is_day else str(value)
