"""Terms that cannot be priced at all, found all at once, each at its place in the contract file.

What can be priced but breaks a requirement is not refused here: it is priced, and judged by :mod:`optmodel.verify`.
"""

import difflib
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from optmodel.case import PLANNED, Case
from optmodel.contract import Schedule, Terms
from optmodel.errors import Finding, InputError


def refuse_unpriceable(case: Case, terms: Terms) -> None:
    """Raise InputError with every reason why these terms have no price in this case; return if there is none."""
    findings = [*_mode(case, terms), *_term(case, terms), *_share(terms), *_schedules(terms), *_rollout(case, terms)]
    if findings:
        raise InputError(findings)


def _mode(case: Case, terms: Terms) -> Iterator[Finding]:
    if terms.mode not in _names(case.modes):
        yield _unknown("/signed/mode", terms.mode, "mode", _names(case.modes))
    levels = {PLANNED: None} | _names(case.tariffs)
    if terms.tariff_level not in levels:
        yield _unknown("/signed/tariff_level", terms.tariff_level, "tariff level", levels)
    functions = [item.function for item in case.functions if item.mode == terms.mode]
    for place, name in enumerate(terms.outsourced):
        here = f"/signed/outsourced/{place}"
        if name not in functions:
            problem = f"{terms.mode!r} has no function {name!r} that others may do."
            yield Finding(here, problem, f"Known: {', '.join(functions)}." if functions else "Leave the list empty.")
        elif name in terms.outsourced[:place]:
            yield Finding(here, f"{name!r} stands here a second time.", "Give each function once.")


def _term(case: Case, terms: Terms) -> Iterator[Finding]:
    first, horizon = case.project.first_year, case.project.horizon
    if terms.first_year != first:
        problem = f"The contract begins in {terms.first_year}, the years looked at in {first}."
        yield Finding("/signed/first_year", problem, "Change the year here or Project!first_year.")
    if not 1 <= terms.term_years <= horizon:
        problem = f"A term of {terms.term_years} years does not lie within the {horizon} years looked at."
        yield Finding("/signed/term_years", problem, f"Give 1 to {horizon} years or change Project!horizon.")
        return
    if terms.mode not in _names(case.modes):
        return
    mode = case.mode(terms.mode)
    if not mode.operator or terms.term_years == horizon:
        return
    here = f"Modes!{mode.name}."
    if mode.at_end == "reverts" and mode.run_after_handover is None:
        problem = "Nobody is named to run the network after the term."
        yield Finding("/signed/term_years", problem, f"Fill in {here}run_after_handover or sign to the horizon.")
    if mode.at_end == "keeps" and mode.after_term_price is None:
        problem = "The operator keeps the network at no price that is known."
        yield Finding("/signed/term_years", problem, f"Fill in {here}after_term_price or sign to the horizon.")


def _share(terms: Terms) -> Iterator[Finding]:
    if not 0 <= terms.revenue_share <= 1:
        problem = f"A share of turnover of {terms.revenue_share} is not between nothing and all."
        yield Finding("/signed/revenue_share", problem, "Give a fraction from 0 to 1.")


def _schedules(terms: Terms) -> Iterator[Finding]:
    yield from _by_year(terms, "/signed/public_capacity", "mbps", terms.public_capacity)
    for name in ("capital_contribution", "operating_compensation"):
        schedule: Schedule = getattr(terms, name)
        here = f"/signed/{name}"
        if schedule.share is not None and schedule.amounts:
            problem = "A share and amounts are signed together."
            yield Finding(here, problem, "Sign one of them.")
        if schedule.share is not None and not 0 <= schedule.share < math.inf:
            yield Finding(f"{here}/share", f"{schedule.share} is no share of a cost.", "Give 0 or more.")
        yield from _by_year(terms, f"{here}/amounts", "amount", schedule.amounts)


def _by_year(terms: Terms, here: str, name: str, amounts: Sequence[tuple[int, Any]]) -> Iterator[Finding]:
    seen: set[int] = set()
    for place, (year, amount) in enumerate(amounts):
        if not terms.first_year <= year <= terms.last_year:
            problem = f"{year} is not a year of the term, {terms.first_year} to {terms.last_year}."
            yield Finding(f"{here}/{place}/year", problem, "Leave it out or change the term.")
        if year in seen:
            yield Finding(f"{here}/{place}/year", f"{year} stands here a second time.", "Give each year once.")
        seen.add(year)
        if not 0 <= amount < math.inf:
            problem = f"{amount} cannot be paid or bought."
            yield Finding(f"{here}/{place}/{name}", problem, "Give 0 or more.")


def _rollout(case: Case, terms: Terms) -> Iterator[Finding]:
    districts, technologies = _names(case.districts), _names(case.technologies)
    seen: dict[str, int] = {}
    for place, opening in enumerate(terms.rollout):
        here = f"/signed/rollout/{place}"
        if opening.district not in districts:
            yield _unknown(f"{here}/district", opening.district, "district", districts)
        if opening.district in seen:
            problem = f"{opening.district!r} is opened twice, first in entry {seen[opening.district]}."
            yield Finding(f"{here}/district", problem, "Open a district once, with one technology.")
        seen.setdefault(opening.district, place)
        earliest = case.project.first_year
        if opening.technology not in technologies:
            yield _unknown(f"{here}/technology", opening.technology, "technology", technologies)
        else:
            earliest += case.technology(opening.technology).build_years
        latest = min(case.project.last_opening_year, case.years[-1])
        if not earliest <= opening.opening_year <= latest:
            problem = f"{opening.district!r} cannot open in {opening.opening_year} with {opening.technology!r}."
            remedy = f"The first year in which it can be built is {earliest}, the last opening year {latest}."
            yield Finding(f"{here}/opening_year", problem, remedy)


def _names(records: Iterable[Any]) -> dict[str, None]:
    """Names in the order of the records, quickly looked up."""
    return {record.name: None for record in records}


def _unknown(address: str, name: str, kind: str, known: Iterable[str]) -> Finding:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    remedy = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
    return Finding(address, f"There is no {kind} {name!r} in the case.", remedy)
