"""Tariff levels, years in which an operator lets sales run down, and what residents pay and have free, by hand."""

from dataclasses import replace

import pytest

from optmodel.case import Scenario
from optmodel.ledger import Books, ledger
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import HARBOUR, paid
from tests.ledger.uncertain import SOCIAL, risk, with_risks, with_scenarios


def social(*contract, case=None, **terms):
    """A contract at the social level: half the price, a quarter more demand, for all services but the lease."""
    case = (case or tiny_city()).replace({"Services!lease.tariffed": False})
    return ledger(replace(case, tariffs=(SOCIAL,)), replace(signed(*contract, **terms), tariff_level="social"))


# Tariff levels


def test_a_level_sets_the_price_and_moves_the_demand_of_what_is_tariffed():
    book = social(FRANCHISE, 5, HARBOUR)
    # package 160 · 1.25 = 200 at 2 · 0.5, takes 50 of 90; lease 20, then 40, at 1 as ever
    assert book.sold[2028] == pytest.approx({"package": 200, "lease": 20})
    assert paid(book, "service revenue", item="package")[2028] == 200
    assert paid(book, "service revenue", item="lease")[2029] == 40
    # what it costs is not cheaper
    assert paid(book, "cost of sales", item="package")[2028] == 100


def test_a_free_service_has_no_tariff():
    assert social(OWNED, 8, HARBOUR).sold[2028]["basic"] == pytest.approx(200)


def test_a_service_is_dropped_where_its_price_at_the_level_does_not_cover_its_cost():
    # 1 · 0.5 is below 0.8
    assert "package" not in social(VENTURE, 4, HARBOUR).sold[2028]
    assert "package" in ledger(tiny_city(), signed(VENTURE, 4, HARBOUR)).sold[2028]


def test_after_handover_the_level_is_planned_unless_another_is_named():
    # run as government-invested: 80 at 0.5; at the social level 100 at 0.25
    assert paid(social(FRANCHISE, 5, HARBOUR), "service revenue", item="package")[2031] == 40
    case = replace(tiny_city(), tariffs=(SOCIAL,)).replace({f"Modes!{FRANCHISE}.successor_tariff": "social"})
    assert paid(social(FRANCHISE, 5, HARBOUR, case=case), "service revenue", item="package")[2031] == 25


def test_an_operator_that_keeps_the_network_keeps_the_level():
    case = tiny_city().replace({f"Service factors!package/{VENTURE}.unit_cost": 0.1})
    # 200 at 0.5
    assert paid(social(VENTURE, 4, HARBOUR, case=case), "service revenue", item="package")[2030] == 100


# Run-down


def run_down(mode, **fields):
    fields = {"run_down_years": 2, "run_down_uptake": 0.5} | fields
    return tiny_city().replace({f"Modes!{mode}.{name}": value for name, value in fields.items()})


def test_an_operator_lets_sales_run_down_in_the_last_years_before_it_hands_over():
    book = ledger(run_down(FRANCHISE), signed(FRANCHISE, 5, HARBOUR))
    # package 160 and lease 20 in 2028, then halves of 160 and 40; 80 packages after, and the lease is not offered
    assert book.sold[2028] == pytest.approx({"package": 160, "lease": 20})
    assert [book.sold[year] for year in (2029, 2030)] == [pytest.approx({"package": 80, "lease": 20})] * 2
    assert book.sold[2031]["package"] == pytest.approx(80)
    # more years than the term has are the term
    book = ledger(run_down(FRANCHISE, run_down_years=60), signed(FRANCHISE, 5, HARBOUR))
    assert book.sold[2028] == pytest.approx({"package": 80, "lease": 10})


def test_free_services_run_down_too_also_to_the_horizon():
    book = ledger(run_down(INVESTED), signed(INVESTED, 8, HARBOUR))
    assert [book.sold[year]["basic"] for year in (2031, 2032, 2033)] == pytest.approx([400, 200, 200])


def test_terms_of_different_lengths_in_the_same_books_run_down_each_in_its_years():
    books = Books(run_down(FRANCHISE))
    for length, last in ((5, 2030), (6, 2031), (5, 2030)):
        sold = books.ledger(signed(FRANCHISE, length, HARBOUR)).sold
        assert [sold[year]["lease"] for year in (last - 1, last)] == pytest.approx([20, 20])


