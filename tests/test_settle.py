"""From a contract and its rollout to what is signed: support at least cost, rounded up, nothing broken by it."""

import math
from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from optmodel import best_terms as searching
from optmodel import settle as settling
from optmodel.best_terms import Effort, best_terms
from optmodel.case import Budget, Case, Mode
from optmodel.contract import GridPoint, Schedule, Terms
from optmodel.errors import SelfCheckError
from optmodel.finance import discount_factors
from optmodel.ledger.arithmetic import rounded_up as in_the_ledger
from optmodel.proposal import Proposal
from optmodel.result import ModeAnswer, Status
from optmodel.rollout import Rollout
from optmodel.rules import COMPENSATION, CONTRIBUTION, PLAN, situation
from optmodel.settle import Settlement, rounded_up, settle, signed
from optmodel.solver import Outcome
from optmodel.verify import evaluate
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city
from tests.dressed_cases import dressed_case
from tests.formulation.town import copper, firm, town
from tests.random_cases import random_case

MONEY_STEP, CAPACITY_STEP = 1.0, 0.5
HARBOUR = ("Harbour", "wifi", 2028)


# Rounding


@pytest.mark.parametrize(
    ("amount", "step", "expected"),
    [
        (0.0, 1.0, 0.0),
        (0.2, 1.0, 1.0),
        (1.0, 1.0, 1.0),
        (1.000001, 1.0, 2.0),
        (110.00000000000001, 0.01, 110.0),
        (110.001, 0.01, 110.01),
        (0.1 + 0.2, 0.1, 0.3),
        (7.3, 0.5, 7.5),
        (1e-12, 1.0, 0.0),
        (-1e-12, 1.0, 0.0),
        (-5.0, 1.0, 0.0),
        (1_234_567.5, 1000.0, 1_235_000.0),
        (0.1234567, 0.0, 0.1234567),
    ],
)
def test_an_amount_is_rounded_up_to_a_multiple_of_its_step_but_for_noise(amount, step, expected):
    assert rounded_up(amount, step) == expected


@pytest.mark.parametrize("step", [0.01, 0.001, 1e-6])
def test_needs_of_thousands_of_districts_are_as_many_steps_in_whatever_order_they_are_added_up(step):
    for seed in range(200):
        needs = np.random.default_rng(seed).integers(100, 4000, 2000) / 100
        orders = (sum(needs.tolist()), sum(sorted(needs.tolist())), float(needs.sum()), float(needs @ np.ones(2000)))
        assert len({rounded_up(total, step) for total in orders}) == 1
        assert len({in_the_ledger(total, step) for total in orders}) == 1


def test_what_is_rounded_up_is_never_below_and_never_a_step_above():
    random = Random(5)
    for _ in range(2000):
        amount, step = random.uniform(0, 1e6), random.choice([0.01, 0.1, 0.5, 1.0, 250.0])
        result = rounded_up(amount, step)
        assert amount - 1e-6 * step <= result < amount + step
        assert math.isclose(result / step, round(result / step), rel_tol=1e-12, abs_tol=1e-9)


# What is signed


def point(case: Case, mode: str, *, share: float = 0.0, level: float = 0.0, years: int = 5):
    """A contract of the tiny city in its situation, with wifi in Harbour from 2028, and the blocks of its columns."""
    rollout = Rollout(case)
    here = situation(rollout, GridPoint(mode, years, share, level))
    names = [
        (case.districts[plan.district].name, case.technologies[plan.technology].name, 2025 + plan.opening)
        for plan in rollout.plans
    ]
    built = np.array([float(name == HARBOUR) for name in names])
    horizon = rollout.horizon
    return here, {PLAN: built, CONTRIBUTION: np.zeros(horizon), COMPENSATION: np.zeros(horizon)}


