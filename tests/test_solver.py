"""The one door to HiGHS: every way a run can end, and that options, clock and stop have an effect."""

import importlib
import math
import subprocess
import sys
import threading
import time
from dataclasses import replace

import highspy
import numpy as np
import pytest

from optmodel.errors import SolverError
from optmodel.formulation.arrays import name_of
from optmodel.solver import Limits, Outcome, Program, relaxed, solve, version, write


def program(cost, rows=(), *, least=(), most=(), upper=None, integer=None, offset=0.0):
    """Minimise cost · x with least ≤ rows · x ≤ most and 0 ≤ x ≤ upper; ``integer`` says which x are whole."""
    count = len(cost)
    matrix = np.array(rows, dtype=float).reshape(len(rows), count)
    places = [np.flatnonzero(row) for row in matrix]
    return Program(
        cost=np.array(cost, dtype=float),
        offset=offset,
        start=np.cumsum([0, *(len(place) for place in places)]),
        column=np.concatenate([np.empty(0), *places]).astype(int),
        value=np.concatenate([np.empty(0), *(row[place] for row, place in zip(matrix, places, strict=True))]),
        row_lower=np.array(least, dtype=float),
        row_upper=np.array(most if len(most) else [math.inf] * len(rows), dtype=float),
        column_lower=np.zeros(count),
        column_upper=np.array([math.inf] * count if upper is None else upper, dtype=float),
        integer=np.array([False] * count if integer is None else integer, dtype=bool),
    )


def split(*, slack=True, seed=1):
    """A market split, hard for any solver: 60 products go to two sellers so that each has half of five totals."""
    random = np.random.default_rng(seed)
    sizes = random.integers(0, 100, size=(5, 60)).astype(float)
    half = np.floor(sizes.sum(axis=1) / 2)
    over_and_under = np.kron(np.eye(5), [1.0, -1.0]) if slack else np.empty((5, 0))
    spare = over_and_under.shape[1]
    return program(
        [0.0] * 60 + [1.0] * spare if slack else random.random(60),
        np.hstack([sizes, over_and_under]),
        least=half,
        most=half,
        upper=[1.0] * 60 + [math.inf] * spare,
        integer=[True] * 60 + [False] * spare,
    )


def test_a_linear_program_is_solved_and_is_its_own_bound():
    # x + 2y ≥ 2 at a cost of x + y: y = 1
    found = solve(program([1, 1], [[1, 2]], least=[2], offset=10.0))
    assert found.outcome is Outcome.OPTIMAL
    assert found.values.tolist() == [0.0, 1.0]
    assert (found.objective, found.bound) == (11.0, 11.0)


def test_a_whole_number_is_whole():
    # x + 2y ≥ 3 with both whole: (0, 2) costs 2; y = 1.5 would cost 1.5
    found = solve(program([1, 1.1], [[1, 2]], least=[3], integer=[True, True]))
    assert found.outcome is Outcome.OPTIMAL
    assert found.values.tolist() == [1.0, 1.0]
    assert found.bound <= found.objective == pytest.approx(2.1)


def test_a_program_without_rows_or_columns_has_an_answer():
    assert solve(program([], offset=3.0)).objective == 3.0
    assert solve(program([1.0, -1.0], upper=[1.0, 1.0], integer=[True, True])).values.tolist() == [0.0, 1.0]


@pytest.mark.parametrize("integer", [[False], [True]])
def test_what_cannot_be_is_infeasible_and_has_no_values(integer):
    # 2x = 1 with x ≤ 1 whole; x ≥ 2 with x ≤ 1
    hopeless = program([1], [[2]], least=[1], most=[1], upper=[1], integer=[True])
    for each in (program([1], [[1]], least=[2], upper=[1], integer=integer), hopeless):
        found = solve(each)
        assert (found.outcome, found.values) == (Outcome.INFEASIBLE, None)
        assert found.objective == found.bound == math.inf


def test_a_cost_without_a_lower_limit_is_an_error():
    with pytest.raises(SolverError, match=r"^HiGHS ended with the status 'Unbounded', which is no answer\.$"):
        solve(program([-1], [[1]], least=[0]))


