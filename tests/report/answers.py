"""Results made by hand, without a search: every kind of answer a report must be able to tell."""

from dataclasses import replace

from optmodel.case import Case
from optmodel.contract import Opening, Schedule, Terms
from optmodel.ledger import today
from optmodel.result import ModeAnswer, Proof, Result, Shortfall, Status, Today
from optmodel.verify import evaluate
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, tiny_city

ROLLOUT = (Opening("Harbour", "wifi", 2027), Opening("Hill", "fibre", 2030))
NOTHING = Schedule("planned", share=0.0)
YEARS = range(2026, 2034)


def owned_terms() -> Terms:
    return Terms(OWNED, 8, 2026, 0.0, 0.0, (), NOTHING, NOTHING, ROLLOUT[:1])


def invested_terms() -> Terms:
    return Terms(INVESTED, 6, 2026, 0.0, 0.0, (), Schedule("planned", 1.0), Schedule("actual", 1.25), ROLLOUT)


def venture_terms() -> Terms:
    capacity = tuple((year, 15.0) for year in range(2027, 2032))
    amounts = tuple((year, 50.0) for year in (2026, 2028))
    return Terms(VENTURE, 6, 2026, 0.1, 1.25, capacity, Schedule("planned", amounts=amounts), NOTHING, ROLLOUT)


def hand_made(case: Case | None = None) -> Result:
    """One mode recommended, one within its gap, one impossible, one not permitted."""
    case = case or tiny_city()
    owned, venture = evaluate(case, owned_terms()), evaluate(case, venture_terms())
    gross = venture.ledger.gross_cost
    answers = (
        ModeAnswer(
            OWNED, Status.WITHIN_GAP, None, owned, Proof(owned.ledger.government_cost - 0.01, 0.01, 0.01 / gross, gross)
        ),
        ModeAnswer(INVESTED, Status.NOT_PERMITTED, "Charter, § 4: no operator on public land."),
        ModeAnswer(VENTURE, Status.OPTIMAL, None, venture, Proof(venture.ledger.government_cost, 0.0, 0.0, gross)),
        ModeAnswer(
            FRANCHISE,
            Status.IMPOSSIBLE,
            "No terms meet all requirements together. The least that would have to give: budget 2027.",
            shortfalls=(Shortfall("budget", "2027", 120.0), Shortfall("coverage", "2031 City", 75.0)),
        ),
    )
    return Result(
        case=case,
        status=Status.WITHIN_GAP,
        recommended=OWNED,
        answers=answers,
        today=Today(today(case)),
        close_calls=(VENTURE,),
        mode_without_end_value=VENTURE,
        warnings=("The recommended term runs to the horizon.",),
        settings={"gap": 0.0001, "seed": 0, "threads": 1, "time_limit": None},
    )


def venture_recommended(case: Case | None = None) -> Result:
    """The same with the joint venture recommended and proven best."""
    return replace(
        hand_made(case), status=Status.OPTIMAL, recommended=VENTURE, close_calls=(), mode_without_end_value=VENTURE
    )


def without_contract(status: Status) -> Result:
    """No mode has a contract."""
    result = hand_made()
    answers = tuple(replace(answer, status=status, contract=None, proof=None) for answer in result.answers)
    return replace(
        result, status=status, recommended=None, answers=answers, close_calls=(), mode_without_end_value=None
    )
