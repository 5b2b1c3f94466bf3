"""Make the data of the real city: data/minneapolis.xlsx and the terms signed in 2006, data/minneapolis_2006.json.

python scripts/make_minneapolis.py

The figures stand here once. The table of sources below says what each rests on: a publication and its address, or a
reason where it is assumed. Whoever changes a figure runs this and looks through data/README.md and data/ranges.csv.
"""

import json
import sys
from pathlib import Path
from typing import Literal

from optmodel.case import (
    TEMPLATE_VERSION,
    About,
    Case,
    Charge,
    CoverageTarget,
    District,
    Mode,
    Project,
    Service,
    ServiceFactor,
    Settings,
    Source,
    Technology,
    checked,
)
from optmodel.contract import Opening, Schedule, Terms
from optmodel.errors import OptmodelError
from optmodel.report.schema import CONTRACT_SCHEMA
from optmodel.report.signed import signed
from optmodel.workbook import write

DATA = Path(__file__).resolve().parent.parent / "data"

OWNED = "government-owned"
INVESTED = "government-invested"
VENTURE = "joint venture"
FRANCHISE = "franchise"

# What was published about the contract of 2006.
FIRST_YEAR = 2006
TERM_YEARS = 10
MINIMUM_BILL = 1_250_000.0  # USD a year, in every year of the term: 12.5 M in all
RESIDENTIAL_PRICE = 19.95  # USD a month
BUSINESS_PRICE = 29.95
TAKE_UP = 0.18  # of households, projected
COVERAGE = 0.95  # of the city
FUND = 500_000.0  # USD once, from the operator to a fund for digital inclusion

# The public need is an assumption. The prices of public capacity are bills divided by it, so it moves no bill.
PUBLIC_NEED = 400.0  # Mbit/s in 2006
NEED_BY_POPULATION, NEED_BY_AREA, NEED_BY_PUBLIC_JOBS = 0.5, 0.3, 0.2
JOBS_PER_BUSINESS = 20

# Minnesota Compass, Minneapolis–St. Paul Neighborhood Profiles: people, households and housing units 2010, jobs 2009.
# Area in km², lakes and river included. A suppressed number of public jobs stands as 0. Then two assumptions: build
# cost relative to an ordinary district, and the part of the build that an operator's own network replaces.
# fmt: off
COMMUNITIES: tuple[tuple[str, float, int, int, int, int, int, float, float], ...] = (
    # name            area     people households homes   jobs  public  cost backbone
    ("Camden",        13.0113, 28778, 10502, 11738,   1935,    7, 1.0, 0.05),
    ("Near North",    12.0126, 31192, 10029, 11672,   8950,    9, 1.0, 0.10),
    ("Calhoun Isles", 14.2374, 29913, 17002, 18570,  12572,    1, 1.3, 0.10),
    ("Southwest",     21.0857, 48076, 20718, 21687,   8343,    0, 1.0, 0.05),
    ("Northeast",     19.4617, 36255, 16106, 17510,  19162, 1503, 1.0, 0.10),
    ("University",    14.9513, 38785, 13825, 14712,  57026, 3726, 1.0, 0.10),
    ("Central",        7.769,  29725, 17804, 20499, 155861, 2484, 1.2, 0.20),
    ("Phillips",       4.1622, 20315,  6791,  7585,  16170,    0, 1.0, 0.10),
    ("Powderhorn",    11.7842, 54743, 21944, 23999,   7844,   10, 1.0, 0.05),
    ("Nokomis",       17.7826, 37021, 15850, 16607,   3706,  126, 1.0, 0.05),
    ("Longfellow",    12.5047, 27775, 12969, 13708,   9702,   55, 1.0, 0.05),
)
# fmt: on

# Downtown, midtown and southwest went live in 2007; north, northeast and Nokomis were finished in 2008; the dead zones
# around the lakes, where light poles had to be replaced, in 2009. Which community lies in which phase is our reading.
OPENED = {
    2007: ("Central", "Phillips", "Powderhorn", "Southwest"),
    2008: ("Camden", "Near North", "Northeast", "University", "Nokomis", "Longfellow"),
    2009: ("Calhoun Isles",),
}


def districts() -> tuple[District, ...]:
    """Return the eleven planning communities."""
    people = sum(row[2] for row in COMMUNITIES)
    area = sum(row[1] for row in COMMUNITIES)
    public_jobs = sum(row[6] for row in COMMUNITIES)
    return tuple(
        District(
            name=row[0],
            area=row[1],
            residents=row[2],
            households=row[3],
            businesses=round(row[5] / JOBS_PER_BUSINESS),
            premises=row[4],
            public_need=round(
                PUBLIC_NEED
                * (
                    NEED_BY_POPULATION * row[2] / people
                    + NEED_BY_AREA * row[1] / area
                    + NEED_BY_PUBLIC_JOBS * row[6] / public_jobs
                ),
                2,
            ),
            build_cost_factor=row[7],
            backbone_share=row[8],
        )
        for row in COMMUNITIES
    )


