"""Support as it is signed, on planned cost, and what becomes of it where it follows the cost that comes."""

from dataclasses import dataclass

from optmodel.case import Case, Scenario
from optmodel.contract import Schedule, Terms
from optmodel.ledger.arithmetic import Number
from optmodel.ledger.city import City
from optmodel.ledger.deal import Deal


@dataclass(frozen=True, slots=True)
class Support:
    """Contribution and compensation of each year t of the term, as signed, with the planned costs they follow."""

    cost: dict[int, Number]  # build and renewal
    operation: dict[int, Number]
    contribution: dict[int, Number]
    compensation: dict[int, Number]
    contribution_is_actual: bool
    compensation_is_actual: bool

    def contribution_in(self, scenario: Scenario, t: int) -> Number:
        """Give the contribution as it is paid in a year of a scenario."""
        signed = self.contribution[t]
        return scenario.build * signed if self.contribution_is_actual else signed

    def compensation_in(self, scenario: Scenario, t: int) -> Number:
        """Give the compensation as it is paid in a year of a scenario."""
        signed = self.compensation[t]
        return scenario.operation * signed if self.compensation_is_actual else signed


def support_of(case: Case, terms: Terms, deal: Deal, city: City) -> Support:
    """Read what is signed against planned costs."""
    term = range(1, deal.last_year + 1)
    cost = {t: city.build[t] + city.renewal[t] for t in term}
    operation = {t: city.operation[t] for t in term}
    contribution, compensation = terms.capital_contribution, terms.operating_compensation
    return Support(
        cost=cost,
        operation=operation,
        contribution=_signed(case, contribution, cost),
        compensation=_signed(case, compensation, operation),
        contribution_is_actual=contribution.basis == "actual",
        compensation_is_actual=compensation.basis == "actual",
    )


def _signed(case: Case, schedule: Schedule, cost: dict[int, Number]) -> dict[int, Number]:
    """A share of the planned cost it follows, or the amounts that are signed."""
    if schedule.share is not None:
        return {t: schedule.share * amount for t, amount in cost.items()}
    amounts = {year - case.project.first_year + 1: amount for year, amount in schedule.amounts}
    return {t: amounts.get(t, 0) for t in cost}
