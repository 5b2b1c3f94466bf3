"""Each check of the risk register fires on a case that breaks it, alone: who bears a risk, how much, counted once."""

from dataclasses import replace

import pytest

from optmodel.case import Case, Function, OutsourcedRisk, Risk, RiskFactor, Scenario
from tests.case.broken import found
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city

MODES = (OWNED, INVESTED, VENTURE, FRANCHISE)
OVERRUN = Risk(name="overrun", probability=0.5, impact=0.2, base="build")
RETURN = Risk(name="market", probability=0.5, impact=0.1, base="revenue", counted_in="return")
WORKS = Function(mode=OWNED, function="works", base="build", part=0.5, factor=1.0)


def rows(risk: str, *modes: str, severity: float = 1.0, share: float = 0.0) -> tuple[RiskFactor, ...]:
    """A row for each mode; the operator's share only where there is an operator."""
    return tuple(
        RiskFactor(risk=risk, mode=name, severity=severity, operator_share=0.0 if name == OWNED else share)
        for name in modes or MODES
    )


def city(*risks: Risk, factors: tuple[RiskFactor, ...] | None = None, **parts: tuple[object, ...]) -> Case:
    """The tiny city with a register; every risk strikes in every mode and is the government's, unless it is said."""
    usual = tuple(row for risk in risks for row in rows(risk.name))
    return replace(tiny_city(), risks=risks, risk_factors=usual if factors is None else factors, **parts)


def beyond_sources(case: Case) -> list[tuple[str, str, str]]:
    """What is found, but that the new rows have no source."""
    return [finding for finding in found(case) if finding[0] != "?Sources"]


def test_a_risk_with_a_row_for_every_mode_is_nothing_to_remark_on():
    assert beyond_sources(city(OVERRUN)) == []


def test_a_risk_ends_after_it_begins():
    assert beyond_sources(city(replace(OVERRUN, first=3, last=2))) == [
        ("Risks!overrun.last", "2 is before the first year, 3.", "Give a later year, or none.")
    ]
    assert beyond_sources(city(replace(OVERRUN, first=3, last=3))) == []


def test_without_an_operator_nobody_else_bears_a_risk():
    factors = (replace(rows("overrun")[0], operator_share=0.5), *rows("overrun")[1:])
    assert beyond_sources(city(OVERRUN, factors=factors)) == [
        (
            "Risk factors!overrun/government-owned.operator_share",
            "0.5 stands here, but 'government-owned' has no operator.",
            "Put 0, or say yes at operator.",
        )
    ]


@pytest.mark.parametrize(
    ("counted_from", "missing"),
    [
        # the venture keeps its network, the others' is run by the government-invested mode after the term
        ("signature", "government-owned, joint venture, franchise"),
        ("handover", "joint venture"),
        ("either", "government-owned, joint venture, franchise"),
    ],
)
def test_a_risk_without_a_row_for_a_mode_in_which_it_may_come_is_told(counted_from, missing):
    case = city(replace(OVERRUN, counted_from=counted_from), factors=rows("overrun", INVESTED))
    assert beyond_sources(case) == [
        (
            "?Risks!overrun.name",
            f"The sheet Risk factors has no row for {missing}: the risk does not exist there.",
            "Add the row, with a severity of 0 if so meant.",
        )
    ]


def test_a_risk_that_is_only_named_and_a_mode_that_is_not_permitted_need_no_row():
    assert beyond_sources(city(replace(OVERRUN, counted_in="return"), factors=())) == []
    case = city(OVERRUN, factors=rows("overrun", OWNED, INVESTED, VENTURE))
    refused = tuple(
        replace(mode, not_permitted="The charter.") if mode.name == FRANCHISE else mode for mode in case.modes
    )
    assert beyond_sources(replace(case, modes=refused)) == []


