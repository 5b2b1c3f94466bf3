"""The house: what may import what, how long files and functions are, what may stand where."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import optmodel
from optmodel.workbook.example import example

pytestmark = pytest.mark.heavy  # it reads the code and runs nothing of it: apart from coverage

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "optmodel"

# Storeys, lowest first: what a part of the house may import beside itself. The ledger and the verdict stand apart from
# all that the optimiser is made of; the doors, workbook and report, are seen by studies and the command line alone.
GROUND = {"errors", "finance"}
DEAL = GROUND | {"case", "contract", "certificate"}
VERDICT = DEAL | {"ledger", "requirements", "contract_map", "result", "own_rules"}
OPTIMISER = DEAL | {"requirements", "own_rules", "rollout", "rules", "solver", "formulation"}
SEARCH = (
    OPTIMISER | VERDICT | {"verify", "search", "settle", "explain", "proposal", "two_statements", "proof", "best_terms"}
)
DOORS = {"workbook", "report"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "finance": set(),
    "case": GROUND,
    "contract": GROUND | {"case"},
    "certificate": {"contract"},
    "requirements": set(),
    "own_rules": (DEAL - {"finance"}) | {"requirements"},
    "ledger": DEAL - {"finance"},
    "contract_map": DEAL - GROUND,
    "result": DEAL | {"ledger", "requirements", "contract_map"},
    "claim": DEAL | {"result"},
    "verify": VERDICT - {"finance"},
    "rollout": DEAL | {"own_rules"},
    "rules": DEAL | {"requirements", "rollout"},
    "highs": {"errors"},
    "solver": {"errors", "highs"},
    "formulation": OPTIMISER - {"formulation"},
    "search": OPTIMISER - {"formulation"},
    "settle": OPTIMISER,
    "explain": OPTIMISER | {"result", "search"},
    "proposal": OPTIMISER | {"search"},
    "two_statements": {"contract", "errors", "own_rules", "requirements", "rollout", "verify"},
    "proof": SEARCH - {"best_terms", "proof", "explain"},
    "best_terms": SEARCH - {"best_terms"},
    "workers": {"interruption"},
    "mode_by_mode": SEARCH | {"workers"},
    "value_for_money": SEARCH,
    "advise": SEARCH | {"value_for_money", "mode_by_mode", "workers"},
    "export": OPTIMISER | {"ledger"},
    "workbook": GROUND | {"case"},
    "audit": SEARCH - {"formulation", "best_terms", "proof", "proposal", "settle", "explain"} | {"claim"},
    "report": VERDICT | {"optmodel", "claim"},
    "study": VERDICT | {"advise", "report"},
    "interruption": set(),
    "terminal": {"errors"},
    "cli_options": set(),
    "cli_inputs": DEAL | DOORS | {"own_rules", "study", "terminal"},
    "cli_sweep": {"advise", "study", "workers", "cli_options", "cli_inputs", "terminal"},
    "cli_audit": {"errors", "audit", "report", "cli_options", "cli_inputs", "terminal"},
    "cli": SEARCH
    | DOORS
    | {
        "optmodel",
        "advise",
        "export",
        "interruption",
        "terminal",
        "cli_options",
        "cli_inputs",
        "cli_audit",
        "cli_sweep",
        "workers",
    },
    "__main__": {"cli"},
    "optmodel": set(),
}
SECOND_OPINION = ("optmodel.ledger", "optmodel.verify")
OPTIMISERS_OWN = (
    "rollout",
    "rules",
    "formulation",
    "highs",
    "solver",
    "search",
    "settle",
    "explain",
    "proposal",
    "two_statements",
    "proof",
    "best_terms",
    "mode_by_mode",
    "value_for_money",
    "advise",
    "audit",
    "export",
)
# A case that is varied is checked again, and its checks read cases: the one pair that knows each other, in a function.
ACQUAINTED = {("optmodel.case.case", "optmodel.case.checks")}

TOP = {
    "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CITATION.cff",
    "optmodel", "data", "scripts", "tests",
}  # fmt: skip
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "constraints"}
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|conda\.anaconda\.org|registry\.npmjs\.org|index[-_]url|find[-]links|"
    r"https?://[^\s\"'<>)]+/simple\b",
    re.I,
)


@cache
def modules() -> dict[str, ast.Module]:
    """Every file of the package, read, by the name it is imported by."""
    found = {}
    for path in sorted(HOUSE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = ast.parse(path.read_text("utf-8"))
    return found


@cache
def imports(name: str, *, also_in_functions: bool = True) -> frozenset[str]:
    """Modules of the house that a module imports, also within functions and for a type checker."""
    tree = modules()[name]
    here = ast.walk(tree) if also_in_functions else _at_import(tree)
    if name == "optmodel":  # which names all its rooms to a type checker, and opens none
        blocks = [item for item in tree.body if isinstance(item, ast.If) and ast.unparse(item.test) == "TYPE_CHECKING"]
        unseen = {id(item) for block in blocks for item in ast.walk(block)}
        here = [item for item in here if id(item) not in unseen]
    return frozenset({target for item in here for target in _targets(item)} - {name})


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    for item in ast.iter_child_nodes(node):
        if not isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield item
            yield from _at_import(item)


def _targets(item: ast.AST) -> Iterator[str]:
    if isinstance(item, ast.Import):
        yield from (alias.name for alias in item.names if alias.name.split(".")[0] == "optmodel")
    elif isinstance(item, ast.ImportFrom):
        assert item.level == 0, f"relative import of {item.module}"
        if item.module is not None and item.module.split(".")[0] == "optmodel":
            for alias in item.names:
                inner = f"{item.module}.{alias.name}"
                yield inner if inner in modules() else item.module


def part_of(module: str) -> str:
    """The part of the house that a module belongs to: its first name under the package."""
    return module.split(".")[1] if "." in module else module


def reached(start: str) -> set[str]:
    """All modules that a module, or a part of the house, leads to."""
    seen: set[str] = set()
    ahead = [name for name in modules() if name == start or name.startswith(start + ".")]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += imports(name)
    return seen


@cache
def tracked() -> tuple[Path, ...]:
    """Files that belong to the repository; where there is no git, as in a source archive, all that are there."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\0")[:-1]
    if listed.returncode != 0:
        there = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
        names = [str(path) for path in there if not re.search(r"(^|/)[.](?!ci/)|__pycache__", path.as_posix())]
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


