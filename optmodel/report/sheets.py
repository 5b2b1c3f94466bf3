"""Sheets of the contract workbook, one function each.

The first one stands in :mod:`optmodel.report.summary_sheet`, value for money in :mod:`optmodel.report.value_sheet`, the
two ledgers in :mod:`optmodel.report.yearly`.
"""

from collections.abc import Iterator

from optmodel.contract import Schedule, Terms, tariff
from optmodel.ledger import Ledger
from optmodel.report import texts
from optmodel.report.comparison import Comparison, Row, comparison
from optmodel.report.document import Origin, provenance
from optmodel.report.figures import money_scale, money_unit, times
from optmodel.report.key_figures import reseller_prices
from optmodel.report.page import Look, Page, Style, money_note
from optmodel.report.sentences import reasons, warnings
from optmodel.result import Evaluation, Result


def terms_sheet(style: Style, contract: Evaluation) -> None:
    """Write the terms as signed and what is bought and paid in each year of the term."""
    terms, case = contract.terms, contract.ledger.case
    mode = case.mode(terms.mode)
    page = Page(style, texts.SHEETS["terms"], [34, 26, 26, 26], landscape=False)
    page.title("Terms as signed", money_note(case))
    page.header(["Term", "Signed"], right=1)
    rows: list[tuple[str, Look]] = [
        ("Operation mode", Look(terms.mode, "right", "best")),
        ("Term", Look(terms.term_years, "years")),
        ("First year", Look(terms.first_year, "year")),
        ("Last year", Look(terms.last_year, "year")),
        ("Share of turnover to the government", Look(terms.revenue_share, "share")),
        (
            "Purchase, of the planned need",
            Look(terms.purchase_level if mode.public_need == "bought" else None, "factor"),
        ),
        ("Tariff level", Look(_tariff(contract.ledger, terms), "right")),
        ("Outsourced", Look(", ".join(terms.outsourced) or "nothing", "right")),
        ("Capital contribution", Look(_schedule(terms.capital_contribution, "build and renewal"), "right")),
        ("Operating compensation", Look(_schedule(terms.operating_compensation, "operation"), "right")),
    ]
    for service, price in reseller_prices(contract.ledger).items():
        asked = money_scale(case, [price]).amount(price)
        rows.append((f"{service}: residents pay who sells it on, a year", Look(asked, "right")))
    for label, look in rows:
        page.line([Look(label), look])
    page.skip()
    page.heading("Year by year in the term")
    page.header(["Year", "Capacity bought, Mbit/s", "Capital contribution", "Operating compensation"], right=0)
    bought = dict(terms.public_capacity)
    for year in case.years[: terms.term_years]:
        amounts = [contract.ledger.contribution.get(year, 0.0), contract.ledger.compensation.get(year, 0.0)]
        page.line(
            [Look(year, "year"), Look(bought.get(year, 0.0), "capacity"), *(Look(item, "money") for item in amounts)]
        )


def modes_sheet(style: Style, result: Result) -> None:
    """Write going on as today and every mode side by side, and why a mode has no contract."""
    table = comparison(result)
    page = Page(style, texts.SHEETS["modes"], [34, *[22] * len(table.columns)])
    page.title("Modes side by side", f"Each at its own best terms. {money_note(result.case)}")
    draw_modes(page, table, result, table.rows, freeze=True)
    page.skip()
    missing = reasons(result)
    if missing:
        page.heading("Why a mode has no contract")
    for mode, sentences in missing:
        page.sentence(mode, "subheading")
        for sentence in sentences:
            page.sentence(sentence)


