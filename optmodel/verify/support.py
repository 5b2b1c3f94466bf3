"""The bounds of each support line, on the planned cost it follows."""

from collections.abc import Iterator, Mapping
from typing import Any

from optmodel.case import Case
from optmodel.contract import Schedule, Terms
from optmodel.ledger import Ledger
from optmodel.requirements import Requirement, outcome
from optmodel.verify.signing import least_signed, most_signed


def contribution(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The capital contribution lies within its bounds on planned build and renewal."""
    mode = case.mode(terms.mode)
    bounds = (mode.contribution_least, mode.contribution_most)
    schedule, cost = terms.capital_contribution, ledger.planned_cost
    yield from _of_the_basis("contribution", schedule, mode.contribution_basis, ledger.contribution)
    yield from _within("contribution", case, schedule, ledger.contribution, bounds, cost)


def compensation(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The operating compensation lies within its bounds on planned operation."""
    mode = case.mode(terms.mode)
    bounds = (mode.compensation_least, mode.compensation_most)
    schedule, cost = terms.operating_compensation, ledger.planned_operation
    yield from _of_the_basis("compensation", schedule, mode.compensation_basis, ledger.compensation)
    yield from _within("compensation", case, schedule, ledger.compensation, bounds, cost)


def _of_the_basis(rule: str, schedule: Schedule, basis: str, signed: Mapping[int, Any]) -> Iterator[Requirement]:
    """Support that is paid follows planned or actual cost as the mode says; there is something to say where not."""
    if schedule.basis != basis and any(amount != 0 for amount in signed.values()):
        yield outcome(rule, "basis", 0, 1, 1)


def _within(
    rule: str,
    case: Case,
    schedule: Schedule,
    signed: Mapping[int, Any],
    bounds: tuple[Any, Any],
    cost: Mapping[int, Any],
) -> Iterator[Requirement]:
    """Both bounds of a support in every year of the term in which there is any, or any cost."""
    for year, amount in signed.items():
        base = cost[year]
        if amount == 0 and base == 0:
            continue
        least, most = bounds[0] * base, most_signed(schedule, bounds[1] * base, case)
        if schedule.share is None:
            least = least_signed(least, case.settings.money_step)
        yield outcome(rule, f"{year} least", amount, least, amount + least)
        yield outcome(rule, f"{year} most", most, amount, most + amount)
