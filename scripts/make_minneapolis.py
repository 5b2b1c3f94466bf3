"""Make the data of the real city: data/minneapolis.xlsx and the terms signed in 2006, data/minneapolis_2006.json.

python -m scripts.make_minneapolis

The figures stand here once. The table in scripts/minneapolis_sources.py says what each rests on: a publication and its
address, or a reason where it is assumed. Whoever changes a figure runs this and looks through data/README.md and
data/ranges.csv.
"""

import json
import sys
from pathlib import Path
from typing import Literal

from optmodel.case import (
    TEMPLATE_VERSION,
    About,
    Case,
    Charge,
    CoverageTarget,
    District,
    Function,
    Mode,
    OutsourcedRisk,
    Project,
    Risk,
    RiskFactor,
    Scenario,
    Service,
    ServiceFactor,
    Settings,
    TariffLevel,
    Technology,
    checked,
)
from optmodel.contract import Opening, Schedule, Terms
from optmodel.errors import OptmodelError
from optmodel.report.schema import CONTRACT_SCHEMA
from optmodel.report.signed import signed
from optmodel.workbook import write
from scripts.minneapolis_sources import JOBS_PER_BUSINESS, PUBLIC_NEED, sources

DATA = Path(__file__).resolve().parent.parent / "data"

OWNED = "government-owned"
INVESTED = "government-invested"
VENTURE = "joint venture"
FRANCHISE = "franchise"

# What was published about the contract of 2006.
FIRST_YEAR = 2006
TERM_YEARS = 10
MINIMUM_BILL = 1_250_000.0  # USD a year, in every year of the term: 12.5 M in all
RESIDENTIAL_PRICE = 19.95  # USD a month
BUSINESS_PRICE = 29.95
TAKE_UP = 0.18  # of households, projected
COVERAGE = 0.95  # of the city
FUND = 500_000.0  # USD once, from the operator to a fund for digital inclusion

# How the public need is spread over the communities.
NEED_BY_POPULATION, NEED_BY_AREA, NEED_BY_PUBLIC_JOBS = 0.5, 0.3, 0.2

# Minnesota Compass, Minneapolis–St. Paul Neighborhood Profiles: people, households and housing units 2010, jobs 2009.
# Area in km², lakes and river included. A suppressed number of public jobs stands as 0. Then two assumptions: build
# cost relative to an ordinary district, and the part of the build that an operator's own network replaces.
# fmt: off
COMMUNITIES: tuple[tuple[str, float, int, int, int, int, int, float, float], ...] = (
    # name            area     people households homes   jobs  public  cost backbone
    ("Camden",        13.0113, 28778, 10502, 11738,   1935,    7, 1.0, 0.05),
    ("Near North",    12.0126, 31192, 10029, 11672,   8950,    9, 1.0, 0.10),
    ("Calhoun Isles", 14.2374, 29913, 17002, 18570,  12572,    1, 1.3, 0.10),
    ("Southwest",     21.0857, 48076, 20718, 21687,   8343,    0, 1.0, 0.05),
    ("Northeast",     19.4617, 36255, 16106, 17510,  19162, 1503, 1.0, 0.10),
    ("University",    14.9513, 38785, 13825, 14712,  57026, 3726, 1.0, 0.10),
    ("Central",        7.769,  29725, 17804, 20499, 155861, 2484, 1.2, 0.20),
    ("Phillips",       4.1622, 20315,  6791,  7585,  16170,    0, 1.0, 0.10),
    ("Powderhorn",    11.7842, 54743, 21944, 23999,   7844,   10, 1.0, 0.05),
    ("Nokomis",       17.7826, 37021, 15850, 16607,   3706,  126, 1.0, 0.05),
    ("Longfellow",    12.5047, 27775, 12969, 13708,   9702,   55, 1.0, 0.05),
)
# fmt: on

# Downtown, midtown and southwest went live in 2007; north, northeast and Nokomis were finished in 2008; the dead zones
# around the lakes, where light poles had to be replaced, in 2009. Which community lies in which phase is our reading.
OPENED = {
    2007: ("Central", "Phillips", "Powderhorn", "Southwest"),
    2008: ("Camden", "Near North", "Northeast", "University", "Nokomis", "Longfellow"),
    2009: ("Calhoun Isles",),
}


