"""Result → ``contract.xlsx``: summary, terms, modes side by side, contract map, rollout, both ledgers, and so on."""

import datetime
import io

from optmodel.report.document import NO_ORIGIN, Origin
from optmodel.report.map_sheet import map_sheet
from optmodel.report.page import Style
from optmodel.report.sheets import (
    modes_sheet,
    requirements_sheet,
    rollout_sheet,
    terms_sheet,
    warnings_sheet,
)
from optmodel.report.summary_sheet import summary_sheet
from optmodel.report.value_sheet import value_sheet
from optmodel.report.yearly import ledger_sheets
from optmodel.result import Result

# A workbook says when it was made: always the same, so that the same answer gives the same bytes.
MADE = datetime.datetime(2000, 1, 1)


def decimals_of(result: Result) -> int:
    """Return with how many decimals amounts are shown, which stay in the case's own unit."""
    best = result.best
    largest = max(abs(result.today.expected_npv), best.contract.ledger.gross_cost if best and best.contract else 0.0)
    return 0 if largest >= 1e4 else 2 if largest >= 10 else 4


def contract_workbook(result: Result, origin: Origin = NO_ORIGIN) -> bytes:
    """Return the workbook of a result that holds a contract."""
    import xlsxwriter

    best = result.best
    if best is None or best.contract is None:
        raise ValueError("A result without a contract has no workbook.")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": f"{result.case.project.city}: contract", "author": "optmodel", "created": MADE})
    style = Style(book, result.case, decimals_of(result))
    summary_sheet(style, result, best.contract)
    terms_sheet(style, best.contract)
    modes_sheet(style, result)
    if result.map:
        map_sheet(style, result)
    if result.value_for_money is not None:
        value_sheet(style, result.value_for_money)
    rollout_sheet(style, best.contract)
    ledger_sheets(style, best.contract.ledger)
    requirements_sheet(style, best.contract)
    warnings_sheet(style, result, origin)
    book.close()
    return buffer.getvalue()
