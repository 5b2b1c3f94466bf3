"""What is minimised: ``objective``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rollout import Array
from optmodel.rules.cash import every_scenario, residents_pay
from optmodel.rules.government_cost import cost_by_scenario, government_cost
from optmodel.rules.rows import Columns, Linear, Row, Situation

TAIL_START, TAIL = "tail_start", "tail"


def objective(here: Situation) -> Linear:
    r"""The government's cost, with weight on its dearest scenarios and on what residents pay where that is asked.

    .. math:: (1 - \lambda) \, E[C_s] + \lambda \left( \eta + \frac{1}{1 - \alpha} \sum_s \pi_s z_s \right)
              + \omega \, E\left[ \sum_t \delta(\rho_g, t) \, pay_t \right], \quad z_s \ge C_s - \eta, \; z_s \ge 0

    The second part is the mean of the dearest scenarios (conditional value at risk): exact, for it is minimised.
    """
    settings, minimised = here.case.settings, government_cost(here)
    aversion = settings.risk_aversion
    if aversion > 0:
        tail = aversion / (1 - settings.risk_tail) * here.rollout.probability
        minimised = minimised * (1 - aversion) + Linear(0.0, {TAIL_START: np.array([aversion]), TAIL: tail})
    if settings.citizens_weight > 0:
        weights = here.rollout.discounting(settings.government_rate)
        paid = residents_pay(here).weighted(weights, here.rollout.probability)
        minimised = minimised + Linear(0.0, {}, paid.flows, paid.series) * settings.citizens_weight
    return minimised


def tail_rows(here: Situation) -> Iterator[Row]:
    """State by how much the cost of a scenario lies above the start of the dearest ones."""
    if here.case.settings.risk_aversion > 0:
        for (name, scenario), cost in zip(every_scenario(here), cost_by_scenario(here), strict=True):
            yield Row("objective", name, Linear(0.0, {TAIL_START: np.ones(1), TAIL: scenario}) - cost, 0.0)


def tail_columns(here: Situation) -> Iterator[Columns]:
    """Bring where the dearest scenarios start and what each lies above it."""
    if here.case.settings.risk_aversion > 0:
        yield Columns(TAIL_START, ("",), -np.inf)
        yield Columns(TAIL, tuple(scenario.name for scenario in here.rollout.scenarios))


def tail_at(here: Situation, point: dict[str, Array]) -> dict[str, Array]:
    """Return a point with the tail that its cost in each scenario implies: the start at which its mean is least."""
    if here.case.settings.risk_aversion == 0:
        return point
    costs = np.array([cost.at(point) for cost in cost_by_scenario(here)])
    weights = here.rollout.probability / (1 - here.case.settings.risk_tail)
    start = min(costs.tolist(), key=lambda start: start + float(weights @ np.maximum(0.0, costs - start)))
    return point | {TAIL_START: np.array([start]), TAIL: np.maximum(0.0, costs - start)}
