"""The best terms of every mode: one after another, or side by side, for no mode's search asks for another's."""

import contextlib
import math
import pickle
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing.queues import SimpleQueue

from optmodel.best_terms import Effort, best_terms
from optmodel.case import Case, Mode
from optmodel.contract import grid_size
from optmodel.errors import SolverError, UsageError
from optmodel.own_rules import Rule
from optmodel.result import ModeAnswer
from optmodel.rollout import Rollout
from optmodel.workers import Crew, Flag, Shared, crew

# So often, in seconds, what processes have to tell is looked at and whether to stop is asked.
LOOKED_AT = 0.05
DIED = (
    "A process that was solving a mode ended before it had an answer. The system may have ended it for want of memory: "
    "solve with fewer workers, or with one."
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a process is asked: one mode of a case, with its part of the time that is left.

    ``ends`` is by the wall clock, which all processes share; ``parts`` are those among which what is left is shared.
    """

    case: Case
    rules: tuple[Rule, ...]
    mode: str
    effort: Effort
    ends: float
    parts: int


def mode_by_mode(
    rollout: Rollout, modes: Sequence[Mode], effort: Effort, workers: int, ready: Crew | None = None
) -> Iterator[ModeAnswer]:
    """Yield the answer of every mode, in this order however they are solved.

    The deadline of ``effort`` is that of all of them: what is left is shared among the modes still to be solved. As
    many ``workers`` solve side by side, those that are ``ready`` if they are as many.
    """
    workers = min(workers, len(modes))
    if workers > 1:
        _can_travel(rollout.rules)
        enough = ready is not None and ready.number >= workers
        with contextlib.nullcontext(ready) if enough else crew(workers, __name__) as side_by_side:
            assert side_by_side is not None
            yield from _side_by_side(rollout, modes, workers, effort, side_by_side)
        return
    for number, mode in enumerate(modes):
        deadline = _share(effort.deadline, time.monotonic(), len(modes) - number)
        yield best_terms(rollout, mode, replace(effort, deadline=deadline))


def _share(deadline: float, now: float, parts: int) -> float:
    """Share what is left of the time, and return when one part is over."""
    return now + max(0.0, deadline - now) / parts


def _side_by_side(
    rollout: Rollout, modes: Sequence[Mode], workers: int, effort: Effort, solving: Crew
) -> list[ModeAnswer]:
    """Solve in processes, which tell what they do, and stop, by way of what they share with this one."""
    ends = time.time() + (effort.deadline - time.monotonic())
    sent = replace(effort, limits=replace(effort.limits, stop=None), tell=_quiet)
    answers = dict[str, Future[ModeAnswer]]()
    solving.stopped.clear()
    try:
        for number, mode in enumerate(begun(rollout.case, modes, workers)):
            among = math.ceil((len(modes) - number) / workers)
            asked = _Asked(rollout.case, rollout.rules, mode.name, sent, ends, among)
            answers[mode.name] = solving.executor.submit(_answer, asked)
        _wait(list(answers.values()), effort, solving.told, solving.stopped)
        return [answers[mode.name].result() for mode in modes]
    except BrokenProcessPool:
        raise SolverError(DIED) from None
    finally:
        # After a failure the others end, and what they told is let go, so that nothing of it is met by who asks next.
        solving.stopped.set()
        wait([answer for answer in answers.values() if not answer.cancel()])
        while not solving.told.empty():
            solving.told.get()


def begun(case: Case, modes: Sequence[Mode], workers: int) -> list[Mode]:
    """Return modes in the order in which they are begun, so that all processes have something to do until the end.

    How long a proof takes nobody knows before, so the modes with fewest contracts, of which little but that is to be
    done, are begun first; of the others those with most first, for these take as long as there are many.
    """
    by_contracts = sorted(modes, key=lambda mode: grid_size(case, mode))
    return by_contracts[:workers] + by_contracts[workers:][::-1]


def _can_travel(rules: Sequence[Rule]) -> None:
    """Refuse rules of the city's own whose functions another process cannot find."""
    for rule in rules:
        try:
            pickle.dumps(rule)
        except (pickle.PicklingError, AttributeError, TypeError):
            raise UsageError(
                f"Rule {rule.name!r} cannot be sent to a worker. Read it from a file with load_rules, or write its "
                "functions at the top of a module, or solve with one worker."
            ) from None


def _wait(answers: Sequence[Future[ModeAnswer]], effort: Effort, told: SimpleQueue[str], stopped: Flag) -> None:
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


def _answer(asked: _Asked) -> ModeAnswer:
    deadline = time.monotonic() + _share(asked.ends, time.time(), asked.parts) - time.time()
    limits = replace(asked.effort.limits, stop=Shared.stopped.is_set)
    effort = replace(asked.effort, deadline=deadline, limits=limits, tell=Shared.told.put)
    return best_terms(Rollout(asked.case, asked.rules), asked.case.mode(asked.mode), effort)


def _quiet(message: str) -> None:
    del message