def test_capacity_is_signed_as_the_level_of_need_rounded_up():
    case = tiny_city().replace({"Settings!capacity_step": 2.0, "Settings!need_growth": 0.1})
    here, placed = point(case, FRANCHISE, share=0.1, level=0.75)
    # 7.5 · 1.1² = 9.075, 9.98 and 10.98 Mbit/s; nothing is needed before the district opens
    assert signed(here, placed).public_capacity == ((2026, 0.0), (2027, 0.0), (2028, 10.0), (2029, 10.0), (2030, 12.0))
    exact = dict(signed(here, placed, exact=True).public_capacity)
    assert exact[2029] == pytest.approx(7.5 * 1.1**3)


def test_amounts_are_clipped_to_their_bounds_and_then_rounded_up():
    # a fifth to a half of 0.9 · 160 = 144 in 2027 and of 18 a year from 2028
    case = tiny_city()
    here, placed = point(case, VENTURE, level=1.0)
    for paid, expected in ((0.0, 29.0), (30.2, 31.0), (31.0, 31.0), (500.0, 72.0)):
        placed[CONTRIBUTION][1] = paid
        terms = signed(here, placed)
        assert terms.capital_contribution == Schedule(
            "planned", amounts=((2026, 0.0), (2027, expected), (2028, 4.0), (2029, 4.0), (2030, 4.0))
        )
    # there is nothing to choose of compensation: none
    assert terms.operating_compensation == Schedule("planned", share=0.0)


def test_the_share_is_signed_where_there_is_no_room_and_where_turnover_excludes_support():
    case = tiny_city()
    here, placed = point(case, INVESTED)
    assert signed(here, placed).capital_contribution == Schedule("planned", share=1.0)
    free, excluded = (signed(*point(case, FRANCHISE, share=share, level=0.5)) for share in (0.1, 0.2))
    assert free.capital_contribution.share is None
    assert excluded.capital_contribution == Schedule("planned", share=0.0)


def test_without_an_operator_nothing_is_signed_but_the_rollout():
    here, placed = point(tiny_city(), OWNED, years=8)
    terms = signed(here, placed)
    nothing = Schedule("planned", share=0.0)
    assert (terms.capital_contribution, terms.operating_compensation, terms.public_capacity) == (nothing, nothing, ())
    assert [(item.district, item.technology, item.opening_year) for item in terms.rollout] == [HARBOUR]


def test_support_follows_planned_or_actual_cost_as_the_mode_says():
    case = tiny_city().replace({f"Modes!{INVESTED}.contribution_basis": "actual"})
    terms = signed(*point(case, INVESTED))
    assert (terms.capital_contribution.basis, terms.operating_compensation.basis) == ("actual", "planned")


def test_support_is_placed_where_it_costs_the_government_least():
    # the operator discounts at 25 % and the government at 10 %: to it support is worth most early, and costs little
    # more, so that of 1 to 1.5 times 20 a year the first years are full and the last are at the least
    case = tiny_city().replace({"Settings!government_rate": 0.1, f"Modes!{INVESTED}.headroom": 0.05})
    case = replace(case, services=(), service_factors=(), coverage=())
    here, placed = point(case, INVESTED, years=6)
    found = settle(here.rollout, here.contract, placed[PLAN], 1.0)
    amounts = [amount for year, amount in found.exact.operating_compensation.amounts if year >= 2028]
    # contributions are whole, so no headroom is asked; 4 a year for the backbone is missing: 4 · (0.8³ + … + 0.8⁶) =
    # 4 · 1.5114 = 6.0457, of which 10 in 2028 give 5.12 and the rest of 0.9257 is 2.26 in 2029 at 0.4096
    assert amounts == pytest.approx([30.0, 22.26, 20.0, 20.0], abs=0.01)
    weights = discount_factors(0.25, 8, "end")
    assert sum((amount - 24.0) * weights[2 + t] for t, amount in enumerate(amounts)) == pytest.approx(0.0, abs=1e-6)
    assert [amount for _, amount in found.terms.operating_compensation.amounts] == [0.0, 0.0, 30.0, 23.0, 20.0, 20.0]


