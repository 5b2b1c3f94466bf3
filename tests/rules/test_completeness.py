"""Every rule has its sentence, formula, points, golden rows, second opinion and place in MODEL.md."""

import ast
import inspect
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import optmodel
from optmodel.requirements import REQUIREMENT
from optmodel.rules import RULES, mathematics, objective, sentence
from optmodel.verify import evaluate
from tests.cities import FRANCHISE, OWNED, signed
from tests.rules.rendering import GOLDEN, OBJECTIVE, everything

HERE = Path(__file__).parent
MODEL = Path(optmodel.__file__).with_name("MODEL.md")


def lacking(name: str, rule: Callable[..., object]) -> list[str]:
    """Name what a rule lacks to be one."""
    present = {
        "a sentence, that of its requirement": name in REQUIREMENT and sentence(rule) == REQUIREMENT[name].sentence,
        "a formula in its docstring": _has_formula(rule),
        f"three points in tests/rules/test_{name}.py": _tests(name) >= 3,
        f"golden rows in tests/rules/golden/{name}.txt": _golden_rows(name) > 0,
        "a second opinion in optmodel.verify": name in _judged(),
        "a row in the table of MODEL.md": re.search(rf"^\| `{name}` \|", MODEL.read_text("utf-8"), re.M) is not None,
        "a place in what optmodel math prints": f"\n## {name}\n\n{inspect.getdoc(rule)}\n" in mathematics(),
    }
    return [what for what, is_there in present.items() if not is_there]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_lacks_nothing(name: str) -> None:
    assert lacking(name, RULES[name]) == []


def test_a_rule_of_which_only_the_code_was_written_lacks_all_of_it() -> None:
    assert [what.split()[1] for what in lacking("quiet_nights", lambda here: iter(()))] == [
        "sentence,", "formula", "points", "rows", "second", "row", "place",
    ]  # fmt: skip


def test_a_rule_is_known_by_one_name_everywhere_and_in_one_order() -> None:
    assert list(RULES) == list(REQUIREMENT)
    assert [rule.__name__ for rule in RULES.values()] == list(RULES)
    assert [Path(inspect.getfile(rule)).stem for rule in RULES.values()] == list(RULES)
    in_table = re.findall(r"^\| `(\w+)` \|", _section(6), re.M)
    assert in_table == list(RULES)


def test_what_is_minimised_is_as_complete_as_a_rule() -> None:
    assert sentence(objective).endswith(".")
    assert _has_formula(objective)
    assert _tests(OBJECTIVE) >= 3
    assert _golden_rows(OBJECTIVE) > 0
    assert f"`{OBJECTIVE}`" in _section(5)
    assert f"## {OBJECTIVE} (minimised)\n\n{inspect.getdoc(objective)}\n" in mathematics()


def _has_formula(rule: Callable[..., object]) -> bool:
    return re.search(r"^\.\. math:: \S", inspect.getdoc(rule) or "", re.M) is not None


def _tests(name: str) -> int:
    """Tests in the file of a rule, where that is a file about the rule."""
    path = HERE / f"test_{name}.py"
    if not path.exists() or f"``{name}``" not in path.read_text("utf-8"):
        return 0
    body = ast.parse(path.read_text("utf-8")).body
    return sum(isinstance(item, ast.FunctionDef) and item.name.startswith("test_") for item in body)


def _golden_rows(name: str) -> int:
    path = GOLDEN / f"{name}.txt"
    return len(re.findall(rf"^{name}(\[.+\])?: .", path.read_text("utf-8"), re.M)[1:]) if path.exists() else 0


@cache
def _judged() -> frozenset[str]:
    """Names under which the second opinion says something of a contract."""
    contracts = (
        signed(FRANCHISE, 5, ("Harbour", "wifi", 2028), share=0.2, contribution=0.1),
        signed(OWNED, 8, ("Harbour", "wifi", 2028)),
    )
    return frozenset(item.rule for terms in contracts for item in evaluate(everything(), terms).requirements)


def _section(number: int) -> str:
    parts = re.split(r"^## (?=\d)", MODEL.read_text("utf-8"), flags=re.M)
    return next(part for part in parts if part.startswith(f"{number}."))
