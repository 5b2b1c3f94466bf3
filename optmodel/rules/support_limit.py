"""Rule ``support_limit``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rollout import Array
from optmodel.rules.capacity import beyond_change, price
from optmodel.rules.cash import in_term
from optmodel.rules.rows import COMPENSATION, CONTRIBUTION, PLAN, Columns, Linear, Row, Situation, flow

ABOVE_COST = "compensation_above_cost"


def support_limit(here: Situation) -> Iterator[Row]:
    r"""The present value of all support as signed stays within its limit.

    .. math:: \sum_{t \le L} \delta(\rho_g, t) \left( K_t + \max(0, O_t - operation_t)
              + price_t \max(0, q - 1) \, need_t \right) \le support^{most}

    Of capacity as signed, in whole steps, what exceeds the need rounded up likewise counts: no less covers it.
    The maximum is a column z ≥ O − operation, z ≥ 0: exact, for only an upper limit uses it.
    """
    limit = here.case.settings.support_limit
    if limit is None or not here.mode.operator:
        return
    settings, rollout = here.case.settings, here.rollout
    weights = in_term(here) * rollout.discounting(settings.government_rate)
    money = {CONTRIBUTION: -weights}
    if _may_exceed_cost(here):
        money[ABOVE_COST] = -weights
    beyond = flow(here, "need", max(0.0, here.contract.purchase_level - 1) * price(here) * weights)
    more = float(weights @ (price(here) * beyond_change(here)))
    yield Row("support_limit", "", Linear(limit - more, money) - beyond, 0.0)
    for year in np.flatnonzero(in_term(here)) if _may_exceed_cost(here) else ():
        unit = np.eye(rollout.horizon)[year]
        left = flow(here, "operation", unit) + Linear(0.0, {COMPENSATION: -unit, ABOVE_COST: unit})
        yield Row("support_limit", f"above cost {here.first_year + int(year)}", left, 0.0)


def above_cost(here: Situation) -> Iterator[Columns]:
    """Bring what the compensation of a year exceeds the cost of operation by."""
    if here.case.settings.support_limit is not None and _may_exceed_cost(here):
        yield Columns(ABOVE_COST, tuple(str(year) for year in here.case.years))


def _may_exceed_cost(here: Situation) -> bool:
    """Whether compensation can be above cost: where that is allowed, or an amount is signed, which is rounded up."""
    most = here.mode.compensation_most
    return here.mode.operator and (most > 1 or most > here.mode.compensation_least)


def above_cost_at(here: Situation, point: dict[str, Array]) -> dict[str, Array]:
    """Return a point with what its compensation exceeds the cost of operation by."""
    if not any(above_cost(here)):
        return point
    cost = in_term(here) * (here.series.operation.T @ point[PLAN])
    return point | {ABOVE_COST: np.maximum(0.0, point[COMPENSATION] - cost)}
