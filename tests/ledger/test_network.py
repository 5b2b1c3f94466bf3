"""The networks of opened districts: build, renewal, operation, backbone, end value, by hand."""

import pytest

from optmodel.ledger import ledger
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import HARBOUR, paid, years

# Build, renewal, operation


def test_the_build_is_spent_evenly_in_the_years_before_opening():
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR))
    # 1 · (100 · 2 + 0 · 500) = 200, all in the one year before 2028
    assert paid(book, "build", "government", "suppliers") == {2027: 200}
    book = ledger(tiny_city(), signed(OWNED, 8, ("Hill", "fibre", 2030)))
    # 1.5 · (50 · 4 + 1 · 250) = 675 in two years
    assert paid(book, "build", "government", "suppliers") == {2028: 337.5, 2029: 337.5}


def test_an_operator_builds_at_its_factor_what_its_backbone_does_not_replace():
    book = ledger(tiny_city(), signed(VENTURE, 4, HARBOUR))
    # (200 − 0.2 · 200) · 0.9
    assert paid(book, "build", "operator", "suppliers") == {2027: 144}


def test_a_reserve_is_set_aside_in_each_year_of_service_also_for_a_renewal_after_the_horizon():
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR))
    # half of 200 every 4 years: 25 a year for 2032, and 25 in 2032 and 2033 for 2036
    assert paid(book, "renewal", "government", "suppliers") == years(2028, 2033, 25)


def test_a_lump_is_paid_when_due_and_only_by_the_horizon():
    case = tiny_city().replace({"Settings!renewals": "lump"})
    assert paid(ledger(case, signed(OWNED, 8, HARBOUR)), "renewal") == {2032: 100}
    # opened in 2030 it is due in 2034
    assert paid(ledger(case, signed(OWNED, 8, ("Harbour", "wifi", 2030))), "renewal") == {}
    # opened in 2029 in the horizon's last year
    assert paid(ledger(case, signed(OWNED, 8, ("Harbour", "wifi", 2029))), "renewal") == {2033: 100}


def test_a_reserve_is_set_aside_at_the_price_of_the_year_it_is_due():
    case = tiny_city().replace({"Settings!build_growth": 1.0})
    # 100 · 2^6 = 6,400 in 2032, a quarter each year; 100 · 2^10 = 102,400 in 2036
    expected = years(2028, 2031, 1600) | years(2032, 2033, 25600)
    assert paid(ledger(case, signed(OWNED, 8, HARBOUR)), "renewal") == expected


def test_a_reserve_is_set_aside_at_the_factor_of_whoever_runs_the_network_when_it_is_due():
    case = tiny_city().replace({f"Modes!{INVESTED}.build_factor": 2.0})
    # own build 160, so 80 every 4 years. Term to 2030: due in 2032 and, as 2036 is beyond, 2033 under factor 2
    book = ledger(case, signed(FRANCHISE, 5, HARBOUR))
    assert paid(book, "renewal", "operator") == years(2028, 2030, 40)
    assert paid(book, "renewal", "successor") == years(2031, 2033, 40)
    # term to 2032: what is due in that year is due to the franchise at factor 1
    book = ledger(case, signed(FRANCHISE, 7, HARBOUR))
    assert paid(book, "renewal", "operator") == years(2028, 2031, 20) | {2032: 40}
    assert paid(book, "renewal", "successor") == {2033: 40}


def test_operation_is_paid_from_opening_by_whoever_runs_the_network_at_its_factor():
    # 10 · 2 = 20 · 1.2
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR))
    assert paid(book, "operation", "government", "suppliers") == years(2028, 2033, 24)
    case = tiny_city().replace({f"Modes!{INVESTED}.operating_factor": 1.5})
    book = ledger(case, signed(FRANCHISE, 5, HARBOUR))
    assert paid(book, "operation", "operator", "suppliers") == years(2028, 2030, 20)
    assert paid(book, "operation", "successor", "suppliers") == years(2031, 2033, 30)


