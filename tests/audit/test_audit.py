"""An audit confirms an honest answer, tells what rests on the solver's word, and finds whatever was changed."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from optmodel.advise import Options, advise
from optmodel.audit import Audit, audit
from optmodel.audit.bound import judge_bound
from optmodel.audit.rebound import rebound
from optmodel.case import Case
from optmodel.certificate import Certificate, KnownBy, Multipliers, ProvenBox
from optmodel.claim import Claim, Claims
from optmodel.contract import grid
from optmodel.report import contract_json
from optmodel.report.claims_file import read_claims
from optmodel.result import Result, Status
from optmodel.rollout import Rollout
from optmodel.search import Foldings
from optmodel.verify import evaluate
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city
from tests.dressed_cases import dressed_case
from tests.ledger.uncertain import uncertain_city
from tests.own_rules.two_rules import together

BARE = Options(without_end_value=False, value_for_money=False, explains=False)


def written(result: Result, folder: Path) -> Claims:
    (folder / "contract.json").write_bytes(contract_json(result))
    return read_claims(folder)


@cache
def tiny_result() -> Result:
    return advise(tiny_city(), BARE)


@pytest.fixture
def claims(tmp_path: Path) -> Claims:
    return written(tiny_result(), tmp_path)


def of_mode(claims: Claims, mode: str) -> Claim:
    return next(claim for claim in claims.modes if claim.mode == mode)


def changed(claims: Claims, mode: str, **changes: Any) -> Claims:
    modes = (replace(claim, **changes) if claim.mode == mode else claim for claim in claims.modes)
    return replace(claims, modes=tuple(modes))


def certified(claims: Claims, mode: str, change: Callable[[Certificate], Certificate]) -> Claims:
    certificate = of_mode(claims, mode).certificate
    assert certificate is not None
    return changed(claims, mode, certificate=change(certificate))


def wrong(claims: Claims, case: Case | None = None) -> list[str]:
    return audit(case or tiny_city(), claims).wrong


def test_an_honest_answer_is_confirmed(claims: Claims) -> None:
    found = audit(tiny_city(), claims)
    assert found.wrong == []
    assert found.confirmed[0] == "The inputs are those that the contract was found for."
    assert f"{OWNED}: as signed it costs 519.99 and meets all 43 requirements, by the ledger." in found.confirmed
    assert f"{OWNED}: without the solver 1 of 1 bounds come out again, and the boxes hold every contract." in (
        found.confirmed
    )
    assert found.confirmed[-1] == f"{FRANCHISE} costs least of the contracts in the answer."


def test_what_rests_on_the_solvers_word_is_told_with_what_is_known_without_it(claims: Claims) -> None:
    told = [item for item in audit(tiny_city(), claims).on_word if item.startswith(FRANCHISE)]
    certificate = of_mode(claims, FRANCHISE).certificate
    assert certificate is not None
    on_word = sum(box.known_by is KnownBy.SOLVER for box in certificate.boxes)
    assert on_word > 0
    assert len(told) == 2
    assert told[0] == f"{FRANCHISE}: that nothing of its gap is left but what signing in whole steps costs."
    start = f"{FRANCHISE}: {on_word} of 15 bounds. Without the solver's word no contract costs less than "
    assert told[1].startswith(start)
    alone = float(told[1].removeprefix(start).split(":")[0])
    assert alone < certificate.bound < alone + 20


@pytest.mark.parametrize("number", range(8))
def test_the_audit_agrees_with_answers_to_random_cases(seed: int, number: int, tmp_path: Path) -> None:
    case = dressed_case(Random(1000 * seed + number))
    found = audit(case, written(advise(case, BARE), tmp_path))
    assert found.wrong == []
    assert len(found.confirmed) > 1


def test_a_bound_that_its_multipliers_do_not_prove_is_found(claims: Claims) -> None:
    def higher(certificate: Certificate) -> Certificate:
        boxes = (replace(box, bound=box.bound + 1) for box in certificate.boxes)
        return replace(certificate, boxes=tuple(boxes))

    assert wrong(certified(claims, INVESTED, higher))[0] == (
        f"{INVESTED}: term 4, share 0, purchase 0, tariff planned: "
        "a bound of 479.23 is claimed, but its multipliers prove 478.23."
    )


def test_the_solvers_word_given_out_as_that_of_multipliers_is_found(claims: Claims) -> None:
    def renamed(certificate: Certificate) -> Certificate:
        boxes = (
            replace(box, known_by=KnownBy.MULTIPLIERS) if box.known_by is KnownBy.SOLVER else box
            for box in certificate.boxes
        )
        return replace(certificate, boxes=tuple(boxes))

    found = wrong(certified(claims, FRANCHISE, renamed))
    assert all(": a bound of " in item for item in found)
    assert any("is claimed, but its multipliers prove" in item for item in found)
    # the bound of the whole mode cannot be stood for any more
    assert found[-1].startswith(f"{FRANCHISE}: a bound of 206.44 is claimed; what is known gives 2")


def test_multipliers_that_are_not_those_of_the_search_prove_less(claims: Claims) -> None:
    def without(certificate: Certificate) -> Certificate:
        return replace(certificate, multipliers=tuple(Multipliers({}) for _ in certificate.multipliers))

    assert len(wrong(certified(claims, OWNED, without))) == 2


def elsewhere(certificate: Certificate, first: ProvenBox) -> tuple[ProvenBox, ...]:
    """The boxes but those of the contracts of one with shares from 0 to 0.2, however these are parted."""
    return tuple(
        box
        for box in certificate.boxes
        if box.first.revenue_share > 0.2 or replace(box.first, revenue_share=0.0) != first.first
    )


def test_a_contract_in_no_box_is_found(claims: Claims) -> None:
    def fewer(certificate: Certificate) -> Certificate:
        return replace(certificate, boxes=elsewhere(certificate, certificate.boxes[0]))

    assert wrong(certified(claims, VENTURE, fewer)) == [
        f"{VENTURE}: 3 contracts are in no box; the first is term 4, share 0, purchase 1, tariff planned."
    ]


def test_a_box_that_reaches_over_a_share_at_which_a_service_drops_out_is_found(claims: Claims) -> None:
    # packages are sold up to a share of 0.2
    def wider(certificate: Certificate) -> Certificate:
        first = certificate.boxes[0]
        return replace(certificate, boxes=(replace(first, share_most=0.3), *elsewhere(certificate, first)))

    found = wrong(certified(claims, VENTURE, wider))
    assert found[0] == (
        f"{VENTURE}: term 4, share 0 to 0.3, purchase 1, tariff planned: "
        "it reaches across a share at which a service drops out, or support does."
    )
    assert found[1].startswith(f"{VENTURE}: 3 contracts are in no box")


def test_a_box_outside_the_grid_is_found(claims: Claims) -> None:
    def longer(certificate: Certificate) -> Certificate:
        (box,) = certificate.boxes
        return replace(certificate, boxes=(box, replace(box, first=replace(box.first, term_years=9))))

    found = wrong(certified(claims, OWNED, longer))
    assert f"{OWNED}: term 9, share 0, purchase 0, tariff planned: there is no such contract in the grid." in found


def test_what_is_not_impossible_is_not_taken_for_it(claims: Claims) -> None:
    def excluded(known_by: KnownBy) -> Callable[[Certificate], Certificate]:
        def change(certificate: Certificate) -> Certificate:
            ray = tuple(replace(item, is_ray=True) for item in certificate.multipliers)
            boxes = (replace(box, bound=math.inf, known_by=known_by) for box in certificate.boxes)
            return replace(certificate, multipliers=ray, boxes=tuple(boxes))

        return change

    name = "term 8, share 0, purchase 0, tariff planned"
    assert wrong(certified(claims, OWNED, excluded(KnownBy.RAY)))[0] == (
        f"{OWNED}: {name}: its multipliers do not prove that it is impossible."
    )
    assert wrong(certified(claims, OWNED, excluded(KnownBy.DATA)))[0] == (
        f"{OWNED}: {name}: a district that must open is said to have no plan, but each has one."
    )


def test_a_cost_that_the_ledger_does_not_find_is_told(claims: Claims) -> None:
    assert wrong(changed(claims, OWNED, objective=500.0)) == [
        f"{OWNED}: as signed it costs 519.99 by the ledger; 500.00 is claimed."
    ]


def test_terms_that_break_a_requirement_are_told(claims: Claims) -> None:
    terms = of_mode(claims, OWNED).terms
    assert terms is not None
    # with nothing opened no target of coverage is met: 80 % of the waterfront by 2029, half of the city by 2031
    found = wrong(changed(claims, OWNED, terms=replace(terms, rollout=())))
    assert (
        f"{OWNED}: as signed it breaks coverage 2029/waterfront: 0 against 800; coverage 2031/City: 0 against 750."
        in (found)
    )


def test_a_bound_or_a_gap_that_is_not_so_is_told(claims: Claims) -> None:
    proof = of_mode(claims, VENTURE).proof
    assert proof is not None
    less = proof.gap - 0.5
    too_much = replace(proof, bound=proof.bound + 0.5, gap=less, gap_relative=less / proof.gross_cost)
    assert wrong(changed(claims, VENTURE, proof=too_much)) == [
        f"{VENTURE}: a bound of 330.63 is claimed; what is known gives 330.13."
    ]
    assert wrong(changed(claims, VENTURE, proof=replace(proof, gap=0.5))) == [
        f"{VENTURE}: the gap is 1.02, 0.483 % of gross cost; 0.50, 0.482999 % of gross cost, is claimed."
    ]
    assert wrong(changed(claims, VENTURE, proof=replace(proof, gap_relative=0.0))) == [
        f"{VENTURE}: the gap is 1.02, 0.483 % of gross cost; 1.02, 0 % of gross cost, is claimed."
    ]
    assert wrong(changed(claims, VENTURE, proof=replace(proof, gap_relative=None))) == [
        f"{VENTURE}: the gap is 1.02, 0.483 % of gross cost; 1.02 is claimed."
    ]


@pytest.mark.parametrize("is_ray", [False, True])
@pytest.mark.parametrize("value", [1e20, 1e290, 1e305, 1.7e308])
def test_multipliers_that_swallow_every_cost_prove_nothing(claims: Claims, value: float, *, is_ray: bool) -> None:
    def forged(certificate: Certificate) -> Certificate:
        names = [("coverage", "2029/waterfront"), ("coverage", "2031/City"), ("operator_return", "")]
        known_by, bound = (KnownBy.RAY, math.inf) if is_ray else (KnownBy.MULTIPLIERS, 519.0)
        boxes = (replace(box, bound=bound, known_by=known_by, multipliers=0) for box in certificate.boxes)
        return Certificate((Multipliers(dict.fromkeys(names, value), is_ray=is_ray),), tuple(boxes))

    assert [item for item in wrong(certified(claims, OWNED, forged)) if "its multipliers" in item]


def test_a_row_that_any_answer_meets_exactly_does_not_hide_costs_behind_rounding(claims: Claims) -> None:
    # All residents are to be covered, and whatever is opened covers its whole district: the row's multiplier times what
    # is covered and what is asked cancel, and beside 10²⁸ of each nothing is left of a cost of some hundreds.
    everyone = {f"Technologies!{item.name}.reach": 1.0 for item in tiny_city().technologies}
    case = tiny_city().replace(everyone)
    case = replace(case, coverage=tuple(replace(item, target=1.0) for item in case.coverage))
    kept = Foldings(Rollout(case))
    point = next(iter(grid(case, case.mode(OWNED))))
    honest = rebound(kept, point, Multipliers({("coverage", "2031/City"): 0.5})).bound
    assert 0 < honest < 1000
    for power in range(16, 60):
        assert rebound(kept, point, Multipliers({("coverage", "2031/City"): 10.0 ** (power / 2)})).bound < 1000


def test_a_status_that_the_rest_does_not_bear_out_is_told(claims: Claims) -> None:
    assert wrong(changed(claims, OWNED, status=Status.IMPOSSIBLE)) == [
        f"{OWNED}: its status is impossible, but there is a contract."
    ]
    without = changed(claims, OWNED, terms=None, objective=None, proof=None)
    assert wrong(without) == [f"{OWNED}: its status is optimal, but there is no contract."]
    assert wrong(replace(claims, status=Status.LIMIT)) == [
        "The status of the answer is limit; by its modes it is optimal."
    ]
    assert wrong(replace(claims, signed=None)) == [f"{FRANCHISE} is recommended, but nothing is to be signed."]
    unproven = audit(tiny_city(), changed(claims, OWNED, proof=None))
    assert f"{OWNED}: no bound is claimed beside its contract." in unproven.on_word


def test_a_contract_of_another_mode_is_told_and_not_priced(claims: Claims) -> None:
    other = of_mode(claims, FRANCHISE)
    found = audit(
        tiny_city(),
        changed(claims, OWNED, terms=other.terms, objective=other.objective, proof=other.proof, status=other.status),
    )
    assert f"{OWNED}: what stands beside it is a contract of the mode {FRANCHISE}." in found.wrong
    assert not [item for item in found.confirmed if item.startswith(f"{OWNED}:")]


def test_a_contract_cheaper_than_its_multipliers_allow_is_told(tmp_path: Path) -> None:
    # Owned, the network costs 519.99. Where everything is twice as dear to build no contract can cost so little.
    cheap = tiny_city()
    twice = {f"Technologies!{item.name}.build_per_km2": 2 * item.build_per_km2 for item in cheap.technologies}
    dear = cheap.replace(twice)
    claim = of_mode(written(advise(dear, replace(BARE, modes=(OWNED,))), tmp_path), OWNED)
    assert claim.terms is not None
    found = Audit()
    judge_bound(found, Foldings(Rollout(dear)), dear.mode(OWNED), claim, evaluate(cheap, claim.terms), 1e-4)
    assert any("but by its multipliers none costs less than" in item for item in found.wrong)
    assert not [item for item in found.confirmed if "no contract costs less" in item]


def test_gap_and_bound_are_compared_where_there_is_no_certificate_too(claims: Claims) -> None:
    proof = of_mode(claims, OWNED).proof
    assert proof is not None
    lower = replace(proof, bound=proof.bound - 100.0)
    assert [
        item for item in wrong(changed(claims, OWNED, proof=lower, certificate=None)) if ": the gap is 100." in item
    ]
    nothing = replace(proof, bound=-math.inf)
    assert wrong(changed(claims, OWNED, proof=nothing)) == [
        f"{OWNED}: its status is optimal, with a gap of 0.00, but no bound is claimed."
    ]


def test_a_gap_of_more_than_was_asked_rests_on_what_signing_costs(claims: Claims) -> None:
    assert wrong(changed(replace(claims, status=Status.WITHIN_GAP), VENTURE, status=Status.WITHIN_GAP)) == []
    within = audit(tiny_city(), changed(replace(claims, status=Status.WITHIN_GAP), VENTURE, status=Status.WITHIN_GAP))
    told = "that its gap is more than the 0.01 % asked for only by what signing in whole steps costs."
    assert f"{VENTURE}: {told}" in within.on_word


def test_an_expected_cost_that_the_ledger_does_not_find_is_told(claims: Claims) -> None:
    assert wrong(changed(claims, OWNED, expected_npv=1.0)) == [
        f"{OWNED}: as signed it is expected to cost 519.99 by the ledger; 1.00 is claimed."
    ]


def test_a_part_of_the_cost_that_the_ledger_does_not_find_is_told(claims: Claims) -> None:
    claim = of_mode(claims, OWNED)
    build = claim.of_line["build"]
    dearer = changed(claims, OWNED, of_line={**claim.of_line, "build": build + 1, "gifts": 3.0})
    assert wrong(dearer) == [
        f"{OWNED}: as signed its line 'build' comes to {build:,.2f} by the ledger; {build + 1:,.2f} is claimed.",
        f"{OWNED}: as signed its line 'gifts' comes to 0.00 by the ledger; 3.00 is claimed.",
    ]
    less = {name: amount for name, amount in claim.of_line.items() if name != "build"}
    assert wrong(changed(claims, OWNED, of_line=less)) == [
        f"{OWNED}: as signed its line 'build' comes to {build:,.2f} by the ledger; nothing is claimed."
    ]


def test_the_cost_of_a_scenario_and_of_the_dearest_is_worked_out_again(claims: Claims, tmp_path: Path) -> None:
    assert wrong(changed(claims, OWNED, of_scenario={"planned": 1.0})) == [
        f"{OWNED}: as signed in scenario 'planned' it costs 519.99 by the ledger; 1.00 is claimed."
    ]
    assert wrong(changed(claims, OWNED, cvar=of_mode(claims, OWNED).expected_npv)) == []
    case = uncertain_city()
    told = written(advise(case, replace(BARE, modes=(OWNED,))), tmp_path)
    mean = told.modes[0].cvar
    assert mean is not None
    assert audit(case, told).wrong == []
    assert audit(case, changed(told, OWNED, cvar=mean - 1)).wrong[0] == (
        f"{OWNED}: as signed in the dearest scenarios it costs {mean:,.2f} by the ledger; {mean - 1:,.2f} is claimed."
    )


def test_what_is_asked_of_the_terms_alone_proves_nothing_by_the_rounding_of_a_tick() -> None:
    # A share of a third is 0.3333333333 in the grid, which is less than a third by 3e-11: a rule that asks for a third
    # of the terms is no row that a rollout could meet or break.
    case = tiny_city().replace(
        {f"Modes!{FRANCHISE}.share_least": 1 / 3, f"Modes!{FRANCHISE}.share_most": 1 / 3, "Settings!share_step": 0.05}
    )
    kept = Foldings(Rollout(case))
    point = next(iter(grid(case, case.mode(FRANCHISE))))
    for power in range(8, 40):
        ray = Multipliers({("share", "least"): 10.0**power, ("purchase", "most"): 10.0**power}, is_ray=True)
        assert rebound(kept, point, ray).bound == -math.inf


def test_a_box_of_terms_that_do_not_exist_is_told(claims: Claims) -> None:
    def elsewhere_too(certificate: Certificate) -> Certificate:
        (box,) = certificate.boxes
        return replace(certificate, boxes=(box, replace(box, first=replace(box.first, tariff_level="nowhere"))))

    found = wrong(certified(claims, OWNED, elsewhere_too))
    assert f"{OWNED}: term 8, share 0, purchase 0, tariff nowhere: there is no such contract in the grid." in found


def test_what_signing_in_steps_may_save_is_worked_out_again(claims: Claims) -> None:
    more = certified(claims, FRANCHISE, lambda certificate: replace(certificate, rounding_saves=0.0))
    assert wrong(more) == [f"{FRANCHISE}: signing in whole steps may save 2.36 at most; 0.00 is claimed."]


def test_other_inputs_are_told_with_what_was_set(claims: Claims) -> None:
    case = tiny_city().replace({"Settings!budget_total": 5000.0})
    assert wrong(claims, case) == ["The inputs are not those that the contract was found for."]
    set_beside = replace(claims, overrides={"Settings!gap": "0.01"})
    assert wrong(set_beside, case) == [
        "The inputs are not those that the contract was found for, which were set with --set Settings!gap=0.01."
    ]


def test_a_recommendation_of_a_dearer_mode_is_told(claims: Claims) -> None:
    assert wrong(replace(claims, recommended=VENTURE)) == [
        f"What is to be signed is not what stands beside {VENTURE} among the modes.",
        f"{VENTURE} is recommended, but {FRANCHISE} costs 121.86 less.",
    ]
    assert wrong(replace(claims, recommended=None, signed=None)) == [
        f"The contract of {FRANCHISE} is not recommended, nor is any other that has a price."
    ]


def test_a_contract_to_be_signed_other_than_that_of_its_mode_is_told(claims: Claims) -> None:
    assert claims.signed is not None
    assert claims.signed.terms is not None
    other = replace(claims.signed, terms=replace(claims.signed.terms, revenue_share=0.2))
    assert wrong(replace(claims, signed=other)) == [
        f"What is to be signed is not what stands beside {FRANCHISE} among the modes."
    ]


def test_a_mode_that_the_inputs_do_not_have_is_told(claims: Claims) -> None:
    found = wrong(replace(claims, modes=(*claims.modes, replace(claims.modes[0], mode="lottery"))))
    assert found == ["lottery: the inputs have no such mode that may be chosen."]


def audited(case: Case, folder: Path, **options: Any) -> Audit:
    return audit(case, written(advise(case, replace(BARE, **options)), folder))


def test_impossible_modes_are_confirmed_by_rays_and_by_the_data(tmp_path: Path) -> None:
    # to serve 750 residents by 2031 Harbour is built at least, for 200
    case = tiny_city().replace({"Settings!budget_total": 10.0})
    assert f"{OWNED}: every contract is impossible." in audited(case, tmp_path, modes=(OWNED,)).confirmed
    # of a term of 4 years nothing is served for 7
    case = tiny_city().replace({"Settings!least_service_years": 7, "Districts!Hill.must_open_by": 2030})
    assert f"{INVESTED}: every contract is impossible." in audited(case, tmp_path, modes=(INVESTED,)).confirmed


def test_modes_refused_are_confirmed_and_those_left_out_are_told(tmp_path: Path) -> None:
    case = tiny_city().replace(
        {f"Modes!{OWNED}.not_permitted": "Charter, § 4", "Settings!control_required": 2, f"Modes!{OWNED}.control": 3}
    )
    found = audited(case, tmp_path, modes=(OWNED, VENTURE))
    assert found.wrong == []
    assert f"{OWNED}: it is not permitted." in found.confirmed
    assert f"{VENTURE}: it leaves the government too little control." in found.confirmed
    assert found.on_word == [f"{mode}: it was not looked at." for mode in (INVESTED, FRANCHISE)]
    permitted = audit(tiny_city(), written(advise(case, replace(BARE, modes=(OWNED,))), tmp_path))
    assert f"{OWNED}: it is said not to be permitted, but the inputs permit it." in permitted.wrong


def test_the_citys_own_rules_are_judged_and_bounded_too(tmp_path: Path) -> None:
    rules = (together("Harbour", "Hill"),)
    claims = written(advise(tiny_city(), replace(BARE, rules=rules)), tmp_path)
    assert audit(tiny_city(), claims, rules=rules).wrong == []
    told = "The contract was found with these rules of the city's own: together; given with --rules: none."
    assert wrong(claims)[0] == told


def test_the_joint_model_is_the_solvers_word(tmp_path: Path) -> None:
    found = audited(tiny_city(), tmp_path, modes=(OWNED,), method="joint")
    assert found.wrong == []
    assert found.on_word[0] == f"{OWNED}: its bound, all of it: the answer holds no certificate."


def test_a_search_that_ended_before_any_contract_excludes_none(tmp_path: Path) -> None:
    case, asked = tiny_city(), []

    def soon() -> bool:
        asked.append(True)
        return len(asked) > 3

    found = audit(case, written(advise(case, replace(BARE, modes=(VENTURE,)), stop=soon), tmp_path))
    assert found.wrong == []
    assert f"{VENTURE}: no contract was found in the time given, which excludes none." in found.on_word
    assert any("nothing is known: the search ended before." in item for item in found.on_word)


def test_contracts_that_cannot_be_signed_are_no_proof_that_none_can(claims: Claims) -> None:
    unsigned = changed(claims, VENTURE, terms=None, objective=None, proof=None, status="impossible")
    found = audit(tiny_city(), unsigned)
    assert (
        f"{VENTURE}: that none of its contracts can be signed: its boxes do not show that all are impossible."
        in found.on_word
    )
