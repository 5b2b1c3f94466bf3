"""No bound promises more than a contract costs: contract by contract, box by box, whosever multipliers are used."""

import math
from collections.abc import Iterator

import numpy as np
import pytest

from optmodel.case import Case
from optmodel.contract import GridPoint, supported
from optmodel.search import Search
from optmodel.search.boxes import Box, boxes
from tests.cities import FRANCHISE, tiny_city
from tests.search.cases import as_bounds, bound_alone, contracts, possible_modes, searched, small_cases, true_cost

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage

# Bounds and optima of small cases differ by no more than this part of what is added up where they are the same.
SAME = 1e-7


def above(bound: float, cost: float) -> bool:
    """Whether a bound promises more than a contract costs, beyond what computation may leave."""
    return bound > cost + SAME * max(1.0, abs(cost)) and not (math.isinf(bound) and math.isinf(cost))


def searches(count: int, name: str) -> Iterator[tuple[Case, Search]]:
    for case in small_cases(count, name):
        for mode in possible_modes(case):
            yield case, searched(case, mode)


def test_no_multipliers_bound_any_contract_above_what_it_costs() -> None:
    looked_at = tight = 0
    for case, search in searches(24, "bound"):
        for point in contracts(case, search.mode, 20):
            cost = true_cost(search, point)
            for bound in (bound_alone(search, point, item) for item in search.multipliers):
                assert not above(bound, cost), f"{point}: {bound} against {cost}"
                looked_at += 1
                tight += bound > cost - 0.01 * abs(cost)
    assert looked_at > 500
    assert tight > 50  # bounds that are far below everything would prove nothing


def too_high(search: Search, wholes: list[Box]) -> list[Box]:
    """Boxes in which some contract costs less than what multipliers make of it, from the corners of the box."""
    found = []
    for box in wholes:
        costs = [true_cost(search, point) for point in box.contracts]
        for item in search.multipliers:
            bounds = as_bounds(item, search.contracts.values([(box, item)])[0])
            if any(above(bound, cost) for bound, cost in zip(bounds, costs, strict=True)):
                found.append(box)
                break
    return found


def across(search: Search) -> list[Box]:
    """Boxes that reach across every threshold: all shares of one term and level, whatever is sold and allowed."""
    found: dict[GridPoint, list[float]] = {}
    for box in boxes(search.rollout, search.mode):
        for row in box.rows:
            found.setdefault(row.at(0.0, *row.levels), []).extend(row.shares)
    return [
        Box(0, point, tuple(sorted(shares)), (point.purchase_level,))
        for point, shares in found.items()
        if len(shares) > 1
    ]


def test_the_bounds_of_both_ends_mixed_hold_for_every_share_between_and_those_across_a_threshold_do_not() -> None:
    # leases at 10 that cost 7.5 bear a share of 0.25: at 0.2 the city gets most of them, at 0.3 nothing
    factors = {
        "lease/franchise.price": 10.0,
        "lease/franchise.unit_cost": 7.5,
        "package/franchise.offer": "not offered",
    }
    terms = {"share_least": 0.0, "required_return": -0.5, "headroom": 0.0, "payback_longest": None, "term_most": 5}
    case = tiny_city().replace(
        {f"Service factors!{name}": value for name, value in factors.items()}
        | {f"Modes!{FRANCHISE}.{name}": value for name, value in terms.items()}
        | {f"Modes!{FRANCHISE}.support_and_share": True, "Districts!Harbour.must_open_by": 2028}
    )
    search = searched(case, case.mode(FRANCHISE))
    whole = list(boxes(search.rollout, search.mode))
    assert {box.shares for box in whole} == {(0.0, 0.1, 0.2), (0.3,)}
    assert too_high(search, whole) == []
    assert too_high(search, across(search)) != []  # an error that no ledger sees is one that this test does


