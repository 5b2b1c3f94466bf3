"""Districts opened, and whom they serve: in time, with what they must carry, for enough residents."""

from collections import Counter
from collections.abc import Iterator

from optmodel.case import Case
from optmodel.contract import Terms
from optmodel.ledger import Ledger
from optmodel.requirements import JUDGEMENT_TOLERANCE, Requirement, outcome
from optmodel.verify.signing import years_of_term


def one_plan(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """No district is opened twice; such terms have no price, so that this holds wherever there is a ledger."""
    for name, times in Counter(opening.district for opening in terms.rollout).items():
        yield outcome("one_plan", name, 1, times, 1)


def need_carried(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """No opened district is equipped with less capacity than its need in any year of any scenario."""
    highest = max([1, *(scenario.need for scenario in case.scenarios)])
    for item in ledger.districts:
        short = 0
        for t in range(item.opened, case.project.horizon + 1):
            capacity, need = item.capacity[t], highest * item.need[t]
            if capacity - need < -JUDGEMENT_TOLERANCE * (capacity + need):
                short = 1
        yield outcome("need_carried", item.district, 0, short, 1)


def least_service(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """No district opens too late to be in service long enough within the term."""
    last = years_of_term(case, terms)[-1] - case.settings.least_service_years + 1
    for opening in terms.rollout:
        yield outcome("least_service", opening.district, 0, int(opening.opening_year > last), 1)


def must_open(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """Districts that must open by a year are open then."""
    opened = {opening.district: opening.opening_year for opening in terms.rollout}
    for district in case.districts:
        if district.must_open_by is not None:
            in_time = district.name in opened and opened[district.name] <= district.must_open_by
            yield outcome("must_open", district.name, int(in_time), 1, 1)


def coverage(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """In the year of a target enough residents of the group are covered."""
    for item in case.coverage:
        reached = ledger.residents_covered(item.year, item.group)
        asked = item.target * _residents(case, item.group)
        yield outcome("coverage", f"{item.year}/{item.group}", reached, asked, reached + asked)


def free_service(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """In the year of a target enough residents of the group have a free service, as planned."""
    for item in case.free_service:
        reached = ledger.free_residents(item.year, item.group)
        asked = item.target * _residents(case, item.group)
        yield outcome("free_service", f"{item.year}/{item.group}", reached, asked, reached + asked)


def openings(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """No more districts open in a year than the limit."""
    limit = case.settings.openings_limit
    if limit is not None:
        for year, opened in sorted(Counter(opening.opening_year for opening in terms.rollout).items()):
            yield outcome("openings", str(year), limit, opened, limit + opened)


def _residents(case: Case, group: str) -> float:
    return sum(case.district(name).residents for name in case.members(group))
