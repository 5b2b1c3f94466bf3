"""The contract search and the joint model of a mode, two formulations that share no line, find the same optimum."""

import os
import time
from collections import Counter
from random import Random

import pytest

from optmodel.best_terms import money_scale
from optmodel.case import Case
from optmodel.proposal import by_joint, by_search
from optmodel.rollout import Rollout
from optmodel.search import Foldings, sifted
from optmodel.solver import Limits, Outcome
from tests.dressed_cases import dressed_case
from tests.search.cases import possible_modes

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage

# Scaled money within which the two are the same: what ties weigh, and what the solver tolerates.
SAME = 1e-5


def compare(case: Case, name: str, seen: Counter[str]) -> None:
    """Hold the bounds of both against each other: at no gap they are the optimum."""
    rollout = Rollout(case)
    for mode in possible_modes(case):
        scale, _ = money_scale(rollout, mode)
        search = by_search(Foldings(rollout), mode, scale, 0.0, Limits)
        joined = by_joint(rollout, mode, scale, 0.0, Limits)
        where = f"{name}, {mode.name}"
        assert (search.outcome is Outcome.INFEASIBLE) == (joined.outcome is Outcome.INFEASIBLE), where
        seen["impossible" if search.chosen is None else "possible"] += 1
        if search.chosen is not None:
            room = SAME * scale * max(1.0, abs(search.bound) / scale) + joined.tie
            assert abs(search.bound - joined.bound) <= room, f"{where}: {search.bound} against {joined.bound}"


def sift_from(number: int, patch: pytest.MonkeyPatch) -> None:
    """Solve the linear programs of every other case as those of many districts are."""
    patch.setattr(sifted, "SMALL", 1 if number % 2 else 300)


def test_thirty_dressed_cases_have_the_same_optimum_by_search_and_by_joint_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: Counter[str] = Counter()
    for number in range(30):
        sift_from(number, monkeypatch)
        case = dressed_case(Random(f"joint {number}"), districts=4, most_years=10)
        compare(case, f"case {number}", seen)
    assert seen["possible"] >= 30, str(seen)
    assert seen["impossible"] >= 10, str(seen)


def test_a_joint_model_that_presolve_takes_for_impossible_has_the_optimum_of_the_search() -> None:
    random = Random("search 1353493295")
    case = [dressed_case(random, districts=12) for _ in range(124)][-1]
    compare(case, "case 123", Counter())


@pytest.mark.soak
def test_larger_dressed_cases_have_the_same_optimum_by_search_and_by_joint_model(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = time.monotonic() + float(os.environ.get("OPTMODEL_SOAK_SECONDS", "60")) * 0.1
    random, number, seen = Random(f"search {seed}"), 0, Counter[str]()
    while time.monotonic() < until:
        sift_from(number, monkeypatch)
        compare(dressed_case(random, districts=12), f"case {number} of seed {seed}", seen)
        number += 1
