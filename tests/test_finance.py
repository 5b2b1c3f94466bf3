"""Discounting, present value, rate of return and payback, against sums by hand and against other programs."""

import itertools
import math
import random
from fractions import Fraction

import numpy as np
import numpy_financial
import pytest
import pyxirr

from optmodel.finance import (
    IRR,
    absolute_sum,
    annuity,
    discount_factor,
    discount_factors,
    equal,
    index,
    irr,
    npv,
    payback_year,
    peak_exposure,
)

STREAMS = 1_000


def random_streams(seed):
    """Rates and streams as projects have them: some years of outlay, then income, 1 to 40 years long."""
    draw = random.Random(seed)
    for _ in range(STREAMS):
        outlays = [-draw.uniform(1, 1e6) for _ in range(draw.randint(1, 6))]
        income = [draw.uniform(0, 5e5) for _ in range(draw.randint(1, 34))]
        yield draw.uniform(0, 0.25), outlays + income


# Indexing and discounting


def test_a_price_grows_from_its_base_year_and_shrinks_before_it():
    assert index(0.1, 3, 1) == pytest.approx(1.21)  # 1.1 · 1.1
    assert index(0.1, 0, 1) == pytest.approx(1 / 1.1)
    assert index(-0.5, 2028, 2026) == 0.25  # 0.5 · 0.5
    assert index(0.07, 2026, 2026) == 1


def test_prices_can_be_indexed_for_all_years_at_once():
    years = np.arange(1, 6)
    assert index(0.03, years, 2).tolist() == pytest.approx([index(0.03, int(year), 2) for year in years])
    assert index(0, years, 2).tolist() == [1, 1, 1, 1, 1]


def test_flows_at_the_end_of_the_year_are_discounted_once_more_than_at_its_start():
    assert discount_factor(0.25, 1, "end") == 0.8  # 1 ÷ 1.25
    assert discount_factor(0.25, 1, "start") == 1.0
    assert discount_factor(0.25, 3, "end") == pytest.approx(0.512)  # 0.8³
    assert discount_factor(0.25, 3, "start") == pytest.approx(0.64)  # 0.8²


def test_a_negative_rate_makes_later_money_worth_more():
    assert discount_factor(-0.5, 2) == 4.0  # 1 ÷ 0.5²


@pytest.mark.parametrize("flows_at", ["start", "end"])
def test_the_factors_of_all_years_are_those_of_each_year(flows_at):
    factors = discount_factors(0.08, 30, flows_at)
    assert factors.dtype == np.float64
    assert factors.tolist() == [discount_factor(0.08, year, flows_at) for year in range(1, 31)]


@pytest.mark.parametrize("rate", [-1, -1.5, math.inf, math.nan])
def test_a_rate_that_is_no_finite_number_above_minus_one_is_refused(rate):
    for refused in (
        lambda: index(rate, 2, 1),
        lambda: discount_factor(rate, 1),
        lambda: discount_factors(rate, 1),
        lambda: npv(rate, [1.0]),
        lambda: annuity(rate, 1),
    ):
        with pytest.raises(ValueError, match="is a finite fraction above -1"):
            refused()


def test_the_message_about_a_rate_shows_how_to_write_one():
    with pytest.raises(ValueError) as error:
        discount_factor(-5, 1)
    assert str(error.value) == "A discount rate is a finite fraction above -1 (0.05 is 5 % a year); got -5."


def test_years_before_the_first_and_unknown_moments_are_refused():
    with pytest.raises(ValueError, match="The first year is year 1; got year 0"):
        discount_factor(0.05, 0)
    with pytest.raises(ValueError, match="The horizon is at least 1 year; got 0"):
        discount_factors(0.05, 0)
    with pytest.raises(ValueError, match='got "middle"'):
        discount_factor(0.05, 1, "middle")
    with pytest.raises(ValueError, match="at least 1 year; got 0"):
        annuity(0.05, 0)


# Present value


def test_present_values_agree_with_numpy_financial_and_pyxirr(seed):
    for rate, flows in random_streams(seed):
        total = absolute_sum(flows)
        at_start, at_end = npv(rate, flows, "start"), npv(rate, flows, "end")
        assert equal(at_start, numpy_financial.npv(rate, flows), total, 1e-12)
        assert equal(at_end, numpy_financial.npv(rate, [0.0, *flows]), total, 1e-12)
        assert equal(at_start, pyxirr.npv(rate, flows), total, 1e-12)
        assert equal(at_end, pyxirr.npv(rate, flows, start_from_zero=False), total, 1e-12)


