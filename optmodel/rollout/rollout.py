"""All plans of a case and, on demand, the series of any contract: built, run and sold, linear in the plans chosen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from optmodel.case import PLANNED, Case, Mode
from optmodel.contract import outsourcings, revenue_shares, scenarios, tariff, tariff_levels, term_lengths
from optmodel.own_rules import Rule, checked_rules
from optmodel.rollout.own_rows import OwnRow, own_rows
from optmodel.rollout.plans import Array, Flags, Plans
from optmodel.rollout.risks import active_risks
from optmodel.rollout.sales import Money, Offer, Sales, Served
from optmodel.rollout.series import AS_EXPECTED, Block, Key, Part, Series


class Rollout(Plans):
    """All plans of a case and, on demand, their series under any block. Made once for a case; series are kept."""

    def __init__(self, case: Case, rules: Iterable[Rule] = ()) -> None:
        """List the plans; no series is worked out before it is asked for. ``rules`` are the city's own."""
        super().__init__(case)
        self.rules = checked_rules(rules)
        self.sales = Sales(self)
        self.scenarios = scenarios(case)
        self.probability = np.array([scenario.probability for scenario in self.scenarios])
        self._served: dict[tuple[str, str, int], dict[float, Served]] = {}
        self._series: dict[Block, Series] = {}
        self._bases: dict[Key, Array] = {}
        self._makers = self._base_makers()

    @cached_property
    def own_rows(self) -> tuple[OwnRow, ...]:
        """What the city's own rules ask of the plans, whatever the contract."""
        return tuple(row for rule in self.rules for row in own_rows(self.case, self.named, rule))

    def own_size(self, name: str) -> float:
        """The largest figure in the rows of a rule of the city's own: what one plan counts in its unit, at most."""
        return (
            max((float(abs(row.plan).max(initial=0.0)) for row in self.own_rows if row.rule.name == name), default=0.0)
            or 1.0
        )

    def scenario_factor(self, figure: str) -> Array:
        """Factor of each scenario on a planned figure; [scenario]."""
        return np.array([getattr(scenario, figure) for scenario in self.scenarios])

    def blocks(self, mode: Mode) -> Iterator[tuple[Block, tuple[float, ...]]]:
        """Yield every block of a mode's contracts with the shares of turnover that belong to it, as ties are broken."""
        for outsourced in outsourcings(self.case, mode):
            for level in tariff_levels(self.case, mode):
                for term in term_lengths(self.case, mode):
                    shares, listed = dict[Served, list[float]](), revenue_shares(self.case, mode)
                    for share, served in zip(listed, self._in_term(mode, level, term, listed), strict=True):
                        shares.setdefault(served, []).append(share)
                    for served, belonging in shares.items():
                        yield Block(mode.name, term, served, level, outsourced), tuple(belonging)

    def served_in_term(self, mode: Mode, level: str, term_years: int, share: float) -> Served:
        """Return the services served while a contract is in force: free ones, and paid ones that earn their cost."""
        return self._in_term(mode, level, term_years, (share,))[0]

    def _in_term(self, mode: Mode, level: str, term_years: int, shares: Sequence[float]) -> list[Served]:
        """Return the services served under each share, which are worked out once, for many at a time."""
        known = self._served.setdefault((mode.name, level, term_years), {})
        new = [share for share in shares if share not in known]
        if new:
            found = self.sales.served(mode, level, new, range(1, term_years + 1), free=True)
            known |= dict(zip(new, found, strict=True))
        return [known[share] for share in shares]

    def served_after(self, mode: Mode, level: str, term_years: int) -> Served:
        """Return the services served after the term by whoever runs the network then."""
        years = range(term_years + 1, self.horizon + 1)
        level = self.level_after(mode, level)
        return self.sales.served(self.runner_after(mode), level, (0.0,), years, free=mode.at_end == "reverts")[0]

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
        part = sum(self.sales.free_part(offer) * years for offer, years in self._offered(block))
        return np.asarray(self.covered[:, None] * part)

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
        in_term = Offer(mode.name, self._felt(mode, block.tariff_level, block.served), block.served)
        if block.term_years >= self.horizon:
            return in_term, in_term
        after = self.runner_after(mode)
        served = self.served_after(mode, block.tariff_level, block.term_years)
        starts = tuple(0 if name in block.served else block.term_years for name in served)
        level = self._felt(after, self.level_after(mode, block.tariff_level), served)
        return in_term, Offer(after.name, level, served, starts if any(starts) else ())

    def _felt(self, mode: Mode, level: str, served: Served) -> str:
        """Return the tariff level that these services feel: *planned* where it changes nothing for any of them."""
        chosen = tariff(self.case, level)
        factors = (self.case.factor(service.name, mode.name) for service in self.case.services if service.tariffed)
        paid = {factor.service for factor in factors if factor is not None and factor.offer == "paid"}
        return PLANNED if (chosen.price, chosen.demand) == (1.0, 1.0) or not paid.intersection(served) else level

    @property
    def size(self) -> int:
        """How many plans there are."""
        return len(self.plans)

    def base(self, key: Key) -> Array:
        """Return a base array by its key, worked out once: its name, then what it depends on."""
        if key not in self._bases:
            name, *depends = key
            self._bases[key] = self._makers[str(name)](*depends)
        return self._bases[key]

    def _base_makers(self) -> dict[str, Callable[..., Array]]:
        """Return how each base array is worked out; build is at factor 1, without what a backbone replaces."""

        def own(pattern: Array, backbone: bool) -> Array:
            return self._own(backbone)[:, None] * pattern

        makers: dict[str, Callable[..., Array]] = {
            "need": lambda: self.need,
            "covered": lambda: self.covered[:, None] * self.open,
            "build": lambda backbone: own(self.build_pattern, backbone),
            "build to date": lambda backbone: own(np.cumsum(self.build_pattern, axis=1), backbone),
            "renewal": lambda backbone: own(self.renewal_pattern, backbone),
            "renewal due by": lambda backbone, year: own(self.renewal_pattern * (self.renewal_due <= year), backbone),
            "renewal due after": lambda backbone, year: own(self.renewal_pattern * (self.renewal_due > year), backbone),
            "operation": lambda: self.operating_pattern,
            "replaced": self._replaced_from_opening,
            "not written off": lambda backbone: own(self.not_written_off_pattern, backbone),
            "end value": lambda backbone: own(self.end_value_pattern[:, None], backbone),
        }
        for name in Money.__slots__:
            makers[name] = lambda offer, name=name: getattr(self.sales.money(offer), name)
        makers[AS_EXPECTED] = lambda name, offer: getattr(self.sales.expected(offer), name)
        return makers

    def _own(self, backbone: bool) -> Array:
        """Build cost at base prices, less what a backbone replaces; [plan]."""
        return self.gross_cost * (1 - (self.of_district("backbone_share") if backbone else 0.0))

    def _replaced_from_opening(self) -> Array:
        replaced = self.gross_cost * self.of_district("backbone_share")
        growth = self.escalation(self.case.settings.build_growth)
        return np.asarray((replaced * growth[self.opening - 1])[:, None] * self.open)

    def _made(self, block: Block) -> Series:
        mode, always = self.case.mode(block.mode), np.ones(self.horizon)
        after, backbone = self.runner_after(mode), mode.uses_backbone
        build_factor = self.cost_factor(mode, block.outsourced, "build")
        operating_factor = self.cost_factor(mode, block.outsourced, "operation")
        running = np.where(self.in_term(block), operating_factor, after.operating_factor)
        parts = {
            "need": (Part(("need",), always),),
            "covered": (Part(("covered",), always),),
            "build": (Part(("build", backbone), build_factor * always),),
            "build_to_date": (Part(("build to date", backbone), build_factor * always),),
            "renewal": self._renewal(block, build_factor, after.build_factor),
            "operation": (Part(("operation",), running),),
            "replaced": (Part(("replaced",), float(backbone) * always),),
            "not_written_off": (Part(("not written off", backbone), build_factor * always),),
            "end_value": (Part(("end value", backbone), np.array([min(1.0, build_factor)])),),
        }
        risks = tuple(active_risks(self.case, mode, after, block.outsourced, block.term_years))
        at_risk = sum((item.weight for item in risks if item.risk.base == "revenue"), np.zeros(self.horizon))
        offered = list(self._offered(block))
        for name in Money.__slots__:
            factor = 1 - at_risk if name in ("revenue", "residents_pay") else always
            parts[name] = tuple(Part((name, offer), years * factor) for offer, years in offered)
        return Series(block, parts, risks, self)

    def _renewal(self, block: Block, in_term: float, after: float) -> tuple[Part, ...]:
        """Renewals bear the factor of whoever runs the network when they are due."""
        backbone, always = self.case.mode(block.mode).uses_backbone, np.ones(self.horizon)
        if in_term == after or block.term_years >= self.horizon:
            return (Part(("renewal", backbone), in_term * always),)
        return (
            Part(("renewal due by", backbone, block.term_years), in_term * always),
            Part(("renewal due after", backbone, block.term_years), after * always),
        )

    def _offered(self, block: Block) -> Iterator[tuple[Offer, Flags]]:
        """Yield how services are offered, and in which years."""
        in_term, after = self._offers(block)
        running_down, within = self.running_down(block), self.in_term(block)
        for offer, years in (
            (in_term, within & ~running_down),
            (replace(in_term, run_down=True), running_down),
            (after, ~within),
        ):
            if years.any():
                yield offer, years
