"""Points for the rule ``tariff``."""

from dataclasses import replace

import pytest

from optmodel.case import TariffLevel
from tests.cities import FRANCHISE, INVESTED, tiny_city
from tests.rules.points import slacks, under

LEVELS = (TariffLevel(name="low", price=0.8, demand=1.2), TariffLevel(name="high", price=1.3, demand=0.7))


def test_without_levels_on_the_sheet_there_is_the_planned_one_only() -> None:
    assert slacks("tariff", under(FRANCHISE, 5)) == {"": 0}
    assert slacks("tariff", under(FRANCHISE, 5, case=replace(tiny_city(), tariffs=LEVELS))) == {"": -1}


@pytest.mark.parametrize(("level", "slack"), [("low", 0), ("high", 0), ("planned", -1)])
def test_with_levels_on_the_sheet_one_of_them_is_chosen(level: str, slack: float) -> None:
    case = replace(tiny_city(), tariffs=LEVELS)
    assert slacks("tariff", under(FRANCHISE, 5, case=case, tariff_level=level)) == {"": slack}


@pytest.mark.parametrize(("level", "slack"), [("low", -1), ("high", 0), ("planned", -1)])
def test_a_mode_that_names_its_level_has_no_other(level: str, slack: float) -> None:
    case = replace(tiny_city(), tariffs=LEVELS).replace({f"Modes!{FRANCHISE}.tariff_level": "high"})
    assert slacks("tariff", under(FRANCHISE, 5, case=case, tariff_level=level)) == {"": slack}
    assert slacks("tariff", under(INVESTED, 5, case=case, tariff_level="low")) == {"": 0}
