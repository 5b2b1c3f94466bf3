"""HiGHS: imported where it is first needed, and kept from speaking, for the terminal is not its own."""

import importlib
import threading
from functools import cache
from types import ModuleType
from typing import Any

from optmodel.errors import SolverError


def library() -> Any:
    """Return what HiGHS is in Python; raise :class:`SolverError` where it is missing."""
    try:
        return importlib.import_module("highspy")
    except ImportError as error:
        raise SolverError("The solver HiGHS is missing. Install it: pip install highspy") from error


def silent(threads: int | None = None) -> Any:
    """Return a solver that says nothing, to run in so many threads if it is to run.

    Raises :class:`SolverError` where HiGHS is missing.
    """
    highs = _silent_kind(library())()
    if threads is not None:
        highs.setOptionValue("threads", threads)
        if threads != _KEPT.number:
            # HiGHS keeps its threads for all solvers of a Python thread, and refuses to run with another number.
            highs.resetGlobalScheduler(True)
            _KEPT.number = threads
    return highs


class _Kept(threading.local):
    """The threads that HiGHS keeps for the Python thread that asks; none before it ran."""

    number: int | None = None


_KEPT = _Kept()


@cache
def _silent_kind(highspy: ModuleType) -> Any:
    def quietly(highs: Any) -> None:
        # Since 1.16 the first solver of a process introduces itself as it is made, where it may speak.
        highs.setOptionValue("output_flag", False)
        highspy.Highs.enableCallbacks(highs)

    return type("SilentHighs", (highspy.Highs,), {"enableCallbacks": quietly})
