"""The search for the best contract of a mode: best first over boxes of contracts, until none left can be better."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from optmodel.case import Mode
from optmodel.certificate import Certificate, Multipliers
from optmodel.contract import (
    GridPoint,
    outsourcings,
    purchase_levels,
    revenue_shares,
    tariff_levels,
    term_lengths,
)
from optmodel.finance import discount_factors
from optmodel.rollout import Array, Rollout
from optmodel.rules import situation
from optmodel.search.bounds import Contracts
from optmodel.search.boxes import Box, boxes
from optmodel.search.elastic import elastic, stretched
from optmodel.search.foldings import Foldings
from optmodel.search.record import NO_LESS, Record, lacks_a_plan
from optmodel.search.rollouts import Contract, Found
from optmodel.solver import Limits, Outcome

# The part of the gap asked for that a search takes; the rest is left for what rounding of the signed amounts costs.
CLOSER = 0.8
# Two costs in scaled money are the same where they differ by no more than this.
SAME = 1e-8
# So many earlier values of a term are asked whether they cost the same.
TRIES = 12


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search found: the best rollout, the least bound of all that was not excluded, how it ended and knew."""

    outcome: Outcome
    found: Found | None
    bound: float
    multipliers: tuple[Multipliers, ...]
    certificate: Certificate


