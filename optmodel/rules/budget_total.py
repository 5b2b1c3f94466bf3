"""Rule ``budget_total``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rules.cash import government_payments
from optmodel.rules.rows import Linear, Row, Situation


def budget_total(here: Situation) -> Iterator[Row]:
    r"""The government's net payments over the horizon stay within the total budget.

    .. math:: \sum_t \left( payments_t(x, K, O) - receipts_t(x) \right) \le budget^{total}
    """
    total = here.case.settings.budget_total
    if total is None:
        return
    spent = government_payments(here).weighted(np.ones(here.rollout.horizon))
    yield Row(
        "budget_total",
        "",
        Linear(total - spent.constant, {name: -values for name, values in spent.by_block.items()}),
        0.0,
    )
