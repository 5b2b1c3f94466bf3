"""A certificate holds every contract of its mode, each with a bound that somebody can stand for."""

import math
from dataclasses import replace
from random import Random

import pytest

from optmodel.advise import Options, advise
from optmodel.best_terms import Effort, best_terms
from optmodel.case import Case, TariffLevel
from optmodel.certificate import Certificate, KnownBy, ProvenBox
from optmodel.contract import GridPoint, grid, revenue_shares
from optmodel.finance import equal
from optmodel.result import ModeAnswer, Status
from optmodel.rollout import Rollout
from optmodel.search import Contract, Foldings
from optmodel.search.boxes import Box
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city
from tests.dressed_cases import dressed_case
from tests.search.cases import as_bounds

pytestmark = pytest.mark.heavy  # others run the same lines: coverage learns nothing

BARE = Options(without_end_value=False, value_for_money=False, explains=False)


def answer(case: Case, mode: str) -> ModeAnswer:
    return advise(case, replace(BARE, modes=(mode,))).answers[0]


def certificate(case: Case, mode: str) -> Certificate:
    found = answer(case, mode).certificate
    assert found is not None
    return found


def contracts_of(case: Case, box: ProvenBox) -> list[GridPoint]:
    shares = revenue_shares(case, case.mode(box.first.mode))
    return [
        replace(box.first, revenue_share=share)
        for share in shares
        if box.first.revenue_share <= share <= box.share_most
    ]


def test_every_contract_stands_in_one_box_and_no_other() -> None:
    case = tiny_city()
    for mode in case.modes:
        held = [point for box in certificate(case, mode.name).boxes for point in contracts_of(case, box)]
        assert sorted(held, key=str) == sorted(grid(case, mode), key=str)


def test_the_least_bound_of_the_boxes_is_the_bound_of_the_answer() -> None:
    found = answer(tiny_city(), FRANCHISE)
    assert found.proof is not None
    assert found.certificate is not None
    # capacity is signed in steps of 1 Mbit/s: overage is replaced at most so much cheaper than by the rows
    assert found.certificate.rounding_saves > 0
    proven = found.certificate.bound - found.certificate.rounding_saves
    assert equal(found.proof.bound, proven, found.proof.gross_cost, 1e-12)


@pytest.mark.parametrize("number", range(6))
def test_the_multipliers_named_prove_the_bound_again(seed: int, number: int) -> None:
    case = dressed_case(Random(100 * seed + number))
    kinds, exact, looked_at = set(), 0, 0
    for found in advise(case, BARE).answers:
        contracts = Foldings(Rollout(case)).contracts
        for box in found.certificate.boxes if found.certificate else ():
            assert box.known_by is not KnownBy.NOTHING
            kinds.add(box.known_by)
            if box.known_by in (KnownBy.MULTIPLIERS, KnownBy.RAY):
                assert found.certificate is not None
                assert box.multipliers is not None
                ends = [replace(box.first, revenue_share=share) for share in (box.first.revenue_share, box.share_most)]
                named = found.certificate.multipliers[box.multipliers]
                values = contracts.values([(Box.alone(point), named) for point in ends])
                proven = min(bound for value in values for bound in as_bounds(named, value))
                same = box.bound == proven or equal(box.bound, proven, abs(box.bound), 1e-9)
                assert same or box.bound < proven  # as little as of the box that it was part of
                exact += same
                looked_at += 1
                assert (box.bound == math.inf) == (box.known_by is KnownBy.RAY)
    assert kinds
    assert 2 * exact > looked_at


def test_contracts_that_no_rollout_can_tell_apart_have_the_same_bound_and_cost() -> None:
    # no service is tariffed, so that a dearer tariff changes nothing
    levels = (TariffLevel(name="low", price=1.0, demand=1.0), TariffLevel(name="high", price=1.5, demand=0.8))
    services = tuple(replace(service, tariffed=False) for service in tiny_city().services)
    case = replace(tiny_city(), tariffs=levels, services=services)
    found = certificate(case, VENTURE)
    low, high = (
        [
            replace(box, first=replace(box.first, tariff_level=""))
            for box in found.boxes
            if box.first.tariff_level == level
        ]
        for level in ("low", "high")
    )
    assert low == high
    assert len(low) > 15
    assert sum(len(contracts_of(case, box)) for box in found.boxes) == len(list(grid(case, case.mode(VENTURE)))) == 72
    for point, cost in found.costs.items():
        assert found.costs[replace(point, tariff_level="high")] == cost


def test_impossible_contracts_are_told_by_a_ray() -> None:
    # to serve 750 residents by 2031 Harbour is built at least, for 200
    case = tiny_city().replace({"Settings!budget_total": 10.0})
    found = answer(case, OWNED)
    assert found.status is Status.IMPOSSIBLE
    assert found.certificate is not None
    assert [(box.known_by, box.bound) for box in found.certificate.boxes] == [(KnownBy.RAY, math.inf)]
    assert found.certificate.bound == math.inf
    assert found.certificate.multipliers[0].is_ray


def test_without_a_ray_the_solver_is_believed_contract_by_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Contract, "_ray", lambda *_: None)
    case = tiny_city().replace({"Settings!budget_total": 10.0})
    found = answer(case, INVESTED)
    assert found.status is Status.IMPOSSIBLE
    assert found.certificate is not None
    assert found.certificate.multipliers == ()
    assert [(box.first.term_years, box.known_by, box.bound) for box in found.certificate.boxes] == [
        (term, KnownBy.SOLVER, math.inf) for term in (4, 5, 6)
    ]


def test_a_district_that_cannot_open_in_time_is_told_by_the_data() -> None:
    # of a term of 4 years 4 must be served: nothing would open after year 1, but wifi opens in year 2 at the soonest
    case = tiny_city().replace({"Settings!least_service_years": 4, "Districts!Hill.must_open_by": 2028})
    boxes = certificate(case, INVESTED).boxes
    assert [(box.first.term_years, box.known_by is KnownBy.DATA) for box in boxes] == [
        (4, True),
        (5, False),
        (6, False),
    ]
    assert boxes[0] == ProvenBox(boxes[0].first, 0.0, math.inf, KnownBy.DATA)


def test_of_what_was_not_looked_at_nothing_is_known() -> None:
    asked: list[bool] = []

    def soon() -> bool:
        asked.append(True)
        return len(asked) > 1

    case = tiny_city()
    effort = Effort(0.0, limits=replace(Effort(0.0).limits, stop=soon))
    found = best_terms(Rollout(case), case.mode(VENTURE), effort)
    assert found.status is Status.LIMIT
    assert found.certificate is not None
    assert {box.known_by for box in found.certificate.boxes} == {KnownBy.NOTHING}
    assert found.certificate.bound == -math.inf


def test_a_mode_that_may_not_be_chosen_and_the_joint_model_have_no_certificate() -> None:
    refused = tiny_city().replace({f"Modes!{OWNED}.not_permitted": "Charter, § 4"})
    assert answer(refused, OWNED).certificate is None
    joint = advise(tiny_city(), replace(BARE, modes=(OWNED,), method="joint")).answers[0]
    assert joint.contract is not None
    assert joint.certificate is None
