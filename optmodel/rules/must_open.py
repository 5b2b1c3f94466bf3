"""Rule ``must_open``."""

from collections.abc import Iterator

from optmodel.rules.rows import PLAN, Linear, Row, Situation, of_district


def must_open(here: Situation) -> Iterator[Row]:
    r"""A district is open by the year it must be.

    .. math:: \sum_{p \in d:\; \tau_p \le \tau^{most}_d} x_p \ge 1
    """
    for number, district in enumerate(here.case.districts):
        if district.must_open_by is not None:
            latest = district.must_open_by - here.first_year + 1
            in_time = of_district(here, number) * (here.rollout.opening <= latest)
            yield Row("must_open", district.name, Linear(0.0, {PLAN: in_time}), 1.0)
