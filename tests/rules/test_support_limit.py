"""Points for the rule ``support_limit``."""

import numpy as np
import pytest

from optmodel.case import Case
from optmodel.rules.rounding import as_signed
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE
from tests.rules.points import HARBOUR, city, slacks, under

LIMIT = 100.0


def limited(**changes: object) -> Case:
    """The tiny city with at most 100 of support."""
    return city({"Settings!support_limit": LIMIT} | changes)


@pytest.mark.parametrize("room", [1, 0, -1])
def test_contributions_count_discounted_at_the_governments_rate(room: float) -> None:
    # 0.8² of what is paid in 2027
    here = under(VENTURE, 4, level=1.0, case=limited())
    found = slacks("support_limit", here, HARBOUR, contribution={2027: (LIMIT - room) / 0.64})
    assert found[""] == pytest.approx(room)


def test_compensation_counts_above_the_cost_of_operation() -> None:
    # operation is 20 a year from 2028: of 30 in 2028 10 count, of 18 in 2029 none
    here = under(INVESTED, 5, case=limited())
    found = slacks("support_limit", here, HARBOUR, compensation={2028: 30, 2029: 18})
    assert found[""] == pytest.approx(LIMIT - 10 * 0.8**3)
    assert found["above cost 2028"] == 0
    assert found["above cost 2029"] == 2


def test_capacity_beyond_need_counts_at_its_price() -> None:
    # a quarter of 10 at 4, in 2028 and 2029
    here = under(VENTURE, 4, level=1.25, case=limited())
    assert slacks("support_limit", here, HARBOUR)[""] == pytest.approx(LIMIT - 2.5 * 4 * (0.8**3 + 0.8**4))
    below = under(FRANCHISE, 5, level=0.5, case=limited(), share=0.1)
    assert slacks("support_limit", below, HARBOUR)[""] == LIMIT


def test_capacity_signed_beyond_that_of_the_rows_counts_too() -> None:
    here = under(VENTURE, 4, level=1.0, case=limited(), dearer={2028: 12})
    assert slacks("support_limit", here, HARBOUR)[""] == pytest.approx(LIMIT - 12 * 0.8**3)


@pytest.mark.parametrize(
    ("level", "counted"),
    [
        (1.0, 0),  # 10 become 12, the least that carries the need
        (1.25, 4),  # 12.5 become 16
        (1.15, 0),  # 11.5 become 12 likewise
        (0.75, 0),  # 7.5 become 8
    ],
)
def test_capacity_in_whole_steps_counts_beyond_the_need_in_whole_steps(level: float, counted: float) -> None:
    here = under(VENTURE, 4, level=level, case=limited(**{"Settings!capacity_step": 4.0}))
    built = [float(here.rollout.named[place] == HARBOUR) for place in range(len(here.rollout.plans))]
    left = slacks("support_limit", as_signed(here, np.array(built)), HARBOUR)[""]
    assert left == pytest.approx(LIMIT - counted * 4 * (0.8**3 + 0.8**4))


def test_without_an_operator_or_a_limit_nothing_is_asked() -> None:
    assert slacks("support_limit", under(OWNED, 8, case=limited()), HARBOUR) == {}
    assert slacks("support_limit", under(VENTURE, 4), HARBOUR) == {}
