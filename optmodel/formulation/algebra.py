"""The rows of a contract's rollout as a Pyomo model: readable, exportable, open to an analyst's own additions."""

from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr import LinearExpression

from optmodel.formulation.arrays import plan_names
from optmodel.requirements import REQUIREMENTS
from optmodel.rules import PLAN, Linear, Situation, columns, objective, rows


def model(here: Situation, scale: float = 1.0) -> Any:
    """Write the rollout of a contract as a Pyomo ``ConcreteModel``; its columns of money are divided by ``scale``.

    Each rule is one component of its own name, indexed by the rows' indices; its ``doc`` is the rule's sentence.
    """
    made = pyo.ConcreteModel(name="rollout")
    blocks = _columns(made, here)

    def expression(linear: Linear, divisor: float) -> Any:
        variables: list[Any] = []
        coefficients: list[float] = []
        for name, values in linear.by_block.items():
            places = np.flatnonzero(values)
            variables += [blocks[name][place] for place in places]
            coefficients += [float(values[place]) * (1.0 if name == PLAN else scale) / divisor for place in places]
        return LinearExpression(constant=linear.constant / divisor, linear_coefs=coefficients, linear_vars=variables)

    def largest(linear: Linear) -> float:
        sizes = (
            float(np.abs(values).max(initial=0.0)) * (1.0 if name == PLAN else scale)
            for name, values in linear.by_block.items()
        )
        return max(sizes, default=0.0) or 1.0

    made.minimised = pyo.Objective(expr=expression(objective(here), scale), doc="what is minimised")
    kinds = (*REQUIREMENTS, *(rule.kind for rule in here.rollout.rules))
    sentences = {kind.name: kind.sentence for kind in kinds}
    for row in rows(here):
        name = row.rule
        if made.component(name) is None:
            doc = sentences.get(name, "what the objective is made of")
            made.add_component(name, pyo.Constraint(pyo.Any, doc=doc))
        size = largest(row.left)
        made.component(name)[row.index] = pyo.inequality(row.right / size, expression(row.left, size), None)
    return made


def _columns(made: Any, here: Situation) -> dict[str, list[Any]]:
    """Declare the variables of the rollout and list them by block."""
    plans = plan_names(here)
    made.built = pyo.Var(plans, domain=pyo.Binary, doc="1 where the plan is chosen")
    result = {PLAN: [made.built[plan] for plan in plans]}
    for item in columns(here):
        lower = None if np.isinf(item.least) else item.least
        variables = pyo.Var(list(item.index), bounds=(lower, None), doc=f"{item.name}, by index")
        made.add_component(f"{item.name}_amount", variables)
        result[item.name] = [variables[index] for index in item.index]
    return result
