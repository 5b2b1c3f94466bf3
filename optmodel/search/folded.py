"""A contract's rules with its support folded into the plans: what couples the districts, and nothing else.

Support of a year lies between two shares of a cost of the plans, so its least share is a part of that cost, and only
what may be paid above it needs a column; where the two shares are equal nothing does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optmodel.contract import supported
from optmodel.rollout import Array, Flags
from optmodel.rules import (
    COMPENSATION,
    CONTRIBUTION,
    RULES,
    Columns,
    Linear,
    Row,
    Situation,
    columns,
    objective,
    own,
    tail_rows,
)
from optmodel.rules.cash import in_term

# Rules whose rows couple districts. The others bound a contract of the grid, which is within them, support, which is
# folded, or what may be chosen in one district.
COUPLING = (
    "support_limit",
    "coverage",
    "free_service",
    "citizen_bill",
    "openings",
    "budget",
    "budget_total",
    "operator_return",
    "operator_payback",
    "operator_downside",
)


@dataclass(frozen=True, slots=True)
class Support:
    """One line of support: the costs it follows, its least share of them and how much more it may be."""

    block: str
    cost: tuple[str, ...]
    least: float
    room: float


@dataclass(frozen=True, slots=True)
class Frame:
    """What a contract is beside its rows.

    ``support`` has the lines with room; ``in_term`` are the years in which it may be paid; ``brought`` are the columns
    of rules. ``admitted`` are the plans that may be chosen; ``must_open`` the districts in which one is.
    """

    here: Situation
    support: tuple[Support, ...]
    in_term: Flags
    brought: tuple[Columns, ...]
    admitted: Flags
    must_open: Flags


@dataclass(frozen=True, slots=True)
class Folded:
    """The rows that couple districts, and the objective, in plans, support above the least and what rules bring."""

    frame: Frame
    objective: Linear
    rows: tuple[Row, ...]


def folded(here: Situation) -> Folded:
    """Fold the support of a contract of the grid into its rows."""
    lines = tuple(support_lines(here))
    coupling = (row for name in COUPLING for row in RULES[name](here))
    rows = tuple(
        Row(row.rule, row.index, fold(here, lines, row.left), row.right)
        for row in (*coupling, *own(here), *tail_rows(here))
    )
    brought = tuple(item for item in columns(here) if item.name not in (CONTRIBUTION, COMPENSATION))
    frame = Frame(
        here=here,
        support=tuple(line for line in lines if line.room > 0),
        in_term=in_term(here) > 0,
        brought=brought,
        admitted=admits(here),
        must_open=np.array([item.must_open_by is not None for item in here.case.districts]),
    )
    return Folded(frame, fold(here, lines, objective(here)), rows)


def support_lines(here: Situation) -> Iterator[Support]:
    """Yield both lines of support with their bounds under the contract; none without an operator."""
    mode = here.mode
    if not mode.operator:
        return
    free = supported(mode, here.contract.revenue_share)
    least, most = mode.contribution_least, mode.contribution_most
    yield Support(CONTRIBUTION, ("build", "renewal"), least, (most - least) * free)
    least, most = mode.compensation_least, mode.compensation_most
    yield Support(COMPENSATION, ("operation",), least, (most - least) * free)


def fold(here: Situation, lines: tuple[Support, ...], linear: Linear) -> Linear:
    """Write the least share of support as a part of its costs; what remains in its columns is paid above it."""
    kept = dict(linear.explicit)
    for block in (CONTRIBUTION, COMPENSATION):
        kept.pop(block, None)
    result = Linear(linear.constant, kept, linear.flows, linear.series)
    for line in lines:
        weights = linear.explicit.get(line.block)
        if weights is None or not weights.any():
            continue
        in_force = weights * in_term(here)
        result = result + Linear(0.0, {}, dict.fromkeys(line.cost, line.least * in_force), here.series)
        if line.room > 0:
            result = result + Linear(0.0, {line.block: in_force})
    return result


def admits(here: Situation, *, late: bool = False, without: str = "") -> Flags:
    """Say which plans may be chosen: those that carry their need, serve long enough and open when they must; [plan].

    ``late`` lets districts open after they must; ``without`` names a rule that is not asked.
    """
    rollout, case = here.rollout, here.case
    allowed = np.ones(rollout.size, dtype=bool)
    if without != "need_carried":
        allowed &= rollout.carries
    if without != "least_service":
        allowed &= rollout.opening <= here.term - case.settings.least_service_years + 1
    if not late:
        latest = [item.must_open_by or case.years[-1] for item in case.districts]
        allowed &= rollout.opening <= np.array(latest)[rollout.district] - here.first_year + 1
    return allowed


def cost_of(here: Situation, line: Support, year: int) -> Array:
    """What a line of support may be above its least, for each plan, in a year; [plan]."""
    unit = np.eye(here.rollout.horizon)[year] * line.room
    return here.series.weighted(dict.fromkeys(line.cost, unit))
