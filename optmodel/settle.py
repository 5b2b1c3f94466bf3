"""From a chosen contract and rollout to the terms as signed: support at least cost, amounts and capacity rounded up."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from optmodel.contract import GridPoint, Opening, Schedule, Terms, supported
from optmodel.formulation.arrays import Point, point, program
from optmodel.rollout import Array, Rollout
from optmodel.rules import COMPENSATION, CONTRIBUTION, PLAN, Situation, government_cost, situation
from optmodel.solver import Limits, Outcome, solve

# Steps are counted with this tolerance, so that the noise of a computation never signs a whole step.
STEP_TOLERANCE = 1e-9
# Signed figures are multiples of their step, told to so many places.
PLACES = 10
# A plan is built where its value is above this.
BUILT = 0.5

Basis = Literal["planned", "actual"]


@dataclass(frozen=True, slots=True)
class Settlement:
    """A contract with its rollout and support, as ``exact`` and as signed terms.

    ``cost`` is that before rounding, by the rules' own account.
    """

    contract: GridPoint
    cost: float
    exact: Terms
    terms: Terms


def settle(rollout: Rollout, contract: GridPoint, built: Array, scale: float) -> Settlement | None:
    """Place the support of a contract whose rollout is given [plan] at least cost; ``None`` where no support will do.

    Budgets, return and payback leave room for what rounding the signed terms can change.
    """
    here = situation(rollout, contract, rounded=True)
    solution = solve(program(here, scale, fixed=built), Limits())
    if solution.outcome is not Outcome.OPTIMAL or solution.values is None:
        return None
    placed = point(here, solution.values, scale)
    placed[PLAN] = built
    return Settlement(
        contract, government_cost(here).at(placed), signed(here, placed, exact=True), signed(here, placed)
    )


def rounded_up(amount: float, step: float) -> float:
    """Return the least multiple of ``step`` that is not below ``amount`` but for noise; the amount itself for step 0.

    >>> rounded_up(110.00000000000001, 0.01), rounded_up(110.001, 0.01), rounded_up(1e-9, 1.0)
    (110.0, 110.01, 0.0)
    """
    if step == 0.0:
        return amount
    multiple = math.ceil(amount / step - STEP_TOLERANCE)
    return round(multiple * step, PLACES) if multiple > 0 else 0.0


def signed(here: Situation, placed: Point, *, exact: bool = False) -> Terms:
    """Write a contract down as it is signed, or ``exact``, before anything is rounded."""
    contract, mode, case = here.contract, here.mode, here.case
    term = range(here.first_year, here.first_year + contract.term_years)
    need = here.rollout.need.T @ placed[PLAN]
    capacity: tuple[tuple[int, float], ...] = ()
    if mode.public_need == "bought":
        step = 0.0 if exact else case.settings.capacity_step
        capacity = tuple(
            (year, rounded_up(contract.purchase_level * float(need[t]), step)) for t, year in enumerate(term)
        )
    build_cost = (here.series.build + here.series.renewal).T @ placed[PLAN]
    operation = here.series.operation.T @ placed[PLAN]
    contribution = (mode.contribution_least, mode.contribution_most)
    compensation = (mode.compensation_least, mode.compensation_most)
    if not supported(mode, contract.revenue_share):
        contribution, compensation = (contribution[0],) * 2, (compensation[0],) * 2

    def support(basis: Basis, block: str, cost: Array, bounds: tuple[float, float]) -> Schedule:
        if not mode.operator:
            return Schedule(basis, share=0.0)
        step = 0.0 if exact else case.settings.money_step
        return _schedule(basis, placed[block], cost[: contract.term_years], bounds, here.first_year, step)

    return Terms(
        mode=contract.mode,
        term_years=contract.term_years,
        first_year=here.first_year,
        revenue_share=contract.revenue_share,
        purchase_level=contract.purchase_level,
        public_capacity=capacity,
        capital_contribution=support(mode.contribution_basis, CONTRIBUTION, build_cost, contribution),
        operating_compensation=support(mode.compensation_basis, COMPENSATION, operation, compensation),
        rollout=_openings(here, placed[PLAN]),
    )


def _schedule(
    basis: Basis, paid: Array, cost: Array, bounds: tuple[float, float], first_year: int, step: float
) -> Schedule:
    """Sign amounts where there is room between the bounds, the share where there is none."""
    least, most = bounds
    if most <= least:
        return Schedule(basis, share=least)
    amounts = [min(max(float(paid[t]), least * cost[t]), most * cost[t]) for t in range(len(cost))]
    return Schedule(
        basis, amounts=tuple((first_year + t, rounded_up(amount, step)) for t, amount in enumerate(amounts))
    )


def _openings(here: Situation, built: Array) -> tuple[Opening, ...]:
    case = here.case
    return tuple(
        Opening(
            case.districts[plan.district].name,
            case.technologies[plan.technology].name,
            here.first_year + plan.opening - 1,
        )
        for plan in (here.rollout.plans[place] for place in np.flatnonzero(built > BUILT))
    )
