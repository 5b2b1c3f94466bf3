"""Where there is no contract, the answer names what is in the way and by how much, in the city's units."""

import math
from dataclasses import replace
from random import Random

import pytest

from optmodel.best_terms import Effort, best_terms, money_scale
from optmodel.case import Budget, Case, Charge, Mode
from optmodel.explain import ELASTIC, _may_help, amount, explain, why_not
from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import joint
from optmodel.result import ModeAnswer, Shortfall, Status
from optmodel.rollout import Rollout
from optmodel.search import Foldings
from optmodel.solver import Limits, Outcome, solve
from tests.cities import FRANCHISE, INVESTED, OWNED, tiny_city
from tests.dressed_cases import dressed_case
from tests.random_cases import random_case

TOO_FAR = {"Technologies!fibre.reach": 0.9, "Coverage!2031/City.target": 0.95}
"""Of 1,500 residents 1,425 are to be served, and 0.9 · 1,500 = 1,350 can be."""


def bare(**settings: object) -> Case:
    """The tiny city without services, charges and targets."""
    case = replace(tiny_city(), services=(), service_factors=(), charges=(), coverage=(), budget=())
    return replace(case, settings=replace(case.settings, **settings))


def answer(case: Case, mode: str) -> ModeAnswer:
    """What is answered for a mode, which is impossible."""
    found = best_terms(Rollout(case), case.mode(mode), Effort(gap=0.0))
    assert found.status is Status.IMPOSSIBLE
    assert found.contract is None
    return found


def short(case: Case, mode: str) -> dict[str, float]:
    """What falls short by how much, by the name of the requirement and its index."""
    found = answer(case, mode)
    assert found.reason == why_not(case, found.shortfalls, found.alone)
    return {f"{item.rule} {item.index}".strip(): round(item.amount, 6) for item in found.shortfalls}


# One requirement in the way


def test_residents_beyond_reach_are_told_as_persons():
    # 1,425 are asked for and 1,350 can be reached
    found = answer(tiny_city().replace(TOO_FAR), OWNED)
    assert found.reason == (
        "No terms meet all requirements together. The least that would have to give: coverage 2031/City by 75 persons."
    )
    assert [(item.rule, item.index, item.unit) for item in found.shortfalls] == [("coverage", "2031/City", "persons")]


@pytest.mark.parametrize(("mode", "missing"), [(OWNED, 56.0), (INVESTED, 58.0)])
def test_a_budget_of_a_year_is_short_by_money(mode, missing):
    # in 2026 nothing can be open: a need of 15 at 10, and 6 of staff or 8 for the tender, beside a budget of 100
    assert short(tiny_city().replace({"Budget!2026.amount": 100.0}), mode) == {"budget 2026": missing}


def test_a_budget_of_all_years_is_short_by_money():
    # nothing opens, for nothing asks for it, and need costs nothing: eight years of staff at 6 are 48
    staff = Charge(mode=OWNED, name="staff", amount=6.0, payer="government")
    assert short(replace(bare(budget_total=40.0, present_price=0.0), charges=(staff,)), OWNED) == {"budget_total": 8.0}


def test_a_return_is_short_by_present_value():
    case = bare().replace(
        {
            "Districts!Harbour.must_open_by": 2027,
            f"Modes!{INVESTED}.compensation_least": 0.0,
            f"Modes!{INVESTED}.compensation_most": 0.5,
            f"Modes!{INVESTED}.run_after_handover": OWNED,
            f"Modes!{FRANCHISE}.run_after_handover": OWNED,
        }
    )
    # wifi from 2027: half of 20 of operation and 4 for the backbone are left to the operator in each year of the
    # shortest term: 14 · (0.8² + 0.8³ + 0.8⁴) = 14 · 1.5616
    assert short(case, INVESTED) == {"operator_return": 21.8624}


