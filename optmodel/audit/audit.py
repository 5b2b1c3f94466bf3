"""An answer audited: its claims are worked out again from the inputs, and what only the solver knows is told apart."""

from collections.abc import Callable, Iterator

from optmodel.audit.bound import judge_bound
from optmodel.audit.found import Audit, amount, same
from optmodel.case import Case, case_digest
from optmodel.claim import Claim, Claims
from optmodel.ledger import Ledger
from optmodel.ledger.outlook import dearest
from optmodel.own_rules import Rule
from optmodel.result import Evaluation, Status
from optmodel.rollout import Rollout
from optmodel.search import Foldings
from optmodel.verify import evaluate

WITHOUT_TERMS = (Status.LIMIT, Status.IMPOSSIBLE, Status.NOT_PERMITTED)
# Where there is a contract; the least sure first.
WITH_TERMS = (Status.LIMIT, Status.WITHIN_GAP, Status.OPTIMAL)


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
        found.wrong += _contradictions(claim)
        if claim.terms is not None and claim.terms.mode != claim.mode:
            continue  # nothing that is said of it can be compared with anything
        if claim.terms is not None:
            priced[claim.mode] = evaluate(case, claim.terms, rules=rules)
            _price(found, claim, priced[claim.mode])
        judge_bound(found, kept, offered[claim.mode], claim, priced.get(claim.mode), claims.gap)
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


def _contradictions(claim: Claim) -> Iterator[str]:
    if claim.status not in (WITHOUT_TERMS if claim.terms is None else WITH_TERMS):
        beside = "there is no contract" if claim.terms is None else "there is a contract"
        yield f"{claim.mode}: its status is {claim.status}, but {beside}."
    if claim.terms is not None and claim.terms.mode != claim.mode:
        yield f"{claim.mode}: what stands beside it is a contract of the mode {claim.terms.mode}."


def _price(found: Audit, claim: Claim, priced: Evaluation) -> None:
    cost, count = priced.ledger.objective, len(priced.requirements)
    broken = "; ".join(f"{item.rule} {item.index}: {item.left:g} against {item.right:g}" for item in priced.broken)
    agrees = same(cost, claim.objective, priced)
    if agrees and not broken:
        found.confirmed.append(
            f"{claim.mode}: as signed it costs {amount(cost)} and meets all {count} requirements, by the ledger."
        )
    if not agrees:
        said = amount(claim.objective)
        found.wrong.append(f"{claim.mode}: as signed it costs {amount(cost)} by the ledger; {said} is claimed.")
    for what, figure, claimed in _figures(claim, priced.ledger) if agrees else ():
        if not same(figure, claimed, priced):
            said = f"{amount(claimed)} is claimed"
            found.wrong.append(f"{claim.mode}: as signed {what} {amount(figure)} by the ledger; {said}.")
    if broken:
        found.wrong.append(f"{claim.mode}: as signed it breaks {broken}.")


def _figures(claim: Claim, ledger: Ledger) -> Iterator[tuple[str, float, float | None]]:
    """Yield what else is told of the cost, by the ledger and by the claim; where neither tells anything, nothing."""
    yield "it is expected to cost", ledger.government_cost, claim.expected_npv
    lines, scenarios = ledger.government_by_line(), ledger.government_cost_by_scenario
    for name in dict.fromkeys((*lines, *claim.of_line)):
        yield f"its line {name!r} comes to", lines.get(name, 0.0), claim.of_line.get(name)
    for name in dict.fromkeys((*scenarios, *claim.of_scenario)):
        yield f"in scenario {name!r} it costs", scenarios.get(name, 0.0), claim.of_scenario.get(name)
    if len(scenarios) > 1 or claim.cvar is not None:
        mean = dearest(ledger.scenarios, scenarios.values(), ledger.case.settings.risk_tail)
        yield "in the dearest scenarios it costs", mean, claim.cvar


def _recommendation(found: Audit, claims: Claims, priced: dict[str, Evaluation]) -> None:
    """Compare what is to be signed with the contract of its mode, and that with the others."""
    costs = {name: item.ledger.objective for name, item in priced.items()}
    best = min(costs, key=costs.__getitem__, default=None)
    chosen = claims.recommended
    of_mode = next((claim for claim in claims.modes if claim.mode == chosen), None)
    if (claims.signed is None) != (chosen is None):
        found.wrong.append(f"{chosen} is recommended, but nothing is to be signed.")
    if claims.signed is not None and (of_mode is None or any(_differs(claims.signed, of_mode))):
        found.wrong.append(f"What is to be signed is not what stands beside {chosen} among the modes.")
    status = _least_sure(claims)
    if claims.status is not status:
        found.wrong.append(f"The status of the answer is {claims.status}; by its modes it is {status}.")
    if best is None or chosen is None or chosen not in costs:
        if best is not None:
            found.wrong.append(f"The contract of {best} is not recommended, nor is any other that has a price.")
        return
    found.compare(
        costs[chosen] <= costs[best] + 1e-6 * priced[chosen].ledger.gross_cost,
        f"{chosen} costs least of the contracts in the answer.",
        f"{chosen} is recommended, but {best} costs {amount(costs[chosen] - costs[best])} less.",
    )


def _least_sure(claims: Claims) -> Status:
    """The status of an answer is that of the least sure of its modes; without a contract, why there is none."""
    states = {claim.status for claim in claims.modes}
    if any(claim.terms is not None for claim in claims.modes):
        return next((status for status in WITH_TERMS if status in states), Status.OPTIMAL)
    if Status.LIMIT in states:
        return Status.LIMIT
    return Status.NOT_PERMITTED if states == {Status.NOT_PERMITTED} else Status.IMPOSSIBLE


def _differs(signed: Claim, of_mode: Claim) -> Iterator[bool]:
    yield signed.terms != of_mode.terms
    yield signed.objective != of_mode.objective
    yield signed.expected_npv != of_mode.expected_npv
    yield (signed.of_line, signed.of_scenario, signed.cvar) != (of_mode.of_line, of_mode.of_scenario, of_mode.cvar)
    yield signed.proof != of_mode.proof


def _named(rules: tuple[str, ...]) -> str:
    return ", ".join(rules) or "none"
