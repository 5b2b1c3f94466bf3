"""A contract's rules where some may fall short: as little as can be, each counted as a part of what it asks."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from optmodel.requirements import REQUIREMENT
from optmodel.rollout import Array, Rollout
from optmodel.rules import PLAN, Columns, Linear, Row, Situation
from optmodel.rules.objective import TAIL, TAIL_START
from optmodel.search.flat import Flat
from optmodel.search.folded import Folded, Frame, admits

SHORTFALL = "shortfall"
# Scaled money is of this size: the unit in which a requirement of money falls short.
SIZE = 100.0
# Rules that keep plans out, by the plans they admit.
KEEPING_OUT = ("need_carried", "least_service")
# Rules with which rows or plans come that are not there otherwise.
BRINGING = frozenset({*KEEPING_OUT, "must_open"})


def elastic(plain: Folded, rules: Collection[str], scale: float) -> Folded:
    """Let some rules of a folded contract fall short; what they do so, in all, is minimised.

    Money is divided by ``scale`` where it is counted. A district that must open may then do so late, or not at all.
    """
    here = plain.frame.here
    rows = [row for row in plain.rows if row.rule != "objective"] + more_rows(here, rules)
    names = [f"{row.rule}/{row.index}" for row in rows if row.rule in rules]
    short = iter(np.eye(len(names)))
    stretched = [
        replace(
            row, left=row.left + Linear(0.0, {SHORTFALL: next(short) * unit_of(here.rollout, row.rule, scale) / scale})
        )
        if row.rule in rules
        else row
        for row in rows
    ]
    return Folded(
        stretched_frame(plain.frame, rules, tuple(names)),
        Linear(0.0, {SHORTFALL: np.ones(len(names))}),
        tuple(stretched),
    )


def stretched_frame(frame: Frame, rules: Collection[str], names: tuple[str, ...]) -> Frame:
    """Return the frame of a contract with columns for what falls short, and with the plans that rules let in then."""
    admitted, must_open = frame.admitted, frame.must_open
    if "must_open" in rules:
        admitted, must_open = admits(frame.here, late=True), np.zeros_like(must_open)
    for rule in KEEPING_OUT:
        if rule in rules:
            admitted = admits(frame.here, without=rule)
    kept = (item for item in frame.brought if item.name not in (TAIL, TAIL_START))
    return replace(frame, brought=(*kept, Columns(SHORTFALL, names)), admitted=admitted, must_open=must_open)


def more_rows(here: Situation, rules: Collection[str]) -> list[Row]:
    """Return rows for rules that otherwise say which plans there are."""
    rows = list(_must_open(here)) if "must_open" in rules else []
    return rows + [row for rule in KEEPING_OUT if rule in rules for row in _kept_out(here, rule)]


def unit_of(rollout: Rollout, rule: str, scale: float) -> float:
    """What one part of a shortfall is in the unit of its rule."""
    if rule not in REQUIREMENT:
        return rollout.own_size(rule)
    unit = REQUIREMENT[rule].unit
    if unit == "money":
        return SIZE * scale
    if unit == "persons":
        return max(1.0, sum(district.residents for district in rollout.case.districts))
    return float(len(rollout.case.districts)) if rule == "openings" else 1.0


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


def stretched(plain: Flat, rules: Collection[str], scale: float) -> Flat:
    """Let some rules of a flattened contract fall short, as ``elastic`` does of a folded one."""
    here = plain.frame.here
    more = more_rows(here, rules)
    places = [0, *(place + 1 for place, (rule, _) in enumerate(plain.names) if rule != "objective")]
    names = [*(plain.names[place - 1] for place in places[1:]), *((row.rule, row.index) for row in more)]
    count = len(names) + 1

    def selected(values: Array) -> Array:
        kept = np.zeros((count, *values.shape[1:]))
        kept[1 : len(places)] = values[places[1:]]
        return kept

    short = [place for place, (rule, _) in enumerate(names, start=1) if rule in rules]
    lacking = np.zeros((count, len(short)))
    lacking[0] = 1.0
    for column, place in enumerate(short):
        lacking[place, column] = unit_of(here.rollout, names[place - 1][0], scale) / scale
    of_row = {place: number for number, place in enumerate(places)}
    explicit = {of_row[place]: values for place, values in plain.explicit.items() if place in of_row and place > 0}
    for number, row in enumerate(more, start=len(places)):
        explicit[number] = row.left.explicit[PLAN]
    told = tuple(f"{names[place - 1][0]}/{names[place - 1][1]}" for place in short)
    return Flat(
        frame=stretched_frame(plain.frame, rules, told),
        names=tuple(names),
        constant=selected(plain.constant),
        right=np.concatenate([plain.right[places], [row.right for row in more]]),
        keys={key: selected(weights) for key, weights in plain.keys.items()},
        explicit=explicit,
        money={block: selected(values) for block, values in plain.money.items() if block not in (TAIL, TAIL_START)}
        | {SHORTFALL: lacking},
    )
