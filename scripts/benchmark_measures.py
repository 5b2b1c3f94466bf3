"""One measurement in a process of its own, so that its peak of memory is its own: JSON in, one line of JSON out.

Seconds count from the case in memory, workers ready; those of the plain program from its figures in memory, for nothing
can take less. In both the solver's library is loaded first, which takes some hundredths of a second. Beside the seconds
that passed stand those that the processor worked in this process: much fewer where others kept it busy. The peak of
workers is that of the largest, as often as there are workers.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from optmodel.advise import Options, advise
from optmodel.case import Case
from optmodel.contract import GridPoint
from optmodel.formulation.arrays import program
from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import joint
from optmodel.proposal import money_scale
from optmodel.result import ModeAnswer
from optmodel.rollout import Rollout
from optmodel.rules import situation
from optmodel.solver import Limits, Program, solve
from optmodel.workers import crew
from scripts.benchmark_cities import city

UNITS_IN_A_MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10
"""In which the system counts the peak of memory: bytes on a Mac, kilobytes elsewhere."""

STARTING = 1.5
"""Seconds in which processes are ready; the command line starts them while it reads the workbook."""

Asked = Mapping[str, Any]
Measured = dict[str, Any]


class Clock:
    """Seconds since it was made: those that passed, and those that the processor worked."""

    def __init__(self) -> None:
        """Start."""
        self._started, self._worked = time.perf_counter(), time.process_time()

    def read(self) -> Measured:
        """Return both."""
        return {
            "seconds": time.perf_counter() - self._started,
            "processor_seconds": time.process_time() - self._worked,
        }


def search(case: Case, asked: Asked) -> Measured:
    """Search the best contract, with its proof: of all modes, or of the winning one where it is named."""
    modes = (asked["winner"]["mode"],) if "winner" in asked else None
    options = Options(
        modes=modes, gap=asked["gap"], time_limit=asked["limit"],
        without_end_value=False, value_for_money=False, explains=False, workers=asked["workers"],
    )  # fmt: skip
    with crew(asked["workers"], "optmodel.mode_by_mode") as ready:
        if ready is not None:
            time.sleep(STARTING)
        clock = Clock()
        result = advise(case, options, ready=ready)
        found = clock.read() | {"outcome": str(result.status)}
    found["possible"] = sum(answer.contract is not None for answer in result.answers)
    found["gap"] = max((item.proof.gap_relative or 0.0 for item in result.answers if item.proof), default=None)
    found["contracts"] = [_winner(answer) for answer in result.answers if answer.contract is not None]
    return found if result.best is None else found | {"winner": _winner(result.best)}


def _winner(answer: ModeAnswer) -> Measured:
    assert answer.contract is not None
    assert answer.proof is not None
    terms = answer.contract.terms
    kept = ("mode", "term_years", "revenue_share", "purchase_level", "tariff_level", "outsourced")
    point = {name: getattr(terms, name) for name in kept}
    return point | {"cost": answer.contract.ledger.objective, "gross_cost": answer.proof.gross_cost}


def whole(case: Case, asked: Asked) -> Measured:
    """Solve the joint model of the winning mode: all its contracts and rollouts in one mixed-integer program."""
    clock = Clock()
    rollout, mode = Rollout(case), case.mode(asked["winner"]["mode"])
    scale, _ = money_scale(rollout, mode)
    stated, _ = compiled(joint(rollout, [mode], scale=scale).model)
    return _solved(stated, scale, asked, clock)


def plain(case: Case, asked: Asked) -> Measured:
    """Solve the rollout of the winning contract as one mixed-integer program, as the solver comes."""
    names = ("mode", "term_years", "revenue_share", "purchase_level", "tariff_level")
    winner = asked["winner"]
    point = GridPoint(**{name: winner[name] for name in names}, outsourced=tuple(winner["outsourced"]))
    rollout = Rollout(case)
    scale, _ = money_scale(rollout, case.mode(point.mode))
    stated = program(situation(rollout, point), scale)
    return _solved(stated, scale, asked, Clock())


def _solved(stated: Program, scale: float, asked: Asked, clock: Clock) -> Measured:
    """Solve to the gap of the search, an amount of money; ``gap`` is what is left, of gross cost, if anything is."""
    gross = asked["winner"]["gross_cost"]
    left = max(0.0, asked["limit"] - clock.read()["seconds"])
    solution = solve(stated, Limits(gap=asked["gap"] * gross / scale, seconds=left))
    found = clock.read() | {"outcome": str(solution.outcome)}
    if solution.values is None:
        return found
    left_open = (solution.objective - solution.bound) * scale / gross
    return found | {"gap": left_open, "cost": solution.objective * scale}


MEASURES: Mapping[str, Callable[[Case, Asked], Measured]] = {
    "joint": whole,
    "winning": search,
    "all": search,
    "limit": plain,
}


def main() -> int:
    """Measure what standard input asks for."""
    asked = json.load(sys.stdin)
    measured = MEASURES[asked["measure"]](city(asked["districts"], asked["seed"], asked["scenarios"]), asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_IN_A_MEGABYTE
    if asked["workers"] > 1 and asked["measure"] == "all":
        peak += asked["workers"] * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / UNITS_IN_A_MEGABYTE
    print(json.dumps(measured | {"megabytes": peak}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
