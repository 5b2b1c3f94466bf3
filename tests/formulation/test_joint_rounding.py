"""With room for rounding, what the joint model finds can be signed in whole steps."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import chosen_contract, joint
from optmodel.rollout import Rollout
from optmodel.settle import settle
from optmodel.solver import solve
from tests.dressed_cases import dressed_case
from tests.formulation.town import best, calm_or_dear, copper, firm, town

SCALE = 10.0
# Scaled money that the room costs at least, where it costs anything.
DEARER = 1e-5


@pytest.mark.parametrize(("total", "there"), [(75.9, (False, False)), (81.9, (True, False)), (82.1, (True, True))])
def test_room_is_left_for_amounts_as_they_come_in_a_scenario(total, there):
    # The firm is out of 12 + 45 as expected and paid 1.5 times what is signed: 38, twice that in the dear scenario.
    # A step of 1 in each of three years may be added, 2 · 3 there.
    mode = firm(compensation_most=5.0, compensation_basis="actual")
    case = town(technologies=(copper(build=12.0, operation=10.0),), modes=(mode,), budget_total=total, money_step=1.0)
    case = replace(case, scenarios=calm_or_dear(0.5, operation=2.0))
    case = replace(case, settings=replace(case.settings, budget_in_every_scenario=True))
    assert (best(case) is not None, best(case, rounded=True) is not None) == there


@pytest.mark.parametrize(("limit", "there"), [(11.9, (False, False)), (14.9, (True, False)), (15.1, (True, True))])
def test_room_is_left_in_the_limit_of_support(limit, there):
    # 12 above the cost of operation, and three steps of 1
    case = town(
        technologies=(copper(build=12.0, operation=10.0),),
        modes=(firm(compensation_least=0.5, compensation_most=1.5),),
        support_limit=limit,
        money_step=1.0,
    )
    assert (best(case) is not None, best(case, rounded=True) is not None) == there


@pytest.mark.parametrize(("limit", "there"), [(12.9, (True, False)), (13.1, (True, True))])
def test_capacity_up_to_the_need_takes_no_room_in_the_limit_of_support(limit, there):
    # 10 Mbit/s at 1 are what operation costs; the 12 of build are contributed, in one year, and a step of 1
    mode = firm(public_need="bought", public_price=1.0, contribution_most=1.0)
    tech = copper(build=12.0, operation=10.0)
    case = town(technologies=(tech,), modes=(mode,), support_limit=limit, money_step=1.0, capacity_step=1.0)
    assert (best(case) is not None, best(case, rounded=True) is not None) == there


@pytest.mark.parametrize("limit", [0.0, 2.9])
def test_no_support_at_all_leaves_all_the_room_there_is(limit):
    # what operation costs is no support, and three steps of 1 would not fit into the limit
    case = town(
        technologies=(copper(build=0.0, operation=10.0),),
        modes=(firm(compensation_least=0.5, compensation_most=1.5),),
        support_limit=limit,
        money_step=1.0,
    )
    assert best(case, rounded=True).objective == pytest.approx(best(case).objective)


@pytest.mark.heavy
def test_what_leaves_room_can_be_signed_in_coarse_steps():
    seen: Counter[str] = Counter()
    for number in range(30):
        random = Random(f"rounded {number}")
        case = dressed_case(random, districts=2, most_years=7)
        steps = {"money_step": random.choice([0.5, 2.0]), "capacity_step": random.choice([0.3, 1.0])}
        case = replace(case, settings=replace(case.settings, **steps))
        rollout = Rollout(case)
        for mode in (mode for mode in case.candidates if mode.operator):
            made = joint(rollout, [mode], scale=SCALE, rounded=True)
            program, variables = compiled(made.model)
            solution = solve(program)
            if solution.values is None:
                continue
            bound = solve(compiled(joint(rollout, [mode], scale=SCALE).model)[0]).objective
            value = dict(zip(map(id, variables), solution.values.tolist(), strict=True))
            assert settle(rollout, *chosen_contract(made, value), SCALE) is not None, f"case {number}, {mode.name}"
            seen["dearer" if solution.objective > bound + DEARER else "as cheap"] += 1
    assert seen["dearer"] >= 2, str(seen)
    assert seen["as cheap"] >= 10, str(seen)
