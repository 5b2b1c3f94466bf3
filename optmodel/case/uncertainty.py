"""What may come otherwise than planned: scenarios, and the register of risks with who bears them.

Money, rates and years are as :mod:`optmodel.case.parts` says.
"""

from dataclasses import dataclass
from typing import Literal

from optmodel.case.fields import quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One way things may come: its probability and what it does to the planned figures."""

    name: str = quantity("scenario", kind="name")
    probability: float = quantity(
        "probability; those of all scenarios add up to 1", unit="fraction", kind="share", above=0, most=1
    )
    build: float = quantity("cost of build and renewal, times planned", unit="factor", least=0, most=10, default=1.0)
    operation: float = quantity(
        "cost of operation and of sales, times planned", unit="factor", least=0, most=10, default=1.0
    )
    demand: float = quantity("demand for paid services, times planned", unit="factor", least=0, most=10, default=1.0)
    prices: float = quantity("prices of services, times planned", unit="factor", least=0, most=10, default=1.0)
    need: float = quantity("public need, times planned", unit="factor", least=0, most=10, default=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One row of the risk register: how likely, how bad, on which planned figure, and where it is counted."""

    name: str = quantity("risk", kind="name")
    probability: float = quantity("probability in a year it is active", unit="fraction", kind="share", least=0, most=1)
    impact: float = quantity(
        "loss where it comes, of the base; of a fixed base, in money", unit="fraction or money", least=0
    )
    base: Literal["build", "operation", "revenue", "need", "build not written off", "fixed"] = quantity(
        "planned figure of the year that the impact is a part of; need: what the need of open districts would cost as "
        "today; a risk of revenue lowers the revenue itself",
        kind="choice",
        choices=("build", "operation", "revenue", "need", "build not written off", "fixed"),
    )
    counted_in: Literal["flows", "scenarios", "return"] = quantity(
        "flows: as an expected payment; scenarios, return: already in the scenarios, or in the required return",
        kind="choice",
        choices=("flows", "scenarios", "return"),
        default="flows",
    )
    counted_from: Literal["signature", "handover", "either"] = quantity(
        "signature: while the mode is the contract; handover: while it runs the network after the term; "
        "either: in both",
        kind="choice",
        choices=("signature", "handover", "either"),
        default="either",
    )
    first: int = quantity(
        "first year in which it may come, 1 being the year of signature or the first after the term",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=1,
    )
    last: int | None = quantity(
        "last year in which it may come; empty: as long as it lasts",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFactor:
    """How one risk strikes under one mode, and who bears it; without a row the risk does not exist in the mode."""

    risk: str = quantity("risk", kind="name", refers_to="Risks")
    mode: str = quantity("mode", kind="name", refers_to="Modes")
    severity: float = quantity(
        "how much likelier or worse than in the register it is under the mode",
        unit="factor",
        least=0,
        most=10,
        default=1.0,
    )
    operator_share: float = quantity(
        "part the operator bears; the rest is the government's",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsourcedRisk:
    """What outsourcing a function does to one risk."""

    mode: str = quantity("mode without an operator", kind="name", refers_to="Modes")
    function: str = quantity("function, as on the sheet Outsourcing", kind="name")
    risk: str = quantity("risk", kind="name", refers_to="Risks")
    severity: float = quantity(
        "severity when the function is outsourced, times the mode's", unit="factor", least=0, most=10
    )
