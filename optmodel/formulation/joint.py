"""The joint model: mode, term, share, purchase, support and rollout chosen in one mixed-integer program.

Written on its own, as an analyst would from MODEL.md, without the rows of :mod:`optmodel.rules`: the two must agree.

A **block** is a mode with the functions outsourced, a tariff level, a term and the services served in it; within a
block every yearly series is linear in the plans, in each scenario. So ``built[p]`` is split into ``built_under[b, p]``,
one part for each block, of which all but the chosen one's are zero. What remains bilinear is the share times turnover
and the purchase level times need: both factors are chosen from a short list, and the product is split over that list in
the same way. Every product is exact; nothing is bounded from one side only, but what a limit or the objective itself
presses down.

Scenarios add no variables of their own but to turnover, and to that only where a row looks at one scenario by itself.

What is chosen is stated in ``joint_choices``, what the terms multiply in ``joint_terms``, support in ``joint_support``,
what residents are owed in ``joint_residents``, budgets and the operator in ``joint_money``, the objective in
``joint_cost``; what rounding and ties ask for in ``joint_rounding``. All write on the ``Draft`` of ``joint_draft``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optmodel.case import Mode
from optmodel.contract import GridPoint
from optmodel.formulation.joint_choices import (
    declare_variables,
    state_choices,
    state_districts,
    state_openings,
    state_own_rules,
    state_unfit_plans,
)
from optmodel.formulation.joint_cost import state_objective
from optmodel.formulation.joint_draft import Draft, ModePart
from optmodel.formulation.joint_money import state_budgets, state_operators
from optmodel.formulation.joint_residents import state_residents
from optmodel.formulation.joint_support import state_support, state_support_limit
from optmodel.formulation.joint_terms import state_products
from optmodel.rollout import Array, Rollout

# A binary read from a solver is true above this.
TRUE = 0.5


@dataclass(frozen=True, slots=True)
class Joint:
    """The model, its parts and the scale of money.

    ``tie`` is the most that the tie-breaking term can add to the objective.
    """

    model: Any
    rollout: Rollout
    parts: tuple[ModePart, ...]
    scale: float
    tie: float
    shortfall: tuple[tuple[tuple[str, str, float], Any], ...] = ()


def joint(
    rollout: Rollout,
    modes: Sequence[Mode],
    *,
    scale: float,
    elastic: Collection[str] = (),
    rounded: bool = False,
) -> Joint:
    """State the whole decision for some modes; money is divided by ``scale``.

    ``elastic`` names requirements that may fall short; how much they do is then minimised, each as a part of what it
    asks.
    ``rounded`` leaves room in budgets, return and payback for what rounding the signed terms can change.
    """
    draft = Draft(rollout, modes, scale, elastic=elastic, rounded=rounded)
    declare_variables(draft)
    state_choices(draft)
    state_products(draft)
    state_support(draft)
    state_districts(draft)
    state_unfit_plans(draft)
    state_openings(draft)
    state_own_rules(draft)
    state_residents(draft)
    state_budgets(draft)
    state_support_limit(draft)
    state_operators(draft)
    state_objective(draft)
    return Joint(draft.model, rollout, draft.parts, scale, draft.tie, tuple(draft.shortfall))


def chosen_contract(made: Joint, value: Mapping[int, float]) -> tuple[GridPoint, Array]:
    """Read a solution: the contract of the grid and the plans built [plan].

    ``value`` gives the value of each variable, by its ``id``.
    """
    for part in made.parts:
        for (block, belonging), chosen in zip(part.blocks, part.chosen, strict=True):
            if value[id(chosen)] > TRUE:
                share = part.shares[int(np.argmax([value[id(item)] for item in part.share_chosen]))]
                level = part.levels[int(np.argmax([value[id(item)] for item in part.level_chosen]))]
                assert share in belonging
                built = np.array([round(value[id(item)]) for item in made.model.built.values()], dtype=float)
                contract = GridPoint(block.mode, block.term_years, share, level, block.tariff_level, block.outsourced)
                return contract, built
    raise AssertionError("no block is chosen")
