"""Rule ``compensation`` at points typed by hand: the government-invested mode is paid 1 to 1.5 times its operation."""

import pytest

from tests.cities import INVESTED, OWNED, VENTURE
from tests.rules.points import HARBOUR, HILL, city, slacks, under


@pytest.mark.parametrize(
    ("paid", "least", "most"),
    # Harbour's wifi costs 10 · 2 = 20 a year: paid − 20 and 30 − paid
    [(25.0, 5, 5), (20.0, 0, 10), (19.0, -1, 11), (30.0, 10, 0), (31.0, 11, -1)],
    ids=["inside", "on the least", "below it", "on the most", "above it"],
)
def test_compensation_lies_within_its_bounds_on_operation(paid: float, least: float, most: float) -> None:
    found = slacks("compensation", under(INVESTED, 5), HARBOUR, compensation={2029: paid})
    assert (found["2029 least"], found["2029 most"]) == (least, most)


def test_before_a_district_opens_there_is_nothing_to_compensate() -> None:
    found = slacks("compensation", under(INVESTED, 5), HARBOUR, compensation={2027: 1.0})
    assert (found["2027 least"], found["2027 most"]) == (1, -1)


def test_two_districts_are_compensated_together_at_the_factor_of_the_mode() -> None:
    # (20 + 40) · 0.9 = 54 and 1.5 times as much, 81
    case = city({f"Modes!{INVESTED}.operating_factor": 0.9})
    found = slacks("compensation", under(INVESTED, 5, case=case), HARBOUR, HILL, compensation={2029: 60.0})
    assert (found["2029 least"], found["2029 most"]) == (6, 21)


def test_nothing_is_compensated_after_the_term() -> None:
    # five years from 2026
    here = under(INVESTED, 5)
    assert slacks("compensation", here, HARBOUR, compensation={2030: 20.0})["2030 least"] == 0
    assert slacks("compensation", here, HARBOUR, compensation={2031: 20.0})["2031 most"] == -20


def test_nothing_is_compensated_without_an_operator_or_where_no_compensation_is_foreseen() -> None:
    assert slacks("compensation", under(OWNED, 8), HARBOUR, compensation={2029: 1.0})["2029 most"] == -1
    here = under(VENTURE, 4, level=1.0)
    assert slacks("compensation", here, HARBOUR, compensation={2029: 1.0})["2029 most"] == -1
