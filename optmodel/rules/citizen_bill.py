"""Rule ``citizen_bill``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rules.cash import residents_pay
from optmodel.rules.rows import Linear, Row, Situation, flow


def citizen_bill(here: Situation) -> Iterator[Row]:
    r"""What residents pay in a year stays within the limit for each resident covered.

    .. math:: E\left[ \sum_p pay_p(t) \, x_p \right] \le bill^{most} \, index_{p}(t) \sum_p covered_{pt} \, x_p
    """
    most = here.case.settings.citizen_bill_most
    if most is None:
        return
    rollout = here.rollout
    allowed, paid = most * rollout.indexed("prices"), residents_pay(here)
    for year, unit in enumerate(np.eye(rollout.horizon)):
        left = flow(here, "covered", allowed * unit) - paid.weighted(unit, rollout.probability)
        yield Row("citizen_bill", str(here.first_year + year), Linear(0.0, {}, left.flows, left.series), 0.0)
