"""The whole way on one screen: a case in, the best contract of every mode out, each checked a second time."""

import difflib
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from optmodel.best_terms import AGREEMENT, Effort, Method
from optmodel.case import Case, Mode, checked
from optmodel.errors import UsageError
from optmodel.ledger import today
from optmodel.mode_by_mode import mode_by_mode
from optmodel.own_rules import Rule
from optmodel.result import ModeAnswer, Result, Status, Today, ValueForMoney, one_scenario
from optmodel.rollout import Rollout
from optmodel.solver import Limits
from optmodel.two_statements import say_the_same
from optmodel.value_for_money import value_for_money
from optmodel.workers import Crew


@dataclass(frozen=True, slots=True)
class Options:
    """How to solve.

    ``modes`` are looked at (all candidates by default); ``gap`` is a part of gross cost (the case's own by default);
    ``time_limit`` is in seconds from ``started``, a reading of ``time.monotonic`` (now by default); ``threads``
    and ``seed`` are the solver's. ``without_end_value`` asks also which mode would win if no end value were counted,
    ``value_for_money`` what the answer saves beside the comparator of the case, where it names one, ``explains`` what
    would have to give where a mode has no contract. ``method`` is the contract search, or the joint model in its place.
    ``workers`` are processes that solve modes side by side, with the same answer; a script that asks for several begins
    where its name is ``__main__``, for each of them imports it. ``rules`` are the city's own, which every contract must
    meet as well.
    """

    modes: tuple[str, ...] | None = None
    gap: float | None = None
    time_limit: float | None = None
    threads: int = 1
    seed: int = 0
    started: float | None = None
    without_end_value: bool = True
    value_for_money: bool = True
    explains: bool = True
    method: Method = "search"
    workers: int = 1
    rules: tuple[Rule, ...] = ()


Progress = Callable[[str], None]
Stop = Callable[[], bool]


def advise(
    case: Case,
    options: Options | None = None,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
    ready: Crew | None = None,
) -> Result:
    """Find the contract that costs the government least, and the best of every other mode, with proof.

    ``progress`` is told what is being done; ``stop`` is asked now and then and ends the search with what was found.
    ``ready`` are processes that were started before, to be the workers.
    Raises :class:`InputError` for a case that makes no sense, :class:`UsageError` for a mode that does not exist,
    :class:`SolverError` where the solver fails and :class:`SelfCheckError` where the second opinion disagrees.
    """
    options = replace(options or Options(), started=(options and options.started) or time.monotonic())
    rollout = Rollout(checked(case), options.rules)
    modes = _modes(case, options)
    say_the_same(rollout)
    gap = case.settings.gap if options.gap is None else options.gap
    limits = Limits(threads=options.threads, seed=options.seed, stop=stop)
    effort = Effort(gap, _deadline(options), limits, progress or _quiet, options.method, options.explains)
    answers = list(mode_by_mode(rollout, modes, effort, options.workers, ready))
    best = _best(answers)
    rest = replace(effort, explains=False)
    return Result(
        case=case,
        status=_status(answers, best),
        recommended=None if best is None else best.mode,
        answers=tuple(answers),
        today=Today(today(case)),
        close_calls=_close_calls(case, answers, best),
        value_for_money=_value_for_money(case, options, answers, best, rest),
        mode_without_end_value=_without_end_value(case, options, answers, progress, stop, ready),
        warnings=_warnings(case, options, answers, best),
        settings={"gap": gap, "seed": options.seed, "threads": options.threads, "time_limit": options.time_limit},
        own_rules=tuple(rule.name for rule in rollout.rules),
    )


def _quiet(message: str) -> None:
    del message


def _modes(case: Case, options: Options) -> list[Mode]:
    """Return the modes to be looked at, in the order of the sheet."""
    offered = [mode for mode in case.modes if mode.selectable]
    if options.modes is None:
        return offered
    names = [mode.name for mode in offered]
    if not options.modes:
        raise UsageError(f"No mode was asked for. Name at least one of {', '.join(names)}, or leave modes out for all.")
    for name in options.modes:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names)}."
            raise UsageError(f"There is no mode {name!r} that may be chosen. {hint}")
    return [mode for mode in offered if mode.name in options.modes]


