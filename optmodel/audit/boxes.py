"""The boxes of a certificate beside the inputs: do they hold every contract, and does each bound come out again?"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from optmodel.audit.rebound import Rebound, lacks_a_plan, rebound
from optmodel.case import Mode
from optmodel.certificate import Certificate, KnownBy, ProvenBox
from optmodel.contract import GridPoint, grid
from optmodel.rollout import Rollout
from optmodel.search import Foldings, boxes

# A claimed bound may be above the one worked out again by this part of what the dearest plans cost.
TOLERANCE = 1e-8


@dataclass
class Rechecked:
    """What came out: how many boxes were confirmed, rest on the solver's word or on nothing, and what was wrong.

    ``bound`` believes the solver where the certificate does; ``alone`` is what multipliers and data prove without it.
    """

    confirmed: int = 0
    on_word: int = 0
    unknown: int = 0
    bound: float = math.inf
    alone: float = math.inf
    wrong: list[str] = field(default_factory=list)


def not_held(rollout: Rollout, mode: Mode, certificate: Certificate) -> Iterator[str]:
    """Say which contracts of a mode are in no box, and which boxes are none.

    What both ends of a box cost at least holds between them only where the same services are sold and the same support
    may be paid.
    """
    wholes = [row for box in boxes(rollout, mode) for row in box.rows]
    place = {point: (whole, number) for whole in wholes for number, point in enumerate(whole.contracts)}
    held: set[GridPoint] = set()
    for box in certificate.boxes:
        first, last = (place.get(point) for point in ends_of(box))
        if first is None or last is None:
            yield f"{told(box)}: there is no such contract in the grid."
        elif first[0] != last[0]:
            yield f"{told(box)}: it reaches across a share at which a service drops out, or support does."
        else:
            held.update(first[0].contracts[first[1] : last[1] + 1])
    missing = [point for point in grid(rollout.case, mode) if point not in held]
    if missing:
        one = ProvenBox(missing[0], missing[0].revenue_share, 0.0, KnownBy.NOTHING)
        several = f"{len(missing):,} contracts are in no box; the first is {told(one)}."
        yield several if len(missing) > 1 else f"One contract is in no box: {told(one)}."


def rechecked(kept: Foldings, mode: Mode, certificate: Certificate) -> Rechecked:
    """Work out every bound of contracts of the grid again; of others there is none."""
    found, of_grid = Rechecked(), frozenset(grid(kept.rollout.case, mode))
    for box in certificate.boxes:
        if not of_grid.issuperset(ends_of(box)):
            continue
        again = _again(kept, certificate, box)
        wrong = _wrong(kept.rollout, box, again)
        if wrong is not None:
            found.wrong.append(f"{told(box)}: {wrong}")
        by_data = box.known_by is KnownBy.DATA and wrong is None
        proven = math.inf if by_data else again.bound
        found.alone = min(found.alone, proven)
        if box.known_by is KnownBy.SOLVER:
            found.on_word += 1
            found.bound = min(found.bound, max(box.bound, proven))
            continue
        found.bound = min(found.bound, proven)
        found.confirmed += wrong is None and box.known_by is not KnownBy.NOTHING
        found.unknown += box.known_by is KnownBy.NOTHING
    return found


def ends_of(box: ProvenBox) -> tuple[GridPoint, GridPoint]:
    """Return the contracts with the least and the highest share."""
    return box.first, replace(box.first, revenue_share=box.share_most)


def told(box: ProvenBox) -> str:
    """Name the contracts of a box."""
    first = box.first
    share = f"{first.revenue_share:g}"
    parts = [
        f"term {first.term_years}",
        f"share {share}" if first.revenue_share == box.share_most else f"share {share} to {box.share_most:g}",
        f"purchase {first.purchase_level:g}",
        f"tariff {first.tariff_level}",
        *([f"{', '.join(first.outsourced)} outsourced"] if first.outsourced else ()),
    ]
    return ", ".join(parts)


def _again(kept: Foldings, certificate: Certificate, box: ProvenBox) -> Rebound:
    """The bound by the multipliers that a box names: the lesser of its ends; nothing where it names none."""
    if box.multipliers is None:
        return Rebound(-math.inf, 0.0)
    multipliers = certificate.multipliers[box.multipliers]
    return min((rebound(kept, point, multipliers) for point in dict.fromkeys(ends_of(box))), key=lambda end: end.bound)


def _wrong(rollout: Rollout, box: ProvenBox, again: Rebound) -> str | None:
    """Say what is wrong with how a bound is said to be known."""
    if box.known_by is KnownBy.DATA:
        shut = all(lacks_a_plan(rollout, point) for point in ends_of(box))
        return None if shut else "a district that must open is said to have no plan, but each has one."
    if box.known_by is KnownBy.RAY and again.bound < math.inf:
        return "its multipliers do not prove that it is impossible."
    if box.known_by is KnownBy.MULTIPLIERS and box.bound > again.bound + TOLERANCE * again.size:
        proven = f"{again.bound:,.2f}" if math.isfinite(again.bound) else "nothing"
        apart = f", {box.bound - again.bound:.2g} less" if proven == f"{box.bound:,.2f}" else ""
        return f"a bound of {box.bound:,.2f} is claimed, but its multipliers prove {proven}{apart}."
    return None
