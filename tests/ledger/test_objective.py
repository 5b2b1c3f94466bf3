"""What is minimised, what support is worth, and the operator's chances, by hand."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from optmodel.case import Scenario
from optmodel.ledger import ledger
from optmodel.ledger.outlook import dearest
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, in_numbers, signed, tiny_city
from tests.ledger.contracts import HARBOUR
from tests.ledger.uncertain import uncertain_city, with_scenarios

# The dearest scenarios


def chances(*probabilities):
    return [Scenario(name=str(place), probability=value) for place, value in enumerate(probabilities)]


def test_the_mean_of_the_dearest_takes_part_of_a_scenario_where_it_must():
    # the dearest 0.3: 0.2 of 40 and 0.1 of 20
    assert dearest(chances(0.5, 0.3, 0.2), [10, 20, 40], 0.7) == pytest.approx((8 + 2) / 0.3)
    # the dearest tenth lies within the 0.2
    assert dearest(chances(0.5, 0.3, 0.2), [10, 20, 40], 0.9) == pytest.approx(40)
    # the dearest of all are all
    assert dearest(chances(0.5, 0.3, 0.2), [10, 20, 40], 0) == pytest.approx(19)
    assert dearest(chances(0.3, 0.2, 0.5), [20, 40, 10], 0.7) == pytest.approx(10 / 0.3)
    assert dearest(chances(1.0), [-5.0], 0.9) == pytest.approx(-5)


def test_the_mean_of_the_dearest_is_exact_in_fractions_and_goes_sample_by_sample():
    tenths = chances(Fraction(5, 10), Fraction(3, 10), Fraction(2, 10))
    costs = [Fraction(10), Fraction(20), Fraction(40)]
    assert dearest(tenths, costs, Fraction(7, 10)) == Fraction(100, 3)
    samples = [np.array([10.0, 40.0]), np.array([20.0, 20.0]), np.array([40.0, 10.0])]
    # in the second sample 40 has 0.5: all of the dearest 0.3
    assert dearest(chances(0.5, 0.3, 0.2), samples, 0.7) == pytest.approx([10 / 0.3, 40])


# The objective


def test_the_objective_is_the_cost_unless_something_else_has_weight():
    book = ledger(with_scenarios(Scenario(name="dear", probability=0.25, build=2.0)), signed(OWNED, 8, HARBOUR))
    assert book.objective == book.government_cost


def test_the_objective_weighs_the_dearest_scenarios_and_what_residents_pay():
    case = with_scenarios(Scenario(name="dear", probability=0.25, build=2.0))
    contract = signed(OWNED, 8, HARBOUR)
    plain = ledger(case, contract)
    weighed = ledger(case.replace({"Settings!risk_aversion": 0.4, "Settings!risk_tail": 0.8}), contract)
    dear = plain.government_cost_by_scenario["dear"]
    assert weighed.objective == pytest.approx(0.6 * plain.government_cost + 0.4 * dear)
    # half of the probability: all of the dear quarter and as much of the other
    weighed = ledger(case.replace({"Settings!risk_aversion": 1.0, "Settings!risk_tail": 0.5}), contract)
    assert weighed.objective == pytest.approx(sum(plain.government_cost_by_scenario.values()) / 2)
    weighed = ledger(case.replace({"Settings!citizens_weight": 0.5}), contract)
    # lease at 1: 20 in 2028, 40, and 80 once upgraded in 2032
    paid = 20 * 0.8**3 + 40 * (0.8**4 + 0.8**5 + 0.8**6) + 80 * (0.8**7 + 0.8**8)
    assert weighed.objective == pytest.approx(plain.government_cost + paid / 2)
    assert weighed.government_cost == plain.government_cost


# Support


def test_support_is_contribution_compensation_above_cost_and_capacity_beyond_need():
    contract = signed(
        FRANCHISE, 5, HARBOUR,
        contribution={2026: 10.0}, compensation={2029: 25.0, 2030: 15.0}, capacity={2028: 12.0, 2029: 6.0},
    )  # fmt: skip
    # 10; 25 − 20, and 15 is below 20; 2 beyond at 2
    value = 10 * 0.8 + 5 * 0.8**4 + 4 * 0.8**3
    assert ledger(tiny_city(), contract).support_value == pytest.approx(value)
    # as signed and planned, whatever comes
    case = with_scenarios(Scenario(name="dear", probability=0.5, build=2.0, operation=2.0, need=2.0))
    assert ledger(case, contract).support_value == pytest.approx(value)
    assert ledger(tiny_city(), signed(OWNED, 8, HARBOUR, contribution={2027: 5.0})).support_value == 0


@pytest.mark.parametrize(("step", "beyond"), [(1.0, 2), (3.0, 0), (12.0, 0), (1.1, 1)])
def test_capacity_beyond_need_counts_from_the_need_in_whole_steps(step, beyond):
    # a need of 10 is carried by 10, 12, 12 and 11
    case = tiny_city().replace({"Settings!capacity_step": step})
    value = ledger(case, signed(FRANCHISE, 5, HARBOUR, capacity={2028: 12.0})).support_value
    assert value == pytest.approx(2 * beyond * 0.8**3)


def test_planned_costs_of_the_term_are_what_support_is_measured_on():
    case = with_scenarios(Scenario(name="dear", probability=0.5, build=2.0, operation=2.0))
    book = ledger(case, signed(VENTURE, 4, HARBOUR))
    # 160 · 0.9, and 20 · 0.9 a year
    assert book.planned_cost == pytest.approx({2026: 0, 2027: 144, 2028: 18, 2029: 18})
    assert book.planned_operation == pytest.approx({2026: 0, 2027: 0, 2028: 20, 2029: 20})


# Chances


def test_the_chance_of_loss_is_that_of_scenarios_in_which_money_is_not_got_back():
    # all is paid for but for 2 that are left in the first year; where operation is dearer by a half, it is short of 10
    contract = signed(INVESTED, 6, ("Harbour", "wifi", 2027), contribution=1.0, compensation=1.0)
    case = with_scenarios(Scenario(name="dear", probability=0.25, operation=1.5))
    book = ledger(case, contract)
    assert book.operator_npv_by_scenario["as planned"] == pytest.approx(2 * 0.8**2)
    # 2027: 10 of operation, 1 of packages, 1 of the free service; then 2 of the free service
    short = 12 * 0.8**2 + 13 * sum(0.8**t for t in (3, 4, 5, 6))
    assert book.operator_npv_by_scenario["dear"] == pytest.approx(2 * 0.8**2 - short)
    assert book.operator_npv == pytest.approx(2 * 0.8**2 - short / 4)
    assert sum(book.operator_by_line().values()) == pytest.approx(book.operator_npv)
    assert sum(book.operator_by_line("dear").values()) == pytest.approx(book.operator_npv_by_scenario["dear"])
    assert (book.chance_of_loss, book.chance_below_return) == (0.25, 0.25)


def test_money_got_back_late_is_no_loss_but_falls_below_the_return():
    # 10 are lacking in 2027 and 10 more than needed come in 2031
    amounts = {2027: 8.0, 2028: 20.0, 2029: 20.0, 2030: 20.0, 2031: 30.0}
    book = ledger(tiny_city(), signed(INVESTED, 6, ("Harbour", "wifi", 2027), contribution=1.0, compensation=amounts))
    assert book.operator_flows == pytest.approx([0, -10, 0, 0, 0, 10, 0, 0])
    assert (book.chance_of_loss, book.chance_below_return) == (0, 1)


def test_a_network_that_is_kept_is_part_of_the_money_got_back():
    prices = {f"Service factors!{name}/{VENTURE}.price": 0.0 for name in ("package", "lease")}
    book = ledger(tiny_city().replace(prices), signed(VENTURE, 4, HARBOUR))
    lost = -sum(book.operator_flows)
    assert lost > 0
    assert [replace(book, end_value=value).chance_of_loss for value in (lost + 1, lost, lost - 1)] == [0, 0, 1]


def test_without_an_operator_there_is_no_chance_to_speak_of():
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR))
    assert book.chance_of_loss is book.chance_below_return is book.operator_npv is None
    assert book.operator_npv_by_scenario == book.operator_by_line() == {}


def test_what_is_asked_of_samples_does_not_change_what_was_answered():
    case = in_numbers(uncertain_city(), lambda _, number: np.array([number, number]))
    book = ledger(replace(case, settings=replace(case.settings, risk_aversion=0)), signed(FRANCHISE, 5, HARBOUR))
    before = book.government_cost.copy()
    assert (book.objective != before).all()
    assert (book.government_cost == before).all()
