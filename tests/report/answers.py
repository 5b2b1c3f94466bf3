"""Results made by hand, without a search: every kind of answer a report must be able to tell."""

from dataclasses import replace

from optmodel.best_terms import Effort
from optmodel.case import Case, Function, Risk, RiskFactor, Scenario, TariffLevel
from optmodel.contract import Opening, Schedule, Terms
from optmodel.ledger import today
from optmodel.result import ModeAnswer, Proof, Result, Shortfall, Status, Today
from optmodel.value_for_money import value_for_money
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


def uncertain_city() -> Case:
    """The tiny city without budgets, in three scenarios, with tariffs, a function to outsource and a risk.

    The joint venture's packages are sold on to residents at 1.5; the government-owned mode is the comparator.
    """
    case = tiny_city().replace(
        {
            f"Service factors!package/{VENTURE}.resident_price": 1.5,
            "Services!lease.paid_by": "others",
            "Settings!comparator": OWNED,
        }
    )
    return replace(
        case,
        budget=(),
        scenarios=(
            Scenario(name="planned", probability=0.5),
            Scenario(name="slow", probability=0.3, demand=0.6),
            Scenario(name="collapse", probability=0.2, demand=0.1, build=1.5),
        ),
        tariffs=(TariffLevel(name="planned", price=1.0, demand=1.0), TariffLevel(name="raised", price=1.2, demand=0.9)),
        functions=(Function(mode=OWNED, function="design", base="build", part=0.2, factor=0.9),),
        risks=(Risk(name="outage", probability=0.1, impact=20.0, base="fixed"),),
        risk_factors=(
            RiskFactor(risk="outage", mode=OWNED, severity=2.0),
            RiskFactor(risk="outage", mode=VENTURE, operator_share=0.5),
        ),
    )


def uncertain() -> Result:
    """The joint venture recommended at the raised tariff, beside the city's own network of others' design."""
    case = uncertain_city()
    owned = evaluate(case, replace(owned_terms(), outsourced=("design",)))
    venture = evaluate(case, replace(venture_terms(), tariff_level="raised"))
    proof = Proof(venture.ledger.objective, 0.0, 0.0, venture.ledger.gross_cost)
    answers = (
        ModeAnswer(OWNED, Status.OPTIMAL, None, owned, proof),
        ModeAnswer(VENTURE, Status.OPTIMAL, None, venture, proof),
    )
    return Result(
        case=case,
        status=Status.OPTIMAL,
        recommended=VENTURE,
        answers=answers,
        today=Today(today(case)),
        close_calls=(),
        mode_without_end_value=VENTURE,
        warnings=(),
        settings={},
        value_for_money=value_for_money(case, answers, answers[1], Effort(0.0)),
    )
