"""The register of risks under a contract: what each weighs in each year, and which part of it the operator bears."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optmodel.case import Case, Mode, Risk
from optmodel.rollout.plans import Array


@dataclass(frozen=True, slots=True)
class ActiveRisk:
    """One risk counted in flows: ``weight`` is probability · impact · severity where it may come, else 0; [year].

    ``operator_part`` is what the operator of the contract bears of it; the rest is the government's; [year].
    """

    risk: Risk
    weight: Array
    operator_part: Array


def active_risks(
    case: Case, mode: Mode, after: Mode, outsourced: tuple[str, ...], term_years: int
) -> Iterator[ActiveRisk]:
    """Yield the risks of a contract, as its mode has them in the term and the mode that runs the network after it."""
    horizon = case.project.horizon
    year = np.arange(1, horizon + 1)
    factors = {(item.risk, item.mode): item for item in case.risk_factors}
    keeps = mode.operator and mode.at_end == "keeps"
    for risk in case.risks:
        if risk.counted_in != "flows":
            continue
        weight, operator_part = np.zeros(horizon), np.zeros(horizon)
        for calendar, runner, start, stop in (
            ("signature", mode, 0, term_years),
            ("handover", after, term_years, horizon),
        ):
            factor = factors.get((risk.name, runner.name))
            if factor is None or risk.counted_from not in (calendar, "either"):
                continue
            last = stop if risk.last is None else min(stop, start + risk.last)
            severity = factor.severity
            if calendar == "signature":
                severity *= relief(case, mode, outsourced, risk)
            due = (year >= start + risk.first) & (year <= last)
            weight += due * (risk.probability * risk.impact * severity)
            if calendar == "signature":
                operator_part += due * (factor.operator_share if mode.operator else 0.0)
            else:
                operator_part += due * float(keeps)  # after handover the successor passes on what it would pay
        if weight.any():
            yield ActiveRisk(risk, weight, operator_part)


def relief(case: Case, mode: Mode, outsourced: tuple[str, ...], risk: Risk) -> float:
    """Return what outsourcing makes of the severity of a risk."""
    times = 1.0
    for item in case.outsourced_risks:
        if item.mode == mode.name and item.function in outsourced and item.risk == risk.name:
            times *= item.severity
    return times
