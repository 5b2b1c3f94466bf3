"""The rows of a contract's rollout as a Pyomo model: readable, exportable, open to an analyst's own additions."""

from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr import LinearExpression

from optmodel.requirements import REQUIREMENT
from optmodel.rules import COMPENSATION, CONTRIBUTION, PLAN, RULES, Linear, Situation, government_cost


def model(here: Situation, scale: float = 1.0) -> Any:
    """Write the rollout of a contract as a Pyomo ``ConcreteModel``; its support columns are money divided by ``scale``.

    Each rule is one component of its own name, indexed by the rows' indices; its ``doc`` is the rule's sentence.
    """
    made = pyo.ConcreteModel(name="rollout")
    columns = _columns(made, here)
    money = {PLAN: 1.0, CONTRIBUTION: scale, COMPENSATION: scale}

    def expression(linear: Linear, divisor: float) -> Any:
        variables: list[Any] = []
        coefficients: list[float] = []
        for name, values in linear.by_block.items():
            places = np.flatnonzero(values)
            variables += [columns[name][place] for place in places]
            coefficients += [float(values[place]) * money[name] / divisor for place in places]
        return LinearExpression(constant=linear.constant / divisor, linear_coefs=coefficients, linear_vars=variables)

    def largest(linear: Linear) -> float:
        sizes = (float(np.abs(values).max(initial=0.0)) * money[name] for name, values in linear.by_block.items())
        return max(sizes, default=0.0) or 1.0

    made.government_cost = pyo.Objective(
        expr=expression(government_cost(here), scale), doc="present value of the government's cost"
    )
    for name, rule in RULES.items():
        listed = list(rule(here))
        if listed:
            component = pyo.Constraint(pyo.Any, doc=REQUIREMENT[name].sentence)
            made.add_component(name, component)
            for row in listed:
                size = largest(row.left)
                component[row.index] = pyo.inequality(row.right / size, expression(row.left, size), None)
    return made


def _columns(made: Any, here: Situation) -> dict[str, list[Any]]:
    """Declare the variables of the rollout and list them by block."""
    names = [
        (
            here.case.districts[plan.district].name,
            here.case.technologies[plan.technology].name,
            here.first_year + plan.opening - 1,
        )
        for plan in here.rollout.plans
    ]
    made.built = pyo.Var(names, domain=pyo.Binary, doc="1 where the plan is chosen")
    made.contribution_paid = pyo.Var(
        list(here.case.years), domain=pyo.NonNegativeReals, doc="capital contribution of the year"
    )
    made.compensation_paid = pyo.Var(
        list(here.case.years), domain=pyo.NonNegativeReals, doc="operating compensation of the year"
    )
    return {
        PLAN: [made.built[name] for name in names],
        CONTRIBUTION: [made.contribution_paid[year] for year in here.case.years],
        COMPENSATION: [made.compensation_paid[year] for year in here.case.years],
    }
