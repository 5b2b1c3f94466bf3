"""Value for money: what the recommended contract saves beside the comparator, each at its own best terms.

Within the budgets and without them, with the risk register and without it: the same terms priced again by the ledger.
"""

from collections.abc import Sequence
from dataclasses import replace

from optmodel.best_terms import Effort, best_terms
from optmodel.case import Case
from optmodel.contract import GOVERNMENT
from optmodel.ledger import Ledger, ledger
from optmodel.own_rules import Rule
from optmodel.result import Bridge, Evaluation, ModeAnswer, Pairing, ValueForMoney
from optmodel.rollout import Rollout


def value_for_money(
    case: Case,
    answers: Sequence[ModeAnswer],
    recommended: ModeAnswer,
    effort: Effort,
    rules: Sequence[Rule] = (),
) -> ValueForMoney | None:
    """Compare the recommended contract with the comparator that the case names; ``None`` where it names none.

    A comparator among the answers is taken from them. One that the city cannot have is solved for the comparison alone,
    one that it could have but did not ask for is left alone. ``rules`` are the city's own.
    """
    name = case.settings.comparator
    if name is None:
        return None
    if name == recommended.mode:
        return ValueForMoney(name, recommended.mode, reason="The comparator itself is recommended.")
    may_be_had = case.mode(name) in case.candidates
    found = next((answer for answer in answers if answer.mode == name), None) if may_be_had else None
    if found is None and may_be_had:
        return ValueForMoney(name, recommended.mode, reason=f"{name} was not among the modes asked for.")
    case = _to_choose_from(case, name)
    within = _pairing(case, found or _answer(case, rules, name, effort), recommended)
    free = _without_budgets(case)
    if free == case:
        return ValueForMoney(name, recommended.mode, within)
    effort.tell("value for money, without budgets")
    pair = [_answer(free, rules, mode, effort) for mode in (name, recommended.mode)]
    return ValueForMoney(name, recommended.mode, within, _pairing(free, *pair))


def _answer(case: Case, rules: Sequence[Rule], mode: str, effort: Effort) -> ModeAnswer:
    return best_terms(Rollout(case, rules), case.mode(mode), effort)


def _to_choose_from(case: Case, name: str) -> Case:
    """Let a mode be chosen that the city cannot have."""
    had = replace(case.mode(name), selectable=True, not_permitted=None)
    return replace(case, modes=tuple(had if mode.name == name else mode for mode in case.modes))


def _without_budgets(case: Case) -> Case:
    return replace(case, budget=(), settings=replace(case.settings, budget_total=None))


def _without_risk(case: Case) -> Case:
    return replace(case, risks=(), risk_factors=(), outsourced_risks=())


def _pairing(case: Case, comparator: ModeAnswer, recommended: ModeAnswer) -> Pairing:
    missing = [answer for answer in (comparator, recommended) if answer.contract is None]
    reasons = [f"{answer.mode} has no contract. {answer.reason}" for answer in missing]
    if comparator.contract is None or recommended.contract is None:
        return Pairing(comparator, recommended, None, None, " ".join(reasons))
    contracts = (comparator.contract, recommended.contract)
    return Pairing(
        comparator,
        recommended,
        with_risk=_bridge(*(contract.ledger for contract in contracts)),
        without_risk=_bridge(*(_priced_without_risk(case, contract) for contract in contracts)),
    )


def _priced_without_risk(case: Case, contract: Evaluation) -> Ledger:
    return ledger(_without_risk(case), contract.terms)


def _bridge(comparator: Ledger, recommended: Ledger) -> Bridge:
    return Bridge(
        comparator.government_by_line(),
        recommended.government_by_line(),
        charges_beside(comparator),
        charges_beside(recommended),
    )


def charges_beside(books: Ledger) -> dict[str, float]:
    """Return the expected present value to the government of charges counted for comparison only, by name."""
    weights = {scenario.name: scenario.probability for scenario in books.scenarios}
    first, found = books.case.project.first_year, dict[str, float]()
    for item in books.comparison:
        factor = books.discounting.government[item.year - first + 1]
        amount = -item.sign(GOVERNMENT) * weights[item.scenario] * item.amount * factor
        found[item.item] = found.get(item.item, 0.0) + amount
    return found
