"""Terms that cannot be priced, refused all at once and each at its place."""

from dataclasses import replace

import pytest

from optmodel.contract import Schedule
from optmodel.errors import InputError
from optmodel.ledger import ledger
from tests.cities import INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.uncertain import CARE, SOCIAL


def refused(contract, case=None):
    with pytest.raises(InputError) as caught:
        ledger(case or tiny_city(), contract)
    return [finding.address for finding in caught.value.findings]


def test_everything_that_cannot_be_priced_is_said_at_once_where_it_stands():
    contract = replace(
        signed("franchize", 9, ("Harbor", "wifi", 2028), ("Hill", "copper", 2028), ("Hill", "fibre", 2027)),
        first_year=2025,
        revenue_share=1.5,
        public_capacity=((2024, 1.0), (2027, 1.0), (2027, 1.0), (2028, float("nan"))),
        capital_contribution=Schedule("planned", share=0.5, amounts=((2040, -1.0),)),
        operating_compensation=Schedule("planned", share=float("inf")),
        tariff_level="high",
        outsourced=("operation",),
    )
    assert refused(contract) == [
        "/signed/mode",
        "/signed/tariff_level",
        "/signed/outsourced/0",
        "/signed/first_year",
        "/signed/term_years",
        "/signed/revenue_share",
        "/signed/public_capacity/0/year",
        "/signed/public_capacity/2/year",
        "/signed/public_capacity/3/mbps",
        "/signed/capital_contribution",
        "/signed/capital_contribution/amounts/0/year",
        "/signed/capital_contribution/amounts/0/amount",
        "/signed/operating_compensation/share",
        "/signed/rollout/0/district",
        "/signed/rollout/1/technology",
        "/signed/rollout/2/district",
        "/signed/rollout/2/opening_year",
    ]


def test_a_refusal_says_what_is_wrong_and_what_to_do():
    with pytest.raises(InputError) as caught:
        ledger(tiny_city(), signed("franchize", 5, ("Hill", "fibre", 2027)))
    assert str(caught.value) == (
        "/signed/mode: There is no mode 'franchize' in the case. Did you mean 'franchise'?\n"
        "/signed/rollout/0/opening_year: 'Hill' cannot open in 2027 with 'fibre'. The first year in which it can be "
        "built is 2028, the last opening year 2031."
    )


def test_a_district_opens_when_it_is_built_and_no_later_than_districts_may():
    for year, expected in ((2027, []), (2026, ["/signed/rollout/0/opening_year"]), (2031, [])):
        if expected:
            assert refused(signed(OWNED, 8, ("Harbour", "wifi", year))) == expected
        else:
            ledger(tiny_city(), signed(OWNED, 8, ("Harbour", "wifi", year)))
    assert refused(signed(OWNED, 8, ("Harbour", "wifi", 2032))) == ["/signed/rollout/0/opening_year"]


def test_a_term_is_at_least_one_year_and_at_most_the_horizon():
    for length in (0, 9):
        assert refused(signed(INVESTED, length)) == ["/signed/term_years"]
    for length in (1, 8):
        assert ledger(tiny_city(), signed(INVESTED, length)).conservation()


def test_years_after_the_term_are_priced_only_if_somebody_is_named_for_them():
    modes = tuple(replace(mode, run_after_handover=None, after_term_price=None) for mode in tiny_city().modes)
    case = replace(tiny_city(), modes=modes)
    assert refused(signed(INVESTED, 5), case) == ["/signed/term_years"]
    assert refused(signed(VENTURE, 5), case) == ["/signed/term_years"]
    for mode in (INVESTED, VENTURE, OWNED):
        assert ledger(case, signed(mode, 8)).conservation()


def test_a_tariff_level_and_functions_must_be_known_to_the_case():
    case = replace(tiny_city(), tariffs=(SOCIAL,), functions=(CARE,))
    contract = signed(OWNED, 8)
    for fine in (replace(contract, tariff_level="social", outsourced=("care",)), contract):
        assert ledger(case, fine).conservation()
    with pytest.raises(InputError) as caught:
        ledger(case, replace(contract, tariff_level="sozial", outsourced=("care", "cure", "care")))
    assert str(caught.value) == (
        "/signed/tariff_level: There is no tariff level 'sozial' in the case. Did you mean 'social'?\n"
        "/signed/outsourced/1: 'government-owned' has no function 'cure' that others may do. Known: care.\n"
        "/signed/outsourced/2: 'care' stands here a second time. Give each function once."
    )
    # functions of one mode are none of another
    assert refused(replace(signed(INVESTED, 5), outsourced=("care",)), case) == ["/signed/outsourced/0"]
