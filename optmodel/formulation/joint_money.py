"""What the joint model says of money: budgets, the operator's return and payback, and the cost that is minimised."""

import numpy as np
import pyomo.environ as pyo

from optmodel.formulation.joint_draft import Draft, ModePart
from optmodel.formulation.linear_sum import Sum
from optmodel.rollout import Array

# Scaled money is of this size: the unit in which an elastic model counts what a requirement of money falls short.
SIZE = 100.0
# The weight, in scaled money, of the longest term, the first choice that breaks a tie; those after it weigh less.
TIE = 1e-6


def state_money(draft: Draft) -> None:
    """State budgets, return and payback, and minimise the government's cost; of equal contracts the shorter, lower."""
    model, settings = draft.model, draft.case.settings
    for name in ("budget", "budget_total", "operator_return", "operator_payback"):
        model.add_component(name, pyo.ConstraintList())
    for item in draft.case.budget:
        weights = np.eye(draft.rollout.horizon)[item.year - draft.case.project.first_year]
        spent = Sum()
        for m in range(len(draft.parts)):
            spent.plus(-1.0, party(draft, m, weights, f"budget {item.year}", "government"))
        draft.require(model.budget, "budget", str(item.year), spent, -item.amount / draft.scale, SIZE)
    if settings.budget_total is not None:
        spent = Sum()
        for m in range(len(draft.parts)):
            spent.plus(-1.0, party(draft, m, np.ones(draft.rollout.horizon), "total", "government"))
        draft.require(model.budget_total, "budget_total", "", spent, -settings.budget_total / draft.scale, SIZE)
    for m, part in enumerate(draft.parts):
        operator(draft, m, part)
    objective(draft)


def operator(draft: Draft, m: int, part: ModePart) -> None:
    """The operator of a mode earns its return and has its money back in time."""
    measures = draft.measures(part)
    if "return" in measures:
        weights, hurdle = measures["return"], part.mode.hurdle or 0.0
        value = party(draft, m, weights, "return", "operator")
        end = (1 + hurdle) ** -draft.rollout.horizon
        value.plus(1.0, draft.over_blocks(part, [end * money.operator_end for money in part.money]))
        own = part.mode.headroom * weights
        value.plus(-1.0, draft.over_blocks(part, [money.build_cost @ own for money in part.money]))
        value.add(own, part.contribution)
        draft.require(draft.model.operator_return, "operator_return", "", value, 0.0, SIZE)
    if "payback" in measures:
        recovered = party(draft, m, measures["payback"], "payback", "operator")
        left_out = max(0.0, 1 - part.mode.contribution_most) * measures["payback"]
        recovered.plus(1.0, draft.over_blocks(part, [money.renewal @ left_out for money in part.money]))
        draft.require(draft.model.operator_payback, "operator_payback", "", recovered, 0.0, SIZE)


def objective(draft: Draft) -> None:
    """Minimise the government's cost; in an elastic model, what the requirements fall short."""
    if draft.elastic:
        draft.model.least_shortfall = pyo.Objective(expr=sum(short for _, short in draft.shortfall))
        return
    settings, cost = draft.case.settings, Sum()
    end = (1 + settings.government_rate) ** -draft.rollout.horizon
    for m, part in enumerate(draft.parts):
        measures = draft.measures(part)
        certain, commercial = measures["certain"], measures["commercial"]
        series = [
            money.payments @ certain - money.receipts @ commercial - end * money.government_end for money in part.money
        ]
        cost.plus(1.0, draft.over_blocks(part, series))
        cost.add(np.array([money.own_payments @ certain / draft.scale for money in part.money]), part.chosen)
        cost.plus(-1.0, draft.shared[m]["commercial"]).plus(1.0, draft.purchased[m]["certain"])
        cost.add(certain, part.contribution).add(certain, part.compensation)
    break_ties(draft, cost)
    draft.model.government_cost = pyo.Objective(expr=cost.expression())


def break_ties(draft: Draft, cost: Sum) -> None:
    """Add so little for each step of term, share and purchase that only equal contracts notice."""
    horizon = draft.rollout.horizon
    for part in draft.parts:
        cost.add(np.array([TIE * block.term_years / horizon for block, _ in part.blocks]), part.chosen)
        for chosen in (part.share_chosen, part.level_chosen):
            cost.add(0.1 * TIE * np.arange(len(chosen)) / max(1, len(chosen)), chosen)
    # The steps of one contract together, and what the solver leaves of its own gap, weigh less than this.
    draft.tie = 2 * TIE


def party(draft: Draft, m: int, weights: Array, name: str, side: str) -> Sum:
    """The government's net payments or the operator's net inflow under some weights over the years."""
    part, total = draft.parts[m], Sum()
    if side == "government":
        own = [money.own_payments for money in part.money]
        series = [(money.payments - money.receipts) @ weights for money in part.money]
    else:
        own = [money.own_inflow for money in part.money]
        series = [money.inflow @ weights for money in part.money]
    total.plus(1.0, draft.over_blocks(part, series))
    total.add(np.array([values @ weights / draft.scale for values in own]), part.chosen)
    total.plus(-1.0, draft.shared[m][name]).plus(1.0, draft.purchased[m][name])
    if draft.rounded:
        leave_room(draft, total, part, weights, side)
    return total.add(weights, part.contribution).add(weights, part.compensation)


def leave_room(draft: Draft, total: Sum, part: ModePart, weights: Array, side: str) -> None:
    """Count what rounding can add to the government's payments, or take from an operator below the whole need.

    It is counted in the years of the term in which a plan can be open for capacity to be bought, or can cost what
    support follows.
    """
    mode, settings, rollout = part.mode, draft.case.settings, draft.rollout
    price = rollout.escalation(settings.contract_growth) * (mode.public_price or 0.0) * settings.capacity_step
    price *= mode.operator and mode.public_need == "bought"
    contributed = settings.money_step * (mode.contribution_least < mode.contribution_most)
    compensated = settings.money_step * (mode.compensation_least < mode.compensation_most)
    room = []
    for (block, _), money, admitted in zip(part.blocks, part.money, part.admitted, strict=True):
        bought, built, run = (
            (values[admitted] > 0).any(axis=0) for values in (rollout.need, money.build_cost, money.operation)
        )
        if side == "operator":
            yearly = -price * mode.overage_premium * (part.levels[0] < 1) * bought
        else:
            yearly = price * bought + contributed * built + compensated * run
        room.append(float(weights @ (yearly * (rollout.year <= block.term_years))))
    total.add(np.array(room) / draft.scale, part.chosen)
