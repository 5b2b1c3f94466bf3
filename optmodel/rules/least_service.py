"""Rule ``least_service``."""

from collections.abc import Iterator

from optmodel.rules.rows import PLAN, Linear, Row, Situation, of_district


def least_service(here: Situation) -> Iterator[Row]:
    r"""No district opens too late to be in service within the term for the least number of years.

    .. math:: \sum_{p \in d:\; \tau_p > L - n + 1} x_p \le 0, \quad n = \text{least service years}
    """
    latest = here.term - here.case.settings.least_service_years + 1
    for number, district in enumerate(here.case.districts):
        late = of_district(here, number) * (here.rollout.opening > latest)
        if late.any():
            yield Row("least_service", district.name, Linear(0.0, {PLAN: -late}), 0.0)