def test_a_payback_is_short_by_nominal_money():
    fee = Charge(
        mode=INVESTED, name="fee", counted_from="signature", last=1, amount=30.0, payer="operator", payee="government"
    )
    back = Charge(
        mode=INVESTED, name="back", counted_from="signature", first=3, amount=10.0, payer="government", payee="operator"
    )
    case = replace(bare(), charges=(fee, back)).replace(
        {
            f"Modes!{INVESTED}.compensation_most": 1.0,
            f"Modes!{INVESTED}.required_return": 0.0,
            f"Modes!{INVESTED}.payback_longest": 4,
        }
    )
    # −30 + 10 + 10 by the end of the fourth year; at the end of the fifth the money is back, at no interest
    assert short(case, INVESTED) == {"operator_payback": 10.0}
    back_in_time = case.replace({f"Modes!{INVESTED}.payback_longest": 5})
    assert best_terms(Rollout(back_in_time), back_in_time.mode(INVESTED), Effort(gap=0.0)).contract is not None


def test_a_limit_of_openings_is_short_by_districts():
    both = {"Districts!Harbour.must_open_by": 2027, "Districts!Hill.must_open_by": 2027}
    # 2027 is the soonest opening; of two districts one gives less than a district that stays closed
    assert short(bare(openings_limit=1).replace(both), OWNED) == {"openings 2027": 1.0}


@pytest.mark.parametrize(
    ("mode", "changes"),
    [
        (OWNED, {"Districts!Harbour.public_need": 1000.0}),  # fibre carries 500
        (INVESTED, {"Settings!least_service_years": 6}),  # a term of 6 years, and a year to build
        (
            INVESTED,
            {
                "Technologies!wifi.build_years": 2,
                "Districts!Harbour.must_open_by": 2028,
                "Settings!least_service_years": 5,
            },
        ),
    ],
)
def test_a_district_that_cannot_open_in_time_is_named(mode, changes):
    case = bare().replace({"Districts!Harbour.must_open_by": 2027} | changes)
    assert short(case, mode) == {"must_open Harbour": 1.0}


def test_control_is_short_by_levels_and_nothing_is_solved_for_that():
    found = answer(tiny_city().replace({"Settings!control_required": 3}), INVESTED)
    assert found.reason == "It leaves the government control of level 2, where 3 is required."
    assert found.shortfalls == (Shortfall("control", "", 1.0),)


# Several of them


def test_requirements_that_fall_short_each_by_itself_are_told_together():
    found = answer(tiny_city().replace(TOO_FAR | {"Budget!2026.amount": 100.0}), OWNED)
    assert found.reason == (
        "No terms meet all requirements together. The least that would have to give: "
        "coverage 2031/City by 75 persons; budget 2026 by 56 thousand EUR."
    )


def test_of_two_that_clash_the_one_gives_of_which_less_is_asked():
    staff = Charge(mode=OWNED, name="staff", amount=6.0, payer="government")
    case = replace(bare(present_price=0.0, residual_counted=0.0), charges=(staff,), coverage=tiny_city().coverage[:1])
    # 800 of 1,000 on the waterfront: wifi from 2029 costs 200 to build, and in each of the five years to 2033 a
    # renewal of 25 and 24 of operation; with 8 · 6 of staff 493. Without it 48, so the budget and the target clash
    wanted = 200 + 5 * 49 + 8 * 6
    possible = replace(case, settings=replace(case.settings, budget_total=wanted))
    assert best_terms(Rollout(possible), possible.mode(OWNED), Effort(gap=0.0)).contract is not None
    for missing in (1.0, 30.0):
        tight = replace(case, settings=replace(case.settings, budget_total=wanted - missing))
        assert short(tight, OWNED) == {"budget_total": missing}
    # 1 in 10,000 of the residents is a smaller part than what a contract costs
    target = replace(case.coverage[0], target=0.8001)
    fibre = replace(case, coverage=(target,), technologies=case.technologies[:1])
    assert short(fibre, OWNED) == {"coverage 2029/waterfront": 0.1}


