"""Whether the constraint and the check of a rule of the city's own say the same, wherever one can look at both.

A check that asks too little would be noticed by nobody at the answer: neither would a constraint that asks too much.
So both are asked of many rollouts: that of some terms, all that differ from it in one district, and some at random.
"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np

from optmodel.contract import Opening, Schedule, Terms
from optmodel.errors import SelfCheckError
from optmodel.own_rules import Rule
from optmodel.requirements import JUDGEMENT_TOLERANCE, Requirement
from optmodel.rollout import Array, Rollout
from optmodel.verify.own import own

# So many rollouts of each sort are looked at.
MOST = 60
Openings = tuple[Opening, ...]


def say_the_same(rollout: Rollout, terms: Terms | None = None) -> None:
    """Ask every rule of the city's own twice of rollouts around that of some terms, which opens nothing by default.

    Raises :class:`SelfCheckError` at the first on which the two differ.
    """
    if not rollout.rules:
        return
    terms = terms or _bare(rollout)
    openings = [Opening(*name) for name in rollout.named]
    place = {opening: number for number, opening in enumerate(openings)}
    for chosen in dict.fromkeys(_around(terms.rollout, openings)):
        built = np.zeros(len(openings))
        built[[place[opening] for opening in chosen]] = 1.0
        for rule in rollout.rules:
            judged = tuple(own([rule], rollout.case, replace(terms, rollout=chosen)))
            _compare(rollout, rule, built, judged, chosen)


def _bare(rollout: Rollout) -> Terms:
    """The least that can be signed with any mode: nothing opens."""
    case, nothing = rollout.case, Schedule("planned", share=0.0)
    first, horizon = case.project.first_year, case.project.horizon
    return Terms(case.modes[0].name, horizon, first, 0.0, 0.0, (), nothing, nothing, ())


def _around(chosen: Openings, openings: list[Opening]) -> Iterator[Openings]:
    """Yield a rollout, some that differ from it in one district and some at random, always the same."""
    random = Random(0)
    yield chosen
    others: list[tuple[str, Opening | None]] = [(opening.district, opening) for opening in openings]
    others += [(opening.district, None) for opening in chosen]
    for district, opening in random.sample(others, min(MOST, len(others))):
        rest = [item for item in chosen if item.district != district]
        yield tuple(sorted([*rest, *([opening] if opening else [])], key=openings.index))
    of_district: dict[str, list[Opening | None]] = {}
    for opening in openings:
        of_district.setdefault(opening.district, [None]).append(opening)
    for _ in range(MOST):
        drawn = [random.choice(choices) for choices in of_district.values()]
        yield tuple(item for item in drawn if item is not None)


def _compare(rollout: Rollout, rule: Rule, built: Array, judged: tuple[Requirement, ...], chosen: Openings) -> None:
    rows = [row for row in rollout.own_rows if row.rule.name == rule.name]
    room = [JUDGEMENT_TOLERANCE * (float(np.abs(row.plan) @ built) + abs(row.right)) for row in rows]
    missed = [row.index for row, some in zip(rows, room, strict=True) if float(row.plan @ built) < row.right - some]
    broken = [item.index for item in judged if not item.holds]
    if bool(missed) == bool(broken):
        return
    asks = f"The constraint of rule {rule.name!r} {_said(missed)} and its check {_said(broken)}"
    where = "; ".join(f"{item.district} in {item.opening_year} with {item.technology}" for item in chosen)
    raise SelfCheckError(
        f"{asks} where {f'these districts open: {where}' if where else 'no district opens'}. "
        "One of the two does not say what the rule's sentence says: mend it."
    )


def _said(places: list[str]) -> str:
    named = ", ".join(place for place in places if place)
    return f"is broken{f' [{named}]' if named else ''}" if places else "holds"
