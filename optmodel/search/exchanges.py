"""A good rollout of one contract, found by exchanging the plan of one district at a time.

By the multipliers of the linear program a rollout costs the bound, what each of its plans adds beyond the least of its
district, and the multipliers times what rows have more than they ask. So only few plans of a district can be part of a
good one, and all exchanges of one are weighed at once. Money is written in plans meanwhile; what a rollout costs with
the money that suits it best is for the caller to ask.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from optmodel.rollout import Array
from optmodel.rollout.plans import Places
from optmodel.search.descent import Figures, Neighbourhood
from optmodel.search.eased import bounding
from optmodel.search.program import Prepared

# So many plans beyond one for each district are exchanged.
MORE = 150
# A rollout is shaken so many times, and as often again after a better one, where it has so many choices more than one a
# district as are exchanged at most; where it has fewer, by the square of their part less, for the proof is easier then.
SHAKEN = 240
# So many choices are changed at most when it is shaken. So often it is the best that is shaken, else the last.
CHANGED, AGAIN = 6, 0.3
# What a row lacks is weighed by so many multipliers at first, by more each time it stays, by less where nothing does.
WEIGHT, MORE_WEIGHT, LESS_WEIGHT, MOST_WEIGHT = 3.0, 3.0, 0.6, 1e4
# How far beyond the least, in gaps asked for, a plan is that is as likely as not to be taken when a rollout is shaken.
REACH = 0.5
# A row that lacks no more than this is met, and what is better by no more is the same.
NOTHING = 1e-9
# What earlier columns left of a column in a row that it is to meet must be more than this part of what it was.
PIVOT = 1e-6
# A district that is left shut, in place of a plan.
SHUT = -1


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen in districts, [choice]: a plan, by its place among columns, or none, and what follows.

    ``beyond`` is what it adds to the bound, ``cost`` what it costs, beside the ``constant`` of all, and ``rows``
    [row, choice] what it does for rows, which ask for at least ``least`` [row] and have multipliers ``dual`` [row].
    """

    district: Places
    plan: Places
    beyond: Array
    cost: Array
    rows: Array
    least: Array
    dual: Array
    constant: float

    def few(self, districts: int) -> tuple["Choices", Places]:
        """Return the choices that add least, among them the least of each district, and the places of the latter."""
        order = np.argsort(self.beyond, kind="stable")
        _, first = np.unique(self.district[order], return_index=True)
        is_kept = np.zeros(len(order), dtype=bool)
        is_kept[order[: districts + MORE]] = is_kept[order[first]] = True
        kept = np.flatnonzero(is_kept)
        few = Choices(
            self.district[kept],
            self.plan[kept],
            self.beyond[kept],
            self.cost[kept],
            np.ascontiguousarray(self.rows[:, kept]),
            self.least,
            self.dual,
            self.constant,
        )
        return few, np.searchsorted(kept, order[first])


def choices(rows: Prepared, values: Array, dual: Array, beyond: Array, if_shut: Array) -> Choices:
    """State what may be chosen in each district for a program, by the solution of its linear program.

    ``values`` are of its columns, ``dual`` of its rows; ``beyond`` [column] and ``if_shut`` [district] are what plans,
    and districts left shut, add to the bound. A tight row is met exactly by the column of money whose price is nearest
    to the row's multiplier, if there is one. Other support is the same part of what its costs allow as there, other
    columns of money are what they are there.
    """
    plans, asked, frame = len(rows.plan), len(rows.folded.rows), rows.folded.frame
    stated = _Stated(rows.table[:asked].copy(), rows.lower[:asked].copy(), dual[:asked].copy(), rows.cost.copy())
    nothing, bounded = np.zeros(len(values)), {column: row for row, column in zip(*bounding(rows), strict=True)}
    meets = dict(_meeting(rows, dual))
    for column in range(plans, len(values)):
        allowed, most = None, np.inf
        if column in bounded:
            row = rows.table[bounded[column]]
            allowed = np.where(np.arange(len(row)) < plans, -row / row[column], 0.0)
            most = float(allowed @ values)
        row_met = meets.get(column)
        if row_met is not None and abs(stated.table[row_met, column]) > PIVOT * rows.table[row_met, column]:
            worth = 0.0 if allowed is None else -dual[bounded[column]] * row[column]
            stated.follow(column, row_met, rows.money_least[column - plans], allowed, max(0.0, worth))
        elif allowed is None:
            stated.replace(column, values[column], nothing)
        else:
            part = min(1.0, max(0.0, values[column] / most)) if most > 0 else 0.0
            stated.replace(column, 0.0, part * allowed)
    shut = np.flatnonzero(~frame.must_open)
    return Choices(
        district=np.concatenate([frame.here.rollout.district[rows.plan], shut]),
        plan=np.concatenate([np.arange(plans), np.full(len(shut), SHUT)]),
        beyond=np.concatenate([beyond, if_shut[shut]]),
        cost=np.concatenate([stated.cost[:plans], np.zeros(len(shut))]),
        rows=np.concatenate([stated.table[:, :plans], np.zeros((len(stated.table), len(shut)))], axis=1),
        least=stated.least,
        dual=stated.dual,
        constant=rows.offset + stated.constant,
    )


