"""Cities small enough for every sum to be done by hand, and contracts for them in one line."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from optmodel.case import (
    SECTIONS,
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
    quantities,
)
from optmodel.contract import Opening, Schedule, Terms

OWNED = "government-owned"
INVESTED = "government-invested"
VENTURE = "joint venture"
FRANCHISE = "franchise"


def tiny_city() -> Case:
    """Two districts, two technologies, three services, four modes, 2026 to 2033; nothing grows.

    =====================  ============  ==========  ============  ==========
    of a plan              Harbour wifi  Hill wifi   Harbour fibre Hill fibre
    =====================  ============  ==========  ============  ==========
    gross build cost       200           600         600           675
    built over             1 year        1 year      2 years       2 years
    operation a year       20            40          35            32.5
    capacity, Mbit/s       100           200         500           250
    residents covered      800           400         1000          500
    renewal, every         100, 4 years  300, 4      150, 5        168.75, 5
    =====================  ============  ==========  ============  ==========

    Need is 10 Mbit/s in Harbour and 5 on the Hill; 40 of Harbour's wifi (120 of its fibre) is the operator's
    backbone where a mode uses it. Discount factors: government 0.8, its demand-dependent receipts 0.625, the
    operator of the franchise 0.625, other operators 0.8 a year.
    """
    return Case(
        about=About(template_version="1", currency="EUR", money_unit="thousand", price_base=2026),
        project=Project(city="Tinyport", first_year=2026, horizon=8, last_opening_year=2031),
        districts=_districts(),
        groups=(Group(group="waterfront", district="Harbour"),),
        technologies=_technologies(),
        services=_services(),
        service_factors=_service_factors(),
        modes=(_owned(), _invested(), _venture(), _franchise()),
        charges=_charges(),
        coverage=(
            CoverageTarget(year=2029, group="waterfront", target=0.8),
            CoverageTarget(year=2031, group="City", target=0.5),
        ),
        budget=(Budget(year=2026, amount=1000.0), Budget(year=2030, amount=1000.0)),
        settings=Settings(
            government_rate=0.25,
            commercial_rate=0.6,
            present_price=10.0,
            least_service_years=2,
            residual_counted=0.5,
            backbone_charge=0.1,
            backbone_rent=0.2,
            share_step=0.1,
            purchase_step=0.25,
            money_step=1.0,
            capacity_step=1.0,
        ),
        sources=tuple(
            Source(address=f"{sheet}!*", source="assumption: round numbers")
            for sheet in (
                "Project", "Districts", "Technologies", "Services", "Service factors", "Modes", "Charges",
                "Coverage", "Budget", "Settings",
            )
        ),
    )  # fmt: skip


def signed(
    mode: str,
    term_years: int,
    *rollout: tuple[str, str, int],
    share: float = 0.0,
    capacity: Mapping[int, float] | None = None,
    contribution: float | Mapping[int, float] | None = None,
    compensation: float | Mapping[int, float] | None = None,
) -> Terms:
    """A contract of the tiny city: openings as (district, technology, year), support as a share or by year."""
    return Terms(
        mode=mode,
        term_years=term_years,
        first_year=2026,
        revenue_share=share,
        purchase_level=0.0,
        public_capacity=tuple((capacity or {}).items()),
        capital_contribution=_schedule(contribution),
        operating_compensation=_schedule(compensation),
        rollout=tuple(Opening(*opening) for opening in rollout),
    )


def _schedule(support: float | Mapping[int, float] | None) -> Schedule:
    if isinstance(support, Mapping):
        return Schedule("planned", amounts=tuple(support.items()))
    return Schedule("planned", share=support)


def in_numbers(case: Case, convert: Callable[[str, Any], Any]) -> Case:
    """The same case with every number, but no count of years, turned into what ``convert(field, number)`` gives."""

    def turned(record: Any) -> Any:
        changes: dict[str, Any] = {}
        for item in quantities(type(record)):
            value = getattr(record, item.name)
            if value is None:
                continue
            if item.kind in ("number", "share"):
                changes[item.name] = convert(item.name, value)
            elif item.kind == "numbers":
                changes[item.name] = tuple(convert(item.name, each) for each in value)
        return replace(record, **changes)

    parts: dict[str, Any] = {}
    for section in SECTIONS:
        records = tuple(turned(record) for record in case.records(section))
        parts[section.attribute] = records[0] if section.layout == "record" else records
    return replace(case, **parts)


def _districts() -> tuple[District, ...]:
    return (
        District(
            name="Harbour",
            area=2.0,
            residents=1000.0,
            households=400.0,
            businesses=50.0,
            premises=500.0,
            public_need=10.0,
            build_cost_factor=1.0,
            backbone_share=0.2,
        ),
        District(
            name="Hill",
            area=4.0,
            residents=500.0,
            households=200.0,
            businesses=10.0,
            premises=250.0,
            public_need=5.0,
            build_cost_factor=1.5,
            backbone_share=0.0,
        ),
    )


def _technologies() -> tuple[Technology, ...]:
    return (
        Technology(
            name="wifi",
            build_per_km2=100.0,
            build_per_premise=0.0,
            build_years=1,
            operation_per_km2=10.0,
            operation_per_premise=0.0,
            capacity_per_km2=50.0,
            capacity_per_premise=0.0,
            reach=0.8,
            renewal_share=0.5,
            lifetime=4,
            civil_lifetime=10,
            upgrade=2.0,
        ),
        Technology(
            name="fibre",
            build_per_km2=50.0,
            build_per_premise=1.0,
            build_years=2,
            operation_per_km2=5.0,
            operation_per_premise=0.05,
            capacity_per_km2=0.0,
            capacity_per_premise=1.0,
            reach=1.0,
            renewal_share=0.25,
            lifetime=5,
            civil_lifetime=20,
            upgrade=1.0,
        ),
    )


def _services() -> tuple[Service, ...]:
    return (
        Service(name="basic", base="residents", saturation=0.5, ramp_years=2.0, mbps_per_unit=0.05, priority=1),
        Service(name="package", base="households", saturation=0.5, ramp_years=1.0, mbps_per_unit=0.25, priority=2),
        Service(name="lease", base="capacity", saturation=0.4, ramp=(0.5, 1.0), mbps_per_unit=1.0, priority=3),
    )


def _service_factors() -> tuple[ServiceFactor, ...]:
    def sold(service: str, mode: str, price: float, uptake: float = 1.0, unit_cost: float = 0.0) -> ServiceFactor:
        return ServiceFactor(service=service, mode=mode, offer="paid", price=price, uptake=uptake, unit_cost=unit_cost)

    def free(mode: str, unit_cost: float) -> ServiceFactor:
        return ServiceFactor(service="basic", mode=mode, offer="free", unit_cost=unit_cost)

    def none(service: str, mode: str) -> ServiceFactor:
        return ServiceFactor(service=service, mode=mode, offer="not offered")

    return (
        free(OWNED, 0.02),
        none("package", OWNED),
        sold("lease", OWNED, 1.0),
        free(INVESTED, 0.01),
        sold("package", INVESTED, 0.5, uptake=0.5, unit_cost=0.1),
        none("lease", INVESTED),
        free(VENTURE, 0.01),
        sold("package", VENTURE, 1.0, unit_cost=0.8),
        sold("lease", VENTURE, 2.0),
        none("basic", FRANCHISE),
        sold("package", FRANCHISE, 2.0, unit_cost=0.5),
        sold("lease", FRANCHISE, 1.0, unit_cost=0.75),
    )


def _owned() -> Mode:
    return Mode(
        name=OWNED, operator=False, control=3, operating_factor=1.2, public_need="served"
    )  # fmt: skip


def _invested() -> Mode:
    return Mode(
        name=INVESTED,
        operator=True,
        control=2,
        uses_backbone=True,
        revenue_to_operator=0.25,
        public_need="served",
        contribution_least=1.0,
        contribution_most=1.0,
        compensation_least=1.0,
        compensation_most=1.5,
        term_least=4,
        term_most=6,
        required_return=0.25,
        run_after_handover=INVESTED,
    )


def _venture() -> Mode:
    return Mode(
        name=VENTURE,
        operator=True,
        control=1,
        partners=2,
        build_factor=0.9,
        uses_backbone=True,
        revenue_to_operator=0.75,
        public_need="bought",
        public_price=4.0,
        guaranteed_share=1.0,
        purchase_most=1.5,
        overage_premium=0.5,
        share_most=0.3,
        contribution_least=0.2,
        contribution_most=0.5,
        term_least=4,
        term_most=6,
        required_return=0.2,
        return_premium=0.05,
        at_end="keeps",
        after_term_price=5.0,
    )


def _franchise() -> Mode:
    return Mode(
        name=FRANCHISE,
        operator=True,
        control=1,
        uses_backbone=True,
        revenue_to_operator=1.0,
        public_need="bought",
        public_price=2.0,
        guaranteed_share=0.5,
        purchase_most=1.0,
        overage_premium=0.5,
        share_least=0.1,
        share_most=0.3,
        support_and_share=False,
        contribution_most=0.5,
        term_least=5,
        term_most=7,
        required_return=0.4,
        return_premium=0.2,
        headroom=0.1,
        payback_longest=7,
        run_after_handover=INVESTED,
        successor_compensation=1.25,
    )


def _charges() -> tuple[Charge, ...]:
    return (
        Charge(mode=OWNED, name="staff", counted_from="either", amount=6.0, payer="government"),
        Charge(
            mode=OWNED,
            name="neutrality",
            counted_from="signature",
            amount=0.05,
            base="share of build to date",
            index="none",
            payer="government",
            counted="comparison",
        ),
        Charge(mode=INVESTED, name="tender", counted_from="either", last=1, amount=8.0, payer="government"),
        Charge(
            mode=INVESTED,
            name="care",
            counted_from="handover",
            first=2,
            amount=0.01,
            base="per resident covered",
            payer="government",
            payee="operator",
        ),
        Charge(
            mode=VENTURE,
            name="coordination",
            counted_from="signature",
            amount=1.5,
            base="per partner",
            payer="operator",
        ),
        Charge(mode=FRANCHISE, name="tender", counted_from="signature", last=1, amount=8.0, payer="government"),
        Charge(
            mode=FRANCHISE,
            name="fee",
            counted_from="signature",
            first=3,
            last=4,
            amount=5.0,
            payer="operator",
            payee="government",
        ),
    )
