"""A town of one district in which nothing grows and nothing is discounted, so that sums are made at a glance."""

from dataclasses import dataclass, replace
from typing import Any

from optmodel.case import (
    About,
    Case,
    District,
    Mode,
    Project,
    Scenario,
    Service,
    ServiceFactor,
    Settings,
    Technology,
    checked,
)
from optmodel.contract import GridPoint
from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import chosen_contract, joint
from optmodel.rollout import Plan, Rollout
from optmodel.solver import Outcome, solve

CITY, FIRM = "city", "firm"
SCALE = 7.0
IN_PERSONS = {"coverage", "free_service"}


def town(**changes: Any) -> Case:
    """2026 to 2029: built in 2026, open in the three years after; money, Mbit/s and persons in round numbers.

    Copper is built for 40 and run for 20 a year; 10 Mbit/s of need cost nothing today; 50 households each take one
    line at 1 a year where it is sold. The city runs the network itself, or a firm does for all four years that holds
    no revenue, is owed nothing and asks no interest. Whoever is left out of ``modes`` is not there.
    """
    made = Case(
        about=About(template_version="1", currency="EUR", price_base=2026),
        project=Project(city="Town", first_year=2026, horizon=4, last_opening_year=2027),
        districts=(
            District(
                name="Centre", area=1.0, residents=100.0, households=50.0, businesses=0.0, premises=50.0,
                public_need=10.0, must_open_by=2027,
            ),
        ),
        technologies=(copper(),),
        modes=(Mode(name=CITY, operator=False, control=3, public_need="served"),),
        settings=Settings(government_rate=0.0, commercial_rate=0.0, present_price=0.0),
    )  # fmt: skip
    settings = {name: value for name, value in changes.items() if hasattr(made.settings, name)}
    parts = {name: value for name, value in changes.items() if name not in settings}
    return replace(made, settings=replace(made.settings, **settings), **parts)


def copper(name: str = "copper", build: float = 40.0, operation: float = 20.0) -> Technology:
    """A technology that covers everybody and is never renewed."""
    return Technology(
        name=name, build_per_km2=build, build_per_premise=0.0, operation_per_km2=operation, operation_per_premise=0.0,
        capacity_per_km2=1000.0, reach=1.0, renewal_share=0.0, lifetime=20, civil_lifetime=20,
    )  # fmt: skip


def firm(**changes: Any) -> Mode:
    """An operator for all four years that must get its money back."""
    made = Mode(name=FIRM, operator=True, control=2, public_need="served", required_return=0.0)
    return replace(made, **changes)


def lines(**changes: Any) -> Service:
    """One line for every household, all of them from the first year on."""
    made = Service(name="line", base="households", saturation=1.0, mbps_per_unit=0.0, priority=1)
    return replace(made, **changes)


def sold(mode: str = CITY, price: float = 1.0, **changes: Any) -> ServiceFactor:
    """The line sold by a mode."""
    return replace(ServiceFactor(service="line", mode=mode, offer="paid", price=price), **changes)


def calm_or_dear(likely: float, **dear: float) -> tuple[Scenario, Scenario]:
    """All comes as planned, with some probability, or dearer."""
    return Scenario(name="calm", probability=likely), Scenario(name="dear", probability=1 - likely, **dear)


@dataclass(frozen=True)
class Best:
    """What the joint model finds: its least objective, and the contract and plan that have it."""

    objective: float
    contract: GridPoint
    plans: tuple[Plan, ...]


def best(case: Case, **asked: Any) -> Best | None:
    """Solve the joint model of all modes of a town; ``None`` where nothing will do."""
    rollout = Rollout(checked(case))
    made = joint(rollout, case.modes, scale=SCALE, **asked)
    program, variables = compiled(made.model)
    solution = solve(program)
    if solution.outcome is Outcome.INFEASIBLE:
        return None
    assert solution.outcome is Outcome.OPTIMAL
    assert solution.values is not None
    value = {id(variable): float(amount) for variable, amount in zip(variables, solution.values, strict=True)}
    contract, built = chosen_contract(made, value)
    chosen = tuple(plan for plan, taken in zip(rollout.plans, built, strict=True) if taken)
    return Best(solution.objective * SCALE, contract, chosen)


def missing(case: Case, *rules: str) -> dict[str, float]:
    """What falls short, and by how much, where these requirements may."""
    made = joint(Rollout(checked(case)), case.modes, scale=SCALE, elastic=rules)
    program, variables = compiled(made.model)
    solution = solve(program)
    assert solution.values is not None
    value = {id(variable): float(amount) for variable, amount in zip(variables, solution.values, strict=True)}
    return {
        f"{rule} {index}".strip(): round(value[id(short)] * unit * (1.0 if rule in IN_PERSONS else SCALE), 6)
        for (rule, index, unit), short in made.shortfall
        if value[id(short)] > 1e-7
    }
