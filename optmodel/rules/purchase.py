"""Rule ``purchase``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rules.cash import in_term
from optmodel.rules.rows import Row, Situation, flow


def purchase(here: Situation) -> Iterator[Row]:
    r"""Public capacity is bought within the bounds of the mode, on the need of open districts.

    .. math:: q^{least}_m \sum_p need_{pt} x_p \le Q_t = q \sum_p need_{pt} x_p \le q^{most}_m \sum_p need_{pt} x_p,
              \quad t \le L

    Where the need is served and not bought, q = 0.
    """
    level, is_bought = here.contract.purchase_level, here.mode.public_need == "bought"
    least = here.mode.guaranteed_share if is_bought else 0.0
    most = here.mode.purchase_most if is_bought else 0.0
    for year in np.flatnonzero(in_term(here)):
        need, name = flow(here, "need", np.eye(here.rollout.horizon)[year]), here.first_year + int(year)
        yield Row("purchase", f"{name} least", need * (level - least), 0.0)
        yield Row("purchase", f"{name} most", need * (most - level), 0.0)
