"""The whole way: the best contract of every mode, which of them is recommended, and what is said of it."""

import pickle
import time
from dataclasses import replace
from importlib import import_module
from random import Random

import pytest

from optmodel import best_terms as searching
from optmodel import proof
from optmodel.advise import Options, advise
from optmodel.best_terms import Effort, best_terms, money_scale
from optmodel.case import Case, Charge, CoverageTarget, Scenario
from optmodel.errors import InputError, SelfCheckError, UsageError
from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import joint
from optmodel.ledger import Books, today
from optmodel.proposal import by_search
from optmodel.requirements import outcome
from optmodel.result import ModeAnswer, Result, Shortfall, Status
from optmodel.rollout import Rollout
from optmodel.solver import Outcome, solve
from optmodel.verify import evaluate
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city
from tests.random_cases import random_case

ONE_SCENARIO = "One scenario, as planned, was looked at: the chance of loss was not."
NOTHING_OPENED = "No district is opened: no requirement asks for one, and none pays for itself."
TO_THE_HORIZON = (
    "The recommended term runs to the horizon: nothing after it was looked at. A longer horizon shows more."
)
EXACT = Options(gap=0.0, without_end_value=False)


def asked(*modes: str) -> Options:
    """These modes only, to the last part of the cost."""
    return replace(EXACT, modes=modes)


def only(case: Case, *names: str) -> Case:
    """The case with these modes and no others."""
    return replace(
        case,
        modes=tuple(mode for mode in case.modes if mode.name in names),
        service_factors=tuple(item for item in case.service_factors if item.mode in names),
        charges=tuple(item for item in case.charges if item.mode in names),
    )


def with_a_twin(case: Case, name: str, twin: str, *, first: bool = False) -> Case:
    """The case with a second mode that differs from a first in nothing but its name."""
    other = replace(case.mode(name), name=twin)
    copies = tuple(replace(item, mode=twin) for item in case.service_factors if item.mode == name)
    charges = tuple(replace(item, mode=twin) for item in case.charges if item.mode == name)
    return replace(
        case,
        modes=(other, *case.modes) if first else (*case.modes, other),
        service_factors=(*case.service_factors, *copies),
        charges=(*case.charges, *charges),
    )


def bare() -> Case:
    """The tiny city without services, charges, targets and budgets."""
    return replace(tiny_city(), services=(), service_factors=(), charges=(), coverage=(), budget=())


def costs(result: Result) -> dict[str, float]:
    return {item.mode: item.contract.ledger.government_cost for item in result.answers if item.contract}


@pytest.fixture(scope="module")
def answered() -> Result:
    """The tiny city, all modes."""
    return advise(tiny_city())


# What is recommended


def test_the_cheapest_mode_is_recommended(answered):
    assert [item.mode for item in answered.answers] == [OWNED, INVESTED, VENTURE, FRANCHISE]
    assert costs(answered)[FRANCHISE] == min(costs(answered).values())
    assert answered.recommended == FRANCHISE
    assert answered.best is answered.answers[3]
    assert len(set(costs(answered).values())) == 4


def test_every_contract_is_priced_verified_and_no_better_than_its_bound(answered):
    for item in answered.answers:
        again = evaluate(tiny_city(), item.contract.terms)
        assert again == item.contract
        assert again.broken == ()
        assert item.proof.bound <= again.ledger.government_cost
        assert item.proof.gap == pytest.approx(again.ledger.government_cost - item.proof.bound)
        assert item.proof.gross_cost == again.ledger.gross_cost


def test_going_on_as_today_stands_beside_it(answered):
    # 15 Mbit/s at 10 in eight years at 25 %: 150 · (1 − 0.8⁸) / 0.25
    assert answered.today.expected_npv == pytest.approx(150 * (1 - 0.8**8) / 0.25)
    assert answered.today.expected_npv == today(tiny_city())


def test_what_was_asked_is_kept(answered):
    assert answered.case == tiny_city()
    assert answered.settings == {"gap": 0.0001, "seed": 0, "threads": 1, "time_limit": None}
    assert advise(tiny_city(), replace(asked(OWNED), seed=7)).settings["seed"] == 7


