"""From a case to the yearly series of its plans under a contract: built, run and sold, linear in the plans chosen.

Arrays are indexed [plan, year] (year 0 is the year of signature) or [scenario, plan, year], and hold nominal money of
the case, Mbit/s or persons.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from optmodel.case import PLANNED, Case, Mode
from optmodel.contract import outsourcings, revenue_shares, scenarios, tariff_levels, term_lengths
from optmodel.rollout.plans import Array, Flags, Plans
from optmodel.rollout.risks import ActiveRisk, active_risks
from optmodel.rollout.sales import Money, Offer, Sales, Served


@dataclass(frozen=True, slots=True)
class Block:
    """What the series of a contract depend on; ``served`` are the services of the term in the order of the sheet."""

    mode: str
    term_years: int
    served: Served
    tariff_level: str
    outsourced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Yearly series of every plan under one block; whoever runs the network in a year bears its factors.

    Planned, [plan, year]: ``build`` holds spending before opening; ``replaced`` is what the backbone replaces, from
    opening on; ``not_written_off`` is what of the build is not worn out; ``end_value`` is nominal at the horizon,
    [plan]; ``risks`` are those counted in flows. By scenario, [scenario, plan, year]: ``revenue`` (less what is
    at risk) and ``cost_of_sales`` of paid services, ``free_cost`` of free ones, and what ``residents_pay``.
    """

    block: Block
    build: Array
    renewal: Array
    operation: Array
    replaced: Array
    not_written_off: Array
    revenue: Array
    cost_of_sales: Array
    free_cost: Array
    residents_pay: Array
    end_value: Array
    risks: tuple[ActiveRisk, ...]


