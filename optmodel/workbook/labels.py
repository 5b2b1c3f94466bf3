"""How the fields of a case are named on a sheet, and the few words that stand around them."""

import unicodedata

from optmodel.case import SECTIONS, Quantity, Section

FIELD, VALUE, UNIT, MEANING = "field", "value", "unit", "meaning"
"""Headings of a sheet that holds one record; ``unit`` also opens the row of units of a table."""

DATA_ROWS = 5_000
"""The most rows a table may hold."""

DATA_COLUMNS = 60
"""The most columns that are read; of the sheet that holds a column for each record, the most records."""

DICTIONARY = "Dictionary"
"""The sheet that explains every field. It is written for people and never read."""

SECTION = {section.title: section for section in SECTIONS}
"""Each family of inputs by the name of its sheet."""


def plain(text: str) -> str:
    """Return a text as it is compared: without regard to case, outer space, kind of space or Unicode form.

    >>> plain(" Service\\u00a0 Factors ")
    'service factors'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def label(field: str) -> str:
    """Return the name of a field as a heading shows it.

    >>> label("build_per_km2")
    'build per km2'
    """
    return field.replace("_", " ")


def plain_label(text: str) -> str:
    """Return a heading as it is compared: ``Public need``, ``public_need`` and ``public need`` are one."""
    return plain(text.replace("_", " "))


def purpose(section: Section) -> str:
    """Return the sentence that says what a sheet holds."""
    return (section.part.__doc__ or section.title).splitlines()[0]


def bounds(quantity: Quantity) -> str:
    """Say what may stand in a field, in words, e.g. ``a number of at least 0; empty: 1``."""
    if quantity.refers_to is not None:
        words = f"a name from the sheet {quantity.refers_to}"
    else:
        words = quantity.expected
    if quantity.optional:
        return words + "; may be empty"
    return words + f"; empty: {shown(quantity.default)}" if quantity.has_default else words


def shown(value: object) -> str:
    """Return a value as the workbook shows it.

    >>> shown(True), shown(0.25), shown((0.5, 1.0))
    ('yes', '0.25', '0.5; 1')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(shown(item) for item in value)
    return f"{value:.16g}" if isinstance(value, float) else str(value)
