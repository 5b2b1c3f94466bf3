"""Who pays what for each plan under one block, before the terms that multiply it; written for the joint model alone."""

from dataclasses import dataclass

import numpy as np

from optmodel.case import Charge, Mode
from optmodel.contract import GOVERNMENT, OPERATOR
from optmodel.formulation.amount import Amount
from optmodel.rollout import Array, Block, Rollout, Series


@dataclass(frozen=True, slots=True)
class BlockMoney:
    """Nominal money of plans under a block, leaving out share, purchases and free support.

    ``payments`` and ``receipts`` are the government's, fixed and hanging on demand; ``inflow`` is the operator's;
    ``turnover`` is the operator's service revenue in the term; ``purchase`` what one times the planned need costs;
    ``build_cost`` and ``operation``, planned, are what support follows; ``renewal`` what the operator pays of it;
    ``residents`` what they pay; ``own_payments`` and ``own_inflow`` do not hang on plans. End values are [plan].
    """

    payments: Amount
    receipts: Amount
    inflow: Amount
    turnover: Amount
    purchase: Amount
    build_cost: Amount
    operation: Amount
    renewal: Amount
    residents: Amount
    own_payments: Amount
    own_inflow: Amount
    government_end: Array
    operator_end: Array


@dataclass(frozen=True, slots=True)
class Years:
    """Which years lie in the term, after it, and after it with the operator keeping or having handed over; [year]."""

    now: Array
    later: Array
    kept: Array
    handed: Array


def block_money(rollout: Rollout, block: Block) -> BlockMoney:
    """Work out the money of a block."""
    series, mode = rollout.series(block), rollout.case.mode(block.mode)
    keeps = mode.operator and mode.at_end == "keeps"
    now = rollout.in_term(block).astype(float)
    years = Years(now, 1 - now, (1 - now) * keeps, (1 - now) * (not keeps))
    money = _nothing(rollout, series, keeps=keeps)
    _need(rollout, mode, years, series, money)
    money.residents.follow(np.ones(rollout.horizon), series, "residents_pay")
    if mode.operator:
        _operator_runs(rollout, mode, years, series, money)
        if not keeps:
            _after_handover(rollout, mode, years.handed, series, money)
    else:
        _suppliers(money.payments, np.ones(rollout.horizon), series, np.ones(rollout.horizon))
        _margin(money.receipts, np.ones(rollout.horizon), series)
        _outsourced(rollout, block, money)
    _risks(rollout, series, money)
    for charge in rollout.case.charges:
        _charge(rollout, charge, block, series, money)
    return money


def _nothing(rollout: Rollout, series: Series, *, keeps: bool) -> BlockMoney:
    """No money but the end value of whoever owns the network at the horizon."""

    def of_plans() -> Amount:
        return Amount(rollout, (len(rollout.plans),))

    nothing = np.zeros(len(rollout.plans))
    return BlockMoney(
        payments=of_plans(),
        receipts=of_plans(),
        inflow=of_plans(),
        turnover=of_plans(),
        purchase=of_plans(),
        build_cost=of_plans(),
        operation=of_plans(),
        renewal=of_plans(),
        residents=of_plans(),
        own_payments=Amount(rollout, ()),
        own_inflow=Amount(rollout, ()),
        government_end=nothing if keeps else series.end_value,
        operator_end=series.end_value if keeps else nothing,
    )


def _suppliers(paid: Amount, times: Array, series: Series, operated: Array) -> None:
    """Add build, renewal and free services so many ``times`` [year], and operation so many times ``operated``."""
    paid.follow(times, series, "build", "build").follow(times, series, "renewal", "build")
    paid.follow(operated, series, "operation", "operation").follow(times, series, "free_cost")


def _margin(received: Amount, times: Array, series: Series) -> None:
    """Add revenue less cost of sales, so many ``times`` [year]."""
    received.follow(times, series, "revenue").follow(-times, series, "cost_of_sales")


def _present_price(rollout: Rollout) -> Array:
    settings = rollout.case.settings
    return settings.present_price * rollout.escalation(settings.present_price_growth)


def _need(rollout: Rollout, mode: Mode, years: Years, series: Series, money: BlockMoney) -> None:
    """Need is bought as today until a district opens, then by the contract, then of an operator that keeps."""
    present = _present_price(rollout)
    money.own_payments.add(present, rollout.need_of_district.sum(axis=0), "need")
    money.payments.follow(-present, series, "need", "need")
    after = (mode.after_term_price or 0.0) * rollout.indexed(mode.after_term_price_index) * years.kept
    money.payments.follow(after, series, "need", "need")
    money.inflow.follow(after, series, "need", "need")
    if mode.operator and mode.public_need == "bought":
        price = (mode.public_price or 0.0) * rollout.indexed(mode.public_price_index)
        money.purchase.follow(price * years.now, series, "need")


