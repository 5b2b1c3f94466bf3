"""Rule ``operator_payback``."""

from collections.abc import Iterator

from optmodel.rules.cash import in_term, operator_inflow
from optmodel.rules.rows import PLAN, Linear, Row, Situation


def operator_payback(here: Situation) -> Iterator[Row]:
    r"""The operator has its money back, renewals left out, within the longest payback.

    .. math:: \sum_{t \le T} \left( inflow_t(x, K, O) + \max(0, 1 - c^{most}_m) \, renewal_t(x) \right) \ge 0,
              \quad T = \min(payback^{longest}_m, H)

    Renewals are left out except for the part a contribution may have paid back.
    """
    mode = here.mode
    if not mode.operator or mode.payback_longest is None:
        return
    weights = (here.rollout.year <= mode.payback_longest).astype(float)
    recovered = operator_inflow(here).weighted(weights)
    runs = in_term(here) if mode.at_end == "reverts" else 1.0
    blocks = dict(recovered.by_block)
    blocks[PLAN] = blocks[PLAN] + here.series.renewal @ (weights * runs) * max(0.0, 1 - mode.contribution_most)
    yield Row("operator_payback", "", Linear(recovered.constant, blocks), 0.0)
