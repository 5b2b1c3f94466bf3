"""What the joint model says of money: budgets, and the operator's return, payback and downside."""

import numpy as np
import pyomo.environ as pyo

from optmodel.formulation.joint_draft import SIZE, Draft, ModePart
from optmodel.formulation.joint_rounding import leave_room
from optmodel.formulation.joint_terms import purchased, shared
from optmodel.formulation.linear_sum import Sum
from optmodel.rollout import Array


def state_budgets(draft: Draft) -> None:
    """The government's net payments stay within its budgets, as expected and, where asked, in every scenario."""
    model, horizon = draft.model, draft.rollout.horizon
    model.budget, model.budget_total = pyo.ConstraintList(), pyo.ConstraintList()
    for item in draft.case.budget:
        weights = np.eye(horizon)[item.year - draft.case.project.first_year]
        for scenario, outcome in draft.budgeted():
            index = f"{item.year}/{scenario}" if scenario else str(item.year)
            spent = all_payments(draft, outcome, weights)
            draft.require(model.budget, "budget", index, Sum().plus(-1.0, spent), -item.amount / draft.scale, SIZE)
    total = draft.case.settings.budget_total
    for scenario, outcome in draft.budgeted() if total is not None else ():
        spent = all_payments(draft, outcome, np.ones(horizon))
        asked = -(total or 0.0) / draft.scale
        draft.require(model.budget_total, "budget_total", scenario, Sum().plus(-1.0, spent), asked, SIZE)


def state_operators(draft: Draft) -> None:
    """Each operator earns its return, has its money back in time and loses no more than it can bear."""
    for name in ("operator_return", "operator_payback", "operator_downside"):
        draft.model.add_component(name, pyo.ConstraintList())
    for m, part in enumerate(draft.parts):
        if part.mode.operator and part.mode.hurdle is not None:
            earned(draft, m, part, part.mode.hurdle)
            recovered(draft, m, part)
            bearable(draft, m, part, part.mode.hurdle)


def earned(draft: Draft, m: int, part: ModePart, hurdle: float) -> None:
    """The operator's expected value is at least the headroom on what it builds itself."""
    weights = draft.discounted(hurdle)
    value = present_value(draft, m, draft.expected, hurdle)
    own = part.mode.headroom * weights
    value.plus(-1.0, draft.over_blocks(part, [money.build_cost.worth(draft.planned, own) for money in part.money]))
    value.add(own, part.contribution)
    draft.require(draft.model.operator_return, "operator_return", "", value, 0.0, SIZE)


def recovered(draft: Draft, m: int, part: ModePart) -> None:
    """The operator has its money back by the longest payback, renewals left out."""
    if part.mode.payback_longest is None:
        return
    weights = (draft.rollout.year <= part.mode.payback_longest).astype(float)
    value = net_inflow(draft, m, draft.expected, weights)
    left_out = max(0.0, 1 - part.mode.contribution_most) * weights
    value.plus(1.0, draft.over_blocks(part, [money.renewal.worth(draft.expected, left_out) for money in part.money]))
    draft.require(draft.model.operator_payback, "operator_payback", "", value, 0.0, SIZE)


def bearable(draft: Draft, m: int, part: ModePart, hurdle: float) -> None:
    """In no scenario does the operator lose more than a part of its own build and of one mean year's operation."""
    limit = part.mode.loss_limit
    if limit is None:
        return
    weights = draft.discounted(hurdle)
    lost = [
        limit * (money.build_cost.worth(draft.planned, weights))
        + limit / block.term_years * money.operation.worth(draft.planned, weights)
        for (block, _), money in zip(part.blocks, part.money, strict=True)
    ]
    for scenario, outcome in draft.outcomes:
        value = present_value(draft, m, outcome, hurdle, lost=limit)
        value.plus(1.0, draft.over_blocks(part, lost)).add(-limit * weights, part.contribution)
        draft.require(draft.model.operator_downside, "operator_downside", scenario, value, 0.0, SIZE)


def present_value(draft: Draft, m: int, outcome: Array, hurdle: float, lost: float = 0.0) -> Sum:
    """What an operator earns in an outcome, with the end value of a network it keeps, at its required return.

    ``lost`` is what the row takes away again of every unit of contribution.
    """
    part = draft.parts[m]
    value = net_inflow(draft, m, outcome, draft.discounted(hurdle), lost=lost)
    end = outcome.sum() * (1 + hurdle) ** -draft.rollout.horizon
    return value.plus(1.0, draft.over_blocks(part, [end * money.operator_end for money in part.money]))


def followed(draft: Draft, part: ModePart, outcome: Array) -> tuple[float, float]:
    """What becomes in an outcome of a unit of contribution and of compensation that is signed."""
    build, operation = (float(outcome @ draft.rollout.scenario_factor(name)) for name in ("build", "operation"))
    certain = float(outcome.sum())
    return (
        build if part.mode.contribution_basis == "actual" else certain,
        operation if part.mode.compensation_basis == "actual" else certain,
    )


def support(draft: Draft, m: int, outcome: Array, weights: Array) -> Sum:
    """Contribution and compensation as they come in an outcome, under weights over the years."""
    part = draft.parts[m]
    contribution, compensation = followed(draft, part, outcome)
    return Sum().add(contribution * weights, part.contribution).add(compensation * weights, part.compensation)


def all_payments(draft: Draft, outcome: Array, weights: Array) -> Sum:
    """What the government pays net in an outcome, whatever the mode, under weights over the years."""
    total = Sum()
    for m, part in enumerate(draft.parts):
        total.plus(1.0, payments(draft, m, outcome, weights, weights))
        if draft.rounded:
            leave_room(draft, total, part, weights, "government", followed(draft, part, outcome))
    return total


def payments(draft: Draft, m: int, outcome: Array, certain: Array, commercial: Array) -> Sum:
    """What the government pays net in an outcome; what hangs on demand has weights over the years of its own."""
    part = draft.parts[m]
    on_plans = [
        money.payments.worth(outcome, certain) - money.receipts.worth(outcome, commercial) for money in part.money
    ]
    total = draft.over_blocks(part, on_plans)
    own = [float(money.own_payments.worth(outcome, certain)) / draft.scale for money in part.money]
    total.add(np.array(own), part.chosen).plus(-1.0, shared(draft, m, outcome, commercial))
    return total.plus(1.0, purchased(draft, m, outcome, certain)).plus(1.0, support(draft, m, outcome, certain))


def net_inflow(draft: Draft, m: int, outcome: Array, weights: Array, lost: float = 0.0) -> Sum:
    """What the operator of a mode receives net in an outcome, under weights over the years."""
    part = draft.parts[m]
    total = draft.over_blocks(part, [money.inflow.worth(outcome, weights) for money in part.money])
    own = [float(money.own_inflow.worth(outcome, weights)) / draft.scale for money in part.money]
    total.add(np.array(own), part.chosen).plus(-1.0, shared(draft, m, outcome, weights))
    if draft.rounded:
        contribution, compensation = followed(draft, part, outcome)
        leave_room(draft, total, part, weights, "operator", (contribution - lost, compensation))
    return total.plus(1.0, purchased(draft, m, outcome, weights)).plus(1.0, support(draft, m, outcome, weights))