def rollout_sheet(style: Style, contract: Evaluation) -> None:
    """Write which district opens in which year with which technology; those that do not open come last."""
    case = contract.ledger.case
    page = Page(style, texts.SHEETS["rollout"], [30, 22, 14, 16, 16, 16, 18])
    page.title("Rollout", "In the order of opening. Capacity and need of the year of opening, Mbit/s.")
    page.header(
        ["District", "Technology", "Opens in", "Residents", "Premises", "Public need", "Capacity"], right=2, freeze=True
    )
    for item in sorted(contract.terms.rollout, key=lambda opening: (opening.opening_year, opening.district)):
        district, year = case.district(item.district), item.opening_year
        figures = [district.residents, district.premises]
        need, capacity = contract.ledger.need[year][item.district], contract.ledger.capacity[year][item.district]
        page.line(
            [Look(item.district), Look(item.technology), Look(year, "year")]
            + [Look(figure, "number") for figure in figures]
            + [Look(need, "capacity"), Look(capacity, "capacity")]
        )
    opened = {item.district for item in contract.terms.rollout}
    for district in case.districts:
        if district.name not in opened:
            figures = [district.residents, district.premises]
            page.line(
                [Look(district.name, look="quiet"), Look("not opened", look="quiet"), Look(None, "year", "quiet")]
                + [Look(figure, "number", "quiet") for figure in figures]
                + [Look(district.public_need, "capacity", "quiet"), Look(None, "capacity", "quiet")]
            )


def requirements_sheet(style: Style, contract: Evaluation) -> None:
    """Write every requirement with both sides, as judged on the terms as signed."""
    page = Page(style, texts.SHEETS["requirements"], [70, 20, 18, 16, 16, 16, 16, 12])
    page.title(
        "Requirements", "Left ≥ right is asked; judged from the ledger of the terms as signed, not by the solver."
    )
    page.header(["Requirement", "Rule", "For", "Left", "Right", "Room", "Unit", "Outcome"], right=3, freeze=True)
    first = page.row - 1
    for item in contract.requirements:
        outcome = "broken" if not item.holds else "binding" if item.binding else "holds"
        look = "bad" if not item.holds else "cell"
        unit = money_unit(contract.ledger.case) if item.unit == "money" else item.unit
        kind = "share" if item.unit == "fraction" else "number"
        figures = [Look(figure, kind, look) for figure in (item.left, item.right, item.slack)]
        page.line(
            [Look(text, look=look) for text in (item.sentence, item.rule, item.index)]
            + figures
            + [Look(text, "right", look) for text in (unit, outcome)]
        )
    page.sheet.autofilter(first, 0, max(page.row - 1, first), 7)


def warnings_sheet(style: Style, result: Result, origin: Origin) -> None:
    """Write what a reader must know and where the answer comes from."""
    page = Page(style, texts.SHEETS["warnings"], [34, 90])
    page.title("Warnings and origin")
    page.heading("What a reader must know")
    for warning in warnings(result):
        page.sentence(warning)
    page.skip()
    page.heading("Where the answer comes from")
    for label, value in _flat(provenance(result.case, origin, result.settings, result.own_rules)):
        page.line([Look(label), Look(value)])


def _flat(part: dict[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in part.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}: ")
        else:
            yield prefix + key.replace("_", " "), texts.NOTHING if value is None else str(value)


def _tariff(ledger: Ledger, terms: Terms) -> str:
    """Name the tariff level and, where it is a row of the case, what it does to prices and demand."""
    if not ledger.case.tariffs:
        return terms.tariff_level
    level = tariff(ledger.case, terms.tariff_level)
    return f"{level.name}: price {times(level.price)}, demand {times(level.demand)}"


def _schedule(schedule: Schedule, of: str) -> str:
    if schedule.share:
        return f"{100 * schedule.share:g} % of {schedule.basis} cost of {of}"
    return "amounts by year, below" if schedule.amounts else "none"


def draw_modes(page: Page, table: Comparison, result: Result, rows: tuple[Row, ...], freeze: bool = False) -> int:
    """Draw rows of the comparison; the recommended column stands out. Return the row of the first figures."""
    page.header(["", *table.columns], right=1, freeze=freeze)
    first = page.row
    looks = ["best" if column == result.recommended and index else "cell" for index, column in enumerate(table.columns)]
    for row in rows:
        kind = "right" if row.kind == "text" else row.kind
        cells = [Look(value, kind, look) for value, look in zip(row.values, looks, strict=True)]
        page.line([Look(row.label), *cells])
    return first
