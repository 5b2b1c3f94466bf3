"""HiGHS: imported where it is first needed, and kept from speaking, for the terminal is not its own."""

import importlib
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


def silent() -> Any:
    """Return a solver that says nothing; raise :class:`SolverError` where HiGHS is missing."""
    return _silent_kind(library())()


@cache
def _silent_kind(highspy: ModuleType) -> Any:
    def quietly(highs: Any) -> None:
        # Since 1.16 the first solver of a process introduces itself as it is made, where it may speak.
        highs.setOptionValue("output_flag", False)
        highspy.Highs.enableCallbacks(highs)

    return type("SilentHighs", (highspy.Highs,), {"enableCallbacks": quietly})
