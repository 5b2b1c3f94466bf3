"""What the operator asks of a contract: its return, its money back in time, no loss beyond what it can bear."""

from collections.abc import Iterator
from typing import Any

from optmodel.case import Case
from optmodel.contract import OPERATOR, Terms
from optmodel.ledger import Ledger
from optmodel.requirements import Requirement, outcome


def operator_return(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The operator's net present value reaches the headroom it asks on what it builds in the term at its own cost."""
    if ledger.operator_npv is None:
        return
    headroom, (own, size) = ledger.mode.headroom, _own_build(ledger)
    magnitude = ledger.present_magnitude(OPERATOR) + headroom * size
    yield outcome("operator_return", "", ledger.operator_npv, headroom * own, magnitude)


def operator_payback(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The operator's money is back in time; renewals are left out but for what a contribution may have paid of them."""
    mode = case.mode(terms.mode)
    if not mode.operator or mode.payback_longest is None:
        return
    years = case.years[: mode.payback_longest]
    weights = {scenario.name: scenario.probability for scenario in ledger.scenarios}
    left_out = max(0, 1 - mode.contribution_most)
    renewal = left_out * sum(
        weights[transfer.scenario] * transfer.amount
        for transfer in ledger.transfers
        if transfer.line == "renewal" and transfer.payer == OPERATOR and transfer.year in years
    )
    back = sum(ledger.operator_flows[: len(years)]) + renewal
    yield outcome("operator_payback", "", back, 0, sum(ledger.sizes(OPERATOR)[: len(years)]) + renewal)


def operator_downside(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """In no scenario does the operator lose more than a part of its own build and of one mean year's operation."""
    limit = ledger.mode.loss_limit
    if limit is None or ledger.hurdle is None:
        return
    own, size = _own_build(ledger)
    mean = _present(ledger, ledger.planned_operation) / terms.term_years
    for scenario, value in ledger.operator_npv_by_scenario.items():
        magnitude = ledger.present_magnitude(OPERATOR, scenario) + limit * (size + mean)
        yield outcome("operator_downside", scenario, value, -limit * (own + mean), magnitude)


def _own_build(ledger: Ledger) -> tuple[Any, Any]:
    """Planned build and renewal of the term less what is contributed, at the operator's rate; and both added up."""
    spent, paid_back = _present(ledger, ledger.planned_cost), _present(ledger, ledger.contribution)
    return spent - paid_back, spent + paid_back


def _present(ledger: Ledger, amounts: Any) -> Any:
    """Amounts of the years of the term at the operator's rate."""
    factors = ledger.discounting.operator(ledger.mode)
    return sum(factors[t] * amount for t, amount in enumerate(amounts.values(), start=1))
