"""Rule ``budget_total``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rules.budget import counted
from optmodel.rules.cash import government_payments
from optmodel.rules.rows import Linear, Row, Situation


def budget_total(here: Situation) -> Iterator[Row]:
    r"""The government's net payments over the horizon stay within the total budget.

    .. math:: E\left[ \sum_t \left( payments_t(x, K, O) - receipts_t(x) \right) \right] \le budget^{total}

    Where it is asked, in every scenario as well as in expectation.
    """
    total = here.case.settings.budget_total
    if total is None:
        return
    payments, years = government_payments(here), np.ones(here.rollout.horizon)
    for name, scenarios in counted(here):
        yield Row("budget_total", name, Linear(total) - payments.weighted(years, scenarios), 0.0)
