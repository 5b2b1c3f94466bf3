"""A contract's rules where some may fall short: as little as can be, each counted as a part of what it asks."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from optmodel.requirements import REQUIREMENT
from optmodel.rollout import Array
from optmodel.rules import PLAN, Columns, Linear, Row, Situation
from optmodel.rules.objective import TAIL, TAIL_START
from optmodel.search.folded import Folded, admits

SHORTFALL = "shortfall"
# Scaled money is of this size: the unit in which a requirement of money falls short.
SIZE = 100.0
# Rules that keep plans out, by the plans they admit.
KEEPING_OUT = ("need_carried", "least_service")


def elastic(plain: Folded, rules: Collection[str], scale: float) -> Folded:
    """Let some rules of a folded contract fall short; what they do so, in all, is minimised.

    Money is divided by ``scale`` where it is counted. A district that must open may then do so late, or not at all.
    """
    here = plain.here
    rows = [row for row in plain.rows if row.rule != "objective"]
    admitted, must_open = plain.admitted, plain.must_open
    if "must_open" in rules:
        rows += _must_open(here)
        admitted, must_open = admits(here, late=True), np.zeros_like(must_open)
    for rule in KEEPING_OUT:
        if rule in rules:
            rows += _kept_out(here, rule)
            admitted = admits(here, without=rule)
    names = [f"{row.rule}/{row.index}" for row in rows if row.rule in rules]
    short = iter(np.eye(len(names)))
    stretched = [
        replace(row, left=row.left + Linear(0.0, {SHORTFALL: next(short) * unit_of(here, row.rule, scale) / scale}))
        if row.rule in rules
        else row
        for row in rows
    ]
    return replace(
        plain,
        objective=Linear(0.0, {SHORTFALL: np.ones(len(names))}),
        rows=tuple(stretched),
        brought=(
            *(item for item in plain.brought if item.name not in (TAIL, TAIL_START)),
            Columns(SHORTFALL, tuple(names)),
        ),
        admitted=admitted,
        must_open=must_open,
    )


def unit_of(here: Situation, rule: str, scale: float) -> float:
    """What one part of a shortfall is in the unit of its rule."""
    unit = REQUIREMENT[rule].unit
    if unit == "money":
        return SIZE * scale
    if unit == "persons":
        return max(1.0, sum(district.residents for district in here.case.districts))
    return float(len(here.case.districts)) if rule == "openings" else 1.0


def _must_open(here: Situation) -> Iterator[Row]:
    for number, district in enumerate(here.case.districts):
        if district.must_open_by is not None:
            in_time = here.rollout.opening <= district.must_open_by - here.first_year + 1
            left = Linear(0.0, {PLAN: _of(here, number) * in_time})
            yield Row("must_open", district.name, left, 1.0)


def _kept_out(here: Situation, rule: str) -> Sequence[Row]:
    unfit = admits(here, without=rule) & ~admits(here)
    rows = []
    for number, district in enumerate(here.case.districts):
        plans = _of(here, number) * unfit
        if plans.any():
            rows.append(Row(rule, district.name, Linear(0.0, {PLAN: -plans}), 0.0))
    return rows


def _of(here: Situation, district: int) -> Array:
    return np.asarray(here.rollout.district == district, dtype=float)
