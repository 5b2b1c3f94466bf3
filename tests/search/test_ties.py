"""Of equally cheap rollouts the earliest is found among few plans as among all."""

from dataclasses import replace

import numpy as np
import pytest

from optmodel.case import Case
from optmodel.formulation.arrays import program
from optmodel.rollout import Array
from optmodel.rules import situation
from optmodel.search import Contract, Search, opened_earliest
from optmodel.search.ties import _how_late
from optmodel.solver import Limits, Outcome, solve
from tests.search.cases import possible_modes, searched, small_cases

# In scaled money, by which rollouts that cost the same may differ.
SAME = 1e-8


def alike(case: Case) -> Case:
    """With districts between which only their names tell, and nothing gained or lost by waiting."""
    first = case.districts[0]
    districts = tuple(replace(first, name=item.name, must_open_by=None) for item in case.districts)
    return replace(case, districts=districts)


def earliest_of_all(search: Search, most: float) -> float:
    """How late the earliest rollout of the best contract is, by one program over all of its plans."""
    assert search.best is not None
    here, late = situation(search.rollout, search.best.point), _how_late(search.rollout)
    cheap = program(here, search.scale)
    columns = np.flatnonzero(cheap.cost)
    stated = replace(
        cheap,
        cost=np.concatenate([late, np.zeros(len(cheap.cost) - len(late))]),
        offset=0.0,
        start=np.append(cheap.start, cheap.start[-1] + len(columns)),
        column=np.append(cheap.column, columns),
        value=np.append(cheap.value, -cheap.cost[columns]),
        row_lower=np.append(cheap.row_lower, cheap.offset - most / search.scale),
        row_upper=np.append(cheap.row_upper, np.inf),
        row_names=(*cheap.row_names, "as_cheap"),
    )
    solution = solve(stated, Limits(gap=0.5))
    assert solution.outcome is Outcome.OPTIMAL
    return solution.objective


@pytest.mark.heavy
def test_the_earliest_of_equally_cheap_rollouts_is_found_among_the_plans_that_can_be_part_of_one() -> None:
    looked_at = earlier = 0
    for case in map(alike, small_cases(24, "ties")):
        for mode in possible_modes(case) if not case.errors else ():
            search = searched(case, mode)
            if search.best is None:
                continue
            best, most = search.best, search.best.cost + SAME * search.scale
            contract, late = Contract(search.contracts, best.point, search.scale), _how_late(search.rollout)
            found: Array = opened_earliest(contract, best.built, most, Limits())
            assert contract.cost_of(found, Limits()) <= most + SAME * search.scale
            assert late @ found <= late @ best.built
            assert late @ found == pytest.approx(earliest_of_all(search, most), abs=0.5)
            looked_at += 1
            earlier += late @ found < late @ best.built - 0.5
    assert looked_at > 20
    assert earlier > 2  # else nothing was to be found
