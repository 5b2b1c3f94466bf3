"""Rule ``contribution``."""

from collections.abc import Iterator

from optmodel.rules.rows import CONTRIBUTION, Row, Situation, between


def contribution(here: Situation) -> Iterator[Row]:
    r"""The capital contribution of a year lies within its bounds on the cost of build and renewal.

    .. math:: c^{least}_m \sum_p (build + renewal)_{pt} x_p \le K_t \le c^{most}_m \sum_p (build + renewal)_{pt} x_p,
              \quad K_t = 0 \text{ where } t > L
    """
    mode = here.mode
    yield from between(
        here, "contribution", CONTRIBUTION, ("build", "renewal"), (mode.contribution_least, mode.contribution_most)
    )
