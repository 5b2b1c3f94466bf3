"""What cannot be, whatever is decided: obligations that no contract of a mode meets, and targets nothing can serve."""

import math
from collections.abc import Iterator

from optmodel.case.case import Case
from optmodel.case.found import Found, cells, error, rows_of, warning
from optmodel.case.mode import Mode
from optmodel.case.parts import PLANNED, CoverageTarget, FreeServiceTarget, ServiceFactor, TariffLevel

# A service whose price, less the share, is this near to its cost is still served.
_NEAR = 1e-9
# The share that a service bears which costs something and has no price: less than any other.
_PRICELESS = 1e9
# Shares are shown in thousandths.
_SHOWN = 1000
# So many districts are named in one sentence before the rest is only counted.
_NAMED = 6


def targets_can_be_met_in_time(case: Case) -> Iterator[Found]:
    """Nobody is covered before anything can be built."""
    if not case.technologies:
        return
    soonest = _soonest(case)
    residents = {item.name: item.residents for item in case.districts}
    rows: list[tuple[str, CoverageTarget | FreeServiceTarget]] = [("Coverage", item) for item in case.coverage]
    rows += [("Free service", item) for item in case.free_service]
    for title, item in rows:
        if item.target > 0 and item.year < soonest and any(residents.get(name) for name in case.members(item.group)):
            key = f"{item.year}/{item.group}"
            yield error(
                f"{title}!{key}.year",
                f"No technology can be built by {item.year}; the soonest opening is in {soonest}.",
                "Give a later year, or a target of 0.",
                *cells(title, key, "target", "group"),
                rows_of("Districts"),
                rows_of("Groups"),
                *_buildings(case),
            )


def terms_are_long_enough_for_what_must_open(case: Case) -> Iterator[Found]:
    """A district that must open can do so early enough in the longest term to be in service as long as it must."""
    must = [item.name for item in case.districts if item.must_open_by is not None]
    if not must or not case.technologies or not case.candidates:
        return
    first = case.project.first_year
    latest = {mode.name: first + _longest(case, mode) - case.settings.least_service_years for mode in case.candidates}
    short = [mode for mode in case.candidates if latest[mode.name] < _soonest(case)]
    shown = ", ".join(must[:_NAMED]) + (f" and {len(must) - _NAMED} more" if len(must) > _NAMED else "")
    rests_on = (
        "Project!horizon",
        "Settings!least_service_years",
        rows_of("Modes"),
        rows_of("Districts"),
        *_buildings(case),
        *(f"Districts!{name}.must_open_by" for name in must),
        *(
            cell
            for mode in case.modes
            for cell in cells("Modes", mode.name, "operator", "term_most", "selectable", "not_permitted")
        ),
    )
    for mode in short if len(short) < len(case.candidates) else ():
        yield warning(
            f"Modes!{mode.name}.term_most",
            f"{_shortfall(case, latest[mode.name])}, and must open: {shown}. The mode is impossible.",
            "Lengthen the term, or lower least_service_years.",
            *rests_on,
        )
    if short and len(short) == len(case.candidates):
        yield warning(
            "Settings!least_service_years",
            f"In no mode can anything open in time to be in service so long: {_shortfall(case, max(latest.values()))}, "
            f"and must open: {shown}.",
            "Lower it, or lengthen the terms.",
            *rests_on,
        )


def _shortfall(case: Case, latest: int) -> str:
    return f"the last opening of the longest term would be in {latest}, the soonest possible is in {_soonest(case)}"


def _soonest(case: Case) -> int:
    return case.project.first_year + min(item.build_years for item in case.technologies)


def _buildings(case: Case) -> tuple[str, ...]:
    """What the soonest opening rests on."""
    own = (f"Technologies!{item.name}.build_years" for item in case.technologies)
    return "Project!first_year", rows_of("Technologies"), *own


def _longest(case: Case, mode: Mode) -> int:
    horizon = case.project.horizon
    return min(mode.term_most, horizon) if mode.operator and mode.term_most is not None else horizon


def some_service_bears_the_least_share(case: Case) -> Iterator[Found]:
    """Where an operator sells, some service is worth selling at the least share of turnover it has to give away."""
    for mode in case.candidates:
        paid = [item for item in case.service_factors if item.mode == mode.name and item.offer == "paid"]
        if not mode.operator or mode.revenue_to_operator == 0 or not paid:
            continue
        levels = _levels(case, mode)
        shortest = min(mode.term_least or case.project.horizon, case.project.horizon)
        borne = {item.service: _share_borne(case, item, levels, shortest) for item in paid}
        nearest = max(borne, key=lambda service: borne[service])
        if borne[nearest] >= mode.share_least - _NEAR:
            continue
        most = math.floor(borne[nearest] * _SHOWN + _NEAR) / _SHOWN  # rounded down: what is proposed is borne
        yield warning(
            f"Modes!{mode.name}.share_least",
            f"At a turnover share of {mode.share_least:g} no service is worth selling in any term: "
            f"{_borne(nearest, most)}.",
            f"Put {most:g} or less, or raise prices." if most > 0 else "Raise prices, or lower the cost of sales.",
            *_rests_of_share(case, mode, paid),
        )


