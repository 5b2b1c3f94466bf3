"""Whether money is conserved: every payment has two known ends, and what one party pays another receives."""

from collections.abc import Collection, Iterable

from optmodel.contract import LINE
from optmodel.ledger.account import Accounts
from optmodel.ledger.arithmetic import everywhere
from optmodel.ledger.transfer import PARTIES, Transfer


def two_known_ends(transfers: Iterable[Transfer], years: Collection[int], scenarios: Collection[str]) -> bool:
    """Say whether each transfer leads from one known party to another, on a known line, in a year and scenario."""
    return all(
        item.payer != item.payee
        and {item.payer, item.payee} <= set(PARTIES)
        and item.line in LINE
        and item.year in years
        and item.scenario in scenarios
        for item in transfers
    )


def nothing_lost(accounts: Accounts, scenarios: Iterable[str]) -> bool:
    """Say whether in every year of every scenario the flows of all parties add up to nothing."""
    for name in scenarios:
        flows = zip(*(accounts.flows(party, name) for party in PARTIES), strict=True)
        sizes = zip(*(accounts.sizes(party, name) for party in PARTIES), strict=True)
        # In fractions nothing is lost; in floats no more than rounding of what was added.
        for net, moved in zip(flows, sizes, strict=True):
            if not everywhere(abs(sum(net)) <= 1e-12 * sum(moved)):
                return False
    return True
