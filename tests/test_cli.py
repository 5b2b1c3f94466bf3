"""The command line as a person types it: what is printed where, and with which code it ends."""

import dataclasses
import importlib
import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result

import optmodel
from optmodel import cli
from optmodel.case import Case, findings
from optmodel.errors import SelfCheckError, SolverError
from optmodel.report import contract_json
from optmodel.report.signed import signed
from optmodel.workbook import write
from scripts import benchmark_cities
from tests.cities import OWNED, VENTURE, tiny_city
from tests.report import answers

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def quiet_city() -> Case:
    """The tiny city, of which the check has nothing to say."""
    case = tiny_city().replace({f"Charges!{VENTURE}/coordination.counted_from": "either"})
    assert findings(case) == []
    return case


@pytest.fixture
def city() -> str:
    write(quiet_city(), "city.xlsx")
    return "city.xlsx"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.commands, arguments)


def lines(result: Result) -> list[str]:
    return result.stdout.splitlines()


def spoilt(city: str, cell: tuple[str, str], value: object) -> str:
    book = openpyxl.load_workbook(city)
    book[cell[0]][cell[1]] = value
    book.save(city)
    return city


def written(document: object, name: str = "bid.json") -> str:
    Path(name).write_text(json.dumps(document), encoding="utf-8")
    return name


