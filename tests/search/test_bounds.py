"""No bound promises more than a contract costs: contract by contract, box by box, whosever multipliers are used."""

import math
from collections.abc import Iterator

import pytest

from optmodel.case import Case
from optmodel.contract import GridPoint, supported
from optmodel.search import Search
from optmodel.search.boxes import Axis, Box, boxes
from tests.cities import FRANCHISE, tiny_city
from tests.search.cases import contracts, possible_modes, searched, small_cases, true_cost

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
            for bound in search.contracts.bounds([(point, item) for item in search.multipliers]):
                assert not above(bound, cost), f"{point}: {bound} against {cost}"
                looked_at += 1
                tight += bound > cost - 0.01 * abs(cost)
    assert looked_at > 500
    assert tight > 50  # bounds that are far below everything would prove nothing


def too_high(search: Search, parted: list[Box]) -> list[Box]:
    """Boxes in which some contract costs less than the least bound of the corners."""
    found = []
    for box in parted:
        costs = [true_cost(search, point) for point in box.contracts]
        for multipliers in search.multipliers:
            corners = search.contracts.bounds([(point, multipliers) for point in box.corners])
            if any(above(min(corners), cost) for cost in costs):
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


def test_the_lesser_bound_of_both_ends_holds_for_every_share_between_and_one_across_a_threshold_does_not() -> None:
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


def test_the_least_bound_of_the_corners_holds_in_random_cases() -> None:
    looked_at = both = 0
    for _, search in searches(24, "box"):
        longer = [box for box in boxes(search.rollout, search.mode) if len(box.corners) > 1][:6]
        assert too_high(search, longer) == []
        looked_at += len(longer)
        both += sum(len(box.corners) > 2 for box in longer)
    assert looked_at > 60
    assert both > 10  # in which share and level differ


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


def test_a_box_is_parted_into_two_that_hold_its_shares() -> None:
    first, second = WIDE.parted(Axis.SHARE, 1)
    assert (first.shares, second.shares) == ((0.1,), (0.2, 0.3))
    assert (first.contract.revenue_share, second.contract.revenue_share) == (0.1, 0.2)
    assert [(point.revenue_share, point.purchase_level) for point in second.corners] == [
        (0.2, 1.0), (0.3, 1.0), (0.2, 1.1), (0.3, 1.1),
    ]  # fmt: skip
    assert [point.purchase_level for point in first.corners] == [1.0, 1.1]
    assert first.levels == second.levels == (1.0, 1.1)


def test_a_box_is_parted_into_two_that_hold_its_levels_each_in_its_place_of_the_grid() -> None:
    first, second = WIDE.parted(Axis.LEVEL, 1)
    assert (first.order, first.levels, second.order, second.levels) == (3, (1.0,), 4, (1.1,))
    assert (first.contract.purchase_level, second.contract.purchase_level) == (1.0, 1.1)
    assert first.shares == second.shares == WIDE.shares
    assert WIDE.rows == (first, second)
    assert WIDE.contracts == (*first.contracts, *second.contracts)
