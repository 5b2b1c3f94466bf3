"""The contract that the joint model finds costs and holds what it says, by the ledger, on cases dressed at random."""

import os
import time
from collections import Counter
from random import Random

import numpy as np
import pytest

from optmodel.case import Case, Mode
from optmodel.contract import GridPoint, Opening, Schedule, Terms
from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import Joint, chosen_contract, joint
from optmodel.ledger import ledger
from optmodel.rollout import Array, Rollout
from optmodel.solver import Outcome, solve
from optmodel.verify import judge
from tests.dressed_cases import dressed_case

SCALE = 10.0
# Part of gross cost by which they may differ: what ties weigh is in the objective, and what the solver tolerates.
SAME = 1e-6


def exact_terms(case: Case, made: Joint, value: dict[int, float]) -> Terms:
    """The contract of a solution, nothing rounded."""
    contract, built = chosen_contract(made, value)
    part, first, mode = made.parts[0], case.project.first_year, case.mode(contract.mode)
    years = range(first, first + contract.term_years)
    need = made.rollout.need.T @ built

    def schedule(basis: str, paid: list[object], least: float, most: float) -> Schedule:
        if least == most:
            return Schedule(basis, share=least)
        # The solver may leave an amount below nothing, by no more than it tolerates.
        amounts = [max(0.0, value[id(item)] * made.scale) for item in paid]
        return Schedule(basis, amounts=tuple(zip(years, amounts, strict=False)))

    return Terms(
        mode=mode.name,
        term_years=contract.term_years,
        first_year=first,
        revenue_share=contract.revenue_share,
        purchase_level=contract.purchase_level,
        public_capacity=_capacity(mode, contract, years, need),
        capital_contribution=schedule(
            mode.contribution_basis, part.contribution, mode.contribution_least, mode.contribution_most
        ),
        operating_compensation=schedule(
            mode.compensation_basis, part.compensation, mode.compensation_least, mode.compensation_most
        ),
        rollout=_openings(case, made.rollout, built),
        tariff_level=contract.tariff_level,
        outsourced=contract.outsourced,
    )


def _capacity(mode: Mode, contract: GridPoint, years: range, need: Array) -> tuple[tuple[int, float], ...]:
    if mode.public_need != "bought":
        return ()
    return tuple((year, contract.purchase_level * float(need[t])) for t, year in enumerate(years))


def _openings(case: Case, rollout: Rollout, built: Array) -> tuple[Opening, ...]:
    return tuple(
        Opening(
            case.districts[plan.district].name,
            case.technologies[plan.technology].name,
            case.project.first_year + plan.opening - 1,
        )
        for plan in (rollout.plans[place] for place in np.flatnonzero(built))
    )


def is_priced_the_same(case: Case, name: str, seen: Counter[str]) -> None:
    rollout = Rollout(case)
    for mode in case.modes:
        made = joint(rollout, [mode], scale=SCALE)
        program, variables = compiled(made.model)
        solution = solve(program)
        if solution.values is None:
            assert solution.outcome is Outcome.INFEASIBLE
            continue
        value = dict(zip(map(id, variables), solution.values.tolist(), strict=True))
        terms = exact_terms(case, made, value)
        books = ledger(case, terms)
        room = SAME * max(1.0, books.gross_cost) + made.tie * SCALE
        difference = solution.objective * SCALE - books.objective
        assert abs(difference) <= room, f"{name}, {mode.name}: {difference} of {books.objective}, {terms}"
        broken = [item for item in judge(case, terms, books) if not item.holds and item.slack < -room]
        assert {item.rule for item in broken} <= {"permitted"}, f"{name}, {mode.name}: {broken}"
        _count(case, mode, terms, seen)


def _count(case: Case, mode: Mode, terms: Terms, seen: Counter[str]) -> None:
    """Note what a contract had, so that the cases are known to test it."""
    several = len(case.scenarios) > 1
    found = {
        "scenarios": several,
        "the dear tail": several and case.settings.risk_aversion > 0,
        "residents' weight": case.settings.citizens_weight > 0,
        "another tariff": terms.tariff_level not in ("planned", "even"),
        "outsourced": bool(terms.outsourced),
        "risks": bool(case.risks),
        "after the term": mode.operator and terms.term_years < case.project.horizon,
        "a share": mode.share_most > mode.share_least and terms.revenue_share > mode.share_least,
        "a level": len(terms.public_capacity) > 0 and terms.purchase_level != mode.guaranteed_share,
        "a loss limit": mode.loss_limit is not None,
        "actual cost": "actual" in (mode.contribution_basis, mode.compensation_basis),
        "run-down": mode.run_down_years > 0,
        "built": bool(terms.rollout),
    }
    seen.update(name for name, there in found.items() if there)


@pytest.mark.heavy
def test_forty_dressed_cases_are_priced_and_judged_by_the_ledger_as_by_the_joint_model() -> None:
    seen: Counter[str] = Counter()
    for number in range(40):
        is_priced_the_same(dressed_case(Random(number), most_years=7), f"case {number}", seen)
    assert len(seen) == 13, str(seen)
    assert min(seen.values()) >= 2, str(seen)


@pytest.mark.soak
def test_many_more_dressed_cases_are_priced_the_same(seed: int) -> None:
    until = time.monotonic() + float(os.environ.get("OPTMODEL_SOAK_SECONDS", "60")) * 0.1
    number, seen = 0, Counter[str]()
    while time.monotonic() < until:
        is_priced_the_same(dressed_case(Random(f"{seed} {number}")), f"case {number} of seed {seed}", seen)
        number += 1
