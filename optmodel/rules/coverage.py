"""Rule ``coverage``."""

from collections.abc import Iterator

from optmodel.rules.rows import PLAN, Linear, Row, Situation


def coverage(here: Situation) -> Iterator[Row]:
    r"""In the year of a target at least that part of the residents is served.

    .. math:: \sum_{p \in G:\; \tau_p \le t} residents_d \, reach_o \, x_p \ge target_{tG} \sum_{d \in G} residents_d
    """
    for target in here.case.coverage:
        _, residents = here.rollout.of_group(target.group)
        served = here.rollout.covered_by(target.group, target.year - here.first_year + 1)
        yield Row(
            "coverage",
            f"{target.year}/{target.group}",
            Linear(0.0, {PLAN: served}),
            target.target * residents,
        )
