"""The network of one opened district, year by year: what it costs, carries, covers and is worth in the end."""

from dataclasses import dataclass

from optmodel.case import Case, District, Technology
from optmodel.ledger.arithmetic import Number, Series
from optmodel.ledger.escalation import Escalation


@dataclass(frozen=True, slots=True)
class Plan:
    """What the physical series of a district depend on; the opening year is counted from 1."""

    district: str
    technology: str
    opened: int
    backbone: bool  # whether the mode of the contract uses the operator's


@dataclass(frozen=True, slots=True)
class Renewal:
    """One renewal: the year it is due, which may lie after the horizon, and what is paid for it in which years."""

    due: int
    years: range
    amount: Number  # in each of the years


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """One district opened in year ``opened`` (counted from 1) with one technology.

    Books work out each once, so that one network is one object and is told from others by that.

    Money is nominal, planned and at factor 1: whoever runs the network multiplies by the factor of its mode, and a
    scenario by its own.
    """

    district: District
    technology: Technology
    opened: int
    build: Series
    renewals: tuple[Renewal, ...]
    operation: Series
    replaced: Series  # what the operator's backbone replaces of the build, in each year the district is open
    capacity: Series  # Mbit/s, from opening
    need: Series  # Mbit/s as planned, in every year, open or not
    covered: Series  # residents
    remaining: Series  # of what is built and renewed, what is not written off at the end of each year
    unexpired: Number  # at the horizon: what is not worn out, and what is set aside, before residual_counted


def need_of(case: Case, district: District) -> Series:
    """need_d(t) = public_need · (1 + need_growth)^(t−1), planned, in Mbit/s, whether the district is open or not."""
    growth = case.settings.need_growth
    return (0, *(district.public_need * (1 + growth) ** (t - 1) for t in range(1, case.project.horizon + 1)))


def network(case: Case, escalation: Escalation, plan: Plan) -> Network:
    """Work out a plan."""
    district, technology, opened = case.district(plan.district), case.technology(plan.technology), plan.opened
    horizon = case.project.horizon
    years = range(horizon + 1)
    cost = district.build_cost_factor * (
        technology.build_per_km2 * district.area + technology.build_per_premise * district.premises
    )
    replaced = district.backbone_share * cost if plan.backbone else 0
    own = cost - replaced

    build: list[Number] = [0 for _ in years]
    for t in range(opened - technology.build_years, opened):
        build[t] = own / technology.build_years * escalation.build[t]
    remaining = _remaining(escalation, technology, own, opened, build)

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
        remaining=remaining,
        unexpired=remaining[horizon] + _set_aside(case, escalation, technology, own, opened),
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


def _remaining(escalation: Escalation, technology: Technology, own: Number, opened: int, build: list[Number]) -> Series:
    """Before opening all that is spent; then what is left of the last renewal and of the rest, straight-line."""
    lifetime, share, spent = technology.lifetime, technology.renewal_share, sum(build)
    result: list[Number] = [0]
    for t in range(1, len(build)):
        if t < opened:
            result.append(result[-1] + build[t])
            continue
        in_use = t - opened + 1
        done = (in_use - 1) // lifetime
        since = in_use - done * lifetime  # years in use since the last renewal, 1 to lifetime
        renewed = share * spent if done == 0 else share * own * escalation.build[opened + done * lifetime]
        # The number comes first: it divided by whole years is exact in fractions, a quotient of whole years is not.
        left = renewed * (lifetime - since) / lifetime
        rest = (1 - share) * spent * max(0, technology.civil_lifetime - in_use) / technology.civil_lifetime
        result.append(left + rest)
    return tuple(result)


def _set_aside(case: Case, escalation: Escalation, technology: Technology, own: Number, opened: int) -> Number:
    """What is in the pot at H for the next renewal; nothing where renewals are paid when due."""
    if case.settings.renewals != "reserve":
        return 0
    in_use = case.project.horizon - opened + 1
    done = (in_use - 1) // technology.lifetime
    since = in_use - done * technology.lifetime
    due = opened + (done + 1) * technology.lifetime
    return technology.renewal_share * own * escalation.build[due] * since / technology.lifetime