def test_present_value_is_exact_in_fractions():
    # −100 ÷ 1.1 + 230 ÷ 1.21 − 132 ÷ 1.331 = (−121 + 253 − 132) ÷ 1.331 = 0
    assert npv(Fraction(1, 10), [Fraction(-100), Fraction(230), Fraction(-132)]) == 0
    # −100 + 60 ÷ 1.25 = −52
    exact = npv(Fraction(1, 4), [Fraction(-100), Fraction(60)], "start")
    assert exact == -52
    assert isinstance(exact, Fraction)


def test_present_value_in_floats_is_that_in_fractions(seed):
    for rate, flows in itertools.islice(random_streams(seed), 100):
        exact = npv(Fraction(rate), [Fraction(flow) for flow in flows])
        assert equal(npv(rate, flows), float(exact), absolute_sum(flows), 1e-14)


def test_arrays_of_flows_and_samples_are_worth_what_their_numbers_are_worth():
    first, second = [-100.0, 60.0, 70.0], [-50.0, 10.0, 90.0]
    worth = [npv(0.08, first), npv(0.08, second)]
    assert npv(0.08, np.array(first)) == worth[0]
    by_year = [np.array(samples) for samples in zip(first, second, strict=True)]
    assert npv(0.08, by_year).tolist() == worth
    assert (np.array([first, second]) @ discount_factors(0.08, 3)).tolist() == pytest.approx(worth)


def test_an_array_whose_years_could_be_either_axis_is_refused():
    with pytest.raises(ValueError, match="Years are the only axis"):
        npv(0.08, np.zeros((2, 2)))


def test_no_flows_are_worth_nothing():
    assert npv(0.08, []) == 0


# Internal rate of return


def test_rates_of_return_agree_with_numpy_financial_and_pyxirr(seed):
    for _, flows in random_streams(seed):
        ours = irr(flows)
        assert ours.reason is None
        # Theirs stop when close; how close ours is, the next test says.
        for theirs in (numpy_financial.irr(flows), pyxirr.irr(flows)):
            assert ours.value == pytest.approx(theirs, rel=1e-6, abs=1e-8)


def test_rates_of_return_are_right_to_twelve_digits(seed):
    for _, flows in itertools.islice(random_streams(seed), 200):
        rate = Fraction(irr(flows).value)
        exact = [Fraction(flow) for flow in flows]
        step = abs(rate) / 10**12
        assert npv(rate - step, exact) > 0 > npv(rate + step, exact)


def test_a_rate_of_return_known_from_a_published_table_is_found():
    flows = [-100_000, 10_000, 20_000, 30_000, 40_000, 50_000]
    assert round(irr(flows).value, 4) == 0.1201  # 12.01 %


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-100, 110], 0.1),
        ([100, -110], 0.1),  # a loan: the same rate seen from the other side
        ([-100, 0, 121], 0.1),  # 121 = 100 · 1.1²
        ([0, 0, -100, 110, 0], 0.1),  # years without flows before and after change nothing
        ([-100, 100], 0.0),
        ([-100, 50], -0.5),
        ([-100, 0, 1], -0.9),  # 1 = 100 · 0.1²
        ([-1, 1e6], 999_999.0),
        ([-1e-9, 1e9], 1e18 - 1),
        ([-1e9, 1e9 + 1], 1e-9),  # 1 ÷ 10⁹, in the ninth digit of the flow
        ([-1e300, -1e300, 6e300], 1.0),  # −1 − 1 ÷ 2 + 6 ÷ 2² = 0
    ],
)
def test_rates_of_return_small_large_and_negative_are_found(flows, rate):
    assert irr(flows).value == pytest.approx(rate, rel=1e-12, abs=0)


def test_a_rate_of_return_stays_above_minus_one_however_little_comes_back():
    assert irr([-1e300, 1e-300]).value > -1
    assert irr([1e300, -1e-300]).value > -1


def test_a_rate_of_return_too_high_for_a_number_is_absent():
    for sign in (-1, 1):
        found = irr([sign * 1e-300, -sign * 1e300])
        assert found == IRR(None, "The rate is too high to be written as a number.")


@pytest.mark.parametrize(
    ("flows", "reason"),
    [
        ([], "There are no flows."),
        ([0, 0.0], "There are no flows."),
        ([-100, 0, -1], "The flows never change sign: all are outflows."),
        ([0, 5, 5], "The flows never change sign: all are inflows."),
        ([-100, 230, -132], "The flows change sign 2 times, so the rate need not be unique."),
        ([-1000, 6000, -10_900, 5800], "The flows change sign 3 times, so the rate need not be unique."),
    ],
)
def test_a_rate_of_return_that_need_not_exist_once_is_absent_with_the_reason(flows, reason):
    assert irr(flows) == IRR(None, reason)


