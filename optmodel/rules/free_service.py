"""Rule ``free_service``."""

from collections.abc import Iterator

from optmodel.rules.rows import PLAN, Linear, Row, Situation


def free_service(here: Situation) -> Iterator[Row]:
    r"""In the year of a target at least that part of the residents has a free service.

    .. math:: \sum_{p \in G} free_p(t) \, x_p \ge target_{tG} \sum_{d \in G} residents_d
    """
    if not here.case.free_service:
        return
    free = here.rollout.free_residents(here.series.block)
    for target in here.case.free_service:
        inside, residents = here.rollout.of_group(target.group)
        left = Linear(0.0, {PLAN: free[:, target.year - here.first_year] * inside})
        yield Row("free_service", f"{target.year}/{target.group}", left, target.target * residents)
