"""Answers under rules of the city's own: by search, joint model and brute force, and why there is none."""

import pickle
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from optmodel.advise import Options, advise
from optmodel.best_terms import Effort, Method, best_terms
from optmodel.case import Case, Mode
from optmodel.errors import InputError, SelfCheckError
from optmodel.export import export
from optmodel.own_rules import Rule
from optmodel.report import contract_json
from optmodel.report.document import contract_document, evaluation_document
from optmodel.report.text import evaluation_text, result_text
from optmodel.result import ModeAnswer, Result, Status
from optmodel.rollout import Rollout
from optmodel.verify import evaluate
from tests.brute_force import brute_force, combinations
from tests.cities import OWNED, signed, tiny_city
from tests.dressed_cases import dressed_case
from tests.own_rules.two_rules import at_most, opened, together
from tests.random_cases import random_case

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage

CASES, DRESSED, MOST = 24, 24, 2_000
# Two costs are the same within this part of gross cost: steps of money and capacity are of 1e-6.
SAME = 1e-6


def answer(case: Case, mode: Mode, rules: tuple[Rule, ...], method: Method = "search") -> ModeAnswer:
    return best_terms(Rollout(case, rules), mode, Effort(gap=0.0, method=method, explains=False))


def cost(found: ModeAnswer) -> float | None:
    return None if found.contract is None else found.contract.ledger.objective


def near(one: float | None, other: float | None, gross: float) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME * max(1.0, gross)


def both(case: Case) -> tuple[Rule, ...]:
    """The two rules for the districts of a case: the first two together, of all but the first one a year."""
    names = [district.name for district in case.districts]
    return (together(*names[:2]), at_most(1, *names[1:]))


def answered(*rules: Rule, case: Case | None = None) -> Result:
    return advise(case or tiny_city(), Options(modes=(OWNED,), gap=0.0, without_end_value=False, rules=rules))


# The same answer three times


def test_random_cases_with_two_rules_have_the_optimum_of_brute_force_and_of_the_joint_model():
    seen, number = Counter[str](), 0
    while seen["cases"] < CASES:
        case = random_case(Random(f"own rules {number}"), most_years=6)
        number += 1
        sizes = sum(combinations(case, mode) for mode in case.modes)
        if len(case.districts) < 2 or sizes > MOST:
            continue
        seen["cases"] += 1
        rules = both(case)
        for mode in case.modes:
            name = f"case {number - 1}, {mode.name}"
            found, joined, optimum = (
                answer(case, mode, rules),
                answer(case, mode, rules, "joint"),
                brute_force(case, mode, rules=rules),
            )
            assert near(cost(found), optimum.cost, optimum.gross), f"{name}: {cost(found)} against {optimum.cost}"
            assert near(cost(found), cost(joined), optimum.gross), f"{name}: {cost(found)} against {cost(joined)}"
            seen["impossible" if optimum.cost is None else "possible"] += 1
            seen += Counter(dict.fromkeys(optimum.in_the_way, 1))
    # the rules stand in the way of something cheaper, or the cases would say nothing of them
    assert seen["together"] >= 5, str(seen)
    assert seen["one_crew"] >= 3, str(seen)
    assert seen["possible"] >= 20, str(seen)
    assert seen["impossible"] >= 5, str(seen)


def test_dressed_cases_with_two_rules_have_one_optimum_by_search_and_by_the_joint_model():
    seen, number = Counter[str](), 0
    while seen["had without"] < DRESSED:
        case = dressed_case(Random(f"own rules {number}"), districts=3, most_years=6)
        number += 1
        if len(case.districts) < 3:
            continue
        rules = (together("D1", "D2"), at_most(1, "D1", "D3"))
        for mode in case.candidates:
            plain = answer(case, mode, ())
            if plain.proof is None:  # what is impossible anyway tells nothing of the rules
                continue
            found, joined, gross = answer(case, mode, rules), answer(case, mode, rules, "joint"), plain.proof.gross_cost
            assert near(cost(found), cost(joined), gross), f"{number - 1}, {mode.name}: {cost(found)}, {cost(joined)}"
            seen["had without"] += 1
            seen["still had"] += found.contract is not None
            seen["dearer"] += found.contract is not None and not near(cost(found), cost(plain), gross)
    assert seen["still had"] >= DRESSED / 3, str(seen)
    assert seen["dearer"] >= DRESSED / 8, str(seen)


# By hand


def test_what_must_open_together_does_though_one_would_do():
    alone = answered().best.contract.terms.rollout
    assert [item.district for item in alone] == ["Harbour"]
    found = answered(together("Harbour", "Hill"))
    assert found.status is Status.OPTIMAL
    assert found.own_rules == ("together",)
    rollout = found.best.contract.terms.rollout
    assert {item.district for item in rollout} == {"Harbour", "Hill"}
    assert len({item.opening_year for item in rollout}) == 1


def test_one_crew_takes_two_years_for_two_districts():
    both_by_then = {"Districts!Harbour.must_open_by": 2028, "Districts!Hill.must_open_by": 2028}
    found = answered(at_most(1, "Harbour", "Hill"), case=tiny_city().replace(both_by_then))
    assert sorted(item.opening_year for item in found.best.contract.terms.rollout) == [2027, 2028]