def test_more_threads_find_the_same_contract():
    case = tiny_city()
    two = advise(case, Options(threads=2, without_end_value=False))
    assert two.settings["threads"] == 2
    assert two.best.contract.terms == advise(case, Options(without_end_value=False)).best.contract.terms


@pytest.mark.parametrize("first", [False, True])
def test_of_two_modes_that_cost_the_same_the_earlier_on_the_sheet_is_recommended(first):
    case = with_a_twin(only(tiny_city(), OWNED), OWNED, "twin", first=first)
    result = advise(case, EXACT)
    assert costs(result)["twin"] == costs(result)[OWNED]
    assert result.recommended == ("twin" if first else OWNED)
    assert result.close_calls == ((OWNED,) if first else ("twin",))


def test_modes_are_answered_in_the_order_of_the_sheet_whatever_the_order_asked_in():
    result = advise(tiny_city(), asked(INVESTED, OWNED))
    assert [item.mode for item in result.answers] == [OWNED, INVESTED]


def test_a_mode_that_is_not_permitted_is_named_with_its_reason_and_not_solved():
    reason = "The charter forbids it."
    told = []
    case = tiny_city().replace({f"Modes!{OWNED}.not_permitted": reason})
    result = advise(case, asked(OWNED, INVESTED), progress=told.append)
    assert [(item.mode, item.status, item.reason) for item in result.answers] == [
        (OWNED, Status.NOT_PERMITTED, reason),
        (INVESTED, Status.OPTIMAL, None),
    ]
    assert result.recommended == INVESTED
    assert not any(OWNED in message for message in told)


def test_a_mode_that_may_only_run_the_network_after_a_term_is_not_answered():
    case = tiny_city().replace({f"Modes!{INVESTED}.selectable": False})
    result = advise(case, EXACT)
    assert [item.mode for item in result.answers] == [OWNED, VENTURE, FRANCHISE]
    with pytest.raises(UsageError, match=f"^There is no mode '{INVESTED}' that may be chosen."):
        advise(case, asked(INVESTED))


def test_a_mode_that_leaves_too_little_control_is_short_by_levels():
    result = advise(tiny_city().replace({"Settings!control_required": 2}), EXACT)
    assert [(item.mode, item.shortfalls) for item in result.answers] == [
        (OWNED, ()),
        (INVESTED, ()),
        (VENTURE, (Shortfall("control", "", 1.0),)),
        (FRANCHISE, (Shortfall("control", "", 1.0),)),
    ]
    assert result.answers[2].reason == "It leaves the government control of level 1, where 2 is required."
    assert result.status is Status.OPTIMAL
    assert result.recommended == INVESTED


def test_where_no_mode_has_a_contract_none_is_recommended():
    result = advise(tiny_city().replace({"Budget!2026.amount": 100.0}))
    assert (result.status, result.recommended, result.best) == (Status.IMPOSSIBLE, None, None)
    assert all(item.shortfalls and item.contract is None and item.proof is None for item in result.answers)
    assert result.warnings == (ONE_SCENARIO,)
    assert (result.close_calls, result.mode_without_end_value) == ((), None)


def test_where_none_of_the_modes_asked_for_is_permitted_that_is_the_status():
    case = tiny_city().replace({f"Modes!{OWNED}.not_permitted": "The charter forbids it."})
    assert advise(case, asked(OWNED)).status is Status.NOT_PERMITTED


def test_to_ask_for_no_mode_is_a_mistake():
    with pytest.raises(UsageError):
        advise(tiny_city(), asked())


# What cannot be asked


def test_a_mode_that_does_not_exist_is_told_with_what_may_be_meant():
    with pytest.raises(UsageError) as raised:
        advise(tiny_city(), asked(OWNED, "franchize"))
    assert str(raised.value) == "There is no mode 'franchize' that may be chosen. Did you mean 'franchise'?"
    with pytest.raises(UsageError) as raised:
        advise(tiny_city(), asked("xyz"))
    assert str(raised.value) == (
        "There is no mode 'xyz' that may be chosen. "
        "There are: government-owned, government-invested, joint venture, franchise."
    )


