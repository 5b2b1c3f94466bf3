"""Each check of a case fires on a case that breaks it, alone, and names the address, the problem and the way out."""

import math
from dataclasses import replace

import pytest

from optmodel.case import (
    Budget,
    CoverageTarget,
    Group,
    Source,
    checked,
    findings,
)
from optmodel.case.checks import CHECKS
from optmodel.errors import Finding, InputError, Severity
from optmodel.workbook.example import example
from tests.case.broken import found, harbour, mode, settings
from tests.cities import FRANCHISE, OWNED, tiny_city


def test_the_example_has_no_findings():
    assert findings(example()) == []


def test_the_tiny_city_has_no_errors_and_is_asked_about_the_venture_that_keeps_the_network_without_a_charge():
    assert findings(tiny_city()) == [
        Finding(
            "Charges!joint venture/coordination.counted_from",
            "No charge of 'joint venture' is paid when it runs the network after the term: the years after look cheap.",
            'Say "either" for those that are.',
            Severity.WARNING,
        )
    ]
    assert checked(tiny_city()) == tiny_city()


# What stands in one cell


@pytest.mark.parametrize(
    ("value", "shown", "expected"),
    [
        (-1.0, "-1.0", "a number of at least 0"),
        (math.nan, "nan", "a number of at least 0"),
        (True, "True", "a number of at least 0"),
    ],
)
def test_an_amount_is_a_number_within_its_bounds(value, shown, expected):
    assert found(harbour(area=value)) == [
        ("Districts!Harbour.area", f"{shown} stands here, where {expected} is expected.", f"Give {expected}.")
    ]


@pytest.mark.parametrize(
    ("field", "value", "problem", "remedy"),
    [
        (
            "term_most",
            6.5,
            "6.5 stands here, where a whole number from 1 to 60 is expected.",
            "a whole number from 1 to 60",
        ),
        ("control", 4, "4 stands here, where a whole number from 0 to 3 is expected.", "a whole number from 0 to 3"),
        (
            "required_return",
            -1.0,
            "-1.0 stands here, where a fraction (0.3 or 30 %) above -1 of at most 1 is expected.",
            "a fraction (0.3 or 30 %) above -1 of at most 1",
        ),
        (
            "public_need",
            "rented",
            "'rented' stands here, where one of: served, bought is expected.",
            "one of: served, bought",
        ),
        ("selectable", "yes", "'yes' stands here, where yes or no is expected.", "yes or no"),
        ("not_permitted", "  ", "An empty text stands here.", "a text"),
        ("overage_premium", None, "A value is required and there is none.", "a fraction (0.3 or 30 %) from 0 to 10"),
    ],
)
def test_a_value_has_the_type_the_choices_and_the_bounds_of_its_field(field, value, problem, remedy):
    assert found(mode(FRANCHISE, **{field: value})) == [(f"Modes!{FRANCHISE}.{field}", problem, f"Give {remedy}.")]


def test_a_ramp_is_of_fractions():
    case = tiny_city()
    lease = replace(case.services[2], ramp=(0.5, 1.5))
    expected = "numbers parted by semicolons from 0 to 1"
    assert found(replace(case, services=(*case.services[:2], lease))) == [
        ("Services!lease.ramp", f"(0.5, 1.5) stands here, where {expected} is expected.", f"Give {expected}.")
    ]


# Rows and what they point to


@pytest.mark.parametrize("second", ["Harbour", " HARBOUR", "harbour\u00a0", "Ｈarbour"])
def test_two_rows_of_one_name_in_whatever_spelling_are_told(second):
    case = tiny_city()
    assert found(replace(case, districts=(*case.districts, replace(case.districts[1], name=second)))) == [
        (
            f"Districts!{second}.name",
            f"{second!r} stands here a second time (first as 'Harbour').",
            "Give each row a name of its own.",
        )
    ]


def test_a_name_that_is_defined_nowhere_is_told_with_what_may_be_meant():
    case = tiny_city()
    assert found(replace(case, groups=(Group(group="waterfront", district="Harbor"),))) == [
        (
            "Groups!waterfront/Harbor.district",
            "'Harbor' is not defined on the sheet Districts.",
            "Did you mean 'Harbour'?",
        )
    ]
    assert found(mode(FRANCHISE, run_after_handover="nobody")) == [
        (
            "Modes!franchise.run_after_handover",
            "'nobody' is not defined on the sheet Modes.",
            "Known: government-owned, government-invested, joint venture, franchise.",
        )
    ]
    assert found(replace(case, coverage=(CoverageTarget(year=2029, group="xyz", target=0.5),))) == [
        ("Coverage!2029/xyz.group", "'xyz' is not defined on the sheet Groups.", "Known: City, waterfront.")
    ]
    factors = tuple(item for item in case.service_factors if item.service == "basic" and item.mode == OWNED)
    assert (
        "Service factors!basic/government-owned.service",
        "'basic' is not defined on the sheet Services.",
        "Known: none.",
    ) in found(replace(case, services=(), service_factors=factors))


