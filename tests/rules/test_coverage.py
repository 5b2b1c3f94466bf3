"""Rule ``coverage`` at points typed by hand: 80 % of Harbour's 1,000 in 2029, half of the city's 1,500 in 2031."""

import pytest

from tests.cities import OWNED
from tests.rules.points import city, slacks, under


@pytest.mark.parametrize(
    ("technology", "target", "slack"),
    # fibre reaches 1,000 and wifi 800 of the 1,000 residents
    [("fibre", 0.8, 200), ("wifi", 0.8, 0), ("wifi", 0.81, -10)],
    ids=["inside", "on", "outside"],
)
def test_a_target_is_reached_in_its_year(technology: str, target: float, slack: float) -> None:
    here = under(OWNED, 8, case=city({"Coverage!2029/waterfront.target": target}))
    assert slacks("coverage", here, ("Harbour", technology, 2029))["2029/waterfront"] == slack


def test_a_district_that_opens_a_year_late_covers_nobody_in_time() -> None:
    # 0 − 800; in 2031 it does: 800 − 750
    found = slacks("coverage", under(OWNED, 8), ("Harbour", "wifi", 2030))
    assert found == {"2029/waterfront": -800, "2031/City": 50}


def test_only_districts_of_the_group_count() -> None:
    # the Hill is not at the waterfront, but 400 of its 500 are of the city: 400 − 750
    found = slacks("coverage", under(OWNED, 8), ("Hill", "wifi", 2028))
    assert found == {"2029/waterfront": -800, "2031/City": -350}


def test_districts_add_up() -> None:
    # 800 + 500 − 750
    found = slacks("coverage", under(OWNED, 8), ("Harbour", "wifi", 2029), ("Hill", "fibre", 2031))
    assert found["2031/City"] == 550


def test_a_group_in_which_nobody_lives_is_covered() -> None:
    here = under(OWNED, 8, case=city({"Districts!Harbour.residents": 0.0}))
    assert slacks("coverage", here)["2029/waterfront"] == 0
