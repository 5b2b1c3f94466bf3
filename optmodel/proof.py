"""The second opinion on what was found: priced by the ledger, judged by name, and set beside the bound."""

from dataclasses import replace

from optmodel.case import Mode
from optmodel.errors import SelfCheckError
from optmodel.ledger import Books
from optmodel.proposal import Proposal
from optmodel.result import ModeAnswer, Proof, Status
from optmodel.rollout import Rollout
from optmodel.settle import Settlement
from optmodel.two_statements import say_the_same
from optmodel.verify import evaluate

# Part of gross cost by which two independent computations of the same cost may differ.
AGREEMENT = 1e-6


def proven(
    rollout: Rollout, mode: Mode, found: Settlement, proposal: Proposal, gap: float, saved: float, *, stopped: bool
) -> ModeAnswer:
    """Price the terms by the ledger, judge every requirement, set the cost beside the bound; no disagreement passes.

    ``saved`` is the most that signing in whole steps may save any contract, in money; ``gap`` a part of gross cost.
    Raises :class:`SelfCheckError` where the two opinions differ.
    """
    case = rollout.case
    books = Books(case)  # what is sold is the same before and after rounding
    evaluation = evaluate(case, found.terms, books, rollout.rules)
    gross, cost = evaluation.ledger.gross_cost, evaluation.ledger.objective
    exact = books.ledger(found.exact).objective
    room = AGREEMENT * max(gross, abs(exact))
    _agree(mode, "the rules and the ledger", found.cost, exact, room)
    _agree(mode, "the rules and the ledger, as signed,", found.signed_cost, cost, room)
    if evaluation.broken:
        broken = "; ".join(
            f"{item.rule} {item.index}: {item.left:g} against {item.right:g}" for item in evaluation.broken
        )
        raise SelfCheckError(
            f"{mode.name}: the second opinion finds a requirement broken that the solver took as met: {broken}."
        )
    say_the_same(rollout, found.terms)
    # The bound is that of contracts before rounding; signing capacity in steps may save what overage would cost.
    for price, least in ((exact, proposal.bound), (cost, proposal.bound - saved)):
        if price < least - room:
            raise SelfCheckError(
                f"{mode.name}: the ledger's cost of {price:,.2f} is below the proven bound of {least:,.2f}."
            )
    bound = proposal.bound - saved
    proof = Proof(
        bound=min(bound, cost),
        gap=max(0.0, cost - bound),
        gap_relative=max(0.0, cost - bound) / gross if gross > 0 else None,
        gross_cost=gross,
        rounding=max(0.0, cost - found.least + saved),
    )
    answer = ModeAnswer(mode.name, Status.WITHIN_GAP, None, evaluation, proof, certificate=proposal.certificate)
    if stopped and distance(answer) > near(answer, proposal, gap):
        return replace(answer, status=Status.LIMIT)
    return replace(answer, status=Status.OPTIMAL) if distance(answer) <= room + proposal.tie else answer


def distance(answer: ModeAnswer) -> float:
    """What is left of the gap but for rounding, in money."""
    return 0.0 if answer.proof is None else answer.proof.gap - answer.proof.rounding


def near(answer: ModeAnswer, proposal: Proposal, gap: float) -> float:
    """The gap asked for, in money; never less than what two computations may differ by, and ties weigh."""
    gross = 0.0 if answer.proof is None else answer.proof.gross_cost
    return max(gap, AGREEMENT) * gross + proposal.tie


def _agree(mode: Mode, who: str, first: float, second: float, room: float) -> None:
    if abs(first - second) > room:
        raise SelfCheckError(f"{mode.name}: {who} disagree on the cost: {first:,.2f} against {second:,.2f}.")
