"""Operation modes with the bounds of their terms. Money, rates and years are as :mod:`optmodel.case.parts` says."""

from dataclasses import dataclass
from typing import Literal

from optmodel.case.fields import quantity

# The indices a contract line may grow with; ``none``: the amount is nominal already.
INDICES = ("none", "build", "operation", "prices", "contract")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One operation mode: who builds, runs, earns and pays, and the bounds of its terms. A mode is data, never code."""

    name: str = quantity("mode", kind="name")
    selectable: bool = quantity(
        "whether it may be chosen; no: only to run the network after handover", kind="yes_no", default=True
    )
    not_permitted: str | None = quantity(
        "why the law or the council does not permit it; empty: permitted", kind="text", default=None
    )
    operator: bool = quantity(
        "whether an operator holds a contract; no: the government runs the network itself to the horizon",
        kind="yes_no",
    )
    control: int = quantity("control the government keeps, 0 none to 3 full", kind="whole", least=0, most=3)
    partners: int = quantity("partner companies to be coordinated", kind="whole", least=0, most=1000, default=0)
    build_factor: float = quantity(
        "build and renewal cost under this mode", unit="factor", above=0, most=10, default=1.0
    )
    operating_factor: float = quantity("operating cost under this mode", unit="factor", above=0, most=10, default=1.0)
    uses_backbone: bool = quantity(
        "whether the operator's existing backbone replaces part of the build", kind="yes_no", default=False
    )
    revenue_to_operator: float = quantity(
        "part of the service revenue (and of its cost of sales) that is the operator's; the rest is the government's",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    public_need: Literal["served", "bought"] = quantity(
        "whether the public need is served as part of the deal or bought as capacity",
        kind="choice",
        choices=("served", "bought"),
    )
    public_price: float | None = quantity(
        "price of public capacity, where it is bought", unit="money/Mbit/s/year", least=0, default=None
    )
    public_price_index: Literal["none", "build", "operation", "prices", "contract"] = quantity(
        "index that price grows with", kind="choice", choices=INDICES, default="contract"
    )
    guaranteed_share: float = quantity(
        "least purchase, as a multiple of the planned need of open districts",
        unit="factor",
        least=0,
        most=10,
        default=1.0,
    )
    purchase_most: float = quantity(
        "most purchase, as a multiple of the planned need of open districts",
        unit="factor",
        least=0,
        most=10,
        default=1.0,
    )
    overage_premium: float = quantity(
        "premium on need above the purchase", unit="fraction", kind="share", least=0, most=10, default=0.0
    )
    share_least: float = quantity(
        "least share of turnover to the government",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    share_most: float = quantity(
        "most share of turnover to the government",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    support_and_share: bool = quantity(
        "whether a share above the least may come with support above the least or capacity above the guaranteed level",
        kind="yes_no",
        default=True,
    )
    contribution_least: float = quantity(
        "least capital contribution, of planned build and renewal cost",
        unit="fraction",
        kind="share",
        least=0,
        most=2,
        default=0.0,
    )
    contribution_most: float = quantity(
        "most capital contribution, of planned build and renewal cost",
        unit="fraction",
        kind="share",
        least=0,
        most=2,
        default=0.0,
    )
    contribution_basis: Literal["planned", "actual"] = quantity(
        "whether the contribution follows planned or actual cost",
        kind="choice",
        choices=("planned", "actual"),
        default="planned",
    )
    compensation_least: float = quantity(
        "least operating compensation, of planned operating cost", unit="factor", least=0, most=5, default=0.0
    )
    compensation_most: float = quantity(
        "most operating compensation, of planned operating cost", unit="factor", least=0, most=5, default=0.0
    )
    compensation_basis: Literal["planned", "actual"] = quantity(
        "whether the compensation follows planned or actual cost",
        kind="choice",
        choices=("planned", "actual"),
        default="planned",
    )
    tariff_level: str | None = quantity(
        "tariff level the contract must have; empty: any on the sheet Tariffs",
        kind="name",
        refers_to="Tariffs",
        default=None,
    )
    term_least: int | None = quantity(
        "shortest term; empty: to the horizon", unit="years", kind="whole", least=1, most=60, default=None
    )
    term_most: int | None = quantity(
        "longest term; empty: to the horizon", unit="years", kind="whole", least=1, most=60, default=None
    )
    required_return: float | None = quantity(
        "return the operator requires on the project, before tax, nominal, without premiums; "
        "empty only without an operator",
        unit="fraction/year",
        kind="share",
        above=-1,
        most=1,
        default=None,
    )
    return_premium: float = quantity(
        "premiums the operator adds for the risks it carries",
        unit="fraction/year",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    headroom: float = quantity(
        "net present value the operator requires, of the present value of its own build",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    payback_longest: int | None = quantity(
        "years from signature within which the operator must have its money back; empty: no limit",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=None,
    )
    loss_limit: float | None = quantity(
        "most the operator may lose in any scenario, of the present value of its own build and one year's operation; "
        "empty: no limit",
        unit="fraction",
        kind="share",
        least=0,
        most=5,
        default=None,
    )
    run_down_years: int = quantity(
        "years before a network reverts in which the operator no longer cares for sales",
        unit="years",
        kind="whole",
        least=0,
        most=60,
        default=0,
    )
    run_down_uptake: float = quantity(
        "demand in those years relative to others", unit="factor", least=0, most=1, default=1.0
    )
    at_end: Literal["reverts", "keeps"] = quantity(
        "whose the network is after the term: reverts to the government free of charge, or the operator keeps it",
        kind="choice",
        choices=("reverts", "keeps"),
        default="reverts",
    )
    run_after_handover: str | None = quantity(
        "mode that runs a reverted network after the term", kind="name", refers_to="Modes", default=None
    )
    successor_compensation: float | None = quantity(
        "operating compensation after handover, of planned operating cost; empty: the most of the mode that runs it",
        unit="factor",
        least=0,
        most=5,
        default=None,
    )
    successor_tariff: str | None = quantity(
        "tariff level after handover; empty: planned", kind="name", refers_to="Tariffs", default=None
    )
    after_term_price: float | None = quantity(
        "price the government pays for its need after the term where the operator keeps the network",
        unit="money/Mbit/s/year",
        least=0,
        default=None,
    )
    after_term_price_index: Literal["none", "build", "operation", "prices", "contract"] = quantity(
        "index that price grows with", kind="choice", choices=INDICES, default="contract"
    )

    @property
    def hurdle(self) -> float | None:
        """The operator's required return with its premiums, a fraction a year; ``None`` where nobody requires one."""
        return None if self.required_return is None else self.required_return + self.return_premium
