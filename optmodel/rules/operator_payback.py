"""Rule ``operator_payback``."""

from collections.abc import Iterator

from optmodel.rules.cash import in_term, operator_inflow
from optmodel.rules.rows import Row, Situation, flow


def operator_payback(here: Situation) -> Iterator[Row]:
    r"""The operator has its money back, renewals left out, within the longest payback.

    .. math:: \sum_{t \le T} E\left[ inflow_t(x, K, O) + \max(0, 1 - c^{most}_m) \, renewal_t(x) \right] \ge 0,
              \quad T = \min(payback^{longest}_m, H)

    Renewals are left out except for the part a contribution may have paid back.
    """
    mode = here.mode
    if not mode.operator or mode.payback_longest is None:
        return
    weights = (here.rollout.year <= mode.payback_longest).astype(float)
    probability = here.rollout.probability
    recovered = operator_inflow(here).weighted(weights, probability)
    runs = in_term(here) if mode.at_end == "reverts" else 1.0
    dear = float(probability @ here.rollout.scenario_factor("build"))
    left_out = flow(here, "renewal", max(0.0, 1 - mode.contribution_most) * dear * weights * runs)
    yield Row("operator_payback", "", recovered + left_out, 0.0)
