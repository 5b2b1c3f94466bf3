"""What a contract says, read against the case: who runs the network when, what is bought, how support is set."""

from dataclasses import dataclass

from optmodel.case import Case, Mode
from optmodel.contract import GOVERNMENT, OPERATOR, SUCCESSOR, Terms
from optmodel.ledger.arithmetic import Number, is_zero


@dataclass(frozen=True, slots=True)
class Runner:
    """Whoever runs the network in a phase: under which mode, and with what part of the service revenue."""

    party: str
    mode: Mode
    part_of_revenue: Number  # the rest is the government's; so is the same part of the cost of sales
    parts: tuple[tuple[str, Number], ...]  # who holds which part, where there is any


@dataclass(frozen=True, slots=True)
class Deal:
    """A contract in years counted from 1. ``bought`` (Mbit/s) is empty in a mode that buys nothing."""

    mode: Mode
    last_year: int  # of the term
    share: Number
    bought: dict[int, Number]
    in_term: Runner
    after: Runner
    keeps: bool  # the operator keeps the network after the term

    def runner(self, t: int) -> Runner:
        """Say who runs the network in a year."""
        return self.in_term if t <= self.last_year else self.after


def deal_of(case: Case, terms: Terms) -> Deal:
    """Read terms that can be priced; a mode without an operator runs to the horizon whatever term is written."""
    mode = case.mode(terms.mode)
    last_year = terms.term_years if mode.operator else case.project.horizon
    keeps = mode.operator and mode.at_end == "keeps"
    bought: dict[int, Number] = {}
    if mode.operator and mode.public_need == "bought":
        bought = {year - case.project.first_year + 1: amount for year, amount in terms.public_capacity}
    in_term = _runner(mode, OPERATOR)
    if keeps:
        after = _sharing(OPERATOR, mode, 1)
    elif last_year < case.project.horizon and mode.run_after_handover is not None:
        after = _runner(case.mode(mode.run_after_handover), SUCCESSOR)
    else:
        after = in_term  # the term lasts to the horizon: no year comes after
    return Deal(mode, last_year, terms.revenue_share, bought, in_term, after, keeps)


def _runner(mode: Mode, party: str) -> Runner:
    """Without an operator the government itself runs the network and holds all revenue."""
    return _sharing(party, mode, mode.revenue_to_operator) if mode.operator else _sharing(GOVERNMENT, mode, 0)


def _sharing(party: str, mode: Mode, part: Number) -> Runner:
    parts = ((party, part), (GOVERNMENT, 1 - part))
    return Runner(party, mode, part, tuple(item for item in parts if not is_zero(item[1])))
