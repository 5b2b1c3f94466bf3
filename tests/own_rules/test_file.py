"""A file of rules at the command line: what it gives, what is told of one that is wrong, and that it is named."""

import csv
import hashlib
import json
import pickle
import re
from pathlib import Path

import pytest

from optmodel.errors import InputError
from optmodel.own_rules import load_rules
from optmodel.workbook import write
from tests.cities import OWNED
from tests.test_cli import lines, quiet_city, run

pytestmark = pytest.mark.heavy  # long computations, run apart from coverage

ROOT = Path(__file__).parents[2]
PAIR = """
from optmodel import Rule

def constraint(model, case):
    for year in case.years:
        one, other = (
            sum(built for (place, _, opened), built in model.built.items() if (place, opened) == (name, year))
            for name in ("Harbour", "Hill")
        )
        yield str(year), one == other

def check(case, terms):
    opened = {item.district: item.opening_year for item in terms.rollout}
    yield "", 0, opened.get("Harbour") != opened.get("Hill")

RULES = [Rule("together", "Harbour and Hill open together.", "districts", constraint, check)]
"""


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def city() -> str:
    write(quiet_city(), "city.xlsx")
    return "city.xlsx"


def rules(text: str, name: str = "rules.py") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def told(*arguments: str) -> str:
    """What a command says of a mistake in a file of rules; nothing is printed, and there is no traceback."""
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (3, ""), done.output
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


def test_solve_keeps_the_rules_and_names_them_with_the_digest_of_the_file(city: str) -> None:
    file = rules(PAIR)
    done = run("solve", city, "--mode", OWNED, "--rules", file, "--json", "-q")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    assert len({item["opening_year"] for item in document["signed"]["rollout"]}) == 1
    assert {item["district"] for item in document["signed"]["rollout"]} == {"Harbour", "Hill"}
    (judged,) = [item for item in document["requirements"] if item["rule"] == "together"]
    assert judged["sentence"] == "Harbour and Hill open together."
    assert document["provenance"]["own_rules"] == ["together"]
    assert document["provenance"]["rules_sha256"] == hashlib.sha256(Path(file).read_bytes()).hexdigest()


def test_evaluate_judges_a_bid_by_them(city: str) -> None:
    assert run("solve", city, "--mode", OWNED, "-q").exit_code == 0
    bid = "city-contract/contract.json"
    assert run("evaluate", city, "--terms", bid, "-q").exit_code == 0
    done = run("evaluate", city, "--terms", bid, "--rules", rules(PAIR), "-q")
    assert done.exit_code == 11
    assert "  together: Harbour and Hill open together." in lines(done)
    assert "1 requirement broken" in done.stdout


def test_export_and_sweep_take_them_too(city: str) -> None:
    file = rules(PAIR)
    assert run("export", city, "model.lp", "--rules", file).exit_code == 0
    assert "own_together(" in Path("model.lp").read_text("utf-8")
    vary = ("sweep", city, "--vary", "Settings!present_price=10:11:2", "--mode", OWNED, "-q")
    costs = [
        [float(row["government_cost"]) for row in csv.DictReader(lines(run(*vary, *more)))]
        for more in ((), ("--rules", file), ("--rules", file, "--workers", "2"))
    ]
    assert len(costs[0]) == 2
    assert all(kept > free for free, kept in zip(costs[0], costs[1], strict=True))
    assert costs[1] == costs[2]  # the file is run again in each process


def test_a_check_that_contradicts_the_constraint_ends_with_its_code(city: str) -> None:
    file = rules(PAIR.replace('opened.get("Harbour") != opened.get("Hill")', "0"))
    done = run("solve", city, "--mode", OWNED, "--rules", file)
    assert done.exit_code == 10
    assert "The constraint of rule 'together' is broken [" in done.stderr
    assert not Path("city-contract").exists()


def test_the_help_says_that_the_file_is_run() -> None:
    for command in ("solve", "evaluate", "export", "sweep"):
        assert "The file is run: name only one that you would run as a program." in re.sub(
            r"\s+", " ", run(command, "--help").stdout
        )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def f(:\n  pass", "rules.py, line 1: This is no Python: invalid syntax. Mend it and run again."),
        (
            "\n\nx = y",
            "rules.py, line 3: The file fails with NameError: name 'y' is not defined. Mend it and run again.",
        ),
        (
            "import mesh_of_dreams",
            "rules.py, line 1: The file fails with ModuleNotFoundError: No module named 'mesh_of_dreams'. "
            "Mend it and run again.",
        ),
        ("import sys\nsys.exit(2)", "rules.py, line 2: The file fails with SystemExit: 2. Mend it and run again."),
        (
            "x = 1",
            "rules.py: It lists no RULES. End the file with RULES = [Rule(name, sentence, unit, constraint, check)].",
        ),
        (
            "RULES = 3",
            "rules.py: RULES is no list but 3. "
            "End the file with RULES = [Rule(name, sentence, unit, constraint, check)].",
        ),
        (
            "RULES = []",
            "rules.py: RULES is empty. End the file with RULES = [Rule(name, sentence, unit, constraint, check)].",
        ),
        ("RULES = [3]", "rules.py, RULES[0]: 3 is no rule. Make it with optmodel.Rule."),
    ],
)
def test_a_file_that_gives_no_rules_is_told_with_its_line(city: str, text: str, said: str) -> None:
    assert told("solve", city, "--rules", rules(text)).removeprefix("error: ") == said


def test_a_file_that_is_not_there_is_told(city: str) -> None:
    said = told("evaluate", city, "--terms", "bid.json", "--rules", "none.py").removeprefix("error: ")
    assert said == "none.py: The file cannot be read: No such file or directory. Name a file of Python."


def test_a_mistake_within_a_function_is_told_with_its_line(city: str) -> None:
    file = rules(PAIR.replace('("Harbour", "Hill")\n', '("Harbour", hill)\n'))
    line = 1 + Path(file).read_text("utf-8").splitlines().index('            for name in ("Harbour", hill)')
    said = told("solve", city, "--rules", file)
    assert f"rules.py, line {line}: The constraint of rule 'together' fails with NameError: name 'hill' is not" in said


def test_rules_of_a_file_travel_by_the_file_unless_it_was_changed() -> None:
    found = load_rules(rules(PAIR))
    packed = pickle.dumps(found.rules)
    (again,) = pickle.loads(packed)
    assert (again.name, again.sentence, again.unit) == ("together", "Harbour and Hill open together.", "districts")
    rules(PAIR + "\n")
    with pytest.raises(InputError, match="was changed while it was in use"):
        pickle.loads(packed)


def test_the_example_of_the_readme_runs_as_it_stands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    example = next(part for part in re.findall(r"```python\n(.*?)```", readme, re.S) if "RULES = [" in part)
    data = str(ROOT / "data" / "minneapolis.xlsx")
    done = run("solve", data, "--rules", rules(example), "--mode", "government-invested", "--json", "-q")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    opened = {item["district"]: item["opening_year"] for item in document["signed"]["rollout"]}
    assert opened.get("Central") == opened.get("University")
    assert sum(item["rule"] == "together" for item in document["requirements"]) > 0
