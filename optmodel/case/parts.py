"""The city's parts of a case: plain frozen records whose fields say what they mean, in which unit and bounds.

Money is in the case's own unit (``About.money_unit`` of ``About.currency``), at the prices of ``About.price_base``
unless a field says nominal. Rates and shares are fractions. Years are calendar years unless a field says "years" or
"counted from".
"""

from dataclasses import dataclass
from typing import Literal

from optmodel.case.fields import quantity

TEMPLATE_VERSION = "1"
ALL_DISTRICTS = "City"
# The scenario in which all comes as planned, and the tariff level at which nothing is dearer or cheaper than planned.
PLANNED = "planned"


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
    last_opening_year: int = quantity("last year in which a district may open", kind="year", least=1950, most=2210)


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
    operation_per_km2: float = quantity("operating cost by area, from opening", unit="money/km²/year", least=0)
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
    lifetime: int = quantity("years until that part must be renewed", unit="years", kind="whole", least=1, most=60)
    civil_lifetime: int = quantity("years over which the rest wears out", unit="years", kind="whole", least=1, most=100)
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
    paid_by: Literal["residents", "others"] = quantity(
        "who pays for it where it is paid: residents, or businesses, advertisers and resellers",
        kind="choice",
        choices=("residents", "others"),
        default="residents",
    )
    tariffed: bool = quantity(
        "whether the tariff level of the contract sets its price and moves its demand", kind="yes_no", default=True
    )
    mbps_per_unit: float = quantity("capacity one unit takes at the busy hour; 0: none", unit="Mbit/s/unit", least=0)
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
    price: float = quantity("price to its users (paid services)", unit="money/unit/year", least=0, default=0.0)
    uptake: float = quantity(
        "demand under this mode relative to the service's own", unit="factor", least=0, most=10, default=1.0
    )
    unit_cost: float = quantity("cost of sales", unit="money/unit/year", least=0, default=0.0)
    resident_price: float | None = quantity(
        "what residents pay for a unit where others sell it on to them, as behind a wholesale lease; empty: its price "
        "where residents pay for the service, else nothing",
        unit="money/unit/year",
        least=0,
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffLevel:
    """One level of prices for the services that are tariffed, and what it does to their demand."""

    name: str = quantity("tariff level", kind="name")
    price: float = quantity("price, times that of the mode", unit="factor", least=0, most=10)
    demand: float = quantity("demand, times that at the planned level", unit="factor", least=0, most=10)


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
class FreeServiceTarget:
    """By a year, at least a share of the residents of the city or of a group must have a free service."""

    year: int = quantity("year in which the target must be met", kind="year")
    group: str = quantity(
        f"group of districts, or {ALL_DISTRICTS} for all",
        kind="name",
        refers_to="Groups",
        default=ALL_DISTRICTS,
    )
    target: float = quantity(
        "residents with a free service ÷ residents", unit="fraction", kind="share", least=0, most=1
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most the government may pay, net, in a year."""

    year: int = quantity("year", kind="year")
    amount: float = quantity("most the government may pay, net of what it receives", unit="nominal money/year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an input, or a family of inputs, comes from."""

    address: str = quantity("address of the input; * stands for any row", kind="text")
    source: str = quantity('publication, page or address; or "assumption: why"', kind="text")
    date: str | None = quantity("date of the source", kind="text", default=None)
    note: str | None = quantity("anything worth knowing", kind="text", default=None)
