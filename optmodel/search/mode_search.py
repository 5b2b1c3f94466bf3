"""The search for the best contract of a mode: best first over boxes of contracts, until none left can be better."""

import heapq
import math
import time
from collections.abc import Callable, Iterable, Sequence
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
from optmodel.rollout import Array, Rollout
from optmodel.rules import situation
from optmodel.search.bounds import Contracts
from optmodel.search.boxes import Axis, Box, boxes
from optmodel.search.foldings import Foldings
from optmodel.search.lifts import Lift
from optmodel.search.record import NO_LESS, Record, lacks_a_plan
from optmodel.search.rollouts import Contract, Found
from optmodel.search.twins import without_twins
from optmodel.solver import Limits, Outcome

# The part of the gap asked for that a search takes; the rest is left for what rounding of the signed amounts costs.
CLOSER = 0.8
# Two costs in scaled money are the same where they differ by no more than this.
SAME = 1e-8
# The first rollout, which others are to be cheaper than, may be this many times the gap from the best.
ROUGHLY = 50.0
# Time is short where it is less than that of so many linear programs.
SHORT = 100.0
# So many boxes are bounded at once.
TOGETHER = 8
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
    tried: dict[Box, frozenset[int]] = field(init=False)
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
        self.contracts = kept.elastic(self.elastic, self.scale) if self.elastic else kept.contracts
        self.open = dict.fromkeys(boxes(self.rollout, self.mode), -math.inf)
        self.tried = dict.fromkeys(self.open, frozenset[int]())

    def run(self) -> Searched:
        """Search until nothing that is left can be better by more than the gap, or time is over."""
        while self.open and self.ended:
            if self._is_over():
                self.ended = False
                break
            box = min(self.open, key=self._least)
            if self.open[box] >= self.target:
                break
            if len(self.tried[box]) < len(self.multipliers):
                self._weigh()
            else:
                self._look_at(box)
        bound = min([self.floor, *self.open.values()])
        outcome = Outcome.OPTIMAL if self.ended else Outcome.LIMIT
        if self.best is not None and self.ended and not self.elastic:
            self.best = self._earliest(self.best)
        if self.best is None:
            outcome = Outcome.INFEASIBLE if self.ended else Outcome.LIMIT
        certificate = self.record.certificate(self.open, self.multipliers)
        return Searched(outcome, self.best, bound, tuple(self.multipliers), certificate)

    def _is_over(self) -> bool:
        """Whether no time is left, or the user asked to stop."""
        limits = self.limits()
        return (limits.seconds is not None and limits.seconds <= 0) or (limits.stop is not None and limits.stop())

    def _least(self, box: Box) -> tuple[float, int, float]:
        """Boxes of which least is known come first."""
        return self.open[box], box.order, box.contract.revenue_share

    @property
    def target(self) -> float:
        """What a contract must cost less than to be of interest."""
        return math.inf if self.best is None else self.best.cost - self.room

    def _look_at(self, box: Box) -> None:
        """Bound a box better: by the linear program of a corner, by parting it, or by the proof of its one contract.

        Looked at first is the corner of which least is known: parted off where that is all there is to know of it.
        """
        lift = self.record.lifts.get(box)
        point, *others = box.corners if lift is None else lift.least_first(box)
        contract = self.looked_at.get(point)
        if contract is None:
            self._relax(point)
        elif not others:
            self._prove(box)
        elif contract.is_impossible or contract.bound - self.open[box] <= self._near(contract):
            axis = Axis.LEVEL if len(box.levels) > 1 else Axis.SHARE
            at_first = point.purchase_level == box.levels[0] if axis is Axis.LEVEL else point == box.contract
            self._part(box, axis, 1 if at_first else len(box.values(axis)) - 1, again=(contract.number,))
        elif others[0] not in self.looked_at:
            self._relax(others[0])
        else:
            axis = Axis.SHARE if point.purchase_level == others[0].purchase_level else Axis.LEVEL
            numbers = [self.looked_at[corner].number for corner in (point, others[0])]
            self._part(box, axis, len(box.values(axis)) // 2, again=numbers)

    def _near(self, contract: Contract) -> float:
        """How much less may be known of a contract for it to be as good as all."""
        return (SAME + self._gap_of(contract, 0.1)) * self.scale

    def _relax(self, point: GridPoint) -> None:
        """Solve the linear program of a contract, for multipliers to bound open boxes by.

        Where time is short the first that has a solution is rounded roughly, so that there is something.
        """
        contract, left = Contract(self.contracts, point, self.scale), self.limits().seconds
        started = time.monotonic()
        self.ended = contract.relax(self.limits())
        is_short = left is not None and (time.monotonic() - started) * SHORT > left
        self.looked_at[point] = contract
        if is_short and self.best is None and contract.multipliers is not None and not contract.is_impossible:
            self._take(contract.rounded(replace(self.limits(), gap=self._gap_of(contract, ROUGHLY))))
            contract.is_rounded = contract.is_solved = False  # to so rough a gap nothing is proven
        if contract.multipliers is None:
            return
        if not self.multipliers and not self.elastic:
            kept, self.record.twins = without_twins(self.open, self.contracts)
            self.open, self.tried = dict.fromkeys(kept, -math.inf), dict.fromkeys(kept, frozenset[int]())
        contract.number = len(self.multipliers)
        self.multipliers.append(contract.multipliers)

    def _weigh(self) -> None:
        """Bound the boxes of which least is known by the newest multipliers not yet tried on them."""
        untried = (box for box in self.open if len(self.tried[box]) < len(self.multipliers))
        batch = heapq.nsmallest(TOGETHER, (box for box in untried if self.open[box] < self.target), key=self._least)
        numbers = [max(set(range(len(self.multipliers))) - self.tried[box]) for box in batch]
        pairs = {(end, number): None for box, number in zip(batch, numbers, strict=True) for end in box.corners}
        values = self.contracts.values([(end, self.multipliers[number]) for end, number in pairs])
        value = dict(zip(pairs, values, strict=True))
        for box, number in zip(batch, numbers, strict=True):
            first, last = (
                (value[box.at(box.shares[0], level), number], value[box.at(box.shares[-1], level), number])
                for level in (box.levels[0], box.levels[-1])
            )
            self.tried[box] |= {number}
            self._lift(box, Lift(number, (first, last), self.multipliers[number].is_ray))

    def _lift(self, box: Box, lift: Lift) -> None:
        """Take bounds of an open box where they are more than is known; what they exclude is parted off."""
        cut = lift.cut(box, self.target)
        if cut is None:
            self._take_lift(box, lift)
            return
        for part in self._part(box, *cut):
            self._lift(part, lift.of_part(box, part))

    def _take_lift(self, box: Box, lift: Lift) -> None:
        if lift.bound > self.open[box]:
            self.open[box], self.record.lifts[box] = lift.bound, lift

    def _part(self, box: Box, axis: Axis, place: int, again: Iterable[int] = ()) -> tuple[Box, Box]:
        """Part an open box before the share or level at that place; of its parts at least as much is known.

        Multipliers of the numbers ``again`` are to be tried on the parts once more: they may say more of them.
        """
        del self.open[box]
        lift, tried, parts = self.record.lifts.get(box), self.tried.pop(box), box.parted(axis, place)
        for part in parts:
            self.open[part], self.tried[part] = -math.inf, tried - set(again)
            if lift is not None:
                self._take_lift(part, lift.of_part(box, part))
        return parts

    def _close(self, box: Box, bound: float) -> None:
        """Close a box, of which so much is known."""
        by_data = bound == math.inf and lacks_a_plan(self.contracts[box.contract])
        known = self.record.close(box, self.open.pop(box), bound, NO_LESS * self.scale, by_data=by_data)
        self.floor = min(self.floor, known)

    def _gap_of(self, contract: Contract, part: float) -> float:
        """A part of the gap asked for, in scaled money, by the gross cost of a contract's linear program."""
        return part * self._room(contract.point, contract.parts) / self.scale

    def _prove(self, box: Box) -> None:
        """Close a box of one contract by finding its best rollout, or that it has none of interest."""
        contract = self.looked_at[box.contract]
        if contract.is_impossible or contract.is_solved:
            self._close(box, contract.bound)
            return
        if not contract.is_rounded:
            self._take(contract.rounded(replace(self.limits(), gap=self._gap_of(contract, 1.0))))
            return
        gap = self._gap_of(contract, 1.0) if self.best is None else self.room / self.scale
        found, bound, done = contract.prove(self.target, replace(self.limits(), gap=gap))
        self._take(found)
        self._close(box, max(bound, contract.bound))
        self.ended = done

    def _take(self, found: Found | None) -> None:
        """Keep what is the best so far."""
        if found is not None:
            self.record.costs_at(found.point, found.cost)
        if found is not None and (self.best is None or found.cost < self.best.cost):
            self.best, self.room = found, self._room(found.point, found.built)

    def _room(self, point: GridPoint, built: Array) -> float:
        """What of the gap a search takes, in money, where plans [plan] are the answer."""
        return CLOSER * self.gap * (1.0 if self.elastic else self.gross(point, built))

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
            changes: list[dict[str, Any]] = [{name: value} for value in before[:TRIES]]
            for point in self._no_dearer([replace(best.point, **change) for change in changes], best):
                cost = Contract(self.contracts, point, self.scale).cost_of(best.built, self.limits())
                if cost <= most:
                    best = replace(best, point=point, cost=cost)
                    break
        return best

    def _no_dearer(self, points: Sequence[GridPoint], best: Found) -> list[GridPoint]:
        """Return the contracts under which its rollout is not proven, by the multipliers of the best, to cost more."""
        multipliers = self.looked_at[best.point].multipliers if best.point in self.looked_at else None
        if multipliers is None:
            return list(points)
        bounds = self.contracts.least_costs([(point, multipliers) for point in points], best.built)
        alone = self.contracts.least_costs([(point, Multipliers({})) for point in points], best.built)
        bounds = list(map(max, bounds, alone))
        return [point for point, bound in zip(points, bounds, strict=True) if bound <= best.cost + SAME * self.scale]

    def gross(self, point: GridPoint, built: Array) -> float:
        """Gross cost of plans [plan]: build, renewal and operation, expected present value at the government's rate."""
        here, settings = situation(self.rollout, point), self.rollout.case.settings
        weights = self.rollout.discounting(settings.government_rate)
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