def test_a_cost_without_a_lower_limit_is_an_error_in_whole_numbers_too():
    with pytest.raises(SolverError, match=r"^HiGHS ended with the status 'Unbounded', which is no answer\.$"):
        solve(program([-1], [[1]], least=[0], integer=[True]))


@pytest.mark.parametrize("price", [-1, 1])
def test_what_is_infeasible_is_told_so_also_where_it_would_be_unbounded(price):
    # 3y + 5z = 4 is met by no whole numbers; x, of which more costs less, stands in no row
    found = solve(program([price, 0, 0], [[0, 3, 5]], least=[4], most=[4], upper=[math.inf, 9, 9], integer=[True] * 3))
    assert (found.outcome, found.values, found.bound) == (Outcome.INFEASIBLE, None, math.inf)
    with pytest.raises(SolverError, match="'Unbounded'"):  # 3 · 1 + 5 · 1 = 8
        solve(program([-1, 0, 0], [[0, 3, 5]], least=[8], most=[8], upper=[math.inf, 9, 9], integer=[True] * 3))


LOOK = "Look for missing or extreme figures in the workbook."


def test_a_coefficient_beyond_what_highs_takes_is_refused():
    with pytest.raises(SolverError) as raised:
        solve(program([1], [[1e30]], least=[0]))
    assert str(raised.value) == f"HiGHS does not take the model: a coefficient is too large. {LOOK}"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("cost", math.nan, "a cost is nan"),
        ("cost", -math.inf, "a cost is -inf"),
        ("offset", math.nan, "a cost is nan"),
        ("value", math.nan, "a coefficient is nan"),
        ("value", math.inf, "a coefficient is inf"),
        ("row_lower", math.nan, "a lower bound is nan"),
        ("row_lower", math.inf, "a lower bound is inf"),
        ("row_upper", math.nan, "an upper bound is nan"),
        ("row_upper", -math.inf, "an upper bound is -inf"),
        ("column_lower", math.inf, "a lower bound is inf"),
        ("column_upper", math.nan, "an upper bound is nan"),
    ],
)
def test_what_is_no_number_is_neither_solved_nor_written(tmp_path, field, value, told):
    wrong = replace(program([1], [[1]], least=[0]), **{field: value if field == "offset" else np.array([value])})
    for ask in (lambda: solve(wrong), lambda: write(wrong, str(tmp_path / "model.mps"))):
        with pytest.raises(SolverError) as raised:
            ask()
        assert str(raised.value) == f"HiGHS does not take the model: {told}. {LOOK}"
    assert not (tmp_path / "model.mps").exists()


def test_all_that_is_no_number_is_told_at_once():
    with pytest.raises(SolverError, match="a cost is nan; a coefficient is inf; a lower bound is nan"):
        solve(program([math.nan], [[math.inf]], least=[math.nan]))


def test_without_any_time_there_is_a_limit_and_nothing_is_known():
    for seconds in (0, -1.0):
        found = solve(program([1], [[1]], least=[0]), Limits(seconds=seconds))
        assert (found.outcome, found.values) == (Outcome.LIMIT, None)
        assert (found.objective, found.bound) == (math.inf, -math.inf)


def test_a_time_limit_without_a_feasible_point_gives_no_values():
    begun = time.monotonic()
    found = solve(split(slack=False), Limits(seconds=0.3))
    assert time.monotonic() - begun < 2
    assert (found.outcome, found.values, found.objective) == (Outcome.LIMIT, None, math.inf)
    assert math.isfinite(found.bound)


def test_a_time_limit_with_a_feasible_point_gives_it_with_its_bound():
    found = solve(split(), Limits(seconds=0.5))
    assert found.outcome is Outcome.LIMIT
    assert found.values is not None and np.allclose(found.values[:60] % 1, 0, atol=1e-6)
    assert 0 <= found.bound < found.objective < math.inf


