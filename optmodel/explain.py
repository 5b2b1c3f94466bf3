"""Why a mode has no contract: the least set of shortfalls with which it would have one, in the city's units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from optmodel.case import Case, Mode
from optmodel.formulation import compiled, joint
from optmodel.requirements import REQUIREMENT
from optmodel.result import Shortfall
from optmodel.rollout import Rollout
from optmodel.solver import Limits, solve

# A shortfall below this part of the size of its requirement is noise.
NOISE = 1e-7


# Requirements that a city or an operator could give way on. The others are what a district, a plan or a mode is.
ELASTIC = ("must_open", "coverage", "openings", "budget", "budget_total", "operator_return", "operator_payback")


@dataclass(frozen=True, slots=True)
class Explanation:
    """One least set of shortfalls, those that would each do alone, and the sentence that tells both."""

    shortfalls: tuple[Shortfall, ...]
    alone: tuple[Shortfall, ...]
    reason: str


def explain(rollout: Rollout, mode: Mode, scale: float, limits: Limits) -> Explanation:
    """Solve the joint model of a mode with requirements allowed to fall short, as little as can be.

    They may do so together first, then each alone.
    """
    together = _least(rollout, mode, scale, limits, ELASTIC)
    if together is None:
        reason = "No terms meet all requirements; which must give could not be worked out in the time given."
        return Explanation((), (), reason)
    rules = list(dict.fromkeys(item.rule for item in together))
    alone: list[Shortfall] = []
    for rule in rules if len(together) > 1 else ():
        alone += _least(rollout, mode, scale, limits, (rule,)) or ()
    return Explanation(together, tuple(alone), why_not(rollout.case, together, alone))


def _least(
    rollout: Rollout, mode: Mode, scale: float, limits: Limits, elastic: Collection[str]
) -> tuple[Shortfall, ...] | None:
    """Return the least shortfalls of some requirements that make a contract possible; ``None`` where they do not."""
    made = joint(rollout, [mode], scale=scale, elastic=elastic)
    if not made.shortfall:
        return None
    program, variables = compiled(made.model)
    solution = solve(program, limits)
    if solution.values is None:
        return None
    value = {id(variable): float(amount) for variable, amount in zip(variables, solution.values, strict=True)}
    return tuple(
        Shortfall(rule, index, value[id(variable)] * unit * (scale if REQUIREMENT[rule].unit == "money" else 1.0))
        for (rule, index, unit), variable in made.shortfall
        if value[id(variable)] > NOISE
    )


def why_not(case: Case, together: Sequence[Shortfall], alone: Sequence[Shortfall] = ()) -> str:
    """Tell shortfalls as a sentence: which requirements, and by how much, in the city's units."""
    if not together:
        return "No terms within the bounds of the mode open the districts that must open."
    told = f"No terms meet all requirements together. The least that would have to give: {_told(case, together)}."
    rules = dict.fromkeys(item.rule for item in alone)
    one_by_one = "; or ".join(_told(case, [item for item in alone if item.rule == rule]) for rule in rules)
    return f"{told} One of them alone would do: {one_by_one}." if alone else told


def _told(case: Case, shortfalls: Sequence[Shortfall]) -> str:
    return "; ".join(f"{f'{item.rule} {item.index}'.strip()} by {amount(case, item)}" for item in shortfalls)


def amount(case: Case, shortfall: Shortfall) -> str:
    """A shortfall as people say it, in money of the case or the unit of the rule."""
    if shortfall.unit == "money":
        about = case.about
        unit = about.currency if about.money_unit == "one" else f"{about.money_unit} {about.currency}"
        return f"{shortfall.amount:,.0f} {unit}"
    return f"{shortfall.amount:,.6g} {shortfall.unit}"
