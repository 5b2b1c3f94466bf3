"""What an answer says in words: three sentences to begin with, why a mode has no contract, what a reader must know.

Beside them: how likely the operator is to lose, and what the contract saves beside the comparator.
"""

from collections.abc import Iterator

from optmodel.case import PLANNED
from optmodel.contract import Terms
from optmodel.ledger import Ledger
from optmodel.report import texts
from optmodel.report.figures import Money, count, gap_percent, in_unit, money_scale, percent, times
from optmodel.report.key_figures import (
    chance_below_return,
    chance_of_loss,
    dearest_scenario,
    is_weighed,
    served_at_horizon,
)
from optmodel.result import Evaluation, ModeAnswer, Result, Shortfall, Status, ValueForMoney, one_scenario


def scale(result: Result) -> Money:
    """Choose the scale in which everything about a result is written."""
    costs = [answer.contract.ledger.government_cost for answer in result.answers if answer.contract]
    return money_scale(result.case, [result.today.expected_npv, *costs])


def summary(result: Result) -> tuple[str, str, str]:
    """Say in three sentences what to sign, on which terms and how sure that is; or why there is nothing to sign."""
    money = scale(result)
    best = result.best
    if best is None or best.contract is None:
        return _nothing_to_sign(result, money)
    return (
        _what(result, best.contract, money),
        _terms(best.contract, money),
        _how_sure(result, best, best.contract, money),
    )


def reasons(result: Result) -> list[tuple[str, list[str]]]:
    """Say of every mode without a contract why: the reason, then each requirement that would have to give."""
    money = scale(result)
    return [
        (answer.mode, [_reason(answer), *_shortfalls(answer, money)])
        for answer in result.answers
        if answer.contract is None
    ]


def warnings(result: Result) -> list[str]:
    """Return what a reader must know, each said once."""
    said = list(result.warnings)
    if result.mode_without_end_value not in (None, result.recommended):
        said.append(texts.NO_END_VALUE.format(mode=result.mode_without_end_value))
    unseen = one_scenario(result.case)
    return list(dict.fromkeys([*said, unseen] if unseen else said))


def why_no_recommendation(result: Result) -> str | None:
    """Say in one sentence why nothing is recommended; ``None`` where something is."""
    return None if result.best else _nothing_to_sign(result, scale(result))[0]


def terms_in_words(terms: Terms, ledger: Ledger, money: Money) -> Iterator[str]:
    """Yield the terms of a contract, those only that its mode has."""
    mode = ledger.case.mode(terms.mode)
    if not mode.operator:
        yield f"no contract with an operator: the government runs the network to {ledger.case.years[-1]}"
        yield from _tariff_and_functions(terms, ledger)
        return
    yield f"a term of {count(terms.term_years, 'year')} ({terms.first_year} to {terms.last_year})"
    if mode.share_most > 0 or terms.revenue_share > 0:
        yield f"{percent(terms.revenue_share) if terms.revenue_share else 'no share'} of turnover to the government"
    if mode.public_need == "bought":
        yield f"{times(terms.purchase_level)} the need bought"
    if ledger.support_value:
        yield f"support worth {money.amount(ledger.support_value)}"
    yield from _tariff_and_functions(terms, ledger)


def outlook(ledger: Ledger, money: Money) -> str | None:
    """Say how likely the operator is to lose and what the dearest scenario costs; ``None`` where there is only one."""
    dear = dearest_scenario(ledger)
    if dear is None:
        return None
    loss, below = chance_of_loss(ledger), chance_below_return(ledger)
    dearest = f"he dearest scenario, {dear[0]}, costs the government {money.amount(dear[1])}."
    if loss is None or below is None:
        return f"T{dearest}"
    return (
        f"The operator's chance of losing money is {percent(loss)}, of earning less than it requires {percent(below)}; "
        f"t{dearest}"
    )


def value_in_words(value: ValueForMoney, money: Money) -> str:
    """Say what the recommended contract saves beside the comparator, or why that is not known."""
    if value.within_budgets is None:
        return f"Value for money: {value.reason}"
    within, free = value.within_budgets, value.without_budgets
    if within.with_risk is None or within.without_risk is None:
        said = f"Value for money: {within.reason}"
    else:
        said = (
            f"Value for money: {_less(within.with_risk.value, money)} than {value.comparator} at its own best terms, "
        )
        said += f"{_less(within.without_risk.value, money)} without risk"
        if within.with_risk.beside:
            said += f", {_less(within.with_risk.value_with_beside, money)} with what is counted for comparison"
        said += "."
    if free is None:
        return said
    if free.with_risk is None or free.without_risk is None:
        return f"{said} Without budgets: {free.reason}"
    saved, bare = _less(free.with_risk.value, money), _less(free.without_risk.value, money)
    return f"{said} Without budgets it is {saved}, {bare} without risk."


