"""The workbook as a zip archive: nothing is unpacked before its directory has been found harmless.

A file of one megabyte can unpack to a gigabyte, and a part of few bytes can grow without end through entities. So the
directory is checked first, and then every part once, with as many bytes read as the directory promised and no more.
"""

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass

from optmodel.workbook.file import SAVE_AS
from optmodel.workbook.refusal import RefusedError

ENTRIES_MOST = 1_000
PART_MOST = 32 * 1024 * 1024
TOTAL_MOST = 64 * 1024 * 1024
MARKUP_MOST = {"worksheet": 500_000, "sst": 300_000, "": 150_000}
"""The most pieces of markup in all sheets, all texts and all other parts: they bound the time and memory of reading.

A cell with a number has four pieces; a full template of 5,000 districts has some 300,000 in its sheets.
"""

MARKUP_NAMES = {"worksheet": "sheets", "sst": "texts", "": "styles and other parts"}
ROOT = re.compile(rb"<(?:\w+:)?(worksheet|sst)[\s>]")
NEW_TEMPLATE = "Copy the figures into a new template (paste values only)."
DAMAGED = "Open it in Excel or LibreOffice, which may repair it, and save it; or take the last good copy."


@dataclass(frozen=True, slots=True)
class Package:
    """A zip archive that is harmless: its bytes and the names of its parts."""

    data: bytes
    names: frozenset[str]
    is_macro_enabled: bool

    @property
    def has_external_links(self) -> bool:
        """Whether formulas of the workbook point to other workbooks."""
        return any(name.lower().startswith("xl/externallinks/") for name in self.names)


def package_of(address: str, data: bytes) -> Package:
    """Check a zip archive and return it; refuse bombs, damaged archives and what is no .xlsx workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(address, entries)
            _check_kind(address, {entry.filename for entry in entries}, archive)
            _check_parts(address, archive, entries)
            is_macro_enabled = b"macroEnabled" in archive.read("[Content_Types].xml")
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,  # what zipfile raises for a way of packing it does not know
    ) as error:
        problem = "The workbook is damaged or was cut off when it was copied or downloaded."
        raise RefusedError(address, problem, DAMAGED) from error
    except RuntimeError as error:  # what zipfile raises for an entry with a password
        raise RefusedError(
            address, "The file is protected with a password.", "Remove the password and save it."
        ) from error
    return Package(data, frozenset(entry.filename for entry in entries), is_macro_enabled)


def _check_directory(address: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES_MOST:
        raise RefusedError(address, f"The file holds {len(entries):,} parts; a workbook has a few dozen.", NEW_TEMPLATE)
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    if total > TOTAL_MOST or largest > PART_MOST:
        problem = (
            f"The file unpacks to {total / 2**20:,.0f} MB, its largest part to {largest / 2**20:,.0f} MB; "
            f"at most {TOTAL_MOST // 2**20} MB in all and {PART_MOST // 2**20} MB for a part are read."
        )
        raise RefusedError(address, problem, NEW_TEMPLATE)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise RefusedError(
            address, "The file holds two parts of one name, so that it can be read in two ways.", NEW_TEMPLATE
        )
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name for name in names):
        raise RefusedError(address, "The file holds a part whose name points outside of it.", NEW_TEMPLATE)


def _check_kind(address: str, names: set[str], archive: zipfile.ZipFile) -> None:
    if "xl/workbook.bin" in names:
        raise RefusedError(address, "This is a binary workbook (.xlsb).", SAVE_AS)
    if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
        raise RefusedError(address, "This is an OpenDocument file (.ods).", SAVE_AS)
    if "[Content_Types].xml" not in names:
        raise RefusedError(
            address, "This is a zip archive, not an Excel workbook.", "Unpack it, and give the workbook in it."
        )
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise RefusedError(
            address, "This is a text document or presentation, not a workbook.", "Give a filled template."
        )
    if not any(name.startswith("xl/") for name in names):
        raise RefusedError(address, "The file has no workbook in it.", DAMAGED)


def _check_parts(address: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Read every part once; refuse entities, and more markup than can be read in a few seconds."""
    markup = dict.fromkeys(MARKUP_MOST, 0)
    for entry in entries:
        content = _content(address, archive, entry)
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            problem = f"The part {entry.filename} defines entities, which no spreadsheet program writes."
            raise RefusedError(address, problem, "Do not trust this file. " + NEW_TEMPLATE)
        if b"http://purl.oclc.org/ooxml/spreadsheetml" in content[:4096]:
            raise RefusedError(address, 'The workbook was saved as "Strict Open XML".', SAVE_AS)
        root = ROOT.search(content[:4096])
        markup[root.group(1).decode() if root else ""] += content.count(b"<")
    for kind, count in markup.items():
        if count > MARKUP_MOST[kind]:
            problem = (
                f"The {MARKUP_NAMES[kind]} of the workbook are too large: {count:,} pieces of markup; "
                f"at most {MARKUP_MOST[kind]:,} are read."
            )
            remedy = "Delete formatted rows below the tables and sheets of your own, or make a new template."
            raise RefusedError(address, problem, remedy)


def _content(address: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return a part, read no further than the directory promised."""
    with archive.open(entry) as part:
        content = part.read(entry.file_size + 1)
        if len(content) > entry.file_size or part.read(1):
            raise RefusedError(address, f"The part {entry.filename} is larger than the file says.", NEW_TEMPLATE)
    return content
