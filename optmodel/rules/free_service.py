"""Rule ``free_service``."""

from collections.abc import Iterator

import numpy as np

from optmodel.rules.rows import PLAN, Linear, Row, Situation


def free_service(here: Situation) -> Iterator[Row]:
    r"""In the year of a target at least that part of the residents has a free service.

    .. math:: \sum_{p \in G} free_p(t) \, x_p \ge target_{tG} \sum_{d \in G} residents_d
    """
    if not here.case.free_service:
        return
    free = here.rollout.free_residents(here.series.block)
    for target in here.case.free_service:
        members = here.case.members(target.group)
        inside = np.array([district.name in members for district in here.case.districts])[here.rollout.district]
        residents = sum(here.case.district(name).residents for name in members)
        left = Linear(0.0, {PLAN: free[:, target.year - here.first_year] * inside})
        yield Row("free_service", f"{target.year}/{target.group}", left, target.target * residents)
