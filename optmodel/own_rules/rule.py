"""A rule of a city's own: its sentence and unit, what it asks of the rollout, and how the terms are judged by it."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from optmodel.case import Case
from optmodel.contract import Terms
from optmodel.errors import Finding, InputError
from optmodel.requirements import REQUIREMENT, RequirementKind

Constraint = Callable[[Any, Case], Iterable[tuple[str, Any]]]
Check = Callable[[Case, Terms], Iterable[tuple[str, float, float]]]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
# Parts of the model that are no requirements; columns of money have names that end so.
_TAKEN, _COLUMNS = frozenset({"objective", "minimised", "built"}), "_amount"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a city's own on which districts open when, and with what.

    ``sentence`` says it in the city's words and ``unit`` in what it may fall short, e.g. ``districts``; ``money``
    stands for the case's currency. ``constraint(model, case)`` yields (index, linear Pyomo constraint) over
    ``model.built[district, technology, year]``, 1 where a district opens so. ``check(case, terms)`` yields
    (index, left, right), of which left ≥ right is asked, from the signed terms alone: it is the second opinion.
    """

    name: str
    sentence: str
    unit: str
    constraint: Constraint
    check: Check
    # Functions read from a file cannot travel between processes: what reads them there once more.
    again: "functools.partial[Rule] | None" = field(default=None, compare=False, repr=False)

    def __reduce__(self) -> tuple[Callable[..., "Rule"], tuple[Any, ...]]:
        """Travel between processes, by the file where the rule was read from one."""
        if self.again is not None:
            return self.again.func, self.again.args
        return Rule, (self.name, self.sentence, self.unit, self.constraint, self.check)

    @property
    def kind(self) -> RequirementKind:
        """The rule as one of the requirements."""
        return RequirementKind(self.name, self.sentence, self.unit)


def checked_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules that can be used; raise :class:`InputError` with all that is wrong with them."""
    listed = tuple(rules)
    names = [getattr(rule, "name", None) for rule in listed]
    found = [finding for place, rule in enumerate(listed) for finding in _findings(place, rule, names)]
    if found:
        raise InputError(found)
    return listed


def _findings(place: int, rule: Any, names: list[Any]) -> Iterator[Finding]:
    here = f"RULES[{place}]"
    if not isinstance(rule, Rule):
        yield Finding(here, f"{rule!r} is no rule.", "Make it with optmodel.Rule.")
        return
    if not isinstance(rule.name, str) or not _NAME.fullmatch(rule.name):
        remedy = "Use small letters, digits and underscores, a letter first."
        yield Finding(here, f"{rule.name!r} cannot be the name of a rule.", remedy)
        return
    if rule.name in REQUIREMENT or rule.name in _TAKEN or rule.name.endswith(_COLUMNS):
        yield Finding(here, f"The model itself has something of the name {rule.name!r}.", "Give the rule another name.")
    if rule.name in names[:place]:
        yield Finding(here, f"A rule before it has the name {rule.name!r}.", "Give every rule a name of its own.")
    for field_name, example in (("sentence", "Old Town and Riverside open together."), ("unit", "districts")):
        text = getattr(rule, field_name)
        if not isinstance(text, str) or not text.strip():
            yield Finding(here, f"Rule {rule.name!r} has no {field_name}.", f"Give one, e.g. {example!r}")
    for field_name in ("constraint", "check"):
        if not callable(getattr(rule, field_name)):
            problem = f"The {field_name} of rule {rule.name!r} is no function but {getattr(rule, field_name)!r}."
            yield Finding(here, problem, "Name the function without calling it.")
