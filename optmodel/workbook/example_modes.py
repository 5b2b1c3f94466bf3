"""The modes of the example: who builds, runs, earns and pays, what each sells and what comes with it."""

from optmodel.case import Charge, Function, Mode, ServiceFactor

OWNED = "government-owned"
INVESTED = "government-invested"
VENTURE = "joint venture"
FRANCHISE = "franchise"


def service_factors() -> tuple[ServiceFactor, ...]:
    """Return how each mode sells each service: the public ones give basic access free and lease the rest."""

    def offered(service: str, mode: str, price: float, uptake: float, unit_cost: float) -> ServiceFactor:
        return ServiceFactor(service=service, mode=mode, offer="paid", price=price, uptake=uptake, unit_cost=unit_cost)

    def leased(mode: str, uptake: float) -> ServiceFactor:
        # What resellers make of it reaches residents at another price.
        return ServiceFactor(
            service="capacity lease", mode=mode, offer="paid", price=0.3, uptake=uptake, unit_cost=0.03,
            resident_price=0.8,
        )  # fmt: skip

    def free(mode: str, unit_cost: float) -> ServiceFactor:
        return ServiceFactor(service="basic access", mode=mode, offer="free", unit_cost=unit_cost)

    def absent(service: str, mode: str) -> ServiceFactor:
        return ServiceFactor(service=service, mode=mode, offer="not offered")

    return (
        free(OWNED, 0.002),
        absent("packages", OWNED),
        absent("advertising", OWNED),
        leased(OWNED, 1.0),
        free(INVESTED, 0.002),
        absent("packages", INVESTED),
        offered("advertising", INVESTED, 0.0005, 0.8, 0.0001),
        leased(INVESTED, 1.1),
        free(VENTURE, 0.002),
        offered("packages", VENTURE, 0.085, 0.8, 0.03),
        offered("advertising", VENTURE, 0.0008, 1.1, 0.0001),
        offered("capacity lease", VENTURE, 0.28, 1.0, 0.03),
        absent("basic access", FRANCHISE),
        offered("packages", FRANCHISE, 0.1, 1.0, 0.035),
        offered("advertising", FRANCHISE, 0.0008, 1.0, 0.0001),
        offered("capacity lease", FRANCHISE, 0.28, 1.0, 0.03),
    )


def modes() -> tuple[Mode, ...]:
    """Return the four modes, from the one that leaves most to the government to the one that leaves least."""
    return _owned(), _invested(), _venture(), _franchise()


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
        uses_backbone=True, revenue_to_operator=1.0, public_need="bought", public_price=0.9,
        public_price_index="prices", guaranteed_share=1.0, purchase_most=1.5, overage_premium=0.1,
        share_least=0.0, share_most=0.05, contribution_least=0.1, contribution_most=0.4,
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
        run_down_years=2, run_down_uptake=0.8, at_end="reverts", run_after_handover=INVESTED,
    )  # fmt: skip


def charges() -> tuple[Charge, ...]:
    """Return what comes with each mode beside the network."""
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


def functions() -> tuple[Function, ...]:
    """Return what a government that owns and runs the network may have done by others."""
    return (
        Function(
            mode=OWNED, function="design", base="build", part=0.1, factor=1.0, fee=8.0, staff_saved=6.0, last=6,
        ),
        Function(
            mode=OWNED, function="construction", base="build", part=0.75, factor=1.0, fee=20.0, staff_saved=12.0,
            last=6,
        ),
        Function(
            mode=OWNED, function="operation", base="operation", part=0.7, factor=1.0, fee=45.0, staff_saved=60.0,
        ),
    )  # fmt: skip
