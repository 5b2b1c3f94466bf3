"""One ledger for numbers of any kind: fractions lose nothing, samples are single runs, books remember right."""

import random
import sys
import time
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from optmodel.contract import Opening
from optmodel.ledger import Books, ledger, sales
from tests.cities import FRANCHISE, VENTURE, in_numbers, signed, tiny_city
from tests.ledger.contracts import CONTRACTS, GROWING, HARBOUR
from tests.ledger.uncertain import UNCERTAIN_CONTRACTS, uncertain_city


def exact(contract):
    """A contract in fractions."""
    return replace(
        contract,
        revenue_share=Fraction(str(contract.revenue_share)),
        public_capacity=tuple((year, Fraction(amount)) for year, amount in contract.public_capacity),
        **{
            name: replace(schedule, share=None if schedule.share is None else Fraction(schedule.share))
            for name in ("capital_contribution", "operating_compensation")
            for schedule in [getattr(contract, name)]
        },
    )


PRICED = [
    *(pytest.param(tiny_city().replace(GROWING), contract, id=contract.mode) for contract in CONTRACTS),
    *(
        pytest.param(uncertain_city().replace(GROWING), contract, id=f"{contract.mode} uncertain")
        for contract in UNCERTAIN_CONTRACTS
    ),
]


@pytest.mark.parametrize(("case", "contract"), PRICED)
def test_in_fractions_nothing_is_lost(case, contract):
    book = ledger(in_numbers(case, lambda _, number: Fraction(str(number))), exact(contract))
    parties = {end for transfer in book.transfers for end in (transfer.payer, transfer.payee)}
    for scenario in (None, *(item.name for item in book.scenarios)):
        flows = [book.flows(party, scenario) for party in parties]
        assert [sum(year) for year in zip(*flows, strict=True)] == [0] * 8
    assert book.conservation()
    assert all(isinstance(transfer.amount, Fraction) for transfer in book.transfers)
    assert isinstance(book.objective, Fraction)
    assert sum(book.government_by_line().values()) == book.government_cost

    floats = ledger(case, contract)
    assert [float(transfer.amount) for transfer in book.transfers] == pytest.approx(
        [transfer.amount for transfer in floats.transfers], rel=1e-12
    )
    for name in ("government_cost", "objective", "residents_pay_npv", "support_value", "gross_cost"):
        assert float(getattr(book, name)) == pytest.approx(getattr(floats, name))
    assert book.chance_of_loss == floats.chance_of_loss
    assert book.chance_below_return == floats.chance_below_return
    assert [float(book.free_residents(year, "City")) for year in case.years] == pytest.approx(
        [floats.free_residents(year, "City") for year in case.years]
    )
    assert float(book.end_value) == pytest.approx(floats.end_value)
    if floats.operator_npv is not None:
        assert float(book.operator_npv) == pytest.approx(floats.operator_npv)


@pytest.mark.parametrize(("case", "contract"), PRICED)
def test_three_samples_at_once_are_three_single_runs(case, contract, seed):
    draw = random.Random(seed)
    # Nobody asks prices to differ so much that a service is sold in one sample only: they stand still here.
    still = {"price", "unit_cost", "probability", "price_growth", "operation_growth", "present_price_growth"}
    drawn = []

    def sampled(name, number):
        one = 1.0 if name in still else draw.uniform(0.9, 1.0)
        drawn.append(np.array([number, number * one, number * one * one]))
        return drawn[-1]

    together = ledger(in_numbers(case, sampled), contract)
    for place in range(3):
        numbers = iter(drawn)
        single = ledger(in_numbers(case, lambda *_, it=numbers, at=place: float(next(it)[at])), contract)
        # A payment that is zero in one sample is there because it is not in another.
        found = {key(item): np.broadcast_to(item.amount, 3)[place] for item in together.transfers}
        expected = {key(item): item.amount for item in single.transfers}
        assert set(expected) <= set(found)
        assert found == pytest.approx({name: expected.get(name, 0.0) for name in found})
        for name in ("government_cost", "objective", "residents_pay_npv", "support_value", "gross_cost"):
            found_at = np.broadcast_to(getattr(together, name), 3)[place]
            assert found_at == pytest.approx(getattr(single, name)), name
        for name in ("chance_of_loss", "chance_below_return"):
            if getattr(single, name) is not None:
                assert np.broadcast_to(getattr(together, name), 3)[place] == pytest.approx(getattr(single, name)), name
        assert np.broadcast_to(together.free_residents(2030, "City"), 3)[place] == pytest.approx(
            single.free_residents(2030, "City")
        )
        assert together.coverage(2030, "City")[place] == pytest.approx(single.coverage(2030, "City"))
        if single.operator_npv is not None:
            assert together.operator_npv[place] == pytest.approx(single.operator_npv)
    assert together.conservation()


