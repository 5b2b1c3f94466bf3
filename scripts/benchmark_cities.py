"""Cities to measure with: any number of districts, drawn from a seed and dressed like the example of the template.

Two technologies, six opening years, 25 years looked at, four modes with charges, outsourcing and a risk register, three
tariff levels, budgets, coverage of the city and of a group. What the example has in money grows with the residents.
"""

import math
import random
from dataclasses import replace

from optmodel.case import Budget, Case, Charge, District, Group, Risk, Scenario
from optmodel.workbook.example import example

MIDDLE = 9000
"""Residents of a district in the middle; a few have many times as many, as in real cities."""

SPREAD = 0.7
"""Standard deviation of the logarithm of a district's residents."""


def city(districts: int, seed: int, scenarios: int = 3) -> Case:
    """Return the city of that many districts that this seed stands for."""
    draw = random.Random(f"{districts}/{seed}")
    base, drawn = example(), _districts(draw, districts)
    size = sum(item.residents for item in drawn) / sum(item.residents for item in base.districts)
    members = draw.sample(drawn, math.ceil(districts / 3))
    return replace(
        base,
        project=replace(base.project, city=f"Benchmark {districts}/{seed}"),
        districts=drawn,
        groups=tuple(Group(group="Priority", district=item.name) for item in members),
        scenarios=tuple(_scenario(number, scenarios) for number in range(scenarios)),
        charges=tuple(_charge(item, size) for item in base.charges),
        functions=tuple(
            replace(item, fee=item.fee * size, staff_saved=item.staff_saved * size) for item in base.functions
        ),
        risks=tuple(_risk(item, size) for item in base.risks),
        budget=tuple(Budget(year=item.year, amount=round(item.amount * size)) for item in base.budget),
        settings=replace(base.settings, openings_limit=math.ceil(districts / 4)),
    )


def _districts(draw: random.Random, count: int) -> tuple[District, ...]:
    """Draw districts: the largest must be open by 2030, as the old town of the example."""
    drawn = sorted((_district(draw, number) for number in range(1, count + 1)), key=lambda item: -item.residents)
    return replace(drawn[0], must_open_by=2030), *drawn[1:]


def _district(draw: random.Random, number: int) -> District:
    residents = round(MIDDLE * math.exp(draw.gauss(0.0, SPREAD)))
    return District(
        name=f"District {number}",
        area=round(residents / draw.uniform(2400, 8500), 2),
        residents=residents,
        households=round(residents * draw.uniform(0.42, 0.58)),
        businesses=round(residents * draw.uniform(0.02, 0.09)),
        premises=round(residents * draw.uniform(0.34, 0.4)),
        public_need=round(residents * draw.uniform(0.002, 0.005), 1),
        build_cost_factor=round(draw.uniform(0.9, 1.25), 2),
        backbone_share=round(draw.uniform(0.1, 0.35), 2),
    )


def _scenario(number: int, count: int) -> Scenario:
    """Return one of several equally likely scenarios: from a little more demand than planned to a collapse."""
    lost = ((number + 0.5) / count) ** 2
    return Scenario(
        name=f"scenario {number + 1}", probability=1 / count,
        demand=1.1 - 0.95 * lost, prices=1.0 - 0.1 * lost, need=1.0 - 0.3 * lost,
    )  # fmt: skip


def _charge(charge: Charge, size: float) -> Charge:
    return replace(charge, amount=charge.amount * size) if charge.base in ("fixed", "per partner") else charge


def _risk(risk: Risk, size: float) -> Risk:
    return replace(risk, impact=risk.impact * size) if risk.base == "fixed" else risk
