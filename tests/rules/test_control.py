"""Rule ``control`` at points typed by hand: the government-invested mode leaves the government control of level 2."""

import pytest

from tests.cities import INVESTED
from tests.rules.points import city, slacks, under


@pytest.mark.parametrize(("required", "slack"), [(1, 1), (2, 0), (3, -1)], ids=["inside", "on", "outside"])
def test_the_control_kept_less_the_control_required_is_the_room(required: int, slack: float) -> None:
    # 2 − required
    case = city({"Settings!control_required": required})
    assert slacks("control", under(INVESTED, 5, case=case)) == {"": slack}


def test_any_control_will_do_where_none_is_required() -> None:
    assert slacks("control", under(INVESTED, 5)) == {}


def test_a_required_control_of_nothing_is_a_requirement_all_the_same() -> None:
    # 2 − 0
    assert slacks("control", under(INVESTED, 5, case=city({"Settings!control_required": 0}))) == {"": 2}
