"""Rule ``must_open`` at points typed by hand: Harbour must be open by 2029."""

import pytest

from optmodel.rules import Situation
from tests.cities import OWNED
from tests.rules.points import HILL, city, slacks, under


def dated() -> Situation:
    return under(OWNED, 8, case=city({"Districts!Harbour.must_open_by": 2029}))


@pytest.mark.parametrize(("year", "slack"), [(2028, 0), (2029, 0), (2030, -1)], ids=["inside", "on", "outside"])
def test_a_district_is_open_by_the_year_it_must_be(year: int, slack: float) -> None:
    # 1 − 1, and 0 − 1 where it opens a year late
    assert slacks("must_open", dated(), ("Harbour", "wifi", year)) == {"Harbour": slack}


def test_any_technology_will_do() -> None:
    assert slacks("must_open", dated(), ("Harbour", "fibre", 2029)) == {"Harbour": 0}


def test_a_district_that_must_open_is_not_left_closed() -> None:
    assert slacks("must_open", dated(), HILL) == {"Harbour": -1}


def test_a_district_without_a_date_has_no_row() -> None:
    assert slacks("must_open", under(OWNED, 8)) == {}