@pytest.mark.parametrize(
    ("title", "emptied"),
    [
        ("Districts", {"districts": (), "groups": (), "coverage": ()}),
        ("Technologies", {"technologies": ()}),
        ("Modes", {"modes": (), "charges": (), "service_factors": ()}),
    ],
)
def test_there_is_something_to_decide(title, emptied):
    assert found(replace(tiny_city(), **emptied)) == [(title, f"The sheet {title} is empty.", "Fill in at least one.")]


@pytest.mark.parametrize("closed", [{"selectable": False}, {"not_permitted": "The charter forbids it."}])
def test_some_mode_may_be_chosen(closed):
    case = tiny_city()
    assert found(replace(case, modes=tuple(replace(item, **closed) for item in case.modes))) == [
        ("Modes", "No mode may be chosen.", "Make at least one selectable and permitted.")
    ]


def test_the_name_of_the_whole_city_is_not_given_to_a_group():
    case = replace(tiny_city(), groups=(Group(group="city ", district="Hill"),), coverage=())
    assert found(case) == [("Groups!city /Hill.group", "'City' means all districts.", "Give the group another name.")]


# Years


def test_every_year_lies_among_the_years_looked_at():
    case = harbour(must_open_by=2040)
    case = replace(
        case,
        coverage=(CoverageTarget(year=2034, target=0.1),),
        budget=(Budget(year=2025, amount=1.0),),
        project=replace(case.project, last_opening_year=2034),
    )
    assert found(case) == [
        (address, f"{year} is not among the years looked at, 2026 to 2033.", "Change the year or the horizon.")
        for address, year in (
            ("Coverage!2034/City.year", 2034),
            ("Budget!2025.year", 2025),
            ("Districts!Harbour.must_open_by", 2040),
            ("Project!last_opening_year", 2034),
        )
    ]


def test_a_district_that_must_be_open_can_be_built_by_then():
    # wifi takes a year and fibre two: signed in 2026, the first district can open in 2027
    assert found(harbour(must_open_by=2026)) == [
        (
            "Districts!Harbour.must_open_by",
            "No technology can be built by 2026; the soonest opening is in 2027.",
            "Give a later year.",
        )
    ]
    assert found(harbour(must_open_by=2027)) == []


# Figures


def test_whoever_holds_revenue_carries_its_risk():
    assert found(settings(commercial_rate=0.2)) == [
        (
            "Settings!commercial_rate",
            "0.2 is below the government's discount rate of 0.25.",
            "Whoever holds revenue carries its risk: give a rate at least as high.",
        )
    ]
    assert found(settings(commercial_rate=0.25)) == []


def test_a_mbps_that_is_sold_is_used_up():
    case = tiny_city()
    half = replace(case.services[2], mbps_per_unit=0.5)
    assert found(replace(case, services=(*case.services[:2], half))) == [
        ("Services!lease.mbps_per_unit", "0.5 Mbit/s stand here for one Mbit/s of capacity sold.", "Give 1 or more.")
    ]


def test_figures_a_thousand_million_times_apart_are_asked_about():
    case = harbour(area=2e9 * 4.0)
    assert found(case) == [
        ("?Districts!*.area", "Figures from 4 to 8e+09 stand in one column.", "Look for a slip in the unit.")
    ]
    assert found(harbour(area=1e9 * 4.0)) == []


# What may have been forgotten


def test_a_service_without_a_row_for_a_mode_is_told_as_not_offered():
    case = tiny_city()
    assert found(replace(case, service_factors=case.service_factors[1:])) == [
        (
            "?Service factors",
            "'government-owned' has no row for basic: not offered.",
            'Add the row, with "not offered" if so meant.',
        )
    ]


def test_inputs_without_a_source_are_named_up_to_six_and_counted():
    case = tiny_city()
    remedy = 'Name the source, or "assumption: why".'
    assert found(replace(case, sources=case.sources[1:])) == [
        (
            "?Sources",
            "No source is given for Project!city, Project!first_year, Project!horizon, Project!last_opening_year.",
            remedy,
        )
    ]
    ((address, problem, told),) = found(replace(case, sources=()))
    assert (address, told) == ("?Sources", remedy)
    assert problem.startswith("No source is given for Budget!*.amount, Charges!*.amount, Charges!*.base, ")
    assert problem.endswith(" more.")