def test_an_operator_that_keeps_the_network_and_a_government_let_nothing_run_down():
    for mode, length in ((VENTURE, 4), (OWNED, 8)):
        contract = signed(mode, length, HARBOUR)
        assert ledger(run_down(mode), contract).sold == ledger(tiny_city(), contract).sold


# Residents


def test_residents_pay_the_price_of_what_is_paid_by_them():
    book = ledger(tiny_city(), signed(FRANCHISE, 5, HARBOUR))
    # 2026, 2027; 2028: 160 · 2 + 20 · 1; then 320 + 40; then 80 · 0.5
    assert book.residents_pay == pytest.approx([0, 0, 340, 360, 360, 40, 40, 40])
    value = 340 * 0.8**3 + 360 * (0.8**4 + 0.8**5) + 40 * (0.8**6 + 0.8**7 + 0.8**8)
    assert book.residents_pay_npv == pytest.approx(value)
    case = tiny_city().replace({"Services!lease.paid_by": "others"})
    assert ledger(case, signed(FRANCHISE, 5, HARBOUR)).residents_pay[2:5] == pytest.approx([320] * 3)


def test_what_others_sell_on_is_paid_at_the_price_residents_are_asked():
    changes = {f"Service factors!lease/{FRANCHISE}.resident_price": 3.0, "Services!lease.paid_by": "others"}
    case = tiny_city().replace(changes)
    # 320 + 20 · 3, then 40 · 3; the operator is paid 1
    book = ledger(case, signed(FRANCHISE, 5, HARBOUR))
    assert book.residents_pay[2:5] == pytest.approx([380, 440, 440])
    assert paid(book, "service revenue", item="lease")[2029] == 40
    # with prices twice as high in 2027 and a level of half: (200 · 1 + 25 · 1.5) · 2², and the lease pays at 0.5 · 4
    case = replace(case.replace({"Settings!price_growth": 1.0}), tariffs=(SOCIAL,))
    case = case.replace({f"Service factors!lease/{FRANCHISE}.unit_cost": 0.0})
    book = ledger(case, replace(signed(FRANCHISE, 5, HARBOUR), tariff_level="social"))
    assert book.residents_pay[2] == pytest.approx((200 + 37.5) * 4)


def test_residents_pay_less_in_poor_scenarios_and_where_revenue_is_lost():
    case = with_scenarios(Scenario(name="poor", probability=0.5, demand=0.5, prices=0.5))
    # 340 or a quarter of it
    assert ledger(case, signed(FRANCHISE, 5, HARBOUR)).residents_pay[2] == pytest.approx((340 + 85) / 2)
    # a tenth of the revenue never comes
    case = with_risks(risk("revenue"))
    assert ledger(case, signed(FRANCHISE, 5, HARBOUR)).residents_pay[2] == pytest.approx(306)


def test_residents_have_a_free_service_as_far_as_its_demand_is_met():
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR, ("Hill", "wifi", 2030)))
    assert [book.free_residents(year, "City") for year in (2027, 2028, 2030)] == pytest.approx([0, 800, 1200])
    assert book.free_residents(2030, "waterfront") == pytest.approx(800)
    # 5 Mbit/s are left for 100 of 200 units in 2028, and of 400 in 2029
    case = tiny_city().replace({"Districts!Harbour.public_need": 95.0})
    book = ledger(case, signed(OWNED, 8, HARBOUR))
    assert [book.free_residents(year, "City") for year in (2028, 2029)] == pytest.approx([400, 200])
    # as planned, whatever may come
    drained = with_scenarios(Scenario(name="drained", probability=0.5, need=20.0))
    assert ledger(drained, signed(OWNED, 8, HARBOUR)).free_residents(2028, "City") == pytest.approx(800)


def test_nobody_has_a_free_service_where_none_is_served_free():
    book = ledger(tiny_city(), signed(FRANCHISE, 5, HARBOUR))
    assert [book.free_residents(year, "City") for year in (2030, 2031)] == pytest.approx([0, 800])
    assert ledger(tiny_city(), signed(VENTURE, 4, HARBOUR)).free_residents(2030, "City") == 0
    # a free service for businesses is none for residents, and one that nobody asks for is none either
    case = tiny_city().replace({"Services!basic.base": "businesses"})
    assert ledger(case, signed(OWNED, 8, HARBOUR)).free_residents(2030, "City") == 0
    case = tiny_city().replace({"Services!basic.saturation": 0.0})
    assert ledger(case, signed(OWNED, 8, HARBOUR)).free_residents(2030, "City") == 0