def technologies() -> tuple[Technology, ...]:
    """Return the mesh as it was built and a denser one with more wired backhaul."""
    return (
        Technology(
            name="mesh",
            build_per_km2=115_000.0,
            build_per_premise=30.0,
            build_years=1,
            operation_per_km2=15_444.0,
            operation_per_premise=0.0,
            capacity_per_km2=60.0,
            reach=0.96,
            renewal_share=0.4,
            lifetime=6,
            civil_lifetime=20,
            upgrade=2.0,
        ),
        Technology(
            name="dense mesh",
            build_per_km2=200_000.0,
            build_per_premise=60.0,
            build_years=2,
            operation_per_km2=17_000.0,
            operation_per_premise=0.0,
            capacity_per_km2=240.0,
            reach=0.98,
            renewal_share=0.4,
            lifetime=8,
            civil_lifetime=20,
            upgrade=2.0,
        ),
    )


def services() -> tuple[Service, ...]:
    """Return what is sold or given with the capacity the public need leaves."""
    return (
        Service(
            name="Home plan", base="households", saturation=TAKE_UP, ramp_years=5.0, mbps_per_unit=0.15, priority=1
        ),
        Service(
            name="Business plan", base="businesses", saturation=0.08, ramp_years=5.0, mbps_per_unit=0.5, priority=2
        ),
        Service(name="Basic access", base="residents", saturation=0.1, ramp_years=3.0, mbps_per_unit=0.02, priority=3),
        Service(name="Advertising", base="residents", saturation=1.0, ramp_years=3.0, mbps_per_unit=0.0, priority=4),
        Service(name="Capacity lease", base="capacity", saturation=0.1, ramp_years=3.0, mbps_per_unit=1.0, priority=5),
    )


HOME, BUSINESS = round(12 * RESIDENTIAL_PRICE, 2), round(12 * BUSINESS_PRICE, 2)  # USD a year
WHOLESALE_HOME, WHOLESALE_BUSINESS = 125.7, 188.7  # 52.5 % of them

# service, mode, offer, price, uptake, unit cost
# fmt: off
FACTORS: tuple[tuple[str, str, Literal["not offered", "free", "paid"], float, float, float], ...] = (
    ("Home plan",      OWNED,     "paid",        WHOLESALE_HOME,     0.9,  36.0),
    ("Home plan",      INVESTED,  "paid",        WHOLESALE_HOME,     0.85, 36.0),
    ("Home plan",      VENTURE,   "paid",        HOME,               1.0,  84.0),
    ("Home plan",      FRANCHISE, "paid",        HOME,               0.9,  84.0),
    ("Business plan",  OWNED,     "paid",        WHOLESALE_BUSINESS, 0.9,  60.0),
    ("Business plan",  INVESTED,  "paid",        WHOLESALE_BUSINESS, 0.85, 60.0),
    ("Business plan",  VENTURE,   "paid",        BUSINESS,           1.0,  120.0),
    ("Business plan",  FRANCHISE, "paid",        BUSINESS,           1.0,  120.0),
    ("Basic access",   OWNED,     "free",        0.0,                1.0,  2.0),
    ("Basic access",   INVESTED,  "free",        0.0,                1.0,  2.0),
    ("Basic access",   VENTURE,   "free",        0.0,                0.5,  2.0),
    ("Basic access",   FRANCHISE, "not offered", 0.0,                1.0,  0.0),
    ("Advertising",    OWNED,     "not offered", 0.0,                1.0,  0.0),
    ("Advertising",    INVESTED,  "paid",        0.6,                0.5,  0.15),
    ("Advertising",    VENTURE,   "paid",        0.6,                1.0,  0.15),
    ("Advertising",    FRANCHISE, "paid",        0.6,                1.0,  0.15),
    ("Capacity lease", OWNED,     "paid",        300.0,              1.0,  30.0),
    ("Capacity lease", INVESTED,  "not offered", 0.0,                1.0,  0.0),
    ("Capacity lease", VENTURE,   "paid",        300.0,              0.5,  30.0),
    ("Capacity lease", FRANCHISE, "paid",        300.0,              0.5,  30.0),
)
# fmt: on


def service_factors() -> tuple[ServiceFactor, ...]:
    """Return how each mode sells each service."""
    return tuple(
        ServiceFactor(service=service, mode=mode, offer=offer, price=price, uptake=uptake, unit_cost=unit_cost)
        for service, mode, offer, price, uptake, unit_cost in FACTORS
    )


