"""A sweep is a loop over replace and advise: its rows are what single solves give."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from optmodel.advise import Options, advise
from optmodel.case import Case
from optmodel.errors import InputError, UsageError
from optmodel.result import Result, Status
from optmodel.study import processes, span, sweep
from optmodel.study import sweep as sweep_function
from tests.cities import INVESTED, OWNED, VENTURE, tiny_city
from tests.report import answers

RATE = "Settings!government_rate"
PRICE = "Settings!present_price"
FAST = Options(modes=(OWNED, INVESTED))


@pytest.mark.heavy
def test_twenty_runs_give_the_same_answers_as_twenty_single_solves() -> None:
    case = tiny_city()
    rates, prices = (0.1, 0.2, 0.3, 0.35), (2.0, 5.0, 10.0, 15.0, 20.0)
    table = sweep(case, {RATE: rates, PRICE: prices}, FAST)
    assert len(table) == 20
    runs = [(rate, price) for rate in rates for price in prices]
    for row, (rate, price) in zip(table.to_dict("records"), runs, strict=True):
        best = advise(case.replace({RATE: rate, PRICE: price}), FAST).best
        assert best and best.contract and best.proof
        assert (row[RATE], row[PRICE]) == (rate, price)
        assert (row["mode"], row["government_cost"]) == (best.mode, best.contract.ledger.government_cost)
        assert (row["objective"], row["support"]) == (
            best.contract.ledger.objective,
            best.contract.ledger.support_value,
        )
        assert (row["bound"], row["term_years"]) == (best.proof.bound, best.contract.terms.term_years)


def told(monkeypatch: pytest.MonkeyPatch, results: Any) -> list[tuple[Case, Options]]:
    """Let the sweep get these results, by government rate, and note what it asks."""
    asked: list[tuple[Case, Options]] = []

    def answered(case: Case, options: Options) -> Result:
        asked.append((case, options))
        return results(case)  # type: ignore[no-any-return]

    monkeypatch.setitem(sweep_function.__globals__, "advise", answered)
    return asked


def test_a_row_holds_terms_cost_proof_and_the_runner_up(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, lambda case: answers.hand_made())
    (row,) = sweep(tiny_city(), {RATE: [0.25]}).to_dict("records")
    result = answers.hand_made()
    assert result.best and result.best.contract and result.best.proof and result.answers[2].contract
    assert row == {
        RATE: 0.25,
        "status": "within_gap",
        "mode": OWNED,
        "term_years": 8,
        "revenue_share": 0.0,
        "purchase_level": 0.0,
        "tariff_level": "planned",
        "outsourced": "",
        "support": 0.0,
        "government_cost": result.best.contract.ledger.government_cost,
        "objective": result.best.contract.ledger.objective,
        "chance_of_loss": None,
        "bound": result.best.proof.bound,
        "gap": 0.01,
        "runner_up": VENTURE,
        "runner_up_cost": result.answers[2].contract.ledger.government_cost,
    }


def test_a_run_without_a_contract_is_a_row_with_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, lambda case: answers.without_contract(Status.IMPOSSIBLE))
    table = sweep(tiny_city(), {RATE: [0.25]})
    assert table["status"].tolist() == ["impossible"]
    assert table.drop(columns=["status", RATE]).isna().all().all()


def test_one_at_a_time_begins_with_the_case_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = told(monkeypatch, lambda case: answers.hand_made())
    seen: list[str] = []
    table = sweep(tiny_city(), {RATE: (0.1, 0.4), PRICE: (5.0,)}, one_at_a_time=True, progress=seen.append)
    held = [tuple(row) for row in table[["varied", RATE, PRICE]].astype(object).fillna("").to_numpy()]
    assert held == [("", 0.25, 10.0), (RATE, 0.1, 10.0), (RATE, 0.4, 10.0), (PRICE, 0.25, 5.0)]
    rates = [(case.settings.government_rate, case.settings.present_price) for case, _ in asked]
    assert rates == [(0.25, 10.0), (0.1, 10.0), (0.4, 10.0), (0.25, 5.0)]
    assert seen[-1] == "run 4 of 4: government-owned"


def test_the_time_limit_is_that_of_each_run(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = told(monkeypatch, lambda case: answers.hand_made())
    sweep(tiny_city(), {RATE: (0.1,)}, Options(time_limit=5.0, started=1.0))
    assert asked[0][1] == Options(
        time_limit=5.0, started=None, without_end_value=False, value_for_money=False, explains=False
    )


def test_whole_numbers_stay_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = told(monkeypatch, lambda case: answers.hand_made())
    sweep(tiny_city(), {f"Modes!{VENTURE}.partners": (1.0, 3.0)})
    assert [case.mode(VENTURE).partners for case, _ in asked] == [1, 3]


def test_everything_wrong_is_said_before_anything_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = told(monkeypatch, lambda case: answers.hand_made())
    with pytest.raises(InputError) as caught:
        sweep(tiny_city(), {"Settings!goverment_rate": (0.1, 0.2), "Modes!owned.control": (1, 2)})
    assert [item.address for item in caught.value.findings] == ["Settings!goverment_rate", "Modes!owned.control"]
    assert caught.value.findings[0].remedy.startswith("Did you mean Settings!government_rate")
    with pytest.raises(InputError, match=r"1\.5 stands here, where a whole number"):
        sweep(tiny_city(), {f"Modes!{VENTURE}.partners": (2.0, 1.5)})
    with pytest.raises(UsageError, match="200,000 runs are more than the 100,000 that one study may have"):
        sweep(tiny_city(), {RATE: [0.1] * 200_000})
    assert asked == []


def test_rows_keep_their_order_whoever_solves_them() -> None:
    vary = {RATE: (0.1, 0.2, 0.3)}
    options = Options(modes=(OWNED,))
    alone = sweep(tiny_city(), vary, options)
    with ThreadPoolExecutor(1) as executor:
        assert sweep(tiny_city(), vary, options, executor).equals(alone)


def test_processes_solve_side_by_side_and_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONWARNINGS", "default")
    vary = {RATE: (0.1, 0.2)}
    options = Options(modes=(OWNED,))
    with processes(2) as executor:
        side_by_side = sweep(tiny_city(), vary, options, executor)
    with processes(1) as executor:
        assert executor is None
    assert side_by_side.equals(sweep(tiny_city(), vary, options))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A!b=0:1:3", (0.0, 0.5, 1.0)),
        ("A!b=1:2", (1.0, 2.0)),
        ("A!b=5:9:1", (5.0,)),
        ("A!b=-1:1:2", (-1.0, 1.0)),
        ("A!x=y.b=0:1", (0.0, 1.0)),
    ],
)
def test_a_span_is_an_address_and_its_values(text: str, values: tuple[float, ...]) -> None:
    assert span(text) == (text.rpartition("=")[0], values)


@pytest.mark.parametrize(
    "text", ["A!b", "=1:2", "A!b=1", "A!b=1:2:0", "A!b=1:2:3:4", "A!b=nan:1", "A!b=1:2:x", "A!b=0:inf"]
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        span(text)
    assert str(caught.value) == f"{text!r} does not read ADDRESS=LOW:HIGH:N, e.g. Settings!government_rate=0.03:0.07:5."


def test_an_answer_without_proof_leaves_bound_and_gap_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    result = answers.hand_made()
    bare = dataclasses.replace(result.answers[0], proof=None)
    told(monkeypatch, lambda case: dataclasses.replace(result, answers=(bare,)))
    table = sweep(tiny_city(), {RATE: (0.1,)})
    assert table[["bound", "gap", "runner_up"]].isna().all().all()