def districts() -> tuple[District, ...]:
    """Return the eleven planning communities."""
    people = sum(row[2] for row in COMMUNITIES)
    area = sum(row[1] for row in COMMUNITIES)
    public_jobs = sum(row[6] for row in COMMUNITIES)
    return tuple(
        District(
            name=row[0],
            area=row[1],
            residents=row[2],
            households=row[3],
            businesses=round(row[5] / JOBS_PER_BUSINESS),
            premises=row[4],
            public_need=round(
                PUBLIC_NEED
                * (
                    NEED_BY_POPULATION * row[2] / people
                    + NEED_BY_AREA * row[1] / area
                    + NEED_BY_PUBLIC_JOBS * row[6] / public_jobs
                ),
                2,
            ),
            build_cost_factor=row[7],
            backbone_share=row[8],
        )
        for row in COMMUNITIES
    )


def technologies() -> tuple[Technology, ...]:
    """Return the mesh as it was built and a denser one with more wired backhaul."""
    return (
        Technology(
            name="mesh",
            build_per_km2=115_000.0,
            build_per_premise=30.0,
            build_years=1,
            operation_per_km2=15_444.0,
            operation_per_premise=0.0,
            capacity_per_km2=60.0,
            reach=0.96,
            renewal_share=0.4,
            lifetime=6,
            civil_lifetime=20,
            upgrade=2.0,
        ),
        Technology(
            name="dense mesh",
            build_per_km2=200_000.0,
            build_per_premise=60.0,
            build_years=2,
            operation_per_km2=17_000.0,
            operation_per_premise=0.0,
            capacity_per_km2=240.0,
            reach=0.98,
            renewal_share=0.4,
            lifetime=8,
            civil_lifetime=20,
            upgrade=2.0,
        ),
    )


def services() -> tuple[Service, ...]:
    """Return what is sold or given with the capacity the public need leaves."""
    return (
        Service(
            name="Home plan", base="households", saturation=TAKE_UP, ramp_years=5.0, mbps_per_unit=0.15, priority=1
        ),
        Service(
            name="Business plan", base="businesses", saturation=0.08, ramp_years=5.0, paid_by="others",
            mbps_per_unit=0.5, priority=2,
        ),
        Service(name="Basic access", base="residents", saturation=0.1, ramp_years=3.0, mbps_per_unit=0.02, priority=3),
        Service(
            name="Advertising", base="residents", saturation=1.0, ramp_years=3.0, paid_by="others", tariffed=False,
            mbps_per_unit=0.0, priority=4,
        ),
        Service(
            name="Capacity lease", base="capacity", saturation=0.1, ramp_years=3.0, paid_by="others", tariffed=False,
            mbps_per_unit=1.0, priority=5,
        ),
    )  # fmt: skip


def tariffs() -> tuple[TariffLevel, ...]:
    """Return 19.95 a month, which was guaranteed, five dollars less and five dollars more."""
    return (
        TariffLevel(name="planned", price=1.0, demand=1.0),
        TariffLevel(name="cheaper", price=0.75, demand=1.25),
        TariffLevel(name="dearer", price=1.25, demand=0.7),
    )


HOME, BUSINESS = round(12 * RESIDENTIAL_PRICE, 2), round(12 * BUSINESS_PRICE, 2)  # USD a year
WHOLESALE_HOME, WHOLESALE_BUSINESS = 125.7, 188.7  # 52.5 % of them