@pytest.mark.parametrize(
    ("addresses", "missing"),
    [
        (("Project!*",), ""),
        (("Project!city", "Project!horizon"), "Project!first_year, Project!last_opening_year"),
        (("Districts!*.area", "Districts!Hill.*"), "Project!city, Project!first_year, Project!horizon, Project!last"),
    ],
)
def test_a_source_may_stand_for_a_field_a_row_or_a_whole_sheet(addresses, missing):
    case = tiny_city()
    given = tuple(Source(address=address, source="the council") for address in addresses)
    told = found(replace(case, sources=(*case.sources[1:], *given)))
    assert [problem.startswith(f"No source is given for {missing}") for _, problem, _ in told] == [True] * bool(missing)


def test_a_source_of_what_does_not_exist_is_told():
    case = tiny_city()
    for address, remedy in (
        ("Modes!*.contrl", "Did you mean 'Modes!*.control'?"),
        ("zzz", "Addresses read Sheet!row.field; * stands for any row."),
    ):
        assert found(replace(case, sources=(*case.sources, Source(address=address, source="somewhere")))) == [
            (f"?Sources!{address}.address", "There is no such input.", remedy)
        ]


# All of it together


def test_all_that_is_wrong_is_told_at_once_and_warnings_stop_nothing():
    case = settings(commercial_rate=0.2)
    case = replace(case, services=(*case.services[:2], replace(case.services[2], mbps_per_unit=0.5)))
    with pytest.raises(InputError) as raised:
        checked(case)
    assert [finding.address for finding in raised.value.findings] == [
        "Settings!commercial_rate",
        "Services!lease.mbps_per_unit",
    ]


def test_nothing_is_told_that_rests_on_a_value_nobody_could_read():
    case = settings(commercial_rate=0.2)
    for unread in ("Settings!commercial_rate", "Settings!government_rate"):
        assert [item for item in findings(case, frozenset({unread})) if item.severity is Severity.ERROR] == []
    assert len(findings(case, frozenset({"Settings!gap"}))) == len(findings(case))
    unnamed = mode("franchise", term_least=7, term_most=8, run_after_handover=None)
    assert [address for address, _, _ in found(unnamed)] == ["Modes!franchise.run_after_handover"]
    # whether a term of 7 years ends before the horizon is not known
    assert all(item.severity is Severity.WARNING for item in findings(unnamed, frozenset({"Project!horizon"})))


def test_every_check_says_what_it_checks():
    assert all(check.__doc__ and check.__doc__.endswith(".") for check in CHECKS)
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("Project!horizon", 0),
        ("Project!horizon", 8.0),
        ("Project!horizon", None),
        ("Settings!commercial_rate", None),
        ("Technologies!wifi.build_years", None),
        ("Services!lease.mbps_per_unit", None),
        ("Modes!franchise.headroom", None),
        ("Modes!franchise.contribution_most", None),
        ("Districts!Harbour.area", [1.0]),
        ("Districts!Harbour.must_open_by", "soon"),
        ("Modes!franchise.operator", None),
        ("Modes!franchise.run_after_handover", 5),
        ("Modes!franchise.term_least", "five"),
        ("Settings!money_step", 0.0),
        ("Services!lease.ramp", [0.5]),
        pytest.param("Districts!Harbour.area", 10**400, id="Districts!Harbour.area-huge"),
        pytest.param("Settings!openings_limit", 10**5000, id="Settings!openings_limit-huge"),
    ],
)
def test_a_value_of_another_type_is_told_and_not_stumbled_over(address, value):
    with pytest.raises(InputError) as raised:
        tiny_city().replace({address: value})
    assert [finding.address for finding in raised.value.findings] == [address]


def test_a_number_too_long_to_be_read_is_told_by_its_length():
    assert found(harbour(area=10**400)) == [
        (
            "Districts!Harbour.area",
            "A number of 401 digits stands here, where a number of at least 0 is expected.",
            "Give a number of at least 0.",
        )
    ]


def test_beside_a_value_that_may_not_stand_there_all_else_that_is_wrong_is_told_too():
    case = settings(commercial_rate=0.1, money_step=None)
    case = replace(case, districts=(replace(case.districts[0], area=[1.0], must_open_by=2026), case.districts[1]))
    assert [address for address, _, _ in found(case)] == [
        "Districts!Harbour.area",
        "Settings!money_step",
        "Settings!commercial_rate",
        "Districts!Harbour.must_open_by",
    ]


@pytest.mark.parametrize("name", [None, 7, ["Harbour"], " "])
def test_a_name_that_is_none_is_told_and_what_rests_on_names_is_left_for_then(name):
    assert [address for address, _, _ in found(harbour(name=name))] == [f"Districts!{name}.name"]
