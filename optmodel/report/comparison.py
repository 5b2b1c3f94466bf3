"""Going on as today and every mode side by side: one table, which the terminal and the workbook both draw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from optmodel.contract import LINES
from optmodel.report.key_figures import (
    chance_of_loss,
    dearest_scenario,
    has_operator,
    is_weighed,
    operator_irr,
    served_at_horizon,
)
from optmodel.report.texts import STATUS, TODAY
from optmodel.result import Evaluation, ModeAnswer, Result, Status

ANSWER = "Answer"
CHARGES = tuple(line.name for line in LINES if line.section == "charges")
Value = float | int | str | None
Kind = Literal["money", "share", "gap", "factor", "years", "year", "whole", "text"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its label, how its figures are written and one value for each column."""

    label: str
    kind: Kind
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole table; the first column is going on as today."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def comparison(result: Result) -> Comparison:
    """Set going on as today and every answer side by side; a line that says nothing of any mode is left out."""
    rows = [
        Row("Cost, present value", "money", (result.today.expected_npv, *_each(result, _cost))),
        Row(
            "compared with today", "money", (0.0, *_each(result, lambda item: _cost(item) - result.today.expected_npv))
        ),
        Row("dearest scenario", "money", (None, *_each(result, _dearest))),
        Row("What is minimised", "money", (None, *_each(result, _objective))),
        Row(ANSWER, "text", ("no target met", *(_status(result, answer) for answer in result.answers))),
        Row("Gap, of gross cost", "gap", (None, *(_gap(answer) for answer in result.answers))),
        Row("Term", "years", (None, *_each(result, lambda item: item.terms.term_years))),
        Row("Share of turnover", "share", (None, *_each(result, _share))),
        Row("Bought, of the need", "factor", (None, *_each(result, _purchase))),
        Row("Tariff", "text", (None, *_each(result, _tariff))),
        Row("Outsourced", "text", (None, *_each(result, _outsourced))),
        Row("Support, present value", "money", (None, *_each(result, _support))),
        Row("Staff and charges", "money", (None, *_each(result, _charges))),
        Row("Control, 0 to 3", "whole", (None, *_each(result, _control))),
        Row("Districts opened", "text", (f"0 of {len(result.case.districts)}", *_each(result, _opened))),
        Row("Last opening", "year", (None, *_each(result, _last_opening))),
        Row("Residents served", "share", (result.today.coverage, *_each(result, _served))),
        Row("Residents pay", "money", (None, *_each(result, _residents))),
        Row("Operator's return", "share", (None, *_each(result, lambda item: operator_irr(item.ledger)[0]))),
        Row("Chance of its loss", "share", (None, *_each(result, lambda item: chance_of_loss(item.ledger)))),
    ]
    columns = (TODAY, *(answer.mode for answer in result.answers))
    return Comparison(columns, tuple(row for row in rows if row is rows[0] or set(row.values[1:]) != {None}))


def _each(result: Result, figure: Callable[[Evaluation], Value]) -> tuple[Value, ...]:
    return tuple(figure(answer.contract) if answer.contract else None for answer in result.answers)


def _cost(contract: Evaluation) -> float:
    return contract.ledger.government_cost


def _status(result: Result, answer: ModeAnswer) -> str:
    text = STATUS[answer.status]
    if answer.contract is None:
        return text + ", none found" if answer.status is Status.LIMIT else text
    return f"chosen, {text}" if answer.mode == result.recommended else text


def _gap(answer: ModeAnswer) -> Value:
    return answer.proof.gap_relative if answer.proof and answer.contract else None


def _share(contract: Evaluation) -> Value:
    return contract.terms.revenue_share if has_operator(contract.ledger) else None


def _purchase(contract: Evaluation) -> Value:
    bought = contract.ledger.case.mode(contract.terms.mode).public_need == "bought"
    return contract.terms.purchase_level if bought else None


def _support(contract: Evaluation) -> Value:
    return contract.ledger.support_value if has_operator(contract.ledger) else None


def _dearest(contract: Evaluation) -> Value:
    found = dearest_scenario(contract.ledger)
    return None if found is None else found[1]


def _objective(contract: Evaluation) -> Value:
    return contract.ledger.objective if is_weighed(contract.ledger) else None


def _tariff(contract: Evaluation) -> Value:
    return contract.terms.tariff_level if contract.ledger.case.tariffs else None


def _outsourced(contract: Evaluation) -> Value:
    offered = any(item.mode == contract.terms.mode for item in contract.ledger.case.functions)
    return ", ".join(contract.terms.outsourced) or "nothing" if offered else None


def _charges(contract: Evaluation) -> Value:
    """What staff, fees and other charges cost the government, less what outsourcing frees."""
    lines = contract.ledger.government_by_line()
    found = [lines[name] for name in CHARGES if name in lines]
    return sum(found) if found else None


def _control(contract: Evaluation) -> Value:
    return contract.ledger.mode.control


def _residents(contract: Evaluation) -> Value:
    paid = contract.ledger.residents_pay_npv
    return paid or None


def _opened(contract: Evaluation) -> str:
    return f"{len(contract.terms.rollout)} of {len(contract.ledger.case.districts)}"


def _last_opening(contract: Evaluation) -> Value:
    return max((item.opening_year for item in contract.terms.rollout), default=None)


def _served(contract: Evaluation) -> Value:
    return served_at_horizon(contract.ledger)
