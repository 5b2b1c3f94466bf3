"""The ledger itself: every transfer of one contract, and the sums both parties read from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from optmodel.case import Case
from optmodel.contract import (
    GOVERNMENT,
    LINE,
    OPERATOR,
    OUTSIDE,
    PRESENT_SUPPLIER,
    SUCCESSOR,
    SUPPLIERS,
    USERS,
    Phase,
    Terms,
)
from optmodel.ledger.arithmetic import Number, discount, everywhere, is_zero

PARTIES = (GOVERNMENT, OPERATOR, SUCCESSOR, SUPPLIERS, USERS, OUTSIDE, PRESENT_SUPPLIER)
END_VALUE = "end value"
GROSS = ("build", "renewal", "operation")
ON_DEMAND = {line.name for line in LINE.values() if line.nature == "demand"}


class Transfer(NamedTuple):
    """One payment of one calendar year, nominal: who pays whom, on which line and for what (``item``)."""

    line: str
    item: str  # the service or the charge; "" on lines that have one item only
    phase: Phase
    payer: str
    payee: str
    year: int
    scenario: str
    amount: float


@dataclass(frozen=True)
class Ledger:
    """One contract priced. Lists hold one figure a year, that of ``case.years[0]`` first; mappings go by calendar year.

    ``covered`` (residents), ``need`` and ``capacity`` (Mbit/s) have an entry for every district open in the year;
    ``sold`` has the units of every service served. ``contribution`` and ``compensation`` are K and O as signed, in
    every year of the term. ``comparison`` holds charges that are no payments. ``end_value`` is nominal, at the horizon.
    """

    case: Case
    terms: Terms
    transfers: tuple[Transfer, ...]
    comparison: tuple[Transfer, ...]
    end_value: float
    end_value_owner: Literal["government", "operator"]
    covered: Mapping[int, Mapping[str, float]]
    need: Mapping[int, Mapping[str, float]]
    capacity: Mapping[int, Mapping[str, float]]
    sold: Mapping[int, Mapping[str, float]]
    contribution: Mapping[int, float]
    compensation: Mapping[int, float]

    @cached_property
    def government_cost(self) -> float:
        """Present value of what the government pays less what it receives and owns in the end: what is minimised."""
        return sum(self.government_by_line().values())

    def government_by_line(self) -> dict[str, float]:
        """Present value of the government's cost by line; what it receives is negative. The sum is its cost."""
        return {line: -value for line, value in self._present_by_line(GOVERNMENT).items()}

    @cached_property
    def operator_npv(self) -> float | None:
        """Net present value to the operator at its hurdle, end value included; None where no return is required."""
        return None if self.hurdle is None else sum(self.operator_by_line().values())

    def operator_by_line(self) -> dict[str, float]:
        """Present value at its hurdle of what the operator receives (positive) and pays; the sum is its NPV."""
        return {} if self.hurdle is None else self._present_by_line(OPERATOR)

    @cached_property
    def gross_cost(self) -> float:
        """Present value at the government's rate of build, renewal and operation, whoever pays."""
        factors = self._factors(self.case.settings.government_rate)
        gross: float = sum(
            transfer.amount * factors[self._place(transfer)] for line in GROSS for transfer in self.on(line)
        )
        return gross

    @cached_property
    def government_payments(self) -> list[float]:
        """What the government pays less what it receives, nominal, by year; no end value."""
        return [-flow for flow in self.flows(GOVERNMENT)]

    @cached_property
    def operator_flows(self) -> list[float]:
        """What the operator receives less what it pays, nominal, by year; no end value. All 0 without an operator."""
        return self.flows(OPERATOR)

    @property
    def hurdle(self) -> float | None:
        """ρ_m: the return the operator requires with its premiums; None without an operator."""
        return self.case.mode(self.terms.mode).hurdle

    def flows(self, party: str) -> list[float]:
        """What a party receives less what it pays, nominal, by year."""
        result: list[Number] = [0 for _ in self.case.years]
        for _, place, received in self._entries.get(party, ()):
            result[place] += received
        return result

    def sizes(self, party: str) -> list[float]:
        """Sum of the sizes of all a party receives or pays, nominal, by year: the scale on which flows are judged."""
        result: list[Number] = [0 for _ in self.case.years]
        for _, place, received in self._entries.get(party, ()):
            result[place] += abs(received)
        return result

    def magnitude(self, party: str, year: int | None = None) -> float:
        """Sum of the sizes of all a party receives or pays, nominal, in one calendar year or in all."""
        sizes = self.sizes(party)
        return sum(sizes) if year is None else sizes[year - self.case.project.first_year]

    def present_magnitude(self, party: str) -> float:
        """Sum of the sizes of the present values behind ``government_cost`` or ``operator_npv``."""
        total: float = sum(abs(value) for _, value in self._present_values(party))
        return total

    def coverage(self, year: int, group: str) -> float | None:
        """Residents covered of those of a group, a fraction; None where nobody lives there."""
        members = self.case.members(group)
        residents = sum(self.case.district(name).residents for name in members)
        return None if is_zero(residents) else self.residents_covered(year, group) / residents

    def residents_covered(self, year: int, group: str) -> float:
        """Residents of a group covered in a year."""
        open_districts = self.covered[year]
        return sum(open_districts.get(name, 0) for name in self.case.members(group))

    def conservation(self) -> bool:
        """Whether every transfer has two different known ends and all parties' flows of each year add up to nothing."""
        for transfer in (*self.transfers, *self.comparison):
            if transfer.payer == transfer.payee or not {transfer.payer, transfer.payee} <= set(PARTIES):
                return False
            if transfer.line not in LINE or transfer.year not in self.case.years:
                return False
        sizes: list[Number] = [0 for _ in self.case.years]
        for transfer in self.transfers:
            sizes[self._place(transfer)] += abs(transfer.amount)
        flows = [self.flows(party) for party in PARTIES]
        # In fractions nothing is lost; in floats no more than rounding of what was added.
        return all(
            everywhere(abs(sum(party[place] for party in flows)) <= 1e-12 * size) for place, size in enumerate(sizes)
        )

    def on(self, line: str) -> Sequence[Transfer]:
        """Give the transfers of one line, in the order of the years."""
        return self._lines.get(line, ())

    def _place(self, transfer: Transfer) -> int:
        return transfer.year - self.case.project.first_year

    @cached_property
    def _lines(self) -> dict[str, list[Transfer]]:
        """Sort the transfers by line, once for all questions."""
        result: dict[str, list[Transfer]] = {}
        for transfer in self.transfers:
            result.setdefault(transfer.line, []).append(transfer)
        return result

    @cached_property
    def _entries(self) -> dict[str, list[tuple[str, int, Number]]]:
        """Sort the transfers by party, once for all sums: line, place of the year, amount received (paid: negative)."""
        result: dict[str, list[tuple[str, int, Number]]] = {party: [] for party in PARTIES}
        first = self.case.project.first_year
        for line, _, _, payer, payee, year, _, amount in self.transfers:
            result[payee].append((line, year - first, amount))
            result[payer].append((line, year - first, -amount))
        return result

    def _present_by_line(self, party: str) -> dict[str, Number]:
        result: dict[str, Number] = {}
        for line, value in self._present_values(party):
            result[line] = result.get(line, 0) + value
        return result

    def _present_values(self, party: str) -> list[tuple[str, Number]]:
        """Give what the government or the operator receives (positive) and pays, and what it owns in the end."""
        return self._values_to_government if party == GOVERNMENT else self._values_to_operator

    @cached_property
    def _values_to_government(self) -> list[tuple[str, Number]]:
        return list(self._discounted(GOVERNMENT))

    @cached_property
    def _values_to_operator(self) -> list[tuple[str, Number]]:
        return list(self._discounted(OPERATOR))

    def _discounted(self, party: str) -> Iterator[tuple[str, Number]]:
        settings = self.case.settings
        rate = settings.government_rate if party == GOVERNMENT else self.hurdle
        own = self._factors(rate)
        demand = self._factors(settings.commercial_rate) if party == GOVERNMENT else own
        for line, place, received in self._entries[party]:
            factors = demand if line in ON_DEMAND else own
            yield line, received * factors[place]
        if self.end_value_owner == party and not is_zero(self.end_value):
            # It stands at the end of the last year, wherever in a year payments fall.
            yield END_VALUE, self.end_value * discount(rate, self.case.project.horizon, "end")

    def _factors(self, rate: Number) -> list[Number]:
        flows_at = self.case.settings.flows_at
        return [discount(rate, t, flows_at) for t in range(1, self.case.project.horizon + 1)]