# service, mode, offer, price, uptake, unit cost
# fmt: off
FACTORS: tuple[tuple[str, str, Literal["not offered", "free", "paid"], float, float, float], ...] = (
    ("Home plan",      OWNED,     "paid",        WHOLESALE_HOME,     0.9,  36.0),
    ("Home plan",      INVESTED,  "paid",        WHOLESALE_HOME,     0.85, 36.0),
    ("Home plan",      VENTURE,   "paid",        HOME,               1.0,  84.0),
    ("Home plan",      FRANCHISE, "paid",        HOME,               0.9,  84.0),
    ("Business plan",  OWNED,     "paid",        WHOLESALE_BUSINESS, 0.9,  60.0),
    ("Business plan",  INVESTED,  "paid",        WHOLESALE_BUSINESS, 0.85, 60.0),
    ("Business plan",  VENTURE,   "paid",        BUSINESS,           1.0,  120.0),
    ("Business plan",  FRANCHISE, "paid",        BUSINESS,           1.0,  120.0),
    ("Basic access",   OWNED,     "free",        0.0,                1.0,  2.0),
    ("Basic access",   INVESTED,  "free",        0.0,                1.0,  2.0),
    ("Basic access",   VENTURE,   "free",        0.0,                0.5,  2.0),
    ("Basic access",   FRANCHISE, "not offered", 0.0,                1.0,  0.0),
    ("Advertising",    OWNED,     "not offered", 0.0,                1.0,  0.0),
    ("Advertising",    INVESTED,  "paid",        0.6,                0.5,  0.15),
    ("Advertising",    VENTURE,   "paid",        0.6,                1.0,  0.15),
    ("Advertising",    FRANCHISE, "paid",        0.6,                1.0,  0.15),
    ("Capacity lease", OWNED,     "paid",        300.0,              1.0,  30.0),
    ("Capacity lease", INVESTED,  "not offered", 0.0,                1.0,  0.0),
    ("Capacity lease", VENTURE,   "paid",        300.0,              0.5,  30.0),
    ("Capacity lease", FRANCHISE, "paid",        300.0,              0.5,  30.0),
)
# fmt: on


def service_factors() -> tuple[ServiceFactor, ...]:
    """Return how each mode sells each service; behind wholesale, residents pay the retail price all the same."""
    return tuple(
        ServiceFactor(
            service=service,
            mode=mode,
            offer=offer,
            price=price,
            uptake=uptake,
            unit_cost=unit_cost,
            resident_price=HOME if service == "Home plan" and price == WHOLESALE_HOME else None,
        )
        for service, mode, offer, price, uptake, unit_cost in FACTORS
    )


def modes() -> tuple[Mode, ...]:
    """Return the four operation modes the city could choose from in 2006."""
    price = MINIMUM_BILL / PUBLIC_NEED
    return (
        Mode(
            name=OWNED, operator=False, control=3, build_factor=1.1, operating_factor=1.1, public_need="served",
        ),
        Mode(
            name=INVESTED, operator=True, control=2, build_factor=1.02, operating_factor=1.0, uses_backbone=True,
            revenue_to_operator=0.1, public_need="served",
            contribution_least=0.9, contribution_most=1.0, contribution_basis="actual",
            compensation_least=1.05, compensation_most=1.15, compensation_basis="actual",
            term_least=8, term_most=12, required_return=0.08,
            at_end="reverts", run_after_handover=INVESTED, successor_compensation=1.1,
        ),
        Mode(
            name=VENTURE, operator=True, control=1, partners=3, build_factor=1.0, operating_factor=1.0,
            uses_backbone=True, revenue_to_operator=1.0,
            public_need="bought", public_price=price, guaranteed_share=0.8, purchase_most=1.5, overage_premium=0.1,
            share_least=0.0, share_most=0.05, contribution_least=0.0, contribution_most=0.4,
            term_least=8, term_most=15, required_return=0.08, return_premium=0.01, payback_longest=15,
            at_end="keeps", after_term_price=4_160.0,
        ),
        Mode(
            name=FRANCHISE, operator=True, control=1, build_factor=0.97, operating_factor=0.95,
            uses_backbone=True, revenue_to_operator=1.0,
            public_need="bought", public_price=price, guaranteed_share=1.0, purchase_most=1.5, overage_premium=0.2,
            share_least=0.01, share_most=0.3, support_and_share=False, contribution_least=0.0, contribution_most=0.3,
            term_least=8, term_most=15, required_return=0.08, return_premium=0.02, payback_longest=12,
            run_down_years=2, run_down_uptake=0.9,
            at_end="reverts", run_after_handover=INVESTED, successor_compensation=1.1,
        ),
    )  # fmt: skip


