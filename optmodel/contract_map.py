"""The contract map: for every term and share of turnover of a mode, what the best of the other terms costs at least."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from optmodel.case import Case
from optmodel.certificate import Certificate
from optmodel.contract import GRID_TOLERANCE, GridPoint, revenue_shares, term_lengths


class Known(StrEnum):
    """What is known of a place on the map."""

    COST = "cost"  # what the best other terms cost, to within the gap asked for
    BOUND = "bound"  # what they cost at least: nobody looked closer, for it is dearer than the best
    IMPOSSIBLE = "impossible"
    NOTHING = "nothing"  # the search ended before


@dataclass(frozen=True, slots=True)
class Place:
    """One term and share of turnover of a mode; amounts are what is minimised, before rounding but for the chosen.

    ``cost`` is that of a rollout that was found there; ``bound`` is proven, infinite where nothing is possible.
    """

    mode: str
    term_years: int
    revenue_share: float
    bound: float
    cost: float | None
    known: Known
    chosen: bool = False

    @property
    def amount(self) -> float | None:
        """The figure to be shown: the cost where it is known, else the bound, if there is one."""
        if self.known is Known.COST:
            return self.cost
        return self.bound if self.known is Known.BOUND else None


def contract_map(
    case: Case, mode: str, certificate: Certificate, room: float, chosen: tuple[int, float, float] | None = None
) -> tuple[Place, ...]:
    """Map a mode from its certificate, term by term.

    A cost is known where it is above the bound by no more than ``room``. ``chosen`` has the term, the share and the
    cost as signed of the contract that was chosen.
    """
    shares, bounds = revenue_shares(case, case.mode(mode)), dict[tuple[int, float], float]()
    for box in certificate.boxes:
        for share in shares:
            if box.first.revenue_share <= share <= box.share_most:
                at = box.first.term_years, share
                bounds[at] = min(bounds.get(at, math.inf), box.bound - certificate.rounding_saves)
    costs = _least_costs(certificate.costs)
    places = []
    for term in term_lengths(case, case.mode(mode)):
        for share in shares:
            bound, cost = bounds.get((term, share), -math.inf), costs.get((term, share))
            is_chosen = chosen is not None and chosen[0] == term and abs(chosen[1] - share) <= GRID_TOLERANCE
            if chosen is not None and is_chosen:
                cost = chosen[2]
                place = Place(mode, term, share, min(bound, cost), cost, Known.COST, chosen=True)
            else:
                place = Place(mode, term, share, bound, cost, _known(bound, cost, room + certificate.rounding_saves))
            places.append(place)
    return tuple(places)


def _least_costs(costs: Mapping[GridPoint, float]) -> dict[tuple[int, float], float]:
    least: dict[tuple[int, float], float] = {}
    for point, cost in costs.items():
        at = point.term_years, point.revenue_share
        least[at] = min(cost, least.get(at, math.inf))
    return least


def _known(bound: float, cost: float | None, room: float) -> Known:
    if cost is not None and cost - bound <= room:
        return Known.COST
    if bound == math.inf:
        return Known.IMPOSSIBLE
    return Known.NOTHING if bound == -math.inf else Known.BOUND
