"""How the fields of a case are named on a sheet, and the few words that stand around them."""

from optmodel.case import Quantity, Section
from optmodel.case.checks import plain

FIELD, VALUE, UNIT, MEANING = "field", "value", "unit", "meaning"
"""Headings of a sheet that holds one record; ``unit`` also opens the row of units of a table."""

DATA_ROWS = 5_000
"""The most rows a table may hold."""

DATA_COLUMNS = 60
"""The most columns that are read; of the sheet that holds a column for each record, the most records."""

DICTIONARY = "Dictionary"
"""The sheet that explains every field. It is written for people and never read."""

PURPOSES = {
    "About": "What this workbook is, and in which money it speaks.",
    "Project": "The city and the years looked at.",
    "Districts": "One row for each district. A district is opened as a whole, with one technology, or not at all.",
    "Groups": "One row for each district of a named group, for coverage targets. May stay empty.",
    "Technologies": "One row for each way to equip a district.",
    "Services": "One row for each thing sold, or given free, with the capacity the public need leaves.",
    "Service factors": "One row for each service and mode: whether and how the mode offers the service.",
    "Tariffs": "One row for each level of prices a contract may fix. May stay empty: prices are then those planned.",
    "Modes": "One column for each operation mode: who builds, runs, earns and pays, and the bounds of the terms.",
    "Charges": "One row for each payment that comes with a mode, beside build, operation and services.",
    "Outsourcing": "One row for each function a government that runs the network may have others do. May stay empty.",
    "Scenarios": "One row for each way things may come. May stay empty: all then comes as planned.",
    "Risks": "One row for each risk of the register: how likely, how bad, where it is counted. May stay empty.",
    "Risk factors": "One row for each risk and mode: how hard the risk strikes, and which part the operator bears.",
    "Outsourced risks": "One row for each risk that outsourcing a function makes smaller or larger. May stay empty.",
    "Coverage": "One row for each target: by a year, at least a share of the residents of a group must be served.",
    "Free service": "One row for each target: by a year, at least a share of the residents must have a free service.",
    "Budget": "One row for each year in which the government's net payments are limited. May stay empty.",
    "Settings": "Rates, indices, steps and requirements that hold for the whole city.",
    "Sources": "One row for each input, or family of inputs, and where it comes from. * stands for any row.",
}
"""What each sheet holds, as its first row says it."""


GUIDE = (
    "How to fill in this workbook",
    "Fill in the pale cells of every sheet; click on one to see what it means and what may stand there.",
    "The sheet Dictionary explains every field. Leave a cell empty only where it says that it may be empty.",
    "Amounts are in the currency and money unit given above; in units, money stands for them. Type figures only.",
    "Type fractions as 0.3 or 30 %. Rows and columns may be added, removed, moved and left blank; headings must stay.",
    "Sheets of your own may be added: they are not read. The sheet Sources says where each figure comes from.",
)
"""What the first sheet says beneath its fields."""


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
    return PURPOSES[section.title]


def bounds(quantity: Quantity) -> str:
    """Say what may stand in a field, in words, e.g. ``a number of at least 0; empty: 1``."""
    words = quantity.expected if quantity.refers_to is None else f"a name from the sheet {quantity.refers_to}"
    if quantity.optional:
        return words + "; may be empty"
    return words + f"; empty: {shown(quantity.default)}" if quantity.has_default else words


def shown(value: object) -> str:
    """Return a value as the workbook shows it.

    >>> shown(True), shown(0.085), shown((0.5, 1.0))
    ('yes', '0.085', '0.5; 1')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(shown(item) for item in value)
    if isinstance(value, float):
        short = f"{value:.15g}"
        return short if float(short) == value else repr(value)
    return str(value)
