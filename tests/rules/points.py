"""Points at which a rule's rows are judged, in one line: a contract, what is opened, what support is paid."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from optmodel.case import PLANNED, Case
from optmodel.contract import GridPoint
from optmodel.rollout import Rollout
from optmodel.rules import (
    COMPENSATION,
    CONTRIBUTION,
    PLAN,
    RULES,
    SignedCapacity,
    Situation,
    completed,
    government_cost,
    objective,
    situation,
)
from tests.cities import tiny_city

HARBOUR = ("Harbour", "wifi", 2028)
HILL = ("Hill", "wifi", 2028)

Opened = tuple[str, str, int]
Paid = Mapping[int, float]


def city(changes: Mapping[str, object]) -> Case:
    """The tiny city with other values at some addresses."""
    return tiny_city().replace(changes)


def under(
    mode: str,
    term_years: int,
    *,
    share: float = 0.0,
    level: float = 0.0,
    case: Case | None = None,
    tariff_level: str = PLANNED,
    outsourced: tuple[str, ...] = (),
    dearer: Paid | None = None,
) -> Situation:
    """A contract of the tiny city, or of a variant, whether or not the grid has it.

    ``dearer`` is what its capacity as signed costs more than the purchase level times the need.
    """
    here = situation(Rollout(case or tiny_city()), GridPoint(mode, term_years, share, level, tariff_level, outsourced))
    return here if dearer is None else replace(here, capacity=_signed(here, dearer))


def _signed(here: Situation, dearer: Paid) -> SignedCapacity:
    """Capacity that costs so much more than by the rows: bought without need, or in place of overage."""
    price, premium = here.mode.public_price or 1.0, here.mode.overage_premium
    bought, need = np.zeros(here.rollout.horizon), np.zeros(here.rollout.horizon)
    for year, change in dearer.items():
        t = year - here.first_year
        need[t] = 0.0 if change >= 0 else 100.0
        bought[t] = here.contract.purchase_level * need[t] + (change if change >= 0 else -change / premium) / price
    return SignedCapacity(bought, need, need)


def slacks(
    rule: str, here: Situation, *opened: Opened, contribution: Paid | None = None, compensation: Paid | None = None
) -> dict[str, float]:
    """By how much each row of a rule holds at a point (negative: is missed), by the row's index."""
    point = _point(here, opened, contribution or {}, compensation or {})
    found: dict[str, float] = {}
    for row in RULES[rule](here):
        assert row.rule == rule
        assert row.index not in found
        found[row.index] = round(row.left.at(point) - row.right, 9)
    return found


def cost(here: Situation, *opened: Opened, contribution: Paid | None = None, compensation: Paid | None = None) -> float:
    """What a point costs the government."""
    return government_cost(here).at(_point(here, opened, contribution or {}, compensation or {}))


def minimised(
    here: Situation, *opened: Opened, contribution: Paid | None = None, compensation: Paid | None = None
) -> float:
    """What is minimised, at a point."""
    return objective(here).at(_point(here, opened, contribution or {}, compensation or {}))


def _point(
    here: Situation, opened: tuple[Opened, ...], contribution: Paid, compensation: Paid
) -> dict[str, np.ndarray]:
    case, plans = here.case, here.rollout.plans
    named = [
        (
            case.districts[plan.district].name,
            case.technologies[plan.technology].name,
            here.first_year + plan.opening - 1,
        )
        for plan in plans
    ]
    built = np.zeros(len(plans))
    for opening in opened:
        built[named.index(opening)] = 1.0
    paid = {
        block: np.array([amounts.get(year, 0.0) for year in case.years])
        for block, amounts in ((CONTRIBUTION, contribution), (COMPENSATION, compensation))
    }
    return completed(here, {PLAN: built} | paid)
