"""What the city knows and wants: a frozen :class:`Case`, its parts, their descriptions and their checks."""

from optmodel.case.case import SECTIONS, Case, Section, address_of, row_key
from optmodel.case.checks import checked, findings
from optmodel.case.deal import Charge, Mode
from optmodel.case.fields import Quantity, quantities
from optmodel.case.parts import (
    ALL_DISTRICTS,
    TEMPLATE_VERSION,
    About,
    Budget,
    CoverageTarget,
    District,
    Group,
    Project,
    Service,
    ServiceFactor,
    Source,
    Technology,
)
from optmodel.case.settings import Settings
from optmodel.case.values import problem_with, value_from_text

__all__ = [
    "ALL_DISTRICTS",
    "SECTIONS",
    "TEMPLATE_VERSION",
    "About",
    "Budget",
    "Case",
    "Charge",
    "CoverageTarget",
    "District",
    "Group",
    "Mode",
    "Project",
    "Quantity",
    "Section",
    "Service",
    "ServiceFactor",
    "Settings",
    "Source",
    "Technology",
    "address_of",
    "checked",
    "findings",
    "problem_with",
    "quantities",
    "row_key",
    "value_from_text",
]
