"""Tiny random cases in families: in each, one thing that the model knows makes the difference."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from optmodel.case import (
    Budget,
    Case,
    Charge,
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
from tests.dressed_cases import dressed_case
from tests.random_cases import FIRST, random_case

PROBABILITIES = ((0.5, 0.5), (0.6, 0.3, 0.1), (0.25, 0.5, 0.25))


def family_case(random: Random, family: str) -> Case:
    """A case of a family that makes sense."""
    if family == "everything":
        return dressed_case(random, districts=2, technologies=1, most_years=6)
    while True:
        case = FAMILIES[family](random, _plain(random))
        if not case.errors:
            return case


def _plain(random: Random) -> Case:
    """A small case with no free support and no budgets, in which not too much must be."""
    case = random_case(random, districts=2, technologies=1, most_years=6)
    modes = tuple(
        replace(mode, contribution_most=mode.contribution_least, compensation_most=mode.compensation_least)
        for mode in case.modes
    )
    districts = case.districts
    if random.random() < 0.3:
        districts = tuple(replace(district, must_open_by=None) for district in districts)
    if random.random() < 0.2:
        districts = (replace(districts[0], public_need=1.8 * districts[0].public_need), *districts[1:])
    settings = replace(case.settings, budget_total=None, openings_limit=random.choice([None, None, 1]))
    coverage = case.coverage if random.random() < 0.65 else ()
    return replace(case, modes=modes, districts=districts, coverage=coverage, budget=(), settings=settings)


def changed_modes(case: Case, change: Callable[[Mode], Mode]) -> Case:
    """The case with every mode changed."""
    return replace(case, modes=tuple(change(mode) for mode in case.modes))


def _size(case: Case) -> float:
    """About what the city has to do with in a year."""
    need = sum(place.public_need for place in case.districts) * case.settings.present_price
    return need + sum(place.area for place in case.districts) * 40


def _scenarios(random: Random, **factors: tuple[float, ...]) -> tuple[Scenario, ...]:
    return tuple(
        Scenario(
            name=f"S{number}",
            probability=probability,
            **{name: random.choice(choices) for name, choices in factors.items()},
        )
        for number, probability in enumerate(random.choice(PROBABILITIES))
    )


def _budgets(random: Random, case: Case) -> Case:
    """Scenarios, budgets that hold in each, and operators that can lose only so much."""
    size, horizon = _size(case), case.project.horizon
    budgets = tuple(
        Budget(year=year, amount=size * random.choice([0.2, 0.4, 0.7]))
        for year in sorted({FIRST + random.randint(0, horizon - 1) for _ in range(2)})
    )
    total = random.choice([None, 0.2, 0.3, 0.4])
    case = changed_modes(
        case, lambda mode: replace(mode, loss_limit=random.choice([None, 0.1, 0.4])) if mode.operator else mode
    )
    return replace(
        case,
        scenarios=_scenarios(
            random,
            build=(0.9, 1.0, 1.3),
            operation=(0.8, 1.0, 1.5),
            demand=(0.5, 1.0, 1.3),
            prices=(0.8, 1.0, 1.1),
            need=(0.8, 1.0, 1.2, 1.6),
        ),
        budget=budgets if random.random() < 0.7 else (),
        settings=replace(
            case.settings,
            budget_in_every_scenario=random.random() < 0.9,
            budget_total=None if total is None else total * size * horizon,
        ),
    )


def _dear_scenarios(random: Random, case: Case) -> Case:
    """Scenarios that are dear for one mode and not for another, and weight on them."""
    settings = replace(
        case.settings, risk_aversion=random.choice([0.3, 0.7, 1.0]), risk_tail=random.choice([0.0, 0.4, 0.75, 0.9])
    )
    case = changed_modes(
        case,
        lambda mode: (
            replace(
                mode,
                loss_limit=random.choice([None, 0.2, 0.5]),
                contribution_basis=random.choice(["planned", "actual"]),
                compensation_basis=random.choice(["planned", "actual"]),
            )
            if mode.operator
            else mode
        ),
    )
    scenarios = _scenarios(
        random,
        build=(0.8, 1.0, 1.6),
        operation=(0.8, 1.0, 2.0),
        demand=(0.4, 1.0, 1.3),
        prices=(0.7, 1.0, 1.2),
        need=(0.8, 1.0, 1.2),
    )
    return replace(case, scenarios=scenarios, settings=settings)


def _overage(random: Random, case: Case) -> Case:
    """Need that comes otherwise than it was bought, in every mode with an operator."""

    def buys(mode: Mode) -> Mode:
        if not mode.operator:
            return mode
        least = random.choice([0.25, 0.5, 1.0])
        return replace(
            mode,
            public_need="bought",
            public_price=random.choice([1.0, 3.0, 6.0]),
            guaranteed_share=least,
            purchase_most=least + random.choice([0.0, 0.5, 0.5]),
            overage_premium=random.choice([0.0, 0.3, 1.5]),
            share_most=mode.share_least + (random.choice([0.0, 0.2, 0.2]) if mode.revenue_to_operator > 0 else 0.0),
            support_and_share=random.random() < 0.3,
            term_most=mode.term_least,
        )

    case = changed_modes(replace(case, settings=replace(case.settings, share_step=0.2, purchase_step=0.5)), buys)
    return replace(case, scenarios=_scenarios(random, need=(0.4, 0.8, 1.0, 1.3, 1.8), demand=(0.7, 1.0)))


def _tariffs(random: Random, case: Case) -> Case:
    """Levels of price and demand, of which some modes may have but one."""
    levels = (
        TariffLevel(name="low", price=random.choice([0.5, 0.8]), demand=random.choice([1.1, 1.5, 1.9])),
        TariffLevel(name="high", price=1.4, demand=random.choice([0.5, 0.8])),
        TariffLevel(name="even", price=1.0, demand=1.0),
    )[: random.randint(1, 3)]
    names = [None, None, *(level.name for level in levels)]
    case = changed_modes(
        case,
        lambda mode: replace(
            mode,
            tariff_level=random.choice(names),
            successor_tariff=random.choice(names) if mode.operator and mode.at_end == "reverts" else None,
        ),
    )
    services = tuple(replace(service, tariffed=random.random() < 0.8) for service in case.services)
    return replace(case, tariffs=levels, services=services)


def _dropped(random: Random, case: Case) -> Case:
    """Services that cost nearly what they bring: at a share of turnover, or in a later year, some are not worth it."""

    def tight(factor: ServiceFactor) -> ServiceFactor:
        if factor.offer != "paid":
            return factor
        return replace(factor, unit_cost=factor.price * random.choice([0.0, 0.5, 0.6, 0.75, 0.9]))

    def shares(mode: Mode) -> Mode:
        if mode.revenue_to_operator == 0:
            return mode
        least = random.choice([0.0, 0.1])
        return replace(mode, share_least=least, share_most=least + random.choice([0.0, 0.2, 0.4]))

    settings = replace(
        case.settings,
        operation_growth=random.choice([0.0, 0.03, 0.08]),
        price_growth=random.choice([0.0, 0.02]),
        share_step=0.2,
    )
    factors = tuple(tight(factor) for factor in case.service_factors)
    return replace(changed_modes(case, shares), service_factors=factors, settings=settings)


def _outsourcing(random: Random, case: Case) -> Case:
    """Functions that others do for more or less, and risks that this makes worse or better."""
    functions = tuple(
        Function(
            mode="owned",
            function=name,
            outsourced=random.choice(["choose", "choose", "choose", "always", "never"]),
            base=base,
            part=random.choice([0.3, 0.5]),
            factor=random.choice([0.6, 0.9, 1.3]),
            fee=random.choice([0.0, 1.0, 3.0]),
            staff_saved=random.choice([0.0, 2.0]),
            first=random.choice([1, 2]),
            last=random.choice([None, 3]),
        )
        for name, base in (("design", "build"), ("construction", "build"), ("care", "operation"))
    )
    risks = (
        Risk(name="overrun", probability=0.3, impact=random.choice([0.3, 0.8]), base="build"),
        Risk(name="strike", probability=0.2, impact=random.choice([0.5, 1.0]), base="operation"),
        Risk(name="rival", probability=0.2, impact=0.4, base="revenue"),
    )
    factors = tuple(
        RiskFactor(
            risk=risk.name,
            mode=mode.name,
            severity=random.choice([0.5, 1.0, 1.5]),
            operator_share=random.choice([0.0, 0.5]) if mode.operator and risk.base != "revenue" else 0.0,
        )
        for risk in risks
        for mode in case.modes
    )
    eased = tuple(
        OutsourcedRisk(mode="owned", function=item.function, risk=risk.name, severity=random.choice([0.4, 0.8, 1.6]))
        for item in functions
        for risk in risks
        if random.random() < 0.5
    )
    return replace(case, functions=functions, risks=risks, risk_factors=factors, outsourced_risks=eased)


def _successors(random: Random, case: Case) -> Case:
    """Short terms, run down towards their end, after which somebody else runs the network and is paid for it."""
    horizon = case.project.horizon

    def hands_over(mode: Mode) -> Mode:
        if not mode.operator:
            return mode
        least = random.randint(2, max(2, horizon - 2))
        return replace(
            mode,
            term_least=least,
            term_most=min(horizon, least + random.choice([1, 2])),
            at_end="reverts",
            run_after_handover=random.choice([other.name for other in case.modes]),
            successor_compensation=random.choice([None, 1.0, 1.3]),
            compensation_most=max(1.0, mode.compensation_most),
            compensation_least=max(1.0, mode.compensation_least),
            run_down_years=random.choice([0, 1, 2]),
            run_down_uptake=random.choice([0.3, 0.7]),
        )

    charges = tuple(
        Charge(mode=mode.name, name="transition", counted_from="handover", last=random.choice([1, None]),
               amount=random.choice([0.5, 3.0]), payer="government")
        for mode in case.modes
        if random.random() < 0.5
    )  # fmt: skip
    settings = replace(case.settings, least_service_years=random.choice([1, 2, 3]))
    return replace(changed_modes(case, hands_over), charges=case.charges + charges, settings=settings)


def _citizens(random: Random, case: Case) -> Case:
    """Residents' bills and services that are free, limits on both, and weight on what residents pay."""

    def changed(factor: ServiceFactor) -> ServiceFactor:
        if factor.service == "access" and random.random() < 0.5:
            return replace(factor, offer="free")
        dearer = factor.offer == "paid" and random.random() < 0.3
        return replace(factor, resident_price=1.4 * factor.price if dearer else None)

    services = tuple(
        replace(service, paid_by="residents" if service.base != "capacity" else "others", tariffed=True)
        for service in case.services
    )
    year = FIRST + case.project.horizon - random.randint(1, 2)
    target = FreeServiceTarget(year=year, group=random.choice(["City", "some"]), target=random.choice([0.2, 0.5]))
    return replace(
        case,
        services=services,
        service_factors=tuple(changed(factor) for factor in case.service_factors),
        tariffs=(
            TariffLevel(name="social", price=0.6, demand=1.3),
            TariffLevel(name="even", price=1.0, demand=1.0),
        ),
        free_service=(target,) if random.random() < 0.5 else (),
        settings=replace(
            case.settings,
            citizen_bill_most=random.choice([None, 0.1, 0.3, 0.5]),
            citizens_weight=random.choice([0.0, 0.2, 0.6]),
        ),
    )


