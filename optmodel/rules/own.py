"""The rows of rules of the city's own, which are the same for every contract."""

from collections.abc import Iterator

from optmodel.rules.rows import PLAN, Linear, Row, Situation


def own(here: Situation) -> Iterator[Row]:
    """State what the city's own rules ask of the plans, each under its name."""
    for row in here.rollout.own_rows:
        yield Row(row.rule.name, row.index, Linear(0.0, {PLAN: row.plan}), row.right)
