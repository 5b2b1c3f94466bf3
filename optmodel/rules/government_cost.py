"""What a contract costs the government."""

from optmodel.rollout import Array
from optmodel.rules.cash import demand_receipts, every_scenario, fixed_payments
from optmodel.rules.rows import Linear, Situation, end_value


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
    settings = here.case.settings
    certain = here.rollout.discounting(settings.government_rate)
    commercial = here.rollout.discounting(settings.commercial_rate)
    payments, receipts = fixed_payments(here), demand_receipts(here)
    credit = end_value(here, settings.government_rate) if here.mode.at_end == "reverts" else Linear()
    return [
        payments.weighted(certain, scenarios) - receipts.weighted(commercial, scenarios) - credit
        for scenarios in weightings
    ]
