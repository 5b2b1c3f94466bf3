"""Cases moved: one requirement looser, a risk severer, scenarios in their mean, other money, another order of rows."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from optmodel.case import Case, Mode, Scenario
from optmodel.contract import revenue_shares
from tests.family_cases import changed_modes

# Sheets whose order means nothing but to ties. That of services decides between equal priorities.
IN_ANY_ORDER = (
    "districts", "technologies", "service_factors", "modes", "charges", "tariffs", "functions", "scenarios", "risks",
    "risk_factors", "outsourced_risks", "free_service", "groups", "coverage", "budget",
)  # fmt: skip
# Factors of a scenario that multiply no other of the same three: revenue is demand times prices, the cost of sales
# demand times operation.
APART = (("build", "operation", "need"), ("build", "demand", "need"), ("prices", "operation", "need"))


def with_settings(case: Case, **settings: Any) -> Case:
    """The case with some settings changed."""
    return replace(case, settings=replace(case.settings, **settings))


def looser(random: Random, case: Case) -> Iterator[tuple[str, Case]]:
    """The case with one requirement given way on, for each that it has."""
    settings, more = case.settings, random.choice([1.1, 1.5, 3.0])
    if case.coverage:
        targets = tuple(replace(item, target=item.target / more) for item in case.coverage)
        yield "coverage", replace(case, coverage=targets)
    if case.free_service:
        free = tuple(replace(item, target=item.target / more) for item in case.free_service)
        yield "free_service", replace(case, free_service=free)
    if case.budget:
        yield "budget", replace(case, budget=tuple(replace(item, amount=item.amount * more) for item in case.budget))
    for name in ("budget_total", "citizen_bill_most", "support_limit"):
        if getattr(settings, name) is not None:
            yield name, with_settings(case, **{name: getattr(settings, name) * more})
    if settings.budget_in_every_scenario and (case.budget or settings.budget_total is not None):
        yield "budget_in_every_scenario", with_settings(case, budget_in_every_scenario=False)
    if settings.openings_limit is not None:
        yield "openings_limit", with_settings(case, openings_limit=settings.openings_limit + 1)
    if settings.least_service_years > 1:
        yield "least_service_years", with_settings(case, least_service_years=settings.least_service_years - 1)
    if settings.control_required is not None:
        yield "control_required", with_settings(case, control_required=None)
    if any(district.must_open_by for district in case.districts):
        districts = tuple(replace(district, must_open_by=None) for district in case.districts)
        yield "must_open_by", replace(case, districts=districts)
    if any(item.outsourced != "choose" for item in case.functions):
        yield (
            "outsourced",
            replace(case, functions=tuple(replace(item, outsourced="choose") for item in case.functions)),
        )


def looser_for(case: Case, mode: Mode, more: float) -> Iterator[tuple[str, Case]]:
    """The case with one bound of a mode given way on, for each that it has."""

    def with_mode(**terms: Any) -> Case:
        return changed_modes(case, lambda each: replace(each, **terms) if each.name == mode.name else each)

    if mode.tariff_level is not None:
        yield "tariff_level", with_mode(tariff_level=None)
    if not mode.operator:
        return
    if mode.loss_limit is not None:
        yield "loss_limit", with_mode(loss_limit=more * mode.loss_limit + 0.1)
    if mode.payback_longest is not None:
        yield "payback_longest", with_mode(payback_longest=None)
    if mode.headroom > 0:
        yield "headroom", with_mode(headroom=0.0)
    if mode.term_most is not None and mode.term_most < case.project.horizon:
        yield "term_most", with_mode(term_most=mode.term_most + 1)
    wider = replace(mode, share_most=mode.share_most + case.settings.share_step)
    # The most is always on the grid: where it lay between two steps, the wider grid has others instead of it.
    if mode.revenue_to_operator > 0 and set(revenue_shares(case, mode)) <= set(revenue_shares(case, wider)):
        yield "share_most", with_mode(share_most=wider.share_most)


def severer(random: Random, case: Case, mode: Mode) -> Case | None:
    """The case with a risk severer in a mode; None where there is none of which one can say that this is no good.

    Revenue that never came is not paid by residents either: where that weighs, or has a limit, it has its good side.
    """
    settings = case.settings
    both_sides = settings.citizens_weight > 0 or settings.citizen_bill_most is not None
    left_out = {"revenue"} if both_sides else set[str]()
    counted = {item.name for item in case.risks if item.counted_in == "flows" and item.base not in left_out}
    strikes = [item for item in case.risk_factors if item.risk in counted and item.mode == mode.name]
    if not strikes:
        return None
    struck = random.choice(strikes)
    factors = tuple(
        replace(item, severity=item.severity + 0.5) if item is struck else item for item in case.risk_factors
    )
    return replace(case, risk_factors=factors)


def uncertain_and_mean(random: Random, case: Case) -> tuple[Case, Case]:
    """A case in which nothing is but in proportion to what scenarios change, and the same with their mean alone.

    Services take no capacity, so that the need takes none from them, and districts carry any need; what is bought is
    more than the need can be, so that there is no overage; nothing is judged or weighed in one scenario by itself.
    """
    moved = random.choice(APART)
    scenarios = tuple(
        Scenario(name=name, probability=probability, **{figure: random.choice([0.7, 1.1, 1.4]) for figure in moved})
        for name, probability in (("one", 0.25), ("other", 0.75))
    )
    mean = {figure: sum(item.probability * getattr(item, figure) for item in scenarios) for figure in moved}
    services = tuple(
        replace(service, mbps_per_unit=0.0, base="households" if service.base == "capacity" else service.base)
        for service in case.services
    )
    straight = replace(
        changed_modes(case, lambda mode: replace(mode, loss_limit=None, guaranteed_share=2.0, purchase_most=2.0)),
        services=services,
        technologies=tuple(replace(kind, capacity_per_km2=1000.0) for kind in case.technologies),
        settings=replace(case.settings, risk_aversion=0.0, budget_in_every_scenario=False),
    )
    return (
        replace(straight, scenarios=scenarios),
        replace(straight, scenarios=(Scenario(name="mean", probability=1.0, **mean),)),
    )


def in_other_money(case: Case, times: float) -> Case:
    """The same case in money of which so many times as much is worth as much."""

    def of(part: Any, *fields: str) -> Any:
        amounts = {field: getattr(part, field) for field in fields}
        return replace(part, **{field: None if value is None else value * times for field, value in amounts.items()})

    costs = ("build_per_km2", "build_per_premise", "operation_per_km2", "operation_per_premise")
    return replace(
        case,
        technologies=tuple(of(item, *costs) for item in case.technologies),
        service_factors=tuple(of(item, "price", "unit_cost", "resident_price") for item in case.service_factors),
        modes=tuple(of(item, "public_price", "after_term_price") for item in case.modes),
        charges=tuple(item if item.base == "share of build to date" else of(item, "amount") for item in case.charges),
        functions=tuple(of(item, "fee", "staff_saved") for item in case.functions),
        risks=tuple(of(item, "impact") if item.base == "fixed" else item for item in case.risks),
        budget=tuple(of(item, "amount") for item in case.budget),
        settings=of(case.settings, "present_price", "budget_total", "support_limit", "citizen_bill_most", "money_step"),
    )


def in_another_order(random: Random, case: Case) -> Case:
    """The case with the rows of its sheets shuffled."""
    rows = {name: getattr(case, name) for name in IN_ANY_ORDER}
    return replace(case, **{name: tuple(random.sample(held, len(held))) for name, held in rows.items()})
