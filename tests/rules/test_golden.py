"""The golden rows: what each rule says of the tiny city, as text: a change of the mathematics shows in the diff."""

import numpy as np
import pytest

from optmodel.rules import COMPENSATION, PLAN, Linear, Row
from tests.cities import OWNED
from tests.rules.points import under
from tests.rules.rendering import GOLDEN, NAMES, golden_text, rendered

RENEW = "The mathematics changed. If that is meant: python -m tests.rules.renew, then read the diff as mathematics."


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_of_a_rule_are_its_golden_rows(name: str) -> None:
    assert golden_text(name) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8"), RENEW


def test_there_is_one_golden_file_for_each_rule_and_no_other() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(NAMES)


def test_a_row_is_told_with_its_signs_and_without_zeros_and_noise() -> None:
    here = under(OWNED, 8)
    plans, years = np.zeros(len(here.rollout.plans)), np.zeros(here.rollout.horizon)
    plans[0], plans[1], plans[2], years[1] = -800.5, 1.0, 1e-13, -1.0
    row = Row("budget", "2027", Linear(-3.0, {PLAN: plans, COMPENSATION: years}), -7.0)
    assert rendered(row, here) == (
        "budget[2027]: -3 - 800.5 built[Harbour/wifi/2027] + built[Harbour/wifi/2028] - compensation[2027] >= -7"
    )
    assert rendered(Row("term", "", Linear(), 1.0), here) == "term: 0 >= 1"
