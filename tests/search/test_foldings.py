"""Contracts that are derived from others have the figures that they have by their own rules."""

from collections import Counter
from functools import partial

import numpy as np
import pytest

from optmodel.best_terms import money_scale
from optmodel.contract import GridPoint, tariff_levels
from optmodel.explain import ELASTIC
from optmodel.rollout import Array, Rollout
from optmodel.rules import situation
from optmodel.search import BRINGING, Foldings, Search
from optmodel.search.boxes import Box
from optmodel.search.elastic import stretched
from optmodel.search.flat import Flat, flat
from optmodel.search.folded import folded
from optmodel.solver import Limits
from tests.search.cases import contracts, possible_modes, small_cases


def same(one: Array, other: Array) -> bool:
    return bool(np.allclose(one, other, rtol=1e-11, atol=1e-12 * max(1.0, float(np.abs(other).max(initial=0.0)))))


def differs(one: Flat, other: Flat) -> list[object]:
    """What is not the same in two contracts."""
    found: list[object] = [name for name in ("constant", "right") if not same(getattr(one, name), getattr(other, name))]
    for name in ("keys", "explicit", "money"):
        first, second = getattr(one, name), getattr(other, name)
        for key in {*first, *second}:
            nothing = np.zeros_like(first.get(key, second.get(key)))
            if not same(first.get(key, nothing), second.get(key, nothing)):
                found.append(key)
    return found


def in_two_ways(kept: Foldings, point: GridPoint, seen: Counter[str]) -> None:
    derived = kept.flat(point)
    if point in kept._folded:
        return
    direct = flat(folded(situation(kept.rollout, point)))
    assert derived.names == direct.names
    assert derived.frame.here.contract == point
    assert derived.frame.here.series.block == direct.frame.here.series.block
    assert np.array_equal(derived.frame.admitted, direct.frame.admitted)
    assert derived.frame.support == direct.frame.support
    assert differs(derived, direct) == [], point
    levels = tariff_levels(kept.rollout.case, derived.frame.here.mode)
    if point.revenue_share not in kept._like(point):
        seen["share"] += 1
    else:
        seen["purchase level" if point.tariff_level == levels[0] else "tariff level"] += 1


@pytest.mark.heavy
def test_a_contract_derived_from_another_has_the_figures_of_its_own_rules() -> None:
    seen = Counter[str]()
    for case in small_cases(60, "derived"):
        for mode in possible_modes(case):
            kept = Foldings(Rollout(case))
            for point in contracts(case, mode, 20):
                in_two_ways(kept, point, seen)
    assert min(seen["share"], seen["purchase level"], seen["tariff level"]) > 20, seen


@pytest.mark.heavy
def test_what_rules_fall_short_by_is_bounded_the_same_from_the_contracts_themselves_as_from_their_rows() -> None:
    looked_at = by_ray = 0
    for case in small_cases(10, "elastic"):
        for mode in possible_modes(case):
            kept, (scale, _) = Foldings(Rollout(case)), money_scale(Rollout(case), mode)
            rules = [rule for rule in ELASTIC if rule not in BRINGING]
            for some in (rules, rules[::2], rules[1::2]):
                plain, written = kept.elastic(some, scale), kept.contracts
                written.fold = plain.fold
                written.flatten = partial(written_out, kept, tuple(some), scale)
                found = Search(kept, mode, scale, 1e-6, Limits, tuple(some)).run()
                for point in contracts(case, mode, 6):
                    pairs = [(Box.alone(point), item) for item in found.multipliers]
                    assert np.allclose(plain.values(pairs), written.values(pairs), rtol=1e-9, atol=1e-9)
                    looked_at += len(pairs)
                    by_ray += sum(item.is_ray for item in found.multipliers)
    assert looked_at > 200
    assert by_ray > 20


def written_out(kept: Foldings, rules: tuple[str, ...], scale: float, point: GridPoint) -> Flat:
    return stretched(kept.flat(point), rules, scale)
