"""Rates, indices, steps and requirements that hold for the whole city.

Money, rates and years are as :mod:`optmodel.case.parts` says.
"""

from dataclasses import dataclass
from typing import Literal

from optmodel.case.fields import quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Rates, indices, steps and requirements that hold for the whole city."""

    government_rate: float = quantity(
        "the government's discount rate, for what it pays and for receipts fixed in the contract",
        unit="fraction/year",
        kind="share",
        above=-1,
        most=1,
    )
    commercial_rate: float = quantity(
        "the government's rate for receipts that hang on demand; at least its discount rate",
        unit="fraction/year",
        kind="share",
        above=-1,
        most=1,
    )
    flows_at: Literal["end", "start"] = quantity(
        "whether a year's payments fall at its end or its start",
        kind="choice",
        choices=("end", "start"),
        default="end",
    )
    build_growth: float = quantity(
        "growth of build cost", unit="fraction/year", kind="share", least=-0.5, most=1, default=0.0
    )
    operation_growth: float = quantity(
        "growth of operating cost and cost of sales",
        unit="fraction/year",
        kind="share",
        least=-0.5,
        most=1,
        default=0.0,
    )
    price_growth: float = quantity(
        "growth of the services' prices", unit="fraction/year", kind="share", least=-0.5, most=1, default=0.0
    )
    contract_growth: float = quantity(
        "growth of the contract index: of public prices, charges and fees that name it",
        unit="fraction/year",
        kind="share",
        least=-0.5,
        most=1,
        default=0.0,
    )
    present_price: float = quantity(
        "what the government pays today for the capacity it needs", unit="money/Mbit/s/year", least=0
    )
    present_price_growth: float = quantity(
        "growth of that price", unit="fraction/year", kind="share", least=-0.5, most=1, default=0.0
    )
    need_growth: float = quantity(
        "growth of the public need", unit="fraction/year", kind="share", least=-0.5, most=1, default=0.0
    )
    least_service_years: int = quantity(
        "years a district must be in service within the term",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=1,
    )
    control_required: int | None = quantity(
        "least control the government must keep, 0 to 3; empty: any",
        kind="whole",
        least=0,
        most=3,
        default=None,
    )
    openings_limit: int | None = quantity(
        "most districts opened in one year; empty: any number",
        unit="districts/year",
        kind="whole",
        least=1,
        default=None,
    )
    budget_total: float | None = quantity(
        "most the government may pay over the horizon, net of what it receives; empty: no limit",
        unit="nominal money",
        default=None,
    )
    budget_in_every_scenario: bool = quantity(
        "whether budgets hold in every scenario and not only in expectation", kind="yes_no", default=False
    )
    support_limit: float | None = quantity(
        "most support as signed: contribution, compensation above cost and capacity beyond need; empty: no limit",
        unit="money, present value",
        least=0,
        default=None,
    )
    citizen_bill_most: float | None = quantity(
        "most that residents may pay a year for each resident covered, at the prices of the base; empty: no limit",
        unit="money/person/year",
        least=0,
        default=None,
    )
    risk_aversion: float = quantity(
        "weight of the dearest scenarios (their mean, instead of that of all) in what is minimised",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    risk_tail: float = quantity(
        "where the dearest scenarios begin: 0.9 stands for the dearest tenth",
        unit="fraction",
        kind="share",
        least=0,
        most=0.9999,
        default=0.9,
    )
    citizens_weight: float = quantity(
        "weight of what residents pay in what is minimised", unit="fraction", kind="share", least=0, most=1, default=0.0
    )
    comparator: str | None = quantity(
        "mode the recommended contract is compared with; empty: none", kind="name", refers_to="Modes", default=None
    )
    renewals: Literal["reserve", "lump"] = quantity(
        "whether renewals are set aside evenly over the years before, or paid when due",
        kind="choice",
        choices=("reserve", "lump"),
        default="reserve",
    )
    residual_counted: float = quantity(
        "part of the unexpired build cost credited to the owner at the horizon",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    backbone_charge: float = quantity(
        "yearly charge for an operator's backbone, of the build cost it replaces",
        unit="fraction/year",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    backbone_rent: float = quantity(
        "yearly rent the government pays for that backbone after handover, of the build cost it replaces",
        unit="fraction/year",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    share_step: float = quantity(
        "step of the turnover share", unit="fraction", kind="share", least=0.0001, most=1, default=0.01
    )
    purchase_step: float = quantity("step of the purchase level", unit="factor", least=0.001, most=10, default=0.1)
    money_step: float = quantity("signed amounts are multiples of this", unit="nominal money", above=0, default=1.0)
    capacity_step: float = quantity("signed capacity is a multiple of this", unit="Mbit/s", above=0, default=0.01)
    gap: float = quantity(
        "how far from the proven bound the answer may be, of gross cost",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.0001,
    )
    close_call: float = quantity(
        "contracts this near the best are called too close to call, of gross cost",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.01,
    )
