"""Each rule judged at a point inside, on and just outside it, typed by hand; no solver."""

from dataclasses import replace
from fractions import Fraction

import pytest

from optmodel.case import Budget, Charge, FreeServiceTarget, Function
from optmodel.ledger import Books, ledger
from optmodel.requirements import REQUIREMENTS
from optmodel.verify import RULES, evaluate, judge
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, in_numbers, signed, tiny_city

HARBOUR = ("Harbour", "wifi", 2028)
HILL = ("Hill", "wifi", 2028)


def rows(rule, contract, case=None):
    """What a rule says of a contract: requirements by index."""
    case = case or tiny_city()
    return {item.index: item for item in judge(case, contract, ledger(case, contract)) if item.rule == rule}


def city(**settings):
    return tiny_city().replace({f"Settings!{name}": value for name, value in settings.items()})


def mode(name, **fields):
    return tiny_city().replace({f"Modes!{name}.{field}": value for field, value in fields.items()})


def sides(row):
    return (pytest.approx(row.left), pytest.approx(row.right))


def assert_points(rule, index, inside, on, outside):
    """Three points, each a pair of contract and case: met with room, met without, and missed."""
    met, just_met, missed = (rows(rule, *point)[index] for point in (inside, on, outside))
    assert met.holds and not met.binding and met.slack > 0
    assert just_met.holds and just_met.binding
    assert not missed.holds and not missed.binding and missed.slack < 0


# The mode and its terms


def test_a_mode_is_permitted_where_it_can_be_selected_and_no_reason_stands_against_it():
    contract = signed(INVESTED, 5)
    assert rows("permitted", contract)[""].holds
    assert not rows("permitted", contract, mode(INVESTED, not_permitted="The charter forbids it."))[""].holds
    assert not rows("permitted", contract, mode(INVESTED, selectable=False))[""].holds


def test_the_control_kept_is_at_least_the_control_required():
    contract = signed(INVESTED, 5)  # which keeps 2
    assert_points("control", "", *((contract, city(control_required=level)) for level in (1, 2, 3)))
    assert rows("control", contract) == {}


def test_a_term_lies_within_its_bounds():
    assert_points("term", "least", *((signed(INVESTED, length), None) for length in (5, 4, 3)))
    assert_points("term", "most", *((signed(INVESTED, length), None) for length in (5, 6, 7)))
    # a longest term beyond the horizon is cut there; an empty cell stands for the horizon
    assert sides(rows("term", signed(INVESTED, 8), mode(INVESTED, term_most=60))["most"]) == (8, 8)
    empty = mode(INVESTED, term_least=None, term_most=None)
    assert not rows("term", signed(INVESTED, 7), empty)["least"].holds
    assert rows("term", signed(INVESTED, 8), empty)["least"].holds


def test_without_an_operator_the_term_is_the_horizon():
    assert all(row.binding and row.holds for row in rows("term", signed(OWNED, 8)).values())
    assert not rows("term", signed(OWNED, 7))["least"].holds


def test_a_share_of_turnover_lies_within_its_bounds():
    assert_points("share", "least", *((signed(FRANCHISE, 5, share=share), None) for share in (0.2, 0.1, 0.0999)))
    assert_points("share", "most", *((signed(FRANCHISE, 5, share=share), None) for share in (0.2, 0.3, 0.3001)))


def test_capacity_is_bought_within_bounds_on_the_need_of_open_districts():
    def bought(mbps):
        return signed(FRANCHISE, 5, HARBOUR, capacity={2029: mbps}), None

    # half of 10; 1 · 10 and one step of 1
    assert_points("purchase", "2029 least", bought(6.0), bought(5.0), bought(4.9))
    assert_points("purchase", "2029 most", bought(10.5), bought(11.0), bought(11.1))
    # before anything is open there is nothing to judge, unless capacity is bought then
    assert set(rows("purchase", *bought(6.0))) == {
        f"{year} {end}" for year in (2028, 2029, 2030) for end in ("least", "most")
    }
    early = rows("purchase", signed(FRANCHISE, 5, HARBOUR, capacity={2026: 1.5}))
    assert not early["2026 most"].holds


