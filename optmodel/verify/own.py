"""Rules of the city's own, judged by their checks from the case and the signed terms alone."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from optmodel.case import Case
from optmodel.contract import Terms
from optmodel.own_rules import Rule, refusal, yielded
from optmodel.requirements import Requirement, outcome


def own(rules: Sequence[Rule], case: Case, terms: Terms) -> Iterator[Requirement]:
    """Judge terms by every rule of the city's own, in their order.

    Raises :class:`InputError`, with file and line, where a check fails or yields what is no judgement.
    """
    for rule in rules:
        for where, item in yielded(rule, "check", case, terms):
            index, left, right = _judgement(rule, where, item)
            yield outcome(rule.kind, index, left, right, abs(left) + abs(right))


def _judgement(rule: Rule, where: str, item: Any) -> tuple[str, float, float]:
    if not isinstance(item, tuple) or len(item) != 3 or not isinstance(item[0], str):
        raise refusal(rule, "check", where, f"yields {item!r}, which is no text with two figures")
    try:
        left, right = float(item[1]), float(item[2])
    except (TypeError, ValueError):
        raise refusal(rule, "check", where, f"yields {item!r}, of which two are to be figures") from None
    if not math.isfinite(left) or not math.isfinite(right):
        raise refusal(rule, "check", where, f"yields {item!r}, which cannot be compared")
    return item[0], left, right
