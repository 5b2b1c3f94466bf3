"""The one door to HiGHS: a linear or mixed-integer program given as arrays, and an answer that says how sure it is."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optmodel.errors import SolverError
from optmodel.highs import library, silent

Array = NDArray[np.float64]

# Tolerances tighter than the defaults of HiGHS: the ledger judges its answers to parts in a hundred million.
LEAST_GAP = 1e-9
MIP_TOLERANCE = 1e-8
LP_TOLERANCE = 1e-9
# What many small programs are solved sooner without.
DEAR = ("mip_allow_cut_separation_at_nodes", "mip_heuristic_run_rins")
# What programs over few districts are solved sooner without as well.
DEAR_FOR_FEW = (*DEAR, "mip_heuristic_run_rens")
# What begins a search anew from what it has fixed, and loses all else that it has found out.
RESTARTS = ("mip_allow_restart",)
# All that looks for answers by way of other programs.
BY_PROGRAMS = tuple(f"mip_heuristic_run_{name}" for name in ("rins", "rens", "root_reduced_cost", "feasibility_jump"))
# What HiGHS leaves alone before it solves, as bits: equations of two columns (its rule 9). What it puts in their place
# may leave next to nothing of a coefficient. On one such program HiGHS 1.16, with tolerances this tight, strengthened
# inequalities without end and without a look at the clock.
LEFT_ALONE = 1 << 9
# Any figure may be finite; a bound may be infinite on its own side.
LARGEST = float(np.finfo(float).max)


@dataclass(frozen=True, slots=True)
class Program:
    """Minimise ``cost`` · x + ``offset`` with rows and columns between bounds.

    The matrix is stored by rows: ``start`` of each row, then ``column`` and ``value`` of its entries.
    """

    cost: Array
    offset: float
    start: NDArray[np.int_]
    column: NDArray[np.int_]
    value: Array
    row_lower: Array
    row_upper: Array
    column_lower: Array
    column_upper: Array
    integer: NDArray[np.bool_]
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()


class Outcome(StrEnum):
    """How a run of the solver ended."""

    OPTIMAL = "optimal"
    LIMIT = "limit"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Solution:
    """What a run found: ``values`` is ``None`` without a feasible point; ``bound`` is the proven least objective.

    Of a linear program also the multipliers of its rows: ``dual`` where it has an optimum; where it is infeasible
    ``ray``, multipliers under which the rows ask for more than any point within the bounds gives.
    """

    outcome: Outcome
    values: Array | None
    objective: float
    bound: float
    dual: Array | None = None
    ray: Array | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: absolute gap in units of the objective, seconds, threads, seed, a callable asked now and then.

    Nothing as dear as ``cutoff`` is looked for, though it may be found: where there is nothing cheaper a mixed-integer
    program may be called infeasible, with the cutoff for its bound. ``nodes`` are the most that its search looks at;
    ``as_stated`` keeps the solver from writing a program another way first; options ``without`` are switched off.
    ``progress`` is told of such a search: seconds, best objective, bound.
    """

    gap: float = 0.0
    cutoff: float = math.inf
    nodes: int | None = None
    as_stated: bool = False
    without: tuple[str, ...] = ()
    seconds: float | None = None
    threads: int = 1
    seed: int = 0
    stop: Callable[[], bool] | None = None
    progress: Callable[[float, float, float], None] | None = None


def solve(program: Program, limits: Limits | None = None) -> Solution:
    """Solve a program with HiGHS.

    Raises :class:`SolverError` where HiGHS is missing, a figure of the program is none, HiGHS refuses the program,
    finds it unbounded or ends in a state that is no answer.
    """
    limits = limits or Limits()
    if limits.seconds is not None and limits.seconds <= 0:
        return Solution(Outcome.LIMIT, None, math.inf, -math.inf)
    highspy, highs = library(), silent(limits.threads)
    for option, value in _options(program, limits).items():
        if highs.setOptionValue(option, value) == highspy.HighsStatus.kError:
            raise SolverError(f"HiGHS does not take the option {option} = {value}.")
    _pass(highspy, highs, program)
    _listen(highs, limits)
    highs.run()
    if highs.getModelStatus() == highspy.HighsModelStatus.kUnboundedOrInfeasible and program.cost.any():
        return _unbounded_or_infeasible(program, limits, highs.getRunTime())
    at_a_loss = highs.getModelStatus() == highspy.HighsModelStatus.kUnknown
    if at_a_loss and limits.as_stated and not program.integer.any():
        # The figures as they stand made trouble: written another way they may do.
        return solve(program, replace(limits, as_stated=False, seconds=_left(limits, highs.getRunTime())))
    answer = _answer(highspy, highs, program, limits)
    doubtful = program.integer.any() and math.isinf(limits.cutoff) and not limits.as_stated
    if answer.outcome is Outcome.INFEASIBLE and doubtful:
        # Presolve has called feasible programs infeasible: without it that is believed, if time is left to ask.
        again = solve(program, replace(limits, as_stated=True, seconds=_left(limits, highs.getRunTime())))
        return answer if again.outcome is Outcome.LIMIT else again
    return answer


