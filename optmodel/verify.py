"""The second opinion on requirements: each rule judged by name, from the case, the signed terms and their ledger.

``left`` is what is achieved or available and ``right`` what is required or used; ``left`` ≥ ``right`` is asked. The
numbers of the case must be single ones here, floats or Fractions: samples have no one verdict.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from optmodel.case import Case, Mode
from optmodel.contract import GOVERNMENT, OPERATOR, Schedule, Terms
from optmodel.ledger import Books, Ledger
from optmodel.ledger.discounting import discount
from optmodel.requirements import JUDGEMENT_TOLERANCE, Requirement, outcome
from optmodel.result import Evaluation

# The part of a step by which an amount may exceed a multiple and still be signed as that multiple.
ROUNDING = 1e-9
# The least difference between two shares of turnover: they are typed, or points of a grid with ten decimals.
SAME_SHARE = 1e-9


def evaluate(case: Case, terms: Terms, books: Books | None = None) -> Evaluation:
    """Price and judge terms as typed: a bid, a draft, an answer of the search.

    ``books`` of the same case save time where many contracts of it are evaluated.
    """
    priced = (books or Books(case)).ledger(terms)
    return Evaluation(terms, priced, judge(case, terms, priced))


def judge(case: Case, terms: Terms, ledger: Ledger) -> tuple[Requirement, ...]:
    """Judge every rule that applies, in the order of the table of rules."""
    return tuple(row for rule in RULES for row in rule(case, terms, ledger))


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


def purchase(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """Capacity is bought within bounds on the need of open districts; none where the mode buys none."""
    mode, step = case.mode(terms.mode), case.settings.capacity_step
    signed = dict(terms.public_capacity)
    for year in _term(case, terms):
        bought, need = signed.get(year, 0), sum(ledger.need[year].values())
        if bought == 0 and need == 0:
            continue
        if _buys(mode):
            least = _least_signed(mode.guaranteed_share * need, step)
            yield outcome("purchase", f"{year} least", bought, least, bought + least)
            most = mode.purchase_most * need + step
            yield outcome("purchase", f"{year} most", most, bought, most + bought)
        elif bought != 0:
            yield outcome("purchase", f"{year} most", 0, bought, bought)


def support_and_share(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """Where both exclude each other, a share above the least leaves support, and capacity in money, at the least."""
    mode, settings = case.mode(terms.mode), case.settings
    if mode.support_and_share or terms.revenue_share - mode.share_least <= SAME_SHARE:
        return
    spent, operation = _costs(terms, ledger, "build", "renewal"), _costs(terms, ledger, "operation")
    signed = dict(terms.public_capacity)
    for year in _term(case, terms):
        least = _most_signed(terms.capital_contribution, mode.contribution_least * spent.get(year, 0), case)
        yield from _at_most("support_and_share", f"{year} contribution", least, ledger.contribution[year])
        least = _most_signed(terms.operating_compensation, mode.compensation_least * operation.get(year, 0), case)
        yield from _at_most("support_and_share", f"{year} compensation", least, ledger.compensation[year])
        if _buys(mode) and mode.public_price is not None:
            guaranteed = mode.guaranteed_share * sum(ledger.need[year].values())
            price = mode.public_price * (1 + settings.contract_growth) ** (year - case.about.price_base)
            least = price * _rounded_up(guaranteed, settings.capacity_step)
            yield from _at_most("support_and_share", f"{year} purchase", least, price * signed.get(year, 0))


def contribution(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The capital contribution lies within its bounds on build and renewal."""
    mode = case.mode(terms.mode)
    bounds = (mode.contribution_least, mode.contribution_most)
    cost = _costs(terms, ledger, "build", "renewal")
    yield from _support("contribution", case, terms.capital_contribution, ledger.contribution, bounds, cost)