def key(transfer):
    return (transfer.line, transfer.item, transfer.payer, transfer.payee, transfer.year, transfer.scenario)


@pytest.mark.parametrize(("case", "contract"), PRICED)
def test_districts_side_by_side_sell_what_each_sells_by_itself(case, contract, monkeypatch):
    alone = ledger(case, contract)
    monkeypatch.setattr(sales, "SIDE_BY_SIDE", 1)
    together = ledger(case, contract)
    assert together.transfers == alone.transfers
    assert together.districts == alone.districts
    assert all(isinstance(part, int | float) for item in together.districts for part in item.free)
    of_fractions = ledger(in_numbers(case, lambda _, number: Fraction(str(number))), exact(contract))
    assert isinstance(of_fractions.objective, Fraction)
    two = ledger(in_numbers(case, lambda _, number: np.array([number, number])), contract)
    assert np.broadcast_to(two.objective, 2) == pytest.approx(np.full(2, alone.objective))


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.mode)
@pytest.mark.parametrize("name", ["uptake", "saturation", "residents", "mbps_per_unit", "public_need"])
def test_samples_of_one_figure_alone_are_seen_where_districts_are_side_by_side(contract, name, monkeypatch):
    case = tiny_city().replace(GROWING)
    sampled = in_numbers(case, lambda what, number: np.array([number, 0.9 * number]) if what == name else number)
    alone = ledger(sampled, contract)
    monkeypatch.setattr(sales, "SIDE_BY_SIDE", 1)
    together = ledger(sampled, contract)
    for one, other in zip(alone.transfers, together.transfers, strict=True):
        assert key(one) == key(other)
        assert np.array_equal(one.amount, other.amount)


def test_samples_that_differ_on_what_is_sold_are_not_priced_together():
    case = tiny_city()
    costs = {VENTURE: np.array([0.8, 0.85])}
    factors = tuple(
        replace(item, unit_cost=costs[item.mode]) if (item.service, item.mode) == ("package", VENTURE) else item
        for item in case.service_factors
    )
    with pytest.raises(ValueError, match="The samples differ on whether 'package' is dropped; price them apart"):
        ledger(replace(case, service_factors=factors), signed(VENTURE, 4, HARBOUR, share=0.2))


@pytest.mark.parametrize("city", [tiny_city, uncertain_city])
def test_books_that_have_priced_other_contracts_give_the_same_figures(city):
    case = city().replace(GROWING)
    books = Books(case)
    contracts = CONTRACTS if city is tiny_city else [*CONTRACTS, *UNCERTAIN_CONTRACTS]
    for contract in (*contracts, *reversed(contracts)):
        assert books.ledger(contract).transfers == ledger(case, contract).transfers


def test_the_speed_of_the_ledger_is_printed(capsys):
    """Not asserted: machines differ."""
    case = tiny_city()
    districts = tuple(replace(case.districts[place % 2], name=f"District {place}") for place in range(87))
    case = replace(case, districts=districts, groups=(), project=replace(case.project, horizon=25))
    rollout = tuple(Opening(item.name, "wifi", 2027 + place % 5) for place, item in enumerate(districts))
    contract = replace(signed(FRANCHISE, 18, share=0.1), rollout=rollout)
    books = Books(case)
    seconds = []
    for _ in range(2):
        begun = time.perf_counter()
        books.ledger(contract)
        seconds.append(time.perf_counter() - begun)
    with capsys.disabled():
        sys.stdout.write(f"\n87 districts, 25 years: {seconds[0] * 1e3:.0f} ms, again {seconds[1] * 1e3:.0f} ms\n")
