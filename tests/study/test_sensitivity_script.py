"""``scripts/sensitivity.py`` as it is called."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from optmodel.workbook import write
from tests.cities import tiny_city

pytestmark = pytest.mark.heavy  # others run the same lines: coverage learns nothing

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "sensitivity.py"


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_the_script_is_short_and_uses_the_facade_only() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    assert "from optmodel" not in text
    assert "import optmodel." not in text


def test_it_writes_the_table_twice_and_a_chart(tmp_path: Path) -> None:
    write(tiny_city(), tmp_path / "city.xlsx")
    done = run(tmp_path, "city.xlsx", "Settings!government_rate=0.2:0.3", "--out", "study")
    assert done.returncode == 0, done.stderr
    files = sorted(path.name for path in (tmp_path / "study").iterdir())
    assert files == ["sensitivity.csv", "sensitivity.png", "sensitivity.xlsx"]
    rows = (tmp_path / "study" / "sensitivity.csv").read_text().splitlines()
    assert len(rows) == 1 + 3
    assert "varied" in done.stdout


def test_it_runs_on_the_example_city(tmp_path: Path) -> None:
    done = run(tmp_path, str(ROOT / "data" / "minneapolis.xlsx"), "Settings!present_price=4000:6000", "--workers", "2")
    assert done.returncode == 0, done.stderr
    rows = (tmp_path / "sensitivity" / "sensitivity.csv").read_text().splitlines()
    assert len(rows) == 1 + 3
    assert all(",optimal," in row or ",within_gap," in row for row in rows[1:])


def test_a_mistake_is_told_with_its_code(tmp_path: Path) -> None:
    write(tiny_city(), tmp_path / "city.xlsx")
    done = run(tmp_path, "city.xlsx", "Settings!goverment_rate=0.2:0.3")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(
        "Settings!goverment_rate: There is no such input. Did you mean Settings!government_rate"
    )
    (tmp_path / "sensitivity").mkdir()
    done = run(tmp_path, "city.xlsx", "Settings!government_rate=0.2:0.3")
    assert done.returncode == 2
    assert done.stderr.endswith("error: sensitivity exists already. Name another folder.\n")