def test_capacity_a_hair_above_a_step_is_signed_as_that_step():
    # half of it lies 5e-10 of a step above 5; a thousand times as much above is another matter
    for need, holds in ((10.000000001, True), (10.000001, False)):
        case = tiny_city().replace({"Districts!Harbour.public_need": need})
        assert rows("purchase", signed(FRANCHISE, 5, HARBOUR, capacity={2029: 5.0}), case)["2029 least"].holds is holds


def test_nothing_is_bought_where_the_need_is_served():
    assert rows("purchase", signed(INVESTED, 5, HARBOUR)) == {}
    row = rows("purchase", signed(INVESTED, 5, HARBOUR, capacity={2029: 1.0}))["2029 most"]
    assert not row.holds and sides(row) == (0, 1)


def test_where_support_and_share_exclude_each_other_a_share_leaves_support_at_the_least():
    fields = {"contribution_least": 0.1, "compensation_least": 0.5, "compensation_most": 1.0}
    case = mode(FRANCHISE, **fields)

    def with_share(share=0.2, **support):
        return signed(FRANCHISE, 5, HARBOUR, share=share, **support), case

    # a tenth of the 160 built in 2027
    points = (with_share(contribution={2027: amount}) for amount in (15.0, 16.0, 17.0))
    assert_points("support_and_share", "2027 contribution", *points)
    # half of the 20 of operation
    points = (with_share(compensation={2029: amount}) for amount in (9.0, 10.0, 11.0))
    assert_points("support_and_share", "2029 compensation", *points)
    # half of the need of 10, at the price of 2
    points = [with_share(capacity={2029: mbps}) for mbps in (4.0, 5.0, 6.0)]
    assert_points("support_and_share", "2029 purchase", *points)
    assert sides(rows("support_and_share", *points[2])["2029 purchase"]) == (10, 12)
    # at the least share all may come together, and in a mode that does not exclude it as well
    assert rows("support_and_share", *with_share(share=0.1, contribution={2027: 17.0})) == {}
    assert rows("support_and_share", signed(VENTURE, 5, HARBOUR, share=0.2, contribution=0.5)) == {}


def test_support_at_the_least_may_be_rounded_up_and_a_share_is_exact():
    case = mode(FRANCHISE, contribution_least=0.105)
    # 16.8: 17 in whole steps; as a share 0.105 and no more
    for support, holds in (({2027: 17.0}, True), ({2027: 17.1}, False), (0.105, True), (0.106, False)):
        contract = signed(FRANCHISE, 5, HARBOUR, share=0.2, contribution=support)
        assert rows("support_and_share", contract, case)["2027 contribution"].holds is holds


# Support


def test_a_contribution_lies_within_its_bounds_on_build_and_renewal():
    def contributed(amount):
        return signed(VENTURE, 5, HARBOUR, contribution={2027: amount}), None

    # a fifth and a half of the 144 built in 2027
    assert_points("contribution", "2027 least", contributed(29.0), contributed(28.8), contributed(28.7))
    assert_points("contribution", "2027 most", contributed(71.0), contributed(72.0), contributed(72.1))
    # renewal of 18 a year from 2028; nothing to judge in 2026 unless something is signed
    assert set(rows("contribution", *contributed(29.0))) == {
        f"{year} {end}" for year in range(2027, 2031) for end in ("least", "most")
    }
    assert sides(rows("contribution", *contributed(29.0))["2029 least"]) == (0, 3.6)
    early = signed(VENTURE, 5, HARBOUR, contribution={2026: 1.0})
    assert not rows("contribution", early)["2026 most"].holds


def test_the_most_of_a_contribution_is_rounded_up_for_amounts_and_exact_for_a_share():
    case = mode(FRANCHISE, build_factor=0.99)
    # half of 158.4 is 79.2: 80 in whole steps

    def contributed(support):
        return signed(FRANCHISE, 5, HARBOUR, contribution=support), case

    assert_points("contribution", "2027 most", *(contributed({2027: amount}) for amount in (79.0, 80.0, 80.1)))
    assert_points("contribution", "2027 most", *(contributed(share) for share in (0.4, 0.5, 0.502)))


