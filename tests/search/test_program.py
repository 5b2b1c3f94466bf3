"""A rollout's program written in other ways: on columns for several plans at once, and without bounds of support."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from optmodel.best_terms import money_scale
from optmodel.rollout import Rollout
from optmodel.search import Foldings
from optmodel.search.eased import bounding, eased, prices
from optmodel.search.program import Prepared, gathered, prepared, program
from optmodel.solver import Limits, Outcome, Program, relaxed, solve
from tests.search.cases import contracts, possible_modes, small_cases

SAME = 1e-6


def prepared_contracts(count: int, name: str, most: int = 2) -> Iterator[tuple[Rollout, Prepared]]:
    """Contracts in which every district that must open has a plan."""
    for case in small_cases(count, name):
        for mode in possible_modes(case):
            rollout = Rollout(case)
            for point in contracts(case, mode, most):
                found = prepared(Foldings(rollout).folded(point), money_scale(rollout, mode)[0])
                opened = np.zeros(len(case.districts), dtype=bool)
                opened[rollout.district[found.plan]] = True
                if opened[found.folded.frame.must_open].all():
                    yield rollout, found


def counting() -> Program:
    """Two districts with three plans and one: 2·(a + b + c) + d ≥ 2 is the row that counts."""
    return Program(
        cost=np.array([3.0, 4.0, 5.0, 1.0]),
        offset=0.0,
        start=np.array([0, 4, 7, 8]),
        column=np.array([0, 1, 2, 3, 0, 1, 2, 3]),
        value=np.array([2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
        row_lower=np.array([2.0, -np.inf, -np.inf]),
        row_upper=np.array([np.inf, 1.0, 1.0]),
        column_lower=np.zeros(4),
        column_upper=np.ones(4),
        integer=np.ones(4, dtype=bool),
    )


def test_a_row_that_counts_plans_alike_is_written_on_one_column_for_them() -> None:
    written = gathered(counting(), np.array([0, 0, 0, 1]), fewer=2)
    assert len(written.cost) == 5
    # 2·z + d ≥ 2; the rows of the districts, the first on z as well; a + b + c − z = 0
    assert written.column.tolist() == [4, 3, 4, 3, 0, 1, 2, 4]
    assert written.value.tolist() == [2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -1.0]
    assert (written.row_lower[3], written.row_upper[3]) == (0.0, 0.0)
    assert written.integer.tolist() == [True] * 5
    found = solve(written)
    assert (found.values is not None, found.objective) == (True, 3.0)  # a alone


@pytest.mark.heavy
def test_what_is_written_on_fewer_columns_has_the_same_optimum_and_the_same_relaxation() -> None:
    compared = fewer = 0
    for rollout, found in prepared_contracts(30, "gathered"):
        plain = program(found)
        written = gathered(plain, rollout.district[found.plan])
        fewer += len(written.cost) > len(plain.cost)
        for one, other in ((plain, written), (relaxed(plain), relaxed(written))):
            first, second = solve(one), solve(other, Limits(as_stated=True))
            assert first.outcome is second.outcome
            if first.outcome is Outcome.OPTIMAL:
                assert second.objective == pytest.approx(first.objective, rel=SAME, abs=SAME)
                compared += 1
    assert compared > 60
    assert fewer > 20


@pytest.mark.heavy
def test_without_bounds_of_support_that_prices_are_sure_of_the_optimum_is_no_dearer_and_mostly_the_same() -> None:
    lacking = kept = broken = 0
    for _, found in prepared_contracts(80, "eased", 8):
        if not len(bounding(found)[0]):
            continue
        relaxation, whole = solve(relaxed(program(found))), solve(program(found))
        if relaxation.dual is None or relaxation.values is None or whole.values is None:
            continue
        every = np.arange(len(found.plan))
        parts = relaxation.values[: len(every)]
        here = eased(found, prices(found, relaxation.dual), parts, 0.0, np.zeros(len(found.table), dtype=bool))
        lacking += len(here.lacking)
        assert len(here.rows.table) == len(found.table) - len(here.lacking)
        answer = solve(program(here.rows))
        assert answer.values is not None
        assert answer.objective <= whole.objective + SAME * max(1.0, abs(whole.objective))
        money = here.paid(answer.values, every)
        if len(here.broken(answer.values, money, every)):
            broken += 1
            continue
        kept += 1
        assert answer.objective == pytest.approx(whole.objective, rel=SAME, abs=SAME)
        # what it says of the whole program is so: the point is feasible there and costs the same
        point = np.append(answer.values[: len(every)], money)
        assert found.cost @ point + found.offset == pytest.approx(answer.objective, rel=SAME, abs=SAME)
        assert (found.table @ point >= found.lower - SAME).all()
    assert lacking > 60, (lacking, kept, broken)
    assert kept > 20
    assert broken > 0


def test_a_bound_that_is_known_to_be_needed_stays() -> None:
    for _, found in prepared_contracts(20, "needed"):
        relaxation = solve(relaxed(program(found)))
        rows, columns = bounding(found)
        if relaxation.dual is None or relaxation.values is None or not len(rows):
            continue
        price, parts = prices(found, relaxation.dual), relaxation.values[: len(found.plan)]
        assert len(price) == len(columns)
        here = eased(found, price, parts, 0.0, np.ones(len(found.table), dtype=bool))
        assert len(here.lacking) == 0
        assert np.array_equal(here.rows.table, found.table)
        assert replace(here.rows, cost=found.cost).names == found.names
        return
    raise AssertionError("no contract has support with room")
