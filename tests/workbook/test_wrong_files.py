import io
import os
import zipfile
from pathlib import Path

import pytest

from optmodel.errors import Finding, InputError
from optmodel.workbook import load, read
from optmodel.workbook.example import example
from tests.workbook.books import BOOK, SHEETS, STRINGS, packed, parts, patched, template_bytes

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
TYPES = "[Content_Types].xml"


def refused(path: Path | str) -> Finding:
    """The one finding of a file that cannot be read; it names the file and no case comes of it."""
    reading = read(path)
    assert reading.case is None
    (finding,) = reading.findings
    assert finding.address == str(path)
    return finding


def of_bytes(folder: Path, data: bytes) -> Finding:
    path = folder / "city.xlsx"
    path.write_bytes(data)
    return refused(path)


def zipped(**contents: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target.getvalue()


OTHERS = {
    "empty": (b"", "The file is empty", "new template"),
    "CSV": (b"name,area\nOld Town,4.2\n", "text file (CSV)", "Copy its figures"),
    "CSV of a German office": (b"\xef\xbb\xbfname;area\r\nAltstadt;4,2\r\n", "text file (CSV)", "Copy its figures"),
    "web page": (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "web page", "save it as"),
    "XML spreadsheet of 2003": (b'<?xml version="1.0"?><Workbook/>', "web page or XML", "save it as"),
    "old workbook": (OLE + bytes(1000), "old kind (.xls)", "save it as"),
    "password": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password", "remove the password"),
    "PDF": (b"%PDF-1.7\n", "PDF", "workbook it was printed from"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "not an Excel workbook", "save it as"),
    "word": (b"hello", "not an Excel workbook", "save it as"),
    "archive": (zipped(**{"a.txt": b"1"}), "zip archive, not an Excel", "Unpack it"),
    "binary workbook": (zipped(**{"xl/workbook.bin": b"1"}), "binary workbook (.xlsb)", "save it as"),
    "OpenDocument": (
        zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        "OpenDocument file (.ods)",
        "save it as",
    ),
    "letter": (zipped(**{TYPES: b"<Types/>", "word/document.xml": b"<a/>"}), "text document", "filled template"),
    "no workbook": (zipped(**{TYPES: b"<Types/>"}), "no workbook in it", "repair"),
}


@pytest.mark.parametrize(("data", "problem", "remedy"), OTHERS.values(), ids=OTHERS.keys())
def test_what_is_no_workbook_is_refused_for_what_it_is(data: bytes, problem: str, remedy: str, tmp_path: Path) -> None:
    finding = of_bytes(tmp_path, data)
    assert problem in finding.problem
    assert remedy in finding.remedy


@pytest.mark.parametrize("part", [0.999, 0.9, 0.5, 0.01])
def test_a_file_that_was_cut_off_is_damaged(part: float, tmp_path: Path) -> None:
    whole = template_bytes()
    finding = of_bytes(tmp_path, whole[: int(len(whole) * part)])
    assert "damaged" in finding.problem
    assert "repair it" in finding.remedy


def test_a_file_with_a_wrong_byte_is_damaged(tmp_path: Path) -> None:
    whole = bytearray(template_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 8] = bytes(8)
    assert "damaged" in of_bytes(tmp_path, bytes(whole)).problem


@pytest.mark.parametrize("name", [BOOK, "xl/_rels/workbook.xml.rels", STRINGS])
def test_a_part_that_is_missing_is_damage_and_never_a_crash(name: str, tmp_path: Path) -> None:
    path = packed(tmp_path, {other: content for other, content in parts().items() if other != name})
    reading = read(path)
    assert reading.case is None
    assert all(finding.remedy for finding in reading.findings)


def test_a_sheet_whose_part_is_missing_is_a_missing_sheet(tmp_path: Path) -> None:
    path = packed(tmp_path, {name: content for name, content in parts().items() if name != SHEETS["Districts"]})
    (finding,) = read(path).findings
    assert (finding.address, finding.problem) == ("Districts", "The sheet is missing.")


@pytest.mark.parametrize("name", [BOOK, SHEETS["Districts"], STRINGS, TYPES])
def test_a_part_that_is_no_xml_is_damage(name: str, tmp_path: Path) -> None:
    finding = refused(patched(tmp_path, {name: lambda content: content[: len(content) // 2]}))
    assert "damaged" in finding.problem


def test_a_workbook_of_something_else_is_refused_once(tmp_path: Path) -> None:
    finding = refused(patched(tmp_path, {BOOK: lambda content: content.replace(b'name="', b'name="Old ')}))
    assert "This is not a workbook of optmodel: its sheets are 'Old About', 'Old Project'," in finding.problem


def test_strict_open_xml_is_refused_with_the_way_out(tmp_path: Path) -> None:
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    path = patched(
        tmp_path,
        {BOOK: lambda content: content.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict)},
    )
    assert "Strict Open XML" in refused(path).problem


def test_macros_are_never_run_and_told(tmp_path: Path) -> None:
    plain, macros = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    path = patched(
        tmp_path,
        {TYPES: lambda content: content.replace(b"openxmlformats-officedocument." + plain, macros)},
    )
    reading = read(path)
    (finding,) = reading.findings
    assert (finding.severity, finding.address) == ("warning", str(path))
    assert "macros, which are never run" in finding.problem
    assert reading.case == example()


def test_links_to_other_workbooks_are_told(tmp_path: Path) -> None:
    contents = parts() | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    reading = read(packed(tmp_path, contents))
    (finding,) = reading.findings
    assert "from other workbooks" in finding.problem
    assert reading.case == example()


def test_a_missing_path_a_folder_and_a_name_that_cannot_be_are_told_apart(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "nowhere.xlsx").problem
    assert "no such file" in refused(tmp_path / "nowhere" / "city.xlsx").problem
    assert "folder" in refused(tmp_path).problem
    assert "cannot be opened" in refused(tmp_path / ("x" * 300)).problem
    assert "cannot be opened" in refused("a\0b.xlsx").problem


def test_a_pipe_and_a_device_are_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):  # a system without pipes in folders has none to wait for
        return
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert "pipe or a device" in refused(tmp_path / "pipe.xlsx").problem
    assert "pipe or a device" in refused("/dev/zero").problem


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("optmodel.workbook.file.os.open", denied)
    finding = refused(tmp_path / "city.xlsx")
    assert "may not be read" in finding.problem
    assert "permission" in finding.remedy


def test_loading_a_file_that_is_none_raises_its_finding(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no such file. Check the path and the spelling."):
        load(tmp_path / "nowhere.xlsx")


def test_a_zip_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = template_bytes()
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.index(header) + flags
        locked = locked[:start] + b"\x01\x00" + locked[start + 2 :]
    assert "protected with a password" in of_bytes(tmp_path, locked).problem