def modes() -> tuple[Mode, ...]:
    """Return the four operation modes the city could choose from in 2006."""
    price = MINIMUM_BILL / PUBLIC_NEED
    return (
        Mode(
            name=OWNED, operator=False, control=3, build_factor=1.1, operating_factor=1.1, public_need="served",
        ),
        Mode(
            name=INVESTED, operator=True, control=2, build_factor=1.02, operating_factor=1.0, uses_backbone=True,
            revenue_to_operator=0.1, public_need="served",
            contribution_least=0.9, contribution_most=1.0, contribution_basis="actual",
            compensation_least=1.05, compensation_most=1.15, compensation_basis="actual",
            term_least=8, term_most=12, required_return=0.08,
            at_end="reverts", run_after_handover=INVESTED, successor_compensation=1.1,
        ),
        Mode(
            name=VENTURE, operator=True, control=1, partners=3, build_factor=1.0, operating_factor=1.0,
            uses_backbone=True, revenue_to_operator=1.0,
            public_need="bought", public_price=price, guaranteed_share=0.8, purchase_most=1.5, overage_premium=0.1,
            share_least=0.0, share_most=0.05, contribution_least=0.0, contribution_most=0.4,
            term_least=8, term_most=15, required_return=0.08, return_premium=0.03, payback_longest=15,
            at_end="keeps", after_term_price=4_160.0,
        ),
        Mode(
            name=FRANCHISE, operator=True, control=1, build_factor=0.97, operating_factor=0.95,
            uses_backbone=True, revenue_to_operator=1.0,
            public_need="bought", public_price=price, guaranteed_share=1.0, purchase_most=1.5, overage_premium=0.2,
            share_least=0.01, share_most=0.3, support_and_share=False, contribution_least=0.0, contribution_most=0.3,
            term_least=8, term_most=15, required_return=0.08, return_premium=0.05, payback_longest=12,
            at_end="reverts", run_after_handover=INVESTED, successor_compensation=1.1,
        ),
    )  # fmt: skip


def charges() -> tuple[Charge, ...]:
    """Return what comes with each mode beside the network: works, tender, monitoring, staff, coordination, the fund."""

    def once(mode: str, name: str, amount: float, either: bool = False) -> Charge:
        counted_from: Literal["either", "signature"] = "either" if either else "signature"
        return Charge(
            mode=mode,
            name=name,
            counted_from=counted_from,
            last=1,
            amount=amount,
            index="operation",
            payer="government",
        )

    def yearly(mode: str, name: str, amount: float) -> Charge:
        return Charge(mode=mode, name=name, amount=amount, index="operation", payer="government")

    def fund(mode: str) -> Charge:
        return Charge(
            mode=mode,
            name="digital inclusion fund",
            counted_from="signature",
            last=1,
            amount=FUND,
            index="none",
            payer="operator",
        )

    framework = "preliminary works and legal framework"
    tender = "tender and negotiation"
    return (
        once(OWNED, framework, 300_000.0),
        yearly(OWNED, "staff", 425_000.0),
        Charge(
            mode=OWNED,
            name="competitive neutrality",
            amount=0.03,
            base="share of build to date",
            index="none",
            payer="government",
            counted="comparison",
        ),
        once(INVESTED, framework, 250_000.0),
        once(INVESTED, tender, 300_000.0, either=True),
        yearly(INVESTED, "monitoring", 100_000.0),
        yearly(INVESTED, "staff", 170_000.0),
        once(VENTURE, framework, 250_000.0),
        once(VENTURE, tender, 350_000.0),
        yearly(VENTURE, "monitoring", 100_000.0),
        yearly(VENTURE, "staff", 85_000.0),
        Charge(
            mode=VENTURE,
            name="coordination",
            amount=25_000.0,
            base="per partner",
            index="operation",
            payer="operator",
        ),
        fund(VENTURE),
        once(FRANCHISE, framework, 150_000.0),
        once(FRANCHISE, tender, 350_000.0),
        yearly(FRANCHISE, "monitoring", 50_000.0),
        fund(FRANCHISE),
    )


def settings() -> Settings:
    """Return what holds for the whole city."""
    return Settings(
        government_rate=0.05,
        commercial_rate=0.08,
        flows_at="end",
        build_growth=0.01,
        operation_growth=0.02,
        price_growth=0.0,
        contract_growth=0.0,
        present_price=5_200.0,
        present_price_growth=0.0,
        need_growth=0.02,
        least_service_years=5,
        openings_limit=6,
        renewals="reserve",
        residual_counted=0.5,
        backbone_charge=0.08,
        backbone_rent=0.1,
        share_step=0.01,
        purchase_step=0.1,
        money_step=100.0,
        capacity_step=0.01,
        gap=0.0001,
        close_call=0.01,
    )


