"""Rule ``openings``."""

from collections.abc import Iterator

from optmodel.rules.rows import PLAN, Linear, Row, Situation


def openings(here: Situation) -> Iterator[Row]:
    r"""No more districts open in a year than the limit.

    .. math:: \sum_{p:\; \tau_p = t} x_p \le openings^{most}
    """
    limit = here.case.settings.openings_limit
    if limit is None:
        return
    for year, not_opened in here.rollout.not_opened_in.items():
        yield Row("openings", str(here.first_year + year - 1), Linear(0.0, {PLAN: not_opened}), -float(limit))
