"""What the risks of the register cost each party; those of revenue lower the revenue itself and are not here."""

import numpy as np

from optmodel.contract import OPERATOR
from optmodel.rollout import Array
from optmodel.rules.rows import Situation


def risks(here: Situation, party: str) -> tuple[Array, Array]:
    """What a party pays for risks on average, in every scenario: on plans [plan, year] and in any case [year]."""
    rollout, series, settings = here.rollout, here.series, here.case.settings
    plan, constant = np.zeros((len(rollout.plans), rollout.horizon)), np.zeros(rollout.horizon)
    for item in series.risks:
        weight = item.weight * (item.operator_part if party == OPERATOR else 1 - item.operator_part)
        if item.risk.base == "fixed":
            constant += weight * rollout.indexed("contract")
        elif item.risk.base == "need":
            plan += weight * settings.present_price * rollout.escalation(settings.present_price_growth) * rollout.need
        elif item.risk.base == "build":
            plan += weight * series.build
        elif item.risk.base == "operation":
            plan += weight * series.operation
        elif item.risk.base == "build not written off":
            plan += weight * series.not_written_off
    return plan, constant
