"""What comes with a mode beside its terms: charges, and functions that a government may have done by others.

Money, rates and years are as :mod:`optmodel.case.parts` says.
"""

from dataclasses import dataclass
from typing import Literal

from optmodel.case.fields import quantity
from optmodel.case.mode import INDICES


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A payment that comes with a mode, by the calendar of its contract or of its years after handover."""

    mode: str = quantity("mode it comes with", kind="name", refers_to="Modes")
    name: str = quantity("charge", kind="name")
    counted_from: Literal["signature", "handover", "either"] = quantity(
        "signature: while the mode is the contract; handover: while it runs the network after the term; "
        "either: in both",
        kind="choice",
        choices=("signature", "handover", "either"),
        default="either",
    )
    first: int = quantity(
        "first year of payment, 1 being the year of signature or the first after the term",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=1,
    )
    last: int | None = quantity(
        "last year of payment; empty: as long as it lasts",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=None,
    )
    amount: float = quantity("amount a year for one unit of the base", unit="money or fraction", least=0)
    base: Literal["fixed", "per partner", "share of build to date", "per resident covered"] = quantity(
        "what the amount is multiplied by",
        kind="choice",
        choices=("fixed", "per partner", "share of build to date", "per resident covered"),
        default="fixed",
    )
    index: Literal["none", "build", "operation", "prices", "contract"] = quantity(
        "index the amount grows with", kind="choice", choices=INDICES, default="contract"
    )
    payer: Literal["government", "operator"] = quantity("who pays", kind="choice", choices=("government", "operator"))
    payee: Literal["government", "operator", "outside"] = quantity(
        "who is paid", kind="choice", choices=("government", "operator", "outside"), default="outside"
    )
    counted: Literal["flows", "comparison"] = quantity(
        "flows: money that is paid; comparison: shown beside the cost of the mode, never paid and never optimised",
        kind="choice",
        choices=("flows", "comparison"),
        default="flows",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function of a mode without an operator that can be outsourced: design, construction or operation."""

    mode: str = quantity("mode without an operator", kind="name", refers_to="Modes")
    function: str = quantity("function that others may do", kind="name")
    outsourced: Literal["choose", "always", "never"] = quantity(
        "whether it is outsourced: to be chosen, always or never",
        kind="choice",
        choices=("choose", "always", "never"),
        default="choose",
    )
    base: Literal["build", "operation"] = quantity(
        "the cost it is a part of: build (with renewal) or operation", kind="choice", choices=("build", "operation")
    )
    part: float = quantity("part of that cost", unit="fraction", kind="share", least=0, most=1)
    factor: float = quantity(
        "cost of that part when outsourced, in place of the mode's own factor", unit="factor", above=0, most=10
    )
    fee: float = quantity("fee a year", unit="money/year", least=0, default=0.0)
    staff_saved: float = quantity("cost of staff it frees a year", unit="money/year", least=0, default=0.0)
    first: int = quantity(
        "first year of fee and staff freed, 1 being the year of signature",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=1,
    )
    last: int | None = quantity(
        "last year of fee and staff freed; empty: to the horizon",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=None,
    )
