"""What comes otherwise than planned: the factors of a scenario on each line, by hand, and the mean over scenarios."""

from dataclasses import replace

import pytest

from optmodel.case import Scenario
from optmodel.contract import Schedule
from optmodel.ledger import ledger, today
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import CONTRACTS, GROWING, HARBOUR, paid, years
from tests.ledger.uncertain import UNCERTAIN_CONTRACTS, uncertain_city, with_scenarios

COSTLY = Scenario(name="costly", probability=0.5, build=1.5, operation=2.0)
POOR = Scenario(name="poor", probability=0.5, demand=0.5, prices=0.5, need=2.0)


def amounts(book, scenario, line, **ends):
    """Amounts on a line by year in one scenario."""
    return paid(replace(book, transfers=tuple(t for t in book.transfers if t.scenario == scenario)), line, **ends)


def test_dearer_cost_is_paid_by_whoever_builds_and_runs_and_a_successor_is_repaid_it():
    book = ledger(with_scenarios(COSTLY), signed(INVESTED, 5, HARBOUR, contribution=1.0, compensation=1.25))
    # 160 · 1.5; 20 · 1.5; 20 · 2
    assert amounts(book, "costly", "build") == {2027: 240}
    assert amounts(book, "costly", "renewal") == years(2028, 2033, 30)
    assert amounts(book, "costly", "operation") == years(2028, 2033, 40)
    assert amounts(book, "as planned", "build") == {2027: 160}
    # 200, then 400 units at 0.01 · 2; packages after the term: 80 at 0.1 · 2
    assert amounts(book, "costly", "free service cost", payer="operator") == {2028: 4, 2029: 8, 2030: 8}
    assert amounts(book, "costly", "cost of sales")[2031] == 16
    # what is signed stays; a successor is paid 30, and 1.5 · 40
    contributed = {2027: 160} | years(2028, 2030, 20)
    assert amounts(book, "costly", "capital contribution", payee="operator") == contributed
    assert amounts(book, "costly", "operating compensation", payee="operator") == years(2028, 2030, 25)
    assert amounts(book, "costly", "capital contribution", payee="successor") == years(2031, 2033, 30)
    assert amounts(book, "costly", "operating compensation", payee="successor") == years(2031, 2033, 60)
    # the backbone is charged on the plan, and the network is worth what was planned
    assert amounts(book, "costly", "backbone charge") == amounts(book, "as planned", "backbone charge")
    assert book.end_value == ledger(tiny_city(), signed(INVESTED, 5, HARBOUR)).end_value


def test_support_on_actual_cost_grows_with_the_cost():
    contract = replace(
        signed(INVESTED, 5, HARBOUR),
        capital_contribution=Schedule("actual", share=1.0),
        operating_compensation=Schedule("actual", amounts=((2028, 25.0),)),
    )
    book = ledger(with_scenarios(COSTLY), contract)
    assert amounts(book, "costly", "capital contribution", payee="operator") == {2027: 240} | years(2028, 2030, 30)
    assert amounts(book, "costly", "operating compensation", payee="operator") == {2028: 50}
    # as signed, on planned figures
    assert book.contribution == pytest.approx({2026: 0, 2027: 160} | years(2028, 2030, 20))
    assert book.compensation == years(2026, 2030, 0) | {2028: 25}


def test_demand_prices_and_need_come_otherwise_and_the_contract_stays():
    book = ledger(with_scenarios(POOR), signed(VENTURE, 4, HARBOUR, capacity={2028: 18.0}))
    # 100 − 2 · 10 = 80 left: basic, which is free, 200 as before, takes 10; package 80 takes 20; lease 10
    units = {service: (planned + poor) / 2 for service, planned, poor in (
        ("basic", 200, 200), ("package", 160, 80), ("lease", 20, 10)
    )}  # fmt: skip
    assert book.sold[2028] == pytest.approx(units)
    # 80 · 1 · 0.5, which is below their cost of 80 · 0.8: planned prices decide what is served
    assert amounts(book, "poor", "service revenue", item="package")[2028] == 40
    assert amounts(book, "poor", "cost of sales", item="package")[2028] == 64
    assert amounts(book, "poor", "service revenue", item="lease")[2028] == 10
    # need 20 at 4: 18 bought, 2 above at 6; planned 10, and 8 beyond; after the term 20 at 5
    assert amounts(book, "poor", "public capacity") == {2028: 72} | years(2030, 2033, 100)
    assert amounts(book, "poor", "overage") == {2028: 12, 2029: 120}
    assert amounts(book, "as planned", "capacity bought beyond need") == {2028: 32}
    assert amounts(book, "poor", "capacity bought beyond need") == {}
    assert amounts(book, "poor", "need bought as today") == years(2026, 2027, 300) | years(2028, 2033, 100)
    # what is planned is told as planned
    assert book.need[2028] == {"Harbour": 10}


