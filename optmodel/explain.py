"""Why a mode has no contract: the least set of shortfalls with which it would have one, in the city's units."""

from collections.abc import Sequence
from dataclasses import dataclass

from optmodel.case import Case, Mode
from optmodel.formulation import compiled, joint
from optmodel.requirements import REQUIREMENT
from optmodel.result import Shortfall
from optmodel.rollout import Rollout
from optmodel.solver import Limits, solve

# A shortfall below this part of the size of its requirement is noise.
NOISE = 1e-7


@dataclass(frozen=True, slots=True)
class Explanation:
    """One least set of shortfalls and the sentence that tells it."""

    shortfalls: tuple[Shortfall, ...]
    reason: str


def explain(rollout: Rollout, mode: Mode, scale: float, limits: Limits) -> Explanation:
    """Solve the joint model of a mode with every named requirement allowed to fall short, as little as can be."""
    made = joint(rollout, [mode], scale=scale, elastic=True)
    program, variables = compiled(made.model)
    solution = solve(program, limits)
    if solution.values is None:
        return Explanation((), "No terms meet all requirements; which must give could not be worked out in the time given.")
    value = {id(variable): float(amount) for variable, amount in zip(variables, solution.values, strict=True)}
    short = tuple(
        Shortfall(rule, index, value[id(variable)] * unit * (scale if REQUIREMENT[rule].unit == "money" else 1.0))
        for (rule, index, unit), variable in made.shortfall
        if value[id(variable)] > NOISE
    )
    return Explanation(short, why_not(rollout.case, short))


def why_not(case: Case, shortfalls: Sequence[Shortfall]) -> str:
    """Tell shortfalls as a sentence: which requirements, and by how much, in the city's units."""
    if not shortfalls:
        return "No terms within the bounds of the mode open the districts that must open."
    told = "; ".join(f"{item.rule}{' ' + item.index if item.index else ''} by {amount(case, item)}" for item in shortfalls)
    return f"No terms meet all requirements together. The least that would have to give: {told}."


def amount(case: Case, shortfall: Shortfall) -> str:
    """A shortfall as people say it, in money of the case or the unit of the rule."""
    if shortfall.unit == "money":
        unit = case.about.currency if case.about.money_unit == "one" else f"{case.about.money_unit} {case.about.currency}"
        return f"{shortfall.amount:,.0f} {unit}"
    return f"{shortfall.amount:,.6g} {shortfall.unit}"
