"""The first sheet of the contract workbook: what to sign, the figures that count, what each scenario brings."""

from collections.abc import Iterator

from optmodel.ledger import Ledger
from optmodel.report import texts
from optmodel.report.comparison import ANSWER, Comparison, comparison
from optmodel.report.figures import money_scale, money_unit
from optmodel.report.key_figures import (
    chance_below_return,
    chance_of_loss,
    dearest_year,
    is_weighed,
    mean_of_dearest,
    operator_exposure,
    operator_irr,
    operator_payback,
    residents_pay_a_year,
    served_at_horizon,
)
from optmodel.report.page import LINE, Look, Page, Style, money_note
from optmodel.report.sentences import outlook, scale, summary, value_in_words, warnings
from optmodel.report.sheets import draw_modes
from optmodel.result import Evaluation, Result


def summary_sheet(style: Style, result: Result, contract: Evaluation) -> None:
    """Write the three sentences, the figures that count, what scenarios bring and the cost of every way to go on."""
    case = result.case
    table = comparison(result)
    page = Page(style, texts.SHEETS["summary"], [38, *[22] * max(4, len(table.columns))], high=1)
    years = f"{case.years[0]} to {case.years[-1]}"
    page.title(case.project.city, f"What to sign so that the government pays least, {years}. {money_note(case)}")
    for sentence in _sentences(result, contract):
        page.sentence(sentence)
        page.skip()
    beside = page.row
    page.heading("Key figures", 2)
    for label, look in _key_figures(result, contract):
        page.line([Look(label), look])
    page.skip()
    if len(contract.ledger.scenarios) > 1:
        _scenarios(page, contract.ledger)
        page.skip()
    page.heading("Going on as today and the modes")
    last = next(number for number, item in enumerate(table.rows, start=1) if item.label == ANSWER)
    row = draw_modes(page, table, result, table.rows[:last])
    page.skip()
    said = warnings(result)
    if said:
        page.heading("To be known")
    for warning in said:
        page.sentence(warning)
    _chart(page, style, table, beside, row)


def _sentences(result: Result, contract: Evaluation) -> Iterator[str]:
    money = scale(result)
    yield from summary(result)
    chances = outlook(contract.ledger, money)
    if chances is not None:
        yield chances
    if result.value_for_money is not None:
        yield value_in_words(result.value_for_money, money)


def _scenarios(page: Page, books: Ledger) -> None:
    """Write what each scenario costs the government and, at its required return, leaves the operator."""
    page.heading("What each scenario brings", 4)
    page.header(["Scenario", "Probability", "Government cost", "Operator's present value"], right=1)
    costs, left = books.government_cost_by_scenario, books.operator_npv_by_scenario
    for item in books.scenarios:
        figures = [Look(costs[item.name], "money"), Look(left.get(item.name), "money")]
        page.line([Look(item.name), Look(item.probability, "share"), *figures])
    expected = [Look(books.government_cost, "money", "total"), Look(books.operator_npv, "money", "total")]
    page.line([Look("expected", look="total"), Look(None, "share", "total"), *expected])


def _key_figures(result: Result, contract: Evaluation) -> Iterator[tuple[str, Look]]:
    books, case = contract.ledger, result.case
    mode = case.mode(contract.terms.mode)
    proof = result.best.proof if result.best else None
    yield "Mode", Look(contract.terms.mode, "right", "best")
    yield "Government cost, present value", Look(books.government_cost, "money")
    if is_weighed(books):
        yield "What is minimised", Look(books.objective, "money")
    if len(books.scenarios) > 1:
        yield "Mean of the dearest scenarios", Look(mean_of_dearest(books), "money")
    yield "Going on as today, present value", Look(result.today.expected_npv, "money")
    yield "Proven gap, of gross cost", Look(proof.gap_relative if proof else None, "gap")
    yield "Gross cost of build, renewal, operation", Look(books.gross_cost, "money")
    year, amount = dearest_year(books)
    yield f"Dearest year for the government, {year}", Look(amount, "money")
    yield "Support as signed, present value", Look(books.support_value, "money")
    yield "Residents pay, present value", Look(books.residents_pay_npv, "money")
    yearly = residents_pay_a_year(books)
    yield "A resident covered pays a year", Look(money_scale(case, [yearly]).amount(yearly), "right")
    yield "Districts opened", Look(f"{len(contract.terms.rollout)} of {len(case.districts)}", "right")
    yield "Residents served at the horizon", Look(served_at_horizon(books), "share")
    held = sum(item.holds for item in contract.requirements)
    yield "Requirements that hold", Look(f"{held} of {len(contract.requirements)}", "right")
    if mode.operator:
        yield from _of_operator(books)


def _of_operator(books: Ledger) -> Iterator[tuple[str, Look]]:
    (rate, no_rate), (year, no_year) = operator_irr(books), operator_payback(books)
    yield "Operator's net present value", Look(books.operator_npv, "money")
    yield "Return the operator requires", Look(books.hurdle, "share")
    yield "Operator's rate of return", Look(no_rate if rate is None else rate, "share")
    yield "Operator has its money back in", Look(no_year if year is None else year, "year")
    yield "Most the operator is out of pocket", Look(operator_exposure(books), "money")
    if len(books.scenarios) > 1:
        yield "Chance that it does not get its money back", Look(chance_of_loss(books), "share")
        yield "Chance that it earns less than it requires", Look(chance_below_return(books), "share")


def _chart(page: Page, style: Style, table: Comparison, beside: int, row: int) -> None:
    """Draw the cost of going on as today and of every mode that has a contract."""
    last = len(table.columns)
    name = texts.SHEETS["summary"]
    chart = style.book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "Government cost, present value",
            "categories": [name, row - 1, 1, row - 1, last],
            "values": [name, row, 1, row, last],
            "fill": {"color": "#2F5597"},
            "gap": 80,
            "data_labels": {"value": True, "num_format": style.number_format("money")},
        }
    )
    chart.set_title({"name": f"Government cost, present value ({money_unit(style.case)})", "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": {"size": 8}})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": LINE}}})
    chart.set_size({"width": 600, "height": 300})
    page.sheet.insert_chart(beside, 2, chart, {"x_offset": 30, "object_position": 2})
