"""Rule ``term``."""

from collections.abc import Iterator

from optmodel.contract import term_lengths
from optmodel.rules.rows import Linear, Row, Situation


def term(here: Situation) -> Iterator[Row]:
    r"""The term lies within the bounds of the mode.

    .. math:: L^{least}_m \le L \le L^{most}_m
    """
    lengths = term_lengths(here.case, here.mode)
    yield Row("term", "least", Linear(float(here.term)), float(lengths[0]))
    yield Row("term", "most", Linear(float(lengths[-1])), float(here.term))
