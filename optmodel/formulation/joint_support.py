"""Support in the joint model: contribution and compensation within their shares of cost, and a limit on all of it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyomo.environ as pyo

from optmodel.formulation.joint_draft import SIZE, Draft, ModePart
from optmodel.formulation.joint_rounding import leave_room
from optmodel.formulation.joint_terms import beyond_need
from optmodel.formulation.linear_sum import Sum
from optmodel.rollout import Array


def state_support(draft: Draft) -> None:
    """Contribution and compensation lie within their shares of cost, at the least where the share excludes support."""
    draft.model.support_bounds = pyo.ConstraintList()
    draft.model.support_and_share = pyo.ConstraintList()
    for part in draft.parts:
        mode = part.mode
        bounds = ((mode.contribution_least, mode.contribution_most), (mode.compensation_least, mode.compensation_most))
        for paid, name, (least, most) in zip(
            (part.contribution, part.compensation), ("build_cost", "operation"), bounds, strict=True
        ):
            for t, variable in enumerate(paid):
                one_support(draft, part, variable, planned(draft, part, name, t), least, most)
        if not mode.support_and_share:
            for level, selected in zip(part.levels[1:], part.level_chosen[1:], strict=True):
                assert level > part.levels[0]
                draft.model.support_and_share.add(selected <= part.share_chosen[0])


def planned(draft: Draft, part: ModePart, name: str, t: int) -> list[Array]:
    """Planned cost of a year under each block; [plan]."""
    return [getattr(money, name).in_year(draft.planned, t) for money in part.money]


def one_support(draft: Draft, part: ModePart, paid: Any, cost: Sequence[Array], least: float, most: float) -> None:
    """Bound one year's support; what is above the least asks for the least share where the mode excludes both."""
    ceiling = draft.most_of(part, cost) / draft.scale
    if ceiling == 0.0 or most == 0.0 or not part.mode.operator:
        paid.setub(0.0)
        return
    amount = draft.over_blocks(part, cost)
    draft.model.support_bounds.add(Sum().add(np.ones(1), [paid]).plus(-least, amount).expression() >= 0)
    draft.model.support_bounds.add(Sum().add(-np.ones(1), [paid]).plus(most, amount).expression() >= 0)
    if not part.mode.support_and_share and len(part.shares) > 1 and most > least:
        above = Sum().add(-np.ones(1), [paid]).plus(least, amount)
        above.add(np.array([(most - least) * ceiling]), [part.share_chosen[0]])
        draft.model.support_and_share.add(above.expression() >= 0)


def state_support_limit(draft: Draft) -> None:
    """All support as signed and planned, at the government's rate, stays within its limit."""
    limit = draft.case.settings.support_limit
    if limit is None:
        return
    model, total = draft.model, Sum()
    model.support_limit = pyo.ConstraintList()
    model.above_cost = pyo.ConstraintList()
    model.compensation_above_cost = pyo.VarList(domain=pyo.NonNegativeReals, doc="compensation above planned cost")
    weights = draft.discounted(draft.case.settings.government_rate)
    for m, part in enumerate(draft.parts):
        if part.mode.operator:
            total.add(weights, part.contribution).plus(1.0, beyond_need(draft, m, weights))
            total.plus(1.0, above_cost(draft, part, weights))
            if draft.rounded:
                # No support at all stays possible: it is not rounded up to any.
                leave_room(draft, total, part, weights, "support", most=limit)
    draft.require(model.support_limit, "support_limit", "", Sum().plus(-1.0, total), -limit / draft.scale, SIZE)


def above_cost(draft: Draft, part: ModePart, weights: Array) -> Sum:
    """Compensation above the planned cost of operation, which never counts below zero.

    Between bounds on both sides of cost a variable stands for it, at least the difference and at least zero: only a
    limit from above asks for it, so it need be no larger.
    """
    mode, total = part.mode, Sum()
    if mode.compensation_most <= 1:
        return total
    for t, (paid, weight) in enumerate(zip(part.compensation, weights, strict=True)):
        above = Sum().add(np.ones(1), [paid]).plus(-1.0, draft.over_blocks(part, planned(draft, part, "operation", t)))
        if mode.compensation_least < 1 and len(above.variables) > 1:
            auxiliary = draft.model.compensation_above_cost.add()
            draft.model.above_cost.add(Sum().add(np.ones(1), [auxiliary]).plus(-1.0, above).expression() >= 0)
            above = Sum().add(np.ones(1), [auxiliary])
        total.plus(float(weight), above)
    return total
