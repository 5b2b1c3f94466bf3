"""What must hold of the risk register: who bears a risk, how large it can become, and that it is counted once."""

import math
from collections.abc import Iterator

from optmodel.case.case import Case
from optmodel.case.found import Found, cells, error, rows_of, warning
from optmodel.case.mode import Mode
from optmodel.case.scenario_checks import NEAR
from optmodel.case.uncertainty import OutsourcedRisk, Risk, RiskFactor

# What a scenario multiplies of the figure a risk is a part of. Nothing moves what is not written off, or is fixed.
_MOVED_BY = {
    "build": ("build",),
    "operation": ("operation",),
    "revenue": ("demand", "prices"),
    "need": ("need",),
}
# Of these more is better: dearer than planned is less of them.
_WELCOME = frozenset(("demand", "prices"))
# So many risks are named in one sentence before the rest is only counted.
_NAMED = 6
# The last year in which a risk can be active.
_LAST = 60


def risks_end_after_they_begin(case: Case) -> Iterator[Found]:
    """The last year of a risk is not before its first."""
    for risk in case.risks:
        if risk.last is not None and risk.last < risk.first:
            yield error(
                f"Risks!{risk.name}.last",
                f"{risk.last} is before the first year, {risk.first}.",
                "Give a later year, or none.",
                f"Risks!{risk.name}.first",
            )


def nobody_bears_a_risk_without_an_operator(case: Case) -> Iterator[Found]:
    """Where the government runs the network itself it bears every risk."""
    known = {mode.name: mode for mode in case.modes}
    for item in case.risk_factors:
        mode = known.get(item.mode)
        if mode is not None and not mode.operator and item.operator_share != 0:
            yield error(
                f"Risk factors!{item.risk}/{item.mode}.operator_share",
                f"{item.operator_share:g} stands here, but {item.mode!r} has no operator.",
                "Put 0, or say yes at operator.",
                f"Modes!{item.mode}.operator",
            )


def every_risk_is_spoken_of_in_every_mode(case: Case) -> Iterator[Found]:
    """A risk without a row for a mode does not exist in it: said, because it may be forgotten."""
    given = {(item.risk, item.mode) for item in case.risk_factors}
    names = {risk.name for risk in case.risks}, {mode.name for mode in case.modes}
    is_misspelt = any(risk not in names[0] or mode not in names[1] for risk, mode in given)  # and told as such
    for risk in case.risks if not is_misspelt else ():
        if risk.counted_in != "flows":
            continue
        missing = [name for name in _where_it_may_come(case, risk) if (risk.name, name) not in given]
        if missing:
            yield warning(
                f"Risks!{risk.name}.name",
                f"The sheet Risk factors has no row for {', '.join(missing)}: the risk does not exist there.",
                "Add the row, with a severity of 0 if so meant.",
                *cells("Risks", risk.name, "counted_in", "counted_from"),
                *(rows_of(title) for title in ("Risks", "Modes", "Risk factors")),
            )


def _where_it_may_come(case: Case, risk: Risk) -> list[str]:
    """Name the modes that may run the network while the risk is active, in the order of the sheet."""
    after = {item.name if item.at_end == "keeps" else item.run_after_handover for item in case.modes if item.operator}
    contract = {item.name for item in case.candidates}
    names: set[str | None] = set()
    names |= contract if risk.counted_from != "handover" else set()
    names |= after if risk.counted_from != "signature" else set()
    return [mode.name for mode in case.modes if mode.name in names]


def chances_stay_below_one(case: Case) -> Iterator[Found]:
    """What a mode and outsourcing make of a probability is still one."""
    known = {risk.name: risk for risk in case.risks}
    for item, (severity, rests_on) in _severities(case).items():
        risk = known.get(item.risk)
        if risk is not None and risk.counted_in == "flows" and risk.probability * severity > 1:
            yield warning(
                f"Risk factors!{item.risk}/{item.mode}.severity",
                f"The probability of {risk.probability:g} times a severity of up to {severity:g} is "
                f"{risk.probability * severity:g}: more than certain.",
                "Lower it, unless the risk is meant to be worse and not likelier; or raise the impact instead.",
                *cells("Risks", risk.name, "probability", "counted_in"),
                *rests_on,
            )