def test_a_gap_ends_the_search_as_soon_as_it_is_reached():
    # the first points found are within 50 of the bound of 0; within 1e-9 of it is hours away
    begun = time.monotonic()
    found = solve(split(), Limits(gap=100.0, seconds=20))
    assert time.monotonic() - begun < 10
    assert found.outcome is Outcome.OPTIMAL
    assert 0 < found.objective - found.bound <= 100.0
    assert solve(split(), Limits(seconds=0.5)).outcome is Outcome.LIMIT


def test_a_gap_is_of_the_objective_and_not_a_part_of_it():
    # whatever is added to the cost, the same is within the gap: a relative gap would be met at once beside a million
    far = replace(split(), offset=1e6)
    found = solve(far, Limits(gap=1e-9, seconds=0.5))
    assert found.outcome is Outcome.LIMIT


def test_stop_ends_a_hard_search_within_two_seconds_with_what_was_found():
    begun = time.monotonic()
    found = solve(split(), Limits(stop=lambda: time.monotonic() - begun > 0.5))
    assert time.monotonic() - begun < 2.5
    assert found.outcome is Outcome.LIMIT
    assert found.values is not None


def test_stop_is_asked_and_may_say_no():
    asked = []
    found = solve(program([1, 1], [[1, 2]], least=[2]), Limits(stop=lambda: bool(asked.append(1))))
    assert found.outcome is Outcome.OPTIMAL


def test_progress_is_told_time_and_bounds_and_nothing_is_printed(capfd):
    told = []
    found = solve(split(), Limits(seconds=1.0, progress=lambda *figures: told.append(figures)))
    seconds, objective, bound = told[-1]
    assert 0 < seconds < 2
    assert bound <= found.objective <= objective  # which is infinite before anything is found
    assert capfd.readouterr() == ("", "")


def test_two_runs_are_the_same():
    whole = program([3, 5, 4, 7], [[2, 3, 1, 4], [1, 2, 3, 1]], least=[7.5, 6.5], integer=[True] * 4)
    first, second = solve(whole, Limits(seed=3)), solve(whole, Limits(seed=3))
    assert first.values.tolist() == second.values.tolist()
    assert (first.objective, first.bound) == (second.objective, second.bound)


def test_threads_may_be_others_from_one_run_to_the_next():
    whole = program([-1, -1, -1], [[3, 5, 7]], most=[11.5], upper=[1, 1, 1], integer=[True] * 3, least=[-math.inf])
    for threads in (2, 1, 3, 2):
        for asked in (whole, relaxed(whole)):
            found = solve(asked, Limits(threads=threads))
            assert found.outcome is Outcome.OPTIMAL
            assert found.objective == pytest.approx(-2 if asked is whole else -2 - 3.5 / 7)


def test_two_threads_stop_when_they_are_asked_to_and_tell_the_same_twice():
    begun = time.monotonic()
    found = solve(split(), Limits(threads=2, stop=lambda: time.monotonic() - begun > 0.5))
    assert found.outcome is Outcome.LIMIT
    assert time.monotonic() - begun < 5
    first, second = (solve(split(), Limits(threads=2, nodes=50)) for _ in range(2))
    assert (first.objective, first.bound) == (second.objective, second.bound)


def test_an_option_that_is_no_option_is_an_error():
    with pytest.raises(SolverError, match=r"^HiGHS does not take the option random_seed = -1\.$"):
        solve(program([1], [[1]], least=[0]), Limits(seed=-1))


