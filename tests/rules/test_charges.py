"""Charges in the rows of money, typed by hand: who pays and who is paid, in the term and after it.

Harbour's fibre opens in 2029: 1,000 residents, and 480 built in 2027 and 2028 by an operator with a backbone.
"""

from dataclasses import replace

import pytest

from optmodel.case import Budget, Charge
from tests.cities import INVESTED, VENTURE, tiny_city
from tests.rules.points import slacks, under

FIBRE = ("Harbour", "fibre", 2029)


def charged(mode: str, term: int, year: int, **charge: object) -> float:
    """What a charge takes of the government's budget of a year: what is left without it less what is left with it."""
    due = Charge(**({"mode": mode, "name": "due", "index": "none", "amount": 7.0} | charge))
    left = []
    for charges in ((), (due,)):
        case = replace(tiny_city(), budget=(Budget(year=year, amount=0.0),), charges=charges)
        left.append(*slacks("budget", under(mode, term, case=case), FIBRE).values())
    return left[0] - left[1]


@pytest.mark.parametrize(
    ("charge", "due"),
    [
        ({"counted_from": "signature", "payer": "government"}, 0),
        ({"counted_from": "handover", "payer": "government"}, 7),
        # the successor passes on what it would pay, and what it would pay to the government falls away
        ({"counted_from": "handover", "payer": "operator"}, 7),
        ({"counted_from": "handover", "payer": "operator", "payee": "government"}, 0),
        ({"counted_from": "either", "payer": "government", "payee": "operator"}, 7),
        # 2031 is the first year after a term of five
        ({"counted_from": "handover", "first": 2, "payer": "government"}, 0),
        ({"counted_from": "either", "last": 1, "payer": "government"}, 7),
        # 1,000 · 0.02; a tenth of 480
        ({"counted_from": "either", "payer": "government", "base": "per resident covered", "amount": 0.02}, 20),
        ({"counted_from": "either", "payer": "government", "base": "share of build to date", "amount": 0.1}, 48),
        ({"counted_from": "either", "payer": "government", "counted": "comparison"}, 0),
    ],
)
def test_after_handover_the_government_pays_what_is_due_whoever_is_named(charge: dict[str, object], due: float) -> None:
    assert charged(INVESTED, 5, 2031, **charge) == pytest.approx(due)


def test_in_the_term_a_charge_is_between_those_it_names() -> None:
    assert charged(INVESTED, 5, 2029, payer="government") == 7
    assert charged(INVESTED, 5, 2029, payer="operator") == 0
    assert charged(INVESTED, 5, 2029, payer="operator", payee="government") == -7
    assert charged(INVESTED, 5, 2029, payer="government", counted_from="handover") == 0


def test_what_hangs_on_the_rollout_reaches_the_operator_too() -> None:
    # by 2029 a tenth of 240, of 480 and of 480 is paid to it, and 1,000 · 0.02 by it
    base = {"mode": INVESTED, "index": "none", "counted_from": "signature"}
    bonus = Charge(
        name="bonus", base="share of build to date", amount=0.1, payer="government", payee="operator", **base
    )
    levy = Charge(name="levy", base="per resident covered", amount=0.02, payer="operator", **base)
    left = []
    for charges in ((), (bonus,), (levy,)):
        case = replace(tiny_city().replace({f"Modes!{INVESTED}.payback_longest": 4}), charges=charges)
        left.append(*slacks("operator_payback", under(INVESTED, 5, case=case), FIBRE).values())
    assert [after - left[0] for after in left[1:]] == pytest.approx([24 + 48 + 48, -20])


def test_an_operator_that_keeps_the_network_goes_on_paying_its_charges() -> None:
    # four years from 2026; then still for each of two partners
    assert charged(VENTURE, 4, 2031, payer="operator") == 0
    assert charged(VENTURE, 4, 2031, payer="operator", payee="government", base="per partner") == -14
    assert charged(VENTURE, 4, 2031, payer="operator", payee="government", counted_from="signature") == 0


def test_a_charge_is_paid_from_its_first_to_its_last_year() -> None:
    dates = {"counted_from": "signature", "first": 2, "last": 3, "payer": "government"}
    assert [charged(INVESTED, 5, year, **dates) for year in range(2026, 2031)] == [0, 7, 7, 0, 0]


def test_a_share_of_build_to_date_follows_what_has_been_built() -> None:
    base = {"base": "share of build to date", "amount": 0.1, "payer": "government"}
    assert [charged(INVESTED, 5, year, **base) for year in (2026, 2027, 2028, 2029)] == [0, 24, 48, 48]


def test_residents_are_paid_for_from_the_year_they_are_covered() -> None:
    base = {"base": "per resident covered", "amount": 0.02, "payer": "government"}
    assert [charged(INVESTED, 5, year, **base) for year in (2028, 2029)] == [0, 20]
