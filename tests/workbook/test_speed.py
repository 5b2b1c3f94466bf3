import dataclasses
import sys
import time
from pathlib import Path

import pytest

from optmodel.case import Group
from optmodel.workbook import read, write
from optmodel.workbook.example import example

ROWS = 5_000


@pytest.mark.heavy
def test_five_thousand_districts_are_read_back_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *_ = example().districts
    case = dataclasses.replace(
        example(),
        districts=tuple(dataclasses.replace(first, name=f"District {row}", area=1 + row / 7) for row in range(ROWS)),
        groups=tuple(Group(group="Priority", district=f"District {row}") for row in range(ROWS)),
    )
    write(case, tmp_path / "city.xlsx")
    started = time.perf_counter()
    reading = read(tmp_path / "city.xlsx")
    with capsys.disabled():
        sys.stdout.write(f"\n{ROWS:,} districts were read in {time.perf_counter() - started:.1f} s\n")
    assert reading.case == case
