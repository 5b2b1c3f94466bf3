"""The grid of contracts, what is in force when, and the terms as signed."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from optmodel.case import PLANNED, Function, TariffLevel
from optmodel.contract import (
    LINE,
    LINES,
    GridPoint,
    Schedule,
    grid,
    grid_size,
    in_force,
    outsourcings,
    purchase_levels,
    revenue_shares,
    scenarios,
    steps,
    supported,
    tariff,
    tariff_levels,
    term_lengths,
)
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.dressed_cases import dressed_case

LOW, HIGH = TariffLevel(name="low", price=0.8, demand=1.2), TariffLevel(name="high", price=1.2, demand=0.8)


def test_a_grid_goes_up_by_its_step_and_always_ends_at_the_most():
    assert steps(0.0, 0.3, 0.1) == (0.0, 0.1, 0.2, 0.3)
    assert steps(0.01, 0.04, 0.02) == (0.01, 0.03, 0.04)
    assert steps(0.5, 0.5, 0.1) == (0.5,)
    assert steps(0.2, 0.3, 1.0) == (0.2, 0.3)


def test_a_grid_has_no_two_points_that_only_rounding_tells_apart():
    # in floats 0.1 + 2 · 0.1 is a hair above 0.3, and (0.35 − 0.05) / 0.1 a hair below 3
    assert steps(0.05, 0.35, 0.1) == (0.05, 0.15, 0.25, 0.35)
    assert steps(0.0, 0.7, 0.1) == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
    assert len(steps(0.0, 1.0, 0.0001)) == 10_001
    for least, most, step in ((0.0, 1.0, 1 / 3), (0.01, 0.3, 0.01), (1.0, 1.5, 0.1), (0.8, 2.0, 0.07)):
        points = steps(least, most, step)
        assert points[0] == least and points[-1] == pytest.approx(most, abs=1e-10)
        assert all(second - first > 1e-6 for first, second in pairwise(points))
        exact = Fraction(str(step)) if step != 1 / 3 else Fraction(1, 3)
        assert len(points) - 1 == -((Fraction(str(least)) - Fraction(str(most))) // exact)  # rounded up


def test_a_term_runs_over_all_whole_years_between_its_bounds():
    case = tiny_city()
    assert list(term_lengths(case, case.mode(FRANCHISE))) == [5, 6, 7]
    assert list(term_lengths(case, replace(case.mode(FRANCHISE), term_most=60))) == [5, 6, 7, 8]
    assert list(term_lengths(case, replace(case.mode(FRANCHISE), term_least=None, term_most=None))) == [8]
    assert list(term_lengths(case, replace(case.mode(FRANCHISE), term_most=None))) == [5, 6, 7, 8]


def test_without_an_operator_there_is_one_contract_to_the_horizon():
    case = tiny_city()
    assert list(grid(case, case.mode(OWNED))) == [GridPoint(OWNED, 8, 0.0, 0.0)]


def test_nothing_is_bought_where_the_need_is_served():
    case = tiny_city()
    assert purchase_levels(case, case.mode(INVESTED)) == (0.0,)
    assert purchase_levels(case, case.mode(VENTURE)) == (1.0, 1.25, 1.5)
    assert purchase_levels(case, case.mode(FRANCHISE)) == (0.5, 0.75, 1.0)


def test_a_share_above_the_least_excludes_support_only_where_the_mode_says_so():
    case = tiny_city()
    franchise, venture = case.mode(FRANCHISE), case.mode(VENTURE)
    assert revenue_shares(case, franchise) == (0.1, 0.2, 0.3)
    assert [supported(franchise, share) for share in revenue_shares(case, franchise)] == [True, False, False]
    assert supported(franchise, 0.1 + 1e-12)
    assert all(supported(venture, share) for share in revenue_shares(case, venture))


def test_the_grid_is_in_the_order_ties_are_broken():
    case = tiny_city()
    points = list(grid(case, case.mode(VENTURE)))
    terms = [(point.term_years, point.revenue_share, point.purchase_level) for point in points]
    assert terms == sorted(terms)
    assert len(points) == 3 * 4 * 3  # terms 4 to 6, shares 0 to 0.3, levels 1, 1.25 and 1.5
    assert points[0] == GridPoint(VENTURE, 4, 0.0, 1.0)
    assert points[1] == GridPoint(VENTURE, 4, 0.0, 1.25)
    assert points[3] == GridPoint(VENTURE, 4, 0.1, 1.0)


def test_capacity_above_the_guaranteed_level_comes_with_the_least_share_only_where_they_exclude_each_other():
    case = tiny_city()
    points = [(point.revenue_share, point.purchase_level) for point in grid(case, case.mode(FRANCHISE))]
    assert points == [(0.1, 0.5), (0.1, 0.75), (0.1, 1.0), (0.2, 0.5), (0.3, 0.5)] * 3


def test_the_size_of_a_grid_is_how_many_contracts_it_has():
    for number in range(20):
        case = dressed_case(Random(f"grid {number}"))
        for mode in case.modes:
            assert grid_size(case, mode) == len(list(grid(case, mode)))


def test_a_contract_is_in_force_in_the_years_of_its_term():
    case = tiny_city()
    assert [(item.name, item.probability) for item in scenarios(case)] == [(PLANNED, 1.0)]
    force = in_force(case, 5)
    assert force.shape == (1, 8)
    assert force[0].tolist() == [True] * 5 + [False] * 3
    assert np.all(in_force(case, 8))


def test_terms_know_their_last_year_and_are_compared_and_kept_as_values():
    terms = signed(FRANCHISE, 7, ("Harbour", "wifi", 2027), share=0.2)
    assert terms.last_year == 2032
    assert terms == signed(FRANCHISE, 7, ("Harbour", "wifi", 2027), share=0.2)
    assert len({terms, replace(terms, revenue_share=0.1), replace(terms)}) == 2
    assert Schedule("planned", share=0.0) != Schedule("planned", amounts=())


def test_every_line_has_a_name_of_its_own_and_a_sentence():
    assert len(LINE) == len(LINES)
    assert all(line.sentence.endswith(".") for line in LINES)
    assert {line.name for line in LINES if line.nature == "demand"} == {
        "service revenue",
        "cost of sales",
        "turnover share",
    }


def test_functions_tariff_levels_and_terms_come_before_shares_in_the_grid():
    function = Function(mode=OWNED, function="run", base="operation", part=1.0, factor=1.0)
    others = replace(function, function="build", base="build")
    case = replace(tiny_city(), functions=(function, others), tariffs=(LOW, HIGH))
    assert outsourcings(case, case.mode(OWNED)) == ((), ("run",), ("build",), ("run", "build"))
    points = [(point.outsourced, point.tariff_level) for point in grid(case, case.mode(OWNED))]
    assert points[:3] == [((), "low"), ((), "high"), (("run",), "low")]
    assert len(points) == 4 * 2


@pytest.mark.parametrize(("rule", "sets"), [("always", (("run",), ("run", "build"))), ("never", ((), ("build",)))])
def test_a_function_that_must_or_must_not_be_outsourced_is_in_every_set_or_in_none(rule, sets):
    function = Function(mode=OWNED, function="run", base="operation", part=1.0, factor=1.0, outsourced=rule)
    case = replace(tiny_city(), functions=(function, replace(function, function="build", outsourced="choose")))
    assert outsourcings(case, case.mode(OWNED)) == sets
    assert outsourcings(case, case.mode(VENTURE)) == ((),)


def test_a_mode_that_names_its_tariff_level_has_no_other_and_planned_needs_no_row():
    case = replace(tiny_city(), tariffs=(LOW, HIGH)).replace({f"Modes!{FRANCHISE}.tariff_level": "high"})
    assert tariff_levels(case, case.mode(FRANCHISE)) == ("high",)
    assert tariff_levels(case, case.mode(VENTURE)) == ("low", "high")
    assert tariff_levels(tiny_city(), tiny_city().mode(VENTURE)) == (PLANNED,)
    assert (tariff(case, None).price, tariff(case, PLANNED).demand, tariff(case, "low")) == (1.0, 1.0, LOW)
