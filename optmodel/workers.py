"""Processes that solve side by side."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from typing import Any

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
    with started(number) as executor:
        yield executor


def started(number: int, prepare: Callable[..., None] | None = None, *arguments: Any) -> ProcessPoolExecutor:
    """Return an executor of so many processes, each of which first calls ``prepare``, if there is anything to do."""
    with _quiet():
        return ProcessPoolExecutor(number, _FROM_NOTHING, initializer=_begin, initargs=(prepare, arguments))


def shared() -> tuple["SimpleQueue[str]", Event]:
    """Return what processes can be started with: a queue in which they tell something, and whether they are to stop."""
    with _quiet():
        return _FROM_NOTHING.SimpleQueue(), _FROM_NOTHING.Event()


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


def _begin(prepare: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if prepare is not None:
        prepare(*arguments)
