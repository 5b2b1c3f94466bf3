"""The program that breaks ties between equally cheap rollouts of a contract."""

from dataclasses import replace

import numpy as np

from optmodel.formulation.arrays import program
from optmodel.rules import Situation
from optmodel.solver import Program


def earliest(here: Situation, scale: float, most: float) -> Program:
    """Write the rollout of a contract that costs at most ``most``, money divided by ``scale``, opened earliest.

    What is minimised are whole numbers: the sum of opening years first, then of the places of technologies on the
    sheet, then of districts.
    """
    cheap = program(here, scale)
    rollout, case = here.rollout, here.case
    districts, technologies = len(case.districts), len(case.technologies)
    by_district = rollout.district + 1.0
    by_technology = (districts * districts + 1) * rollout.technology + by_district
    by_opening = (districts * districts + 1) * (districts * technologies + 1) * rollout.opening + by_technology
    columns = np.flatnonzero(cheap.cost)
    size = float(np.abs(cheap.cost).max(initial=0.0)) or 1.0
    return replace(
        cheap,
        cost=np.concatenate([by_opening, np.zeros(len(cheap.cost) - len(by_opening))]),
        offset=0.0,
        start=np.append(cheap.start, cheap.start[-1] + len(columns)),
        column=np.append(cheap.column, columns),
        value=np.append(cheap.value, -cheap.cost[columns] / size),
        row_lower=np.append(cheap.row_lower, (cheap.offset - most) / size),
        row_upper=np.append(cheap.row_upper, np.inf),
        row_names=(*cheap.row_names, "as_cheap"),
    )