def test_a_missing_solver_is_told_with_how_to_install_it(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    for ask in (lambda: solve(program([1], [[1]], least=[0])), version, lambda: write(program([1]), "never.mps")):
        with pytest.raises(
            SolverError, match=r"^The solver HiGHS is missing\. Install it: pip install highspy$"
        ) as raised:
            ask()
        assert raised.value.exit_code == 8


def test_what_runs_into_trouble_as_stated_is_written_another_way(monkeypatch):
    asked, real = [], highspy.Highs.getModelStatus

    def status(highs):
        presolve = highs.getOptionValue("presolve")[1]
        asked.append(presolve)
        return highspy.HighsModelStatus.kUnknown if presolve == "off" else real(highs)

    monkeypatch.setattr(highspy.Highs, "getModelStatus", status)
    solution = solve(program([1], [[1]], least=[2]), Limits(as_stated=True))
    assert (solution.outcome, solution.objective) == (Outcome.OPTIMAL, 2)
    assert asked[0] == "off"
    with pytest.raises(SolverError, match=r"^HiGHS ended with the status 'Unknown', which is no answer\.$"):
        monkeypatch.setattr(highspy.Highs, "getModelStatus", lambda highs: highspy.HighsModelStatus.kUnknown)
        solve(program([1], [[1]], least=[2]), Limits(as_stated=True))


def test_the_version_of_the_solver_is_known():
    assert version().count(".") == 2


NAMED = replace(
    program([1, 1], [[1, 2]], least=[3], integer=[True, False], offset=2.5),
    row_names=(name_of("budget", "2027"),),
    column_names=(name_of("built", "Old Town/mesh/2028"), name_of("contribution", "2027")),
)


def test_the_names_of_the_model_stand_in_an_mps_file(tmp_path):
    write(NAMED, str(tmp_path / "model.mps"))
    words = (tmp_path / "model.mps").read_text().split()
    for name in ("budget(2027)", "built(Old_Town,mesh,2028)", "contribution(2027)"):
        assert name in words


def test_the_names_of_the_model_stand_in_an_lp_file_too(tmp_path):
    write(NAMED, str(tmp_path / "model.lp"))
    row = "budget(2027): +1 built(Old_Town,mesh,2028) +2 contribution(2027) >= +3"
    assert row in (tmp_path / "model.lp").read_text()


@pytest.mark.parametrize("suffix", [".mps", ".lp"])
def test_what_is_written_is_the_same_program_when_read_again(tmp_path, suffix):
    highspy = pytest.importorskip("highspy")
    path = tmp_path / f"model{suffix}"
    write(NAMED, str(path))
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    # x + 2y ≥ 3: y = 1.5 costs 1.5, and 2.5 comes on top
    assert highs.getInfo().objective_function_value == pytest.approx(4.0)


def test_a_file_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(SolverError, match="HiGHS could not write"):
        write(NAMED, str(tmp_path / "nowhere" / "model.mps"))


def test_a_program_is_solved_on_which_the_solver_went_round_without_end():
    # the contracts of a joint venture in which each opening year's row stands beside its negative
    code = (
        "from random import Random; from tests.dressed_cases import dressed_case;"
        "from tests.formulation.test_two_formulations import at_once, searched;"
        "case = dressed_case(Random('1068613237 62')); mode = case.mode('venture');"
        "print(searched(case, mode), at_once(case, mode))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert said.stdout.split() == ["None", "None"]


def test_python_threads_solve_in_numbers_of_threads_of_their_own():
    # −x − y with 2x + 3y ≤ 4 and whole numbers up to 5: x = 2
    made, ended = program([-1, -1], [[2, 3]], least=[-math.inf], most=[4], upper=[5, 5], integer=[True, True]), []

    def solved(threads):
        ended.append(solve(made, Limits(threads=threads)).objective)

    for here, there in ((1, 2), (2, 1), (1, 2), (2, 2), (1, 1)):
        solved(here)
        elsewhere = threading.Thread(target=solved, args=(there,))
        elsewhere.start()
        elsewhere.join()
    assert ended == [-2.0] * 10


def test_the_solver_says_nothing_of_its_own():
    # a first solver of a process, a program that is solved, and one whose progress is asked for
    code = (
        "import numpy as np; from optmodel.solver import Limits, Program, relaxed, solve, version; version();"
        "one = np.ones(1); p = Program(one, 0.0, np.array([0, 1]), np.array([0]), one, one, 9 * one, 0 * one, 9 * one, "
        "one > 0); solve(relaxed(p)); solve(p); solve(p, Limits(progress=lambda *told: None))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (said.stdout, said.stderr) == ("", "")