def test_of_two_that_clash_both_are_told_with_what_each_alone_would_have_to_give():
    staff = Charge(mode=OWNED, name="staff", amount=6.0, payer="government")
    case = replace(bare(present_price=0.0, budget_total=300.0), charges=(staff,), coverage=tiny_city().coverage[:1])
    found = answer(case, OWNED)
    assert {item.rule: item.amount for item in found.alone} == pytest.approx({"budget_total": 193.0, "coverage": 800.0})
    assert found.reason == (
        "No terms meet all requirements together. The least that would have to give: budget_total by 193 thousand EUR. "
        "What would do alone: coverage 2029/waterfront by 800 persons; or budget_total by 193 thousand EUR."
    )


def test_a_district_that_must_open_may_give_by_opening_later():
    # with nothing to spend before 2028 the Harbour opens in 2029, a year late, and in time for the waterfront; wifi
    # for it costs 200, to be spent in 2027 where it must open in 2028
    broke = (Budget(year=2026, amount=0.0), Budget(year=2027, amount=0.0))
    case = replace(bare(present_price=0.0), budget=broke, coverage=tiny_city().coverage[:1])
    case = case.replace({"Districts!Harbour.must_open_by": 2028})
    wifi = replace(case, technologies=(case.technology("wifi"),))
    told = {item.rule: item.amount for item in answer(wifi, OWNED).alone}
    assert told == pytest.approx({"must_open": 1.0, "budget": 200.0})


def is_possible(case: Case, mode: Mode) -> bool:
    """Whether the joint model has a contract, before anything is rounded."""
    rollout = Rollout(case)
    program, _ = compiled(joint(rollout, [mode], scale=money_scale(rollout, mode)[0]).model)
    return solve(program).outcome is Outcome.OPTIMAL


def relaxed(case: Case, shortfalls: tuple[Shortfall, ...], part: float) -> Case:
    """The case in which a part of each shortfall is given."""
    changes: dict[str, float] = {}
    for item in shortfalls:
        given = item.amount * part
        if item.rule == "budget":
            (amount_of_year,) = (budget.amount for budget in case.budget if str(budget.year) == item.index)
            changes[f"Budget!{item.index}.amount"] = amount_of_year + given
        elif item.rule == "budget_total":
            changes["Settings!budget_total"] = case.settings.budget_total + given
        else:
            (target,) = (each for each in case.coverage if f"{each.year}/{each.group}" == item.index)
            residents = sum(case.district(name).residents for name in case.members(target.group))
            changes[f"Coverage!{item.index}.target"] = max(0.0, target.target - given / residents)
    return case.replace(changes)


@pytest.mark.heavy
def test_what_gives_makes_a_contract_possible_and_a_little_less_does_not():
    money, looked_at, several, number = {"budget", "budget_total", "coverage"}, 0, 0, 0
    while looked_at < 12:
        case = random_case(Random(f"explain {number}"), districts=2, most_years=7)
        number += 1
        for mode in case.candidates:
            found = best_terms(Rollout(case), mode, Effort(gap=0.0))
            if not found.shortfalls or not {item.rule for item in found.shortfalls} <= money:
                continue
            looked_at += 1
            several += len(found.shortfalls) > 1
            rules = {item.rule for item in found.alone} & money
            sets = [found.shortfalls, *(tuple(item for item in found.alone if item.rule == rule) for rule in rules)]
            for given in sets:
                enough = relaxed(case, given, 1 + 1e-6)
                assert is_possible(enough, mode), f"explain {number - 1}, {mode.name}"
                less = relaxed(case, given, 0.99)
                assert not is_possible(less, mode), f"explain {number - 1}, {mode.name}"
    assert several >= 2


