"""The rows of a rule as text that reads as mathematics, for the tiny city and one contract of each mode."""

import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from optmodel.case import Case, FreeServiceTarget, Function, Scenario
from optmodel.contract import GridPoint
from optmodel.formulation.arrays import plan_names
from optmodel.rollout import Rollout
from optmodel.rules import PLAN, RULES, Linear, Row, Situation, columns, objective, situation, tail_rows
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city

GOLDEN = Path(__file__).parent / "golden"
OBJECTIVE = "objective"
NAMES = (OBJECTIVE, *RULES)
CONTRACTS = (
    GridPoint(OWNED, 8, 0.0, 0.0),
    GridPoint(INVESTED, 5, 0.0, 0.0),
    GridPoint(VENTURE, 4, 0.1, 1.25),
    GridPoint(FRANCHISE, 5, 0.2, 0.5),
)
# What the tiny city leaves open, set for the rule that would have no rows without it, or none that say anything.
SET: dict[str, dict[str, object]] = {
    "control": {"Settings!control_required": 2},
    "need_carried": {"Settings!need_growth": 0.5},
    "must_open": {"Districts!Harbour.must_open_by": 2029},
    "openings": {"Settings!openings_limit": 1},
    "budget_total": {"Settings!budget_total": 2000.0},
    "support_and_share": {f"Modes!{FRANCHISE}.contribution_least": 0.1},
    "support_limit": {"Settings!support_limit": 200.0},
    "citizen_bill": {"Settings!citizen_bill_most": 0.5},
    "operator_downside": {f"Modes!{mode}.loss_limit": 0.5 for mode in (INVESTED, VENTURE, FRANCHISE)},
    "objective": {"Settings!risk_aversion": 0.5, "Settings!citizens_weight": 0.25},
}
# And rows of sheets that the tiny city has not.
ROWS: dict[str, dict[str, tuple[object, ...]]] = {
    "outsourcing": {
        "functions": (
            Function(mode=OWNED, function="operation", outsourced="always", base="operation", part=0.5, factor=1.1),
        )
    },
    "free_service": {"free_service": (FreeServiceTarget(year=2029, target=0.5),)},
    "operator_downside": {
        "scenarios": (
            Scenario(name="planned", probability=0.6),
            Scenario(name="slow", probability=0.4, build=1.25, demand=0.5, need=1.5),
        )
    },
    "objective": {
        "scenarios": (
            Scenario(name="planned", probability=0.6),
            Scenario(name="slow", probability=0.4, build=1.25, demand=0.5, need=1.5),
        )
    },
}


def city_for(*names: str) -> Case:
    """The tiny city with all that these rules need to say something."""
    case = tiny_city()
    for name in names:
        rows: Any = ROWS.get(name, {})
        case = replace(case, **rows)
    return case.replace({address: value for name in names for address, value in SET.get(name, {}).items()})


def everything() -> Case:
    """The tiny city in which every rule says something."""
    return city_for(*NAMES)


# A coefficient below this part of the largest of its row is what the computation leaves, not mathematics.
NOISE = 1e-12
WIDTH = 120
# Stands for a space at which no line ends, so that a sign, its number and its column stay together.
TIED = "\N{NO-BREAK SPACE}"


def golden_text(name: str) -> str:
    """All rows of a rule, or the objective, for one contract of each mode of the tiny city."""
    rollout = Rollout(city_for(name))
    told = [f"{address} = {value}" for address, value in SET.get(name, {}).items()]
    told += [f"rows of {attribute}" for attribute in ROWS.get(name, {})]
    parts = [f"{name}: the tiny city{' with ' + ', '.join(told) if told else ''}"]
    for contract in CONTRACTS:
        here = situation(rollout, contract)
        parts += [
            "",
            f"# {contract.mode}, {contract.term_years} years, share {contract.revenue_share:g}, "
            f"purchase {contract.purchase_level:g}",
            *(_lines(name, here) or ["no rows"]),
        ]
    return "\n".join(parts) + "\n"


def rendered(row: Row, here: Situation) -> str:
    """One row: its name, its terms and its right side."""
    name = f"{row.rule}[{row.index}]" if row.index else row.rule
    return _wrapped(f"{name}: {_sum(row.left, here)} >={TIED}{_number(row.right)}")


def _lines(name: str, here: Situation) -> list[str]:
    if name == OBJECTIVE:
        minimised = _wrapped(f"{name}: {_sum(objective(here), here)}")
        return [minimised, *(rendered(row, here) for row in tail_rows(here))]
    return [rendered(row, here) for row in RULES[name](here)]


def _sum(linear: Linear, here: Situation) -> str:
    columns = _columns(here)
    size = max([abs(linear.constant), *(float(np.abs(values).max(initial=0)) for values in linear.by_block.values())])
    terms = [(linear.constant, "")] if linear.constant else []
    for block, values in linear.by_block.items():
        terms += [(float(value), column) for value, column in zip(values, columns[block], strict=True)]
    text = ""
    for value, column in terms:
        if abs(value) <= NOISE * size:
            continue
        sign = (f" -{TIED}" if value < 0 else f" +{TIED}") if text else ("-" if value < 0 else "")
        text += sign + _term(abs(value), column)
    return text or "0"


def _term(value: float, column: str) -> str:
    number = _number(value)
    return column if column and number == "1" else f"{number}{TIED}{column}".strip()


def _columns(here: Situation) -> dict[str, list[str]]:
    plans = [f"built[{'/'.join(plan)}]" for plan in plan_names(here)]
    brought = {
        item.name: [f"{item.name}[{index}]" if index else item.name for index in item.index] for item in columns(here)
    }
    return {PLAN: plans} | brought


def _number(value: float) -> str:
    return f"{value:.10g}"


def _wrapped(text: str) -> str:
    lines = textwrap.fill(text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return lines.replace(TIED, " ")
