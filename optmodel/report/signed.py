"""Terms ⇄ the ``signed`` object of a contract file: what the ledger and the evaluation read, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from optmodel.contract import Opening, Schedule, Terms


def signed(terms: Terms) -> dict[str, Any]:
    """Return the signed part of a contract as it is written to a file."""
    return {
        "mode": terms.mode,
        "tariff_level": terms.tariff_level,
        "outsourced": list(terms.outsourced),
        "term_years": terms.term_years,
        "first_year": terms.first_year,
        "revenue_share": terms.revenue_share,
        "purchase_level": terms.purchase_level,
        "public_capacity": [{"year": year, "mbps": mbps} for year, mbps in terms.public_capacity],
        "capital_contribution": _schedule_written(terms.capital_contribution),
        "operating_compensation": _schedule_written(terms.operating_compensation),
        "rollout": [
            {"district": item.district, "technology": item.technology, "opening_year": item.opening_year}
            for item in terms.rollout
        ],
    }


def terms_of(part: Mapping[str, Any]) -> Terms:
    """Return the terms that a valid signed part holds."""
    return Terms(
        mode=part["mode"],
        term_years=int(part["term_years"]),
        first_year=int(part["first_year"]),
        revenue_share=float(part["revenue_share"]),
        purchase_level=float(part["purchase_level"]),
        public_capacity=_by_year(part["public_capacity"], "mbps"),
        capital_contribution=_schedule(part["capital_contribution"]),
        operating_compensation=_schedule(part["operating_compensation"]),
        rollout=tuple(
            Opening(item["district"], item["technology"], int(item["opening_year"])) for item in part["rollout"]
        ),
        tariff_level=part["tariff_level"],
        outsourced=tuple(part["outsourced"]),
    )


def _schedule_written(schedule: Schedule) -> dict[str, Any]:
    if schedule.share is not None:
        return {"basis": schedule.basis, "share": schedule.share}
    return {"basis": schedule.basis, "amounts": [{"year": year, "amount": amount} for year, amount in schedule.amounts]}


def _schedule(part: Mapping[str, Any]) -> Schedule:
    if "share" in part:
        return Schedule(part["basis"], share=float(part["share"]))
    return Schedule(part["basis"], amounts=_by_year(part["amounts"], "amount"))


def _by_year(entries: Sequence[Mapping[str, Any]], key: str) -> tuple[tuple[int, float], ...]:
    return tuple((int(entry["year"]), float(entry[key])) for entry in entries)
