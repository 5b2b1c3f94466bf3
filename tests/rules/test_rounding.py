"""Capacity as it is signed, in steps, and what that changes for government and operator; typed by hand."""

import numpy as np
import pytest

from optmodel.rollout import Rollout
from optmodel.rules.capacity import capacity_change
from optmodel.rules.rounding import as_signed, most_saved, public_capacity
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE
from tests.rules.points import city, under


def in_steps_of(step: float, **changes):
    """The tiny city with capacity signed in such steps."""
    return city({"Settings!capacity_step": step} | changes)


def opened(here) -> np.ndarray:
    """Harbour's wifi from 2028."""
    names = [(plan.district, plan.technology, plan.opening) for plan in here.rollout.plans]
    return np.array([float(name == (0, 0, 3)) for name in names])


def test_capacity_is_the_level_of_need_rounded_up_in_the_years_of_the_term() -> None:
    here = under(FRANCHISE, 5, level=0.75, case=in_steps_of(4.0))
    assert public_capacity(here, opened(here), 0.0).tolist() == [0, 0, 7.5, 7.5, 7.5, 0, 0, 0]
    assert public_capacity(here, opened(here), 4.0).tolist() == [0, 0, 8, 8, 8, 0, 0, 0]


@pytest.mark.parametrize(
    ("mode", "level", "yearly"),
    [
        (VENTURE, 1.25, 3.5 * 4),  # 12.5 become 16, all beyond the need
        (VENTURE, 1.0, 2 * 4),  # 10 become 12
        (FRANCHISE, 0.75, 0.5 * 2 - 0.5 * 3),  # 7.5 become 8: less overage, at 3 instead of 2
        (FRANCHISE, 0.95, 2.5 * 2 - 0.5 * 3),  # 9.5 become 12: no overage, and 2 too many
        (FRANCHISE, 0.8, 0),  # 8 are 8
        (INVESTED, 0.0, 0),
        (OWNED, 0.0, 0),
    ],
)
def test_rounding_capacity_up_costs_its_price_less_the_overage_it_replaces(mode, level, yearly) -> None:
    here = under(mode, 5, level=level, case=in_steps_of(4.0))
    assert capacity_change(as_signed(here, opened(here)))[0] == pytest.approx([0, 0, yearly, yearly, yearly, 0, 0, 0])


def test_a_step_of_capacity_costs_the_indexed_price() -> None:
    here = under(VENTURE, 4, level=1.0, case=in_steps_of(4.0, **{"Settings!contract_growth": 0.1}))
    assert capacity_change(as_signed(here, opened(here)))[0] == pytest.approx([0, 0, 8 * 1.21, 8 * 1.331, 0, 0, 0, 0])


def test_at_most_the_premium_on_a_step_or_on_all_that_is_not_bought_is_saved_from_the_first_opening() -> None:
    # half of 2 on each Mbit/s of 2027 to 2032, the longest term; half of a need of 15 is bought at least
    years = sum(0.8**t for t in range(2, 8))
    for step, replaced in ((1.0, 1.0), (0.01, 0.01), (10.0, 7.5)):
        case = in_steps_of(step)
        assert most_saved(Rollout(case), case.mode(FRANCHISE)) == pytest.approx(replaced * years)


@pytest.mark.parametrize("mode", [OWNED, INVESTED, VENTURE])
def test_nothing_is_saved_where_no_overage_is_paid(mode) -> None:
    case = in_steps_of(10.0)
    assert most_saved(Rollout(case), case.mode(mode)) == 0