def relaxed(program: Program) -> Program:
    """Return a program with no column asked to be whole."""
    return replace(program, integer=np.zeros(len(program.cost), dtype=bool))


def write(program: Program, path: str) -> None:
    """Write a program as .mps or .lp, by the suffix of the path, with its names.

    Raises :class:`SolverError` where a figure of the program is none, or HiGHS cannot.
    """
    highspy, highs = library(), silent()
    _pass(highspy, highs, program)
    if highs.writeModel(path) == highspy.HighsStatus.kError:
        raise SolverError(f"HiGHS could not write {path}.")


def version() -> str:
    """Version of HiGHS."""
    return str(silent().version())


def _options(program: Program, limits: Limits) -> dict[str, object]:
    options: dict[str, object] = {
        # HiGHS tells its progress only where it may also speak: not to the terminal, which is not its own.
        "log_to_console": False,
        "output_flag": limits.progress is not None,
        "random_seed": limits.seed,
        "presolve_rule_off": LEFT_ALONE,
        "mip_rel_gap": 0.0,  # relative to a net objective that may be zero: of no use here
        "mip_abs_gap": max(limits.gap, LEAST_GAP),
        "mip_feasibility_tolerance": MIP_TOLERANCE,
        "primal_feasibility_tolerance": LP_TOLERANCE,
        "dual_feasibility_tolerance": LP_TOLERANCE,
    }
    if limits.seconds is not None:
        options["time_limit"] = limits.seconds
    if not program.integer.any():
        options["solver"] = "simplex"
    else:
        options["parallel"] = "choose" if limits.threads == 1 else "on"
        options |= {"objective_bound": limits.cutoff} if math.isfinite(limits.cutoff) else {}
        options |= {} if limits.nodes is None else {"mip_max_nodes": limits.nodes}
        options |= dict.fromkeys(limits.without, False)
    return options | ({"presolve": "off"} if limits.as_stated else {})


def _pass(highspy: Any, highs: Any, program: Program) -> None:
    """Hand over a program; what is no number is found here, for HiGHS takes it for one and calls the answer optimal."""
    wrong = [*_wrong_figures(program)]
    if not wrong and _handed_over(highspy, highs, program) == highspy.HighsStatus.kError:
        wrong = ["a coefficient is too large"]
    if wrong:
        raise SolverError(
            f"HiGHS does not take the model: {'; '.join(wrong)}. Look for missing or extreme figures in the workbook."
        )
    for column, name in enumerate(program.column_names):
        highs.passColName(column, name)
    for row, name in enumerate(program.row_names):
        highs.passRowName(row, name)


def _handed_over(highspy: Any, highs: Any, program: Program) -> Any:
    """Hand over the arrays as they are, and return what HiGHS says to them."""
    size = len(program.cost), len(program.row_lower), len(program.value)
    columns, rows = (program.cost, program.column_lower, program.column_upper), (program.row_lower, program.row_upper)
    matrix = program.start.astype(np.int32), program.column.astype(np.int32), program.value
    by_row, least = int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize)
    whole = program.integer.astype(np.int32)  # 1 is an integer
    return highs.passModel(*size, by_row, least, program.offset, *columns, *rows, *matrix, whole)


