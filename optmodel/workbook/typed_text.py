"""Text as people type it into cells: what cannot be seen in it, what stands for no value, what looks like a number."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from optmodel.case.checks import plain

PLACEHOLDERS = frozenset(
    ("none", "na", "n/a", "n.a.", "nan", "null", "nil", "-", "–", "—", "?", "tbd", "inf", "-inf", "infinity")
)

_DIRECTION_MARKS = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\ufeff")
_ESCAPED_CONTROL = re.compile(r"_x00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])_")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_SEPARATED = re.compile(r"[+-]?\d[\d.,'’\s]*")
_FIGURE_AND_WORDS = re.compile(r"[^\W\d_]|[€$£¥]")


@dataclass(frozen=True, slots=True)
class Look:
    """What a text in the place of a number looks like, why it is none, what to do; ``{wanted}`` is what is expected."""

    fits: Callable[[str], object]
    reason: str
    remedy: str


LOOKS = (
    Look(
        lambda text: any(character.isdigit() and not character.isascii() for character in text),
        "its digits are not the digits 0 to 9",
        "Type {wanted} with the digits 0 to 9.",
    ),
    Look(
        lambda text: text.endswith("%"),
        "a percentage typed as text is no number",
        'Set the format of the cell to "Percentage" and type it again, so that it becomes a number (0.3 for 30 %).',
    ),
    Look(
        _PLAIN_NUMBER.fullmatch,
        "the number is stored as text",
        'Set the format of the cell to "Number" and type it again, or choose "Convert to Number" beside the cell.',
    ),
    Look(
        lambda text: text.startswith("#"),
        "it is the text of an error value",
        "Correct the figure it came from, or type {wanted}.",
    ),
    Look(lambda text: "_" in text, "an underscore stands in it", "Type {wanted} without an underscore."),
    Look(
        lambda text: text.startswith("="),
        "the formula is stored as text",
        "Type it again as a formula, or type {wanted}.",
    ),
    Look(
        _SEPARATED.fullmatch,
        "with its commas, points or spaces it is no number",
        "Type {wanted} with the decimal mark of your spreadsheet program and nothing between thousands.",
    ),
    Look(
        lambda text: _FIGURE_AND_WORDS.search(text) and any(character.isdigit() for character in text),
        "a figure and words stand together",
        "Type the figure alone: {wanted}.",
    ),
)
NO_LOOK = Look(lambda text: True, "there is no figure in it", "Type {wanted}.")


def look_of(text: str) -> Look:
    """Return the first look that fits a text."""
    return next((look for look in LOOKS if look.fits(text)), NO_LOOK)


def is_placeholder(text: str) -> bool:
    """Whether a text only says that there is no value, e.g. ``n/a``."""
    return plain(text) in PLACEHOLDERS


def invisible(text: str) -> str | None:
    """Return the first character of a text that cannot be seen and may mislead, e.g. ``U+202E``."""
    escaped = _ESCAPED_CONTROL.search(text)
    if escaped is not None:
        return "U+" + escaped.group()[2:6].upper()
    for character in text:
        is_control = unicodedata.category(character) in {"Cc", "Cs", "Cn"} and character not in "\t\r\n"
        if is_control or character in _DIRECTION_MARKS:
            return f"U+{ord(character):04X}"
    return None


def quoted(text: str) -> str:
    """Return a text in quotes, cut to a length one can read, with what is invisible spelled out.

    >>> quoted("a" * 100)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'"
    """
    return repr(text if len(text) <= 60 else text[:59] + "…")
