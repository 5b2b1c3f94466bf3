"""Public capacity: what the government pays for it, by the rows and as it is signed in whole steps."""

import numpy as np

from optmodel.rollout import Array
from optmodel.rules.rows import Situation


def price(here: Situation) -> Array:
    """Price of public capacity where it is bought in the term, nominal; 0 elsewhere; [year]."""
    mode = here.mode
    if mode.public_need != "bought":
        return np.zeros(here.rollout.horizon)
    in_term = here.rollout.year <= here.term
    return np.asarray(in_term * (mode.public_price or 0.0) * here.rollout.indexed(mode.public_price_index))


def purchases(here: Situation) -> Array:
    """What the government pays for capacity and overage for one unit of planned need; [scenario, year].

    With Q = q · planned need, capacity costs price · Q and overage price · (1 + premium) · max(0, f − q) · need: exact,
    for q and the scenario's factor f on need are numbers.
    """
    level = here.contract.purchase_level
    factor = here.rollout.scenario_factor("need")[:, None]
    return np.asarray(price(here) * _units(here, np.array([level]), factor))


def capacity_change(here: Situation) -> Array:
    """What the government pays the operator more because capacity is signed in steps; [scenario, year].

    It is negative where the capacity signed replaces overage, which is dearer.
    """
    factor = here.rollout.scenario_factor("need")[:, None]
    if here.capacity is None:
        return np.zeros((len(factor), here.rollout.horizon))
    bought, need = here.capacity.bought, here.capacity.need
    by_rows = here.contract.purchase_level * need
    return np.asarray(price(here) * (_units(here, bought, factor * need) - _units(here, by_rows, factor * need)))


def beyond_change(here: Situation) -> Array:
    """How much more capacity is signed beyond planned need, in whole steps, than the rows have beyond need; [year]."""
    if here.capacity is None:
        return np.zeros(here.rollout.horizon)
    by_rows = max(0.0, here.contract.purchase_level - 1) * here.capacity.need
    return np.asarray(np.maximum(0.0, here.capacity.bought - here.capacity.enough) - by_rows)


def _units(here: Situation, bought: Array, needed: Array) -> Array:
    """Units paid for at the price: those bought, used or not, and at the premium those needed above them."""
    return bought + (1 + here.mode.overage_premium) * np.maximum(0.0, needed - bought)
