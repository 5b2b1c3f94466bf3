"""What is known of the contracts of a box: the best of each, and how they stand in a certificate."""

import math

import numpy as np
import pytest

from optmodel.certificate import KnownBy, Multipliers, ProvenBox
from optmodel.contract import GridPoint
from optmodel.search.boxes import Box
from optmodel.search.knowledge import Knowledge

FIRST = GridPoint("franchise", 5, 0.0, 1.0)
BOX = Box(3, FIRST, (0.0, 0.1, 0.2, 0.3), (1.0, 1.2))
COSTS, OTHERS, RAY, SHUT = range(4)
MULTIPLIERS = [Multipliers({}), Multipliers({}), Multipliers({}, is_ray=True), Multipliers({})]


def knowing(*taken: tuple[int, list[float]], target: float = math.inf) -> Knowledge:
    known = Knowledge(BOX)
    for number, values in taken:
        known.take(number, np.array(values), target, is_ray=MULTIPLIERS[number].is_ray)
    return known


def told(known: Knowledge) -> list[tuple[float, float, float, float, str, int | None]]:
    """Purchase level, least and highest share, bound, how it is known and by which multipliers, run by run."""
    return [
        (*run.levels, box.first.revenue_share, box.share_most, box.bound, str(box.known_by), box.multipliers)
        for run, box in known.proven(MULTIPLIERS)
    ]


def test_of_each_contract_the_best_bound_is_known_and_the_least_of_all_comes_first() -> None:
    known = knowing((COSTS, [10, 20, 30, 40, 11, 21, 31, 41]), (OTHERS, [15, 16, 17, 18, 25, 26, 27, 28]))
    assert known.bound.tolist() == [15, 20, 30, 40, 25, 26, 31, 41]
    assert known.number.tolist() == [1, 0, 0, 0, 1, 1, 0, 0]
    assert known.tried == {COSTS, OTHERS}
    assert (known.least, known.contract, known.key) == (15, FIRST, (15, 3, 0.0))


def test_of_equal_contracts_the_earlier_comes_first_and_where_nothing_is_known_the_first_of_all() -> None:
    assert (Knowledge(BOX).least, Knowledge(BOX).contract) == (-math.inf, FIRST)
    known = knowing((COSTS, [9, 8, 7, 9, 9, 7, 9, 9]))
    assert known.key == (7, 3, 0.2)
    known.close(8.0, 0.0)
    assert known.key == (7, 4, 0.1)  # in the next level, which has the next place of the grid
    assert (known.contract.purchase_level, known.contract.revenue_share) == (1.2, 0.1)


def test_a_box_of_which_nothing_is_known_is_begun_in_the_middle_of_its_shares() -> None:
    known = Knowledge(BOX)
    assert known.next == BOX.at(0.2, 1.0)
    known.take(RAY, np.array([-1.0] * 8), math.inf, is_ray=True)
    assert known.next == known.contract == FIRST


def test_what_is_of_no_interest_stays_as_it_is() -> None:
    known = knowing((COSTS, [10, 20, 30, 40, 10, 20, 30, 40]), (OTHERS, [50] * 8), target=30.0)
    assert known.bound.tolist() == [50, 50, 30, 40, 50, 50, 30, 40]
    assert known.number.tolist() == [1, 1, 0, 0, 1, 1, 0, 0]


def test_a_ray_excludes_what_it_finds_to_lack_a_thousandth_of_what_its_own_contract_does() -> None:
    known = knowing((RAY, [1.0, 0.001, 0.0009, -1.0, 2.0, 2.0, 2.0, 2.0]))
    assert known.bound.tolist() == [math.inf, math.inf, -math.inf, -math.inf, *[math.inf] * 4]
    assert known.contract.revenue_share == 0.2
    assert told(known) == [
        (1.0, 0.0, 0.1, math.inf, "ray", RAY),
        (1.0, 0.2, 0.3, -math.inf, "nothing", None),
        (1.2, 0.0, 0.3, math.inf, "ray", RAY),
    ]


def test_runs_of_shares_that_the_same_multipliers_prove_stand_together() -> None:
    known = knowing((COSTS, [10, 20, 30, 40, 11, 21, 31, 41]), (OTHERS, [15, 16, 17, 18, 25, 26, 27, 28]))
    assert told(known) == [
        (1.0, 0.0, 0.0, 15, "multipliers", OTHERS),
        (1.0, 0.1, 0.3, 20, "multipliers", COSTS),
        (1.2, 0.0, 0.1, 25, "multipliers", OTHERS),
        (1.2, 0.2, 0.3, 31, "multipliers", COSTS),
    ]
    assert [run.order for run, _ in known.proven(MULTIPLIERS)] == [3, 3, 4, 4]


def test_what_has_no_plan_is_told_by_the_data() -> None:
    assert told(knowing((SHUT, [math.inf] * 8))) == [
        (1.0, 0.0, 0.3, math.inf, "data", None),
        (1.2, 0.0, 0.3, math.inf, "data", None),
    ]


@pytest.mark.parametrize(
    ("bound", "proven", "known_by"),
    [
        (20.5, 20.0, KnownBy.MULTIPLIERS),  # no less than a unit, so that they stand in its place
        (21.5, 21.5, KnownBy.SOLVER),
        (math.inf, math.inf, KnownBy.SOLVER),
    ],
)
def test_the_solver_is_believed_only_where_it_says_more_than_the_multipliers_do(
    bound: float, proven: float, known_by: KnownBy
) -> None:
    known = knowing((COSTS, [40, 20, 30, 40, 50, 50, 50, 50]))
    assert known.close(bound, 1.0) == proven
    assert known.least == 30
    second = GridPoint("franchise", 5, 0.1, 1.0)
    alone = [box for _, box in known.proven(MULTIPLIERS)]
    assert alone[0] == ProvenBox(FIRST, 0.0, 40, KnownBy.MULTIPLIERS, COSTS)
    assert alone[1] == ProvenBox(second, 0.1, proven, known_by, COSTS)
    rest = [(box.first.revenue_share, box.share_most, box.bound) for box in alone[2:]]
    assert rest == [(0.2, 0.3, 30), (0.0, 0.3, 50)]


def test_where_all_contracts_are_closed_nothing_is_left() -> None:
    known = Knowledge(BOX)
    for place in range(8):
        assert known.least == -math.inf
        assert known.close(float(place), 0.0) == place
    assert known.least == math.inf
    assert [box.bound for _, box in known.proven(MULTIPLIERS)] == list(range(8))
    assert {box.known_by for _, box in known.proven(MULTIPLIERS)} == {KnownBy.SOLVER}
