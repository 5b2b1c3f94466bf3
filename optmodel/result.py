"""What an answer holds: contracts that passed the second opinion, every mode side by side, and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from optmodel.case import PLANNED, Case
from optmodel.certificate import Certificate
from optmodel.contract import Terms, scenarios
from optmodel.contract_map import Place, contract_map
from optmodel.ledger import Ledger
from optmodel.requirements import REQUIREMENT, Requirement, RequirementKind

# The part of gross cost by which two computations of a cost may differ and be the same.
SAME = 1e-6


class Status(StrEnum):
    """How a search for the best terms ended."""

    OPTIMAL = "optimal"  # proven best: nothing excluded is better by more than rounding
    WITHIN_GAP = "within_gap"  # proven within the gap that was asked
    LIMIT = "limit"  # stopped by the time limit or by the user; a contract may or may not have been found
    IMPOSSIBLE = "impossible"
    NOT_PERMITTED = "not_permitted"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Terms priced and judged: the ledger of both parties and every requirement by name.

    ``own_rules`` names the city's own rules that it was judged by as well.
    """

    terms: Terms
    ledger: Ledger
    requirements: tuple[Requirement, ...]
    own_rules: tuple[str, ...] = ()

    @property
    def broken(self) -> tuple[Requirement, ...]:
        """Requirements that do not hold."""
        return tuple(item for item in self.requirements if not item.holds)


@dataclass(frozen=True, slots=True)
class Proof:
    """How far a contract may be from the best, in money.

    ``bound`` is proven; ``gap`` = cost as signed − bound, never below 0. ``rounding`` is what of the gap comes from
    signing amounts and capacity in steps.
    """

    bound: float
    gap: float
    gap_relative: float | None
    gross_cost: float
    rounding: float = 0.0


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How much one requirement would have to give, with the others listed beside it, to make a contract possible.

    ``own`` is what a rule of the city's own says; ``None`` for a rule of the model.
    """

    rule: str
    index: str
    amount: float
    own: RequirementKind | None = None

    @property
    def sentence(self) -> str:
        """The requirement as the city would say it."""
        return (self.own or REQUIREMENT[self.rule]).sentence

    @property
    def unit(self) -> str:
        """Unit of the amount."""
        return (self.own or REQUIREMENT[self.rule]).unit


@dataclass(frozen=True, slots=True)
class ModeAnswer:
    """One mode at its own best terms, or why it has none.

    ``contract`` passed verification; the bound of ``proof`` can be known without one. ``certificate`` says how the
    bound, or that there is no contract, is known; there is none where nothing was searched, or the joint model was.
    """

    mode: str
    status: Status
    reason: str | None = None
    contract: Evaluation | None = None
    proof: Proof | None = None
    shortfalls: tuple[Shortfall, ...] = ()
    alone: tuple[Shortfall, ...] = ()
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """Going on as today: the present value of buying the need, and the coverage it reaches, none."""

    expected_npv: float
    coverage: float = 0.0


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the recommended contract's cost to the comparator's: present values to the government, by line.

    ``comparator`` and ``recommended`` add up to the cost of each; ``comparator_beside`` and ``recommended_beside`` are
    charges counted for comparison only, by name, which are in neither.
    """

    comparator: Mapping[str, float]
    recommended: Mapping[str, float]
    comparator_beside: Mapping[str, float]
    recommended_beside: Mapping[str, float]

    @property
    def by_line(self) -> dict[str, float]:
        """What the recommended contract saves on each line; negative where it costs more."""
        return _less(self.comparator, self.recommended)

    @property
    def beside(self) -> dict[str, float]:
        """The same of each charge counted for comparison."""
        return _less(self.comparator_beside, self.recommended_beside)

    @property
    def value(self) -> float:
        """Cost of the comparator less that of the recommended contract."""
        return sum(self.comparator.values()) - sum(self.recommended.values())

    @property
    def value_with_beside(self) -> float:
        """The same with the charges counted for comparison."""
        return self.value + sum(self.beside.values())


def _less(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    return {name: first.get(name, 0.0) - second.get(name, 0.0) for name in dict.fromkeys([*first, *second])}


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two modes, each at its own best terms, and the bridge between them with the risk register and without it.

    There is no bridge where one of them has no contract; ``reason`` then says why.
    """

    comparator: ModeAnswer
    recommended: ModeAnswer
    with_risk: Bridge | None
    without_risk: Bridge | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ValueForMoney:
    """What the recommended contract saves beside the comparator.

    ``without_budgets`` is ``None`` where the case sets no budget: then it is the same as within them. Where nothing is
    compared, both are ``None`` and ``reason`` says why.
    """

    comparator: str
    recommended: str
    within_budgets: Pairing | None = None
    without_budgets: Pairing | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a case: ``answers`` has one entry for each mode that can be selected, in the order of the sheet.

    ``own_rules`` names the city's own rules that every contract meets as well.
    """

    case: Case
    status: Status
    recommended: str | None
    answers: tuple[ModeAnswer, ...]
    today: Today
    close_calls: tuple[str, ...]
    mode_without_end_value: str | None
    warnings: tuple[str, ...]
    settings: Mapping[str, float | int | str | None]
    value_for_money: ValueForMoney | None = None
    own_rules: tuple[str, ...] = ()

    @property
    def best(self) -> ModeAnswer | None:
        """The answer for the recommended mode; ``None`` where no contract was found."""
        return next((answer for answer in self.answers if answer.mode == self.recommended), None)

    @property
    def map(self) -> tuple[Place, ...]:
        """What the contracts of every mode that was searched cost, by term and share of turnover."""
        return tuple(place for answer in self.answers for place in self._mapped(answer))

    def _mapped(self, answer: ModeAnswer) -> tuple[Place, ...]:
        if answer.certificate is None:
            return ()
        if answer.contract is None:
            return contract_map(self.case, answer.mode, answer.certificate, 0.0)
        terms, books = answer.contract.terms, answer.contract.ledger
        gap = self.settings.get("gap")
        room = max(gap if isinstance(gap, float) else 0.0, SAME) * books.gross_cost
        chosen = terms.term_years, terms.revenue_share, books.objective
        return contract_map(self.case, answer.mode, answer.certificate, room, chosen)


def one_scenario(case: Case) -> str | None:
    """Say that the chance of loss was not looked at, where there is one scenario; ``None`` where there are several."""
    names = [scenario.name for scenario in scenarios(case)]
    if len(names) > 1:
        return None
    name = "as planned" if names == [PLANNED] else names[0]
    return f"One scenario, {name}, was looked at: the chance of loss was not."
