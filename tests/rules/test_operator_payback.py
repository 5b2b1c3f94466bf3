"""Rule ``operator_payback`` at points typed by hand: what has come in, not discounted, by the longest payback."""

from dataclasses import replace

import pytest

from optmodel.case import Charge
from optmodel.rules import Situation
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE
from tests.rules.points import HARBOUR, city, slacks, under

EARLY = ("Harbour", "wifi", 2027)
REPAID = {2026: 160.0} | dict.fromkeys(range(2027, 2032), 20.0)


def slack(here: Situation, *opened: tuple[str, str, int], **support: dict[int, float]) -> float:
    (found,) = slacks("operator_payback", here, *opened, **support).values()
    return found


@pytest.mark.parametrize(("paid", "room"), [(19.0, 1), (18.0, 0), (17.0, -1)], ids=["inside", "on", "outside"])
def test_the_operators_money_is_back_in_time(paid: float, room: float) -> None:
    # build and renewal are repaid. 2027: 8 from users − 2 free − 4 for the backbone − 20 of operation + paid; later 0.
    # All of a renewal may be repaid, so none of it is left out
    compensation = {2027: paid} | dict.fromkeys(range(2028, 2032), 20.0)
    here = under(INVESTED, 6, case=city({f"Modes!{INVESTED}.payback_longest": 4}))
    assert slack(here, EARLY, contribution=REPAID, compensation=compensation) == room


@pytest.mark.parametrize(("fee", "room"), [(39.0, 0.5), (39.5, 0), (40.0, -0.5)], ids=["inside", "on", "outside"])
def test_renewals_are_left_out_but_for_what_a_contribution_may_repay(fee: float, room: float) -> None:
    # 160 built in 2027. 2028: 0.9 · 340 − 95 of sales − 20 of renewal − 20 of operation − 4 for the backbone
    # + 22.5 for capacity = 189.5; half of the renewal is left out: + 10
    case = city({f"Modes!{FRANCHISE}.payback_longest": 3})
    charge = Charge(
        mode=FRANCHISE, name="fee", counted_from="signature", first=3, last=3, amount=fee, payer="operator",
        payee="government",
    )  # fmt: skip
    here = under(FRANCHISE, 5, share=0.1, level=0.75, case=replace(case, charges=(charge,)))
    assert slack(here, HARBOUR) == room


def test_support_counts_up_to_the_longest_payback_only() -> None:
    case = city({f"Modes!{FRANCHISE}.payback_longest": 3})
    here = under(FRANCHISE, 5, share=0.1, level=0.75, case=case)
    # the fee is 5: 39.5 − 5
    assert slack(here, HARBOUR) == 34.5
    assert slack(here, HARBOUR, contribution={2027: 2.0, 2029: 4.0}) == 36.5


def test_years_after_handover_bring_nothing() -> None:
    # seven years, five of them of the term: −160 + 184.5 + 187.5 + 192.5, and half of three renewals of 20
    assert slack(under(FRANCHISE, 5, share=0.1, level=0.75), HARBOUR) == 404.5 + 30


def test_an_operator_that_keeps_the_network_counts_the_years_after() -> None:
    # −3 − 147 + 47 + 60 in the term, 120 in each of 2030 and 2031; half of four renewals of 18
    here = under(VENTURE, 4, level=1.0, case=city({f"Modes!{VENTURE}.payback_longest": 6}))
    assert slack(here, HARBOUR) == 197 + 36


def test_a_payback_longer_than_the_horizon_is_cut_there() -> None:
    # two years more, of 200 and 18 each
    for longest in (8, 60):
        here = under(VENTURE, 4, level=1.0, case=city({f"Modes!{VENTURE}.payback_longest": longest}))
        assert slack(here, HARBOUR) == 197 + 400 + 54


def test_the_operator_is_paid_for_capacity_as_it_is_signed() -> None:
    # 2 more in 2028, 5 less in 2029; what is paid after the payback of seven years does not count
    exact = slack(under(FRANCHISE, 5, share=0.1, level=0.75), HARBOUR)
    dearer = {2028: 2.0, 2029: -5.0, 2033: 100.0}
    assert slack(under(FRANCHISE, 5, share=0.1, level=0.75, dearer=dearer), HARBOUR) == exact - 3


def test_there_is_no_row_without_an_operator_or_without_a_longest_payback() -> None:
    assert slacks("operator_payback", under(OWNED, 8), HARBOUR) == {}
    assert slacks("operator_payback", under(INVESTED, 5), HARBOUR) == {}
