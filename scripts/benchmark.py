"""Measure how long the search takes, beside one joint program of the whole mode and beside the least it could take.

python scripts/benchmark.py [--districts N ...] [--scenarios S] [--seeds K] [--joint-limit SECONDS | --no-joint]
                            [--limit SECONDS] [--workers N] [--each] [--workbook FILE] [--json FILE]

One row for each size and seed, all in seconds:
  joint    one mixed-integer program of the winning mode: every contract and rollout
  winning  the search of the winning mode, with its proof
  all      the search of every mode, with its proof, by as many workers as the command line takes or are asked for
  limit    one mixed-integer program of the winning contract's rollout alone, by the solver as it comes
What was stopped at its limit is marked ">", with the gap it was left with, or none if it had found no contract. All is
proven to the same gap by a solver on one thread, each measurement in a process of its own. At the end the medians over
the seeds, where what was stopped counts as longer than all that was not, and how seconds grow with the districts. Last
comes `optmodel solve` on a workbook, from the start of the process to the files, as often as there are seeds.
With --each, what the limit is to the winning mode is measured of every mode's best contract, and added up.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from optmodel.workers import usual

# Nothing large is imported here: a process starts with the memory of the one that started it.
ROOT = Path(__file__).resolve().parents[1]

GAP = 0.0001
"""How far from proven an answer may be, of gross cost."""

GRACE_SECONDS = 120.0
"""How much longer than its limit a measurement may take to end by itself before it is ended."""

MEASURES = ("joint", "winning", "all", "limit")
RATIOS = (("winning", "limit"), ("all", "limit"), ("joint", "winning"))
Cell = dict[str, Any]
Row = dict[str, Any]


def cell(asked: dict[str, Any]) -> Cell:
    """Measure in a process of its own; whatever goes wrong there is what the cell says."""
    command = [sys.executable, "-m", "scripts.benchmark_measures"]
    one_thread = {"OPENBLAS_NUM_THREADS": "1"} | os.environ  # as the command line does
    most = asked["limit"] + GRACE_SECONDS
    try:
        done = subprocess.run(
            command, input=json.dumps(asked), cwd=ROOT, env=one_thread, capture_output=True, text=True, timeout=most,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"failed": f"it was ended after {most:g} seconds"}
    if done.returncode < 0:
        return {"failed": f"it was ended by signal {-done.returncode}"}
    if done.returncode > 0:
        return {"failed": (done.stderr.strip().splitlines() or ["no word"])[-1]}
    found: Cell = json.loads(done.stdout.splitlines()[-1])
    return found


def whole_way(workbook: Path, workers: int) -> float:
    """Solve a workbook as a user does: seconds from the start of the process to its end, not a number in vain."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "optmodel", "solve", str(workbook.resolve()), "--out", f"{folder}/answer"]
        began = time.perf_counter()
        done = subprocess.run([*command, "--workers", str(workers), "-q"], cwd=ROOT, capture_output=True, check=False)
        return time.perf_counter() - began if done.returncode == 0 else math.nan


def row(districts: int, seed: int, options: argparse.Namespace) -> Row:
    """Measure one city: all modes first, which says who wins."""
    asked = {"districts": districts, "seed": seed, "scenarios": options.scenarios, "gap": GAP}
    asked |= {"limit": options.limit, "workers": 1}
    found = {"all": cell(asked | {"measure": "all", "workers": options.workers or usual(districts)})}
    winner = found["all"].get("winner")
    for name in ("winning", "limit", "joint"):
        if name == "joint" and options.no_joint:
            continue
        limit = options.joint_limit if name == "joint" else options.limit
        more = {"measure": name, "winner": winner, "limit": limit}
        found[name] = {"failed": "no mode is known to win"} if winner is None else cell(asked | more)
    known = found["all"].get("contracts", []) if options.each else []
    each = [cell(asked | {"measure": "limit", "winner": item}) for item in known]
    return {"districts": districts, "seed": seed, "winner": winner, "cells": found, "each": each}


def seconds(found: Cell | None) -> float:
    """Return the seconds until the proof; infinite where it did not come, not a number where it was not asked for."""
    if found is None:
        return math.nan
    return math.inf if "failed" in found or found["outcome"] == "limit" else found["seconds"]


def ratio(first: Cell | None, second: Cell | None) -> float:
    """Return how many times as long the first took."""
    over, under = seconds(first), seconds(second)
    return over / under if math.isfinite(under) else math.nan


