"""Bounds of many contracts at once from the multipliers of a few, and the proof that a contract is impossible."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from optmodel.certificate import Multipliers, RowName
from optmodel.contract import GridPoint
from optmodel.rollout import Array, Flags, Rollout
from optmodel.rollout.plans import Places
from optmodel.rules.objective import TAIL_START
from optmodel.rules.support_limit import ABOVE_COST
from optmodel.search.boxes import Box
from optmodel.search.elastic import SHORTFALL
from optmodel.search.flat import BaseTable, Combined, Flat, coefficients, combined
from optmodel.search.folded import Folded

# The part of the figures added up that is taken off a bound, for what rounding may have added.
ROUNDING = 1e-9


@dataclass
class Contracts:
    """The contracts of one mode: how they are folded and flattened, which is done when they are first asked for.

    ``may_lack`` are rules that may fall short, by name, with what one part of a shortfall is: parts are minimised then.
    """

    rollout: Rollout
    bases: BaseTable
    fold: Callable[[GridPoint], Folded]
    flatten: Callable[[GridPoint], Flat]
    held: dict[GridPoint, Flat] = field(default_factory=dict)
    may_lack: Mapping[str, float] = field(default_factory=dict)

    def __getitem__(self, point: GridPoint) -> Flat:
        """Return a contract flattened."""
        if point not in self.held:
            self.held[point] = self.flatten(point)
        return self.held[point]

    def values(self, pairs: Sequence[tuple[Box, Multipliers]]) -> list[Array]:
        """Return what multipliers make of every contract of the box beside them: [contract] of each, level by level.

        That is a bound of its cost in money, or of what a ray finds it to lack: above nothing it is impossible.
        """
        parts = [self._combined(box.corners, multipliers) for box, multipliers in pairs]
        total = coefficients(self.bases, [part for corners in parts for part in corners])
        ends = np.cumsum([len(corners) for corners in parts])
        return [
            self._mixed(box, corners, total[end - len(corners) : end])
            for (box, _), corners, end in zip(pairs, parts, ends, strict=True)
        ]

    def _mixed(self, box: Box, corners: Sequence[Combined], total: Array) -> Array:
        """Bound the contracts of a box by what its corners, mixed, are at least; ``total`` is [corner, plan]."""
        if not all(part.valid for part in corners):
            return np.full(len(box.contracts), -np.inf)
        frame, mixture = self[box.contract].frame, box.mixture
        constant, size = mixture @ [part.constant for part in corners], mixture @ [part.size for part in corners]
        plans = np.flatnonzero(frame.admitted)
        least = least_by_district(mixture @ total[:, plans], self.rollout.district[plans], frame.must_open)
        return _bound(constant, size, least)

    def _combined(self, points: Sequence[GridPoint], multipliers: Multipliers) -> list[Combined]:
        """Weigh the rows of contracts of one box alike."""
        if self.may_lack:
            # What rules fall short by is all that counts: 1 for a part, in a ray nothing, and no row may weigh more.
            most = {rule: 0.0 if multipliers.is_ray else 1.0 / part for rule, part in self.may_lack.items()}
            kept = {name: min(value, most.get(name[0], value)) for name, value in multipliers.of_row.items()}
            multipliers = Multipliers(kept, is_ray=True)
        of_row = repaired(self[points[0]], multipliers)
        return [combined(self[point], of_row, ray=multipliers.is_ray) for point in points]

    def least_costs(self, points: Sequence[GridPoint], multipliers: Multipliers, built: Array) -> Array:
        """Return a valid bound of what one rollout [plan] costs under each contract, by the same multipliers."""
        parts = [self._combined([point], multipliers)[0] for point in points]
        added = coefficients(self.bases, parts)[:, built > 0]
        bounds = _bound(np.array([part.constant for part in parts]), np.array([part.size for part in parts]), added)
        bounds[[not part.valid for part in parts]] = -np.inf
        bounds[[bool(built[~self[point].frame.admitted].any()) for point in points]] = np.inf
        return bounds

    def plans(self, point: GridPoint, multipliers: Multipliers) -> tuple[Array, Array, float]:
        """Return what each plan, and each district left shut, adds to the bound beyond the least of the district.

        [plan], [district] and the bound itself.
        """
        (part,), here = self._combined([point], multipliers), self[point].frame
        total, plans = coefficients(self.bases, [part])[0], np.flatnonzero(here.admitted)
        least = least_by_district(total[None, plans], self.rollout.district[plans], here.must_open)[0]
        beyond = np.where(here.admitted, total - least[self.rollout.district], np.inf)
        bound = _bound(np.array([part.constant]), np.array([part.size]), least[None])[0] if part.valid else -np.inf
        return beyond, np.where(here.must_open, np.inf, -least), float(bound)


def _bound(constant: Array, size: Array, added: Array) -> Array:
    """Put bounds together, less what rounding may have added; ``added`` is what plans add [contract, plan]; [contract].

    Infinite where a district that must open has no plan.
    """
    together = added.sum(axis=1)
    rounding = np.where(np.isinf(together), 0.0, ROUNDING * (size + np.abs(added).sum(axis=1)))
    return np.asarray(constant + together - rounding)


def least_by_district(total: Array, district: Places, must_open: Flags) -> Array:
    """Return the least that each district adds: one of its plans, or nothing where it may stay shut.

    ``total`` is [contract, plan], with plans district by district; infinite where a district that must open has none;
    [contract, district].
    """
    least = np.full((len(total), len(must_open)), np.inf)
    starts = np.flatnonzero(np.diff(district, prepend=-1))
    if len(starts):
        least[:, district[starts]] = np.minimum.reduceat(total, starts, axis=1)
    return np.where(must_open, least, np.minimum(0.0, least))


def repaired(contract: Flat, multipliers: Multipliers) -> Mapping[RowName, float]:
    """Return multipliers under which the columns that rules bring stay out of the bound.

    The start of the tail is free, so the multipliers of its rows add up to its cost; what compensation exceeds its cost
    by counts no more than the support limit makes of it.
    """
    of_row = multipliers.of_row
    brought = {item.name for item in contract.frame.brought}
    if TAIL_START in brought:
        of_row = _tail(contract, of_row, is_ray=multipliers.is_ray)
    if SHORTFALL in brought:
        of_row = _shortfall(contract, of_row, is_ray=multipliers.is_ray)
    if ABOVE_COST in brought:
        of_row = _above_cost(contract, of_row)
    return of_row


def _tail(contract: Flat, of_row: Mapping[RowName, float], *, is_ray: bool) -> Mapping[RowName, float]:
    rollout = contract.frame.here.rollout
    names = [("objective", scenario.name) for scenario in rollout.scenarios]
    if is_ray:
        return {name: value for name, value in of_row.items() if name not in names}
    settings = contract.frame.here.case.settings
    most = settings.risk_aversion / (1 - settings.risk_tail) * rollout.probability
    weights = np.minimum(most, [of_row.get(name, 0.0) for name in names])
    short, room = settings.risk_aversion - float(weights.sum()), most - weights
    # What is missing goes where there is room, what is too much comes off everything.
    if short > 0 and room.sum() > 0:
        weights = weights + short * room / room.sum()
    elif weights.sum() > 0:
        weights = weights * (settings.risk_aversion / weights.sum())
    return {**of_row, **dict(zip(names, weights.tolist(), strict=True))}


def _shortfall(contract: Flat, of_row: Mapping[RowName, float], *, is_ray: bool) -> Mapping[RowName, float]:
    """No requirement that may fall short weighs more than its shortfall does, which in a ray is nothing."""
    units = contract.money[SHORTFALL][1:].max(axis=1, initial=0.0)
    weight = 0.0 if is_ray else 1.0
    most = {name: weight / unit for name, unit in zip(contract.names, units.tolist(), strict=True) if unit > 0}
    return {name: min(value, most.get(name, value)) for name, value in of_row.items()}


def _above_cost(contract: Flat, of_row: Mapping[RowName, float]) -> Mapping[RowName, float]:
    limit = of_row.get(("support_limit", ""), 0.0)
    row = contract.names.index(("support_limit", "")) + 1
    weights = -contract.money[ABOVE_COST][row] * limit
    result = dict(of_row)
    for year, most in zip(contract.frame.here.case.years, weights.tolist(), strict=True):
        name = ("support_limit", f"above cost {year}")
        if name in result:
            result[name] = min(result[name], most)
    return result
