"""Processes that solve side by side."""

import contextlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

# Python's own helper would remark, when a study is interrupted, that it cleaned up.
_QUIET = "ignore:resource_tracker:UserWarning"


@contextlib.contextmanager
def processes(number: int) -> Iterator[Executor | None]:
    """Give an executor of so many processes, which leave an interruption to the one that started them; none for one."""
    if number == 1:
        yield None
        return
    ignoring = (signal.SIGINT, signal.SIG_IGN)
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = f"{before},{_QUIET}" if before else _QUIET
    try:
        made = ProcessPoolExecutor(number, get_context("spawn"), initializer=signal.signal, initargs=ignoring)
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before
    with made as executor:
        yield executor
