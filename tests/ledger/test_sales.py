"""What is sold and what users pay, by hand."""

import pytest

from optmodel.ledger import ledger
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import HARBOUR, paid, years


def test_services_share_what_the_need_leaves_in_their_order():
    book = ledger(tiny_city(), signed(VENTURE, 4, HARBOUR))
    # 2028: 100 − 10 = 90 Mbit/s. basic 800 · 0.5 · ½ = 200 at 0.05 takes 10; package 0.8 · 400 · 0.5 = 160 at 0.25
    # takes 40; lease asks 100 · 0.4 · 0.5 = 20 of the 40 left. 2029: basic 400 takes 20, lease asks 40 of 30 left
    assert book.sold[2028] == pytest.approx({"basic": 200, "package": 160, "lease": 20})
    assert book.sold[2029] == pytest.approx({"basic": 400, "package": 160, "lease": 30})


def test_a_renewal_brings_the_upgrade():
    book = ledger(tiny_city(), signed(FRANCHISE, 7, HARBOUR))
    assert [book.capacity[year]["Harbour"] for year in (2028, 2031, 2032)] == [100, 100, 200]
    # 2032: lease asks 200 · 0.4 = 80 of 200 − 10 − 40; before it asks 40 of 50
    assert [book.sold[year]["lease"] for year in (2028, 2029, 2031, 2032)] == pytest.approx([20, 40, 40, 80])


def test_revenue_and_cost_of_sales_are_parted_in_the_same_shares():
    book = ledger(tiny_city(), signed(VENTURE, 4, HARBOUR))
    # package 160 · 1 = 160, cost 160 · 0.8 = 128; three quarters are the operator's. lease 20 · 2 and 30 · 2
    assert paid(book, "service revenue", "users", "government", "package") == years(2028, 2029, 40)
    assert paid(book, "service revenue", "users", "operator", "package") == years(2028, 2029, 120) | years(
        2030, 2033, 160
    )
    assert paid(book, "cost of sales", "government", "suppliers", "package") == years(2028, 2029, 32)
    assert paid(book, "cost of sales", "operator", "suppliers", "package") == years(2028, 2029, 96) | years(
        2030, 2033, 128
    )
    assert paid(book, "service revenue", "users", "government", "lease") == {2028: 10, 2029: 15}


def test_free_services_cost_whoever_is_obliged_to_serve_them():
    # 200, then 400 units: at 0.02 where the government runs the network, at 0.01 where an operator does
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR))
    assert paid(book, "free service cost", "government", "suppliers", "basic") == {2028: 4} | years(2029, 2033, 8)
    book = ledger(tiny_city(), signed(INVESTED, 5, HARBOUR))
    assert paid(book, "free service cost", "operator", "suppliers") == {2028: 2, 2029: 4, 2030: 4}
    assert paid(book, "free service cost", "government", "suppliers") == years(2031, 2033, 4)


def test_the_share_is_of_the_operators_own_turnover():
    book = ledger(tiny_city(), signed(FRANCHISE, 5, HARBOUR, share=0.2))
    # package 160 · 2 = 320, lease 20 then 40 at 1
    assert paid(book, "turnover share", "operator", "government") == {2028: 68, 2029: 72, 2030: 72}
    book = ledger(tiny_city(), signed(VENTURE, 4, HARBOUR, share=0.2))
    # 0.2 · 0.75 · (160 + 40), then lease 60; none after the term
    assert paid(book, "turnover share", "operator", "government") == {2028: 30, 2029: 33}


def test_a_service_that_no_longer_pays_is_dropped_and_its_capacity_goes_to_the_next():
    # package costs 0.8 of its price: at a share of 0.2 it just pays, at 0.3 it does not
    assert "package" in ledger(tiny_city(), signed(VENTURE, 4, HARBOUR, share=0.2)).sold[2028]
    book = ledger(tiny_city(), signed(VENTURE, 4, HARBOUR, share=0.3))
    assert book.sold[2028] == pytest.approx({"basic": 200, "lease": 20})
    assert book.sold[2029] == pytest.approx({"basic": 400, "lease": 40})  # 90 − 20 = 70 are left for it


def test_a_service_must_pay_in_every_year_of_the_term_and_in_no_other():
    changes = {"Settings!operation_growth": 0.05, f"Service factors!package/{VENTURE}.unit_cost": 0.65}
    case = tiny_city().replace(changes)
    # 0.65 · 1.05^(t−1): 0.7525 in 2029 and 0.8296 in 2031, against 0.8 that is left of the price
    assert "package" in ledger(case, signed(VENTURE, 4, HARBOUR, share=0.2)).sold[2028]
    assert "package" not in ledger(case, signed(VENTURE, 6, HARBOUR, share=0.2)).sold[2028]


def test_a_service_that_takes_no_capacity_is_sold_as_asked_for():
    case = tiny_city().replace({"Services!lease.mbps_per_unit": 0.0, "Services!lease.base": "businesses"})
    # 0.8 · 50 · 0.4 = 16
    assert ledger(case, signed(VENTURE, 4, HARBOUR)).sold[2029]["lease"] == pytest.approx(16)


def test_a_district_short_of_capacity_sells_nothing():
    case = tiny_city().replace({"Districts!Harbour.public_need": 150.0})
    book = ledger(case, signed(VENTURE, 4, HARBOUR))
    assert book.sold[2028] == {"basic": 0, "package": 0, "lease": 0}
    assert book.sold[2033] == pytest.approx({"package": 160, "lease": 10})  # upgraded: 200 − 150 = 50, 40 for package


def test_demand_grows_from_the_first_year_whenever_a_district_opens():
    case = tiny_city().replace({"Services!package.growth": 0.1})
    # 160 · 1.1² in 2028; 40 · 1.21 = 48.4 Mbit/s of 80
    assert ledger(case, signed(VENTURE, 4, HARBOUR)).sold[2028]["package"] == pytest.approx(193.6)


def test_the_order_of_services_is_by_priority_then_by_the_sheet():
    case = tiny_city().replace({"Services!lease.priority": 1, "Services!package.priority": 1})
    # basic 10, package 40 and lease 20 as before: all have priority 1 and the order of the sheet
    assert list(ledger(case, signed(VENTURE, 4, HARBOUR)).sold[2028]) == ["basic", "package", "lease"]
    case = tiny_city().replace({"Services!basic.priority": 9, "Services!package.priority": 8})
    assert list(ledger(case, signed(VENTURE, 4, HARBOUR)).sold[2028]) == ["lease", "package", "basic"]
