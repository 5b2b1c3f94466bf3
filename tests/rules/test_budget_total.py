"""Rule ``budget_total`` at points typed by hand: what all years may cost less what the government pays in them, net."""

import pytest

from optmodel.rules import Situation
from tests.cities import FRANCHISE, OWNED, VENTURE
from tests.rules.points import HARBOUR, city, slacks, under

POINTS = pytest.mark.parametrize("room", [1, 0, -1], ids=["inside", "on", "outside"])


def total(amount: float, mode: str, term: int, **contract) -> Situation:
    return under(mode, term, case=city({"Settings!budget_total": amount}), **contract)


@POINTS
def test_going_on_as_today_stays_within_the_total_budget(room: float) -> None:
    # 150 of need and 6 of staff in each of eight years
    assert slacks("budget_total", total(1248 + room, OWNED, 8)) == {"": room}


@POINTS
def test_all_years_are_added_up_whoever_runs_the_network(room: float) -> None:
    # 2026: need 150, tender 8. 2027: 150. 2028: 50 + 25 of capacity − 5 − 68 of turnover; 2029: − 72; 2030: no fee.
    # 2031: 50, renewal 20, operation 20 · 1.25, free 200 · 0.01 as it begins, backbone 8, tender 8, less 24 from users;
    # then free 4, and care of 800 · 0.01 instead of the tender
    years = [158, 150, 2, -2, 3, 113 - 24, 115 - 24, 115 - 24]
    here = total(sum(years) + room, FRANCHISE, 5, share=0.2, level=0.5)
    assert slacks("budget_total", here, HARBOUR) == {"": room}


@POINTS
def test_support_of_all_years_is_paid_out_of_it(room: float) -> None:
    # 150 twice, 90 − 18 and 90 − 23 while capacity is bought at 4, then 100 at 5; a contribution of 50 and of 9
    here = total(300 + 72 + 67 + 400 + 59 + room, VENTURE, 4, level=1.0)
    assert slacks("budget_total", here, HARBOUR, contribution={2027: 50.0, 2029: 9.0}) == {"": room}


def test_capacity_of_all_years_counts_as_it_is_signed() -> None:
    here = total(900, FRANCHISE, 5, share=0.1, level=0.5, dearer={2028: 3.0, 2029: -1.0})
    (exact,) = slacks("budget_total", total(900, FRANCHISE, 5, share=0.1, level=0.5), HARBOUR).values()
    assert slacks("budget_total", here, HARBOUR) == {"": exact - 2}


def test_there_is_no_row_without_a_total_budget() -> None:
    assert slacks("budget_total", under(OWNED, 8)) == {}
