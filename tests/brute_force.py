"""Every contract and every rollout of a small case looked at by the ledger: the optimum nobody can argue with.

Support that is free is placed by a rule of its own: where only the return asks for it (no budget, no payback), the
year in which one unit of money buys the most present value for the operator is filled first. Where more asks for it
``placed_support`` places it.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from optmodel.case import PLANNED, Case, Mode
from optmodel.contract import (
    GridPoint,
    Opening,
    Schedule,
    Terms,
    purchase_levels,
    revenue_shares,
    supported,
    term_lengths,
)
from optmodel.finance import discount_factor
from optmodel.ledger import Books, Ledger
from optmodel.own_rules import Rule
from optmodel.requirements import Requirement
from optmodel.settle import rounded_up
from optmodel.verify import (
    RULES,
    compensation,
    contribution,
    control,
    coverage,
    least_service,
    must_open,
    need_carried,
    one_plan,
    openings,
    operator_return,
    outsourcing,
    permitted,
    purchase,
    share,
    tariff,
    term,
)
from optmodel.verify.own import own

# A contract is cheaper than another by more than this part of gross cost, or it costs the same.
CHEAPER = 1e-9
# What breaks two rules need not be priced, and what a rule says the same of need not be judged again. These look at the
# contract alone;
OF_CONTRACT = (permitted, control, term, share, tariff, outsourcing)
# these at the rollout alone, the last two at its capacity and at people covered, which are the same in all its ledgers;
OF_ROLLOUT = (one_plan, must_open, openings, need_carried, coverage)
# these at both, but never at money;
OF_BOTH = (least_service, purchase)
OF_MONEY = tuple(rule for rule in RULES if rule not in OF_CONTRACT + OF_ROLLOUT + OF_BOTH)

# Gives a contract whose support is at the least the support it needs.
Place = Callable[[Case, Mode, Terms, Books], Terms]


@dataclass
class Optimum:
    """Best terms of one mode, or none; and the rules that, each alone, stand between it and something cheaper."""

    cost: float | None = None
    terms: Terms | None = None
    gross: float = 0.0
    looked_at: int = 0
    in_the_way: Counter[str] = field(default_factory=Counter)


def rollouts(case: Case) -> list[tuple[Opening, ...]]:
    """Every choice of one opening, or none, for each district."""
    first, last = case.project.first_year, case.project.last_opening_year
    options: list[list[Opening | None]] = []
    for district in case.districts:
        choices: list[Opening | None] = [None]
        for kind in case.technologies:
            choices += [Opening(district.name, kind.name, year) for year in range(first + kind.build_years, last + 1)]
        options.append(choices)
    return [tuple(item for item in combination if item is not None) for combination in itertools.product(*options)]


def contracts(case: Case, mode: Mode) -> list[GridPoint]:
    """The mode's grid and one step around it, so that it shows where a bound of the grid is in the way."""
    levels_of_tariff = list(dict.fromkeys([PLANNED, *(level.name for level in case.tariffs)]))
    functions = [item.function for item in case.functions if item.mode == mode.name]
    outsourced = [names for n in range(len(functions) + 1) for names in itertools.combinations(functions, n)]
    if not mode.operator:
        choices = itertools.product([case.project.horizon], [0.0], [0.0], levels_of_tariff, outsourced)
        return [GridPoint(mode.name, *point) for point in choices]
    lengths = list(term_lengths(case, mode))
    shares = list(revenue_shares(case, mode))
    levels = list(purchase_levels(case, mode))
    if lengths[-1] < case.project.horizon:
        lengths.append(lengths[-1] + 1)
    if mode.revenue_to_operator > 0:
        shares.append(round(shares[-1] + case.settings.share_step, 10))
    if mode.public_need == "bought":
        levels.append(round(levels[0] - case.settings.purchase_step, 10))
    choices = itertools.product(lengths, shares, levels, levels_of_tariff, outsourced)
    return [GridPoint(mode.name, *point) for point in choices]


def combinations(case: Case, mode: Mode) -> int:
    """How many contracts times rollouts are looked at."""
    return len(contracts(case, mode)) * len(rollouts(case))


def brute_force(case: Case, mode: Mode, place: Place | None = None, *, rules: Sequence[Rule] = ()) -> Optimum:
    """Look at everything a mode allows, and price and judge it as far as it can matter.

    Support is placed by the rule of the return unless there is another to ``place`` it.

    What breaks two rules is neither the best nor kept from it by one rule alone; nor is what costs no less than a
    contract that keeps them all. ``rules`` are the city's own, judged by their checks.
    """

    def of_the_city(case: Case, terms: Terms, ledger: Ledger | None) -> Iterator[Requirement]:
        return own(rules, case, terms)

    books, best = Books(case), Optimum()
    blocked: dict[str, float] = {}
    of_rollout: dict[tuple[Opening, ...], tuple[Ledger, frozenset[str]]] = {}
    everything = rollouts(case)
    for point in contracts(case, mode):
        best.looked_at += len(everything)
        of_contract = _broken(case, _terms(case, mode, point, ()), None, OF_CONTRACT)
        for rollout in everything if len(of_contract) < 2 else ():
            if rollout not in of_rollout:
                terms = _terms(case, mode, point, rollout)
                ledger = books.ledger(terms)
                of_rollout[rollout] = ledger, _broken(case, terms, ledger, OF_ROLLOUT)
            planned, broken = of_rollout[rollout][0], of_contract | of_rollout[rollout][1]
            if len(broken) > 1:
                continue
            terms = _terms(case, mode, point, rollout)
            broken = _broken(case, terms, planned, (*OF_BOTH, of_the_city), broken)
            if len(broken) > 1:
                continue
            priced = (place or supported_for_return)(case, mode, terms, books)
            ledger = planned if priced == planned.terms else books.ledger(priced)
            cost = ledger.objective
            if best.cost is not None and cost >= best.cost:
                continue
            broken = _broken(case, priced, ledger, OF_MONEY, broken)
            if not broken:
                best.cost, best.terms, best.gross = cost, priced, ledger.gross_cost
            elif len(broken) == 1:
                (rule,) = broken
                blocked[rule] = min(cost, blocked.get(rule, cost))
    for rule, cost in blocked.items():
        if best.cost is None or cost < best.cost - CHEAPER * max(1.0, best.gross):
            best.in_the_way[rule] += 1
    return best