def _less(amount: float, money: Money) -> str:
    return f"{money.amount(abs(amount))} {'less' if amount >= 0 else 'more'}"


def _tariff_and_functions(terms: Terms, ledger: Ledger) -> Iterator[str]:
    """Yield the tariff level and what is outsourced, where there was something to choose or is something to tell."""
    if ledger.case.tariffs or terms.tariff_level != PLANNED:
        yield f"tariff {terms.tariff_level}"
    if any(item.mode == terms.mode for item in ledger.case.functions):
        yield f"{' and '.join(terms.outsourced) or 'nothing'} outsourced"


def _what(result: Result, contract: Evaluation, money: Money) -> str:
    cost, today = contract.ledger.government_cost, result.today.expected_npv
    years = f"{result.case.years[0]} to {result.case.years[-1]}"
    difference = f"{money.amount(abs(cost - today))} {'less' if cost <= today else 'more'} than going on as today"
    found = "Recommended" if result.status is not Status.LIMIT else "Best found before the search was stopped"
    return (
        f"{found}: {contract.terms.mode}, at a cost to the government of {money.amount(cost)} "
        f"(present value, {years}), {difference}, which costs {money.amount(today)} and meets no coverage target."
    )


def _terms(contract: Evaluation, money: Money) -> str:
    rollout = contract.terms.rollout
    opened = f"{len(rollout)} of {count(len(contract.ledger.case.districts), 'district')} opened"
    if rollout:
        years = sorted({item.opening_year for item in rollout})
        opened += f" in {years[0]}" if len(years) == 1 else f" from {years[0]} to {years[-1]}"
    served = served_at_horizon(contract.ledger)
    reached = "" if served is None else f", serving {percent(served)} of the residents"
    return f"Its terms: {', '.join(terms_in_words(contract.terms, contract.ledger, money))}; {opened}{reached}."


def _how_sure(result: Result, best: ModeAnswer, contract: Evaluation, money: Money) -> str:
    checked = (
        f"all {len(contract.requirements)} requirements were checked a second time, on the terms as signed, and hold"
    )
    proof = best.proof
    if proof is None:
        return f"How much cheaper another contract could be is not proven; {checked}."
    if result.status is Status.OPTIMAL:
        other = "is better by what is minimised" if is_weighed(contract.ledger) else "costs less"
        return f"It is proven that no other contract {other}, but for rounding; {checked}."
    gap = money_scale(result.case, [proof.gap]).amount(proof.gap)  # small beside the cost: in a scale of its own
    relative = "" if proof.gap_relative is None else f" ({gap_percent(proof.gap_relative)} of gross cost)"
    other = "better by what is minimised" if is_weighed(contract.ledger) else "cheaper"
    return f"It is proven that no other contract is {other} by more than {gap}{relative}; {checked}."


def _nothing_to_sign(result: Result, money: Money) -> tuple[str, str, str]:
    today = f"Going on as today costs {money.amount(result.today.expected_npv)} and meets no coverage target."
    if result.status is Status.LIMIT:
        first = "The search was stopped before any contract was found."
        return first, "Whether one exists is not known: give it more time.", today
    if result.status is Status.NOT_PERMITTED:
        return "None of the modes asked for is permitted.", "Ask for others, or see what forbids them.", today
    return "No contract meets the requirements.", "What would have to give is listed for each mode.", today


def _reason(answer: ModeAnswer) -> str:
    """Say why a mode has no contract, up to its shortfalls, which are listed in the words of the requirements."""
    if answer.shortfalls:
        return texts.MUST_GIVE
    return answer.reason or texts.STATUS[answer.status].capitalize() + "."


def _shortfalls(answer: ModeAnswer, money: Money) -> list[str]:
    """Say what would have to give: together first, then each requirement that would do alone."""
    together = [_short(item, money) for item in answer.shortfalls]
    by_rule: dict[str, list[Shortfall]] = {}
    for item in answer.alone:
        by_rule.setdefault(item.rule, []).append(item)
    alone = [texts.ALONE.format(short=" ".join(_short(item, money) for item in items)) for items in by_rule.values()]
    return [*together, *alone]


def _short(item: Shortfall, money: Money) -> str:
    named = f"{item.sentence} [{' '.join((item.rule, item.index)).strip()}]"
    return f"{named} Short by {in_unit(item.amount, item.unit, money)}."
