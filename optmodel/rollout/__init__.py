"""From a case to plans and their yearly series: what is built, run, needed, sold and covered, linear in the plans."""

from optmodel.rollout.own_rows import OwnRow
from optmodel.rollout.plans import Array, Flags, Plan
from optmodel.rollout.risks import ActiveRisk
from optmodel.rollout.rollout import Rollout
from optmodel.rollout.sales import Served
from optmodel.rollout.series import AS_EXPECTED, BY_SCENARIO, Block, Key, Series, as_expected

__all__ = [
    "AS_EXPECTED",
    "BY_SCENARIO",
    "ActiveRisk",
    "Array",
    "Block",
    "Flags",
    "Key",
    "OwnRow",
    "Plan",
    "Rollout",
    "Series",
    "Served",
    "as_expected",
]