def test_a_rollout_for_which_no_support_will_do_is_not_settled():
    case = tiny_city().replace({f"Modes!{INVESTED}.required_return": 0.9})
    case = case.replace({"Budget!2030.amount": 1.0})
    here, placed = point(case, INVESTED)
    assert settle(here.rollout, here.contract, placed[PLAN], 1.0) is None


# Rounding breaks nothing


def is_free(mode: Mode) -> bool:
    return mode.contribution_most > mode.contribution_least or mode.compensation_most > mode.compensation_least


def coarse_case(random: Random) -> tuple[Case, Mode, Terms]:
    """A random case in coarse steps without budgets, and a mode with free support with its best contract there."""
    while True:
        case = random_case(random, districts=2, most_years=7)
        case = replace(case, settings=replace(case.settings, money_step=MONEY_STEP, capacity_step=CAPACITY_STEP))
        for mode in filter(is_free, case.candidates):
            answer = best_terms(Rollout(case), mode, Effort(gap=0.0))
            if answer.contract is not None:
                return case, mode, answer.contract.terms


def with_budgets(case: Case, terms: Terms, above: float, above_in_all: float | None) -> Case:
    """The case with budgets that lie so much above what a contract asks for, in its dearest year and over all years."""
    paid = evaluate(case, terms).ledger.government_payments
    place = max(range(len(paid)), key=lambda year: paid[year])
    total = None if above_in_all is None else sum(paid) + above_in_all
    case = replace(case, settings=replace(case.settings, budget_total=total))
    return replace(case, budget=(Budget(year=case.years[place], amount=paid[place] + above),))


def is_whole(amount: float, step: float) -> bool:
    return abs(amount / step - round(amount / step)) < 1e-9


def assert_rounded_up(case: Case, found: Settlement) -> None:
    """What is signed is what was computed, rounded up by less than a step, and the upper bound likewise."""
    exact, terms = found.exact, found.terms
    assert replace(exact, public_capacity=(), capital_contribution=None, operating_compensation=None) == replace(
        terms, public_capacity=(), capital_contribution=None, operating_compensation=None
    )
    settings = case.settings
    pairs = [(exact.public_capacity, terms.public_capacity, settings.capacity_step)]
    for name in ("capital_contribution", "operating_compensation"):
        before, after = getattr(exact, name), getattr(terms, name)
        assert (before.basis, before.share) == (after.basis, after.share)
        pairs.append((before.amounts, after.amounts, settings.money_step))
    for before, after, step in pairs:
        for (year, amount), (same_year, rounded) in zip(before, after, strict=True):
            assert year == same_year
            assert amount - 1e-6 * step <= rounded < amount + step
            assert is_whole(rounded, step)
    assert evaluate(case, exact).ledger.gross_cost == pytest.approx(evaluate(case, terms).ledger.gross_cost)


@pytest.mark.heavy
def test_rounding_up_breaks_no_bound_no_budget_and_no_return_in_sixty_random_cases(monkeypatch):
    settled: list[Settlement | None] = []

    def spying(*args) -> Settlement | None:
        settled.append(settle(*args))
        return settled[-1]

    monkeypatch.setattr(searching, "settle", spying)
    monkeypatch.setattr(settling, "settle", spying)
    seen = Counter[str]()
    for number in range(60):
        random = Random(f"coarse {number}")
        loose, mode, unbudgeted = coarse_case(random)
        case = with_budgets(loose, unbudgeted, random.choice([-1.0, 0.3, 2.5]), random.choice([None, 4.0, 12.0, 25.0]))
        settled.clear()
        try:
            answer = best_terms(Rollout(case), mode, Effort(gap=0.0))
        except SelfCheckError as error:
            pytest.fail(f"coarse case {number}, {mode.name}: {error}")
        seen[answer.status] += 1
        if answer.contract is None:
            continue
        terms: Terms = answer.contract.terms
        found = next(item for item in settled if item is not None and item.terms == terms)
        assert_rounded_up(case, found)
        again = evaluate(case, terms)
        assert again.broken == (), f"coarse case {number}, {mode.name}"
        seen["signed in amounts"] += any(
            support.share is None for support in (terms.capital_contribution, terms.operating_compensation)
        )
        seen["placed in whole steps"] += found.cost > found.least + 1e-6
        seen["another contract"] += terms != unbudgeted
    assert seen["signed in amounts"] >= 15, seen
    assert seen["placed in whole steps"] >= 1, seen
    assert seen["another contract"] >= 3, seen


