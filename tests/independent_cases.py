"""Random cases dressed with all that the wider model knows, and random contracts in them, good and bad."""

from dataclasses import replace
from random import Random

from optmodel.case import (
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
from optmodel.contract import Opening, Schedule, Terms
from tests.independent_network import Deal
from tests.random_cases import FIRST, random_case

INDICES = ("none", "build", "operation", "prices", "contract")


def dressed_case(random: Random) -> Case:
    """A small city with scenarios, tariffs, risks, functions, run-down, citizens' limits and every index."""
    bare = random_case(random)
    tariffs = random.choice([(), (_level("low", 0.8, 1.2), _level("high", 1.3, 0.7))])
    names = [level.name for level in tariffs]
    case = replace(
        bare,
        tariffs=tariffs,
        scenarios=_scenarios(random),
        modes=tuple(_mode(random, mode, names) for mode in bare.modes),
        services=tuple(
            replace(
                service,
                tariffed=random.random() < 0.6,
                paid_by=random.choice(["residents", "others"]),
            )
            for service in bare.services
        ),
        service_factors=tuple(_factor(random, row, bare.mode(row.mode)) for row in bare.service_factors),
        charges=_charges(random, bare),
        functions=_functions(random),
        risks=_risks(random),
        free_service=tuple(
            FreeServiceTarget(year=FIRST + random.randint(2, bare.project.horizon) - 1, group=group, target=target)
            for group, target in random.choice([(), (("City", 0.3),), (("some", 0.5), ("City", 0.1))])
        ),
        settings=_settings(random, bare),
    )
    case = replace(case, risk_factors=_risk_factors(random, case))
    outsourced = tuple(
        OutsourcedRisk(mode="owned", function=function.function, risk=risk.name, severity=random.choice([0.3, 1.5]))
        for function in case.functions
        for risk in case.risks
        if random.random() < 0.5
    )
    return replace(case, outsourced_risks=outsourced)


def _level(name: str, price: float, demand: float) -> TariffLevel:
    return TariffLevel(name=name, price=price, demand=demand)


def _scenarios(random: Random) -> tuple[Scenario, ...]:
    if random.random() < 0.2:
        return ()
    chances = random.choice([(1.0,), (0.25, 0.75), (0.5, 0.25, 0.25)])
    return tuple(
        Scenario(
            name=f"S{number}",
            probability=chance,
            build=random.choice([0.9, 1.0, 1.4]),
            operation=random.choice([0.8, 1.0, 1.2]),
            demand=random.choice([0.5, 1.0, 1.3]),
            prices=random.choice([0.7, 1.0, 1.1]),
            need=random.choice([0.0, 0.8, 1.0, 1.5]),
        )
        for number, chance in enumerate(chances)
    )


def _mode(random: Random, mode: Mode, levels: list[str]) -> Mode:
    tariff = {
        "tariff_level": random.choice([None, None, *levels]),
        "successor_tariff": random.choice([None, *levels]),
    }
    if not mode.operator:
        return replace(mode, tariff_level=tariff["tariff_level"])
    keeps = random.random() < 0.25
    return replace(
        mode,
        **tariff,
        contribution_basis=random.choice(["planned", "actual"]),
        compensation_basis=random.choice(["planned", "actual"]),
        public_price_index=random.choice(INDICES),
        after_term_price_index=random.choice(INDICES),
        loss_limit=random.choice([None, 0.0, 0.3, 1.0]),
        payback_longest=random.choice([None, 3, 5, 60]),
        run_down_years=random.choice([0, 1, 2, 40]),
        run_down_uptake=random.choice([0.0, 0.5, 1.0]),
        at_end="keeps" if keeps or mode.at_end == "keeps" else "reverts",
        after_term_price=random.choice([0.0, 1.5]),
    )


def _factor(random: Random, row: ServiceFactor, mode: Mode) -> ServiceFactor:
    """Now and then a unit costs just what is left of its price after the share: a tie, at which it is still sold."""
    tied = (1 - mode.share_most) * row.price
    return replace(
        row,
        resident_price=random.choice([None, None, 0.0, 1.5 * row.price]),
        unit_cost=tied if random.random() < 0.2 else row.unit_cost,
    )


def _charges(random: Random, case: Case) -> tuple[Charge, ...]:
    """Those of the bare case, and for every mode with an operator each way of paying."""
    ways = (("operator", "outside"), ("operator", "government"), ("government", "operator"))
    charges = [replace(charge, index=random.choice(INDICES)) for charge in case.charges]
    for mode in case.modes:
        for payer, payee in ways if mode.operator else ():
            if random.random() < 0.3:
                charges.append(
                    Charge(
                        mode=mode.name,
                        name=f"{payer} to {payee}",
                        amount=0.1,
                        base=random.choice(["fixed", "per partner", "share of build to date", "per resident covered"]),
                        index=random.choice(INDICES),
                        counted_from=random.choice(["signature", "handover", "either"]),
                        first=random.choice([1, 2]),
                        last=random.choice([None, 3]),
                        payer=payer,
                        payee=payee,
                    )
                )
    return tuple(charges)


def _functions(random: Random) -> tuple[Function, ...]:
    if random.random() < 0.3:
        return ()
    return (
        Function(mode="owned", function="design", base="build", part=0.2, factor=0.9, fee=1.5, last=3),
        Function(
            mode="owned",
            function="construction",
            outsourced=random.choice(["always", "choose", "never"]),
            base="build",
            part=random.choice([0.5, 0.8]),
            factor=random.choice([0.7, 1.4]),
        ),
        Function(mode="owned", function="running", base="operation", part=1.0, factor=1.05, staff_saved=2.0, first=2),
    )


def _risks(random: Random) -> tuple[Risk, ...]:
    bases = ("build", "operation", "revenue", "need", "build not written off", "fixed", "revenue")
    risks = []
    for number, base in enumerate(bases):
        first = random.choice([1, 1, 2, 3])
        risks.append(
            Risk(
                name=f"{base} {number}",
                probability=random.choice([0.1, 0.5]),
                impact=random.choice([0.1, 0.3]) * (10.0 if base == "fixed" else 1.0),
                base=base,
                counted_in=random.choice(["flows", "flows", "flows", "scenarios", "return"]),
                counted_from=random.choice(["signature", "handover", "either"]),
                first=first,
                last=random.choice([None, first, first + 2]),
            )
        )
    return tuple(random.sample(risks, random.randint(0, len(risks))))


def _risk_factors(random: Random, case: Case) -> tuple[RiskFactor, ...]:
    return tuple(
        RiskFactor(
            risk=risk.name,
            mode=mode.name,
            severity=random.choice([0.0, 0.7, 1.0, 2.0]),
            operator_share=random.choice([0.0, 0.4, 1.0]) if mode.operator else 0.0,
        )
        for risk in case.risks
        for mode in case.modes
        if random.random() < 0.8
    )


def _settings(random: Random, case: Case):  # type: ignore[no-untyped-def]
    return replace(
        case.settings,
        operation_growth=random.choice([0.03, case.settings.price_growth]),
        money_step=random.choice([1e-6, 0.5]),
        capacity_step=random.choice([1e-6, 1.0]),
        budget_in_every_scenario=random.random() < 0.5,
        support_limit=random.choice([None, 5.0, 60.0]),
        citizen_bill_most=random.choice([None, 0.02, 0.3]),
        risk_aversion=random.choice([0.0, 0.4, 1.0]),
        risk_tail=random.choice([0.0, 0.3, 0.6, 0.9]),
        citizens_weight=random.choice([0.0, 0.5]),
        openings_limit=random.choice([None, 1, 2]),
    )


def random_terms(random: Random, case: Case) -> Terms:
    """A contract near what a mode allows: most requirements are met by some contracts and broken by others."""
    mode = random.choice(case.modes)
    horizon = case.project.horizon
    term = random.randint(mode.term_least or horizon, mode.term_most or horizon) if mode.operator else horizon
    if mode.operator and random.random() < 0.3:
        term = random.randint(max(2, term - 2), horizon)
    terms = Terms(
        mode=mode.name,
        term_years=term,
        first_year=FIRST,
        revenue_share=random.choice([mode.share_least, mode.share_most, 0.15]) if mode.operator else 0.0,
        purchase_level=mode.guaranteed_share if mode.public_need == "bought" else 0.0,
        public_capacity=(),
        capital_contribution=Schedule(mode.contribution_basis),
        operating_compensation=Schedule(mode.compensation_basis),
        rollout=_rollout(random, case, term),
        tariff_level=mode.tariff_level or random.choice([level.name for level in case.tariffs] or ["planned"]),
        outsourced=() if mode.operator else _outsourced(random, case),
    )
    if not mode.operator:
        return terms
    deal = Deal(case, terms)
    build = {deal.year(t): deal.build(t) + deal.renewal(t) for t in range(1, term + 1)}
    run = {deal.year(t): deal.operation(t) for t in range(1, term + 1)}
    need = {deal.year(t): deal.need_open(t) for t in range(1, term + 1)}
    capacity: tuple[tuple[int, float], ...] = ()
    level = 0.0
    if mode.public_need == "bought":
        level = random.choice([mode.guaranteed_share, mode.guaranteed_share, mode.purchase_most])
        capacity = tuple((year, amount * level * random.choice([1.0, 1.0, 1.0, 1.3])) for year, amount in need.items())
    return replace(
        terms,
        purchase_level=level,
        public_capacity=capacity,
        capital_contribution=_schedule(
            random, mode.contribution_basis, build, mode.contribution_least, mode.contribution_most
        ),
        operating_compensation=_schedule(
            random, mode.compensation_basis, run, mode.compensation_least, mode.compensation_most
        ),
    )


def _schedule(random: Random, basis: str, cost: dict[int, float], low: float, high: float) -> Schedule:
    share = random.choice([low, high, high, (low + high) / 2, high + 0.2])
    if random.random() < 0.4:
        return Schedule(basis, share=share)
    wobble = random.choice([0.0, 0.0, 0.2])
    return Schedule(
        basis, amounts=tuple((year, amount * (share + wobble * random.random())) for year, amount in cost.items())
    )


def _outsourced(random: Random, case: Case) -> tuple[str, ...]:
    return tuple(item.function for item in case.functions if item.outsourced == "always" or random.random() < 0.5)


def _rollout(random: Random, case: Case, term: int) -> tuple[Opening, ...]:
    openings = []
    last = min(case.project.last_opening_year, FIRST + term - 1)
    for place in case.districts:
        kind = random.choice(case.technologies)
        first = FIRST + kind.build_years
        if random.random() < 0.85 and first <= last:
            openings.append(Opening(place.name, kind.name, random.randint(first, last)))
    return tuple(openings)
