"""Points for ``objective``, what is minimised."""

from dataclasses import replace

import pytest

from optmodel.case import Case, Scenario
from optmodel.rules import completed, objective, tail_rows
from tests.cities import FRANCHISE, OWNED
from tests.rules.points import HARBOUR, city, cost, minimised, under

# What Harbour's wifi of 2027 costs the owner to build, at present.
BUILT = 200 * 0.8**2


def uncertain(**changes: object) -> Case:
    """The tiny city without services: build costs as planned, twice or four times as much."""
    scenarios = (
        Scenario(name="planned", probability=0.5),
        Scenario(name="dear", probability=0.3, build=2.0),
        Scenario(name="dearest", probability=0.2, build=4.0),
    )
    bare = city({"Technologies!wifi.renewal_share": 0.0, "Settings!risk_tail": 0.7} | changes)
    return replace(bare, services=(), service_factors=(), scenarios=scenarios)


def test_without_weights_it_is_the_governments_cost() -> None:
    here = under(OWNED, 8)
    assert minimised(here, HARBOUR) == cost(here, HARBOUR)
    assert list(tail_rows(here)) == []


def test_the_cost_is_expected_over_scenarios() -> None:
    planned = under(OWNED, 8, case=replace(uncertain(), scenarios=()))
    # 0.5 · 1 + 0.3 · 2 + 0.2 · 4 = 1.9 times the build
    assert cost(under(OWNED, 8, case=uncertain()), HARBOUR) - cost(planned, HARBOUR) == pytest.approx(0.9 * BUILT)


@pytest.mark.parametrize(("aversion", "times"), [(0.0, 1.9), (0.5, (1.9 + 10 / 3) / 2), (1.0, 10 / 3)])
def test_the_mean_of_the_dearest_scenarios_has_its_weight(aversion: float, times: float) -> None:
    # the dearest three tenths: 0.2 of 4 and 0.1 of 2 times the build, 1 / 0.3
    planned = under(OWNED, 8, case=replace(uncertain(), scenarios=()))
    here = under(OWNED, 8, case=uncertain(**{"Settings!risk_aversion": aversion}))
    assert minimised(here, HARBOUR) - cost(planned, HARBOUR) == pytest.approx((times - 1) * BUILT)


def test_a_tail_below_what_it_is_breaks_its_row_and_one_above_it_costs_more() -> None:
    here = under(OWNED, 8, case=uncertain(**{"Settings!risk_aversion": 1.0}))
    built = [float(name == (0, 0, 3)) for name in ((p.district, p.technology, p.opening) for p in here.rollout.plans)]
    point = completed(here, {"plan": built, "contribution": [0.0] * 8, "compensation": [0.0] * 8})
    start = point["tail_start"]
    least = objective(here).at(point)
    assert min(row.left.at(point) for row in tail_rows(here)) == pytest.approx(0)
    for shift in (-1.0, 1.0):
        moved = point | {"tail_start": start + shift}
        held = all(row.left.at(moved) >= -1e-9 for row in tail_rows(here))
        assert (not held) if shift < 0 else objective(here).at(moved) > least


def test_what_residents_pay_has_its_weight() -> None:
    # 160 packages at 2 from 2028, at 0.8 a year
    case = city({"Services!lease.paid_by": "others", f"Modes!{FRANCHISE}.term_most": 8})
    without, weighed = (
        under(FRANCHISE, 8, share=0.1, case=case.replace({"Settings!citizens_weight": weight})) for weight in (0, 0.25)
    )
    paid = sum(320 * 0.8**t for t in range(3, 9))
    assert minimised(weighed, HARBOUR) - minimised(without, HARBOUR) == pytest.approx(0.25 * paid)


def test_a_start_of_payments_moves_what_residents_pay_too() -> None:
    case = city({"Services!lease.paid_by": "others", "Settings!citizens_weight": 1.0, "Settings!flows_at": "start"})
    here = under(FRANCHISE, 7, share=0.1, case=case)
    paid = sum(320 * 0.8**t for t in range(2, 7)) + 80 * 0.5 * 0.8**7  # then 80 packages of the successor, at 0.5
    assert minimised(here, HARBOUR) - cost(here, HARBOUR) == pytest.approx(paid)
