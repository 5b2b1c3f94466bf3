"""What the terms of the joint model multiply: share times turnover, purchase level times need, support within cost."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyomo.environ as pyo

from optmodel.formulation.joint_draft import Draft, ModePart
from optmodel.formulation.linear_sum import Sum
from optmodel.rollout import Array


def state_products(draft: Draft) -> None:
    """Share times turnover and purchase level times need, year by year; each exact by splitting over the list.

    The split of a year serves every row it enters: what the government takes as a high share the operator cannot pay as
    a low one.
    """
    draft.model.split = pyo.ConstraintList()
    draft.model.part = pyo.VarList(domain=pyo.NonNegativeReals)
    for m, part in enumerate(draft.parts):
        premium = part.mode.overage_premium
        paid = [level + (1 + premium) * max(0.0, 1 - level) for level in part.levels]
        shared = products(draft, part, [money.turnover for money in part.money], part.shares, part.share_chosen)
        bought = products(draft, part, [money.purchase for money in part.money], paid, part.level_chosen)
        for name, weights in draft.measures(part).items():
            draft.shared[m][name] = weighted(weights, shared)
            draft.purchased[m][name] = weighted(weights, bought)


def weighted(weights: Array, yearly: Sequence[Sum]) -> Sum:
    """Add up yearly sums with weights."""
    total = Sum()
    for weight, amount in zip(weights, yearly, strict=True):
        if weight != 0:
            total.plus(float(weight), amount)
    return total


def products(
    draft: Draft, part: ModePart, series: Sequence[Array], factors: Sequence[float], chosen: Sequence[Any]
) -> list[Sum]:
    """Return, by year, the chosen factor times a sum over plans: the sum is split into one part for each factor."""
    results = []
    for t in range(draft.rollout.horizon):
        yearly = [values[:, t] for values in series]
        amount = draft.over_blocks(part, yearly)
        if len(factors) == 1 or not amount.variables:
            results.append(Sum().plus(factors[0], amount))
            continue
        most = draft.most_of(part, yearly) / draft.scale
        split, result = Sum(), Sum()
        for factor, selected in zip(factors, chosen, strict=True):
            piece = draft.model.part.add()
            draft.model.split.add(piece <= most * selected)
            split.add(np.ones(1), [piece])
            result.add(np.array([factor]), [piece])
        draft.model.split.add(split.plus(-1.0, amount).expression() == 0)
        results.append(result)
    return results


def state_support(draft: Draft) -> None:
    """Contribution and compensation lie within their shares of cost, at the least where the share excludes support."""
    draft.model.support_bounds = pyo.ConstraintList()
    draft.model.support_and_share = pyo.ConstraintList()
    for part in draft.parts:
        mode = part.mode
        costs = ([money.build_cost for money in part.money], [money.operation for money in part.money])
        bounds = ((mode.contribution_least, mode.contribution_most), (mode.compensation_least, mode.compensation_most))
        for paid, cost, (least, most) in zip((part.contribution, part.compensation), costs, bounds, strict=True):
            for t, variable in enumerate(paid):
                yearly = [values[:, t] for values in cost]
                one_support(draft, part, variable, yearly, least, most if mode.operator else 0.0)
        if not mode.support_and_share:
            for level, selected in zip(part.levels[1:], part.level_chosen[1:], strict=True):
                assert level > part.levels[0]
                draft.model.support_and_share.add(selected <= part.share_chosen[0])


def one_support(draft: Draft, part: ModePart, paid: Any, cost: Sequence[Array], least: float, most: float) -> None:
    """Bound one year's support; what is above the least asks for the least share where the mode excludes both."""
    ceiling = draft.most_of(part, cost) / draft.scale
    if ceiling == 0.0 or most == 0.0:
        paid.setub(0.0)
        return
    amount = draft.over_blocks(part, cost)
    draft.model.support_bounds.add(Sum().add(np.ones(1), [paid]).plus(-least, amount).expression() >= 0)
    draft.model.support_bounds.add(Sum().add(-np.ones(1), [paid]).plus(most, amount).expression() >= 0)
    if not part.mode.support_and_share and len(part.shares) > 1 and most > least:
        above = Sum().add(-np.ones(1), [paid]).plus(least, amount)
        above.add(np.array([(most - least) * ceiling]), [part.share_chosen[0]])
        draft.model.support_and_share.add(above.expression() >= 0)
