"""Rule ``budget_total``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rules.cash import government_payments
from optmodel.rules.rounding import rounding_room
from optmodel.rules.rows import Linear, Row, Situation


def budget_total(here: Situation) -> Iterator[Row]:
    r"""The government's net payments over the horizon stay within the total budget.

    .. math:: \sum_t \left( payments_t(x, K, O) - receipts_t(x) \right) \le budget^{total}
              \; (- \; \text{what rounding can add})
    """
    total = here.case.settings.budget_total
    if total is None:
        return
    spent = government_payments(here).weighted(np.ones(here.rollout.horizon))
    limit = total - float(rounding_room(here).sum())
    yield Row(
        "budget_total",
        "",
        Linear(limit - spent.constant, {name: -values for name, values in spent.by_block.items()}),
        0.0,
    )
