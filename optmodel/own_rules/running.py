"""Running what a city wrote: whatever goes wrong in it is told with its file and line, never as a traceback."""

import traceback
from collections.abc import Callable, Iterator
from typing import Any, Literal

from optmodel.errors import Finding, InputError
from optmodel.own_rules.rule import Rule

Part = Literal["constraint", "check"]
_SHAPES = {"constraint": "(index, constraint)", "check": "(index, left, right)"}


def yielded(rule: Rule, part: Part, *given: Any) -> Iterator[tuple[str, Any]]:
    """Run a function of a rule: yield what it yields, each with the place in its file.

    Raises :class:`InputError` where it fails, or gives nothing to go through.
    """
    function: Callable[..., Any] = getattr(rule, part)
    try:
        found = function(*given)
    except (Exception, SystemExit) as error:
        raise _failure(rule, part, function, error) from None
    if found is None or not hasattr(found, "__iter__"):
        raise refusal(rule, part, first_line(rule, function), f"gives {found!r}", _way_out(part))
    items = iter(found)
    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        except (Exception, SystemExit) as error:
            raise _failure(rule, part, function, error) from None
        frame = getattr(found, "gi_frame", None)
        where = first_line(rule, function)
        yield where if frame is None else f"{function.__code__.co_filename}, line {frame.f_lineno}", item


def refusal(rule: Rule, part: Part, where: str, what: str, way_out: str = "") -> InputError:
    """Say what is wrong with what a function of a rule gives, and where it does."""
    return InputError([Finding(where, f"The {part} of rule {rule.name!r} {what}.", way_out or _way_out(part))])


def line_of(error: BaseException, file: str) -> int | None:
    """Return the line of a file in which an error arose, the innermost; ``None`` where that is not in the file."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines else None


def described(error: BaseException) -> str:
    """Name an error and what it says, on one line."""
    said = " ".join(str(error.args[0] if isinstance(error, KeyError) and error.args else error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _failure(rule: Rule, part: Part, function: Any, error: BaseException) -> InputError:
    code = getattr(function, "__code__", None)
    file = None if code is None else code.co_filename
    line = None if file is None else line_of(error, file)
    where = first_line(rule, function) if line is None else f"{file}, line {line}"
    return refusal(rule, part, where, f"fails with {described(error)}", "Mend it and run again.")


def _way_out(part: Part) -> str:
    return f"Let it yield {_SHAPES[part]} once or more."


def first_line(rule: Rule, function: Any) -> str:
    """Say where a function of a rule begins, for what has no better place."""
    code = getattr(function, "__code__", None)
    return f"rule {rule.name}" if code is None else f"{code.co_filename}, line {code.co_firstlineno}"