def test_a_case_that_makes_no_sense_is_refused_with_all_its_errors():
    case = tiny_city()
    case = replace(
        case,
        settings=replace(case.settings, commercial_rate=0.1),
        project=replace(case.project, last_opening_year=2040),
    )
    with pytest.raises(InputError) as raised:
        advise(case)
    assert [finding.address for finding in raised.value.findings] == [
        "Project!last_opening_year",
        "Settings!commercial_rate",
    ]


# Limits


def test_without_any_time_nothing_is_found_and_nothing_is_called_impossible():
    result = advise(tiny_city(), Options(time_limit=0))
    assert (result.status, result.recommended, result.best) == (Status.LIMIT, None, None)
    assert len(result.answers) == 4
    for item in result.answers:
        assert (item.status, item.contract, item.proof) == (Status.LIMIT, None, None)
        assert item.reason == "The time limit was reached before any contract was found."
    assert result.settings["time_limit"] == 0


def test_the_time_limit_counts_from_the_moment_the_options_name():
    result = advise(tiny_city(), Options(time_limit=60, started=time.monotonic() - 61))
    assert result.status is Status.LIMIT
    assert result.recommended is None


def test_a_limit_leaves_modes_that_need_no_search_as_they_are():
    case = tiny_city().replace({f"Modes!{OWNED}.not_permitted": "No.", "Settings!control_required": 2})
    result = advise(case, Options(time_limit=0))
    assert [item.status for item in result.answers] == [
        Status.NOT_PERMITTED,
        Status.LIMIT,
        Status.IMPOSSIBLE,
        Status.IMPOSSIBLE,
    ]
    assert result.status is Status.LIMIT


def test_a_stop_that_is_true_at_once_ends_the_search_with_what_was_found():
    begun = time.monotonic()
    result = advise(tiny_city(), stop=lambda: True)
    assert time.monotonic() - begun < 5
    assert result.status is Status.LIMIT
    assert len(result.answers) == 4
    # a model that is solved before it is asked may have its contract all the same; it is as good as any other
    for item in result.answers:
        assert item.status in (Status.LIMIT, Status.OPTIMAL)
        assert item.contract is None or item.contract.broken == ()


def test_a_stop_that_is_never_true_changes_nothing():
    assert advise(tiny_city(), asked(OWNED, INVESTED), stop=lambda: False) == advise(
        tiny_city(), asked(OWNED, INVESTED)
    )


def test_no_mode_is_begun_after_a_stop():
    told = []
    result = advise(tiny_city(), stop=lambda: True, progress=told.append)
    assert told == []
    assert {item.reason for item in result.answers} == {"The search was stopped before any contract was found."}


def test_a_search_that_was_stopped_says_nothing_of_what_would_win_without_an_end_value(monkeypatch):
    # in the first search all modes are solved; in the second, without end value, all but the first are stopped
    runs = []

    def stopped_later(rollout, mode, effort):
        runs.append(mode)
        return best_terms(rollout, mode, effort) if len(runs) <= 5 else ModeAnswer(mode.name, Status.LIMIT, "Stopped.")

    monkeypatch.setattr(import_module("optmodel.mode_by_mode"), "best_terms", stopped_later)
    result = advise(tiny_city(), Options(gap=0.01))
    assert result.recommended == FRANCHISE
    assert result.mode_without_end_value is None


# The same again


def test_a_result_goes_through_pickle_unchanged(answered):
    again = pickle.loads(pickle.dumps(answered))
    assert again == answered
    assert again.best.contract.ledger.government_cost == costs(answered)[FRANCHISE]
    assert again.case.mode(OWNED) == tiny_city().mode(OWNED)


def test_two_runs_give_the_same_result(answered):
    again = advise(tiny_city())
    assert again == answered
    assert repr(again) == repr(answered)


def test_progress_is_told_mode_by_mode():
    told = []
    advise(tiny_city(), asked(OWNED, INVESTED), progress=told.append)
    assert told == [
        f"{OWNED}: solving",
        f"{INVESTED}: solving",
    ]


# Close calls


