"""Rule ``need_carried``."""

from collections.abc import Iterator

from optmodel.rules.rows import PLAN, Linear, Row, Situation, of_district


def need_carried(here: Situation) -> Iterator[Row]:
    r"""A district is equipped to carry its public need in every year to the horizon.

    .. math:: \sum_{p \in d:\; \exists t \ge \tau_p:\; capacity_{pt} < need_{dt}} x_p \le 0
    """
    for number, district in enumerate(here.case.districts):
        short = of_district(here, number) * ~here.rollout.carries
        if short.any():
            yield Row("need_carried", district.name, Linear(0.0, {PLAN: -short}), 0.0)
