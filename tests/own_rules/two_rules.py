"""Two rules that cities ask for, for any districts: some open together; no more than so many of a group in a year."""

from collections.abc import Callable, Iterator
from typing import Any

from optmodel.case import Case
from optmodel.contract import Terms
from optmodel.own_rules import Rule

Asked = Iterator[tuple[str, Any]]
Judged = Iterator[tuple[str, float, float]]


def together(first: str, second: str) -> Rule:
    """Two districts open in the same year, or neither does."""

    def constraint(model: Any, case: Case) -> Asked:
        for year in case.years:
            one, other = (
                sum(built for (place, _, opened), built in model.built.items() if (place, opened) == (name, year))
                for name in (first, second)
            )
            yield str(year), one == other

    def check(case: Case, terms: Terms) -> Judged:
        opened = {item.district: item.opening_year for item in terms.rollout}
        for year in case.years:
            yield str(year), 0, abs((opened.get(first) == year) - (opened.get(second) == year))

    return Rule("together", f"{first} and {second} open together.", "districts", constraint, check)


def at_most(number: int, *group: str, name: str = "one_crew") -> Rule:
    """No more than a number of some districts open in a year."""

    def constraint(model: Any, case: Case) -> Asked:
        for year in case.years:
            yield (
                str(year),
                sum(model.built[plan] for plan in model.built if plan[0] in group and plan[2] == year) <= number,
            )

    def check(case: Case, terms: Terms) -> Judged:
        for year in case.years:
            yield str(year), number, sum(item.district in group and item.opening_year == year for item in terms.rollout)

    return Rule(name, f"One crew opens {number} of its districts in a year.", "districts", constraint, check)


def opened(district: str, year: int) -> Rule:
    """A district is open by the end of a year."""

    def constraint(model: Any, case: Case) -> Asked:
        yield (
            district,
            sum(built for plan, built in model.built.items() if plan[0] == district and plan[2] <= year) >= 1,
        )

    def check(case: Case, terms: Terms) -> Judged:
        in_time = [item for item in terms.rollout if item.district == district and item.opening_year <= year]
        yield district, len(in_time), 1

    return Rule("promised", f"{district} was promised to be open by {year}.", "districts", constraint, check)


def stating(constraint: Callable[[Any, Case], Any], name: str = "odd") -> Rule:
    """A rule of which only the constraint is looked at."""
    return Rule(name, "Something odd is asked.", "districts", constraint, lambda case, terms: [("", 0, 0)])


def checking(check: Callable[[Case, Terms], Any]) -> Rule:
    """A rule of which only the check is looked at."""
    return Rule("odd", "Something odd is asked.", "districts", lambda model, case: [("", sum([]) <= 1)], check)
