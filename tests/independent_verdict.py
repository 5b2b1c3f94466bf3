"""Every requirement judged a second time, written from section 6 of MODEL.md alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from optmodel.case import Case, Mode
from optmodel.contract import Schedule, Terms
from tests.independent_ledger import Priced, hurdle
from tests.independent_network import Deal, next_step
from tests.independent_sales import Shop

TOLERANCE = 1e-8
Index = tuple[int | str, ...]


@dataclass(frozen=True)
class Verdict:
    """One row: left at most, or at least, right; size is the sum of the absolute amounts added on both sides."""

    left: float
    sense: str
    right: float
    size: float

    @property
    def slack(self) -> float:
        return self.right - self.left if self.sense == "at most" else self.left - self.right

    @property
    def holds(self) -> bool:
        return self.slack >= -TOLERANCE * self.size


Row = tuple[tuple[str, Index], Verdict]


def judged(case: Case, terms: Terms, priced: Priced) -> dict[tuple[str, Index], Verdict]:
    """Judge a contract by every rule: by rule and index, both sides and whether it holds."""
    deal = Deal(case, terms)
    rows: dict[tuple[str, Index], Verdict] = {}
    for rule in (on_the_mode, on_outsourcing, on_purchase, on_support, on_rollout, on_coverage):
        rows.update(rule(deal))
    for judged_by in (on_budgets, on_limits, on_operator):
        rows.update(judged_by(deal, priced))
    return rows


def most(rule: str, index: Index, left: float, right: float, size: float | None = None) -> Row:
    return (rule, index), Verdict(left, "at most", right, abs(left) + abs(right) if size is None else size)


def least(rule: str, index: Index, left: float, right: float, size: float | None = None) -> Row:
    return (rule, index), Verdict(left, "at least", right, abs(left) + abs(right) if size is None else size)


def on_the_mode(deal: Deal) -> Iterator[Row]:
    mode, case = deal.mode, deal.case
    yield least("permitted", (), float(mode.selectable and mode.not_permitted is None), 1.0)
    if case.settings.control_required is not None:
        yield least("control", (), mode.control, case.settings.control_required)
    shortest, longest = deal.horizon, deal.horizon
    if mode.operator:
        shortest = mode.term_least or deal.horizon
        longest = min(mode.term_most or deal.horizon, deal.horizon)
    yield least("term", ("least",), deal.term, shortest)
    yield most("term", ("most",), deal.term, longest)
    yield least("share", ("least",), deal.terms.revenue_share, mode.share_least)
    yield most("share", ("most",), deal.terms.revenue_share, mode.share_most)
    rows = [level.name for level in case.tariffs] or ["planned"]
    allowed = rows if mode.tariff_level is None else [mode.tariff_level]
    yield least("tariff", (), float(deal.terms.tariff_level in allowed), 1.0)


def on_outsourcing(deal: Deal) -> Iterator[Row]:
    allowed = {item.function: item.outsourced for item in deal.case.functions if item.mode == deal.mode.name}
    for name in (*allowed, *deal.terms.outsourced):
        done = name in deal.terms.outsourced
        right = {"always": done, "never": not done, "choose": True}.get(allowed.get(name, "never"), False)
        yield least("outsourcing", (name,), float(right), 1.0)


def on_purchase(deal: Deal) -> Iterator[Row]:
    mode, step = deal.mode, deal.case.settings.capacity_step
    bought = mode.operator and mode.public_need == "bought"
    for t in range(1, deal.horizon + 1):
        signed, need = deal.capacity_signed(t), deal.need_open(t)
        if bought and deal.in_term(t):
            yield least("purchase", (deal.year(t), "least"), signed, mode.guaranteed_share * need)
            yield most("purchase", (deal.year(t), "most"), signed, mode.purchase_most * need + step)
        else:
            yield most("purchase", (deal.year(t), "most"), abs(signed), 0.0)


def on_support(deal: Deal) -> Iterator[Row]:
    mode, terms = deal.mode, deal.terms
    step = deal.case.settings.money_step
    apart = not mode.support_and_share and terms.revenue_share > mode.share_least + 1e-9
    at_least = True
    for t in range(1, deal.horizon + 1):
        build, run = deal.build(t) + deal.renewal(t), deal.operation(t)
        kinds = (
            ("contribution", terms.capital_contribution, build, mode.contribution_least, mode.contribution_most),
            ("compensation", terms.operating_compensation, run, mode.compensation_least, mode.compensation_most),
        )
        for rule, schedule, cost, low, high in kinds:
            signed = _signed(schedule, deal, t, cost)
            if deal.in_term(t) and signed != 0 and schedule.basis != getattr(mode, f"{rule}_basis"):
                yield most(rule, ("basis",), 1.0, 0.0)
            if not deal.in_term(t) or not mode.operator:
                yield most(rule, (deal.year(t), "most"), abs(signed), 0.0)
                continue
            upper = high * cost
            if schedule.share is None:
                upper = next_step(upper, step)
            yield least(rule, (deal.year(t), "least"), signed, low * cost)
            yield most(rule, (deal.year(t), "most"), signed, upper)
            at_least = at_least and signed <= low * cost + TOLERANCE * (abs(signed) + low * cost)
        if deal.in_term(t) and mode.public_need == "bought":
            # Capacity that costs nothing is no support, however much of it is signed.
            lot = deal.case.settings.capacity_step
            top = next_step(mode.guaranteed_share * deal.need_open(t), lot)
            signed = deal.capacity_signed(t)
            at_least = at_least and (deal.public_price(t) == 0 or signed <= top + TOLERANCE * (top + signed))
    yield least("support_and_share", (), float(at_least or not apart), 1.0)


def _signed(schedule: Schedule, deal: Deal, t: int, cost: float) -> float:
    """An amount as it stands in the schedule, also for a year in which nothing may be paid; a share ends by itself."""
    if schedule.share is not None:
        return schedule.share * cost if deal.in_term(t) else 0.0
    return dict(schedule.amounts).get(deal.year(t), 0.0)


def on_rollout(deal: Deal) -> Iterator[Row]:
    case, settings = deal.case, deal.case.settings
    worst_need = max([1.0, *(scenario.need for scenario in deal.scenarios)])
    for place in case.districts:
        plans = [plan for plan in deal.plans if plan.district.name == place.name]
        yield most("one_plan", (place.name,), len(plans), 1)
        rows = [
            Verdict(plan.capacity(t), "at least", need, plan.capacity(t) + need)
            for plan in plans
            for t in range(plan.tau, deal.horizon + 1)
            for need in (worst_need * deal.need_of(place, t),)
        ]
        if rows:
            yield ("need_carried", (place.name,)), min(rows, key=lambda row: row.slack / (row.size or 1.0))
            latest = max(plan.tau for plan in plans)
            yield most("least_service", (place.name,), latest, deal.term - settings.least_service_years + 1)
        if place.must_open_by is not None:
            opened = [deal.year(plan.tau) for plan in plans]
            yield least("must_open", (place.name,), float(len(plans) == 1 and max(opened) <= place.must_open_by), 1.0)
    for t in range(1, deal.horizon + 1):
        if settings.openings_limit is not None:
            count = sum(plan.tau == t for plan in deal.plans)
            yield most("openings", (deal.year(t),), count, settings.openings_limit)


def on_coverage(deal: Deal) -> Iterator[Row]:
    shop = Shop(deal)
    for target in deal.case.coverage:
        right = target.target * _residents(deal, target.group)
        left = sum(plan.covered for plan in _open_in(deal, target.year, target.group))
        yield least("coverage", (target.year, target.group), left, right)
    for target in deal.case.free_service:
        right = target.target * _residents(deal, target.group)
        t = target.year - deal.case.project.first_year + 1
        plans = _open_in(deal, target.year, target.group)
        left = sum(shop.residents_served_free(plan, t) for plan in plans)
        yield least("free_service", (target.year, target.group), left, right)


def _residents(deal: Deal, group: str) -> float:
    return sum(deal.case.district(name).residents for name in deal.case.members(group))


def _open_in(deal: Deal, year: int, group: str):  # type: ignore[no-untyped-def]
    t = year - deal.case.project.first_year + 1
    return [plan for plan in deal.plans if plan.open(t) and plan.district.name in deal.case.members(group)]


def _expected(deal: Deal, amounts: dict[tuple[str, int], float], year: int) -> float:
    return sum(scenario.probability * amounts[scenario.name, year] for scenario in deal.scenarios)


def _sizes(lines: dict[tuple[str, int], dict[str, float]]) -> dict[tuple[str, int], float]:
    return {cell: sum(abs(amount) for amount in each.values()) for cell, each in lines.items()}


def on_budgets(deal: Deal, priced: Priced) -> Iterator[Row]:
    settings, years = deal.case.settings, [deal.year(t) for t in range(1, deal.horizon + 1)]
    paid, sizes = priced.payments, _sizes(priced.government_years)
    total = settings.budget_total
    for item in deal.case.budget:
        left, size = _expected(deal, paid, item.year), _expected(deal, sizes, item.year)
        yield most("budget", (item.year,), left, item.amount, size + abs(item.amount))
    if total is not None:
        left = sum(_expected(deal, paid, year) for year in years)
        size = sum(_expected(deal, sizes, year) for year in years)
        yield most("budget_total", (), left, total, size + abs(total))
    if not settings.budget_in_every_scenario:
        return
    for scenario in deal.scenarios:
        for item in deal.case.budget:
            cell = (scenario.name, item.year)
            yield most("budget", (item.year, scenario.name), paid[cell], item.amount, sizes[cell] + abs(item.amount))
        if total is not None:
            left = sum(paid[scenario.name, year] for year in years)
            size = sum(sizes[scenario.name, year] for year in years)
            yield most("budget_total", (scenario.name,), left, total, size + abs(total))


def on_limits(deal: Deal, priced: Priced) -> Iterator[Row]:
    settings = deal.case.settings
    if settings.support_limit is not None:
        yield most("support_limit", (), priced.support_value, settings.support_limit)
    if settings.citizen_bill_most is not None:
        for t in range(1, deal.horizon + 1):
            bill = settings.citizen_bill_most * deal.index("prices", t) * deal.covered(t)
            yield most("citizen_bill", (deal.year(t),), priced.residents_pay[deal.year(t)], bill)


def on_operator(deal: Deal, priced: Priced) -> Iterator[Row]:
    mode = deal.mode
    if not mode.operator:
        return
    rate, sizes = hurdle(deal), _sizes(priced.operator_years)
    term = range(1, min(deal.term, deal.horizon) + 1)
    end = deal.end_value / (1 + rate) ** deal.horizon if deal.keeps else 0.0
    own_build = [
        deal.discount(rate, t) * amount
        for t in term
        for amount in (deal.build(t) + deal.renewal(t), -deal.contribution(t))
    ]
    years_operation = sum(deal.discount(rate, t) * deal.operation(t) / deal.term for t in term)
    gross = {
        scenario.name: end
        + sum(deal.discount(rate, t) * sizes[scenario.name, deal.year(t)] for t in range(1, deal.horizon + 1))
        for scenario in deal.scenarios
    }
    asked = mode.headroom * sum(own_build)
    size = sum(scenario.probability * gross[scenario.name] for scenario in deal.scenarios)
    asked_size = sum(abs(amount) for amount in own_build)
    yield least("operator_return", (), priced.expected_operator_npv, asked, size + mode.headroom * asked_size)
    if mode.payback_longest is not None:
        yield least("operator_payback", (), *_payback(deal, priced, mode))
    if mode.loss_limit is not None:
        for scenario in deal.scenarios:
            bound = -mode.loss_limit * (sum(own_build) + years_operation)
            size = gross[scenario.name] + mode.loss_limit * (asked_size + years_operation)
            yield least("operator_downside", (scenario.name,), priced.operator_npv[scenario.name], bound, size)


def _payback(deal: Deal, priced: Priced, mode: Mode) -> tuple[float, float, float]:
    """Undiscounted, with renewals left out but for what a contribution may have paid back: left, right and size."""
    left = size = 0.0
    sizes = _sizes(priced.operator_years)
    for t in range(1, min(mode.payback_longest or 0, deal.horizon) + 1):
        year = deal.year(t)
        for scenario in deal.scenarios:
            renewed = -priced.operator_years[scenario.name, year].get("renewal", 0.0)
            back = max(0.0, 1 - mode.contribution_most) * renewed
            left += scenario.probability * (priced.inflow[scenario.name, year] + back)
            size += scenario.probability * (sizes[scenario.name, year] + back)
    return left, 0.0, size