def charges() -> tuple[Charge, ...]:
    """Return what comes with each mode beside the network: works, tender, monitoring, staff, coordination, the fund."""

    def once(mode: str, name: str, amount: float, either: bool = False) -> Charge:
        counted_from: Literal["either", "signature"] = "either" if either else "signature"
        return Charge(
            mode=mode,
            name=name,
            counted_from=counted_from,
            last=1,
            amount=amount,
            index="operation",
            payer="government",
        )

    def yearly(mode: str, name: str, amount: float) -> Charge:
        return Charge(mode=mode, name=name, amount=amount, index="operation", payer="government")

    def fund(mode: str) -> Charge:
        return Charge(
            mode=mode,
            name="digital inclusion fund",
            counted_from="signature",
            last=1,
            amount=FUND,
            index="none",
            payer="operator",
        )

    framework = "preliminary works and legal framework"
    tender = "tender and negotiation"
    return (
        once(OWNED, framework, 300_000.0),
        yearly(OWNED, "staff", 425_000.0),
        Charge(
            mode=OWNED,
            name="competitive neutrality",
            amount=0.03,
            base="share of build to date",
            index="none",
            payer="government",
            counted="comparison",
        ),
        once(INVESTED, framework, 250_000.0),
        once(INVESTED, tender, 300_000.0, either=True),
        yearly(INVESTED, "monitoring", 100_000.0),
        yearly(INVESTED, "staff", 170_000.0),
        once(VENTURE, framework, 250_000.0),
        once(VENTURE, tender, 350_000.0),
        yearly(VENTURE, "monitoring", 100_000.0),
        yearly(VENTURE, "staff", 85_000.0),
        Charge(
            mode=VENTURE,
            name="coordination",
            amount=25_000.0,
            base="per partner",
            index="operation",
            payer="operator",
        ),
        fund(VENTURE),
        once(FRANCHISE, framework, 150_000.0),
        once(FRANCHISE, tender, 350_000.0),
        yearly(FRANCHISE, "monitoring", 50_000.0),
        fund(FRANCHISE),
    )


def functions() -> tuple[Function, ...]:
    """Return what the city could have done by others if the network were its own; building takes the first years."""
    post = 85_000.0
    return (
        Function(
            mode=OWNED, function="design", base="build", part=0.1, factor=1.05, fee=40_000.0, staff_saved=0.5 * post,
            last=3,
        ),
        Function(
            mode=OWNED, function="construction", base="build", part=0.75, factor=1.04, fee=120_000.0, staff_saved=post,
            last=3,
        ),
        Function(
            mode=OWNED, function="operation", base="operation", part=0.8, factor=1.04, fee=150_000.0,
            staff_saved=3 * post,
        ),
    )  # fmt: skip


def scenarios() -> tuple[Scenario, ...]:
    """Return three ways things may come. Cost stays as planned in them: its risks are in the register."""
    return (
        Scenario(name="planned", probability=0.5),
        Scenario(name="slow take-up", probability=0.3, demand=0.75),
        Scenario(name="collapse", probability=0.2, demand=0.11, need=0.5),
    )


OVERRUN, SHORTFALL, RUNNING, OUTAGE = "construction overrun", "demand shortfall", "operating cost", "outage"
LEAVES, STEP_IN, DOUBT = "operator leaves, build lost", "operator leaves, step-in and new tender", "spread of results"


def risks() -> tuple[Risk, ...]:
    """Return the register. An operator that leaves does so between the third year and the tenth."""
    return (
        Risk(name=OVERRUN, probability=0.4, impact=0.25, base="build", counted_from="signature"),
        Risk(name=SHORTFALL, probability=0.5, impact=0.5, base="revenue", counted_in="scenarios"),
        Risk(name=RUNNING, probability=0.2, impact=0.2, base="operation"),
        Risk(name=OUTAGE, probability=0.1, impact=0.1, base="need"),
        Risk(
            name=LEAVES, probability=0.03, impact=0.5, base="build not written off", counted_from="signature",
            first=3, last=10,
        ),
        Risk(
            name=STEP_IN, probability=0.03, impact=600_000.0, base="fixed", counted_from="signature", first=3, last=10,
        ),
        Risk(name=DOUBT, probability=0.5, impact=0.1, base="revenue", counted_in="return"),
    )  # fmt: skip