def test_the_streams_without_a_rate_of_return_do_have_several():
    for rate in (Fraction(1, 10), Fraction(2, 10)):
        assert npv(rate, [Fraction(-100), Fraction(230), Fraction(-132)]) == 0
    crossings = [-0.0488, 1.0, 2.0488]
    for rate in crossings:
        assert npv(rate, [-1000, 6000, -10_900, 5800], "start") == pytest.approx(0, abs=1)
    assert round(npv(0.10, [-1000, 6000, -10_900, 5800], "start"), 4) == -196.0932


def test_what_rounding_leaves_is_no_change_of_sign():
    flows = [-100.0, 60.0, -1e-12, 60.0]
    assert irr(flows).value is None
    assert irr(flows, negligible=1e-9).value == pytest.approx(irr([-100.0, 60.0, 0.0, 60.0]).value)


def test_flows_in_any_kind_of_number_have_the_same_rate_of_return():
    floats = irr([-100.0, 60.0, 60.0])
    assert irr(np.array([-100.0, 60.0, 60.0])) == floats
    assert irr([Fraction(-100), Fraction(60), Fraction(60)]) == floats


@pytest.mark.parametrize("function", [irr, payback_year, peak_exposure])
@pytest.mark.parametrize("flow", [math.nan, math.inf])
def test_a_flow_that_is_not_finite_is_refused(function, flow):
    with pytest.raises(ValueError, match="A flow is a finite number; got"):
        function([-1.0, flow])


# Payback and exposure


@pytest.mark.parametrize(
    ("flows", "year"),
    [
        ([-100, 60, 60], 3),  # −100, −40, 20
        ([-100, 100], 2),  # −100, 0: zero is enough
        ([-100, 50, 49], None),  # −100, −50, −1
        ([-10, -20, 15, 15], 4),  # −10, −30, −15, 0
        ([10, 10], 0),  # 10, 20: never out of pocket
        ([50, -40, -20, 5, 5], 5),  # 50, 10, −10, −5, 0: out of pocket late
        ([-100, 150, -80, 40], 2),  # −100, 50, −30, 10: the first crossing counts, renewal or not
        ([-100, 150, -80], 2),  # −100, 50, −30: also if it ends below
        ([0, 0, -5, 5], 4),  # 0, 0, −5, 0
        ([-1], None),  # −1
        ([], 0),  # nothing is ever paid
    ],
)
def test_payback_is_the_first_year_in_which_what_was_paid_is_back(flows, year):
    assert payback_year(flows) == year


def test_payback_agrees_with_a_plain_loop_on_random_streams(seed):
    draw = random.Random(seed)
    seen = set()
    for _ in range(STREAMS):
        flows = [draw.randint(-9, 9) for _ in range(draw.randint(1, 12))]
        total, was_below, expected = 0, False, None
        for year, flow in enumerate(flows, start=1):
            total += flow
            if total < 0:
                was_below = True
            elif was_below and expected is None:
                expected = year
        if not was_below:
            expected = 0
        assert payback_year(flows) == expected
        seen.add(expected)
    assert {None, 0, 2, 3, 4, 5} <= seen


def test_a_sum_that_only_rounding_keeps_below_zero_is_paid_back():
    flows = [-0.3, 0.1, 0.1, 0.1 - 1e-15]
    assert payback_year(flows) is None
    assert payback_year(flows, negligible=1e-12) == 4


@pytest.mark.parametrize(
    ("flows", "exposure"),
    [
        ([-100, -20, 60, 80], 120),  # −100, −120, −60, 20
        ([50, -80, 100, -30], 30),  # 50, −30, 70, 40
        ([-100, 150, -200, 300], 150),  # −100, 50, −150, 150: the second trough is deeper
        ([10, 10], 0),
        ([], 0),
    ],
)
def test_exposure_is_the_deepest_the_sum_of_flows_falls(flows, exposure):
    assert peak_exposure(flows) == exposure


# Loans


def test_an_annuity_repays_exactly_what_was_borrowed(seed):
    draw = random.Random(seed)
    for _ in range(100):
        rate, years = draw.uniform(-0.2, 0.5), draw.randint(1, 40)
        assert npv(rate, [annuity(rate, years)] * years) == pytest.approx(1, rel=1e-12)


