"""Each check of scenarios, tariff levels and what goes with them fires on a case that breaks it, alone."""

from dataclasses import replace

import pytest

from optmodel.case import Case, Scenario, TariffLevel
from tests.case.broken import found, mode, settings
from tests.cities import FRANCHISE, OWNED, VENTURE, tiny_city

PLANNED = Scenario(name="planned", probability=0.75)
SLOW = Scenario(name="slow", probability=0.25, demand=0.5)


def beyond_sources(case: Case) -> list[tuple[str, str, str]]:
    """What is found, but that the new rows have no source."""
    return [finding for finding in found(case) if finding[0] != "?Sources"]


def test_the_probabilities_of_scenarios_add_up_to_one():
    case = tiny_city()
    assert beyond_sources(replace(case, scenarios=(PLANNED, SLOW))) == []
    # 0.1 ten times is not exactly 1 in binary, and near enough
    tenths = tuple(Scenario(name=f"S{number}", probability=0.1) for number in range(10))
    assert beyond_sources(replace(case, scenarios=tenths)) == []
    assert beyond_sources(replace(case, scenarios=(PLANNED, replace(SLOW, probability=0.3)))) == [
        (
            "Scenarios!*.probability",
            "The probabilities of the scenarios add up to 1.05, not to 1.",
            "Change them until their sum, 1.05 now, is 1.",
        )
    ]


@pytest.mark.parametrize("field", ["build", "operation", "demand", "prices", "need"])
def test_the_scenario_planned_changes_nothing(field):
    assert beyond_sources(replace(tiny_city(), scenarios=(replace(PLANNED, **{field: 0.75}), SLOW))) == [
        (
            f"Scenarios!planned.{field}",
            "0.75 stands here, but 'planned' means that all is as planned.",
            "Put 1, or give the row another name.",
        )
    ]


@pytest.mark.parametrize("name", ["planned", "Planned"])
def test_the_tariff_level_planned_changes_nothing(name):
    level = TariffLevel(name=name, price=1.5, demand=1.0)
    assert beyond_sources(replace(tiny_city(), tariffs=(level,))) == [
        (
            f"Tariffs!{name}.price",
            "1.5 stands here, but 'planned' means that all is as planned.",
            "Put 1, or give the row another name.",
        )
    ]
    assert beyond_sources(replace(tiny_city(), tariffs=(replace(level, price=1.0),))) == []


@pytest.mark.parametrize("field", ["tariff_level", "successor_tariff"])
def test_prices_as_planned_need_no_row(field):
    assert found(mode(FRANCHISE, **{field: "planned"})) == []
    assert found(mode(FRANCHISE, **{field: "plannd"})) == [
        (f"Modes!franchise.{field}", "'plannd' is not defined on the sheet Tariffs.", "Did you mean 'planned'?")
    ]


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("budget_in_every_scenario", True, "Budgets shall hold in every scenario"),
        ("risk_aversion", 0.25, "The dearest scenarios shall weigh more"),
    ],
)
def test_what_is_asked_of_every_scenario_needs_some(field, value, shown):
    case = settings(**{field: value})
    assert found(case) == [
        (
            f"?Settings!{field}",
            f"{shown}, but there are none: all is taken to come as planned.",
            "Fill in the sheet Scenarios.",
        )
    ]
    assert beyond_sources(replace(case, scenarios=(PLANNED, SLOW))) == []


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"selectable": False}, "may not be chosen"),
        ({"not_permitted": "The charter forbids it."}, "is not permitted"),
    ],
)
def test_the_recommendation_is_compared_with_what_could_be_had(fields, problem):
    case = mode(OWNED, **fields)
    compared = replace(case, settings=replace(case.settings, comparator=OWNED))
    assert set(found(compared)) - set(found(case)) == {
        (
            "?Settings!comparator",
            f"'government-owned' {problem}: the comparison is with something the city cannot have.",
            "Name another mode, or leave it empty.",
        )
    }
    assert found(settings(comparator=OWNED)) == []


def test_only_what_is_paid_is_sold_on_to_residents():
    case = tiny_city()

    def sold_on(service, name):
        rows = tuple(
            replace(item, resident_price=3.0) if (item.service, item.mode) == (service, name) else item
            for item in case.service_factors
        )
        return found(replace(case, service_factors=rows))

    assert sold_on("lease", VENTURE) == []
    for service, offer in (("basic", "free"), ("package", "not offered")):
        assert sold_on(service, OWNED) == [
            (
                f"?Service factors!{service}/government-owned.resident_price",
                f"3 stands here for a service that is {offer}, and is not counted.",
                "Leave it empty, or say paid at offer.",
            )
        ]
