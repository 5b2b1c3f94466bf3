"""Result → ``contract.json``: every key always, ``null`` with a reason for what does not exist, no NaN, no path."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

import optmodel
from optmodel.case import ALL_DISTRICTS, Case, case_digest
from optmodel.contract import scenarios
from optmodel.ledger import Ledger, Transfer
from optmodel.report.certificate_part import certificate_written, place_written
from optmodel.report.key_figures import (
    chance_below_return,
    chance_of_loss,
    dearest_year,
    mean_of_dearest,
    operator_exposure,
    operator_irr,
    operator_payback,
    reseller_prices,
    residents_pay_a_year,
)
from optmodel.report.schema import CONTRACT_SCHEMA
from optmodel.report.sentences import warnings, why_no_recommendation
from optmodel.report.signed import signed
from optmodel.requirements import Requirement
from optmodel.result import Bridge, Evaluation, ModeAnswer, Pairing, Proof, Result, ValueForMoney, one_scenario

EVALUATION_SCHEMA = "optmodel-evaluation/1"
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a case came from: digests of its workbook and its file of rules, and the inputs set beside it, as typed."""

    workbook_sha256: str | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    rules_sha256: str | None = None


NO_ORIGIN = Origin()


def contract_document(result: Result, origin: Origin = NO_ORIGIN) -> Document:
    """Return the document that is written to ``contract.json``: the same for the same inputs, wherever it is made."""
    best = result.best
    contract = best.contract if best else None
    return {
        "schema": CONTRACT_SCHEMA,
        "status": str(result.status),
        "recommendation": result.recommended,
        "reason": why_no_recommendation(result),
        "currency": result.case.about.currency,
        "money_unit": result.case.about.money_unit,
        "signed": signed(contract.terms) if contract else None,
        "government_cost": _government_cost(contract.ledger) if contract else None,
        "proof": _proof(best.proof) if best else None,
        "operator": _operator(contract.ledger) if contract else None,
        "scenarios": _scenarios(result.case),
        "residents": _residents(contract.ledger) if contract else None,
        "support": contract.ledger.support_value if contract else None,
        "dearest_year": _dearest_year(contract.ledger) if contract else None,
        "requirements": [_requirement(item) for item in contract.requirements] if contract else [],
        "coverage": _coverage(contract.ledger) if contract else [],
        "today": {"expected_npv": result.today.expected_npv, "coverage": result.today.coverage},
        "close_calls": list(result.close_calls),
        "modes": [_mode(answer) for answer in result.answers],
        "map": [place_written(place) for place in result.map],
        "value_for_money": _value_for_money(result.value_for_money),
        "ledger": _payments(contract.ledger.transfers) if contract else [],
        "comparison": _payments(contract.ledger.comparison) if contract else [],
        "warnings": warnings(result),
        "provenance": provenance(result.case, origin, result.settings, result.own_rules),
    }


def evaluation_document(evaluation: Evaluation, origin: Origin = NO_ORIGIN) -> Document:
    """Return what ``evaluate`` says of terms: the same parts under the same names, without search and proof."""
    case, books = evaluation.ledger.case, evaluation.ledger
    return {
        "schema": EVALUATION_SCHEMA,
        "holds": not evaluation.broken,
        "currency": case.about.currency,
        "money_unit": case.about.money_unit,
        "signed": signed(evaluation.terms),
        "government_cost": _government_cost(books),
        "operator": _operator(books),
        "scenarios": _scenarios(case),
        "residents": _residents(books),
        "support": books.support_value,
        "dearest_year": _dearest_year(books),
        "requirements": [_requirement(item) for item in evaluation.requirements],
        "coverage": _coverage(books),
        "ledger": _payments(books.transfers),
        "comparison": _payments(books.comparison),
        "warnings": [said for said in [one_scenario(case)] if said],
        "provenance": provenance(case, origin, {}, evaluation.own_rules),
    }


def _government_cost(ledger: Ledger) -> Document:
    return {
        "expected_npv": ledger.government_cost,
        "by_line": ledger.government_by_line(),
        "by_scenario": ledger.government_cost_by_scenario,
        "cvar": mean_of_dearest(ledger),
        "objective": ledger.objective,
    }


def _scenarios(case: Case) -> list[Document]:
    return [{"name": item.name, "probability": item.probability} for item in scenarios(case)]


def _residents(ledger: Ledger) -> Document:
    return {
        "pay_npv": ledger.residents_pay_npv,
        "pay_per_resident_year": residents_pay_a_year(ledger),
        "reseller_price": reseller_prices(ledger),
    }


def _dearest_year(ledger: Ledger) -> Document:
    year, amount = dearest_year(ledger)
    return {"year": year, "amount": amount}


