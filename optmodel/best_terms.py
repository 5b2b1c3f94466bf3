"""The best terms of one mode: the joint model solved, support placed, the answer checked a second time and proven."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from optmodel.case import Mode
from optmodel.errors import SelfCheckError
from optmodel.explain import Explanation, explain
from optmodel.finance import discount_factors
from optmodel.formulation import Joint, chosen_contract, compiled, joint
from optmodel.ledger import ledger
from optmodel.result import ModeAnswer, Proof, Shortfall, Status
from optmodel.rollout import Rollout
from optmodel.settle import Settlement, settle
from optmodel.solver import Limits, Outcome, Solution, solve
from optmodel.verify import evaluate

# Part of gross cost by which two independent computations of the same cost may differ.
AGREEMENT = 1e-6


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: gap as a part of gross cost, the clock reading at which to stop, and what the solver is told."""

    gap: float
    deadline: float = math.inf
    limits: Limits = field(default_factory=Limits)
    tell: Callable[[str], None] = lambda message: None

    def within(self, gap: float) -> Limits:
        """Limits for the next run of the solver, with its gap in units of the objective."""
        left = self.deadline - time.monotonic()
        return replace(self.limits, gap=gap, seconds=None if math.isinf(left) else max(0.0, left))


def best_terms(rollout: Rollout, mode: Mode, effort: Effort) -> ModeAnswer:
    """Find and prove the best terms of a mode, or say why it has none.

    Raises :class:`SelfCheckError` where the ledger, the rules and the joint model do not tell the same.
    """
    refused = _refused(rollout, mode)
    if refused is not None:
        return refused
    effort.tell(f"{mode.name}: writing the model")
    scale, expected = money_scale(rollout, mode)
    made = joint(rollout, [mode], scale=scale)
    gap = effort.gap * expected / scale
    for _ in range(3):
        effort.tell(f"{mode.name}: solving")
        solution, value = _solved(made, effort.within(gap))
        if solution.outcome is Outcome.INFEASIBLE:
            return _impossible(rollout, mode, explain(rollout, mode, scale, effort.within(1e-6)))
        if solution.values is None:
            return ModeAnswer(mode.name, Status.LIMIT, "The time limit was reached before any contract was found.")
        found = settle(rollout, *chosen_contract(made, value), scale)
        if found is None:
            found = _with_room(rollout, mode, scale, effort.within(gap))
        if found is None:
            reason = "Contracts exist, but none that leaves room in the budgets for rounding the signed amounts."
            return ModeAnswer(mode.name, Status.IMPOSSIBLE, reason)
        answer = _proven(rollout, mode, found, solution, made, effort)
        proof = answer.proof
        if proof is None or solution.outcome is Outcome.LIMIT:
            break
        if proof.gap - proof.rounding <= max(effort.gap, AGREEMENT) * proof.gross_cost:
            break
        # The gap is a part of the answer's gross cost, which turned out smaller than expected: solve again.
        gap = effort.gap * proof.gross_cost / scale / 2
    return answer


def money_scale(rollout: Rollout, mode: Mode) -> tuple[float, float]:
    """Return the divisor that makes money of the size of 100, and the gross cost to be expected of the answer."""
    first, _ = next(rollout.blocks(mode))
    series, settings = rollout.series(replace(first, served=())), rollout.case.settings
    weights = discount_factors(settings.government_rate, rollout.horizon, settings.flows_at)
    gross = (series.build + series.renewal + series.operation) @ weights
    dearest = np.zeros(len(rollout.case.districts))
    np.maximum.at(dearest, rollout.district, gross)
    cheapest = np.full(len(rollout.case.districts), np.inf)
    np.minimum.at(cheapest, rollout.district, gross)
    present = settings.present_price * rollout.need_of_district.sum()
    total = max(float(dearest.sum()), present, 1e-9)
    asked = max((target.target for target in rollout.case.coverage), default=0.5)
    expected = float(cheapest[np.isfinite(cheapest)].sum()) * asked
    return 10.0 ** (math.floor(math.log10(total)) - 2), expected


def _refused(rollout: Rollout, mode: Mode) -> ModeAnswer | None:
    if mode.not_permitted is not None:
        return ModeAnswer(mode.name, Status.NOT_PERMITTED, mode.not_permitted)
    required = rollout.case.settings.control_required
    if required is not None and mode.control < required:
        short = Shortfall("control", "", float(required - mode.control))
        reason = f"It leaves the government control of level {mode.control}, where {required} is required."
        return ModeAnswer(mode.name, Status.IMPOSSIBLE, reason, shortfalls=(short,))
    return None


def _impossible(rollout: Rollout, mode: Mode, explanation: Explanation) -> ModeAnswer:
    return ModeAnswer(
        mode.name, Status.IMPOSSIBLE, explanation.reason, shortfalls=explanation.shortfalls, alone=explanation.alone
    )


def _solved(made: Joint, limits: Limits) -> tuple[Solution, dict[int, float]]:
    program, variables = compiled(made.model)
    solution = solve(program, limits)
    values: Sequence[float] = [] if solution.values is None else solution.values.tolist()
    return solution, {id(variable): float(value) for variable, value in zip(variables, values, strict=False)}


def _with_room(rollout: Rollout, mode: Mode, scale: float, limits: Limits) -> Settlement | None:
    """Solve again with room for rounding: the bound stays that of the first model, this answer can be signed."""
    made = joint(rollout, [mode], scale=scale, rounded=True)
    solution, value = _solved(made, limits)
    return None if solution.values is None else settle(rollout, *chosen_contract(made, value), scale)


def _proven(
    rollout: Rollout, mode: Mode, found: Settlement, solution: Solution, made: Joint, effort: Effort
) -> ModeAnswer:
    """Price the terms by the ledger, judge every requirement, set the cost beside the bound; no disagreement passes."""
    case = rollout.case
    evaluation = evaluate(case, found.terms)
    gross = evaluation.ledger.gross_cost
    exact = ledger(case, found.exact).government_cost
    room = AGREEMENT * max(gross, abs(exact))
    bound = (solution.bound - made.tie) * made.scale
    _agree(mode, "the rules and the ledger", found.cost, exact, room)
    if evaluation.broken:
        broken = "; ".join(
            f"{item.rule} {item.index}: {item.left:g} against {item.right:g}" for item in evaluation.broken
        )
        raise SelfCheckError(
            f"{mode.name}: the second opinion finds a requirement broken that the solver took as met: {broken}."
        )
    if exact < bound - room:
        raise SelfCheckError(
            f"{mode.name}: the ledger's cost of {exact:,.2f} is below the proven bound of {bound:,.2f}."
        )
    cost = evaluation.ledger.government_cost
    gap = max(0.0, cost - bound)
    proof = Proof(min(bound, cost), gap, gap / gross if gross > 0 else None, gross, max(0.0, cost - exact))
    return ModeAnswer(mode.name, _status(solution, gap, gross, effort), None, evaluation, proof)


def _status(solution: Solution, gap: float, gross: float, effort: Effort) -> Status:
    if solution.outcome is Outcome.LIMIT and gap > effort.gap * gross:
        return Status.LIMIT
    return Status.OPTIMAL if gap <= AGREEMENT * gross else Status.WITHIN_GAP


def _agree(mode: Mode, who: str, first: float, second: float, room: float) -> None:
    if abs(first - second) > room:
        raise SelfCheckError(f"{mode.name}: {who} disagree on the cost: {first:,.2f} against {second:,.2f}.")
