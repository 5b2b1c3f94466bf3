"""Which sheet of a workbook holds which family of inputs."""

import difflib
from dataclasses import dataclass

from optmodel.case import SECTIONS
from optmodel.case.checks import plain
from optmodel.errors import Finding, Severity
from optmodel.workbook.book import Book, Sheet
from optmodel.workbook.refusal import RefusedError

FEWEST = 3
"""A workbook with fewer sheets of the template is taken for something else altogether."""

ALIKE, NEARLY_ALIKE = 0.7, 0.8
"""How near a name must come to be asked about: of a sheet that is needed, of one that may be left out."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheet of each section by its title, what was found on the way, and the sections whose sheet is not known.

    A sheet that may be left out and is, is known: it says nothing.
    """

    found: dict[str, Sheet]
    findings: tuple[Finding, ...]
    missing: frozenset[str]


def sheets_of(address: str, book: Book) -> Sheets:
    """Match the sheets of a workbook with the sections; another case and other spaces match, with a warning."""
    found: dict[str, Sheet] = {}
    findings: list[Finding] = []
    missing: list[str] = []
    for section in SECTIONS:
        candidates = [sheet for sheet in book.sheets if plain(sheet.title) == plain(section.title)]
        if len(candidates) > 1:
            findings.append(_two(section.title, candidates))
            missing.append(section.title)
        elif candidates:
            found[section.title] = candidates[0]
            findings += _remarks(section.title, candidates[0])
        else:
            lacking = (_misspelt if section.optional else _missing)(section.title, book)
            findings += lacking
            missing += [section.title] if lacking else []
    if len(found) < FEWEST:
        named = ", ".join(repr(sheet.title) for sheet in book.sheets[:5]) or "none"
        problem = f"This is not a workbook of optmodel: its sheets are {named}{', …' if len(book.sheets) > 5 else ''}."
        raise RefusedError(address, problem, "Copy the figures into a new template.")
    return Sheets(found, tuple(findings), frozenset(missing))


def _remarks(title: str, sheet: Sheet) -> list[Finding]:
    remarks = []
    if sheet.title != title:
        problem = f"The sheet is named {sheet.title!r} and is read as {title!r}."
        remarks.append(Finding(sheet.title, problem, f"Rename it {title!r}.", Severity.WARNING))
    if sheet.is_hidden:
        remarks.append(
            Finding(
                sheet.title,
                "The sheet is hidden and is read all the same.",
                "Show it, to see its figures.",
                Severity.WARNING,
            )
        )
    return remarks


def _two(title: str, candidates: list[Sheet]) -> Finding:
    named = " and ".join(repr(sheet.title) for sheet in candidates)
    return Finding(title, f"Two sheets may be meant: {named}.", "Delete one of them or rename it.")


def _missing(title: str, book: Book) -> list[Finding]:
    near = _nearest(title, book, ALIKE)
    hint = f"Rename the sheet {near!r}, if it is meant; otherwise " if near is not None else ""
    remedy = f"copy the sheet {title!r} from a new template; its rows may stay empty where nothing is to be said."
    return [Finding(title, "The sheet is missing.", hint + (remedy if hint else remedy[:1].upper() + remedy[1:]))]


def _misspelt(title: str, book: Book) -> list[Finding]:
    """Ask about a sheet that may be the one left out: its figures would silently not be read."""
    near = _nearest(title, book, NEARLY_ALIKE)
    if near is None:
        return []
    problem = f"There is no sheet of this name, and {near!r} may be meant."
    return [Finding(title, problem, f"Rename the sheet {near!r}: {title!r}, if it is meant, or less like it.")]


def _nearest(title: str, book: Book, cutoff: float) -> str | None:
    """Return the sheet of one's own whose name comes nearest to that of a section."""
    known = {plain(section.title) for section in SECTIONS}
    others = {plain(sheet.title): sheet.title for sheet in book.sheets if plain(sheet.title) not in known}
    near = difflib.get_close_matches(plain(title), others, n=1, cutoff=cutoff)
    return others[near[0]] if near else None
