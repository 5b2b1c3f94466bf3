"""The workbook opened: its sheets by name, its texts, and which cell styles are dates.

openpyxl reads the table of contents and the texts. What else it would load (themes, properties, charts, fonts, links)
says nothing about figures and is what damaged or unusual files make it stumble over, so it is left alone.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from optmodel.workbook.package import DAMAGED, Package
from optmodel.workbook.refusal import RefusedError


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the workbook names it, and the part of the file that holds it."""

    title: str
    is_hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook whose sheets have not been read yet."""

    archive: zipfile.ZipFile
    sheets: tuple[Sheet, ...]
    texts: list[str]
    epoch: datetime
    dates: frozenset[int]
    durations: frozenset[int]


def book_of(address: str, package: Package) -> Book:
    """Open a workbook; refuse one that is damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on parts it does not keep
            reader = ExcelReader(io.BytesIO(package.data), read_only=True, data_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            formats = list(_formats(reader.archive)) if ARC_STYLE in package.names else []
            sheets = tuple(_sheets(reader, package))
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        raise RefusedError(address, f"The workbook is damaged: {reason(error)}.", DAMAGED) from error
    return Book(
        archive=reader.archive,
        sheets=sheets,
        texts=reader.shared_strings,
        epoch=reader.wb.epoch,
        dates=frozenset(style for style, code in enumerate(formats) if is_date_format(code)),
        durations=frozenset(style for style, code in enumerate(formats) if is_timedelta_format(code)),
    )


def _sheets(reader: ExcelReader, package: Package) -> Iterator[Sheet]:
    sheet: Any
    relation: Any
    for sheet, relation in reader.parser.find_sheets():
        if relation.target in package.names and "chartsheet" not in relation.Type:
            yield Sheet(sheet.name, sheet.state != "visible", relation.target)


def _formats(archive: zipfile.ZipFile) -> Iterator[str | None]:
    """Yield the number format of every cell style, in their order."""
    tag = f"{{{SHEET_MAIN_NS}}}"
    own: dict[int, str] = {}
    with archive.open(ARC_STYLE) as source:
        for _, element in iterparse(source):
            if element.tag == tag + "numFmt":
                own[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
            elif element.tag == tag + "cellXfs":
                for style in element:
                    number = int(style.get("numFmtId", "0"))
                    yield own.get(number, BUILTIN_FORMATS.get(number))


def reason(error: Exception) -> str:
    """Say what an exception says, in one line that can be read."""
    return " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__
