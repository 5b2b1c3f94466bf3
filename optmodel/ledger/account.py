"""What each party receives and pays in each scenario, added up by line and year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from optmodel.case import Scenario
from optmodel.contract import LINE
from optmodel.ledger.arithmetic import Number
from optmodel.ledger.outlook import expected
from optmodel.ledger.transfer import Transfer


@dataclass(frozen=True, slots=True)
class Account:
    """Nominal amounts by line, then by year t = 1..H (place 0 stays 0): ``net`` received less paid, ``sizes`` both."""

    horizon: int
    net: dict[str, list[Number]] = field(default_factory=dict)
    sizes: dict[str, list[Number]] = field(default_factory=dict)

    def enter(self, line: str, t: int, sign: int, amount: Number) -> None:
        """Enter one transfer: received where the sign is +1, paid where it is −1."""
        if line not in self.net:
            self.net[line] = [0] * (self.horizon + 1)
            self.sizes[line] = [0] * (self.horizon + 1)
        self.net[line][t] += sign * amount
        self.sizes[line][t] += abs(amount)

    def flows(self) -> list[Number]:
        """Add up what is received less what is paid, by year, that of t = 1 first."""
        return _by_year(self.net.values(), self.horizon)

    def moved(self) -> list[Number]:
        """Add up the sizes of all that is received or paid, by year."""
        return _by_year(self.sizes.values(), self.horizon)


class Accounts:
    """The accounts of all parties; transfers are gone through once for each party that is asked for."""

    def __init__(
        self, transfers: Sequence[Transfer], scenarios: Sequence[Scenario], first_year: int, horizon: int
    ) -> None:
        """Open no account yet."""
        self._transfers, self._scenarios = transfers, scenarios
        self._first_year, self._horizon = first_year, horizon
        self._opened: dict[str, dict[str, Account]] = {}

    def of(self, party: str) -> dict[str, Account]:
        """Give the account of a party in each scenario, by its name."""
        if party not in self._opened:
            result = {scenario.name: Account(self._horizon) for scenario in self._scenarios}
            for item in self._transfers:
                sign = item.sign(party)
                if sign:
                    result[item.scenario].enter(item.line, item.year - self._first_year + 1, sign, item.amount)
            self._opened[party] = result
        return self._opened[party]

    def flows(self, party: str, scenario: str | None = None) -> list[Number]:
        """Give what a party receives less what it pays, by year; expected where no scenario is named."""
        return self._yearly({name: account.flows() for name, account in self.of(party).items()}, scenario)

    def sizes(self, party: str, scenario: str | None = None) -> list[Number]:
        """Give the sizes of all it receives or pays, likewise."""
        return self._yearly({name: account.moved() for name, account in self.of(party).items()}, scenario)

    def expected(self, by_scenario: Mapping[str, Number]) -> Number:
        """Give the mean of an amount in each scenario."""
        return expected(self._scenarios, by_scenario.values())

    def _yearly(self, by_scenario: Mapping[str, list[Number]], scenario: str | None) -> list[Number]:
        if scenario is not None:
            return by_scenario[scenario]
        return [expected(self._scenarios, amounts) for amounts in zip(*by_scenario.values(), strict=True)]


def present(
    by_line: Mapping[str, Sequence[Number]], factors: Sequence[Number], demand_factors: Sequence[Number]
) -> dict[str, Number]:
    """Discount the amounts of each line; those that hang on demand by factors of their own."""
    return {
        line: sum(
            amount * factor
            for amount, factor in zip(
                amounts, demand_factors if LINE[line].nature == "demand" else factors, strict=True
            )
        )
        for line, amounts in by_line.items()
    }


def _by_year(lines: Iterable[Sequence[Number]], horizon: int) -> list[Number]:
    result: list[Number] = [0] * horizon
    for amounts in lines:
        for place in range(horizon):
            result[place] += amounts[place + 1]
    return result
