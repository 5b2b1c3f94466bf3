"""Small cases at random, in which everything the model has can matter: for brute force, and rules against ledger."""

from dataclasses import replace
from random import Random

from optmodel.case import (
    About,
    Budget,
    Case,
    Charge,
    CoverageTarget,
    District,
    Group,
    Mode,
    Project,
    Service,
    ServiceFactor,
    Settings,
    Technology,
)

FIRST = 2030


def random_case(random: Random, *, districts: int = 3, technologies: int = 2, most_years: int = 9) -> Case:
    """A case of at most that many districts and technologies, checked, with four modes of the shipped kinds."""
    horizon = random.randint(5, most_years)
    kinds = [_technology(random, name) for name in "AB"[: random.randint(1, technologies)]]
    soonest = min(kind.build_years for kind in kinds) + 1
    openings = random.randint(1, 3)
    last = min(horizon, soonest + openings - 1)
    places = [_district(random, f"D{number}", last) for number in range(1, random.randint(1, districts) + 1)]
    services = _services(random)
    modes = _modes(random, horizon)
    case = Case(
        about=About(template_version="1", currency="EUR", price_base=FIRST - random.randint(0, 2)),
        project=Project(city="Anywhere", first_year=FIRST, horizon=horizon, last_opening_year=FIRST + last - 1),
        districts=tuple(places),
        groups=tuple(Group(group="some", district=place.name) for place in places[:2]),
        technologies=tuple(kinds),
        services=services,
        service_factors=tuple(_factor(random, service, mode) for service in services for mode in modes),
        modes=modes,
        charges=_charges(random),
        coverage=_coverage(random, horizon),
        settings=_settings(random),
    )
    return _with_budgets(random, case)


def _technology(random: Random, name: str) -> Technology:
    return Technology(
        name=name,
        build_per_km2=random.randint(20, 60),
        build_per_premise=random.choice([0.0, 0.1]),
        build_years=random.choice([1, 1, 2]),
        operation_per_km2=random.randint(1, 8),
        operation_per_premise=random.choice([0.0, 0.01]),
        capacity_per_km2=random.randint(10, 50),
        reach=random.choice([0.6, 0.9, 1.0]),
        renewal_share=random.choice([0.0, 0.4]),
        lifetime=random.randint(2, 6),
        civil_lifetime=random.randint(5, 20),
        upgrade=random.choice([1.0, 1.5]),
    )


def _district(random: Random, name: str, last: int) -> District:
    households = random.randint(20, 80)
    return District(
        name=name,
        area=random.choice([0.5, 1.0, 2.0]),
        residents=2.0 * households,
        households=households,
        businesses=random.randint(0, 20),
        premises=households,
        public_need=random.randint(2, 12),
        build_cost_factor=random.choice([1.0, 1.3]),
        backbone_share=random.choice([0.0, 0.3]),
        must_open_by=FIRST + last - 1 if random.random() < 0.38 else None,
    )


def _services(random: Random) -> tuple[Service, ...]:
    return (
        Service(
            name="plan",
            base="households",
            saturation=random.choice([0.2, 0.5]),
            ramp_years=random.choice([1.0, 2.5]),
            growth=random.choice([0.0, 0.05]),
            mbps_per_unit=random.choice([0.2, 1.0]),
            priority=2,
        ),
        Service(name="access", base="residents", saturation=0.3, ramp=(0.5, 1.0), mbps_per_unit=0.05, priority=1),
        Service(name="lease", base="capacity", saturation=0.5, mbps_per_unit=1.0, priority=random.choice([1, 3])),
    )


