"""Rule ``need_carried`` at points typed by hand: Harbour's wifi carries 100 Mbit/s, and 200 once it is renewed."""

import pytest

from optmodel.case import Case
from tests.cities import OWNED
from tests.rules.points import HARBOUR, HILL, city, slacks, under


def needing(mbps: float, growth: float = 0.0, upgrade: float = 2.0) -> Case:
    return city(
        {
            "Districts!Harbour.public_need": mbps,
            "Settings!need_growth": growth,
            "Technologies!wifi.upgrade": upgrade,
        }
    )


@pytest.mark.parametrize(("need", "slack"), [(99.0, 0), (100.0, 0), (100.5, -1)], ids=["inside", "on", "outside"])
def test_a_plan_must_carry_the_need_of_its_district(need: float, slack: float) -> None:
    # wifi opened in 2028 carries 100 to 2031; a plan that does not carry the need may not be chosen once
    found = slacks("need_carried", under(OWNED, 8, case=needing(need)), HARBOUR)
    assert found.get("Harbour", 0) == slack


def test_another_technology_may_carry_what_one_does_not() -> None:
    # fibre carries 500
    here = under(OWNED, 8, case=needing(150.0))
    assert slacks("need_carried", here, ("Harbour", "fibre", 2028)) == {"Harbour": 0}
    assert slacks("need_carried", here, HARBOUR) == {"Harbour": -1}


def test_the_need_is_carried_in_every_year_to_the_horizon() -> None:
    # 13 · 1.5^(t−1) is 98.7 in 2031 and 148.1 and 222.1 in the next two years, when 200 are carried
    assert slacks("need_carried", under(OWNED, 8, case=needing(13.0, 0.5)), HARBOUR)["Harbour"] == -1
    # 2.25 · 100 carry them all
    here = under(OWNED, 8, case=needing(13.0, 0.5, 2.25))
    assert slacks("need_carried", here, HARBOUR)["Harbour"] == 0
    # opened in 2029 it is renewed in 2033: 100 against 148.1 in 2032
    assert slacks("need_carried", here, ("Harbour", "wifi", 2029))["Harbour"] == -1
    # opened in 2027 it is renewed in 2031
    assert slacks("need_carried", here, ("Harbour", "wifi", 2027))["Harbour"] == 0


def test_a_district_whose_every_plan_carries_its_need_has_no_row() -> None:
    assert slacks("need_carried", under(OWNED, 8), HARBOUR, HILL) == {}
