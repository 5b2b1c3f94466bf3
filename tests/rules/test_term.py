"""Rule ``term`` at points typed by hand: the government-invested mode is signed for 4 to 6 years, the horizon is 8."""

import pytest

from tests.cities import INVESTED, OWNED
from tests.rules.points import city, slacks, under


@pytest.mark.parametrize(
    ("years", "least", "most"),
    # years − 4 and 6 − years
    [(5, 1, 1), (4, 0, 2), (3, -1, 3), (6, 2, 0), (7, 3, -1)],
    ids=["inside", "on the least", "below it", "on the most", "above it"],
)
def test_a_term_lies_between_the_least_and_the_most(years: int, least: float, most: float) -> None:
    assert slacks("term", under(INVESTED, years)) == {"least": least, "most": most}


def test_without_an_operator_the_term_is_the_horizon() -> None:
    assert slacks("term", under(OWNED, 8)) == {"least": 0, "most": 0}
    assert slacks("term", under(OWNED, 7)) == {"least": -1, "most": 1}


def test_a_longest_term_beyond_the_horizon_is_cut_there() -> None:
    case = city({f"Modes!{INVESTED}.term_most": 60})
    assert slacks("term", under(INVESTED, 8, case=case)) == {"least": 4, "most": 0}


def test_an_empty_bound_stands_for_the_horizon() -> None:
    case = city({f"Modes!{INVESTED}.term_least": None, f"Modes!{INVESTED}.term_most": None})
    assert slacks("term", under(INVESTED, 7, case=case)) == {"least": -1, "most": 1}