def _factor(random: Random, service: Service, mode: Mode) -> ServiceFactor:
    if service.name == "plan":
        offer, price, cost = "paid", random.choice([1.0, 2.0, 3.0, 5.0]), random.choice([0.0, 0.5, 0.9])
        if mode.revenue_to_operator == 0:
            price = 0.6 * price  # a public mode sells wholesale
        elif mode.name == "franchise":
            price = 1.5 * price
    elif service.name == "access":
        offer, price, cost = random.choice(["free", "not offered", "paid"]), 0.2, 0.05
    else:
        offer, price, cost = random.choice(["paid", "not offered"]), random.choice([0.2, 0.6]), 0.1
    return ServiceFactor(
        service=service.name, mode=mode.name, offer=offer, price=price, uptake=random.choice([0.7, 1.0]), unit_cost=cost
    )


def _modes(random: Random, horizon: int) -> tuple[Mode, ...]:
    """The four shipped kinds; support is free (least < most) in one mode at most."""
    free = random.choice(["invested", "invested", "venture", "franchise", None, None, None])
    least = random.randint(3, horizon)
    most = min(horizon, least + random.randint(0, 1))
    dated = {"term_least": least, "term_most": most}
    refused = "The council does not permit it." if random.random() < 0.3 else None
    owned = Mode(
        name="owned",
        operator=False,
        control=3,
        build_factor=random.choice([1.1, 1.3]),
        operating_factor=random.choice([1.1, 1.4]),
        public_need="served",
    )
    contribution = random.choice([(0.9, 1.0), (1.0, 1.0)]) if free == "invested" else (1.0, 1.0)
    invested = Mode(
        name="invested",
        operator=True,
        control=2,
        uses_backbone=True,
        operating_factor=0.9,
        public_need="served",
        contribution_least=contribution[0],
        contribution_most=contribution[1],
        compensation_least=random.choice([1.05, 1.2]),
        compensation_most=1.2,
        required_return=random.choice([0.06, 0.08]),
        headroom=random.choice([0.0, 0.02]),
        run_after_handover=random.choice(["owned", "invested"]),
        **dated,
    )
    if free != "invested":
        invested = replace(invested, compensation_most=max(1.1, invested.compensation_least))
        invested = replace(invested, compensation_least=invested.compensation_most)
    others = _venture(random, free == "venture", dated), _franchise(random, free == "franchise", dated, refused)
    return owned, invested, *others


def _venture(random: Random, free: bool, dated: dict[str, int]) -> Mode:
    keeps = random.random() < 0.4
    share = random.choice([0.0, 0.0, 0.3])
    return Mode(
        name="venture",
        operator=True,
        control=1,
        partners=2,
        build_factor=0.95,
        uses_backbone=True,
        revenue_to_operator=random.choice([1.0, 0.8]),
        public_need="bought",
        public_price=random.choice([1.0, 2.0, 4.0]),
        guaranteed_share=random.choice([0.8, 1.0, 1.25]),
        purchase_most=1.5,
        overage_premium=0.2,
        share_least=0.0,
        share_most=random.choice([0.0, 0.2, 0.3]),
        contribution_least=share,
        contribution_most=0.8 if free else share,
        required_return=0.1,
        return_premium=0.01,
        payback_longest=None if free else random.choice([None, 3, 4, 5]),
        at_end="keeps" if keeps else "reverts",
        run_after_handover=None if keeps else "invested",
        after_term_price=1.0 if keeps else None,
        **dated,
    )


def _franchise(random: Random, free: bool, dated: dict[str, int], refused: str | None) -> Mode:
    return Mode(
        name="franchise",
        operator=True,
        control=random.choice([1, 1, 0]),
        not_permitted=refused,
        build_factor=random.choice([0.7, 0.9]),
        operating_factor=0.8,
        uses_backbone=random.choice([True, True, False]),
        revenue_to_operator=1.0,
        public_need="bought",
        public_price=random.choice([0.0, 2.0, 4.0]),
        guaranteed_share=random.choice([0.5, 0.5, 1.0]),
        purchase_most=random.choice([1.0, 1.25]),
        overage_premium=0.8,
        share_least=0.05,
        share_most=random.choice([0.05, 0.35, 0.35]),
        support_and_share=random.choice([True, False, False, False]),
        contribution_most=0.6 if free else 0.0,
        required_return=0.1,
        return_premium=random.choice([0.0, 0.02]),
        payback_longest=None if free else random.choice([None, 2, 3, 4]),
        run_after_handover=random.choice(["invested", "owned"]),
        successor_compensation=random.choice([None, 1.1]),
        **dated,
    )


