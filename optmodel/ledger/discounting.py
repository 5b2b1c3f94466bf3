"""What money of a later year is worth today, to the government and to an operator: one table for a case."""

from optmodel.case import Case, Mode
from optmodel.ledger.arithmetic import Number, Series


def discount(rate: Number, year: int, flows_at: str) -> Number:
    """Give δ(ρ, t) = (1 + ρ)^−(t − 1 + φ).

    Written out here, and not taken from :mod:`optmodel.finance`, so that a slip there cannot be in both opinions.
    """
    return 1 / (1 + rate) ** (year if flows_at == "end" else year - 1)


class Discounting:
    """Factors of every year t = 1..H, place 0 empty, and of the end of the last year, wherever payments fall."""

    def __init__(self, case: Case) -> None:
        """Tabulate the government's factors; those of a mode's operator are worked out when they are asked for."""
        self._flows_at, self._horizon = case.settings.flows_at, case.project.horizon
        self.government = self._factors(case.settings.government_rate)
        self.commercial = self._factors(case.settings.commercial_rate)
        self.government_end = discount(case.settings.government_rate, self._horizon, "end")
        self._operators: dict[str, tuple[Series, Number]] = {}

    def operator(self, mode: Mode) -> Series:
        """Give the factors at the hurdle of a mode with an operator."""
        return self._operator(mode)[0]

    def operator_end(self, mode: Mode) -> Number:
        """Give the factor of the end of the last year at that hurdle."""
        return self._operator(mode)[1]

    def _operator(self, mode: Mode) -> tuple[Series, Number]:
        if mode.name not in self._operators:
            self._operators[mode.name] = (self._factors(mode.hurdle), discount(mode.hurdle, self._horizon, "end"))
        return self._operators[mode.name]

    def _factors(self, rate: Number) -> Series:
        return (0, *(discount(rate, t, self._flows_at) for t in range(1, self._horizon + 1)))