def test_a_risk_that_is_misspelt_is_told_once():
    factors = (*rows("overrun", INVESTED, VENTURE, FRANCHISE), *rows("overun", OWNED))
    assert beyond_sources(city(OVERRUN, factors=factors)) == [
        (
            "Risk factors!overun/government-owned.risk",
            "'overun' is not defined on the sheet Risks.",
            "Did you mean 'overrun'?",
        )
    ]


def test_a_probability_stays_one_whatever_a_mode_makes_of_it():
    case = city(
        OVERRUN, factors=(*rows("overrun", OWNED, severity=2.0), *rows("overrun", INVESTED, VENTURE, FRANCHISE))
    )
    assert beyond_sources(case) == []  # 0.5 · 2 = 1
    # outsourced, 0.5 · 2 · 1.5 = 1.5; a function that makes it smaller may be left undone
    worse = OutsourcedRisk(mode=OWNED, function="works", risk="overrun", severity=1.5)
    case = replace(case, functions=(WORKS,), outsourced_risks=(worse,))
    assert beyond_sources(case) == [
        (
            "?Risk factors!overrun/government-owned.severity",
            "The probability of 0.5 times a severity of up to 3 is 1.5: more than certain.",
            "Lower it, unless the risk is meant to be worse and not likelier; or raise the impact instead.",
        )
    ]
    assert beyond_sources(replace(case, outsourced_risks=(replace(worse, severity=0.5),))) == []
    assert beyond_sources(replace(case, functions=(replace(WORKS, outsourced="never"),))) == []
    third = rows("overrun", OWNED, severity=2.5)
    case = replace(case, risk_factors=(*third, *case.risk_factors[1:]))
    case = replace(case, outsourced_risks=(replace(worse, severity=0.8),))
    assert [address for address, _, _ in beyond_sources(case)] == ["?Risk factors!overrun/government-owned.severity"]
    # always outsourced, it is always 0.5 · 2.5 · 0.8 = 1
    assert beyond_sources(replace(case, functions=(replace(WORKS, outsourced="always"),))) == []


def test_the_risks_of_one_year_leave_some_revenue():
    # 0.5 · 0.8 + 0.6 · 0.9 = 0.94 of the revenue; with a severity of 1.25 of the first 0.5 + 0.54 = 1.04
    unpaid = Risk(name="unpaid", probability=0.5, impact=0.8, base="revenue")
    broken = Risk(name="broken", probability=0.6, impact=0.9, base="revenue")
    assert beyond_sources(city(unpaid, broken)) == []
    factors = (*rows("unpaid", FRANCHISE, severity=1.25), *rows("unpaid", OWNED, INVESTED, VENTURE), *rows("broken"))
    case = city(unpaid, broken, factors=factors)
    assert beyond_sources(case) == [
        (
            "Risks!*.impact",
            "In 'franchise' the risks of revenue (unpaid, broken) cost 1.04 of it in one year: nothing is left.",
            "Lower probability, impact or severity until their products add up to less than 1.",
        )
    ]
    # one after the other they leave some
    assert beyond_sources(replace(case, risks=(replace(unpaid, last=3), replace(broken, first=4)))) == []
    in_turn = (replace(unpaid, counted_from="signature"), replace(broken, counted_from="handover"))
    assert beyond_sources(replace(case, risks=in_turn)) == []


# Counted once


