"""The plans of a case: one district, one technology, one opening year; and what each brings whatever the contract.

Arrays are indexed [plan, year] (year 0 is the year of signature) and hold nominal money of the case, Mbit/s or persons.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optmodel.case import Case
from optmodel.finance import index

Array = NDArray[np.float64]

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

    def escalation(self, growth: float) -> Array:
        """Index that makes base-year prices nominal, by year."""
        project, base = self.case.project, self.case.about.price_base
        return np.array([index(growth, project.first_year + int(year) - 1, base) for year in self.year])

    def _of_district(self, field: str) -> Array:
        values = np.array([getattr(item, field) for item in self.case.districts], dtype=float)
        return np.asarray(values[self.district])

    def _of_technology(self, field: str) -> Array:
        values = np.array([getattr(item, field) for item in self.case.technologies], dtype=float)
        return np.asarray(values[self.technology])

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
        start = self._of_technology("capacity_per_km2") * self._of_district("area")
        start = start + self._of_technology("capacity_per_premise") * self._of_district("premises")
        renewals = np.maximum(0, (self.age - 1) // self._of_technology("lifetime").astype(int)[:, None])
        return np.asarray(start[:, None] * self._of_technology("upgrade")[:, None] ** renewals * self.open)

    @cached_property
    def carries(self) -> NDArray[np.bool_]:
        """Whether a plan carries its district's need in every year to the horizon; [plan]."""
        return np.asarray(np.all(~self.open | (self.capacity >= self.need * (1 - CAPACITY_TOLERANCE)), axis=1))

    @cached_property
    def covered(self) -> Array:
        """Residents served once open, persons; [plan]."""
        return self._of_district("residents") * self._of_technology("reach")

    @cached_property
    def gross_cost(self) -> Array:
        """Build cost at base prices, nothing replaced; [plan]."""
        by_area = self._of_technology("build_per_km2") * self._of_district("area")
        by_premise = self._of_technology("build_per_premise") * self._of_district("premises")
        return self._of_district("build_cost_factor") * (by_area + by_premise)

    @cached_property
    def build_pattern(self) -> Array:
        """Part of the base-price build cost spent in each year, in nominal money; [plan, year]."""
        years = self._of_technology("build_years")[:, None]
        spending = (self.age < 1) & (self.age > -years)
        return spending / years * self.escalation(self.case.settings.build_growth)[None, :]

    @cached_property
    def renewal_due(self) -> NDArray[np.int_]:
        """Year in which the renewal is due that a year pays or sets aside for; [plan, year]."""
        lifetime = self._of_technology("lifetime").astype(int)[:, None]
        done = (self.age - 1) // lifetime
        ahead = 0 if self.case.settings.renewals == "lump" else 1
        return np.asarray(self.opening[:, None] + (done + ahead) * lifetime)

    @cached_property
    def renewal_pattern(self) -> Array:
        """Part of the base-price build cost set aside, or paid as a lump, for renewals; nominal, [plan, year]."""
        share, lifetime = self._of_technology("renewal_share")[:, None], self._of_technology("lifetime")[:, None]
        growth = 1 + self.case.settings.build_growth
        amount = share * growth ** (self.case.project.first_year + self.renewal_due - 1.0 - self.case.about.price_base)
        if self.case.settings.renewals == "lump":
            return np.asarray(amount * ((self.renewal_due == self.year[None, :]) & (self.age > 1)))
        return np.asarray(amount / lifetime * self.open)

    @cached_property
    def end_value_pattern(self) -> Array:
        """Part of the base-price build cost credited to the owner at the horizon, nominal; [plan]."""
        growth = self.escalation(self.case.settings.build_growth)
        pattern = np.zeros(len(self.plans))
        for row, plan in enumerate(self.plans):
            kind = self.case.technologies[plan.technology]
            used = self.horizon - plan.opening + 1
            renewed = (self.horizon - plan.opening) // kind.lifetime
            since = used - renewed * kind.lifetime
            built = float(self.build_pattern[row].sum())
            worth = growth[plan.opening + renewed * kind.lifetime - 1] if renewed else built
            pattern[row] = kind.renewal_share * worth * (1 - since / kind.lifetime)
            pattern[row] += (1 - kind.renewal_share) * built * max(0.0, 1 - used / kind.civil_lifetime)
            if self.case.settings.renewals == "reserve":
                pattern[row] += float(self.renewal_pattern[row, -1]) * since
        return pattern * self.case.settings.residual_counted

    @cached_property
    def operating_pattern(self) -> Array:
        """Operating cost at factor 1, nominal; [plan, year]."""
        cost = self._of_technology("operation_per_km2") * self._of_district("area")
        cost = cost + self._of_technology("operation_per_premise") * self._of_district("premises")
        return cost[:, None] * self.open * self.escalation(self.case.settings.operation_growth)[None, :]
