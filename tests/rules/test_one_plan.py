"""Rule ``one_plan`` at points typed by hand: 1 less the plans chosen in a district."""

from tests.cities import OWNED
from tests.rules.points import HARBOUR, HILL, slacks, under


def test_a_district_need_not_open() -> None:
    assert slacks("one_plan", under(OWNED, 8)) == {"Harbour": 1, "Hill": 1}


def test_a_district_is_opened_once() -> None:
    assert slacks("one_plan", under(OWNED, 8), HARBOUR, HILL) == {"Harbour": 0, "Hill": 0}


def test_a_district_is_not_opened_with_two_technologies() -> None:
    assert slacks("one_plan", under(OWNED, 8), HARBOUR, ("Harbour", "fibre", 2028)) == {"Harbour": -1, "Hill": 1}


def test_a_district_is_not_opened_in_two_years() -> None:
    assert slacks("one_plan", under(OWNED, 8), HILL, ("Hill", "wifi", 2031)) == {"Harbour": 1, "Hill": -1}
