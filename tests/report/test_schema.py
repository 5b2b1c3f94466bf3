"""The published schema and its judge, which agrees with jsonschema on good and broken documents."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from optmodel.report import contract_json, strict_json
from optmodel.report.schema import KEYWORDS, contract_schema, findings, part_schema
from optmodel.report.signed import signed
from optmodel.result import Status
from tests.report import answers

VALIDATOR = jsonschema.Draft202012Validator(contract_schema())


def document() -> Any:
    return json.loads(contract_json(answers.venture_recommended()))


def said(broken: Any) -> list[str]:
    return [str(finding) for finding in findings(broken, contract_schema())]


def keywords(schema: Any) -> Iterator[str]:
    for key, value in schema.items():
        yield key
        if key in ("properties", "$defs"):
            for part in value.values():
                yield from keywords(part)
        elif isinstance(value, dict):
            yield from keywords(value)
        elif key in ("anyOf", "oneOf"):
            for part in value:
                yield from keywords(part)


def test_the_schema_is_a_valid_one_and_uses_only_words_the_judge_knows() -> None:
    jsonschema.Draft202012Validator.check_schema(contract_schema())
    assert set(keywords(contract_schema())) <= KEYWORDS


@pytest.mark.parametrize("status", [None, *Status])
def test_every_kind_of_answer_fits_the_schema(status: Status | None) -> None:
    result = answers.without_contract(status) if status else answers.hand_made()
    made = json.loads(contract_json(result))
    VALIDATOR.validate(made)
    assert said(made) == []


def test_every_key_of_the_document_is_in_the_schema_in_the_same_order() -> None:
    assert list(document()) == list(contract_schema()["properties"])
    assert list(document()["signed"]) == list(part_schema("signed")["properties"])


def test_everything_wrong_is_found_at_once_by_pointer() -> None:
    broken = document()
    broken["schema"] = "optmodel-contract/9"
    broken["status"] = "fine"
    broken["signed"]["term_years"] = 0
    broken["signed"]["revenue_share"] = "5 %"
    broken["signed"]["tarif_level"] = broken["signed"].pop("tariff_level")
    broken["signed"]["rollout"][1]["opening_year"] = 2030.5
    broken["signed"]["outsourced"] = "operation"
    broken["signed"]["capital_contribution"]["share"] = 0.5
    del broken["signed"]["operating_compensation"]["share"]
    broken["modes"][0]["proof"] = []
    broken["warnings"] = None
    broken["x/y"] = 1
    assert said(broken) == [
        "/schema: 'optmodel-contract/9' stands here, where \"optmodel-contract/1\" is expected. "
        'Give "optmodel-contract/1": version of this form.',
        "/status: 'fine' stands here, where one of optimal, within_gap, limit, impossible, not_permitted is expected. "
        "Give one of optimal, within_gap, limit, impossible, not_permitted: how the search ended.",
        "/signed: The key 'tariff_level' is missing. Add it: tariff level, a row of the sheet Tariffs, or planned.",
        "/signed/outsourced: 'operation' stands here, where a list in brackets is expected. "
        "Give a list in brackets: functions that others do for the government.",
        "/signed/term_years: 0 stands here, where a whole number from 1 to 60 is expected. "
        "Give a whole number from 1 to 60: length of the contract, years of building included.",
        "/signed/revenue_share: '5 %' stands here, where a number from 0 to 1 is expected. "
        "Give a number from 0 to 1: share of turnover paid to the government, a fraction.",
        "/signed/capital_contribution: Both share and amounts are given. Keep one of them.",
        "/signed/operating_compensation: Neither share nor amounts is given. Give one of them.",
        "/signed/rollout/1/opening_year: 2030.5 stands here, where a whole number from 1900 to 2300 is expected. "
        "Give a whole number from 1900 to 2300: a calendar year.",
        "/signed/tarif_level: There is no such key. Did you mean 'tariff_level'?",
        "/modes/0/proof: An empty list stands here, where an object in braces is expected. "
        "Give an object in braces: how far the contract may be from the best.",
        "/warnings: null stands here, where a list in brackets is expected. "
        "Give a list in brackets: what a reader must know.",
        "/x~1y: There is no such key. Known: " + ", ".join(contract_schema()["properties"]) + ".",
    ]
    assert not VALIDATOR.is_valid(broken)


def test_a_missing_part_is_named_with_what_it_is() -> None:
    broken = document()
    del broken["proof"]
    assert said(broken) == [
        "(the whole document): The key 'proof' is missing. Add it: how far the contract may be from the best."
    ]


def test_what_is_no_object_at_all_is_one_finding() -> None:
    assert said([1, 2]) == [
        "(the whole document): A list stands here, where an object in braces is expected. Give an object in braces: "
        + contract_schema()["description"]
        + "."
    ]


def test_yes_is_no_number_and_a_whole_float_is_a_whole_number() -> None:
    part = signed(answers.venture_terms())
    part["term_years"] = 6.0
    assert findings(part, part_schema("signed")) == []
    part["term_years"] = True
    assert [finding.address for finding in findings(part, part_schema("signed"), "/signed")] == ["/signed/term_years"]


def test_a_long_text_is_shown_by_its_beginning() -> None:
    broken = document()
    broken["today"]["coverage"] = "x" * 100
    assert said(broken) == [
        f"/today/coverage: '{'x' * 56}…' stands here, where a number is expected. "
        "Give a number: residents served, a fraction."
    ]


WRONG = (None, True, -1, 0, 2.5, 10**6, "", "planned", "x", [], [1], {}, {"year": 2030}, {"share": 1.0})


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in members:
        yield value, key
        yield from places(item)


@pytest.mark.heavy
def test_the_judge_and_jsonschema_agree_on_two_hundred_broken_documents(seed: int) -> None:
    chance, refused, good = random.Random(seed), 0, document()
    good["ledger"], good["requirements"], good["coverage"] = (
        good[name][:2] for name in ("ledger", "requirements", "coverage")
    )
    for _ in range(200):
        broken = copy.deepcopy(good)
        for _ in range(chance.randint(1, 3)):
            holder, key = chance.choice(list(places(broken)))
            if chance.random() < 0.25 and isinstance(holder, dict):
                del holder[key]
            elif chance.random() < 0.2 and isinstance(holder, dict):
                holder[chance.choice(["unknown", "mode", "share", "year"])] = holder[key]
            else:
                holder[key] = copy.deepcopy(chance.choice(WRONG))
        expected = VALIDATOR.is_valid(broken)
        assert (said(broken) == []) == expected, broken
        refused += not expected
    assert refused > 120


def test_what_is_no_number_is_said_once() -> None:
    text = contract_json(answers.venture_recommended()).replace(b'"term_years": 6', b'"term_years": NaN', 1)
    assert [str(finding) for finding in findings(strict_json.parse(text, "bid.json"), contract_schema())] == [
        "/signed/term_years: NaN stands here, which is no number. Give a plain number."
    ]
