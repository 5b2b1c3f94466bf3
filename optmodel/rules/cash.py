"""Each party's yearly cash in each scenario, linear in the plans chosen and in the yearly support, under a contract."""

from dataclasses import dataclass

import numpy as np

from optmodel.contract import GOVERNMENT, OPERATOR
from optmodel.rollout import Array
from optmodel.rules.capacity import capacity_change, purchases
from optmodel.rules.charges import charges
from optmodel.rules.outsourcing import fees
from optmodel.rules.risks import risks
from optmodel.rules.rows import COMPENSATION, CONTRIBUTION, PLAN, Linear, Situation


@dataclass(frozen=True, slots=True)
class Cash:
    """Money by scenario and year: ``constant`` [scenario, year] and ``plan`` [scenario, plan, year].

    ``contribution`` and ``compensation`` [scenario, year] say how much it holds of the year's support as signed.
    """

    constant: Array
    plan: Array
    contribution: Array
    compensation: Array

    def weighted(self, years: Array, scenarios: Array) -> Linear:
        """Sum over years and scenarios with weights, as a linear expression."""
        return Linear(
            float(scenarios @ self.constant @ years),
            {
                PLAN: scenarios @ (self.plan @ years),
                CONTRIBUTION: scenarios @ self.contribution * years,
                COMPENSATION: scenarios @ self.compensation * years,
            },
        )

    def __sub__(self, other: "Cash") -> "Cash":
        """Subtract scenario by scenario and year by year."""
        return Cash(
            self.constant - other.constant,
            self.plan - other.plan,
            self.contribution - other.contribution,
            self.compensation - other.compensation,
        )


def in_term(here: Situation) -> Array:
    """1 in the years of the term, 0 after; [year]."""
    return (here.rollout.year <= here.term).astype(float)


def every_scenario(here: Situation) -> list[tuple[str, Array]]:
    """Weights that single out each scenario, with its name; [scenario]."""
    names = [scenario.name for scenario in here.rollout.scenarios]
    return list(zip(names, np.eye(len(names)), strict=True))


def contribution_paid(here: Situation) -> Array:
    """How much of the contribution signed for a year is paid in it; [scenario, year]."""
    return _paid(here, here.mode.contribution_basis, "build")


def compensation_paid(here: Situation) -> Array:
    """How much of the compensation signed for a year is paid in it; [scenario, year]."""
    return _paid(here, here.mode.compensation_basis, "operation")


def _paid(here: Situation, basis: str, figure: str) -> Array:
    factor = here.rollout.scenario_factor(figure)
    if basis == "planned":
        factor = np.ones_like(factor)
    return np.outer(factor, in_term(here) * float(here.mode.operator))


def spent(here: Situation) -> tuple[Array, Array, Array]:
    """Cost of build, renewal and operation; [scenario, plan, year]."""
    build, operation = (here.rollout.scenario_factor(name)[:, None, None] for name in ("build", "operation"))
    series = here.series
    return build * series.build, build * series.renewal, operation * series.operation


def public_purchases(here: Situation) -> Array:
    """What the government pays for public capacity, overage and need after the term; [scenario, plan, year]."""
    mode, rollout = here.mode, here.rollout
    paid = purchases(here)
    if mode.operator and mode.at_end == "keeps":
        after = (mode.after_term_price or 0.0) * rollout.indexed(mode.after_term_price_index) * (1 - in_term(here))
        paid = paid + np.outer(rollout.scenario_factor("need"), after)
    return rollout.need[None] * paid[:, None, :]


def demand_receipts(here: Situation) -> Cash:
    """What the government receives because users buy, net of the cost of those sales; at the commercial rate."""
    series, mode, term = here.series, here.mode, in_term(here)
    after = here.rollout.runner_after(mode)
    own_after = 0.0 if mode.operator and mode.at_end == "keeps" else 1 - after.revenue_to_operator
    own = term * (1 - mode.revenue_to_operator) + (1 - term) * own_after
    share = term * here.contract.revenue_share * mode.revenue_to_operator
    plan = own * (series.revenue - series.cost_of_sales) + share * series.revenue
    nothing = np.zeros((len(plan), here.rollout.horizon))
    return Cash(nothing, plan, nothing, nothing)


def fixed_payments(here: Situation) -> Cash:
    """What the government pays less what the contract fixes for it to receive: discounted at its own rate."""
    case, mode, rollout = here.case, here.mode, here.rollout
    present = case.settings.present_price * rollout.escalation(case.settings.present_price_growth)
    needed = rollout.scenario_factor("need")
    plan = -needed[:, None, None] * (rollout.need * present)[None] + public_purchases(here)
    if not mode.operator:
        plan += sum(spent(here)) + here.series.free_cost
    elif mode.at_end == "reverts":
        plan += _after_handover(here)
    constant = np.outer(needed, rollout.need_of_district.sum(axis=0) * present) + fees(here) + capacity_change(here)
    for on_plans, fixed in (charges(here, GOVERNMENT), risks(here, GOVERNMENT)):
        plan += on_plans
        constant += fixed
    return Cash(constant, plan, contribution_paid(here), compensation_paid(here))


def _after_handover(here: Situation) -> Array:
    """What the government pays for a network that reverted: all that it costs to run; [scenario, plan, year]."""
    successor = here.rollout.runner_after(here.mode)
    compensation = 1.0
    if successor.operator:
        given = here.mode.successor_compensation
        compensation = successor.compensation_most if given is None else given
    _, renewal, operation = spent(here)
    rent = here.case.settings.backbone_rent * here.series.replaced
    return (1 - in_term(here)) * (renewal + compensation * operation + here.series.free_cost + rent[None])


def government_payments(here: Situation) -> Cash:
    """The government's net payments of each year, whatever they hang on."""
    return fixed_payments(here) - demand_receipts(here)


def operator_inflow(here: Situation) -> Cash:
    """The operator's net inflow of each year; nothing where the mode has no operator."""
    series, mode, term = here.series, here.mode, in_term(here)
    keeps = (1 - term) if mode.at_end == "keeps" else np.zeros_like(term)
    runs = (term + keeps) if mode.operator else np.zeros_like(term)
    turnover = term * mode.revenue_to_operator * (1 - here.contract.revenue_share) + keeps
    plan = -sum(spent(here)) - here.case.settings.backbone_charge * series.replaced[None]
    plan = runs * (plan - term * series.free_cost + turnover * series.revenue + public_purchases(here))
    plan -= runs * (term * mode.revenue_to_operator + keeps) * series.cost_of_sales
    constant = capacity_change(here)
    for on_plans, fixed in (charges(here, OPERATOR), risks(here, OPERATOR)):
        plan -= on_plans
        constant -= fixed
    return Cash(constant, plan, contribution_paid(here), compensation_paid(here))


def residents_pay(here: Situation) -> Cash:
    """What residents pay for services, to whoever sells them."""
    nothing = np.zeros((len(here.series.residents_pay), here.rollout.horizon))
    return Cash(nothing, here.series.residents_pay, nothing, nothing)