def disagreement(one: Row) -> str | None:
    """Say which measurement found another cost than the search, by more than both gaps; ``None`` where none did."""
    winner, cells = one["winner"], one["cells"]
    known = {name: item.get("cost", item.get("winner", {}).get("cost")) for name, item in cells.items()}
    proven = {name: cost for name, cost in known.items() if math.isfinite(seconds(cells[name])) and cost is not None}
    off = [name for name, cost in proven.items() if abs(cost - winner["cost"]) > 2 * GAP * winner["gross_cost"]]
    return f"another cost than the search of all: {', '.join(off)}" if off else None


def notes(one: Row) -> list[str]:
    """Say what a reader of a row must know."""
    failed = [f"{name} failed: {item['failed']}" for name, item in one["cells"].items() if "failed" in item]
    said = [*failed, *filter(None, [disagreement(one)])]
    return [f"{one['districts']} districts, seed {one['seed']}: {text}" for text in said]


# The table

HEADINGS = (
    ("districts", 9), ("seed", 6), ("possible", 8), ("winner", 19), ("joint", 14), ("winning", 8), ("all", 13),
    ("limit", 8), ("winning/limit", 13), ("all/limit", 9), ("joint/winning", 13), ("MB of each", 15),
)  # fmt: skip


def line(texts: list[str]) -> str:
    """Return a line of the table."""
    return "  ".join(f"{text:>{width}}" for text, (_, width) in zip(texts, HEADINGS, strict=True)).rstrip()


def figure(value: float) -> str:
    """Return a figure in three places; a dash for what did not come or was not asked for.

    >>> [figure(value) for value in (0.01234, 1.234, 12.34, 1234.5, float("inf"))]
    ['0.01', '1.23', '12.3', '1,234', '–']
    """
    if not math.isfinite(value):
        return "–"
    return f"{value:,.{2 if value < 10 else 1 if value < 100 else 0}f}"


def told(found: Cell | None) -> str:
    """Return what a cell says: seconds; those it was stopped after, with the gap left by then; or that it failed."""
    if found is None:
        return "–"
    if "failed" in found:
        return "failed"
    if found["outcome"] != "limit":
        return figure(found["seconds"])
    left = found.get("gap")
    return f">{figure(found['seconds'])} ({'none' if left is None else f'{left:.2%}'})"


def row_line(one: Row) -> str:
    """Return a row of the table."""
    cells, winner = one["cells"], one["winner"]
    ratios = [told_ratio(cells.get(first), cells.get(second)) for first, second in RATIOS]
    memory = " ".join(f"{cells.get(name, {}).get('megabytes', math.nan):.0f}" for name in MEASURES).replace("nan", "–")
    return line([
        str(one["districts"]), str(one["seed"]), str(cells["all"].get("possible", "–")),
        winner["mode"] if winner else "–",
        *(told(cells.get(name)) for name in MEASURES), *ratios, memory,
    ])  # fmt: skip


def told_ratio(first: Cell | None, second: Cell | None) -> str:
    """Return how many times as long the first took; more than that where it was stopped."""
    stopped = first is not None and first.get("outcome") == "limit"
    known = {**first, "outcome": "stopped"} if first is not None and stopped else first
    return (">" if stopped and math.isfinite(ratio(known, second)) else "") + figure(ratio(known, second))


def middle_of(values: list[float]) -> float:
    """Return the median; not a number where one of the values is not."""
    return math.nan if any(map(math.isnan, values)) else statistics.median(values)


def medians(rows: list[Row]) -> list[dict[str, float]]:
    """Return the medians over the seeds of each size; what did not come counts as longer than all that came."""
    found = []
    for size in dict.fromkeys(one["districts"] for one in rows):
        cells = [one["cells"] for one in rows if one["districts"] == size]
        middle = {name: middle_of([seconds(item.get(name)) for item in cells]) for name in MEASURES}
        for first, second in RATIOS:
            middle[f"{first}/{second}"] = middle_of([ratio(item.get(first), item.get(second)) for item in cells])
        found.append({"districts": size} | middle)
    return found


def median_line(middle: dict[str, float]) -> str:
    """Return the medians of a size as a line of the table."""
    shown = [figure(middle[name]) for name in (*MEASURES, *(f"{first}/{second}" for first, second in RATIOS))]
    return line([str(int(middle["districts"])), "median", "", "", *shown, ""])


def each_line(rows: list[Row]) -> str:
    """Say how long the plain programs of all modes' contracts took together, beside the search of all modes."""
    took = [sum(map(seconds, one["each"])) for one in rows]
    times = [seconds(one["cells"]["all"]) / least for one, least in zip(rows, took, strict=True) if least > 0]
    size, middle = rows[0]["districts"], middle_of(took)
    return f"{size} districts: the limits of all modes together {figure(middle)}, all/these {figure(middle_of(times))}"


