"""What must hold of functions that a government has done by others, and of what that does to risks."""

import difflib
import math
from collections.abc import Iterator

from optmodel.case.case import Case
from optmodel.case.extras import Function
from optmodel.case.found import Found, cells, error, rows_of

# Every set of the functions left to choose is a contract of its own: eight make 256 of them.
_CHOSEN_MOST = 8
# Parts that add up to this much more than the whole are rounded figures.
_ROUNDING = 1e-9
# So many names are gone through in search of the ones that may have been meant.
_SOUGHT = 20_000


def functions_belong_to_modes_without_an_operator(case: Case) -> Iterator[Found]:
    """Where an operator holds the contract, what it has done by others is its own business."""
    known = {mode.name: mode for mode in case.modes}
    for item in case.functions:
        mode = known.get(item.mode)
        if mode is not None and mode.operator:
            yield error(
                f"Outsourcing!{item.mode}/{item.function}.mode",
                f"{item.mode!r} has an operator, which decides itself what others do for it.",
                "Name a mode without an operator, or delete the row.",
                f"Modes!{item.mode}.operator",
            )


def functions_are_parts_of_one_whole(case: Case) -> Iterator[Found]:
    """The functions of a mode make up no more than all of its build, and of its operation."""
    for mode, functions in _by_mode(case).items():
        for base in ("build", "operation"):
            rows = [item for item in functions if item.base == base]
            total = math.fsum(item.part for item in rows)
            if total > 1 + _ROUNDING:
                yield error(
                    f"Outsourcing!{rows[-1].mode}/{rows[-1].function}.part",
                    f"The parts of {base} of {mode!r} add up to {total:.10g}, more than the whole.",
                    "Lower them until they add up to 1 or less: "
                    + ", ".join(f"{item.function} {item.part:g}" for item in rows)
                    + ".",
                    rows_of("Outsourcing"),
                    *(cell for item in rows for cell in _cells(item, "part", "base")),
                )


def few_functions_are_left_to_choose(case: Case) -> Iterator[Found]:
    """Every set of them is looked at, so their number is limited."""
    for mode, functions in _by_mode(case).items():
        free = [item for item in functions if item.outsourced == "choose"]
        if len(free) > _CHOSEN_MOST:
            yield error(
                f"Outsourcing!{mode}/{free[_CHOSEN_MOST].function}.outsourced",
                f"{len(free)} functions of {mode!r} are left to choose; at most {_CHOSEN_MOST} can be.",
                "Say always or never for the others, or join some into one.",
                rows_of("Outsourcing"),
                *(cell for item in free for cell in _cells(item, "outsourced")),
            )


def fees_end_after_they_begin(case: Case) -> Iterator[Found]:
    """The last year of a fee is not before its first."""
    for item in case.functions:
        if item.last is not None and item.last < item.first:
            yield error(
                f"Outsourcing!{item.mode}/{item.function}.last",
                f"{item.last} is before the first year, {item.first}.",
                "Give a later year, or none.",
                *_cells(item, "first"),
            )


def outsourced_risks_speak_of_functions(case: Case) -> Iterator[Found]:
    """A function that changes a risk stands on the sheet Outsourcing, for that mode."""
    known = dict.fromkeys(f"{item.mode}/{item.function}" for item in case.functions)
    modes = {mode.name for mode in case.modes}
    named = {item.mode for item in case.functions} | {item.mode for item in case.outsourced_risks}
    is_misspelt = not named <= modes  # and told as such
    sought = 0
    for item in case.outsourced_risks if not is_misspelt else ():
        name = f"{item.mode}/{item.function}"
        if name not in known:
            sought += len(known)
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.6) if sought <= _SOUGHT else []
            yield error(
                f"Outsourced risks!{name}/{item.risk}.function",
                f"There is no function {item.function!r} of {item.mode!r} on the sheet Outsourcing.",
                f"Did you mean {near[0]!r}?" if near else "Add it there, or delete this row.",
                *cells("Outsourced risks", f"{name}/{item.risk}", "mode"),
                rows_of("Outsourcing"),
                rows_of("Outsourced risks"),
            )


def _by_mode(case: Case) -> dict[str, list[Function]]:
    rows: dict[str, list[Function]] = {}
    for item in case.functions:
        rows.setdefault(item.mode, []).append(item)
    return rows


def _cells(item: Function, *fields: str) -> tuple[str, ...]:
    return cells("Outsourcing", f"{item.mode}/{item.function}", *fields)


OUTSOURCING_CHECKS = (
    functions_belong_to_modes_without_an_operator,
    functions_are_parts_of_one_whole,
    few_functions_are_left_to_choose,
    fees_end_after_they_begin,
    outsourced_risks_speak_of_functions,
)
