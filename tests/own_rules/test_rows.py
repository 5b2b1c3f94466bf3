"""What a rule of the city's own asks of the plans, row by row; and what is told of one that cannot be read."""

from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest

from optmodel.case import Case
from optmodel.errors import InputError
from optmodel.formulation.algebra import model
from optmodel.own_rules import Rule
from optmodel.rollout import Rollout
from optmodel.rules import PLAN, rows, situation
from optmodel.verify import evaluate
from tests.cities import OWNED, signed, tiny_city
from tests.own_rules.two_rules import at_most, checking, opened, stating, together
from tests.rules.points import under

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage


def slacks(rule: Rule, *chosen: tuple[str, str, int]) -> dict[str, float]:
    """By how much each row holds where these plans are chosen."""
    rollout = Rollout(tiny_city(), [rule])
    built = np.array([name in chosen for name in rollout.named], dtype=float)
    assert built.sum() == len(chosen)
    return {row.index: float(row.plan @ built) - row.right for row in rollout.own_rows}


def refused(rule: Rule) -> str:
    """What is told of a rule whose constraint cannot be read, without the folder of the file."""
    with pytest.raises(InputError) as raised:
        _ = Rollout(tiny_city(), [rule]).own_rows
    (finding,) = raised.value.findings
    assert finding.address.startswith((__file__, "rule "))
    return str(finding).removeprefix(__file__)


# Points


def test_districts_that_open_together_have_nothing_missing():
    # of the years 2026 to 2033 plans open in 2027 to 2031; each year asks for as many of the one as of the other
    found = slacks(together("Harbour", "Hill"), ("Harbour", "wifi", 2028), ("Hill", "fibre", 2028))
    assert found == {f"{year} {side}": 0.0 for year in range(2027, 2032) for side in ("least", "most")}


def test_a_district_alone_is_one_too_many_and_its_fellow_one_too_few():
    found = slacks(together("Harbour", "Hill"), ("Harbour", "wifi", 2028))
    assert {index: slack for index, slack in found.items() if slack != 0} == {"2028 least": 1.0, "2028 most": -1.0}


def test_one_crew_has_a_district_left_where_it_opens_one_of_two():
    rule = at_most(2, "Harbour", "Hill")
    assert slacks(rule, ("Harbour", "wifi", 2028))["2028"] == 1.0
    assert slacks(rule, ("Harbour", "wifi", 2028), ("Hill", "wifi", 2028))["2028"] == 0.0
    assert slacks(at_most(1, "Harbour", "Hill"), ("Harbour", "wifi", 2028), ("Hill", "wifi", 2028))["2028"] == -1.0


def test_constants_on_either_side_are_added_up():
    # 3 · x + 2 ≤ 4 · x + y + 7 is x + y ≥ −5
    def constraint(built: Any, case: Case) -> Any:
        x, y = built.built["Harbour", "wifi", 2028], built.built["Hill", "wifi", 2028]
        yield "sum", 3 * x + 2 <= 4 * x + y + 7

    assert slacks(stating(constraint), ("Hill", "wifi", 2028)) == {"sum": 6.0}


def test_the_rows_stand_after_those_of_the_model_and_in_the_pyomo_model_by_their_name():
    rule = opened("Hill", 2028)
    rollout = Rollout(tiny_city(), [rule])
    here = situation(rollout, under(OWNED, 8).contract)
    (row,) = [row for row in rows(here) if row.rule == "promised"]
    assert (row.index, row.right, float(row.left.explicit[PLAN].sum())) == (
        "Hill",
        1.0,
        3.0,
    )  # wifi 2027, 2028, fibre 2028
    component = model(here).promised
    assert component.doc == "Hill was promised to be open by 2028."
    assert list(component) == ["Hill"]


# What is told


