"""What an answer claims, as it was written down: the contract of every mode, its cost, its bound and how that is known.

An audit reads claims; it believes none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from optmodel.certificate import Certificate
from optmodel.contract import Terms
from optmodel.result import Proof, Status


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed of one mode; without a contract there are neither terms nor cost nor proof.

    ``objective`` is the cost that was minimised. ``expected_npv`` is the government's expected cost, ``of_line`` and
    ``of_scenario`` are its parts by name and ``cvar`` is the mean of the dearest scenarios, where there are several.
    """

    mode: str
    status: Status
    terms: Terms | None = None
    objective: float | None = None
    expected_npv: float | None = None
    of_line: Mapping[str, float] = field(default_factory=dict)
    of_scenario: Mapping[str, float] = field(default_factory=dict)
    cvar: float | None = None
    proof: Proof | None = None
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """What is claimed of a case: of every mode, in the order of the sheet, and of the contract to be signed.

    ``status`` is that of the answer, ``gap`` what was asked for, a part of gross cost. ``case_digest`` is that of the
    inputs it was found for, with ``overrides`` set beside the workbook and the city's ``own_rules`` by name.
    """

    case_digest: str
    status: Status
    gap: float
    recommended: str | None
    signed: Claim | None
    modes: tuple[Claim, ...]
    overrides: Mapping[str, str] = field(default_factory=dict)
    own_rules: tuple[str, ...] = ()
