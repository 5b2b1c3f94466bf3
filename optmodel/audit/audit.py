"""An answer audited: its claims are worked out again from the inputs, and what only the solver knows is told apart."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from optmodel.audit.boxes import Rechecked, not_held, rechecked
from optmodel.case import Case, Mode, case_digest
from optmodel.claim import Claim, Claims
from optmodel.own_rules import Rule
from optmodel.result import Evaluation, Proof, Status
from optmodel.rollout import Rollout
from optmodel.rules.rounding import most_saved
from optmodel.search import Foldings
from optmodel.verify import evaluate

# Claims and what is worked out again are the same where they differ by no more than this part of what is added up.
SAME = 1e-8
# A gap that is no more than this part of gross cost is none: two computations of a cost may differ by as much.
NO_GAP = 1e-6
LEAST_SURE = WITH_TERMS = (Status.LIMIT, Status.WITHIN_GAP, Status.OPTIMAL)
WITHOUT_TERMS = (Status.IMPOSSIBLE, Status.NOT_PERMITTED, Status.LIMIT)


@dataclass
class Audit:
    """What was confirmed, what rests on the solver's word and what does not agree, each in sentences."""

    confirmed: list[str] = field(default_factory=list)
    on_word: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def compare(self, agrees: bool, confirmed: str, wrong: str) -> None:
        """Say what is confirmed, or what is wrong."""
        (self.confirmed if agrees else self.wrong).append(confirmed if agrees else wrong)


def audit(
    case: Case,
    claims: Claims,
    progress: Callable[[str], None] = lambda message: None,
    rules: tuple[Rule, ...] = (),
) -> Audit:
    """Work out again what an answer claims: its costs by the ledger, its bounds from multipliers.

    ``rules`` are the city's own. Raises :class:`InputError` where terms have no price in the case.
    """
    found, kept = Audit(), Foldings(Rollout(case, rules))
    _inputs(found, case, claims, rules)
    offered = {mode.name: mode for mode in case.modes if mode.selectable}
    priced: dict[str, Evaluation] = {}
    for claim in claims.modes:
        if claim.mode not in offered:
            found.wrong.append(f"{claim.mode}: the inputs have no such mode that may be chosen.")
            continue
        progress(f"{claim.mode}: auditing")
        if claim.status not in (WITHOUT_TERMS if claim.terms is None else WITH_TERMS):
            beside = "there is no contract" if claim.terms is None else "there is a contract"
            found.wrong.append(f"{claim.mode}: its status is {claim.status}, but {beside}.")
        if claim.terms is not None:
            priced[claim.mode] = evaluate(case, claim.terms, rules=rules)
            _price(found, claim, priced[claim.mode])
        _bound(found, kept, offered[claim.mode], claim, priced.get(claim.mode))
    known = {claim.mode for claim in claims.modes}
    found.on_word += [f"{name}: it was not looked at." for name in offered if name not in known]
    _recommendation(found, claims, priced)
    return found


def _inputs(found: Audit, case: Case, claims: Claims, rules: tuple[Rule, ...]) -> None:
    given = tuple(rule.name for rule in rules)
    if given != claims.own_rules:
        found.wrong.append(
            f"The contract was found with these rules of the city's own: {_named(claims.own_rules)}; "
            f"given with --rules: {_named(given)}."
        )
    beside = " ".join(f"--set {address}={value}" for address, value in claims.overrides.items())
    found.compare(
        case_digest(case) == claims.case_digest,
        "The inputs are those that the contract was found for.",
        "The inputs are not those that the contract was found for"
        + (f", which were set with {beside}." if beside else "."),
    )


def _price(found: Audit, claim: Claim, priced: Evaluation) -> None:
    cost, count = priced.ledger.objective, len(priced.requirements)
    broken = "; ".join(f"{item.rule} {item.index}: {item.left:g} against {item.right:g}" for item in priced.broken)
    agrees = _same(cost, claim.objective, priced)
    if agrees and not broken:
        found.confirmed.append(
            f"{claim.mode}: as signed it costs {_amount(cost)} and meets all {count} requirements, by the ledger."
        )
    if not agrees:
        said = _amount(claim.objective)
        found.wrong.append(f"{claim.mode}: as signed it costs {_amount(cost)} by the ledger; {said} is claimed.")
    if broken:
        found.wrong.append(f"{claim.mode}: as signed it breaks {broken}.")


def _bound(found: Audit, kept: Foldings, mode: Mode, claim: Claim, priced: Evaluation | None) -> None:
    """Compare bound and gap with what the certificate holds when it is worked out again."""
    if claim.certificate is None:
        _without_certificate(found, kept.rollout.case, mode, claim)
        return
    gaps = list(not_held(kept.rollout, mode, claim.certificate))
    again, saved = rechecked(kept, claim.certificate), most_saved(kept.rollout, mode)
    found.wrong += [f"{mode.name}: {problem}" for problem in [*gaps, *again.wrong]]
    if abs(claim.certificate.rounding_saves - saved) > SAME * saved:
        said = _amount(claim.certificate.rounding_saves)
        found.wrong.append(f"{mode.name}: signing in whole steps may save {_amount(saved)} at most; {said} is claimed.")
    if again.confirmed:
        found.confirmed.append(
            f"{mode.name}: without the solver {again.confirmed} of {_all(again)} bounds come out again"
            + ("." if gaps else ", and the boxes hold every contract.")
        )
    if again.unknown:
        found.on_word.append(f"{mode.name}: of {again.unknown} boxes nothing is known: the search ended before.")
    if priced is None:
        _impossible(found, claim, again)
    elif claim.proof is None:
        found.on_word.append(f"{claim.mode}: no bound is claimed beside its contract.")
    else:
        _proof(found, mode, claim.proof, again, priced, saved)
        if claim.status is Status.OPTIMAL and claim.proof.gap > NO_GAP * priced.ledger.gross_cost:
            found.on_word.append(
                f"{claim.mode}: that nothing of its gap is left but what signing in whole steps costs."
            )


