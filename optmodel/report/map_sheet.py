"""The sheet that maps the contracts of every mode: the term down, the share of turnover across."""

import math
from collections.abc import Sequence

from optmodel.contract_map import Known, Place
from optmodel.report import texts
from optmodel.report.figures import percent
from optmodel.report.page import Look, Page, Style, money_note
from optmodel.result import Result

SHARES_ON_A_PAGE = 12
NOTE = (
    "What the best of the other terms costs, before rounding. Upright: the cost. Grey: a proven bound, which it is not "
    "below. Green: the contract chosen, as signed."
)


def map_sheet(style: Style, result: Result) -> None:
    """Write a grid for every mode whose contracts were searched."""
    by_mode: dict[str, list[Place]] = {}
    for place in result.map:
        by_mode.setdefault(place.mode, []).append(place)
    most = max((len(_shares(places)) for places in by_mode.values()), default=1)
    page = Page(style, texts.SHEETS["map"], [16, *[14] * max(most, 5)], wide=math.ceil(most / SHARES_ON_A_PAGE))
    page.sheet.repeat_columns(0, 0)
    page.title("What contracts cost, by term and share of turnover", f"{NOTE} {money_note(result.case)}")
    for answer in result.answers:
        page.heading(answer.mode)
        if answer.mode in by_mode:
            _grid(page, by_mode[answer.mode])
        else:
            page.sentence(answer.reason if answer.contract is None and answer.reason else texts.NOT_SEARCHED)
        page.skip()


def _grid(page: Page, places: Sequence[Place]) -> None:
    shares = _shares(places)
    page.header(["Term", *(percent(share) for share in shares)], right=1)
    for first in range(0, len(places), len(shares)):
        row = places[first : first + len(shares)]
        page.line([Look(row[0].term_years, "years"), *(_look(place) for place in row)])


def _shares(places: Sequence[Place]) -> list[float]:
    return [place.revenue_share for place in places if place.term_years == places[0].term_years]


def _look(place: Place) -> Look:
    if place.chosen:
        return Look(place.amount, "money", "best")
    if place.known is Known.IMPOSSIBLE:
        return Look("impossible", "right", "quiet")
    return Look(place.amount, "money", "cell" if place.known is Known.COST else "quiet")
