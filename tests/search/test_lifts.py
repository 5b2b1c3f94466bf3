"""What values at the corners of a box say of the contracts between: shares from 0 to 0.3, a straight line in each."""

import math

import pytest

from optmodel.contract import GridPoint
from optmodel.search.boxes import Axis, Box
from optmodel.search.lifts import Lift

BOX = Box(0, GridPoint("franchise", 5, 0.0, 1.0), (0.0, 0.1, 0.2, 0.3), (1.0,))
WIDE = Box(0, GridPoint("franchise", 5, 0.0, 1.0), (0.0, 0.1, 0.2, 0.3), (1.0, 1.2, 1.4))


def line(first: float, last: float, *, is_ray: bool = False) -> Lift:
    """Of a box of one level."""
    return Lift(7, ((first, last), (first, last)), is_ray)


def test_a_box_costs_at_least_the_least_of_its_corners() -> None:
    assert line(10.0, 40.0).bound == 10.0
    assert line(40.0, 10.0).bound == 10.0
    assert Lift(0, ((40.0, 30.0), (10.0, 20.0))).bound == 10.0


def test_a_ray_excludes_a_box_only_where_all_corners_lack_something() -> None:
    assert line(1.0, 2.0, is_ray=True).bound == math.inf
    assert line(-1.0, 2.0, is_ray=True).bound == -math.inf
    assert line(0.0, 2.0, is_ray=True).bound == -math.inf
    assert Lift(0, ((1.0, 2.0), (3.0, -1.0)), is_ray=True).bound == -math.inf


@pytest.mark.parametrize(
    ("lift", "place"),
    [
        (line(10.0, 40.0), 2),  # 10, 20, 30, 40: from 0.2 on at least 25
        (line(40.0, 10.0), 2),  # 40, 30, 20, 10: up to 0.1
        (line(10.0, 25.0), 3),  # 10, 15, 20, 25: the end alone
        (line(10.0, 24.0), None),  # nowhere
        (line(25.0, 40.0), None),  # everywhere: nothing to part
        (line(-math.inf, 40.0), None),  # no line leads to where nothing is known
        (line(-1.0, 2.0, is_ray=True), 2),  # −1, 0, 1, 2: nothing is lacking at 0.1
        (line(2.0, -1.0, is_ray=True), 2),
        (line(-2.0, -1.0, is_ray=True), None),
        (line(1.0, 2.0, is_ray=True), None),
    ],
)
def test_a_box_is_cut_where_one_side_is_proven_to_be_of_no_interest(lift: Lift, place: int | None) -> None:
    assert lift.cut(BOX, 25.0) == (None if place is None else (Axis.SHARE, place))


@pytest.mark.parametrize(
    ("values", "cut"),
    [
        (((10.0, 40.0), (20.0, 50.0)), (Axis.SHARE, 2)),  # least along the level: 10, 20, 30, 40
        (((10.0, 20.0), (30.0, 40.0)), (Axis.LEVEL, 2)),  # least along the share: 10, 20, 30; in shares 10 to 20 only
        (((40.0, 30.0), (10.0, 20.0)), (Axis.LEVEL, 1)),  # 30, 20, 10
        (((10.0, 40.0), (40.0, 10.0)), None),  # one corner of each end is of interest
    ],
)
def test_a_wide_box_is_cut_along_shares_or_levels(
    values: tuple[tuple[float, float], tuple[float, float]], cut: tuple[Axis, int] | None
) -> None:
    assert Lift(0, values).cut(WIDE, 25.0) == cut


def test_without_an_answer_only_what_is_impossible_is_cut_off() -> None:
    assert line(10.0, 40.0).cut(BOX, math.inf) is None
    assert line(-1.0, 2.0, is_ray=True).cut(BOX, math.inf) == (Axis.SHARE, 2)


def test_of_a_part_at_least_as_much_is_known_as_the_line_says() -> None:
    first, second = BOX.parted(Axis.SHARE, 2)
    assert line(10.0, 40.0).of_part(BOX, first).values[0] == pytest.approx((10.0, 20.0))
    assert line(10.0, 40.0).of_part(BOX, second).values[1] == pytest.approx((30.0, 40.0))
    assert line(10.0, 40.0).of_part(BOX, second).number == 7


def test_of_a_part_of_a_wide_box_as_much_is_known_as_lines_along_both_say() -> None:
    lift = Lift(0, ((10.0, 40.0), (30.0, 20.0)))
    first, second = WIDE.parted(Axis.LEVEL, 2)  # at 1.2 it is 20 and 30
    assert lift.of_part(WIDE, first).values == (pytest.approx((10.0, 40.0)), pytest.approx((20.0, 30.0)))
    assert lift.of_part(WIDE, second).values == (pytest.approx((30.0, 20.0)), pytest.approx((30.0, 20.0)))
    right = WIDE.parted(Axis.SHARE, 3)[1]
    assert lift.of_part(WIDE, right).values == (pytest.approx((40.0, 40.0)), pytest.approx((20.0, 20.0)))


def test_corners_come_in_the_order_of_what_they_promise_and_of_the_grid_where_that_is_the_same() -> None:
    told = [(point.purchase_level, point.revenue_share) for point in WIDE.corners]
    assert told == [(1.0, 0.0), (1.0, 0.3), (1.4, 0.0), (1.4, 0.3)]
    found = Lift(0, ((20.0, 10.0), (20.0, 5.0))).least_first(WIDE)
    assert found == [WIDE.corners[place] for place in (3, 1, 0, 2)]
    assert line(2.0, 1.0).least_first(BOX) == [BOX.corners[1], BOX.corners[0]]
    assert line(2.0, 2.0).least_first(BOX.parted(Axis.SHARE, 1)[0]) == [BOX.contract]