COMPASS = "Minnesota Compass, Minneapolis–St. Paul Neighborhood Profiles"
SELECTED = "https://www.tcdailyplanet.net/minneapolis-poised-select-local-company-build-wireless-system/"
REJECTED = "https://www.tcdailyplanet.net/city-rejects-publicly-owned-wi-fi-system/"
NEARING = "http://www.tcdailyplanet.net/article/2008/02/14/minneapolis-wi-fi-network-nearing-completion.html"
FLAMEOUT = "https://www.fiercewireless.com/tech/after-flameout-minneapolis"
PROFITABLE = "https://www.fiercewireless.com/tech/minneapolis-wifi-network-profitable-but-city-uses-few-services"
SIGNED = "https://www.govtech.com/archive/minneapolis-moves-toward-city-wireless.html"
ASKED = "https://www.mnheadhunter.com/mh/2006/08/minneapolis_wif.html"
POLES = "https://www.startribune.com/minneapolis-spending-1-million-to-get-wi-fi-finished/29723584/"
DAILY = "https://mndaily.com/202393/news/metro-state/city-wi-fi-nears-completion/"
STAR_2012 = "http://www.startribune.com/printarticle/?id=157369725"
FAST = "http://www.fastcompany.com/1615325/minneapolis-broadband-everywhere-everyone-fast-cities-2010"
WHY = "https://experts123.com/q/why-did-minneapolis-approve-a-public-private-business-model.html"
COST_2005 = "https://wi-fiplanet.com/cost-of-muni-wi-fi-is-high/"
ATT = "https://hothardware.com/news/free-municipal-wifi-costs-money-who-knew"
PHILADELPHIA_9 = "http://www.nbcnews.com/id/11100793/ns/technology_and_science-wireless/"
PHILADELPHIA_12 = "https://www.fiercewireless.com/wireless/philadelphia-reveals-wifi-plans-earthlink"
PHILADELPHIA_END = "https://staging.mercurynews.com/2008/05/13/earthlink-ending-its-wifi-foray"
TRANSIT = "https://community.nanog.org/t/re-current-street-prices-for-us-internet-transit/28372"
CHARLOTTE = "https://charlottenc.legistar.com/LegislationDetail.aspx?ID=7704730"
GRANTS = (
    "https://yuvakanaja.in/ministry-of-finance/"
    "scheme-for-financial-support-to-public-private-partnerships-in-infrastructure-viability-gap-funding-scheme"
)
KENTUCKY = "http://www.govtech.com/budget-finance/Audit-Finds-Fault-with-KentuckyWired-Internet-Project.html"
SEARCH = "http://www.minneapolismn.gov/wireless/wirelessminneapolis_nextsteps"
LONGMONT = "https://longmontleader.com/local-business/longmonts-nextlight-take-rate-is-at-51-2380497"

