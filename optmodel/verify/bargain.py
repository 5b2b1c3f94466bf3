"""The mode and what is agreed with it: control, term, share, tariff, functions outsourced, capacity bought."""

from collections.abc import Iterator

from optmodel.case import PLANNED, Case
from optmodel.contract import Terms
from optmodel.ledger import Ledger
from optmodel.ledger.arithmetic import rounded_up
from optmodel.requirements import Requirement, outcome
from optmodel.verify.signing import at_most, buys, least_signed, most_signed, years_of_term

# The least difference between two shares of turnover: they are typed, or points of a grid with ten decimals.
SAME_SHARE = 1e-9


def permitted(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The mode may be chosen."""
    mode = case.mode(terms.mode)
    yield outcome("permitted", "", int(mode.selectable and mode.not_permitted is None), 1, 1)


def control(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The government keeps enough control."""
    required = case.settings.control_required
    if required is not None:
        kept = case.mode(terms.mode).control
        yield outcome("control", "", kept, required, kept + required)


def term(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The term lies within its bounds, which an empty cell puts at the horizon."""
    mode, horizon = case.mode(terms.mode), case.project.horizon
    least = mode.term_least if mode.operator and mode.term_least is not None else horizon
    most = min(mode.term_most, horizon) if mode.operator and mode.term_most is not None else horizon
    yield outcome("term", "least", terms.term_years, least, terms.term_years + least)
    yield outcome("term", "most", most, terms.term_years, most + terms.term_years)


def share(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The share of turnover lies within its bounds."""
    mode, signed = case.mode(terms.mode), terms.revenue_share
    yield outcome("share", "least", signed, mode.share_least, signed + mode.share_least)
    yield outcome("share", "most", mode.share_most, signed, mode.share_most + signed)


def tariff(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The tariff level is the mode's where it names one, else a row of the sheet; without rows the planned one."""
    named = case.mode(terms.mode).tariff_level
    levels = [named] if named is not None else [level.name for level in case.tariffs] or [PLANNED]
    yield outcome("tariff", "", int(terms.tariff_level in levels), 1, 1)


def outsourcing(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """Functions always outsourced are, those never outsourced are not; others than the mode's have no price."""
    for item in case.functions:
        if item.mode == terms.mode and item.outsourced != "choose":
            done = (item.function in terms.outsourced) == (item.outsourced == "always")
            yield outcome("outsourcing", item.function, int(done), 1, 1)


def purchase(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """Capacity is bought within bounds on the planned need of open districts; none where the mode buys none."""
    mode, step = case.mode(terms.mode), case.settings.capacity_step
    signed = dict(terms.public_capacity)
    for year in years_of_term(case, terms):
        bought = signed.get(year, 0)
        if not buys(mode):
            yield from at_most("purchase", f"{year} most", 0, bought)
            continue
        need = sum(ledger.need[year].values())
        if bought != 0 or need != 0:
            least = least_signed(mode.guaranteed_share * need, step)
            yield outcome("purchase", f"{year} least", bought, least, bought + least)
            most = mode.purchase_most * need + step
            yield outcome("purchase", f"{year} most", most, bought, most + bought)


def support_and_share(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """Where both exclude each other, a share above the least leaves support, and capacity in money, at the least."""
    mode, settings = case.mode(terms.mode), case.settings
    if mode.support_and_share or terms.revenue_share - mode.share_least <= SAME_SHARE:
        return
    signed = dict(terms.public_capacity)
    growths = {
        "none": 0,
        "build": settings.build_growth,
        "operation": settings.operation_growth,
        "prices": settings.price_growth,
        "contract": settings.contract_growth,
    }
    for year in years_of_term(case, terms):
        least = most_signed(terms.capital_contribution, mode.contribution_least * ledger.planned_cost[year], case)
        yield from at_most("support_and_share", f"{year} contribution", least, ledger.contribution[year])
        least = mode.compensation_least * ledger.planned_operation[year]
        least = most_signed(terms.operating_compensation, least, case)
        yield from at_most("support_and_share", f"{year} compensation", least, ledger.compensation[year])
        if buys(mode) and mode.public_price is not None:
            guaranteed = mode.guaranteed_share * sum(ledger.need[year].values())
            price = mode.public_price * (1 + growths[mode.public_price_index]) ** (year - case.about.price_base)
            least = price * rounded_up(guaranteed, settings.capacity_step)
            yield from at_most("support_and_share", f"{year} purchase", least, price * signed.get(year, 0))
