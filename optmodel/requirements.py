"""The requirements a contract must meet: one name, one sentence and one unit each, and how an outcome is told.

The same sentence opens the docstring of the rule that states it to the solver and stands in every report.
"""

from dataclasses import dataclass

# The part of the sum of absolute amounts by which two figures may differ and still be called equal.
JUDGEMENT_TOLERANCE = 1e-8


@dataclass(frozen=True, slots=True)
class RequirementKind:
    """A rule as the city would say it. ``unit`` is that of both sides; ``money`` stands for the case's currency."""

    name: str
    sentence: str
    unit: str


REQUIREMENTS = (
    RequirementKind("permitted", "The mode may be chosen: it is selectable and permitted.", "yes = 1"),
    RequirementKind("control", "The government keeps at least the control it requires.", "level 0–3"),
    RequirementKind("term", "The term lies within the bounds of the mode.", "years"),
    RequirementKind("share", "The share of turnover lies within the bounds of the mode.", "fraction"),
    RequirementKind("tariff", "The tariff level is one that the mode may have.", "yes = 1"),
    RequirementKind(
        "outsourcing",
        "Functions that must be outsourced are, and none is that must not be.",
        "yes = 1",
    ),
    RequirementKind(
        "purchase",
        "Public capacity is bought within the bounds of the mode, on the need of open districts.",
        "Mbit/s",
    ),
    RequirementKind(
        "support_and_share",
        "Where the mode excludes them together, a share above the least comes without support above the least.",
        "money",
    ),
    RequirementKind(
        "contribution",
        "The capital contribution of a year lies within its bounds on the cost of build and renewal.",
        "money",
    ),
    RequirementKind(
        "compensation",
        "The operating compensation of a year lies within its bounds on the cost of operation.",
        "money",
    ),
    RequirementKind("one_plan", "A district is opened once, with one technology, or not at all.", "plans"),
    RequirementKind(
        "need_carried",
        "A district is equipped to carry its public need in every year to the horizon.",
        "plans",
    ),
    RequirementKind(
        "least_service",
        "No district opens too late to be in service within the term for the least number of years.",
        "plans",
    ),
    RequirementKind("must_open", "A district is open by the year it must be.", "districts"),
    RequirementKind("coverage", "In the year of a target at least that part of the residents is served.", "persons"),
    RequirementKind(
        "free_service",
        "In the year of a target at least that part of the residents has a free service.",
        "persons",
    ),
    RequirementKind("openings", "No more districts open in a year than the limit.", "districts"),
    RequirementKind("budget", "The government's net payments of a year stay within its budget.", "money"),
    RequirementKind(
        "budget_total",
        "The government's net payments over the horizon stay within the total budget.",
        "money",
    ),
    RequirementKind("support_limit", "The present value of all support as signed stays within its limit.", "money"),
    RequirementKind(
        "citizen_bill",
        "What residents pay in a year stays within the limit for each resident covered.",
        "money",
    ),
    RequirementKind(
        "operator_return",
        "The operator earns its required return, with the headroom it asks on its own build.",
        "money",
    ),
    RequirementKind(
        "operator_payback",
        "The operator has its money back, renewals left out, within the longest payback.",
        "money",
    ),
    RequirementKind(
        "operator_downside",
        "In no scenario does the operator lose more than the part of its own build and a year's operation it can bear.",
        "money",
    ),
)
REQUIREMENT = {kind.name: kind for kind in REQUIREMENTS}
_COUNTED = {"years": "year", "plans": "plan", "persons": "person", "districts": "district"}


def in_words(figure: str, unit: str) -> str:
    """Write a figure with the unit of a requirement, of which there may be one.

    >>> in_words("1", "districts"), in_words("1.5", "districts"), in_words("1", "Mbit/s")
    ('1 district', '1.5 districts', '1 Mbit/s')
    """
    return f"{figure} {_COUNTED.get(unit, unit) if figure == '1' else unit}"


@dataclass(frozen=True, slots=True)
class Requirement:
    """The outcome of one requirement at one contract: ``left`` ≥ ``right`` is asked.

    ``index`` names the district, year, group, function, scenario or bound it stands for ("" where there is one only,
    and for what is expected where scenarios are judged as well; "year/scenario" in one of them). ``slack`` is
    left − right; ``binding`` where it holds without room. Units are those of :class:`RequirementKind`.
    """

    kind: RequirementKind
    index: str
    left: float
    right: float
    slack: float
    holds: bool
    binding: bool

    @property
    def rule(self) -> str:
        """Name of the rule."""
        return self.kind.name

    @property
    def sentence(self) -> str:
        """The requirement as the city would say it."""
        return self.kind.sentence

    @property
    def unit(self) -> str:
        """Unit of both sides and of the slack."""
        return self.kind.unit


def outcome(rule: str | RequirementKind, index: str, left: float, right: float, magnitude: float) -> Requirement:
    """Judge ``left ≥ right``; ``magnitude`` is the sum of the absolute amounts that were added up to both sides.

    A rule of the model is given by its name, one of the city's own by its kind.
    """
    kind = REQUIREMENT[rule] if isinstance(rule, str) else rule
    room = JUDGEMENT_TOLERANCE * magnitude
    slack = left - right
    return Requirement(kind, index, left, right, slack, slack >= -room, abs(slack) <= room)
