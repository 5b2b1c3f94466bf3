"""Rule ``operator_return``."""

from collections.abc import Iterator

from optmodel.rules.cash import in_term, operator_inflow
from optmodel.rules.rows import CONTRIBUTION, Linear, Row, Situation, end_value


def operator_return(here: Situation) -> Iterator[Row]:
    r"""The operator earns its required return, with the headroom it asks on its own build.

    .. math:: E\left[ \sum_t \delta(\rho_m, t) \, inflow_t(x, K, O) \right] + (1 + \rho_m)^{-H} \, end_m(x)
              - headroom_m \sum_{t \le L} \delta(\rho_m, t) \, (build + renewal - K)_t \ge 0

    The end value counts only where the operator keeps the network.
    """
    mode = here.mode
    if not mode.operator or mode.hurdle is None:
        return
    weights = here.rollout.discounting(mode.hurdle)
    value = operator_inflow(here).weighted(weights, here.rollout.probability)
    if mode.at_end == "keeps":
        value = value + end_value(here, mode.hurdle)
    own = mode.headroom * weights * in_term(here)
    asked = Linear(0.0, {CONTRIBUTION: -own}, {"build": own, "renewal": own}, here.series)
    yield Row("operator_return", "", value - asked, 0.0)
