"""What small cases were like together, each compared with brute force: who won, and which rules mattered."""

from collections import Counter
from dataclasses import dataclass, field

from optmodel.best_terms import Effort, best_terms
from optmodel.case import Case, checked
from optmodel.result import ModeAnswer
from optmodel.rollout import Rollout
from tests.brute_force import Optimum, Place, brute_force

# Two costs are the same within this part of gross cost: steps of money and capacity are of 1e-6.
SAME = 1e-6


@dataclass
class Census:
    """What the cases were like: who won, how many had no contract, which rules mattered."""

    cases: int = 0
    looked_at: int = 0
    impossible: int = 0
    won: Counter[str] = field(default_factory=Counter)
    mattered: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Census") -> "Census":
        return Census(
            self.cases + other.cases,
            self.looked_at + other.looked_at,
            self.impossible + other.impossible,
            self.won + other.won,
            self.mattered + other.mattered,
        )

    def __str__(self) -> str:
        rules = ", ".join(f"{rule} {count}" for rule, count in self.mattered.most_common())
        return (
            f"{self.cases} cases, {self.looked_at} contracts looked at, {self.impossible} impossible; "
            f"won: {dict(self.won)}; rules that mattered: {rules}"
        )


def agrees(case: Case, census: Census, name: str, place: Place | None = None) -> None:
    """Compare every mode of a case with brute force, and count the case; free support is placed by ``place``."""
    rollout, mattered, costs = Rollout(checked(case)), Counter[str](), {}
    for mode in case.modes:
        answer, optimum = best_terms(rollout, mode, Effort(gap=0.0, explains=False)), brute_force(case, mode, place)
        where = f"{name}, {mode.name}: {answer.status} {answer.reason or ''} against {optimum.cost}"
        assert (answer.contract is None) == (optimum.cost is None), where
        census.looked_at += optimum.looked_at
        mattered |= optimum.in_the_way
        if answer.contract is not None and optimum.cost is not None:
            cost = answer.contract.ledger.objective
            assert abs(cost - optimum.cost) <= SAME * max(1.0, optimum.gross), f"{where} cost {cost}"
            mattered |= bounds_reached(case, answer, optimum)
            costs[mode.name] = cost
    census.cases += 1
    census.mattered += Counter(dict.fromkeys(mattered, 1))
    if costs:
        census.won[min(costs, key=lambda item: costs[item])] += 1
    else:
        census.impossible += 1


def bounds_reached(case: Case, answer: ModeAnswer, optimum: Optimum) -> Counter[str]:
    """Support whose bound is reached where there was room, and districts whose one plan is taken."""
    mode, found = case.mode(answer.mode), Counter[str]()
    assert answer.contract is not None
    assert optimum.terms is not None
    room = {
        "contribution": mode.contribution_most > mode.contribution_least,
        "compensation": mode.compensation_most > mode.compensation_least,
        "one_plan": True,
    }
    for item in answer.contract.requirements:
        if item.binding and room.get(item.rule):
            found[item.rule] = 1
    return found
