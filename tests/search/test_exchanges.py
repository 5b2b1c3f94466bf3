"""Rollouts found by exchanges meet every row, get better and better, and are mostly the best there is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from optmodel.contract import GridPoint, outsourcings
from optmodel.rollout import Array, Rollout
from optmodel.rollout.plans import Places
from optmodel.search import Contract, Foldings, rollouts
from optmodel.search.exchanges import SHUT, Choices, Exchanges, _meeting, _Stated, choices
from optmodel.solver import Limits
from tests.dressed_cases import dressed_case
from tests.search.cases import contracts, possible_modes, searched, small_cases

# In scaled money, by which costs of the same rollout may differ.
SAME = 1e-6


def three_districts() -> Choices:
    """Three districts cost 5, 4 and 4 and serve 3, 2 and 2 of the 4 persons asked for; each may be left shut.

    The linear program opens the first and half of another for 5 + 2 = 7, at a multiplier of 2: opening adds 5 − 6 = −1
    in the first, 4 − 4 = 0 in both others, so that only the first left shut adds anything, 1, beyond the least.
    """
    return Choices(
        district=np.array([0, 1, 2, 0, 1, 2]),
        plan=np.array([0, 1, 2, SHUT, SHUT, SHUT]),
        beyond=np.array([0.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        cost=np.array([5.0, 4.0, 4.0, 0.0, 0.0, 0.0]),
        rows=np.array([[3.0, 2.0, 2.0, 0.0, 0.0, 0.0]]),
        least=np.array([4.0]),
        dual=np.array([2.0]),
        constant=0.0,
    )


def test_what_no_exchange_makes_better_is_shaken() -> None:
    exchanges = Exchanges(three_districts(), districts=3, gap=0.1)
    exchanges.chosen = np.array([0, 1, 5])  # the first and the second are open: 9
    everywhere = exchanges.near(np.arange(6))
    assert everywhere.descend(exchanges.chosen, exchanges.weight, bool).tolist() == [1.0]
    assert exchanges.chosen.tolist() == [0, 1, 5]
    exchanges.chosen[2] = 2  # the third as well: 13
    assert everywhere.descend(exchanges.chosen, exchanges.weight, bool).tolist() == [0.0]
    assert exchanges.chosen.tolist() == [3, 1, 2]  # for 8


def test_the_search_ends_where_a_rollout_costs_no_more_than_is_enough() -> None:
    found = [(cost, plans.tolist()) for cost, plans in Exchanges(three_districts(), 3, gap=0.1).found(7.0, 8.5, bool)]
    assert found[-1] == (8.0, [1, 2])
    costs = [cost for cost, _ in found]
    assert costs == sorted(set(costs), reverse=True)


def test_a_row_that_nothing_meets_is_never_taken_for_met() -> None:
    asked = three_districts()
    asked.least[0] = 8.0  # of 7 persons
    assert list(Exchanges(asked, 3, gap=0.1).found(7.0, 8.5, bool)) == []


def by_chance(seed: int) -> tuple[Choices, float]:
    """A few districts with plans and rows by chance, one of them more than all plans do; and a bound."""
    random = np.random.default_rng(seed)
    districts, plans, rows = (int(random.integers(2, most)) for most in (8, 6, 9))
    district = np.concatenate([np.repeat(np.arange(districts), plans), np.arange(districts)])
    count, nothing = districts * plans, np.zeros(districts)
    does = np.concatenate([random.random((rows, count)), np.zeros((rows, districts))], axis=1)
    cost = np.concatenate([random.random(count) * 10, nothing])
    dual = random.random(rows) * 10 * (random.random(rows) < 0.7)
    least = does.max() * districts * random.random(rows) / 2
    least[int(random.integers(rows))] = districts * 1.3
    reduced = cost - dual @ does
    of_district = np.array([reduced[district == number].min() for number in range(districts)])
    plan = np.concatenate([np.arange(count), np.full(districts, SHUT)])
    bound = float(of_district.sum() + dual @ least)
    return Choices(district, plan, reduced - of_district[district], cost, does, least, dual, 0.0), bound


@pytest.mark.heavy
def test_rows_that_nothing_meets_are_given_up_however_much_they_weigh() -> None:
    for seed in range(150):
        asked, bound = by_chance(seed)
        districts = int(asked.district.max()) + 1
        assert list(Exchanges(asked, districts, gap=0.01).found(bound, bound + 0.01, bool)) == []


def test_a_program_is_asked_only_where_exchanges_find_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    searches = (searched(case, mode) for case in small_cases(8, "exchanges") for mode in possible_modes(case))
    search = next(item for item in searches if item.best is not None)
    assert search.best is not None
    contract = Contract(search.contracts, search.best.point, search.scale)
    assert contract.relax(Limits())
    asked = replace(search.best, cost=search.best.cost + search.scale)
    monkeypatch.setattr(rollouts, "PLANS", (-100, 400))  # so that exchanges come first however few plans there are
    monkeypatch.setattr(contract, "_best", lambda *rest: (asked, contract.bound, True))
    for found, rounded in ((search.best, search.best), (None, asked)):
        monkeypatch.setattr(contract, "_exchanged", lambda limits, found=found: found)
        assert contract.rounded(Limits(gap=1e-6)) is rounded


def test_money_that_meets_a_row_is_written_in_plans() -> None:
    # 3a + 5b + 2z is least, where a + 4b + z ≥ 6 is tight and z is at most 10a + 10b: z = 6 − a − 4b. A budget of 9
    # pays z and 2b: −2b − z ≥ −9 is −2b − 6 + a + 4b ≥ −9, or a + 2b ≥ −3.
    table, least = np.array([[1.0, 4.0, 1.0], [0.0, -2.0, -1.0]]), np.array([6.0, -9.0])
    stated = _Stated(table, least, np.array([2.0, 0.0]), np.array([3.0, 5.0, 2.0]))
    stated.follow(2, 0, least=0.0, allowed=np.array([10.0, 10.0, 0.0]), worth=0.5)
    assert (stated.cost.tolist(), stated.constant) == ([1.0, -3.0, 0.0], 12.0)
    assert stated.table.tolist() == [[-1.0, -4.0, 0.0], [1.0, 2.0, 0.0], [11.0, 14.0, 0.0]]  # z ≥ 0, z ≤ 10a + 10b
    assert stated.least.tolist() == [-6.0, -3.0, 6.0]
    assert stated.dual.tolist() == [0.0, 0.0, 0.5]


def test_two_rows_that_the_same_money_meets_in_the_same_parts_leave_figures_that_are_some() -> None:
    # Of y and z each row asks y + z in its own unit: once z is 4 − y, nothing is left of y in the second row.
    case = dressed_case(Random("rv8c 124"), districts=4, most_years=6)
    point = GridPoint("venture", 3, 0.0, 1.0, "low", ())
    rollout, kept = Rollout(case), 0
    for outsourced in outsourcings(case, case.mode("venture")):
        contract = Contract(Foldings(rollout).contracts, replace(point, outsourced=outsourced), 1.0)
        if not contract.relax(Limits()) or contract.is_impossible:
            continue
        assert contract.beyond is not None
        given = contract.beyond[contract.rows.plan], contract.if_shut
        with np.errstate(all="raise"):
            here = choices(contract.rows, contract.values, contract.dual, *given)
        assert np.isfinite(here.rows).all()
        assert np.isfinite(here.cost).all()
        kept += len(list(_meeting(contract.rows, contract.dual))) > 1
    assert kept


def test_no_exchange_makes_better_what_a_way_down_has_come_to() -> None:
    changed = 0
    for seed in range(60):
        asked, _ = by_chance(seed)
        exchanges, random = Exchanges(asked, int(asked.district.max()) + 1, gap=0.1), Random(seed)
        here, chosen = exchanges.choices, exchanges.chosen
        own = exchanges.place[here.district]
        usable = np.flatnonzero(np.random.default_rng(seed).random(len(own)) < 0.8)
        everywhere = exchanges.near(np.arange(len(own)))
        for _ in range(5):
            exchanges._shake(random, everywhere, np.ones(len(own)))
            before, given = chosen.copy(), worth(here, chosen, exchanges.weight)
            room = exchanges.near(usable).descend(chosen, exchanges.weight, patience(1000))
            assert room == pytest.approx(here.rows[:, chosen].sum(axis=1) - here.least)
            least = worth(here, chosen, exchanges.weight)
            assert least <= given
            for place in usable.tolist():
                other = chosen.copy()
                other[own[place]] = place
                assert worth(here, other, exchanges.weight) >= least - SAME
            changed += int((before != chosen).sum())
    assert changed > 100


def patience(most: int) -> Callable[[], bool]:
    """Never say that time is over, and fail where that is asked more often."""
    asked = iter(range(most))

    def is_over() -> bool:
        assert next(asked, None) is not None, "it does not end"
        return False

    return is_over


def test_a_way_down_ends_where_costs_and_what_rows_lack_cancel() -> None:
    # 4 districts with 5 plans each; all rows ask for more than any rollout does, so that something always lacks
    for seed in range(40):
        random = np.random.default_rng(seed)
        rows, costs, dual = random.random((12, 20)), random.random(20) * 0.01, random.random(12) * 3
        beyond = np.where(np.arange(20) % 5 == 0, 0.0, random.random(20))
        district, least = np.repeat(np.arange(4), 5), np.full(12, 4 * 1.3)
        asked = Choices(district, np.arange(20), beyond, costs, rows, least, dual, 0.0)
        for _ in range(2):
            exchanges = Exchanges(asked, 4, gap=0.1)
            everywhere = exchanges.near(np.arange(20))
            everywhere.descend(exchanges.chosen, exchanges.weight, patience(1000))
            costs = asked.cost - worth(exchanges.choices, exchanges.chosen, exchanges.weight) / 4
            asked = replace(asked, cost=costs)  # with the lacks they come to nothing now
        assert list(Exchanges(asked, 4, gap=0.1).found(-1e3, -1e3, patience(100_000))) == []


def test_what_is_shaken_is_never_drawn_as_it_is() -> None:
    exchanges, random = Exchanges(three_districts(), districts=3, gap=0.1), Random(1)
    everywhere = exchanges.near(np.arange(6))
    for _ in range(50):
        exchanges.chosen = np.array([0, 1, 5])
        likely = np.array([9.0, 9.0, 0.0, 1.0, 0.0, 9.0])  # of what is not chosen only the fourth may be drawn
        exchanges._shake(random, everywhere, likely)
        assert exchanges.chosen.tolist() == [3, 1, 5]


def worth(here: Choices, chosen: Places, weight: Array) -> float:
    """What a rollout costs, with what rows lack at its weight."""
    lack = np.maximum(0.0, here.least - here.rows[:, chosen].sum(axis=1))
    return float(here.cost[chosen].sum() + weight @ lack)


def relaxed_contracts(cases: int, each: int) -> Iterator[Contract]:
    """Contracts of small cases whose linear program has a solution, some of each mode."""
    for case in small_cases(cases, "exchanges"):
        for mode in possible_modes(case):
            search = searched(case, mode)
            for point in contracts(case, mode, each):
                contract = Contract(search.contracts, point, search.scale)
                if contract.relax(Limits()) and not contract.is_impossible:
                    yield contract


@pytest.mark.heavy
def test_what_meets_the_rows_of_choices_costs_no_more_with_the_money_that_suits_it() -> None:
    random, compared, equal = np.random.default_rng(0), 0, 0
    for contract in relaxed_contracts(20, 2):
        assert contract.beyond is not None
        given = contract.beyond[contract.rows.plan] / contract.scale, contract.if_shut / contract.scale
        here = choices(contract.rows, contract.values, contract.dual, *given)
        assert np.isfinite(here.rows).all()
        for _ in range(20):
            lot = random.random(len(here.plan)) * np.exp(-here.beyond)
            order = np.argsort(-lot, kind="stable")
            chosen = order[np.unique(here.district[order], return_index=True)[1]]
            if (here.rows[:, chosen].sum(axis=1) < here.least).any():
                continue
            built = np.zeros(len(contract.parts))
            built[contract.rows.plan[here.plan[chosen][here.plan[chosen] != SHUT]]] = 1.0
            least = contract.cost_of(built, Limits()) / contract.scale
            told = here.constant + here.cost[chosen].sum()
            assert least <= told + SAME, contract.point
            compared, equal = compared + 1, equal + (least >= told - SAME)
    assert compared > 100
    assert equal > 0.5 * compared, f"{equal} of {compared}"


@pytest.mark.heavy
def test_what_exchanges_find_is_never_better_than_the_best_and_mostly_as_good() -> None:
    compared = best = 0
    for contract in relaxed_contracts(30, 3):
        optimum, _, _ = contract._best(np.arange(len(contract.rows.plan)), Limits())
        found = contract._exchanged(Limits())
        if optimum is None:
            assert found is None, contract.point
        elif found is not None:
            assert found.cost >= optimum.cost - SAME * contract.scale, contract.point
            assert contract.cost_of(found.built, Limits()) == pytest.approx(found.cost, rel=1e-7)
            compared += 1
            best += found.cost <= optimum.cost + SAME * contract.scale
    assert compared > 50
    assert best > 0.8 * compared, f"{best} of {compared}"


@pytest.mark.heavy
def test_what_one_rollout_costs_at_least_is_no_more_than_what_it_costs() -> None:
    compared = 0
    for case in small_cases(30, "least costs"):
        for mode in possible_modes(case):
            search = searched(case, mode)
            if search.best is None:
                continue
            for point in contracts(case, mode, 12):
                given = [item for item in search.multipliers if not item.is_ray]
                cost = Contract(search.contracts, point, search.scale).cost_of(search.best.built, Limits())
                bounds = [search.contracts.least_costs([point], item, search.best.built)[0] for item in given]
                assert max(bounds) <= cost + SAME * search.scale, point
                compared += cost < np.inf
    assert compared > 50
