"""The network of one opened district, year by year: what it costs, carries, covers and is worth in the end."""

from dataclasses import dataclass

from optmodel.case import Case, District, Technology
from optmodel.ledger.arithmetic import Number
from optmodel.ledger.escalation import Escalation, Series


@dataclass(frozen=True, slots=True)
class Renewal:
    """One renewal: the year it is due, which may lie after the horizon, and what is paid for it in which years."""

    due: int
    years: range
    amount: Number  # in each of the years


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """One district opened in year ``opened`` (counted from 1) with one technology.

    Money is nominal and at factor 1: whoever runs the network multiplies by the factor of its mode.
    """

    district: District
    technology: Technology
    opened: int
    build: Series
    renewals: tuple[Renewal, ...]
    operation: Series
    replaced: Series  # what the operator's backbone replaces of the build, in each year the district is open
    capacity: Series  # Mbit/s, from opening
    need: Series  # Mbit/s, in every year, open or not
    covered: Series  # residents
    unexpired: Number  # at the horizon: what is not worn out, and what is set aside, before residual_counted


def need_of(case: Case, district: District) -> Series:
    """need_d(t) = public_need · (1 + need_growth)^(t−1), in Mbit/s, whether the district is open or not."""
    growth = case.settings.need_growth
    return (0, *(district.public_need * (1 + growth) ** (t - 1) for t in range(1, case.project.horizon + 1)))


def network(
    case: Case, escalation: Escalation, district: District, technology: Technology, opened: int, backbone: bool
) -> Network:
    """Work out a plan; ``backbone``: the mode of the contract uses the operator's, which replaces part of the build."""
    horizon = case.project.horizon
    years = range(horizon + 1)
    cost = district.build_cost_factor * (
        technology.build_per_km2 * district.area + technology.build_per_premise * district.premises
    )
    replaced = district.backbone_share * cost if backbone else 0
    own = cost - replaced

    build: list[Number] = [0 for _ in years]
    for t in range(opened - technology.build_years, opened):
        build[t] = own / technology.build_years * escalation.build[t]

    running = technology.operation_per_km2 * district.area + technology.operation_per_premise * district.premises
    start = technology.capacity_per_km2 * district.area + technology.capacity_per_premise * district.premises
    covered = district.residents * technology.reach
    return Network(
        district=district,
        technology=technology,
        opened=opened,
        build=tuple(build),
        renewals=_renewals(case, escalation, technology, own, opened),
        operation=tuple(running * escalation.operation[t] if t >= opened else 0 for t in years),
        replaced=tuple(replaced * escalation.build[opened] if t >= opened else 0 for t in years),
        capacity=tuple(
            start * technology.upgrade ** ((t - opened) // technology.lifetime) if t >= opened else 0 for t in years
        ),
        need=need_of(case, district),
        covered=tuple(covered if t >= opened else 0 for t in years),
        unexpired=_unexpired(case, escalation, technology, own, opened, sum(build)),
    )


def _renewals(
    case: Case, escalation: Escalation, technology: Technology, own: Number, opened: int
) -> tuple[Renewal, ...]:
    """Name the renewals for which something is paid by the horizon: when due (lump), or evenly in the years before."""
    horizon, lifetime = case.project.horizon, technology.lifetime
    result = []
    for due in range(opened + lifetime, horizon + lifetime + 1, lifetime):
        cost = technology.renewal_share * own * escalation.build[due]
        if case.settings.renewals == "reserve":
            result.append(Renewal(due, range(due - lifetime, min(due, horizon + 1)), cost / lifetime))
        elif due <= horizon:
            result.append(Renewal(due, range(due, due + 1), cost))
    return tuple(result)


def _unexpired(
    case: Case, escalation: Escalation, technology: Technology, own: Number, opened: int, spent: Number
) -> Number:
    """What is left at H: of the last renewal and of the rest, straight-line, and what is set aside for the next."""
    lifetime, share = technology.lifetime, technology.renewal_share
    in_use = case.project.horizon - opened + 1
    done = (in_use - 1) // lifetime
    since = in_use - done * lifetime  # years in use since the last renewal, 1 to lifetime
    renewed = share * spent if done == 0 else share * own * escalation.build[opened + done * lifetime]
    # The number comes first: it divided by whole years is exact in fractions, a quotient of whole years is not.
    left = renewed * (lifetime - since) / lifetime
    left += (1 - share) * spent * max(0, technology.civil_lifetime - in_use) / technology.civil_lifetime
    if case.settings.renewals == "reserve":
        left += share * own * escalation.build[opened + (done + 1) * lifetime] * since / lifetime
    return left
