"""What happens to the answer when inputs vary: each run solves the case again with other values at some addresses."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from optmodel.advise import Options, advise
from optmodel.case import Case, Quantity
from optmodel.errors import Finding, InputError, UsageError
from optmodel.report.key_figures import chance_of_loss
from optmodel.result import Evaluation, Result
from optmodel.study.table import COLUMNS, VARIED, Row

if TYPE_CHECKING:
    import pandas as pd

MOST_RUNS = 100_000
Vary = Mapping[str, Sequence[Any]]


def sweep(
    case: Case,
    vary: Vary,
    options: Options | None = None,
    executor: Executor | None = None,
    one_at_a_time: bool = False,
    progress: Callable[[str], None] | None = None,
) -> "pd.DataFrame":
    """Solve the case again for every combination of values, or ``one_at_a_time`` for each value of each address alone.

    Returns one row a run, in a fixed order whatever the executor: the value at each address, then mode, terms, cost,
    bound, gap and status, and the mode that came second with its cost. One at a time, the case as it stands comes first
    and the column ``varied`` names the address. Raises :class:`InputError` before anything is solved where an address
    does not exist or a value may not stand there.
    """
    changes = list(_one_at_a_time(vary) if one_at_a_time else _grid(vary))
    table = runs(case, changes, options, executor, progress)
    if one_at_a_time:
        table.insert(0, VARIED, [next(iter(change), None) for change in changes])
    return table


def runs(
    case: Case,
    changes: Sequence[Mapping[str, Any]],
    options: Options | None = None,
    executor: Executor | None = None,
    progress: Callable[[str], None] | None = None,
) -> "pd.DataFrame":
    """Solve the case once for each mapping of addresses to values; a table like that of ``sweep``, one row a run."""
    import pandas as pd

    cases = _cases(case, changes)
    # A time limit is that of each run.
    options = replace(
        options or Options(), without_end_value=False, value_for_money=False, explains=False, started=None
    )
    solve = executor.map if executor else map
    found = solve(_run, cases, itertools.repeat(options))
    varied = list(dict.fromkeys(address for change in changes for address in change))
    rows = []
    for number, (made, row) in enumerate(zip(cases, found, strict=True), start=1):
        rows.append({**_values(made, varied), **row})
        if progress:
            progress(f"run {number} of {len(cases)}: {row['mode'] or row['status']}")
    return pd.DataFrame(rows, columns=[*varied, *COLUMNS]).astype({"term_years": "Int64"})


def span(text: str) -> tuple[str, tuple[float, ...]]:
    """Read ``ADDRESS=LOW:HIGH:N``: N values from LOW to HIGH; without N the two ends.

    >>> span("Settings!government_rate=0.03:0.07:3")
    ('Settings!government_rate', (0.03, 0.05, 0.07))
    """
    address, equals, rest = text.rpartition("=")
    pieces = rest.split(":")
    try:
        if not equals or not address or len(pieces) not in (2, 3):
            raise ValueError
        low, high = float(pieces[0]), float(pieces[1])
        count = int(pieces[2]) if len(pieces) == 3 else 2
        if count < 1 or count > MOST_RUNS or not abs(low) + abs(high) < float("inf"):
            raise ValueError
    except ValueError:
        raise UsageError(
            f"{text!r} does not read ADDRESS=LOW:HIGH:N, e.g. Settings!government_rate=0.03:0.07:5."
        ) from None
    if count == 1:
        return address, (low,)
    return address, tuple(round(low + (high - low) * step / (count - 1), 12) for step in range(count))


def _grid(vary: Vary) -> Iterator[dict[str, Any]]:
    for values in itertools.product(*vary.values()):
        yield dict(zip(vary, values, strict=True))


def _one_at_a_time(vary: Vary) -> Iterator[dict[str, Any]]:
    yield {}
    for address, values in vary.items():
        for value in values:
            yield {address: value}


def _cases(case: Case, changes: Sequence[Mapping[str, Any]]) -> list[Case]:
    """Make every case of the study, so that all that is wrong is said before anything is solved."""
    if len(changes) > MOST_RUNS:
        raise UsageError(f"{len(changes):,} runs are more than the {MOST_RUNS:,} that one study may have.")
    kinds = {address: quantity for address, quantity, _ in case.addresses()}
    cases: list[Case] = []
    problems: list[Finding] = []
    for change in changes:
        whole = {address: _whole(kinds.get(address), value) for address, value in change.items()}
        try:
            cases.append(case.replace(whole))
        except InputError as error:
            problems += error.findings
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return cases


def _whole(quantity: Quantity | None, value: Any) -> Any:
    """Make years and counts whole where they are: a span gives numbers with a point."""
    counts = quantity is not None and quantity.kind in ("whole", "year")
    return int(value) if counts and isinstance(value, float) and value.is_integer() else value


def _values(case: Case, varied: Sequence[str]) -> dict[str, Any]:
    held = {address: value for address, _, value in case.addresses()}
    return {address: held[address] for address in varied}


def _run(case: Case, options: Options) -> Row:
    """Solve one case; what is sent back between processes is a row, not the result."""
    return _row(advise(case, options))


def _row(result: Result) -> Row:
    best = result.best
    second = _second(result)
    row: Row = dict.fromkeys(COLUMNS)
    row["status"] = str(result.status)
    if best and best.contract:
        terms, books = best.contract.terms, best.contract.ledger
        row |= {
            "mode": best.mode,
            "term_years": terms.term_years,
            "revenue_share": terms.revenue_share,
            "purchase_level": terms.purchase_level,
            "tariff_level": terms.tariff_level,
            "outsourced": ", ".join(terms.outsourced),
            "support": books.support_value,
            "government_cost": books.government_cost,
            "objective": books.objective,
            "chance_of_loss": chance_of_loss(books),
        }
    if best and best.proof:
        row |= {"bound": best.proof.bound, "gap": best.proof.gap}
    if second:
        row |= {"runner_up": second.terms.mode, "runner_up_cost": second.ledger.government_cost}
    return row


def _second(result: Result) -> Evaluation | None:
    """Return the next best contract by what is minimised, that of another mode."""
    others = [item.contract for item in result.answers if item.contract and item.mode != result.recommended]
    return min(others, key=lambda contract: contract.ledger.objective, default=None)
