"""Rule ``operator_return``."""

from collections.abc import Iterator

from optmodel.finance import discount_factors
from optmodel.rules.cash import in_term, operator_inflow
from optmodel.rules.rows import CONTRIBUTION, PLAN, Linear, Row, Situation


def operator_return(here: Situation) -> Iterator[Row]:
    r"""The operator earns its required return, with the headroom it asks on its own build.

    .. math:: \sum_t \delta(\rho_m, t) \, inflow_t(x, K, O) + (1 + \rho_m)^{-H} \, end_m(x)
              - headroom_m \sum_{t \le L} \delta(\rho_m, t) \, (build + renewal - K)_t \ge 0

    The end value counts only where the operator keeps the network.
    """
    mode = here.mode
    if not mode.operator or mode.hurdle is None:
        return
    weights = discount_factors(mode.hurdle, here.rollout.horizon, here.case.settings.flows_at)
    value = operator_inflow(here).weighted(weights)
    blocks = dict(value.by_block)
    if mode.at_end == "keeps":
        blocks[PLAN] = blocks[PLAN] + (1 + mode.hurdle) ** -here.rollout.horizon * here.series.end_value
    own = mode.headroom * weights * in_term(here)
    blocks[PLAN] = blocks[PLAN] - (here.series.build + here.series.renewal) @ own
    blocks[CONTRIBUTION] = blocks[CONTRIBUTION] + own
    yield Row("operator_return", "", Linear(value.constant, blocks), 0.0)
