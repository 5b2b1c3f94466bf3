"""Ctrl-C and SIGTERM: gone within two seconds, whatever is going on, with nothing half-written.

Python runs its own signal handlers between two steps of Python, and a solver may be many minutes in one step. So the
number of a signal goes through a pipe, which the system writes to at once, to a thread that cleans up and ends the
process. HiGHS runs in this process and lets other threads work meanwhile.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable

EXIT_CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
SECONDS = 1.5  # for cleaning up

STARTING = threading.Lock()
"""Held while a process is being started: one that has begun and is not yet known to have would outlive the rest."""


def watch(clean: Callable[[float], None]) -> None:
    """From now on an interruption calls ``clean`` with the seconds it has, says so and ends the process."""
    read_end, write_end = os.pipe()
    if os.name == "posix":
        os.set_blocking(write_end, False)
    for number in EXIT_CODES:
        if signal.getsignal(number) is not signal.SIG_IGN:  # a shell's background job ignores Ctrl-C
            signal.signal(number, _noted)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    threading.Thread(target=_end, args=(read_end, clean), name="interruption", daemon=True).start()


def _noted(number: int, frame: object) -> None:
    """Do nothing: without a handler of its own a signal would not be told to the thread."""


def _end(read_end: int, clean: Callable[[float], None]) -> None:
    number = 0
    while number not in EXIT_CODES:
        number = os.read(read_end, 1)[0]
    with contextlib.suppress(Exception):
        clean(SECONDS)
    with contextlib.suppress(OSError):
        os.write(2, b"\nInterrupted. Nothing was left half-written.\n")
    _end_workers()  # last, so that whoever waits for them has no time to miss them
    os._exit(EXIT_CODES[signal.Signals(number)])


def _end_workers() -> None:
    """End the processes that solve side by side, if there are any, and let no more of them be started."""
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        STARTING.acquire(timeout=SECONDS / 3)
        for child in active_children():
            child.kill()
