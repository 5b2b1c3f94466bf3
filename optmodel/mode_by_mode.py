"""The best terms of every mode: one after another, or side by side, for no mode's search asks for another's.

Side by side they are in threads of this process: where time goes, the solver works, and lets other threads work.
"""

import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from queue import SimpleQueue
from threading import Event

from optmodel.best_terms import Effort, best_terms
from optmodel.case import Mode
from optmodel.result import ModeAnswer
from optmodel.rollout import Rollout

# So often, in seconds, what the threads have to tell is looked at and whether to stop is asked.
LOOKED_AT = 0.05


def mode_by_mode(rollout: Rollout, modes: Sequence[Mode], effort: Effort, workers: int) -> Iterator[ModeAnswer]:
    """Yield the answer of every mode, in this order however they are solved.

    The deadline of ``effort`` is that of all of them: what is left is shared among the modes still to be solved.
    """
    workers = min(workers, len(modes))
    parts = [math.ceil((len(modes) - number) / workers) for number in range(len(modes))]
    if workers > 1:
        yield from _side_by_side(rollout, modes, parts, effort, workers)
        return
    for mode, among in zip(modes, parts, strict=True):
        yield _answer(rollout, mode, effort, among)


def _answer(rollout: Rollout, mode: Mode, effort: Effort, parts: int) -> ModeAnswer:
    """Find the best terms of a mode in one of so many parts of the time that is left."""
    now = time.monotonic()
    return best_terms(rollout, mode, replace(effort, deadline=now + max(0.0, effort.deadline - now) / parts))


def _side_by_side(
    rollout: Rollout, modes: Sequence[Mode], parts: Sequence[int], effort: Effort, workers: int
) -> Iterator[ModeAnswer]:
    """Solve in threads. What they tell, and the wish to stop, goes through this one: who asked has no other."""
    told, stopped = SimpleQueue[str](), Event()
    own = replace(effort, limits=replace(effort.limits, stop=stopped.is_set), tell=told.put)
    with ThreadPoolExecutor(workers, "mode") as executor:
        try:
            answers = [
                executor.submit(_answer, rollout, mode, own, among) for mode, among in zip(modes, parts, strict=True)
            ]
            _wait(answers, effort, told, stopped)
            yield from [answer.result() for answer in answers]
        finally:
            stopped.set()
            executor.shutdown(cancel_futures=True)


def _wait(answers: Sequence[Future[ModeAnswer]], effort: Effort, told: SimpleQueue[str], stopped: Event) -> None:
    """Wait until all are there, or one of them failed; pass on what is told, and the wish to stop."""
    waiting = set(answers)
    while waiting:
        done, waiting = wait(waiting, LOOKED_AT)
        while not told.empty():
            effort.tell(told.get())
        if effort.stopped:
            stopped.set()
        for answer in done:
            answer.result()
