"""A contract file of any origin: a whole ``contract.json``, one with only its ``signed`` part, or that part alone."""

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from optmodel.contract import Terms
from optmodel.errors import Finding, InputError
from optmodel.report import schema, strict_json
from optmodel.report.signed import terms_of

SIGNED = "/signed"
_OF_AN_ANSWER = {"status", "proof", "modes", "provenance"}  # keys that only a whole contract has


def read_terms(path: str | Path) -> Terms:
    """Read the terms in a contract file; nothing else in it is looked at but the version of its form, if it names one.

    Raises :class:`InputError` with every finding, by JSON pointer.
    """
    document = strict_json.read(Path(path))
    found = _findings_of_terms(document)
    if found:
        raise InputError(found)
    return terms_of(_signed_part(document)[0])


def findings_of_file(path: Path) -> list[Finding]:
    """Return everything wrong with a contract file: with all of it where it holds an answer, else with its terms."""
    try:
        document = strict_json.read(path)
    except InputError as error:
        return list(error.findings)
    if not (isinstance(document, dict) and _OF_AN_ANSWER & set(document)):
        return _findings_of_terms(document)
    part, at = _signed_part(document)
    return schema.findings(document, schema.contract_schema()) or list(contradictions(part, at) if part else ())


@contextlib.contextmanager
def in_file(path: Path | None) -> Iterator[None]:
    """Let findings about terms point into the file they were read from, which may hold nothing but them."""
    try:
        yield
    except InputError as error:
        if path is None or _signed_part(strict_json.read(path))[1]:
            raise
        found = [dataclasses.replace(item, address=item.address.removeprefix(SIGNED)) for item in error.findings]
        raise InputError(found) from None


def _signed_part(document: Any) -> tuple[Any, str]:
    """Return the signed part of a document and the JSON pointer to it."""
    inside = isinstance(document, dict) and "signed" in document
    return (document["signed"], SIGNED) if inside else (document, "")


def _findings_of_terms(document: Any) -> list[Finding]:
    part, at = _signed_part(document)
    if part is None and at:
        return [
            Finding(at, "No contract is signed here.", "Give a file that holds one; its status says why this does not.")
        ]
    found = []
    if at and "schema" in document:
        found = schema.findings(document["schema"], schema.contract_schema()["properties"]["schema"], "/schema")
    found += schema.findings(part, schema.part_schema("signed"), at)
    return found or list(contradictions(part, at))


def contradictions(part: Mapping[str, Any], at: str) -> Iterator[Finding]:
    """Years that stand twice or lie outside the term."""
    dated = {"public_capacity": part["public_capacity"]}
    for name in ("capital_contribution", "operating_compensation"):
        dated[f"{name}/amounts"] = part[name].get("amounts", ())
    first = int(part["first_year"])
    last = first + int(part["term_years"]) - 1
    for name, entries in dated.items():
        seen: set[float] = set()
        for index, entry in enumerate(entries):
            year, here = entry["year"], f"{at}/{name}/{index}/year"
            if not first <= year <= last:
                yield Finding(
                    here,
                    f"{year:g} is not in the term, {first} to {last}.",
                    "Give a year of the term, or leave it out.",
                )
            elif year in seen:
                yield Finding(here, f"{year:g} stands here a second time.", "Give each year once.")
            seen.add(year)
