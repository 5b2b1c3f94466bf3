"""Who pays what for each plan under one block, before the terms that multiply it; written for the joint model alone."""

from dataclasses import dataclass

import numpy as np

from optmodel.case import Charge, Mode
from optmodel.contract import GOVERNMENT, OPERATOR
from optmodel.rollout import Array, Block, Rollout, Series


@dataclass(frozen=True, slots=True)
class BlockMoney:
    """Nominal money by plan and year ([plan, year]) under a block, leaving out share, purchases and free support.

    ``payments`` and ``receipts`` are the government's, fixed and hanging on demand; ``inflow`` is the operator's;
    ``turnover`` is the operator's service revenue; ``purchase`` what one times the need costs; ``build_cost`` and
    ``operation`` are what support follows; ``renewal`` what the operator pays of it; ``own_payments`` and
    ``own_inflow`` [year] do not hang on plans.
    """

    payments: Array
    receipts: Array
    inflow: Array
    turnover: Array
    purchase: Array
    build_cost: Array
    operation: Array
    renewal: Array
    own_payments: Array
    own_inflow: Array
    government_end: Array
    operator_end: Array


def block_money(rollout: Rollout, block: Block) -> BlockMoney:
    """Work out the money of a block."""
    case, series, mode = rollout.case, rollout.series(block), rollout.case.mode(block.mode)
    now = np.repeat((rollout.year <= block.term_years)[None, :], len(rollout.plans), axis=0).astype(float)
    later = 1 - now
    contract_index = rollout.escalation(case.settings.contract_growth)
    present = case.settings.present_price * rollout.escalation(case.settings.present_price_growth)
    keeps = mode.operator and mode.at_end == "keeps"
    hand = later if keeps else np.zeros_like(later)
    margin = series.revenue - series.cost_of_sales
    successor = rollout.runner_after(mode)

    payments = -rollout.need * present
    inflow = np.zeros_like(payments)
    receipts = (1 - mode.revenue_to_operator) * now * margin
    purchase = np.zeros_like(payments)
    if mode.operator:
        running = series.build + series.renewal + series.operation + case.settings.backbone_charge * series.replaced
        inflow += mode.revenue_to_operator * now * margin - now * (running + series.free_cost)
        inflow += hand * (margin - running + (mode.after_term_price or 0.0) * contract_index * rollout.need)
        payments += hand * (mode.after_term_price or 0.0) * contract_index * rollout.need
        if mode.public_need == "bought":
            purchase = now * (mode.public_price or 0.0) * contract_index * rollout.need
        if not keeps:
            payments += later * _after_handover(rollout, mode, successor, series)
            receipts += later * (1 - successor.revenue_to_operator) * margin
    else:
        payments += series.build + series.renewal + series.operation + series.free_cost
    own = (rollout.need_of_district.sum(axis=0) * present, np.zeros(rollout.horizon))
    for charge in case.charges:
        _charge(rollout, charge, block, series, (payments, inflow), own)
    nothing = np.zeros(len(rollout.plans))
    return BlockMoney(
        payments=payments,
        receipts=receipts,
        inflow=inflow,
        turnover=now * mode.revenue_to_operator * series.revenue,
        purchase=purchase,
        build_cost=now * (series.build + series.renewal) if mode.operator else 0 * payments,
        operation=now * series.operation if mode.operator else 0 * payments,
        renewal=(now + hand) * series.renewal,
        own_payments=own[0],
        own_inflow=own[1],
        government_end=nothing if keeps else series.end_value,
        operator_end=series.end_value if keeps else nothing,
    )


def _after_handover(rollout: Rollout, mode: Mode, successor: Mode, series: Series) -> Array:
    """What the government pays in a year in which the successor mode runs the network; charges are added elsewhere."""
    factor = 1.0
    if successor.operator:
        factor = successor.compensation_most if mode.successor_compensation is None else mode.successor_compensation
    rent = rollout.case.settings.backbone_rent * series.replaced
    return series.renewal + factor * series.operation + series.free_cost + rent


def _charge(
    rollout: Rollout,
    charge: Charge,
    block: Block,
    series: Series,
    on_plans: tuple[Array, Array],
    own: tuple[Array, Array],
) -> None:
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
    growth = {
        "none": 0.0,
        "build": case.settings.build_growth,
        "operation": case.settings.operation_growth,
        "prices": case.settings.price_growth,
        "contract": case.settings.contract_growth,
    }[charge.index]
    amount = charge.amount * rollout.escalation(growth)
    handed = years & ~operators  # the successor passes on what it would pay
    passed_on = int(charge.payee != GOVERNMENT)
    ends = (
        np.where(handed, passed_on, (charge.payer == GOVERNMENT) - (charge.payee == GOVERNMENT)) * years,
        ((charge.payee == OPERATOR) - (charge.payer == OPERATOR)) * operators,
    )
    for number, sign in enumerate(ends):
        if charge.base == "share of build to date":
            np.add(on_plans[number], np.cumsum(series.build, axis=1) * amount * sign, out=on_plans[number])
        elif charge.base == "per resident covered":
            np.add(on_plans[number], rollout.covered[:, None] * rollout.open * amount * sign, out=on_plans[number])
        else:
            times = case.mode(charge.mode).partners if charge.base == "per partner" else 1
            np.add(own[number], amount * sign * times, out=own[number])
