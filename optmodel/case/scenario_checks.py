"""What must hold of scenarios and tariff levels, and of the settings that have a meaning only with scenarios."""

import math
from collections.abc import Iterator

from optmodel.case.case import Case
from optmodel.case.found import Found, cells, error, rows_of, warning
from optmodel.case.parts import PLANNED

# The figures of a case that a scenario multiplies: the fields of its row.
SCENARIO_FIGURES = ("build", "operation", "demand", "prices", "need")
# Sums of probabilities and mean factors this near to what they should be are taken for it.
NEAR = 1e-9


def probabilities_add_up(case: Case) -> Iterator[Found]:
    """One of the scenarios comes, and no two."""
    total = math.fsum(item.probability for item in case.scenarios)
    if case.scenarios and abs(total - 1) > NEAR:
        yield error(
            "Scenarios!*.probability",
            f"The probabilities of the scenarios add up to {total:.10g}, not to 1.",
            f"Change them until their sum, {total:.10g} now, is 1.",
            rows_of("Scenarios"),
            *(f"Scenarios!{item.name}.probability" for item in case.scenarios),
        )


def what_is_named_planned_is_as_planned(case: Case) -> Iterator[Found]:
    """The scenario and the tariff level of that name change nothing."""
    for title, rows, fields in (
        ("Tariffs", case.tariffs, ("price", "demand")),
        ("Scenarios", case.scenarios, SCENARIO_FIGURES),
    ):
        for row in rows:
            for field in fields if row.name.casefold() == PLANNED else ():
                if getattr(row, field) != 1:
                    yield error(
                        f"{title}!{row.name}.{field}",
                        f"{getattr(row, field):g} stands here, but {PLANNED!r} means that all is as planned.",
                        "Put 1, or give the row another name.",
                        f"{title}!{row.name}.name",
                    )


def settings_about_scenarios_have_some(case: Case) -> Iterator[Found]:
    """Without scenarios the dearest one is the only one."""
    settings = case.settings
    for field, is_set, shown in (
        ("budget_in_every_scenario", settings.budget_in_every_scenario, "Budgets shall hold in every scenario"),
        ("risk_aversion", settings.risk_aversion > 0, "The dearest scenarios shall weigh more"),
    ):
        if is_set and not case.scenarios:
            yield warning(
                f"Settings!{field}",
                f"{shown}, but there are none: all is taken to come as planned.",
                "Fill in the sheet Scenarios.",
                rows_of("Scenarios"),
            )


def the_comparator_may_be_chosen(case: Case) -> Iterator[Found]:
    """What the recommendation is compared with is something the city could have."""
    name = case.settings.comparator
    compared = next((mode for mode in case.modes if mode.name == name), None)
    if compared is not None and compared not in case.candidates:
        reason = "may not be chosen" if compared.not_permitted is None else "is not permitted"
        yield warning(
            "Settings!comparator",
            f"{compared.name!r} {reason}: the comparison is with something the city cannot have.",
            "Name another mode, or leave it empty.",
            *cells("Modes", compared.name, "selectable", "not_permitted"),
        )


def only_what_is_paid_is_sold_on(case: Case) -> Iterator[Found]:
    """Behind a service that is free, or not offered, nobody sells on to residents."""
    for item in case.service_factors:
        if item.resident_price is not None and item.offer != "paid":
            row = f"{item.service}/{item.mode}"
            yield warning(
                f"Service factors!{row}.resident_price",
                f"{item.resident_price:g} stands here for a service that is {item.offer}, and is not counted.",
                "Leave it empty, or say paid at offer.",
                *cells("Service factors", row, "offer"),
            )


SCENARIO_CHECKS = (
    probabilities_add_up,
    what_is_named_planned_is_as_planned,
    settings_about_scenarios_have_some,
    the_comparator_may_be_chosen,
    only_what_is_paid_is_sold_on,
)