def test_a_rule_nobody_can_keep_is_named_with_how_much_it_would_have_to_give():
    # both by 2027 are promised, and one crew opens one of them in 2027, the first year there is
    rules = (opened("Harbour", 2027), at_most(1, "Harbour", "Hill"))
    case = tiny_city().replace({"Districts!Hill.must_open_by": 2027})
    found = answered(*rules, case=case)
    assert found.status is Status.IMPOSSIBLE
    (mode,) = found.answers
    assert {(item.rule, item.amount, item.unit) for item in (*mode.shortfalls, *mode.alone)} == {
        ("promised", 1.0, "districts"),
        ("one_crew", 1.0, "districts"),
        ("must_open", 1.0, "districts"),
    }
    assert "one_crew 2027 by 1 district" in mode.reason
    assert "promised Harbour by 1 district" in mode.reason
    told = " ".join(result_text(found, 120).split())
    (first,) = mode.shortfalls
    assert f"{first.sentence} [{first.rule} {first.index}] Short by 1 district." in told
    (listed,) = contract_document(found)["modes"][0]["shortfalls"]
    assert listed["sentence"] == first.sentence


def test_the_joint_model_lets_a_rule_fall_short_by_as_much():
    from optmodel.formulation.compiled import compiled
    from optmodel.formulation.joint import joint
    from optmodel.solver import solve

    case = tiny_city().replace({"Districts!Hill.must_open_by": 2027})
    rollout = Rollout(case, (opened("Harbour", 2027), at_most(1, "Harbour", "Hill")))
    made = joint(rollout, [case.mode(OWNED)], scale=10.0, elastic=("promised", "one_crew"))
    assert solve(compiled(made.model)[0]).objective == pytest.approx(1.0, abs=1e-5)


# Reports


def test_terms_that_break_a_rule_are_told_so_in_its_words():
    terms = signed(OWNED, 8, ("Harbour", "wifi", 2028), ("Hill", "wifi", 2029))
    found = evaluate(tiny_city(), terms, rules=[together("Harbour", "Hill")])
    assert [(item.rule, item.index, item.slack) for item in found.broken] == [
        ("together", "2028", -1),
        ("together", "2029", -1),
    ]
    said = evaluation_text(found, 120)
    assert "  together: Harbour and Hill open together." in said
    assert "    - 2028: 0 districts where at least 1 district is asked, short by 1 district" in said
    assert evaluation_document(found)["provenance"]["own_rules"] == ["together"]


def test_a_rule_leaves_nothing_behind_for_the_next_case():
    assert answered(at_most(1, "Harbour", "Hill")).own_rules == ("one_crew",)
    again = answered()
    assert again.own_rules == ()
    assert "one_crew" not in {item.rule for item in again.best.contract.requirements}


def test_a_result_with_rules_goes_through_pickle_unchanged():
    found = answered(together("Harbour", "Hill"))  # whose functions are within another, and would not go
    assert contract_json(pickle.loads(pickle.dumps(found))) == contract_json(found)


def test_the_exported_models_hold_the_rules(tmp_path):
    rules = (opened("Hill", 2028),)
    export(tiny_city(), tmp_path / "all.lp", rules=rules)
    assert "own_promised(1)" in (tmp_path / "all.lp").read_text("utf-8")
    export(tiny_city(), tmp_path / "one.lp", signed(OWNED, 8, ("Harbour", "wifi", 2028)), rules)
    assert "promised(Hill)" in (tmp_path / "one.lp").read_text("utf-8")


# Two statements that differ


def test_a_check_that_contradicts_its_constraint_is_an_error():
    lax = replace(at_most(1, "Harbour", "Hill"), check=lambda case, terms: [("", 1, 1)])
    with pytest.raises(SelfCheckError) as raised:
        answered(lax)
    said = str(raised.value)
    assert said.startswith("The constraint of rule 'one_crew' is broken [20")
    assert "] and its check holds where these districts open: Harbour in 20" in said
    assert said.endswith("One of the two does not say what the rule's sentence says: mend it.")


def test_a_check_that_asks_more_than_its_constraint_is_an_error_too():
    strict = replace(at_most(2, "Harbour", "Hill"), check=lambda case, terms: [("none", 0, len(terms.rollout))])
    with pytest.raises(SelfCheckError, match=r"holds and its check is broken \[none\] where these districts open: H"):
        answered(strict)


def test_two_that_differ_where_nothing_opens_are_told_so():
    odd = replace(at_most(2, "Harbour", "Hill"), check=lambda case, terms: [("", len(terms.rollout), 1)])
    with pytest.raises(SelfCheckError, match=r"holds and its check is broken where no district opens\. One of"):
        answered(odd)


def test_an_answer_whose_check_is_broken_is_no_contract():
    # told also to those who do not ask for the comparison, which comes after the verdict on the answer itself
    strict = replace(at_most(2, "Harbour", "Hill"), check=lambda case, terms: [("none", 0, len(terms.rollout))])
    with pytest.raises(
        SelfCheckError, match="finds a requirement broken that the solver took as met: one_crew none: 0 "
    ):
        answer(tiny_city(), tiny_city().mode(OWNED), (strict,))


def test_a_check_that_fails_on_terms_is_told_with_its_line():
    def check(case: Case, terms: object) -> object:
        yield "first", max(item.opening_year for item in terms.rollout), 0  # type: ignore[attr-defined]

    broken = replace(at_most(2, "Harbour"), check=check)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="fails with ValueError: max"):
        answered(broken)
