"""From a chosen contract and rollout to the terms as signed: support at least cost, amounts and capacity rounded up."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from optmodel.contract import GridPoint, Opening, Schedule, Terms, supported
from optmodel.formulation.arrays import Point, parted
from optmodel.formulation.placed_support import cheapest, money_rows, support_of, whole_steps
from optmodel.requirements import JUDGEMENT_TOLERANCE
from optmodel.rollout import Array, Rollout
from optmodel.rules import COMPENSATION, CONTRIBUTION, PLAN, Situation, completed, objective, situation
from optmodel.rules.rounding import as_signed, public_capacity, rounded_up
from optmodel.solver import Limits, Outcome, solve

__all__ = ["Settlement", "rounded_up", "settle", "signed"]

# A plan is built where its value is above this.
BUILT = 0.5
# The tolerance of the second opinion is not less than this part of that by the sums of a row, which are other sums.
SUMMED_OTHERWISE = 0.1
# Support is placed in whole steps in no more than so many seconds.
SECONDS = 10.0

Basis = Literal["planned", "actual"]


@dataclass(frozen=True, slots=True)
class Settlement:
    """A contract with its rollout and support, as ``exact``, before rounding, and as signed ``terms``.

    By the rules' own account of the objective: ``least`` is the least of the rollout before rounding, ``cost`` that of
    ``exact``, which is more where rounding it up would break something, and ``signed_cost`` that of the terms.
    """

    contract: GridPoint
    built: Array
    least: float
    cost: float
    signed_cost: float
    exact: Terms
    terms: Terms


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of support in the years of the term: what it follows, its shares of that, and how it is signed."""

    block: str
    basis: Basis
    cost: Array
    least: float
    most: float

    @property
    def in_amounts(self) -> bool:
        """Amounts are signed where there is room between the bounds, the share where there is none."""
        return self.most > self.least


def settle(
    rollout: Rollout, contract: GridPoint, built: Array, scale: float, limits: Limits | None = None
) -> Settlement | None:
    """Place the support of a contract whose rollout is given [plan] at least cost, and round it up.

    Where the cheapest support, rounded up, breaks a budget, or signed capacity a return, it is placed in whole steps
    that break nothing. ``None`` where no support will do, or none was found in time.
    """
    before = situation(rollout, contract)
    after = as_signed(before, built)
    limits = limits or Limits()
    solution = solve(cheapest(before, built, scale), Limits(threads=limits.threads))
    if solution.outcome is not Outcome.OPTIMAL or solution.values is None:
        return None
    least = parted(before, built, solution.values * scale)
    placed: Point | None = least
    if not _keeps_money(after, _rounded(after, least)):
        placed = _in_whole_steps(before, after, built, scale, limits)
    if placed is None:
        return None
    return Settlement(
        contract=contract,
        built=built,
        least=objective(before).at(completed(before, least)),
        cost=objective(before).at(completed(before, placed)),
        signed_cost=objective(after).at(_rounded(after, placed)),
        exact=signed(before, placed, exact=True),
        terms=signed(before, placed),
    )


def signed(here: Situation, placed: Point, *, exact: bool = False) -> Terms:
    """Write a contract down as it is signed, or ``exact``, before anything is rounded."""
    contract, case = here.contract, here.case
    term = range(here.first_year, here.first_year + contract.term_years)
    bought = public_capacity(here, placed[PLAN], 0.0 if exact else case.settings.capacity_step)
    amounts = _rounded(here, placed, exact=exact)
    nothing = Schedule("planned", share=0.0)
    support = {
        line.block: Schedule(line.basis, amounts=tuple(zip(term, amounts[line.block].tolist(), strict=False)))
        if line.in_amounts
        else Schedule(line.basis, share=line.least)
        for line in _lines(here, placed[PLAN])
    }
    return Terms(
        mode=contract.mode,
        term_years=contract.term_years,
        first_year=here.first_year,
        revenue_share=contract.revenue_share,
        purchase_level=contract.purchase_level,
        public_capacity=tuple(zip(term, bought.tolist(), strict=False)) if here.mode.public_need == "bought" else (),
        capital_contribution=support.get(CONTRIBUTION, nothing),
        operating_compensation=support.get(COMPENSATION, nothing),
        rollout=_openings(here, placed[PLAN]),
        tariff_level=contract.tariff_level,
        outsourced=contract.outsourced,
    )


def _lines(here: Situation, built: Array) -> Iterator[_Line]:
    """Yield both lines of support; none without an operator."""
    mode, series, term = here.mode, here.series, here.term
    if not mode.operator:
        return
    free = supported(mode, here.contract.revenue_share)
    build_cost, operation = (series.build + series.renewal).T @ built, series.operation.T @ built
    least, most = mode.contribution_least, mode.contribution_most
    yield _Line(CONTRIBUTION, mode.contribution_basis, build_cost[:term], least, most if free else least)
    least, most = mode.compensation_least, mode.compensation_most
    yield _Line(COMPENSATION, mode.compensation_basis, operation[:term], least, most if free else least)


def _rounded(here: Situation, placed: Point, *, exact: bool = False) -> Point:
    """Clip support to its bounds and round up what is signed in amounts, unless it is to be ``exact``."""
    result, step = dict(placed), 0.0 if exact else here.case.settings.money_step
    for line in _lines(here, placed[PLAN]):
        clipped = np.clip(placed[line.block][: here.term], line.least * line.cost, line.most * line.cost)
        if line.in_amounts:
            clipped = np.array([rounded_up(float(amount), step) for amount in clipped])
        result[line.block] = np.append(clipped, np.zeros(here.rollout.horizon - here.term))
    return completed(here, result)


def _keeps_money(here: Situation, placed: Point) -> bool:
    """Whether all that rounding can break holds at a point, surely by the tolerance of the second opinion too."""
    tolerance = SUMMED_OTHERWISE * JUDGEMENT_TOLERANCE
    return all(
        row.left.at(placed) - row.right >= -tolerance * (row.left.magnitude(placed) + abs(row.right))
        for row in money_rows(here)
    )


def _in_whole_steps(before: Situation, after: Situation, built: Array, scale: float, limits: Limits) -> Point | None:
    """Place support so that nothing is broken by rounding it up, to within about one step of the least cost."""
    most = np.zeros((2, before.rollout.horizon))
    for place, line in enumerate(_lines(before, built)):
        most[place, : before.term] = line.most * line.cost * line.in_amounts
    amounts = (most > 0).ravel()
    if not amounts.any():
        return None
    step = before.case.settings.money_step
    made = whole_steps(before, after, built, amounts, most.ravel(), scale)
    soon = min(SECONDS, math.inf if limits.seconds is None else limits.seconds)
    solution = solve(made, replace(limits, gap=step / scale, seconds=soon))
    if solution.values is None:
        return None
    placed = support_of(before, made, solution.values, built, scale)
    return placed if _keeps_money(after, _rounded(after, placed)) else None


def _openings(here: Situation, built: Array) -> tuple[Opening, ...]:
    return tuple(Opening(*here.rollout.named[place]) for place in np.flatnonzero(built > BUILT))
