"""What the joint model chooses: one contract, and plans that fit it and what the city asks of the rollout."""

from typing import Any

import pyomo.environ as pyo

from optmodel.formulation.joint_draft import Draft
from optmodel.formulation.linear_sum import Sum


def declare_variables(draft: Draft) -> None:
    """Declare what is chosen, bought and paid, mode by mode; plans that a block excludes have no variable."""
    model, horizon = draft.model, range(draft.rollout.horizon)
    keys = [(m, b) for m, part in enumerate(draft.parts) for b in range(len(part.blocks))]
    plans = [(m, b, int(p)) for m, b in keys for p in draft.parts[m].admitted[b]]
    model.chosen = pyo.Var(keys, domain=pyo.Binary, doc="mode, term and services chosen")
    model.built = pyo.Var(range(len(draft.rollout.plans)), domain=pyo.Binary, doc="plan chosen")
    model.built_under = pyo.Var(plans, bounds=(0, 1), doc="plan chosen under the block")
    model.share_chosen = pyo.Var(
        [(m, k) for m, part in enumerate(draft.parts) for k in range(len(part.shares))], domain=pyo.Binary
    )
    model.level_chosen = pyo.Var(
        [(m, k) for m, part in enumerate(draft.parts) for k in range(len(part.levels))], domain=pyo.Binary
    )
    years = [(m, t) for m in range(len(draft.parts)) for t in horizon]
    model.contribution_paid = pyo.Var(years, domain=pyo.NonNegativeReals, doc="capital contribution")
    model.compensation_paid = pyo.Var(years, domain=pyo.NonNegativeReals, doc="operating compensation")
    for m, part in enumerate(draft.parts):
        part.chosen = [model.chosen[m, b] for b in range(len(part.blocks))]
        part.built_under = [
            [model.built_under[m, b, int(p)] for p in part.admitted[b]] for b in range(len(part.blocks))
        ]
        part.share_chosen = [model.share_chosen[m, k] for k in range(len(part.shares))]
        part.level_chosen = [model.level_chosen[m, k] for k in range(len(part.levels))]
        part.contribution = [model.contribution_paid[m, t] for t in horizon]
        part.compensation = [model.compensation_paid[m, t] for t in horizon]


def state_choices(draft: Draft) -> None:
    """One block is chosen; its mode takes one share that belongs to the block, and one purchase level.

    A mode that leaves the government too little control is not chosen.
    """
    model = draft.model
    model.one_contract = pyo.Constraint(expr=sum(model.chosen.values()) == 1)
    model.one_share = pyo.ConstraintList()
    model.one_level = pyo.ConstraintList()
    model.share_of_block = pyo.ConstraintList()
    model.control = pyo.ConstraintList()
    for part in draft.parts:
        taken = sum(part.chosen)
        model.one_share.add(sum(part.share_chosen) == taken)
        model.one_level.add(sum(part.level_chosen) == taken)
        if part.mode.control < (draft.case.settings.control_required or 0):
            model.control.add(taken <= 0)
        for (_, belonging), chosen in zip(part.blocks, part.chosen, strict=True):
            if len(belonging) < len(part.shares):
                fitting = [y for y, share in zip(part.share_chosen, part.shares, strict=True) if share in belonging]
                model.share_of_block.add(sum(fitting) >= chosen)


def state_districts(draft: Draft) -> None:
    """State that a plan is built under the chosen block or not at all, and at most one in a district.

    A district that must be open by some year has one.
    """
    model, model.one_plan = draft.model, pyo.ConstraintList()
    model.parts_of_plan = pyo.ConstraintList()
    model.must_open = pyo.ConstraintList()
    under: list[list[Any]] = [[] for _ in draft.rollout.plans]
    for part in draft.parts:
        for admitted, built, chosen in zip(part.admitted, part.built_under, part.chosen, strict=True):
            of_district: dict[int, list[Any]] = {}
            for plan, variable in zip(admitted, built, strict=True):
                under[plan].append(variable)
                of_district.setdefault(int(draft.rollout.district[plan]), []).append(variable)
            for variables in of_district.values():
                model.one_plan.add(sum(variables) <= chosen)
    for plan, variables in enumerate(under):
        model.parts_of_plan.add(sum(variables) == model.built[plan])
    for number, district in enumerate(draft.case.districts):
        if district.must_open_by is not None:
            in_time = draft.rollout.opening <= district.must_open_by - draft.case.project.first_year + 1
            wanted = ((draft.rollout.district == number) & in_time).astype(float)
            opened = Sum().add(wanted, list(model.built.values()))
            draft.require(model.must_open, "must_open", district.name, opened, 1.0, 1.0)


def state_unfit_plans(draft: Draft) -> None:
    """Count the plans of a district that do not carry its need or open too late, where the model was let admit them.

    Elsewhere there are none: a plan that does not fit has no variable under the block.
    """
    model, rollout, service = draft.model, draft.rollout, draft.case.settings.least_service_years
    for rule in ("need_carried", "least_service"):
        if rule not in draft.elastic:
            continue
        model.add_component(rule, pyo.ConstraintList())
        for number, district in enumerate(draft.case.districts):
            unfit = Sum()
            for part in draft.parts:
                for (block, _), admitted, built in zip(part.blocks, part.admitted, part.built_under, strict=True):
                    late = rollout.opening > block.term_years - service + 1
                    counted = (rollout.district == number) & (~rollout.carries if rule == "need_carried" else late)
                    unfit.add(-counted[admitted].astype(float), built)
            if unfit.variables:
                draft.require(getattr(model, rule), rule, district.name, unfit, 0.0, 1.0)


def state_own_rules(draft: Draft) -> None:
    """What the city asks of the rollout by rules of its own holds, whatever the contract."""
    model, rollout = draft.model, draft.rollout
    built = list(model.built.values())
    for rule in rollout.rules:
        component = pyo.ConstraintList(doc=rule.sentence)
        model.add_component(f"own_{rule.name}", component)
        for row in rollout.own_rows:
            if row.rule.name == rule.name:
                asked = Sum().add(row.plan, built)
                draft.require(component, rule.name, row.index, asked, row.right, rollout.own_size(rule.name))


def state_openings(draft: Draft) -> None:
    """No year opens more districts than the limit."""
    model, rollout = draft.model, draft.rollout
    model.openings = pyo.ConstraintList()
    built = list(model.built.values())
    limit = draft.case.settings.openings_limit
    for year in sorted(set(rollout.opening.tolist())) if limit is not None else ():
        opened = Sum().add(-(rollout.opening == year).astype(float), built)
        name = str(draft.case.project.first_year + year - 1)
        draft.require(model.openings, "openings", name, opened, -float(limit or 0), float(len(draft.case.districts)))
