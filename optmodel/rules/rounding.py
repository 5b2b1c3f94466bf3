"""Rounding up to what is signed, and what signing capacity in whole steps changes in the money of a contract."""

import math
from dataclasses import replace

import numpy as np

from optmodel.case import Mode
from optmodel.contract import purchase_levels
from optmodel.rollout import Array, Rollout
from optmodel.rules.cash import in_term
from optmodel.rules.rows import SignedCapacity, Situation

# Steps are counted with this tolerance, so that the noise of a computation never signs a whole step.
STEP_TOLERANCE = 1e-9
# The part of an amount that is noise of a computation: thousands of districts may be added up in any order.
NOISE = 1e-12
# Signed figures are multiples of their step, told to so many places.
PLACES = 10


def rounded_up(amount: float, step: float) -> float:
    """Return the least multiple of ``step`` that is not below ``amount`` but for noise; the amount itself for step 0.

    >>> rounded_up(110.00000000000001, 0.01), rounded_up(110.001, 0.01), rounded_up(1e-9, 1.0)
    (110.0, 110.01, 0.0)
    """
    if step == 0.0:
        return amount
    multiple = math.ceil(amount / step - max(STEP_TOLERANCE, NOISE * amount / step))
    return round(multiple * step, PLACES) if multiple > 0 else 0.0


def public_capacity(here: Situation, built: Array, step: float) -> Array:
    """Return the capacity bought in the term, Mbit/s by year, for a rollout [plan]: level times need, rounded up.

    It is not rounded for step 0.
    """
    if here.mode.public_need != "bought":
        return np.zeros(here.rollout.horizon)
    return _all_rounded_up(here.contract.purchase_level * in_term(here) * (here.rollout.need.T @ built), step)


def as_signed(here: Situation, built: Array) -> Situation:
    """Return a situation in which capacity is what is signed for a rollout [plan], in whole steps."""
    need = in_term(here) * (here.rollout.need.T @ built)
    step = here.case.settings.capacity_step
    return replace(here, capacity=SignedCapacity(public_capacity(here, built, step), need, _all_rounded_up(need, step)))


def _all_rounded_up(amounts: Array, step: float) -> Array:
    return np.array([rounded_up(float(amount), step) for amount in amounts])


def most_saved(rollout: Rollout, mode: Mode) -> float:
    """Return the most that signing capacity in steps can save the government in any contract of a mode, present value.

    Below the need of some scenario, at most one step a year replaces overage, and no more than all of it: the premium
    is saved.
    """
    settings = rollout.case.settings
    most = float(rollout.scenario_factor("need").max())
    partial = [level for level in purchase_levels(rollout.case, mode) if 0 < level < most]
    if not partial or not mode.operator:
        return 0.0
    longest = rollout.horizon if mode.term_most is None else mode.term_most
    need = rollout.need_of_district.sum(axis=0) * rollout.open.any(axis=0) * (rollout.year <= longest)
    replaced = np.minimum(settings.capacity_step, (most - partial[0]) * need)
    price = rollout.indexed(mode.public_price_index) * (mode.public_price or 0.0) * mode.overage_premium
    weights = rollout.discounting(settings.government_rate)
    return float(weights @ (price * replaced))
