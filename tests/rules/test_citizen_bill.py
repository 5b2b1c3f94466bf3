"""Points for the rule ``citizen_bill``."""

from dataclasses import replace

import pytest

from optmodel.case import Scenario
from tests.cities import FRANCHISE, INVESTED, OWNED
from tests.rules.points import HARBOUR, city, slacks, under

# In Harbour half of 400 · 0.8 households take a package; the franchise sells it at 2, from 2028
PAID = 160 * 2.0


def bill(most: float, **changes: object) -> float:
    """How much less residents pay in 2029 than they may, under a franchise that opens Harbour."""
    case = city({"Settings!citizen_bill_most": most, "Services!lease.paid_by": "others"} | changes)
    return slacks("citizen_bill", under(FRANCHISE, 5, share=0.1, case=case), HARBOUR)["2029"]


@pytest.mark.parametrize(("most", "slack"), [(0.5, 80), (0.4, 0), (0.3, -80)])
def test_residents_pay_no_more_than_the_most_for_each_covered(most: float, slack: float) -> None:
    assert bill(most) == pytest.approx(800 * most - PAID)
    assert bill(most) == pytest.approx(slack)


def test_the_most_grows_with_prices() -> None:
    assert bill(0.4, **{"Settings!price_growth": 0.1}) == pytest.approx(0)


def test_what_is_sold_on_costs_residents_what_the_reseller_asks() -> None:
    # 40 of 100 Mbit/s are leased in the second year, at 1; each costs residents 3 behind the lease
    case = city({"Settings!citizen_bill_most": 0.5, f"Service factors!lease/{OWNED}.resident_price": 3.0})
    assert slacks("citizen_bill", under(OWNED, 8, case=case), HARBOUR)["2029"] == pytest.approx(800 * 0.5 - 3 * 40)


def test_it_is_expected_over_scenarios() -> None:
    case = city({"Settings!citizen_bill_most": 0.4, "Services!lease.paid_by": "others"})
    case = replace(
        case, scenarios=(Scenario(name="good", probability=0.75), Scenario(name="bad", probability=0.25, demand=0.0))
    )
    here = under(FRANCHISE, 5, share=0.1, case=case)
    assert slacks("citizen_bill", here, HARBOUR)["2029"] == pytest.approx(0.25 * PAID)


def test_without_a_most_there_is_nothing_to_ask() -> None:
    assert slacks("citizen_bill", under(INVESTED, 5), HARBOUR) == {}
