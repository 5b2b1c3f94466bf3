"""What must hold within and between modes and their terms."""

from collections.abc import Iterator

from optmodel.case.case import Case
from optmodel.case.found import Found, error, warning
from optmodel.case.mode import Mode

_RANGES = (
    ("contribution_least", "contribution_most"),
    ("compensation_least", "compensation_most"),
    ("share_least", "share_most"),
    ("guaranteed_share", "purchase_most"),
    ("term_least", "term_most"),
)

# What stands in the fields of a mode without an operator.
_WITHOUT_AN_OPERATOR: dict[str, float | str | None] = {
    "contribution_most": 0,
    "compensation_most": 0,
    "share_most": 0,
    "revenue_to_operator": 0,
    "required_return": None,
    "payback_longest": None,
    "loss_limit": None,
    "term_least": None,
    "term_most": None,
    "public_need": "served",
    "at_end": "reverts",
    "uses_backbone": False,
}


def every_least_is_at_most_the_most(case: Case) -> Iterator[Found]:
    """The bounds of a term leave room."""
    for mode in case.modes:
        for low, high in _RANGES:
            least, most = getattr(mode, low), getattr(mode, high)
            if least is not None and most is not None and least > most:
                yield error(
                    f"Modes!{mode.name}.{low}",
                    f"{least:g} is above the most, {most:g}.",
                    f"Lower it or raise {high}.",
                    f"Modes!{mode.name}.{high}",
                )


def terms_end_within_the_horizon(case: Case) -> Iterator[Found]:
    """The shortest term fits; a longest term beyond the horizon is cut there, and said."""
    horizon = case.project.horizon
    for mode in case.modes:
        if mode.term_least is not None and mode.term_least > horizon:
            yield error(
                f"Modes!{mode.name}.term_least",
                f"{mode.term_least} years is longer than the horizon of {horizon}.",
                "Shorten the term or lengthen the horizon.",
                "Project!horizon",
            )
        elif mode.term_least is None and mode.term_most is not None and mode.term_most < horizon:
            yield error(
                f"Modes!{mode.name}.term_least",
                f"The longest term is {mode.term_most} years but the shortest is empty: the horizon of {horizon}.",
                "Give a shortest term too.",
                f"Modes!{mode.name}.term_most",
                "Project!horizon",
            )
        elif mode.term_most is not None and mode.term_most > horizon:
            yield warning(
                f"Modes!{mode.name}.term_most",
                f"{mode.term_most} years is longer than the horizon of {horizon} and is cut there.",
                "Lengthen the horizon to look further.",
                "Project!horizon",
            )


def a_mode_without_an_operator_signs_nothing(case: Case) -> Iterator[Found]:
    """Where the government runs the network itself there is nobody to pay, to buy from or to share with."""
    for mode in case.modes:
        if mode.operator:
            continue
        for field, value in _WITHOUT_AN_OPERATOR.items():
            held = getattr(mode, field)
            if held != value:
                shown = "empty" if value is None else "no" if value is False else value
                yield error(
                    f"Modes!{mode.name}.{field}",
                    f"{held} stands here, but this mode has no operator.",
                    f"Put {shown}, or say yes at operator.",
                    f"Modes!{mode.name}.operator",
                )


def a_mode_with_an_operator_says_what_it_asks(case: Case) -> Iterator[Found]:
    """An operator has a required return; capacity that is bought has a price; a share needs turnover of its own."""
    for mode in case.modes:
        if not mode.operator:
            continue
        here = f"Modes!{mode.name}."
        if mode.required_return is None:
            yield error(
                here + "required_return",
                "No required return is given.",
                "Give the operator's; there is no default.",
                here + "operator",
            )
        if mode.public_need == "bought" and mode.public_price is None:
            yield error(
                here + "public_price",
                "Public capacity is bought but has no price.",
                "Give a price; 0 where it is free.",
                here + "public_need",
            )
        if mode.revenue_to_operator == 0 and mode.share_most > 0:
            yield error(
                here + "share_most",
                "The operator holds no revenue of which a share could be paid.",
                "Put 0, or give the operator revenue.",
                here + "revenue_to_operator",
            )


