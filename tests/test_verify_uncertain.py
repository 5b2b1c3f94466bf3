"""Rules on what may come otherwise, on tariffs, functions others do, residents and support: points typed by hand."""

from dataclasses import replace

import pytest

from optmodel.case import Budget, FreeServiceTarget, Scenario, TariffLevel
from optmodel.contract import Schedule
from optmodel.ledger import ledger
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.uncertain import CARE, CONSTRUCTION, SOCIAL, with_scenarios
from tests.test_verify import HARBOUR, assert_points, city, mode, rows, sides, supported

DEAR = Scenario(name="dear", probability=0.5, build=1.5, operation=1.125, need=2.0)

# What is agreed


def test_a_tariff_level_is_one_of_the_sheet_or_that_of_the_mode():
    case = replace(tiny_city(), tariffs=(SOCIAL, TariffLevel(name="high", price=1.5, demand=0.75)))

    def holds(level, case=case):
        return rows("tariff", replace(signed(FRANCHISE, 5), tariff_level=level), case)[""].holds

    assert holds("social") and holds("high") and not holds("planned")
    named = case.replace({f"Modes!{FRANCHISE}.tariff_level": "high"})
    assert holds("high", named) and not holds("social", named)
    # without rows the planned level is the one there is
    assert holds("planned", tiny_city())


def test_functions_are_outsourced_where_they_must_be_and_not_where_they_must_not():
    functions = (
        replace(CARE, outsourced="always"),
        replace(CONSTRUCTION, outsourced="never"),
        replace(CONSTRUCTION, function="design"),
    )
    case = replace(tiny_city(), functions=functions)

    def holds(*names):
        contract = replace(signed(OWNED, 8), outsourced=names)
        return {index: row.holds for index, row in rows("outsourcing", contract, case).items()}

    assert holds("care") == holds("care", "design") == {"care": True, "construction": True}
    assert holds() == {"care": False, "construction": True}
    assert holds("care", "construction") == {"care": True, "construction": False}
    assert rows("outsourcing", signed(FRANCHISE, 5), case) == {}


def test_the_guaranteed_purchase_is_of_the_planned_need():
    case = with_scenarios(DEAR)
    for mbps, holds in ((5.0, True), (4.9, False)):
        assert rows("purchase", signed(FRANCHISE, 5, HARBOUR, capacity={2029: mbps}), case)["2029 least"].holds is holds


def test_capacity_in_money_is_told_at_the_price_index_of_the_mode():
    case = mode(FRANCHISE, public_price_index="build").replace({"Settings!build_growth": 1.0})
    row = rows("support_and_share", signed(FRANCHISE, 5, HARBOUR, share=0.2, capacity={2028: 6.0}), case)[
        "2028 purchase"
    ]
    # half of 10, and 6, at 2 · 2²
    assert sides(row) == (40, 48)


def test_bounds_of_support_are_of_planned_cost_also_where_support_follows_actual_cost():
    case = with_scenarios(DEAR)
    contract = replace(signed(VENTURE, 5, HARBOUR), capital_contribution=Schedule("actual", share=0.5))
    assert sides(rows("contribution", contract, case)["2027 most"]) == (72, 72)


# Districts


def test_a_district_is_equipped_for_its_need_in_every_scenario():
    # 100 Mbit/s from wifi; twice the need in the dear scenario
    for need, holds in ((50.0, True), (50.01, False)):
        case = with_scenarios(DEAR, case=tiny_city().replace({"Districts!Harbour.public_need": need}))
        assert rows("need_carried", signed(OWNED, 8, HARBOUR), case)["Harbour"].holds is holds


