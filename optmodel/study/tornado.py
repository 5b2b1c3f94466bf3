"""A tornado chart: how far each input alone moves the cost, the widest first, and where the mode changes."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optmodel.case import Case
from optmodel.errors import UsageError
from optmodel.report.figures import money_unit
from optmodel.study.table import VARIED

if TYPE_CHECKING:
    import pandas as pd

MISSING = "Charts need matplotlib, which is not installed: pip install optmodel[plots]"
BLUES = ("#9DC3E6", "#2F5597")
ORANGE = "#C55A11"


@dataclass(frozen=True, slots=True)
class Bar:
    """One input: the cost and the mode at its lowest and its highest value; ``None`` where no contract is possible."""

    address: str
    values: tuple[Any, Any]
    costs: tuple[float | None, float | None]
    modes: tuple[str | None, str | None]

    def width(self, base: float) -> float:
        """How far the cost moves, the case as it stands included."""
        found = [base, *(cost for cost in self.costs if cost is not None)]
        return max(found) - min(found)


def matplotlib_parts() -> tuple[Any, Any]:
    """Return the classes of figure and canvas; raise :class:`UsageError` where matplotlib is not installed."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError(MISSING) from None
    return Figure, FigureCanvasAgg


def bars(table: "pd.DataFrame") -> tuple[float, str, list[Bar]]:
    """Return the cost and the mode of the case as it stands, and a bar for each input, the widest first."""
    if VARIED not in table.columns or table.empty or not _is_missing(table[VARIED].iloc[0]):
        raise UsageError("A tornado chart needs a sweep made one at a time.")
    first = table.iloc[0]
    if _is_missing(first["government_cost"]):
        raise UsageError("A tornado chart starts from the case as it stands, for which no contract was found.")
    base = float(first["government_cost"])
    found = []
    for address in dict.fromkeys(table[VARIED].iloc[1:]):
        runs = table[table[VARIED] == address].sort_values(address, kind="stable")
        ends = (runs.iloc[0], runs.iloc[-1])
        costs = tuple(None if _is_missing(end["government_cost"]) else float(end["government_cost"]) for end in ends)
        modes = tuple(None if _is_missing(end["mode"]) else str(end["mode"]) for end in ends)
        found.append(
            Bar(str(address), (ends[0][address], ends[1][address]), (costs[0], costs[1]), (modes[0], modes[1]))
        )
    return base, str(first["mode"]), sorted(found, key=lambda bar: -bar.width(base))


def tornado(table: "pd.DataFrame", path: str | Path, case: Case | None = None) -> None:
    """Draw a sweep made one at a time as a PNG; the case it was made from names the money.

    Raises :class:`UsageError` without matplotlib and :class:`OutputError` where the file exists or cannot be written.
    """
    from optmodel.report import folder

    figures, canvases = matplotlib_parts()
    base, mode, found = bars(table)
    figure = figures(figsize=(11, 1.6 + 0.62 * max(len(found), 2)), layout="constrained")
    _draw(figure.add_subplot(), base, mode, found, money_unit(case) if case else "")
    buffer = io.BytesIO()
    canvases(figure).print_png(buffer, metadata={"Software": None})
    folder.write_file(Path(path), buffer.getvalue())


def _draw(axes: Any, base: float, mode: str, found: list[Bar], unit: str) -> None:
    for place, bar in enumerate(found):
        for end in sorted((0, 1), key=lambda end: -abs((bar.costs[end] or base) - base)):  # the shorter over the longer
            _draw_end(axes, place, bar, end, base, mode)
    axes.axvline(base, color="#404040", linewidth=1)
    axes.set_yticks(range(len(found)), [bar.address for bar in found])
    axes.invert_yaxis()
    axes.set_xlabel(f"Government cost, present value{f' ({unit})' if unit else ''}")
    axes.set_title(f"One input at a time, each solved again; as it stands: {mode}", loc="left", fontsize=11)
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}" if abs(value) >= 10 else f"{value:.3g}")
    axes.margins(x=0.3)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _draw_end(axes: Any, place: int, bar: Bar, end: int, base: float, mode: str) -> None:
    """Draw one end of a bar, with its value and, where it is another, the mode that wins there.

    Where both ends lie on one side the label of the shorter stands across the line of the case as it stands.
    """
    cost, other, found = bar.costs[end], bar.costs[1 - end], bar.modes[end]
    shown = f"{bar.values[end]:g}" if isinstance(bar.values[end], int | float) else str(bar.values[end])
    if cost is None:
        at, leftward, label = base, other > base if other is not None else end == 0, f"{shown}: no contract"
    else:
        axes.barh(place, cost - base, left=base, height=0.62, color=BLUES[end])
        at, leftward, label = (
            cost,
            cost < base or (cost == base and end == 0),
            shown if found == mode else f"{shown}: {found}",
        )
        if other is not None and (other - base) * (cost - base) > 0 and abs(cost - base) <= abs(other - base):
            at, leftward = base, not leftward
    axes.annotate(
        label,
        (at, place),
        xytext=(-4 if leftward else 4, 0),
        textcoords="offset points",
        ha="right" if leftward else "left",
        va="center",
        fontsize=8,
        color="#202020" if found == mode else ORANGE,
    )


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))
