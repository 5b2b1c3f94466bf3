"""The plans of a case: one district, one technology, one opening year; and what each brings whatever the contract.

Arrays are indexed [plan, year] (year 0 is the year of signature) and hold nominal money of the case, Mbit/s or persons.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optmodel.case import Case
from optmodel.contract import scenarios
from optmodel.finance import discount_factors, index

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int_]
PlanName = tuple[str, str, int]

_GROWTHS = {
    "build": "build_growth",
    "operation": "operation_growth",
    "prices": "price_growth",
    "contract": "contract_growth",
}

# A plan carries a need that exceeds its capacity by no more than this part: both are products of rounded figures.
CAPACITY_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Plan:
    """One district, one technology, one opening year τ (1 is the year of signature)."""

    district: int
    technology: int
    opening: int


class Plans:
    """All plans of a case, with the need, capacity, coverage and patterns of cost that no contract changes."""

    def __init__(self, case: Case) -> None:
        """List the plans whose build can be finished before they open, by district, opening year and technology."""
        self.case = case
        self.horizon = case.project.horizon
        last = case.project.last_opening_year - case.project.first_year + 1
        self.plans = tuple(
            Plan(district, technology, opening)
            for district in range(len(case.districts))
            for opening in range(1, last + 1)
            for technology, kind in enumerate(case.technologies)
            if opening > kind.build_years
        )
        self.district = np.array([plan.district for plan in self.plans], dtype=int)
        self.technology = np.array([plan.technology for plan in self.plans], dtype=int)
        self.opening = np.array([plan.opening for plan in self.plans], dtype=int)
        self.year = np.arange(1, self.horizon + 1)
        self._escalations: dict[float, Array] = {}
        self._groups: dict[str, tuple[Flags, float]] = {}
        self._discounting: dict[float, Array] = {}
        self._of_district: dict[str, Array] = {}
        self._covered_by: dict[tuple[str, int], Array] = {}

    @cached_property
    def named(self) -> tuple[PlanName, ...]:
        """District, technology and opening year, in the calendar, of every plan."""
        case, first = self.case, self.case.project.first_year
        return tuple(
            (case.districts[plan.district].name, case.technologies[plan.technology].name, first + plan.opening - 1)
            for plan in self.plans
        )

    def escalation(self, growth: float) -> Array:
        """Index that makes base-year prices nominal, by year."""
        if growth not in self._escalations:
            project, base = self.case.project, self.case.about.price_base
            found = np.array([index(growth, project.first_year + int(year) - 1, base) for year in self.year])
            found.flags.writeable = False
            self._escalations[growth] = found
        return self._escalations[growth]

    def discounting(self, rate: float) -> Array:
        """Value at signature of one unit of money in each year, at a rate; [year]."""
        if rate not in self._discounting:
            found = discount_factors(rate, self.horizon, self.case.settings.flows_at)
            found.flags.writeable = False
            self._discounting[rate] = found
        return self._discounting[rate]

    def indexed(self, name: str) -> Array:
        """Index of a contract line by its name, by year; 1 throughout for ``none``."""
        return self.escalation(0.0 if name == "none" else float(getattr(self.case.settings, _GROWTHS[name])))

    def of_district(self, field: str) -> Array:
        """A figure of the plan's district; [plan]."""
        if field not in self._of_district:
            values = np.array([getattr(item, field) for item in self.case.districts], dtype=float)
            self._of_district[field] = np.asarray(values[self.district])
            self._of_district[field].flags.writeable = False
        return self._of_district[field]

    def of_technology(self, field: str) -> Array:
        """A figure of the plan's technology; [plan]."""
        values = np.array([getattr(item, field) for item in self.case.technologies], dtype=float)
        return np.asarray(values[self.technology])

    def of_group(self, group: str) -> tuple[Flags, float]:
        """Whether a plan's district belongs to a group, [plan], and how many residents the group has."""
        if group not in self._groups:
            members = set(self.case.members(group))
            inside = np.array([district.name in members for district in self.case.districts])[self.district]
            residents = sum(item.residents for item in self.case.districts if item.name in members)
            self._groups[group] = np.asarray(inside, dtype=bool), residents
        return self._groups[group]

    @cached_property
    def age(self) -> NDArray[np.int_]:
        """Years in service at the end of a year, 1 in the year of opening, not positive before; [plan, year]."""
        return np.asarray(self.year[None, :] - self.opening[:, None] + 1)

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """Whether a plan's district is open; [plan, year]."""
        return self.age >= 1

    @cached_property
    def need_of_district(self) -> Array:
        """Public need in Mbit/s; [district, year]."""
        need = np.array([item.public_need for item in self.case.districts], dtype=float)
        growth = (1 + self.case.settings.need_growth) ** (self.year - 1)
        return np.asarray(need[:, None] * growth[None, :])

    @cached_property
    def need(self) -> Array:
        """Public need of the plan's district once it is open, Mbit/s; [plan, year]."""
        return np.asarray(self.need_of_district[self.district] * self.open)

    @cached_property
    def capacity(self) -> Array:
        """Capacity once open, raised by the upgrade at each renewal, Mbit/s; [plan, year]."""
        start = self.of_technology("capacity_per_km2") * self.of_district("area")
        start = start + self.of_technology("capacity_per_premise") * self.of_district("premises")
        renewals = np.maximum(0, (self.age - 1) // self.of_technology("lifetime").astype(int)[:, None])
        return np.asarray(start[:, None] * self.of_technology("upgrade")[:, None] ** renewals * self.open)

    @cached_property
    def carries(self) -> NDArray[np.bool_]:
        """Whether a plan carries its district's need, as planned and in every scenario, to the horizon; [plan]."""
        most = max([1.0, *(scenario.need for scenario in scenarios(self.case))]) * (1 - CAPACITY_TOLERANCE)
        return np.asarray(np.all(~self.open | (self.capacity >= most * self.need), axis=1))

    @cached_property
    def covered(self) -> Array:
        """Residents served once open, persons; [plan]."""
        return self.of_district("residents") * self.of_technology("reach")

    def covered_by(self, group: str, year: int) -> Array:
        """Residents of a group served if a plan is chosen, where it is open in a year (1, 2, …); [plan]."""
        if (group, year) not in self._covered_by:
            found = np.asarray(self.covered * self.of_group(group)[0] * (self.opening <= year))
            found.flags.writeable = False
            self._covered_by[group, year] = found
        return self._covered_by[group, year]

    @cached_property
    def not_opened_in(self) -> dict[int, Array]:
        """-1 for plans that open in a year, 0 for others, [plan], by each year (1, 2, …) in which one does."""
        return {year: -(self.opening == year).astype(float) for year in sorted(set(self.opening.tolist()))}

    @cached_property
    def gross_cost(self) -> Array:
        """Build cost at base prices, nothing replaced; [plan]."""
        by_area = self.of_technology("build_per_km2") * self.of_district("area")
        by_premise = self.of_technology("build_per_premise") * self.of_district("premises")
        return self.of_district("build_cost_factor") * (by_area + by_premise)

    @cached_property
    def build_pattern(self) -> Array:
        """Part of the base-price build cost spent in each year, in nominal money; [plan, year]."""
        years = self.of_technology("build_years")[:, None]
        spending = (self.age < 1) & (self.age > -years)
        return spending / years * self.escalation(self.case.settings.build_growth)[None, :]

    @cached_property
    def renewal_due(self) -> NDArray[np.int_]:
        """Year in which the renewal is due that a year pays or sets aside for; [plan, year]."""
        lifetime = self.of_technology("lifetime").astype(int)[:, None]
        done = (self.age - 1) // lifetime
        ahead = 0 if self.case.settings.renewals == "lump" else 1
        return np.asarray(self.opening[:, None] + (done + ahead) * lifetime)

    @cached_property
    def renewal_pattern(self) -> Array:
        """Part of the base-price build cost set aside, or paid as a lump, for renewals; nominal, [plan, year]."""
        share, lifetime = self.of_technology("renewal_share")[:, None], self.of_technology("lifetime")[:, None]
        growth = 1 + self.case.settings.build_growth
        amount = share * growth ** (self.case.project.first_year + self.renewal_due - 1.0 - self.case.about.price_base)
        if self.case.settings.renewals == "lump":
            return np.asarray(amount * ((self.renewal_due == self.year[None, :]) & (self.age > 1)))
        return np.asarray(amount / lifetime * self.open)

    @cached_property
    def not_written_off_pattern(self) -> Array:
        """Part of the base-price build cost that is not worn out at the end of a year, nominal; [plan, year].

        Straight-line: the renewed part over its lifetime, the rest over the civil lifetime; before opening, what is
        spent so far.
        """
        lifetime = self.of_technology("lifetime").astype(int)[:, None]
        share, civil = self.of_technology("renewal_share")[:, None], self.of_technology("civil_lifetime")[:, None]
        built = self.build_pattern.sum(axis=1, keepdims=True)
        renewed = (self.age - 1) // lifetime
        since = self.age - renewed * lifetime
        growth = 1 + self.case.settings.build_growth
        base = self.case.about.price_base
        again = growth ** (self.case.project.first_year + self.opening[:, None] + renewed * lifetime - 1.0 - base)
        worth = np.where(renewed > 0, again, built)
        left = share * worth * (1 - since / lifetime) + (1 - share) * built * np.maximum(0.0, 1 - self.age / civil)
        return np.asarray(np.where(self.open, left, np.cumsum(self.build_pattern, axis=1)))

    @cached_property
    def end_value_pattern(self) -> Array:
        """Part of the base-price build cost credited to the owner at the horizon, nominal; [plan]."""
        left = self.not_written_off_pattern[:, -1].copy()
        if self.case.settings.renewals == "reserve":
            lifetime = self.of_technology("lifetime").astype(int)
            since = self.age[:, -1] - (self.age[:, -1] - 1) // lifetime * lifetime
            left += self.renewal_pattern[:, -1] * since
        return np.asarray(left * self.case.settings.residual_counted)

    @cached_property
    def operating_pattern(self) -> Array:
        """Operating cost at factor 1, nominal; [plan, year]."""
        cost = self.of_technology("operation_per_km2") * self.of_district("area")
        cost = cost + self.of_technology("operation_per_premise") * self.of_district("premises")
        return cost[:, None] * self.open * self.escalation(self.case.settings.operation_growth)[None, :]