def test_compensation_lies_within_its_bounds_on_operation():
    def compensated(amount):
        return signed(INVESTED, 5, HARBOUR, compensation={2029: amount}), None

    # 1 and 1.5 times 20
    assert_points("compensation", "2029 least", compensated(21.0), compensated(20.0), compensated(19.9))
    assert_points("compensation", "2029 most", compensated(29.0), compensated(30.0), compensated(30.1))
    assert not rows("compensation", *compensated(20.0))["2028 least"].holds
    assert "2027 least" not in rows("compensation", *compensated(20.0))


def test_without_an_operator_any_support_is_too_much():
    contract = signed(OWNED, 8, HARBOUR, contribution={2027: 1.0}, compensation={2030: 2.0})
    assert not rows("contribution", contract)["2027 most"].holds
    assert not rows("compensation", contract)["2030 most"].holds
    assert ledger(tiny_city(), contract).transfers == ledger(tiny_city(), signed(OWNED, 8, HARBOUR)).transfers


# The rollout


def test_an_opened_district_has_one_plan():
    found = rows("one_plan", signed(OWNED, 8, HARBOUR, HILL))
    assert {index: sides(row) for index, row in found.items()} == {"Harbour": (1, 1), "Hill": (1, 1)}


def test_a_district_is_equipped_for_its_need_in_every_year():
    # wifi carries 100 from 2028 and 200 from 2032
    for need, growth, holds in ((10.0, 0.0, True), (100.0, 0.0, True), (100.01, 0.0, False), (10.0, 0.8, False)):
        case = tiny_city().replace({"Districts!Harbour.public_need": need, "Settings!need_growth": growth})
        assert rows("need_carried", signed(OWNED, 8, HARBOUR), case)["Harbour"].holds is holds
    # 13 · 1.5^(t−1): 98.7 in 2031, and 148.1 and 222.1 once upgraded to 200; opened in 2029 it is upgraded in 2033
    case = tiny_city().replace({"Districts!Harbour.public_need": 13.0, "Settings!need_growth": 0.5})
    contract = signed(OWNED, 8, HARBOUR)
    assert not rows("need_carried", contract, case)["Harbour"].holds
    case = case.replace({"Technologies!wifi.upgrade": 2.25})
    assert rows("need_carried", contract, case)["Harbour"].holds
    assert not rows("need_carried", signed(OWNED, 8, ("Harbour", "wifi", 2029)), case)["Harbour"].holds


def test_no_district_opens_too_late_to_be_in_service_for_the_least_years():
    # two years by the end of 2030: 2029 at the latest
    for year, holds in ((2028, True), (2029, True), (2030, False)):
        assert rows("least_service", signed(INVESTED, 5, ("Harbour", "wifi", year)))["Harbour"].holds is holds


def test_a_district_is_open_by_the_year_it_must_be():
    case = tiny_city().replace({"Districts!Harbour.must_open_by": 2029})
    for rollout, holds in (
        ([("Harbour", "wifi", 2028)], True),
        ([("Harbour", "wifi", 2029)], True),
        ([("Harbour", "wifi", 2030)], False),
        ([HILL], False),
    ):
        found = rows("must_open", signed(OWNED, 8, *rollout), case)
        assert {index: row.holds for index, row in found.items()} == {"Harbour": holds}


def test_a_target_is_reached_in_its_year():
    def opened(technology, year, target=0.8):
        return signed(OWNED, 8, ("Harbour", technology, year)), tiny_city().replace(
            {"Coverage!2029/waterfront.target": target}
        )

    # 1,000 or 800 of 1,000 residents
    assert_points(
        "coverage", "2029/waterfront", opened("fibre", 2029), opened("wifi", 2029), opened("wifi", 2029, 0.81)
    )
    assert sides(rows("coverage", *opened("wifi", 2030))["2029/waterfront"]) == (0, 800)
    assert sides(rows("coverage", *opened("wifi", 2030))["2031/City"]) == (800, 750)


