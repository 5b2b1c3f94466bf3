"""Rule ``outsourcing``, and what functions that others do cost the government."""

from collections.abc import Iterator

import numpy as np

from optmodel.rollout import Array
from optmodel.rules.rows import Linear, Row, Situation


def outsourcing(here: Situation) -> Iterator[Row]:
    r"""Functions that must be outsourced are, and none is that must not be.

    .. math:: [f \text{ always}] \le [f \in F] \le [f \text{ not never}]
    """
    functions = {item.function: item for item in here.case.functions if item.mode == here.mode.name}
    for name in dict.fromkeys((*functions, *here.contract.outsourced)):
        rule = functions[name].outsourced if name in functions else "never"
        is_outsourced = name in here.contract.outsourced
        allowed = is_outsourced if rule == "always" else not (rule == "never" and is_outsourced)
        yield Row("outsourcing", name, Linear(float(allowed)), 1.0)


def fees(here: Situation) -> Array:
    """Fees of outsourced functions less the staff they free, nominal; [year]."""
    year, total = here.rollout.year, np.zeros(here.rollout.horizon)
    for item in here.case.functions:
        if item.mode == here.mode.name and item.function in here.contract.outsourced:
            last = here.rollout.horizon if item.last is None else item.last
            total += ((year >= item.first) & (year <= last)) * (item.fee - item.staff_saved)
    return total * here.rollout.indexed("contract")
