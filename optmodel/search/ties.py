"""Of the rollouts of a contract that cost no more: the one that opens earliest."""

from dataclasses import replace

import numpy as np

from optmodel.rollout import Array, Rollout
from optmodel.search.program import program
from optmodel.search.rollouts import Contract
from optmodel.solver import BY_PROGRAMS, Limits, Outcome, solve

# The earliest is looked for in so many nodes, and by no other programs: it is worth no more.
NODES = 1


def opened_earliest(contract: Contract, built: Array, most: float, limits: Limits) -> Array:
    """Return the plans [plan] that open earliest of those that cost at most ``most``, in money, as those ``built`` do.

    What is minimised are whole numbers: the sum of opening years first, then of the places of technologies on the
    sheet, then of districts. Plans that alone lift the cost above the most are left out, and where every district has
    its earliest of the rest there is nothing to look for. It is ``built`` as well where none is soon found.
    """
    if not contract.relax(limits) or contract.beyond is None:
        return built
    plan, scale, late = contract.rows.plan, contract.scale, _how_late(contract.contracts.rollout)
    kept = np.flatnonzero((contract.bound + contract.beyond[plan] <= most) | (built[plan] > 0))
    district = contract.contracts.rollout.district[plan[kept]]
    least = np.where(contract.bound + contract.if_shut <= most, 0.0, np.inf)
    np.minimum.at(least, district, late[plan[kept]])
    if late @ built <= least.sum():
        return built
    cheap = program(contract.rows, kept, opened=contract.bound + contract.if_shut > most)
    columns = np.flatnonzero(cheap.cost)
    size = float(np.abs(cheap.cost).max(initial=0.0)) or 1.0
    stated = replace(
        cheap,
        cost=np.concatenate([late[plan[kept]], np.zeros(len(cheap.cost) - len(kept))]),
        offset=0.0,
        start=np.append(cheap.start, cheap.start[-1] + len(columns)),
        column=np.append(cheap.column, columns),
        value=np.append(cheap.value, -cheap.cost[columns] / size),
        row_lower=np.append(cheap.row_lower, (cheap.offset - most / scale) / size),
        row_upper=np.append(cheap.row_upper, np.inf),
    )
    solution = solve(stated, replace(limits, gap=0.5, nodes=NODES, without=BY_PROGRAMS))
    if solution.outcome is not Outcome.OPTIMAL or solution.values is None:
        return built
    earliest = np.zeros(len(built))
    earliest[plan[kept]] = np.round(solution.values[: len(kept)])
    return earliest


def _how_late(rollout: Rollout) -> Array:
    """Weigh plans [plan] so that no sum of lower places counts for more than one higher place."""
    districts, technologies = len(rollout.case.districts), len(rollout.case.technologies)
    by_district = rollout.district + 1.0
    by_technology = (districts * districts + 1) * rollout.technology + by_district
    weights: Array = (districts * districts + 1) * (districts * technologies + 1) * rollout.opening + by_technology
    return weights