# What may import what


def test_every_part_of_the_house_has_its_storey() -> None:
    assert {part_of(name) for name in modules()} == set(MAY_IMPORT)


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_imports_only_what_is_below_it(part: str) -> None:
    wrong = {
        f"{name} imports {target}"
        for name in modules()
        if part_of(name) == part
        for target in imports(name)
        if part_of(target) not in MAY_IMPORT[part] | {part}
    }
    assert wrong == set()


def test_the_storeys_stand_on_each_other_without_a_circle() -> None:
    TopologicalSorter(MAY_IMPORT).prepare()


def test_only_studies_and_the_command_line_see_the_doors() -> None:
    assert {part for part, below in MAY_IMPORT.items() if below & DOORS} == {
        "study",
        "cli_inputs",
        "cli_audit",
        "cli",
    }


def test_modules_import_each_other_in_no_circle() -> None:
    TopologicalSorter({name: imports(name, also_in_functions=False) for name in modules()}).prepare()
    in_functions = {name: {other for other in imports(name) if (name, other) not in ACQUAINTED} for name in modules()}
    TopologicalSorter(in_functions).prepare()


@pytest.mark.parametrize("opinion", SECOND_OPINION)
def test_the_second_opinion_leads_to_nothing_the_optimiser_is_made_of(opinion: str) -> None:
    assert {name for name in reached(opinion) if part_of(name) in OPTIMISERS_OWN} == set()


def test_the_joint_model_is_written_without_the_rules() -> None:
    leads_to = reached("optmodel.formulation.joint")
    assert any(name.startswith("optmodel.formulation.") and name.endswith("money") for name in leads_to)
    assert {name for name in leads_to if part_of(name) in ("rules", "ledger", "verify")} == set()
    assert leads_to.isdisjoint({"optmodel.formulation.arrays", "optmodel.formulation.algebra"})


