"""Bounds of many contracts at once from the multipliers of a few, and the proof that a contract is impossible."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from optmodel.certificate import Multipliers, RowName
from optmodel.contract import GridPoint
from optmodel.rollout import Array, Flags, Rollout
from optmodel.rollout.plans import Places
from optmodel.rules.objective import TAIL_START
from optmodel.rules.support_limit import ABOVE_COST
from optmodel.search.elastic import SHORTFALL
from optmodel.search.flat import BaseTable, Combined, Flat, coefficients, combined, least_of_districts
from optmodel.search.folded import Folded

# So many contracts are worked out in one multiplication of matrices.
CHUNK = 128
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

    def bounds(self, pairs: Sequence[tuple[GridPoint, Multipliers]]) -> list[float]:
        """Return a valid bound of each contract by the multipliers beside it, in money; infinite: proven impossible."""
        values = zip(self.values(pairs), pairs, strict=True)
        return [(math.inf if value > 0 else -math.inf) if item.is_ray else value for value, (_, item) in values]

    def values(self, pairs: Sequence[tuple[GridPoint, Multipliers]]) -> list[float]:
        """Return what multipliers make of each contract: a bound of its cost, or of what a ray finds it to lack.

        A contract is impossible where a ray finds more than nothing. What is returned is concave in the share of
        turnover as long as the same services are sold and the same support is allowed.
        """
        found: list[float] = []
        for first in range(0, len(pairs), CHUNK):
            found += self._chunk(pairs[first : first + CHUNK])
        return found

    def _chunk(self, pairs: Sequence[tuple[GridPoint, Multipliers]]) -> list[float]:
        contracts = [self[point] for point, _ in pairs]
        parts = [
            self._combined(contract, multipliers) for contract, (_, multipliers) in zip(contracts, pairs, strict=True)
        ]
        total = coefficients(self.bases, parts)
        admitted = np.stack([item.frame.admitted for item in contracts])
        districts = least_of_districts(total, admitted, self.rollout.district, contracts[0].frame.must_open)
        return [_bound(part, least) for part, least in zip(parts, districts.tolist(), strict=True)]

    def _combined(self, contract: Flat, multipliers: Multipliers) -> Combined:
        if not self.may_lack:
            return combined(contract, repaired(contract, multipliers), ray=multipliers.is_ray)
        # What rules fall short by is all that counts: 1 for a part, in a ray nothing, and no row may weigh more.
        most = {rule: 0.0 if multipliers.is_ray else 1.0 / part for rule, part in self.may_lack.items()}
        kept = {name: min(value, most.get(name[0], value)) for name, value in multipliers.of_row.items()}
        return combined(contract, repaired(contract, Multipliers(kept, is_ray=True)), ray=True)

    def least_costs(self, pairs: Sequence[tuple[GridPoint, Multipliers]], built: Array) -> list[float]:
        """Return a valid bound of what one rollout [plan] costs under each contract, by the multipliers beside it."""
        contracts = [self[point] for point, _ in pairs]
        parts = [self._combined(contract, item) for contract, (_, item) in zip(contracts, pairs, strict=True)]
        plans = coefficients(self.bases, parts) @ built
        return [
            math.inf if built[~contract.frame.admitted].any() else _bound(part, added)
            for contract, part, added in zip(contracts, parts, plans.tolist(), strict=True)
        ]

    def plans(self, point: GridPoint, multipliers: Multipliers) -> tuple[Array, Array, float]:
        """Return what each plan, and each district left shut, adds to the bound beyond the least of the district.

        [plan], [district] and the bound itself.
        """
        contract = self[point]
        part = self._combined(contract, multipliers)
        total = coefficients(self.bases, [part])
        here = contract.frame
        least = least_by_district(total[0], here.admitted, self.rollout.district, here.must_open)
        bound = part.constant + float(least.sum())
        beyond = np.where(here.admitted, total[0] - least[self.rollout.district], np.inf)
        return beyond, np.where(here.must_open, np.inf, -least), bound


def _bound(part: Combined, districts: float) -> float:
    """Put a bound together, less what rounding may have added; ``districts`` is what the least plans add."""
    if math.isinf(districts):
        return math.inf  # a district that must open has no plan
    return part.constant + districts - ROUNDING * (part.size + abs(districts)) if part.valid else -math.inf


def least_by_district(total: Array, admitted: Flags, district: Places, must_open: Flags) -> Array:
    """Return the least that each district adds: one of its plans, or nothing where it may stay shut; [district]."""
    least = np.full(len(must_open), np.inf)
    np.minimum.at(least, district, np.where(admitted, total, np.inf))
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
