"""The claims in a folder that holds an answer: ``contract.json`` as it stands there, its form checked and no more."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from optmodel.claim import Claim, Claims
from optmodel.errors import Finding, InputError
from optmodel.report import folder, schema, strict_json
from optmodel.report.certificate_part import certificate_of
from optmodel.report.contract_file import contradictions
from optmodel.report.signed import terms_of
from optmodel.result import Proof, Status

Part = Mapping[str, Any]


def read_claims(target: str | Path) -> Claims:
    """Read the answer in a folder; raise :class:`InputError` with everything that keeps it from being read."""
    file = Path(target) / folder.CONTRACT
    if not file.exists():
        way_out = f"Give the folder that solve wrote, with {folder.CONTRACT} in it."
        raise InputError([Finding(str(target), f"There is no {folder.CONTRACT} in such a folder.", way_out)])
    document = strict_json.read(file)
    found = schema.findings(document, schema.contract_schema()) or list(_contradictions(document))
    if found:
        raise InputError(found)
    recommended, provenance = document["recommendation"], document["provenance"]
    signed = None
    if document["signed"] is not None and recommended is not None:
        signed = _claim({"mode": recommended, **{key: document[key] for key in _OF_BOTH}})
    return Claims(
        case_digest=provenance["case_sha256"],
        status=Status(document["status"]),
        gap=float(provenance["gap"]),
        recommended=recommended,
        signed=signed,
        modes=tuple(_claim(part) for part in document["modes"]),
        overrides=provenance["overrides"],
        own_rules=tuple(provenance.get("own_rules", ())),
    )


_OF_BOTH = ("status", "signed", "government_cost", "proof")


def _claim(part: Part) -> Claim:
    certificate, cost = part.get("certificate"), part["government_cost"] or {}
    return Claim(
        mode=part["mode"],
        status=Status(part["status"]),
        terms=terms_of(part["signed"]) if part["signed"] else None,
        objective=_number(cost.get("objective")),
        expected_npv=_number(cost.get("expected_npv")),
        of_line=cost.get("by_line", {}),
        of_scenario=cost.get("by_scenario", {}),
        cvar=_number(cost.get("cvar")),
        proof=_proof(part["proof"]) if part["proof"] else None,
        certificate=certificate_of(part["mode"], certificate) if certificate else None,
    )


def _number(written: float | None) -> float | None:
    return None if written is None else float(written)


def _proof(part: Part) -> Proof:
    """A bound that is null proves nothing, and a gap that is null has no end."""
    bound, gap, gross = part["bound"], part["gap"], part["gross_cost"]
    return Proof(
        bound=float("-inf") if bound is None else float(bound),
        gap=float("inf") if gap is None else float(gap),
        gap_relative=part["gap_relative"],
        gross_cost=0.0 if gross is None else float(gross),
    )


def _contradictions(document: Part) -> Iterator[Finding]:
    """What cannot be, whatever the inputs are."""
    if document["signed"] is not None:
        yield from contradictions(document["signed"], "/signed")
    places: dict[str, str] = {}
    for number, part in enumerate(document["modes"]):
        at = f"/modes/{number}"
        first = places.setdefault(part["mode"], at)
        if first != at:
            problem = f"{part['mode']} stands here and at {first}/mode."
            yield Finding(f"{at}/mode", problem, "Let every mode stand once.")
        if part["signed"] is not None:
            yield from contradictions(part["signed"], f"{at}/signed")
        if part.get("certificate"):
            yield from _of_certificate(part["mode"], part["certificate"], f"{at}/certificate")


def _of_certificate(mode: str, part: Part, at: str) -> Iterator[Finding]:
    count = len(part["multipliers"])
    for number, box in enumerate(part["boxes"]):
        if box["multipliers"] is not None and box["multipliers"] >= count:
            problem = f"{box['multipliers']:g} stands here, and there are {count} multipliers, counted from 0."
            yield Finding(f"{at}/boxes/{number}/multipliers", problem, "Give the place of one of them, or null.")
    least = certificate_of(mode, part).bound
    written = part["bound"]
    if written is not None and written != least:
        yield Finding(
            f"{at}/bound", f"{written:g} stands here, the least bound of the boxes is {least:g}.", "Give that."
        )