def test_enough_residents_have_a_free_service_in_the_year_of_a_target():
    def free(target, group="waterfront", year=2028):
        case = tiny_city().replace({"Districts!Harbour.public_need": 95.0})
        return replace(case, free_service=(FreeServiceTarget(year=year, group=group, target=target),))

    # 5 Mbit/s are left for half of the demand in 2028: 400 of 1,000 residents, of 1,500 in the city
    contract = signed(OWNED, 8, HARBOUR)
    assert_points("free_service", "2028/waterfront", *((contract, free(target)) for target in (0.3, 0.4, 0.41)))
    assert sides(rows("free_service", contract, free(0.2, "City"))["2028/City"]) == (400, 300)
    # none is free in a franchise; run after handover by another mode there is one, for half of a half again
    assert sides(rows("free_service", signed(FRANCHISE, 5, HARBOUR), free(0.2))["2028/waterfront"]) == (0, 200)
    # the first two years after the term bring 200, then 400 units; 100 have capacity
    assert sides(rows("free_service", signed(FRANCHISE, 5, HARBOUR), free(0.2, year=2031))["2031/waterfront"]) == (
        400,
        200,
    )


# Money


def test_budgets_hold_in_expectation_and_where_asked_in_every_scenario():
    contract = signed(OWNED, 8, HARBOUR)

    def budgeted(amount, each=True):
        case = with_scenarios(
            Scenario(name="dear", probability=0.5, build=1.5), case=city(budget_in_every_scenario=each)
        )
        return contract, replace(case, budget=(Budget(year=2027, amount=amount),))

    # 2027: build 200 or 300, need 150, staff 6: 356, 456, on average 406
    assert set(rows("budget", *budgeted(0.0, each=False))) == {"2027"}
    assert list(rows("budget", *budgeted(0.0))) == ["2027", "2027/as planned", "2027/dear"]
    assert_points("budget", "2027", *(budgeted(amount) for amount in (407.0, 406.0, 405.9)))
    assert_points("budget", "2027/dear", *(budgeted(amount) for amount in (457.0, 456.0, 455.9)))
    assert_points("budget", "2027/as planned", *(budgeted(amount) for amount in (357.0, 356.0, 355.9)))


def test_the_total_budget_holds_in_expectation_and_where_asked_in_every_scenario():
    def total(amount, each=True):
        case = city(budget_total=amount, budget_in_every_scenario=each)
        return signed(OWNED, 8), with_scenarios(Scenario(name="needy", probability=0.5, need=2.0), case=case)

    # 150 or 300, and 6, in each of eight years
    assert set(rows("budget_total", *total(0.0, each=False))) == {""}
    assert_points("budget_total", "", *(total(amount) for amount in (1849.0, 1848.0, 1847.9)))
    assert_points("budget_total", "needy", *(total(amount) for amount in (2449.0, 2448.0, 2447.9)))
    assert_points("budget_total", "as planned", *(total(amount) for amount in (1249.0, 1248.0, 1247.9)))


def test_all_support_as_signed_stays_within_its_limit():
    contract = signed(
        FRANCHISE, 5, HARBOUR, contribution={2026: 10.0}, compensation={2029: 25.0}, capacity={2028: 12.0}
    )
    # 10, 25 − 20 and 2 · 2
    value = 10 * 0.8 + 5 * 0.8**4 + 4 * 0.8**3
    assert_points("support_limit", "", *((contract, city(support_limit=limit)) for limit in (13.0, value, 12.09)))
    assert rows("support_limit", contract) == {}
    assert sides(rows("support_limit", signed(OWNED, 8, HARBOUR), city(support_limit=0.0))[""]) == (0, 0)
    # scenarios change nothing in what is signed
    row = rows("support_limit", contract, with_scenarios(DEAR, case=city(support_limit=13.0)))[""]
    assert row.right == pytest.approx(value)


def test_the_bill_of_residents_stays_within_the_limit_for_each_resident_covered():
    contract = signed(FRANCHISE, 5, HARBOUR)
    # 2029: 320 + 40 for 800 residents
    assert_points("citizen_bill", "2029", *((contract, city(citizen_bill_most=most)) for most in (0.5, 0.45, 0.449)))
    found = rows("citizen_bill", contract, city(citizen_bill_most=0.45))
    assert list(found) == [str(year) for year in range(2026, 2034)]
    assert found["2026"].holds and sides(found["2026"]) == (0, 0)
    assert rows("citizen_bill", contract) == {}
    # the limit grows like prices
    grown = rows("citizen_bill", contract, city(citizen_bill_most=0.5, price_growth=1.0))["2028"]
    assert sides(grown) == (0.5 * 4 * 800, 4 * 340)
    # on average over the scenarios: half of them with half of the demand
    poor = with_scenarios(Scenario(name="poor", probability=0.5, demand=0.5), case=city(citizen_bill_most=0.45))
    assert rows("citizen_bill", contract, poor)["2029"].right == pytest.approx(270)


