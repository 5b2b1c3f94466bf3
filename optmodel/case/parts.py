"""The parts of a case: plain frozen records whose fields say what they mean, in which unit and within which bounds.

Money is in the case's own unit (``About.money_unit`` of ``About.currency``), at the prices of ``About.price_base`` unless a
field says nominal. Rates and shares are fractions. Years are calendar years unless a field says "years" or "counted from".
"""

from dataclasses import dataclass
from typing import Literal

from optmodel.case.fields import quantity

TEMPLATE_VERSION = "1"
ALL_DISTRICTS = "City"
INDICES = ("none", "build", "operation", "prices", "contract")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the workbook is and in which money it speaks."""

    template_version: str = quantity("version of the template this workbook was made from", kind="text")
    currency: str = quantity("currency of every amount, as its ISO 4217 code", kind="text")
    money_unit: str = quantity(
        "what an amount of 1 stands for", kind="choice", choices=("one", "thousand", "million"), default="one"
    )
    price_base: int = quantity("year in whose prices amounts are given", kind="year", least=1950, most=2150)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The city and the years looked at."""

    city: str = quantity("name of the city or project", kind="text")
    first_year: int = quantity(
        "year of signature; terms count from it, build years included", kind="year", least=1950, most=2150
    )
    horizon: int = quantity(
        "years looked at, the year of signature included", unit="years", kind="whole", least=1, most=60
    )
    last_opening_year: int = quantity(
        "last year in which a district may open", kind="year", least=1950, most=2210
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """One district of the city: opened as a whole, with one technology, or not at all."""

    name: str = quantity("district", kind="name")
    area: float = quantity("area to be covered", unit="km²", least=0)
    residents: float = quantity("people living there", unit="persons", least=0)
    households: float = quantity("households", unit="households", least=0)
    businesses: float = quantity("businesses", unit="businesses", least=0)
    premises: float = quantity("premises to be passed by the network", unit="premises", least=0)
    public_need: float = quantity("public need for capacity in the first year", unit="Mbit/s", least=0)
    build_cost_factor: float = quantity(
        "build cost relative to an ordinary district", unit="factor", least=0, default=1.0
    )
    backbone_share: float = quantity(
        "part of the build cost that an operator's existing backbone replaces",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
        default=0.0,
    )
    must_open_by: int | None = quantity(
        "year by which the district must be open; empty: need not open", kind="year", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Membership of one district in a named group, for coverage targets."""

    group: str = quantity("name of the group", kind="name")
    district: str = quantity("district that belongs to it", kind="name", refers_to="Districts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """One way to equip a district."""

    name: str = quantity("technology", kind="name")
    build_per_km2: float = quantity("build cost by area", unit="money/km²", least=0)
    build_per_premise: float = quantity("build cost by premise", unit="money/premise", least=0)
    build_years: int = quantity(
        "years before opening over which the build is spent evenly",
        unit="years",
        kind="whole",
        least=1,
        most=20,
        default=1,
    )
    operation_per_km2: float = quantity(
        "operating cost by area, from opening", unit="money/km²/year", least=0
    )
    operation_per_premise: float = quantity(
        "operating cost by premise, from opening", unit="money/premise/year", least=0
    )
    capacity_per_km2: float = quantity("capacity by area", unit="Mbit/s/km²", least=0)
    capacity_per_premise: float = quantity("capacity by premise", unit="Mbit/s/premise", least=0, default=0.0)
    reach: float = quantity(
        "part of the residents, households and businesses it covers",
        unit="fraction",
        kind="share",
        least=0,
        most=1,
    )
    renewal_share: float = quantity(
        "part of the build cost spent again every lifetime", unit="fraction", kind="share", least=0, most=1
    )
    lifetime: int = quantity(
        "years until that part must be renewed", unit="years", kind="whole", least=1, most=60
    )
    civil_lifetime: int = quantity(
        "years over which the rest wears out", unit="years", kind="whole", least=1, most=100
    )
    upgrade: float = quantity(
        "capacity after a renewal relative to before", unit="factor", least=1, most=100, default=1.0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One thing sold, or given free, with the capacity the public need leaves."""

    name: str = quantity("service", kind="name")
    base: Literal["residents", "households", "businesses", "capacity"] = quantity(
        "what demand is counted on: covered residents, households or businesses, or Mbit/s of capacity",
        kind="choice",
        choices=("residents", "households", "businesses", "capacity"),
    )
    saturation: float = quantity(
        "units per unit of base once demand is mature", unit="units/base", kind="share", least=0, most=1
    )
    ramp_years: float = quantity(
        "years until demand is mature, rising evenly", unit="years", above=0, most=60, default=1.0
    )
    ramp: tuple[float, ...] | None = quantity(
        "instead of ramp years: part of mature demand in the first, second, … year; the last stays",
        unit="fractions",
        kind="numbers",
        least=0,
        most=1,
        default=None,
    )
    growth: float = quantity(
        "growth of mature demand a year, from the first year on",
        unit="fraction/year",
        kind="share",
        least=-0.5,
        most=1,
        default=0.0,
    )
    mbps_per_unit: float = quantity(
        "capacity one unit takes at the busy hour; 0: none", unit="Mbit/s/unit", least=0
    )
    priority: int = quantity("order in which services are served, 1 first", kind="whole", least=1, most=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFactor:
    """How one mode sells one service."""

    service: str = quantity("service", kind="name", refers_to="Services")
    mode: str = quantity("mode", kind="name", refers_to="Modes")
    offer: Literal["not offered", "free", "paid"] = quantity(
        "whether the mode offers it; free is an obligation",
        kind="choice",
        choices=("not offered", "free", "paid"),
    )
    price: float = quantity(
        "price to its users (paid services)", unit="money/unit/year", least=0, default=0.0
    )
    uptake: float = quantity(
        "demand under this mode relative to the service's own", unit="factor", least=0, most=10, default=1.0
    )
    unit_cost: float = quantity("cost of sales", unit="money/unit/year", least=0, default=0.0)


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
    partners: int = quantity(
        "partner companies to be coordinated", kind="whole", least=0, most=1000, default=0
    )
    build_factor: float = quantity(
        "build and renewal cost under this mode", unit="factor", above=0, most=10, default=1.0
    )
    operating_factor: float = quantity(
        "operating cost under this mode", unit="factor", above=0, most=10, default=1.0
    )
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
    term_least: int | None = quantity(
        "shortest term; empty: to the horizon", unit="years", kind="whole", least=1, most=60, default=None
    )
    term_most: int | None = quantity(
        "longest term; empty: to the horizon", unit="years", kind="whole", least=1, most=60, default=None
    )
    required_return: float | None = quantity(
        "return the operator requires on the project, before tax, nominal, without premiums; empty only without an operator",
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
    after_term_price: float | None = quantity(
        "price the government pays for its need after the term where the operator keeps the network",
        unit="money/Mbit/s/year",
        least=0,
        default=None,
    )

    @property
    def hurdle(self) -> float | None:
        """The operator's required return with its premiums, a fraction a year; ``None`` where nobody requires one."""
        return None if self.required_return is None else self.required_return + self.return_premium


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A payment that comes with a mode, by the calendar of its contract or of its running the network after handover."""

    mode: str = quantity("mode it comes with", kind="name", refers_to="Modes")
    name: str = quantity("charge", kind="name")
    counted_from: Literal["signature", "handover", "either"] = quantity(
        "signature: while the mode is the contract; handover: while it runs the network after the term; either: in both",
        kind="choice",
        choices=("signature", "handover", "either"),
        default="either",
    )
    first: int = quantity(
        "first year of payment, 1 being the year of signature or the first after the term",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=1,
    )
    last: int | None = quantity(
        "last year of payment; empty: as long as it lasts",
        unit="years",
        kind="whole",
        least=1,
        most=60,
        default=None,
    )
    amount: float = quantity("amount a year for one unit of the base", unit="money or fraction", least=0)
    base: Literal["fixed", "per partner", "share of build to date", "per resident covered"] = quantity(
        "what the amount is multiplied by",
        kind="choice",
        choices=("fixed", "per partner", "share of build to date", "per resident covered"),
        default="fixed",
    )
    index: Literal["none", "build", "operation", "prices", "contract"] = quantity(
        "index the amount grows with", kind="choice", choices=INDICES, default="contract"
    )
    payer: Literal["government", "operator"] = quantity(
        "who pays", kind="choice", choices=("government", "operator")
    )
    payee: Literal["government", "operator", "outside"] = quantity(
        "who is paid", kind="choice", choices=("government", "operator", "outside"), default="outside"
    )
    counted: Literal["flows", "comparison"] = quantity(
        "flows: money that is paid; comparison: shown beside the cost of the mode, never paid and never optimised",
        kind="choice",
        choices=("flows", "comparison"),
        default="flows",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageTarget:
    """By a year, at least a share of the residents of the city or of a group must be served."""

    year: int = quantity("year in which the target must be met", kind="year")
    group: str = quantity(
        f"group of districts, or {ALL_DISTRICTS} for all",
        kind="name",
        refers_to="Groups",
        default=ALL_DISTRICTS,
    )
    target: float = quantity("residents served ÷ residents", unit="fraction", kind="share", least=0, most=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most the government may pay, net, in a year."""

    year: int = quantity("year", kind="year")
    amount: float = quantity(
        "most the government may pay, net of what it receives", unit="nominal money/year"
    )


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
        "indexation of the public price and of charges",
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
    purchase_step: float = quantity(
        "step of the purchase level", unit="factor", least=0.001, most=10, default=0.1
    )
    money_step: float = quantity(
        "signed amounts are multiples of this", unit="nominal money", above=0, default=1.0
    )
    capacity_step: float = quantity(
        "signed capacity is a multiple of this", unit="Mbit/s", above=0, default=0.01
    )
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an input, or a family of inputs, comes from."""

    address: str = quantity("address of the input; * stands for any row", kind="text")
    source: str = quantity('publication, page or address; or "assumption: why"', kind="text")
    date: str | None = quantity("date of the source", kind="text", default=None)
    note: str | None = quantity("anything worth knowing", kind="text", default=None)