def test_a_group_in_which_nobody_lives_is_covered():
    case = tiny_city().replace({"Districts!Harbour.residents": 0.0})
    assert rows("coverage", signed(OWNED, 8), case)["2029/waterfront"].holds


def test_no_more_districts_open_in_a_year_than_the_limit():
    contract = signed(OWNED, 8, HARBOUR, HILL)
    assert_points("openings", "2028", *((contract, city(openings_limit=limit)) for limit in (3, 2, 1)))
    assert rows("openings", signed(OWNED, 8, HARBOUR, ("Hill", "wifi", 2029)), city(openings_limit=1))["2029"].holds
    assert rows("openings", contract) == {}


# Money


def test_net_payments_of_a_year_stay_within_its_budget():
    # 2027: build 200, need 150, staff 6
    def budgeted(amount, year=2027):
        return signed(OWNED, 8, HARBOUR), replace(tiny_city(), budget=(Budget(year=year, amount=amount),))

    assert_points("budget", "2027", budgeted(357.0), budgeted(356.0), budgeted(355.9))
    # 2030: renewal 25, operation 24, free service 8, need 50, staff 6, less 40 of leases
    assert_points("budget", "2030", *(budgeted(amount, 2030) for amount in (74.0, 73.0, 72.9)))


def test_net_payments_of_all_years_stay_within_the_total_budget():
    # nothing opens: 150 and 6 in each of eight years
    contract = signed(OWNED, 8)
    assert_points("budget_total", "", *((contract, city(budget_total=total)) for total in (1249.0, 1248.0, 1247.9)))
    assert rows("budget_total", contract) == {}


def supported(first_year_of_operation):
    """Build and renewal paid, operation paid but for the first year, in which the operator has 2 left; then nothing."""
    amounts = {2027: first_year_of_operation} | dict.fromkeys(range(2028, 2032), 20.0)
    return signed(INVESTED, 6, ("Harbour", "wifi", 2027), contribution=1.0, compensation=amounts)


def test_the_operator_earns_its_required_return():
    assert_points("operator_return", "", *((supported(amount), None) for amount in (20.0, 18.0, 17.9)))
    assert sides(rows("operator_return", supported(20.0))[""]) == (2 * 0.8**2, 0)
    assert rows("operator_return", signed(OWNED, 8, HARBOUR)) == {}


def test_the_headroom_is_of_what_the_operator_builds_in_the_term_at_its_own_cost():
    row = rows("operator_return", signed(FRANCHISE, 5, HARBOUR, share=0.1, contribution={2026: 10.0}))[""]
    # a tenth of 160 in year 2 and 20 in years 3 to 5, less 10 in year 1, at 60 %
    expected = 160 * 0.625**2 + 20 * (0.625**3 + 0.625**4 + 0.625**5) - 10 * 0.625
    assert row.right == pytest.approx(0.1 * expected)
    # a franchise that is repaid half of all it builds asks half
    half = rows("operator_return", signed(FRANCHISE, 5, HARBOUR, share=0.1, contribution=0.5))[""]
    assert half.right == pytest.approx(0.05 * (expected + 10 * 0.625))


def test_a_return_counts_the_years_in_which_the_operator_keeps_the_network():
    contract = signed(VENTURE, 4, HARBOUR)
    book = ledger(tiny_city(), contract)
    flows = sum(flow * 0.8**t for t, flow in enumerate(book.operator_flows, start=1))
    assert rows("operator_return", contract)[""].left == pytest.approx(flows + book.end_value * 0.8**8)
    assert all(book.operator_flows[4:])


def test_the_operators_money_is_back_in_time():
    case = mode(INVESTED, payback_longest=4)
    assert_points("operator_payback", "", *((supported(amount), case) for amount in (20.0, 18.0, 17.9)))
    assert rows("operator_payback", supported(20.0)) == {}
    assert rows("operator_payback", signed(OWNED, 8)) == {}


