"""The tiny city with all that may come otherwise: scenarios, tariff levels, functions others may do, and risks."""

from dataclasses import replace

from optmodel.case import Function, OutsourcedRisk, Risk, RiskFactor, Scenario, TariffLevel
from tests.cities import FRANCHISE, INVESTED, OWNED, VENTURE, signed, tiny_city
from tests.ledger.contracts import HARBOUR

SOCIAL = TariffLevel(name="social", price=0.5, demand=1.25)
DEAR = Scenario(name="dear", probability=0.25, build=1.5, operation=2.0, need=2.0)
POOR = Scenario(name="poor", probability=0.25, demand=0.5, prices=0.5)
CONSTRUCTION = Function(mode=OWNED, function="construction", base="build", part=0.5, factor=0.8, fee=3.0, last=2)
CARE = Function(mode=OWNED, function="care", base="operation", part=0.25, factor=2.0, fee=4.0, staff_saved=5.0, first=2)


def with_scenarios(*others, case=None):
    """The city with these scenarios, and what is left of the probability as planned."""
    left = 1 - sum(scenario.probability for scenario in others)
    return replace(case or tiny_city(), scenarios=(Scenario(name="as planned", probability=left), *others))


def risk(base="operation", probability=0.2, impact=0.5, **fields):
    """A risk that costs a tenth of its base on average."""
    return Risk(name=f"of {base}", base=base, probability=probability, impact=impact, **fields)


def with_risks(*risks, case=None, **factors):
    """The city with these risks in every mode, ``factors`` of all; without an operator none bears a share."""
    case = case or tiny_city()
    alone = factors | {"operator_share": 0.0}
    rows = tuple(
        RiskFactor(risk=item.name, mode=mode.name, **(factors if mode.operator else alone))
        for item in risks
        for mode in case.modes
    )
    return replace(case, risks=risks, risk_factors=rows)


def uncertain_city():
    """Everything at once."""
    bases = ("build", "operation", "revenue", "need", "build not written off", "fixed")
    case = with_risks(*(risk(base) for base in bases), operator_share=0.75, severity=0.5)
    case = replace(
        with_scenarios(DEAR, POOR, case=case),
        tariffs=(TariffLevel(name="planned", price=1.0, demand=1.0), SOCIAL),
        functions=(CONSTRUCTION, CARE),
        outsourced_risks=(OutsourcedRisk(mode=OWNED, function="care", risk="of operation", severity=0.5),),
    )
    return case.replace(
        {
            "Settings!risk_aversion": 0.5,
            "Settings!risk_tail": 0.5,
            "Settings!citizens_weight": 0.25,
            "Services!lease.paid_by": "others",
            f"Modes!{FRANCHISE}.run_down_years": 1,
            f"Modes!{FRANCHISE}.run_down_uptake": 0.5,
        }
    )


UNCERTAIN_CONTRACTS = [
    replace(signed(OWNED, 8, HARBOUR, ("Hill", "fibre", 2029)), tariff_level="social", outsourced=("care",)),
    signed(INVESTED, 5, HARBOUR, ("Hill", "wifi", 2029), contribution=1.0, compensation=1.25),
    signed(VENTURE, 4, HARBOUR, ("Hill", "wifi", 2028), share=0.3, contribution=0.5, capacity={2028: 18.0, 2029: 12.0}),
    replace(
        signed(FRANCHISE, 5, ("Harbour", "fibre", 2028), ("Hill", "wifi", 2030), share=0.25), tariff_level="social"
    ),
]