@pytest.mark.parametrize(("staff", "close"), [(6.8, ("twin",)), (6.9, ())])
def test_a_contract_within_a_hundredth_of_gross_cost_is_too_close_to_call(staff, close):
    # one unit of staff in eight years is worth 3.329 at 25 %, and a hundredth of the gross cost of 283.9 is 2.84: 0.853
    # of a unit
    case = with_a_twin(only(tiny_city(), OWNED), OWNED, "twin").replace({"Charges!twin/staff.amount": staff})
    result = advise(case, EXACT)
    assert result.best.proof.gross_cost == pytest.approx(283.9, abs=0.1)
    assert costs(result)["twin"] - costs(result)[OWNED] == pytest.approx((staff - 6) * (1 - 0.8**8) / 0.25)
    assert (result.recommended, result.close_calls) == (OWNED, close)


def test_how_close_is_too_close_is_the_citys_to_say():
    case = with_a_twin(only(tiny_city(), OWNED), OWNED, "twin").replace({"Charges!twin/staff.amount": 8.0})
    for part, close in ((0.0, ()), (0.02, ()), (0.03, ("twin",))):
        assert advise(case.replace({"Settings!close_call": part}), EXACT).close_calls == close


# Warnings


def test_a_term_to_the_horizon_is_warned_of():
    case = only(tiny_city(), INVESTED).replace({f"Modes!{INVESTED}.term_least": 8, f"Modes!{INVESTED}.term_most": 8})
    assert advise(case, EXACT).warnings == (ONE_SCENARIO, TO_THE_HORIZON)
    # a government that runs the network itself always does so to the horizon
    assert advise(tiny_city(), asked(OWNED)).warnings == (ONE_SCENARIO,)


def test_a_contract_that_opens_nothing_is_warned_of():
    case = bare().replace({"Settings!present_price": 0.0})
    result = advise(case, asked(OWNED))
    assert result.best.contract.terms.rollout == ()
    assert NOTHING_OPENED in result.warnings


def test_a_contract_that_opens_nothing_is_proven_best():
    result = advise(bare().replace({"Settings!present_price": 0.0}), asked(OWNED))
    assert result.warnings == (ONE_SCENARIO, NOTHING_OPENED)
    assert result.status is Status.OPTIMAL


def test_what_rounding_takes_beyond_the_gap_is_warned_of():
    case = tiny_city().replace({"Settings!money_step": 50.0})
    result = advise(case, replace(EXACT, modes=(VENTURE,), gap=0.0001))
    assert result.answers[0].proof.rounding > 0.0001 * result.answers[0].proof.gross_cost
    assert result.warnings == (
        ONE_SCENARIO,
        f"{VENTURE}: signing amounts in steps of 50 alone costs more than the gap asked for.",
    )


def test_an_answer_that_only_rounding_keeps_from_its_bound_is_proven_best():
    # Status: "proven best: nothing excluded is better by more than rounding", and within the gap where it is within it
    (answer,) = advise(tiny_city().replace({"Settings!money_step": 50.0}), asked(VENTURE)).answers
    assert answer.proof.gap - answer.proof.rounding <= 1e-6 * answer.proof.gross_cost
    assert answer.status is Status.OPTIMAL


# The end value


def test_a_mode_that_wins_by_its_end_value_alone_is_found_out():
    # the venture that keeps the network needs less support for the credit at the horizon
    case = replace(tiny_city(), services=(), service_factors=())
    result = advise(case, Options(gap=0.0))
    assert (result.recommended, result.mode_without_end_value) == (VENTURE, INVESTED)
    bare_case = case.replace({"Settings!residual_counted": 0.0})
    without = advise(bare_case, Options(gap=0.0))
    assert (without.recommended, without.mode_without_end_value) == (INVESTED, INVESTED)


def test_without_an_end_value_counted_nothing_is_looked_at_twice():
    told = []
    case = tiny_city().replace({"Settings!residual_counted": 0.0})
    assert advise(case, Options(modes=(OWNED,)), progress=told.append).mode_without_end_value == OWNED
    assert len(told) == 1


def test_the_end_value_is_left_in_peace_where_it_was_not_asked_about(answered):
    assert answered.mode_without_end_value == FRANCHISE
    assert advise(tiny_city(), asked(OWNED)).mode_without_end_value is None


# Small and empty cases


