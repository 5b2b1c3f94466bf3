"""The best terms of one mode: the joint model solved, support placed, the answer checked a second time and proven."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from optmodel.case import Mode
from optmodel.contract import GridPoint
from optmodel.errors import SelfCheckError
from optmodel.explain import Explanation, explain
from optmodel.finance import discount_factors
from optmodel.formulation import Joint, chosen_contract, compiled, joint
from optmodel.ledger import ledger
from optmodel.result import ModeAnswer, Proof, Shortfall, Status
from optmodel.rollout import Array, Rollout
from optmodel.rules.rounding import most_saved
from optmodel.settle import Settlement, earlier, settle
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

    @property
    def stopped(self) -> bool:
        """Whether the user asked to stop."""
        return self.limits.stop is not None and self.limits.stop()

    @property
    def over(self) -> bool:
        """Whether there is no time left, or the user asked to stop."""
        return time.monotonic() >= self.deadline or self.stopped

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
    if effort.over:
        return _nothing_found(mode, effort)
    effort.tell(f"{mode.name}: writing the model")
    scale, expected = money_scale(rollout, mode)
    made = joint(rollout, [mode], scale=scale)
    gap = effort.gap * expected / scale
    for _ in range(3):
        effort.tell(f"{mode.name}: solving")
        solution, chosen = _solved(made, effort.within(gap))
        if solution.outcome is Outcome.INFEASIBLE:
            return _impossible(rollout, mode, explain(rollout, mode, scale, effort.within(1e-6)))
        if chosen is None:
            return _nothing_found(mode, effort)
        found, ended = _signable(rollout, mode, chosen, scale, effort.within(gap))
        if found is None:
            return _nothing_found(mode, effort) if ended is Outcome.LIMIT else _not_signable(rollout, mode)
        if solution.objective - solution.bound <= made.tie:
            found = earlier(rollout, found, scale, effort.within(0.0))
        stopped = Outcome.LIMIT in (solution.outcome, ended)
        answer = _proven(rollout, mode, found, solution.bound, made, effort, stopped=stopped)
        near = _near(answer, made, effort)
        if stopped or min(_distance(answer), gap * scale) <= near:
            break
        # The gap is a part of the answer's gross cost, which turned out smaller than expected: solve again.
        gap = near / scale / 2
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


def _nothing_found(mode: Mode, effort: Effort) -> ModeAnswer:
    what = "The search was stopped" if effort.stopped else "The time limit was reached"
    return ModeAnswer(mode.name, Status.LIMIT, f"{what} before any contract was found.")


def _not_signable(rollout: Rollout, mode: Mode) -> ModeAnswer:
    settings = rollout.case.settings
    reason = (
        "Contracts exist before rounding, but none was found that meets the requirements once signed in steps of "
        f"{settings.money_step:,g} and of {settings.capacity_step:,g} Mbit/s. Make the steps smaller."
    )
    return ModeAnswer(mode.name, Status.IMPOSSIBLE, reason)


def _solved(made: Joint, limits: Limits) -> tuple[Solution, tuple[GridPoint, Array] | None]:
    """Solve the joint model, and read the contract and the plans [plan] that it chose; ``None`` without a solution."""
    program, variables = compiled(made.model)
    solution = solve(program, limits)
    if solution.values is None:
        return solution, None
    value = dict(zip(map(id, variables), solution.values.tolist(), strict=True))
    return solution, chosen_contract(made, value)


def _signable(
    rollout: Rollout, mode: Mode, chosen: tuple[GridPoint, Array], scale: float, limits: Limits
) -> tuple[Settlement | None, Outcome]:
    """Settle what was chosen; where rounding breaks it, the best that leaves room for rounding. Say how that ended."""
    found = settle(rollout, *chosen, scale, limits)
    if found is not None:
        return found, Outcome.OPTIMAL
    solution, roomy = _solved(joint(rollout, [mode], scale=scale, rounded=True), limits)
    return None if roomy is None else settle(rollout, *roomy, scale, limits), solution.outcome


def _proven(
    rollout: Rollout, mode: Mode, found: Settlement, bound: float, made: Joint, effort: Effort, *, stopped: bool
) -> ModeAnswer:
    """Price the terms by the ledger, judge every requirement, set the cost beside the bound; no disagreement passes."""
    case = rollout.case
    evaluation = evaluate(case, found.terms)
    gross, cost = evaluation.ledger.gross_cost, evaluation.ledger.objective
    exact = ledger(case, found.exact).objective
    room = AGREEMENT * max(gross, abs(exact))
    # The bound is that of contracts before rounding; signing capacity in steps may save what overage would cost.
    before, saved = (bound - made.tie) * made.scale, most_saved(rollout, mode)
    _agree(mode, "the rules and the ledger", found.cost, exact, room)
    _agree(mode, "the rules and the ledger, as signed,", found.signed_cost, cost, room)
    if evaluation.broken:
        broken = "; ".join(
            f"{item.rule} {item.index}: {item.left:g} against {item.right:g}" for item in evaluation.broken
        )
        raise SelfCheckError(
            f"{mode.name}: the second opinion finds a requirement broken that the solver took as met: {broken}."
        )
    for price, least in ((exact, before), (cost, before - saved)):
        if price < least - room:
            raise SelfCheckError(
                f"{mode.name}: the ledger's cost of {price:,.2f} is below the proven bound of {least:,.2f}."
            )
    gap = max(0.0, cost - (before - saved))
    proof = Proof(
        bound=min(before - saved, cost),
        gap=gap,
        gap_relative=gap / gross if gross > 0 else None,
        gross_cost=gross,
        rounding=max(0.0, cost - found.least + saved),
    )
    answer = ModeAnswer(mode.name, Status.WITHIN_GAP, None, evaluation, proof)
    if stopped and _distance(answer) > _near(answer, made, effort):
        return replace(answer, status=Status.LIMIT)
    return replace(answer, status=Status.OPTIMAL) if _distance(answer) <= room + made.tie * made.scale else answer


def _distance(answer: ModeAnswer) -> float:
    """What is left of the gap but for rounding."""
    return 0.0 if answer.proof is None else answer.proof.gap - answer.proof.rounding


def _near(answer: ModeAnswer, made: Joint, effort: Effort) -> float:
    """The gap asked for, in money; never less than what two computations may differ by, and ties weigh."""
    gross = 0.0 if answer.proof is None else answer.proof.gross_cost
    return max(effort.gap, AGREEMENT) * gross + made.tie * made.scale


def _agree(mode: Mode, who: str, first: float, second: float, room: float) -> None:
    if abs(first - second) > room:
        raise SelfCheckError(f"{mode.name}: {who} disagree on the cost: {first:,.2f} against {second:,.2f}.")