@dataclass
class Search:
    """The state of a search in one mode; money is present value, ``gap`` a part of the gross cost of the best.

    With ``elastic`` rules that may fall short it is how much they do that is least, and ``gap`` is an amount.
    """

    foldings: Foldings
    mode: Mode
    scale: float
    gap: float
    limits: Callable[[], Limits]
    elastic: tuple[str, ...] = ()
    rollout: Rollout = field(init=False)
    contracts: Contracts = field(init=False)
    open: dict[Box, float] = field(init=False)
    multipliers: list[Multipliers] = field(default_factory=list)
    looked_at: dict[GridPoint, Contract] = field(default_factory=dict)
    record: Record = field(default_factory=Record)
    best: Found | None = None
    room: float = 0.0
    floor: float = math.inf
    ended: bool = True

    def __post_init__(self) -> None:
        """Open every box of the mode, of whose contracts nothing is known."""
        self.rollout, kept = self.foldings.rollout, self.foldings
        self.contracts = Contracts(self.rollout, kept.bases, kept.folded, kept.flat)
        if self.elastic:
            rules, scale = self.elastic, self.scale
            self.contracts.fold = lambda point: elastic(kept.folded(point), rules, scale)
            self.contracts.flatten = lambda point: stretched(kept.flat(point), rules, scale)
        self.open = dict.fromkeys(boxes(self.rollout, self.mode), -math.inf)

    def run(self) -> Searched:
        """Search until nothing that is left can be better by more than the gap, or time is over."""
        while self.open and self.ended:
            box = min(self.open, key=lambda item: (self.open[item], item.order, item.contract.revenue_share))
            if self.open[box] >= self.target:
                break
            self._look_at(box)
        bound = min([self.floor, *self.open.values()])
        outcome = Outcome.OPTIMAL if self.ended else Outcome.LIMIT
        if self.best is not None and self.ended and not self.elastic:
            self.best = self._earliest(self.best)
        if self.best is None:
            outcome = Outcome.INFEASIBLE if self.ended else Outcome.LIMIT
        certificate = self.record.certificate(self.open, self.multipliers)
        return Searched(outcome, self.best, bound, tuple(self.multipliers), certificate)

    @property
    def target(self) -> float:
        """What a contract must cost less than to be of interest."""
        return math.inf if self.best is None else self.best.cost - self.room

    def _look_at(self, box: Box) -> None:
        """Bound a box better: by the linear program of an end, by parting it, or by the proof of its one contract.

        Before it is parted or closed a rollout is rounded for the better of its ends.
        """
        fresh = [point for point in box.ends if point not in self.looked_at]
        if fresh:
            self._relax(fresh[-1] if len(self.looked_at) % 2 else fresh[0])
            return
        better = min((self.looked_at[point] for point in box.ends), key=lambda contract: contract.bound)
        if not better.is_rounded and not better.is_impossible:
            room = 0.0 if self.elastic else self.gap * self.gross(better.point, better.parts)
            self._take(better.rounded(replace(self.limits(), gap=room / self.scale / 2)))
        elif len(box.shares) > 1:
            del self.open[box]
            for half in box.halves():
                self.open[half] = -math.inf
                bound, number = self._best_bound(half)
                self._lift(half, bound, number)
        else:
            self._prove(box)

    def _relax(self, point: GridPoint) -> None:
        """Solve the linear program of a contract, and bound all open boxes by its multipliers."""
        contract = Contract(self.contracts, point, self.scale)
        self.ended = contract.relax(self.limits())
        self.looked_at[point] = contract
        multipliers = contract.multipliers
        if multipliers is None:
            self._exclude(point)
            return
        if not self.multipliers:
            self._drop_twins()
        self.multipliers.append(multipliers)
        listed = [box for box, bound in self.open.items() if bound < self.target]
        points = list(dict.fromkeys(point for box in listed for point in box.ends))
        bounds = dict(zip(points, self.contracts.bounds([(item, multipliers) for item in points]), strict=True))
        for box in listed:
            self._lift(box, min(bounds[item] for item in box.ends), len(self.multipliers) - 1)

    def _lift(self, box: Box, bound: float, number: int) -> None:
        """Take a bound of an open box, by the multipliers of that number, where it is more than is known."""
        if bound > self.open[box]:
            self.open[box], self.record.lifted_by[box] = bound, number

    def _close(self, box: Box, bound: float) -> None:
        """Close a box, of which so much is known."""
        by_data = bound == math.inf and lacks_a_plan(self.contracts[box.contract])
        known = self.record.close(box, self.open.pop(box), bound, NO_LESS * self.scale, by_data=by_data)
        self.floor = min(self.floor, known)

    def _drop_twins(self) -> None:
        """Close boxes that no rollout can tell from an earlier one: of equal contracts the earlier is signed."""
        known: dict[object, Box] = {}
        for box in sorted(self.open, key=lambda item: item.order):
            ends = tuple(self.contracts[point].signature for point in box.ends)
            earlier = known.setdefault((ends, box.shares if ends[0] != ends[-1] else ()), box)
            if earlier is not box:
                del self.open[box]
                self.record.twins[box] = earlier

    def _exclude(self, point: GridPoint) -> None:
        """Close boxes of one contract that is impossible without multipliers that say so."""
        if self.looked_at[point].is_impossible:
            for box in [box for box in self.open if box.ends == (point,)]:
                self._close(box, math.inf)

    def _best_bound(self, box: Box) -> tuple[float, int]:
        """Bound a box by those of all multipliers whose lesser bound of its ends is the highest; also say which."""
        ends = [self.contracts.bounds([(point, item) for item in self.multipliers]) for point in box.ends]
        lesser: list[float] = [min(bounds) for bounds in zip(*ends, strict=True)]
        number = max(range(len(lesser)), key=lesser.__getitem__, default=0)
        return (lesser[number], number) if lesser else (-math.inf, 0)

    def _prove(self, box: Box) -> None:
        """Close a box of one contract by finding its best rollout, or that it has none of interest."""
        contract = self.looked_at[box.contract]
        if contract.is_impossible or contract.is_solved:
            self._close(box, contract.bound)
            return
        found, bound, done = contract.prove(self.target, replace(self.limits(), gap=self.room / self.scale))
        self._take(found)
        self._close(box, max(bound, contract.bound))
        self.ended = done

    def _take(self, found: Found | None) -> None:
        """Keep what is the best so far."""
        if found is not None:
            self.record.costs_at(found.point, found.cost)
        if found is not None and (self.best is None or found.cost < self.best.cost):
            self.best = found
            self.room = CLOSER * self.gap * (1.0 if self.elastic else self.gross(found.point, found.built))

    def _earliest(self, best: Found) -> Found:
        """Return a contract earlier in the grid under which the rollout of the best costs no more, if there is one.

        Each term in turn is tried at earlier values, the others as they are.
        """
        most, case = best.cost + SAME * self.scale, self.rollout.case
        values: dict[str, tuple[Any, ...]] = {
            "outsourced": outsourcings(case, self.mode),
            "tariff_level": tariff_levels(case, self.mode),
            "term_years": tuple(term_lengths(case, self.mode)),
            "revenue_share": revenue_shares(case, self.mode),
            "purchase_level": purchase_levels(case, self.mode),
        }
        for name, listed in values.items():
            before = listed[: listed.index(getattr(best.point, name))]
            for value in before[:TRIES]:
                changed: dict[str, Any] = {name: value}
                point = replace(best.point, **changed)
                cost = Contract(self.contracts, point, self.scale).cost_of(best.built, self.limits())
                if cost <= most:
                    best = replace(best, point=point, cost=cost)
                    break
        return best

    def gross(self, point: GridPoint, built: Array) -> float:
        """Gross cost of plans [plan]: build, renewal and operation, expected present value at the government's rate."""
        here, settings = situation(self.rollout, point), self.rollout.case.settings
        weights = discount_factors(settings.government_rate, self.rollout.horizon, settings.flows_at)
        dear = {
            name: float(self.rollout.probability @ self.rollout.scenario_factor(name))
            for name in ("build", "operation")
        }
        flows: dict[str, Array] = {
            "build": dear["build"] * weights,
            "renewal": dear["build"] * weights,
            "operation": dear["operation"] * weights,
        }
        return float(here.series.weighted(flows) @ built)
