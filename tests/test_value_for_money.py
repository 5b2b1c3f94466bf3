"""Value for money: what is saved beside the comparator, within budgets and without them, with risk and without."""

import time
from dataclasses import replace

import pytest

from optmodel.advise import Options, advise
from optmodel.best_terms import Effort
from optmodel.case import Budget, Case, Charge, Risk, RiskFactor, Scenario
from optmodel.result import ModeAnswer, Result, Status
from optmodel.value_for_money import charges_beside, value_for_money
from optmodel.verify import evaluate
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city
from tests.report import answers

EXACT = Options(gap=0.0, without_end_value=False)


def compared(comparator: str | None = OWNED, **changes: object) -> Case:
    """The tiny city without budgets, which compares."""
    case = replace(tiny_city(), budget=(), **changes)
    return replace(case, settings=replace(case.settings, comparator=comparator))


def tight() -> Case:
    """In no year to 2029 the government may pay more than 250, which the city's own network of 200 would break."""
    return replace(compared(), budget=tuple(Budget(year=year, amount=250.0) for year in range(2026, 2030)))


def hand_made(case: Case) -> tuple[ModeAnswer, ModeAnswer]:
    """The city's own network and the joint venture, on given terms."""
    terms = {OWNED: answers.owned_terms(), VENTURE: answers.venture_terms()}
    found = [ModeAnswer(mode, Status.OPTIMAL, None, evaluate(case, item)) for mode, item in terms.items()]
    return found[0], found[1]


def asked(case: Case, *modes: str) -> Result:
    return advise(case, replace(EXACT, modes=modes))


@pytest.fixture(scope="module")
def bounded() -> Result:
    return asked(tight(), OWNED, FRANCHISE)


def test_the_bridge_leads_from_one_ledger_to_the_other() -> None:
    case = compared()
    owned, venture = hand_made(case)
    value = value_for_money(case, (owned, venture), venture, Effort(0.0))
    assert value and value.within_budgets and value.within_budgets.with_risk
    assert owned.contract and venture.contract
    bridge = value.within_budgets.with_risk
    first, second = owned.contract.ledger, venture.contract.ledger
    assert bridge.value == pytest.approx(first.government_cost - second.government_cost)
    # the venture builds for the operator's account: the city saves its own 200, built in 2026, at 0.8
    assert bridge.by_line["build"] == pytest.approx(160.0)
    assert bridge.by_line["turnover share"] == pytest.approx(-second.government_by_line()["turnover share"])
    assert sum(bridge.by_line.values()) == pytest.approx(bridge.value)
    assert value.without_budgets is None
    assert value.within_budgets.reason is value.reason is None


def test_a_charge_for_comparison_stands_beside_the_cost_and_not_in_it() -> None:
    case = compared()
    owned, venture = hand_made(case)
    value = value_for_money(case, (owned, venture), venture, Effort(0.0))
    assert value and value.within_budgets and value.within_budgets.with_risk
    bridge = value.within_budgets.with_risk
    # 0.05 of 200 in each of eight years, at 25 %
    neutrality = 10 * (1 - 0.8**8) / 0.25
    assert bridge.beside == {"neutrality": pytest.approx(neutrality)}
    assert bridge.value_with_beside == pytest.approx(bridge.value + neutrality)


def test_what_the_government_would_receive_for_comparison_is_negative() -> None:
    rent = Charge(
        mode=VENTURE, name="rent", counted_from="signature", last=2, amount=5.0, payer="operator", payee="government",
        counted="comparison",
    )  # fmt: skip
    likely = (Scenario(name="planned", probability=0.5), Scenario(name="slow", probability=0.5, demand=0.5))
    books = hand_made(compared(charges=(*tiny_city().charges, rent), scenarios=likely))[1].contract.ledger  # type: ignore[union-attr]
    # 5 in 2026 and in 2027, in either scenario
    assert charges_beside(books) == {"rent": pytest.approx(-5 * (0.8 + 0.64))}


def test_without_risk_the_same_terms_are_priced_without_the_register() -> None:
    risky = compared(
        risks=(Risk(name="outage", probability=0.5, impact=20.0, base="fixed"),),
        risk_factors=(RiskFactor(risk="outage", mode=OWNED),),
    )
    owned, venture = hand_made(risky)
    value = value_for_money(risky, (owned, venture), venture, Effort(0.0))
    assert value and value.within_budgets and value.within_budgets.with_risk and value.within_budgets.without_risk
    # half of 20 in each of eight years, borne by the city alone
    saved = value.within_budgets.with_risk.value - value.within_budgets.without_risk.value
    assert saved == pytest.approx(10 * (1 - 0.8**8) / 0.25)
    calm = value_for_money(compared(), hand_made(compared()), hand_made(compared())[1], Effort(0.0))
    assert calm and calm.within_budgets
    assert value.within_budgets.without_risk == calm.within_budgets.with_risk


