"""What the city knows and wants: a frozen :class:`Case`, its parts, their descriptions and their checks."""

from optmodel.case.case import SECTIONS, Case, Section, address_of, row_key
from optmodel.case.checks import checked, findings
from optmodel.case.digest import case_digest
from optmodel.case.extras import Charge, Function
from optmodel.case.fields import Quantity, quantities
from optmodel.case.mode import INDICES, Mode
from optmodel.case.parts import (
    ALL_DISTRICTS,
    PLANNED,
    TEMPLATE_VERSION,
    About,
    Budget,
    CoverageTarget,
    District,
    FreeServiceTarget,
    Group,
    Project,
    Service,
    ServiceFactor,
    Source,
    TariffLevel,
    Technology,
)
from optmodel.case.settings import Settings
from optmodel.case.uncertainty import OutsourcedRisk, Risk, RiskFactor, Scenario
from optmodel.case.values import problem_with, value_from_text

__all__ = [
    "ALL_DISTRICTS",
    "INDICES",
    "PLANNED",
    "SECTIONS",
    "TEMPLATE_VERSION",
    "About",
    "Budget",
    "Case",
    "Charge",
    "CoverageTarget",
    "District",
    "FreeServiceTarget",
    "Function",
    "Group",
    "Mode",
    "OutsourcedRisk",
    "Project",
    "Quantity",
    "Risk",
    "RiskFactor",
    "Scenario",
    "Section",
    "Service",
    "ServiceFactor",
    "Settings",
    "Source",
    "TariffLevel",
    "Technology",
    "address_of",
    "case_digest",
    "checked",
    "findings",
    "problem_with",
    "quantities",
    "row_key",
    "value_from_text",
]
