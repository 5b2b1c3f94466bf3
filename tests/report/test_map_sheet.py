"""The sheet of the contract map, and the map in ``contract.json``."""

import io
import json
import math
from dataclasses import replace
from typing import Any

import openpyxl

from optmodel.certificate import Certificate, KnownBy, Multipliers, ProvenBox
from optmodel.contract import GridPoint
from optmodel.report import contract_json
from optmodel.report.schema import contract_schema, findings
from optmodel.report.workbook import contract_workbook
from optmodel.result import Result
from tests.cities import INVESTED, OWNED, VENTURE
from tests.report import answers

# The joint venture of six years at 10 % is chosen; four years are impossible, of five at 30 % nothing is known.
KNOWN = Certificate(
    (Multipliers({("budget", "2026"): 1.0}),),
    (
        ProvenBox(GridPoint(VENTURE, 4, 0.0, 1.0), 0.3, math.inf, KnownBy.DATA),
        ProvenBox(GridPoint(VENTURE, 5, 0.0, 1.0), 0.2, 380.0, KnownBy.MULTIPLIERS, 0),
        ProvenBox(GridPoint(VENTURE, 5, 0.3, 1.0), 0.3, -math.inf, KnownBy.NOTHING),
        ProvenBox(GridPoint(VENTURE, 6, 0.0, 1.0), 0.3, 375.5, KnownBy.MULTIPLIERS, 0),
    ),
    costs={GridPoint(VENTURE, 6, 0.2, 1.0): 375.52},
)


def mapped() -> Result:
    result = answers.venture_recommended()
    changed = (replace(item, certificate=KNOWN) if item.mode == VENTURE else item for item in result.answers)
    return replace(result, answers=tuple(changed))


def sheet() -> Any:
    return openpyxl.load_workbook(io.BytesIO(contract_workbook(mapped())))["Contract map"]


def place_of(value: object) -> Any:
    return next(cell for row in sheet().iter_rows() for cell in row if cell.value == value)


def test_each_mode_has_a_grid_with_the_term_down_and_the_share_across() -> None:
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet().iter_rows(min_row=4)]
    start = rows.index([VENTURE])
    assert rows[start + 1] == ["Term", "0 %", "10 %", "20 %", "30 %"]
    assert rows[start + 2] == [4, "impossible", "impossible", "impossible", "impossible"]
    assert rows[start + 3] == [5, 380, 380, 380, "–"]
    # 375.5461 was signed; 375.52 is above its bound of 375.5 by no more than 0.0001 of gross cost
    six = rows[start + 4]
    assert [six[0], six[1], round(six[2], 4), six[3], six[4]] == [6, 375.5, 375.5461, 375.52, 375.5]


def test_bounds_are_grey_costs_upright_and_the_chosen_contract_stands_out() -> None:
    page = sheet()
    row = next(cell.row for cell in page["A"] if cell.value == 6)
    bound, chosen, cost = (page.cell(row, column) for column in (2, 3, 4))
    assert (bound.font.italic, cost.font.italic, chosen.font.bold) == (True, False, True)
    assert bound.font.color.rgb == "FF6B6B6B"
    assert chosen.fill.start_color.rgb == "FFE2EFDA"


def test_an_answer_without_certificates_has_no_map() -> None:
    book = openpyxl.load_workbook(io.BytesIO(contract_workbook(answers.venture_recommended())))
    assert "Contract map" not in book.sheetnames


def test_a_mode_without_a_map_says_why() -> None:
    texts = [cell.value for cell in sheet()["A"]]
    assert texts[texts.index(OWNED) + 1] == "The mode was not searched contract by contract."
    assert texts[texts.index(INVESTED) + 1] == "Charter, § 4: no operator on public land."


def test_the_map_stands_in_the_document_place_by_place() -> None:
    document = json.loads(contract_json(mapped()))
    assert findings(document, contract_schema()) == []
    by_place = {(item["term_years"], item["revenue_share"]): item for item in document["map"]}
    assert len(by_place) == 12
    assert by_place[5, 0.0] == {
        "mode": VENTURE,
        "term_years": 5,
        "revenue_share": 0.0,
        "bound": 380.0,
        "cost": None,
        "known": "bound",
        "chosen": False,
    }
    assert (by_place[4, 0.0]["bound"], by_place[4, 0.0]["known"]) == (None, "impossible")
    assert [at for at, item in by_place.items() if item["chosen"]] == [(6, 0.1)]
    assert json.loads(contract_json(answers.hand_made()))["map"] == []
