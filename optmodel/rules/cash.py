"""Each party's yearly cash in each scenario, linear in the plans chosen and in the yearly support, under a contract."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

import numpy as np

from optmodel.contract import GOVERNMENT, OPERATOR
from optmodel.rollout import BY_SCENARIO, Array
from optmodel.rules.capacity import capacity_change, purchases
from optmodel.rules.charges import charges
from optmodel.rules.outsourcing import fees
from optmodel.rules.risks import risks
from optmodel.rules.rows import COMPENSATION, CONTRIBUTION, Linear, Situation


@dataclass(slots=True)
class Cash:
    """A sum of money by scenario and year, while it is added up: how much it holds of each series of the contract.

    ``constant`` hangs on no plan; ``contribution`` and ``compensation`` are parts of the year's support as signed. All
    are [scenario, year].
    """

    here: Situation
    constant: Array = field(init=False)
    contribution: Array = field(init=False)
    compensation: Array = field(init=False)
    flows: dict[str, Array] = field(default_factory=dict)
    _nothing: Array = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing."""
        self._nothing = np.zeros((len(self.here.rollout.scenarios), self.here.rollout.horizon))
        self.constant = self.contribution = self.compensation = self._nothing

    def add(self, sign: float = 1.0, **parts: Array | float) -> "Cash":
        """Count parts of series, each a number or an array that broadcasts to [scenario, year]."""
        for name, part in parts.items():
            self.flows[name] = self.flows.get(name, self._nothing) + sign * part
        return self

    def add_cash(self, other: "Cash", sign: float = 1.0) -> "Cash":
        """Count another sum of money."""
        self.constant = self.constant + sign * other.constant
        self.contribution = self.contribution + sign * other.contribution
        self.compensation = self.compensation + sign * other.compensation
        return self.add(sign, **other.flows)

    def weighted(self, years: Array, scenarios: Array) -> Linear:
        """Sum over years and scenarios with weights, as a linear expression."""
        flows = {
            name: scenarios[:, None] * part * years if name in BY_SCENARIO else scenarios @ part * years
            for name, part in self.flows.items()
        }
        support = {
            CONTRIBUTION: scenarios @ self.contribution * years,
            COMPENSATION: scenarios @ self.compensation * years,
        }
        return Linear(float(scenarios @ self.constant @ years), support, flows, self.here.series)


def in_term(here: Situation) -> Array:
    """1 in the years of the term, 0 after; [year]."""
    if "in_term" not in here.known:
        here.known["in_term"] = (here.rollout.year <= here.term).astype(float)
    found: Array = here.known["in_term"]
    return found


def every_scenario(here: Situation) -> list[tuple[str, Array]]:
    """Weights that single out each scenario, with its name; [scenario]."""
    names = [scenario.name for scenario in here.rollout.scenarios]
    return list(zip(names, np.eye(len(names)), strict=True))


def once(work: Callable[[Situation], Cash]) -> Callable[[Situation], Cash]:
    """Work out a sum of money once for a contract, however many rules ask for it; none of them changes it."""

    @wraps(work)
    def found(here: Situation) -> Cash:
        if work.__name__ not in here.known:
            here.known[work.__name__] = work(here)
        cash: Cash = here.known[work.__name__]
        return cash

    return found


@once
def government_payments(here: Situation) -> Cash:
    """The government's net payments of each year, whatever they hang on."""
    return Cash(here).add_cash(fixed_payments(here)).add_cash(demand_receipts(here), -1.0)


@once
def fixed_payments(here: Situation) -> Cash:
    """What the government pays less what the contract fixes for it to receive: discounted at its own rate."""
    case, mode, rollout = here.case, here.mode, here.rollout
    present = case.settings.present_price * rollout.escalation(case.settings.present_price_growth)
    as_today = np.outer(rollout.scenario_factor("need"), present)
    paid = _support(here).add(need=public_purchases(here) - as_today)
    paid.constant = as_today * rollout.need_of_district.sum(axis=0) + fees(here) + capacity_change(here)
    if not mode.operator:
        paid.add(build=_dear(here, "build"), renewal=_dear(here, "build"), operation=_dear(here, "operation"))
        paid.add(free_cost=1.0)
    elif mode.at_end == "reverts":
        _after_handover(here, paid)
    _add_to_party(here, paid, GOVERNMENT, 1.0)
    return paid


