"""Terms go to a file and come back; what is wrong in a file is found by JSON pointer."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from optmodel.contract import Opening, Schedule, Terms
from optmodel.errors import InputError
from optmodel.report import contract_json, read_terms
from optmodel.report.contract_file import findings_of_file, in_file
from optmodel.report.signed import signed, terms_of
from optmodel.result import Status
from optmodel.verify import evaluate
from tests.cities import tiny_city
from tests.report import answers


def written(tmp_path: Path, document: Any) -> Path:
    path = tmp_path / "bid.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def refusal(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_terms(path)
    return [str(finding) for finding in caught.value.findings]


@pytest.mark.parametrize("terms", [answers.owned_terms(), answers.invested_terms(), answers.venture_terms()])
def test_terms_come_back_as_they_were_signed(terms: Terms) -> None:
    assert terms_of(json.loads(json.dumps(signed(terms)))) == terms


def test_the_signed_part_has_the_keys_of_the_published_form() -> None:
    terms = Terms(
        "joint venture", 6, 2026, 0.1, 1.25, ((2027, 15.0),), Schedule("planned", amounts=((2026, 50.0),)),
        Schedule("actual", share=1.25), (Opening("Harbour", "wifi", 2027),),
    )  # fmt: skip
    assert signed(terms) == {
        "mode": "joint venture",
        "tariff_level": "planned",
        "outsourced": [],
        "term_years": 6,
        "first_year": 2026,
        "revenue_share": 0.1,
        "purchase_level": 1.25,
        "public_capacity": [{"year": 2027, "mbps": 15.0}],
        "capital_contribution": {"basis": "planned", "amounts": [{"year": 2026, "amount": 50.0}]},
        "operating_compensation": {"basis": "actual", "share": 1.25},
        "rollout": [{"district": "Harbour", "technology": "wifi", "opening_year": 2027}],
    }


def test_a_whole_contract_a_signed_part_and_that_part_alone_give_the_same_terms(tmp_path: Path) -> None:
    terms = answers.venture_terms()
    whole = tmp_path / "contract.json"
    whole.write_bytes(contract_json(answers.venture_recommended()))
    assert read_terms(whole) == terms
    assert read_terms(str(written(tmp_path, {"signed": signed(terms), "note": "a bid"}))) == terms
    assert read_terms(written(tmp_path, signed(terms))) == terms
    draft = {"schema": "optmodel-contract/1", "signed": signed(terms), "not_covered": ["an advance"]}
    assert read_terms(written(tmp_path, draft)) == terms
    assert findings_of_file(written(tmp_path, draft)) == []


def test_another_version_of_the_form_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, {"schema": "optmodel-contract/2", "signed": signed(answers.venture_terms())})) == [
        "/schema: 'optmodel-contract/2' stands here, where \"optmodel-contract/1\" is expected. "
        'Give "optmodel-contract/1": version of this form.'
    ]


def test_a_file_without_a_contract_says_so(tmp_path: Path) -> None:
    path = tmp_path / "contract.json"
    path.write_bytes(contract_json(answers.without_contract(Status.IMPOSSIBLE)))
    assert refusal(path) == [
        "/signed: No contract is signed here. Give a file that holds one; its status says why this does not."
    ]
    assert findings_of_file(path) == []


def test_years_outside_the_term_or_given_twice_are_found(tmp_path: Path) -> None:
    part = signed(answers.venture_terms())
    part["public_capacity"].append({"year": 2027, "mbps": 1.0})
    part["capital_contribution"]["amounts"].append({"year": 2032, "amount": 1.0})
    assert refusal(written(tmp_path, {"signed": part})) == [
        "/signed/public_capacity/5/year: 2027 stands here a second time. Give each year once.",
        "/signed/capital_contribution/amounts/2/year: 2032 is not in the term, 2026 to 2031. "
        "Give a year of the term, or leave it out.",
    ]
    assert len(findings_of_file(written(tmp_path, part))) == 2


def test_pointers_begin_where_the_terms_stand_in_the_file(tmp_path: Path) -> None:
    part = signed(answers.venture_terms()) | {"term_years": 0}
    assert [item.partition(":")[0] for item in refusal(written(tmp_path, {"signed": part}))] == ["/signed/term_years"]
    assert [item.partition(":")[0] for item in refusal(written(tmp_path, part))] == ["/term_years"]


def test_a_whole_contract_is_checked_wholly_and_a_draft_by_its_terms_only(tmp_path: Path) -> None:
    whole = json.loads(contract_json(answers.venture_recommended()))
    assert findings_of_file(written(tmp_path, whole)) == []
    broken = whole | {"currency": 5}
    assert [item.address for item in findings_of_file(written(tmp_path, broken))] == ["/currency"]
    assert read_terms(written(tmp_path, broken)) == answers.venture_terms()
    assert findings_of_file(written(tmp_path, {"signed": whole["signed"], "currency": 5})) == []
    late = whole | {"signed": whole["signed"] | {"first_year": 2028}}
    assert [item.address for item in findings_of_file(written(tmp_path, late))] == [
        "/signed/public_capacity/0/year",
        "/signed/capital_contribution/amounts/0/year",
    ]


def test_a_file_that_cannot_be_read_is_one_finding(tmp_path: Path) -> None:
    assert [str(item) for item in findings_of_file(tmp_path / "none.json")] == [
        "none.json: There is no such file. Look for a slip in its name or folder."
    ]


def test_what_the_case_does_not_know_is_pointed_at_in_the_file(tmp_path: Path) -> None:
    terms = replace(answers.owned_terms(), rollout=(Opening("Harbor", "wifi", 2027),))
    for document, pointer in ((signed(terms), ""), ({"signed": signed(terms)}, "/signed")):
        path = written(tmp_path, document)
        with pytest.raises(InputError) as caught, in_file(path):
            evaluate(tiny_city(), read_terms(path))
        assert str(caught.value) == (
            f"{pointer}/rollout/0/district: There is no district 'Harbor' in the case. Did you mean 'Harbour'?"
        )
    with pytest.raises(InputError), in_file(None):
        evaluate(tiny_city(), terms)
