"""What each party receives and pays in each scenario, added up by year, or by line and year."""

from collections.abc import Mapping, Sequence

from optmodel.case import Scenario
from optmodel.contract import LINE
from optmodel.ledger.arithmetic import Number, Series
from optmodel.ledger.outlook import AS_PLANNED, expected
from optmodel.ledger.transfer import Transfer

DEMAND = frozenset(name for name, line in LINE.items() if line.nature == "demand")


class Account:
    """One party in one scenario: nominal amounts by year, that of t = 1 first; what hangs on demand is kept apart."""

    def __init__(self, horizon: int) -> None:
        """Open it with nothing in it."""
        self.fixed: list[Number] = [0] * horizon
        self.demand: list[Number] = [0] * horizon
        self.fixed_sizes: list[Number] = [0] * horizon
        self.demand_sizes: list[Number] = [0] * horizon

    def flows(self) -> list[Number]:
        """Give what is received less what is paid."""
        return [fixed + demand for fixed, demand in zip(self.fixed, self.demand, strict=True)]

    def sizes(self) -> list[Number]:
        """Give the sizes of all that is received or paid."""
        return [fixed + demand for fixed, demand in zip(self.fixed_sizes, self.demand_sizes, strict=True)]

    def value(self, factors: Series, demand_factors: Series) -> Number:
        """Give the present value of what is received less what is paid."""
        return _present(self.fixed, factors) + _present(self.demand, demand_factors)

    def magnitude(self, factors: Series, demand_factors: Series) -> Number:
        """Give the sizes of all the present values behind it."""
        return _present(self.fixed_sizes, factors) + _present(self.demand_sizes, demand_factors)


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
            self._opened[party] = self._account(party)
        return self._opened[party]

    def flows(self, party: str, scenario: str | None = None) -> list[Number]:
        """Give what a party receives less what it pays, by year; expected where no scenario is named."""
        return self._yearly({name: account.flows() for name, account in self.of(party).items()}, scenario)

    def sizes(self, party: str, scenario: str | None = None) -> list[Number]:
        """Give the sizes of all it receives or pays, likewise."""
        return self._yearly({name: account.sizes() for name, account in self.of(party).items()}, scenario)

    def by_line(self, party: str, factors: Series, demand_factors: Series) -> dict[str, dict[str, Number]]:
        """Give the present value of what a party receives less what it pays, by scenario and line."""
        result: dict[str, dict[str, Number]] = {scenario.name: {} for scenario in self._scenarios}
        for item in self._transfers:
            sign = item.sign(party)
            if sign:
                lines, t = result[item.scenario], item.year - self._first_year + 1
                factor = demand_factors[t] if item.line in DEMAND else factors[t]
                lines[item.line] = lines.get(item.line, 0) + sign * item.amount * factor
        return result

    def expected(self, by_scenario: Mapping[str, Number]) -> Number:
        """Give the mean of an amount in each scenario."""
        return expected(self._scenarios, by_scenario.values())

    def _account(self, party: str) -> dict[str, Account]:
        result = {scenario.name: Account(self._horizon) for scenario in self._scenarios}
        for item in self._transfers:
            sign = item.sign(party)
            if sign:
                account, place = result[item.scenario], item.year - self._first_year
                if item.line in DEMAND:
                    net, sizes = account.demand, account.demand_sizes
                else:
                    net, sizes = account.fixed, account.fixed_sizes
                # Samples are arrays: a sum in place would change the transfer it began with.
                net[place] = net[place] + sign * item.amount
                sizes[place] = sizes[place] + abs(item.amount)
        return result

    def _yearly(self, by_scenario: Mapping[str, list[Number]], scenario: str | None) -> list[Number]:
        if scenario is not None:
            return by_scenario[scenario]
        if len(self._scenarios) == 1 and self._scenarios[0] is AS_PLANNED:
            return by_scenario[AS_PLANNED.name]
        return [expected(self._scenarios, amounts) for amounts in zip(*by_scenario.values(), strict=True)]


def _present(amounts: Sequence[Number], factors: Series) -> Number:
    total: Number = 0
    for t, amount in enumerate(amounts, start=1):
        total += amount * factors[t]
    return total