def test_need_above_capacity_leaves_nothing_to_sell():
    drained = Scenario(name="drained", probability=0.5, need=20.0)
    book = ledger(with_scenarios(drained), signed(FRANCHISE, 5, HARBOUR))
    assert amounts(book, "drained", "service revenue", payee="operator") == {}
    assert book.sold[2028]["package"] == pytest.approx(80)


def test_what_has_no_factor_is_the_same_in_every_scenario():
    book = ledger(with_scenarios(COSTLY, case=tiny_city().replace(GROWING)), signed(OWNED, 8, HARBOUR))
    staff = amounts(book, "costly", "charge", item="staff")
    assert staff == amounts(book, "as planned", "charge", item="staff") and len(staff) == 8
    shown = {(item.scenario, item.year): item.amount for item in book.comparison}
    assert {name for name, _ in shown} == {"as planned", "costly"}
    # a twentieth of the planned build of 200, grown by 3 %
    assert shown["costly", 2030] == pytest.approx(0.05 * 200 * 1.03)


def test_figures_are_means_over_scenarios():
    dear = Scenario(name="dear", probability=0.25, build=2.0)
    book = ledger(with_scenarios(dear), signed(OWNED, 8, HARBOUR))
    # 2027: 200 or 400 built, need 150, staff 6; renewal of 25 or 50 from 2028
    assert book.flows("government", "dear")[1] == pytest.approx(-556)
    assert book.government_payments[1] == pytest.approx(0.75 * 356 + 0.25 * 556)
    assert book.sizes("government")[1] == pytest.approx(0.75 * 356 + 0.25 * 556)
    assert book.magnitude("government", 2027, "dear") == pytest.approx(556)
    single = ledger(tiny_city(), signed(OWNED, 8, HARBOUR)).government_cost
    more = 200 * 0.8**2 + 25 * sum(0.8**t for t in range(3, 9))
    assert book.government_cost_by_scenario == pytest.approx({"as planned": single, "dear": single + more})
    assert book.government_cost == pytest.approx(single + more / 4)
    assert book.government_by_line()["build"] == pytest.approx(250 * 0.8**2)
    assert book.government_by_line("dear")["build"] == pytest.approx(400 * 0.8**2)
    assert sum(book.government_by_line().values()) == pytest.approx(book.government_cost)
    assert book.present_magnitude("government", "dear") > book.present_magnitude("government")
    lived = sum(0.8**t for t in range(3, 9))
    assert book.gross_cost == pytest.approx(250 * 0.8**2 + (25 * 1.25 + 24) * lived)


def test_going_on_as_today_meets_the_expected_need():
    case = with_scenarios(POOR)
    assert today(case) == pytest.approx(1.5 * today(tiny_city()))


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.mode)
def test_one_scenario_as_planned_is_no_scenario(contract):
    case = tiny_city().replace(GROWING)
    certain = replace(case, scenarios=(Scenario(name="planned", probability=1.0),))
    assert ledger(certain, contract).transfers == ledger(case, contract).transfers
    assert (
        ledger(certain, contract).objective
        == ledger(case, contract).objective
        == ledger(case, contract).government_cost
    )


@pytest.mark.parametrize("contract", UNCERTAIN_CONTRACTS, ids=lambda contract: contract.mode)
def test_money_has_two_ends_in_every_scenario(contract):
    book = ledger(uncertain_city().replace(GROWING), contract)
    assert book.conservation()
    stray = replace(book.transfers[0], scenario="unheard of")
    assert not replace(book, transfers=(*book.transfers, stray)).conservation()
