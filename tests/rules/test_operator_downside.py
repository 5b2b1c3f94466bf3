"""Points for the rule ``operator_downside``."""

from dataclasses import replace

import pytest

from optmodel.case import Case, Scenario
from tests.cities import FRANCHISE, VENTURE
from tests.rules.points import HARBOUR, city, slacks, under

GOOD = Scenario(name="good", probability=0.5)
DEAR = Scenario(name="dear", probability=0.5, build=1.5, operation=1.2, need=2.0)


def uncertain(limit: float, mode: str = FRANCHISE, **changes: object) -> Case:
    """The tiny city without services, in which costs and need may be higher."""
    case = city({f"Modes!{mode}.loss_limit": limit} | changes)
    return replace(case, services=(), service_factors=(), scenarios=(GOOD, DEAR))


def worth(first: float, *later: float) -> float:
    """Present value at 60 % of a payment in 2027 and those from 2028 on."""
    return sum(0.625 ** (t + 2) * amount for t, amount in enumerate((first, *later)))


@pytest.mark.parametrize("limit", [0.0, 0.5, 1.2])
def test_a_loss_stays_within_its_part_of_own_build_and_a_years_operation(limit: float) -> None:
    # Harbour's wifi: 160 built in 2027, 20 a year set aside, 20 operation, 4 for the backbone, 20 for capacity; a fee
    # of 5 in 2028 and 2029. In the dear scenario 240, 30, 24, 4; 10 beyond what is bought are paid half as much again
    here = under(FRANCHISE, 5, level=1.0, case=uncertain(limit))
    good = worth(-160, -24 - 5, -24 - 5, -24)
    dear = worth(-240, -38 + 30 - 5, -38 + 30 - 5, -38 + 30)
    allowed = limit * worth(160, 20 + 20 / 5, 20 + 20 / 5, 20 + 20 / 5)
    found = slacks("operator_downside", here, HARBOUR)
    assert found == {"good": pytest.approx(good + allowed), "dear": pytest.approx(dear + allowed)}


def test_a_contribution_lowers_what_may_be_lost_and_on_actual_cost_follows_it() -> None:
    for basis, times in (("planned", 1.0), ("actual", 1.5)):
        here = under(FRANCHISE, 5, level=1.0, case=uncertain(0.5, **{f"Modes!{FRANCHISE}.contribution_basis": basis}))
        without, paid = (slacks("operator_downside", here, HARBOUR, contribution=item) for item in ({}, {2027: 64}))
        assert paid["good"] - without["good"] == pytest.approx(64 * 0.625**2 * (1 - 0.5))
        assert paid["dear"] - without["dear"] == pytest.approx(64 * 0.625**2 * (times - 0.5))


def test_an_operator_that_keeps_the_network_counts_its_end_value() -> None:
    changes = {"Settings!residual_counted": 0.0}
    counted, none = (
        slacks("operator_downside", under(VENTURE, 4, level=1.0, case=uncertain(0.2, VENTURE, **item)), HARBOUR)
        for item in ({}, changes)
    )
    # half of 160 is renewed in 2032 and two of its four years are left in 2033, of the other half four of ten; a
    # quarter of the next renewal is set aside in each of two years. Half of that counts, at the build factor of 0.9
    left = 0.5 * 0.9 * (80 * (1 - 2 / 4) + 80 * (1 - 6 / 10) + 80 / 4 * 2)
    assert counted["good"] - none["good"] == pytest.approx(left * 0.8**8)


def test_without_a_limit_nothing_is_asked() -> None:
    assert slacks("operator_downside", under(FRANCHISE, 5), HARBOUR) == {}
