"""Support that is free, placed at least cost by a linear program whose every figure the ledger tells.

Support enters every sum of money in proportion, so the ledger is asked what a requirement and the cost of each scenario
become when one year's support goes from its least to its most. Nothing is read from the rules.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optmodel.case import Case, Mode
from optmodel.contract import Schedule, Terms, supported
from optmodel.ledger import Books, Ledger
from optmodel.solver import Program, solve
from optmodel.verify import budget, budget_total, operator_downside, operator_payback, operator_return, support_limit

MONEY_RULES = (budget, budget_total, support_limit, operator_return, operator_payback, operator_downside)
# What each line of support is called in signed terms.
SCHEDULES = {"contribution": "capital_contribution", "compensation": "operating_compensation"}

Key = tuple[str, int]


@dataclass(frozen=True)
class Piece:
    """Support of one line and year, from an amount to an amount, within which all it counts in is in proportion."""

    key: Key
    start: float
    end: float


def placed_support(case: Case, mode: Mode, terms: Terms, books: Books) -> Terms:
    """The terms with free support where it costs least; with the most of it where none meets the requirements."""
    free = _free(mode, terms)
    if not free:
        return terms
    least = books.ledger(terms)
    pieces = [piece for line in free for piece in _pieces(mode, line, least)]
    lowest = {(line, year): 0.0 for line in free for year in least.contribution}
    lowest |= {piece.key: piece.start for piece in reversed(pieces)}
    base = _with(terms, lowest)
    start = _figures(case, base, books)
    if not pieces or all(slack >= 0 for slack, _ in start[0].values()):
        return base
    changes = []
    for piece in pieces:
        before = _figures(case, _with(terms, lowest | {piece.key: piece.start}), books)
        after = _figures(case, _with(terms, lowest | {piece.key: piece.end}), books)
        changes.append((_difference(before[0], after[0]), np.array(after[1]) - np.array(before[1])))
    parts = _least_cost(case, start, changes)
    amounts = dict(lowest)
    for piece, part in zip(pieces, np.ones(len(pieces)) if parts is None else parts, strict=True):
        amounts[piece.key] += float(part) * (piece.end - piece.start)
    return _with(terms, amounts)


def _free(mode: Mode, terms: Terms) -> list[str]:
    """Lines of support that have room between their bounds, unless the share excludes it."""
    room = {
        "contribution": mode.contribution_most > mode.contribution_least,
        "compensation": mode.compensation_most > mode.compensation_least,
    }
    return [line for line in room if room[line] and mode.operator and supported(mode, terms.revenue_share)]


def _pieces(mode: Mode, line: str, ledger: Ledger) -> list[Piece]:
    """One piece a year; two where the bounds lie on both sides of the cost, above which compensation is support."""
    bounds = {
        "contribution": (mode.contribution_least, mode.contribution_most),
        "compensation": (mode.compensation_least, mode.compensation_most),
    }[line]
    cost = {"contribution": ledger.planned_cost, "compensation": ledger.planned_operation}[line]
    inside = (1.0,) if line == "compensation" and bounds[0] < 1 < bounds[1] else ()
    steps = list(itertools.pairwise((bounds[0], *inside, bounds[1])))
    return [
        Piece((line, year), least * amount, most * amount)
        for year, amount in cost.items()
        if amount > 0
        for least, most in steps
    ]


def _with(terms: Terms, amounts: Mapping[Key, float]) -> Terms:
    listed = {
        line: tuple((year, amount) for (name, year), amount in sorted(amounts.items()) if name == line)
        for line in SCHEDULES
    }
    changed = {
        SCHEDULES[line]: Schedule(getattr(terms, SCHEDULES[line]).basis, amounts=yearly)
        for line, yearly in listed.items()
        if yearly
    }
    return replace(terms, **changed)


Figures = tuple[dict[Key, tuple[float, float]], list[float]]


def _figures(case: Case, terms: Terms, books: Books) -> Figures:
    """Slack and size of each requirement on money, and the cost in each scenario."""
    ledger = books.ledger(terms)
    slacks = {
        (item.rule, item.index): (item.slack, abs(item.left) + abs(item.right))
        for rule in MONEY_RULES
        for item in rule(case, terms, ledger)
    }
    return slacks, list(ledger.government_cost_by_scenario.values())


def _difference(before: Mapping, after: Mapping) -> np.ndarray:
    return np.array([after[key][0] - before[key][0] for key in before])


def _least_cost(case: Case, start: Figures, changes: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray | None:
    """Which part of each piece is paid; None where nothing meets the requirements."""
    settings = case.settings
    probability = np.array([item.probability for item in case.scenarios] or [1.0])
    count, places = len(changes), len(probability)
    slacks = np.array([slack for slack, _ in start[0].values()])
    table = np.array([slack for slack, _ in changes]).T.reshape(len(slacks), count)
    dearer = np.array([cost for _, cost in changes]).T.reshape(places, count)
    # Columns: the pieces, the cost from which scenarios count as dear, and what each costs beyond that.
    requirements = np.hstack([table, np.zeros((len(slacks), 1 + places))])
    tail = np.hstack([-dearer, np.ones((places, 1)), np.eye(places)])
    averse = settings.risk_aversion
    weights = averse * probability / (1 - settings.risk_tail)
    rows = np.vstack([requirements, tail])
    lower = np.concatenate([-slacks, np.array(start[1])])
    size = np.maximum(np.abs(rows).max(axis=1), 1e-12)
    place, column = np.nonzero(rows)
    solution = solve(
        Program(
            cost=np.concatenate([(1 - averse) * probability @ dearer, [averse], weights]),
            offset=0.0,
            start=np.searchsorted(place, np.arange(len(rows) + 1)),
            column=column,
            value=rows[place, column] / size[place],
            row_lower=lower / size,
            row_upper=np.full(len(rows), np.inf),
            column_lower=np.concatenate([np.zeros(count), [-np.inf], np.zeros(places)]),
            column_upper=np.concatenate([np.ones(count), np.full(1 + places, np.inf)]),
            integer=np.zeros(count + 1 + places, dtype=bool),
        )
    )
    return None if solution.values is None else np.clip(solution.values[:count], 0.0, 1.0)
