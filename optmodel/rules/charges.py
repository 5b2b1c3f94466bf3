"""What each party pays in the charges that come with a mode."""

import numpy as np

from optmodel.case import Charge
from optmodel.contract import GOVERNMENT, OPERATOR
from optmodel.rollout import Array
from optmodel.rules.rows import Situation


def charges(here: Situation, party: str) -> tuple[Array, Array]:
    """What a party pays in charges, less what it receives: on plans [plan, year] and in any case [year].

    After handover the operator of a charge is the successor, who is no party to the contract and passes on what it
    would pay.
    """
    rollout, mode = here.rollout, here.mode
    plan, constant = np.zeros((len(rollout.plans), rollout.horizon)), np.zeros(rollout.horizon)
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
            _add(here, charge, amount, plan, constant)
    return plan, constant


def _add(here: Situation, charge: Charge, amount: Array, plan: Array, constant: Array) -> None:
    """Add the amounts of a charge to what hangs on plans or to what does not, by its base."""
    rollout = here.rollout
    if charge.base == "fixed":
        constant += amount
    elif charge.base == "per partner":
        constant += amount * here.case.mode(charge.mode).partners
    elif charge.base == "share of build to date":
        plan += np.cumsum(here.series.build, axis=1) * amount
    else:
        plan += rollout.covered[:, None] * rollout.open * amount
