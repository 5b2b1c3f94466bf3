"""From a Pyomo model to the arrays that HiGHS takes."""

from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr import LinearExpression
from pyomo.repn import generate_standard_repn

from optmodel.formulation.arrays import name_of
from optmodel.solver import Program


def compiled(model: Any) -> tuple[Program, list[Any]]:
    """Write a linear Pyomo model as a :class:`Program`, and list its variables in the order of the columns."""
    variables = list(model.component_data_objects(pyo.Var, active=True))
    place = {id(variable): number for number, variable in enumerate(variables)}
    columns: list[int] = []
    values: list[float] = []
    start, lower, upper, names = [0], [], [], []
    for constraint in model.component_data_objects(pyo.Constraint, active=True):
        constant, coefficients, found = _linear(constraint.body)
        row: dict[int, float] = {}
        for variable, coefficient in zip(found, coefficients, strict=True):
            column = place[id(variable)]
            row[column] = row.get(column, 0.0) + coefficient
        columns += row
        values += row.values()
        start.append(len(columns))
        lower.append(-np.inf if constraint.lower is None else pyo.value(constraint.lower) - constant)
        upper.append(np.inf if constraint.upper is None else pyo.value(constraint.upper) - constant)
        names.append(_name(constraint))
    objective = next(model.component_data_objects(pyo.Objective, active=True))
    offset, coefficients, found = _linear(objective.expr)
    cost = np.zeros(len(variables))
    np.add.at(cost, [place[id(variable)] for variable in found], coefficients)
    program = Program(
        cost=cost,
        offset=offset,
        start=np.array(start),
        column=np.array(columns, dtype=int),
        value=np.array(values, dtype=float),
        row_lower=np.array(lower, dtype=float),
        row_upper=np.array(upper, dtype=float),
        column_lower=np.array([-np.inf if variable.lb is None else variable.lb for variable in variables], dtype=float),
        column_upper=np.array([np.inf if variable.ub is None else variable.ub for variable in variables], dtype=float),
        integer=np.array([not variable.is_continuous() for variable in variables]),
        row_names=_unique(names),
        column_names=_unique([_name(variable) for variable in variables]),
    )
    return program, variables


def _linear(expression: Any) -> tuple[float, list[float], list[Any]]:
    if isinstance(expression, LinearExpression):
        return float(expression.constant), list(expression.linear_coefs), list(expression.linear_vars)
    repn = generate_standard_repn(expression, quadratic=False)
    if repn.nonlinear_expr is not None:
        raise ValueError("A constraint or the objective is not linear.")
    return float(repn.constant), list(repn.linear_coefs), list(repn.linear_vars)


def _name(component: Any) -> str:
    """Name a row or column by its component and index, parts of an index joined by a slash."""
    index = component.index()
    parts = index if isinstance(index, tuple) else () if index is None else (index,)
    return name_of(component.parent_component().name, "/".join(str(part) for part in parts))


def _unique(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(result)
