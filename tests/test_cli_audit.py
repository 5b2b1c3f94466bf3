"""``optmodel audit`` as a person types it: what it prints, and with which code it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from optmodel import cli
from optmodel.workbook import write
from tests.cities import OWNED, VENTURE, tiny_city
from tests.own_rules.test_file import PAIR


@pytest.fixture(autouse=True)
def answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tiny_city().replace({f"Charges!{VENTURE}/coordination.counted_from": "either"}), "city.xlsx")
    assert run("solve", "city.xlsx", "--out", "answer", "--mode", OWNED).exit_code == 0


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.commands, arguments)


def audit(*more: str) -> Result:
    return run("audit", "answer", "--workbook", "city.xlsx", *more)


def edited(change: Any) -> None:
    file = Path("answer/contract.json")
    document = json.loads(file.read_text("utf-8"))
    change(document)
    file.write_text(json.dumps(document), "utf-8")


def test_an_answer_that_agrees_is_told_in_a_few_lines() -> None:
    done = audit()
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Confirmed",
        "  The inputs are those that the contract was found for.",
        f"  {OWNED}: as signed it costs 519.99 and meets all 43 requirements, by the ledger.",
        f"  {OWNED}: without the solver 1 of 1 bounds come out again, and the boxes hold every contract.",
        f"  {OWNED}: no contract costs less than 519.99: a gap of 0.00, 0 % of gross cost.",
        f"  {OWNED} costs least of the contracts in the answer.",
        "Rests on the solver's word, or on nothing",
        "  government-invested: it was not looked at.",
        "  joint venture: it was not looked at.",
        "  franchise: it was not looked at.",
    ]


def test_what_does_not_agree_ends_with_the_code_of_the_second_opinion() -> None:
    def cheaper(document: Any) -> None:
        for part in (document, document["modes"][0]):
            part["government_cost"]["objective"] = 100.0

    edited(cheaper)
    done = audit()
    assert done.exit_code == 10
    assert done.stdout.splitlines()[-2:] == [
        "Does not agree",
        f"  {OWNED}: as signed it costs 519.99 by the ledger; 100.00 is claimed.",
    ]


def test_inputs_set_beside_the_workbook_are_those_of_the_audit() -> None:
    done = audit("--set", "Settings!present_price=11")
    assert done.exit_code == 10
    assert "  The inputs are not those that the contract was found for." in done.stdout


def test_an_answer_found_under_rules_of_the_citys_own_is_audited_under_them() -> None:
    Path("rules.py").write_text(PAIR, "utf-8")
    assert run("solve", "city.xlsx", "--out", "answer", "--mode", OWNED, "--rules", "rules.py").exit_code == 0
    done = audit("--rules", "rules.py")
    assert (done.exit_code, "Does not agree" in done.stdout) == (0, False)
    without = audit()
    assert without.exit_code == 10
    assert "given with --rules: none." in without.stdout


def test_a_mode_that_stands_twice_is_refused() -> None:
    edited(lambda document: document["modes"].append(document["modes"][0]))
    done = audit()
    assert done.exit_code == 3
    assert done.stderr == f"/modes/1/mode: {OWNED} stands here and at /modes/0/mode. Let every mode stand once.\n"


def test_a_folder_without_an_answer_is_named() -> None:
    done = run("audit", "nowhere", "--workbook", "city.xlsx")
    assert done.exit_code == 3
    assert done.stderr == (
        "nowhere: There is no contract.json in such a folder. "
        "Give the folder that solve wrote, with contract.json in it.\n"
    )


def test_everything_that_keeps_an_answer_from_being_read_is_told_at_once() -> None:
    def spoilt(document: Any) -> None:
        certificate = document["modes"][0]["certificate"]
        certificate["bound"] = 600.0
        certificate["boxes"][0]["multipliers"] = 7

    edited(spoilt)
    done = audit()
    assert done.exit_code == 3
    assert done.stderr.splitlines() == [
        "/modes/0/certificate/boxes/0/multipliers: 7 stands here, and there are 1 multipliers, counted from 0. "
        "Give the place of one of them, or null.",
        "/modes/0/certificate/bound: 600 stands here, the least bound of the boxes is 519.994. Give that.",
    ]
    edited(lambda document: document.pop("modes"))
    assert audit().exit_code == 3


def test_the_workbook_must_be_given() -> None:
    done = run("audit", "answer")
    assert done.exit_code == 2
    assert "Missing option '--workbook'" in done.stderr
