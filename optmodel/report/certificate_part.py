"""Certificate ⇄ the ``certificate`` object of a mode in ``contract.json``: how its bound is known, box by box.

The contract map, which is drawn from it, is written here as well.
"""

import math
from collections.abc import Mapping
from typing import Any

from optmodel.certificate import Certificate, KnownBy, Multipliers, ProvenBox
from optmodel.contract import GridPoint
from optmodel.contract_map import Place


def certificate_written(certificate: Certificate) -> dict[str, Any]:
    """Return a certificate as it is written to a file; a bound is null where it is infinite or nothing is known."""
    return {
        "bound": _finite(certificate.bound),
        "rounding_saves": certificate.rounding_saves,
        "multipliers": [
            {
                "is_ray": item.is_ray,
                "of_row": [
                    {"rule": rule, "index": index, "value": value} for (rule, index), value in item.of_row.items()
                ],
            }
            for item in certificate.multipliers
        ],
        "boxes": [_box_written(box) for box in certificate.boxes],
    }


def certificate_of(mode: str, part: Mapping[str, Any]) -> Certificate:
    """Return the certificate that a valid part holds."""
    return Certificate(
        multipliers=tuple(
            Multipliers(
                {(row["rule"], row["index"]): float(row["value"]) for row in item["of_row"]}, is_ray=item["is_ray"]
            )
            for item in part["multipliers"]
        ),
        boxes=tuple(_box(mode, item) for item in part["boxes"]),
        rounding_saves=float(part["rounding_saves"]),
    )


def place_written(place: Place) -> dict[str, Any]:
    """Return a place of the contract map as it is written to a file."""
    return {
        "mode": place.mode,
        "term_years": place.term_years,
        "revenue_share": place.revenue_share,
        "bound": _finite(place.bound),
        "cost": place.cost,
        "known": str(place.known),
        "chosen": place.chosen,
    }


def _box_written(box: ProvenBox) -> dict[str, Any]:
    first = box.first
    return {
        "outsourced": list(first.outsourced),
        "tariff_level": first.tariff_level,
        "term_years": first.term_years,
        "purchase_level": first.purchase_level,
        "share_least": first.revenue_share,
        "share_most": box.share_most,
        "bound": _finite(box.bound),
        "known_by": str(box.known_by),
        "multipliers": box.multipliers,
    }


def _box(mode: str, part: Mapping[str, Any]) -> ProvenBox:
    first = GridPoint(
        mode,
        int(part["term_years"]),
        float(part["share_least"]),
        float(part["purchase_level"]),
        part["tariff_level"],
        tuple(part["outsourced"]),
    )
    known_by, place = KnownBy(part["known_by"]), part["multipliers"]
    without = -math.inf if known_by is KnownBy.NOTHING else math.inf
    bound = without if part["bound"] is None else float(part["bound"])
    return ProvenBox(first, float(part["share_most"]), bound, known_by, None if place is None else int(place))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
