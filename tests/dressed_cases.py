"""Random cases dressed with all that may come otherwise than planned and all that a contract may also name."""

from dataclasses import replace
from random import Random

from optmodel.case import (
    Case,
    FreeServiceTarget,
    Function,
    Mode,
    OutsourcedRisk,
    Risk,
    RiskFactor,
    Scenario,
    ServiceFactor,
    TariffLevel,
)
from tests.random_cases import random_case

BASES = ("build", "operation", "revenue", "need", "build not written off", "fixed")
INDICES = ("none", "build", "operation", "prices", "contract")


def dressed_case(random: Random, **size: int) -> Case:
    """A small random case that makes sense with, now and then, each of the things it may be dressed with."""
    while True:
        case = _eased(random, random_case(random, **size))
        for dress in (_scenarios, _tariffs, _functions, _risks, _modes, _services, _citizens, _weights):
            if random.random() < 0.7:
                case = dress(random, case)
        if not case.errors:
            return case


def _eased(random: Random, case: Case) -> Case:
    """With less that must be, so that what it is dressed with can make the difference."""
    if random.random() < 0.2:
        return case
    return replace(
        case,
        districts=tuple(replace(district, must_open_by=None) for district in case.districts),
        coverage=case.coverage if random.random() < 0.6 else (),
        settings=replace(case.settings, control_required=None),
    )


def _scenarios(random: Random, case: Case) -> Case:
    likely = random.choice([(0.5, 0.5), (0.6, 0.3, 0.1), (0.25, 0.5, 0.25)])

    def factor(least: float, most: float) -> float:
        return random.choice([1.0, least, most, round(random.uniform(least, most), 2)])

    return replace(
        case,
        scenarios=tuple(
            Scenario(
                name=f"S{number}",
                probability=probability,
                build=factor(0.8, 1.5),
                operation=factor(0.7, 2.5),
                demand=factor(0.2, 1.5),
                prices=factor(0.6, 1.2),
                need=factor(0.6, 1.2),
            )
            for number, probability in enumerate(likely)
        ),
    )


def _tariffs(random: Random, case: Case) -> Case:
    levels = (
        TariffLevel(name="low", price=random.choice([0.5, 0.8]), demand=random.choice([1.1, 1.5])),
        TariffLevel(name="even", price=1.0, demand=1.0),
        TariffLevel(name="high", price=1.4, demand=random.choice([0.5, 0.8])),
    )[: random.randint(1, 3)]
    names = [level.name for level in levels]
    modes = tuple(
        replace(
            mode,
            tariff_level=random.choice([None, None, None, *names]),
            successor_tariff=random.choice([None, *names]) if mode.operator and mode.at_end == "reverts" else None,
        )
        for mode in case.modes
    )
    return replace(case, tariffs=levels, modes=modes)


def _functions(random: Random, case: Case) -> Case:
    return replace(
        case,
        functions=tuple(
            Function(
                mode="owned",
                function=name,
                outsourced=random.choice(["choose", "choose", "always", "never"]),
                base=base,
                part=random.choice([0.2, 0.5]),
                factor=random.choice([0.7, 0.9, 1.3]),
                fee=random.choice([0.0, 1.0, 3.0]),
                staff_saved=random.choice([0.0, 2.0]),
                first=random.choice([1, 2]),
                last=random.choice([None, 3]),
            )
            for name, base in (("design", "build"), ("construction", "build"), ("care", "operation"))
        ),
    )


def _risks(random: Random, case: Case) -> Case:
    risks = tuple(
        Risk(
            name=f"R{number}",
            probability=random.choice([0.05, 0.3]),
            impact=random.choice([0.1, 0.5]) * (20 if base == "fixed" else 1),
            base=base,
            counted_in=random.choice(["flows", "flows", "flows", "scenarios", "return"]),
            counted_from=random.choice(["signature", "handover", "either", "either"]),
            first=random.choice([1, 1, 2]),
            last=random.choice([None, None, 3]),
        )
        for number, base in enumerate(random.sample(BASES, k=3))
    )
    factors = tuple(
        RiskFactor(
            risk=risk.name,
            mode=mode.name,
            severity=random.choice([0.5, 1.0, 1.5]),
            operator_share=random.choice([0.0, 0.4, 1.0]) if mode.operator and risk.base != "revenue" else 0.0,
        )
        for risk in risks
        for mode in case.modes
        if random.random() < 0.8
    )
    eased = tuple(
        OutsourcedRisk(mode="owned", function=item.function, risk=risk.name, severity=random.choice([0.5, 1.2]))
        for item in case.functions
        for risk in risks
        if random.random() < 0.5 and any((each.risk, each.mode) == (risk.name, "owned") for each in factors)
    )
    return replace(case, risks=risks, risk_factors=factors, outsourced_risks=eased)


def _modes(random: Random, case: Case) -> Case:
    def changed(mode: Mode) -> Mode:
        if not mode.operator:
            return mode
        reverts = mode.at_end == "reverts"
        return replace(
            mode,
            contribution_basis=random.choice(["planned", "actual"]),
            compensation_basis=random.choice(["planned", "actual"]),
            loss_limit=random.choice([None, 0.0, 0.2, 0.6]),
            run_down_years=random.choice([0, 1, 2]) if reverts else 0,
            run_down_uptake=random.choice([0.3, 0.8]) if reverts else 1.0,
            public_price_index=random.choice(INDICES),
            after_term_price_index=random.choice(INDICES),
            compensation_least=mode.compensation_least * random.choice([1.0, 1.0, 0.8]),
        )

    return replace(case, modes=tuple(changed(mode) for mode in case.modes))


def _services(random: Random, case: Case) -> Case:
    def changed(factor: ServiceFactor) -> ServiceFactor:
        paid = factor.offer == "paid" and random.random() < 0.3
        return replace(factor, resident_price=1.3 * factor.price if paid else None)

    services = tuple(
        replace(
            service,
            tariffed=random.random() < 0.7,
            paid_by="residents" if service.base != "capacity" and random.random() < 0.8 else "others",
        )
        for service in case.services
    )
    return replace(case, services=services, service_factors=tuple(changed(factor) for factor in case.service_factors))


def _citizens(random: Random, case: Case) -> Case:
    year = case.project.first_year + case.project.horizon - random.randint(1, 3)
    target = FreeServiceTarget(year=year, group=random.choice(["City", "some"]), target=random.choice([0.2, 0.5]))
    settings = replace(
        case.settings,
        citizen_bill_most=random.choice([None, None, 0.3, 0.8]),
        support_limit=random.choice([None, 0.0, 20.0, 60.0]),
    )
    return replace(case, settings=settings, free_service=(target,) if random.random() < 0.2 else ())


def _weights(random: Random, case: Case) -> Case:
    settings = replace(
        case.settings,
        risk_aversion=random.choice([0.0, 0.3, 1.0]),
        risk_tail=random.choice([0.0, 0.6, 0.9]),
        citizens_weight=random.choice([0.0, 0.2]),
    )
    if random.random() < 0.7:
        need = sum(place.public_need for place in case.districts) * settings.present_price
        size = need + sum(place.area for place in case.districts) * 40
        total = size * case.project.horizon * random.uniform(0.05, 0.4)
        settings = replace(settings, budget_in_every_scenario=True, budget_total=total)
    return replace(case, settings=settings)
