"""Rule ``budget`` at points typed by hand: what a year may cost less what the government pays in it, net.

Harbour's wifi opens in 2028; the Hill's need of 5 Mbit/s goes on being bought at 10.
"""

from dataclasses import replace

import pytest

from optmodel.case import Budget
from optmodel.rules import Situation
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE
from tests.rules.points import HARBOUR, Paid, slacks, tiny_city, under

GROWING = {"Settings!contract_growth": 0.1}


def budgeted(mode: str, term: int, year: int, amount: float, changes=(), **contract) -> Situation:
    """A contract under one budget."""
    case = replace(tiny_city().replace(dict(changes)), budget=(Budget(year=year, amount=amount),))
    return under(mode, term, case=case, **contract)


def slack(here: Situation, contribution: Paid | None = None, compensation: Paid | None = None) -> float:
    """How much is left of the one budget with Harbour's wifi opened in 2028."""
    (left,) = slacks("budget", here, HARBOUR, contribution=contribution, compensation=compensation).values()
    return left


POINTS = pytest.mark.parametrize("room", [1, 0, -1], ids=["inside", "on", "outside"])


@POINTS
def test_a_year_of_build_stays_within_its_budget(room: float) -> None:
    # 200 of build, 15 · 10 of need, 6 of staff
    assert slack(budgeted(OWNED, 8, 2027, 356 + room)) == room


@POINTS
def test_a_year_of_operation_stays_within_its_budget_net_of_what_users_pay(room: float) -> None:
    # 100 / 4 of renewal, 20 · 1.2 of operation, 400 free at 0.02, 50 of need, 6 of staff; 40 leased at 1: 113 − 40
    assert slack(budgeted(OWNED, 8, 2030, 73 + room)) == room


@POINTS
def test_support_is_paid_out_of_the_budget(room: float) -> None:
    # 50 of need, 20 and 25 of support; three quarters of 80 packages at 0.5 less 0.1: 95 − 24
    here = budgeted(INVESTED, 5, 2029, 71 + room)
    assert slack(here, contribution={2029: 20.0}, compensation={2029: 25.0}) == room
    # what is paid in another year is paid out of another budget
    assert slack(here, contribution={2030: 20.0}, compensation={2028: 25.0}) == room + 45


@POINTS
def test_a_year_after_handover_stays_within_its_budget(room: float) -> None:
    # need 50, renewal 20, operation 20 · 1.5, free 400 · 0.01, backbone 0.2 · 40, the tender's 8 again; 24 from users
    assert slack(budgeted(INVESTED, 5, 2031, 120 - 24 + room)) == room


@POINTS
def test_capacity_overage_and_fees_meet_the_share_of_turnover(room: float) -> None:
    # need 50, 5 at 2, 5 more at 3, less the fee of 5; 0.2 · (160 · 2 + 20 · 1) of turnover: 70 − 68
    assert slack(budgeted(FRANCHISE, 5, 2028, 2 + room, share=0.2, level=0.5)) == room


@POINTS
def test_need_is_bought_of_an_operator_that_keeps_the_network(room: float) -> None:
    # after four years 50 for the Hill and 10 at 5; nothing is received
    assert slack(budgeted(VENTURE, 4, 2031, 100 + room, level=1.0)) == room


def test_a_price_after_the_term_is_none_of_a_network_that_reverts() -> None:
    changes = {f"Modes!{INVESTED}.after_term_price": 5.0}
    assert slack(budgeted(INVESTED, 5, 2031, 96, changes)) == 0


def test_capacity_is_paid_at_the_indexed_price() -> None:
    # 10 at 4 · 1.1² in 2028, 50 of need; a quarter of 160 · 1 + 20 · 2 − 160 · 0.8 from users: 98.4 − 18
    assert slack(budgeted(VENTURE, 4, 2028, 80.4, GROWING, level=1.0)) == 0


def test_every_amount_grows_with_its_own_index() -> None:
    growth = {"present_price_growth": 0.1, "contract_growth": 0.2, "price_growth": 0.3, "operation_growth": 0.05}
    changes = {f"Settings!{name}": value for name, value in growth.items()} | {"Settings!build_growth": 0.15}
    # 2028: need 50 · 1.1², capacity 40 · 1.2²; a quarter of 200 · 1.3² less 128 · 1.05²
    assert slack(budgeted(VENTURE, 4, 2028, 60.5 + 57.6 - 49.22, changes, level=1.0)) == 0
    # need as before, a quarter of the renewal at the price of 2032, operation and what is free at 1.05², staff at 1.2²,
    # the index of a charge that names none; 20 leased at 1.3²
    paid = 60.5 + 25 * 1.15**6 + (24 + 4) * 1.05**2 + 6 * 1.2**2 - 20 * 1.3**2
    assert slack(budgeted(OWNED, 8, 2028, paid, changes)) == pytest.approx(0, abs=1e-8)


def test_where_a_mode_without_operator_runs_the_network_after_handover_the_government_pays_and_holds_all() -> None:
    # need 50, renewal 20, operation 20 · 1.2, free 400 · 0.02, backbone 8, staff 6; leases begin with 100 · 0.4 · 0.5
    changes = {f"Modes!{INVESTED}.run_after_handover": OWNED}
    assert slack(budgeted(INVESTED, 5, 2031, 116 - 20, changes)) == 0


@pytest.mark.parametrize(("year", "less"), [(2027, 0), (2028, 3), (2029, -1)])
def test_capacity_counts_as_it_is_signed(year: int, less: float) -> None:
    dearer = {2028: 3.0, 2029: -1.0}
    exact, signed = (
        slack(budgeted(FRANCHISE, 5, year, 150, share=0.1, level=0.5, dearer=item)) for item in (None, dearer)
    )
    assert exact - signed == pytest.approx(less)


def test_a_year_without_a_budget_has_no_row() -> None:
    assert list(slacks("budget", under(OWNED, 8))) == ["2026", "2030"]
    assert slacks("budget", under(OWNED, 8, case=replace(tiny_city(), budget=()))) == {}