def _operator_runs(rollout: Rollout, mode: Mode, years: Years, series: Series, money: BlockMoney) -> None:
    """The operator pays suppliers in the term, and while it keeps the network; it holds its part of the revenue."""
    part, runs = mode.revenue_to_operator, years.now + years.kept
    _suppliers(money.inflow, -runs, series, -runs)
    money.inflow.follow(-runs * rollout.case.settings.backbone_charge, series, "replaced")
    _margin(money.inflow, part * years.now + years.kept, series)
    _margin(money.receipts, (1 - part) * years.now, series)
    money.turnover.follow(part * years.now, series, "revenue")
    money.build_cost.follow(years.now, series, "build").follow(years.now, series, "renewal")
    money.operation.follow(years.now, series, "operation")
    money.renewal.follow(runs, series, "renewal", "build")


def _after_handover(rollout: Rollout, mode: Mode, handed: Array, series: Series, money: BlockMoney) -> None:
    """After handover the government pays the successor mode for all it does, and the rent of the backbone."""
    successor, factor = rollout.runner_after(mode), 1.0
    if successor.operator:
        factor = successor.compensation_most if mode.successor_compensation is None else mode.successor_compensation
    _suppliers(money.payments, handed, series, factor * handed)
    money.payments.follow(rollout.case.settings.backbone_rent * handed, series, "replaced")
    _margin(money.receipts, (1 - successor.revenue_to_operator) * handed, series)


def _outsourced(rollout: Rollout, block: Block, money: BlockMoney) -> None:
    """Functions that others do are paid for, and free staff."""
    for item in rollout.case.functions:
        if item.mode == block.mode and item.function in block.outsourced:
            due = (rollout.year >= item.first) & (rollout.year <= (item.last or rollout.horizon))
            money.own_payments.add(due.astype(float) * (item.fee - item.staff_saved), rollout.indexed("contract"))


def _risks(rollout: Rollout, series: Series, money: BlockMoney) -> None:
    """What the register costs on average, split as the mode splits it; risks of revenue are in the revenue already."""
    for active in series.risks:
        ends = (
            (money.own_payments, money.payments, active.weight * (1 - active.operator_part)),
            (money.own_inflow, money.inflow, -active.weight * active.operator_part),
        )
        for own, on_plans, times in ends:
            match active.risk.base:
                case "build":
                    on_plans.follow(times, series, "build")
                case "operation":
                    on_plans.follow(times, series, "operation")
                case "need":
                    on_plans.follow(times * _present_price(rollout), series, "need")
                case "build not written off":
                    on_plans.follow(times, series, "not_written_off")
                case "fixed":
                    own.add(times, rollout.indexed("contract"))


def _charge(rollout: Rollout, charge: Charge, block: Block, series: Series, money: BlockMoney) -> None:
    """Add a charge to the government's payments and to the operator's inflow, in the term and after it."""
    case, mode = rollout.case, rollout.case.mode(block.mode)
    if charge.counted == "comparison":
        return
    years = np.zeros(rollout.horizon, dtype=bool)
    operators = np.zeros(rollout.horizon, dtype=bool)
    if charge.mode == mode.name and charge.counted_from != "handover":
        end = block.term_years if charge.last is None else min(charge.last, block.term_years)
        years |= (rollout.year >= charge.first) & (rollout.year <= end)
        operators |= years
    if charge.mode == rollout.runner_after(mode).name and charge.counted_from != "signature":
        since = rollout.year - block.term_years
        paid = (since >= charge.first) & (since <= (charge.last or rollout.horizon))
        years |= paid
        operators |= paid & (mode.at_end == "keeps")
    handed = years & ~operators  # the successor passes on what it would pay
    passed_on = int(charge.payee != GOVERNMENT)
    amount = charge.amount * rollout.indexed(charge.index)
    ends = (
        np.where(handed, passed_on, (charge.payer == GOVERNMENT) - (charge.payee == GOVERNMENT)) * years,
        ((charge.payee == OPERATOR) - (charge.payer == OPERATOR)) * operators,
    )
    on_plans, own = (money.payments, money.inflow), (money.own_payments, money.own_inflow)
    for number, sign in enumerate(ends):
        if charge.base == "share of build to date":
            on_plans[number].follow(amount * sign, series, "build_to_date")
        elif charge.base == "per resident covered":
            on_plans[number].follow(amount * sign, series, "covered")
        else:
            times = case.mode(charge.mode).partners if charge.base == "per partner" else 1
            own[number].add(amount * sign * times, np.ones(rollout.horizon))
