"""What the risks of the register cost each party; those of revenue lower the revenue itself and are not here."""

import numpy as np

from optmodel.contract import OPERATOR
from optmodel.rollout import Array
from optmodel.rules.rows import Situation

# The series that a risk is a part of.
_SERIES = {"build": "build", "operation": "operation", "need": "need", "build not written off": "not_written_off"}


def risks(here: Situation, party: str) -> tuple[dict[str, Array], Array]:
    """What a party pays for risks on average: parts of series by name, and in any case; all [year]."""
    rollout, settings = here.rollout, here.case.settings
    flows: dict[str, Array] = {}
    constant = np.zeros(rollout.horizon)
    for item in here.series.risks:
        weight = item.weight * (item.operator_part if party == OPERATOR else 1 - item.operator_part)
        if item.risk.base == "fixed":
            constant = constant + weight * rollout.indexed("contract")
        elif item.risk.base in _SERIES:
            name = _SERIES[item.risk.base]
            if name == "need":
                weight = weight * settings.present_price * rollout.escalation(settings.present_price_growth)
            flows[name] = flows.get(name, 0.0) + weight
    return flows, constant
