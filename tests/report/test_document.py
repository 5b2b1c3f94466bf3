"""``contract.json`` holds what the issue of a contract must show, and nothing that differs from machine to machine."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

import optmodel
from optmodel.case import case_digest
from optmodel.contract import Schedule
from optmodel.finance import equal
from optmodel.report import Origin, contract_json, evaluation_json
from optmodel.result import Proof, Result, Status
from optmodel.verify import evaluate
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city
from tests.report import answers

pytestmark = pytest.mark.heavy  # others run the same lines: coverage learns nothing

KEYS = (
    "schema status recommendation reason currency money_unit signed government_cost proof operator scenarios residents "
    "support dearest_year requirements coverage today close_calls modes map value_for_money ledger comparison warnings "
    "provenance"
)


def document(result: Result, origin: Origin | None = None) -> Any:
    return json.loads(contract_json(result, origin or Origin()))


def test_every_key_is_always_there_in_one_order() -> None:
    for result in (answers.hand_made(), answers.venture_recommended(), answers.without_contract(Status.IMPOSSIBLE)):
        assert " ".join(document(result)) == KEYS


def test_the_cost_by_line_and_by_scenario_adds_up_to_the_cost() -> None:
    cost = document(answers.venture_recommended())["government_cost"]
    parts = list(cost["by_line"].values())
    assert equal(sum(parts), cost["expected_npv"], sum(map(abs, parts)), 1e-12)
    assert cost["by_scenario"] == {"planned": cost["expected_npv"]}


def test_the_ledger_holds_every_transfer() -> None:
    result = answers.venture_recommended()
    assert result.best and result.best.contract
    transfers = result.best.contract.ledger.transfers
    payments = document(result)["ledger"]
    amounts = [entry["amount"] for line in payments for entry in line["amounts"]]
    assert len(amounts) == len(transfers)
    assert equal(sum(amounts), sum(item.amount for item in transfers), sum(map(abs, amounts)), 1e-12)
    assert payments[0] == {
        "line": "build",
        "item": "",
        "phase": "term",
        "payer": "operator",
        "payee": "suppliers",
        "scenario": "planned",
        # 160 of Harbour's 200 are built, at a factor of 0.9; 675 of the Hill over two years
        "amounts": [
            {"year": 2026, "amount": 144.0},
            {"year": 2028, "amount": 303.75},
            {"year": 2029, "amount": 303.75},
        ],
    }


def test_the_operators_side_is_told_or_absent_with_the_reason() -> None:
    operator = document(answers.venture_recommended())["operator"]
    assert operator["required_return"] == 0.25
    assert operator["irr"] is None
    assert operator["irr_reason"] == "The flows change sign 3 times, so the rate need not be unique."
    assert operator["payback_year"] == 2032
    assert operator["payback_reason"] is None
    # −97 in 2026, +52, −190.25 and −240.25 to 2029
    assert operator["peak_exposure"] == pytest.approx(475.5)
    assert document(answers.hand_made())["operator"] == {
        "npv": None,
        "npv_by_scenario": {},
        "chance_of_loss": None,
        "chance_below_return": None,
        "required_return": None,
        "irr": None,
        "irr_reason": "The mode has no operator.",
        "payback_year": None,
        "payback_reason": "The mode has no operator.",
        "peak_exposure": None,
    }


def test_an_operator_that_never_pays_or_never_recovers_has_no_year_of_payback() -> None:
    generous = replace(answers.venture_terms(), capital_contribution=Schedule("planned", share=3.0))
    poor = replace(answers.venture_terms(), public_capacity=(), capital_contribution=answers.NOTHING)
    cheap = tiny_city().replace({"Service factors!package/joint venture.price": 0.8})
    cheap = cheap.replace({"Service factors!lease/joint venture.price": 0.0})
    told = [
        json.loads(evaluation_json(evaluate(case, terms)))["operator"]
        for case, terms in ((tiny_city(), generous), (cheap, poor))
    ]
    assert [item["payback_year"] for item in told] == [None, None]
    assert [item["payback_reason"] for item in told] == [
        "The operator is never out of pocket.",
        "What the operator lays out is not recovered by 2033.",
    ]


def test_coverage_is_told_for_every_year_and_group_with_its_target() -> None:
    coverage = document(answers.hand_made())["coverage"]
    assert len(coverage) == 2 * 8
    # wifi reaches 0.8 of the 1000 in Harbour, of 1500 in all
    assert coverage[5] == {"year": 2031, "group": "City", "served": 800 / 1500, "target": 0.5}
    assert coverage[8 + 3] == {"year": 2029, "group": "waterfront", "served": 0.8, "target": 0.8}
    assert coverage[8] == {"year": 2026, "group": "waterfront", "served": 0.0, "target": None}


def test_every_mode_stands_beside_the_others_with_its_reason_and_shortfalls() -> None:
    modes = document(answers.hand_made())["modes"]
    assert [(item["mode"], item["status"]) for item in modes] == [
        (OWNED, "within_gap"),
        (INVESTED, "not_permitted"),
        (VENTURE, "optimal"),
        (FRANCHISE, "impossible"),
    ]
    assert modes[1]["reason"] == "Charter, § 4: no operator on public land."
    assert modes[1]["signed"] is modes[1]["government_cost"] is modes[1]["proof"] is None
    assert modes[3]["shortfalls"][0] == {
        "rule": "budget",
        "index": "2027",
        "sentence": "The government's net payments of a year stay within its budget.",
        "amount": 120.0,
        "unit": "money",
    }


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.IMPOSSIBLE, "No contract meets the requirements."),
        (Status.LIMIT, "The search was stopped before any contract was found."),
        (Status.NOT_PERMITTED, "None of the modes asked for is permitted."),
    ],
)
def test_without_a_contract_everything_of_it_is_null_and_the_reason_given(status: Status, reason: str) -> None:
    made = document(answers.without_contract(status))
    assert made["reason"] == reason
    assert [made[key] for key in ("recommendation", "signed", "government_cost", "proof", "operator")] == [None] * 5
    assert [made[key] for key in ("residents", "support", "dearest_year", "value_for_money")] == [None] * 4
    assert made["comparison"] == []
    assert made["requirements"] == made["coverage"] == made["ledger"] == []


def test_a_bound_that_is_not_known_is_null() -> None:
    result = answers.hand_made()
    unknown = replace(result.answers[0], proof=Proof(-math.inf, math.inf, math.nan, 5.0))
    made = document(replace(result, answers=(unknown, *result.answers[1:])))
    assert made["proof"] == {"bound": None, "gap": None, "gap_relative": None, "gross_cost": 5.0}
    unproven = replace(result.answers[0], proof=None)
    assert document(replace(result, answers=(unproven, *result.answers[1:])))["proof"] is None


def test_warnings_are_said_once_with_what_always_belongs_to_them() -> None:
    assert document(answers.hand_made())["warnings"] == [
        "The recommended term runs to the horizon.",
        "The end value decides: without it joint venture would cost the least.",
        "One scenario, as planned, was looked at: the chance of loss was not.",
    ]
    assert document(answers.venture_recommended())["warnings"] == [
        "The recommended term runs to the horizon.",
        "One scenario, as planned, was looked at: the chance of loss was not.",
    ]


def test_provenance_says_how_to_find_the_same_answer_again() -> None:
    origin = Origin("ab" * 32, {"Settings!government_rate": "0.25"})
    made = document(answers.hand_made(), origin)["provenance"]
    assert made.pop("case_sha256") == case_digest(tiny_city())
    assert set(made.pop("versions")) == {"optmodel", "highspy", "pyomo"}
    assert made == {
        "workbook_sha256": "ab" * 32,
        "gap": 0.0001,
        "seed": 0,
        "threads": 1,
        "settings": {"time_limit": None},
        "overrides": {"Settings!government_rate": "0.25"},
        "own_rules": [],
        "rules_sha256": None,
    }


def test_the_digest_of_a_case_changes_with_any_input() -> None:
    changed = tiny_city().replace({"Districts!Hill.premises": 251.0})
    assert case_digest(changed) != case_digest(tiny_city())


SCRIPT = """
import sys
from optmodel.report import contract_json
from tests.report import answers
sys.stdout.buffer.write(contract_json(answers.venture_recommended()))
"""


def test_the_same_answer_gives_the_same_bytes_in_every_process() -> None:
    outputs = {contract_json(answers.venture_recommended())}
    for number in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": number, "PYTHONPATH": "."}
        run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, env=environment, check=True)
        outputs.add(run.stdout)
    assert len(outputs) == 1


def test_an_evaluation_is_told_in_the_same_parts() -> None:
    result = answers.venture_recommended()
    assert result.best and result.best.contract
    made, whole = json.loads(evaluation_json(result.best.contract)), document(result)
    assert made["schema"] == "optmodel-evaluation/1"
    assert made["holds"] is False
    left_out = {"schema", "status", "recommendation", "reason", "proof", "today", "close_calls", "modes"}
    assert set(KEYS.split()) - set(made) == left_out - {"schema"} | {"map", "value_for_money"}
    for key in set(made) - {"schema", "holds", "warnings", "provenance"}:
        assert made[key] == whole[key]
    assert made["warnings"] == ["One scenario, as planned, was looked at: the chance of loss was not."]
    assert made["provenance"]["versions"]["optmodel"] == optmodel.__version__
