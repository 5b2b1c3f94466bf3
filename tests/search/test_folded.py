"""Folding support into the plans changes no optimum, and flattening changes no row."""

import numpy as np
import pytest

from optmodel.search.elastic import KEEPING_OUT, elastic, stretched
from optmodel.search.flat import Combined, coefficients, flat
from optmodel.search.program import prepared, program
from optmodel.solver import Limits, Outcome, relaxed, solve
from tests.search.cases import bound_alone, contracts, possible_modes, searched, small_cases, true_cost

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage


def test_a_folded_contract_costs_what_it_costs_by_all_its_rows() -> None:
    possible = 0
    for case in small_cases(20, "folded"):
        for mode in possible_modes(case):
            search = searched(case, mode)
            for point in contracts(case, mode, 4):
                found = prepared(search.foldings.folded(point), search.scale)
                opened = set(search.rollout.district[found.plan].tolist())
                if any(must and number not in opened for number, must in enumerate(found.folded.frame.must_open)):
                    assert true_cost(search, point) == float("inf")
                    continue
                solution = solve(program(found), Limits())
                cost = true_cost(search, point)
                assert (solution.outcome is Outcome.INFEASIBLE) == (cost == float("inf")), point
                if solution.values is not None:
                    possible += 1
                    assert solution.objective * search.scale == pytest.approx(cost, rel=1e-6, abs=1e-5), point
    assert possible > 60


def test_the_bound_of_a_contracts_own_multipliers_is_its_linear_program() -> None:
    compared = 0
    for case in small_cases(16, "own"):
        for mode in possible_modes(case):
            search = searched(case, mode)
            for contract in search.looked_at.values():
                if contract.multipliers is None or contract.multipliers.is_ray:
                    continue
                objective = solve(relaxed(program(contract.rows)), Limits()).objective * search.scale
                bound = bound_alone(search, contract.point, contract.multipliers)
                assert bound == pytest.approx(objective, rel=1e-5, abs=1e-4), contract.point
                compared += 1
    assert compared > 40


def test_flat_rows_are_the_rows_worked_out() -> None:
    for case in small_cases(8, "flat"):
        for mode in possible_modes(case):
            search = searched(case, mode)
            point = contracts(case, mode, 3)[-1]
            folded, flattened = search.foldings.folded(point), search.foldings.flat(point)
            lines = [folded.objective, *(row.left for row in folded.rows)]
            for number, linear in enumerate(lines):
                keys = {key: weights[number] for key, weights in flattened.keys.items()}
                explicit = ((1.0, flattened.explicit[number]),) if number in flattened.explicit else ()
                worked_out = coefficients(search.foldings.bases, [Combined(0.0, keys, explicit, True)])[0]
                expected = linear.by_block.get("plan", np.zeros(search.rollout.size))
                assert worked_out == pytest.approx(np.broadcast_to(expected, worked_out.shape), rel=1e-9, abs=1e-6)
                for block, values in linear.explicit.items():
                    if block != "plan":
                        assert flattened.money[block][number] == pytest.approx(values)
            lines_and_rules = {item.block for item in folded.frame.support} | {
                item.name for item in folded.frame.brought
            }
            assert set(flattened.money) <= lines_and_rules


@pytest.mark.parametrize("rules", [("coverage", "operator_return"), ("must_open",), KEEPING_OUT[:1], KEEPING_OUT[1:]])
def test_a_contract_stretched_when_flat_is_one_stretched_when_folded(rules: tuple[str, ...]) -> None:
    for case in small_cases(6, "stretched"):
        for mode in possible_modes(case):
            search = searched(case, mode)
            point = contracts(case, mode, 3)[0]
            first = flat(elastic(search.foldings.folded(point), rules, search.scale))
            second = stretched(search.foldings.flat(point), rules, search.scale)
            assert first.names == second.names
            assert first.right == pytest.approx(second.right)
            assert first.constant == pytest.approx(second.constant)
            assert np.array_equal(first.frame.admitted, second.frame.admitted)
            assert np.array_equal(first.frame.must_open, second.frame.must_open)
            assert [item.index for item in first.frame.brought] == [item.index for item in second.frame.brought]
            assert set(first.explicit) == set(second.explicit)
            for key, weights in first.keys.items():
                assert weights == pytest.approx(second.keys[key])
            for block, values in first.money.items():
                assert values == pytest.approx(second.money[block])
