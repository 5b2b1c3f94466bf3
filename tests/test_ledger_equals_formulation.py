"""On any contract, good or bad, the ledger tells what the rules tell the solver."""

import os
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from optmodel.case import PLANNED, Case
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
from optmodel.ledger import Ledger, ledger
from optmodel.rollout import Rollout
from optmodel.rules import (
    COMPENSATION,
    CONTRIBUTION,
    PLAN,
    RULES,
    Linear,
    Row,
    Situation,
    completed,
    government_cost,
    objective,
    rows,
    situation,
)
from optmodel.rules.cash import every_scenario
from optmodel.rules.government_cost import cost_by_scenario
from optmodel.settle import signed
from optmodel.verify import judge
from tests.dressed_cases import dressed_case
from tests.parts import leave
from tests.random_cases import random_case

CONTRACTS, PARTS = 500, 4
# Ledger and rows agree to this part of the amounts added up.
EPSILON = 1e-9
# What is left of amounts that cancel may be this part of all that is paid.
LEFT_OVER = 1e-14
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
    support = {CONTRIBUTION: contribution * cost, COMPENSATION: compensation * operation}
    return completed(here, {PLAN: built} | support)


def random_contract(random: Random, case: Case) -> GridPoint:
    """Any contract of a mode's grid; now and then at a tariff, or with functions outsourced, that it may not have."""
    mode = random.choice(case.modes)
    contract = random.choice(list(grid(case, mode)))
    if random.random() < 0.1:
        contract = replace(contract, tariff_level=random.choice([PLANNED, *(level.name for level in case.tariffs)]))
    if random.random() < 0.1:
        functions = [item.function for item in case.functions if item.mode == mode.name]
        contract = replace(contract, outsourced=tuple(name for name in functions if random.random() < 0.5))
    return contract


def tells_the_same(random: Random, case: Case, name: str) -> set[str]:
    """Compare one random contract; the rules that it breaks beyond doubt, in the rows and in the ledger."""
    here = situation(Rollout(case), random_contract(random, case))
    point = random_point(random, here)
    terms = signed(here, point, exact=True)
    books = ledger(case, terms)
    costs_the_same(here, point, books, name)
    nothing_is_lost(books, name)
    outcomes = {(item.rule, item.index): item for item in judge(case, terms, books)}
    broken = {item.rule for item in outcomes.values() if not item.holds}
    beyond_doubt: set[str] = set()
    left_over = LEFT_OVER * sum(abs(item.amount) for item in books.transfers)
    for row in rows(here):
        slack, magnitude = row.left.at(point) - row.right, row.left.magnitude(point) + abs(row.right)
        outcome = outcomes.get((row.rule, row.index))
        if outcome is not None:
            # What cancels in a row was still added up on both sides of the outcome.
            added = max(magnitude, abs(outcome.left) + abs(outcome.right))
            room = EPSILON * added + left_over + steps(here, row)
            assert abs(slack - outcome.slack) <= room, f"{name}: {row.rule} {row.index}: {slack}, {outcome.slack}"
        if row.rule in RULES and slack < -BROKEN * max(1.0, magnitude):
            assert row.rule in broken, f"{name}: the ledger does not see {row.rule} {row.index} broken by {slack}"
            beyond_doubt.add(row.rule)
    for rule in broken:
        falls_short = [row.left.at(point) - row.right for row in rows(here) if row.rule == rule]
        assert min(falls_short, default=0.0) < 0, f"{name}: the ledger finds {rule} broken, the rows do not"
    return beyond_doubt


def costs_the_same(here: Situation, point: Point, books: Ledger, name: str) -> None:
    """What is minimised, the expected cost, and the cost in every scenario."""
    costs: list[tuple[str, Linear, float]] = [
        ("expected", government_cost(here), books.government_cost),
        ("objective", objective(here), books.objective),
    ]
    for (scenario, _), cost in zip(every_scenario(here), cost_by_scenario(here), strict=True):
        costs.append((scenario, cost, books.government_cost_by_scenario[scenario]))
    for what, by_rules, by_ledger in costs:
        size = by_rules.magnitude(point)
        assert abs(by_rules.at(point) - by_ledger) <= EPSILON * size, f"{name}: {what}"


def nothing_is_lost(books: Ledger, name: str) -> None:
    """Every payment has two known ends, and in every year of every scenario what is paid is received."""
    assert books.conservation(), name
    assert all(item.payer != item.payee and {item.payer, item.payee} <= PARTIES for item in books.transfers), name
    for scenario in books.scenarios:
        flows = [books.flows(party, scenario.name) for party in sorted(PARTIES)]
        sizes = [books.sizes(party, scenario.name) for party in sorted(PARTIES)]
        for flow, size in zip(zip(*flows, strict=True), zip(*sizes, strict=True), strict=True):
            assert abs(sum(flow)) <= EPSILON * sum(size), f"{name}: {scenario.name}"


def steps(here: Situation, row: Row) -> float:
    """By how much a requirement and its row may differ because bounds of what is signed are rounded up."""
    settings, mode = here.case.settings, here.mode
    if row.rule in ("contribution", "compensation"):
        return 2 * settings.money_step
    if row.rule == "purchase":
        return 2 * settings.capacity_step
    if row.rule == "support_and_share":
        # Capacity is judged in money there: the price grows by less than half in the years of these cases.
        return 2 * settings.money_step + 2 * (mode.public_price or 0.0) * settings.capacity_step
    if row.rule == "support_limit" and here.contract.purchase_level > 1:
        return 2 * (mode.public_price or 0.0) * settings.capacity_step * here.term
    return 0.0


def all_tell_the_same(dressed: bool, part: int, seed: int) -> set[str]:
    """The rules that a part of five hundred contracts broke."""
    broken: set[str] = set()
    for number in range(part, CONTRACTS, PARTS):
        random = Random(f"{seed} {number}{' dressed' * dressed}")
        case = dressed_case(random) if dressed else random_case(random)
        broken |= tells_the_same(random, case, f"contract {number} of seed {seed}{', dressed' * dressed}")
    return broken


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(PARTS))
def test_five_hundred_random_contracts_cost_and_break_the_same_in_ledger_and_rules(
    part: int, seed: int, shared_folder: Path
) -> None:
    broken = all_tell_the_same(False, part, seed)
    every = leave(shared_folder / "ledger and rules", part, PARTS, broken)
    if every is not None:
        seen = set().union(*every)
        assert {"coverage", "operator_return", "operator_payback", "budget", "need_carried", "must_open"} <= seen


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(PARTS))
def test_five_hundred_contracts_that_name_everything_cost_and_break_the_same_in_every_scenario(
    part: int, seed: int, shared_folder: Path
) -> None:
    broken = all_tell_the_same(True, part, seed)
    every = leave(shared_folder / "ledger and rules, dressed", part, PARTS, broken)
    if every is not None:
        # Contracts come from the grid: what it cannot break is left, and what random_point does not.
        left = {"term", "share", "purchase", "support_and_share", "contribution", "compensation", "one_plan"}
        assert set(RULES) - left <= set().union(*every)


@pytest.mark.soak
def test_many_more_random_contracts_tell_the_same(seed: int) -> None:
    until = time.monotonic() + float(os.environ.get("OPTMODEL_SOAK_SECONDS", "60")) * 0.1
    number = 0
    while time.monotonic() < until:
        random = Random(f"soak {seed} {number}")
        case = dressed_case(random) if number % 2 else random_case(random)
        tells_the_same(random, case, f"contract {number} of soak seed {seed}")
        number += 1