def _proof(found: Audit, mode: Mode, proof: Proof, again: Rechecked, priced: Evaluation, saved: float) -> None:
    """Compare bound and gap of a contract; signing in steps may save so much beside a bound before rounding."""
    cost, gross = priced.ledger.objective, priced.ledger.gross_cost
    bound, alone = min(again.bound - saved, cost), min(again.alone - saved, cost)
    room = SAME * (gross + abs(cost))
    gap = max(0.0, cost - proof.bound)
    relative = proof.gap if gross <= 0 else math.inf if proof.gap_relative is None else proof.gap_relative * gross
    agrees = all(_same(*pair, priced) for pair in ((gap, proof.gap), (gap, relative), (gross, proof.gross_cost)))
    if proof.bound > bound + room:
        found.wrong.append(
            f"{mode.name}: a bound of {_amount(proof.bound)} is claimed; what is known gives {_amount(bound)}."
        )
    elif proof.bound == -math.inf:
        found.on_word.append(f"{mode.name}: no bound is claimed, so contracts may be cheaper by any amount.")
    elif not agrees:
        part = "" if proof.gap_relative is None else f", {100 * proof.gap_relative:g} % of gross cost,"
        found.wrong.append(f"{mode.name}: the gap is {_told(gap, priced)}; {_amount(proof.gap)}{part} is claimed.")
    else:
        believed = ", if the solver's word is good" if alone < proof.bound - room else ""
        found.confirmed.append(
            f"{mode.name}: no contract costs less than {_amount(proof.bound)}{believed}: a gap of {_told(gap, priced)}."
        )
    if again.on_word:
        found.on_word.append(
            f"{mode.name}: {again.on_word} of {_all(again)} bounds. Without the solver's word no contract costs less "
            f"than {_amount(alone)}: a gap of {_told(cost - alone, priced)}."
        )


def _all(again: Rechecked) -> int:
    return again.confirmed + again.on_word + again.unknown + len(again.wrong)


def _impossible(found: Audit, claim: Claim, again: Rechecked) -> None:
    """Say how sure it is that a mode has no contract."""
    if claim.status is Status.LIMIT:
        found.on_word.append(f"{claim.mode}: no contract was found in the time given, which excludes none.")
    elif again.bound < math.inf and not again.wrong:
        found.on_word.append(f"{claim.mode}: contracts exist before rounding; that none can be signed is not proven.")
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


def _recommendation(found: Audit, claims: Claims, priced: dict[str, Evaluation]) -> None:
    """Compare what is to be signed with the contract of its mode, and that with the others."""
    costs = {name: item.ledger.objective for name, item in priced.items()}
    best = min(costs, key=costs.__getitem__, default=None)
    chosen = claims.recommended
    if claims.signed is not None:
        of_mode = next((claim for claim in claims.modes if claim.mode == chosen), None)
        if of_mode is None or any(item for item in _differs(claims.signed, of_mode)):
            found.wrong.append(f"What is to be signed is not what stands beside {chosen} among the modes.")
        least_sure = next((status for status in LEAST_SURE if status in {claim.status for claim in claims.modes}), None)
        if claims.signed.status is not least_sure:
            said = f"the least sure of its modes is {least_sure}"
            found.wrong.append(f"The status of the answer is {claims.signed.status}, but {said}.")
    if best is None or chosen is None or chosen not in costs:
        if best is not None:
            found.wrong.append(f"The contract of {best} is not recommended, nor is any other that has a price.")
        return
    found.compare(
        costs[chosen] <= costs[best] + 1e-6 * priced[chosen].ledger.gross_cost,
        f"{chosen} costs least of the contracts of all modes.",
        f"{chosen} is recommended, but {best} costs {_amount(costs[chosen] - costs[best])} less.",
    )


def _differs(signed: Claim, of_mode: Claim) -> Iterator[bool]:
    yield signed.terms != of_mode.terms
    yield signed.objective != of_mode.objective
    yield signed.proof != of_mode.proof


def _named(rules: tuple[str, ...]) -> str:
    return ", ".join(rules) or "none"


def _same(first: float, second: float | None, priced: Evaluation) -> bool:
    size = priced.ledger.gross_cost + abs(priced.ledger.objective)
    return second is not None and abs(first - second) <= SAME * size


def _amount(amount: float | None) -> str:
    return "nothing" if amount is None else f"{amount:,.2f}" if math.isfinite(amount) else "any amount"


def _told(gap: float, priced: Evaluation) -> str:
    gross = priced.ledger.gross_cost
    return _amount(gap) + (
        f", {round(100 * gap / gross, 4):g} % of gross cost" if gross > 0 and math.isfinite(gap) else ""
    )
