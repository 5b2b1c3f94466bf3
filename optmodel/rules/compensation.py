"""Rule ``compensation``."""

from collections.abc import Iterator

from optmodel.rules.rows import COMPENSATION, Row, Situation, between


def compensation(here: Situation) -> Iterator[Row]:
    r"""The operating compensation of a year lies within its bounds on the cost of operation.

    .. math:: a^{least}_m \sum_p operation_{pt} x_p \le O_t \le a^{most}_m \sum_p operation_{pt} x_p,
              \quad O_t = 0 \text{ where } t > L
    """
    mode = here.mode
    yield from between(
        here, "compensation", COMPENSATION, ("operation",), (mode.compensation_least, mode.compensation_most)
    )
