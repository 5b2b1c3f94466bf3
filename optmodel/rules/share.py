"""Rule ``share``."""

from collections.abc import Iterator

from optmodel.rules.rows import Linear, Row, Situation


def share(here: Situation) -> Iterator[Row]:
    r"""The share of turnover lies within the bounds of the mode.

    .. math:: r^{least}_m \le r \le r^{most}_m
    """
    yield Row("share", "least", Linear(here.contract.revenue_share), here.mode.share_least)
    yield Row("share", "most", Linear(here.mode.share_most), here.contract.revenue_share)
