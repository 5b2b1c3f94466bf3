"""The best terms of one mode: a contract proposed, its support settled, the answer checked a second time and proven."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from optmodel.case import Mode
from optmodel.certificate import Certificate
from optmodel.contract import GridPoint
from optmodel.explain import explain
from optmodel.proof import AGREEMENT, distance, near, proven
from optmodel.proposal import Proposal, by_joint, by_search, money_scale
from optmodel.result import ModeAnswer, Shortfall, Status
from optmodel.rollout import Array, Rollout
from optmodel.rules.rounding import most_saved
from optmodel.search import SAME, Contract, Foldings, opened_earliest
from optmodel.settle import Settlement, settle
from optmodel.solver import Limits, Outcome

__all__ = ["AGREEMENT", "Effort", "Method", "best_terms", "money_scale"]

Method = Literal["search", "joint"]


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: gap as a part of gross cost, the clock reading at which to stop, and what the solver is told.

    ``method`` is the contract search, or the joint model in its place; ``explains`` asks what would have to give where
    a mode has no contract.
    """

    gap: float
    deadline: float = math.inf
    limits: Limits = field(default_factory=Limits)
    tell: Callable[[str], None] = lambda message: None
    method: Method = "search"
    explains: bool = True

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

    Raises :class:`SelfCheckError` where the ledger, the rules and the search do not tell the same.
    """
    refused = _refused(rollout, mode)
    if refused is not None:
        return refused
    if effort.over:
        return _nothing_found(mode, effort)
    scale, expected = money_scale(rollout, mode)
    gap, part, foldings = effort.gap * expected, effort.gap, Foldings(rollout)
    for _ in range(3):
        effort.tell(f"{mode.name}: solving")
        proposal = _proposed(foldings, mode, scale, gap, part, effort)
        if proposal.outcome is Outcome.INFEASIBLE:
            return _impossible(mode, foldings, scale, effort, proposal.certificate)
        if proposal.chosen is None:
            return replace(_nothing_found(mode, effort), certificate=proposal.certificate)
        found, ended = _signable(rollout, mode, proposal.chosen, scale, gap, effort)
        if found is None:
            nothing = _nothing_found(mode, effort) if ended is Outcome.LIMIT else _not_signable(rollout, mode)
            return replace(nothing, certificate=proposal.certificate)
        if proposal.closed:
            found = _earlier(foldings, found, scale, effort)
        stopped = Outcome.LIMIT in (proposal.outcome, ended)
        answer = proven(rollout, mode, found, proposal, effort.gap, most_saved(rollout, mode), stopped=stopped)
        enough, left = near(answer, proposal, effort.gap), distance(answer)
        if stopped or left <= enough or (effort.method == "joint" and gap <= enough):
            break
        # The gap is a part of the answer's gross cost, which turned out smaller than expected: solve again.
        gap, part = enough / 2, part * enough / (2 * left)
    return answer


def _proposed(foldings: Foldings, mode: Mode, scale: float, gap: float, part: float, effort: Effort) -> Proposal:
    """Propose a contract to a ``gap`` in money by the joint model, to a ``part`` of gross cost by the search."""
    if effort.method == "joint":
        return by_joint(foldings.rollout, mode, scale, gap, lambda: effort.within(0.0))
    return by_search(foldings, mode, scale, part, lambda: effort.within(0.0))


def _refused(rollout: Rollout, mode: Mode) -> ModeAnswer | None:
    if mode.not_permitted is not None:
        return ModeAnswer(mode.name, Status.NOT_PERMITTED, mode.not_permitted)
    required = rollout.case.settings.control_required
    if required is not None and mode.control < required:
        short = Shortfall("control", "", float(required - mode.control))
        reason = f"It leaves the government control of level {mode.control}, where {required} is required."
        return ModeAnswer(mode.name, Status.IMPOSSIBLE, reason, shortfalls=(short,))
    return None


def _impossible(
    mode: Mode, foldings: Foldings, scale: float, effort: Effort, certificate: Certificate | None
) -> ModeAnswer:
    reason = "No terms meet all requirements together."
    answer = ModeAnswer(mode.name, Status.IMPOSSIBLE, reason, certificate=certificate)
    if not effort.explains:
        return answer
    found = explain(foldings, mode, scale, effort.within(1e-6), certificate)
    return replace(answer, reason=found.reason, shortfalls=found.shortfalls, alone=found.alone)


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


def _signable(
    rollout: Rollout, mode: Mode, chosen: tuple[GridPoint, Array], scale: float, gap: float, effort: Effort
) -> tuple[Settlement | None, Outcome]:
    """Settle what was chosen; where rounding breaks it, the best that leaves room for rounding. Say how that ended."""
    found = settle(rollout, *chosen, scale, effort.within(0.0))
    if found is not None:
        return found, Outcome.OPTIMAL
    roomy = by_joint(rollout, mode, scale, gap, lambda: effort.within(0.0), rounded=True)
    if roomy.chosen is None:
        return None, roomy.outcome
    return settle(rollout, *roomy.chosen, scale, effort.within(0.0)), roomy.outcome


def _earlier(foldings: Foldings, found: Settlement, scale: float, effort: Effort) -> Settlement:
    """Return the same contract with the rollout that opens earliest of those that cost no more, if it is soon found."""
    same, limits = SAME * scale, effort.within(0.0)
    contract = Contract(foldings.contracts, found.contract, scale)
    built = opened_earliest(contract, found.built, found.least + same, limits)
    if np.array_equal(built, found.built):
        return found
    other = settle(foldings.rollout, found.contract, built, scale, limits)
    return found if other is None or other.signed_cost > found.signed_cost + same else other
