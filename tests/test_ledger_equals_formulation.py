"""On any contract, good or bad, the ledger tells what the rules tell the solver."""

import os
import time
from pathlib import Path
from random import Random

import numpy as np
import pytest

from optmodel.contract import (
    GOVERNMENT,
    OPERATOR,
    OUTSIDE,
    PRESENT_SUPPLIER,
    SUCCESSOR,
    SUPPLIERS,
    USERS,
    GridPoint,
    grid,
    supported,
)
from optmodel.formulation.arrays import Point
from optmodel.ledger import ledger
from optmodel.rollout import Rollout
from optmodel.rules import COMPENSATION, CONTRIBUTION, PLAN, Situation, government_cost, rows, situation
from optmodel.settle import signed
from optmodel.verify import judge
from tests.parts import leave
from tests.random_cases import random_case

# Rules whose rows and outcomes have one and the same index; of the others only whether they hold is compared.
SAME_INDEX = {
    "control",
    "permitted",
    "contribution",
    "compensation",
    "must_open",
    "coverage",
    "openings",
    "budget",
    "budget_total",
    "operator_return",
    "operator_payback",
}
CONTRACTS, PARTS = 500, 4
# Ledger and rows agree to this part of the amounts added up.
EPSILON = 1e-9
# A row is broken beyond doubt where it misses by more than this part of the amounts in it.
BROKEN = 1e-7
PARTIES = {GOVERNMENT, OPERATOR, SUCCESSOR, SUPPLIERS, USERS, OUTSIDE, PRESENT_SUPPLIER}


def random_point(random: Random, here: Situation) -> Point:
    """Any rollout and any support within its bounds, whether or not a requirement likes it."""
    mode, horizon = here.mode, here.rollout.horizon
    built = np.zeros(len(here.rollout.plans))
    for district in range(len(here.case.districts)):
        plans = np.flatnonzero((here.rollout.district == district) & (here.rollout.opening <= here.term))
        if len(plans) and random.random() < 0.8:
            built[random.choice(plans.tolist())] = 1.0
    in_term = (here.rollout.year <= here.term) * float(mode.operator)
    cost = (here.series.build + here.series.renewal).T @ built * in_term
    operation = here.series.operation.T @ built * in_term
    room = float(supported(mode, here.contract.revenue_share))
    drawn = np.array([[random.random() * room for _ in range(horizon)] for _ in range(2)])
    contribution = mode.contribution_least + drawn[0] * (mode.contribution_most - mode.contribution_least)
    compensation = mode.compensation_least + drawn[1] * (mode.compensation_most - mode.compensation_least)
    return {PLAN: built, CONTRIBUTION: contribution * cost, COMPENSATION: compensation * operation}


def tells_the_same(random: Random, name: str) -> set[str]:
    """Compare one random contract; the rules that it breaks beyond doubt, in the rows and in the ledger."""
    case = random_case(random)
    mode = random.choice(case.modes)
    contract: GridPoint = random.choice(list(grid(case, mode)))
    here = situation(Rollout(case), contract)
    point = random_point(random, here)
    terms = signed(here, point, exact=True)
    books = ledger(case, terms)
    cost = government_cost(here)
    assert abs(cost.at(point) - books.government_cost) <= EPSILON * cost.magnitude(point), name
    assert books.conservation(), name
    assert all(item.payer != item.payee and {item.payer, item.payee} <= PARTIES for item in books.transfers), name
    outcomes = {(item.rule, item.index): item for item in judge(case, terms, books)}
    broken = {item.rule for item in outcomes.values() if not item.holds}
    beyond_doubt: set[str] = set()
    for row in rows(here):
        slack, magnitude = row.left.at(point) - row.right, row.left.magnitude(point) + abs(row.right)
        outcome = outcomes.get((row.rule, row.index))
        if row.rule in SAME_INDEX and outcome is not None:
            rounding = 2 * case.settings.money_step if row.rule in ("contribution", "compensation") else 0.0
            assert abs(slack - outcome.slack) <= EPSILON * magnitude + rounding, f"{name}: {row.rule} {row.index}"
        if slack < -BROKEN * max(1.0, magnitude):
            assert row.rule in broken, f"{name}: the ledger does not see {row.rule} {row.index} broken by {slack}"
            beyond_doubt.add(row.rule)
    for rule in broken:
        falls_short = [row.left.at(point) - row.right for row in rows(here) if row.rule == rule]
        assert min(falls_short, default=0.0) < 0, f"{name}: the ledger finds {rule} broken, the rows do not"
    return beyond_doubt


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(PARTS))
def test_five_hundred_random_contracts_cost_and_break_the_same_in_ledger_and_rules(
    part: int, seed: int, shared_folder: Path
) -> None:
    broken: set[str] = set()
    for number in range(part, CONTRACTS, PARTS):
        broken |= tells_the_same(Random(f"{seed} {number}"), f"contract {number} of seed {seed}")
    every = leave(shared_folder / "ledger and rules", part, PARTS, broken)
    if every is not None:
        seen = set().union(*every)
        assert {"coverage", "operator_return", "operator_payback", "budget", "need_carried", "must_open"} <= seen


@pytest.mark.soak
def test_many_more_random_contracts_tell_the_same(seed: int) -> None:
    until = time.monotonic() + float(os.environ.get("OPTMODEL_SOAK_SECONDS", "60")) * 0.15
    number = 0
    while time.monotonic() < until:
        tells_the_same(Random(f"soak {seed} {number}"), f"contract {number} of soak seed {seed}")
        number += 1
