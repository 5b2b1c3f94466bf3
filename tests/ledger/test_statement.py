"""The sums both parties read from a ledger, by hand, and the two ends of every payment."""

from dataclasses import replace

import pytest

from optmodel.contract import LINES
from optmodel.ledger import Transfer, ledger, today
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import CONTRACTS, GROWING, HARBOUR
from tests.ledger.uncertain import UNCERTAIN_CONTRACTS, uncertain_city

# The sums both parties read


def test_going_on_as_today_is_the_need_at_todays_price():
    # 150 · (0.8 + … + 0.8^8) = 150 · 4 · (1 − 0.8^8)
    assert today(tiny_city()) == pytest.approx(600 * (1 - 0.8**8))
    assert ledger(tiny_city(), signed(FRANCHISE, 5)).government_by_line()["need bought as today"] == pytest.approx(
        today(tiny_city())
    )


def test_the_governments_cost_adds_up_by_hand():
    book = ledger(tiny_city(), signed(OWNED, 8, ("Harbour", "wifi", 2027)))
    served = sum(0.8**t for t in range(2, 9))
    assert book.government_by_line() == pytest.approx(
        {
            "build": 200 * 0.8,
            "renewal": 25 * served,
            "operation": 24 * served,
            "free service cost": 4 * 0.8**2 + 8 * (served - 0.8**2),
            # lease at 1 and the commercial rate: 20, then 40, 80 once upgraded in 2031
            "service revenue": -(
                20 * 0.625**2 + 40 * sum(0.625**t for t in (3, 4, 5)) + 80 * sum(0.625**t for t in (6, 7, 8))
            ),
            "need bought as today": 150 * 0.8 + 50 * served,
            "charge": 6 * (0.8 + served),
            # 7 years in use: 25 left of the renewal, 30 of the rest, 75 in the pot
            "end value": -65 * 0.8**8,
        }
    )
    assert book.government_cost == pytest.approx(519.99420642)
    assert book.operator_npv is None
    assert book.operator_flows == [0] * 8
    # build, renewal and operation: 160 + 49 a year
    assert book.gross_cost == pytest.approx(160 + 49 * served)


def test_the_operators_value_adds_up_by_hand():
    book = ledger(tiny_city(), signed(INVESTED, 6, ("Harbour", "wifi", 2027), contribution=1.0, compensation=1.0))
    # build, renewal and operation are paid for. Left are a quarter of 80 packages at 0.5 − 0.1, the backbone for 4 and
    # the free service for 2, then 4
    assert book.operator_flows == pytest.approx([0, 2, 0, 0, 0, 0, 0, 0])
    assert book.operator_npv == pytest.approx(2 * 0.8**2)
    assert sum(book.operator_by_line().values()) == pytest.approx(book.operator_npv)


def test_an_operator_that_keeps_the_network_counts_its_end_value_at_its_own_rate():
    book = ledger(tiny_city(), signed(VENTURE, 4, HARBOUR))
    assert book.operator_by_line()["end value"] == pytest.approx(50.4 * 0.8**8)
    assert "end value" not in book.government_by_line()
    flows = sum(flow * 0.8**t for t, flow in enumerate(book.operator_flows, start=1))
    assert book.operator_npv == pytest.approx(flows + 50.4 * 0.8**8)


def test_flows_at_the_start_of_the_year_are_discounted_once_less():
    case = tiny_city().replace({"Settings!flows_at": "start"})
    book = ledger(case, signed(OWNED, 8, HARBOUR))
    assert book.government_by_line()["build"] == pytest.approx(200 * 0.8)
    assert book.government_by_line()["service revenue"] == pytest.approx(
        1.6 * ledger(tiny_city(), signed(OWNED, 8, HARBOUR)).government_by_line()["service revenue"]
    )


def test_what_the_government_pays_in_a_year_is_net_of_what_it_receives():
    book = ledger(tiny_city(), signed(FRANCHISE, 5, HARBOUR, share=0.1, capacity={2028: 10.0}))
    # 2028: capacity 20, the Hill's need 50, less a tenth of 340 and the fee of 5
    assert book.government_payments[2] == pytest.approx(20 + 50 - 34 - 5)
    assert book.magnitude("government", 2028) == pytest.approx(20 + 50 + 34 + 5)
    assert book.magnitude("government") == pytest.approx(sum(book.sizes("government")))


def test_the_scale_of_equality_adds_up_sizes_of_present_values():
    book = ledger(tiny_city(), signed(INVESTED, 6, ("Harbour", "wifi", 2027), contribution=1.0, compensation=1.0))
    # 160 in 2026, then renewal 20 and operation 20 pass twice; revenue 10, cost 2, backbone 4, free service 2 or 4
    rest = sum(0.8**t for t in (3, 4, 5, 6))
    assert book.present_magnitude("operator") == pytest.approx(320 * 0.8 + 98 * 0.64 + 100 * rest)
    assert book.present_magnitude("government") >= abs(book.government_cost)


def test_coverage_is_the_part_of_the_residents_in_reach_of_an_open_network():
    book = ledger(tiny_city(), signed(OWNED, 8, HARBOUR, ("Hill", "fibre", 2030)))
    assert book.coverage(2027, "City") == 0
    assert book.coverage(2028, "waterfront") == pytest.approx(0.8)
    assert book.coverage(2029, "City") == pytest.approx(800 / 1500)
    assert book.coverage(2030, "City") == pytest.approx(1300 / 1500)
    assert book.covered[2030] == {"Harbour": 800, "Hill": 500}
    case = tiny_city().replace({"Districts!Harbour.residents": 0.0})
    assert ledger(case, signed(OWNED, 8, HARBOUR)).coverage(2030, "waterfront") is None


# Two ends for every payment


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.mode)
def test_every_transfer_has_two_known_ends(contract):
    assert ledger(tiny_city().replace(GROWING), contract).conservation()


def test_a_transfer_that_comes_from_nowhere_is_noticed():
    book = ledger(tiny_city(), CONTRACTS[0])
    for payer, payee, line, year in (
        ("government", "government", "build", 2027),
        ("government", "nobody", "build", 2027),
        ("government", "suppliers", "gift", 2027),
        ("government", "suppliers", "build", 2025),
    ):
        stray = Transfer(line, "", "term", payer, payee, year, "planned", 1.0)
        assert not replace(book, transfers=(*book.transfers, stray)).conservation()
    unknown = Transfer("build", "", "term", "government", "suppliers", 2027, "planned", float("nan"))
    assert not replace(book, transfers=(*book.transfers, unknown)).conservation()


def test_every_line_occurs():
    uncertain = [item for contract in UNCERTAIN_CONTRACTS for item in ledger(uncertain_city(), contract).transfers]
    certain = [item for contract in CONTRACTS for item in ledger(tiny_city(), contract).transfers]
    assert {line.name for line in LINES} == {transfer.line for transfer in (*certain, *uncertain)}
    assert {transfer.scenario for transfer in certain} == {"planned"}
    assert {transfer.scenario for transfer in uncertain} == {"as planned", "dear", "poor"}
