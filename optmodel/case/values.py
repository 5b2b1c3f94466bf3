"""Whether a value may stand in a field, and how a value typed as text is read. Nothing is guessed."""

import math
import re
from typing import Any

from optmodel.case.fields import Quantity
from optmodel.errors import Finding

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_LONG = 10**30


def problem_with(quantity: Quantity, value: Any) -> str | None:
    """Say what is wrong with a value in a field, as a sentence without the remedy; ``None`` where nothing is."""
    if value is None:
        return None if quantity.optional else "A value is required and there is none."
    if not _may_stand(quantity, value):
        return f"{_shown(value)} stands here, where {quantity.expected} is expected."
    if quantity.kind in {"text", "name"} and not value.strip():
        return "An empty text stands here."
    return None


def _may_stand(quantity: Quantity, value: Any) -> bool:
    """Whether a value has the type of a field and lies within its bounds, or is one of its choices."""
    if not _has_the_right_type(quantity, value):
        return False
    if quantity.kind in {"number", "share", "whole", "year"}:
        return _within(quantity, value)
    if quantity.kind == "numbers":
        return all(_within(quantity, item) for item in value)
    return quantity.kind != "choice" or value in quantity.choices


def _shown(value: Any) -> str:
    """Show a value as it was given; a whole number that fills lines, or that Python does not print, by its length."""
    if isinstance(value, int) and abs(value) >= _LONG:
        return f"A number of {math.floor(math.log10(abs(value))) + 1} digits"
    return repr(value) if isinstance(value, str) else str(value)


def _is_finite(value: float) -> bool:
    """Whether a number can be reckoned with: whole numbers may also be too large for that."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _has_the_right_type(quantity: Quantity, value: Any) -> bool:
    if quantity.kind == "yes_no":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if quantity.kind in {"number", "share"}:
        return isinstance(value, int | float) and _is_finite(value)
    if quantity.kind in {"whole", "year"}:
        return isinstance(value, int) and _is_finite(value)
    if quantity.kind == "numbers":
        return (
            isinstance(value, tuple)
            and len(value) > 0
            and all(isinstance(item, int | float) and _is_finite(item) for item in value)
        )
    return isinstance(value, str)


def _within(quantity: Quantity, value: float) -> bool:
    return (
        (quantity.least is None or value >= quantity.least)
        and (quantity.most is None or value <= quantity.most)
        and (quantity.above is None or value > quantity.above)
    )


def value_from_text(quantity: Quantity, text: str) -> Any:
    """Read a value typed on a command line; a :class:`Finding` (its address left empty) where it may not stand there.

    An empty text empties an optional field. Numbers are written with a point and without separators or units.
    """
    text = text.strip()
    value: Any = text
    if text == "" and quantity.optional:
        return None
    if quantity.kind == "yes_no":
        value = {"yes": True, "no": False}.get(text.casefold(), text)
    elif quantity.kind in {"number", "share"} and text.isascii() and _NUMBER.fullmatch(text):
        value = float(text)
    elif quantity.kind in {"whole", "year"} and text.isascii() and re.fullmatch(r"[+-]?\d{1,9}", text):
        value = int(text)
    elif quantity.kind == "numbers":
        pieces = [piece.strip() for piece in text.split(";")]
        if all(piece.isascii() and _NUMBER.fullmatch(piece) for piece in pieces):
            value = tuple(float(piece) for piece in pieces)
    problem = problem_with(quantity, value)
    if problem is not None:
        return Finding("", problem, f"Give {quantity.expected}.")
    return value
