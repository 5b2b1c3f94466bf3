"""A linear program solved over few plans at first ends where the whole one does."""

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from optmodel.best_terms import money_scale
from optmodel.errors import SolverError
from optmodel.rollout import Array, Rollout
from optmodel.search import Foldings, program, sifted
from optmodel.search.folded import Folded
from optmodel.search.program import Prepared, prepared
from optmodel.solver import Limits, Outcome, Program, Solution, relaxed, solve
from scripts.benchmark_cities import city
from tests.search.cases import contracts
from tests.search.test_program import prepared_contracts

SAME = 1e-6


def activity(stated: Program, values: Array) -> Array:
    """What columns make of every row."""
    entries = stated.value * values[stated.column]
    row = np.repeat(np.arange(len(stated.row_lower)), np.diff(stated.start))
    return np.bincount(row, entries, len(stated.row_lower))


def least(found: Prepared, multipliers: Array, cost: Array) -> float:
    """What plans and rows come to at least by multipliers of the dense rows, every district at its cheapest."""
    count, here = len(found.plan), found.folded.frame
    left = cost - multipliers @ found.table
    assert (left[count:] >= -SAME).all()  # a column of money may be as large as it likes
    cheapest = np.where(here.must_open, np.inf, 0.0)
    np.minimum.at(cheapest, here.here.rollout.district[found.plan], left[:count])
    money = left[count:] @ np.nan_to_num(found.money_least, neginf=0.0)
    return float(multipliers @ found.lower + cheapest.sum() + money)


def hold_against_the_whole(found: Prepared, sifted_: Solution) -> Outcome:
    """Compare what sifting found with the whole program, and its proof with all plans."""
    stated, count = relaxed(program.program(found)), len(found.table)
    whole = solve(stated, Limits(as_stated=True))
    assert sifted_.outcome is whole.outcome
    if whole.outcome is Outcome.INFEASIBLE:
        assert sifted_.ray is not None
        ray = np.maximum(0.0, sifted_.ray[:count]) / np.abs(sifted_.ray).max()
        assert least(found, ray, np.zeros(found.table.shape[1])) > 0
        return whole.outcome
    room = SAME * max(1.0, abs(whole.objective))
    assert sifted_.values is not None
    assert sifted_.dual is not None
    assert sifted_.objective == pytest.approx(whole.objective, abs=room)
    assert stated.cost @ sifted_.values + stated.offset == pytest.approx(sifted_.objective, abs=room)
    rows = activity(stated, sifted_.values)
    assert (rows >= stated.row_lower - SAME).all()
    assert (rows <= stated.row_upper + SAME).all()
    assert len(sifted_.dual) == len(stated.row_lower)
    proven = least(found, np.maximum(0.0, sifted_.dual[:count]), found.cost) + found.offset
    assert proven == pytest.approx(whole.objective, abs=room)
    return whole.outcome


def measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many columns each program has that is solved."""
    sizes: list[int] = []

    def noted(stated: Program, limits: Limits) -> Solution:
        sizes.append(len(stated.cost))
        return solve(stated, limits)

    monkeypatch.setattr(sifted, "solve", noted)
    return sizes


def three_plans() -> Prepared:
    """Of two districts that may stay shut: 2a + 4b + c ≥ 2.5 persons, a and b in the first, for 3, 5 and 4."""
    here = SimpleNamespace(rollout=SimpleNamespace(district=np.array([0, 0, 1])))
    frame = SimpleNamespace(here=here, must_open=np.zeros(2, dtype=bool))
    return Prepared(
        folded=cast(Folded, SimpleNamespace(frame=frame)), plan=np.arange(3),
        cost=np.array([3.0, 5.0, 4.0]), offset=0.0, table=np.array([[2.0, 4.0, 1.0]]), lower=np.array([2.5]),
        size=np.ones(1), names=(("coverage", ""),), money_least=np.zeros(0), scale=1.0,
    )  # fmt: skip


def test_a_plan_that_was_not_there_at_first_is_put_in_where_it_lowers_the_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifted, "SMALL", 1)
    monkeypatch.setattr(sifted, "AT_FIRST", 1.0)
    sizes = measured(monkeypatch)
    found = sifted.sifted(three_plans(), Limits())
    # The sample is the first district, which is to serve half of 2.5: 0.3125 b for 1.25 a person. So b and c are there
    # at first, and a, which serves 2 for 3 where 2.5 would be right, is never looked at.
    assert sizes == [2, 2]
    assert found.values is not None
    assert found.dual is not None
    assert found.values.tolist() == [0.0, 0.625, 0.0]
    assert (found.objective, found.dual[0]) == (3.125, 1.25)
    # With a and c alone: a and half of c for 5, by whose multiplier, 4, b is 5 − 16 where a is 3 − 8.
    monkeypatch.setattr(sifted, "_first", lambda cost, district, districts: np.array([True, False, True]))
    sizes.clear()
    again = sifted.sifted(three_plans(), Limits())
    assert sizes == [2, 2, 3]
    assert again.values is not None
    assert (again.objective, again.values.tolist()) == (3.125, [0.0, 0.625, 0.0])


def test_a_ray_is_believed_only_where_it_proves_something_of_all_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    # All of 400 districts serve 1e-5 or, by another plan, 9e-10 more, which no one of them is put in for; a whole one
    # serves 1. Half of what the others can serve more is asked for.
    count, coefficient, more = 400, 1e-5, 9e-10
    district = np.array([0, *np.repeat(np.arange(1, count), 2)])
    serves = np.array([1.0, *[coefficient, coefficient + more] * (count - 1)])
    asked = 1.0 + (count - 1) * (coefficient + more / 2)
    here = SimpleNamespace(rollout=SimpleNamespace(district=district))
    frame = SimpleNamespace(here=here, must_open=np.zeros(count, dtype=bool))
    tight = replace(
        three_plans(), folded=cast(Folded, SimpleNamespace(frame=frame)), plan=np.arange(len(district)),
        cost=np.ones(len(district)), table=serves[None], lower=np.array([asked]),
    )  # fmt: skip
    sizes = measured(monkeypatch)
    found = sifted.sifted(tight, Limits())
    assert found.outcome is solve(relaxed(program.program(tight)), Limits(as_stated=True)).outcome
    assert sizes[-1] == len(district)  # all were asked in the end


def test_what_the_solver_fails_at_over_some_plans_it_is_asked_over_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifted, "SMALL", 1)

    def fails_at_few(stated: Program, limits: Limits) -> Solution:
        if len(stated.cost) < 3:
            raise SolverError("HiGHS ended with the status 'Not Set', which is no answer.")
        return solve(stated, limits)

    monkeypatch.setattr(sifted, "solve", fails_at_few)
    assert sifted.sifted(three_plans(), Limits()).objective == 3.125


@pytest.mark.heavy
def test_sifting_ends_with_the_optimum_and_the_multipliers_of_the_whole_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sifted, "SMALL", 1)
    monkeypatch.setattr(sifted, "EVERY", 2)
    cases = prepared_contracts(40, "sifted")
    seen = [hold_against_the_whole(found, sifted.sifted(found, Limits())) for _, found in cases]
    assert seen.count(Outcome.OPTIMAL) > 60, str(len(seen))
    assert seen.count(Outcome.INFEASIBLE) > 10, str(len(seen))


def test_of_many_districts_most_plans_are_never_looked_at_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    case = city(120, 1, 3)
    monkeypatch.setattr(sifted, "SMALL", 8)
    sizes = measured(monkeypatch)
    for mode in case.candidates:
        rollout = Rollout(case)
        for point in contracts(case, mode, 2):
            found = prepared(Foldings(rollout).folded(point), money_scale(rollout, mode)[0])
            sizes.clear()
            hold_against_the_whole(found, sifted.sifted(found, Limits()))
            assert len(sizes) >= 3  # of 8 districts, of 30, and of 120 once at least
            assert max(sizes) < 0.6 * found.table.shape[1]


def test_a_sifting_without_time_has_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = next(prepared_contracts(1, "sifted"))
    monkeypatch.setattr(sifted, "SMALL", 1)
    nothing = sifted.sifted(found, Limits(seconds=0.0))
    assert (nothing.outcome, nothing.values, nothing.bound) == (Outcome.LIMIT, None, -math.inf)
