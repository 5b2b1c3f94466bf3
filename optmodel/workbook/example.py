"""The example the template is filled with: Exampleton, a made-up city of four districts and four operation modes.

Every figure is an assumption chosen so that the modes lie near each other; none is a finding about a real city.
"""

from optmodel.case import (
    TEMPLATE_VERSION,
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
    Source,
    Technology,
)

OWNED = "government-owned"
INVESTED = "government-invested"
VENTURE = "joint venture"
FRANCHISE = "franchise"


def example() -> Case:
    """Return the example case. Amounts are in thousand euros at the prices of 2026."""
    return Case(
        about=About(template_version=TEMPLATE_VERSION, currency="EUR", money_unit="thousand", price_base=2026),
        project=Project(city="Exampleton", first_year=2027, horizon=25, last_opening_year=2032),
        districts=_districts(),
        groups=(Group(group="Priority", district="Hillside"), Group(group="Priority", district="Mill Quarter")),
        technologies=_technologies(),
        services=_services(),
        service_factors=_service_factors(),
        modes=(_owned(), _invested(), _venture(), _franchise()),
        charges=_charges(),
        coverage=(
            CoverageTarget(year=2030, group="City", target=0.35),
            CoverageTarget(year=2032, group="City", target=0.8),
            CoverageTarget(year=2032, group="Priority", target=0.8),
        ),
        budget=(
            Budget(year=2027, amount=2500.0),
            Budget(year=2028, amount=4000.0),
            Budget(year=2029, amount=4000.0),
        ),
        settings=_settings(),
        sources=_sources(),
    )


def _districts() -> tuple[District, ...]:
    return (
        District(
            name="Old Town", area=4.2, residents=36000, households=21000, businesses=3100, premises=13500,
            public_need=180.0, build_cost_factor=1.25, backbone_share=0.35, must_open_by=2030,
        ),
        District(
            name="Riverside", area=9.5, residents=51000, households=25500, businesses=1700, premises=19000,
            public_need=140.0, build_cost_factor=1.0, backbone_share=0.25,
        ),
        District(
            name="Hillside", area=13.8, residents=33000, households=14500, businesses=600, premises=12500,
            public_need=70.0, build_cost_factor=1.1, backbone_share=0.1,
        ),
        District(
            name="Mill Quarter", area=8.1, residents=24000, households=11000, businesses=1400, premises=8500,
            public_need=90.0, build_cost_factor=0.9, backbone_share=0.3,
        ),
    )  # fmt: skip


def _technologies() -> tuple[Technology, ...]:
    return (
        Technology(
            name="mesh", build_per_km2=110.0, build_per_premise=0.03, build_years=1, operation_per_km2=11.0,
            operation_per_premise=0.003, capacity_per_km2=120.0, capacity_per_premise=0.0, reach=0.9,
            renewal_share=0.5, lifetime=8, civil_lifetime=25, upgrade=2.0,
        ),
        Technology(
            name="fibre and small cells", build_per_km2=130.0, build_per_premise=0.12, build_years=2,
            operation_per_km2=8.0, operation_per_premise=0.004, capacity_per_km2=400.0, capacity_per_premise=0.02,
            reach=0.97, renewal_share=0.3, lifetime=10, civil_lifetime=30, upgrade=2.0,
        ),
    )  # fmt: skip


def _services() -> tuple[Service, ...]:
    return (
        Service(name="basic access", base="residents", saturation=0.25, ramp_years=3.0, mbps_per_unit=0.01, priority=1),
        Service(
            name="packages", base="residents", saturation=0.08, ramp=(0.3, 0.6, 0.85, 1.0), growth=0.01,
            mbps_per_unit=0.08, priority=2,
        ),
        Service(name="advertising", base="residents", saturation=1.0, ramp_years=2.0, mbps_per_unit=0.0, priority=3),
        Service(name="capacity lease", base="capacity", saturation=0.25, ramp_years=4.0, mbps_per_unit=1.0, priority=4),
    )  # fmt: skip


def _service_factors() -> tuple[ServiceFactor, ...]:
    def offered(service: str, mode: str, price: float, uptake: float, unit_cost: float) -> ServiceFactor:
        return ServiceFactor(service=service, mode=mode, offer="paid", price=price, uptake=uptake, unit_cost=unit_cost)

    def free(mode: str, unit_cost: float) -> ServiceFactor:
        return ServiceFactor(service="basic access", mode=mode, offer="free", unit_cost=unit_cost)

    def absent(service: str, mode: str) -> ServiceFactor:
        return ServiceFactor(service=service, mode=mode, offer="not offered")

    return (
        free(OWNED, 0.002),
        absent("packages", OWNED),
        absent("advertising", OWNED),
        offered("capacity lease", OWNED, 0.3, 1.0, 0.03),
        free(INVESTED, 0.002),
        absent("packages", INVESTED),
        offered("advertising", INVESTED, 0.0004, 0.8, 0.0001),
        offered("capacity lease", INVESTED, 0.3, 1.1, 0.03),
        free(VENTURE, 0.002),
        offered("packages", VENTURE, 0.085, 0.8, 0.03),
        offered("advertising", VENTURE, 0.0006, 1.1, 0.0001),
        offered("capacity lease", VENTURE, 0.28, 1.0, 0.03),
        absent("basic access", FRANCHISE),
        offered("packages", FRANCHISE, 0.1, 1.0, 0.035),
        offered("advertising", FRANCHISE, 0.0006, 1.0, 0.0001),
        offered("capacity lease", FRANCHISE, 0.28, 1.0, 0.03),
    )


