"""The ledgers of the government and of the operator, line by line and year by year."""

import math
from collections.abc import Mapping

from optmodel.contract import GOVERNMENT, LINES, OPERATOR
from optmodel.ledger import Ledger
from optmodel.report import texts
from optmodel.report.figures import percent
from optmodel.report.page import Look, Page, Style, money_note

Amounts = dict[int, float]
YEARS_ON_A_PAGE = 13


def ledger_sheets(style: Style, ledger: Ledger) -> None:
    """Write both ledgers, each with the signs of its reader: what the one pays, what the other receives."""
    case = ledger.case
    settings = case.settings
    note = f"What the government pays is positive, what it receives negative. {money_note(case)} "
    note += f"Present values at {percent(settings.government_rate, 2)} a year, "
    note += f"of what hangs on demand at {percent(settings.commercial_rate, 2)}."
    _ledger_sheet(style, "government", "The government's ledger", note, ledger, ledger.government_by_line(), GOVERNMENT)
    mode = case.mode(ledger.terms.mode)
    if not mode.operator or mode.hurdle is None:
        page = Page(style, texts.SHEETS["operator"], [90])
        page.title("The operator's ledger", texts.NO_OPERATOR)
        return
    note = f"What the operator receives is positive, what it pays negative. {money_note(case)} "
    note += f"Present values at its required return, {percent(mode.hurdle, 2)} a year."
    _ledger_sheet(style, "operator", "The operator's ledger", note, ledger, ledger.operator_by_line(), OPERATOR)


def lines_of(ledger: Ledger, party: str) -> dict[tuple[str, str], Amounts]:
    """Return what a party receives less what it pays, by line, item and year; turned round for the government."""
    turned = -1 if party == GOVERNMENT else 1
    result: dict[tuple[str, str], Amounts] = {}
    for transfer in ledger.transfers:
        sign = turned * ((transfer.payee == party) - (transfer.payer == party))
        if sign:
            for item in {"", transfer.item}:
                years = result.setdefault((transfer.line, item), {})
                years[transfer.year] = years.get(transfer.year, 0.0) + sign * transfer.amount
    return result


def _ledger_sheet(
    style: Style, key: str, title: str, note: str, ledger: Ledger, present: Mapping[str, float], party: str
) -> None:
    years = list(ledger.case.years)
    page = Page(
        style, texts.SHEETS[key], [30, 14, 14, *[10] * len(years)], wide=math.ceil(len(years) / YEARS_ON_A_PAGE)
    )
    page.title(title, note)
    page.header(
        ["Line", "Present value", "Nominal", *(str(year) for year in years)], right=1, freeze=True, columns_frozen=3
    )
    found = lines_of(ledger, party)
    for line in LINES:
        if (line.name, "") not in found:
            continue
        _row(page, line.name, present.get(line.name), found[line.name, ""], years, "cell")
        for (name, item), amounts in found.items():
            if name == line.name and item:
                _row(page, item, None, amounts, years, "quiet")
    if texts.END_VALUE in present:
        page.line([Look(texts.END_VALUE), Look(present[texts.END_VALUE], "money"), *[Look("")] * (len(years) + 1)])
    sums = {year: sum(amounts.get(year, 0.0) for (_, item), amounts in found.items() if not item) for year in years}
    _row(page, "in all", sum(present.values()), sums, years, "total")
    to_date = 0.0
    cells = []
    for year in years:
        to_date += sums[year]
        cells.append(Look(to_date, "money", "quiet"))
    page.line([Look("to date, nominal", look="item"), Look("", look="quiet"), Look("", look="quiet"), *cells])


def _row(page: Page, label: str, present: float | None, amounts: Amounts, years: list[int], look: str) -> None:
    shown = Look("", look=look) if present is None else Look(present, "money", look)
    cells = [Look(amounts.get(year, 0.0), "money", look) for year in years]
    page.line(
        [
            Look(label, look="item" if look == "quiet" else look),
            shown,
            Look(sum(amounts.values()), "money", look),
            *cells,
        ]
    )
