"""The ledger itself: every transfer of one contract, and the sums both parties read from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from optmodel.case import Case, Mode, Scenario
from optmodel.contract import GOVERNMENT, OPERATOR, Terms
from optmodel.ledger.account import Accounts
from optmodel.ledger.arithmetic import Number, Series, is_zero, positive_part
from optmodel.ledger.conservation import nothing_lost, two_known_ends
from optmodel.ledger.discounting import Discounting
from optmodel.ledger.market import Sale, expected_bill, expected_units
from optmodel.ledger.opened import OpenDistrict, by_year
from optmodel.ledger.outlook import dearest, scenarios_of
from optmodel.ledger.transfer import Transfer

END_VALUE = "end value"
GROSS = ("build", "renewal", "operation")
# The part of what was added up by which a sum may fall short of zero and still be called zero.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Ledger:
    """One contract priced. Lists hold one figure a year, that of ``case.years[0]`` first; mappings go by calendar year.

    ``districts`` are those opened; ``sales`` what is sold in each scenario, by year t with place 0 empty.
    ``contribution`` and ``compensation`` are K and O as signed, in every year of the term, ``planned_cost`` (build and
    renewal) and ``planned_operation`` what they are measured on, ``bought_beyond_need`` the planned price of capacity
    bought beyond planned need rounded up as capacity is signed. ``comparison`` holds charges that are no payments.
    ``end_value`` is nominal, at the horizon, and the same in every scenario. Whatever is expected is the mean over
    scenarios.
    """

    case: Case
    terms: Terms
    transfers: tuple[Transfer, ...]
    comparison: tuple[Transfer, ...]
    end_value: float
    end_value_owner: Literal["government", "operator"]
    districts: tuple[OpenDistrict, ...]
    sales: tuple[Sequence[Sequence[Sale]], ...]
    contribution: Mapping[int, float]
    compensation: Mapping[int, float]
    planned_cost: Mapping[int, float]
    planned_operation: Mapping[int, float]
    bought_beyond_need: Mapping[int, float]
    discounting: Discounting = field(compare=False, repr=False)

    @property
    def mode(self) -> Mode:
        """The mode of the contract."""
        return self.case.mode(self.terms.mode)

    @property
    def hurdle(self) -> float | None:
        """ρ_m: the return the operator requires with its premiums; None without an operator."""
        return self.mode.hurdle

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios looked at; one, as planned, where the case names none."""
        return scenarios_of(self.case)

    # What is minimised

    @cached_property
    def government_cost(self) -> float:
        """Expected present value of what the government pays less what it receives and owns in the end."""
        cost: float = self._accounts.expected(self.government_cost_by_scenario)
        return cost

    @cached_property
    def government_cost_by_scenario(self) -> dict[str, float]:
        """C_s: the same in each scenario, by its name."""
        return {name: -value for name, value in self._values(GOVERNMENT).items()}

    @cached_property
    def objective(self) -> float:
        """What is minimised: expected cost, in part the mean of the dearest scenarios, and what residents pay."""
        settings, value = self.case.settings, self.government_cost
        if not is_zero(settings.risk_aversion):
            costs = self.government_cost_by_scenario.values()
            worst = dearest(self.scenarios, costs, settings.risk_tail)
            value = (1 - settings.risk_aversion) * value + settings.risk_aversion * worst
        if not is_zero(settings.citizens_weight):
            value = value + settings.citizens_weight * self.residents_pay_npv
        return value

    @cached_property
    def residents_pay_npv(self) -> float:
        """Expected present value at the government's rate of what residents pay."""
        factors = self.discounting.government[1:]
        value: float = sum(amount * factor for amount, factor in zip(self.residents_pay, factors, strict=True))
        return value

    @cached_property
    def support_value(self) -> float:
        """Present value of all support as signed: contribution, compensation above cost, capacity beyond need."""
        total: float = 0
        for t, year in enumerate(self.contribution if self.mode.operator else (), start=1):
            above = self.compensation[year] - self.planned_operation[year]
            given = self.contribution[year] + positive_part(above) + self.bought_beyond_need[year]
            total += self.discounting.government[t] * given
        return total

    def government_by_line(self, scenario: str | None = None) -> dict[str, float]:
        """Present value of the government's cost by line; what it receives is negative. The sum is its cost.

        Expected where no scenario is named.
        """
        return {line: -value for line, value in self._lines(GOVERNMENT, scenario).items()}

    @cached_property
    def gross_cost(self) -> float:
        """Expected present value at the government's rate of build, renewal and operation, whoever pays."""
        weights = {scenario.name: scenario.probability for scenario in self.scenarios}
        factors, gross = self.discounting.government, 0
        for item in self.transfers:
            if item.line in GROSS:
                gross += weights[item.scenario] * item.amount * factors[item.year - self.case.project.first_year + 1]
        return gross

    # What the operator looks at

    @cached_property
    def operator_npv(self) -> float | None:
        """Expected net present value to the operator at its hurdle, end value included; None without a hurdle."""
        return None if self.hurdle is None else self._accounts.expected(self.operator_npv_by_scenario)

    @cached_property
    def operator_npv_by_scenario(self) -> dict[str, float]:
        """The same in each scenario, by its name; empty where no return is required."""
        return {} if self.hurdle is None else self._values(OPERATOR)

    def operator_by_line(self, scenario: str | None = None) -> dict[str, float]:
        """Present value at its hurdle of what the operator receives (positive) and pays; the sum is its NPV.

        Expected where no scenario is named.
        """
        return {} if self.hurdle is None else self._lines(OPERATOR, scenario)

    @cached_property
    def chance_of_loss(self) -> float | None:
        """Probability that the operator does not get its money back, undiscounted; None without an operator."""
        if self.hurdle is None:
            return None
        owned = self.end_value if self.end_value_owner == OPERATOR else 0
        held = self._accounts.of(OPERATOR).items()
        chance: float = self._accounts.expected(
            {name: sum(item.flows()) + owned < -ROUNDING * (sum(item.sizes()) + owned) for name, item in held}
        )
        return chance

    @cached_property
    def chance_below_return(self) -> float | None:
        """Probability that the operator earns less than its required return; None without an operator."""
        if self.hurdle is None:
            return None
        values = self.operator_npv_by_scenario
        sizes = {name: self.present_magnitude(OPERATOR, name) for name in values}
        chance: float = self._accounts.expected({name: values[name] < -ROUNDING * sizes[name] for name in values})
        return chance

    # Flows

    @cached_property
    def government_payments(self) -> list[float]:
        """What the government is expected to pay less what it receives, nominal, by year; no end value."""
        return [-flow for flow in self.flows(GOVERNMENT)]

    @cached_property
    def operator_flows(self) -> list[float]:
        """What the operator is expected to receive less what it pays, nominal, by year; no end value, 0 without one."""
        return self.flows(OPERATOR)

    def flows(self, party: str, scenario: str | None = None) -> list[float]:
        """What a party receives less what it pays, nominal, by year; expected where no scenario is named."""
        return self._accounts.flows(party, scenario)

    def sizes(self, party: str, scenario: str | None = None) -> list[float]:
        """Sum of the sizes of all a party receives or pays, by year likewise: the scale on which flows are judged."""
        return self._accounts.sizes(party, scenario)

    def magnitude(self, party: str, year: int | None = None, scenario: str | None = None) -> float:
        """Sum of the sizes of all a party receives or pays, nominal, in one calendar year or in all."""
        sizes = self.sizes(party, scenario)
        return sum(sizes) if year is None else sizes[year - self.case.project.first_year]

    def present_magnitude(self, party: str, scenario: str | None = None) -> float:
        """Sum of the sizes of the present values behind ``government_cost`` or ``operator_npv``."""
        own, demand, _ = self._factors(party)
        owned = self._owned(party)
        sizes = {name: item.magnitude(own, demand) + owned for name, item in self._accounts.of(party).items()}
        magnitude: float = self._accounts.expected(sizes) if scenario is None else sizes[scenario]
        return magnitude

    # What is sold and open

    @cached_property
    def sold(self) -> Mapping[int, Mapping[str, float]]:
        """Expected units of every service served."""
        units = (expected_units(self.scenarios, [sold[t] for sold in self.sales]) for t in self._t)
        return dict(zip(self.case.years, units, strict=True))

    @cached_property
    def residents_pay(self) -> list[float]:
        """What residents are expected to pay, nominal, by year."""
        return [expected_bill(self.scenarios, [sold[t] for sold in self.sales]) for t in self._t]

    @cached_property
    def covered(self) -> Mapping[int, Mapping[str, float]]:
        """Residents covered in every district open in a year."""
        return by_year(self.districts, self.case.years, lambda item: item.covered)

    @cached_property
    def need(self) -> Mapping[int, Mapping[str, float]]:
        """Planned need of every district open in a year, Mbit/s."""
        return by_year(self.districts, self.case.years, lambda item: item.need)

    @cached_property
    def capacity(self) -> Mapping[int, Mapping[str, float]]:
        """Capacity of every district open in a year, Mbit/s."""
        return by_year(self.districts, self.case.years, lambda item: item.capacity)

    def coverage(self, year: int, group: str) -> float | None:
        """Residents covered of those of a group, a fraction; None where nobody lives there."""
        members = self.case.members(group)
        residents = sum(self.case.district(name).residents for name in members)
        return None if is_zero(residents) else self.residents_covered(year, group) / residents

    def residents_covered(self, year: int, group: str) -> float:
        """Residents of a group covered in a year."""
        return self._in_group(year, group, lambda item: item.covered)

    def free_residents(self, year: int, group: str) -> float:
        """Residents of a group that have a free service in a year, as planned."""
        return self._in_group(year, group, lambda item: item.free)

    # Two ends for every payment

    def conservation(self) -> bool:
        """Whether every transfer has two different known ends and, in every year and scenario, flows add up to 0."""
        names = [scenario.name for scenario in self.scenarios]
        known = two_known_ends((*self.transfers, *self.comparison), self.case.years, names)
        return known and nothing_lost(self._accounts, names)

    # How sums are made

    @property
    def _t(self) -> range:
        return range(1, self.case.project.horizon + 1)

    def _in_group(self, year: int, group: str, series: Callable[[OpenDistrict], Series]) -> float:
        """Add up a series over the districts of a group, which have 0 in it before they open."""
        members, t = set(self.case.members(group)), year - self.case.project.first_year + 1
        total: float = sum(series(item)[t] for item in self.districts if item.district in members)
        return total

    @cached_property
    def _accounts(self) -> Accounts:
        return Accounts(self.transfers, self.scenarios, self.case.project.first_year, self.case.project.horizon)

    def _factors(self, party: str) -> tuple[Series, Series, Number]:
        """Factors of fixed and of demand-dependent amounts, and of what is owned in the end."""
        if party == GOVERNMENT:
            return self.discounting.government, self.discounting.commercial, self.discounting.government_end
        own = self.discounting.operator(self.mode)
        return own, own, self.discounting.operator_end(self.mode)

    def _owned(self, party: str) -> Number:
        """Present value of what a party owns in the end, at the end of the last year, wherever payments fall."""
        return self.end_value * self._factors(party)[2] if self.end_value_owner == party else 0

    def _values(self, party: str) -> dict[str, Number]:
        """Net present value to the government or the operator in each scenario."""
        own, demand, _ = self._factors(party)
        owned = self._owned(party)
        return {name: account.value(own, demand) + owned for name, account in self._accounts.of(party).items()}

    def _lines(self, party: str, scenario: str | None) -> dict[str, Number]:
        """Present value by line to the government or the operator, in a scenario or expected."""
        own, demand, _ = self._factors(party)
        by_scenario = self._accounts.by_line(party, own, demand)
        owned = self._owned(party)
        for lines in by_scenario.values() if not is_zero(owned) else ():
            lines[END_VALUE] = owned
        if scenario is not None:
            return by_scenario[scenario]
        names = dict.fromkeys(line for lines in by_scenario.values() for line in lines)
        return {
            line: self._accounts.expected({name: lines.get(line, 0) for name, lines in by_scenario.items()})
            for line in names
        }
