"""The risk register: what each risk costs on average, when, and whom, by hand. Each costs a tenth of its base."""

from dataclasses import replace

import pytest

from optmodel.case import OutsourcedRisk, Scenario
from optmodel.ledger import ledger
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import HARBOUR, paid, years
from tests.ledger.uncertain import CARE, CONSTRUCTION, risk, with_risks, with_scenarios

# Bases


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("build", {2027: 20}),  # 200
        ("operation", years(2028, 2033, 2.4)),  # 24
        ("need", years(2028, 2033, 10)),  # 10 Mbit/s at 10
        # 200 spent; then 100 · (1 − n/4) + 100 · (1 − n/10), renewed in 2032 for 100
        ("build not written off", {2027: 20, 2028: 16.5, 2029: 13, 2030: 9.5, 2031: 6, 2032: 12.5, 2033: 9}),
        ("fixed", years(2026, 2033, 0.1)),  # 0.5 where it comes
    ],
)
def test_a_risk_costs_its_part_of_the_base(base, expected):
    book = ledger(with_risks(risk(base)), signed(OWNED, 8, HARBOUR))
    assert paid(book, "risk", "government", "outside", f"of {base}") == expected


def test_what_is_not_written_off_is_nominal_and_at_the_factor_of_the_contract():
    case = with_risks(risk("build not written off")).replace(
        {"Settings!build_growth": 1.0, f"Modes!{OWNED}.build_factor": 2.0}
    )
    found = paid(ledger(case, signed(OWNED, 8, HARBOUR)), "risk")
    # 200 · 2 · 2 = 800 spent in 2027; a year later 400 · 3/4 + 400 · 9/10
    assert (found[2027], found[2028]) == (80, 66)
    # renewed in 2032 for 100 · 2^6 · 2 = 12,800, of which 3/4 are left, and 400 · 5/10
    assert found[2032] == pytest.approx(980)
    # outsourced construction at 0.9 is not written off at 0.9
    case = replace(with_risks(risk("build not written off")), functions=(CONSTRUCTION,))
    assert paid(ledger(case, replace(signed(OWNED, 8, HARBOUR), outsourced=("construction",))), "risk")[2027] == 18
    # two years of build: half is spent after the first
    book = ledger(with_risks(risk("build not written off")), signed(OWNED, 8, ("Hill", "fibre", 2030)))
    assert paid(book, "risk")[2028] == 33.75


def test_fixed_risks_and_those_of_need_grow_with_their_index():
    case = tiny_city().replace({"Settings!contract_growth": 1.0, "Settings!present_price_growth": 0.5})
    book = ledger(with_risks(risk("fixed"), risk("need"), case=case), signed(OWNED, 8, HARBOUR))
    assert paid(book, "risk", item="of fixed")[2028] == pytest.approx(0.4)
    assert paid(book, "risk", item="of need")[2028] == pytest.approx(22.5)


def test_the_base_is_planned_whatever_the_scenario():
    case = with_risks(
        *(risk(base) for base in ("build", "operation", "need", "build not written off")),
        case=with_scenarios(Scenario(name="dear", probability=0.5, build=2.0, operation=2.0, need=2.0)),
    )
    book = ledger(case, signed(OWNED, 8, HARBOUR))
    found = {
        name: [
            (item.year, item.item, item.amount)
            for item in book.transfers
            if (item.line, item.scenario) == ("risk", name)
        ]
        for name in ("as planned", "dear")
    }
    assert found["dear"] == found["as planned"] != []


# When


def test_a_risk_is_active_in_its_years_counted_like_those_of_a_charge():
    contract = signed(FRANCHISE, 5, HARBOUR)

    def found(**fields):
        return sorted(paid(ledger(with_risks(risk("fixed", **fields)), contract), "risk"))

    assert found(counted_from="signature") == list(range(2026, 2031))
    assert found(counted_from="signature", first=2, last=3) == [2027, 2028]
    assert found(counted_from="handover", first=2) == [2032, 2033]
    assert found(counted_from="either", last=1) == [2026, 2031]


