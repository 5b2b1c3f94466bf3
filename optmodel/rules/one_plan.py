"""Rule ``one_plan``."""

from collections.abc import Iterator

from optmodel.rules.rows import PLAN, Linear, Row, Situation, of_district


def one_plan(here: Situation) -> Iterator[Row]:
    r"""A district is opened once, with one technology, or not at all.

    .. math:: \sum_{p \in d} x_p \le 1
    """
    for number, district in enumerate(here.case.districts):
        yield Row("one_plan", district.name, Linear(0.0, {PLAN: -of_district(here, number)}), -1.0)
