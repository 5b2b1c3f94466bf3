"""Vary inputs of a city one at a time, each solved again: a table as CSV and xlsx, and a tornado chart as PNG.

python scripts/sensitivity.py CITY.xlsx ADDRESS=LOW:HIGH [ADDRESS=LOW:HIGH ...] [--out FOLDER] [--workers N]
"""

import argparse
import sys
from pathlib import Path

import optmodel


def main() -> int:
    """Run the study and write its three files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("city", help="workbook of the city")
    parser.add_argument("vary", nargs="+", metavar="ADDRESS=LOW:HIGH", help="input to vary, and its two ends")
    parser.add_argument("--out", type=Path, default=Path("sensitivity"), help="folder to write to")
    parser.add_argument("--workers", type=int, default=1, help="processes that solve side by side")
    given = parser.parse_args()
    if given.out.exists():
        parser.error(f"{given.out} exists already. Name another folder.")
    try:
        case = optmodel.load(given.city)
        vary = dict(optmodel.span(text) for text in given.vary)
        with optmodel.processes(given.workers) as executor:
            table = optmodel.sweep(case, vary, executor=executor, one_at_a_time=True)
        given.out.mkdir(parents=True)
        optmodel.save_table(table, given.out / "sensitivity.csv")
        optmodel.save_table(table, given.out / "sensitivity.xlsx")
        optmodel.tornado(table, given.out / "sensitivity.png", case)
    except optmodel.OptmodelError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(table.to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