def test_a_city_looked_at_for_one_year_buys_its_need():
    case = replace(bare(), project=replace(tiny_city().project, horizon=1, last_opening_year=2026))
    modes = tuple(replace(mode, term_least=1, term_most=1) if mode.operator else mode for mode in case.modes)
    result = advise(replace(case, modes=modes), asked(OWNED, INVESTED, VENTURE))
    assert costs(result) == pytest.approx(dict.fromkeys((OWNED, INVESTED, VENTURE), 150 * 0.8))
    assert result.recommended == OWNED


def test_a_city_of_one_district_and_one_mode_has_an_answer():
    case = replace(only(tiny_city(), OWNED), districts=tiny_city().districts[:1])
    result = advise(case, Options(gap=0.0))
    assert result.recommended == OWNED
    assert [item.district for item in result.best.contract.terms.rollout] == ["Harbour"]


def test_a_city_without_services_and_one_without_demand_have_the_same_answer():
    none = advise(replace(tiny_city(), services=(), service_factors=()), asked(OWNED, INVESTED))
    silent = tiny_city().replace({f"Services!{item.name}.saturation": 0.0 for item in tiny_city().services})
    assert costs(advise(silent, asked(OWNED, INVESTED))) == pytest.approx(costs(none))


def test_a_city_without_need_is_served_for_its_residents():
    case = tiny_city().replace({f"Districts!{name}.public_need": 0.0 for name in ("Harbour", "Hill")})
    result = advise(case, asked(OWNED, INVESTED))
    assert result.today.expected_npv == 0.0
    assert all(item.contract.terms.rollout for item in result.answers)


# Ties


def tie() -> Case:
    """Nothing is needed, sold, asked for or paid, so that all contracts cost nothing."""
    case = bare()
    return replace(case, districts=tuple(replace(item, public_need=0.0) for item in case.districts))


def test_of_equal_contracts_the_shorter_with_the_lower_share_and_the_lower_purchase_is_signed():
    # terms of 4 to 6 years, shares of 0 to 0.3 of no turnover, 1 to 1.5 times a need of nothing
    terms = advise(tie(), asked(VENTURE)).best.contract.terms
    assert (terms.term_years, terms.revenue_share, terms.purchase_level) == (4, 0.0, 1.0)
    assert terms.rollout == ()
    assert {amount for _, amount in terms.capital_contribution.amounts} == {0.0}


def test_a_share_of_no_turnover_is_the_least_also_where_districts_open():
    case = bare().replace({"Districts!Harbour.must_open_by": 2027})
    terms = advise(case, asked(VENTURE)).best.contract.terms
    assert len(terms.rollout) == 1
    assert terms.revenue_share == 0.0


def test_of_two_equal_districts_the_earlier_on_the_sheet_is_opened():
    case = tie()
    twins = tuple(replace(case.districts[0], name=name) for name in ("West", "East"))
    case = replace(case, districts=twins, groups=(), coverage=(CoverageTarget(year=2031, target=0.4),))
    terms = advise(case, asked(OWNED)).best.contract.terms
    assert [item.district for item in terms.rollout] == ["West"]


def test_of_equal_openings_the_earlier_with_the_earlier_technology_is_signed():
    # 100 a km² whatever the technology and the year, at no interest; nothing is run, renewed or credited
    case = tie()
    alike = {"build_per_km2": 100.0, "build_per_premise": 0.0, "build_years": 1, "renewal_share": 0.0}
    unpaid = {"operation_per_km2": 0.0, "operation_per_premise": 0.0}
    case = replace(
        case,
        settings=replace(case.settings, government_rate=0.0, commercial_rate=0.0, residual_counted=0.0),
        technologies=tuple(replace(item, **alike, **unpaid) for item in case.technologies),
        districts=tuple(replace(item, must_open_by=2031) for item in case.districts),
    )
    terms = advise(case, asked(OWNED)).best.contract.terms
    assert {(item.technology, item.opening_year) for item in terms.rollout} == {("wifi", 2027)}


# The second opinion


