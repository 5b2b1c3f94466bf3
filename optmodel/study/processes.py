"""Processes that solve side by side."""

import contextlib
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context


@contextlib.contextmanager
def processes(number: int) -> Iterator[Executor | None]:
    """Give an executor of so many processes, which leave an interruption to the one that started them; none for one."""
    if number == 1:
        yield None
        return
    ignoring = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(number, get_context("spawn"), initializer=signal.signal, initargs=ignoring) as executor:
        yield executor
