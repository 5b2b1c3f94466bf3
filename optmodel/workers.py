"""Processes that solve side by side."""

import contextlib
import gc
import importlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import active_children, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.queues import SimpleQueue
from typing import Any, ClassVar

from optmodel.interruption import STARTING

# Python's own helper would remark, when a study is interrupted, that it cleaned up.
_QUIET = "ignore:resource_tracker:UserWarning"


# More districts than this, side by side, need more memory than a small machine has.
MANY = 5000
# So many modes are mostly looked at: more processes would have nothing to do.
MODES = 4


def usual(districts: int) -> int:
    """Return how many processes solve modes side by side unless asked otherwise.

    One a core that this one may use, at most one a mode; one alone where there are many districts.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 1 if districts > MANY else min(cores, MODES)


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


class Flag:
    """A sign that processes share, down at first.

    It has no lock: a process that ended while it held one, as it may for want of memory, would keep all others waiting.
    """

    def __init__(self) -> None:
        """Keep it where processes that are started with it see it as well."""
        self._up = _FROM_NOTHING.RawValue("b", 0)

    def set(self) -> None:
        """Put it up."""
        self._up.value = 1

    def clear(self) -> None:
        """Take it down."""
        self._up.value = 0

    def is_set(self) -> bool:
        """Whether it is up."""
        return bool(self._up.value)


class Shared:
    """What a process of a crew shares with the one that started it: what it tells, and whether it is to stop."""

    told: ClassVar["SimpleQueue[str]"]
    stopped: ClassVar[Flag]


@dataclass(frozen=True, slots=True)
class Crew:
    """Processes that share what they tell, and whether they are to stop, with this one."""

    number: int
    executor: Executor
    told: "SimpleQueue[str]"
    stopped: Flag


@contextlib.contextmanager
def crew(number: int, module: str) -> Iterator[Crew | None]:
    """Start so many processes, which import a module while something else is done here; none for one."""
    if number == 1:
        yield None
        return
    with _quiet():
        told, stopped = _FROM_NOTHING.SimpleQueue(), Flag()
    before = active_children()
    with started(number, _share, told, stopped, module) as executor:
        for _ in range(number):
            executor.submit(os.getpid)  # whatever it is, a process is started for it
        try:
            yield Crew(number, executor, told, stopped)
        except BaseException:
            for child in active_children():  # which nobody waits for any more
                if child not in before:
                    child.kill()
            raise
        finally:
            stopped.set()
            executor.shutdown(cancel_futures=True)


def _share(told: "SimpleQueue[str]", stopped: Flag, module: str) -> None:
    Shared.told, Shared.stopped = told, stopped
    importlib.import_module(module)
    gc.freeze()  # what was imported stays: nobody need look again whether it is still needed


def started(number: int, prepare: Callable[..., None] | None = None, *arguments: Any) -> ProcessPoolExecutor:
    """Return an executor of so many processes, each of which first calls ``prepare``, if there is anything to do."""
    with _quiet():
        return ProcessPoolExecutor(number, _FROM_NOTHING, initializer=_begin, initargs=(prepare, arguments))


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
    """Leave interruptions and the output to the process that started this one, and end when it does, however."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(2, 1)
    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    if prepare is not None:
        prepare(*arguments)


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
