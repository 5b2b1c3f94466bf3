"""When something that comes with a mode is due: counted from signature in the term, from handover after it."""

from dataclasses import dataclass
from typing import Literal

from optmodel.case import Case, Charge, Risk
from optmodel.ledger.deal import Deal, Runner


@dataclass(frozen=True, slots=True)
class Calendar:
    """One phase of a contract, its term or the years after it: who runs the network, in which years t."""

    counted_from: Literal["signature", "handover"]
    runner: Runner
    years: range

    def due(self, item: Charge | Risk) -> range:
        """Name the years of the phase in which a row of its mode is due; the first year of the phase is its year 1."""
        if item.counted_from not in (self.counted_from, "either"):
            return range(0)
        last = len(self.years) if item.last is None else item.last
        return self.years[item.first - 1 : last]


def calendars_of(case: Case, deal: Deal) -> tuple[Calendar, ...]:
    """Give the term and, where any year comes after it, the years to the horizon."""
    horizon, last = case.project.horizon, deal.last_year
    term = Calendar("signature", deal.in_term, range(1, last + 1))
    after = Calendar("handover", deal.after, range(last + 1, horizon + 1))
    return (term, after) if after.years else (term,)
