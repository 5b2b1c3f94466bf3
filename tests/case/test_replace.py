"""A case is varied by address: text is read as on a command line, and all that is wrong is told at once."""

from dataclasses import replace

import pytest

from optmodel.case import Budget, CoverageTarget, Source
from optmodel.errors import InputError
from tests.cities import tiny_city


def told(changes):
    """Address, problem and remedy of everything a change is refused for."""
    with pytest.raises(InputError) as raised:
        tiny_city().replace(changes)
    return [(finding.address, finding.problem, finding.remedy) for finding in raised.value.findings]


def test_an_unknown_address_is_told_with_the_nearest_known_ones():
    assert told({"Modes!franchize.required_return": 0.3}) == [
        (
            "Modes!franchize.required_return",
            "There is no such input.",
            "Did you mean Modes!franchise.required_return or Modes!joint venture.required_return or "
            "Modes!franchise.build_factor?",
        )
    ]
    assert told({"Setings!government_rate": 0.3})[0][2].startswith("Did you mean Settings!government_rate")
    assert told({"nonsense": 1}) == [
        ("nonsense", "There is no such input.", "Addresses read Sheet!row.field, e.g. Settings!government_rate.")
    ]


def test_what_is_near_is_looked_for_on_the_sheet_that_is_named():
    source = Source(address="Settings!government_rate", source="Bond prospectus")
    with pytest.raises(InputError) as raised:
        replace(tiny_city(), sources=(source,)).replace({"Settings!goverment_rate": 0.3})
    assert "Sources!" not in raised.value.findings[0].remedy
    assert raised.value.findings[0].remedy.startswith("Did you mean Settings!government_rate")


@pytest.mark.parametrize(
    ("address", "text", "value"),
    [
        ("Districts!Harbour.area", " 2.5 ", 2.5),
        ("Districts!Harbour.area", "1e1", 10.0),
        ("Districts!Harbour.area", ".5", 0.5),
        ("Settings!government_rate", "+0.3", 0.3),
        ("Modes!franchise.term_least", "6", 6),
        ("Districts!Harbour.must_open_by", "2029", 2029),
        ("Districts!Harbour.must_open_by", "", None),
        ("Modes!franchise.selectable", "No", False),
        ("Modes!franchise.support_and_share", "yes", True),
        ("Modes!franchise.not_permitted", "The charter forbids it.", "The charter forbids it."),
        ("Modes!franchise.run_after_handover", "government-owned", "government-owned"),
        ("Services!lease.ramp", "0.25; 0.5;1", (0.25, 0.5, 1.0)),
        ("Services!lease.ramp", "", None),
        ("Settings!flows_at", "start", "start"),
    ],
)
def test_text_is_read_as_the_field_asks_and_an_empty_text_empties_an_optional_field(address, text, value):
    case = tiny_city().replace({address: text})
    assert {known: held for known, _, held in case.addresses()}[address] == value


@pytest.mark.parametrize(
    "text", ["1,5", "1.234,56", "1 234", "1_000", "٣", "3 km", "nan", "1e999", "9" * 5000, "", "yes"]
)
def test_a_number_is_not_guessed_from_text(text):
    ((address, problem, remedy),) = told({"Districts!Harbour.area": text})
    assert address == "Districts!Harbour.area"
    assert problem.endswith("stands here, where a number of at least 0 is expected.")
    assert remedy == "Give a number of at least 0."


@pytest.mark.parametrize(
    ("address", "text", "expected"),
    [
        ("Modes!franchise.term_least", "5.0", "a whole number from 1 to 60"),
        ("Modes!franchise.term_least", "five", "a whole number from 1 to 60"),
        ("Modes!franchise.operator", "maybe", "yes or no"),
        ("Modes!franchise.at_end", "burns", "one of: reverts, keeps"),
        ("Services!lease.ramp", "0.5, 1", "numbers parted by semicolons from 0 to 1"),
        ("Services!lease.ramp", "0.5;2", "numbers parted by semicolons from 0 to 1"),
        ("Project!horizon", "0", "a whole number from 1 to 60"),
    ],
)
def test_text_that_may_not_stand_in_a_field_is_told_with_what_may(address, text, expected):
    ((found, problem, remedy),) = told({address: text})
    assert found == address
    assert problem.endswith(f"stands here, where {expected} is expected.")
    assert remedy == f"Give {expected}."


@pytest.mark.parametrize("value", [-1, True, float("nan"), float("inf")])
def test_a_bad_value_is_told_as_a_bad_text_is(value):
    assert told({"Districts!Harbour.area": value}) == [
        (
            "Districts!Harbour.area",
            f"{value} stands here, where a number of at least 0 is expected.",
            "Give a number of at least 0.",
        )
    ]


def test_everything_that_cannot_be_read_is_told_at_once():
    changes = {"Settings!government_rate": "abc", "Settings!commercial_ratee": 1, "Project!horizon": "x"}
    assert [address for address, _, _ in told(changes)] == list(changes)


def test_every_check_that_fails_is_told_at_once():
    assert [address for address, _, _ in told({"Settings!commercial_rate": 0.1, "Modes!franchise.term_least": 9})] == [
        "Settings!commercial_rate",
        "Modes!franchise.term_least",  # above the longest
        "Modes!franchise.term_least",  # and beyond the horizon
    ]


def test_a_case_is_changed_in_a_copy_and_only_where_asked():
    case = tiny_city()
    changed = case.replace({"Settings!government_rate": 0.3, "Districts!Hill.area": 5.0})
    assert case == tiny_city()
    before, after = ({address: value for address, _, value in item.addresses()} for item in (case, changed))
    assert {address for address in before if before[address] != after[address]} == {
        "Settings!government_rate",
        "Districts!Hill.area",
    }
    assert case.replace({}) == case


def test_warnings_do_not_stop_a_change():
    assert tiny_city().replace({"Modes!franchise.term_most": 9}).mode("franchise").term_most == 9


def test_every_input_has_an_address_of_its_own_that_replace_knows():
    case = tiny_city()
    addresses = [address for address, _, _ in case.addresses()]
    assert len(set(addresses)) == len(addresses)
    assert case.replace({address: value for address, _, value in case.addresses()}) == case


def test_rows_whose_key_is_a_year_are_found_by_it():
    case = replace(
        tiny_city(), budget=(Budget(year=2027, amount=5e3),), coverage=(CoverageTarget(year=2030, target=0.25),)
    )
    changed = case.replace({"Budget!2027.amount": "4000", "Coverage!2030/City.target": 0.5})
    assert (changed.budget[0].amount, changed.coverage[0].target) == (4000.0, 0.5)


def test_addresses_are_those_of_the_case_before_any_change():
    changed = tiny_city().replace({"Coverage!2029/waterfront.year": 2030, "Coverage!2029/waterfront.target": 0.7})
    assert changed.coverage[0] == CoverageTarget(year=2030, group="waterfront", target=0.7)