def test_a_requirement_that_the_second_opinion_finds_broken_is_an_error(monkeypatch):
    def doubting(*asked):
        evaluation = evaluate(*asked)
        return replace(
            evaluation, requirements=(*evaluation.requirements, outcome("budget", "2030", 90.0, 100.0, 190.0))
        )

    monkeypatch.setattr(proof, "evaluate", doubting)
    with pytest.raises(SelfCheckError) as raised:
        advise(tiny_city(), asked(OWNED))
    assert str(raised.value) == (
        f"{OWNED}: the second opinion finds a requirement broken that the solver took as met: "
        "budget 2030: 90 against 100."
    )
    assert raised.value.exit_code == 10


def test_two_opinions_of_the_cost_that_differ_are_an_error(monkeypatch):
    extra = Charge(mode=OWNED, name="forgotten", amount=1.0, payer="government")

    class Generous(Books):
        """Prices every second contract it is asked for, the one before rounding, with a charge more."""

        def ledger(self, terms):
            self.asked = getattr(self, "asked", 0) + 1
            case = self.case if self.asked % 2 else replace(self.case, charges=(*self.case.charges, extra))
            return Books(case).ledger(terms)

    monkeypatch.setattr(proof, "Books", Generous)
    with pytest.raises(
        SelfCheckError, match=f"^{OWNED}: the rules and the ledger disagree on the cost: 519.99 against 523."
    ):
        advise(tiny_city(), asked(OWNED))


def test_a_contract_cheaper_than_its_bound_is_an_error(monkeypatch):
    def boastful(*args):
        found = by_search(*args)
        return replace(found, bound=found.bound * 1.5)

    monkeypatch.setattr(searching, "by_search", boastful)
    with pytest.raises(
        SelfCheckError, match=f"^{OWNED}: the ledger's cost of 519.99 is below the proven bound of 779.99.$"
    ):
        advise(tiny_city(), asked(OWNED))


# Two formulations


@pytest.mark.heavy
def test_the_joint_model_of_all_modes_has_the_optimum_of_the_best_of_them_one_by_one():
    possible = 0
    for number in range(20):
        case = random_case(Random(f"joint {number}"), most_years=8)
        rollout, required = Rollout(case), case.settings.control_required or 0
        modes = [mode for mode in case.candidates if mode.control >= required]
        answers = [best_terms(rollout, mode, Effort(gap=0.0)) for mode in modes]
        bounds = [item.proof.bound for item in answers if item.proof]
        scale = max(money_scale(rollout, mode)[0] for mode in modes)
        program, _ = compiled(joint(rollout, modes, scale=scale).model)
        found = solve(program)
        assert (found.outcome is Outcome.OPTIMAL) is bool(bounds), f"joint {number}"
        if bounds:
            possible += 1
            gross = max(item.proof.gross_cost for item in answers if item.proof)
            assert found.objective * scale == pytest.approx(min(bounds), abs=1e-6 * max(gross, 10.0)), f"joint {number}"
    assert possible >= 8


def test_where_no_district_can_be_open_in_time_nothing_is_opened_or_the_mode_is_impossible():
    built_too_late = tuple(replace(item, build_years=20) for item in tiny_city().technologies)
    districts = tuple(replace(item, must_open_by=None) for item in tiny_city().districts)
    scenarios = (Scenario(name="few", probability=0.5), Scenario(name="more", probability=0.5, need=1.1))
    case = replace(
        tiny_city(), technologies=built_too_late, districts=districts, coverage=(), scenarios=scenarios, budget=()
    )
    answers = advise(case, Options(without_end_value=False, value_for_money=False)).answers
    assert all(item.contract is None or item.contract.terms.rollout == () for item in answers)
    assert any(item.contract is not None for item in answers)


def test_where_nothing_costs_anything_money_is_of_the_size_of_what_is_sold():
    free = dict.fromkeys(("build_per_km2", "build_per_premise", "operation_per_km2", "operation_per_premise"), 0.0)
    technologies = tuple(replace(item, **free) for item in tiny_city().technologies)
    settings = replace(tiny_city().settings, present_price=0.0, risk_aversion=1.0, risk_tail=0.5)
    case = replace(tiny_city(), technologies=technologies, settings=settings)
    answers = advise(case, Options(without_end_value=False, value_for_money=False)).answers
    assert [item.status for item in answers] == [Status.OPTIMAL] * 4
