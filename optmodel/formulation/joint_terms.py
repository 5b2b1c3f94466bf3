"""What the terms of the joint model multiply: share times turnover, purchase level times need, support within cost."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyomo.environ as pyo

from optmodel.formulation.amount import Amount
from optmodel.formulation.joint_draft import Draft, ModePart, Split
from optmodel.formulation.linear_sum import Sum
from optmodel.rollout import Array


def state_products(draft: Draft) -> None:
    """Split turnover over the shares and need over the purchase levels, year by year.

    The split of a year serves every row it enters: what the government takes as a high share the operator cannot pay as
    a low one. That of planned need serves every scenario, for each pays so much for a unit of it at a level.
    """
    draft.model.split = pyo.ConstraintList()
    draft.model.part = pyo.VarList(domain=pyo.NonNegativeReals)
    for m, part in enumerate(draft.parts):
        for outcome, times in alike(draft, part):
            split = Split("turnover", outcome, times)
            split_over(draft, part, split, part.share_chosen)
            draft.turnover[m].append(split)
        split = Split("purchase", draft.planned, np.ones(len(draft.planned)))
        split_over(draft, part, split, part.level_chosen)
        draft.need.append(split)


def alike(draft: Draft, part: ModePart) -> list[tuple[Array, Array]]:
    """Group scenarios whose turnover differs by their prices only: outcome of one, and times that of it in each.

    Where no row looks at a scenario by itself one group, of what is expected, does for all.
    """
    if not draft.by_scenario(part.mode):
        return [(draft.expected, np.full(len(draft.expected), 1 / draft.expected.sum()))]
    rollout = draft.rollout
    prices = rollout.scenario_factor("prices")
    moved = list(zip(rollout.scenario_factor("demand"), rollout.scenario_factor("need"), strict=True))
    groups = []
    for demand_and_need in dict.fromkeys(moved):
        members = np.array([each == demand_and_need for each in moved])
        dearest = float(prices[members].max())
        if dearest > 0:
            outcome = np.eye(len(prices))[np.flatnonzero(members & (prices == dearest))[0]]
            groups.append((outcome, members * prices / dearest))
    return groups


def split_over(draft: Draft, part: ModePart, split: Split, chosen: Sequence[Any]) -> None:
    """Split a yearly amount into one piece for each factor, of which all but the chosen one's are zero."""
    if len(chosen) == 1:
        return
    for t in range(draft.rollout.horizon):
        yearly = [_amount(money, split).in_year(split.outcome, t) for money in part.money]
        amount = draft.over_blocks(part, yearly)
        if not amount.variables:
            split.pieces.append([])
            continue
        most = draft.most_of(part, yearly) / draft.scale
        pieces, together = [], Sum()
        for selected in chosen:
            piece = draft.model.part.add()
            draft.model.split.add(piece <= most * selected)
            together.add(np.ones(1), [piece])
            pieces.append(Sum().add(np.ones(1), [piece]))
        draft.model.split.add(together.plus(-1.0, amount).expression() == 0)
        split.pieces.append(pieces)


def _amount(money: Any, split: Split) -> Amount:
    found: Amount = getattr(money, split.figure)
    return found


def times_chosen(draft: Draft, part: ModePart, split: Split, factors: Array, weights: Array) -> Sum:
    """The chosen one of some factors times the amount of the split, under weights over the years."""
    if len(factors) == 1:
        worth = [_amount(money, split).worth(split.outcome, weights) for money in part.money]
        return Sum().plus(float(factors[0]), draft.over_blocks(part, worth))
    total = Sum()
    for weight, pieces in zip(weights, split.pieces, strict=True):
        for factor, piece in zip(factors, pieces, strict=True) if pieces else ():
            if weight * factor != 0:
                total.plus(float(weight * factor), piece)
    return total


def shared(draft: Draft, m: int, outcome: Array, weights: Array) -> Sum:
    """The share of turnover that the government is paid in an outcome, under weights over the years."""
    part, total = draft.parts[m], Sum()
    for split in draft.turnover[m]:
        times = float(outcome @ split.times)
        total.plus(1.0, times_chosen(draft, part, split, times * np.array(part.shares), weights))
    return total


def purchased(draft: Draft, m: int, outcome: Array, weights: Array) -> Sum:
    """What the government pays for capacity and overage in an outcome: so much at each level for a unit of need."""
    part = draft.parts[m]
    levels, need = np.array(part.levels), draft.rollout.scenario_factor("need")
    beyond = np.maximum(0.0, need[:, None] - levels[None, :])
    paid = outcome.sum() * levels + (1 + part.mode.overage_premium) * (outcome @ beyond)
    return times_chosen(draft, part, draft.need[m], paid, weights)


def beyond_need(draft: Draft, m: int, weights: Array) -> Sum:
    """What capacity beyond the planned need costs, under weights over the years."""
    levels = np.array(draft.parts[m].levels)
    return times_chosen(draft, draft.parts[m], draft.need[m], np.maximum(0.0, levels - 1), weights)
