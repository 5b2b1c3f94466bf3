"""What the public purse and the residents can bear: budgets, the limit on support, the bill."""

from collections.abc import Iterator

from optmodel.case import Case
from optmodel.contract import GOVERNMENT, Terms
from optmodel.ledger import Ledger
from optmodel.requirements import Requirement, outcome


def budget(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The government's net payments of a year stay within its budget: expected, and in each scenario where asked."""
    for scenario in _scenarios(case, ledger) if case.budget else ():
        paid, sizes = ledger.flows(GOVERNMENT, scenario), ledger.sizes(GOVERNMENT, scenario)
        for item in case.budget:
            place = item.year - case.project.first_year
            index = str(item.year) if scenario is None else f"{item.year}/{scenario}"
            yield outcome("budget", index, item.amount, -paid[place], abs(item.amount) + sizes[place])


def budget_total(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The government's net payments of all years stay within the total budget, likewise."""
    total = case.settings.budget_total
    if total is None:
        return
    for scenario in _scenarios(case, ledger):
        magnitude = abs(total) + ledger.magnitude(GOVERNMENT, scenario=scenario)
        yield outcome("budget_total", scenario or "", total, -sum(ledger.flows(GOVERNMENT, scenario)), magnitude)


def support_limit(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The present value of all support as signed stays within its limit."""
    limit = case.settings.support_limit
    if limit is None:
        return
    # What compensation is above cost is a difference: its two sides are what was added up.
    compared = sum(
        ledger.discounting.government[t] * (ledger.compensation[year] + ledger.planned_operation[year])
        for t, year in enumerate(ledger.compensation, start=1)
    )
    yield outcome("support_limit", "", limit, ledger.support_value, limit + ledger.support_value + compared)


def citizen_bill(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """What residents are expected to pay in a year stays within the limit for each resident covered."""
    most, growth = case.settings.citizen_bill_most, case.settings.price_growth
    if most is None:
        return
    for year, paid in zip(case.years, ledger.residents_pay, strict=True):
        bearable = most * (1 + growth) ** (year - case.about.price_base) * sum(ledger.covered[year].values())
        yield outcome("citizen_bill", str(year), bearable, paid, bearable + paid)


def _scenarios(case: Case, ledger: Ledger) -> list[str | None]:
    """None stands for what is expected."""
    each = case.settings.budget_in_every_scenario
    return [None, *(scenario.name for scenario in ledger.scenarios if each)]
