"""What a search proposes for a mode: a contract with its rollout, and a bound of all that it did not choose.

Two ways lead there: the contract search, and the joint model of the whole mode, which states the problem.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optmodel.case import Mode
from optmodel.certificate import Certificate
from optmodel.contract import GridPoint
from optmodel.rollout import Array, Rollout
from optmodel.rules.rounding import most_saved
from optmodel.search import Foldings, Search
from optmodel.solver import Limits, Outcome, solve

# Bound and cost of a search are the same where they differ by no more than this, in scaled money.
CLOSED = 1e-5
# Money is at least of the size of this part of what all plans sell.
SOLD = 1e-6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A contract and its plans [plan], or none; ``outcome`` says whether the search ended by itself.

    In money: ``bound`` holds for every contract of the mode before rounding; ``tie`` is the most that breaking ties may
    have added to it; ``closed`` says whether bound and cost are the same but for that. ``certificate`` says how a
    contract search knew.
    """

    outcome: Outcome
    chosen: tuple[GridPoint, Array] | None = None
    bound: float = -math.inf
    tie: float = 0.0
    closed: bool = False
    certificate: Certificate | None = None


def by_search(foldings: Foldings, mode: Mode, scale: float, gap: float, limits: Callable[[], Limits]) -> Proposal:
    """Search the contracts of a mode, to a part ``gap`` of gross cost."""
    found = Search(foldings, mode, scale, gap, limits).run()
    certificate = replace(found.certificate, rounding_saves=most_saved(foldings.rollout, mode))
    if found.found is None:
        return Proposal(found.outcome, bound=found.bound, certificate=certificate)
    closed = found.found.cost - found.bound <= CLOSED * scale
    return Proposal(found.outcome, (found.found.point, found.found.built), found.bound, 0.0, closed, certificate)


def by_joint(
    rollout: Rollout, mode: Mode, scale: float, gap: float, limits: Callable[[], Limits], *, rounded: bool = False
) -> Proposal:
    """Solve the joint model of a mode, to ``gap`` in money; ``rounded`` leaves room for what rounding can change."""
    # Only here, for Pyomo takes as long to come as many a search.
    from optmodel.formulation.compiled import compiled
    from optmodel.formulation.joint import chosen_contract, joint

    made = joint(rollout, [mode], scale=scale, rounded=rounded)
    program, variables = compiled(made.model)
    solution = solve(program, replace(limits(), gap=gap / scale))
    bound, tie = (solution.bound - made.tie) * scale, made.tie * scale
    if solution.values is None:
        return Proposal(solution.outcome, None, bound, tie)
    values: Sequence[float] = solution.values.tolist()
    chosen = chosen_contract(made, dict(zip(map(id, variables), values, strict=True)))
    return Proposal(solution.outcome, chosen, bound, tie, solution.objective - solution.bound <= made.tie)


def money_scale(rollout: Rollout, mode: Mode) -> tuple[float, float]:
    """Return the divisor that makes money of the size of 100, and the gross cost to be expected of the answer."""
    first, _ = next(rollout.blocks(mode))
    series, settings = rollout.series(replace(first, served=())), rollout.case.settings
    weights = rollout.discounting(settings.government_rate)
    gross = series.weighted(dict.fromkeys(("build", "renewal", "operation"), weights))
    dearest = np.zeros(len(rollout.case.districts))
    np.maximum.at(dearest, rollout.district, gross)
    cheapest = np.full(len(rollout.case.districts), np.inf)
    np.minimum.at(cheapest, rollout.district, gross)
    present = settings.present_price * rollout.need_of_district.sum()
    sold = rollout.series(first).weighted({"revenue": np.outer(rollout.probability, weights)})
    # Where next to nothing is spent, money is of the size of what is sold: a solver must not meet millions of units.
    total = max(float(dearest.sum()), present, SOLD * float(sold.sum())) or 1.0
    asked = max((target.target for target in rollout.case.coverage), default=0.5)
    expected = float(cheapest[np.isfinite(cheapest)].sum()) * asked
    return 10.0 ** (math.floor(math.log10(total)) - 2), expected