def test_the_bounds_of_the_corners_mixed_hold_in_random_cases() -> None:
    looked_at = both = 0
    for _, search in searches(24, "box"):
        longer = [box for box in boxes(search.rollout, search.mode) if len(box.corners) > 1][:6]
        assert too_high(search, longer) == []
        looked_at += len(longer)
        both += sum(len(box.corners) > 2 for box in longer)
    assert looked_at > 60
    assert both > 10  # in which share and level differ


def test_a_bound_mixed_from_corners_is_between_the_least_of_them_and_that_of_the_contract_itself() -> None:
    between = inside = exact = 0
    for _, search in searches(24, "mixed"):
        for box in [box for box in boxes(search.rollout, search.mode) if len(box.contracts) > 2][:4]:
            for item in search.multipliers:
                corners = [bound_alone(search, point, item, value=True) for point in box.corners]
                mixed = search.contracts.values([(box, item)])[0]
                for point, bound in zip(box.contracts, mixed.tolist(), strict=True):
                    itself = bound_alone(search, point, item, value=True)
                    room = SAME * max(1.0, abs(itself), *map(abs, corners)) if math.isfinite(itself) else 0.0
                    assert min(corners) - room <= bound <= itself + room
                    between += 1
                    inside += bound > min(corners) + 1e3 * room
                    exact += bound > itself - room
    assert between > 300
    assert 3 * inside > between  # straight lines would often do no worse
    assert 3 * exact > between


def test_a_contract_is_mixed_from_the_corners_in_proportion() -> None:
    # levels 1, 1.1 and 1.4: the second is 3/4 of the first and 1/4 of the last; 0.2 lies midway between 0.1 and 0.3
    box = Box(0, GridPoint("franchise", 5, 0.1, 1.0), (0.1, 0.2, 0.3), (1.0, 1.1, 1.4))
    assert box.mixture[4].tolist() == pytest.approx([0.375, 0.375, 0.125, 0.125])
    assert box.mixture[[0, 2, 6, 8]].tolist() == np.eye(4).tolist()
    assert box.run(4, 1).mixture.tolist() == [[1.0]]
    assert box.run(3, 3).mixture.tolist() == [[1.0, 0.0], pytest.approx([0.5, 0.5]), [0.0, 1.0]]


def test_boxes_cover_the_grid_once_and_never_reach_across_a_threshold() -> None:
    for case in small_cases(12, "cover"):
        for mode in possible_modes(case):
            search = searched(case, mode)
            covered = [point for box in boxes(search.rollout, mode) for point in box.contracts]
            assert sorted(map(repr, covered)) == sorted(map(repr, contracts(case, mode, 10**9)))
            for box in boxes(search.rollout, mode):
                level, term = box.contract.tariff_level, box.contract.term_years
                sold = {search.rollout.served_in_term(mode, level, term, share) for share in box.shares}
                assert len(sold) == 1
                assert len({supported(mode, share) for share in box.shares}) == 1
                for bend in (1.0, *(scenario.need for scenario in case.scenarios)):
                    assert not box.levels[0] < bend < box.levels[-1]


WIDE = Box(3, GridPoint("franchise", 5, 0.1, 1.0), (0.1, 0.2, 0.3), (1.0, 1.1))


def test_a_run_of_a_box_holds_contracts_of_one_level_in_their_place_of_the_grid() -> None:
    run = WIDE.run(4, 2)  # of (0.1, 1.0), (0.2, 1.0), (0.3, 1.0), (0.1, 1.1), (0.2, 1.1), (0.3, 1.1) the last two
    assert (run.order, run.shares, run.levels) == (4, (0.2, 0.3), (1.1,))
    assert run.contracts == WIDE.contracts[4:]
    assert [row.contracts for row in WIDE.rows] == [WIDE.contracts[:3], WIDE.contracts[3:]]
    assert [(point.revenue_share, point.purchase_level) for point in WIDE.corners] == [
        (0.1, 1.0), (0.3, 1.0), (0.1, 1.1), (0.3, 1.1),
    ]  # fmt: skip
    assert Box.alone(WIDE.contracts[4]).contracts == (WIDE.contracts[4],)
