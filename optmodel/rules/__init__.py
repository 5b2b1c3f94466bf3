"""The rules of a contract's rollout: one file and one name a rule, its sentence and formula in its docstring."""

import inspect
from collections.abc import Callable, Iterator

from optmodel.rollout import Array
from optmodel.rules.budget import budget
from optmodel.rules.budget_total import budget_total
from optmodel.rules.citizen_bill import citizen_bill
from optmodel.rules.compensation import compensation
from optmodel.rules.contribution import contribution
from optmodel.rules.control import control
from optmodel.rules.coverage import coverage
from optmodel.rules.free_service import free_service
from optmodel.rules.government_cost import government_cost
from optmodel.rules.least_service import least_service
from optmodel.rules.must_open import must_open
from optmodel.rules.need_carried import need_carried
from optmodel.rules.objective import objective, tail_at, tail_columns, tail_rows
from optmodel.rules.one_plan import one_plan
from optmodel.rules.openings import openings
from optmodel.rules.operator_downside import operator_downside
from optmodel.rules.operator_payback import operator_payback
from optmodel.rules.operator_return import operator_return
from optmodel.rules.outsourcing import outsourcing
from optmodel.rules.own import own
from optmodel.rules.permitted import permitted
from optmodel.rules.purchase import purchase
from optmodel.rules.rows import (
    COMPENSATION,
    CONTRIBUTION,
    PLAN,
    Columns,
    Linear,
    Row,
    SignedCapacity,
    Situation,
    situation,
)
from optmodel.rules.share import share
from optmodel.rules.support_and_share import support_and_share
from optmodel.rules.support_limit import above_cost, above_cost_at, support_limit
from optmodel.rules.tariff import tariff
from optmodel.rules.term import term

Rule = Callable[[Situation], Iterator[Row]]

RULES: dict[str, Rule] = {
    "permitted": permitted,
    "control": control,
    "term": term,
    "share": share,
    "tariff": tariff,
    "outsourcing": outsourcing,
    "purchase": purchase,
    "support_and_share": support_and_share,
    "contribution": contribution,
    "compensation": compensation,
    "one_plan": one_plan,
    "need_carried": need_carried,
    "least_service": least_service,
    "must_open": must_open,
    "coverage": coverage,
    "free_service": free_service,
    "openings": openings,
    "budget": budget,
    "budget_total": budget_total,
    "support_limit": support_limit,
    "citizen_bill": citizen_bill,
    "operator_return": operator_return,
    "operator_payback": operator_payback,
    "operator_downside": operator_downside,
}


# The rules that judge money: beside its bounds, and the objective, support stands in no others.
MONEY_RULES = (
    "support_limit",
    "budget",
    "budget_total",
    "operator_return",
    "operator_payback",
    "operator_downside",
)


def columns(here: Situation) -> list[Columns]:
    """Return the blocks of columns of a contract after the plans: yearly support, and what rules bring."""
    years = tuple(str(year) for year in here.case.years)
    return [Columns(CONTRIBUTION, years), Columns(COMPENSATION, years), *above_cost(here), *tail_columns(here)]


def completed(here: Situation, point: dict[str, Array]) -> dict[str, Array]:
    """Return a point, plans and support, with the columns that rules bring at the values that these imply."""
    return tail_at(here, above_cost_at(here, point))


def rows(here: Situation) -> list[Row]:
    """Return the rows of a contract: of all rules in their order, of the city's own, and those the objective needs."""
    return [*(row for rule in RULES.values() for row in rule(here)), *own(here), *tail_rows(here)]


def rows_of_support(here: Situation) -> list[Row]:
    """Return the rows in which support, or what rules bring, may stand: of the rules that bound or judge money."""
    return [
        *(row for name in ("contribution", "compensation", *MONEY_RULES) for row in RULES[name](here)),
        *tail_rows(here),
    ]


def sentence(rule: Callable[..., object]) -> str:
    """Return the sentence that opens a rule's docstring."""
    return (inspect.getdoc(rule) or "").split("\n\n", maxsplit=1)[0].replace("\n", " ")


def mathematics() -> str:
    """Return all rules as text: name, sentence and formula, straight from their docstrings."""
    parts = ["# The rules", ""]
    for name, rule in [("objective (minimised)", objective), ("government_cost", government_cost), *RULES.items()]:
        parts += [f"## {name}", "", inspect.getdoc(rule) or "", ""]
    return "\n".join(parts)


__all__ = [
    "COMPENSATION",
    "CONTRIBUTION",
    "MONEY_RULES",
    "PLAN",
    "RULES",
    "Columns",
    "Linear",
    "Row",
    "SignedCapacity",
    "Situation",
    "columns",
    "completed",
    "government_cost",
    "mathematics",
    "objective",
    "own",
    "rows",
    "rows_of_support",
    "sentence",
    "situation",
    "tail_rows",
]
