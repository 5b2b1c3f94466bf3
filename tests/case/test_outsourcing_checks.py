"""Each check of outsourced functions fires on a case that breaks it, alone, and says the way out."""

from dataclasses import replace

from optmodel.case import Case, Function, OutsourcedRisk, Risk
from tests.case.broken import found
from tests.cities import INVESTED, OWNED, tiny_city

PLANS = Function(mode=OWNED, function="plans", base="build", part=0.25, factor=1.0)
WORKS = Function(mode=OWNED, function="works", base="build", part=0.5, factor=1.0)
CARE = Function(mode=OWNED, function="care", base="operation", part=1.0, factor=1.0)


def city(*functions: Function, **parts: tuple[object, ...]) -> Case:
    """The tiny city, whose government may have these functions done by others."""
    return replace(tiny_city(), functions=functions, **parts)


def beyond_sources(case: Case) -> list[tuple[str, str, str]]:
    """What is found, but that the new rows have no source."""
    return [finding for finding in found(case) if finding[0] != "?Sources"]


def test_functions_of_a_mode_without_an_operator_are_nothing_to_remark_on():
    assert beyond_sources(city(PLANS, WORKS, CARE)) == []


def test_only_a_government_that_runs_the_network_outsources():
    assert beyond_sources(city(replace(CARE, mode=INVESTED))) == [
        (
            "Outsourcing!government-invested/care.mode",
            "'government-invested' has an operator, which decides itself what others do for it.",
            "Name a mode without an operator, or delete the row.",
        )
    ]


def test_functions_make_up_no_more_than_the_whole():
    # 0.25 + 0.5 + 0.25 = 1 of build; a tenth more is more than there is, whatever operation is made of
    rest = Function(mode=OWNED, function="rest", base="build", part=0.25, factor=1.0)
    assert beyond_sources(city(PLANS, WORKS, rest, CARE)) == []
    assert beyond_sources(city(PLANS, WORKS, replace(rest, part=0.35), CARE)) == [
        (
            "Outsourcing!government-owned/rest.part",
            "The parts of build of 'government-owned' add up to 1.1, more than the whole.",
            "Lower them until they add up to 1 or less: plans 0.25, works 0.5, rest 0.35.",
        )
    ]


def test_at_most_eight_functions_are_left_to_choose():
    nine = [replace(PLANS, function=f"part {number}", part=0.1) for number in range(1, 10)]
    assert beyond_sources(city(*nine[:8])) == []
    assert beyond_sources(city(*nine)) == [
        (
            "Outsourcing!government-owned/part 9.outsourced",
            "9 functions of 'government-owned' are left to choose; at most 8 can be.",
            "Say always or never for the others, or join some into one.",
        )
    ]
    assert beyond_sources(city(*nine[:8], replace(nine[8], outsourced="never"))) == []


def test_a_fee_ends_after_it_begins():
    assert beyond_sources(city(replace(CARE, first=3, last=2))) == [
        ("Outsourcing!government-owned/care.last", "2 is before the first year, 3.", "Give a later year, or none.")
    ]
    assert beyond_sources(city(replace(CARE, first=3, last=3))) == []


def test_what_outsourcing_does_to_risks_is_said_of_functions_that_there_are():
    risk = Risk(name="dig", probability=0.1, impact=0.1, base="build", counted_in="return")
    row = OutsourcedRisk(mode=OWNED, function="work", risk="dig", severity=0.5)
    case = city(PLANS, WORKS, risks=(risk,), outsourced_risks=(row,))
    assert beyond_sources(case) == [
        (
            "Outsourced risks!government-owned/work/dig.function",
            "There is no function 'work' of 'government-owned' on the sheet Outsourcing.",
            "Did you mean 'government-owned/works'?",
        )
    ]
    assert beyond_sources(replace(case, functions=())) == [
        (
            "Outsourced risks!government-owned/work/dig.function",
            "There is no function 'work' of 'government-owned' on the sheet Outsourcing.",
            "Add it there, or delete this row.",
        )
    ]
    assert beyond_sources(replace(case, outsourced_risks=(replace(row, function="works"),))) == []


def test_a_mode_that_is_misspelt_is_told_once():
    case = city(replace(PLANS, mode="government owned"))
    case = replace(
        case,
        risks=(Risk(name="dig", probability=0.1, impact=0.1, base="build", counted_in="return"),),
        outsourced_risks=(OutsourcedRisk(mode=OWNED, function="plans", risk="dig", severity=0.5),),
    )
    assert beyond_sources(case) == [
        (
            "Outsourcing!government owned/plans.mode",
            "'government owned' is not defined on the sheet Modes.",
            "Did you mean 'government-owned'?",
        )
    ]
