"""The joint model where things may come otherwise than planned: each optimum is worked out in the comment."""

from dataclasses import replace

import pytest

from optmodel.case import Budget, Risk, RiskFactor, Scenario
from tests.formulation.town import CITY, FIRM, best, calm_or_dear, copper, firm, lines, missing, sold, town

FIBRE = copper("fibre", build=170.0, operation=0.0)
COPPER_OR_FIBRE = (copper(), FIBRE)


def test_expected_cost_is_that_of_the_scenarios_as_likely_as_they_are():
    # copper: 40 + 3 · 20 = 100 as planned, 40 + 3 · 60 = 220 where operation is three times as dear: 0.75 and 0.25
    found = best(town(scenarios=calm_or_dear(0.75, operation=3.0)))
    assert found.objective == pytest.approx(130.0, abs=1e-4)


@pytest.mark.parametrize(
    ("aversion", "plan", "least"),
    [
        (0.0, 0, 160.0),  # copper is 100 or 220; fibre is built for 170, come what may
        (0.1, 0, 166.0),  # copper 0.9 · 160 + 0.1 · 220
        (0.2, 1, 170.0),  # copper would be 0.8 · 160 + 0.2 · 220 = 172
        (1.0, 1, 170.0),
    ],
)
def test_weight_on_the_dearest_half_chooses_what_is_never_dear(aversion, plan, least):
    case = town(technologies=COPPER_OR_FIBRE, scenarios=calm_or_dear(0.5, operation=3.0))
    found = best(replace(case, settings=replace(case.settings, risk_aversion=aversion, risk_tail=0.5)))
    assert found.objective == pytest.approx(least, abs=1e-4)
    assert [chosen.technology for chosen in found.plans] == [plan]


@pytest.mark.parametrize(("tail", "mean"), [(0.7, 100.0 / 3), (0.9, 40.0), (0.5, 28.0), (0.0, 19.0)])
def test_the_dearest_scenarios_are_weighed_to_their_part(tail, mean):
    # costs 10, 20, 40 with 0.5, 0.3, 0.2. Dearest 0.3: (0.2 · 40 + 0.1 · 20) / 0.3; dearest half: (8 + 6) / 0.5;
    # all of them: 5 + 6 + 8
    scenarios = (
        Scenario(name="low", probability=0.5),
        Scenario(name="middle", probability=0.3, operation=2.0),
        Scenario(name="high", probability=0.2, operation=4.0),
    )
    kind = copper(build=0.0, operation=10.0 / 3)
    found = best(town(technologies=(kind,), scenarios=scenarios, risk_aversion=1.0, risk_tail=tail))
    assert found.objective == pytest.approx(mean, abs=1e-4)


def test_a_budget_may_hold_as_expected_and_not_in_every_scenario():
    # copper is run for 20 or 60, 40 expected: within 45 on average only; fibre costs nothing in that year
    case = town(
        technologies=COPPER_OR_FIBRE,
        scenarios=calm_or_dear(0.5, operation=3.0),
        budget=(Budget(year=2028, amount=45.0),),
    )
    assert best(case).objective == pytest.approx(160.0, abs=1e-4)
    strict = replace(case, settings=replace(case.settings, budget_in_every_scenario=True))
    assert best(strict).objective == pytest.approx(170.0, abs=1e-4)
    alone = replace(strict, technologies=(copper(),))
    assert best(alone) is None
    assert missing(alone, "budget") == {"budget 2028/dear": 15.0}


def test_the_total_budget_holds_in_every_scenario_where_that_is_asked():
    # copper 100 or 220, 160 expected
    case = town(scenarios=calm_or_dear(0.5, operation=3.0), budget_total=160.0)
    assert best(case).objective == pytest.approx(160.0, abs=1e-4)
    strict = replace(case, settings=replace(case.settings, budget_in_every_scenario=True))
    assert missing(strict, "budget_total") == {"budget_total dear": 60.0}