def _meeting(rows: Prepared, dual: Array) -> Iterator[tuple[int, int]]:
    """Yield columns of money, each with the tight row that more of it meets at a price nearest to its multiplier."""
    plans, asked = len(rows.plan), len(rows.folded.rows)
    table, is_free = rows.table[:asked, plans:], np.ones(len(rows.cost) - plans, dtype=bool)
    reduced = rows.cost[plans:] - dual[:asked] @ table
    for row in np.argsort(-dual[:asked], kind="stable"):
        helps = np.flatnonzero(is_free & (table[row] > 0) & (reduced + dual[row] * table[row] > 0))
        if dual[row] > 0 and len(helps):
            column = int(helps[np.argmin(np.abs(reduced[helps]) / table[row, helps])])
            is_free[column] = False
            yield plans + column, int(row)


@dataclass
class _Stated:
    """``table`` [row, column] · x ≥ ``least`` [row] with multipliers ``dual``, at ``cost`` · x + ``constant``."""

    table: Array
    least: Array
    dual: Array
    cost: Array
    constant: float = 0.0

    def replace(self, column: int, constant: float, part: Array) -> None:
        """Write ``constant`` + ``part`` [column] · x in place of a column."""
        factor, price = self.table[:, column].copy(), self.cost[column]
        self.table[:, column] = self.cost[column] = 0.0
        self.table += np.outer(factor, part)
        self.least -= factor * constant
        self.cost += price * part
        self.constant += price * constant

    def follow(self, column: int, row: int, least: float, allowed: Array | None, worth: float) -> None:
        """Write what meets a row exactly in place of a column.

        The row says from now on that this is at least ``least``, a new one that it is no more than ``allowed``
        [column] · x, which has the multiplier ``worth``.
        """
        part, constant = -self.table[row] / self.table[row, column], self.least[row] / self.table[row, column]
        part[column] = 0.0
        self.replace(column, constant, part)
        self.table[row], self.least[row], self.dual[row] = part, least - constant, 0.0
        if allowed is not None:
            self.table = np.vstack([self.table, allowed - part])
            self.least, self.dual = np.append(self.least, constant), np.append(self.dual, worth)


class Exchanges:
    """A rollout that is made better by exchanges: ``chosen`` are the places of its choices, district by district."""

    def __init__(self, choices: Choices, districts: int, gap: float) -> None:
        """Begin with the choice of each district that adds least."""
        self.choices, self.chosen = choices.few(districts)
        self.place = np.zeros(districts, dtype=int)  # of a district among those that have a choice
        self.place[self.choices.district[self.chosen]] = np.arange(len(self.chosen))
        self.gap = gap
        one = np.abs(self.choices.rows).max(axis=1, initial=0.0)
        dear = 2 * gap / np.where(one > 0, one, 1.0)
        self.weight = WEIGHT * np.where(self.choices.dual > dear / WEIGHT, self.choices.dual, dear)
        self.least_weight = self.weight / WEIGHT

    def found(
        self, bound: float, enough: float, is_over: Callable[[], bool], patience: float = 1.0
    ) -> Iterator[tuple[float, Places]]:
        """Yield rollouts that meet all rows, each cheaper than the one before: their cost and the plans, by place.

        It ends when what was found costs no more than ``enough``, long finds nothing better (so many times as long as
        usual, as there is ``patience``), or time is over, which is asked now and then. ``bound`` is that of the linear
        program, to which choices add.
        """
        random, best, kept, without = Random(0), np.inf, self.chosen, 0
        near = self.near(np.arange(len(self.choices.cost)))
        likely = self._likely(near)
        shaken = patience * SHAKEN
        while without <= shaken * (max(0, len(near.usable) - len(self.chosen)) / MORE) ** 2 and not is_over():
            lacking = near.descend(self.chosen, self.weight, is_over) < -NOTHING
            cost = self.choices.constant + float(self.choices.cost[self.chosen].sum())
            without += 1
            if lacking.any():
                heavier = np.minimum(self.weight * MORE_WEIGHT, self.least_weight * MOST_WEIGHT)
                self.weight = np.where(lacking, heavier, self.weight)
            else:
                self.weight = np.maximum(self.weight * LESS_WEIGHT, self.least_weight)
                if cost < best - NOTHING:
                    best, kept, without = cost, self.chosen.copy(), 0
                    near = self.near(np.flatnonzero(bound + self.choices.beyond < best))
                    likely = self._likely(near)
                    plans = self.choices.plan[kept]
                    yield cost, plans[plans != SHUT]
                    if best <= enough:
                        return
            if best < np.inf and random.random() < AGAIN:
                self.chosen = kept.copy()
            self._shake(random, near, likely)

    def near(self, usable: Places) -> Neighbourhood:
        """Return the exchanges of choices that are still usable."""
        figures = Figures(self.choices.cost, self.choices.rows, self.choices.least)
        return Neighbourhood(figures, usable, self.place[self.choices.district[usable]], len(self.chosen))

    def _likely(self, near: Neighbourhood) -> Array:
        """Return how likely each usable choice is to be taken when a rollout is shaken: the more, the less it adds."""
        return np.asarray(np.exp(-self.choices.beyond[near.usable] / (REACH * self.gap)))

    def _shake(self, random: Random, near: Neighbourhood, likely: Array) -> None:
        """Put a few usable choices in place of others by chance."""
        up_to = np.cumsum(np.where(near.usable == self.chosen[near.own], 0.0, likely))
        if up_to.any():
            taken = random.choices(range(len(up_to)), cum_weights=up_to.tolist(), k=random.randint(1, CHANGED))
            for choice in taken:
                self.chosen[near.own[choice]] = near.usable[choice]
