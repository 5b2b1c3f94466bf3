"""Contract by contract, the rules find no other optimum than the joint model, which was written without them."""

import os
import time
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from optmodel.case import Case, Mode
from optmodel.contract import grid
from optmodel.formulation.arrays import program
from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import joint
from optmodel.rollout import Rollout
from optmodel.rules import situation
from optmodel.solver import Outcome, solve
from tests.dressed_cases import dressed_case

SCALE = 10.0
# Scaled money within which the two are the same: what ties weigh, and what the solver tolerates.
SAME = 1e-5
# How each of the newer requirements is given up.
WITHOUT = {
    "support_limit": lambda case: replace(case, settings=replace(case.settings, support_limit=None)),
    "citizen_bill": lambda case: replace(case, settings=replace(case.settings, citizen_bill_most=None)),
    "free_service": lambda case: replace(case, free_service=()),
    "budget in every scenario": lambda case: replace(
        case, settings=replace(case.settings, budget_in_every_scenario=False)
    ),
    "operator_downside": lambda case: replace(
        case, modes=tuple(replace(mode, loss_limit=None) for mode in case.modes)
    ),
}  # fmt: skip


def searched(case: Case, mode: Mode) -> float | None:
    """The least objective of all contracts of a mode's grid, each with its rollout by the rules."""
    rollout, least = Rollout(case), None
    for contract in grid(case, mode):
        solution = solve(program(situation(rollout, contract), SCALE))
        if solution.outcome is Outcome.OPTIMAL and (least is None or solution.objective < least):
            least = solution.objective
    return least


def at_once(case: Case, mode: Mode) -> float | None:
    """The least objective of a mode by the joint model."""
    solution = solve(compiled(joint(Rollout(case), [mode], scale=SCALE).model)[0])
    return None if solution.values is None else solution.objective


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME * max(1.0, abs(one))


def compare(case: Case, name: str, seen: Counter[str]) -> None:
    for mode in case.candidates:
        search, joined = searched(case, mode), at_once(case, mode)
        assert same(search, joined), f"{name}, {mode.name}: {search} by the rules, {joined} by the joint model"
        seen["impossible" if joined is None else "possible"] += 1
        for rule, give_up in WITHOUT.items():
            looser = case if seen[rule] else give_up(case)  # once is enough to know that it matters
            if looser != case and not same(at_once(looser, looser.mode(mode.name)), joined):
                seen[rule] += 1


@pytest.mark.heavy
def test_forty_five_dressed_cases_have_the_same_optimum_in_both_formulations() -> None:
    seen: Counter[str] = Counter()
    for number in range(45):
        case = dressed_case(Random(f"two {number}"), districts=2, most_years=6)
        compare(case, f"case {number}", seen)
    assert seen["possible"] >= 30, str(seen)
    assert all(seen[rule] >= 1 for rule in WITHOUT), str(seen)


@pytest.mark.soak
def test_larger_dressed_cases_have_the_same_optimum_too(seed: int) -> None:
    until = time.monotonic() + float(os.environ.get("OPTMODEL_SOAK_SECONDS", "60")) * 0.1
    number, seen = 0, Counter[str]()
    while time.monotonic() < until:
        compare(dressed_case(Random(f"{seed} {number}")), f"case {number} of seed {seed}", seen)
        number += 1