def test_risks_counted_elsewhere_or_unknown_to_the_mode_cost_nothing():
    contract = signed(OWNED, 8, HARBOUR)
    for counted_in in ("scenarios", "return"):
        for base in ("operation", "revenue"):
            book = ledger(with_risks(risk(base, counted_in=counted_in)), contract)
            assert book.transfers == ledger(tiny_city(), contract).transfers
    assert paid(ledger(replace(with_risks(risk()), risk_factors=()), contract), "risk") == {}


# Whom


def test_in_the_term_operator_and_government_bear_their_parts_and_after_handover_the_government_all():
    case = with_risks(risk(), operator_share=0.75)
    case = case.replace({f"Risk factors!of operation/{INVESTED}.severity": 2.0})
    book = ledger(case, signed(FRANCHISE, 5, HARBOUR))
    # 20 · 0.1; then at the severity of the mode that runs the network
    assert paid(book, "risk", "operator") == years(2028, 2030, 1.5)
    assert paid(book, "risk", "government") == years(2028, 2030, 0.5) | years(2031, 2033, 4)


def test_an_operator_that_keeps_the_network_bears_all_of_it_then():
    book = ledger(with_risks(risk(), operator_share=0.75), signed(VENTURE, 4, HARBOUR))
    assert paid(book, "risk", "operator") == years(2028, 2029, 1.5) | years(2030, 2033, 2)
    assert paid(book, "risk", "government") == years(2028, 2029, 0.5)


def test_without_an_operator_the_government_bears_what_a_share_is_written_for():
    book = ledger(with_risks(risk(), operator_share=0.75), signed(OWNED, 8, HARBOUR))
    assert paid(book, "risk", "government") == years(2028, 2033, 2.4)
    assert paid(book, "risk", "operator") == {}


def test_outsourcing_makes_some_risks_milder_or_worse():
    case = with_risks(risk(), risk("need"))
    others = (
        OutsourcedRisk(mode=OWNED, function="care", risk="of operation", severity=0.5),
        OutsourcedRisk(mode=OWNED, function="construction", risk="of operation", severity=3.0),
    )
    case = replace(case, functions=(CARE, CONSTRUCTION), outsourced_risks=others)

    def found(*names, item="of operation"):
        book = ledger(case, replace(signed(OWNED, 8, HARBOUR), outsourced=names))
        return paid(book, "risk", item=item)[2028]

    # a tenth of 24; of the 28 that operation costs with care outsourced, by half and three times as hard
    assert found() == 2.4
    assert found("care") == 1.4
    assert found("care", "construction") == 4.2
    assert found("care", item="of need") == 10


# Revenue


def test_a_risk_of_revenue_lowers_the_revenue_and_the_share_but_not_the_cost_of_sales():
    book = ledger(with_risks(risk("revenue")), signed(FRANCHISE, 5, HARBOUR, share=0.2))
    assert paid(book, "risk") == {}
    # 0.9 · 320; 160 · 0.5; 0.2 · 0.9 · (320 + 20)
    assert paid(book, "service revenue", item="package")[2028] == 288
    assert paid(book, "cost of sales", item="package")[2028] == 80
    assert paid(book, "turnover share")[2028] == 61.2


def test_revenue_is_lost_in_the_years_of_the_risk_under_the_mode_that_runs_the_network():
    case = with_risks(risk("revenue", counted_from="handover"), replace(risk("revenue"), name="piracy", first=2))
    case = case.replace({f"Risk factors!piracy/{INVESTED}.severity": 2.0})
    book = ledger(case, signed(FRANCHISE, 3, HARBOUR))
    found = paid(book, "service revenue", item="package")
    # 2028 is the last year of the term: 320 · 0.9. After it 40 · (1 − 0.1), then also 0.1 · 2
    assert found == {2028: 288, 2029: 36} | years(2030, 2033, 28)
