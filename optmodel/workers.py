"""Processes that solve side by side."""

import contextlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.context import SpawnContext, SpawnProcess

from optmodel.interruption import STARTING

# Python's own helper would remark, when a study is interrupted, that it cleaned up.
_QUIET = "ignore:resource_tracker:UserWarning"


class _Process(SpawnProcess):
    def start(self) -> None:
        """Start, while no interruption looks for the processes that it has to end."""
        with STARTING:
            super().start()


class _Context(SpawnContext):
    """Processes that begin from nothing: no lock is copied into one while somebody holds it."""

    Process = _Process


_FROM_NOTHING = _Context()


@contextlib.contextmanager
def processes(number: int) -> Iterator[Executor | None]:
    """Give an executor of so many processes, which leave an interruption to the one that started them; none for one."""
    if number == 1:
        yield None
        return
    with _quiet():
        executor = ProcessPoolExecutor(number, _FROM_NOTHING, initializer=_ignore_interruptions)
    with executor:
        yield executor


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = f"{before},{_QUIET}" if before else _QUIET
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before


def _ignore_interruptions() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
