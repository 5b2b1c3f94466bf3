"""The best rollout of one contract: its linear program, a rollout rounded from it, and the proof of what remains."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from optmodel.certificate import Multipliers
from optmodel.contract import GridPoint
from optmodel.rollout import Array, Flags
from optmodel.rollout.plans import Places
from optmodel.search.bounds import Contracts
from optmodel.search.boxes import Box
from optmodel.search.eased import eased, prices
from optmodel.search.exchanges import Exchanges, choices
from optmodel.search.program import Prepared, gathered, prepared, program
from optmodel.search.sifted import SURE, sifted
from optmodel.solver import DEAR, DEAR_FOR_FEW, RESTARTS, Limits, Outcome, Solution, relaxed, solve

# A rounded rollout is looked for among so many plans beyond one for each district: few at first, then more.
PLANS = (60, 400)
# It is looked for in so many nodes: more find hardly better ones.
NODES = 1
# So many districts are few: exchanges find there what the solver finds by smaller programs of its own.
FEW = 100
# A proof that takes more nodes than this is hard. Exchanges look so many times as long for something better then, and
# it begins again from the best, in so many threads at least, which take what cores have nothing else to do and search
# the same whether there are any.
EASY, PATIENCE, HARD_THREADS = 200, 10.0, 2
# A bound of support is left out where breaking it would cost more than so many times the gap asked for, and something.
AWAY, SOME = 5.0, 1e-6
# Exchanges take gaps below this part of the bound, or of a unit of scaled money, for as much.
LEAST_GAP = 1e-6
# What a plan adds to a bound beyond its district's least is above this part of the bound, or it is nothing.
NEGLIGIBLE = 1e-9


@dataclass(frozen=True, slots=True)
class Found:
    """A rollout of a contract [plan] and what it costs, in money, by the rules' own account.

    ``money`` are the columns of money: support above its least, then what rules bring.
    """

    point: GridPoint
    built: Array
    cost: float
    money: Array


class Contract:
    """One contract of the grid, looked at closely."""

    def __init__(self, contracts: Contracts, point: GridPoint, scale: float) -> None:
        """Work out its rows."""
        self.contracts, self.point, self.scale = contracts, point, scale
        self.rows: Prepared = prepared(contracts.fold(point), scale)
        self.multipliers: Multipliers | None = None
        self.beyond: Array | None = None
        self.if_shut = np.zeros(0)
        self.bound = self.proven = -np.inf  # by multipliers, and by all that was tried
        self.parts = np.zeros(contracts.rollout.size)
        self.values, self.dual = np.zeros(0), np.zeros(0)  # of the columns and rows of the linear program
        self.price = np.zeros(0)  # of the columns of support
        self.is_rounded = self.is_solved = self.is_hard = False

    @property
    def is_impossible(self) -> bool:
        """Whether no rollout meets its rows, even one in parts."""
        return bool(np.isposinf(self.bound))

    def relax(self, limits: Limits) -> bool:
        """Solve its linear program, and say whether that was done in time.

        Afterwards ``multipliers`` are those of its rows or of a ray, if there are any, ``bound`` is what they prove,
        ``beyond`` what each plan adds to it [plan], and ``if_shut`` what each district does that is not opened.
        """
        if self.is_shut():
            self.multipliers, self.bound = Multipliers({}), np.inf  # any say so
            return True
        solution = sifted(self.rows, limits)
        if solution.outcome is Outcome.INFEASIBLE:
            self.multipliers = None if solution.ray is None else self._ray(solution.ray)
            self.bound = np.inf
            return True
        if solution.dual is None or solution.values is None:
            return False
        self.multipliers = Multipliers(self._of_rows(solution.dual, self.scale))
        self.beyond, self.if_shut, self.bound = self.contracts.plans(self.point, self.multipliers)
        self.parts[self.rows.plan] = solution.values[: len(self.rows.plan)]
        self.values, self.dual = solution.values, solution.dual
        self.price = prices(self.rows, solution.dual)
        return True

    def is_shut(self, kept: Places | None = None) -> bool:
        """Whether a district that must open has no plan (among those kept)."""
        plans = self.rows.plan if kept is None else self.rows.plan[kept]
        opened = np.zeros(len(self.rows.folded.frame.must_open), dtype=bool)
        opened[self.rows.folded.frame.here.rollout.district[plans]] = True
        return bool((self.rows.folded.frame.must_open & ~opened).any())

    def _ray(self, values: Array) -> Multipliers | None:
        """Return the multipliers of a ray, such that it finds 1 to be lacking here.

        ``None`` where that is so little beside what its rows add up that not everyone who adds it up would find it.
        """
        ray = Multipliers(self._of_rows(values, 1.0), is_ray=True)
        lacking = float(self.contracts.values([(Box.alone(self.point), ray)])[0][0])
        least = SURE * float(np.maximum(0.0, values[: len(self.rows.folded.rows)]).sum())
        if not least < lacking < np.inf:
            return None
        return Multipliers({name: value / lacking for name, value in ray.of_row.items()}, is_ray=True)

    def _of_rows(self, values: Array, scale: float) -> Mapping[tuple[str, str], float]:
        """Return multipliers of raw rows from those of the program's; a row of support bounds has none."""
        count = len(self.rows.folded.rows)
        raw = np.maximum(0.0, values[:count]) / self.rows.size[:count] * scale
        return {name: float(value) for name, value in zip(self.rows.names[:count], raw, strict=True) if value > 0}

    def rounded(self, limits: Limits) -> Found | None:
        """Look for a good rollout: by exchanges, and where they find none by a program over few plans.

        These are the plans that the linear program holds for nearly as good as any. Where that are all of them, and the
        search for a rollout ends by itself, the contract is solved and its bound known.
        """
        assert self.beyond is not None
        self.is_rounded = True
        began, districts = time.monotonic(), len(self.if_shut)
        order = np.argsort(self.beyond[self.rows.plan], kind="stable")
        if len(order) > PLANS[0] + districts:
            found = self._exchanged(limits)
            if found is not None:
                return found
        for more in PLANS:
            kept = np.sort(order[: more + districts])
            left = None if limits.seconds is None else limits.seconds - (time.monotonic() - began)
            found, bound, done = self._best(kept, replace(limits, nodes=NODES, seconds=left))
            if done and len(kept) == len(order):
                self.is_solved, self.bound = True, max(self.bound, bound)
            if found is not None or len(kept) == len(order):
                return found
        return None

    def rounded_again(self, limits: Limits) -> Found | None:
        """Look longer for a good rollout, for a proof that turned out hard: it has to look at fewer plans then."""
        self.is_hard = True
        return self._exchanged(limits, PATIENCE)

    def _exchanged(self, limits: Limits, patience: float = 1.0) -> Found | None:
        """Look for a good rollout by exchanges, and price it; none where plans cost nothing by themselves."""
        assert self.beyond is not None
        if not self.rows.cost[: len(self.rows.plan)].any():
            return None
        bound, beyond, if_shut = self.bound / self.scale, self.beyond[self.rows.plan], self.if_shut / self.scale
        here = choices(self.rows, self.values, self.dual, beyond / self.scale, if_shut)
        exchanges = Exchanges(here, len(if_shut), max(limits.gap, LEAST_GAP * max(1.0, abs(bound))))
        until = time.monotonic() + (np.inf if limits.seconds is None else limits.seconds)

        def is_over() -> bool:
            return time.monotonic() >= until or (limits.stop is not None and limits.stop())

        found = [plans for _, plans in exchanges.found(bound, bound + limits.gap, is_over, patience)]
        for plans in reversed(found):
            built = np.zeros(self.contracts.rollout.size)
            built[self.rows.plan[plans]] = 1.0
            left = None if limits.seconds is None else until - time.monotonic()
            priced = self._supported(built, replace(limits, seconds=left))
            if priced is not None:
                return priced
        return None

    def prove(self, target: float, limits: Limits) -> tuple[Found | None, float, bool]:
        """Find a rollout cheaper than ``target`` or prove that there is none: what was found, a bound, if done in time.

        Plans that alone lift the bound to the target are left out: no cheaper rollout has one. Districts that do so
        where they are left shut are opened. Where it is not known to be hard it is given up after some nodes.
        """
        assert self.beyond is not None
        most = target + NEGLIGIBLE * abs(target)
        kept = np.flatnonzero(self.bound + self.beyond[self.rows.plan] < most)
        opened = self.bound + self.if_shut >= most
        without = DEAR_FOR_FEW if len(self.if_shut) <= FEW else DEAR
        limits = replace(limits, cutoff=target / self.scale, without=without, nodes=None if self.is_hard else EASY)
        if self.is_hard:
            limits = replace(limits, threads=max(HARD_THREADS, limits.threads), without=(*without, *RESTARTS))
        found, bound, done = self._best(kept, limits, opened)
        self.proven = max(self.proven, self.bound, min(bound, target))  # also where it is given up
        return found, self.proven, done

    def cost_of(self, built: Array, limits: Limits) -> float:
        """What a rollout [plan] costs under the contract with support at its cheapest; infinite where none will do."""
        found = self._supported(built, limits)
        return np.inf if found is None else found.cost

    def _supported(self, built: Array, limits: Limits) -> Found | None:
        """Place the support of a rollout [plan] at its cheapest; ``None`` where none will do."""
        kept = np.flatnonzero(built[self.rows.plan] > 0)
        if len(kept) < np.count_nonzero(built) or self.is_shut(kept):
            return None
        opened = relaxed(program(self.rows, kept))
        opened.column_lower[: len(kept)] = 1.0
        solution = solve(opened, replace(limits, gap=0.0, as_stated=True))
        return None if solution.values is None else self._found(kept, solution, solution.values[len(kept) :])

    def _best(self, kept: Places, limits: Limits, opened: Flags | None = None) -> tuple[Found | None, float, bool]:
        """Solve over some of the plans: the best found, the bound among them, and whether that was done in time.

        ``opened`` are districts [district] that any answer of interest opens.

        Bounds of support that a good answer is likely to keep are left out; those that one breaks are put back. Where
        no time is left for that, the rollout is taken with the support that it can have.
        """
        if self.is_shut(kept):
            return None, np.inf, True
        district = self.contracts.rollout.district[self.rows.plan[kept]]
        needed, began, bound = np.zeros(len(self.rows.table), dtype=bool), time.monotonic(), -np.inf
        limits = replace(limits, as_stated=True)  # what gathering wrote apart would be put together again
        while True:
            here = eased(self.rows, self.price, self.parts[self.rows.plan], max(SOME, AWAY * limits.gap), needed)
            left = None if limits.seconds is None else limits.seconds - (time.monotonic() - began)
            solution = solve(gathered(program(here.rows, kept, opened), district), replace(limits, seconds=left))
            done = solution.outcome is not Outcome.LIMIT
            bound = max(bound, solution.bound * self.scale)  # a program that lacks rows asks for less
            if solution.values is None:
                return None, bound, done
            money = here.paid(solution.values, kept)
            broken, found = here.broken(solution.values, money, kept), self._found(kept, solution, money)
            if not len(broken):
                return found, bound, done
            if not done:
                return self._supported(found.built, Limits(threads=limits.threads)), bound, done
            needed[broken] = True

    def _found(self, kept: Places, solution: Solution, money: Array) -> Found:
        assert solution.values is not None
        built = np.zeros(self.contracts.rollout.size)
        built[self.rows.plan[kept]] = np.round(solution.values[: len(kept)])
        return Found(self.point, built, solution.objective * self.scale, money * self.scale)
