"""One payment: who pays whom, in which year and scenario, on which line and for what."""

from dataclasses import dataclass
from typing import NamedTuple

from optmodel.contract import GOVERNMENT, OPERATOR, OUTSIDE, PRESENT_SUPPLIER, SUCCESSOR, SUPPLIERS, USERS, Phase
from optmodel.ledger.arithmetic import Number

PARTIES = (GOVERNMENT, OPERATOR, SUCCESSOR, SUPPLIERS, USERS, OUTSIDE, PRESENT_SUPPLIER)


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment of one calendar year in one scenario, nominal."""

    line: str
    item: str  # the service, the charge, the function or the risk; "" on lines that have one item only
    phase: Phase
    payer: str
    payee: str
    year: int
    scenario: str
    amount: float

    def sign(self, party: str) -> int:
        """Give +1 where the party is paid, −1 where it pays, 0 where it is neither."""
        return (self.payee == party) - (self.payer == party)


class Entry(NamedTuple):
    """A payment of year t that is the same in every scenario; not ``paid``: only shown beside the cost of the mode."""

    t: int
    line: str
    item: str
    payer: str
    payee: str
    amount: Number
    paid: bool = True
