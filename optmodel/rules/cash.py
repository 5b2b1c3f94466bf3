"""Each party's yearly cash, linear in the plans chosen and in the yearly support, under a given contract."""

from dataclasses import dataclass

import numpy as np

from optmodel.contract import GOVERNMENT, OPERATOR
from optmodel.rollout import Array
from optmodel.rules.charges import charges
from optmodel.rules.rows import COMPENSATION, CONTRIBUTION, PLAN, Linear, Situation


@dataclass(frozen=True, slots=True)
class Cash:
    """Money by year: ``constant`` [year] and ``plan`` [plan, year].

    ``contribution`` and ``compensation`` [year] say how much of the year's support it holds: ±1 in force, 0 after.
    """

    constant: Array
    plan: Array
    contribution: Array
    compensation: Array

    def weighted(self, weights: Array) -> Linear:
        """Sum over the years with weights, as a linear expression."""
        return Linear(
            float(self.constant @ weights),
            {
                PLAN: self.plan @ weights,
                CONTRIBUTION: self.contribution * weights,
                COMPENSATION: self.compensation * weights,
            },
        )

    def __sub__(self, other: "Cash") -> "Cash":
        """Subtract year by year."""
        return Cash(
            self.constant - other.constant,
            self.plan - other.plan,
            self.contribution - other.contribution,
            self.compensation - other.compensation,
        )


def in_term(here: Situation) -> Array:
    """1 in the years of the term, 0 after; [year]."""
    return (here.rollout.year <= here.term).astype(float)


def support(here: Situation, sign: float) -> Array:
    """Coefficient of the year's contribution or compensation in a party's cash; [year]."""
    return sign * in_term(here) if here.mode.operator else np.zeros(here.rollout.horizon)


def public_purchases(here: Situation) -> Array:
    """What the government pays for public capacity, overage and need after the term; [plan, year].

    With Q = q · need, capacity costs price · Q and overage price · (1 + premium) · max(0, 1 − q) · need: exact, for q
    is a number.
    """
    mode, level = here.mode, here.contract.purchase_level
    price = here.rollout.escalation(here.case.settings.contract_growth)
    paid = np.zeros(here.rollout.horizon)
    if mode.public_need == "bought":
        assert mode.public_price is not None
        paid += in_term(here) * mode.public_price * (level + (1 + mode.overage_premium) * max(0.0, 1 - level))
    if mode.operator and mode.at_end == "keeps":
        paid += (1 - in_term(here)) * (mode.after_term_price or 0.0)
    return here.rollout.need * (paid * price)[None, :]


def capacity_change(here: Situation) -> Array:
    """What the government pays the operator more for capacity as it is signed; [year]."""
    return np.zeros(here.rollout.horizon) if here.capacity_change is None else here.capacity_change


def demand_receipts(here: Situation) -> Cash:
    """What the government receives because users buy, net of the cost of those sales; at the commercial rate."""
    series, mode, term = here.series, here.mode, in_term(here)
    after = here.rollout.runner_after(mode)
    own_after = 0.0 if mode.operator and mode.at_end == "keeps" else 1 - after.revenue_to_operator
    own = term * (1 - mode.revenue_to_operator) + (1 - term) * own_after
    share = term * here.contract.revenue_share * mode.revenue_to_operator
    plan = own * (series.revenue - series.cost_of_sales) + share * series.revenue
    nothing = np.zeros(here.rollout.horizon)
    return Cash(nothing, plan, nothing, nothing)


def fixed_payments(here: Situation) -> Cash:
    """What the government pays less what the contract fixes for it to receive: discounted at its own rate."""
    case, series, mode, term = here.case, here.series, here.mode, in_term(here)
    rollout, after = here.rollout, 1 - in_term(here)
    present = case.settings.present_price * rollout.escalation(case.settings.present_price_growth)
    plan = -rollout.need * present
    plan += public_purchases(here)
    network = series.build + series.renewal + series.operation + series.free_cost
    if not mode.operator:
        plan += term * network
    elif mode.at_end == "reverts":
        successor = rollout.runner_after(mode)
        compensation = 1.0
        if successor.operator:
            given = mode.successor_compensation
            compensation = successor.compensation_most if given is None else given
        plan += after * (series.renewal + compensation * series.operation + series.free_cost)
        plan += after * case.settings.backbone_rent * series.replaced
    charged, fixed = charges(here, GOVERNMENT)
    constant = rollout.need_of_district.sum(axis=0) * present + fixed + capacity_change(here)
    return Cash(constant, plan + charged, support(here, 1.0), support(here, 1.0))


def government_payments(here: Situation) -> Cash:
    """The government's net payments of each year, whatever they hang on."""
    return fixed_payments(here) - demand_receipts(here)


def operator_inflow(here: Situation) -> Cash:
    """The operator's net inflow of each year; nothing where the mode has no operator."""
    series, mode, term = here.series, here.mode, in_term(here)
    keeps = (1 - term) if mode.at_end == "keeps" else np.zeros_like(term)
    runs = (term + keeps) if mode.operator else np.zeros_like(term)
    turnover = term * mode.revenue_to_operator * (1 - here.contract.revenue_share) + keeps
    plan = -runs * (series.build + series.renewal + series.operation)
    plan -= runs * here.case.settings.backbone_charge * series.replaced
    plan -= runs * term * series.free_cost
    plan += runs * turnover * series.revenue
    plan -= runs * (term * mode.revenue_to_operator + keeps) * series.cost_of_sales
    plan += runs * public_purchases(here)
    charged, fixed = charges(here, OPERATOR)
    return Cash(capacity_change(here) - fixed, plan - charged, support(here, 1.0), support(here, 1.0))
