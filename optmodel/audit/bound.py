"""The bound and the gap of a mode beside what its certificate holds when that is worked out again."""

import math

from optmodel.audit.boxes import Rechecked, not_held, rechecked
from optmodel.audit.found import SAME, Audit, amount, room, same, told
from optmodel.case import Case, Mode
from optmodel.claim import Claim
from optmodel.result import Evaluation, Proof, Status
from optmodel.rules.rounding import most_saved
from optmodel.search import Foldings

# A gap that is no more than this part of gross cost is none: two computations of a cost may differ by as much.
NO_GAP = 1e-6


def judge_bound(
    found: Audit, kept: Foldings, mode: Mode, claim: Claim, priced: Evaluation | None, asked: float
) -> None:
    """Say of the bound of a mode what is confirmed, what rests on the solver's word and what is wrong.

    ``priced`` are its terms, if there are any; ``asked`` is the gap that was asked for, a part of gross cost.
    """
    if priced is not None and claim.proof is not None:
        _own_words(found, claim, claim.proof, priced, asked)
    if claim.certificate is None:
        _without_certificate(found, kept.rollout.case, mode, claim)
        return
    gaps = list(not_held(kept.rollout, mode, claim.certificate))
    again, saved = rechecked(kept, mode, claim.certificate), most_saved(kept.rollout, mode)
    found.wrong += [f"{mode.name}: {problem}" for problem in [*gaps, *again.wrong]]
    if abs(claim.certificate.rounding_saves - saved) > SAME * saved:
        said = amount(claim.certificate.rounding_saves)
        found.wrong.append(f"{mode.name}: signing in whole steps may save {amount(saved)} at most; {said} is claimed.")
    if again.confirmed:
        found.confirmed.append(
            f"{mode.name}: without the solver {again.confirmed} of {_all(again)} bounds come out again"
            + ("." if gaps else ", and the boxes hold every contract.")
        )
    if again.unknown:
        found.on_word.append(f"{mode.name}: of {again.unknown} boxes nothing is known: the search ended before.")
    if gaps:
        return  # of contracts in no box nothing is known either
    if priced is None:
        _impossible(found, claim, again)
    elif claim.proof is None:
        found.on_word.append(f"{mode.name}: no bound is claimed beside its contract.")
    else:
        _proof(found, mode, claim.proof, again, priced, saved)


def _own_words(found: Audit, claim: Claim, proof: Proof, priced: Evaluation, asked: float) -> None:
    """Say whether bound, gap and status of a contract agree with each other, whatever is known of the bound."""
    cost, gross = priced.ledger.objective, priced.ledger.gross_cost
    is_solved = claim.status in (Status.OPTIMAL, Status.WITHIN_GAP)
    if proof.bound == -math.inf:
        if is_solved or proof.gap < math.inf or proof.gap_relative is not None:
            beside = f"with a gap of {amount(proof.gap)}, but no bound is claimed"
            found.wrong.append(f"{claim.mode}: its status is {claim.status}, {beside}.")
        return
    gap = max(0.0, cost - proof.bound)
    relative = proof.gap if gross <= 0 else math.inf if proof.gap_relative is None else proof.gap_relative * gross
    if not all(same(*pair, priced) for pair in ((gap, proof.gap), (gap, relative), (gross, proof.gross_cost))):
        part = "" if proof.gap_relative is None else f", {100 * proof.gap_relative:g} % of gross cost,"
        found.wrong.append(f"{claim.mode}: the gap is {told(gap, priced)}; {amount(proof.gap)}{part} is claimed.")
    elif claim.status is Status.OPTIMAL and gap > NO_GAP * gross:
        found.on_word.append(f"{claim.mode}: that nothing of its gap is left but what signing in whole steps costs.")
    elif claim.status is Status.WITHIN_GAP and gap > (max(asked, NO_GAP) + SAME) * gross:
        steps = "only by what signing in whole steps costs"
        found.on_word.append(f"{claim.mode}: that its gap is more than the {100 * asked:g} % asked for {steps}.")


def _proof(found: Audit, mode: Mode, proof: Proof, again: Rechecked, priced: Evaluation, saved: float) -> None:
    """Compare the bound of a contract; signing in steps may save so much beside a bound before rounding."""
    cost, less = priced.ledger.objective, room(priced)
    bound, alone = min(again.bound - saved, cost), min(again.alone - saved, cost)
    if cost < again.alone - saved - less:
        least = (
            "every contract is impossible" if again.alone == math.inf else f"none costs less than {again.alone:,.2f}"
        )
        found.wrong.append(f"{mode.name}: as signed it costs {amount(cost)}, but by its multipliers {least}.")
        return
    if proof.bound > bound + less:
        found.wrong.append(
            f"{mode.name}: a bound of {amount(proof.bound)} is claimed; what is known gives {amount(bound)}."
        )
    elif proof.bound == -math.inf:
        found.on_word.append(f"{mode.name}: by its own claim contracts may be cheaper by any amount.")
    else:
        believed = ", if the solver's word is good" if alone < proof.bound - less else ""
        gap = f"a gap of {told(max(0.0, cost - proof.bound), priced)}"
        found.confirmed.append(f"{mode.name}: no contract costs less than {amount(proof.bound)}{believed}: {gap}.")
    if again.on_word:
        known = "nothing is known of some contracts"
        if alone > -math.inf:
            known = f"no contract costs less than {amount(alone)}: a gap of {told(cost - alone, priced)}"
        found.on_word.append(
            f"{mode.name}: {again.on_word} of {_all(again)} bounds. Without the solver's word {known}."
        )


def _all(again: Rechecked) -> int:
    return again.confirmed + again.on_word + again.unknown + len(again.wrong)


def _impossible(found: Audit, claim: Claim, again: Rechecked) -> None:
    """Say how sure it is that a mode has no contract."""
    if claim.status is Status.LIMIT:
        found.on_word.append(f"{claim.mode}: no contract was found in the time given, which excludes none.")
    elif again.unknown:
        found.wrong.append(f"{claim.mode}: its status is {claim.status}, but of some contracts nothing is known.")
    elif again.bound < math.inf and not again.wrong:
        found.on_word.append(
            f"{claim.mode}: that none of its contracts can be signed: its boxes do not show that all are impossible."
        )
    elif again.alone == math.inf:
        found.confirmed.append(f"{claim.mode}: every contract is impossible.")
    elif not again.wrong:
        found.on_word.append(f"{claim.mode}: that {again.on_word} boxes of contracts are impossible.")


def _without_certificate(found: Audit, case: Case, mode: Mode, claim: Claim) -> None:
    required = case.settings.control_required
    if claim.status is Status.NOT_PERMITTED:
        found.compare(
            mode.not_permitted is not None,
            f"{mode.name}: it is not permitted.",
            f"{mode.name}: it is said not to be permitted, but the inputs permit it.",
        )
    elif claim.status is Status.IMPOSSIBLE and required is not None and mode.control < required:
        found.confirmed.append(f"{mode.name}: it leaves the government too little control.")
    else:
        what = "its bound" if claim.terms is not None else "that it has no contract"
        found.on_word.append(f"{mode.name}: {what}, all of it: the answer holds no certificate.")
