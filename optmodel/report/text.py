"""What a terminal shows: three sentences, going on as today beside every mode; what terms from elsewhere come to."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from optmodel.contract import LINES
from optmodel.report import texts
from optmodel.report.comparison import Comparison, Kind, Value, comparison
from optmodel.report.figures import Money, count, gap_percent, in_unit, money_scale, percent, times
from optmodel.report.key_figures import operator_exposure, operator_irr, operator_payback
from optmodel.report.sentences import outlook, reasons, scale, summary, terms_in_words, value_in_words, warnings
from optmodel.requirements import Requirement
from optmodel.result import Evaluation, Result, one_scenario

LEAST_WIDTH, MOST_WIDTH = 60, 120
LABEL_WIDTH, LEAST_COLUMN, MOST_COLUMN = 20, 11, 20


def result_text(result: Result, width: int) -> str:
    """Say what to sign, on which terms and how sure that is, then set going on as today and every mode side by side."""
    width = min(max(width, LEAST_WIDTH), MOST_WIDTH)
    money = scale(result)
    said = (*summary(result), *_beside(result, money))
    parts = ["\n".join(line for sentence in said for line in _wrapped(sentence, width))]
    parts.append("\n".join(_table(comparison(result), money, width)))
    parts += ["\n".join(_reason(mode, said, width)) for mode, said in reasons(result)]
    if result.close_calls:
        parts.append("\n".join(_wrapped(f"Too close to call: {', '.join(result.close_calls)}.", width)))
    notes = [line for warning in warnings(result) for line in _wrapped(f"Note: {warning}", width, "  ")]
    if notes:
        parts.append("\n".join(notes))
    return "\n\n".join(parts)


def _beside(result: Result, money: Money) -> Iterator[str]:
    """Say how likely the operator is to lose and what the contract saves beside the comparator, where that is known."""
    contract = result.best.contract if result.best else None
    chances = outlook(contract.ledger, money) if contract else None
    if chances:
        yield chances
    if result.value_for_money:
        yield value_in_words(result.value_for_money, money)


def evaluation_text(evaluation: Evaluation, width: int) -> str:
    """Say what terms cost by line, what they leave the operator and which requirements they break, by how much."""
    width = min(max(width, LEAST_WIDTH), MOST_WIDTH)
    books, case = evaluation.ledger, evaluation.ledger.case
    money = money_scale(case, books.government_by_line().values())
    first = (
        f"{evaluation.terms.mode} costs the government {money.amount(books.government_cost)} (present value, "
        f"{case.years[0]} to {case.years[-1]}); its terms: {', '.join(terms_in_words(evaluation.terms, books, money))}."
    )
    chances, unseen = outlook(books, money), one_scenario(case)
    parts = [
        [*_wrapped(first, width), *_wrapped(chances or "", width)],
        [f"Government cost by line, present value in {money.unit}:", *_by_line(evaluation, money)],
        list(_operator(evaluation, money, width)),
        list(_judged(evaluation, money, width)),
    ]
    if unseen:
        parts.append(_wrapped(f"Note: {unseen}", width, "  "))
    return "\n\n".join("\n".join(lines) for lines in parts)


def _judged(evaluation: Evaluation, money: Money, width: int) -> Iterator[str]:
    """Say which requirements are broken, by how much, each in its own words."""
    broken = evaluation.broken
    held = len(evaluation.requirements) - len(broken)
    if not broken:
        yield f"All {count(held, 'requirement')} met."
        return
    yield f"{count(len(broken), 'requirement')} broken, {held} met:"
    for kind in dict.fromkeys(item.kind for item in broken):
        yield from _wrapped(f"  {kind.name}: {kind.sentence}", width, "    ")
        for item in broken:
            if item.kind == kind:
                yield from _wrapped(f"    - {missed(item, money)}", width, "      ")


def missed(item: Requirement, money: Money) -> str:
    """Say of a broken requirement where and by how much it is missed."""
    left, right, short = (in_unit(figure, item.unit, money) for figure in (item.left, item.right, -item.slack))
    return f"{item.index + ': ' if item.index else ''}{left} where at least {right} is asked, short by {short}"


def _by_line(evaluation: Evaluation, money: Money) -> Iterator[str]:
    amounts = evaluation.ledger.government_by_line()
    names = [line.name for line in LINES if line.name in amounts]
    names += [name for name in amounts if name not in names]
    figures = {name: money.number(amounts[name]) for name in names} | {"in all": money.number(sum(amounts.values()))}
    first, second = max(map(len, figures)), max(map(len, figures.values()))
    for name, figure in figures.items():
        if name == "in all":
            yield "  " + "-" * (first + 2 + second)
        yield f"  {name:<{first}}  {figure:>{second}}"


def _operator(evaluation: Evaluation, money: Money, width: int) -> Iterator[str]:
    books = evaluation.ledger
    hurdle = books.case.mode(evaluation.terms.mode).hurdle
    if hurdle is None:
        yield texts.NO_OPERATOR
        return
    (rate, no_rate), (year, no_year) = operator_irr(books), operator_payback(books)
    figures = {
        f"net present value at the {percent(hurdle)} it requires": money.amount(books.operator_npv),
        "rate of return": no_rate or percent(rate),
        "has its money back in": no_year or str(year),
        "most it is out of pocket": money.amount(operator_exposure(books)),
    }
    first = max(map(len, figures)) + 2
    yield "Operator:"
    for label, figure in figures.items():
        yield from _wrapped(f"  {label:<{first}}{figure}", width, " " * (first + 2))


def _reason(mode: str, said: Sequence[str], width: int) -> list[str]:
    lines = _wrapped(f"{mode}: {said[0]}", width, "  ")
    return lines + [line for shortfall in said[1:] for line in _wrapped(f"  - {shortfall}", width, "    ")]


def _table(table: Comparison, money: Money, width: int) -> Iterator[str]:
    """Draw the table, in several pieces under one another where the modes do not fit beside each other."""
    beside = min(len(table.columns), max(1, (width - LABEL_WIDTH) // (LEAST_COLUMN + 1)))
    column = min(MOST_COLUMN, (width - LABEL_WIDTH) // beside - 1)
    yield f"Money in {money.unit}."
    for start in range(0, len(table.columns), beside):
        piece = slice(start, start + beside)
        yield ""
        yield from _table_row("", table.columns[piece], column)
        yield "-" * (LABEL_WIDTH + len(table.columns[piece]) * (column + 1))
        for row in table.rows:
            yield from _table_row(row.label, [cell(value, row.kind, money) for value in row.values[piece]], column)


def cell(value: Value, kind: Kind, money: Money) -> str:
    """Write one figure of the table."""
    if value is None:
        return texts.NOTHING
    if isinstance(value, str):
        return value
    written: dict[Kind, Callable[[Any], str]] = {
        "money": money.number,
        "share": percent,
        "gap": gap_percent,
        "factor": times,
        "years": lambda years: count(years, "year"),
    }
    return written.get(kind, str)(value)


def _table_row(label: str, cells: Sequence[str], column: int) -> Iterator[str]:
    labels = textwrap.wrap(label, LABEL_WIDTH - 1) or [""]
    wrapped = [textwrap.wrap(text, column) or [""] for text in cells]
    for line in range(max(len(labels), *map(len, wrapped))):
        pieces = [f" {lines[line] if line < len(lines) else '':>{column}}" for lines in wrapped]
        yield (f"{labels[line] if line < len(labels) else '':<{LABEL_WIDTH}}" + "".join(pieces)).rstrip()


def _wrapped(text: str, width: int, hanging: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=hanging, break_on_hyphens=False)