def backbone_short_of(budget_of_2029: float, step: float) -> Settlement:
    """Support that is missing 4 a year, as above, where 2029 has a budget; of that year 22.26 would be cheapest."""
    case = tiny_city().replace({"Settings!government_rate": 0.1, f"Modes!{INVESTED}.headroom": 0.05})
    case = replace(case, services=(), service_factors=(), coverage=())
    case = replace(case.replace({"Settings!money_step": step}), budget=(Budget(year=2029, amount=budget_of_2029),))
    here, placed = point(case, INVESTED, years=6)
    found = settle(here.rollout, here.contract, placed[PLAN], 1.0)
    assert evaluate(case, found.terms).broken == ()
    assert_rounded_up(case, found)
    return found


def test_where_rounding_the_cheapest_support_up_breaks_a_budget_it_is_placed_in_whole_steps():
    # 2029: the Hill's need is 50, renewal 20 is contributed; of 22.26 to 22.5 only 22 can be signed
    free = backbone_short_of(50 + 20 + 23, 1.0)
    bound = backbone_short_of(50 + 20 + 22.5, 1.0)
    (paid, less) = (dict(found.terms.operating_compensation.amounts) for found in (free, bound))
    assert (paid[2029], less[2029]) == (23.0, 22.0)
    # the same return, and by the search's own gap no more than a step dearer
    assert free.least == bound.least
    assert bound.cost > bound.least
    assert bound.signed_cost <= free.signed_cost + 1.0


@pytest.mark.parametrize(("more", "does"), [(-0.01, False), (0.01, True)])
def test_a_rollout_that_breaks_a_budget_by_itself_is_not_settled(more, does):
    # nobody operates it, so that no money of the budget's row could be placed otherwise
    here, placed = point(tiny_city(), OWNED, years=8)
    found = settle(here.rollout, here.contract, placed[PLAN], 1.0)
    paid = dict(zip(here.case.years, evaluate(here.case, found.terms).ledger.government_payments, strict=True))
    case = replace(here.case, budget=(Budget(year=2027, amount=paid[2027] + more),))
    for scale in (1.0, 100.0):
        assert (settle(Rollout(case), here.contract, placed[PLAN], scale) is not None) is does


def test_steps_too_fine_to_be_counted_are_left_room_for():
    # of 30 there are 1.5 million steps: half a step above 22.2 would be rounded up to a whole one
    step = 2e-5
    found = backbone_short_of(50 + 20 + 22.2 + step / 2, step)
    assert dict(found.terms.operating_compensation.amounts)[2029] == pytest.approx(22.2, abs=step / 4)
    assert found.cost == pytest.approx(found.least, abs=4 * step)


def test_a_contract_that_cannot_be_signed_gives_way_to_one_that_leaves_room(monkeypatch):
    # its dearest year has 0.2 less than it asks for, and all years together no more than they ask for
    loose, mode, terms = coarse_case(Random("coarse 250"))
    settled: list[Settlement | None] = []

    def spying(*args) -> Settlement | None:
        settled.append(settle(*args))
        return settled[-1]

    monkeypatch.setattr(searching, "settle", spying)
    case = with_budgets(loose, terms, -0.2, 0.0)
    answer = best_terms(Rollout(case), mode, Effort(gap=0.0))
    assert settled[0] is None
    assert settled[1].terms == answer.contract.terms
    assert answer.contract.broken == ()
    # what room costs is no rounding: how much cheaper another contract could be signed is not known
    assert answer.status is Status.WITHIN_GAP
    assert answer.proof.gap > answer.proof.rounding


