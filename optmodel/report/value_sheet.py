"""The sheet that sets the recommended contract beside the comparator: a bridge from the one's cost to the other's."""

from collections.abc import Mapping

from optmodel.contract import LINES
from optmodel.report import texts
from optmodel.report.figures import money_unit
from optmodel.report.page import LINE, Look, Page, Style
from optmodel.result import Bridge, Pairing, ValueForMoney


def value_sheet(style: Style, value: ValueForMoney) -> None:
    """Write what is saved within the budgets and without them, with risk and without, and on which lines."""
    page = Page(style, texts.SHEETS["value"], [46, 24, 24, 24, 24], high=1)
    note = (
        "Each at its own best terms. Saved is what the recommended contract costs less; negative is what it costs more."
    )
    page.title(f"Value for money: {value.recommended} beside {value.comparator}", note)
    if value.within_budgets is None:
        page.sentence(str(value.reason))
        return
    drawn = _pairing(page, value, value.within_budgets, "Within the budgets")
    page.skip()
    if value.without_budgets is None:
        page.sentence(texts.NO_BUDGET)
    else:
        _pairing(page, value, value.without_budgets, "Without budgets, both solved again")
    if drawn:
        _chart(page, drawn)


def _pairing(page: Page, value: ValueForMoney, pairing: Pairing, title: str) -> range:
    """Write one bridge, or why there is none; return the rows of its lines."""
    page.heading(title)
    if pairing.with_risk is None or pairing.without_risk is None:
        page.sentence(str(pairing.reason))
        return range(0)
    page.header(
        [
            f"Present value, {money_unit(page.style.case)}",
            value.comparator,
            f"{value.recommended}, recommended",
            "Saved",
            "Saved, the same terms without the risk register",
        ],
        right=1,
    )
    first = page.row
    bridge, bare = pairing.with_risk, pairing.without_risk
    for name in lines_in_order(bridge):
        _row(page, name, _figures(name, bridge.comparator, bridge.recommended, bridge.by_line, bare.by_line))
    lines = range(first, page.row)
    costs = [sum(bridge.comparator.values()), sum(bridge.recommended.values())]
    _row(page, "government cost", [*costs, bridge.value, bare.value], "total")
    if bridge.beside:
        for name in bridge.beside:
            beside = (bridge.comparator_beside, bridge.recommended_beside, bridge.beside, bare.beside)
            _row(page, f"{name} (comparison only)", _figures(name, *beside), "quiet")
        both = [sum(bridge.comparator_beside.values()), sum(bridge.recommended_beside.values())]
        costs = [cost + more for cost, more in zip(costs, both, strict=True)]
        _row(
            page,
            "with what is counted for comparison",
            [*costs, bridge.value_with_beside, bare.value_with_beside],
            "total",
        )
    return lines


def lines_in_order(bridge: Bridge) -> list[str]:
    """Return the lines of a bridge in the order of the table of lines, the end value last."""
    known = [line.name for line in LINES if line.name in bridge.by_line]
    return [*known, *(name for name in bridge.by_line if name not in known)]


def _figures(name: str, *columns: Mapping[str, float]) -> list[float]:
    return [column.get(name, 0.0) for column in columns]


def _row(page: Page, label: str, figures: list[float], look: str = "cell") -> None:
    page.line([Look(label, look=look), *(Look(figure, "money", look) for figure in figures)])


def _chart(page: Page, lines: range) -> None:
    """Draw what is saved on each line, below all that is written."""
    first, last = lines[0], lines[-1]
    name = texts.SHEETS["value"]
    chart = page.style.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Saved",
            "categories": [name, first, 0, last, 0],
            "values": [name, first, 3, last, 3],
            "fill": {"color": "#2F5597"},
            "invert_if_negative": True,
            "invert_if_negative_color": "#C55A11",
            "gap": 40,
        }
    )
    chart.set_title({"name": f"Saved by line ({money_unit(page.style.case)})", "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 8}})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": LINE}}})
    chart.set_size({"width": 900, "height": 60 + 22 * len(lines)})
    page.sheet.insert_chart(page.row + 1, 0, chart, {"object_position": 2})