def test_renewals_are_left_out_of_payback_but_for_what_a_contribution_may_repay():
    def franchise(fee):
        charge = Charge(
            mode=FRANCHISE, name="fee", counted_from="signature", first=3, last=3, amount=fee,
            payer="operator", payee="government",
        )  # fmt: skip
        case = replace(mode(FRANCHISE, payback_longest=3), charges=(charge,))
        return signed(FRANCHISE, 5, HARBOUR, share=0.1), case

    # 160 built in 2027. 2028: 0.9 · 340 of revenue, 30 of overage, less 95 of sales, 20 of operation, 4 for the
    # backbone; 20 of renewal count by half, as a contribution may be half. 57 − 10 = 47 are left for the fee
    assert_points("operator_payback", "", franchise(46.0), franchise(47.0), franchise(47.1))


def test_a_payback_longer_than_the_horizon_is_cut_there():
    contract = signed(FRANCHISE, 5, HARBOUR, share=0.1)
    to_horizon = rows("operator_payback", contract, mode(FRANCHISE, payback_longest=8))
    assert rows("operator_payback", contract, mode(FRANCHISE, payback_longest=60)) == to_horizon


# All rules together


def test_every_rule_is_judged_under_its_name_and_in_the_order_of_the_table():
    names = [kind.name for kind in REQUIREMENTS]
    assert [rule.__name__ for rule in RULES] == names
    case = city(control_required=1, openings_limit=2, budget_total=1e4, support_limit=1e3, citizen_bill_most=1.0)
    case = case.replace({"Districts!Harbour.must_open_by": 2028, f"Modes!{FRANCHISE}.loss_limit": 0.5})
    function = Function(mode=OWNED, function="care", outsourced="never", base="operation", part=0.5, factor=1.0)
    target = FreeServiceTarget(year=2030, target=0.5)
    case = replace(case, functions=(function,), free_service=(target,))
    judged = set()
    for contract in (signed(FRANCHISE, 5, HARBOUR, share=0.2, contribution=0.1), signed(OWNED, 8, HARBOUR)):
        found = evaluate(case, contract).requirements
        order = list(dict.fromkeys(row.rule for row in found))
        assert order == [name for name in names if name in order]
        assert len({(row.rule, row.index) for row in found}) == len(found)
        judged |= set(order)
    assert judged == set(names)


def test_an_evaluation_names_what_is_broken():
    contract = signed(
        FRANCHISE, 7, ("Harbour", "wifi", 2027), share=0.1, capacity=dict.fromkeys(range(2027, 2033), 10.0)
    )
    good = evaluate(tiny_city(), contract)
    assert good.broken == ()
    assert good.ledger.government_cost == ledger(tiny_city(), contract).government_cost
    bad = evaluate(tiny_city(), replace(contract, revenue_share=0.05, public_capacity=()))
    assert {row.rule for row in bad.broken} == {"share", "purchase"}


def test_books_of_the_case_give_the_same_evaluation():
    case = tiny_city()
    books = Books(case)
    for contract in (signed(VENTURE, 4, HARBOUR, contribution=0.5), signed(FRANCHISE, 5, HARBOUR, HILL, share=0.2)):
        assert evaluate(case, contract, books).requirements == evaluate(case, contract).requirements


def test_the_verdict_in_fractions_is_the_verdict_in_floats():
    exact = in_numbers(tiny_city(), lambda _, number: Fraction(str(number)))
    for contract in (supported(18.0), signed(VENTURE, 4, HARBOUR), signed(OWNED, 8, HARBOUR, HILL)):
        precise = evaluate(exact, replace(contract, revenue_share=Fraction(0))).requirements
        floats = evaluate(tiny_city(), contract).requirements
        assert [(row.rule, row.index, row.holds) for row in precise] == [
            (row.rule, row.index, row.holds) for row in floats
        ]
        assert [float(row.slack) for row in precise] == pytest.approx([row.slack for row in floats], abs=1e-9)
