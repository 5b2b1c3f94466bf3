"""The years after the term: handed over, let again or kept, by hand."""

from dataclasses import replace

import pytest

from optmodel.ledger import ledger
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import HARBOUR, paid, years


def test_a_successor_holds_its_part_of_the_revenue_and_pays_no_share():
    book = ledger(tiny_city(), signed(FRANCHISE, 5, HARBOUR, share=0.2))
    # run as government-invested: package 0.8 · 400 · 0.5 · 0.5 = 80 at 0.5, a quarter the successor's; cost 0.1 each
    assert paid(book, "service revenue", "users", "successor", "package") == years(2031, 2033, 10)
    assert paid(book, "service revenue", "users", "government", "package") == years(2031, 2033, 30)
    assert paid(book, "cost of sales", "successor", "suppliers", "package") == years(2031, 2033, 2)
    assert max(transfer.year for transfer in book.transfers if transfer.line == "turnover share") == 2030
    assert not [transfer for transfer in book.transfers if transfer.phase == "after" and transfer.payer == "operator"]


def test_services_go_on_at_their_age_and_new_ones_start_their_ramp_after_the_term():
    case = tiny_city().replace({"Services!package.ramp_years": 8.0})
    book = ledger(case, signed(FRANCHISE, 5, HARBOUR))
    # package was sold in the term: in 2031 it is in its 4th year, 160 · 0.5 · 4/8; basic is new: 400 · ½, then 400
    assert book.sold[2031] == pytest.approx({"basic": 200, "package": 40})
    assert book.sold[2032] == pytest.approx({"basic": 400, "package": 50})


def test_a_service_dropped_for_its_share_begins_anew_once_no_share_is_paid():
    case = tiny_city().replace({"Services!package.ramp_years": 4.0})
    book = ledger(case, signed(VENTURE, 4, HARBOUR, share=0.3))
    assert "package" not in book.sold[2029]
    # 160 · 1/4, 160 · 2/4 in the first years after the term; lease went on at age 3
    assert [book.sold[year]["package"] for year in (2030, 2031)] == pytest.approx([40, 80])
    assert book.sold[2030]["lease"] == pytest.approx(40)


def test_without_an_operator_after_handover_the_government_pays_and_holds_all():
    case = tiny_city().replace({f"Modes!{FRANCHISE}.run_after_handover": OWNED})
    book = ledger(case, signed(FRANCHISE, 5, HARBOUR))
    assert paid(book, "renewal", "government", "suppliers") == years(2031, 2033, 20)
    assert paid(book, "operation", "government", "suppliers") == years(2031, 2033, 24)
    # lease 40 went on at its age; 80 after the upgrade of 2032
    assert paid(book, "service revenue", "users", "government", "lease") == {2031: 40, 2032: 80, 2033: 80}
    assert {transfer.payer for transfer in book.transfers if transfer.phase == "after"} == {"government", "users"}
    assert paid(book, "charge", item="staff") == years(2031, 2033, 6)  # counted from either


def test_an_operator_that_keeps_the_network_goes_on_for_its_own_account():
    book = ledger(tiny_city(), signed(VENTURE, 4, HARBOUR, contribution=0.5))
    assert paid(book, "operation", "operator", "suppliers") == years(2028, 2033, 20)
    assert paid(book, "renewal", "operator", "suppliers") == years(2028, 2033, 18)  # 80 ÷ 4 · 0.9
    # need 10 at 5; no support, no free service
    assert paid(book, "public capacity", "government", "operator")[2030] == 50
    assert paid(book, "capital contribution") == {2027: 72, 2028: 9, 2029: 9}
    assert set(book.sold[2030]) == {"package", "lease"}
    assert paid(book, "need bought as today") == years(2026, 2027, 150) | years(2028, 2033, 50)
    assert book.end_value_owner == "operator"


def test_a_district_opened_after_the_term_is_built_by_whoever_runs_the_network_at_the_contracts_factor():
    case = tiny_city().replace({f"Modes!{INVESTED}.build_factor": 2.0})
    book = ledger(case, signed(FRANCHISE, 4, ("Harbour", "fibre", 2031)))
    # 600 − 120 = 480, half of it in 2029 in the term, half in 2030 by the successor, which is paid for it
    assert paid(book, "build", "operator") == {2029: 240}
    assert paid(book, "build", "successor") == {2030: 240}
    assert paid(book, "capital contribution", "government", "successor")[2030] == 240
    # package was offered in the term, basic was not: both are as old as the district
    assert book.sold[2031]["basic"] == pytest.approx(250)  # 1000 · 0.5 · ½


def test_without_an_operator_the_network_is_run_to_the_horizon_whatever_term_is_written():
    contract = signed(OWNED, 8, HARBOUR)
    assert ledger(tiny_city(), replace(contract, term_years=5)).transfers == ledger(tiny_city(), contract).transfers
