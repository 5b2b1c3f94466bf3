"""``scripts/benchmark.py`` as it is called, and the cities it measures."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import optmodel
from optmodel.case import checked
from optmodel.workbook import write
from scripts import benchmark
from scripts.benchmark_cities import city
from tests.cities import tiny_city

pytestmark = pytest.mark.heavy  # others run the same lines: coverage learns nothing

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "scripts" / "benchmark.py"


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


# The cities


def test_a_seed_stands_for_one_city() -> None:
    assert city(12, 3) == city(12, 3)
    assert city(12, 3) != city(12, 4)


@pytest.mark.parametrize(("districts", "scenarios"), [(1, 1), (6, 3), (87, 20)])
def test_a_city_makes_sense_and_is_as_large_as_asked(districts: int, scenarios: int) -> None:
    made = checked(city(districts, 1, scenarios))
    assert (len(made.districts), len(made.scenarios)) == (districts, scenarios)
    assert math.isclose(sum(item.probability for item in made.scenarios), 1.0)
    assert (len(made.technologies), len(made.tariffs), len(made.modes)) == (2, 3, 4)
    assert (made.project.horizon, made.project.last_opening_year - made.project.first_year + 1) == (25, 6)
    assert made.settings.share_step == 0.01


def test_a_few_districts_are_many_times_as_large_as_the_middle_one() -> None:
    residents = sorted(item.residents for item in city(87, 1).districts)
    assert residents[-1] > 3 * residents[43] > 6 * residents[0]


def test_every_mode_is_possible_in_most_cities() -> None:
    options = optmodel.Options(gap=0.05, without_end_value=False, value_for_money=False, explains=False)
    found = [optmodel.advise(city(11, seed), options).answers for seed in (1, 2, 3)]
    possible = {mode.name: 0 for mode in city(11, 1).modes}
    for answer in (item for answers in found for item in answers):
        possible[answer.mode] += answer.contract is not None
    assert min(possible.values()) >= 2, possible


# The script


def test_a_run_prints_a_row_for_each_city_and_writes_the_same_figures(tmp_path: Path) -> None:
    sizes = ("--districts", "3", "5", "--seeds", "1", "--scenarios", "1")
    write(tiny_city(), tmp_path / "tiny.xlsx")
    more = ("--workers", "2", "--each", "--workbook", "tiny.xlsx", "--json", "figures.json")
    done = run(tmp_path, *sizes, "--joint-limit", "0.5", *more)
    assert (done.returncode, done.stderr) == (0, "")
    said, headings, *lines = done.stdout.splitlines()
    assert said.startswith("scenarios: 1; gap 0.01%; joint program limited to 0.5 s, all else to 3600 s; workers: 2; ")
    assert headings.split()[:8] == ["districts", "seed", "possible", "winner", *benchmark.MEASURES]
    assert [line.split()[:2] for line in lines[:4]] == [["3", "1"], ["5", "1"], ["3", "median"], ["5", "median"]]
    assert lines[4].startswith("seconds grow as districts to the power of: joint –, winning ")
    assert lines[5].startswith("the processor worked in ")
    assert [line.split(",")[0].rsplit(maxsplit=1)[0] for line in lines[6:8]] == [
        f"{size} districts: the limits of all modes together" for size in (3, 5)
    ]
    assert lines[8].startswith("optmodel solve tiny.xlsx, start to files, by workers: ")
    assert lines[9:] == []  # no note: nothing failed, and the plain program costs what the search found

    figures = json.loads((tmp_path / "figures.json").read_text())
    assert [(row["districts"], row["seed"]) for row in figures["rows"]] == [(3, 1), (5, 1)]
    for row, line in zip(figures["rows"], lines, strict=False):
        cells = row["cells"]
        assert cells["joint"]["outcome"] == "limit"  # half a second is over before the model is stated
        for name in ("winning", "all", "limit"):
            assert f" {benchmark.figure(cells[name]['seconds'])} " in line
            assert cells[name]["megabytes"] > 50
        took = sum(item["seconds"] for item in row["each"])
        assert len(row["each"]) == cells["all"]["possible"]
        assert any(line.endswith(f"{benchmark.figure(cells['all']['seconds'] / took)}") for line in lines[6:8])
        assert math.isclose(cells["limit"]["cost"], row["winner"]["cost"], abs_tol=2e-4 * row["winner"]["gross_cost"])
    first, second = figures["medians"]
    grown = math.log(second["all"] / first["all"]) / math.log(5 / 3)
    assert math.isclose(figures["exponents"]["all"], grown)
    assert figures["exponents"]["joint"] is None
    by_one, by_two = (figures["workbook"]["seconds"][workers][0] for workers in "12")
    assert lines[8].endswith(f"workers: {benchmark.figure(by_one)} by 1, {benchmark.figure(by_two)} by 2")


def test_what_cannot_be_asked_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "--districts", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("error: --districts must be at least 1, not 0\n")
    done = run(tmp_path, "--workbook", "nowhere.xlsx")
    assert done.stderr.endswith("error: there is no workbook nowhere.xlsx\n")
    done = run(tmp_path, "--json", "nowhere/figures.json")
    assert done.stderr.endswith("error: there is no folder nowhere to write figures.json to\n")


def test_a_workbook_without_an_answer_is_a_dash_and_loses_no_figures(tmp_path: Path) -> None:
    write(tiny_city().replace({"Budget!2026.amount": 100.0}), tmp_path / "poor.xlsx")
    done = run(tmp_path, "--districts", "3", "--no-joint", "--workbook", "poor.xlsx", "--json", "figures.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("optmodel solve poor.xlsx, start to files, by workers: – by 1, – by 2\n")
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["workbook"] == {"name": "poor.xlsx", "seconds": {"1": [None], "2": [None]}}


# A cell that fails is a cell


def asked(**changes: Any) -> dict[str, Any]:
    usual = {"measure": "all", "districts": 3, "seed": 1, "scenarios": 1, "gap": 0.0001, "limit": 60.0, "workers": 1}
    return usual | changes


def test_a_measurement_that_crashes_says_why() -> None:
    assert benchmark.cell(asked(measure="none")) == {"failed": "KeyError: 'none'"}


def test_a_measurement_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "GRACE_SECONDS", 0.01)
    assert benchmark.cell(asked(limit=0.0)) == {"failed": "it was ended after 0.01 seconds"}


def made_row(seed: int, **cells: dict[str, Any]) -> benchmark.Row:
    winner = {"mode": "franchise", "cost": 900.0, "gross_cost": 1000.0}
    return {"districts": 11, "seed": seed, "winner": winner, "cells": cells}


def ended(seconds: float, outcome: str = "optimal", **more: Any) -> dict[str, Any]:
    return {"seconds": seconds, "outcome": outcome, "megabytes": 80.4} | more


def test_a_row_shows_what_was_stopped_with_its_gap_and_what_failed() -> None:
    shown = benchmark.row_line(
        made_row(
            2, joint=ended(60.0, "limit", gap=0.0123), winning=ended(4.0), all={"failed": "killed"}, limit=ended(0.5)
        )
    )
    # 4 / 0.5 = 8; the joint program took more than 60 / 4 = 15 times as long as the search
    assert shown.split() == [
        "11", "2", "–", "franchise", ">60.0", "(1.23%)", "4.00", "failed", "0.50", "8.00", "–", ">15.0",
        "80", "80", "–", "80",
    ]  # fmt: skip


def test_the_median_takes_what_was_stopped_for_longer_than_all_else() -> None:
    rows = [
        made_row(seed, joint=joint, winning=ended(2.0), all=ended(6.0), limit=ended(1.0))
        for seed, joint in enumerate((ended(9.0), ended(60.0, "limit"), ended(5.0)), start=1)
    ]
    [middle] = benchmark.medians(rows)
    assert (middle["joint"], middle["joint/winning"]) == (9.0, 4.5)
    [middle] = benchmark.medians(rows[:2] * 2)
    assert middle["joint"] == math.inf
    assert benchmark.figure(middle["joint"]) == "–"


def test_a_busy_machine_is_told_by_how_little_the_processor_worked() -> None:
    rows = [
        made_row(1, all=ended(9.0), winning=ended(6.0, processor_seconds=2.0), limit=ended(2.0, processor_seconds=1.0))
    ]
    rows += [made_row(2, winning={"failed": "killed"})]
    assert benchmark.worked(rows) == (2 + 1) / (6 + 2)  # all modes may be searched by others


def test_another_cost_than_that_of_the_search_is_noted() -> None:
    # two gaps are 2 × 0.0001 × 1000 = 0.2
    rows = made_row(1, limit=ended(1.0, cost=900.19)), made_row(1, limit=ended(1.0, cost=900.21))
    assert [benchmark.notes(row) for row in rows] == [
        [], ["11 districts, seed 1: another cost than the search of all: limit"]
    ]  # fmt: skip
