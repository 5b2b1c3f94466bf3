"""What plans sell is the same in however many blocks it is worked out, and as expected."""

from dataclasses import replace

import numpy as np
import pytest

from optmodel.case import Case
from optmodel.rollout import Rollout, sales
from optmodel.rollout.sales import Money
from scripts.benchmark_cities import city
from tests.cities import FRANCHISE, tiny_city


def unlikely() -> Case:
    """A city of which three scenarios are not as likely as each other."""
    case = city(12, 1, 3)
    likely = zip(case.scenarios, (0.5, 0.3, 0.2), strict=True)
    return replace(case, scenarios=tuple(replace(item, probability=probability) for item, probability in likely))


def test_money_is_the_same_in_small_blocks_and_lies_year_by_year(monkeypatch: pytest.MonkeyPatch) -> None:
    case = tiny_city()
    whole = Rollout(case)
    monkeypatch.setattr(sales, "BLOCK", 5)  # of 18 plans: three whole blocks and a part of one
    parted = Rollout(case)
    assert whole.size % 5 != 0
    offers = {offer for block, _ in whole.blocks(case.mode(FRANCHISE)) for offer, _ in whole._offered(block)}
    assert offers
    for offer in offers:
        found, other = whole.sales.money(offer), parted.sales.money(offer)
        assert found.revenue.any()
        for name in Money.__slots__:
            money = getattr(found, name)
            assert np.array_equal(money, getattr(other, name))
            assert money.shape == (len(whole.scenarios), whole.size, whole.horizon)
            assert money.transpose(0, 2, 1).flags.c_contiguous


def test_expected_money_is_that_of_the_scenarios_by_their_probability(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sales, "BLOCK", 50)
    rollout = Rollout(unlikely())
    mode = rollout.case.mode("franchise")
    offers = {offer for block, _ in rollout.blocks(mode) for offer, _ in rollout._offered(block)}
    assert len(offers) > 3
    for offer in offers:
        expected, whole = rollout.sales.expected(offer), rollout.sales.money(offer)
        assert expected.revenue.any()
        for name in Money.__slots__:
            mean = np.tensordot(rollout.probability, getattr(whole, name), 1)
            assert np.allclose(getattr(expected, name), mean, rtol=1e-14, atol=0.0)


def test_weights_by_scenario_weigh_what_is_expected_where_they_say_the_same_of_all() -> None:
    rollout = Rollout(unlikely())
    block, _ = next(rollout.blocks(rollout.case.mode("franchise")))
    series, years = rollout.series(block), np.linspace(1.0, 0.5, rollout.horizon)
    alike = np.outer(rollout.probability, years)
    apart = alike + np.outer([0.1, -0.1, 0.0], years)  # sums up to the same
    for weights in (alike, apart):
        by_hand = sum(series.revenue[number] @ weights[number] for number in range(3))
        assert np.allclose(series.weighted({"revenue": weights}), by_hand, rtol=1e-13, atol=0.0)
    assert not np.allclose(series.weighted({"revenue": alike}), series.weighted({"revenue": apart}))
