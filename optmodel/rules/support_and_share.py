"""Rule ``support_and_share``."""

from collections.abc import Iterator

import numpy as np

from optmodel.contract import supported
from optmodel.rules.capacity import price
from optmodel.rules.cash import in_term
from optmodel.rules.rows import COMPENSATION, CONTRIBUTION, Linear, Row, Situation, flow


def support_and_share(here: Situation) -> Iterator[Row]:
    r"""Where the mode excludes them together, a share above the least comes without support above the least.

    .. math:: r > r^{least}_m \implies K_t \le c^{least}_m (build + renewal)_t, \; O_t \le a^{least}_m \, operation_t,
              \; q \le q^{least}_m
    """
    mode = here.mode
    if supported(mode, here.contract.revenue_share):
        return
    above = here.contract.purchase_level - (mode.guaranteed_share if mode.public_need == "bought" else 0.0)
    spent = ("build", "renewal")
    for year in np.flatnonzero(in_term(here)):
        name, unit = here.first_year + int(year), np.eye(here.rollout.horizon)[year]
        least = Linear(0.0, {}, dict.fromkeys(spent, mode.contribution_least * unit), here.series)
        yield Row("support_and_share", f"{name} contribution", least - Linear(0.0, {CONTRIBUTION: unit}), 0.0)
        least = flow(here, "operation", mode.compensation_least * unit)
        yield Row("support_and_share", f"{name} compensation", least - Linear(0.0, {COMPENSATION: unit}), 0.0)
        yield Row("support_and_share", f"{name} purchase", flow(here, "need", -above * price(here) * unit), 0.0)