def test_the_return_is_expected_and_its_headroom_is_of_planned_build():
    contract = signed(FRANCHISE, 5, HARBOUR, share=0.1)
    case = with_scenarios(DEAR)
    row, planned = rows("operator_return", contract, case)[""], rows("operator_return", contract)[""]
    assert row.right == pytest.approx(planned.right)
    values = ledger(case, contract).operator_npv_by_scenario
    assert row.left == pytest.approx((planned.left + values["dear"]) / 2)


def test_payback_is_of_expected_flows_and_renewals():
    case = with_scenarios(Scenario(name="dear", probability=0.5, build=2.0), case=mode(FRANCHISE, payback_longest=3))
    contract = signed(FRANCHISE, 5, HARBOUR, share=0.1)
    # as in one scenario 57 − 10 less 5 of the fee of 2028; in the dear one 160 more of build, and 20 of renewal by half
    planned = rows("operator_payback", contract, mode(FRANCHISE, payback_longest=3))[""]
    assert planned.left == pytest.approx(42)
    assert rows("operator_payback", contract, case)[""].left == pytest.approx(42 - (160 + 10) / 2)


def test_the_operator_loses_no_more_than_it_can_bear_in_any_scenario():
    # Build, renewal and operation are paid for as planned, and 2 are left in 2027. The dear scenario costs an eighth
    # more of: operation 20, packages 2, free service 2 and from 2028 4. Build is contributed to on actual cost.
    contract = supported(20.0)
    contract = replace(contract, capital_contribution=Schedule("actual", share=1.0))
    later = sum(0.8**t for t in (3, 4, 5, 6))
    loss = (24 * 0.8**2 + 26 * later) / 8 - 2 * 0.8**2
    # all build is contributed; left is one mean year of operation, of a term of six
    year = 20 * (0.8**2 + later) / 6
    cases = [with_scenarios(DEAR, case=mode(INVESTED, loss_limit=limit)) for limit in (0.8, loss / year, 0.77)]
    assert_points("operator_downside", "dear", *((contract, case) for case in cases))
    found = rows("operator_downside", contract, cases[0])
    assert sides(found["dear"]) == (-loss, -0.8 * year)
    assert sides(found["as planned"]) == (2 * 0.8**2, -0.8 * year)
    assert rows("operator_downside", contract) == {}
    assert rows("operator_downside", signed(OWNED, 8), cases[0]) == {}


def test_what_may_be_lost_is_a_part_of_what_the_operator_builds_itself():
    contract = signed(FRANCHISE, 5, HARBOUR, contribution={2027: 60.0})
    row = rows("operator_downside", contract, mode(FRANCHISE, loss_limit=0.5))["planned"]
    # 160 − 60 in year 2; 20 of renewal in years 3 to 5, and a fifth of 20 of operation
    own = 100 * 0.625**2 + (20 + 20 / 5) * (0.625**3 + 0.625**4 + 0.625**5)
    assert row.right == pytest.approx(-own / 2)


def test_an_operator_that_keeps_the_network_counts_it_against_its_loss():
    case = mode(VENTURE, loss_limit=0.5)
    book = ledger(case, signed(VENTURE, 4, HARBOUR))
    row = rows("operator_downside", signed(VENTURE, 4, HARBOUR), case)["planned"]
    flows = sum(flow * 0.8**t for t, flow in enumerate(book.operator_flows, start=1))
    assert row.left == pytest.approx(flows + 50.4 * 0.8**8)
