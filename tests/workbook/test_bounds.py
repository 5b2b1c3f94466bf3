"""What a file claims costs neither time nor memory."""

import re
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from optmodel.errors import Finding
from optmodel.workbook import package, read
from optmodel.workbook.example import example
from tests.workbook.books import BOOK, SHEETS, STRINGS, Part, number, packed, parts, patched, reading_of

SECONDS, MEGABYTES = 15.0, 300
"""Five seconds are meant; a busy machine may take three times as long."""


def refused(path: Path) -> Finding:
    """The one finding of a file that asks for too much, given at once."""
    started = time.process_time()
    tracemalloc.start()
    try:
        (finding,) = read(path).findings
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < SECONDS
    assert peak < MEGABYTES * 2**20
    assert finding.address == str(path)
    return finding


def rows(content: str) -> Part:
    """Rows after the last."""
    return lambda sheet: sheet.replace(b"</sheetData>", content.encode() + b"</sheetData>")


def test_a_part_that_unpacks_to_more_than_it_may_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, parts() | {"xl/media/image.bin": bytes(33 * 2**20)})
    assert "its largest part to 33 MB" in refused(path).problem


def test_parts_that_unpack_to_more_than_they_may_together_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, parts() | {f"xl/media/image{number}.bin": bytes(22 * 2**20) for number in range(3)})
    assert "unpacks to 66 MB" in refused(path).problem


def test_a_directory_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, parts() | {"xl/media/image.bin": bytes(2**20)})
    whole = bytearray(path.read_bytes())
    entry = whole.rindex(b"xl/media/image.bin") - 46  # the fixed part of an entry of the directory
    whole[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")  # its size, unpacked
    path.write_bytes(whole)
    assert "damaged" in refused(path).problem or "larger than the file says" in refused(path).problem


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, parts() | {f"xl/media/{number}.bin": b"" for number in range(1000)})
    assert "parts; a workbook has a few dozen" in refused(path).problem


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, parts())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEETS["Districts"], b"<worksheet/>")
    assert "two parts of one name" in refused(path).problem


@pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil.xml", "/etc/evil.xml", "C:/evil.xml"])
def test_a_part_whose_name_points_outside_is_refused(name: str, tmp_path: Path) -> None:
    assert "points outside" in refused(packed(tmp_path, parts() | {name: b"<a/>"})).problem


ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
)


@pytest.mark.parametrize("entity", ENTITIES, ids=["bomb", "file", "definition elsewhere"])
@pytest.mark.parametrize("name", [BOOK, SHEETS["Districts"], STRINGS, "xl/styles.xml", "docProps/core.xml"])
def test_entities_are_refused_in_any_part(name: str, entity: bytes, tmp_path: Path) -> None:
    finding = refused(patched(tmp_path, {name: lambda content: content.replace(b"?>", b"?>" + entity, 1)}))
    assert f"The part {name} defines entities" in finding.problem


def test_entities_hidden_by_another_encoding_are_refused(tmp_path: Path) -> None:
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY a "a">]><workbook>&a;</workbook>'
    assert "damaged" in refused(patched(tmp_path, {BOOK: lambda content: hidden.encode("utf-16")})).problem


def test_a_file_of_a_hundred_megabytes_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "city.xlsx"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    assert "more than 64 MB" in refused(path).problem


TOO_MUCH = {
    "cells in one row": (SHEETS["Districts"], "</sheetData>", "<row r='900'>", "<c><v>1</v></c>", "</row>", "sheets"),
    "blank rows": (SHEETS["Districts"], "</sheetData>", "", "<row r='900'/>", "", "sheets"),
    "merged cells": (SHEETS["Districts"], "</sheetData>", "", "<mergeCell/>", "", "sheets"),
    "texts": (STRINGS, "</sst>", "", "<si/>", "", "texts"),
    "styles": ("xl/styles.xml", "</cellXfs>", "", "<xf/>", "", "styles"),
    "names": (BOOK, "</sheets>", "", "<definedName/>", "", "styles and other parts"),
    "relations": ("xl/_rels/workbook.xml.rels", "</Relationships>", "", "<Relationship/>", "", "styles"),
}


@pytest.mark.parametrize(("name", "end", "before", "piece", "after", "kind"), TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_more_markup_than_can_be_read_in_seconds_is_refused(
    name: str, end: str, before: str, piece: str, after: str, kind: str, tmp_path: Path
) -> None:
    added = (before + piece * 600_000 + after + end).encode()
    finding = refused(patched(tmp_path, {name: lambda content: content.replace(end.encode(), added)}))
    assert f"The {kind}" in finding.problem
    assert "are too large" in finding.problem
    assert "Delete formatted rows" in finding.remedy


@pytest.mark.parametrize("claim", [b"A1:XFD1048576", b"A1", b"ZZZZ99999999999"])
def test_a_false_dimension_changes_nothing(claim: bytes, tmp_path: Path) -> None:
    false = b'<dimension ref="' + claim + b'"'
    reading = read(
        patched(tmp_path, {SHEETS["Districts"]: lambda sheet: re.sub(b'<dimension ref="[^"]*"', false, sheet)})
    )
    assert reading.findings == ()
    assert reading.case == example()


def test_one_cell_in_the_last_corner_is_told_and_costs_nothing(tmp_path: Path) -> None:
    started = time.process_time()
    reading = reading_of(tmp_path, ("Districts!XFD1048576", number("1")), ("Modes!XFD1048576", number("1")))
    assert time.process_time() - started < SECONDS
    assert [finding.address for finding in reading.findings] == ["Districts!XFD1048576", "Modes!XFD1048576"]
    assert reading.case == example()


def test_a_hundred_thousand_formatted_blank_rows_are_read_past(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(900, 100_900))
    reading = read(patched(tmp_path, {SHEETS["Districts"]: rows(blank)}))
    assert reading.findings == ()
    assert reading.case == example()


# What the process itself held at most: its resource usage would also tell what the one that started it held.
WORST = """
import re, sys, time
from optmodel.workbook import read
started = time.process_time()
read(sys.argv[1])
held = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(time.process_time() - started, int(held[1]) / 1024)
"""


@pytest.mark.heavy
def test_the_largest_file_that_is_read_stays_within_seconds_and_megabytes(tmp_path: Path) -> None:
    many = "<row r='900'>" + "<c r='B900' s='1'/>" * (package.MARKUP_MOST["worksheet"] - 20_000) + "</row>"
    path = patched(tmp_path, {SHEETS["Districts"]: rows(many)})
    run = subprocess.run([sys.executable, "-c", WORST, str(path)], capture_output=True, text=True, check=True)
    seconds, megabytes = (float(figure) for figure in run.stdout.split())
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_importing_the_door_loads_neither_frames_nor_solver() -> None:
    code = "import sys, optmodel.workbook; print(sorted({'pandas', 'pyomo', 'highspy'} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