def _value_for_money(value: ValueForMoney | None) -> Document | None:
    if value is None:
        return None
    return {
        "comparator": value.comparator,
        "recommended": value.recommended,
        "reason": value.reason,
        "within_budgets": _pairing(value.within_budgets),
        "without_budgets": _pairing(value.without_budgets),
    }


def _pairing(pairing: Pairing | None) -> Document | None:
    if pairing is None:
        return None
    return {
        "comparator_status": str(pairing.comparator.status),
        "recommended_status": str(pairing.recommended.status),
        "reason": pairing.reason,
        "with_risk": _bridge(pairing.with_risk),
        "without_risk": _bridge(pairing.without_risk),
    }


def _bridge(bridge: Bridge | None) -> Document | None:
    if bridge is None:
        return None
    return {
        "comparator_cost": sum(bridge.comparator.values()),
        "recommended_cost": sum(bridge.recommended.values()),
        "value": bridge.value,
        "by_line": bridge.by_line,
        "comparison": bridge.beside,
        "value_with_comparison": bridge.value_with_beside,
    }


def _proof(proof: Proof | None) -> Document | None:
    if proof is None:
        return None
    return {
        "bound": _finite(proof.bound),
        "gap": _finite(proof.gap),
        "gap_relative": _finite(proof.gap_relative),
        "gross_cost": _finite(proof.gross_cost),
    }


def _operator(ledger: Ledger) -> Document:
    rate, no_rate = operator_irr(ledger)
    year, no_year = operator_payback(ledger)
    return {
        "npv": ledger.operator_npv,
        "npv_by_scenario": ledger.operator_npv_by_scenario,
        "chance_of_loss": chance_of_loss(ledger),
        "chance_below_return": chance_below_return(ledger),
        "required_return": ledger.case.mode(ledger.terms.mode).hurdle,
        "irr": rate,
        "irr_reason": no_rate,
        "payback_year": year,
        "payback_reason": no_year,
        "peak_exposure": operator_exposure(ledger),
    }


def _requirement(item: Requirement) -> Document:
    return {
        "rule": item.rule,
        "index": item.index,
        "sentence": item.sentence,
        "left": item.left,
        "right": item.right,
        "unit": item.unit,
        "slack": item.slack,
        "holds": item.holds,
        "binding": item.binding,
    }


def _coverage(ledger: Ledger) -> list[Document]:
    case = ledger.case
    targets = {(item.year, item.group): item.target for item in case.coverage}
    groups = dict.fromkeys([ALL_DISTRICTS, *(item.group for item in case.groups)])
    return [
        {"year": year, "group": group, "served": ledger.coverage(year, group), "target": targets.get((year, group))}
        for group in groups
        for year in case.years
    ]


def _mode(answer: ModeAnswer) -> Document:
    contract = answer.contract
    return {
        "mode": answer.mode,
        "status": str(answer.status),
        "reason": answer.reason,
        "shortfalls": [
            {
                "rule": item.rule,
                "index": item.index,
                "sentence": item.sentence,
                "amount": item.amount,
                "unit": item.unit,
            }
            for item in answer.shortfalls
        ],
        "government_cost": _government_cost(contract.ledger) if contract else None,
        "proof": _proof(answer.proof),
        "signed": signed(contract.terms) if contract else None,
        "certificate": certificate_written(answer.certificate) if answer.certificate else None,
    }


def _payments(transfers: Iterable[Transfer]) -> list[Document]:
    """Put the transfers of one line between the same two parties together, in the order in which they begin."""
    lines: dict[tuple[str, ...], dict[int, float]] = {}
    for item in transfers:
        years = lines.setdefault((item.line, item.item, item.phase, item.payer, item.payee, item.scenario), {})
        years[item.year] = years.get(item.year, 0.0) + item.amount
    names = ("line", "item", "phase", "payer", "payee", "scenario")
    return [
        {
            **dict(zip(names, key, strict=True)),
            "amounts": [{"year": year, "amount": amount} for year, amount in years.items()],
        }
        for key, years in lines.items()
    ]


def provenance(
    case: Case, origin: Origin, settings: Mapping[str, float | int | str | None], own_rules: Sequence[str]
) -> Document:
    """Return what one must know to find the same answer again."""
    named = ("gap", "seed", "threads")
    return {
        "workbook_sha256": origin.workbook_sha256,
        "case_sha256": case_digest(case),
        "versions": {
            "optmodel": optmodel.__version__,
            **{name: metadata.version(name) for name in ("highspy", "pyomo")},
        },
        **{name: settings.get(name) for name in named},
        "settings": {name: value for name, value in settings.items() if name not in named},
        "overrides": dict(origin.overrides),
        "own_rules": list(own_rules),
        "rules_sha256": origin.rules_sha256,
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