def test_two_districts_add_up():
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR, ("Hill", "fibre", 2030)))
    assert paid(book, "build") == {2027: 200, 2028: 337.5, 2029: 337.5}
    # (20 + 5 · 4 + 0.05 · 250) · 1.2 from 2030
    assert paid(book, "operation") == years(2028, 2029, 24) | years(2030, 2033, 63)


# Backbone


def test_the_backbone_is_charged_in_the_term_and_rented_by_the_government_after_handover():
    book = ledger(tiny_city(), signed(INVESTED, 5, HARBOUR))
    # a tenth, then a fifth of 40
    assert paid(book, "backbone charge", "operator", "outside") == years(2028, 2030, 4)
    assert paid(book, "backbone rent", "government", "outside") == years(2031, 2033, 8)


def test_the_backbone_charge_follows_the_price_of_the_opening_year_for_good():
    case = tiny_city().replace({"Settings!build_growth": 1.0})
    # 0.1 · 40 · 2²
    assert paid(ledger(case, signed(INVESTED, 5, HARBOUR)), "backbone charge") == years(2028, 2030, 16)


def test_an_operator_that_keeps_the_network_goes_on_being_charged_for_the_backbone():
    book = ledger(tiny_city(), signed(VENTURE, 4, HARBOUR))
    assert paid(book, "backbone charge", "operator", "outside") == years(2028, 2033, 4)
    assert paid(book, "backbone rent") == {}


# End value


def test_the_end_value_is_what_is_not_worn_out_and_what_is_set_aside():
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR))
    # 6 years in use: half of the 100 renewed in 2032, 4/10 of the other 100, and 2 · 25 in the pot; half is counted
    assert book.end_value == pytest.approx(0.5 * (50 + 40 + 50))
    assert book.end_value_owner == "government"
    assert book.government_by_line()["end value"] == pytest.approx(-70 * 0.8**8)
    case = tiny_city().replace({"Settings!renewals": "lump", "Settings!flows_at": "start"})
    book = ledger(case, signed(OWNED, 8, HARBOUR))
    assert book.end_value == pytest.approx(0.5 * (50 + 40))
    assert book.government_by_line()["end value"] == pytest.approx(-45 * 0.8**8)  # at the end of the year all the same


def test_a_district_opened_in_the_last_year_has_one_year_of_use():
    case = tiny_city().replace({"Project!last_opening_year": 2033})
    # 100 · 3/4 + 100 · 9/10 + a first 25 in the pot
    assert ledger(case, signed(OWNED, 8, ("Harbour", "wifi", 2033))).end_value == pytest.approx(0.5 * (75 + 90 + 25))


def test_the_end_value_is_nominal():
    case = tiny_city().replace({"Settings!build_growth": 1.0})
    # built in 2027 for 400: 200 · 4/10 = 80; renewed in 2032 for 6,400, half left; 102,400 · 2/4 in the pot
    assert ledger(case, signed(OWNED, 8, HARBOUR)).end_value == pytest.approx(0.5 * (80 + 3200 + 51200))


def test_no_factor_above_one_and_no_factor_saved_is_credited():
    # of 160: 40 + 32 + 40 = 112, half counted, at the venture's factor of 0.9
    book = ledger(tiny_city(), signed(VENTURE, 4, HARBOUR))
    assert (book.end_value, book.end_value_owner) == (pytest.approx(0.5 * 112 * 0.9), "operator")
    case = tiny_city().replace({f"Modes!{VENTURE}.build_factor": 1.5})
    assert ledger(case, signed(VENTURE, 4, HARBOUR)).end_value == pytest.approx(0.5 * 112)


def test_a_term_to_the_horizon_leaves_the_network_with_whoever_would_have_it_after():
    assert ledger(tiny_city(), signed(VENTURE, 8, HARBOUR)).end_value_owner == "operator"
    assert ledger(tiny_city(), signed(INVESTED, 8, HARBOUR)).end_value_owner == "government"
