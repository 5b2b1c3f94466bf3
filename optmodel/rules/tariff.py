"""Rule ``tariff``."""

from collections.abc import Iterator

from optmodel.contract import tariff_levels
from optmodel.rules.rows import Linear, Row, Situation


def tariff(here: Situation) -> Iterator[Row]:
    r"""The tariff level is one that the mode may have.

    .. math:: [v \in V_m] \ge 1
    """
    yield Row("tariff", "", Linear(float(here.contract.tariff_level in tariff_levels(here.case, here.mode))), 1.0)
