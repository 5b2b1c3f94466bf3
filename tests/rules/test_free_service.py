"""Points for the rule ``free_service``."""

from dataclasses import replace

import pytest

from optmodel.case import Case, FreeServiceTarget
from tests.cities import FRANCHISE, INVESTED, VENTURE, tiny_city
from tests.rules.points import HARBOUR, HILL, slacks, under


def with_target(target: float, year: int = 2029, group: str = "City", **changes: object) -> Case:
    """The tiny city, 1,500 residents, with a part of them to be served free."""
    return replace(
        tiny_city().replace(changes), free_service=(FreeServiceTarget(year=year, group=group, target=target),)
    )


@pytest.mark.parametrize(("target", "slack"), [(0.5, 50), (0.8 / 1.5, 0), (0.6, -100)])
def test_residents_covered_by_a_mode_with_a_free_service_have_it(target: float, slack: float) -> None:
    # 800 of 1,500; basic access takes 0.05 · half of 800 = 20 of the 90 Mbit/s left
    here = under(INVESTED, 5, case=with_target(target))
    assert slacks("free_service", here, HARBOUR) == {"2029/City": pytest.approx(slack)}


def test_only_the_group_counts() -> None:
    here = under(INVESTED, 5, case=with_target(0.5, group="waterfront"))
    assert slacks("free_service", here, HARBOUR, HILL) == {"2029/waterfront": 300}


def test_where_capacity_is_short_only_the_part_served_counts() -> None:
    # 100 less a need of 90 leave 10 for a demand of 0.05 · 400 = 20 in 2029, the second year of its ramp
    case = with_target(0.0, **{"Districts!Harbour.public_need": 90.0})
    assert slacks("free_service", under(INVESTED, 5, case=case), HARBOUR) == {"2029/City": pytest.approx(400)}


@pytest.mark.parametrize(
    ("mode", "term", "year", "served"), [(FRANCHISE, 5, 2029, 0), (FRANCHISE, 5, 2031, 800), (VENTURE, 4, 2030, 0)]
)
def test_who_runs_the_network_decides_what_is_free(mode: str, term: int, year: int, served: float) -> None:
    # the franchise serves none, its successor does; a venture that keeps the network is obliged no longer
    here = under(mode, term, case=with_target(0.0, year=year), share=0.1 if mode == FRANCHISE else 0.0)
    assert slacks("free_service", here, HARBOUR) == {f"{year}/City": served}
