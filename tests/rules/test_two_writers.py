"""The Pyomo writer and the array writer put down the same program, entry by entry."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from optmodel.contract import grid
from optmodel.formulation.algebra import model
from optmodel.formulation.arrays import name_of, program
from optmodel.formulation.compiled import compiled
from optmodel.rollout import Rollout
from optmodel.rules import SignedCapacity, Situation, rows, situation
from optmodel.solver import Program
from tests.cities import tiny_city
from tests.random_cases import random_case
from tests.rules.rendering import CONTRACTS, everything

pytestmark = pytest.mark.heavy  # others run the same lines: coverage learns nothing

# What adding in another order may leave of a figure.
EPSILON = 1e-12


def random_situation(number: int) -> Situation:
    random = Random(number)
    case = random_case(random)
    contract = random.choice(list(grid(case, random.choice(case.modes))))
    here = situation(Rollout(case), contract)
    if random.random() < 0.5:
        return here
    bought, need, enough = (np.array([random.uniform(0, 5) for _ in case.years]) for _ in range(3))
    return replace(here, capacity=SignedCapacity(bought, need, enough))


def assert_same(here: Situation, scale: float) -> None:
    """Same objective, columns and rows, row by row in the order of the rules."""
    algebra, arrays = compiled(model(here, scale))[0], program(here, scale)
    assert algebra.cost == pytest.approx(arrays.cost, rel=EPSILON)
    assert algebra.offset == pytest.approx(arrays.offset, rel=EPSILON)
    for field in ("column_lower", "column_upper", "integer"):
        assert np.array_equal(getattr(algebra, field), getattr(arrays, field)), field
    assert len(algebra.row_names) == len(arrays.row_names)
    assert np.array_equal(algebra.row_upper, arrays.row_upper)
    assert algebra.row_lower == pytest.approx(arrays.row_lower, rel=EPSILON)
    for row, name in enumerate(arrays.row_names):
        assert _entries(algebra, row) == pytest.approx(_entries(arrays, row), rel=EPSILON), name


def _entries(written: Program, row: int) -> dict[int, float]:
    """Coefficients of a row by column."""
    part = slice(written.start[row], written.start[row + 1])
    return dict(zip(written.column[part].tolist(), written.value[part].tolist(), strict=True))


@pytest.mark.parametrize("scale", [1.0, 100.0])
@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.mode)
def test_both_write_the_same_rollout_of_a_contract_of_the_tiny_city(contract, scale: float) -> None:
    for case in (tiny_city(), everything()):
        assert_same(situation(Rollout(case), contract), scale)


@pytest.mark.parametrize("number", range(40))
def test_both_write_the_same_rollout_of_a_random_contract(number: int) -> None:
    assert_same(random_situation(number), 1.0)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.mode)
def test_a_row_has_one_name_whoever_writes_it(contract) -> None:
    here = situation(Rollout(everything()), contract)
    named = [name_of(row.rule, row.index) for row in rows(here)]
    assert list(program(here).row_names) == named
    assert list(compiled(model(here))[0].row_names) == named
