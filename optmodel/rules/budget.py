"""Rule ``budget``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rollout import Array
from optmodel.rules.cash import every_scenario, government_payments
from optmodel.rules.rows import Linear, Row, Situation


def budget(here: Situation) -> Iterator[Row]:
    r"""The government's net payments of a year stay within its budget.

    .. math:: E\left[ payments_t(x, K, O) - receipts_t(x) \right] \le budget_t

    Where it is asked, in every scenario as well as in expectation.
    """
    payments = government_payments(here) if here.case.budget else None
    for item in here.case.budget:
        assert payments is not None
        year = np.eye(here.rollout.horizon)[item.year - here.first_year]
        for name, scenarios in counted(here):
            left = Linear(item.amount) - payments.weighted(year, scenarios)
            yield Row("budget", f"{item.year}/{name}" if name else str(item.year), left, 0.0)


def counted(here: Situation) -> list[tuple[str, Array]]:
    """Weights of scenarios under which a budget must hold: the expectation, without a name, and each where asked."""
    expected = [("", here.rollout.probability)]
    return expected + (every_scenario(here) if here.case.settings.budget_in_every_scenario else [])
