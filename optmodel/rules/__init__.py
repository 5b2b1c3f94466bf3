"""The rules of a contract's rollout: one file and one name a rule, its sentence and formula in its docstring."""

import inspect
from collections.abc import Callable, Iterator

from optmodel.rules.budget import budget
from optmodel.rules.budget_total import budget_total
from optmodel.rules.compensation import compensation
from optmodel.rules.contribution import contribution
from optmodel.rules.control import control
from optmodel.rules.coverage import coverage
from optmodel.rules.government_cost import government_cost
from optmodel.rules.least_service import least_service
from optmodel.rules.must_open import must_open
from optmodel.rules.need_carried import need_carried
from optmodel.rules.one_plan import one_plan
from optmodel.rules.openings import openings
from optmodel.rules.operator_payback import operator_payback
from optmodel.rules.operator_return import operator_return
from optmodel.rules.permitted import permitted
from optmodel.rules.purchase import purchase
from optmodel.rules.rows import COMPENSATION, CONTRIBUTION, PLAN, Linear, Row, Situation, situation
from optmodel.rules.share import share
from optmodel.rules.support_and_share import support_and_share
from optmodel.rules.term import term

Rule = Callable[[Situation], Iterator[Row]]

RULES: dict[str, Rule] = {
    "permitted": permitted,
    "control": control,
    "term": term,
    "share": share,
    "purchase": purchase,
    "support_and_share": support_and_share,
    "contribution": contribution,
    "compensation": compensation,
    "one_plan": one_plan,
    "need_carried": need_carried,
    "least_service": least_service,
    "must_open": must_open,
    "coverage": coverage,
    "openings": openings,
    "budget": budget,
    "budget_total": budget_total,
    "operator_return": operator_return,
    "operator_payback": operator_payback,
}


def rows(here: Situation) -> list[Row]:
    """Return the rows of all rules for a contract, in the order of the rules."""
    return [row for rule in RULES.values() for row in rule(here)]


def sentence(rule: Callable[..., object]) -> str:
    """Return the sentence that opens a rule's docstring."""
    return (inspect.getdoc(rule) or "").split("\n\n", maxsplit=1)[0].replace("\n", " ")


def mathematics() -> str:
    """Return all rules as text: name, sentence and formula, straight from their docstrings."""
    parts = ["# The rules", ""]
    for name, rule in [("government_cost (minimised)", government_cost), *RULES.items()]:
        parts += [f"## {name}", "", inspect.getdoc(rule) or "", ""]
    return "\n".join(parts)


__all__ = [
    "COMPENSATION",
    "CONTRIBUTION",
    "PLAN",
    "RULES",
    "Linear",
    "Row",
    "Situation",
    "government_cost",
    "mathematics",
    "rows",
    "sentence",
    "situation",
]
