"""The second opinion on requirements: each rule judged by name, from the case, the signed terms and their ledger.

``left`` is what is achieved or available and ``right`` what is required or used; ``left`` ≥ ``right`` is asked. The
numbers of the case must be single ones here, floats or Fractions: samples have no one verdict.
"""

from collections.abc import Callable, Iterable, Iterator

from optmodel.case import Case
from optmodel.contract import Terms
from optmodel.ledger import Books, Ledger
from optmodel.own_rules import Rule, checked_rules
from optmodel.requirements import Requirement
from optmodel.result import Evaluation
from optmodel.verify.bargain import control, outsourcing, permitted, purchase, share, support_and_share, tariff, term
from optmodel.verify.operators_side import operator_downside, operator_payback, operator_return
from optmodel.verify.own import own
from optmodel.verify.purse import budget, budget_total, citizen_bill, support_limit
from optmodel.verify.service import (
    coverage,
    free_service,
    least_service,
    must_open,
    need_carried,
    one_plan,
    openings,
)
from optmodel.verify.support import compensation, contribution

RULES: tuple[Callable[[Case, Terms, Ledger], Iterator[Requirement]], ...] = (
    permitted,
    control,
    term,
    share,
    tariff,
    outsourcing,
    purchase,
    support_and_share,
    contribution,
    compensation,
    one_plan,
    need_carried,
    least_service,
    must_open,
    coverage,
    free_service,
    openings,
    budget,
    budget_total,
    support_limit,
    citizen_bill,
    operator_return,
    operator_payback,
    operator_downside,
)


def evaluate(case: Case, terms: Terms, books: Books | None = None, rules: Iterable[Rule] = ()) -> Evaluation:
    """Price and judge terms as typed: a bid, a draft, an answer of the search.

    ``books`` of the same case save time where many contracts of it are evaluated. ``rules`` are the city's own, judged
    by their checks.
    """
    rules = checked_rules(rules)
    priced = (books or Books(case)).ledger(terms)
    judged = (*judge(case, terms, priced), *own(rules, case, terms))
    return Evaluation(terms, priced, judged, tuple(rule.name for rule in rules))


def judge(case: Case, terms: Terms, ledger: Ledger) -> tuple[Requirement, ...]:
    """Judge every rule that applies, in the order of the table of rules."""
    return tuple(row for rule in RULES for row in rule(case, terms, ledger))
