"""Rule ``least_service`` at points typed by hand: a district is in service two years of the term at least."""

import pytest

from tests.cities import INVESTED, OWNED
from tests.rules.points import city, slacks, under


@pytest.mark.parametrize(("year", "slack"), [(2028, 0), (2029, 0), (2030, -1)], ids=["inside", "on", "outside"])
def test_a_district_opens_early_enough_to_be_in_service(year: int, slack: float) -> None:
    # a term of five years ends with 2030: 2029 and 2030 are two years
    assert slacks("least_service", under(INVESTED, 5), ("Harbour", "wifi", year))["Harbour"] == slack


def test_each_district_is_asked_for_itself() -> None:
    found = slacks("least_service", under(INVESTED, 5), ("Harbour", "fibre", 2031), ("Hill", "wifi", 2029))
    assert found == {"Harbour": -1, "Hill": 0}


def test_a_longer_term_leaves_more_time_to_open() -> None:
    # six years end with 2031
    assert slacks("least_service", under(INVESTED, 6), ("Harbour", "wifi", 2030))["Harbour"] == 0


def test_longer_service_asks_for_an_earlier_opening() -> None:
    here = under(INVESTED, 5, case=city({"Settings!least_service_years": 3}))
    assert slacks("least_service", here, ("Harbour", "wifi", 2028))["Harbour"] == 0
    assert slacks("least_service", here, ("Harbour", "wifi", 2029))["Harbour"] == -1


def test_without_an_operator_the_years_to_the_horizon_count() -> None:
    # 2031, the last year in which anything may open, leaves three years to 2033
    assert slacks("least_service", under(OWNED, 8), ("Harbour", "wifi", 2031)) == {}
