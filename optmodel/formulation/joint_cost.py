"""What the joint model minimises: the government's cost, as expected and in dear scenarios, and what residents pay."""

import numpy as np
import pyomo.environ as pyo

from optmodel.formulation.joint_draft import Draft
from optmodel.formulation.joint_money import payments
from optmodel.formulation.joint_rounding import break_ties
from optmodel.formulation.linear_sum import Sum
from optmodel.rollout import Array


def state_objective(draft: Draft) -> None:
    """Minimise the objective; in an elastic model, what the requirements fall short."""
    if draft.elastic:
        draft.model.least_shortfall = pyo.Objective(expr=sum(short for _, short in draft.shortfall))
        return
    settings, least = draft.case.settings, Sum()
    averse = settings.risk_aversion if draft.averse else 0.0
    least.plus(1 - averse, cost(draft, draft.expected))
    if averse > 0:
        least.plus(averse, mean_of_dearest(draft))
    if settings.citizens_weight > 0:
        least.plus(settings.citizens_weight, bills(draft, draft.discounted(settings.government_rate)))
    break_ties(draft, least)
    draft.model.government_cost = pyo.Objective(expr=least.expression())


def cost(draft: Draft, outcome: Array) -> Sum:
    """Present value of the government's cost in an outcome."""
    settings, total = draft.case.settings, Sum()
    certain, commercial = (draft.discounted(rate) for rate in (settings.government_rate, settings.commercial_rate))
    end = outcome.sum() * (1 + settings.government_rate) ** -draft.rollout.horizon
    for m, part in enumerate(draft.parts):
        total.plus(1.0, payments(draft, m, outcome, certain, commercial))
        total.plus(-1.0, draft.over_blocks(part, [end * money.government_end for money in part.money]))
    return total


def mean_of_dearest(draft: Draft) -> Sum:
    """Mean cost of the dearest scenarios: where they begin, and by how much each goes beyond, weighed in the tail.

    Because it is minimised the excess of a scenario is the larger of zero and what it costs more than that.
    """
    model, tail = draft.model, 1 - draft.case.settings.risk_tail
    model.dear_from = pyo.Var(doc="cost from which scenarios count as dear")
    model.excess = pyo.Var([name for name, _ in draft.outcomes], domain=pyo.NonNegativeReals, doc="cost beyond that")
    model.dearest = pyo.ConstraintList()
    mean = Sum().add(np.ones(1), [model.dear_from])
    for (name, outcome), probability in zip(draft.outcomes, draft.expected, strict=True):
        beyond = Sum().add(np.ones(2), [model.excess[name], model.dear_from]).plus(-1.0, cost(draft, outcome))
        model.dearest.add(Sum().plus(1 / beyond.size, beyond).expression() >= 0)
        mean.add(np.array([probability / tail]), [model.excess[name]])
    return mean


def bills(draft: Draft, weights: Array) -> Sum:
    """What residents pay, as expected, under weights over the years."""
    total = Sum()
    for part in draft.parts:
        paid = [money.residents.worth(draft.expected, weights) for money in part.money]
        total.plus(1.0, draft.over_blocks(part, paid))
    return total
