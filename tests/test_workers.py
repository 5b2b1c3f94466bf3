"""Processes that solve side by side share a sign that nobody's end can spoil."""

import multiprocessing
import threading
import time
from typing import Any

import pytest

from optmodel.workers import Flag

pytestmark = pytest.mark.heavy  # other processes: coverage learns nothing

ASKING = 6


def ask_on_and_on(flag: Flag, begun: Any) -> None:
    """What a search does, but without anything between."""
    flag.is_set()
    begun.release()
    while not flag.is_set():
        pass


def wait_for(flag: Flag, begun: Any, seen: Any) -> None:
    begun.release()
    while not flag.is_set():
        time.sleep(0.001)
    seen.release()


def test_processes_killed_while_they_ask_whether_to_stop_keep_nobody_waiting() -> None:
    context = multiprocessing.get_context("spawn")
    flag, begun, seen = Flag(), context.Semaphore(0), context.Semaphore(0)
    asking = [context.Process(target=ask_on_and_on, args=(flag, begun), daemon=True) for _ in range(ASKING)]
    waiting = context.Process(target=wait_for, args=(flag, begun, seen), daemon=True)
    for process in (*asking, waiting):
        process.start()
    for _ in range(ASKING + 1):
        assert begun.acquire(timeout=60)
    for process in asking:
        process.kill()
        process.join()
    put_up = threading.Thread(target=flag.set, daemon=True)
    put_up.start()
    put_up.join(timeout=20)
    assert not put_up.is_alive(), "a process that was killed keeps a lock"
    assert seen.acquire(timeout=20), "the sign is not seen by the process that is left"
    waiting.join(timeout=20)
    flag.clear()
    assert not flag.is_set()
