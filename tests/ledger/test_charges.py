"""Charges that come with a mode: their calendars, bases, indices and ends, by hand."""

from dataclasses import replace

import pytest

from optmodel.case import Charge
from optmodel.ledger import ledger
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import HARBOUR, paid, years


def charged(**fields):
    """The tiny city with one charge of the franchise instead of its own."""
    charge = Charge(
        mode=FRANCHISE, name="it", **{"counted_from": "signature", "amount": 3.0, "payer": "government"} | fields
    )
    return replace(tiny_city(), charges=(charge,))


def test_a_charge_counts_its_years_from_signature_and_ends_with_the_term():
    contract = signed(FRANCHISE, 5, HARBOUR)
    assert paid(ledger(charged(), contract), "charge", "government", "outside", "it") == years(2026, 2030, 3)
    assert paid(ledger(charged(first=3, last=4), contract), "charge") == years(2028, 2029, 3)
    assert paid(ledger(charged(first=5, last=9), contract), "charge") == {2030: 3}


def test_a_charge_from_handover_is_paid_while_its_mode_runs_the_network_after_the_term():
    case = charged(counted_from="handover", first=2)
    assert paid(ledger(case, signed(FRANCHISE, 5, HARBOUR)), "charge") == {}
    case = replace(case, charges=(replace(case.charges[0], mode=INVESTED),))
    assert paid(ledger(case, signed(FRANCHISE, 5, HARBOUR)), "charge") == years(2032, 2033, 3)
    either = replace(case, charges=(replace(case.charges[0], counted_from="either", first=1, last=2),))
    assert paid(ledger(either, signed(FRANCHISE, 5, HARBOUR)), "charge") == years(2031, 2032, 3)
    # the same mode is the contract and is let again: the calendar begins anew
    assert paid(ledger(either, signed(INVESTED, 4, HARBOUR)), "charge") == years(2026, 2027, 3) | years(2030, 2031, 3)


def test_charges_of_a_mode_that_keeps_the_network_go_on_from_handover_or_either():
    for calendar, expected in (
        ("signature", years(2026, 2029, 3)),
        ("handover", years(2030, 2033, 3)),
        ("either", years(2026, 2033, 3)),
    ):
        case = charged(counted_from=calendar, payer="operator")
        case = replace(case, charges=(replace(case.charges[0], mode=VENTURE),))
        assert paid(ledger(case, signed(VENTURE, 4, HARBOUR)), "charge", "operator", "outside") == expected


def test_each_base_multiplies_a_charge():
    contract = signed(FRANCHISE, 5, HARBOUR, ("Hill", "wifi", 2030))
    assert paid(ledger(charged(base="fixed"), contract), "charge") == years(2026, 2030, 3)
    case = charged(base="per partner").replace({f"Modes!{FRANCHISE}.partners": 4})
    assert paid(ledger(case, contract), "charge") == years(2026, 2030, 12)
    # 160 built in 2027, 600 more in 2029; renewals are not counted
    case = charged(base="share of build to date", amount=0.1)
    assert paid(ledger(case, contract), "charge") == {2027: 16, 2028: 16, 2029: 76, 2030: 76}
    # 800 residents, 400 more in 2030
    case = charged(base="per resident covered", amount=0.01)
    assert paid(ledger(case, contract), "charge") == {2028: 8, 2029: 8, 2030: 12}


def test_build_to_date_is_at_the_factor_of_the_contract_also_after_handover():
    charge = Charge(
        mode=INVESTED, name="it", counted_from="handover", amount=0.5, base="share of build to date", payer="government"
    )
    case = replace(tiny_city(), charges=(charge,)).replace(
        {f"Modes!{FRANCHISE}.build_factor": 0.5, f"Modes!{INVESTED}.build_factor": 3.0}
    )
    # 0.5 · 160 · 0.5
    assert paid(ledger(case, signed(FRANCHISE, 5, HARBOUR)), "charge") == years(2031, 2033, 40)


def test_each_index_grows_a_charge():
    growths = {"build": 1.0, "operation": 0.5, "price": 0.25, "contract": 0.125}
    case = charged(first=2, last=2).replace({f"Settings!{name}_growth": growth for name, growth in growths.items()})
    for index, expected in (("none", 3), ("build", 6), ("operation", 4.5), ("prices", 3.75), ("contract", 3.375)):
        indexed = replace(case, charges=(replace(case.charges[0], index=index),))
        assert paid(ledger(indexed, signed(FRANCHISE, 5)), "charge") == {2027: expected}


def test_charges_for_comparison_are_shown_and_not_paid():
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR))
    assert paid(book, "charge") == years(2026, 2033, 6)  # staff
    # a twentieth of 200
    shown = {transfer.year: transfer.amount for transfer in book.comparison}
    assert shown == pytest.approx(years(2027, 2033, 10))
    assert {transfer.item for transfer in book.comparison} == {"neutrality"}


def test_a_successor_is_paid_its_charges_and_passes_on_those_it_would_pay():
    case = charged(counted_from="handover", payer="government", payee="operator")
    case = replace(case, charges=(replace(case.charges[0], mode=INVESTED),))
    contract = signed(FRANCHISE, 5, HARBOUR)
    assert paid(ledger(case, contract), "charge", "government", "successor") == years(2031, 2033, 3)
    case = replace(case, charges=(replace(case.charges[0], payer="operator", payee="outside"),))
    assert paid(ledger(case, contract), "charge", "government", "outside") == years(2031, 2033, 3)
    case = replace(case, charges=(replace(case.charges[0], payer="operator", payee="government"),))
    assert paid(ledger(case, contract), "charge") == {}
