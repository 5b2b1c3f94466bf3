"""What a contract says, read against the case: who runs the network when, at which factors and at which tariff."""

from dataclasses import dataclass
from typing import Literal

from optmodel.case import Case, Function, Mode, TariffLevel
from optmodel.contract import GOVERNMENT, OPERATOR, SUCCESSOR, Terms
from optmodel.ledger.arithmetic import Number
from optmodel.ledger.outlook import level_of


@dataclass(frozen=True, slots=True)
class Runner:
    """Whoever runs the network in a phase: under which mode, at what cost, and with what part of the revenue."""

    party: str
    mode: Mode
    part_of_revenue: Number  # the rest is the government's; so is the same part of the cost of sales
    build_factor: Number
    operating_factor: Number
    level: TariffLevel


@dataclass(frozen=True, slots=True)
class Deal:
    """A contract in years counted from 1. ``bought`` (Mbit/s) is empty in a mode that buys nothing."""

    mode: Mode
    outsourced: tuple[Function, ...]
    last_year: int  # of the term
    share: Number
    bought: dict[int, Number]
    in_term: Runner
    after: Runner
    keeps: bool  # the operator keeps the network after the term
    run_down: range  # years in which an operator that must hand the network over no longer cares for sales

    def runner(self, t: int) -> Runner:
        """Say who runs the network in a year."""
        return self.in_term if t <= self.last_year else self.after


def deal_of(case: Case, terms: Terms) -> Deal:
    """Read terms that can be priced; a mode without an operator runs to the horizon whatever term is written."""
    mode = case.mode(terms.mode)
    last_year = terms.term_years if mode.operator else case.project.horizon
    keeps = mode.operator and mode.at_end == "keeps"
    bought: dict[int, Number] = {}
    if mode.operator and mode.public_need == "bought":
        bought = {year - case.project.first_year + 1: amount for year, amount in terms.public_capacity}
    outsourced = tuple(item for item in case.functions if item.mode == mode.name and item.function in terms.outsourced)
    level = level_of(case, terms.tariff_level)
    in_term = _runner(mode, OPERATOR, level, outsourced)
    if keeps:
        after = Runner(OPERATOR, mode, 1, in_term.build_factor, in_term.operating_factor, level)
    elif last_year < case.project.horizon and mode.run_after_handover is not None:
        after = _runner(case.mode(mode.run_after_handover), SUCCESSOR, level_of(case, mode.successor_tariff))
    else:
        after = in_term  # the term lasts to the horizon: no year comes after
    return Deal(
        mode=mode,
        outsourced=outsourced,
        last_year=last_year,
        share=terms.revenue_share,
        bought=bought,
        in_term=in_term,
        after=after,
        keeps=keeps,
        run_down=_run_down(mode, last_year),
    )


def _runner(mode: Mode, party: str, level: TariffLevel, outsourced: tuple[Function, ...] = ()) -> Runner:
    """Without an operator the government itself runs the network and holds all revenue."""
    return Runner(
        party=party if mode.operator else GOVERNMENT,
        mode=mode,
        part_of_revenue=mode.revenue_to_operator if mode.operator else 0,
        build_factor=_factor("build", mode.build_factor, outsourced),
        operating_factor=_factor("operation", mode.operating_factor, outsourced),
        level=level,
    )


def _factor(base: Literal["build", "operation"], own: Number, outsourced: tuple[Function, ...]) -> Number:
    """Each outsourced part of a cost is had at the factor of its function, all others at the mode's own."""
    factor = own
    for item in outsourced:
        if item.base == base:
            factor = factor + item.part * (item.factor - own)
    return factor


def _run_down(mode: Mode, last_year: int) -> range:
    """Only an operator whose network reverts lets it run down, in the last years of its term."""
    if not mode.operator or mode.at_end == "keeps":
        return range(0)
    return range(max(1, last_year - mode.run_down_years + 1), last_year + 1)
