"""How the answer moves when a case does: what must hold of any model of this kind, whatever its figures."""

import logging
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from optmodel.best_terms import Effort, best_terms
from optmodel.case import Case, Mode, checked
from optmodel.ledger import today
from optmodel.rollout import Rollout
from tests.family_cases import EVERY_FAMILY, family_case
from tests.moved_cases import (
    in_another_order,
    in_other_money,
    looser,
    looser_for,
    severer,
    uncertain_and_mean,
    with_settings,
)
from tests.parts import leave

CASES, PARTS = 200, 4
# Two costs are the same within this part of their size, or of some hundreds: steps are of 1e-6.
SAME, SIZE = 1e-6, 300.0

log = logging.getLogger(__name__)


def cost_of(case: Case, mode: str) -> float | None:
    """What a mode costs at its best terms; None where it has none."""
    answer = best_terms(Rollout(checked(case)), case.mode(mode), Effort(gap=0.0, explains=False))
    return None if answer.contract is None else answer.contract.ledger.objective


def room(*costs: float) -> float:
    return SAME * max(SIZE, *(abs(cost) for cost in costs))


def no_dearer(one: float | None, other: float | None) -> bool:
    """Whether one is possible wherever the other is, and costs no more."""
    return other is None or (one is not None and one <= other + room(one, other))


def same(one: float | None, other: float | None) -> bool:
    return no_dearer(one, other) and no_dearer(other, one)


def makes_sense(case: Case) -> bool:
    return not case.errors


# Each move says what it moved, where that made a difference, or was not meant to and something was there to differ.
Move = Callable[[Random, Case, Mode, float | None], str | None]


def a_looser_requirement_costs_no_more(random: Random, case: Case, mode: Mode, cost: float | None) -> str | None:
    moves = [*looser(random, case), *looser_for(case, mode, random.choice([1.1, 3.0]))]
    what, moved = random.choice([item for item in moves if makes_sense(item[1])] or [("nothing", case)])
    found = cost_of(moved, mode.name)
    assert no_dearer(found, cost), f"{what}: {found} instead of {cost}"
    return None if same(found, cost) else f"looser {what}"


def a_severer_risk_costs_no_less(random: Random, case: Case, mode: Mode, cost: float | None) -> str | None:
    moved = severer(random, case, mode)
    if moved is None or not makes_sense(moved):
        return None
    found = cost_of(moved, mode.name)
    assert no_dearer(cost, found), f"{found} instead of {cost}"
    return None if same(found, cost) else "risk"


def scenarios_cost_what_their_mean_does(random: Random, case: Case, mode: Mode, _: float | None) -> str | None:
    uncertain, mean = uncertain_and_mean(random, case)
    one_by_one, at_once = cost_of(uncertain, mode.name), cost_of(mean, mode.name)
    assert same(one_by_one, at_once), f"{one_by_one} instead of {at_once}"
    return None if at_once is None else "mean"


def a_higher_commercial_rate_beats_today_no_sooner(
    random: Random, case: Case, mode: Mode, cost: float | None
) -> str | None:
    """Where sales cost nothing, what hangs on demand is received, and worth less then."""
    free_to_sell = tuple(replace(item, unit_cost=0.0) for item in case.service_factors)
    plain = with_settings(replace(case, service_factors=free_to_sell), citizens_weight=0.0, risk_aversion=0.0)
    higher = with_settings(plain, commercial_rate=plain.settings.commercial_rate + random.choice([0.02, 0.1]))
    before, after, as_today = cost_of(plain, mode.name), cost_of(higher, mode.name), today(plain)
    assert no_dearer(before, after), f"{after} instead of {before}"
    if after is not None and after < as_today - room(after):
        assert before is not None
        assert before < as_today
    return None if same(before, after) else "commercial rate"


def ten_times_the_money_costs_ten_times_as_much(
    random: Random, case: Case, mode: Mode, cost: float | None
) -> str | None:
    found = cost_of(in_other_money(case, 10.0), mode.name)
    assert same(None if found is None else found / 10, cost), f"{found} instead of ten times {cost}"
    return None if cost is None else "money"


def rows_in_another_order_cost_the_same(random: Random, case: Case, mode: Mode, cost: float | None) -> str | None:
    found = cost_of(in_another_order(random, case), mode.name)
    assert same(found, cost), f"{found} instead of {cost}"
    return None if cost is None else "order"


MOVES: tuple[Move, ...] = (
    a_looser_requirement_costs_no_more,
    a_severer_risk_costs_no_less,
    scenarios_cost_what_their_mean_does,
    a_higher_commercial_rate_beats_today_no_sooner,
    ten_times_the_money_costs_ten_times_as_much,
    rows_in_another_order_cost_the_same,
)


def moves_as_it_must(number: int, name: str, seen: Counter[str]) -> None:
    """Move a case in every way, and look at one of its modes: the first of two that has a contract."""
    random = Random(name)
    case = family_case(random, EVERY_FAMILY[number % len(EVERY_FAMILY)])
    mode = random.choice(case.candidates or case.modes)
    cost = cost_of(case, mode.name)
    if cost is None:
        mode = random.choice(case.candidates or case.modes)
        cost = cost_of(case, mode.name)
    for place, move in enumerate(MOVES):
        if cost is None and place % 2 == number % 2:
            continue  # to say why there is none takes longest: half of the moves do
        try:
            told = move(random, case, mode, cost)
        except AssertionError as error:
            error.add_note(f"{name}, {mode.name}, {move.__name__}")
            raise
        if told is not None:
            seen[told] += 1


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(PARTS))
def test_two_hundred_cases_move_as_they_must(part: int, seed: int, shared_folder: Path) -> None:
    seen: Counter[str] = Counter()
    for number in range(part, CASES, PARTS):
        moves_as_it_must(number, f"move {number} of seed {seed}", seen)
    every = leave(shared_folder / "moves", part, PARTS, seen)
    if every is not None:
        made_a_difference(sum(every, Counter()))


def made_a_difference(seen: Counter[str]) -> None:
    """The moves were felt: enough answers changed where they may, and were there to be the same where they must."""
    log.info("%s", seen)
    assert sum(count for what, count in seen.items() if what.startswith("looser")) >= 0.1 * CASES, str(seen)
    assert len([what for what in seen if what.startswith("looser")]) >= 5, str(seen)
    for what, part in (("risk", 0.025), ("mean", 0.4), ("commercial rate", 0.2), ("money", 0.4), ("order", 0.4)):
        assert seen[what] >= part * CASES, f"{what}: {seen}"


@pytest.mark.soak
def test_many_more_cases_move_as_they_must(seed: int) -> None:
    until = time.monotonic() + float(os.environ.get("OPTMODEL_SOAK_SECONDS", "60")) * 0.15
    number, seen = 0, Counter[str]()
    while time.monotonic() < until:
        moves_as_it_must(number, f"move {number} of soak seed {seed}", seen)
        number += 1
    log.info("%s", seen)
