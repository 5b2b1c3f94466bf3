"""The joint model's newer terms and what they are for: each optimum is worked out in the comment."""

from dataclasses import replace

import pytest

from optmodel.case import FreeServiceTarget, Function, Mode, TariffLevel
from tests.formulation.town import CITY, FIRM, best, copper, firm, lines, missing, sold, town

LEVELS = (
    TariffLevel(name="dear", price=2.0, demand=0.4),
    TariffLevel(name="cheap", price=0.5, demand=2.2),
    TariffLevel(name="even", price=1.0, demand=1.0),
)
# 150 as planned: dear 0.8 of it, cheap 1.1
SELLING = {"services": (lines(),), "service_factors": (sold(),), "tariffs": LEVELS}


def test_the_tariff_that_brings_most_is_chosen():
    found = best(town(**SELLING))
    assert (found.contract.tariff_level, round(found.objective, 3)) == ("cheap", -65.0)  # 100 − 165


def test_a_tariff_that_the_mode_names_is_kept():
    case = town(**SELLING)
    found = best(replace(case, modes=(replace(case.modes[0], tariff_level="dear"),)))
    assert (found.contract.tariff_level, round(found.objective, 3)) == ("dear", -20.0)


@pytest.mark.parametrize(("weight", "level", "least"), [(0.5, "cheap", 17.5), (1.0, "dear", 100.0)])
def test_what_residents_pay_has_its_weight(weight, level, least):
    # half: 100 − 165 + 82.5. All of it: 100 at every level, and of equals the first on the sheet
    found = best(town(**SELLING, citizens_weight=weight))
    assert (found.contract.tariff_level, round(found.objective, 3)) == (level, least)


def test_residents_pay_no_more_than_a_bill():
    # 100 residents: cheap is 55 a year, even 50, dear 40
    assert best(town(**SELLING, citizen_bill_most=0.54)).contract.tariff_level == "even"
    assert best(town(**SELLING, citizen_bill_most=0.45)).contract.tariff_level == "dear"
    assert best(town(**SELLING, citizen_bill_most=0.3)) is None
    short = missing(town(**SELLING, citizen_bill_most=0.3), "citizen_bill")
    assert short == {"citizen_bill 2027": 10.0, "citizen_bill 2028": 10.0, "citizen_bill 2029": 10.0}


def builder(outcome: str = "choose", **terms: float) -> Function:
    """Half of the build, done by others for a fifth less; each unit of it saves 0.1 · 40 = 4."""
    made = Function(mode=CITY, function="construction", outsourced=outcome, base="build", part=0.5, factor=0.8, last=2)
    return replace(made, **terms)


@pytest.mark.parametrize(
    ("function", "outsourced", "least"),
    [
        (builder(), True, 96.0),
        (builder(fee=3.0, staff_saved=1.5), True, 99.0),  # two years of 1.5
        (builder(fee=3.0, staff_saved=1.0), False, 100.0),  # two years of 2: the same, and fewer functions
        (builder(fee=3.0), False, 100.0),
        (builder("always", fee=3.0), True, 102.0),
        (builder("never"), False, 100.0),
        (builder(base="operation"), True, 94.0),
    ],
)
def test_a_function_is_outsourced_where_it_saves_more_than_its_fee(function, outsourced, least):
    found = best(town(functions=(function,)))
    assert found.contract.outsourced == (("construction",) if outsourced else ())
    assert found.objective == pytest.approx(least, abs=1e-4)


def test_functions_are_chosen_each_by_itself():
    # the second takes half of operation, 30, for a tenth more, and 10 a year of staff are freed in two years: 3 − 20
    second = Function(
        mode=CITY, function="care", base="operation", part=0.5, factor=1.1, staff_saved=10.0, first=3, last=4
    )
    found = best(town(functions=(builder(fee=3.0), second)))
    assert found.contract.outsourced == ("care",)
    assert found.objective == pytest.approx(83.0, abs=1e-4)


# A firm that builds for 12 and runs for 10 a year must be paid 42: 12 above the cost of operation


def supported(**terms: object) -> Mode:
    """It is compensated between half and one and a half times its operation."""
    return replace(firm(compensation_least=0.5, compensation_most=1.5), **terms)


FIRMS_OWN = (copper(build=12.0, operation=10.0),)


