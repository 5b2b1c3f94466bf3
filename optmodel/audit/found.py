"""What an audit found, in sentences, and how amounts are compared and told in them."""

import math
from dataclasses import dataclass, field

from optmodel.result import Evaluation

# Claims and what is worked out again are the same where they differ by no more than this part of what is added up.
SAME = 1e-8


@dataclass
class Audit:
    """What was confirmed, what rests on the solver's word and what does not agree, each in sentences."""

    confirmed: list[str] = field(default_factory=list)
    on_word: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def compare(self, agrees: bool, confirmed: str, wrong: str) -> None:
        """Say what is confirmed, or what is wrong."""
        (self.confirmed if agrees else self.wrong).append(confirmed if agrees else wrong)


def room(priced: Evaluation) -> float:
    """How far amounts may be apart that are the same, in money."""
    return SAME * (priced.ledger.gross_cost + abs(priced.ledger.objective))


def same(first: float, second: float | None, priced: Evaluation) -> bool:
    """Whether an amount is what is claimed."""
    return second is not None and abs(first - second) <= room(priced)


def amount(money: float | None) -> str:
    """Tell an amount of money."""
    return "nothing" if money is None else f"{money:,.2f}" if math.isfinite(money) else "any amount"


def told(gap: float, priced: Evaluation) -> str:
    """Tell a gap, and what part of gross cost it is."""
    gross = priced.ledger.gross_cost
    return amount(gap) + (
        f", {round(100 * gap / gross, 4):g} % of gross cost" if gross > 0 and math.isfinite(gap) else ""
    )
