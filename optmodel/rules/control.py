"""Rule ``control``."""

from collections.abc import Iterator

from optmodel.rules.rows import Linear, Row, Situation


def control(here: Situation) -> Iterator[Row]:
    r"""The government keeps at least the control it requires.

    .. math:: control_m \ge control^{required}
    """
    required = here.case.settings.control_required
    if required is not None:
        yield Row("control", "", Linear(float(here.mode.control)), float(required))