NEED = {
    "public_need": "bought",
    "public_price": 1.0,
    "guaranteed_share": 0.5,
    "purchase_most": 2.0,
    "overage_premium": 1.0,
}


@pytest.mark.parametrize(
    ("settings", "level", "unit"),
    [
        # a unit of planned need at level q costs q + 2 · (0.6 · max(0, 1 − q) + 0.4 · max(0, 2 − q)):
        # 0.5 + 0.6 + 1.2 = 2.3; 1 + 0.8 = 1.8; 1.5 + 0.4 = 1.9; 2
        ({}, 1.0, 1.8),
        # where need doubles: 0.5 + 3 = 3.5; 1 + 2 = 3; 1.5 + 1 = 2.5; 2
        ({"risk_aversion": 1.0, "risk_tail": 0.6}, 2.0, 2.0),
        # half of each: 2.9; 2.4; 2.2; 2
        ({"risk_aversion": 0.5, "risk_tail": 0.6}, 2.0, 2.0),
        # a fifth: 1.8 + 0.2 · 1.2 = 2.04; 1.9 + 0.2 · 0.6 = 2.02; 2
        ({"risk_aversion": 0.2, "risk_tail": 0.6}, 2.0, 2.0),
        # a tenth: 1.92; 1.96; 2
        ({"risk_aversion": 0.1, "risk_tail": 0.6}, 1.0, 1.92),
    ],
)
def test_uncertain_need_is_bought_to_the_level_at_which_overage_is_not_worth_it(settings, level, unit):
    case = town(
        technologies=(copper(build=10.0, operation=5.0),),
        modes=(firm(**NEED),),
        scenarios=calm_or_dear(0.6, need=2.0),
        purchase_step=0.5,
        **settings,
    )
    found = best(case)
    assert found.contract.purchase_level == level
    assert found.objective == pytest.approx(30 * unit, abs=1e-4)  # 10 Mbit/s in each of three years


def test_overage_counts_for_the_return_as_it_is_expected():
    # level 1: the firm is paid 1.8 · 30 = 54 as expected, and is out of 40 + 3 · 5 = 55; level 0.5 pays it 69
    case = town(
        technologies=(copper(operation=5.0),),
        modes=(firm(**NEED),),
        scenarios=calm_or_dear(0.6, need=2.0),
        purchase_step=0.5,
    )
    found = best(case)
    assert (found.contract.purchase_level, round(found.objective, 3)) == (1.5, 57.0)  # 1.9 · 30


SUPPORTED = {"compensation_most": 5.0}
FIRMS_OWN = (copper(build=12.0, operation=10.0),)


@pytest.mark.parametrize(
    ("terms", "least"),
    [
        # operation is 30 as planned and twice that in one case of ten, 33 expected, and the build 12
        ({}, 45.0),
        # it may lose 0.5 · (12 + 30 / 4) = 9.75 where operation is 60: 72 − 9.75
        ({"loss_limit": 0.5}, 62.25),
        ({"loss_limit": 0.0}, 72.0),
        # paid by what operation comes to, 1.1 times and 2 times what is signed: 1.1 · O ≥ 45 asks for more than
        # 2 · O ≥ 62.25
        ({"loss_limit": 0.5, "compensation_basis": "actual"}, 45.0),
    ],
)
def test_an_operator_is_supported_until_it_can_bear_the_worst(terms, least):
    case = town(technologies=FIRMS_OWN, modes=(firm(**SUPPORTED, **terms),))
    case = replace(case, scenarios=calm_or_dear(0.9, operation=2.0))
    assert best(case).objective == pytest.approx(least, abs=1e-4)


def test_what_an_operator_would_lose_too_much_is_told_by_scenario():
    # 45 at most: 45 − 72 is 27 lost, of which 9.75 can be borne
    case = town(technologies=FIRMS_OWN, modes=(firm(compensation_most=1.5, loss_limit=0.5),))
    case = replace(case, scenarios=calm_or_dear(0.9, operation=2.0))
    assert best(case) is None
    assert missing(case, "operator_downside") == {"operator_downside dear": 17.25}


