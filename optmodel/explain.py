"""Why a mode has no contract: the least set of shortfalls with which it would have one, in the city's units."""

import math
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from optmodel.case import Case, Mode
from optmodel.certificate import Certificate, KnownBy
from optmodel.contract import grid
from optmodel.requirements import in_words
from optmodel.result import Shortfall
from optmodel.search import BRINGING, KEEPING_OUT, Foldings, Search, unit_of
from optmodel.solver import Limits, Outcome

# Beside larger ones, a shortfall below this part of the size of its requirement is noise.
NOISE = 1e-7
# Digits to which a shortfall is told. Noise makes it no larger: so much of a last digit is not counted as one more.
MONEY_DIGITS, OTHER_DIGITS, OF_A_DIGIT = 4, 6, 1e-3

# Requirements that a city or an operator could give way on. The others are what a district, a plan or a mode is.
ELASTIC = (
    "must_open",
    "coverage",
    "free_service",
    "citizen_bill",
    "openings",
    "budget",
    "budget_total",
    "support_limit",
    "operator_return",
    "operator_payback",
    "operator_downside",
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One least set of shortfalls, those that would each do alone, and the sentence that tells both."""

    shortfalls: tuple[Shortfall, ...]
    alone: tuple[Shortfall, ...]
    reason: str


def explain(
    foldings: Foldings, mode: Mode, scale: float, limits: Limits, certificate: Certificate | None = None
) -> Explanation:
    """Search the contracts of a mode with requirements allowed to fall short, as little as can be.

    They may do so together first, then each alone, unless a ``certificate`` proves the mode impossible without it.
    """
    deadline = math.inf if limits.seconds is None else time.monotonic() + limits.seconds

    def least(rules: Collection[str]) -> tuple[Shortfall, ...] | None:
        left = None if limits.seconds is None else max(0.0, deadline - time.monotonic())
        return _least(foldings, mode, rules, scale, replace(limits, seconds=left))

    own = {rule.name: rule.kind for rule in foldings.rollout.rules}
    together = least((*ELASTIC, *own))
    if together is None:
        reason = "No terms meet all requirements; which must give could not be worked out in the time given."
        return Explanation((), (), reason)
    rules = {item.rule for item in together}
    asked = [rule for rule in (*KEEPING_OUT, *ELASTIC, *own) if _may_help(rule, certificate)]
    by_rule = {rule: (together if rules == {rule} else least((rule,))) or () for rule in asked}
    alone = tuple(item for items in by_rule.values() for item in items)
    if len(rules) == 1 and {item.rule for item in alone} == rules:
        alone = ()  # there is no other way than the one told first
    return Explanation(together, alone, why_not(foldings.rollout.case, together, alone))


def _may_help(rule: str, certificate: Certificate | None) -> bool:
    """Whether some contract is not proven impossible by rays in which a rule has no part."""
    if certificate is None or rule in BRINGING:
        return True
    with_it = {
        number
        for number, multipliers in enumerate(certificate.multipliers)
        if any(name == rule for name, _ in multipliers.of_row)
    }
    return any(box.known_by is not KnownBy.RAY or box.multipliers in with_it for box in certificate.boxes)


def _least(
    foldings: Foldings, mode: Mode, rules: Collection[str], scale: float, limits: Limits
) -> tuple[Shortfall, ...] | None:
    """Return the least shortfalls that make a contract possible; ``None`` where none do, or no time is left."""
    if limits.seconds == 0.0:
        return None
    ends = math.inf if limits.seconds is None else time.monotonic() + limits.seconds

    def left() -> Limits:
        return limits if math.isinf(ends) else replace(limits, seconds=max(0.0, ends - time.monotonic()))

    search = Search(foldings, mode, scale, limits.gap * scale, left, tuple(rules))
    first = search.contracts.fold(next(grid(foldings.rollout.case, mode)))
    found = search.run() if first.frame.brought[-1].index else None
    if found is None or found.found is None or found.outcome is not Outcome.OPTIMAL:
        return None
    frame = search.contracts.fold(found.found.point).frame
    names, here = frame.brought[-1].index, frame.here
    parts = found.found.money[len(found.found.money) - len(names) :] / scale
    largest = float(parts.max(initial=0.0))
    # Where all that is missing is less than noise usually is, it is still what is missing.
    noise = NOISE if largest > NOISE else largest / 10
    named = (name.split("/", maxsplit=1) for name in names)
    own = {rule.name: rule.kind for rule in foldings.rollout.rules}
    return tuple(
        Shortfall(rule, index, float(part) * unit_of(here.rollout, rule, scale), own.get(rule))
        for (rule, index), part in zip(named, parts, strict=True)
        if part > noise
    )


def why_not(case: Case, together: Sequence[Shortfall], alone: Sequence[Shortfall] = ()) -> str:
    """Tell shortfalls as a sentence: which requirements, and by how much, in the city's units."""
    if not together:
        return "No terms meet all requirements together; what is missing is too little for the solver to tell."
    told = f"No terms meet all requirements together. The least that would have to give: {_told(case, together)}."
    rules = dict.fromkeys(item.rule for item in alone)
    one_by_one = "; or ".join(_told(case, [item for item in alone if item.rule == rule]) for rule in rules)
    return f"{told} What would do alone: {one_by_one}." if alone else told


def _told(case: Case, shortfalls: Sequence[Shortfall]) -> str:
    return "; ".join(f"{f'{item.rule} {item.index}'.strip()} by {amount(case, item)}" for item in shortfalls)


def amount(case: Case, shortfall: Shortfall) -> str:
    """A shortfall as people say it, in money of the case or the unit of the rule; rounded up, so that it suffices."""
    if shortfall.unit == "money":
        about = case.about
        unit = about.currency if about.money_unit == "one" else f"{about.money_unit} {about.currency}"
        return f"{_rounded_up(shortfall.amount, MONEY_DIGITS)} {unit}"
    return in_words(_rounded_up(shortfall.amount, OTHER_DIGITS), shortfall.unit)


def _rounded_up(amount: float, digits: int) -> str:
    """Write an amount with at least so many digits; none is dropped before the point, nor needed that are zero."""
    if amount <= 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(amount)))
    text = f"{math.ceil(amount * 10**places - OF_A_DIGIT) / 10**places:,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text