def test_both_modes_are_solved_again_without_budgets(bounded: Result) -> None:
    value = bounded.value_for_money
    assert value and value.within_budgets and value.without_budgets
    assert bounded.recommended == FRANCHISE
    free = asked(compared(), OWNED, FRANCHISE)
    for pair, again in zip(
        (value.without_budgets.comparator, value.without_budgets.recommended), free.answers, strict=True
    ):
        assert pair.contract and again.contract
        assert pair.contract.terms == again.contract.terms
    # the budget forbids the city its own network, which it would have to begin by 2028
    assert value.within_budgets.comparator.status is Status.IMPOSSIBLE
    assert value.within_budgets.with_risk is None
    assert str(value.within_budgets.reason).startswith(
        "government-owned has no contract. No terms meet all requirements together."
    )
    assert value.without_budgets.reason is None
    assert value.without_budgets.with_risk and value.without_budgets.with_risk.value > 0


def test_a_total_budget_is_a_budget_as_well() -> None:
    case = compared().replace({"Settings!budget_total": 10_000.0})
    value = asked(case, OWNED, FRANCHISE).value_for_money
    assert value and value.within_budgets and value.without_budgets
    # which nothing comes near to
    assert value.without_budgets.with_risk == value.within_budgets.with_risk


def test_a_comparator_without_a_contract_says_why() -> None:
    case = compared().replace({"Settings!control_required": 1, f"Modes!{OWNED}.control": 0})
    value = asked(case, OWNED, FRANCHISE).value_for_money
    assert value and value.within_budgets
    assert value.within_budgets.with_risk is value.within_budgets.without_risk is None
    assert value.within_budgets.reason == (
        "government-owned has no contract. It leaves the government control of level 0, where 1 is required."
    )


@pytest.mark.parametrize("changes", [{"not_permitted": "The charter forbids it."}, {"selectable": False}])
def test_a_comparator_the_city_cannot_have_is_solved_for_the_comparison(changes: dict[str, object]) -> None:
    case = compared()
    barred = replace(case, modes=tuple(replace(mode, **changes) if mode.name == OWNED else mode for mode in case.modes))
    value, open_to_all = advise(barred, EXACT).value_for_money, advise(case, EXACT).value_for_money
    assert value and value.within_budgets and open_to_all and open_to_all.within_budgets
    assert value.within_budgets.with_risk == open_to_all.within_budgets.with_risk


def test_the_comparator_is_not_compared_with_itself() -> None:
    value = asked(compared(FRANCHISE), OWNED, FRANCHISE).value_for_money
    assert value
    assert (value.comparator, value.recommended) == (FRANCHISE, FRANCHISE)
    assert (value.within_budgets, value.reason) == (None, "The comparator itself is recommended.")


def test_a_comparator_that_was_not_asked_for_is_left_alone() -> None:
    value = asked(compared(), INVESTED).value_for_money
    assert value
    assert (value.within_budgets, value.reason) == (None, "government-owned was not among the modes asked for.")


def test_when_the_time_is_over_what_is_known_is_told() -> None:
    case = tight()
    owned, venture = hand_made(case)
    value = value_for_money(case, (owned, venture), venture, Effort(0.0, deadline=time.monotonic()))
    assert value and value.within_budgets and value.without_budgets
    assert value.within_budgets.with_risk is not None
    assert value.without_budgets.reason == (
        "government-owned has no contract. The time limit was reached before any contract was found. "
        "joint venture has no contract. The time limit was reached before any contract was found."
    )


def test_nothing_is_compared_where_no_comparator_is_named_or_nothing_asked() -> None:
    assert asked(compared(None), OWNED).value_for_money is None
    assert advise(compared(), replace(EXACT, modes=(OWNED, INVESTED), value_for_money=False)).value_for_money is None
    case = compared(None)
    assert value_for_money(case, hand_made(case), hand_made(case)[1], Effort(0.0)) is None


def test_without_a_recommendation_there_is_no_value() -> None:
    assert advise(compared(), replace(EXACT, time_limit=0.0)).value_for_money is None


def test_the_mode_that_is_best_in_dear_scenarios_wins_where_they_weigh() -> None:
    # one time in ten build and operation cost half as much again; staff makes the second mode dearer by 25 a year
    likely = (
        Scenario(name="planned", probability=0.9),
        Scenario(name="dear", probability=0.1, build=1.5, operation=1.5),
    )
    staff = Charge(mode=INVESTED, name="staff", counted_from="either", amount=25.0, payer="government")
    case = compared(None, scenarios=likely, charges=(*tiny_city().charges, staff))
    assert asked(case, OWNED, INVESTED).recommended == OWNED
    averse = asked(case.replace({"Settings!risk_aversion": 1.0}), OWNED, INVESTED)
    assert averse.recommended == INVESTED
    first, second = (item.contract.ledger for item in averse.answers if item.contract)
    assert first.government_cost < second.government_cost
    assert first.objective > second.objective