def every_term_has_an_after(case: Case) -> Iterator[Found]:
    """A term that can end before the horizon says who runs the network then, at what price."""
    for mode in case.modes:
        here = f"Modes!{mode.name}."
        if not mode.operator or mode.term_least in (None, case.project.horizon):
            continue
        if mode.at_end == "keeps" and mode.after_term_price is None:
            yield error(
                here + "after_term_price",
                "The operator keeps the network but the price after the term is not given.",
                "Give a price; 0 where it is free.",
                here + "at_end",
                here + "term_least",
                "Project!horizon",
            )
        if mode.at_end == "reverts" and mode.run_after_handover is None:
            yield error(
                here + "run_after_handover",
                "Nobody is named to run the network after the term.",
                "Name a mode in which the government pays.",
                here + "at_end",
                here + "term_least",
                "Project!horizon",
            )


def a_successor_is_paid_by_the_government(case: Case) -> Iterator[Found]:
    """Whoever runs a reverted network has its renewals and operation paid; otherwise the years after look free."""
    known = {mode.name: mode for mode in case.modes}
    for mode in case.modes:
        successor = known.get(mode.run_after_handover or "")
        if mode.operator and mode.at_end == "reverts" and successor is not None and not _is_paid(mode, successor):
            yield error(
                f"Modes!{mode.name}.run_after_handover",
                f"In {successor.name!r} the government would not pay all renewals and operation, "
                "or would buy its capacity.",
                "Name a mode without an operator, or one with contribution_most and compensation "
                "(successor_compensation, else compensation_most) of at least 1 and its need served.",
                f"Modes!{mode.name}.successor_compensation",
                *(
                    f"Modes!{successor.name}.{field}"
                    for field in ("operator", "contribution_most", "compensation_most", "public_need")
                ),
            )


def _is_paid(mode: Mode, successor: Mode) -> bool:
    if not successor.operator:
        return True
    compensation = successor.compensation_most if mode.successor_compensation is None else mode.successor_compensation
    return successor.contribution_most >= 1 and compensation >= 1 and successor.public_need == "served"


def a_backbone_costs_something(case: Case) -> Iterator[Found]:
    """Build that a backbone replaces is not free: a charge in the term, a rent after handover."""
    users = [mode for mode in case.modes if mode.operator and mode.uses_backbone]
    if not users or not any(item.backbone_share > 0 for item in case.districts):
        return
    if case.settings.backbone_charge == 0:
        yield warning(
            "Settings!backbone_charge",
            "The operator's backbone replaces build but nothing is charged for it.",
            "Give a yearly charge.",
        )
    if case.settings.backbone_rent == 0 and any(mode.at_end == "reverts" for mode in users):
        yield warning(
            "Settings!backbone_rent",
            "After handover the backbone would be used without rent.",
            "Give a yearly rent.",
        )


def headroom_and_losses_stand_on_own_build(case: Case) -> Iterator[Found]:
    """Both are parts of what the operator itself puts in; contributions above the cost would make that negative."""
    for mode in case.modes:
        for field, is_set, problem, instead in (
            ("headroom", mode.headroom > 0, "Headroom is asked on", "0"),
            ("loss_limit", mode.loss_limit is not None, "Losses are limited to a part of", "none"),
        ):
            if is_set and mode.contribution_most > 1:
                yield error(
                    f"Modes!{mode.name}.{field}",
                    f"{problem} a build that contributions may more than pay.",
                    f"Put {instead}, or contribution_most of at most 1.",
                    f"Modes!{mode.name}.contribution_most",
                )


def a_run_down_comes_before_a_handover(case: Case) -> Iterator[Found]:
    """Only an operator that hands its network back stops caring for sales, and only towards the end of its term."""
    horizon = case.project.horizon
    for mode in case.modes:
        if mode.run_down_years == 0:
            continue
        here = f"Modes!{mode.name}."
        if not mode.operator or mode.at_end != "reverts":
            yield warning(
                here + "run_down_years",
                f"{mode.run_down_years} stands here, but no operator hands the network back: nothing happens.",
                "Put 0, or say reverts at at_end.",
                here + "operator",
                here + "at_end",
            )
        elif mode.run_down_years >= (mode.term_least or horizon):
            yield warning(
                here + "run_down_years",
                f"{mode.run_down_years} is all of the shortest term of {mode.term_least or horizon} years: "
                "its sales are run down from the first.",
                "Give fewer years, or a longer shortest term.",
                here + "term_least",
                here + "operator",
                "Project!horizon",
            )


MODE_CHECKS = (
    every_least_is_at_most_the_most,
    terms_end_within_the_horizon,
    a_mode_without_an_operator_signs_nothing,
    a_mode_with_an_operator_says_what_it_asks,
    every_term_has_an_after,
    a_successor_is_paid_by_the_government,
    a_backbone_costs_something,
    headroom_and_losses_stand_on_own_build,
    a_run_down_comes_before_a_handover,
)
