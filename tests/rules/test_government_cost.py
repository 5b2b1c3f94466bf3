"""What a contract costs the government at points typed by hand: 0.8 a year, and 0.625 for what hangs on demand."""

import pytest

from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE
from tests.rules.points import HARBOUR, city, cost, under


def present(*years: float, factor: float = 0.8, start: int = 1) -> float:
    """Worth of the amounts of years that follow each other."""
    return sum(amount * factor**t for t, amount in enumerate(years, start=start))


def test_where_nothing_opens_the_need_is_bought_as_today() -> None:
    # 15 · 10, and 6 of staff
    assert cost(under(OWNED, 8)) == pytest.approx(present(*[156] * 8))


def test_the_government_builds_and_runs_its_own_network() -> None:
    # 2026: need and staff. 2027: 200 more. 2028: need 50, renewal 25, operation 24, free 200 · 0.02, staff 6; later
    # free 400 · 0.02. Leases of 20, then 40, and 80 once capacity is doubled in 2032. Half of 50 + 40 + 50 is left
    paid = present(156, 356, 109, 113, 113, 113, 113, 113)
    received = present(20, 40, 40, 40, 80, 80, factor=0.625, start=3)
    assert cost(under(OWNED, 8), HARBOUR) == pytest.approx(paid - received - 70 * 0.8**8)


def test_the_end_value_stands_at_the_end_of_the_horizon_whenever_payments_fall() -> None:
    # every payment a year earlier, the end value not
    paid = present(156, 356, 109, 113, 113, 113, 113, 113) / 0.8
    received = present(20, 40, 40, 40, 80, 80, factor=0.625, start=3) / 0.625
    here = under(OWNED, 8, case=city({"Settings!flows_at": "start"}))
    assert cost(here, HARBOUR) == pytest.approx(paid - received - 70 * 0.8**8)


def test_the_government_supports_an_operator_and_pays_for_all_after_handover() -> None:
    # need 150, then 50; tender 8 in the first year and in the first after handover. After it renewal 20, operation
    # 20 · 1.5, free 400 · 0.01, backbone 8, from the second year on care of 800 · 0.01 instead of the tender.
    # Three quarters of 80 · (0.5 − 0.1) from users in every year. Half of 40 + 32 + 40 is left
    paid = present(158, 150, 50, 50, 50, 120, 120, 120)
    received = present(*[24] * 6, factor=0.625, start=3)
    here = under(INVESTED, 5)
    assert cost(here, HARBOUR) == pytest.approx(paid - received - 56 * 0.8**8)
    # support adds what it is worth, in the term
    more = cost(here, HARBOUR, contribution={2027: 160.0, 2031: 7.0}, compensation={2028: 25.0, 2031: 7.0})
    assert more - cost(here, HARBOUR) == pytest.approx(160 * 0.8**2 + 25 * 0.8**3)


def test_a_franchise_shares_its_turnover_and_is_paid_for_capacity_and_overage() -> None:
    # 5 at 2 and 5 at 3, less the fee of 5 in 2028 and 2029; 0.2 of 340, 360 and 360. After handover operation is
    # 20 · 1.25, and the free service begins: 200, then 400 at 0.01
    paid = present(158, 150, 70, 70, 75, 113, 115, 115)
    received = present(68, 72, 72, 24, 24, 24, factor=0.625, start=3)
    here = under(FRANCHISE, 5, share=0.2, level=0.5)
    assert cost(here, HARBOUR) == pytest.approx(paid - received - 56 * 0.8**8)


def test_the_government_holds_its_part_of_the_margin_and_no_end_value_of_a_network_the_operator_keeps() -> None:
    # 10 at 4, after the term at 5; a quarter of 200 − 128 and of 220 − 128
    paid = present(150, 150, 90, 90, 100, 100, 100, 100)
    received = present(18, 23, factor=0.625, start=3)
    assert cost(under(VENTURE, 4, level=1.0), HARBOUR) == pytest.approx(paid - received)


def test_capacity_beyond_need_is_paid_all_the_same() -> None:
    # 12.5 instead of 10 at 4, in 2028 and 2029
    more = cost(under(VENTURE, 4, level=1.25), HARBOUR) - cost(under(VENTURE, 4, level=1.0), HARBOUR)
    assert more == pytest.approx(present(10, 10, start=3))


def test_what_is_shown_for_comparison_is_no_payment() -> None:
    bare = city({f"Charges!{OWNED}/neutrality.amount": 0.0})
    assert cost(under(OWNED, 8, case=bare), HARBOUR) == cost(under(OWNED, 8), HARBOUR)


def test_the_government_pays_for_capacity_as_it_is_signed() -> None:
    here = {dear: under(FRANCHISE, 5, share=0.1, level=0.75, dearer={2028: dear}) for dear in (0.0, 2.0, -5.0)}
    for dear, contract in here.items():
        assert cost(contract, HARBOUR) - cost(here[0.0], HARBOUR) == pytest.approx(dear * 0.8**3)
