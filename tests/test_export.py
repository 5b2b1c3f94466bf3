"""What is exported is the whole decision: another solver reads it and comes to the same optimum, or to none."""

import re
from dataclasses import replace
from random import Random

import pytest
from pyscipopt import Model

from optmodel.best_terms import Effort, best_terms
from optmodel.case import Case, Function, TariffLevel
from optmodel.errors import ImpossibleError, InputError, OutputError, UsageError
from optmodel.export import export
from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import joint
from optmodel.result import ModeAnswer, Status
from optmodel.rollout import Rollout
from optmodel.solver import Outcome, solve
from optmodel.verify import evaluate
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.random_cases import random_case

MODE_SETS = (
    ("owned", "invested", "venture", "franchise"),
    ("owned",),
    ("invested",),
    ("venture", "franchise"),
)
CASES = 15
# In money, by which two solvers may differ; gross costs here are tens to hundreds.
SAME = 1e-6


def scip(path) -> float | None:
    """The optimum SCIP finds in a file; None where it finds that there is none."""
    model = Model()
    model.hideOutput()
    model.readProblem(str(path))
    model.optimize()
    assert model.getStatus() in ("optimal", "infeasible")
    return float(model.getObjVal()) if model.getStatus() == "optimal" else None


def only(case: Case, names: tuple[str, ...]) -> Case:
    """The case with these modes to choose from; the others can still run the network after a term."""
    return replace(case, modes=tuple(replace(mode, selectable=mode.name in names) for mode in case.modes))


def answers_of(case: Case) -> list[ModeAnswer]:
    rollout = Rollout(case)
    return [best_terms(rollout, mode, Effort(gap=0.0)) for mode in case.candidates]


@pytest.mark.heavy
@pytest.mark.parametrize("names", MODE_SETS, ids="+".join)
def test_scip_and_highs_find_the_same_optimum_and_the_same_impossible_ones(names, tmp_path):
    looked_at = impossible = number = 0
    while looked_at < CASES:
        case = only(random_case(Random(f"export {number}"), most_years=7), names)
        case = replace(case, settings=replace(case.settings, control_required=None))
        number += 1
        if not case.candidates:
            continue
        looked_at += 1
        path = tmp_path / f"case{number}.mps"
        export(case, path)
        program, _ = compiled(joint(Rollout(case), case.candidates, scale=1.0).model)
        found, other = solve(program), scip(path)
        if other is None:
            impossible += 1
            assert found.outcome is Outcome.INFEASIBLE, f"export {number - 1}"
        else:
            assert found.outcome is Outcome.OPTIMAL, f"export {number - 1}"
            assert abs(found.objective - other) <= SAME, f"export {number - 1}"
    assert 0 < impossible < CASES


def test_the_exported_decision_is_that_of_the_answer(tmp_path):
    # money unscaled, in thousand euros, as the ledger has it; the cheapest of the modes costs what scip finds
    case = only(tiny_city(), (OWNED, INVESTED))
    answers = answers_of(case)
    assert all(answer.status is not Status.IMPOSSIBLE for answer in answers)
    least = min(answer.proof.bound for answer in answers)
    for suffix in (".mps", ".lp"):
        export(case, tmp_path / f"city{suffix}")
        assert scip(tmp_path / f"city{suffix}") == pytest.approx(least, abs=1e-4)


def test_the_exported_decision_leaves_out_modes_that_leave_too_little_control(tmp_path):
    # the franchise is the cheapest and leaves 1, where 2 are required
    case = only(tiny_city(), (INVESTED, FRANCHISE)).replace({"Settings!control_required": 2})
    (possible,) = (answer for answer in answers_of(case) if answer.proof)
    export(case, tmp_path / "city.mps")
    assert scip(tmp_path / "city.mps") == pytest.approx(possible.proof.bound, abs=1e-4)
    with pytest.raises(ImpossibleError) as raised:
        export(case.replace({"Settings!control_required": 3}), tmp_path / "none.mps")
    assert str(raised.value) == (
        "No mode leaves the government control of level 3; the most that is left is 2. "
        "Lower Settings!control_required, or let another mode be chosen."
    )
    assert not (tmp_path / "none.mps").exists()


