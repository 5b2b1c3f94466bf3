"""Support, public need and escalation, by hand."""

import pytest

from optmodel.ledger import ledger
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import HARBOUR, paid, years

# Support


def test_a_contribution_is_a_share_of_build_and_renewal_or_the_signed_amounts():
    book = ledger(tiny_city(), signed(INVESTED, 5, HARBOUR, contribution=1.0, compensation=1.25))
    # 160 built; 80 ÷ 4 set aside; then the successor's renewal, in full
    expected = {2027: 160} | years(2028, 2030, 20)
    assert paid(book, "capital contribution", "government", "operator") == expected
    assert paid(book, "capital contribution", "government", "successor") == years(2031, 2033, 20)
    book = ledger(tiny_city(), signed(FRANCHISE, 5, HARBOUR, contribution={2026: 7.0, 2029: 0.0, 2030: 1.5}))
    assert paid(book, "capital contribution", "government", "operator") == {2026: 7, 2030: 1.5}
    assert book.contribution == {2026: 7, 2027: 0, 2028: 0, 2029: 0, 2030: 1.5}


def test_a_contribution_follows_what_is_set_aside_at_the_factor_of_the_year_it_is_due():
    case = tiny_city().replace({f"Modes!{INVESTED}.build_factor": 2.0})
    # 80 ÷ 4 · 2, for a renewal that falls due after the term; the build of 160 is at the franchise's factor of 1
    book = ledger(case, signed(FRANCHISE, 5, HARBOUR, contribution=0.5))
    assert paid(book, "capital contribution", "government", "operator") == {2027: 80} | years(2028, 2030, 20)


def test_compensation_is_a_share_of_operation_and_after_handover_what_is_named_or_the_most():
    book = ledger(tiny_city(), signed(INVESTED, 5, HARBOUR, compensation=1.25))
    assert paid(book, "operating compensation", "government", "operator") == years(2028, 2030, 25)
    # compensation_most of the mode that runs it: 1.5 · 20
    assert paid(book, "operating compensation", "government", "successor") == years(2031, 2033, 30)
    # successor_compensation of the franchise: 1.25 · 20
    book = ledger(tiny_city(), signed(FRANCHISE, 5, HARBOUR))
    assert paid(book, "operating compensation", "government", "successor") == years(2031, 2033, 25)


# Public need


def test_need_is_bought_as_today_until_a_district_opens():
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR, ("Hill", "wifi", 2030)))
    # 10 a Mbit/s for 10 + 5, for the Hill's 5, for nothing
    expected = years(2026, 2027, 150) | years(2028, 2029, 50)
    assert paid(book, "need bought as today", "government", "present supplier") == expected


def test_capacity_is_taken_or_paid_and_overage_is_dearer():
    bought = {2026: 1.0, 2028: 6.0, 2029: 10.0, 2030: 12.0}
    book = ledger(tiny_city(), signed(FRANCHISE, 5, HARBOUR, capacity=bought))
    # need 10 from 2028, price 2: 6, 10 and 10 of it bought, 4 above at 2 · 1.5, 1 and 2 beyond
    assert paid(book, "public capacity", "government", "operator") == {2028: 12, 2029: 20, 2030: 20}
    assert paid(book, "overage", "government", "operator") == {2028: 12}
    assert paid(book, "capacity bought beyond need", "government", "operator") == {2026: 2, 2030: 4}


def test_need_that_grows_is_the_need_of_the_year():
    case = tiny_city().replace({"Settings!need_growth": 1.0})
    book = ledger(case, signed(FRANCHISE, 5, ("Harbour", "wifi", 2027), capacity=years(2027, 2030, 30.0)))
    # 10 · 2^(t−1): 20, 40, 80, 160; the overage costs 3
    assert paid(book, "overage") == {2028: 30, 2029: 150, 2030: 390}
    assert paid(book, "capacity bought beyond need") == {2027: 20}


def test_a_mode_that_buys_nothing_pays_for_no_capacity():
    book = ledger(tiny_city(), signed(INVESTED, 5, HARBOUR, capacity={2028: 6.0}))
    assert paid(book, "public capacity") == {}
    assert paid(book, "overage") == {}


# Escalation


@pytest.mark.parametrize(
    ("growth", "mode", "line", "before", "after"),
    [
        ("build", OWNED, "build", {2027: 200}, {2027: 400}),
        ("operation", OWNED, "operation", 24, 24 * 16),
        ("operation", FRANCHISE, "cost of sales", 80 + 30, 110 * 16),
        ("operation", INVESTED, "free service cost", 4, 4 * 16),
        ("price", FRANCHISE, "service revenue", 320 + 40, 360 * 16),
        ("contract", FRANCHISE, "overage", 30, 30 * 16),
        ("present_price", OWNED, "need bought as today", 50, 50 * 16),
    ],
)
def test_each_line_grows_with_its_own_index(growth, mode, line, before, after):
    """Doubling each year from 2026, a price is 2 in 2027 and 16 times as high in 2030."""
    changes = {f"Settings!{growth}_growth": 1.0}
    if line == "cost of sales":  # lest the services be dropped
        changes |= {f"Service factors!{name}/{FRANCHISE}.price": 100.0 for name in ("package", "lease")}
    contract = signed(mode, 8 if mode == OWNED else 5, HARBOUR)
    for case, expected in ((tiny_city(), before), (tiny_city().replace(changes), after)):
        wanted = expected if isinstance(expected, dict) else {2030: expected}
        amounts = {}
        for transfer in ledger(case, contract).transfers:
            if transfer.line == line and transfer.year in wanted:
                amounts[transfer.year] = amounts.get(transfer.year, 0) + transfer.amount
        assert amounts == pytest.approx(wanted)


def test_the_price_after_the_term_grows_with_the_contract():
    case = tiny_city().replace({"Settings!contract_growth": 1.0})
    assert paid(ledger(case, signed(VENTURE, 4, HARBOUR)), "public capacity") == {
        year: 50 * 2 ** (year - 2026) for year in range(2030, 2034)
    }


def test_public_prices_grow_with_the_index_that_the_mode_names():
    growths = {"build": 1.0, "operation": 0.5, "price": 0.25, "contract": 0.125}
    case = tiny_city().replace({f"Settings!{name}_growth": growth for name, growth in growths.items()})
    for index, factor in (("none", 1), ("build", 2), ("operation", 1.5), ("prices", 1.25), ("contract", 1.125)):
        named = case.replace(
            {f"Modes!{VENTURE}.{price}_index": index for price in ("public_price", "after_term_price")}
        )
        book = ledger(named, signed(VENTURE, 4, HARBOUR, capacity={2028: 4.0, 2029: 12.0}))
        # in 2028 4 at 4 and 6 above at 6; in 2029 10 at 4 and 2 beyond; in 2030 10 at 5
        assert paid(book, "public capacity")[2028] == pytest.approx(16 * factor**2)
        assert paid(book, "overage")[2028] == pytest.approx(36 * factor**2)
        assert paid(book, "capacity bought beyond need")[2029] == pytest.approx(8 * factor**3)
        assert paid(book, "public capacity")[2030] == pytest.approx(50 * factor**4)


def test_prices_of_an_earlier_base_year_have_grown_by_the_first():
    case = tiny_city().replace({"Settings!build_growth": 0.1, "About!price_base": 2025})
    # 200 · 1.1²
    assert paid(ledger(case, signed(OWNED, 8, HARBOUR)), "build") == {2027: 242}