def process(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[bytes]":
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | options.pop("env", {})
    command = [sys.executable, "-m", "optmodel", *arguments]
    return subprocess.run(command, capture_output="stdout" not in options, env=environment, **options)


# Help and versions


def test_help_lists_the_commands_and_imports_nothing_heavy() -> None:
    script = (
        "import sys\nfrom optmodel.cli import commands\n"
        "try: commands(['--help'])\nexcept SystemExit as end: assert end.code == 0\n"
        "heavy = {'pyomo', 'highspy', 'pandas', 'openpyxl', 'numpy', 'matplotlib'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    for command in ("template", "check", "solve", "evaluate", "export", "math", "sweep", "dictionary"):
        assert f"\n  {command} " in done.stdout


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"optmodel, version {optmodel.__version__}\n"


def test_shells_complete_the_options() -> None:
    answer = process(
        env={"_OPTMODEL_COMPLETE": "bash_complete", "COMP_WORDS": "optmodel solve --th", "COMP_CWORD": "2"}
    )
    assert answer.stdout == b"plain,--threads\n"


# Template, check, dictionary, mathematics


def test_the_template_is_written_once_and_passes_its_own_check() -> None:
    first = run("template", "new.xlsx")
    assert (first.exit_code, first.stdout) == (0, "Written: new.xlsx. Fill it in, then: optmodel check new.xlsx\n")
    assert run("check", "new.xlsx").exit_code == 0
    second = run("template", "new.xlsx")
    assert second.exit_code == 9
    assert second.stdout == ""


def test_check_lists_what_is_wrong_cell_by_cell(city: str) -> None:
    whole = run("check", city)
    assert (whole.exit_code, whole.stdout, whole.stderr) == (0, "", "city.xlsx: 0 errors, 0 warnings.\n")
    done = run("check", spoilt(city, ("Districts", "B4"), -1))
    assert done.exit_code == 3
    assert len(lines(done)) == 1
    assert lines(done)[0].startswith("Districts!B4: ")
    assert done.stderr == "city.xlsx: 1 error, 0 warnings.\n"
    assert run("check", city, "-q").stderr == ""


def test_warnings_alone_are_no_failure() -> None:
    case = quiet_city()
    write(dataclasses.replace(case, sources=case.sources[1:]), Path("city.xlsx"))
    done = run("check", "city.xlsx")
    assert done.exit_code == 0
    assert lines(done)[0].startswith("warning: Sources")


def test_a_contract_file_is_checked_by_its_name_or_by_what_it_holds() -> None:
    Path("contract.json").write_bytes(contract_json(answers.venture_recommended()))
    assert run("check", "contract.json").exit_code == 0
    broken = signed(answers.venture_terms()) | {"term_years": "six"}
    for name in ("bid.json", "bid.txt"):
        done = run("check", written({"signed": broken}, name))
        assert done.exit_code == 3
        assert lines(done) == [
            "/signed/term_years: 'six' stands here, where a whole number from 1 to 60 is expected. "
            "Give a whole number from 1 to 60: length of the contract, years of building included."
        ]
    assert run("check", written([], "list")).exit_code == 3


def test_a_file_that_may_not_be_looked_into_is_left_to_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "is_file", forbidden)
    assert run("check", "none").exit_code == 3


def test_what_is_neither_is_refused_like_a_workbook() -> None:
    Path("text").write_text("hello")
    for name in ("text", "none", "."):
        done = run("check", name)
        assert done.exit_code == 3
        assert len(lines(done)) == 1


def test_the_dictionary_and_the_mathematics_are_printed() -> None:
    assert "`Settings!government_rate`" in run("dictionary").stdout
    assert "operator_return" in run("math").stdout


# Solve


def test_solve_prints_the_answer_and_writes_the_folder(city: str) -> None:
    done = run("solve", city, "--mode", OWNED)
    assert done.exit_code == 0, done.stderr
    assert done.stderr == ""
    assert lines(done)[0].startswith("Recommended: government-owned, at a cost to the government of 519,994 EUR")
    assert lines(done)[-2:] == ["Written: city-contract/contract.xlsx", "         city-contract/contract.json"]
    assert sorted(path.name for path in Path("city-contract").iterdir()) == ["contract.json", "contract.xlsx"]
    assert sorted(path.name for path in Path().iterdir()) == ["city-contract", "city.xlsx"]


def test_what_is_signed_and_saved_among_scenarios_is_written_checked_and_priced_again() -> None:
    write(answers.uncertain_city(), "city.xlsx")
    done = run("solve", "city.xlsx", "--mode", OWNED, "--mode", VENTURE)
    assert done.exit_code == 0, done.stderr
    assert "\nValue for money: " in done.stdout
    assert "One scenario" not in done.stdout
    checked = run("check", "city-contract/contract.json")
    assert (checked.exit_code, checked.stdout) == (0, "")
    document = json.loads(Path("city-contract/contract.json").read_text(encoding="utf-8"))
    assert document["value_for_money"]["comparator"] == OWNED
    again = run("evaluate", "city.xlsx", "--terms", "city-contract/contract.json", "--json")
    assert again.exit_code == 0, again.stderr
    for key in ("signed", "government_cost", "operator", "scenarios", "residents", "support", "ledger", "comparison"):
        assert json.loads(again.stdout)[key] == document[key]


def test_solving_again_moves_the_older_result_aside(city: str) -> None:
    for _ in range(2):
        assert run("solve", city, "--mode", OWNED, "--out", "out").exit_code == 0
    assert sorted(path.name for path in Path().iterdir()) == ["city.xlsx", "out", "out.1"]
    held = [Path(name, "contract.json").read_bytes() for name in ("out", "out.1")]
    assert held[0] == held[1]


def test_json_prints_the_document_and_nothing_else(city: str) -> None:
    done = run("solve", city, "--mode", OWNED, "--json", "--set", "Settings!gap=0.001", "--seed", "7")
    assert (done.exit_code, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["recommendation"] == OWNED
    assert document["provenance"]["overrides"] == {"Settings!gap": "0.001"}
    assert len(document["provenance"]["workbook_sha256"]) == 64
    assert document["provenance"]["seed"] == 7
    assert not Path("city-contract").exists()
    again = run("solve", city, "--mode", OWNED, "--json", "--set", "Settings!gap=0.001", "--seed", "7", "--out", "out")
    assert again.stdout == done.stdout
    assert Path("out/contract.json").read_text(encoding="utf-8") == done.stdout
    for private in (str(Path.cwd()), "city.xlsx", platform.node()):
        assert private not in done.stdout


def test_an_impossible_case_says_what_would_have_to_give_and_writes_nothing(city: str) -> None:
    done = run("solve", city, "--mode", OWNED, "--set", "Settings!budget_total=1")
    assert done.exit_code == 4
    assert lines(done)[0] == "No contract meets the requirements."
    assert "The government's net payments over the horizon stay within the total budget." in " ".join(
        done.stdout.split()
    )
    assert not Path("city-contract").exists()


def test_without_time_nothing_is_found_and_nothing_written(city: str) -> None:
    done = run("solve", city, "--mode", OWNED, "--time-limit", "0", "--json")
    assert done.exit_code == 7
    assert json.loads(done.stdout)["reason"] == "The search was stopped before any contract was found."
    assert run("solve", city, "--mode", OWNED, "--time-limit", "0").exit_code == 7
    assert not Path("city-contract").exists()


def test_a_contract_found_when_the_time_is_over_is_given_with_its_own_code(
    city: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import optmodel.advise as facade  # noqa: F401 - the module is reached below, this name is the function

    stopped = dataclasses.replace(answers.hand_made(), status=optmodel.result.Status.LIMIT)
    monkeypatch.setattr(sys.modules["optmodel.advise"], "advise", lambda *args, **options: stopped)
    done = run("solve", city)
    assert done.exit_code == 6
    assert lines(done)[0].startswith("Best found before the search was stopped: government-owned")
    assert Path("city-contract").exists()


def test_everything_wrong_with_a_workbook_is_told_and_nothing_solved(city: str) -> None:
    done = run("solve", spoilt(spoilt(city, ("Districts", "B4"), -1), ("Districts", "C5"), "many"))
    assert (done.exit_code, done.stdout) == (3, "")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["Districts!B4", "Districts!C5"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--set", "Settings!goverment_rate=0.1"], 3, "Settings!goverment_rate: There is no such input. Did you mean "),
        (["--set", "Settings!government_rate=5 %"], 3, "Settings!government_rate: '5 %' stands here, where "),
        (["--set", "Settings"], 2, "optmodel: --set 'Settings' does not read ADDRESS=VALUE, e.g. Settings!government"),
        (
            ["--set", "Settings!gap=1", "--set", "Settings!gap=0"],
            2,
            "optmodel: --set gives Settings!gap more than once.",
        ),
        (
            ["--mode", "franchize"],
            2,
            "optmodel: There is no mode 'franchize' that may be chosen. Did you mean 'franchi",
        ),
        (["--gap", "nan"], 2, "Usage: optmodel solve [OPTIONS] CITY.xlsx"),
        (["--gap", "0,1"], 2, "Usage: optmodel solve [OPTIONS] CITY.xlsx"),
        (["--time-limit", "-1"], 2, "Usage: optmodel solve [OPTIONS] CITY.xlsx"),
        (["--threads", "0"], 2, "Usage: optmodel solve [OPTIONS] CITY.xlsx"),
        (["--out", "city.xlsx"], 9, "optmodel: city.xlsx: This is no folder. Name another; nothing was changed."),
        (
            ["--out", "none/out"],
            9,
            "optmodel: none/out: No such file or directory. Name a place that may be written to",
        ),
        (["--fast"], 2, "Usage: optmodel solve [OPTIONS] CITY.xlsx"),
    ],
)
def test_a_mistake_is_told_with_its_code_and_without_a_traceback(
    city: str, arguments: list[str], code: int, message: str
) -> None:
    done = run("solve", city, *arguments)
    assert done.exit_code == code
    assert done.stdout == ""
    assert done.stderr.startswith(message)
    assert "Traceback" not in done.stderr


def test_an_override_may_name_a_row_with_an_equals_sign_in_it() -> None:
    case = quiet_city()
    odd = dataclasses.replace(case.districts[1], name="Hill=Top")
    write(dataclasses.replace(case, districts=(case.districts[0], odd)), Path("city.xlsx"))
    done = run("solve", "city.xlsx", "--json", "--mode", OWNED, "--set", "Districts!Hill=Top.area=5")
    assert json.loads(done.stdout)["provenance"]["overrides"] == {"Districts!Hill=Top.area": "5"}


@pytest.mark.parametrize(("error", "code"), [(SolverError("HiGHS failed."), 8), (SelfCheckError("They differ."), 10)])
def test_failures_of_the_solver_and_of_the_self_check_have_their_codes(
    city: str, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fails(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(sys.modules["optmodel.advise"], "advise", fails)
    done = run("solve", city)
    assert (done.exit_code, done.stdout, done.stderr) == (code, "", f"optmodel: {error}\n")


def test_an_internal_error_says_how_to_report_it_and_shows_its_trace_only_if_asked(
    city: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **options: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(sys.modules["optmodel.advise"], "advise", fails)
    done = run("solve", city)
    assert done.exit_code == 70
    assert done.stderr == (
        "optmodel met an internal error: KeyError: 'x'. This is a mistake in optmodel, not in your data. Please report "
        "it with the command, the output of optmodel --version, what the command prints when -v is added, and the "
        "workbook if you may share it.\n"
    )
    assert "Traceback" in run("solve", city, "-v").stderr


def test_ctrl_c_inside_another_program_ends_with_its_code(city: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (KeyboardInterrupt, click.Abort):
        monkeypatch.setattr(cli, "_code_of", lambda result, error=error: (_ for _ in ()).throw(error()))
        assert run("solve", city, "--mode", OWNED).exit_code == 130


def test_progress_is_told_line_by_line_where_asked_for(city: str) -> None:
    assert "government-owned: solving" in run("solve", city, "--mode", OWNED, "-v").stderr
    case = quiet_city()
    write(dataclasses.replace(case, sources=case.sources[1:]), Path("other.xlsx"))
    assert run("solve", "other.xlsx", "--mode", OWNED).stderr.startswith("warning: Sources")
    assert run("solve", "other.xlsx", "--mode", OWNED, "-q").stderr == ""


# Evaluate, export


def test_evaluate_prices_terms_and_says_what_they_break(city: str) -> None:
    done = run("evaluate", city, "--terms", written(signed(answers.venture_terms())))
    assert done.exit_code == 11
    assert "5 requirements broken, 44 met:" in done.stdout
    kept = run("evaluate", city, "--terms", written(signed(answers.owned_terms())))
    assert kept.exit_code == 0
    assert "All 43 requirements met." in kept.stdout


def test_evaluate_prints_json_and_takes_overrides(city: str) -> None:
    bid = written({"signed": signed(answers.owned_terms())})
    done = run("evaluate", city, "--terms", bid, "--json", "--set", "Settings!budget_total=1")
    assert done.exit_code == 11
    document = json.loads(done.stdout)
    assert [item["rule"] for item in document["requirements"] if not item["holds"]] == ["budget_total"]
    assert document["provenance"]["overrides"] == {"Settings!budget_total": "1"}


def test_a_tariff_and_a_function_nobody_knows_are_pointed_at(city: str) -> None:
    unknown = signed(answers.owned_terms()) | {"tariff_level": "raised", "outsourced": ["design"]}
    done = run("evaluate", city, "--terms", written({"signed": unknown}))
    assert done.exit_code == 3
    found = [line for line in done.stderr.splitlines() if line.startswith("/signed")]
    assert [line.partition(":")[0] for line in found] == ["/signed/tariff_level", "/signed/outsourced/0"]
    assert found[1].endswith("'government-owned' has no function 'design' that others may do. Leave the list empty.")


def test_terms_that_cannot_be_read_or_priced_are_pointed_at(city: str) -> None:
    terms = signed(answers.owned_terms()) | {"mode": "goverment-owned"}
    done = run("evaluate", city, "--terms", written(terms))
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == "/mode: There is no mode 'goverment-owned' in the case. Did you mean 'government-owned'?\n"
    assert run("evaluate", city, "--terms", "none.json").exit_code == 3
    assert run("evaluate", city).exit_code == 2


@pytest.mark.parametrize("name", ["model.mps", "model.lp"])
def test_export_writes_the_model_once(city: str, name: str) -> None:
    done = run("export", city, name)
    assert (done.exit_code, done.stdout) == (0, f"Written: {name}\n"), done.stderr
    size = Path(name).stat().st_size
    assert size > 1000
    assert run("export", city, name).exit_code == 9
    assert Path(name).stat().st_size == size
    Path("contract.json").write_bytes(contract_json(answers.venture_recommended()))
    assert run("export", city, f"rollout-{name}", "--contract", "contract.json").exit_code == 0
    assert Path(f"rollout-{name}").stat().st_size < size


def test_a_model_has_one_of_two_endings(city: str) -> None:
    done = run("export", city, "model.txt")
    assert (done.exit_code, done.stderr) == (2, "optmodel: model.txt: a model's name ends in .mps or .lp.\n")


# Sweep


RATE = "Settings!government_rate=0.2:0.3:2"


def test_sweep_prints_a_table_one_row_a_run(city: str) -> None:
    done = run("sweep", city, "--vary", RATE, "--mode", OWNED)
    assert done.exit_code == 0, done.stderr
    assert lines(done)[0].startswith("Settings!government_rate,status,mode,term_years,revenue_share")
    assert [line.split(",")[:3] for line in lines(done)[1:]] == [["0.2", "optimal", OWNED], ["0.3", "optimal", OWNED]]


def test_sweep_writes_the_files_it_is_asked_for(city: str) -> None:
    files = ["--out", "runs.csv", "--out", "runs.xlsx", "--out", "runs.png"]
    done = run("sweep", city, "--vary", RATE, "--mode", OWNED, "--one-at-a-time", *files)
    assert (done.exit_code, done.stdout) == (0, "Written: runs.csv\nWritten: runs.xlsx\nWritten: runs.png\n")
    assert Path("runs.png").read_bytes().startswith(b"\x89PNG")
    assert run("sweep", city, "--vary", RATE, "--one-at-a-time", *files).exit_code == 9


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["--vary", "Settings!goverment_rate=0:1:2"],
            3,
            "Settings!goverment_rate: There is no such input. Did you mean",
        ),
        (["--vary", "Settings!government_rate=a:b"], 2, "optmodel: 'Settings!government_rate=a:b' does not read ADDR"),
        (["--vary", RATE, "--vary", RATE], 2, "optmodel: --vary gives Settings!government_rate more than once."),
        (["--vary", RATE, "--out", "runs.txt"], 2, "optmodel: runs.txt: a study is written as .csv, .xlsx or .png."),
        (["--vary", RATE, "--out", "runs.png"], 2, "optmodel: runs.png: a tornado chart needs --one-at-a-time."),
        (["--vary", RATE, "--out", "city.xlsx"], 9, "optmodel: city.xlsx: There is something of that name."),
        ([], 2, "Usage: optmodel sweep [OPTIONS] CITY.xlsx"),
    ],
)
def test_a_mistake_in_a_sweep_is_told_before_anything_is_solved(
    city: str, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, message: str
) -> None:

    monkeypatch.setattr(importlib.import_module("optmodel.study.sweep"), "advise", None)
    done = run("sweep", city, *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith(message)


# As a process


def test_a_reader_that_leaves_early_is_no_failure(city: str) -> None:
    command = f"{sys.executable} -m optmodel dictionary"
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -n 1; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (done.stdout.splitlines(), done.stderr) == (["# Data dictionary", "0"], "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_an_output_that_takes_nothing_is_said(city: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = process("dictionary", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 9
    assert done.stderr == b"optmodel: The output cannot be written: No space left on device.\n"


def test_a_closed_output_does_no_harm() -> None:
    command = f"{sys.executable} -m optmodel dictionary >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], env=os.environ | {"PYTHONPATH": str(ROOT)}).returncode == 0


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "de_DE.UTF-8", "HOME": "/nonexistent"},
        {"PYTHONIOENCODING": "cp437"},
    ],
)
def test_any_locale_gets_points_in_numbers_and_signs_it_can_show(city: str, environment: dict[str, str]) -> None:
    done = process("evaluate", city, "--terms", written(signed(answers.venture_terms())), env=environment)
    assert (done.returncode, done.stderr) == (11, b"")
    assert b"costs the government 375,546 EUR" in done.stdout
    assert (b"1.25 x the need" in done.stdout) == (environment.get("LC_ALL") != "de_DE.UTF-8")


# How it is solved


def test_the_joint_model_in_place_of_the_search_finds_the_same_and_leaves_no_certificate(city: str) -> None:
    assert run("solve", city, "--mode", OWNED, "--out", "searched").exit_code == 0
    assert run("solve", city, "--mode", OWNED, "--method", "joint", "--out", "jointly").exit_code == 0
    searched, jointly = (
        json.loads(Path(folder, "contract.json").read_text("utf-8")) for folder in ("searched", "jointly")
    )
    assert searched["signed"] == jointly["signed"]
    assert [answer["modes"][0]["certificate"] is None for answer in (searched, jointly)] == [False, True]
    refused = run("solve", city, "--method", "guess")
    assert refused.exit_code == 2
    assert "'guess' is not one of 'search', 'joint'" in refused.stderr


@pytest.mark.heavy
def test_workers_side_by_side_write_the_same_answer(city: str) -> None:
    for workers in ("1", "2"):
        modes = ("--mode", OWNED, "--mode", VENTURE)
        assert run("solve", city, *modes, "--workers", workers, "--out", f"by-{workers}").exit_code == 0
    for name in ("contract.json", "contract.xlsx"):
        assert Path("by-1", name).read_bytes() == Path("by-2", name).read_bytes()


INTERRUPTED = """
import sys, time
from optmodel import cli, interruption
watch = interruption.watch
interruption.watch = lambda clean: (watch(clean), print("ready", flush=True))
sys.argv = ["optmodel", "solve", "city.xlsx", "--out", "out", "--gap", "0", "--workers", "WORKERS"]
if __name__ == "__main__":
    cli.main()
"""


@pytest.mark.heavy
@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise elsewhere")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize(("workers", "after"), [(1, 0.0), (1, 0.4), (1, 2.0), (2, 1.0), (2, 2.5)])
def test_an_interruption_ends_everything_at_once_and_leaves_nothing(
    number: int, code: int, workers: int, after: float
) -> None:
    write(benchmark_cities.city(87, 6, 3), "city.xlsx")  # which takes minutes to be proven without a gap
    script = INTERRUPTED.replace("WORKERS", str(workers))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", script], stdout=pipe, stderr=pipe, env=environment) as started:
        assert started.stdout
        assert started.stdout.readline() == b"ready\n"
        time.sleep(after)
        began = time.monotonic()
        started.send_signal(number)
        output, errors = started.communicate(timeout=10)
    assert (started.returncode, output) == (code, b"")
    assert time.monotonic() - began < 2
    assert errors == b"\nInterrupted. Nothing was left half-written.\n"
    assert [path.name for path in Path().iterdir()] == ["city.xlsx"]
