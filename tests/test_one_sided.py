"""What is a maximum is exact from both sides: bounded from one alone, each would be a tap, and the ledger closes it.

In every family that has such a line some contract gets better when it is let go on one side. What then looks better is
priced and judged by the ledger, which refuses it.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from optmodel.case import Case
from optmodel.contract import grid
from optmodel.formulation import arrays
from optmodel.formulation.arrays import column_names, point, program
from optmodel.ledger import Ledger, ledger
from optmodel.requirements import Requirement
from optmodel.rollout import Rollout
from optmodel.rules import Row, Situation, situation
from optmodel.rules import rows as all_rows
from optmodel.settle import signed
from optmodel.solver import Program, Solution, solve
from optmodel.verify import judge
from tests.family_cases import family_case

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage

SCALE = 10.0
# Scaled money by which one optimum is better than another.
BETTER = 1e-4


def contracts_of(family: str, cases: int) -> Iterator[tuple[str, Situation]]:
    """Contracts of the grid of the first cases of a family, of those modes that have an operator."""
    for number in range(cases):
        case = family_case(Random(f"{family} {number}"), family)
        rollout = Rollout(case)
        for mode in case.candidates:
            for contract in itertools.islice(grid(case, mode), 0, None, 3):
                yield f"{family} {number}", situation(rollout, contract)


def without(monkeypatch: pytest.MonkeyPatch, here: Situation, let_go: Callable[[Row], bool]) -> Solution:
    """The least of a contract without some rows."""
    with monkeypatch.context() as patch:
        patch.setattr(arrays, "rows", lambda here: [row for row in all_rows(here) if not let_go(row)])
        return solve(program(here, SCALE))


def read(here: Situation, solution: Solution) -> tuple[Ledger, tuple[Requirement, ...]]:
    """The ledger of what a solution proposes, and its verdict."""
    assert solution.values is not None
    columns = len(column_names(here))
    terms = signed(here, point(here, solution.values[:columns], SCALE), exact=True)
    books = ledger(here.case, terms)
    return books, judge(here.case, terms, books)


def is_better(relaxed: Solution, exact: Solution) -> bool:
    """Whether there is something now, or something cheaper."""
    if relaxed.values is None:
        return False
    return exact.values is None or relaxed.objective < exact.objective - BETTER


def test_compensation_above_cost_that_is_not_pressed_up_would_break_the_limit_of_support(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    better = 0
    for name, here in contracts_of("support", 60):
        if here.mode.compensation_least == here.mode.compensation_most:
            continue
        relaxed = without(monkeypatch, here, lambda row: row.rule == "support_limit" and row.index.startswith("above"))
        if is_better(relaxed, solve(program(here, SCALE))):
            better += 1
            _, verdict = read(here, relaxed)
            assert "support_limit" in {item.rule for item in verdict if not item.holds}, name
    assert better >= 5


def test_a_tail_that_is_not_pressed_up_would_hide_what_dear_scenarios_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    better = 0
    for name, here in contracts_of("dear scenarios", 20):
        hidden = min(here.rollout.scenarios, key=lambda scenario: scenario.probability)
        if hidden.probability > here.case.settings.risk_tail:
            continue  # the others do not fill the tail: nothing would keep its start from falling for ever
        row_of_hidden = ("objective", hidden.name)
        relaxed = without(monkeypatch, here, lambda row, key=row_of_hidden: (row.rule, row.index) == key)
        if is_better(relaxed, solve(program(here, SCALE))):
            better += 1
            books, _ = read(here, relaxed)
            assert books.objective > relaxed.objective * SCALE + BETTER, name
    assert better >= 5


def with_a_tap(here: Situation, made: Program) -> Program:
    """The program with overage of its own in every year: as much as one likes above what the need makes it.

    A unit of it is worth what a unit of compensation is that is paid on planned cost, in all rows but those that bound
    support.
    """
    names = column_names(here)
    taps = [place for place, name in enumerate(names) if name.startswith("compensation(")][: here.term]
    bounded = tuple(f"{rule}(" for rule in ("compensation", "support_and_share", "support_limit"))
    values = np.zeros((len(made.row_lower), len(names) + len(taps)))
    row = np.repeat(np.arange(len(made.row_lower)), np.diff(made.start))
    values[row, made.column] = made.value
    money = np.array([not name.startswith(bounded) for name in made.row_names])
    values[:, len(names) :] = values[:, taps] * money[:, None]
    place, column = np.nonzero(values)
    more = len(taps)
    return replace(
        made,
        cost=np.append(made.cost, made.cost[taps]),
        start=np.searchsorted(place, np.arange(len(values) + 1)),
        column=column,
        value=values[place, column],
        column_lower=np.append(made.column_lower, np.zeros(more)),
        column_upper=np.append(made.column_upper, np.full(more, np.inf)),
        integer=np.append(made.integer, np.zeros(more, dtype=bool)),
        column_names=(),
    )


def as_on_planned_cost(case: Case) -> Case:
    """The case with compensation on planned cost, which is what a payment for overage is like."""
    return replace(case, modes=tuple(replace(mode, compensation_basis="planned") for mode in case.modes))


def test_overage_that_only_the_need_bounds_from_below_would_pay_the_operator_for_nothing() -> None:
    better = 0
    for name, found in contracts_of("overage", 30):
        here = situation(Rollout(as_on_planned_cost(found.case)), found.contract)
        if here.mode.public_need != "bought":
            continue
        made = program(here, SCALE)
        relaxed = solve(with_a_tap(here, made))
        if is_better(relaxed, solve(made)):
            better += 1
            _, verdict = read(here, relaxed)
            broken = {item.rule for item in verdict if not item.holds}
            assert broken & {"operator_return", "operator_payback", "operator_downside"}, name
    assert better >= 5
