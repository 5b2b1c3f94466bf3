"""Rule ``support_and_share`` at points typed by hand: a franchise, which excludes the two together.

The share is 20 % of turnover, the least 10 %. Harbour's wifi opens in 2028: 160 is built in 2027, operation costs 20.
"""

import pytest

from optmodel.rules import Situation
from tests.cities import FRANCHISE, VENTURE
from tests.rules.points import HARBOUR, city, slacks, under


def shared(share: float = 0.2, level: float = 0.5) -> Situation:
    case = city(
        {
            f"Modes!{FRANCHISE}.contribution_least": 0.1,
            f"Modes!{FRANCHISE}.compensation_least": 0.5,
            f"Modes!{FRANCHISE}.compensation_most": 1.0,
        }
    )
    return under(FRANCHISE, 5, share=share, level=level, case=case)


POINTS = pytest.mark.parametrize("slack", [1, 0, -1], ids=["inside", "on", "outside"])


@POINTS
def test_a_contribution_stays_at_the_least(slack: float) -> None:
    # 0.1 · 160 = 16
    found = slacks("support_and_share", shared(), HARBOUR, contribution={2027: 16.0 - slack})
    assert found["2027 contribution"] == slack


@POINTS
def test_a_contribution_to_a_renewal_stays_at_the_least(slack: float) -> None:
    # half of 160 is set aside over 4 years: 0.1 · 20 = 2
    found = slacks("support_and_share", shared(), HARBOUR, contribution={2029: 2.0 - slack})
    assert found["2029 contribution"] == slack


@POINTS
def test_a_compensation_stays_at_the_least(slack: float) -> None:
    # 0.5 · 20 = 10
    found = slacks("support_and_share", shared(), HARBOUR, compensation={2029: 10.0 - slack})
    assert found["2029 compensation"] == slack


@pytest.mark.parametrize(("level", "slack"), [(0.45, 1), (0.5, 0), (0.55, -1)], ids=["inside", "on", "outside"])
def test_capacity_stays_at_the_guaranteed_share_and_is_judged_in_money(level: float, slack: float) -> None:
    # 2 a Mbit/s · (0.5 − level) · 10
    assert slacks("support_and_share", shared(level=level), HARBOUR)["2029 purchase"] == slack


def test_every_year_of_the_term_has_its_three_rows() -> None:
    found = slacks("support_and_share", shared())
    kinds = ("contribution", "compensation", "purchase")
    assert list(found) == [f"{year} {kind}" for year in range(2026, 2031) for kind in kinds]


def test_at_the_least_share_support_is_free() -> None:
    assert slacks("support_and_share", shared(share=0.1), HARBOUR, contribution={2027: 80.0}) == {}


def test_a_mode_that_does_not_exclude_them_is_free_at_any_share() -> None:
    assert slacks("support_and_share", under(VENTURE, 4, share=0.3, level=1.5), HARBOUR) == {}
