"""The tornado chart: which bars, how wide, and that a picture comes out."""

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from optmodel.errors import OutputError, UsageError
from optmodel.study import tornado
from optmodel.study.tornado import Bar, bars
from tests.cities import tiny_city


def run(varied: str | None, a: float, b: float, cost: float | None, mode: str | None = "owned") -> dict[str, Any]:
    return {"varied": varied, "A!a": a, "B!b": b, "government_cost": cost, "mode": mode if cost is not None else None}


def table() -> pd.DataFrame:
    """A moves the cost from 90 to 105 and changes the mode; B from 100 to 130, above some value nothing is possible."""
    return pd.DataFrame(
        [
            run(None, 1, 5, 100.0),
            run("A!a", 2, 5, 105.0),
            run("A!a", 0, 5, 90.0, "franchise"),
            run("B!b", 1, 4, 130.0),
            run("B!b", 1, 9, None),
        ]
    )


def test_bars_go_from_the_lowest_to_the_highest_value_the_widest_first() -> None:
    base, mode, found = bars(table())
    assert (base, mode) == (100.0, "owned")
    assert found == [
        Bar("B!b", (4, 9), (130.0, None), ("owned", None)),
        Bar("A!a", (0, 2), (90.0, 105.0), ("franchise", "owned")),
    ]
    assert [bar.width(base) for bar in found] == [30.0, 15.0]


def test_the_chart_is_a_picture(tmp_path: Path) -> None:
    tornado(table(), tmp_path / "chart.png", tiny_city())
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(OutputError):
        tornado(table(), tmp_path / "chart.png")


def test_the_chart_takes_every_shape_of_bar(tmp_path: Path) -> None:
    base = run(None, 1, 5, 100.0)
    shapes = [
        [run("A!a", 0, 5, 110.0), run("A!a", 2, 5, 120.0)],
        [run("A!a", 0, 5, None), run("A!a", 2, 5, None)],
        [run("A!a", 0, 5, 100.0), run("A!a", 2, 5, 100.0)],
        [run("A!a", 0, 5, 100.0), run("A!a", 2, 5, 90.0)],
        [run("A!a", 2, 5, 90.0)],
    ]
    for number, shape in enumerate(shapes):
        tornado(pd.DataFrame([base, *shape]), tmp_path / f"{number}.png")
    tornado(pd.DataFrame([base]), tmp_path / "none.png")
    assert len(list(tmp_path.iterdir())) == 6


def test_values_that_are_no_numbers_are_shown_as_they_are(tmp_path: Path) -> None:
    odd = table().astype({"A!a": object})
    odd["A!a"] = ["end", "start", "end", "end", "end"]
    tornado(odd, tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def test_only_a_study_of_one_input_at_a_time_that_has_an_answer_can_be_drawn() -> None:
    with pytest.raises(UsageError, match="A tornado chart needs a sweep made one at a time"):
        bars(table().drop(columns="varied"))
    with pytest.raises(UsageError, match="A tornado chart needs a sweep made one at a time"):
        bars(table().iloc[1:])
    nothing = table().assign(government_cost=None)
    with pytest.raises(UsageError, match="for which no contract was found"):
        bars(nothing)


def test_without_matplotlib_the_way_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(UsageError) as caught:
        tornado(table(), tmp_path / "chart.png")
    assert str(caught.value) == "Charts need matplotlib, which is not installed: pip install optmodel[plots]"


def test_the_chart_leaves_the_users_own_figures_alone(tmp_path: Path) -> None:
    before = set(sys.modules)
    tornado(table(), tmp_path / "chart.png")
    assert "matplotlib.pyplot" not in set(sys.modules) - before