def test_a_contribution_lessens_what_can_be_lost_with_it():
    # A contribution of k and a compensation of o: k + o ≥ 45, and k + o − 72 ≥ −0.5 · (12 − k + 7.5), so that of each
    # unit of contribution only half counts: o alone does it at 62.25
    terms = {"compensation_most": 5.0, "contribution_most": 1.0, "loss_limit": 0.5}
    case = town(technologies=FIRMS_OWN, modes=(firm(**terms),), scenarios=calm_or_dear(0.9, operation=2.0))
    assert best(case).objective == pytest.approx(62.25, abs=1e-4)


def test_a_share_of_turnover_hangs_on_each_scenario():
    # 50 lines at 1 for three years are 150, or 75 where half as many are taken; expected 112.5. The firm is out of 40.
    # Return: (1 − r) · 112.5 ≥ 40. Downside, nothing to be lost: (1 − r) · 75 ≥ 40, r ≤ 0.46: 0.4 · 112.5 to the city
    mode = firm(revenue_to_operator=1.0, share_most=1.0, loss_limit=0.0)
    case = town(
        technologies=(copper(operation=0.0),),
        modes=(mode,),
        services=(lines(),),
        service_factors=(sold(FIRM),),
        scenarios=calm_or_dear(0.5, demand=0.5),
        share_step=0.1,
    )
    found = best(case)
    assert (found.contract.revenue_share, round(found.objective, 3)) == (0.4, -45.0)
    trusting = replace(case, modes=(replace(mode, loss_limit=None),))
    found = best(trusting)  # r ≤ 0.64
    assert (found.contract.revenue_share, round(found.objective, 3)) == (0.6, -67.5)


def test_scenarios_that_differ_in_prices_alone_share_what_is_split():
    # prices 1 and 0.5 in place of demand: the same sums
    mode = firm(revenue_to_operator=1.0, share_most=1.0, loss_limit=0.0)
    case = town(
        technologies=(copper(operation=0.0),),
        modes=(mode,),
        services=(lines(),),
        service_factors=(sold(FIRM),),
        scenarios=calm_or_dear(0.5, prices=0.5),
        share_step=0.1,
    )
    found = best(case)
    assert (found.contract.revenue_share, round(found.objective, 3)) == (0.4, -45.0)


@pytest.mark.parametrize(
    ("base", "impact", "least"),
    [
        # 0.5 · impact · severity 2 is so much of the planned figure, of which the firm bears a quarter; it is
        # compensated for all it is out of, so the city pays the whole risk: 100 + …
        ("build", 0.1, 100 + 0.1 * 40),
        ("operation", 0.1, 100 + 0.1 * 60),
        ("fixed", 3.0, 100 + 3 * 4),
        # straight-line over twenty years: 40 when built, then 38, 36, 34
        ("build not written off", 0.1, 100 + 0.1 * (40 + 38 + 36 + 34)),
    ],
)
def test_a_risk_is_paid_by_those_who_bear_it(base, impact, least):
    risk = Risk(name="storm", probability=0.5, impact=impact, base=base)
    bears = RiskFactor(risk="storm", mode=FIRM, severity=2.0, operator_share=0.25)
    case = town(modes=(firm(compensation_most=5.0),), risks=(risk,), risk_factors=(bears,))
    assert best(case).objective == pytest.approx(least, abs=1e-4)


def test_revenue_at_risk_is_not_received():
    # 150 of lines, of which half of a fifth is lost: 100 − 135
    case = town(services=(lines(),), service_factors=(sold(CITY),))
    risk = Risk(name="rival", probability=0.5, impact=0.2, base="revenue")
    case = replace(case, risks=(risk,), risk_factors=(RiskFactor(risk="rival", mode=CITY),))
    assert best(case).objective == pytest.approx(-35.0, abs=1e-4)
