"""Nothing is cheaper than what the tool recommends where things may come otherwise, and a contract names more."""

import itertools
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from optmodel.case import Case
from optmodel.requirements import REQUIREMENT
from tests.brute_force import combinations
from tests.census import Census, agrees
from tests.family_cases import EVERY_FAMILY, family_case
from tests.parts import leave
from tests.placed_support import placed_support

CASES, MOST_IN_THE_SUITE = 40, 500
# Rules that some families are meant for; the others matter in all of them.
MEANT_FOR = {
    "budget": ("budgets in each scenario",),
    "budget_total": ("budgets in each scenario",),
    "operator_downside": ("budgets in each scenario", "dear scenarios"),
    "tariff": ("tariffs", "citizens"),
    "outsourcing": ("outsourcing",),
    "citizen_bill": ("citizens",),
    "free_service": ("citizens",),
    "support_and_share": ("overage",),
    "support_limit": ("support",),
    "contribution": ("support",),
    "compensation": ("support",),
}

log = logging.getLogger(__name__)


def small_cases(family: str) -> Iterator[tuple[str, Case]]:
    """The random cases of a family that are small enough, with their names."""
    for number in itertools.count():
        case = family_case(Random(f"{family} {number}"), family)
        if sum(combinations(case, mode) for mode in case.modes) <= MOST_IN_THE_SUITE:
            yield f"{family} {number}", case


@pytest.mark.heavy
@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_forty_small_cases_of_a_family_have_no_cheaper_contract_and_the_same_impossible_ones(
    family: str, shared_folder: Path
) -> None:
    census = Census()
    for name, case in itertools.islice(small_cases(family), CASES):
        agrees(case, census, name, placed_support)
    log.info("%s: %s", family, census)
    every = leave(shared_folder / "families", EVERY_FAMILY.index(family), len(EVERY_FAMILY), census)
    if every is not None:
        are_representative(dict(zip(EVERY_FAMILY, every, strict=True)))


def are_representative(by_family: dict[str, Census]) -> None:
    """The families test something: each mode wins, some cases have no contract, and every rule matters in some."""
    together = sum(by_family.values(), Census())
    log.info("all families: %s", together)
    assert together.cases == CASES * len(EVERY_FAMILY)
    assert 0.15 * together.cases <= together.impossible <= 0.40 * together.cases, str(together)
    for mode in ("owned", "invested", "venture", "franchise"):
        assert together.won[mode] >= 0.10 * (together.cases - together.impossible), str(together)
    for rule in REQUIREMENT:
        meant = MEANT_FOR.get(rule, EVERY_FAMILY)
        mattered: Counter[str] = sum((by_family[family].mattered for family in meant), Counter())
        assert mattered[rule] >= 0.05 * CASES * len(meant), f"{rule} hardly mattered in {meant}: {mattered}"


@pytest.mark.soak
def test_larger_cases_of_all_families_have_no_cheaper_contract_either(seed: int) -> None:
    until = time.monotonic() + float(os.environ.get("OPTMODEL_SOAK_SECONDS", "60")) * 0.2
    random, census = Random(f"families {seed}"), Census()
    for number in itertools.count():
        if time.monotonic() >= until:
            break
        family = EVERY_FAMILY[number % len(EVERY_FAMILY)]
        case = family_case(random, family)
        if sum(combinations(case, mode) for mode in case.modes) <= 5_000:
            agrees(case, census, f"{family}, number {number} of seed {seed}", placed_support)
    log.info("%s", census)
