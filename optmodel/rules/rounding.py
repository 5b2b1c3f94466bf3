"""What rounding the signed amounts up can add to the government's payments."""

import numpy as np

from optmodel.contract import supported
from optmodel.rollout import Array
from optmodel.rules.cash import in_term
from optmodel.rules.rows import Situation


def rounding_room(here: Situation) -> Array:
    """Return by how much signed amounts may exceed those of the rows, nominal money by year; 0 unless it was asked for.

    A money step for each support line that is free, one capacity step at the public price where capacity is bought.
    """
    mode, settings = here.mode, here.case.settings
    if not here.rounded or not mode.operator:
        return np.zeros(here.rollout.horizon)
    free = supported(mode, here.contract.revenue_share)
    between = (mode.contribution_least < mode.contribution_most, mode.compensation_least < mode.compensation_most)
    lines = free * sum(between)
    price = here.rollout.escalation(settings.contract_growth) * (mode.public_price or 0.0)
    bought = here.contract.purchase_level > 0
    return in_term(here) * (lines * settings.money_step + bought * settings.capacity_step * price)


def rounding_loss(here: Situation) -> Array:
    """Return what the operator may lose by rounding, nominal money by year; 0 unless room for rounding was asked for.

    Below the whole need, capacity rounded up replaces dearer overage: the premium on one capacity step.
    """
    mode, settings = here.mode, here.case.settings
    if not here.rounded or mode.public_need != "bought" or here.contract.purchase_level >= 1:
        return np.zeros(here.rollout.horizon)
    price = here.rollout.escalation(settings.contract_growth) * (mode.public_price or 0.0)
    return in_term(here) * price * mode.overage_premium * settings.capacity_step