@once
def demand_receipts(here: Situation) -> Cash:
    """What the government receives because users buy, net of the cost of those sales; at the commercial rate."""
    mode, term = here.mode, in_term(here)
    after = here.rollout.runner_after(mode)
    own_after = 0.0 if mode.operator and mode.at_end == "keeps" else 1 - after.revenue_to_operator
    own = term * (1 - mode.revenue_to_operator) + (1 - term) * own_after
    share = term * here.contract.revenue_share * mode.revenue_to_operator
    return Cash(here).add(revenue=own + share, cost_of_sales=-own)


@once
def operator_inflow(here: Situation) -> Cash:
    """The operator's net inflow of each year; nothing where the mode has no operator."""
    mode, term = here.mode, in_term(here)
    if not mode.operator:
        return Cash(here)
    keeps = (1 - term) if mode.at_end == "keeps" else np.zeros_like(term)
    runs, received = term + keeps, _support(here)
    received.constant = capacity_change(here)
    turnover = term * mode.revenue_to_operator * (1 - here.contract.revenue_share) + keeps
    received.add(revenue=turnover, cost_of_sales=-(term * mode.revenue_to_operator + keeps), free_cost=-term)
    received.add(need=public_purchases(here), replaced=-runs * here.case.settings.backbone_charge)
    dear = {"build": _dear(here, "build"), "renewal": _dear(here, "build"), "operation": _dear(here, "operation")}
    received.add(-1.0, **{name: runs * factor for name, factor in dear.items()})
    _add_to_party(here, received, OPERATOR, -1.0)
    return received


def public_purchases(here: Situation) -> Array:
    """What the government pays for a unit of planned need: capacity, overage, need after the term; [scenario, year]."""
    mode, rollout = here.mode, here.rollout
    paid = purchases(here)
    if mode.operator and mode.at_end == "keeps":
        after = (mode.after_term_price or 0.0) * rollout.indexed(mode.after_term_price_index) * (1 - in_term(here))
        paid = paid + np.outer(rollout.scenario_factor("need"), after)
    return paid


def _support(here: Situation) -> Cash:
    """The support signed for a year as it is paid: on actual cost it follows the scenario's."""
    mode, paid = here.mode, Cash(here)
    if mode.operator:
        planned = np.ones(paid.constant.shape) * in_term(here)
        paid.contribution = planned * (_dear(here, "build") if mode.contribution_basis == "actual" else 1.0)
        paid.compensation = planned * (_dear(here, "operation") if mode.compensation_basis == "actual" else 1.0)
    return paid


def _after_handover(here: Situation, paid: Cash) -> None:
    """Add what the government pays for a network that reverted: all that it costs to run."""
    successor, after = here.rollout.runner_after(here.mode), 1 - in_term(here)
    compensation = 1.0
    if successor.operator:
        given = here.mode.successor_compensation
        compensation = successor.compensation_most if given is None else given
    paid.add(renewal=after * _dear(here, "build"), operation=after * compensation * _dear(here, "operation"))
    paid.add(free_cost=after, replaced=after * here.case.settings.backbone_rent)


def _add_to_party(here: Situation, cash: Cash, party: str, sign: float) -> None:
    """Add what a party pays in charges and for risks."""
    for flows, constant in (charges(here, party), risks(here, party)):
        cash.constant = cash.constant + sign * constant
        cash.add(sign, **flows)


def _dear(here: Situation, figure: str) -> Array:
    """Factor of each scenario on a planned figure; [scenario, 1]."""
    return here.rollout.scenario_factor(figure)[:, None]


def residents_pay(here: Situation) -> Cash:
    """What residents pay for services, to whoever sells them."""
    return Cash(here).add(residents_pay=1.0)
