"""What is said to be proven is proven to the gap asked for, however short the time is; and time is kept."""

import math
from random import Random

import pytest

from optmodel.best_terms import Effort, best_terms, money_scale
from optmodel.certificate import KnownBy
from optmodel.explain import explain
from optmodel.result import Status
from optmodel.rollout import Rollout
from optmodel.search import Foldings, Search, mode_search, rollouts
from optmodel.solver import Limits, Outcome
from scripts.benchmark_cities import city
from tests.dressed_cases import dressed_case
from tests.random_cases import random_case
from tests.search.cases import possible_modes, searched

pytestmark = pytest.mark.heavy


def test_a_rollout_rounded_roughly_for_want_of_time_closes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mode_search, "SHORT", math.inf)  # however much time is left, it is short
    compared = 0
    for number in (263, 265, 267, 269):
        case = dressed_case(Random(f"rough {number}"), districts=10, most_years=9)
        rollout = Rollout(case)
        for mode in possible_modes(case):
            search = Search(Foldings(rollout), mode, money_scale(rollout, mode)[0], 1e-3, lambda: Limits(seconds=60.0))
            found = search.run()
            if found.found is None or found.outcome is not Outcome.OPTIMAL:
                continue
            gross = search.gross(found.found.point, found.found.built)
            assert found.found.cost - found.bound <= 1e-3 * gross + 1e-6 * search.scale, f"{number}, {mode.name}"
            compared += 1
    assert compared >= 4


@pytest.mark.parametrize("number", [223, 417])
def test_an_answer_of_smaller_gross_cost_than_was_expected_is_within_the_gap_all_the_same(
    number: int,
) -> None:
    case = dressed_case(Random(f"room {number}"), districts=6, most_years=9)
    for mode in possible_modes(case):
        answer = best_terms(Rollout(case), mode, Effort(0.1, explains=False))
        if answer.proof is None:
            continue
        assert answer.status in (Status.OPTIMAL, Status.WITHIN_GAP)
        room = 0.1 * answer.proof.gross_cost + answer.proof.rounding + 1e-6 * (1.0 + abs(answer.proof.bound))
        assert answer.proof.gap <= room, mode.name


def test_without_time_nothing_is_explained_and_that_is_said() -> None:
    case = dressed_case(Random("late 8"), districts=20, most_years=12)
    mode = possible_modes(case)[-1]
    rollout = Rollout(case)
    found = explain(Foldings(rollout), mode, money_scale(rollout, mode)[0], Limits(gap=1e-6, seconds=1e-3))
    assert found.shortfalls == ()
    assert found.reason.endswith("could not be worked out in the time given.")


def test_a_search_that_is_stopped_says_so_and_has_no_bound_for_what_it_did_not_look_at() -> None:
    case = random_case(Random("stopped"), districts=3, most_years=7)
    mode = possible_modes(case)[0]
    rollout = Rollout(case)
    search = Search(Foldings(rollout), mode, money_scale(rollout, mode)[0], 0.0, lambda: Limits(stop=lambda: True))
    found = search.run()
    assert (found.outcome, found.found, found.bound) == (Outcome.LIMIT, None, -math.inf)


def test_a_hard_proof_begins_again_and_ends_with_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    hard = 0
    for seed in (1, 2, 3):
        case = city(16, seed, 3)
        for mode in [mode for mode in case.candidates if "government" in mode.name]:
            whole = searched(case, mode, gap=1e-4)
            with monkeypatch.context() as patched:
                patched.setattr(rollouts, "EASY", 1)
                again = searched(case, mode, gap=1e-4)
            assert whole.best is not None
            assert again.best is not None
            room = 1e-4 * whole.gross(whole.best.point, whole.best.built)
            assert again.best.cost == pytest.approx(whole.best.cost, abs=room)
            asked_again = [contract for contract in again.looked_at.values() if contract.is_hard]
            hard += len(asked_again)
            assert again.ended
            assert not any(contract.is_hard for contract in whole.looked_at.values())
    assert hard > 1


def test_what_a_proof_had_proven_when_time_was_over_before_it_began_again_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_over: list[rollouts.Contract] = []
    lifted = 0

    def never_begun_again(self: rollouts.Contract, limits: Limits) -> None:
        is_over.append(self)

    monkeypatch.setattr(rollouts, "EASY", 1)
    monkeypatch.setattr(rollouts.Contract, "rounded_again", never_begun_again)
    for seed in (1, 2, 3):
        case = city(16, seed, 3)
        for mode in [mode for mode in case.candidates if "government" in mode.name]:
            rollout = Rollout(case)
            scale, _ = money_scale(rollout, mode)
            is_over.clear()
            cut = Search(Foldings(rollout), mode, scale, 1e-6, lambda: Limits(seconds=0.0 if is_over else None)).run()
            with monkeypatch.context() as whole:
                whole.setattr(rollouts, "EASY", 10**9)
                is_over.clear()
                best = searched(case, mode, gap=1e-6)
            if cut.outcome is Outcome.LIMIT:
                assert best.best is not None
                assert cut.bound <= best.best.cost + 1e-8 * scale
                lifted += any(
                    item.known_by is KnownBy.SOLVER and item.bound == cut.bound for item in cut.certificate.boxes
                )
    assert lifted > 1


def test_of_a_hard_proof_cheaper_rollouts_are_found_by_patience() -> None:
    saved = []
    for seed in (3, 6, 10):
        case = city(40, seed, 3)
        search = searched(case, case.mode("government-owned"), 1e-4)
        assert search.best is not None
        contract = search.looked_at[search.best.point]
        assert contract.is_hard
        limits = Limits(gap=search.room / search.scale)
        first, again = contract.rounded(limits), contract.rounded_again(limits)
        assert first is not None
        assert again is not None
        assert first.cost >= again.cost >= search.best.cost - search.room
        saved.append((first.cost - again.cost) / search.room)
    assert max(saved) > 1, saved