def risks_leave_some_revenue(case: Case) -> Iterator[Found]:
    """All the risks of revenue of one year together cost less than the revenue."""
    known = {risk.name: risk for risk in case.risks if (risk.base, risk.counted_in) == ("revenue", "flows")}
    rows = {item: found for item, found in _severities(case).items() if item.risk in known}
    for mode in case.modes:
        own = [(known[item.risk], item, most) for item, (most, _) in rows.items() if item.mode == mode.name]
        begins = {risk.first for risk, _, _ in own}  # most is lost in a year in which one more begins
        lost = max((_lost(own, phase, year) for phase in ("signature", "handover") for year in begins), default=0.0)
        if lost >= 1:
            yield error(
                "Risks!*.impact",
                f"In {mode.name!r} the risks of revenue ({', '.join(risk.name for risk, _, _ in own)}) cost {lost:g} "
                "of it in one year: nothing is left.",
                "Lower probability, impact or severity until their products add up to less than 1.",
                rows_of("Risks"),
                rows_of("Risk factors"),
                *(cell for risk, _, _ in own for cell in cells("Risks", risk.name, *_WEIGHT)),
                *(cell for _, item, _ in own for cell in rows[item][1]),
            )


# What says how much a risk costs on average, and when.
_WEIGHT = ("probability", "impact", "base", "counted_in", "counted_from", "first", "last")


def _lost(rows: list[tuple[Risk, RiskFactor, float]], phase: str, year: int) -> float:
    """Return the part of the revenue that is lost on average in a year of a phase; a successor outsources nothing."""
    return math.fsum(
        risk.probability * risk.impact * (most if phase == "signature" else item.severity)
        for risk, item, most in rows
        if risk.counted_from in (phase, "either") and risk.first <= year <= (risk.last or _LAST)
    )


def _severities(case: Case) -> dict[RiskFactor, tuple[float, tuple[str, ...]]]:
    """Return the highest severity of each row that outsourcing can make of its own, and what that rests on."""
    kinds = {(row.mode, row.function): row.outsourced for row in case.functions}
    result = {}
    outsourced: dict[tuple[str, str], list[OutsourcedRisk]] = {}
    for row in case.outsourced_risks:
        outsourced.setdefault((row.mode, row.risk), []).append(row)
    for item in case.risk_factors:
        severity = item.severity
        rests_on = [
            f"Risk factors!{item.risk}/{item.mode}.severity",
            rows_of("Outsourcing"),
            rows_of("Outsourced risks"),
        ]
        for row in outsourced.get((item.mode, item.risk), ()):
            kind = kinds.get((row.mode, row.function), "never")
            severity *= {"never": 1.0, "always": row.severity, "choose": max(1.0, row.severity)}[kind]
            rests_on.append(f"Outsourced risks!{row.mode}/{row.function}/{row.risk}.severity")
            rests_on.append(f"Outsourcing!{row.mode}/{row.function}.outsourced")
        result[item] = severity, tuple(rests_on)
    return result


def flows_and_scenarios_do_not_count_twice(case: Case) -> Iterator[Found]:
    """What the scenarios make dearer on average is not an expected payment beside them."""
    for base, figures in _MOVED_BY.items():
        risks = [risk for risk in case.risks if (risk.base, risk.counted_in) == (base, "flows")]
        risks = [risk for risk in risks if risk.probability * risk.impact > 0]
        for figure in figures if case.scenarios and risks else ():
            mean = math.fsum(item.probability * getattr(item, figure) for item in case.scenarios)
            if mean < 1 - NEAR if figure in _WELCOME else mean > 1 + NEAR:
                yield warning(
                    f"Risks!{risks[0].name}.counted_in",
                    f"The scenarios already make {figure} {mean:g} of what is planned, and {_named(risks)} "
                    f"{'adds' if len(risks) == 1 else 'add'} to that.",
                    "Say scenarios here, if the same thing is meant; or bring their mean back to 1.",
                    *(cell for risk in risks for cell in cells("Risks", risk.name, "base", "probability", "impact")),
                    *_figures(case, figures),
                )


