"""The certificate of a mode in ``contract.json``: written, read back, and fit for the published form."""

import json
import math
from dataclasses import replace

import pytest

from optmodel.certificate import Certificate, KnownBy, Multipliers, ProvenBox
from optmodel.contract import GridPoint
from optmodel.report import contract_json
from optmodel.report.certificate_part import certificate_of, certificate_written
from optmodel.report.schema import contract_schema, findings
from optmodel.result import Result
from tests.cities import FRANCHISE, VENTURE
from tests.report import answers

KNOWN = Certificate(
    (Multipliers({("budget", "2026"): 0.5, ("coverage", "2029 waterfront"): 2.0}), Multipliers({}, is_ray=True)),
    (
        ProvenBox(GridPoint(VENTURE, 4, 0.0, 1.0, "raised", ("design",)), 0.2, 331.25, KnownBy.MULTIPLIERS, 0),
        ProvenBox(GridPoint(VENTURE, 4, 0.3, 1.0), 0.3, 340.0, KnownBy.SOLVER, 0),
        ProvenBox(GridPoint(VENTURE, 5, 0.0, 1.0), 0.3, math.inf, KnownBy.RAY, 1),
        ProvenBox(GridPoint(VENTURE, 6, 0.0, 1.0), 0.3, math.inf, KnownBy.DATA),
    ),
    rounding_saves=0.125,
)


def certified(certificate: Certificate, mode: str = VENTURE) -> Result:
    result = answers.hand_made()
    changed = (replace(item, certificate=certificate) if item.mode == mode else item for item in result.answers)
    return replace(result, answers=tuple(changed))


def test_a_certificate_is_written_box_by_box() -> None:
    written = certificate_written(KNOWN)
    assert (written["bound"], written["rounding_saves"]) == (331.25, 0.125)
    assert written["multipliers"] == [
        {
            "is_ray": False,
            "of_row": [
                {"rule": "budget", "index": "2026", "value": 0.5},
                {"rule": "coverage", "index": "2029 waterfront", "value": 2.0},
            ],
        },
        {"is_ray": True, "of_row": []},
    ]
    assert written["boxes"][0] == {
        "outsourced": ["design"],
        "tariff_level": "raised",
        "term_years": 4,
        "purchase_level": 1.0,
        "share_least": 0.0,
        "share_most": 0.2,
        "bound": 331.25,
        "known_by": "multipliers",
        "multipliers": 0,
    }
    assert [(box["bound"], box["known_by"], box["multipliers"]) for box in written["boxes"][1:]] == [
        (340.0, "solver", 0),
        (None, "ray", 1),
        (None, "data", None),
    ]


def test_what_is_written_is_read_back() -> None:
    nothing = ProvenBox(GridPoint(VENTURE, 7, 0.0, 1.0), 0.3, -math.inf, KnownBy.NOTHING)
    unknown = replace(KNOWN, boxes=(*KNOWN.boxes, nothing))
    for certificate in (KNOWN, unknown, replace(KNOWN, boxes=KNOWN.boxes[2:])):
        part = json.loads(json.dumps(certificate_written(certificate)))
        assert certificate_of(VENTURE, part) == certificate
    assert certificate_written(unknown)["bound"] is None


@pytest.mark.parametrize("mode", [VENTURE, FRANCHISE])
def test_a_certificate_stands_beside_its_mode_with_a_contract_or_without_one(mode: str) -> None:
    document = json.loads(contract_json(certified(KNOWN, mode)))
    assert [item["mode"] for item in document["modes"] if item["certificate"]] == [mode]
    assert findings(document, contract_schema()) == []


def test_a_contract_file_from_before_certificates_is_still_one() -> None:
    document = json.loads(contract_json(answers.hand_made()))
    for mode in document["modes"]:
        del mode["certificate"]
    assert findings(document, contract_schema()) == []


def test_what_may_not_stand_in_a_certificate_is_found_by_pointer() -> None:
    document = json.loads(contract_json(certified(KNOWN)))
    broken = document["modes"][2]["certificate"]
    broken["multipliers"][0]["of_row"][0]["value"] = -0.5
    broken["boxes"][0]["known_by"] = "faith"
    assert [item.address for item in findings(document, contract_schema())] == [
        "/modes/2/certificate/multipliers/0/of_row/0/value",
        "/modes/2/certificate/boxes/0/known_by",
    ]
