"""The data dictionary: every field with its address, unit, bounds and meaning, as described beside the fields."""

from collections.abc import Iterator

from optmodel.case import SECTIONS, Quantity, Section
from optmodel.workbook.labels import bounds, label, purpose

HEADINGS = ("sheet", "field", "address", "unit", "what may stand there", "meaning")


def rows() -> Iterator[tuple[str, ...]]:
    """Yield one row for each field, in the order of the sheets; the columns are :data:`HEADINGS`."""
    for section in SECTIONS:
        for quantity in section.quantities:
            yield (
                section.title,
                label(quantity.name),
                address_pattern(section, quantity),
                quantity.unit,
                bounds(quantity),
                quantity.meaning,
            )


def address_pattern(section: Section, quantity: Quantity) -> str:
    """Return how the address of a field reads; what stands in angle brackets differs from row to row."""
    if section.layout == "record":
        return f"{section.title}!{quantity.name}"
    return f"{section.title}!{'/'.join(f'<{field}>' for field in section.key)}.{quantity.name}"


def dictionary() -> str:
    """Return the data dictionary as Markdown: a heading and a table for each sheet."""
    lines = [
        "# Data dictionary",
        "",
        "Every field of the workbook. The address of a field is used in findings, overrides and sources;",
        "what stands in angle brackets differs from row to row. Fractions are typed as 0.3 or as 30 %.",
    ]
    for section in SECTIONS:
        lines += ["", f"## {section.title}", "", purpose(section), ""]
        lines += ["| field | address | unit | what may stand there | meaning |", "|---|---|---|---|---|"]
        for sheet, *cells in rows():
            if sheet == section.title:
                cells[1] = f"`{cells[1]}`"
                lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
