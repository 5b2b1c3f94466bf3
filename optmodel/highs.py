"""HiGHS: imported where it is first needed, and kept from speaking, for the terminal is not its own."""

import importlib
from functools import cache
from types import ModuleType
from typing import Any, ClassVar

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
        if threads != _Threads.number:
            # HiGHS keeps its threads for all solvers of a process, and refuses to run with another number.
            highs.resetGlobalScheduler(True)
            _Threads.number = threads
    return highs


class _Threads:
    """The threads that HiGHS keeps in this process; none before it ran."""

    number: ClassVar[int | None] = None


@cache
def _silent_kind(highspy: ModuleType) -> Any:
    def quietly(highs: Any) -> None:
        # Since 1.16 the first solver of a process introduces itself as it is made, where it may speak.
        highs.setOptionValue("output_flag", False)
        highspy.Highs.enableCallbacks(highs)

    return type("SilentHighs", (highspy.Highs,), {"enableCallbacks": quietly})
