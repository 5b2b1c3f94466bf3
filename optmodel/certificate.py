"""How the bound of a mode is known: which multipliers prove it for which contracts, and where the solver is believed.

For any multipliers of the rows, at least 0, the objective less the rows so weighed is least where each district takes
its own cheapest plan: whoever has the multipliers can work that bound out again without a solver.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from optmodel.contract import GridPoint

RowName = tuple[str, str]


class KnownBy(StrEnum):
    """How the bound of contracts is known."""

    MULTIPLIERS = "multipliers"  # they bound the cost
    RAY = "ray"  # multipliers under which the rows ask for more than there can be: impossible
    DATA = "data"  # a district that must open has no plan: impossible
    SOLVER = "solver"  # the solver's word on the rollouts that multipliers left
    NOTHING = "nothing"  # not looked at before the search ended


@dataclass(frozen=True, slots=True)
class Multipliers:
    """Multipliers of raw rows by name, at least 0; those of a ray are such that an infeasible program asks too much."""

    of_row: Mapping[RowName, float]
    is_ray: bool = False


@dataclass(frozen=True, slots=True)
class ProvenBox:
    """Contracts that differ in the share of turnover alone, from that of ``first`` to ``share_most``, and their bound.

    The bound is money before rounding; infinite where they are impossible. ``multipliers`` is the place of those that
    prove it, or of those that prove the most where the solver's word is more.
    """

    first: GridPoint
    share_most: float
    bound: float
    known_by: KnownBy
    multipliers: int | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """The boxes of a mode, which hold every contract of it, and the multipliers they need.

    ``rounding_saves`` is the most that signing in whole steps may save beside a bound before rounding. ``costs`` are
    those of the rollouts that were found on the way, before rounding, by contract.
    """

    multipliers: tuple[Multipliers, ...]
    boxes: tuple[ProvenBox, ...]
    rounding_saves: float = 0.0
    costs: Mapping[GridPoint, float] = field(default_factory=dict)

    @property
    def bound(self) -> float:
        """What no contract of the mode costs less than, before rounding; infinite where all are impossible."""
        return min((box.bound for box in self.boxes), default=math.inf)
