"""What plans sell is the same in however many blocks it is worked out."""

import numpy as np
import pytest

from optmodel.rollout import Rollout, sales
from optmodel.rollout.sales import Money
from tests.cities import FRANCHISE, tiny_city


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