def test_an_annuity_is_what_numpy_financial_pays(seed):
    draw = random.Random(seed)
    for _ in range(100):
        rate, years = draw.uniform(0.001, 0.5), draw.randint(1, 40)
        assert annuity(rate, years) == pytest.approx(-numpy_financial.pmt(rate, years, 1), rel=1e-12)


def test_a_loan_without_interest_is_repaid_in_equal_parts():
    assert annuity(0, 4) == 0.25
    assert annuity(1e-15, 4) == pytest.approx(0.25, rel=1e-12)


def test_the_debt_service_of_a_published_case_is_reproduced():
    assert round(0.6 * 40_000_000 * annuity(0.07, 10), 4) == 3_417_060.0655


# Equality


def test_the_absolute_sum_ignores_signs_and_keeps_the_kind_of_number():
    assert absolute_sum([-3.0, 5.0]) == 8
    assert absolute_sum(np.array([[-3.0, 5.0], [1.0, -1.0]])) == 10
    assert absolute_sum([Fraction(-1, 3), Fraction(1, 3)]) == Fraction(2, 3)
    assert absolute_sum(flow for flow in ()) == 0


def test_figures_are_equal_within_epsilon_of_what_was_added_and_not_beyond():
    # ε · 2,000 = 0.5
    assert equal(10.5, 10.0, 2000, 0.00025)
    assert equal(10.0, 10.5, 2000, 0.00025)
    assert not equal(10.5000001, 10.0, 2000, 0.00025)
    assert equal(0.0, 0.0, 0.0, 0.0)
    assert equal(Fraction(1, 3), Fraction(1, 3), Fraction(2, 3), 0)


def test_arrays_are_equal_if_they_are_in_every_place():
    assert equal(np.array([1.0, 2.0]), np.array([1.0, 2.4]), 5, 0.1)
    assert not equal(np.array([1.0, 2.0]), np.array([1.0, 2.6]), 5, 0.1)


def test_nothing_equals_what_is_not_a_number():
    assert not equal(math.nan, math.nan, 1, 1)
    assert not equal(math.inf, 0.0, 1, 1)


@pytest.mark.parametrize(("total", "epsilon"), [(-1, 0.1), (1, -0.1), (math.nan, 0.1), (math.inf, 0.1)])
def test_a_scale_that_is_negative_or_not_finite_is_refused(total, epsilon):
    with pytest.raises(ValueError, match="Neither may be negative or endless"):
        equal(1.0, 1.0, total, epsilon)


# A published case, line by line


def test_the_toll_road_case_is_reproduced_line_by_line():
    # RM million. Built for 625 in year 0 and 625 in year 1; operated in years 2 to 9.
    # The case's year 0 is year 1 here, with flows at the start of the year.
    years = range(10)
    cost = [625.0, 625.0] + [40 * index(0.07, year, 2) for year in years[2:]]
    revenue = [0.0, 0.0] + [336 * index(0.09, year, 2) for year in years[2:]]
    factors = discount_factors(0.08, 10, "start")

    present_cost = (np.array(cost) * factors).round(6).tolist()
    assert present_cost[:6] == [625, 578.703704, 34.293553, 33.976020, 33.661427, 33.349747]
    present_revenue = (np.array(revenue) * factors).round(6).tolist()
    assert present_revenue[2:6] == [288.065844, 290.733120, 293.425093, 296.141992]

    net = [income - paid for income, paid in zip(revenue, cost, strict=True)]
    assert round(npv(0.08, net, "start"), 4) == 911.2857
    assert round(npv(0.08, revenue, "start") / npv(0.08, cost, "start"), 5) == 1.62021
    assert round(irr(net).value, 6) == 0.214955
    # In operation 336 · 1.09^k − 40 · 1.07^k comes in: 296, 323.44, 353.4056, 386.1294 in years 2 to 5.
    # −1250 + 296 + 323.44 + 353.4056 = −277.1544 after year 4, 108.9750 after year 5, the sixth.
    assert payback_year(net) == 6
    assert peak_exposure(net) == 1250


def test_the_project_behind_the_debt_case_is_worth_what_was_published():
    # 40 million at once, then 15 years of 8 million revenue and 2.4 million operation, both growing by 2 %.
    flows = [-40e6] + [(8e6 - 2.4e6) * index(0.02, year, 1) for year in range(1, 16)]
    assert round(npv(0.08, flows, "start"), 4) == 13_734_442.5676
