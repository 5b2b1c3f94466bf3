"""The contract map tells for every term and share what the best other terms cost, or cannot cost less than."""

import math
from dataclasses import replace
from typing import Any

import pytest

from optmodel.advise import Options, advise
from optmodel.certificate import Certificate, KnownBy, ProvenBox
from optmodel.contract import GridPoint
from optmodel.contract_map import Known, Place, contract_map
from optmodel.result import ModeAnswer
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city

pytestmark = pytest.mark.heavy  # others run the same lines: coverage learns nothing

BARE = Options(without_end_value=False, value_for_money=False, explains=False)


def box(term: int, shares: tuple[float, float], level: float, bound: float) -> ProvenBox:
    known_by = {math.inf: KnownBy.DATA, -math.inf: KnownBy.NOTHING}.get(bound, KnownBy.MULTIPLIERS)
    return ProvenBox(GridPoint(VENTURE, term, shares[0], level), shares[1], bound, known_by)


KNOWN = Certificate(
    (),
    (
        box(4, (0.0, 0.3), 1.0, math.inf),
        box(4, (0.0, 0.2), 1.25, 400.0),
        box(4, (0.3, 0.3), 1.25, math.inf),
        box(5, (0.0, 0.1), 1.0, 340.0),
        box(5, (0.0, 0.1), 1.25, 330.0),
        box(5, (0.2, 0.3), 1.0, 350.0),
        box(6, (0.0, 0.3), 1.0, -math.inf),
    ),
    rounding_saves=2.0,
    costs={
        GridPoint(VENTURE, 5, 0.0, 1.0): 345.0,
        GridPoint(VENTURE, 5, 0.1, 1.0): 345.0,
        GridPoint(VENTURE, 5, 0.1, 1.25): 331.0,
        GridPoint(VENTURE, 6, 0.3, 1.0): 360.0,
    },
)


def places(**more: tuple[int, float, float]) -> dict[tuple[int, float], Place]:
    found = contract_map(tiny_city(), VENTURE, KNOWN, 1.0, **more)
    assert {item.mode for item in found} == {VENTURE}
    assert [item.term_years for item in found] == [4] * 4 + [5] * 4 + [6] * 4
    return {(item.term_years, item.revenue_share): item for item in found}


def test_a_place_has_the_least_bound_of_the_other_terms_less_what_rounding_saves() -> None:
    found = places()
    assert [found[4, share].bound for share in (0.0, 0.1, 0.2, 0.3)] == [398.0, 398.0, 398.0, math.inf]
    assert [found[5, share].bound for share in (0.0, 0.1, 0.2, 0.3)] == [328.0, 328.0, 348.0, 348.0]
    assert found[6, 0.0].bound == -math.inf


def test_a_cost_is_known_where_it_is_no_more_than_the_gap_above_the_bound() -> None:
    found = places()
    # the cheaper of two rollouts: 331 is 1 above 330, which is the room; 345 is far above
    assert (found[5, 0.1].known, found[5, 0.1].cost, found[5, 0.1].amount) == (Known.COST, 331.0, 331.0)
    assert (found[5, 0.0].known, found[5, 0.0].cost, found[5, 0.0].amount) == (Known.BOUND, 345.0, 328.0)
    assert (found[5, 0.2].known, found[5, 0.2].cost) == (Known.BOUND, None)
    assert (found[4, 0.3].known, found[4, 0.3].amount) == (Known.IMPOSSIBLE, None)
    assert (found[6, 0.3].known, found[6, 0.3].amount) == (Known.NOTHING, None)


def test_the_contract_chosen_is_marked_at_its_cost_as_signed() -> None:
    found = places(chosen=(5, 0.1, 332.0))
    assert [at for at, item in found.items() if item.chosen] == [(5, 0.1)]
    assert (found[5, 0.1].known, found[5, 0.1].amount, found[5, 0.1].bound) == (Known.COST, 332.0, 328.0)


def test_a_cost_as_signed_below_the_bound_of_its_place_is_its_bound() -> None:
    assert places(chosen=(5, 0.2, 347.0))[5, 0.2].bound == 347.0


def pinned(term: int, share: float) -> ModeAnswer:
    """The best contract of the joint venture with that term and share."""
    case = tiny_city()
    terms: dict[str, Any] = {"term_least": term, "term_most": term, "share_least": share, "share_most": share}
    modes = (replace(mode, **terms) if mode.name == VENTURE else mode for mode in case.modes)
    return advise(replace(case, modes=tuple(modes)), replace(BARE, modes=(VENTURE,))).answers[0]


def test_the_map_of_a_search_agrees_with_searches_of_each_place() -> None:
    result = advise(tiny_city(), replace(BARE, modes=(VENTURE,)))
    assert len(result.map) == 12
    gap = float(result.settings["gap"] or 0.0)
    for place in result.map:
        answer = pinned(place.term_years, place.revenue_share)
        assert (place.known is Known.IMPOSSIBLE) == (answer.contract is None)
        if answer.contract is not None:
            books = answer.contract.ledger
            assert place.bound <= books.objective * (1 + 1e-9)
            if place.known is Known.COST and not place.chosen:
                assert place.cost == pytest.approx(books.objective, abs=2 * gap * books.gross_cost + 2.0)


def test_every_mode_that_was_searched_is_on_the_map_with_its_chosen_contract() -> None:
    result = advise(tiny_city().replace({f"Modes!{INVESTED}.not_permitted": "Charter, § 4"}), BARE)
    assert list(dict.fromkeys(place.mode for place in result.map)) == [OWNED, VENTURE, FRANCHISE]
    for answer in result.answers:
        if answer.contract is not None:
            (chosen,) = [place for place in result.map if place.mode == answer.mode and place.chosen]
            terms = answer.contract.terms
            assert (chosen.term_years, chosen.revenue_share) == (terms.term_years, terms.revenue_share)
            assert chosen.cost == answer.contract.ledger.objective
