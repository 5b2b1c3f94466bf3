"""Rule ``purchase`` at points typed by hand: a franchise buys 0.5 to 1 times the need, which is 10 Mbit/s in Harbour.

Q is the purchase level times the need of open districts, not rounded: rows leave no room for a capacity step.
"""

import pytest

from tests.cities import FRANCHISE, INVESTED
from tests.rules.points import HARBOUR, HILL, city, slacks, under


@pytest.mark.parametrize(
    ("level", "least", "most"),
    # (level − 0.5) · 10 and (1 − level) · 10
    [(0.75, 2.5, 2.5), (0.5, 0, 5), (0.4, -1, 6), (1.0, 5, 0), (1.1, 6, -1)],
    ids=["inside", "on the least", "below it", "on the most", "above it"],
)
def test_capacity_is_bought_within_bounds_on_the_need_of_open_districts(
    level: float, least: float, most: float
) -> None:
    found = slacks("purchase", under(FRANCHISE, 5, share=0.1, level=level), HARBOUR)
    assert (found["2029 least"], found["2029 most"]) == (least, most)


def test_before_a_district_opens_there_is_no_need_to_buy_for() -> None:
    found = slacks("purchase", under(FRANCHISE, 5, share=0.1, level=0.4), HARBOUR)
    assert found["2027 least"] == found["2027 most"] == 0


def test_every_year_of_the_term_has_its_two_bounds_and_no_other_year_has_any() -> None:
    found = slacks("purchase", under(FRANCHISE, 5, share=0.1, level=0.5))
    assert list(found) == [f"{year} {bound}" for year in range(2026, 2031) for bound in ("least", "most")]


def test_the_need_of_two_districts_in_a_later_year_is_what_it_has_grown_to() -> None:
    # 2028 is the third year: (10 + 5) · 1.1² = 18.15; (0.75 − 0.5) · 18.15
    case = city({"Settings!need_growth": 0.1})
    found = slacks("purchase", under(FRANCHISE, 5, share=0.1, level=0.75, case=case), HARBOUR, HILL)
    assert found["2028 least"] == found["2028 most"] == 4.5375


def test_nothing_is_bought_where_the_need_is_served() -> None:
    # 0 · 10, then 0.1 · 10 too much
    assert set(slacks("purchase", under(INVESTED, 5), HARBOUR).values()) == {0}
    assert slacks("purchase", under(INVESTED, 5, level=0.1), HARBOUR)["2029 most"] == -1
