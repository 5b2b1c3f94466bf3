"""Terms ⇄ the ``signed`` object of a contract file: what the ledger and the evaluation read, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from optmodel.contract import Opening, Schedule, Terms
from optmodel.errors import Finding, InputError
from optmodel.report import schema, strict_json


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


def read_terms(path: Path) -> Terms:
    """Read terms from a contract file, from a file with only its ``signed`` part, or from one that is that part.

    Raises :class:`InputError` with every finding by JSON pointer.
    """
    document = strict_json.read(path)
    part, at = signed_part(document)
    found = findings_of_signed(part, at)
    if found:
        raise InputError(found)
    return terms_of(part)


def signed_part(document: Any) -> tuple[Any, str]:
    """Return the signed part of a document and the JSON pointer to it."""
    inside = isinstance(document, dict) and "signed" in document
    return (document["signed"], "/signed") if inside else (document, "")


def findings_of_signed(part: Any, at: str) -> list[Finding]:
    """Return everything at odds with the form of signed terms, and what contradicts itself in them."""
    if part is None and at:
        return [Finding(at, "No contract is signed here.", "Give a file that holds one: its status says why this does not.")]
    found = schema.findings(part, schema.part_schema("signed"), at)
    return found or list(_contradictions(part, at))


def _contradictions(part: Mapping[str, Any], at: str) -> Iterator[Finding]:
    """Years that stand twice or lie outside the term."""
    dated = {"public_capacity": part["public_capacity"]}
    dated |= {f"{name}/amounts": part[name].get("amounts", ()) for name in ("capital_contribution", "operating_compensation")}
    first, last = int(part["first_year"]), int(part["first_year"] + part["term_years"] - 1)
    for name, entries in dated.items():
        seen: set[int] = set()
        for index, entry in enumerate(entries):
            year, here = entry["year"], f"{at}/{name}/{index}/year"
            if not first <= year <= last:
                yield Finding(here, f"{year} is not in the term, {first} to {last}.", "Give a year of the term, or leave it out.")
            elif year in seen:
                yield Finding(here, f"{year} stands here a second time.", "Give each year once.")
            seen.add(year)


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