def test_a_plan_that_is_none_is_told_with_its_line():
    def constraint(built: Any, case: Case) -> Any:
        yield "x", built.built["Harbor", "wifi", 2028] <= 0

    line = constraint.__code__.co_firstlineno + 1
    assert refused(stating(constraint)) == (
        f", line {line}: The constraint of rule 'odd' fails with KeyError: Index '('Harbor', 'wifi', 2028)' is not "
        "valid for indexed component 'built'. Mend it and run again."
    )


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        (lambda m, case: None, "gives None. Let it yield (index, constraint) once or more."),
        (lambda m, case: 7, "gives 7. Let it yield (index, constraint) once or more."),
        (lambda m, case: [], "asks nothing in this case. Let it yield (index, constraint) once or more."),
        (
            lambda m, case: [m.built["Hill", "wifi", 2028] <= 1],
            "yields built[Hill,wifi,2028]  <=  1, which is no pair of a text and a constraint. "
            "Let it yield (index, constraint) once or more.",
        ),
        (
            lambda m, case: [("x", m.built["Hill", "wifi", 2028])],
            "yields built[Hill,wifi,2028], which compares nothing [x]. Yield a comparison: ==, <= or >=.",
        ),
        (
            lambda m, case: [("x", sum([]) >= 1)],
            "has no plan in it and does not hold whatever is chosen [x]. "
            "Name districts, technologies and years that there are.",
        ),
        (
            lambda m, case: [("x", m.built["Hill", "wifi", 2028] * m.built["Hill", "wifi", 2029] == 0)],
            "is not linear [x]. Add up plans with plain numbers before them.",
        ),
        (
            lambda m, case: [("x", m.built["Hill", "wifi", 2028] * float("inf") >= 0)],
            "has a figure in it that is no number [x]. Look for what is divided by nothing.",
        ),
        (
            lambda m, case: [("x", m.built["Hill", "wifi", year] >= 0) for year in (2028, 2029)],
            "yields the index 'x' a second time. Give every constraint an index of its own.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_linear_constraint_is_told_with_its_index(constraint, said):
    line = constraint.__code__.co_firstlineno
    assert refused(stating(constraint)) == f", line {line}: The constraint of rule 'odd' {said}"


def test_another_variable_than_a_plan_is_told():
    def constraint(built: Any, case: Case) -> Any:
        built.extra = pyo.Var()
        yield "x", built.built["Hill", "wifi", 2028] <= built.extra

    assert refused(stating(constraint)).endswith(
        "has extra in it, which is no plan [x]. Use model.built and numbers only."
    )


def test_what_is_put_on_the_model_itself_is_not_overlooked():
    def constraint(built: Any, case: Case) -> Any:
        built.rule = pyo.Constraint(expr=built.built["Hill", "wifi", 2028] >= 1)
        yield "x", built.built["Hill", "wifi", 2028] <= 1

    assert "puts rule on the model, where it is not looked at" in refused(stating(constraint))


def test_a_plan_that_is_fixed_is_not_overlooked():
    def constraint(built: Any, case: Case) -> Any:
        built.built["Hill", "wifi", 2028].fix(1)
        yield "x", built.built["Hill", "wifi", 2029] <= 1

    assert "fixes or bounds plans on the model, where it is not looked at" in refused(stating(constraint))


def test_a_name_that_pyomo_uses_is_told():
    assert refused(stating(lambda m, case: [], "clone")) == (
        "rule clone: The constraint of rule 'clone' has a name that Pyomo uses. Give it another name."
    )


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (lambda case, terms: None, "gives None. Let it yield (index, left, right) once or more."),
        (lambda case, terms: [("x", 1)], "yields ('x', 1), which is no text with two figures. "),
        (lambda case, terms: [("x", "many", 1)], "yields ('x', 'many', 1), of which two are to be figures. "),
        (lambda case, terms: [("x", float("nan"), 1)], "yields ('x', nan, 1), which cannot be compared. "),
        (
            lambda case, terms: [("x", 1 / 0, 1)],
            "fails with ZeroDivisionError: division by zero. Mend it and run again.",
        ),
    ],
)
def test_a_check_that_judges_nothing_is_told_with_its_line(check, said):
    with pytest.raises(InputError) as raised:
        evaluate(tiny_city(), signed(OWNED, 8), rules=[checking(check)])
    line = check.__code__.co_firstlineno
    assert str(raised.value).startswith(f"{__file__}, line {line}: The check of rule 'odd' {said}")


def test_all_that_is_wrong_with_rules_is_told_at_once():
    good = at_most(1, "Hill")
    bad = [
        "no rule",
        Rule("Two words", "It is so.", "districts", good.constraint, good.check),
        Rule("coverage", "", "districts", good.constraint, good.check),
        good,
        Rule("one_crew", "It is so.", " ", good.constraint, 3),  # type: ignore[arg-type]
    ]
    with pytest.raises(InputError) as raised:
        Rollout(tiny_city(), bad)  # type: ignore[arg-type]
    assert str(raised.value).splitlines() == [
        "RULES[0]: 'no rule' is no rule. Make it with optmodel.Rule.",
        "RULES[1]: 'Two words' cannot be the name of a rule. "
        "Use small letters, digits and underscores, a letter first.",
        "RULES[2]: The model itself has something of the name 'coverage'. Give the rule another name.",
        "RULES[2]: Rule 'coverage' has no sentence. Give one, e.g. 'Old Town and Riverside open together.'",
        "RULES[4]: A rule before it has the name 'one_crew'. Give every rule a name of its own.",
        "RULES[4]: Rule 'one_crew' has no unit. Give one, e.g. 'districts'",
        "RULES[4]: The check of rule 'one_crew' is no function but 3. Name the function without calling it.",
    ]
