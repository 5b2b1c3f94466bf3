"""Modes solved side by side give the same answer as one after another, and stop, fail and tell as these do."""

import multiprocessing
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from optmodel.advise import Options, advise
from optmodel.case import Case
from optmodel.errors import SolverError, UsageError
from optmodel.mode_by_mode import begun
from optmodel.own_rules import load_rules
from optmodel.report import contract_json
from optmodel.result import Status
from optmodel.workers import crew
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city
from tests.dressed_cases import dressed_case
from tests.own_rules.two_rules import together

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage

BARE = Options(without_end_value=False, value_for_money=False)
TWO = replace(BARE, workers=2)


def said(case: Case, options: Options) -> list[str]:
    told: list[str] = []
    advise(case, options, progress=told.append)
    return told


@pytest.mark.parametrize("number", range(3))
def test_two_workers_write_the_same_bytes_as_one(seed: int, number: int) -> None:
    case = dressed_case(Random(10_000 * seed + number))
    assert contract_json(advise(case, TWO)) == contract_json(advise(case, BARE))


def test_the_whole_answer_is_the_same_with_all_that_is_asked_beside() -> None:
    case = tiny_city().replace({"Settings!comparator": OWNED})
    assert contract_json(advise(case, Options(workers=2))) == contract_json(advise(case, Options()))


def test_what_the_workers_do_is_told_by_whom_they_work_for() -> None:
    assert sorted(said(tiny_city(), TWO)) == sorted(said(tiny_city(), BARE))


def test_the_modes_of_most_contracts_are_begun_first_of_those_that_have_to_wait() -> None:
    # owned 1 term; invested 3; venture 3 · 4 shares · 3 levels = 36; franchise 3 · (3 levels at the least share, 1 at
    # each of 2 others) = 15. As many as there are processes begin at once
    case = tiny_city()
    for workers, order in ((2, [OWNED, INVESTED, VENTURE, FRANCHISE]), (3, [OWNED, INVESTED, FRANCHISE, VENTURE])):
        for modes in (case.modes, case.modes[::-1]):
            assert [mode.name for mode in begun(case, modes, workers)] == order


RULES = """
from optmodel import Rule

def constraint(model, case):
    for (district, technology, year), built in model.built.items():
        if technology == "fibre":
            yield f"{district} {year}", built <= 0

def check(case, terms):
    yield "", 0, sum(item.technology == "fibre" for item in terms.rollout)

RULES = [Rule("no_fibre", "No fibre is laid.", "districts", constraint, check)]
"""


def test_workers_keep_the_citys_own_rules_that_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(RULES, "utf-8")
    rules = load_rules(tmp_path / "rules.py").rules
    side_by_side = advise(tiny_city(), replace(TWO, rules=rules))
    assert contract_json(side_by_side) == contract_json(advise(tiny_city(), replace(BARE, rules=rules)))
    assert side_by_side.own_rules == ("no_fibre",)


def test_rules_that_cannot_be_sent_to_a_worker_are_refused_with_the_way_out() -> None:
    with pytest.raises(UsageError) as caught:
        advise(tiny_city(), replace(TWO, rules=(together("Harbour", "Hill"),)))
    assert str(caught.value) == (
        "Rule 'together' cannot be sent to a worker. Read it from a file with load_rules, or write its functions at "
        "the top of a module, or solve with one worker."
    )


def test_one_mode_needs_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optmodel.mode_by_mode.crew", None)
    assert advise(tiny_city(), replace(TWO, modes=(OWNED,))).recommended == OWNED


def test_workers_stop_when_they_are_asked_to() -> None:
    begun = time.monotonic()
    result = advise(tiny_city(), TWO, stop=lambda: True)
    assert result.status is Status.LIMIT
    assert time.monotonic() - begun < 30
    # each of those that had not ended before says so
    reasons = {answer.reason for answer in result.answers if answer.contract is None}
    assert reasons <= {"The search was stopped before any contract was found."}


def test_a_time_limit_holds_for_all_workers_together() -> None:
    result = advise(tiny_city(), replace(TWO, time_limit=0))
    assert [answer.status for answer in result.answers] == [Status.LIMIT] * 4
    assert {answer.reason for answer in result.answers} == {"The time limit was reached before any contract was found."}


def test_a_worker_that_dies_is_told_with_the_way_out() -> None:
    def kill(_: str) -> None:
        for child in multiprocessing.active_children():
            child.kill()

    with pytest.raises(SolverError) as caught:
        advise(tiny_city(), TWO, progress=kill)
    assert str(caught.value) == (
        "A process that was solving a mode ended before it had an answer. The system may have ended it for want of "
        "memory: solve with fewer workers, or with one."
    )
    assert multiprocessing.active_children() == []


def test_what_goes_wrong_when_progress_is_told_leaves_no_worker_behind() -> None:
    def fail(_: str) -> None:
        raise ValueError("no paper")

    with pytest.raises(ValueError, match="no paper"):
        advise(tiny_city(), TWO, progress=fail)
    assert multiprocessing.active_children() == []


def test_a_crew_can_be_asked_again_whatever_went_before() -> None:
    def fail(_: str) -> None:
        raise ValueError("no paper")

    told: list[str] = []
    with crew(2, "optmodel.mode_by_mode") as ready:
        assert advise(tiny_city(), TWO, stop=lambda: True, ready=ready).status is Status.LIMIT
        with pytest.raises(ValueError, match="no paper"):
            advise(tiny_city(), TWO, progress=fail, ready=ready)
        assert contract_json(advise(tiny_city(), TWO, progress=told.append, ready=ready)) == contract_json(
            advise(tiny_city(), BARE)
        )
    assert sorted(told) == sorted(said(tiny_city(), BARE))
    assert multiprocessing.active_children() == []


def test_a_crew_that_nobody_waits_for_is_gone_at_once() -> None:
    with pytest.raises(ValueError, match="no workbook"), crew(2, "optmodel.mode_by_mode"):
        raise ValueError("no workbook")
    assert multiprocessing.active_children() == []


ORPHANS = """
import os, time
from optmodel.workers import crew
if __name__ == "__main__":
    with crew(2, "os") as ready:
        print(*[ready.executor.submit(os.getpid).result() for _ in range(20)], flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are ended otherwise elsewhere")
def test_workers_end_with_a_process_that_the_system_ends(tmp_path: Path) -> None:
    (tmp_path / "orphans.py").write_text(ORPHANS, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, str(tmp_path / "orphans.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as started:
        assert started.stdout
        workers = set(map(int, started.stdout.readline().split()))
        started.kill()
    until = time.monotonic() + 20
    while workers and time.monotonic() < until:
        time.sleep(0.1)
        workers = {worker for worker in workers if Path(f"/proc/{worker}").exists()}
    assert not workers
