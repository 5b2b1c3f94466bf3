"""Rule ``permitted``."""

from collections.abc import Iterator

from optmodel.rules.rows import Linear, Row, Situation


def permitted(here: Situation) -> Iterator[Row]:
    r"""The mode may be chosen: it is selectable and permitted.

    .. math:: [m \text{ selectable and permitted}] \ge 1
    """
    yield Row("permitted", "", Linear(float(here.mode in here.case.candidates)), 1.0)
