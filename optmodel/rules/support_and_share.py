"""Rule ``support_and_share``."""

from collections.abc import Iterator

import numpy as np

from optmodel.contract import supported
from optmodel.rules.cash import in_term
from optmodel.rules.rows import COMPENSATION, CONTRIBUTION, PLAN, Linear, Row, Situation


def support_and_share(here: Situation) -> Iterator[Row]:
    r"""Where the mode excludes them together, a share above the least comes without support above the least.

    .. math:: r > r^{least}_m \implies K_t \le c^{least}_m (build + renewal)_t, \; O_t \le a^{least}_m \, operation_t,
              \; q \le q^{least}_m
    """
    mode = here.mode
    if supported(mode, here.contract.revenue_share):
        return
    price = here.rollout.indexed(mode.public_price_index) * (mode.public_price or 0.0)
    above = here.contract.purchase_level - (mode.guaranteed_share if mode.public_need == "bought" else 0.0)
    cost = here.series.build + here.series.renewal
    for year in np.flatnonzero(in_term(here)):
        name, unit = here.first_year + int(year), np.eye(here.rollout.horizon)[year]
        least = mode.contribution_least * cost[:, year]
        yield Row("support_and_share", f"{name} contribution", Linear(0.0, {PLAN: least, CONTRIBUTION: -unit}), 0.0)
        least = mode.compensation_least * here.series.operation[:, year]
        yield Row("support_and_share", f"{name} compensation", Linear(0.0, {PLAN: least, COMPENSATION: -unit}), 0.0)
        beyond = above * price[year] * here.rollout.need[:, year]
        yield Row("support_and_share", f"{name} purchase", Linear(0.0, {PLAN: -beyond}), 0.0)