def compensation(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The operating compensation lies within its bounds on operation."""
    mode = case.mode(terms.mode)
    bounds = (mode.compensation_least, mode.compensation_most)
    cost = _costs(terms, ledger, "operation")
    yield from _support("compensation", case, terms.operating_compensation, ledger.compensation, bounds, cost)


def one_plan(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """No district is opened twice; such terms have no price, so that this holds wherever there is a ledger."""
    opened = [opening.district for opening in terms.rollout]
    for name in dict.fromkeys(opened):
        yield outcome("one_plan", name, 1, opened.count(name), 1)


def need_carried(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """No opened district is equipped with less capacity than its need in any year."""
    for opening in terms.rollout:
        name, short = opening.district, 0
        for year in range(opening.opening_year, case.years[-1] + 1):
            capacity, need = ledger.capacity[year][name], ledger.need[year][name]
            if capacity - need < -JUDGEMENT_TOLERANCE * (capacity + need):
                short = 1
        yield outcome("need_carried", name, 0, short, 1)


def least_service(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """No district opens too late to be in service long enough within the term."""
    last = _term(case, terms)[-1] - case.settings.least_service_years + 1
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
        asked = item.target * sum(case.district(name).residents for name in case.members(item.group))
        yield outcome("coverage", f"{item.year}/{item.group}", reached, asked, reached + asked)


def openings(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """No more districts open in a year than the limit."""
    limit = case.settings.openings_limit
    years = [opening.opening_year for opening in terms.rollout]
    if limit is not None:
        for year in sorted(set(years)):
            yield outcome("openings", str(year), limit, years.count(year), limit + years.count(year))


def budget(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The government's net payments of a year stay within its budget."""
    sizes = ledger.sizes(GOVERNMENT)
    for item in case.budget:
        place = item.year - case.project.first_year
        magnitude = abs(item.amount) + sizes[place]
        yield outcome("budget", str(item.year), item.amount, ledger.government_payments[place], magnitude)


def budget_total(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The government's net payments of all years stay within the total budget."""
    total = case.settings.budget_total
    if total is not None:
        magnitude = abs(total) + ledger.magnitude(GOVERNMENT)
        yield outcome("budget_total", "", total, sum(ledger.government_payments), magnitude)


def operator_return(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The operator's net present value reaches the headroom it asks on what it builds in the term at its own cost."""
    hurdle, headroom = ledger.hurdle, case.mode(terms.mode).headroom
    if ledger.operator_npv is None or hurdle is None:
        return
    own, magnitude = 0 * headroom, ledger.present_magnitude(OPERATOR)
    spent = _costs(terms, ledger, "build", "renewal")
    for t, year in enumerate(_term(case, terms), start=1):
        factor = headroom * discount(hurdle, t, case.settings.flows_at)
        paid_back = ledger.contribution[year]
        own += factor * (spent.get(year, 0) - paid_back)
        magnitude += factor * (spent.get(year, 0) + paid_back)
    yield outcome("operator_return", "", ledger.operator_npv, own, magnitude)


def operator_payback(case: Case, terms: Terms, ledger: Ledger) -> Iterator[Requirement]:
    """The operator's money is back in time; renewals are left out but for what a contribution may have paid of them."""
    mode = case.mode(terms.mode)
    if not mode.operator or mode.payback_longest is None:
        return
    years = case.years[: mode.payback_longest]
    left_out = max(0, 1 - mode.contribution_most)
    renewal = left_out * sum(
        transfer.amount
        for transfer in ledger.transfers
        if transfer.line == "renewal" and transfer.payer == OPERATOR and transfer.year in years
    )
    back = sum(ledger.operator_flows[: len(years)]) + renewal
    yield outcome("operator_payback", "", back, 0, sum(ledger.sizes(OPERATOR)[: len(years)]) + renewal)


RULES: tuple[Callable[[Case, Terms, Ledger], Iterator[Requirement]], ...] = (
    permitted,
    control,
    term,
    share,
    purchase,
    support_and_share,
    contribution,
    compensation,
    one_plan,
    need_carried,
    least_service,
    must_open,
    coverage,
    openings,
    budget,
    budget_total,
    operator_return,
    operator_payback,
)


def _term(case: Case, terms: Terms) -> range:
    """Calendar years of the term; without an operator to the horizon, whatever is written."""
    return case.years[: terms.term_years] if case.mode(terms.mode).operator else case.years


def _buys(mode: Mode) -> bool:
    return mode.operator and mode.public_need == "bought"


def _costs(terms: Terms, ledger: Ledger, *lines: str) -> dict[int, Any]:
    """What is paid on some lines in the term, by calendar year: the base of a support."""
    result: dict[int, Any] = {}
    for transfer in ledger.transfers:
        if transfer.phase == "term" and transfer.line in lines:
            result[transfer.year] = result.get(transfer.year, 0) + transfer.amount
    return result


def _support(
    rule: str,
    case: Case,
    schedule: Schedule,
    signed: Mapping[int, Any],
    bounds: tuple[Any, Any],
    cost: Mapping[int, Any],
) -> Iterator[Requirement]:
    """Both bounds of a support in every year of the term in which there is any, or any cost."""
    for year, amount in signed.items():
        base = cost.get(year, 0)
        if amount == 0 and base == 0:
            continue
        least, most = bounds[0] * base, _most_signed(schedule, bounds[1] * base, case)
        if schedule.share is None:
            least = _least_signed(least, case.settings.money_step)
        yield outcome(rule, f"{year} least", amount, least, amount + least)
        yield outcome(rule, f"{year} most", most, amount, most + amount)


def _at_most(rule: str, index: str, most: Any, amount: Any) -> Iterator[Requirement]:
    """Nothing is to be judged where there is neither a bound nor an amount."""
    if most != 0 or amount != 0:
        yield outcome(rule, index, most, amount, most + amount)


def _most_signed(schedule: Schedule, most: Any, case: Case) -> Any:
    """Amounts are signed in whole steps, rounded up, and their upper bound likewise; a share is exact."""
    return most if schedule.share is not None else _rounded_up(most, case.settings.money_step)


def _least_signed(least: Any, step: Any) -> Any:
    """What lies above a multiple of the step by no more than rounding is signed as that multiple."""
    return min(least, _rounded_up(least, step))


def _rounded_up(amount: Any, step: Any) -> Any:
    """⌈x / step − 1e-9⌉ · step."""
    return math.ceil(amount / step - ROUNDING) * step
