"""What the rules of a city's own ask of the plans: their Pyomo constraints read as rows, once for a case."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optmodel.case import Case
from optmodel.own_rules import Rule, first_line, refusal, yielded
from optmodel.rollout.plans import Array, PlanName


@dataclass(frozen=True, slots=True)
class OwnRow:
    """``plan`` · x ≥ ``right`` under the name of a rule, [plan]; an equality is two rows."""

    rule: Rule
    index: str
    plan: Array
    right: float


def own_rows(case: Case, names: Sequence[PlanName], rule: Rule) -> Iterator[OwnRow]:
    """Run the constraint of a rule over the plans and read what it asks.

    Raises :class:`InputError`, with file and line, where it fails or asks what is not linear in the plans.
    """
    import pyomo.environ as pyo

    model: Any = pyo.ConcreteModel(name=rule.name)
    if hasattr(model, rule.name):
        raise refusal(rule, "constraint", f"rule {rule.name}", "has a name that Pyomo uses", "Give it another name.")
    model.built = pyo.Var(names, domain=pyo.Binary, doc="1 where the plan is chosen")
    before = [id(item) for item in model.component_objects()]
    places = {id(model.built[name]): place for place, name in enumerate(names)}
    seen: set[str] = set()
    where = first_line(rule, rule.constraint)
    for where, item in yielded(rule, "constraint", model, case):
        index, stated = _pair(rule, where, item)
        if index in seen:
            way_out = "Give every constraint an index of its own."
            raise refusal(rule, "constraint", where, f"yields the index {index!r} a second time", way_out)
        seen.add(index)
        yield from _rows(rule, where, index, stated, places)
    if not seen:
        raise refusal(rule, "constraint", where, "asks nothing in this case")
    _untouched(rule, where, model, before)


def _pair(rule: Rule, where: str, item: Any) -> tuple[str, Any]:
    if not isinstance(item, tuple) or len(item) != 2 or not isinstance(item[0], str):
        raise refusal(rule, "constraint", where, f"yields {item!s}, which is no pair of a text and a constraint")
    return item


def _rows(rule: Rule, where: str, index: str, stated: Any, places: dict[int, int]) -> Iterator[OwnRow]:
    """Read one constraint; what holds whatever is chosen, such as that no plan is at most one, gives no row."""
    import pyomo.environ as pyo
    from pyomo.core.expr.relational_expr import RelationalExpression
    from pyomo.repn import generate_standard_repn

    def wrong(what: str, way_out: str = "") -> Exception:
        return refusal(rule, "constraint", where, f"{what} [{index}]", way_out)

    if isinstance(stated, bool | np.bool_):
        if not stated:
            way_out = "Name districts, technologies and years that there are."
            raise wrong("has no plan in it and does not hold whatever is chosen", way_out)
        return
    if not isinstance(stated, RelationalExpression):
        raise wrong(f"yields {stated!s}, which compares nothing", "Yield a comparison: ==, <= or >=.")
    component = pyo.Constraint(pyo.Any)
    component.construct()
    try:
        component[index] = stated
        found = generate_standard_repn(component[index].body, quadratic=False)
        lower, upper = (
            None if bound is None else float(pyo.value(bound))
            for bound in (component[index].lower, component[index].upper)
        )
    except ValueError as error:
        raise wrong(f"is none that can be stated: {' '.join(str(error).split())}") from None
    if found.nonlinear_expr is not None:
        raise wrong("is not linear", "Add up plans with plain numbers before them.")
    for variable in found.linear_vars:
        if id(variable) not in places:
            raise wrong(f"has {variable.name} in it, which is no plan", "Use model.built and numbers only.")
    plan = np.zeros(len(places))
    np.add.at(plan, [places[id(variable)] for variable in found.linear_vars], found.linear_coefs)
    bounds = [bound - found.constant for bound in (lower, upper) if bound is not None]
    if not all(map(math.isfinite, (*plan, *bounds))):
        raise wrong("has a figure in it that is no number", "Look for what is divided by nothing.")
    both = lower is not None and upper is not None
    if lower is not None:
        yield OwnRow(rule, f"{index} least" if both else index, plan, lower - found.constant)
    if upper is not None:
        yield OwnRow(rule, f"{index} most" if both else index, -plan, found.constant - upper)


def _untouched(rule: Rule, where: str, model: Any, before: list[int]) -> None:
    """Refuse what was done to the model itself, which nobody would look at."""
    added = [item.name for item in model.component_objects() if id(item) not in before]
    if added:
        raise refusal(rule, "constraint", where, f"puts {', '.join(added)} on the model, where it is not looked at")
    if any(item.fixed or item.bounds != (0, 1) or not item.is_binary() for item in model.built.values()):
        raise refusal(rule, "constraint", where, "fixes or bounds plans on the model, where it is not looked at")
