"""Rule ``operator_downside``."""

from collections.abc import Iterator

from optmodel.rules.cash import every_scenario, in_term, operator_inflow
from optmodel.rules.rows import CONTRIBUTION, Linear, Row, Situation, end_value


def operator_downside(here: Situation) -> Iterator[Row]:
    r"""In no scenario does the operator lose more than the part of its own build and a year's operation it can bear.

    .. math:: \sum_t \delta(\rho_m, t) \, inflow_{st}(x, K, O) + (1 + \rho_m)^{-H} \, end_m(x)
              + limit_m \sum_{t \le L} \delta(\rho_m, t) \left( (build + renewal - K)_t + operation_t / L \right) \ge 0
    """
    mode, rollout = here.mode, here.rollout
    if not mode.operator or mode.hurdle is None or mode.loss_limit is None:
        return
    weights = rollout.discounting(mode.hurdle)
    own = mode.loss_limit * weights * in_term(here)
    allowed = Linear(
        0.0, {CONTRIBUTION: -own}, {"build": own, "renewal": own, "operation": own / here.term}, here.series
    )
    if mode.at_end == "keeps":
        allowed = allowed + end_value(here, mode.hurdle)
    inflow = operator_inflow(here)
    for name, scenario in every_scenario(here):
        yield Row("operator_downside", name, inflow.weighted(weights, scenario) + allowed, 0.0)