def _wrong_figures(program: Program) -> Iterator[str]:
    """Name each kind of figure that is none, or infinite where it may not be, with the first value met."""
    lower, upper = (program.row_lower, program.column_lower), (program.row_upper, program.column_upper)
    for what, values, least, most in (
        ("a cost", (program.cost, [program.offset]), -LARGEST, LARGEST),
        ("a coefficient", (program.value,), -LARGEST, LARGEST),
        ("a lower bound", lower, -math.inf, LARGEST),
        ("an upper bound", upper, -LARGEST, math.inf),
    ):
        figures = np.concatenate(values)
        wrong = figures[~((figures >= least) & (figures <= most))]  # a NaN is neither
        if wrong.size:
            yield f"{what} is {wrong[0]:g}"


def _listen(highs: Any, limits: Limits) -> None:
    stop, progress = limits.stop, limits.progress

    def interrupt(event: Any) -> None:
        if stop is not None and stop():
            event.data_in.user_interrupt = True

    def report(event: Any) -> None:
        if progress is not None:
            out = event.data_out
            progress(out.running_time, out.mip_primal_bound, out.mip_dual_bound)

    if stop is not None:
        highs.cbMipInterrupt += interrupt
        highs.cbSimplexInterrupt += interrupt
    if progress is not None:
        highs.cbMipLogging += report


def _unbounded_or_infeasible(program: Program, limits: Limits, seconds_spent: float) -> Solution:
    """Tell which of the two a program is: without a cost it cannot be unbounded, so whatever is feasible then was."""
    nothing = replace(program, cost=np.zeros(len(program.cost)))
    found = solve(nothing, replace(limits, seconds=_left(limits, seconds_spent)))
    if found.values is not None:
        raise SolverError("HiGHS ended with the status 'Unbounded', which is no answer.")
    return found


def _left(limits: Limits, seconds_spent: float) -> float | None:
    return None if limits.seconds is None else limits.seconds - seconds_spent


def _answer(highspy: Any, highs: Any, program: Program, limits: Limits) -> Solution:
    status = highs.getModelStatus()
    info, states = highs.getInfo(), highspy.HighsModelStatus
    whole = program.integer.any()
    if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
        return Solution(
            Outcome.INFEASIBLE, None, math.inf, limits.cutoff if whole else math.inf, ray=None if whole else _ray(highs)
        )
    solution = highs.getSolution()
    # At a limit without an incumbent HiGHS still hands back zeros: only its own word that they are feasible counts.
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible and solution.value_valid
    values = np.array(solution.col_value) if feasible else None
    objective = float(info.objective_function_value) if feasible else math.inf
    if status == states.kOptimal and values is not None:
        # Beyond a cutoff HiGHS proves nothing: its dual bound may exceed what it was told not to look for.
        bound = min(float(info.mip_dual_bound), limits.cutoff) if whole else objective
        dual = None if whole else np.array(solution.row_dual)
        return Solution(Outcome.OPTIMAL, values, objective, min(bound, objective), dual)
    stopped = ("kTimeLimit", "kInterrupt", "kIterationLimit", "kSolutionLimit", "kHighsInterrupt")
    if status in [getattr(states, name) for name in stopped]:
        bound = min(float(info.mip_dual_bound), limits.cutoff) if whole else -math.inf
        return Solution(Outcome.LIMIT, values, objective, min(bound, objective))
    if status == states.kModelEmpty:
        return _empty(program)
    raise SolverError(f"HiGHS ended with the status {highs.modelStatusToString(status)!r}, which is no answer.")


def _empty(program: Program) -> Solution:
    """Answer for a program without columns, which HiGHS leaves to others: rows hold nothing."""
    short = (program.row_lower > MIP_TOLERANCE).astype(float) - (program.row_upper < -MIP_TOLERANCE)
    if short.any():
        return Solution(Outcome.INFEASIBLE, None, math.inf, math.inf, ray=short)
    nothing = np.zeros(len(program.row_lower))
    return Solution(Outcome.OPTIMAL, np.zeros(len(program.cost)), program.offset, program.offset, dual=nothing)


def _ray(highs: Any) -> Array | None:
    """Return the multipliers that prove a linear program infeasible; presolve, which found it so, has none."""
    if not highs.getDualRayExist()[1]:
        highs.setOptionValue("presolve", "off")
        highs.run()
    _, exists, values = highs.getDualRay()
    return np.array(values) if exists else None