def test_where_none_was_found_that_can_be_signed_that_is_said():
    loose, mode, terms = coarse_case(Random("coarse 65"))
    answer = best_terms(Rollout(with_budgets(loose, terms, -0.2, 4.0)), mode, Effort(gap=0.0))
    assert (answer.status, answer.contract, answer.shortfalls) == (Status.IMPOSSIBLE, None, ())
    assert answer.reason == (
        "Contracts exist before rounding, but none was found that meets the requirements once signed in steps of "
        "1 and of 0.5 Mbit/s. Make the steps smaller."
    )


def test_a_budget_is_kept_with_the_capacity_as_it_is_signed():
    # a need of 10 or 15 is bought in steps of 4 at a price of 4: up to 16 more than by the rows, where the budget is
    case = bare_city().replace({"Settings!capacity_step": 4.0, "Districts!Harbour.must_open_by": 2027})
    first = best_of_venture(case, 1e6).contract
    assert {amount % 4 for _, amount in first.terms.public_capacity} == {0.0}
    paid = first.ledger.government_payments[3]
    answers = {less: best_of_venture(case, paid - less) for less in (0.0, 1.0, 4.0, 7.9, 15.9)}
    for less, answer in answers.items():
        assert answer.contract is None or answer.contract.broken == ()
        assert less == 0.0 or answer.contract is None or answer.contract.terms != first.terms


@pytest.mark.parametrize(("step", "signed_for"), [(4.0, 72.0), (3.0, 72.0), (1e-6, 60.0), (7.0, 84.0)])
def test_where_no_support_is_allowed_capacity_is_rounded_up_all_the_same(step, signed_for):
    # The firm is out of 40 + 3 · 5 and is paid 2 for each of 10 Mbit/s in three years: 12 or 14 as signed.
    mode = firm(public_need="bought", public_price=2.0)
    case = town(technologies=(copper(operation=5.0),), modes=(mode,), support_limit=0.0, capacity_step=step)
    answer = best_terms(Rollout(case), mode, Effort(gap=0.0))
    assert answer.contract.broken == ()
    assert answer.contract.ledger.government_cost == pytest.approx(signed_for)


@pytest.mark.parametrize("step", [0.1, 0.001, 1e-6])
def test_capacity_of_the_need_is_no_support_however_its_steps_are_added_up(step):
    # 0.1 + 0.2 is more than 0.3 by as little as computing leaves
    halves = tuple(replace(town().districts[0], name=name, public_need=need) for name, need in (("A", 0.1), ("B", 0.2)))
    mode = firm(public_need="bought", public_price=200.0)
    parts = {"technologies": (copper(operation=5.0),), "modes": (mode,), "districts": halves}
    answer = best_terms(Rollout(town(**parts, support_limit=0.0, capacity_step=step)), mode, Effort(gap=0.0))
    assert answer.contract.broken == ()


def bare_city() -> Case:
    """The tiny city without services, charges, targets and budgets."""
    return replace(tiny_city(), services=(), service_factors=(), charges=(), coverage=(), budget=())


def best_of_venture(case: Case, budget_of_2029: float) -> ModeAnswer:
    """The best terms of the joint venture, with a budget for the year 2029."""
    case = replace(case, budget=(Budget(year=2029, amount=budget_of_2029),))
    return best_terms(Rollout(case), case.mode(VENTURE), Effort(gap=0.0))


# Where there is no room


def one_year() -> Case:
    """The tiny city looked at for a year, in which nothing can be built, let alone bought or supported."""
    case = replace(tiny_city(), coverage=(), budget=(), charges=())
    return replace(
        case,
        project=replace(case.project, horizon=1, last_opening_year=2026),
        modes=tuple(replace(mode, term_least=1, term_most=1) if mode.operator else mode for mode in case.modes),
    )