@pytest.mark.parametrize(
    ("base", "figure", "dear", "cheap"),
    [
        ("build", "build", 1.5, 0.5),
        ("operation", "operation", 1.5, 0.5),
        ("need", "need", 1.5, 0.5),
        ("revenue", "demand", 0.5, 1.5),
        ("revenue", "prices", 0.5, 1.5),
    ],
)
def test_what_the_scenarios_make_dearer_is_not_an_expected_payment_as_well(base, figure, dear, cheap):
    def scenarios(factor):
        other = Scenario(name="other", probability=0.25, **{figure: factor})
        return Scenario(name="planned", probability=0.75), other

    case = city(replace(OVERRUN, base=base))
    mean = 0.75 + 0.25 * dear
    assert beyond_sources(replace(case, scenarios=scenarios(dear))) == [
        (
            "?Risks!overrun.counted_in",
            f"The scenarios already make {figure} {mean:g} of what is planned, and 'overrun' adds to that.",
            "Say scenarios here, if the same thing is meant; or bring their mean back to 1.",
        )
    ]
    assert beyond_sources(replace(case, scenarios=scenarios(cheap))) == []
    for other in ("build not written off", "fixed"):
        fixed = city(replace(OVERRUN, base=other), scenarios=scenarios(dear))
        assert beyond_sources(fixed) == []


def test_risks_of_one_figure_are_told_in_one_sentence():
    many = tuple(replace(OVERRUN, name=f"overrun {number}") for number in range(1, 9))
    scenarios = (Scenario(name="planned", probability=0.5), Scenario(name="dear", probability=0.5, build=1.5))
    named = ", ".join(f"'overrun {number}'" for number in range(1, 7))
    assert beyond_sources(city(*many, scenarios=scenarios)) == [
        (
            "?Risks!overrun 1.counted_in",
            f"The scenarios already make build 1.25 of what is planned, and {named} and 2 more add to that.",
            "Say scenarios here, if the same thing is meant; or bring their mean back to 1.",
        )
    ]


def test_a_risk_counted_in_scenarios_is_in_one_of_them():
    scenarios = (Scenario(name="planned", probability=0.5), Scenario(name="slow", probability=0.5, prices=0.5))
    unpaid = Risk(name="unpaid", probability=0.5, impact=0.5, base="revenue", counted_in="scenarios")
    assert beyond_sources(city(unpaid, scenarios=scenarios)) == []
    assert beyond_sources(city(unpaid)) == [
        (
            "?Risks!unpaid.counted_in",
            "No scenario moves demand or prices: 'unpaid' is not counted at all.",
            "Say flows here, or let a scenario have another demand or prices.",
        )
    ]
    assert beyond_sources(city(replace(unpaid, base="fixed"), scenarios=scenarios)) == [
        (
            "?Risks!unpaid.counted_in",
            "No scenario moves what is fixed: 'unpaid' is not counted at all.",
            "Say flows here.",
        )
    ]


def test_a_risk_counted_in_the_return_is_in_a_premium():
    assert beyond_sources(city(RETURN)) == []
    case = city(RETURN)
    without = tuple(replace(mode, return_premium=0.0) for mode in case.modes)
    assert beyond_sources(replace(case, modes=without)) == [
        (
            "?Risks!market.counted_in",
            "No mode has a premium on its return: the risk is not counted at all.",
            "Say flows or scenarios here, or give a return_premium.",
        )
    ]


def test_an_operator_that_pays_for_its_risks_says_what_its_premium_is_for():
    factors = (*rows("overrun", OWNED, INVESTED, VENTURE), *rows("overrun", FRANCHISE, share=0.5))
    told = (
        "?Modes!franchise.return_premium",
        "The operator bears risks counted as flows (overrun) and asks a premium for risks, and none is counted in the "
        "return: the same risks may count twice.",
        "Name the risk that the premium stands for, counted in return, with a row for the mode; or put 0.",
    )
    assert beyond_sources(city(OVERRUN, factors=factors)) == [told]
    assert beyond_sources(city(OVERRUN, RETURN, factors=(*factors, *rows("market", VENTURE)))) == [told]
    assert beyond_sources(city(OVERRUN, RETURN, factors=(*factors, *rows("market", FRANCHISE)))) == []
    # the government-invested operator asks no premium
    invested = (*rows("overrun", OWNED, VENTURE, FRANCHISE), *rows("overrun", INVESTED, share=0.5))
    assert beyond_sources(city(OVERRUN, factors=invested)) == []