def _broken(
    case: Case,
    terms: Terms,
    ledger: Ledger | None,
    rules: Iterable[Callable[..., Iterator[Requirement]]],
    known: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Add the names of broken rules to those known, until there are two: more make no difference."""
    for rule in rules:
        if len(known) > 1:
            break
        known |= {item.rule for item in rule(case, terms, ledger) if not item.holds}
    return known


def _terms(case: Case, mode: Mode, point: GridPoint, rollout: tuple[Opening, ...]) -> Terms:
    """The contract with its support at the least."""
    settings, first = case.settings, case.project.first_year
    capacity = []
    for t in range(1, point.term_years + 1) if mode.public_need == "bought" else ():
        growth = (1 + settings.need_growth) ** (t - 1)
        need = sum(case.district(item.district).public_need for item in rollout if item.opening_year <= first + t - 1)
        capacity.append((first + t - 1, rounded_up(point.purchase_level * need * growth, settings.capacity_step)))
    return Terms(
        mode=mode.name,
        term_years=point.term_years,
        first_year=first,
        revenue_share=point.revenue_share,
        purchase_level=point.purchase_level,
        public_capacity=tuple(capacity),
        capital_contribution=Schedule(mode.contribution_basis, share=mode.contribution_least if mode.operator else 0.0),
        operating_compensation=Schedule(
            mode.compensation_basis, share=mode.compensation_least if mode.operator else 0.0
        ),
        rollout=rollout,
        tariff_level=point.tariff_level,
        outsourced=point.outsourced,
    )


def supported_for_return(case: Case, mode: Mode, terms: Terms, books: Books) -> Terms:
    """The same with as much free support as the return asks for, where a unit of money buys the operator most."""
    free = {
        "contribution": mode.contribution_most > mode.contribution_least,
        "compensation": mode.compensation_most > mode.compensation_least,
    }
    if not mode.operator or not any(free.values()) or not supported(mode, terms.revenue_share):
        return terms
    ledger = books.ledger(terms)
    missing = sum(item.right - item.left for item in operator_return(case, terms, ledger))
    outcomes = (*contribution(case, terms, ledger), *compensation(case, terms, ledger))
    hurdle, at = mode.hurdle or 0.0, case.settings.flows_at
    amounts, room = _least_and_room(case, mode, terms, outcomes, free)
    worth = {}
    for rule, year in room:
        t = year - terms.first_year + 1
        earned = discount_factor(hurdle, t, at) * (1 + (mode.headroom if rule == "contribution" else 0.0))
        worth[rule, year] = (earned, earned / discount_factor(case.settings.government_rate, t, at))
    for rule, year in sorted(room, key=lambda key: -worth[key][1]):
        if missing <= 0:
            break
        given = min(room[rule, year], missing / worth[rule, year][0])
        amounts[rule, year] += given
        missing -= given * worth[rule, year][0]
    return replace(
        terms,
        capital_contribution=_schedule(terms.capital_contribution, "contribution", amounts, free, case),
        operating_compensation=_schedule(terms.operating_compensation, "compensation", amounts, free, case),
    )


Key = tuple[str, int]


def _least_and_room(
    case: Case, mode: Mode, terms: Terms, outcomes: Iterable[Requirement], free: dict[str, bool]
) -> tuple[dict[Key, float], dict[Key, float]]:
    """Least amount of each free support line by year, and how much more its bounds allow, by the outcomes."""
    bounds = {
        "contribution": (mode.contribution_least, mode.contribution_most),
        "compensation": (mode.compensation_least, mode.compensation_most),
    }
    amounts: dict[Key, float] = {}
    room: dict[Key, float] = {}
    for year in range(terms.first_year, terms.last_year + 1):
        for rule in free:
            amounts[rule, year] = 0.0
    for item in outcomes:
        if item.rule in free and free[item.rule] and item.index.endswith("most"):
            year = int(item.index.split()[0])
            least, most = bounds[item.rule]
            cost = item.left / most
            amounts[item.rule, year] = least * cost
            room[item.rule, year] = max(0.0, (most - least) * cost - case.settings.money_step * 2)
    return amounts, room


def _schedule(held: Schedule, rule: str, amounts: dict[Key, float], free: dict[str, bool], case: Case) -> Schedule:
    if not free[rule]:
        return held
    step = case.settings.money_step
    listed = tuple((year, rounded_up(amount, step)) for (name, year), amount in sorted(amounts.items()) if name == rule)
    return Schedule(held.basis, amounts=listed)
