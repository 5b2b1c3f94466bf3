"""The example the template is filled with: Exampleton, a made-up city of four districts and four operation modes.

Every figure is an assumption chosen so that the modes lie near each other; none is a finding about a real city.
"""

from optmodel.case import (
    TEMPLATE_VERSION,
    About,
    Budget,
    Case,
    CoverageTarget,
    District,
    Group,
    Project,
    Service,
    Settings,
    Source,
    TariffLevel,
    Technology,
)
from optmodel.workbook.example_modes import OWNED, charges, functions, modes, service_factors
from optmodel.workbook.example_risks import outsourced_risks, risk_factors, risks, scenarios


def example() -> Case:
    """Return the example case. Amounts are in thousand euros at the prices of 2026."""
    return Case(
        about=About(template_version=TEMPLATE_VERSION, currency="EUR", money_unit="thousand", price_base=2026),
        project=Project(city="Exampleton", first_year=2027, horizon=25, last_opening_year=2032),
        districts=_districts(),
        groups=(Group(group="Priority", district="Hillside"), Group(group="Priority", district="Mill Quarter")),
        technologies=_technologies(),
        services=_services(),
        service_factors=service_factors(),
        tariffs=(
            TariffLevel(name="planned", price=1.0, demand=1.0),
            TariffLevel(name="reduced", price=0.85, demand=1.15),
            TariffLevel(name="raised", price=1.15, demand=0.8),
        ),
        modes=modes(),
        charges=charges(),
        functions=functions(),
        scenarios=scenarios(),
        risks=risks(),
        risk_factors=risk_factors(),
        outsourced_risks=outsourced_risks(),
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
            name="packages", base="residents", saturation=0.11, ramp=(0.3, 0.6, 0.85, 1.0), growth=0.01,
            mbps_per_unit=0.08, priority=2,
        ),
        Service(
            name="advertising", base="residents", saturation=1.0, ramp_years=2.0, paid_by="others", tariffed=False,
            mbps_per_unit=0.0, priority=3,
        ),
        Service(
            name="capacity lease", base="capacity", saturation=0.33, ramp_years=4.0, paid_by="others", tariffed=False,
            mbps_per_unit=1.0, priority=4,
        ),
    )  # fmt: skip


def _settings() -> Settings:
    return Settings(
        government_rate=0.04, commercial_rate=0.06, build_growth=0.02, operation_growth=0.02, price_growth=0.01,
        contract_growth=0.02, present_price=1.5, present_price_growth=0.0, need_growth=0.03, least_service_years=5,
        control_required=1, openings_limit=2, comparator=OWNED, residual_counted=0.5, backbone_charge=0.05,
        backbone_rent=0.05, money_step=0.01,
    )  # fmt: skip


def _sources() -> tuple[Source, ...]:
    assumed = (
        ("Project!*", "made-up city, looked at for five years longer than the longest term"),
        ("Districts!*", "districts of the size found in a town of some 150,000 people"),
        ("Technologies!*", "round figures of the order of published municipal wireless and fibre projects"),
        (
            "Services!*",
            "one resident in nine planned, reached in four years; one in twelve expected over the scenarios",
        ),
        ("Services!*.tariffed", "a contract fixes what residents pay; advertisers and resellers negotiate"),
        ("Service factors!*", "prices a little below those of private providers"),
        ("Service factors!*.resident_price", "a leased Mbit/s carries a dozen packages, of which resellers sell eight"),
        ("Tariffs!*", "demand answers a little less than in proportion to a lower price, and more to a higher one"),
        ("Modes!*", "bounds as a council might set them in a first draft"),
        ("Modes!*.required_return", "base return of a regulated network before premiums"),
        ("Modes!*.return_premium", "half a point to three points for the risk of demand"),
        ("Modes!*.run_down_uptake", "who hands a network back no longer looks for customers"),
        ("Charges!*", "one or two people's yearly cost, and the fees of one tender"),
        ("Outsourcing!*", "engineers and builders do it for a little less, and somebody must look after them"),
        ("Scenarios!*", "of three real cities one reached 77 % of its subscribers planned, one 16 % and one 6 %"),
        ("Risks!*", "public works overrun by a quarter in two of five; one operator in fifty gives up in a year"),
        (
            "Risk factors!*",
            "a city that builds its first network errs more often; operators that earn less leave sooner",
        ),
        ("Outsourced risks!*", "those who do it every day err less often"),
        ("Coverage!*", "four residents in five by 2032"),
        ("Budget!*", "what the yearly investment plan leaves for the network"),
        ("Settings!*", "rates of a city that borrows at 3 to 4 %, prices growing by 2 %"),
    )
    return tuple(Source(address=address, source=f"assumption: {why}", date="2026") for address, why in assumed)