@pytest.mark.parametrize("terms", [{}, {"compensation_least": 1.0}])
def test_support_above_cost_has_a_limit(terms):
    enough = town(technologies=FIRMS_OWN, modes=(supported(**terms),), support_limit=12.0)
    assert best(enough).objective == pytest.approx(42.0, abs=1e-4)
    short = replace(enough, settings=replace(enough.settings, support_limit=11.0))
    assert best(short) is None
    assert missing(short, "support_limit") == {"support_limit": 1.0}


def test_a_contribution_is_support_and_compensation_up_to_cost_is_none():
    # the whole build contributed and operation compensated at cost: 12 of support, however it is split
    mode = supported(contribution_most=1.0, compensation_most=1.0)
    case = town(technologies=FIRMS_OWN, modes=(mode,), support_limit=12.0)
    assert best(case).objective == pytest.approx(42.0, abs=1e-4)
    assert missing(replace(case, settings=replace(case.settings, support_limit=9.0)), "support_limit") == {
        "support_limit": 3.0
    }


def test_compensation_below_cost_in_one_year_makes_up_for_none_above_it_in_another():
    # A limit of 0 leaves at most 10 in each year: what is paid less in one cannot be paid more in another. With its
    # build given to it the firm is out of 30.
    case = town(technologies=(copper(build=0.0, operation=10.0),), modes=(supported(),), support_limit=0.0)
    assert best(case).objective == pytest.approx(30.0, abs=1e-4)
    costly = replace(case, technologies=(copper(build=0.3, operation=10.0),))
    assert missing(costly, "support_limit") == {"support_limit": 0.3}


def test_capacity_beyond_need_is_support():
    # The firm is out of 40 + 15 = 55 and is paid 30 for 10 Mbit/s in three years; twice the need pays it 60, of which
    # 30 are beyond the need
    bought = {"public_need": "bought", "public_price": 1.0, "purchase_most": 2.0}
    case = town(technologies=(copper(operation=5.0),), modes=(firm(**bought),), purchase_step=1.0, support_limit=30.0)
    found = best(case)
    assert (found.contract.purchase_level, round(found.objective, 3)) == (2.0, 60.0)
    assert missing(replace(case, settings=replace(case.settings, support_limit=20.0)), "support_limit") == {
        "support_limit": 10.0
    }


def test_nothing_the_city_spends_itself_is_support():
    assert best(town(support_limit=0.0)).objective == pytest.approx(100.0, abs=1e-4)


def test_a_target_of_free_service_chooses_the_mode_that_gives_it():
    # The city gives lines away at a cost of 0.1 each: 100 + 15. The firm sells them for 150 and pays 100 out of that.
    case = town(
        modes=(town().modes[0], firm(revenue_to_operator=1.0)),
        services=(lines(),),
        service_factors=(sold(CITY, offer="free", price=0.0, unit_cost=0.1), sold(FIRM)),
    )
    found = best(case)
    assert (found.contract.mode, round(found.objective, 3)) == (FIRM, 0.0)
    free = replace(case, free_service=(FreeServiceTarget(year=2028, target=0.7),))
    found = best(free)
    assert (found.contract.mode, round(found.objective, 3)) == (CITY, 115.0)
    sold_alone = replace(free, modes=(case.modes[1],), service_factors=(sold(FIRM),))
    assert missing(sold_alone, "free_service") == {"free_service 2028/City": 70.0}


def test_free_service_counts_as_far_as_capacity_reaches():
    # 50 lines take 2 Mbit/s each and 40 are left beside the need of 10: 20 of 50 lines, and 40 of 100 residents
    kind = replace(copper(), capacity_per_km2=50.0)
    case = town(
        technologies=(kind,),
        services=(lines(mbps_per_unit=2.0),),
        service_factors=(sold(offer="free", price=0.0),),
        free_service=(FreeServiceTarget(year=2028, target=0.4),),
    )
    assert best(case) is not None
    more = replace(case, free_service=(FreeServiceTarget(year=2028, target=0.5),))
    assert missing(more, "free_service") == {"free_service 2028/City": 10.0}


def test_a_mode_with_too_little_control_is_not_chosen():
    case = town(modes=(town().modes[0], firm(revenue_to_operator=1.0)), services=(lines(),))
    case = replace(case, service_factors=(sold(FIRM),))
    assert best(case).contract.mode == FIRM
    assert best(replace(case, settings=replace(case.settings, control_required=3))).contract.mode == CITY
    assert best(replace(case, modes=case.modes[1:], settings=replace(case.settings, control_required=3))) is None