# address; publication, or "assumption: why"; date of the publication or of the figure; note
# fmt: off
SOURCES: tuple[tuple[str, str, str, str], ...] = (
    ("Project!city", SIGNED, "2006", ""),
    ("Project!first_year", FLAMEOUT, "2006-09", "contract signed in September 2006"),
    ("Project!horizon", "assumption: five years longer than the longest term, so that what follows a term is seen", "",
     ""),
    ("Project!last_opening_year", "assumption: one year after the year in which the network was really finished",
     "2009", "goal November 2007; 90 % in 2008; finished 2009"),

    ("Districts!*.area", f"{COMPASS}; areas added up from the published boundaries of the neighbourhoods", "2010",
     "lakes and river included; the eleven add up to 57.4 square miles against 59 published: all scales are those of "
     "57.4"),
    ("Districts!*.residents", COMPASS, "2010", "population of 2010 for a contract of 2006"),
    ("Districts!*.households", COMPASS, "2010", "households of 2010 for a contract of 2006"),
    ("Districts!*.premises", COMPASS, "2010", "housing units"),
    ("Districts!*.businesses", f"assumption: one business for each {JOBS_PER_BUSINESS} jobs; jobs from {COMPASS}",
     "2009", "no count of businesses is published there"),
    ("Districts!*.public_need", f"assumption: {PUBLIC_NEED:g} Mbit/s in all, half by population, 0.3 by area and 0.2 "
     f"by jobs in public administration ({COMPASS}); the prices of public capacity are published bills divided by it, "
     "so it moves no bill", "2006", "jobs of 2009; suppressed for Southwest and Phillips, counted as 0 there"),
    ("Districts!*.build_cost_factor", "assumption: an ordinary district", "2006", ""),
    ("Districts!Calhoun Isles.build_cost_factor",
     f"assumption: two thirds of the 1 M spent on 145 stronger light poles; {POLES}", "2008-09",
     "poles found largely in Lake of the Isles, Lowry Hill and Loring Park; the city paid them"),
    ("Districts!Central.build_cost_factor",
     f"assumption: one third of the 1 M spent on 145 stronger light poles; {POLES}", "2008-09", "Loring Park"),
    ("Districts!*.backbone_share", "assumption: the backhaul an Internet provider of the region has of its own; most "
     "downtown, where its lines meet, least at the edge", "2006",
     f"the city's own fibre was to be used whoever built ({WHY}), so the published cost leaves it out already"),

    ("Technologies!mesh.build_per_km2", f"{SELECTED} ; {FAST} ; {WHY}", "2006; 2010", "20 to 25 M for the network: "
     "about 23 M over 148.8 km², less 30 a premise and the poles. The 100,000 USD per square mile of 2005 "
     f"({COST_2005}) would make 6 M: not what this city's trees and poles cost"),
    ("Technologies!mesh.build_per_premise",
     "assumption: about a quarter of the cost follows buildings, which block the signal, rather than area", "2006", ""),
    ("Technologies!mesh.build_years", NEARING, "2008-02",
     "built phase by phase from autumn 2006 to 2008, each phase within a year"),
    ("Technologies!mesh.operation_per_km2", ATT, "n.d.",
     f"40,000 USD per square mile and year; 10,000 in the 2005 average ({COST_2005})"),
    ("Technologies!*.operation_per_premise",
     "assumption: operation follows access points and so area; what follows customers is cost of sales", "2006", ""),
    ("Technologies!mesh.capacity_per_km2", "assumption: 20 access points per km² (more than 3,000 at 90 %: "
     f"{FLAMEOUT}), 3 Mbit/s of each left at the busy hour after the hops of the mesh", "2008", ""),
    ("Technologies!*.capacity_per_premise", "assumption: capacity is counted by area", "2006", ""),
    ("Technologies!mesh.reach", f"assumption: one point more than the 95 % asked for ({ASKED}), so that it can be met",
     "2006-08", ""),
    ("Technologies!mesh.renewal_share",
     f"assumption: equipment is 60 to 70 % of an installation ({COST_2005}), and two thirds of that are radios",
     "2005-07", ""),
    ("Technologies!mesh.lifetime", "assumption: twice the three years after which the city expected upgrades "
     f"({WHY}), a part of the radios each time", "2006", ""),
    ("Technologies!*.civil_lifetime", "assumption: mounts, cabinets and cables outlast three generations of radios",
     "2006", ""),
    ("Technologies!*.upgrade", "assumption: a new generation of radios carries twice as much", "2006", ""),
    ("Technologies!dense mesh.*", "assumption: nearly twice the access points of the mesh, each second one with a "
     "wire of its own: 1.7 to 2 times the cost, four times the capacity, two more years until renewal, two years to "
     "build", "2006", ""),

    ("Services!*.base", "assumption: who buys or uses it", "2006", ""),
    ("Services!Home plan.saturation", SELECTED, "2006",
     "18 % of households projected; 20,000 to 23,000 customers, 12 to 14 %, were reached"),
    ("Services!Home plan.ramp_years", PROFITABLE, "2010-12", "goal of 30,000 subscribers in five years"),
    ("Services!Home plan.mbps_per_unit", "assumption: 1 to 6 Mbit/s sold, about a tenth of it in use at the busy hour",
     "2006", ""),
    ("Services!Business plan.saturation",
     "assumption: less than half the share of households: larger firms have lines of their own", "2006", ""),
    ("Services!Business plan.ramp_years", "assumption: as the home plan", "2006", ""),
    ("Services!Business plan.mbps_per_unit",
     "assumption: a firm of twenty uses three to four times what a household does", "2006", ""),
    ("Services!Basic access.*",
     f"assumption: one resident in ten uses the free level at 0.02 Mbit/s; the contract of 2006 has it ({SIGNED})",
     "2006", "a walled garden for all, time-limited access in some public places"),
    ("Services!Advertising.*", "assumption: counted on every resident covered, takes no capacity worth counting",
     "2006", ""),
    ("Services!Capacity lease.*", "assumption: a tenth of the capacity finds a tenant within three years", "2006", ""),
    ("Services!*.growth", "assumption: none once mature: other networks grow as well", "2006", ""),
    ("Services!*.priority", "assumption: what earns most per Mbit/s first; the free level before the lease", "2006",
     ""),

    ("Service factors!*.offer", "assumption: the public modes sell wholesale and give a free level; the joint venture "
     f"sells at retail and gives a limited free level ({SIGNED}); the franchise gives nothing free", "2006", ""),
    ("Service factors!*.price", "assumption: advertising 5 cents per resident and month; a leased Mbit/s 25 a month, "
     f"a little more than transit costs ({TRANSIT}), for it is best effort; 0 where nothing is sold", "2004-08", ""),
    ("Service factors!Home plan/joint venture.price", f"{SELECTED} ; {DAILY}", "2006",
     "19.95 a month, guaranteed for ten years"),
    ("Service factors!Home plan/franchise.price", SELECTED, "2006",
     "19.95 a month: the franchise meets the same competition"),
    ("Service factors!Business plan/joint venture.price", SELECTED, "2006", "29.95 a month"),
    ("Service factors!Business plan/franchise.price", SELECTED, "2006", "29.95 a month"),
    ("Service factors!Home plan/government-owned.price", f"{PHILADELPHIA_9} ; {PHILADELPHIA_12}", "2006",
     "wholesale 9 to less than 12 of 20 a month in Philadelphia: 45 to 60 %, the middle taken"),
    ("Service factors!Home plan/government-invested.price", f"{PHILADELPHIA_9} ; {PHILADELPHIA_12}", "2006",
     "as government-owned"),
    ("Service factors!Business plan/government-owned.price", f"{PHILADELPHIA_9} ; {PHILADELPHIA_12}", "2006",
     "52.5 % of 29.95 a month"),
    ("Service factors!Business plan/government-invested.price", f"{PHILADELPHIA_9} ; {PHILADELPHIA_12}", "2006",
     "52.5 % of 29.95 a month"),
    ("Service factors!*.uptake", "assumption: 1 where the projection applies as it stands", "2006", ""),
    ("Service factors!Home plan/joint venture.uptake", SELECTED, "2006", "the projection was made for this mode"),
    ("Service factors!Home plan/franchise.uptake", "assumption: no free level to lead customers in and no anchor "
     f"behind it; franchises reached far less ({PHILADELPHIA_END})", "2008-05", "5,942 of 100,000 in Philadelphia"),
    ("Service factors!Home plan/government-owned.uptake", "assumption: several providers sell it, but a fuller free "
     f"level competes; public networks have reached more than planned ({LONGMONT}) and less", "2016",
     "Longmont: 51 to 56 % against 27 to 34 % planned, on fibre"),
    ("Service factors!Home plan/government-invested.uptake",
     "assumption: as government-owned, with an operator that gains little by selling", "2006", ""),
    ("Service factors!*.unit_cost", "assumption: retail 7 a month for billing, support, equipment and transit; "
     f"wholesale only transit, 0.15 Mbit/s at 20 a month ({TRANSIT}: 30 to 45 in 2004 and falling); business and the "
     "rest in proportion", "2004-08", ""),

    ("Modes!*.selectable", "assumption: none was forbidden; the council turned down a city-owned network, whose legal "
     f"ground it called unsettled ({REJECTED})", "2006", ""),
    ("Modes!*.operator", "assumption: meaning of the mode", "2006", ""),
    ("Modes!*.control", "assumption: 3 where the city runs it, 2 where it owns it, 1 where it has a contract", "2006",
     ""),
    ("Modes!*.partners", "assumption: vendor of the radios, installer and owner of the poles beside the operator",
     "2006", ""),
    ("Modes!*.build_factor", "assumption: 1 in the joint venture, whose cost is the published one; 1.1 for a city "
     f"that builds its first network (public networks have overrun by more: {KENTUCKY}), 1.02 with the city's money, "
     "0.97 with all cost one's own", "2006", ""),
    ("Modes!*.operating_factor",
     "assumption: 1 in the joint venture, the city with new staff 1.1, the franchise with all cost its own 0.95",
     "2006", ""),
    ("Modes!*.uses_backbone", "assumption: wherever an operator builds", "2006", ""),
    ("Modes!*.revenue_to_operator",
     "assumption: all where the operator sells; a tenth, so that it cares, where the city holds the revenue", "2006",
     ""),
    ("Modes!*.public_need",
     "assumption: bought where the network is the operator's business, else served as part of the deal", "2006", ""),
    ("Modes!joint venture.public_need", SELECTED, "2006", "the city as anchor tenant"),
    ("Modes!joint venture.public_price", f"{SELECTED} ; {POLES}", "2006",
     f"at least 1.25 M a year (12.5 M in ten years) for the {PUBLIC_NEED:g} Mbit/s assumed"),
    ("Modes!franchise.public_price", "assumption: the only price known, that of the joint venture", "2006", ""),
    ("Modes!*.guaranteed_share", "assumption: all of the need where it is bought", "2006", ""),
    ("Modes!joint venture.guaranteed_share", SELECTED, "2006",
     "a fixed bill of 1.25 M stays above 0.8 of a need that grows by 2 % a year for ten years"),
    ("Modes!*.purchase_most", "assumption: up to half more than needed may be bought to carry the network", "2006", ""),
    ("Modes!*.overage_premium",
     "assumption: a tenth in the joint venture, a fifth in the franchise; none where nothing is bought", "2006", ""),
    ("Modes!*.share_least", "assumption: a franchise pays for the right at least 1 %", "2006", ""),
    ("Modes!*.share_most", f"assumption: 30 % in the franchise, as in franchises of advertising kiosks ({CHARLOTTE})",
     "2024-12", ""),
    ("Modes!joint venture.share_most", f"{SELECTED} ; {STAR_2012}", "2006; 2012",
     "5 % of wireless revenue in one report, of net profit in another; taken as the most that was discussed"),
    ("Modes!*.support_and_share", "assumption: a franchise is either supported or pays a share above the least", "2006",
     ""),
    ("Modes!*.contribution_least", "assumption: the city pays at least nine tenths of what it owns, else nothing",
     "2006", ""),
    ("Modes!*.contribution_most", "assumption: all of what the city owns; none where there is no operator", "2006", ""),
    ("Modes!joint venture.contribution_most", "assumption: the operator keeps the network and so pays the larger part",
     "2006", ""),
    ("Modes!franchise.contribution_most", GRANTS, "2005", "grants that close a gap: 20 % of the cost, and another 20 "
     "% from the body that owns the project; the middle of 20 and 40 %, as an assumption for this city"),
    ("Modes!*.contribution_basis", "assumption: actual cost where the city pays nearly all of it, planned elsewhere",
     "2006", ""),
    ("Modes!*.compensation_least", "assumption: cost plus 5 % where the city pays operation, else nothing", "2006", ""),
    ("Modes!*.compensation_most", "assumption: cost plus 15 % where the city pays operation, else nothing", "2006", ""),
    ("Modes!*.compensation_basis", "assumption: actual cost where the city pays operation", "2006", ""),
    ("Modes!*.term_least",
     "assumption: the ten years of 2006 less two; shorter, and least years of service rule out what opens in 2009",
     "2006", ""),
    ("Modes!joint venture.term_least", SELECTED, "2006", "ten years were signed; two less looked at"),
    ("Modes!*.term_most", f"assumption: half as long again as the ten years common in such contracts ({CHARLOTTE}: "
     "ten and ten more); an operating contract shorter", "2024-12", ""),
    ("Modes!joint venture.term_most", SELECTED, "2006", "ten years were signed; five more looked at"),
    ("Modes!*.required_return", "assumption: 8 %, what a network operator asks that carries no risk of demand", "2006",
     "nominal, before tax"),
    ("Modes!*.return_premium", "assumption: nothing where the city carries the risk, 3 points where an anchor bill "
     "shares it, 5 points without one; E. Oughton's open telecom models use 15 % in all", "2006",
     "8, 11 and 13 % in all"),
    ("Modes!*.headroom", "assumption: all is in the return", "2006", ""),
    ("Modes!*.payback_longest", "assumption: the longest term; three years less where the network is handed back",
     "2006", ""),
    ("Modes!*.at_end", "assumption: handed back free of charge", "2006", ""),
    ("Modes!joint venture.at_end", POLES, "2008-09", "privately owned, and stays so"),
    ("Modes!*.run_after_handover", "assumption: let again, with the city as owner", "2006", ""),
    ("Modes!*.successor_compensation", "assumption: the middle of cost plus 5 to 15 %", "2006", ""),
    ("Modes!*.after_term_price",
     "assumption: the middle between the price of the contract and that of today's suppliers", "2006", ""),

    ("Charges!*.counted_from", "assumption: what recurs with whoever runs the network, and what is paid once", "2006",
     ""),
    ("Charges!*.first", "assumption: from the first year", "2006", ""),
    ("Charges!*.last", "assumption: paid once in the first year", "2006", ""),
    ("Charges!*.amount", "assumption: 85,000 for a post with all it needs, five, two or one of them; tenders at 1 to "
     "2 % of the build; monitoring for one post and reports, half of it in a franchise; 25,000 for coordinating a "
     "partner", "2006", f"nine bids and two pilots in the city's search ({SEARCH})"),
    ("Charges!government-owned/competitive neutrality.amount",
     "assumption: what a private owner pays in tax and fees on 100 of build", "2006", "shown, never paid"),
    ("Charges!joint venture/digital inclusion fund.amount", SIGNED, "2006", "paid up front by the operator"),
    ("Charges!franchise/digital inclusion fund.amount", SIGNED, "2006", "assumption: asked of any private owner"),
    ("Charges!*.base", "assumption: as each is counted", "2006", ""),
    ("Charges!*.index", "assumption: they are wages, and grow as operation does; what is a fixed sum does not", "2006",
     ""),
    ("Charges!*.payer", "assumption: the city, but coordination and the fund are the operator's", "2006", ""),
    ("Charges!*.payee", "assumption: staff, consultants, a foundation", "2006", ""),
    ("Charges!*.counted", "assumption: competitive neutrality is a comparison", "2006", ""),

    ("Coverage!2009/City.target", f"{ASKED} ; {NEARING}", "2006-08; 2008-02", "95 % of the city, counted here on "
     "residents; by 2009 is an assumption: the real network was late and finished then"),

    ("Settings!government_rate",
     "assumption: what a city borrows at and a point for its doubts; E. Oughton's open telecom models use 5 %", "2006",
     "nominal"),
    ("Settings!commercial_rate",
     "assumption: the government's rate and the 3 points an operator asks for sharing the risk of demand", "2006", ""),
    ("Settings!flows_at", "assumption: payments of a year counted at its end", "2006", ""),
    ("Settings!build_growth", "assumption: labour grows by 2 to 3 %, radios become cheaper", "2006", ""),
    ("Settings!operation_growth", "assumption: general prices", "2006", ""),
    ("Settings!price_growth", DAILY, "2008-03", "19.95 guaranteed for ten years"),
    ("Settings!contract_growth", SELECTED, "2006", "1.25 M each year of the contract: a fixed sum"),
    ("Settings!present_price", f"{SELECTED} ; {POLES}", "2006; 2008-09", "more than 2.0 M a year paid to two "
     "suppliers for broadband, 5,200 · 400 = 2.08 M. All of it is taken as replaceable: the city expected to save 40 "
     "to 60 % of it, and its minimum bill of 1.25 M is 40 % less. In 2008 it expected 3.5 M of savings on 12.5 M: "
     "1.6 M a year, the low end"),
    ("Settings!present_price_growth", "assumption: prices per Mbit/s fell, but not for what a city under contract pays",
     "2006", ""),
    ("Settings!need_growth",
     "assumption: the bill of today grows as general prices do; traffic grows faster, and prices per Mbit/s fall",
     "2006", ""),
    ("Settings!least_service_years",
     "assumption: half of ten years; nobody is obliged to build what the contract soon outlives", "2006", ""),
    ("Settings!openings_limit",
     f"assumption: the city in two years: 90 % stood about two years after signature ({FLAMEOUT})", "2008", ""),
    ("Settings!renewals", "assumption: set aside evenly, so that no year of handover is better than another", "2006",
     ""),
    ("Settings!residual_counted", "assumption: half: worn radios find no buyer, mounts and cables serve on", "2006",
     ""),
    ("Settings!backbone_charge", "assumption: an annuity over twenty years at 5 %", "2006", ""),
    ("Settings!backbone_rent", "assumption: the charge and a profit for the owner who is free to ask", "2006", ""),
    ("Settings!share_step", "assumption: how finely terms are negotiated", "2006", ""),
    ("Settings!purchase_step", "assumption: how finely terms are negotiated", "2006", ""),
    ("Settings!money_step", "assumption: amounts are signed in hundreds", "2006", ""),
    ("Settings!capacity_step", "assumption: fine enough to cost nothing", "2006", ""),
    ("Settings!gap", "assumption: 0.01 % of gross cost, some thousand dollars", "2006", ""),
    ("Settings!close_call", "assumption: 1 % of gross cost, far less than is known of any input", "2006", ""),
)
# fmt: on


