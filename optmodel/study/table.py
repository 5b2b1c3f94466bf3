"""The table of a study: its columns, and how it is written as CSV or as an Excel workbook."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optmodel.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

VARIED = "varied"
COLUMNS = (
    "status",
    "mode",
    "term_years",
    "revenue_share",
    "purchase_level",
    "tariff_level",
    "outsourced",
    "support",
    "government_cost",
    "objective",
    "chance_of_loss",
    "bound",
    "gap",
    "runner_up",
    "runner_up_cost",
)
SUFFIXES = (".csv", ".xlsx")
Row = dict[str, Any]
_MONEY = ("support", "government_cost", "objective", "bound", "gap", "runner_up_cost")


def csv_of(table: "pd.DataFrame") -> str:
    """Return the table as CSV: points in numbers, commas between them, whatever the locale."""
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text


def save_table(table: "pd.DataFrame", path: str | Path) -> None:
    """Write the table to a new file ending in .csv or .xlsx.

    Raises :class:`UsageError` for another ending and :class:`OutputError` where the file exists or cannot be written.
    """
    from optmodel.report import folder

    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{target.name}: a table's name ends in .csv or .xlsx.")
    data = csv_of(table).encode() if target.suffix.lower() == ".csv" else _workbook(table)
    folder.write_file(target, data)


def _workbook(table: "pd.DataFrame") -> bytes:
    """Write every text as text: a mode may be called =1+1."""
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    head = book.add_format(
        {"bold": True, "bg_color": "#1F3864", "font_color": "white", "text_wrap": True, "valign": "top"}
    )
    plain, money = book.add_format({}), book.add_format({"num_format": "#,##0.00"})
    share, factor = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "0.00"})
    formats = dict.fromkeys(_MONEY, money) | {"revenue_share": share, "chance_of_loss": share}
    formats["purchase_level"] = factor
    sheet = book.add_worksheet("Runs")
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, str(name), head)
        sheet.set_column(column, column, max(14, min(len(str(name)) + 2, 30)))
        for row, value in enumerate(table[name].tolist(), start=1):
            if isinstance(value, str):
                sheet.write_string(row, column, value, plain)
            elif isinstance(value, bool):
                sheet.write_boolean(row, column, value, plain)
            elif isinstance(value, int | float) and math.isfinite(value):
                sheet.write_number(row, column, value, formats.get(str(name), plain))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table), 1), max(len(table.columns) - 1, 0))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()
