"""Hostile JSON is refused politely; ours is the same bytes every time."""

import json
import os
from pathlib import Path

import pytest

from optmodel.errors import InputError
from optmodel.report import strict_json


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        strict_json.parse(data, "bid.json")
    return str(caught.value)


def refusal_of(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        strict_json.read(path)
    return str(caught.value)


def oddities(text: str) -> list[str]:
    return [str(finding) for finding in strict_json.oddities(strict_json.parse(text.encode(), "bid.json"))]


def test_plain_json_is_read_as_it_is() -> None:
    text = '{"a": [1, 2.5, null, true, "Saint-Étienne"], "b": {}}'
    assert strict_json.parse(text.encode(), "bid.json") == json.loads(text)
    assert oddities(text) == []


def test_a_byte_order_mark_does_no_harm() -> None:
    assert strict_json.parse(b"\xef\xbb\xbf[1]", "bid.json") == [1]


def test_what_is_not_json_is_said_with_its_place() -> None:
    assert refusal(b'{"a": 1,\n "b" 2}') == (
        "bid.json: This is not JSON: Expecting ':' delimiter at line 2, column 6. Correct it there."
    )


def test_other_files_are_refused_by_what_they_are() -> None:
    assert refusal(b" \n") == "bid.json: The file is empty. Give a contract file in JSON."
    assert refusal("[1]".encode("utf-16")) == "bid.json: The file is not a text in UTF-8. Give a JSON file in UTF-8."
    assert refusal(b"PK\x03\x04").startswith("bid.json: This is not JSON")
    assert refusal(b" " * (6 * 2**20 + 1)) == (
        "bid.json: The file is larger than 6 MB. Give a contract file as optmodel writes it."
    )


def test_a_hundred_thousand_brackets_are_refused() -> None:
    assert refusal(b"[" * 100_000) == (
        "bid.json: The file is nested too deep. Give a contract file as optmodel writes it."
    )


def test_forty_levels_are_too_many() -> None:
    found = oddities("[" * 40 + "]" * 40)
    assert found == ["/0" * 33 + ": More than 32 levels are nested here. Give a contract as optmodel writes it."]


def test_numbers_that_are_none_are_found_by_pointer() -> None:
    text = '{"a": NaN, "b": [Infinity, -Infinity], "c": 1e999, "d": ' + "9" * 5000 + ', "e": 1e5}'
    assert oddities(text) == [
        "/a: NaN stands here, which is no number. Give a plain number.",
        "/b/0: Infinity stands here, which is no number. Give a plain number.",
        "/b/1: -Infinity stands here, which is no number. Give a plain number.",
        "/c: A number too large to be one stands here (1e999…). Give a plain number.",
        "/d: A number of 5,000 digits stands here. Give a plain number.",
    ]


def test_a_number_written_with_hundreds_of_digits_after_the_point_is_none_either() -> None:
    assert oddities("[0." + "1" * 400 + "]") == [
        "/0: A number too large to be one stands here (0.1111111111…). Give a plain number."
    ]


def test_a_number_with_its_exponent_spelled_out_is_a_number() -> None:
    assert strict_json.parse(b"[1e300, 12345678901234567890123456789012345678901]", "bid.json")[0] == 1e300


def test_a_key_given_twice_is_found_by_pointer() -> None:
    assert oddities('{"a": {"b/c": 1, "b/c": 2, "d": 3}}') == [
        "/a/b~1c: This key stands here more than once. Keep one of them."
    ]


def test_half_a_character_is_found_in_keys_texts_and_alone() -> None:
    assert oddities('{"\\ud800": 1, "b": "\\udfff"}') == [
        ": A key with half a character (a lone surrogate) stands here. Type the key again.",
        "/b: A text with half a character (a lone surrogate) stands here. Type the text again.",
    ]
    assert oddities('"\\ud800"') == [
        ": A text with half a character (a lone surrogate) stands here. Type the text again."
    ]


def test_paths_that_are_no_files_are_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path) == f"{tmp_path.name}: This is a folder. Give a contract file in JSON."
    assert refusal_of(tmp_path / "none.json") == (
        "none.json: There is no such file. Look for a slip in its name or folder."
    )
    assert refusal_of(tmp_path / "nul\0.json").startswith("nul\0.json: The file cannot be read: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert refusal_of(tmp_path / "pipe.json") == "pipe.json: This is no ordinary file. Give a contract file in JSON."


def test_what_is_written_is_read_back_and_stays_the_same() -> None:
    document = {"a": list(range(60)), "b": {"c": "Étienne", "d": None}, "e": [], "f": [{"g": 0.1}] * 30}
    text = strict_json.text_of(document)
    assert json.loads(text) == document
    assert strict_json.text_of(json.loads(text)) == text
    assert max(map(len, text.splitlines())) <= 112
    assert '  "b": {"c": "Étienne", "d": null},\n  "e": [],\n' in text


def test_what_is_no_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        strict_json.text_of([float("nan")])
