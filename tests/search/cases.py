"""Searches on small random cases, and what each contract of them really costs."""

from collections.abc import Iterator
from random import Random

import numpy as np

from optmodel.best_terms import money_scale
from optmodel.case import Case, Mode
from optmodel.certificate import Multipliers
from optmodel.contract import GridPoint, grid
from optmodel.formulation.arrays import program
from optmodel.rollout import Array, Rollout
from optmodel.rules import situation
from optmodel.search import Foldings, Search
from optmodel.search.boxes import Box
from optmodel.solver import Limits, Outcome, solve
from tests.dressed_cases import dressed_case
from tests.random_cases import random_case


def small_cases(count: int, name: str) -> Iterator[Case]:
    """Half of them plain, half dressed with scenarios, risks, tariffs and all else."""
    for number in range(count):
        random = Random(f"{name} {number}")
        yield (dressed_case if number % 2 else random_case)(random, districts=3, most_years=7)


def possible_modes(case: Case) -> list[Mode]:
    """Modes that are permitted and leave the government control enough: the others have no rows that could be met."""
    required = case.settings.control_required or 0
    return [mode for mode in case.candidates if mode.control >= required]


def searched(case: Case, mode: Mode, gap: float = 0.0) -> Search:
    """A search that has run to its end."""
    rollout = Rollout(case)
    found = Search(Foldings(rollout), mode, money_scale(rollout, mode)[0], gap, Limits)
    found.run()
    return found


def true_cost(search: Search, point: GridPoint) -> float:
    """The least cost of a contract by its own rows, support and all; infinite where it is impossible."""
    solution = solve(program(situation(search.rollout, point), search.scale), Limits())
    return float("inf") if solution.outcome is Outcome.INFEASIBLE else solution.objective * search.scale


def contracts(case: Case, mode: Mode, most: int = 60) -> list[GridPoint]:
    """Every contract of a mode, or of many a sample spread over the grid."""
    points = list(grid(case, mode))
    return points[:: max(1, len(points) // most)]


def as_bounds(multipliers: Multipliers, values: Array) -> list[float]:
    """What multipliers prove by what they make of contracts: of a ray that they are impossible, or nothing."""
    return (np.where(values > 0, np.inf, -np.inf) if multipliers.is_ray else values).tolist()


def bound_alone(search: Search, point: GridPoint, multipliers: Multipliers, *, value: bool = False) -> float:
    """The bound of a contract by multipliers, worked out for it alone; or the ``value`` that they make of it."""
    (values,) = search.contracts.values([(Box.alone(point), multipliers)])
    return float(values[0]) if value else as_bounds(multipliers, values)[0]