def test_what_is_exported_for_a_contract_is_the_rollout_that_suits_its_terms_best(tmp_path):
    case = tiny_city()
    best = {answer.mode: answer for answer in answers_of(case)}
    for name in (OWNED, INVESTED):  # where nothing is rounded
        answer = best[name]
        export(case, tmp_path / f"{name}.mps", answer.contract.terms)
        assert scip(tmp_path / f"{name}.mps") == pytest.approx(answer.contract.ledger.government_cost, abs=1e-4)
    # another rollout makes no difference: it is what is sought
    other = replace(best[OWNED].contract.terms, rollout=())
    export(case, tmp_path / "other.mps", other)
    assert (tmp_path / "other.mps").read_bytes() == (tmp_path / f"{OWNED}.mps").read_bytes()


def test_a_contract_is_exported_at_its_tariff_and_with_its_functions(tmp_path):
    case = replace(
        tiny_city(),
        tariffs=(TariffLevel(name="low", price=0.5, demand=1.1), TariffLevel(name="high", price=1.5, demand=0.9)),
        functions=(Function(mode=OWNED, function="design", base="build", part=0.5, factor=0.8),),
    )
    found = set()
    for tariff_level, outsourced in (("low", ()), ("high", ()), ("high", ("design",))):
        terms = replace(signed(OWNED, 8), tariff_level=tariff_level, outsourced=outsourced)
        path = tmp_path / f"{tariff_level}{len(outsourced)}.mps"
        export(case, path, terms)
        # the rollout found is that of the same terms pinned in the case
        pinned = replace(
            case,
            modes=tuple(replace(mode, tariff_level=tariff_level) for mode in case.modes),
            functions=tuple(replace(item, outsourced="always" if outsourced else "never") for item in case.functions),
        )
        answer = best_terms(Rollout(pinned), pinned.mode(OWNED), Effort(gap=0.0))
        assert scip(path) == pytest.approx(answer.contract.ledger.government_cost, abs=1e-4)
        found.add(round(answer.contract.ledger.government_cost, 3))
    assert len(found) == 3


def test_two_exports_of_a_case_are_the_same_bytes(tmp_path):
    for name in ("first.mps", "second.mps"):
        export(tiny_city(), tmp_path / name)
    assert (tmp_path / "first.mps").read_bytes() == (tmp_path / "second.mps").read_bytes()


@pytest.mark.parametrize("terms", [None, signed(VENTURE, 5)])
def test_both_kinds_of_file_hold_the_same_names(tmp_path, terms):
    names = []
    for suffix in (".mps", ".lp"):
        export(tiny_city(), tmp_path / f"model{suffix}", terms)
        words = re.split(r"\s+|:", (tmp_path / f"model{suffix}").read_text())
        names.append({word for word in words if re.fullmatch(r"[a-z_]+\([^()]*\)(#\d+)?", word)})
    assert names[0] == names[1]
    assert len(names[0]) > 50


def test_rules_and_districts_are_known_by_name_in_the_file_of_a_contract(tmp_path):
    export(tiny_city(), tmp_path / "rollout.mps", signed(VENTURE, 5))
    words = (tmp_path / "rollout.mps").read_text().split()
    plan = "built(Harbour,wifi,2028)"
    for name in ("operator_return", "coverage(2031,City)", "budget(2026)", "one_plan(Harbour)", plan):
        assert name in words, name


def test_nothing_is_exported_that_nobody_asked_for_or_over_what_is_there(tmp_path):
    case, there = tiny_city(), tmp_path / "model.mps"
    there.write_text("mine")
    with pytest.raises(OutputError, match=r"model.mps exists already and is left as it is. Give another name.$"):
        export(case, there)
    assert there.read_text() == "mine"
    with pytest.raises(UsageError, match=r"^model.sol: the file's name must end in .mps or .lp.$"):
        export(case, tmp_path / "model.sol")
    with pytest.raises(OutputError, match=r"nowhere does not exist. Make it first.$"):
        export(case, tmp_path / "nowhere" / "model.mps")
    with pytest.raises(InputError):
        export(replace(case, districts=()), tmp_path / "empty.mps")
    assert [item.name for item in tmp_path.iterdir()] == ["model.mps"]


@pytest.mark.parametrize("terms", [signed("franchize", 5), signed(FRANCHISE, 80), signed(FRANCHISE, 5, share=1.5)])
def test_terms_that_have_no_price_are_refused_as_where_they_are_evaluated(tmp_path, terms):
    with pytest.raises(InputError) as raised:
        export(tiny_city(), tmp_path / "model.mps", terms)
    with pytest.raises(InputError) as evaluated:
        evaluate(tiny_city(), terms)
    assert raised.value.findings == evaluated.value.findings
    assert not (tmp_path / "model.mps").exists()