def _deadline(options: Options) -> float:
    """Return the reading of the clock at which the time limit is over."""
    if options.time_limit is None or options.started is None:
        return math.inf
    return options.started + options.time_limit


def _cost(answer: ModeAnswer) -> float:
    """What is minimised: the government's cost, unless dear scenarios or what residents pay weigh as well."""
    return math.inf if answer.contract is None else answer.contract.ledger.objective


def _best(answers: Sequence[ModeAnswer]) -> ModeAnswer | None:
    """Return the cheapest answer; of equal ones the earlier on the sheet."""
    best: ModeAnswer | None = None
    for answer in answers:
        if answer.proof is not None and (
            best is None or _cost(answer) < _cost(best) - AGREEMENT * answer.proof.gross_cost
        ):
            best = answer
    return best


def _status(answers: Sequence[ModeAnswer], best: ModeAnswer | None) -> Status:
    """The answer is as sure as the least sure of the modes it was chosen from."""
    states = {answer.status for answer in answers}
    if Status.LIMIT in states:
        return Status.LIMIT
    if best is None:
        return Status.NOT_PERMITTED if states == {Status.NOT_PERMITTED} else Status.IMPOSSIBLE
    return Status.WITHIN_GAP if Status.WITHIN_GAP in states else Status.OPTIMAL


def _close_calls(case: Case, answers: Sequence[ModeAnswer], best: ModeAnswer | None) -> tuple[str, ...]:
    """Name the modes whose best contract is too near the recommended one to call."""
    if best is None or best.proof is None:
        return ()
    near = _cost(best) + case.settings.close_call * best.proof.gross_cost
    return tuple(answer.mode for answer in answers if answer is not best and _cost(answer) <= near)


def _value_for_money(
    case: Case, options: Options, answers: Sequence[ModeAnswer], best: ModeAnswer | None, effort: Effort
) -> ValueForMoney | None:
    asked = options.value_for_money and case.settings.comparator is not None
    return value_for_money(case, answers, best, effort, options.rules) if asked and best is not None else None


def _without_end_value(
    case: Case,
    options: Options,
    answers: Sequence[ModeAnswer],
    progress: Progress | None,
    stop: Stop | None,
    ready: Crew | None,
) -> str | None:
    """Name the mode that would be recommended if nothing were credited at the horizon, where that is known."""
    best = _best(answers)
    if best is None or case.settings.residual_counted == 0:
        return None if best is None else best.mode
    if not options.without_end_value:
        return None
    # Without the credit an operator that keeps the network earns less: a mode impossible with it stays impossible.
    bare = replace(case, settings=replace(case.settings, residual_counted=0.0))
    possible = tuple(item.mode for item in answers if item.contract is not None or item.status is Status.LIMIT)
    fewer = replace(options, modes=possible, value_for_money=False)
    again = advise(bare, fewer, progress=progress, stop=stop, ready=ready)
    return None if again.status is Status.LIMIT else again.recommended


def _warnings(case: Case, options: Options, answers: Sequence[ModeAnswer], best: ModeAnswer | None) -> tuple[str, ...]:
    """What a reader of the answer must know."""
    unseen = one_scenario(case)
    said = [] if unseen is None else [unseen]
    if best is None or best.contract is None or best.proof is None:
        return tuple(said)
    terms = best.contract.terms
    if terms.term_years == case.project.horizon and case.mode(best.mode).operator:
        said.append(
            "The recommended term runs to the horizon: nothing after it was looked at. A longer horizon shows more."
        )
    if not terms.rollout:
        said.append("No district is opened: no requirement asks for one, and none pays for itself.")
    asked = case.settings.gap if options.gap is None else options.gap
    for item in answers:
        if item.proof is None or item.proof.gap <= max(asked, AGREEMENT) * item.proof.gross_cost:
            continue
        if item.status is Status.LIMIT:
            said.append(f"{item.mode}: the time limit came before the gap asked for.")
        elif item.status is Status.WITHIN_GAP or item.proof.rounding > asked * item.proof.gross_cost:
            step = f"{case.settings.money_step:,g}"
            said.append(f"{item.mode}: signing amounts in steps of {step} alone costs more than the gap asked for.")
    return tuple(said)