class Rollout(Plans):
    """All plans of a case and, on demand, their series under any block. Made once for a case; series are kept."""

    def __init__(self, case: Case) -> None:
        """List the plans; no series is worked out before it is asked for."""
        super().__init__(case)
        self.sales = Sales(self)
        self.scenarios = scenarios(case)
        self.probability = np.array([scenario.probability for scenario in self.scenarios])
        self._series: dict[Block, Series] = {}

    def scenario_factor(self, figure: str) -> Array:
        """Factor of each scenario on a planned figure; [scenario]."""
        return np.array([getattr(scenario, figure) for scenario in self.scenarios])

    def blocks(self, mode: Mode) -> Iterator[tuple[Block, tuple[float, ...]]]:
        """Yield every block of a mode's contracts with the shares of turnover that belong to it, as ties are broken."""
        for outsourced in outsourcings(self.case, mode):
            for level in tariff_levels(self.case, mode):
                for term in term_lengths(self.case, mode):
                    shares: dict[Served, list[float]] = {}
                    for share in revenue_shares(self.case, mode):
                        shares.setdefault(self.served_in_term(mode, level, term, share), []).append(share)
                    for served, belonging in shares.items():
                        yield Block(mode.name, term, served, level, outsourced), tuple(belonging)

    def served_in_term(self, mode: Mode, level: str, term_years: int, share: float) -> Served:
        """Return the services served while a contract is in force: free ones, and paid ones that earn their cost."""
        return self.sales.served(mode, level, share, range(1, term_years + 1), free=True)

    def served_after(self, mode: Mode, level: str, term_years: int) -> Served:
        """Return the services served after the term by whoever runs the network then."""
        years = range(term_years + 1, self.horizon + 1)
        level = self.level_after(mode, level)
        return self.sales.served(self.runner_after(mode), level, 0.0, years, free=mode.at_end == "reverts")

    def runner_after(self, mode: Mode) -> Mode:
        """Return the mode whose factors and services hold after the term.

        It is the mode itself where the operator keeps the network.
        """
        if mode.at_end == "keeps" or mode.run_after_handover is None:
            return mode
        return self.case.mode(mode.run_after_handover)

    def level_after(self, mode: Mode, level: str) -> str:
        """Return the tariff level after the term: the signed one where the operator keeps the network."""
        return level if mode.at_end == "keeps" else mode.successor_tariff or PLANNED

    def cost_factor(self, mode: Mode, outsourced: tuple[str, ...], base: str) -> float:
        """Factor on planned build or operating cost under a mode, some of whose functions others do."""
        own = mode.build_factor if base == "build" else mode.operating_factor
        parts = [item for item in self.case.functions if item.mode == mode.name and item.base == base]
        return own + sum(item.part * (item.factor - own) for item in parts if item.function in outsourced)

    def series(self, block: Block) -> Series:
        """Return the series of all plans under a block."""
        if block not in self._series:
            self._series[block] = self._made(block)
        return self._series[block]

    def free_residents(self, block: Block) -> Array:
        """Return the residents with a free service, as planned; [plan, year]."""
        in_term, after = self._offers(block)
        part = np.where(self.in_term(block), self.sales.free_part(in_term), self.sales.free_part(after))
        if (running_down := self.running_down(block)).any():
            part = np.where(running_down, self.sales.free_part(replace(in_term, run_down=True)), part)
        return self.covered[:, None] * part

    def in_term(self, block: Block) -> Flags:
        """Whether a year lies in the term; [year]."""
        return np.asarray(self.year <= block.term_years)

    def running_down(self, block: Block) -> Flags:
        """Whether a year is one of the last of a term after which the network reverts; [year]."""
        mode = self.case.mode(block.mode)
        years = mode.run_down_years if mode.operator and mode.at_end == "reverts" else 0
        return np.asarray(self.in_term(block) & (self.year > block.term_years - years))

    def _offers(self, block: Block) -> tuple[Offer, Offer]:
        """Return how services are offered in the term and after it."""
        mode = self.case.mode(block.mode)
        in_term = Offer(mode.name, block.tariff_level, block.served)
        if block.term_years >= self.horizon:
            return in_term, in_term
        served = self.served_after(mode, block.tariff_level, block.term_years)
        starts = tuple(0 if name in block.served else block.term_years for name in served)
        level = self.level_after(mode, block.tariff_level)
        return in_term, Offer(self.runner_after(mode).name, level, served, starts)

    def _money(self, block: Block, not_at_risk: Array) -> Money:
        in_term, after = self._offers(block)
        money = self.sales.money(in_term).where(self.in_term(block), self.sales.money(after))
        if (running_down := self.running_down(block)).any():
            money = self.sales.money(replace(in_term, run_down=True)).where(running_down, money)
        return replace(money, revenue=money.revenue * not_at_risk, residents_pay=money.residents_pay * not_at_risk)

    def _made(self, block: Block) -> Series:
        mode = self.case.mode(block.mode)
        after = self.runner_after(mode)
        replaced = self.gross_cost * (self.of_district("backbone_share") if mode.uses_backbone else 0.0)
        own = (self.gross_cost - replaced)[:, None]
        build_factor = self.cost_factor(mode, block.outsourced, "build")
        operating_factor = self.cost_factor(mode, block.outsourced, "operation")
        by_now = self.renewal_due <= block.term_years if block.term_years < self.horizon else np.True_
        growth = self.escalation(self.case.settings.build_growth)
        risks = tuple(active_risks(self.case, mode, after, block.outsourced, block.term_years))
        at_risk = sum((item.weight for item in risks if item.risk.base == "revenue"), np.zeros(self.horizon))
        money = self._money(block, 1 - at_risk)
        return Series(
            block=block,
            build=own * self.build_pattern * build_factor,
            renewal=own * self.renewal_pattern * np.where(by_now, build_factor, after.build_factor),
            operation=self.operating_pattern
            * np.where(self.in_term(block), operating_factor, after.operating_factor)[None, :],
            replaced=(replaced * growth[self.opening - 1])[:, None] * self.open,
            not_written_off=own * self.not_written_off_pattern * build_factor,
            revenue=money.revenue,
            cost_of_sales=money.cost_of_sales,
            free_cost=money.free_cost,
            residents_pay=money.residents_pay,
            end_value=own[:, 0] * self.end_value_pattern * min(1.0, build_factor),
            risks=risks,
        )
