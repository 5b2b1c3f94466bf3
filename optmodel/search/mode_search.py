"""The search for the best contract of a mode: best first over boxes of contracts, until none left can be better."""

import heapq
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

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
from optmodel.search.boxes import boxes
from optmodel.search.foldings import Foldings
from optmodel.search.knowledge import Knowledge
from optmodel.search.record import Record
from optmodel.search.rollouts import Contract, Found
from optmodel.search.twins import without_twins
from optmodel.solver import Limits, Outcome

# The part of the gap asked for that a search takes; the rest is left for what rounding of the signed amounts costs.
CLOSER = 0.8
# Two costs in scaled money are the same where they differ by no more than this.
SAME = 1e-8
# The first rollout, which others are to be cheaper than, may be this many times the gap from the best.
ROUGHLY = 50.0
# A bound by multipliers that is less than the solver's by no more than this, in scaled money, stands in its place: what
# is taken off it for rounding is less.
NO_LESS = 3e-6
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
    boxes: list[Knowledge] = field(init=False)
    multipliers: list[Multipliers] = field(default_factory=list)
    looked_at: dict[GridPoint, Contract] = field(default_factory=dict)
    record: Record = field(default_factory=Record)
    best: Found | None = None
    room: float = 0.0
    floor: float = math.inf
    ended: bool = True

    def __post_init__(self) -> None:
        """Begin with every box of the mode, of whose contracts nothing is known."""
        self.rollout, kept = self.foldings.rollout, self.foldings
        self.contracts = kept.elastic(self.elastic, self.scale) if self.elastic else kept.contracts
        self.boxes = [Knowledge(box) for box in boxes(self.rollout, self.mode)]

    def run(self) -> Searched:
        """Search until nothing that is left can be better by more than the gap, or time is over."""
        while self.ended:
            known = self._next()
            if known.least >= self.target:
                break
            if self._is_over():
                self.ended = False
                self._give_up(known)
            elif len(known.tried) < len(self.multipliers):
                self._weigh(known)
            elif known.contract in self.looked_at:
                self._prove(known)
            else:
                self._relax(known.contract if known.next in self.looked_at else known.next)
        bound = min([self.floor, *(known.least for known in self.boxes)])
        outcome = Outcome.OPTIMAL if self.ended else Outcome.LIMIT
        if self.best is not None and self.ended and not self.elastic:
            self.best = self._earliest(self.best)
        if self.best is None:
            outcome = Outcome.INFEASIBLE if self.ended else Outcome.LIMIT
        certificate = self.record.certificate(self.boxes, self.multipliers)
        return Searched(outcome, self.best, bound, tuple(self.multipliers), certificate)

    def _next(self) -> Knowledge:
        """The box to look at: one in the middle of those with contracts of which nothing is known, then the least."""
        unknown = [known for known in self.boxes if known.least == -math.inf]
        return unknown[len(unknown) // 2] if unknown else min(self.boxes, key=lambda known: known.key)

    def _is_over(self) -> bool:
        """Whether no time is left, or the user asked to stop."""
        limits = self.limits()
        return (limits.seconds is not None and limits.seconds <= 0) or (limits.stop is not None and limits.stop())

    @property
    def target(self) -> float:
        """What a contract must cost less than to be of interest."""
        return math.inf if self.best is None else self.best.cost - self.room

    def _relax(self, point: GridPoint) -> None:
        """Solve the linear program of a contract, for multipliers to bound all others by.

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
            kept, self.record.twins = without_twins((known.box for known in self.boxes), self.contracts)
            self.boxes = [Knowledge(box) for box in kept]
        self.multipliers.append(contract.multipliers)

    def _weigh(self, first: Knowledge) -> None:
        """Bound a box, and with it others of which least is known, by the newest multipliers not yet tried on them."""
        untried = (known for known in self.boxes if len(known.tried) < len(self.multipliers) and known is not first)
        of_interest = (known for known in untried if known.least < self.target)
        batch = [first, *heapq.nsmallest(TOGETHER - 1, of_interest, key=lambda known: known.key)]
        numbers = [max(set(range(len(self.multipliers))) - known.tried) for known in batch]
        weighed = [self.multipliers[number] for number in numbers]
        values = self.contracts.values([(known.box, item) for known, item in zip(batch, weighed, strict=True)])
        for known, number, item, made in zip(batch, numbers, weighed, values, strict=True):
            known.take(number, made, self.target, is_ray=item.is_ray)

    def _close(self, known: Knowledge, bound: float) -> None:
        """Close the contract of a box of which least is known, at a bound."""
        self.floor = min(self.floor, known.close(bound, NO_LESS * self.scale))

    def _give_up(self, known: Knowledge) -> None:
        """Close the contract of which least is known at what a proof that was to be begun again had proven."""
        contract = self.looked_at.get(known.contract)
        if contract is not None and contract.proven > known.least:
            self._close(known, contract.proven)

    def _gap_of(self, contract: Contract, part: float) -> float:
        """A part of the gap asked for, in scaled money, by the gross cost of a contract's linear program."""
        return part * self._room(contract.point, contract.parts) / self.scale

    def _prove(self, known: Knowledge) -> None:
        """Close the contract of which least is known by finding its best rollout, or that it has none of interest."""
        contract = self.looked_at[known.contract]
        if contract.is_impossible or contract.is_solved:
            self._close(known, contract.bound)
            return
        if not contract.is_rounded:
            self._take(contract.rounded(replace(self.limits(), gap=self._gap_of(contract, 1.0))))
            return
        gap = self._gap_of(contract, 1.0) if self.best is None else self.room / self.scale
        found, bound, done = contract.prove(self.target, replace(self.limits(), gap=gap))
        self._take(found)
        if not done and not contract.is_hard and not self._is_over():
            self._take(contract.rounded_again(replace(self.limits(), gap=gap)))
            return  # and is asked again
        self._close(known, max(bound, contract.bound))
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
        if multipliers is None or not points:
            return list(points)
        bounds = [self.contracts.least_costs(points, item, best.built) for item in (multipliers, Multipliers({}))]
        cheap = np.maximum(*bounds) <= best.cost + SAME * self.scale
        return [point for point, is_cheap in zip(points, cheap.tolist(), strict=True) if is_cheap]

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
