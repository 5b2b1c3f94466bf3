"""What a contract costs the government."""

import numpy as np

from optmodel.finance import discount_factors
from optmodel.rollout import Array
from optmodel.rules.cash import demand_receipts, every_scenario, fixed_payments
from optmodel.rules.rows import PLAN, Linear, Situation


def government_cost(here: Situation) -> Linear:
    r"""What the contract costs the government, as an expected present value over the horizon.

    .. math:: E\left[ \sum_t \delta(\rho_g, t) (payments_t - fixed\ receipts_t)
              - \sum_t \delta(\rho_c, t)\, demand\ receipts_t \right] - (1 + \rho_g)^{-H} \, end_g(x)

    Receipts that hang on demand are net of the cost of those sales; the end value counts where the government owns the
    network.
    """
    return _cost(here, [here.rollout.probability])[0]


def cost_by_scenario(here: Situation) -> list[Linear]:
    """Return the cost of each scenario."""
    return _cost(here, [weights for _, weights in every_scenario(here)])


def _cost(here: Situation, weightings: list[Array]) -> list[Linear]:
    settings, horizon = here.case.settings, here.rollout.horizon
    certain = discount_factors(settings.government_rate, horizon, settings.flows_at)
    commercial = discount_factors(settings.commercial_rate, horizon, settings.flows_at)
    payments, receipts = fixed_payments(here), demand_receipts(here)
    credit = np.zeros(len(here.rollout.plans))
    if here.mode.at_end == "reverts":
        credit = (1 + settings.government_rate) ** -horizon * here.series.end_value
    costs = []
    for scenarios in weightings:
        cost, received = payments.weighted(certain, scenarios), receipts.weighted(commercial, scenarios)
        plan = cost.by_block[PLAN] - received.by_block[PLAN] - credit
        costs.append(Linear(cost.constant, cost.by_block | {PLAN: plan}))
    return costs
