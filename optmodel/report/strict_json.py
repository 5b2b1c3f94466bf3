"""JSON as it comes from strangers, read within bounds; and JSON as we write it, the same bytes every time."""

import json
import math
import re
import stat
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from optmodel.errors import Finding, InputError

MOST_BYTES = 6 * 2**20
MOST_DEPTH = 32
MOST_DIGITS = 40
LINE_WIDTH = 110
_ODD_NUMBER = re.compile(rf"\d{{{MOST_DIGITS + 1}}}|[eE][+-]?\d{{3}}|NaN|Infinity")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands in a document where something stood that is no JSON value; found by :func:`oddities`."""

    problem: str


class Repeated(dict[str, Any]):
    """A JSON object in which some keys stood more than once."""

    repeated: tuple[str, ...] = ()


def read(path: Path) -> Any:
    """Return the document in a file; raise :class:`InputError` where there is none that can be read.

    What stands at one place only (a key given twice, NaN, a number too large) is left to :func:`oddities`.
    """
    return parse(_bytes_of(path), path.name)


def parse(data: bytes, name: str) -> Any:
    """Return the document that some bytes hold; ``name`` is that of the file, for messages."""
    if len(data) > MOST_BYTES:
        _refuse(
            name, f"The file is larger than {MOST_BYTES // 2**20} MB.", "Give a contract file as optmodel writes it."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse(name, "The file is not a text in UTF-8.", "Give a JSON file in UTF-8.")
    if not text.strip():
        _refuse(name, "The file is empty.", "Give a contract file in JSON.")
    careful: dict[str, Any] = {"parse_float": _float, "parse_int": _int, "parse_constant": _constant}
    try:
        return json.loads(text, object_pairs_hook=_object, **(careful if _ODD_NUMBER.search(text) else {}))
    except RecursionError:
        _refuse(name, "The file is nested too deep.", "Give a contract file as optmodel writes it.")
    except json.JSONDecodeError as error:
        _refuse(
            name, f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.", "Correct it there."
        )


def oddities(document: Any, at: str = "", depth: int = 0) -> list[Finding]:
    """Return a finding, by JSON pointer, for everything in a document that is no plain JSON value."""
    if depth > MOST_DEPTH:
        return [
            Finding(at, f"More than {MOST_DEPTH} levels are nested here.", "Give a contract as optmodel writes it.")
        ]
    if not isinstance(document, dict | list):
        return _odd_value(document, at)
    found = []
    if isinstance(document, Repeated):
        for name in document.repeated:
            found.append(Finding(pointer(at, name), "This key stands here more than once.", "Keep one of them."))
    members: Iterable[tuple[str | int, Any]]
    members = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in members:
        if isinstance(key, str) and not _is_text(key):
            found.append(
                Finding(at, "A key with half a character (a lone surrogate) stands here.", "Type the key again.")
            )
        elif isinstance(value, str | Unreadable | dict | list):
            found += oddities(value, pointer(at, key), depth + 1)
    return found


def pointer(at: str, key: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of a member.

    >>> pointer("/signed", "a/b")
    '/signed/a~1b'
    """
    return f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"


def text_of(document: Any) -> str:
    """Write a document: indented, what fits on one line on one line, the same bytes for the same content."""
    return _written(document, 0) + "\n"


def _written(value: Any, indent: int) -> str:
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, dict | list) or len(line) + indent <= LINE_WIDTH or not value:
        return line
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        pieces = [f"{json.dumps(key, ensure_ascii=False)}: {_written(item, indent + 2)}" for key, item in value.items()]
        return "{\n" + ",\n".join(inner + piece for piece in pieces) + "\n" + " " * indent + "}"
    pieces = [_written(item, indent + 2) for item in value]
    return "[\n" + ",\n".join(inner + piece for piece in pieces) + "\n" + " " * indent + "]"


def _bytes_of(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a folder" if path.is_dir() else "no ordinary file"
            _refuse(path.name, f"This is {kind}.", "Give a contract file in JSON.")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        _refuse(path.name, "There is no such file.", "Look for a slip in its name or folder.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        _refuse(path.name, f"The file cannot be read: {reason}.", "Look at its permissions, or give another.")


def _refuse(name: str, problem: str, remedy: str) -> NoReturn:
    raise InputError([Finding(name, problem, remedy)]) from None


def _odd_value(value: Any, at: str) -> list[Finding]:
    if isinstance(value, Unreadable):
        return [Finding(at, value.problem, "Give a plain number.")]
    if isinstance(value, str) and not _is_text(value):
        return [Finding(at, "A text with half a character (a lone surrogate) stands here.", "Type the text again.")]
    return []


def _is_text(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    times = Counter(key for key, _ in pairs)
    repeated = Repeated(plain)
    repeated.repeated = tuple(key for key in times if times[key] > 1)
    return repeated


def _float(text: str) -> float | Unreadable:
    value = float(text)
    if len(text) > MOST_DIGITS * 8 or not math.isfinite(value):
        return Unreadable(f"A number too large to be one stands here ({text[:12]}…).")
    return value


def _int(text: str) -> int | Unreadable:
    if len(text) > MOST_DIGITS:
        return Unreadable(f"A number of {len(text.lstrip('-')):,} digits stands here.")
    return int(text)


def _constant(text: str) -> Unreadable:
    return Unreadable(f"{text} stands here, which is no number.")
