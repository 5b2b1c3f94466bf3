"""Rule ``openings`` at points typed by hand: the limit less the districts that open in a year."""

import pytest

from tests.cities import OWNED
from tests.rules.points import HARBOUR, HILL, city, slacks, under


@pytest.mark.parametrize(("limit", "slack"), [(3, 1), (2, 0), (1, -1)], ids=["inside", "on", "outside"])
def test_no_more_districts_open_in_a_year_than_the_limit(limit: int, slack: float) -> None:
    # two open in 2028
    here = under(OWNED, 8, case=city({"Settings!openings_limit": limit}))
    assert slacks("openings", here, HARBOUR, HILL)["2028"] == slack


def test_districts_of_different_years_do_not_add_up() -> None:
    here = under(OWNED, 8, case=city({"Settings!openings_limit": 1}))
    found = slacks("openings", here, HARBOUR, ("Hill", "fibre", 2029))
    assert found == {"2027": 1, "2028": 0, "2029": 0, "2030": 1, "2031": 1}


def test_any_number_may_open_where_there_is_no_limit() -> None:
    assert slacks("openings", under(OWNED, 8), HARBOUR, HILL) == {}
