"""Contracts: the grid they are chosen from, the terms as signed, who the parties are and what is in force when."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optmodel.case import PLANNED, Case, Mode, Scenario, TariffLevel

GOVERNMENT = "government"
OPERATOR = "operator"
SUCCESSOR = "successor"
SUPPLIERS = "suppliers"
USERS = "users"
OUTSIDE = "outside"
PRESENT_SUPPLIER = "present supplier"

# Grid points are rounded to so many places; two that differ by less than the tolerance are one.
GRID_PLACES, GRID_TOLERANCE = 10, 1e-9

Phase = Literal["term", "after"]
Nature = Literal["fixed", "demand"]


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of payment: its name, the sentence a reader sees and where it belongs.

    ``nature`` says at which rate the government discounts it: what hangs on demand at the commercial rate, all else at
    its own.
    """

    name: str
    sentence: str
    section: str
    nature: Nature = "fixed"


LINES = (
    Line("build", "Districts are built in the years before they open.", "build"),
    Line("renewal", "Part of the build is renewed at the end of its lifetime.", "build"),
    Line("operation", "Open districts are operated.", "operation"),
    Line(
        "backbone charge",
        "The operator's existing backbone is charged for the build it replaces.",
        "operation",
    ),
    Line("backbone rent", "After handover the backbone that was the operator's is rented.", "operation"),
    Line("capital contribution", "The government contributes to build and renewal.", "support"),
    Line("operating compensation", "The government compensates the cost of operation.", "support"),
    Line("service revenue", "Users pay for services.", "revenue", "demand"),
    Line("cost of sales", "Paid services cost something for every unit sold.", "revenue", "demand"),
    Line("free service cost", "Free services cost something for every unit served.", "operation"),
    Line(
        "turnover share",
        "The operator pays the government a share of its service revenue.",
        "revenue",
        "demand",
    ),
    Line("public capacity", "The government buys the capacity it needs.", "public need"),
    Line(
        "capacity bought beyond need",
        "Take-or-pay capacity above the need is paid all the same.",
        "public need",
    ),
    Line("overage", "Need above the purchase is paid at a premium.", "public need"),
    Line("need bought as today", "Until a district opens its need is bought as today.", "public need"),
    Line("charge", "Charges that come with the mode.", "charges"),
    Line("outsourcing fee", "Functions of the government that others do are paid for.", "charges"),
    Line("staff freed", "Functions that others do free staff of the government.", "charges"),
    Line("risk", "What risks of the register cost on average.", "risk"),
)
LINE = {line.name: line for line in LINES}