def worked(rows: list[Row]) -> float:
    """Return in which part of the seconds of one process the processor worked: little where others kept it busy."""
    cells = [item for one in rows for name, item in one["cells"].items() if name != "all" and "failed" not in item]
    passed = sum(item["seconds"] for item in cells)
    return sum(item["processor_seconds"] for item in cells) / passed if passed > 0 else math.nan


def exponents(middle: list[dict[str, float]]) -> dict[str, float | None]:
    """Return b of seconds ~ districtsᵇ for each measure, fitted to the logarithms of the medians that came."""
    fitted: dict[str, float | None] = {}
    for name in MEASURES:
        came = [(math.log(item["districts"]), math.log(item[name])) for item in middle if math.isfinite(item[name])]
        fitted[name] = statistics.linear_regression(*zip(*came, strict=True)).slope if len(came) > 1 else None
    return fitted


def without_gaps(value: Any) -> Any:
    """Return a value with ``None`` for figures that JSON has no word for."""
    if isinstance(value, dict):
        return {name: without_gaps(item) for name, item in value.items()}
    if isinstance(value, list):
        return [without_gaps(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def asked_for() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--districts", type=int, nargs="+", default=[11, 40, 87], metavar="N", help="sizes of cities")
    parser.add_argument("--scenarios", type=int, default=3, help="of each city")
    parser.add_argument("--seeds", type=int, default=1, help="cities of each size: seeds 1, 2, …")
    parser.add_argument("--limit", type=float, default=3600.0, help="seconds for a search and for the plain program")
    joint = parser.add_mutually_exclusive_group()
    joint.add_argument("--joint-limit", type=float, default=300.0, help="seconds for a joint program")
    joint.add_argument("--no-joint", action="store_true", help="leave the joint program out")
    parser.add_argument(
        "--workers", type=int, help="processes that search all modes side by side; as the command line does"
    )
    parser.add_argument("--each", action="store_true", help="measure the limit of every mode as well")
    parser.add_argument("--workbook", type=Path, default=ROOT / "data" / "minneapolis.xlsx", help="solved as users do")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args()
    for name, least, value in (
        ("districts", 1, min(options.districts)), ("scenarios", 1, options.scenarios), ("seeds", 1, options.seeds),
        ("limit", 0, options.limit), ("joint-limit", 0, options.joint_limit), ("workers", 1, options.workers),
    ):  # fmt: skip
        if value is not None and not least <= value < math.inf:
            parser.error(f"--{name} must be at least {least}, not {value:g}")
    if not options.workbook.is_file():
        parser.error(f"there is no workbook {options.workbook}")
    if options.json is not None and not options.json.parent.is_dir():
        parser.error(f"there is no folder {options.json.parent} to write {options.json.name} to")
    return options


def main() -> int:
    """Measure, row by row, and print the table."""
    options = asked_for()
    joint = "no joint program" if options.no_joint else f"joint program limited to {options.joint_limit:g} s"
    machine = f"HiGHS {version('highspy')}, Python {platform.python_version()}, {os.cpu_count()} cores"
    limits = f"{joint}, all else to {options.limit:g} s; workers: {options.workers or 'as usual'}"
    print(f"scenarios: {options.scenarios}; gap {GAP:.2%}; {limits}; {machine}")
    print(line([name for name, _ in HEADINGS]), flush=True)
    rows: list[Row] = []
    for size in options.districts:
        for seed in range(1, options.seeds + 1):
            rows.append(row(size, seed, options))
            print(row_line(rows[-1]), flush=True)
    middle = medians(rows)
    grown = exponents(middle)
    print(*map(median_line, middle), sep="\n")
    shown = [f"{name} {'–' if power is None else f'{power:.2f}'}" for name, power in grown.items()]
    print(f"seconds grow as districts to the power of: {', '.join(shown)}")
    print(f"the processor worked in {worked(rows):.0%} of these seconds")
    print(*(text for one in rows for text in notes(one)), sep="\n", end="\n" if any(map(notes, rows)) else "")
    for size in options.districts if options.each else ():
        print(each_line([one for one in rows if one["districts"] == size]))
    users = {workers: [whole_way(options.workbook, workers) for _ in range(options.seeds)] for workers in (1, 2)}
    shown = [f"{figure(middle_of(took))} by {workers}" for workers, took in users.items()]
    print(f"optmodel solve {options.workbook.name}, start to files, by workers: {', '.join(shown)}")
    if options.json is not None:
        asked = {name: item for name, item in vars(options).items() if name not in ("districts", "workbook", "json")}
        figures = {"machine": machine, "gap": GAP, "asked": asked, "rows": rows, "medians": middle, "exponents": grown}
        figures["workbook"] = {"name": options.workbook.name, "seconds": users}
        options.json.write_text(json.dumps(without_gaps(figures), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
