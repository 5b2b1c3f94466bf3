"""The ledgers of the government and of the operator, line by line and year by year."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from optmodel.contract import GOVERNMENT, LINES, OPERATOR
from optmodel.ledger import Ledger, Transfer
from optmodel.report import texts
from optmodel.report.figures import percent
from optmodel.report.page import Look, Page, Style, money_note

Amounts = dict[int, float]
YEARS_ON_A_PAGE = 13


@dataclass(frozen=True, slots=True)
class _Party:
    """Whose ledger is written: the sheets it has, its title, what is said of its figures."""

    name: str
    title: str
    note: str

    def by_line(self, ledger: Ledger, scenario: str | None) -> dict[str, float]:
        """Present value by line, with the sign of the reader."""
        return ledger.government_by_line(scenario) if self.name == GOVERNMENT else ledger.operator_by_line(scenario)


def ledger_sheets(style: Style, ledger: Ledger) -> None:
    """Write both ledgers, each with the signs of its reader: what the one pays, what the other receives.

    What is expected first; where there are several scenarios, each of them on a second sheet.
    """
    for party in _parties(ledger):
        _expected_sheet(style, ledger, party)
        if len(ledger.scenarios) > 1:
            _scenarios_sheet(style, ledger, party)
    if not ledger.mode.operator:
        Page(style, texts.SHEETS["operator"], [90]).title("The operator's ledger", texts.NO_OPERATOR)


def _parties(ledger: Ledger) -> Iterator[_Party]:
    case = ledger.case
    settings = case.settings
    note = f"What the government pays is positive, what it receives negative. {money_note(case)} "
    note += f"Present values at {percent(settings.government_rate, 2)} a year, "
    note += f"of what hangs on demand at {percent(settings.commercial_rate, 2)}."
    yield _Party(GOVERNMENT, "The government's ledger", note)
    if ledger.hurdle is not None:
        note = f"What the operator receives is positive, what it pays negative. {money_note(case)} "
        note += f"Present values at its required return, {percent(ledger.hurdle, 2)} a year."
        yield _Party(OPERATOR, "The operator's ledger", note)


def lines_of(ledger: Ledger, party: str, scenario: str | None = None) -> dict[tuple[str, str], Amounts]:
    """Return what a party receives less what it pays, by line, item and year; turned round for the government.

    Expected where no scenario is named.
    """
    weights = {item.name: item.probability for item in ledger.scenarios} if scenario is None else {scenario: 1.0}
    turned = -1 if party == GOVERNMENT else 1
    return _by_line_and_item(
        (transfer, turned * transfer.sign(party) * weights[transfer.scenario])
        for transfer in ledger.transfers
        if transfer.scenario in weights and transfer.sign(party)
    )


def _by_line_and_item(weighed: Iterable[tuple[Transfer, float]]) -> dict[tuple[str, str], Amounts]:
    result: dict[tuple[str, str], Amounts] = {}
    for transfer, weight in weighed:
        for item in {"", transfer.item}:
            years = result.setdefault((transfer.line, item), {})
            years[transfer.year] = years.get(transfer.year, 0.0) + weight * transfer.amount
    return result


def _expected_sheet(style: Style, ledger: Ledger, party: _Party) -> None:
    page = _page(style, ledger, party.name)
    expected = " What is expected of all scenarios; each of them stands on the next sheet."
    page.title(party.title, party.note + (expected if len(ledger.scenarios) > 1 else ""))
    _block(page, ledger, party, None, freeze=True)
    if party.name == GOVERNMENT and ledger.comparison:
        page.skip()
        page.sentence("Counted for comparison only: never paid, and in no sum above", "subheading", 3)
        weights = {item.name: item.probability for item in ledger.scenarios}
        beside = [(item, -item.sign(GOVERNMENT) * weights[item.scenario]) for item in ledger.comparison]
        for (_, name), amounts in _by_line_and_item(beside).items():
            if name:
                _row(page, name, None, amounts, list(ledger.case.years), "quiet")


def _scenarios_sheet(style: Style, ledger: Ledger, party: _Party) -> None:
    page = _page(style, ledger, f"{party.name} by scenario")
    page.title(f"{party.title}, scenario by scenario", party.note)
    for scenario in ledger.scenarios:
        page.sentence(f"{scenario.name}, probability {percent(scenario.probability)}", "subheading", 3)
        _block(page, ledger, party, scenario.name)
        page.skip()


def _page(style: Style, ledger: Ledger, key: str) -> Page:
    years = len(ledger.case.years)
    return Page(style, texts.SHEETS[key], [30, 14, 14, *[10] * years], wide=math.ceil(years / YEARS_ON_A_PAGE))


def _block(page: Page, ledger: Ledger, party: _Party, scenario: str | None, freeze: bool = False) -> None:
    """Write a party's lines and items year by year, with their sums, in a scenario or as expected."""
    years, present = list(ledger.case.years), party.by_line(ledger, scenario)
    labels = ["Line", "Present value", "Nominal", *(str(year) for year in years)]
    page.header(labels, right=1, freeze=freeze, columns_frozen=3)
    found = lines_of(ledger, party.name, scenario)
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
