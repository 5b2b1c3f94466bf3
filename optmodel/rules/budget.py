"""Rule ``budget``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rules.cash import government_payments
from optmodel.rules.rows import Linear, Row, Situation


def budget(here: Situation) -> Iterator[Row]:
    r"""The government's net payments of a year stay within its budget.

    .. math:: payments_t(x, K, O) - receipts_t(x) \le budget_t
    """
    if not here.case.budget:
        return
    payments = government_payments(here)
    for item in here.case.budget:
        year = item.year - here.first_year
        spent = payments.weighted(np.eye(here.rollout.horizon)[year])
        left = Linear(item.amount - spent.constant, {name: -values for name, values in spent.by_block.items()})
        yield Row("budget", str(item.year), left, 0.0)
