"""What cannot be is said before anything is solved: a share nobody bears, an obligation no term leaves room for."""

from dataclasses import replace

from optmodel.case import CoverageTarget, FreeServiceTarget, TariffLevel
from tests.case.broken import found, harbour, mode, settings
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city


def test_nobody_is_covered_before_anything_can_be_built():
    # wifi is built in 2026 and opens in 2027
    case = replace(tiny_city(), coverage=(CoverageTarget(year=2026, target=0.1),))
    told = (
        "No technology can be built by 2026; the soonest opening is in 2027.",
        "Give a later year, or a target of 0.",
    )
    assert found(case) == [("Coverage!2026/City.year", *told)]
    assert found(replace(case, coverage=(CoverageTarget(year=2027, target=0.1),))) == []
    assert found(replace(case, coverage=(CoverageTarget(year=2026, target=0.0),))) == []
    case = replace(tiny_city(), free_service=(FreeServiceTarget(year=2026, group="waterfront", target=0.1),))
    assert [item for item in found(case) if item[0] != "?Sources"] == [("Free service!2026/waterfront.year", *told)]


def test_a_target_beyond_the_years_looked_at_is_told():
    case = replace(tiny_city(), free_service=(FreeServiceTarget(year=2034, target=0.1),))
    assert [item for item in found(case) if item[0] != "?Sources"] == [
        (
            "Free service!2034/City.year",
            "2034 is not among the years looked at, 2026 to 2033.",
            "Change the year or the horizon.",
        )
    ]


def test_a_term_too_short_for_what_must_open_makes_its_mode_impossible():
    # a term of 6 years, 2026 to 2031, and 6 years of service: opened in 2026, and wifi can open in 2027
    case = harbour(must_open_by=2029)
    case = replace(case, settings=replace(case.settings, least_service_years=6))
    told = "the last opening of the longest term would be in 2026, the soonest possible is in 2027, and must open: "
    remedy = "Lengthen the term, or lower least_service_years."
    assert found(case) == [
        (f"?Modes!{name}.term_most", f"{told}Harbour. The mode is impossible.", remedy) for name in (INVESTED, VENTURE)
    ]
    # 2026 + 6 − 5 = 2027 is soon enough
    assert found(replace(case, settings=replace(case.settings, least_service_years=5))) == []
    assert found(replace(case, districts=tiny_city().districts)) == []


def test_what_must_open_and_can_in_no_mode_is_asked_about():
    # even 8 years to the horizon, less 8 of service, leave only 2026
    case = harbour(must_open_by=2029)
    assert found(replace(case, settings=replace(case.settings, least_service_years=8))) == [
        (
            "?Settings!least_service_years",
            "In no mode can anything open in time to be in service so long: the last opening of the longest term would "
            "be in 2026, the soonest possible is in 2027, and must open: Harbour.",
            "Lower it, or lengthen the terms.",
        )
    ]


def test_a_share_that_no_service_bears_is_told_with_the_one_that_comes_nearest():
    # the franchise sells packages at 2 that cost 0.5, and leases at 1 that cost 0.75: they bear 0.75 and 0.25
    assert found(mode(FRANCHISE, share_least=0.75, share_most=0.8)) == []
    assert found(mode(FRANCHISE, share_least=0.8, share_most=0.8)) == [
        (
            "?Modes!franchise.share_least",
            "At a turnover share of 0.8 no service is worth selling in any term: "
            "'package' comes nearest and bears 0.75.",
            "Put 0.75 or less, or raise prices.",
        )
    ]


def test_a_share_is_borne_at_the_dearest_tariff_level_the_mode_may_have():
    case = mode(FRANCHISE, share_least=0.8, share_most=0.8)
    # at 1.25 times the price packages bear 1 − 0.5 / 2.5 = 0.8
    levels = (TariffLevel(name="planned", price=1.0, demand=1.0), TariffLevel(name="dear", price=1.25, demand=0.75))
    case = replace(case, tariffs=levels)
    assert [item for item in found(case) if item[0] != "?Sources"] == []
    told = ["?Modes!franchise.share_least"]
    cheap = replace(case, modes=(*case.modes[:3], replace(case.modes[3], tariff_level="planned")))
    assert [address for address, _, _ in found(cheap) if address != "?Sources"] == told
    fixed = tuple(replace(item, tariffed=False) for item in case.services)
    assert [address for address, _, _ in found(replace(case, services=fixed)) if address != "?Sources"] == told


def test_a_share_is_borne_in_every_year_of_the_shortest_term():
    # cost grows by a quarter a year, prices do not: in the fifth year packages cost 0.5 · 1.25⁴ = 1.2207 of 2
    case = mode(FRANCHISE, share_least=0.4, share_most=0.4)
    assert found(case) == []
    case = replace(case, settings=replace(case.settings, operation_growth=0.25))
    assert found(case) == [
        (
            "?Modes!franchise.share_least",
            "At a turnover share of 0.4 no service is worth selling in any term: "
            "'package' comes nearest and bears 0.389.",
            "Put 0.389 or less, or raise prices.",
        )
    ]


def test_an_operator_that_sells_nothing_at_a_profit_is_asked_about():
    case = tiny_city()
    dear = tuple(
        replace(item, unit_cost=2.5) if (item.mode, item.offer) == (VENTURE, "paid") else item
        for item in case.service_factors
    )
    # leases cost 2.5 and sell at 2: a quarter too dear
    assert found(replace(case, service_factors=dear)) == [
        (
            "?Modes!joint venture.share_least",
            "At a turnover share of 0 no service is worth selling in any term: 'lease' comes nearest and costs 0.25 of "
            "its price more than it brings.",
            "Raise prices, or lower the cost of sales.",
        )
    ]
    unpriced = tuple(replace(item, price=0.0) if item.mode == VENTURE else item for item in dear)
    assert found(replace(case, service_factors=unpriced)) == [
        (
            "?Modes!joint venture.share_least",
            "At a turnover share of 0 no service is worth selling in any term: all cost something and have no price.",
            "Raise prices, or lower the cost of sales.",
        )
    ]


def test_a_free_service_that_is_asked_for_is_offered_somewhere():
    case = replace(tiny_city(), free_service=(FreeServiceTarget(year=2030, target=0.5),))
    assert [item for item in found(case) if item[0] != "?Sources"] == []
    # nothing is free where only the franchise may be chosen
    modes = tuple(replace(item, selectable=item.name == FRANCHISE) for item in case.modes)
    assert [item for item in found(replace(case, modes=modes)) if item[0] != "?Sources"] == [
        (
            "?Free service!2030/City.target",
            "No mode that may be chosen offers residents or households anything free: the target cannot be met.",
            "Put 0, or say free at the offer of such a service.",
        )
    ]


def test_a_bill_that_is_limited_is_paid_by_residents_somewhere():
    case = settings(citizen_bill_most=5.0)
    assert found(case) == []
    others = tuple(replace(item, paid_by="others") for item in case.services)
    case = replace(case, services=others)
    assert found(case) == [
        (
            "?Settings!citizen_bill_most",
            "In no mode that may be chosen do residents pay for anything: nothing is limited.",
            "Leave it empty, or say which service is paid by residents.",
        )
    ]
    # behind a lease of the government's they do
    leased = tuple(
        replace(item, resident_price=3.0) if (item.service, item.mode) == ("lease", OWNED) else item
        for item in case.service_factors
    )
    assert found(replace(case, service_factors=leased)) == []
