"""What rounding the signed terms can change in the joint model, and the little by which it prefers one of equals."""

import math
from typing import Literal

import numpy as np

from optmodel.formulation.joint_draft import Draft, ModePart
from optmodel.formulation.linear_sum import Sum
from optmodel.rollout import Array

# The weight, in scaled money, of the longest term, which breaks a tie. What is chosen before it weighs more, and what
# is chosen after it less.
TIE = 1e-6


def leave_room(
    draft: Draft,
    total: Sum,
    part: ModePart,
    weights: Array,
    side: Literal["government", "operator", "support"],
    followed: tuple[float, float] = (1.0, 1.0),
    most: float = math.inf,
) -> None:
    """Count what rounding can add to the government's payments, or take from an operator below the whole need.

    It is counted in the years of the term in which a plan can be open for capacity to be bought, or can cost what
    support follows, up to ``most``. On the side of support only capacity beyond the need counts. ``followed`` is what
    becomes of a unit of contribution and of compensation; what becomes less than nothing takes from an operator that
    is paid more.
    """
    mode, settings, rollout = part.mode, draft.case.settings, draft.rollout
    price = rollout.indexed(mode.public_price_index) * (mode.public_price or 0.0) * settings.capacity_step
    price *= mode.operator and mode.public_need == "bought"
    if side == "support":
        price = price * (part.levels[-1] > 1)
    contributed = followed[0] * settings.money_step * (mode.contribution_least < mode.contribution_most)
    compensated = followed[1] * settings.money_step * (mode.compensation_least < mode.compensation_most)
    dearest = rollout.scenario_factor("need").max()
    room = []
    for (block, _), money, admitted in zip(part.blocks, part.money, part.admitted, strict=True):
        bought, built, run = (
            np.array([amount.in_year(draft.planned, t)[admitted].any() for t in range(rollout.horizon)])
            for amount in (money.purchase, money.build_cost, money.operation)
        )
        if side == "operator":
            yearly = -price * mode.overage_premium * bought * (part.levels[0] < dearest)
            yearly = yearly + min(0.0, contributed) * built + min(0.0, compensated) * run
        else:
            yearly = price * bought + contributed * built + compensated * run
        room.append(min(most, float(weights @ (yearly * rollout.in_term(block)))))
    total.add(np.array(room) / draft.scale, part.chosen)


def break_ties(draft: Draft, cost: Sum) -> None:
    """Add so little for functions, tariff, term, share and purchase that only equal contracts notice."""
    for part in draft.parts:
        cost.add(np.array([_standing(draft, part, place) for place in range(len(part.blocks))]), part.chosen)
        for chosen in (part.share_chosen, part.level_chosen):
            cost.add(0.1 * TIE * np.arange(len(chosen)) / max(1, len(chosen)), chosen)
    # The steps of one contract together, and what the solver leaves of its own gap, weigh less than this.
    draft.tie = 8 * TIE


def _standing(draft: Draft, part: ModePart, place: int) -> float:
    """What a block weighs: fewer functions outsourced, then the earlier tariff level, then the shorter term."""
    block, _ = part.blocks[place]
    levels = list(dict.fromkeys(each.tariff_level for each, _ in part.blocks))
    functions = max(1, len(draft.case.functions))
    steps = 4 * len(block.outsourced) / functions + 2 * levels.index(block.tariff_level) / len(levels)
    return TIE * (steps + block.term_years / draft.rollout.horizon)
