"""What an answer holds: contracts that passed the second opinion, every mode side by side, and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from optmodel.case import Case
from optmodel.contract import Terms
from optmodel.ledger import Ledger
from optmodel.requirements import REQUIREMENT, Requirement


class Status(StrEnum):
    """How a search for the best terms ended."""

    OPTIMAL = "optimal"  # proven best: nothing excluded is better by more than rounding
    WITHIN_GAP = "within_gap"  # proven within the gap that was asked
    LIMIT = "limit"  # stopped by the time limit or by the user; a contract may or may not have been found
    IMPOSSIBLE = "impossible"
    NOT_PERMITTED = "not_permitted"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Terms priced and judged: the ledger of both parties and every requirement by name."""

    terms: Terms
    ledger: Ledger
    requirements: tuple[Requirement, ...]

    @property
    def broken(self) -> tuple[Requirement, ...]:
        """Requirements that do not hold."""
        return tuple(item for item in self.requirements if not item.holds)


@dataclass(frozen=True, slots=True)
class Proof:
    """How far a contract may be from the best, in money.

    ``bound`` is proven; ``gap`` = cost as signed − bound, never below 0. ``rounding`` is what of the gap comes from
    signing amounts and capacity in steps.
    """

    bound: float
    gap: float
    gap_relative: float | None
    gross_cost: float
    rounding: float = 0.0


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How much one requirement would have to give, with the others listed beside it, to make a contract possible."""

    rule: str
    index: str
    amount: float

    @property
    def unit(self) -> str:
        """Unit of the amount."""
        return REQUIREMENT[self.rule].unit


@dataclass(frozen=True, slots=True)
class ModeAnswer:
    """One mode at its own best terms, or why it has none.

    ``contract`` passed verification; the bound of ``proof`` can be known without one.
    """

    mode: str
    status: Status
    reason: str | None = None
    contract: Evaluation | None = None
    proof: Proof | None = None
    shortfalls: tuple[Shortfall, ...] = ()
    alone: tuple[Shortfall, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """Going on as today: the present value of buying the need, and the coverage it reaches, none."""

    expected_npv: float
    coverage: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a case: ``answers`` has one entry for each mode that can be selected, in the order of the sheet."""

    case: Case
    status: Status
    recommended: str | None
    answers: tuple[ModeAnswer, ...]
    today: Today
    close_calls: tuple[str, ...]
    mode_without_end_value: str | None
    warnings: tuple[str, ...]
    settings: Mapping[str, float | int | str | None]

    @property
    def best(self) -> ModeAnswer | None:
        """The answer for the recommended mode; ``None`` where no contract was found."""
        return next((answer for answer in self.answers if answer.mode == self.recommended), None)
