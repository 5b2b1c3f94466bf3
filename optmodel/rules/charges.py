"""What each party pays in the charges that come with a mode."""

import numpy as np

from optmodel.contract import GOVERNMENT, OPERATOR
from optmodel.rollout import Array
from optmodel.rules.rows import Situation

# The series a charge is an amount of.
_SERIES = {"share of build to date": "build_to_date", "per resident covered": "covered"}


def charges(here: Situation, party: str) -> tuple[dict[str, Array], Array]:
    """What a party pays in charges, less what it receives: parts of series by name, and in any case; all [year].

    After handover the operator of a charge is the successor, who is no party to the contract and passes on what it
    would pay.
    """
    rollout, mode = here.rollout, here.mode
    flows: dict[str, Array] = {}
    constant = np.zeros(rollout.horizon)
    after = rollout.runner_after(mode)
    for charge in here.case.charges:
        if charge.counted == "comparison":
            continue
        for calendar, runner, start, stop in (
            ("signature", mode.name, 0, here.term),
            ("handover", after.name, here.term, rollout.horizon),
        ):
            if charge.mode != runner or charge.counted_from not in (calendar, "either"):
                continue
            sign = (charge.payer == party) - (charge.payee == party)
            if calendar == "handover" and mode.at_end == "reverts":
                sign = 0 if party == OPERATOR else int(charge.payee != GOVERNMENT)
            last = stop if charge.last is None else min(stop, start + charge.last)
            due = (rollout.year >= start + charge.first) & (rollout.year <= last)
            amount = sign * charge.amount * due * rollout.indexed(charge.index)
            if charge.base in _SERIES:
                name = _SERIES[charge.base]
                flows[name] = flows.get(name, 0.0) + amount
            else:
                partners = here.case.mode(charge.mode).partners if charge.base == "per partner" else 1
                constant = constant + amount * partners
    return flows, constant
