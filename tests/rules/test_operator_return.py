"""Rule ``operator_return`` at points typed by hand: present value less headroom, at 0.8 or 0.625 a year."""

import pytest

from optmodel.rules import Situation
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE
from tests.rules.points import HARBOUR, city, slacks, under

EARLY = ("Harbour", "wifi", 2027)
# Build of 160 and renewal of 20 a year, all paid back.
REPAID = {2026: 160.0} | dict.fromkeys(range(2027, 2032), 20.0)
# The franchise's inflow with three quarters of its need bought: 160 built in 2027. From 2028 it holds 0.9 of 340, then
# of 360 and 360, less 95, 110 and 110 of sales, 20 of renewal, 20 of operation and 4 for the backbone, and is paid
# 7.5 · 2 + 2.5 · 3 = 22.5; its fee of 5 is due in 2028 and 2029.
FRANCHISE_INFLOW = -160 * 0.625**2 + 184.5 * 0.625**3 + 187.5 * 0.625**4 + 192.5 * 0.625**5
# A tenth of what it builds and renews.
FRANCHISE_HEADROOM = 0.1 * (160 * 0.625**2 + 20 * (0.625**3 + 0.625**4 + 0.625**5))


def slack(here: Situation, *opened: tuple[str, str, int], **support: dict[int, float]) -> float:
    (found,) = slacks("operator_return", here, *opened, **support).values()
    return found


@pytest.mark.parametrize(
    ("paid", "expected"), [(20.0, 2 * 0.8**2), (18.0, 0), (17.0, -(0.8**2))], ids=["inside", "on", "outside"]
)
def test_the_operator_earns_its_required_return(paid: float, expected: float) -> None:
    # 2027: a quarter of 80 · (0.5 − 0.1), less 200 free at 0.01, 4 for the backbone, 20 of operation: paid − 18.
    # From 2028, with 400 served free, 8 − 4 − 4 − 20 and 20 of compensation: nothing
    compensation = {2027: paid} | dict.fromkeys(range(2028, 2032), 20.0)
    here = under(INVESTED, 6)
    assert slack(here, EARLY, contribution=REPAID, compensation=compensation) == pytest.approx(expected)


def test_money_at_the_start_of_a_year_is_worth_a_year_more() -> None:
    here = under(INVESTED, 6, case=city({"Settings!flows_at": "start"}))
    compensation = dict.fromkeys(range(2027, 2032), 20.0)
    assert slack(here, EARLY, contribution=REPAID, compensation=compensation) == pytest.approx(2 * 0.8)


@pytest.mark.parametrize("room", [1, 0, -1], ids=["inside", "on", "outside"])
def test_headroom_is_asked_on_what_the_operator_builds_itself(room: float) -> None:
    # a contribution in 2026 is worth 0.625 and spares a tenth of itself: it is set so that the row has that room
    without = FRANCHISE_INFLOW - FRANCHISE_HEADROOM
    contribution = {2026: (room - without) / (1.1 * 0.625)}
    found = slack(under(FRANCHISE, 5, share=0.1, level=0.75), HARBOUR, contribution=contribution)
    assert found == pytest.approx(room, abs=1e-8)


def test_a_return_is_that_of_the_plans_and_of_the_support() -> None:
    here = under(FRANCHISE, 5, share=0.1, level=0.75)
    assert slack(here, HARBOUR) == pytest.approx(FRANCHISE_INFLOW - FRANCHISE_HEADROOM)
    # 10 in 2027 come in, and lessen by 10 the build on which headroom is asked
    more = slack(here, HARBOUR, contribution={2027: 10.0}) - slack(here, HARBOUR)
    assert more == pytest.approx(11 * 0.625**2)


def test_years_after_handover_count_for_nothing() -> None:
    # only the fees of 5 in 2028 and 2029 are due where nothing opens
    assert slack(under(FRANCHISE, 5, share=0.1, level=0.75)) == pytest.approx(-5 * (0.625**3 + 0.625**4))
    with_support = slack(under(FRANCHISE, 5, share=0.1), contribution={2031: 100.0}, compensation={2031: 100.0})
    assert with_support == pytest.approx(-5 * (0.625**3 + 0.625**4))


def test_a_service_that_no_longer_earns_its_cost_is_dropped() -> None:
    # 0.7 of 1 is less than the 0.75 a lease costs: 0.7 · 320 − 80 of packages are left in each of three years, and 22.5
    here = under(FRANCHISE, 5, share=0.3, level=0.75)
    years = 0.625**3 + 0.625**4 + 0.625**5
    inflow = -160 * 0.625**2 + (224 - 80 - 44 + 22.5) * years - 5 * (0.625**3 + 0.625**4)
    assert slack(here, HARBOUR) == pytest.approx(inflow - FRANCHISE_HEADROOM)


def test_an_operator_that_keeps_the_network_counts_the_years_after_and_the_end_value() -> None:
    # build 144, renewal 18, operation 20, backbone 4, coordination 3 in the term; capacity 40, then 50.
    # 2028: 0.75 · (200 − 128) − 2 free; 2029: 0.75 · (220 − 128) − 4. Kept: all of 240 − 128, and of 320 − 128 once
    # the capacity is doubled in 2032, and nothing is free. Half of 0.9 · (40 + 32 + 40) is left at the end
    years = [-3, -147, 54 - 2 - 45 + 40, 69 - 4 - 45 + 40, 112 - 42 + 50, 112 - 42 + 50, 192 - 42 + 50, 192 - 42 + 50]
    expected = sum(flow * 0.8**t for t, flow in enumerate(years, start=1)) + 50.4 * 0.8**8
    assert slack(under(VENTURE, 4, level=1.0), HARBOUR) == pytest.approx(expected)


def test_the_operator_is_paid_for_capacity_as_it_is_signed() -> None:
    exact = slack(under(FRANCHISE, 5, share=0.1, level=0.75), HARBOUR)
    signed = slack(under(FRANCHISE, 5, share=0.1, level=0.75, dearer={2028: 2.0, 2029: -5.0}), HARBOUR)
    assert signed - exact == pytest.approx(2 * 0.625**3 - 5 * 0.625**4)


def test_without_an_operator_nobody_asks_for_a_return() -> None:
    assert slacks("operator_return", under(OWNED, 8), HARBOUR) == {}