@pytest.mark.heavy
def test_rules_that_no_proof_of_impossibility_needs_would_not_do_alone():
    looked_at, number, passed_over = 0, 0, 0
    while looked_at < 8:
        case = dressed_case(Random(f"alone {number}"))
        number += 1
        for mode in case.candidates:
            rollout, scale = Rollout(case), money_scale(Rollout(case), mode)[0]
            found = best_terms(rollout, mode, Effort(gap=0.0))
            if found.status is not Status.IMPOSSIBLE or found.certificate is None or found.certificate.bound < math.inf:
                continue  # the last is possible before rounding
            looked_at += 1
            every = explain(Foldings(rollout), mode, scale, Limits(gap=1e-6))
            assert (found.shortfalls, found.alone, found.reason) == (every.shortfalls, every.alone, every.reason)
            passed_over += sum(not _may_help(rule, found.certificate) for rule in ELASTIC)
    assert passed_over > 20


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("need_carried", {"Districts!Harbour.public_need": 1000.0}),
        ("least_service", {"Settings!least_service_years": 8}),
    ],
)
def test_what_keeps_a_district_from_opening_is_named(rule, changes):
    found = answer(bare().replace({"Districts!Harbour.must_open_by": 2027} | changes), INVESTED)
    assert found.reason == (
        "No terms meet all requirements together. The least that would have to give: must_open Harbour by 1 district. "
        f"What would do alone: {rule} Harbour by 1 plan; or must_open Harbour by 1 district."
    )


# The words


@pytest.mark.parametrize(
    ("unit", "said"), [("one", "12,346 EUR"), ("thousand", "12,346 thousand EUR"), ("million", "12,346 million EUR")]
)
def test_money_is_told_in_the_unit_of_the_case(unit, said):
    case = tiny_city().replace({"About!money_unit": unit})
    assert amount(case, Shortfall("budget_total", "", 12345.678)) == said


def test_other_amounts_are_told_in_the_unit_of_their_requirement():
    case = tiny_city()
    assert amount(case, Shortfall("coverage", "2031/City", 1234.5)) == "1,234.5 persons"
    assert amount(case, Shortfall("openings", "2027", 2.0)) == "2 districts"


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (0.29, "0.29"),
        (1.4, "1.4"),
        (0.123412, "0.1235"),  # with 0.1234 it would still be short
        (0.00001, "0.00001"),
        (999.91, "1,000"),
        (1234.1, "1,235"),
        (56.0000001, "56"),  # which is noise
    ],
)
def test_money_is_told_to_four_digits_at_least_and_rounded_up(missing, said):
    case = tiny_city().replace({"About!money_unit": "million"})
    assert amount(case, Shortfall("operator_return", "", missing)) == f"{said} million EUR"


def test_one_district_is_told_as_one():
    case = tiny_city()
    assert amount(case, Shortfall("must_open", "Harbour", 1.0)) == "1 district"
    assert amount(case, Shortfall("openings", "2027", 1.0)) == "1 district"
    assert amount(case, Shortfall("coverage", "2031/City", 1.0)) == "1 person"


def test_a_shortfall_however_small_is_told_as_what_it_is():
    # of 1,500 residents 4e-8 are missing, 0.00006, and no district must open
    case = tiny_city().replace({"Technologies!fibre.reach": 1 - 4e-8, "Coverage!2031/City.target": 1.0})
    found = answer(case, OWNED)
    assert [(item.rule, item.index) for item in found.shortfalls] == [("coverage", "2031/City")]
    assert found.shortfalls[0].amount == pytest.approx(0.00006, rel=1e-5)
    assert "coverage 2031/City by 0.00006" in found.reason


def test_what_the_solver_cannot_tell_is_not_given_a_name():
    assert why_not(tiny_city(), ()) == (
        "No terms meet all requirements together; what is missing is too little for the solver to tell."
    )


def test_without_the_time_to_look_nothing_is_said_of_what_would_have_to_give():
    case = tiny_city().replace(TOO_FAR)
    found = explain(Foldings(Rollout(case)), case.mode(OWNED), 1.0, Limits(seconds=0.0))
    assert found.shortfalls == ()
    assert found.reason == "No terms meet all requirements; which must give could not be worked out in the time given."


def test_what_gives_makes_a_contract_possible():
    # and a hair less does not: the amounts are the least ones
    case = tiny_city().replace({"Budget!2026.amount": 100.0})
    for given, possible in ((56.0, True), (55.9, False)):
        changed = case.replace({"Budget!2026.amount": 100.0 + given})
        found = best_terms(Rollout(changed), changed.mode(OWNED), Effort(gap=0.0))
        assert (found.contract is not None) is possible
