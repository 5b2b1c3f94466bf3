"""On small cases nothing is cheaper than what the tool recommends: the ledger priced every contract and rollout."""

import itertools
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from optmodel.case import Case
from optmodel.requirements import REQUIREMENT
from tests.brute_force import combinations
from tests.census import Census, agrees
from tests.parts import leave
from tests.random_cases import random_case

CASES, PARTS, MOST_IN_THE_SUITE = 200, 8, 3_000

# Rules that these cases do not ask for: the families of tests/family_cases.py do.
OF_FAMILIES = {"tariff", "outsourcing", "free_service", "support_limit", "citizen_bill", "operator_downside"}

log = logging.getLogger(__name__)


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
    for rule in set(REQUIREMENT) - OF_FAMILIES:
        assert census.mattered[rule] >= 0.05 * CASES, f"{rule} hardly mattered: {census}"


@pytest.mark.soak
def test_larger_cases_have_no_cheaper_contract_either(seed: int) -> None:
    until = time.monotonic() + float(os.environ.get("OPTMODEL_SOAK_SECONDS", "60")) * 0.2
    random, census = Random(f"brute force {seed}"), Census()
    while time.monotonic() < until:
        case = random_case(random)
        if MOST_IN_THE_SUITE < sum(combinations(case, mode) for mode in case.modes) <= 40_000:
            agrees(case, census, f"case {census.cases} of seed {seed}")
    log.info("%s", census)
