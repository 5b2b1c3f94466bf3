"""Which inputs decide the mode: each committed range at its two ends, then all drawn together, every run solved again.

python scripts/what_decides.py CITY.xlsx RANGES.csv [--draws N] [--seed S] [--gap G] [--workers N] --out TABLE.csv
"""

import argparse
import csv
import random
import sys
from pathlib import Path

import optmodel


def main() -> int:
    """Run the study and write two tables: each range alone to TABLE.csv, all drawn at once to TABLE-together.csv."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("city")
    parser.add_argument("ranges", type=Path)
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    case, draw = optmodel.load(given.city), random.Random(given.seed)
    with given.ranges.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ends = {row["address"]: (float(row["low"]), float(row["high"])) for row in rows}
    whole = {row["address"] for row in rows if (row["low"] + row["high"]).isdigit()}
    drawn = [{name: draw.uniform(*pair) for name, pair in ends.items()} for _ in range(given.draws)]
    drawn = [{name: round(value) if name in whole else value for name, value in change.items()} for change in drawn]
    options = optmodel.Options(gap=given.gap)
    with optmodel.processes(given.workers) as executor:
        optmodel.save_table(optmodel.sweep(case, ends, options, executor, one_at_a_time=True), given.out)
        together = given.out.with_stem(given.out.stem + "-together")
        optmodel.save_table(optmodel.runs(case, drawn, options, executor), together)
    return 0


if __name__ == "__main__":
    sys.exit(main())
