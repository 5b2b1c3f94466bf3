"""Where every figure of the real city comes from: the sheet Sources of data/minneapolis.xlsx.

A source is a publication with its address, or "assumption: why". Two assumed figures that sources speak of stand here.
"""

from optmodel.case import Source

# The public need is an assumption. The prices of public capacity are bills divided by it, so it moves no bill.
PUBLIC_NEED = 400.0  # Mbit/s in 2006
JOBS_PER_BUSINESS = 20

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
TAIPEI = "https://www.fiercewireless.com/wireless/spotlight-another-cautionary-tale-about-muni-wifi-initiatives"
PHILADELPHIA_PLAN = "https://betanews.com/2006/03/02/philly-wi-fi-network-near-approval"
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
    ("Services!*.paid_by", "assumption: residents pay for home plans; firms, advertisers and resellers for the rest",
     "2006", ""),
    ("Services!*.tariffed", f"assumption: the contract sets what is on the price list ({SELECTED}); advertising and "
     "leases are negotiated", "2006", ""),
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
    ("Service factors!Home plan/franchise.uptake", "assumption: no free level to lead customers in; that a whole plan "
     "may fail stands in the scenarios", "2006", ""),
    ("Service factors!Home plan/government-owned.uptake", "assumption: several providers sell it, but a fuller free "
     f"level competes; public networks have reached more than planned ({LONGMONT}) and less", "2016",
     "Longmont: 51 to 56 % against 27 to 34 % planned, on fibre"),
    ("Service factors!Home plan/government-invested.uptake",
     "assumption: as government-owned, with an operator that gains little by selling", "2006", ""),
    ("Service factors!*.unit_cost", "assumption: retail 7 a month for billing, support, equipment and transit; "
     f"wholesale only transit, 0.15 Mbit/s at 20 a month ({TRANSIT}: 30 to 45 in 2004 and falling); business and the "
     "rest in proportion", "2004-08", ""),

    ("Service factors!*.resident_price", f"{SELECTED} ; {PHILADELPHIA_9}", "2006",
     "19.95 a month: whoever buys wholesale sells at the retail price, in Philadelphia at about 20"),

    ("Tariffs!planned.*", f"{SELECTED} ; {DAILY}", "2006", "19.95 a month, guaranteed for ten years"),
    ("Tariffs!cheaper.*", "assumption: 14.95 a month, three quarters of the price, brings a quarter more customers: "
     "those for whom a lower price decides are those who have a slower line already", "2006", ""),
    ("Tariffs!dearer.*", "assumption: 24.95 a month comes near the price of a faster wired line, and three in ten stay "
     "with that", "2006", ""),

    ("Modes!*.selectable", "assumption: none was forbidden; the council turned down a city-owned network, whose legal "
     f"ground it called unsettled ({REJECTED})", "2006", ""),
    ("Modes!*.operator", "assumption: meaning of the mode", "2006", ""),
    ("Modes!*.control", "assumption: 3 where the city runs it, 2 where it owns it, 1 where it has a contract", "2006",
     ""),
    ("Modes!*.partners", "assumption: vendor of the radios, installer and owner of the poles beside the operator",
     "2006", ""),
    ("Modes!*.build_factor", "assumption: 1 in the joint venture, whose cost is the published one; 1.1 for a city "
     "that buys its first network, in smaller lots; overruns stand in the register; 1.02 with the city's money, "
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
    ("Modes!*.public_price_index", "assumption: the contract index, which does not grow", "2006", ""),
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
    ("Modes!*.return_premium", "assumption: what scenarios and register leave. That less is sold than planned is "
     "counted in the scenarios, overruns and outages in the register, and neither is paid for again here. Left are "
     "money that is tied up and hard to sell, the sponsor's overhead, and results that spread: nothing where the city "
     "pays nearly all, 1 point in the joint venture, 2 in the franchise, which hands the network back and has nothing "
     "to sell at the end", "2006",
     "8, 9 and 10 % in all; the 15 % of E. Oughton's open telecom models is asked of plans, not of expectations"),
    ("Modes!*.headroom", "assumption: all is in the return", "2006", ""),
    ("Modes!*.payback_longest", "assumption: the longest term; three years less where the network is handed back",
     "2006", ""),
    ("Modes!*.run_down_years", "assumption: two years before the franchise hands its network back it stops looking for "
     "customers whom it would lose; none where the city or the owner keeps them", "2006", ""),
    ("Modes!*.run_down_uptake", "assumption: a tenth leaves in those years and is not replaced", "2006", ""),
    ("Modes!*.at_end", "assumption: handed back free of charge", "2006", ""),
    ("Modes!joint venture.at_end", POLES, "2008-09", "privately owned, and stays so"),
    ("Modes!*.run_after_handover", "assumption: let again, with the city as owner", "2006", ""),
    ("Modes!*.successor_compensation", "assumption: the middle of cost plus 5 to 15 %", "2006", ""),
    ("Modes!*.after_term_price",
     "assumption: the middle between the price of the contract and that of today's suppliers", "2006", ""),

    ("Modes!*.after_term_price_index", "assumption: as the price in the contract", "2006", ""),

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

    ("Outsourcing!*.outsourced", "assumption: nothing obliges the city to outsource or not", "2006", ""),
    ("Outsourcing!*.base", "assumption: meaning of the function", "2006", ""),
    ("Outsourcing!*.part", "assumption: design a tenth of the build and works three quarters, the rest is the city's "
     "own management and equipment it buys itself; four fifths of operation", "2006", ""),
    ("Outsourcing!*.factor", "assumption: 4 to 5 % dearer than the joint venture's cost, against 10 % by the city "
     "itself: the contractor's experience less its margin", "2006", ""),
    ("Outsourcing!*.fee", "assumption: tendering and looking after the contractor, half a post to nearly two", "2006",
     ""),
    ("Outsourcing!*.staff_saved", "assumption: at 85,000 a post, half a post in design, one in works and three of the "
     "five in operation", "2006", ""),
    ("Outsourcing!*.first", "assumption: from the first year", "2006", ""),
    ("Outsourcing!*.last", f"assumption: design and works end with the build, about two years after signature "
     f"({FLAMEOUT})", "2008", ""),

    ("Scenarios!*.probability", "assumption: nobody knew better in 2006 than to take the plan at its word in half of "
     f"all cases. Of three networks of the time one missed it by a quarter ({PROFITABLE}) and two failed "
     f"({PHILADELPHIA_END} ; {TAIPEI}), but those two had no anchor: of the other half, three in five go as the one "
     "with an anchor, two in five as the two without", "2006-12", "with these three, 0.75 of the plan is expected"),
    ("Scenarios!*.demand", "assumption: what those three reached. Here 0.72 of the plan (13 % of households for 18 %) "
     f"or 0.77 (23,000 of a goal of 30,000 customers: {STAR_2012} ; {PROFITABLE}), 0.75 between them; 0.16 in Taipei "
     f"(40,000 of 250,000: {TAIPEI}) and 0.06 in Philadelphia (5,942 of 100,000: {PHILADELPHIA_END}), 0.11 between "
     "them", "2006-12", "known only after 2006"),
    ("Scenarios!*.need", "assumption: where nobody subscribes the city's own uses come late as well; it used 6 % of "
     f"its purchase in 2010 and expected 14 % for 2011 ({PROFITABLE})", "2010-12", "known only after 2006"),
    ("Scenarios!*.build", "assumption: as planned, for overruns differ from mode to mode and stand in the register",
     "2006", ""),
    ("Scenarios!*.operation", "assumption: as planned, for its risk stands in the register", "2006", ""),
    ("Scenarios!*.prices", f"assumption: as planned: 19.95 was guaranteed ({DAILY})", "2006", ""),

    ("Risks!*", "assumption: as each risk is meant: what it is a part of, when it may come and where it is counted",
     "2006", ""),
    ("Risks!construction overrun.*", "assumption: two works in five overrun, by a quarter: 10 % on average, for public "
     f"works of this kind have overrun by a third and more ({KENTUCKY}), and this one needed 1 M of light poles that "
     f"nobody had planned ({POLES})", "2018-09; 2008-09", ""),
    ("Risks!operating cost.*", f"assumption: one year in five costs a fifth more; estimates differ by four ({ATT} ; "
     f"{COST_2005})", "2006", ""),
    ("Risks!outage.*", "assumption: one year in ten loses a tenth of the need, five weeks, bought as today", "2006",
     ""),
    ("Risks!demand shortfall.*", f"assumption: half of all plans are missed, by half ({PHILADELPHIA_END} ; {TAIPEI}); "
     "named here, counted in the scenarios", "2006-08", ""),
    ("Risks!operator leaves, build lost.*", "assumption: about one operator in five leaves within ten years, once it "
     f"knows what it sells: EarthLink left Philadelphia after two ({PHILADELPHIA_PLAN} ; {PHILADELPHIA_END}); half of "
     "what is not written off is lost until somebody takes over", "2008-05", ""),
    ("Risks!operator leaves, step-in and new tender.*", "assumption: as often; works, framework and tender are paid "
     "once more, 600,000", "2006", ""),
    ("Risks!spread of results.*", "assumption: a part of what the premiums on the returns stand for: not that less "
     "comes on average, which the scenarios say, but that nobody knows how much; never counted as a payment", "2006",
     ""),
    ("Risk factors!*.severity", "assumption: 1 for the joint venture, whose figures are the published ones, and where "
     f"nothing differs; a city new to it errs by a fifth more (public works: {KENTUCKY}), whoever has its cost paid by "
     "a tenth, whoever pays all itself by a tenth less; a city cannot leave itself, and loses least where the network "
     "is its own; a franchise without an anchor leaves soonest", "2018-09", ""),
    ("Risk factors!*.operator_share", "assumption: what follows from who pays build and operation and holds the "
     "revenue: all in joint venture and franchise, a tenth where the city pays actual cost; half of an outage in "
     "penalties; an operator that has left pays nothing", "2006", ""),
    ("Outsourced risks!*.severity", "assumption: works, design and operation by those who do it every day err by a "
     "twentieth to a seventh less often", "2006", ""),

    ("Coverage!2009/City.target", f"{ASKED} ; {NEARING}", "2006-08; 2008-02", "95 % of the city, counted here on "
     "residents; by 2009 is an assumption: the real network was late and finished then"),

    ("Settings!government_rate",
     "assumption: what a city borrows at for twenty years, rounded up; E. Oughton's open telecom models use 5 %",
     "2006", "nominal; doubts stand in scenarios and register"),
    ("Settings!commercial_rate",
     "assumption: what an operator asks that carries no risk of demand, so that the city gains little by lending to it "
     "through the contract; the risk of demand itself stands in the scenarios", "2006", ""),
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
    ("Settings!budget_in_every_scenario", "assumption: there is no budget", "2006", ""),
    ("Settings!risk_aversion", "assumption: a city that minds the mean alone, as a first look", "2006", ""),
    ("Settings!risk_tail", "assumption: has no effect while the dearest scenarios have no weight", "2006", ""),
    ("Settings!citizens_weight", "assumption: the city's own cost alone, as a first look", "2006", ""),
    ("Settings!comparator", f"{REJECTED}", "2006", "the city-owned network that the council turned down"),
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