def test_a_contract_in_which_nothing_is_rounded_needs_no_room_for_rounding():
    answer = best_terms(Rollout(one_year()), one_year().mode(FRANCHISE), Effort(gap=0.0))
    assert answer.contract is not None


def test_budgets_that_a_contract_meets_as_signed_leave_it_possible():
    for number in range(8):
        loose, mode, terms = coarse_case(Random(f"met {number}"))
        case = with_budgets(loose, terms, 0.3, 0.5)
        assert evaluate(case, terms).broken == ()
        answer = best_terms(Rollout(case), mode, Effort(gap=0.0))
        assert answer.contract is not None, answer.reason


def test_a_limit_reached_while_looking_for_room_is_a_limit_and_proves_nothing(monkeypatch):
    monkeypatch.setattr(searching, "by_joint", lambda *args, rounded: Proposal(Outcome.LIMIT))
    monkeypatch.setattr(searching, "settle", lambda *args: None)
    answer = best_terms(Rollout(tiny_city()), tiny_city().mode(INVESTED), Effort(gap=0.0))
    assert answer.status is Status.LIMIT


def test_a_contract_proven_best_is_no_dearer_than_another_as_signed():
    # half the need is bought at 2, in steps of 10, and the other half costs 2 · 6 as overage; one district can open.
    # By the rows East with its need of 20 costs 2 · 10 + 12 · 10 = 140 a year instead of 200 as today, and West with
    # its 10 costs 2 · 5 + 12 · 5 = 70 instead of 100. As signed West has 10 Mbit/s at 20: 80 a year are saved, not 60
    case = bare_city()
    free = dict.fromkeys(("build_per_km2", "build_per_premise", "operation_per_km2", "operation_per_premise"), 0.0)
    fixed = {"guaranteed_share": 0.5, "purchase_most": 0.5, "overage_premium": 5.0, "term_least": 8, "term_most": 8}
    unshared = {"share_least": 0.0, "share_most": 0.0, "required_return": 0.1, "return_premium": 0.0}
    case = replace(
        case,
        project=replace(case.project, last_opening_year=2027),
        districts=tuple(
            replace(case.districts[0], name=name, public_need=need) for name, need in (("West", 10.0), ("East", 20.0))
        ),
        groups=(),
        technologies=tuple(replace(item, **free) for item in case.technologies),
        modes=tuple(replace(item, **fixed, **unshared) if item.name == FRANCHISE else item for item in case.modes),
        settings=replace(case.settings, openings_limit=1, capacity_step=10.0),
    )
    answer = best_terms(Rollout(case), case.mode(FRANCHISE), Effort(gap=0.0))
    west = (replace(answer.contract.terms.rollout[0], district="West"),)
    other = evaluate(case, replace(answer.contract.terms, rollout=west))
    assert other.broken == ()
    assert answer.contract.ledger.government_cost - other.ledger.government_cost <= answer.proof.gap + 1e-6


@pytest.mark.parametrize(("number", "name"), [(5, "venture"), (17, "franchise"), (34, "franchise")])
def test_compensation_up_to_cost_that_is_rounded_up_above_it_counts_as_support(number, name):
    case = dressed_case(Random(f"limit {number}"), districts=2, most_years=6)
    changes = {"compensation_most": 1.0, "compensation_least": 0.0, "contribution_least": 0.0}
    modes = tuple(replace(mode, **changes) if mode.operator else mode for mode in case.modes)
    case = replace(case, modes=modes, settings=replace(case.settings, support_limit=0.0, money_step=0.05))
    # a step above what operation costs breaks a limit of nothing: one below is signed, or said to be none
    found = best_terms(Rollout(case), case.mode(name), Effort(gap=0.0, explains=False))
    assert found.contract is None or not found.contract.broken
