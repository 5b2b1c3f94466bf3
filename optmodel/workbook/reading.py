"""Workbook → case: every cell is read, and all that is wrong is found at once and said in the cells of the file."""

import difflib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from openpyxl.utils import coordinate_to_tuple

from optmodel.case import (
    ALL_DISTRICTS,
    PLANNED,
    SECTIONS,
    TEMPLATE_VERSION,
    Case,
    Section,
    address_of,
    findings,
    row_key,
)
from optmodel.case.found import rows_of
from optmodel.errors import Finding, InputError, Severity
from optmodel.workbook.book import Book, book_of, reason
from optmodel.workbook.file import bytes_of, refuse_other_kinds
from optmodel.workbook.grid import grid_of
from optmodel.workbook.package import DAMAGED, NEW_TEMPLATE, Package, package_of
from optmodel.workbook.records import Records, absent, records_of, words
from optmodel.workbook.refusal import RefusedError
from optmodel.workbook.sheets import Sheets, sheets_of
from optmodel.workbook.table import table_of

COMPARED_MOST = 100
"""With more names on a sheet than this, misspelt ones are looked for only once the sheet itself can be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the case, unless anything is an error; every finding; the digest; the cell of every address.

    Addresses of findings are cells of the user's file, in the order of the sheets, rows and columns.
    """

    case: Case | None
    findings: tuple[Finding, ...]
    digest: str
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that stop the run."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def load(path: str | Path) -> Case:
    """Return the case of a workbook; raise :class:`InputError` with every error if there are any."""
    reading = read(path)
    if reading.case is None:
        raise InputError(reading.errors)
    return reading.case


def read(path: str | Path) -> Reading:
    """Read a workbook. Nothing is raised for what is wrong with it: all of it is among the findings."""
    address, digest = str(path), ""
    try:
        data = bytes_of(Path(path))
        digest = hashlib.sha256(data).hexdigest()
        refuse_other_kinds(address, data)
        package = package_of(address, data)
        book = book_of(address, package)
        sheets = sheets_of(address, book)
        read_sheets = _read_sheets(address, book, sheets)
        _refuse_other_version(read_sheets["About"])
    except RefusedError as refusal:
        return Reading(None, (refusal.finding,), digest)
    remarks = [*_remarks(address, package), *sheets.findings]
    return _judged(read_sheets, remarks, sheets.missing, digest)


def _read_sheets(address: str, book: Book, sheets: Sheets) -> dict[str, Records]:
    result = {}
    for section in SECTIONS:
        sheet = sheets.found.get(section.title)
        if sheet is None:
            result[section.title] = absent(section, spoilt=section.title in sheets.missing)
            continue
        try:
            grid = grid_of(book, sheet, turned=section.layout != "table")
        except Exception as error:  # the parser raises whatever a damaged sheet makes it stumble over
            problem = f"The sheet {sheet.title!r} is damaged: {reason(error)}."
            raise RefusedError(address, problem, DAMAGED) from error
        result[section.title] = records_of(table_of(section, sheet.title, grid))
    return result


def _refuse_other_version(about: Records) -> None:
    version = about.parts[0].template_version
    if "About!template_version" not in about.unread and version != TEMPLATE_VERSION:
        problem = f"The workbook is made from template {version[:40]!r}; template {TEMPLATE_VERSION!r} is read."
        raise RefusedError(about.cells["About!template_version"], problem, NEW_TEMPLATE)


def _remarks(address: str, package: Package) -> list[Finding]:
    remarks = []
    if package.is_macro_enabled:
        problem, remedy = "The workbook may hold macros, which are never run.", "Save it as .xlsx, without them."
        remarks.append(Finding(address, problem, remedy, Severity.WARNING))
    if package.has_external_links:
        problem = "Formulas take figures from other workbooks; what they gave when the file was last saved is used."
        remarks.append(Finding(address, problem, "Replace them by their values.", Severity.WARNING))
    return remarks


def _judged(sheets: dict[str, Records], remarks: list[Finding], missing: frozenset[str], digest: str) -> Reading:
    """Put the case together, check it, and say everything in the order of the cells."""
    case = Case(**{section.attribute: _held(section, sheets[section.title]) for section in SECTIONS})
    cells = {address: cell for records in sheets.values() for address, cell in records.cells.items()}
    unread = frozenset().union(*(records.unread for records in sheets.values()), missing, _hanging(case, sheets))
    found = [*remarks, *(finding for records in sheets.values() for finding in records.findings)]
    found += [_in_cells(finding, cells) for finding in findings(case, unread)]
    ranks = {cells.get(section.title, section.title): rank for rank, section in enumerate(SECTIONS, start=1)}
    ordered = tuple(sorted(dict.fromkeys(found), key=lambda finding: _position(finding.address, ranks)))
    is_wrong = any(finding.severity is Severity.ERROR for finding in ordered)
    return Reading(None if is_wrong else case, ordered, digest, MappingProxyType(cells))


def _held(section: Section, records: Records) -> Any:
    return records.parts[0] if section.layout == "record" else tuple(records.parts)


def _hanging(case: Case, sheets: dict[str, Records]) -> set[str]:
    """Return addresses whose findings would only repeat that names on another sheet could not be read.

    A name that is not defined but close to one that is stays a finding: it is misspelt.
    """
    spoilt = {title for title, records in sheets.items() if records.spoilt}
    result = {rows_of(title) for title in spoilt}
    result |= {"Sources"} if sheets["Sources"].unread else set()
    for section in SECTIONS:
        for quantity in section.quantities:
            if quantity.refers_to in spoilt:
                keys = _keys(case, quantity.refers_to)
                for record in case.records(section):
                    value = getattr(record, quantity.name)
                    if value not in keys and not _is_misspelt(str(value), keys):
                        result.add(address_of(section, record, quantity.name))
    for source in case.sources:
        if source.address.partition("!")[0] in spoilt:
            result.add(f"Sources!{source.address}.address")
    return result


def _keys(case: Case, title: str) -> frozenset[str]:
    if title == "Groups":
        return frozenset((ALL_DISTRICTS, *(item.group for item in case.groups)))
    section = next(section for section in SECTIONS if section.title == title)
    names = frozenset(row_key(section, record) for record in case.records(section))
    return names | {PLANNED} if title == "Tariffs" else names


def _is_misspelt(name: str, keys: frozenset[str]) -> bool:
    return len(keys) <= COMPARED_MOST and bool(difflib.get_close_matches(name, keys, n=1, cutoff=0.8))


def _in_cells(finding: Finding, cells: Mapping[str, str]) -> Finding:
    """Say a finding about a field in the cell of the user's file, and name the field in its text."""
    address = cells.get(finding.address, finding.address)
    _title, _, rest = finding.address.partition("!")
    if not rest:
        return replace(finding, address=address)
    row, _, name = rest.rpartition(".")
    return replace(finding, address=address, problem=f"{words(name, row)}: {finding.problem}")


def _position(address: str, ranks: Mapping[str, int]) -> tuple[int, int, int]:
    """Return where a finding belongs: files first, then sheet by sheet, each as a whole, then row by row."""
    title, _, cell = address.rpartition("!")
    if cell and re.fullmatch(r"[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?", cell) and title in ranks:
        row, column = coordinate_to_tuple(cell.partition(":")[0])
        return ranks[title], row, column
    return ranks.get(address, 0), 0, 0