def _charges(random: Random) -> tuple[Charge, ...]:
    charges = [
        Charge(mode="owned", name="staff", amount=random.randint(2, 8), payer="government"),
        Charge(mode="invested", name="tender", last=1, amount=3.0, payer="government"),
        Charge(mode="invested", name="monitoring", amount=1.0, payer="government", index="operation"),
        Charge(mode="venture", name="coordination", amount=0.3, base="per partner", payer="operator"),
        Charge(mode="venture", name="handover", counted_from="handover", last=1, amount=1.0, payer="government"),
        Charge(
            mode="franchise", name="permit", amount=0.5, payer="operator", payee="government", counted_from="signature"
        ),
        Charge(mode="owned", name="neutrality", amount=2.0, payer="government", counted="comparison"),
    ]
    if random.random() < 0.3:
        charges.append(
            Charge(
                mode="franchise",
                name="availability",
                amount=0.09,
                base="share of build to date",
                index="none",
                payer="government",
                payee="operator",
                counted_from="signature",
            )
        )
    if random.random() < 0.3:
        charges.append(
            Charge(mode="venture", name="help desk", amount=0.01, base="per resident covered", payer="operator")
        )
    return tuple(charges)


def _coverage(random: Random, horizon: int) -> tuple[CoverageTarget, ...]:
    targets = [CoverageTarget(year=FIRST + random.randint(3, horizon) - 1, target=random.choice([0.0, 0.4, 0.6, 0.7]))]
    if random.random() < 0.3:
        targets.append(CoverageTarget(year=FIRST + horizon - 1, group="some", target=random.choice([0.3, 0.5])))
    return tuple(targets)


def _settings(random: Random) -> Settings:
    rate = random.choice([0.03, 0.05])
    return Settings(
        government_rate=rate,
        commercial_rate=rate + random.choice([0.0, 0.04]),
        flows_at=random.choice(["end", "start"]),
        build_growth=0.02,
        operation_growth=0.03,
        price_growth=random.choice([0.0, 0.02]),
        contract_growth=0.02,
        present_price=random.choice([1.0, 3.0, 6.0]),
        present_price_growth=random.choice([0.0, 0.04]),
        need_growth=random.choice([0.0, 0.05]),
        least_service_years=random.choice([1, 2, 2, 4]),
        control_required=random.choice([None] * 8 + [1, 2, 3]),
        openings_limit=random.choice([None, None, None, 1]),
        renewals=random.choice(["reserve", "lump"]),
        residual_counted=random.choice([0.0, 0.5, 1.0]),
        backbone_charge=0.05,
        backbone_rent=0.06,
        share_step=0.1,
        purchase_step=0.25,
        money_step=1e-6,
        capacity_step=1e-6,
        gap=0.0,
    )


def _with_budgets(random: Random, case: Case) -> Case:
    """Budgets that bite now and then; none where support is free, for there the test places it by return alone."""
    if any(_is_free(mode) for mode in case.modes):
        return case
    need = sum(place.public_need for place in case.districts) * case.settings.present_price
    size = need + sum(place.area for place in case.districts) * 40
    if random.random() < 0.7:
        year = FIRST + random.randint(0, case.project.horizon - 1)
        case = replace(case, budget=(Budget(year=year, amount=size * random.choice([0.2, 0.4, 0.7])),))
    if random.random() < 0.6:
        total = size * case.project.horizon * random.choice([0.12, 0.18, 0.25])
        case = replace(case, settings=replace(case.settings, budget_total=total))
    return case


def _is_free(mode: Mode) -> bool:
    return mode.contribution_most > mode.contribution_least or mode.compensation_most > mode.compensation_least
