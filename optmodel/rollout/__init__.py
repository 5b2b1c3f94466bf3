"""From a case to plans and their yearly series: what is built, run, needed, sold and covered, linear in the plans."""

from optmodel.rollout.plans import Array, Plan
from optmodel.rollout.series import Block, Rollout, Series, Served

__all__ = ["Array", "Block", "Plan", "Rollout", "Series", "Served"]