def _borne(service: str, share: float) -> str:
    if share <= -_PRICELESS:
        return "all cost something and have no price"
    bears = f"bears {share:g}" if share >= 0 else f"costs {-share:g} of its price more than it brings"
    return f"{service!r} comes nearest and {bears}"


def _levels(case: Case, mode: Mode) -> list[TariffLevel]:
    """Return the tariff levels a mode may have; *planned* needs no row."""
    planned = TariffLevel(name=PLANNED, price=1.0, demand=1.0)
    named = {PLANNED: planned} | {item.name: item for item in case.tariffs}
    if mode.tariff_level is not None:
        return [named[mode.tariff_level]] if mode.tariff_level in named else [planned]
    return list(case.tariffs) or [planned]


def _share_borne(case: Case, item: ServiceFactor, levels: list[TariffLevel], years: int) -> float:
    """Return the largest share of its revenue that a service can give away in every one of the first years."""
    tariffed = {service.name: service.tariffed for service in case.services}
    price = item.price * (max(level.price for level in levels) if tariffed.get(item.service, True) else 1.0)
    if price <= 0:
        return 0.0 if item.unit_cost == 0 else -_PRICELESS
    settings, start = case.settings, case.project.first_year - case.about.price_base
    ratio = (1 + settings.operation_growth) / (1 + settings.price_growth)
    # The ratio of cost to price grows or shrinks steadily: it is largest in the first year or in the last.
    dearest = max(ratio**start, ratio ** (start + years - 1))
    return 1 - item.unit_cost / price * dearest


def _rests_of_share(case: Case, mode: Mode, paid: list[ServiceFactor]) -> tuple[str, ...]:
    return (
        *cells("Modes", mode.name, "operator", "revenue_to_operator", "term_least", "tariff_level", "selectable"),
        f"Modes!{mode.name}.not_permitted",
        *(cell for item in paid for cell in cells("Service factors", f"{item.service}/{mode.name}", *_SOLD)),
        *(f"Services!{item.service}.tariffed" for item in paid),
        *(f"Tariffs!{item.name}.price" for item in case.tariffs),
        *(rows_of(title) for title in ("Modes", "Services", "Service factors", "Tariffs")),
        *("Project!first_year", "Project!horizon", "About!price_base"),
        *("Settings!operation_growth", "Settings!price_growth"),
    )


_SOLD = ("offer", "price", "unit_cost")


def targets_of_residents_have_a_service(case: Case) -> Iterator[Found]:
    """A free service that is asked for, or a bill that is limited, is one that some mode offers."""
    names = {mode.name for mode in case.candidates}
    kinds = {service.name: service for service in case.services}
    offered = [
        (kinds[item.service], item) for item in case.service_factors if item.mode in names and item.service in kinds
    ]
    free = any(item.offer == "free" and kind.base in ("residents", "households") for kind, item in offered)
    paid = any(
        item.offer == "paid" and (item.resident_price is not None or kind.paid_by == "residents")
        for kind, item in offered
    )
    rests_on = [rows_of(title) for title in ("Modes", "Services", "Service factors")]
    rests_on += [cell for name in kinds for cell in cells("Services", name, "base", "paid_by")]
    rests_on += [cell for item in case.service_factors for cell in _offer(item)]
    rests_on += [cell for mode in case.modes for cell in cells("Modes", mode.name, "selectable", "not_permitted")]
    for target in case.free_service if case.candidates else ():
        if target.target > 0 and not free:
            yield warning(
                f"Free service!{target.year}/{target.group}.target",
                "No mode that may be chosen offers residents or households anything free: the target cannot be met.",
                "Put 0, or say free at the offer of such a service.",
                *rests_on,
            )
    if case.settings.citizen_bill_most is not None and case.candidates and not paid:
        yield warning(
            "Settings!citizen_bill_most",
            "In no mode that may be chosen do residents pay for anything: nothing is limited.",
            "Leave it empty, or say which service is paid by residents.",
            *rests_on,
        )


def _offer(item: ServiceFactor) -> tuple[str, ...]:
    return cells("Service factors", f"{item.service}/{item.mode}", "offer", "resident_price")


OBLIGATION_CHECKS = (
    targets_can_be_met_in_time,
    terms_are_long_enough_for_what_must_open,
    some_service_bears_the_least_share,
    targets_of_residents_have_a_service,
)