def what_is_counted_in_scenarios_is_there(case: Case) -> Iterator[Found]:
    """A risk is named as counted in the scenarios only where one of them moves its figure."""
    for base in dict.fromkeys(risk.base for risk in case.risks):
        risks = [risk for risk in case.risks if (risk.base, risk.counted_in) == (base, "scenarios")]
        figures = _MOVED_BY.get(base, ())
        moved = any(abs(getattr(item, figure) - 1) > NEAR for item in case.scenarios for figure in figures)
        if risks and not moved:
            shown = " or ".join(figures)
            yield warning(
                f"Risks!{risks[0].name}.counted_in",
                f"No scenario moves {shown or f'what is {base}'}: {_named(risks)} {'is' if len(risks) == 1 else 'are'} "
                "not counted at all.",
                f"Say flows here, or let a scenario have another {shown}." if figures else "Say flows here.",
                *(f"Risks!{risk.name}.base" for risk in risks),
                *_figures(case, figures),
            )


def _named(risks: list[Risk]) -> str:
    more = f" and {len(risks) - _NAMED} more" if len(risks) > _NAMED else ""
    return ", ".join(repr(risk.name) for risk in risks[:_NAMED]) + more


def _figures(case: Case, figures: tuple[str, ...]) -> tuple[str, ...]:
    own = (cell for item in case.scenarios for cell in cells("Scenarios", item.name, "probability", *figures))
    return rows_of("Scenarios"), *own


def what_is_counted_in_the_return_is_there(case: Case) -> Iterator[Found]:
    """A risk is named as counted in the return only where some operator asks a premium."""
    if any(mode.return_premium > 0 for mode in case.modes):
        return
    for risk in case.risks:
        if risk.counted_in == "return":
            yield warning(
                f"Risks!{risk.name}.counted_in",
                "No mode has a premium on its return: the risk is not counted at all.",
                "Say flows or scenarios here, or give a return_premium.",
                *_premiums(case.modes),
            )


def flows_and_return_do_not_count_twice(case: Case) -> Iterator[Found]:
    """An operator that is charged for its risks says which others its premium stands for."""
    known = {risk.name: risk for risk in case.risks}
    for mode in case.modes:
        rows = [item for item in case.risk_factors if item.mode == mode.name and item.risk in known]
        borne = [
            item for item in rows if known[item.risk].counted_in == "flows" and item.operator_share * item.severity > 0
        ]
        others = [item for item in rows if known[item.risk].counted_in == "return"]
        if mode.return_premium > 0 and borne and not others:
            named = ", ".join(item.risk for item in borne)
            yield warning(
                f"Modes!{mode.name}.return_premium",
                f"The operator bears risks counted as flows ({named}) and asks a premium for risks, and none is "
                "counted in the return: the same risks may count twice.",
                "Name the risk that the premium stands for, counted in return, with a row for the mode; or put 0.",
                *(cell for item in rows for cell in cells("Risks", item.risk, "counted_in")),
                *(
                    cell
                    for item in rows
                    for cell in cells("Risk factors", f"{item.risk}/{item.mode}", "operator_share", "severity")
                ),
                *(rows_of(title) for title in ("Risks", "Modes", "Risk factors")),
            )


def _premiums(modes: tuple[Mode, ...]) -> tuple[str, ...]:
    return rows_of("Modes"), *(f"Modes!{mode.name}.return_premium" for mode in modes)


RISK_CHECKS = (
    risks_end_after_they_begin,
    nobody_bears_a_risk_without_an_operator,
    every_risk_is_spoken_of_in_every_mode,
    chances_stay_below_one,
    risks_leave_some_revenue,
    flows_and_scenarios_do_not_count_twice,
    what_is_counted_in_scenarios_is_there,
    what_is_counted_in_the_return_is_there,
    flows_and_return_do_not_count_twice,
)
