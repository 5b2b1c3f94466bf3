"""What is minimised: ``government_cost``."""

from optmodel.finance import discount_factors
from optmodel.rules.cash import demand_receipts, fixed_payments
from optmodel.rules.rows import PLAN, Linear, Situation


def government_cost(here: Situation) -> Linear:
    r"""What the contract costs the government, as a present value over the horizon.

    .. math:: \sum_t \delta(\rho_g, t) (payments_t - fixed\ receipts_t) - \sum_t \delta(\rho_c, t)\, demand\ receipts_t
              - (1 + \rho_g)^{-H} \, end_g(x)

    Receipts that hang on demand are net of the cost of those sales; the end value counts where the government owns the
    network.
    """
    settings, horizon = here.case.settings, here.rollout.horizon
    certain = discount_factors(settings.government_rate, horizon, settings.flows_at)
    commercial = discount_factors(settings.commercial_rate, horizon, settings.flows_at)
    cost = fixed_payments(here).weighted(certain)
    blocks = dict(cost.by_block)
    blocks[PLAN] = blocks[PLAN] - demand_receipts(here).plan @ commercial
    if here.mode.at_end == "reverts":
        blocks[PLAN] = blocks[PLAN] - (1 + settings.government_rate) ** -horizon * here.series.end_value
    return Linear(cost.constant, blocks)