def test_the_facade_imports_nothing_before_it_is_used() -> None:
    assert imports("optmodel") == frozenset()


def test_the_house_itself_takes_nothing_from_its_facade_but_the_version() -> None:
    taken = {
        f"{name}: optmodel.{item.attr}"
        for name, tree in modules().items()
        for item in ast.walk(tree)
        if isinstance(item, ast.Attribute) and isinstance(item.value, ast.Name) and item.value.id == "optmodel"
    }
    assert {what for what in taken if not what.endswith("optmodel.__version__")} == set()


@pytest.mark.parametrize("command", [["--help"], ["solve", "--help"], ["--version"]], ids=" ".join)
def test_help_does_not_wait_for_what_only_a_solve_needs(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "optmodel", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    loaded = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert "click" in loaded
    assert loaded & {"pyomo", "highspy", "numpy", "pandas", "openpyxl", "xlsxwriter", "matplotlib"} == set()


# What is written how


def test_files_are_short_enough_to_be_read_in_one_go() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in HOUSE.rglob("*.py")}
    long = {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length >= 300}
    assert long == {}


def test_functions_are_short_enough_to_be_seen_at_once() -> None:
    lengths = {
        f"{name}:{item.lineno} {item.name}": item.end_lineno - item.lineno + 1
        for name, tree in modules().items()
        for item in ast.walk(tree)
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length >= 50} == {}


def test_only_the_command_line_prints() -> None:
    printing = {
        name
        for name, tree in modules().items()
        for item in ast.walk(tree)
        if isinstance(item, ast.Call) and ast.unparse(item.func) in ("print", "sys.stdout.write", "sys.stderr.write")
    }
    assert {part_of(name) for name in printing} <= {"cli", "terminal"}


def test_no_mode_is_known_to_the_code() -> None:
    names = {mode.name.lower() for mode in example().modes}
    assert names
    known = {
        f"{name}:{item.lineno} {item.value!r}"
        for name, tree in modules().items()
        if name
        not in (
            "optmodel.workbook.example",
            "optmodel.workbook.example_modes",
        )  # which write them into a workbook, as anybody may
        for item in ast.walk(tree)
        if isinstance(item, ast.Constant) and isinstance(item.value, str) and item.value.strip().lower() in names
    }
    assert known == set()


def test_nothing_is_decided_by_the_name_of_a_mode() -> None:
    decided = {
        f"{name}:{item.lineno} {ast.unparse(item)}"
        for name, tree in modules().items()
        for item in ast.walk(tree)
        if isinstance(item, ast.Compare) and _names_a_mode(item)
    }
    assert decided == set()


def _names_a_mode(comparison: ast.Compare) -> bool:
    """Whether a mode, or its name, is compared with words that stand in the code."""
    sides = [comparison.left, *comparison.comparators]
    mode = any(re.search(r"(^|[._])(mode|recommended)(\.name)?$", ast.unparse(side)) for side in sides)
    return mode and any(
        isinstance(item, ast.Constant) and isinstance(item.value, str) for side in sides for item in ast.walk(side)
    )


def test_every_file_holds_something_with_a_name_of_its_own() -> None:
    everywhere = [path for path in tracked() if path.suffix == ".py"]
    assert [str(path) for path in everywhere if path.stem in NAMES_OF_NOTHING] == []


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    cited = re.search(r'^version: "?([^"\n]+)"?$', (ROOT / "CITATION.cff").read_text("utf-8"), re.M)
    assert cited is not None
    assert project == cited[1] == optmodel.__version__


def test_the_top_of_the_repository_holds_what_it_should_and_nothing_else() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} == TOP


def test_no_package_registry_is_named_anywhere() -> None:
    naming = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content and (found := REGISTRY.search(content.decode("utf-8", "replace"))):
            naming[str(path.relative_to(ROOT))] = found[0]
    assert naming == {}
