"""What residents are owed in the joint model: coverage, free service, and no more to pay than they should."""

import numpy as np
import pyomo.environ as pyo

from optmodel.case import CoverageTarget, FreeServiceTarget
from optmodel.formulation.joint_draft import SIZE, Draft
from optmodel.formulation.linear_sum import Sum
from optmodel.rollout import Array, Flags

# Two amounts are the same that differ by no more than this part of them.
EQUAL = 1e-12


def state_residents(draft: Draft) -> None:
    """State coverage and free service targets, and the most that residents may pay."""
    draft.model.coverage, draft.model.free_service = pyo.ConstraintList(), pyo.ConstraintList()
    for target in draft.case.coverage:
        in_year = draft.rollout.opening <= target.year - draft.case.project.first_year + 1
        served = Sum().add(draft.rollout.covered * in_year * _members(draft, target), list(draft.model.built.values()))
        _reach(draft, "coverage", target, served)
    for owed in draft.case.free_service:
        t, served = owed.year - draft.case.project.first_year, Sum()
        for part in draft.parts:
            free = [draft.rollout.free_residents(block)[:, t] * _members(draft, owed) for block, _ in part.blocks]
            served.plus(1.0, draft.over_blocks(part, free, unit=1.0))
        _reach(draft, "free_service", owed, served)
    state_bills(draft)


def _members(draft: Draft, target: CoverageTarget | FreeServiceTarget) -> Flags:
    """Whether a plan's district counts for a target."""
    members = draft.case.members(target.group)
    counted = np.array([district.name in members for district in draft.case.districts])
    return np.asarray(counted[draft.rollout.district])


def _reach(draft: Draft, rule: str, target: CoverageTarget | FreeServiceTarget, served: Sum) -> None:
    case = draft.case
    asked = target.target * sum(case.district(name).residents for name in case.members(target.group))
    everyone = sum(district.residents for district in case.districts)
    component = getattr(draft.model, rule)
    draft.require(component, rule, f"{target.year}/{target.group}", served, asked, max(1.0, everyone))


def state_bills(draft: Draft) -> None:
    """In no year do residents pay more, as expected, than so much for each resident covered."""
    most, rollout = draft.case.settings.citizen_bill_most, draft.rollout
    if most is None:
        return
    draft.model.citizen_bill = pyo.ConstraintList()
    allowed = most * rollout.indexed("prices") * rollout.covered[:, None] * rollout.open
    for t, year in enumerate(draft.case.years):
        left = Sum()
        for part in draft.parts:
            paid = [money.residents.in_year(draft.expected, t) for money in part.money]
            left.plus(1.0, draft.over_blocks(part, [_left_over(allowed[:, t], amount) for amount in paid]))
        if min(left.coefficients, default=0.0) < 0:  # where no plan asks for more, no rollout does
            draft.require(draft.model.citizen_bill, "citizen_bill", str(year), left, 0.0, SIZE)


def _left_over(allowed: Array, paid: Array) -> Array:
    """What is allowed beyond what is paid; nothing where they differ by no more than computing them left."""
    return np.where(np.abs(allowed - paid) <= EQUAL * (allowed + paid), 0.0, allowed - paid)
