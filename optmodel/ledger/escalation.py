"""From the prices of the base year to nominal money: one table of factors for each index."""

from optmodel.case import Case
from optmodel.ledger.arithmetic import Number, Series


class Escalation:
    """index_g(t) = (1 + g)^(Y + t − 1 − B) for each growth g of the Settings."""

    def __init__(self, case: Case) -> None:
        """Tabulate the factors of every year looked at, those of build further."""
        first, base, settings = case.project.first_year, case.about.price_base, case.settings
        horizon = case.project.horizon

        def grown(growth: Number, years: int = horizon) -> Series:
            return (0, *((1 + growth) ** (first + t - 1 - base) for t in range(1, years + 1)))

        # Money is set aside for renewals that fall due after the horizon, at the price of then.
        longest = max((technology.lifetime for technology in case.technologies), default=0)
        self.build = grown(settings.build_growth, horizon + longest)
        self.operation = grown(settings.operation_growth)
        self.prices = grown(settings.price_growth)
        self.contract = grown(settings.contract_growth)
        self.present = grown(settings.present_price_growth)
        self._named: dict[str, Series] = {
            "none": (1,) * (horizon + 1),
            "build": self.build,
            "operation": self.operation,
            "prices": self.prices,
            "contract": self.contract,
        }

    def named(self, name: str) -> Series:
        """Give the index a line of the contract names; ``none``: the amount is nominal already."""
        return self._named[name]