@dataclass(frozen=True, slots=True)
class Opening:
    """One district that the contract obliges to be open: with which technology, from which calendar year."""

    district: str
    technology: str
    opening_year: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A support line as signed: a share of the cost it follows, or amounts by calendar year (nominal money)."""

    basis: Literal["planned", "actual"]
    share: float | None = None
    amounts: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """A contract as signed: all that the ledger and the verification read beside the case.

    Years are calendar years; ``public_capacity`` is Mbit/s by year; a mode without an operator has empty schedules.
    """

    mode: str
    term_years: int
    first_year: int
    revenue_share: float
    purchase_level: float
    public_capacity: tuple[tuple[int, float], ...]
    capital_contribution: Schedule
    operating_compensation: Schedule
    rollout: tuple[Opening, ...]
    tariff_level: str = PLANNED
    outsourced: tuple[str, ...] = ()

    @property
    def last_year(self) -> int:
        """Last calendar year of the term."""
        return self.first_year + self.term_years - 1


@dataclass(frozen=True, slots=True)
class GridPoint:
    """A contract of the grid before its rollout and schedules."""

    mode: str
    term_years: int
    revenue_share: float
    purchase_level: float
    tariff_level: str = PLANNED
    outsourced: tuple[str, ...] = ()


def scenarios(case: Case) -> tuple[Scenario, ...]:
    """Return the scenarios looked at: those of the case, or one, as planned."""
    return case.scenarios or (Scenario(name=PLANNED, probability=1.0),)


_AS_PLANNED = TariffLevel(name=PLANNED, price=1.0, demand=1.0)


def tariff(case: Case, name: str | None) -> TariffLevel:
    """Return the tariff level of that name; *planned*, and ``None`` for it, need no row. ``KeyError`` for another."""
    for item in case.tariffs:
        if item.name == (name or PLANNED):
            return item
    return {PLANNED: _AS_PLANNED}[name or PLANNED]


def in_force(case: Case, term_years: int) -> NDArray[np.bool_]:
    """Say in which scenario and year a contract is in force, shape [scenario, year]; today wherever t ≤ L."""
    years = np.arange(1, case.project.horizon + 1)
    return np.tile(years <= term_years, (len(scenarios(case)), 1))


@cache
def steps(least: float, most: float, step: float) -> tuple[float, ...]:
    """Return the grid from ``least`` upwards by ``step``, with ``most`` always its last point.

    >>> steps(0.01, 0.04, 0.02)
    (0.01, 0.03, 0.04)
    """
    count = math.floor((most - least) / step + GRID_TOLERANCE)
    points = [round(least + index * step, GRID_PLACES) for index in range(count + 1)]
    if most - points[-1] > GRID_TOLERANCE:
        points.append(round(most, GRID_PLACES))
    return tuple(points)


def term_lengths(case: Case, mode: Mode) -> range:
    """Return the terms a mode may have, in whole years; a mode without an operator runs to the horizon."""
    horizon = case.project.horizon
    if not mode.operator:
        return range(horizon, horizon + 1)
    least = horizon if mode.term_least is None else mode.term_least
    most = horizon if mode.term_most is None else min(mode.term_most, horizon)
    return range(least, most + 1)


def revenue_shares(case: Case, mode: Mode) -> tuple[float, ...]:
    """Return the shares of turnover a mode may have, fractions, least first."""
    return steps(mode.share_least, mode.share_most, case.settings.share_step)


def purchase_levels(case: Case, mode: Mode) -> tuple[float, ...]:
    """Return the purchase levels a mode may have, multiples of planned need, least first; 0 where nothing is bought."""
    if mode.public_need == "served":
        return (0.0,)
    return steps(mode.guaranteed_share, mode.purchase_most, case.settings.purchase_step)


def tariff_levels(case: Case, mode: Mode) -> tuple[str, ...]:
    """Return the tariff levels a mode may have, in the order of the sheet."""
    if mode.tariff_level is not None:
        return (mode.tariff_level,)
    return tuple(level.name for level in case.tariffs) or (PLANNED,)


def outsourcings(case: Case, mode: Mode) -> tuple[tuple[str, ...], ...]:
    """Return every set of functions a mode may have outsourced, smaller ones first, each in the order of the sheet."""
    functions = [item for item in case.functions if item.mode == mode.name]
    free = [item.function for item in functions if item.outsourced == "choose"]
    always = {item.function for item in functions if item.outsourced == "always"}
    chosen = (always.union(extra) for count in range(len(free) + 1) for extra in itertools.combinations(free, count))
    return tuple(tuple(item.function for item in functions if item.function in names) for names in chosen)


def supported(mode: Mode, revenue_share: float) -> bool:
    """Whether support above the least and purchases above the guaranteed level may come with this share of turnover."""
    return mode.support_and_share or revenue_share <= mode.share_least + GRID_TOLERANCE


def grid_size(case: Case, mode: Mode) -> int:
    """Return how many contracts the grid of a mode has."""
    levels = len(purchase_levels(case, mode))
    by_share = sum(levels if supported(mode, share) else 1 for share in revenue_shares(case, mode))
    return len(outsourcings(case, mode)) * len(tariff_levels(case, mode)) * len(term_lengths(case, mode)) * by_share


def grid(case: Case, mode: Mode) -> Iterator[GridPoint]:
    """Yield every contract of a mode's grid in the order in which ties are broken.

    Fewer functions outsourced, earlier tariff level, shorter term, lower share, lower purchase.
    """
    choices = itertools.product(outsourcings(case, mode), tariff_levels(case, mode), term_lengths(case, mode))
    levels = purchase_levels(case, mode)
    for outsourced, tariff_level, term_years in choices:
        for share in revenue_shares(case, mode):
            for level in levels if supported(mode, share) else levels[:1]:
                yield GridPoint(mode.name, term_years, share, level, tariff_level, outsourced)
