"""Rule ``share`` at points typed by hand: a franchise pays 10 to 30 % of its turnover."""

import pytest

from tests.cities import FRANCHISE, OWNED
from tests.rules.points import slacks, under


@pytest.mark.parametrize(
    ("share", "least", "most"),
    # share − 0.1 and 0.3 − share
    [(0.2, 0.1, 0.1), (0.1, 0, 0.2), (0.09, -0.01, 0.21), (0.3, 0.2, 0), (0.31, 0.21, -0.01)],
    ids=["inside", "on the least", "below it", "on the most", "above it"],
)
def test_a_share_of_turnover_lies_between_the_least_and_the_most(share: float, least: float, most: float) -> None:
    assert slacks("share", under(FRANCHISE, 5, share=share)) == {"least": least, "most": most}


def test_where_no_share_is_asked_none_may_be_paid() -> None:
    assert slacks("share", under(OWNED, 8)) == {"least": 0, "most": 0}
    assert slacks("share", under(OWNED, 8, share=0.05)) == {"least": 0.05, "most": -0.05}


def test_a_share_is_signed_once_for_the_whole_term() -> None:
    assert slacks("share", under(FRANCHISE, 7, share=0.2)) == slacks("share", under(FRANCHISE, 5, share=0.2))
