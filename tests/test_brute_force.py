"""On small cases nothing is cheaper than what the tool recommends: the ledger priced every contract and rollout."""

import itertools
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from optmodel.best_terms import Effort, best_terms
from optmodel.case import Case, checked
from optmodel.requirements import REQUIREMENT
from optmodel.result import ModeAnswer
from optmodel.rollout import Rollout
from tests.brute_force import Optimum, brute_force, combinations
from tests.parts import leave
from tests.random_cases import random_case

CASES, PARTS, MOST_IN_THE_SUITE = 200, 8, 3_000
# Two costs are the same within this part of gross cost: steps of money and capacity are of 1e-6.
SAME = 1e-6

log = logging.getLogger(__name__)


@dataclass
class Census:
    """What the cases were like: who won, how many had no contract, which rules mattered."""

    cases: int = 0
    looked_at: int = 0
    impossible: int = 0
    won: Counter[str] = field(default_factory=Counter)
    mattered: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Census") -> "Census":
        return Census(
            self.cases + other.cases,
            self.looked_at + other.looked_at,
            self.impossible + other.impossible,
            self.won + other.won,
            self.mattered + other.mattered,
        )

    def __str__(self) -> str:
        rules = ", ".join(f"{rule} {count}" for rule, count in self.mattered.most_common())
        return (
            f"{self.cases} cases, {self.looked_at} contracts looked at, {self.impossible} impossible; "
            f"won: {dict(self.won)}; rules that mattered: {rules}"
        )


def agrees(case: Case, census: Census, name: str) -> None:
    """Compare every mode of a case with brute force, and count the case."""
    rollout, mattered, costs = Rollout(checked(case)), Counter[str](), {}
    for mode in case.modes:
        answer, optimum = best_terms(rollout, mode, Effort(gap=0.0)), brute_force(case, mode)
        where = f"{name}, {mode.name}: {answer.status} {answer.reason or ''} against {optimum.cost}"
        assert (answer.contract is None) == (optimum.cost is None), where
        census.looked_at += optimum.looked_at
        mattered |= optimum.in_the_way
        if answer.contract is not None and optimum.cost is not None:
            cost = answer.contract.ledger.government_cost
            assert abs(cost - optimum.cost) <= SAME * max(1.0, optimum.gross), f"{where} cost {cost}"
            mattered |= bounds_reached(case, answer, optimum)
            costs[mode.name] = cost
    census.cases += 1
    census.mattered += Counter(dict.fromkeys(mattered, 1))
    if costs:
        census.won[min(costs, key=lambda item: costs[item])] += 1
    else:
        census.impossible += 1


def bounds_reached(case: Case, answer: ModeAnswer, optimum: Optimum) -> Counter[str]:
    """Support whose bound is reached where there was room, and districts whose one plan is taken."""
    mode, found = case.mode(answer.mode), Counter[str]()
    assert answer.contract is not None
    assert optimum.terms is not None
    room = {
        "contribution": mode.contribution_most > mode.contribution_least,
        "compensation": mode.compensation_most > mode.compensation_least,
        "one_plan": True,
    }
    for item in answer.contract.requirements:
        if item.binding and room.get(item.rule):
            found[item.rule] = 1
    return found


def small_cases() -> Iterator[tuple[str, Case]]:
    """The random cases that are small enough, with their names."""
    for number in itertools.count():
        case = random_case(Random(number))
        if sum(combinations(case, mode) for mode in case.modes) <= MOST_IN_THE_SUITE:
            yield f"case {number}", case


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(PARTS))
def test_two_hundred_small_cases_have_no_cheaper_contract_and_the_same_impossible_ones(
    part: int, shared_folder: Path
) -> None:
    census = Census()
    for name, case in itertools.islice(small_cases(), part, CASES, PARTS):
        agrees(case, census, name)
    every = leave(shared_folder / "brute force", part, PARTS, census)
    if every is not None:
        is_representative(sum(every, Census()))


def is_representative(census: Census) -> None:
    """The cases test something: each mode wins, some have no contract, and every rule matters in some."""
    log.info("%s", census)
    assert census.cases == CASES
    assert 0.15 * CASES <= census.impossible <= 0.40 * CASES, str(census)
    for mode in ("owned", "invested", "venture", "franchise"):
        assert census.won[mode] >= 0.10 * (CASES - census.impossible), str(census)
    for rule in REQUIREMENT:
        assert census.mattered[rule] >= 0.05 * CASES, f"{rule} hardly mattered: {census}"


@pytest.mark.soak
def test_larger_cases_have_no_cheaper_contract_either(seed: int) -> None:
    until = time.monotonic() + float(os.environ.get("OPTMODEL_SOAK_SECONDS", "60")) * 0.5
    random, census = Random(f"brute force {seed}"), Census()
    while time.monotonic() < until:
        case = random_case(random)
        if MOST_IN_THE_SUITE < sum(combinations(case, mode) for mode in case.modes) <= 40_000:
            agrees(case, census, f"case {census.cases} of seed {seed}")
    log.info("%s", census)