def _support(random: Random, case: Case) -> Case:
    """Support of one mode is free, between bounds on both sides of its cost, and all of it has a limit."""
    free = random.choice([mode.name for mode in case.modes if mode.operator])

    def changed(mode: Mode) -> Mode:
        if not mode.operator:
            return mode
        mode = replace(mode, support_and_share=random.random() < 0.5)
        if mode.name != free:
            return mode
        contribution = random.choice([(0.0, 0.0), (0.2, 0.8), (0.0, 1.0)])
        compensation = random.choice([(0.6, 3.0), (0.0, 1.2), (0.5, 5.0), (1.0, 4.0)])
        least = random.randint(3, case.project.horizon)
        return replace(
            mode,
            contribution_least=contribution[0],
            contribution_most=contribution[1],
            compensation_least=compensation[0],
            compensation_most=compensation[1],
            contribution_basis=random.choice(["planned", "actual"]),
            compensation_basis=random.choice(["planned", "actual"]),
            term_least=least,
            term_most=least,
            share_most=min(mode.share_most, mode.share_least + 0.2),
            purchase_most=mode.guaranteed_share,
            loss_limit=random.choice([None, 0.3]),
        )

    settings = replace(
        case.settings,
        support_limit=_size(case) * random.choice([0.001, 0.05, 0.2, 0.5]),
        risk_aversion=random.choice([0.0, 0.5]),
        risk_tail=0.6,
        share_step=0.2,
    )
    scenarios = _scenarios(random, build=(1.0, 1.2), operation=(0.9, 1.3), demand=(0.7, 1.1))
    return replace(changed_modes(case, changed), settings=settings, scenarios=scenarios)


FAMILIES: dict[str, Callable[[Random, Case], Case]] = {
    "budgets in each scenario": _budgets,
    "dear scenarios": _dear_scenarios,
    "overage": _overage,
    "tariffs": _tariffs,
    "services dropped": _dropped,
    "outsourcing": _outsourcing,
    "successors": _successors,
    "citizens": _citizens,
    "support": _support,
}
EVERY_FAMILY = (*FAMILIES, "everything")