# risk; then for each mode its severity, and for each mode the part its operator bears
# fmt: off
BORNE: tuple[tuple[str, tuple[float, ...], tuple[float, ...]], ...] = (
    #           owned invested venture franchise
    (OVERRUN,   (1.2, 1.1, 1.0, 0.9), (0.0, 0.1, 1.0, 1.0)),
    (SHORTFALL, (1.0, 1.0, 1.0, 1.0), (0.0, 0.1, 1.0, 1.0)),
    (RUNNING,   (1.2, 1.0, 1.0, 1.0), (0.0, 0.1, 1.0, 1.0)),
    (OUTAGE,    (1.2, 1.0, 1.0, 1.0), (0.0, 0.0, 0.5, 0.5)),
    (LEAVES,    (0.0, 0.2, 0.5, 1.0), (0.0, 0.0, 0.0, 0.0)),
    (STEP_IN,   (0.0, 0.5, 1.0, 1.5), (0.0, 0.0, 0.0, 0.0)),
    (DOUBT,     (1.0, 1.0, 1.0, 1.0), (0.0, 0.1, 1.0, 1.0)),
)
# fmt: on


def risk_factors() -> tuple[RiskFactor, ...]:
    """Return how each risk strikes under each mode, and who bears it."""
    return tuple(
        RiskFactor(risk=risk, mode=mode, severity=severity, operator_share=share)
        for risk, severities, shares in BORNE
        for mode, severity, share in zip((OWNED, INVESTED, VENTURE, FRANCHISE), severities, shares, strict=True)
    )


def outsourced_risks() -> tuple[OutsourcedRisk, ...]:
    """Return what it does to the city's risks to have a function done by those who do it every day."""
    return (
        OutsourcedRisk(mode=OWNED, function="design", risk=OVERRUN, severity=0.95),
        OutsourcedRisk(mode=OWNED, function="construction", risk=OVERRUN, severity=0.9),
        OutsourcedRisk(mode=OWNED, function="operation", risk=RUNNING, severity=0.85),
        OutsourcedRisk(mode=OWNED, function="operation", risk=OUTAGE, severity=0.85),
    )


def settings() -> Settings:
    """Return what holds for the whole city."""
    return Settings(
        government_rate=0.05,
        commercial_rate=0.08,
        flows_at="end",
        build_growth=0.01,
        operation_growth=0.02,
        price_growth=0.0,
        contract_growth=0.0,
        present_price=5_200.0,
        present_price_growth=0.0,
        need_growth=0.02,
        least_service_years=5,
        openings_limit=6,
        comparator=OWNED,
        renewals="reserve",
        residual_counted=0.5,
        backbone_charge=0.08,
        backbone_rent=0.1,
        share_step=0.01,
        purchase_step=0.1,
        money_step=100.0,
        capacity_step=0.01,
        gap=0.0001,
        close_call=0.01,
    )


def build_case() -> Case:
    """Return the case of the real city; raises :class:`InputError` where something is wrong with it."""
    return checked(
        Case(
            about=About(template_version=TEMPLATE_VERSION, currency="USD", money_unit="one", price_base=FIRST_YEAR),
            project=Project(city="Minneapolis", first_year=FIRST_YEAR, horizon=20, last_opening_year=2010),
            districts=districts(),
            technologies=technologies(),
            services=services(),
            service_factors=service_factors(),
            modes=modes(),
            charges=charges(),
            tariffs=tariffs(),
            functions=functions(),
            scenarios=scenarios(),
            risks=risks(),
            risk_factors=risk_factors(),
            outsourced_risks=outsourced_risks(),
            coverage=(CoverageTarget(year=2009, target=COVERAGE),),
            settings=settings(),
            sources=sources(),
        )
    )


def signed_terms() -> Terms:
    """Return the contract of 2006, as far as the model can say it.

    The minimum bill stands as capacity at the assumed price in each of the ten years, with or without a network.
    """
    years = range(FIRST_YEAR, FIRST_YEAR + TERM_YEARS)
    return Terms(
        mode=VENTURE,
        term_years=TERM_YEARS,
        first_year=FIRST_YEAR,
        revenue_share=0.0,
        purchase_level=1.0,
        public_capacity=tuple((year, PUBLIC_NEED) for year in years),
        capital_contribution=Schedule("planned", share=0.0),
        operating_compensation=Schedule("planned", share=0.0),
        rollout=tuple(Opening(name, "mesh", year) for year, names in OPENED.items() for name in names),
    )


def main() -> int:
    """Write both files and return the exit code."""
    try:
        write(build_case(), DATA / "minneapolis.xlsx", overwrite=True)
    except OptmodelError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    document = {"schema": CONTRACT_SCHEMA, "signed": signed(signed_terms())}
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    (DATA / "minneapolis_2006.json").write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
