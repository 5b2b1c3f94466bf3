"""What may come otherwise than planned in the example: scenarios, and the risk register with who bears it.

Subscribers came to 77 %, 16 % and 6 % of plan in three real cities. Demand is therefore moved by the scenarios, and
what differs from mode to mode, such as overruns and operators that give up, stands in the register.
"""

from optmodel.case import OutsourcedRisk, Risk, RiskFactor, Scenario
from optmodel.workbook.example_modes import FRANCHISE, INVESTED, OWNED, VENTURE

OVERRUN = "construction overrun"
SHORTFALL = "demand shortfall"
RUNNING = "operating cost"
OUTAGE = "outage of the public need"
LEAVES = "operator leaves, build lost"
STEP_IN = "operator leaves, step-in and new tender"
DOUBT = "forecast cannot be insured"


def scenarios() -> tuple[Scenario, ...]:
    """Return three ways things may come; build and operation stay as planned, for their risks are in the register."""
    return (
        Scenario(name="planned", probability=0.5),
        Scenario(name="slow take-up", probability=0.35, demand=0.6),
        # Where nobody subscribes the price falls, and the city's own uses come late as well.
        Scenario(name="collapse", probability=0.15, demand=0.15, prices=0.9, need=0.7),
    )


def risks() -> tuple[Risk, ...]:
    """Return the register."""
    return (
        Risk(name=OVERRUN, probability=0.4, impact=0.25, base="build", counted_from="signature"),
        Risk(name=SHORTFALL, probability=0.5, impact=0.5, base="revenue", counted_in="scenarios"),
        Risk(name=RUNNING, probability=0.2, impact=0.2, base="operation"),
        Risk(name=OUTAGE, probability=0.1, impact=0.1, base="need"),
        Risk(
            name=LEAVES, probability=0.02, impact=0.5, base="build not written off", counted_from="signature",
            first=3, last=12,
        ),
        Risk(name=STEP_IN, probability=0.02, impact=400.0, base="fixed", counted_from="signature", first=3, last=12),
        Risk(name=DOUBT, probability=0.5, impact=0.1, base="revenue", counted_in="return"),
    )  # fmt: skip


# How hard each risk strikes, and which part of it the operator bears.
# fmt: off
FACTORS: tuple[tuple[str, str, float, float], ...] = (
    # Whoever builds a first network errs more often; whoever is paid actual cost has less reason to take care.
    (OVERRUN,   OWNED,     1.4, 0.0),
    (OVERRUN,   INVESTED,  1.1, 0.1),
    (OVERRUN,   VENTURE,   0.9, 0.7),
    (OVERRUN,   FRANCHISE, 0.8, 1.0),
    # Who holds the revenue.
    (SHORTFALL, OWNED,     1.0, 0.0),
    (SHORTFALL, INVESTED,  1.0, 0.1),
    (SHORTFALL, VENTURE,   1.0, 1.0),
    (SHORTFALL, FRANCHISE, 1.0, 1.0),
    (RUNNING,   OWNED,     1.3, 0.0),
    (RUNNING,   INVESTED,  1.0, 0.2),
    (RUNNING,   VENTURE,   1.0, 1.0),
    (RUNNING,   FRANCHISE, 1.0, 1.0),
    # Who serves the public as an obligation serves it first; who sells to it pays penalties.
    (OUTAGE,    OWNED,     1.2, 0.0),
    (OUTAGE,    INVESTED,  1.0, 0.0),
    (OUTAGE,    VENTURE,   1.0, 0.5),
    (OUTAGE,    FRANCHISE, 1.5, 0.5),
    # A network that is the government's is not lost; an operator that must live on its sales leaves soonest.
    (LEAVES,    OWNED,     0.0, 0.0),
    (LEAVES,    INVESTED,  0.2, 0.0),
    (LEAVES,    VENTURE,   1.0, 0.0),
    (LEAVES,    FRANCHISE, 1.5, 0.0),
    (STEP_IN,   OWNED,     0.0, 0.0),
    (STEP_IN,   INVESTED,  0.5, 0.0),
    (STEP_IN,   VENTURE,   1.0, 0.0),
    (STEP_IN,   FRANCHISE, 1.5, 0.0),
    # What the premiums on the returns stand for.
    (DOUBT,     OWNED,     1.0, 0.0),
    (DOUBT,     INVESTED,  1.0, 0.1),
    (DOUBT,     VENTURE,   1.0, 1.0),
    (DOUBT,     FRANCHISE, 1.0, 1.0),
)
# fmt: on


def risk_factors() -> tuple[RiskFactor, ...]:
    """Return how each risk strikes under each mode."""
    return tuple(
        RiskFactor(risk=risk, mode=mode, severity=severity, operator_share=share)
        for risk, mode, severity, share in FACTORS
    )


def outsourced_risks() -> tuple[OutsourcedRisk, ...]:
    """Return what it does to the risks of the government to have a function done by those who know it."""
    return (
        OutsourcedRisk(mode=OWNED, function="design", risk=OVERRUN, severity=0.9),
        OutsourcedRisk(mode=OWNED, function="construction", risk=OVERRUN, severity=0.75),
        OutsourcedRisk(mode=OWNED, function="operation", risk=RUNNING, severity=0.8),
        OutsourcedRisk(mode=OWNED, function="operation", risk=OUTAGE, severity=0.85),
    )
