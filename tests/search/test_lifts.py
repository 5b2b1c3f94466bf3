"""What values at both ends of a box say of the shares between: shares 0, 0.1, 0.2 and 0.3, a straight line in each."""

import math

import pytest

from optmodel.contract import GridPoint
from optmodel.search.boxes import Box
from optmodel.search.lifts import Lift

BOX = Box(0, GridPoint("franchise", 5, 0.0, 1.0), (0.0, 0.1, 0.2, 0.3))


def test_a_box_costs_at_least_the_lesser_of_its_ends() -> None:
    assert Lift(0, 10.0, 40.0).bound == 10.0
    assert Lift(0, 40.0, 10.0).bound == 10.0


def test_a_ray_excludes_a_box_only_where_both_ends_lack_something() -> None:
    assert Lift(0, 1.0, 2.0, is_ray=True).bound == math.inf
    assert Lift(0, -1.0, 2.0, is_ray=True).bound == -math.inf
    assert Lift(0, 0.0, 2.0, is_ray=True).bound == -math.inf


@pytest.mark.parametrize(
    ("lift", "place"),
    [
        (Lift(0, 10.0, 40.0), 2),  # 10, 20, 30, 40: from 0.2 on at least 25
        (Lift(0, 40.0, 10.0), 2),  # 40, 30, 20, 10: up to 0.1
        (Lift(0, 10.0, 25.0), 3),  # 10, 15, 20, 25: the end alone
        (Lift(0, 10.0, 24.0), None),  # nowhere
        (Lift(0, 25.0, 40.0), None),  # everywhere: nothing to part
        (Lift(0, -math.inf, 40.0), None),  # no line leads to where nothing is known
        (Lift(0, -1.0, 2.0, is_ray=True), 2),  # −1, 0, 1, 2: nothing is lacking at 0.1
        (Lift(0, 2.0, -1.0, is_ray=True), 2),
        (Lift(0, -2.0, -1.0, is_ray=True), None),
        (Lift(0, 1.0, 2.0, is_ray=True), None),
    ],
)
def test_a_box_is_cut_where_one_side_is_proven_to_be_of_no_interest(lift: Lift, place: int | None) -> None:
    assert lift.cut(BOX, 25.0) == place


def test_without_an_answer_only_what_is_impossible_is_cut_off() -> None:
    assert Lift(0, 10.0, 40.0).cut(BOX, math.inf) is None
    assert Lift(0, -1.0, 2.0, is_ray=True).cut(BOX, math.inf) == 2


def test_of_a_part_at_least_as_much_is_known_as_the_line_says() -> None:
    first, second = BOX.parted(2)
    lift = Lift(7, 10.0, 40.0)
    assert (lift.of_part(BOX, first).first, lift.of_part(BOX, first).last) == pytest.approx((10.0, 20.0))
    assert (lift.of_part(BOX, second).first, lift.of_part(BOX, second).last) == pytest.approx((30.0, 40.0))
    assert lift.of_part(BOX, second).number == 7