def _owned() -> Mode:
    return Mode(
        name=OWNED, operator=False, control=3, build_factor=1.06, operating_factor=1.08, public_need="served",
    )  # fmt: skip


def _invested() -> Mode:
    return Mode(
        name=INVESTED, operator=True, control=2, operating_factor=0.98, uses_backbone=True,
        revenue_to_operator=0.1, public_need="served",
        contribution_least=0.9, contribution_most=1.0, contribution_basis="actual",
        compensation_least=1.05, compensation_most=1.2, compensation_basis="actual",
        term_least=8, term_most=15, required_return=0.07, return_premium=0.005, headroom=0.0, at_end="reverts",
        run_after_handover=INVESTED,
    )  # fmt: skip


def _venture() -> Mode:
    return Mode(
        name=VENTURE, operator=True, control=1, partners=3, build_factor=0.97, operating_factor=0.95,
        uses_backbone=True, revenue_to_operator=1.0, public_need="bought", public_price=0.9, guaranteed_share=1.0,
        purchase_most=1.5, overage_premium=0.1, share_least=0.0, share_most=0.05,
        contribution_least=0.1, contribution_most=0.4,
        term_least=12, term_most=20, required_return=0.09, return_premium=0.01, payback_longest=18,
        at_end="reverts", run_after_handover=INVESTED,
    )  # fmt: skip


def _franchise() -> Mode:
    return Mode(
        name=FRANCHISE, operator=True, control=1, build_factor=0.95, operating_factor=0.93, uses_backbone=True,
        revenue_to_operator=1.0, public_need="bought", public_price=1.1, guaranteed_share=1.0, purchase_most=1.5,
        overage_premium=0.2, share_least=0.01, share_most=0.3, support_and_share=False,
        contribution_least=0.0, contribution_most=0.0,
        term_least=10, term_most=18, required_return=0.11, return_premium=0.03, payback_longest=15,
        at_end="reverts", run_after_handover=INVESTED,
    )  # fmt: skip


def _charges() -> tuple[Charge, ...]:
    return (
        Charge(mode=OWNED, name="legal framework", last=1, amount=60.0, payer="government"),
        Charge(mode=OWNED, name="staff", counted_from="either", amount=150.0, payer="government"),
        Charge(
            mode=OWNED, name="competitive neutrality", amount=0.03, base="share of build to date", index="none",
            payer="government", counted="comparison",
        ),
        Charge(mode=INVESTED, name="preliminary works and legal framework", last=1, amount=120.0, payer="government"),
        Charge(
            mode=INVESTED, name="tender and negotiation", counted_from="either", last=1, amount=180.0,
            payer="government",
        ),
        Charge(mode=INVESTED, name="monitoring", counted_from="either", amount=60.0, payer="government"),
        Charge(mode=INVESTED, name="staff", counted_from="either", amount=70.0, payer="government"),
        Charge(mode=VENTURE, name="preliminary works and legal framework", last=1, amount=250.0, payer="government"),
        Charge(mode=VENTURE, name="tender and negotiation", last=1, amount=300.0, payer="government"),
        Charge(mode=VENTURE, name="monitoring", amount=70.0, payer="government"),
        Charge(mode=VENTURE, name="staff", amount=40.0, payer="government"),
        Charge(mode=VENTURE, name="coordination", amount=15.0, base="per partner", payer="operator"),
        Charge(mode=FRANCHISE, name="preliminary works and legal framework", last=1, amount=200.0, payer="government"),
        Charge(mode=FRANCHISE, name="tender and negotiation", last=1, amount=350.0, payer="government"),
        Charge(mode=FRANCHISE, name="monitoring", amount=50.0, payer="government"),
    )  # fmt: skip


def _settings() -> Settings:
    return Settings(
        government_rate=0.04, commercial_rate=0.06, build_growth=0.02, operation_growth=0.02, price_growth=0.01,
        contract_growth=0.02, present_price=1.5, present_price_growth=0.0, need_growth=0.03, least_service_years=5,
        control_required=1, openings_limit=2, residual_counted=0.5, backbone_charge=0.05, backbone_rent=0.05,
        money_step=0.01,
    )  # fmt: skip


def _sources() -> tuple[Source, ...]:
    assumed = (
        ("Project!*", "made-up city, looked at for five years longer than the longest term"),
        ("Districts!*", "districts of the size found in a town of some 150,000 people"),
        ("Technologies!*", "round figures of the order of published municipal wireless and fibre projects"),
        ("Services!*", "take-up of about one resident in twelve, reached in four years"),
        ("Service factors!*", "prices a little below those of private providers"),
        ("Modes!*", "bounds as a council might set them in a first draft"),
        ("Modes!*.required_return", "base return of a regulated network before premiums"),
        ("Modes!*.return_premium", "half a point to three points for the risk of demand"),
        ("Charges!*", "one or two people's yearly cost, and the fees of one tender"),
        ("Coverage!*", "four residents in five by 2032"),
        ("Budget!*", "what the yearly investment plan leaves for the network"),
        ("Settings!*", "rates of a city that borrows at 3 to 4 %, prices growing by 2 %"),
    )
    return tuple(Source(address=address, source=f"assumption: {why}", date="2026") for address, why in assumed)
