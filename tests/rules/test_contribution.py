"""Rule ``contribution`` at points typed by hand: a joint venture is paid 0.2 to 0.5 of build and renewal.

Harbour's wifi costs it (200 − 40) · 0.9 = 144; half of that is renewed every 4 years, 18 set aside a year.
"""

import pytest

from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE
from tests.rules.points import HARBOUR, city, slacks, under


@pytest.mark.parametrize(
    ("paid", "least", "most"),
    # paid − 28.8 and 72 − paid
    [(50.0, 21.2, 22), (28.8, 0, 43.2), (28.0, -0.8, 44), (72.0, 43.2, 0), (73.0, 44.2, -1)],
    ids=["inside", "on the least", "below it", "on the most", "above it"],
)
def test_the_contribution_to_build_lies_within_its_bounds(paid: float, least: float, most: float) -> None:
    found = slacks("contribution", under(VENTURE, 4, level=1.0), HARBOUR, contribution={2027: paid})
    assert (found["2027 least"], found["2027 most"]) == (least, most)


@pytest.mark.parametrize(
    ("paid", "least", "most"),
    # paid − 0.2 · 18 and 0.5 · 18 − paid
    [(5.0, 1.4, 4), (3.6, 0, 5.4), (3.5, -0.1, 5.5), (9.0, 5.4, 0), (9.5, 5.9, -0.5)],
    ids=["inside", "on the least", "below it", "on the most", "above it"],
)
def test_the_contribution_to_a_renewal_lies_within_its_bounds(paid: float, least: float, most: float) -> None:
    found = slacks("contribution", under(VENTURE, 4, level=1.0), HARBOUR, contribution={2029: paid})
    assert (found["2029 least"], found["2029 most"]) == (least, most)


def test_a_build_of_two_years_is_followed_year_by_year() -> None:
    # Harbour's fibre: (600 − 120) · 0.9 = 432, half of it in 2027 and in 2028; 0.5 · 216 = 108
    here = under(VENTURE, 4, level=1.0)
    found = slacks("contribution", here, ("Harbour", "fibre", 2029), contribution={2027: 108.0, 2028: 109.0})
    assert (found["2027 most"], found["2028 most"]) == (0, -1)


def test_nothing_is_contributed_after_the_term() -> None:
    # four years from 2026: renewal goes on in 2030, the contribution does not
    here = under(VENTURE, 4, level=1.0)
    assert slacks("contribution", here, HARBOUR)["2030 most"] == 0
    assert slacks("contribution", here, HARBOUR, contribution={2030: 1.0})["2030 most"] == -1


def test_nothing_is_contributed_where_there_is_no_operator() -> None:
    found = slacks("contribution", under(OWNED, 8), HARBOUR, contribution={2027: 1.0})
    assert (found["2027 least"], found["2027 most"]) == (1, -1)


def test_where_least_and_most_are_one_the_contribution_is_the_cost() -> None:
    # 1 · 160
    found = slacks("contribution", under(INVESTED, 5), HARBOUR, contribution={2027: 160.0})
    assert (found["2027 least"], found["2027 most"]) == (0, 0)


def test_a_cost_is_that_of_its_year_at_the_prices_of_that_year() -> None:
    # 160 · 1.1 in 2027, at the prices of 2026: 0.5 · 176 = 88
    case = city({"Settings!build_growth": 0.1})
    here = under(FRANCHISE, 5, share=0.1, level=0.5, case=case)
    assert slacks("contribution", here, HARBOUR, contribution={2027: 88.0})["2027 most"] == 0


def test_a_lump_is_contributed_to_in_the_year_the_renewal_is_due() -> None:
    # half of 160 four years after 2028, at most half of that
    here = under(FRANCHISE, 7, share=0.1, level=0.5, case=city({"Settings!renewals": "lump"}))
    found = slacks("contribution", here, HARBOUR)
    assert (found["2031 most"], found["2032 most"]) == (0, 40)


def test_every_year_to_the_horizon_has_its_two_bounds() -> None:
    found = slacks("contribution", under(VENTURE, 4, level=1.0))
    assert list(found) == [f"{year} {bound}" for year in range(2026, 2034) for bound in ("least", "most")]
