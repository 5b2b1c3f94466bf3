"""What a contract builds and runs, read from MODEL.md alone: sections 2 and 3, year by year, in plain floats.

Nothing of the program is used but the case and the terms as signed. Years t are counted from 1, the year of signature.
"""

import math
from dataclasses import dataclass
from functools import cached_property

from optmodel.case import Case, District, Mode, Scenario, Technology
from optmodel.contract import Opening, Schedule, Terms

PLANNED = Scenario(name="planned", probability=1.0)


@dataclass(frozen=True)
class Plan:
    """A district, its technology and the year it opens; own is the gross build cost that is not the backbone's."""

    district: District
    technology: Technology
    tau: int
    own: float
    replaced: float

    def open(self, t: int) -> bool:
        return t >= self.tau

    @property
    def covered(self) -> float:
        return self.district.residents * self.technology.reach

    def capacity(self, t: int) -> float:
        kind = self.technology
        first = kind.capacity_per_km2 * self.district.area + kind.capacity_per_premise * self.district.premises
        return first * kind.upgrade ** ((t - self.tau) // kind.lifetime)


@dataclass(frozen=True)
class Deal:
    """A case and a contract in it, with every planned figure the contract leads to."""

    case: Case
    terms: Terms

    @cached_property
    def mode(self) -> Mode:
        return self.case.mode(self.terms.mode)

    @property
    def horizon(self) -> int:
        return self.case.project.horizon

    @property
    def term(self) -> int:
        return self.terms.term_years

    @property
    def keeps(self) -> bool:
        return self.mode.operator and self.mode.at_end == "keeps"

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        return self.case.scenarios or (PLANNED,)

    def in_term(self, t: int) -> bool:
        return t <= self.term

    def handed_over(self, t: int) -> bool:
        """Whether somebody else than the contract's mode runs the network."""
        return t > self.term and not self.keeps

    def running(self, t: int) -> Mode:
        """The mode that runs the network in a year; what comes after the horizon is as in its last year."""
        t = min(t, self.horizon)
        return self.case.mode(self.mode.run_after_handover or "") if self.handed_over(t) else self.mode

    def year(self, t: int) -> int:
        return self.case.project.first_year + t - 1

    def discount(self, rate: float, t: int) -> float:
        return (1 + rate) ** -(t if self.case.settings.flows_at == "end" else t - 1)

    def index(self, name: str, t: int) -> float:
        settings = self.case.settings
        growth = {
            "none": 0.0,
            "build": settings.build_growth,
            "operation": settings.operation_growth,
            "prices": settings.price_growth,
            "contract": settings.contract_growth,
            "present": settings.present_price_growth,
        }[name]
        return (1 + growth) ** (self.year(t) - self.case.about.price_base)

    # What is built and run, as planned.

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        return tuple(self._plan(opening) for opening in self.terms.rollout)

    def _plan(self, opening: Opening) -> Plan:
        place, kind = self.case.district(opening.district), self.case.technology(opening.technology)
        cost = place.build_cost_factor * (kind.build_per_km2 * place.area + kind.build_per_premise * place.premises)
        replaced = place.backbone_share * cost if self.mode.uses_backbone else 0.0
        return Plan(place, kind, opening.opening_year - self.case.project.first_year + 1, cost - replaced, replaced)

    def factor(self, base: str, t: int) -> float:
        """Cost of build or operation in the mode that runs the network; a successor outsources nothing."""
        mode = self.running(t)
        own = mode.build_factor if base == "build" else mode.operating_factor
        factor = own
        for function in self.case.functions:
            outsourced = not self.handed_over(min(t, self.horizon)) and function.function in self.terms.outsourced
            if function.mode == mode.name and function.base == base and outsourced:
                factor += function.part * (function.factor - own)
        return factor

    @cached_property
    def built_at(self) -> float:
        """The factor of the contract's own build."""
        own = self.mode.build_factor
        return own + sum(
            function.part * (function.factor - own)
            for function in self.case.functions
            if (function.mode, function.base) == (self.mode.name, "build")
            and function.function in self.terms.outsourced
        )

    def bare_build(self, plan: Plan, t: int) -> float:
        """What building costs in a year at a factor of 1."""
        years = plan.technology.build_years
        return plan.own / years * self.index("build", t) if plan.tau - years <= t < plan.tau else 0.0

    def bare_build_until(self, plan: Plan, t: int) -> float:
        return sum(self.bare_build(plan, earlier) for earlier in range(1, t + 1))

    def bare_renewal(self, plan: Plan, number: int) -> float:
        """What the renewal of that number costs at a factor of 1; number 0 is what of the build is renewed later."""
        share = plan.technology.renewal_share
        if number == 0:
            return share * self.bare_build_until(plan, plan.tau - 1)
        return share * plan.own * self.index("build", plan.tau + number * plan.technology.lifetime)

    def build(self, t: int) -> float:
        return sum(self.bare_build(plan, t) * self.built_at for plan in self.plans)

    def renewal(self, t: int) -> float:
        total = 0.0
        for plan in self.plans:
            life = plan.technology.lifetime
            for number in range(1, self.horizon + 2):
                due = plan.tau + number * life
                amount = self.bare_renewal(plan, number) * self.factor("build", due)
                if self.case.settings.renewals == "lump":
                    total += amount if t == due else 0.0
                elif due - life <= t < due:
                    total += amount / life
        return total

    def operation(self, t: int) -> float:
        total = 0.0
        for plan in self.plans:
            if plan.open(t):
                kind, place = plan.technology, plan.district
                total += kind.operation_per_km2 * place.area + kind.operation_per_premise * place.premises
        return total * self.index("operation", t) * self.factor("operation", t)

    def replaced(self, t: int) -> float:
        return sum(plan.replaced * self.index("build", plan.tau) for plan in self.plans if plan.open(t))

    def build_to_date(self, t: int) -> float:
        return sum(self.build(earlier) for earlier in range(1, t + 1))

    def not_written_off(self, t: int) -> float:
        total = 0.0
        for plan in self.plans:
            if not plan.open(t):
                total += self.bare_build_until(plan, t) * self.built_at
                continue
            total += self._left_of(plan, t) * self.built_at
        return total

    def _left_of(self, plan: Plan, t: int) -> float:
        """What of build and last renewal is not worn out at the end of a year, at a factor of 1."""
        kind = plan.technology
        used, renewed = t - plan.tau + 1, (t - plan.tau) // kind.lifetime
        equipment = self.bare_renewal(plan, renewed) * (1 - (used - renewed * kind.lifetime) / kind.lifetime)
        civil = (1 - kind.renewal_share) * self.bare_build_until(plan, plan.tau - 1)
        return equipment + civil * max(0.0, 1 - used / kind.civil_lifetime)

    @cached_property
    def end_value(self) -> float:
        total = 0.0
        for plan in self.plans:
            life = plan.technology.lifetime
            used, renewed = self.horizon - plan.tau + 1, (self.horizon - plan.tau) // life
            if used > 0:
                total += self._left_of(plan, self.horizon)
                if self.case.settings.renewals == "reserve":
                    total += self.bare_renewal(plan, renewed + 1) / life * (used - renewed * life)
        return self.case.settings.residual_counted * min(1.0, self.built_at) * total

    # What the public needs, and what is signed.

    def need_of(self, district: District, t: int) -> float:
        return district.public_need * (1 + self.case.settings.need_growth) ** (t - 1)

    def is_open(self, district: District, t: int) -> bool:
        return any(plan.district.name == district.name and plan.open(t) for plan in self.plans)

    def need_open(self, t: int) -> float:
        return sum(self.need_of(place, t) for place in self.case.districts if self.is_open(place, t))

    def need_shut(self, t: int) -> float:
        return sum(self.need_of(place, t) for place in self.case.districts if not self.is_open(place, t))

    def covered(self, t: int) -> float:
        return sum(plan.covered for plan in self.plans if plan.open(t))

    def capacity_signed(self, t: int) -> float:
        return dict(self.terms.public_capacity).get(self.year(t), 0.0)

    def contribution(self, t: int) -> float:
        """As signed, at planned cost."""
        return self._support(self.terms.capital_contribution, t, self.build(t) + self.renewal(t))

    def compensation(self, t: int) -> float:
        """As signed, at planned cost."""
        return self._support(self.terms.operating_compensation, t, self.operation(t))

    def _support(self, schedule: Schedule, t: int, cost: float) -> float:
        if not self.in_term(t) or not self.mode.operator:
            return 0.0
        if schedule.share is not None:
            return schedule.share * cost
        return dict(schedule.amounts).get(self.year(t), 0.0)

    def public_price(self, t: int) -> float:
        return (self.mode.public_price or 0.0) * self.index(self.mode.public_price_index, t)

    def active(self, counted_from: str, first: int, last: int | None, t: int) -> bool:
        """Whether a charge or risk of the mode that runs the network falls in a year."""
        if self.in_term(t):
            return counted_from in ("signature", "either") and first <= t <= (math.inf if last is None else last)
        age = t - self.term
        return counted_from in ("handover", "either") and first <= age <= (math.inf if last is None else last)


def next_step(amount: float, step: float) -> float:
    """The next multiple of a step, but for noise."""
    return math.ceil(amount / step - max(1e-9, 1e-12 * amount / step)) * step
