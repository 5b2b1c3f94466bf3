"""The template with something wrong in it, put there where a person or a program would: in the parts of the file."""

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from optmodel.case import SECTIONS
from optmodel.errors import Finding
from optmodel.workbook import Reading, read, template

Part = Callable[[bytes], bytes]
Change = Callable[[openpyxl.Workbook], object]

SHEETS = {section.title: f"xl/worksheets/sheet{number}.xml" for number, section in enumerate(SECTIONS, start=1)}
STYLES, STRINGS, BOOK = "xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


@cache
def template_bytes() -> bytes:
    """The template, as it comes from the tool."""
    with tempfile.TemporaryDirectory() as folder:
        template(Path(folder) / "template.xlsx")
        return (Path(folder) / "template.xlsx").read_bytes()


def unpacked(source: Path | io.BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(source) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def parts() -> dict[str, bytes]:
    """The parts of the template."""
    return unpacked(io.BytesIO(template_bytes()))


def packed(folder: Path, contents: Mapping[str, bytes]) -> Path:
    """A workbook of these parts."""
    path = folder / "city.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def patched(folder: Path, changes: Mapping[str, Part]) -> Path:
    """The template with some of its parts changed."""
    return packed(
        folder, {name: changes[name](content) if name in changes else content for name, content in parts().items()}
    )


def changed(folder: Path, change: Change) -> Path:
    """The template as a spreadsheet program would save it after a change."""
    book = openpyxl.load_workbook(io.BytesIO(template_bytes()))
    change(book)
    path = folder / "city.xlsx"
    book.save(path)
    return path


def with_cells(folder: Path, cells: Iterable[tuple[str, str]]) -> Path:
    """The template with other cells: pairs of an address such as ``Districts!B4`` and the inside of a cell element."""
    contents = parts()
    contents[STYLES] = contents[STYLES].replace(b"</cellXfs>", b'<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>')
    for address, inside in cells:
        title, _, name = address.partition("!")
        contents[SHEETS[title]] = _with_cell(contents[SHEETS[title]].decode(), name, inside).encode()
    return packed(folder, contents)


def _with_cell(sheet: str, name: str, inside: str) -> str:
    cell = f'<c r="{name}" {inside}'
    found = re.search(rf'<c r="{name}"[^>]*?(/>|>.*?</c>)', sheet)
    if found is not None:
        return sheet[: found.start()] + cell + sheet[found.end() :]
    row = re.sub(r"\D", "", name)
    return sheet.replace("</sheetData>", f'<row r="{row}">{cell}</row></sheetData>')


def _count_of_styles() -> int:
    found = re.search(rb'<cellXfs count="(\d+)">', parts()[STYLES])
    assert found is not None
    return int(found.group(1))


def number(shown: str) -> str:
    return f"><v>{shown}</v></c>"


def text(shown: str) -> str:
    return f't="inlineStr"><is><t xml:space="preserve">{escape(shown)}</t></is></c>'


def truth(value: bool) -> str:
    return f't="b"><v>{int(value)}</v></c>'


def error(shown: str) -> str:
    return f't="e"><v>{shown}</v></c>'


def formula(written: str, result: str | None = None) -> str:
    return f"><f>{escape(written)}</f>" + ("" if result is None else f"<v>{result}</v>") + "</c>"


def failed_formula(written: str, result: str) -> str:
    return f't="e"><f>{escape(written)}</f><v>{result}</v></c>'


def dated(serial: str) -> str:
    """A number in a cell that is formatted as a date."""
    return f's="{_count_of_styles()}"><v>{serial}</v></c>'


EMPTY = "></c>"


def reading_of(folder: Path, *cells: tuple[str, str]) -> Reading:
    return read(with_cells(folder, cells))


def told(reading: Reading) -> dict[str, Finding]:
    """The findings of a reading by address; no address may have two."""
    result = {finding.address: finding for finding in reading.findings}
    assert len(result) == len(reading.findings), [str(finding) for finding in reading.findings]
    return result