def sources() -> tuple[Source, ...]:
    """Return where each figure comes from."""
    return tuple(
        Source(address=address, source=source, date=date or None, note=note or None)
        for address, source, date, note in SOURCES
    )


def build_case() -> Case:
    """Return the case of the real city; raises :class:`InputError` where something is wrong with it."""
    return checked(
        Case(
            about=About(template_version=TEMPLATE_VERSION, currency="USD", money_unit="one", price_base=FIRST_YEAR),
            project=Project(city="Minneapolis", first_year=FIRST_YEAR, horizon=20, last_opening_year=2010),
            districts=districts(),
            technologies=technologies(),
            services=services(),
            service_factors=service_factors(),
            modes=modes(),
            charges=charges(),
            coverage=(CoverageTarget(year=2009, target=COVERAGE),),
            settings=settings(),
            sources=sources(),
        )
    )


def signed_terms() -> Terms:
    """Return the contract of 2006, as far as the model can say it.

    The minimum bill stands as capacity at the assumed price in each of the ten years, with or without a network.
    """
    years = range(FIRST_YEAR, FIRST_YEAR + TERM_YEARS)
    return Terms(
        mode=VENTURE,
        term_years=TERM_YEARS,
        first_year=FIRST_YEAR,
        revenue_share=0.0,
        purchase_level=1.0,
        public_capacity=tuple((year, PUBLIC_NEED) for year in years),
        capital_contribution=Schedule("planned", share=0.0),
        operating_compensation=Schedule("planned", share=0.0),
        rollout=tuple(Opening(name, "mesh", year) for year, names in OPENED.items() for name in names),
    )


def main() -> int:
    """Write both files and return the exit code."""
    try:
        write(build_case(), DATA / "minneapolis.xlsx", overwrite=True)
    except OptmodelError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    document = {"schema": CONTRACT_SCHEMA, "signed": signed(signed_terms())}
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    (DATA / "minneapolis_2006.json").write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
