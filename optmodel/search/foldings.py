"""The contracts of a rollout, folded and flattened when they are first asked for and kept for whoever asks again."""

from collections.abc import Collection
from dataclasses import replace

from optmodel.contract import GridPoint, purchase_levels, revenue_shares, supported, tariff_levels
from optmodel.rollout import Rollout
from optmodel.rules import situation
from optmodel.search.bounds import Contracts
from optmodel.search.boxes import bends
from optmodel.search.elastic import BRINGING, elastic, stretched, unit_of
from optmodel.search.flat import BaseTable, Flat, flat, mixed, offered_otherwise
from optmodel.search.folded import Folded, folded


class Foldings:
    """Contracts of one rollout; several searches may ask for the same."""

    def __init__(self, rollout: Rollout) -> None:
        """Begin with none."""
        self.rollout, self.bases = rollout, BaseTable(rollout)
        self._folded: dict[GridPoint, Folded] = {}
        self._flat: dict[GridPoint, Flat] = {}
        self._ends: dict[tuple[str, str, int], dict[float, tuple[float, float]]] = {}

    @property
    def contracts(self) -> Contracts:
        """The contracts as a search asks for them."""
        return Contracts(self.rollout, self.bases, self.folded, self.flat)

    def elastic(self, rules: Collection[str], scale: float) -> Contracts:
        """The contracts with rules that may fall short; money is divided by ``scale`` where that is counted.

        Their figures are those of the contracts themselves, but where rules bring rows or plans when they fall short.
        """
        result = self.contracts
        result.fold = lambda point: elastic(self.folded(point), rules, scale)
        if BRINGING.isdisjoint(rules):
            result.may_lack = {rule: unit_of(self.rollout, rule, scale) / scale for rule in rules}
        else:
            result.flatten = lambda point: stretched(self.flat(point), rules, scale)
        return result

    def folded(self, point: GridPoint) -> Folded:
        """Return a contract folded."""
        if point not in self._folded:
            self._folded[point] = folded(situation(self.rollout, point))
        return self._folded[point]

    def flat(self, point: GridPoint) -> Flat:
        """Return a contract flattened, by way of one that differs in one term alone where there is such a way."""
        if point not in self._flat:
            found = self._between_shares(point) or self._between_levels(point) or self._at_first_tariff(point)
            self._flat[point] = found or flat(self.folded(point))
        return self._flat[point]

    def _between_shares(self, point: GridPoint) -> Flat | None:
        """Mix a contract from two whose shares of turnover lie about its own.

        All that a contract asks is linear in the share, as long as the same services are sold and the same support is
        allowed.
        """
        ends = self._like(point)
        if point.revenue_share in ends:
            return None
        first, last = (self.flat(replace(point, revenue_share=item)) for item in ends)
        part = (point.revenue_share - ends[0]) / (ends[1] - ends[0])
        return mixed(first, last, part, situation(self.rollout, point))

    def _like(self, point: GridPoint) -> tuple[float, float]:
        """The least and the highest share at which the same services are sold and the same support is allowed.

        Of a share that is not of the grid nothing is known: it stands for itself.
        """
        of_term = point.mode, point.tariff_level, point.term_years
        if of_term not in self._ends:
            mode, told = self.rollout.case.mode(point.mode), dict[object, list[float]]()
            for share in revenue_shares(self.rollout.case, mode):
                served = self.rollout.served_in_term(mode, point.tariff_level, point.term_years, share)
                told.setdefault((served, supported(mode, share)), []).append(share)
            self._ends[of_term] = {share: (like[0], like[-1]) for like in told.values() for share in like}
        return self._ends[of_term].get(point.revenue_share, (point.revenue_share, point.revenue_share))

    def _between_levels(self, point: GridPoint) -> Flat | None:
        """Mix a contract from two whose purchase levels lie about its own.

        All that a contract asks is linear in the level, but where that passes the need, planned or of a scenario.
        """
        case, level = self.rollout.case, point.purchase_level
        ends = bends(self.rollout)
        low = max((bend for bend in ends if bend <= level), default=level)
        high = min((bend for bend in ends if bend >= level), default=max(level, case.mode(point.mode).purchase_most))
        about = [item for item in purchase_levels(case, case.mode(point.mode)) if low <= item <= high]
        if not about or level in (about[0], about[-1]):
            return None
        first, last = (self.flat(replace(point, purchase_level=item)) for item in (about[0], about[-1]))
        return mixed(first, last, (level - about[0]) / (about[-1] - about[0]), situation(self.rollout, point))

    def _at_first_tariff(self, point: GridPoint) -> Flat | None:
        """Take a contract at the first tariff level, which weighs its series alike, for one at another.

        A target of free service alone asks for figures of its own at each level.
        """
        first = tariff_levels(self.rollout.case, self.rollout.case.mode(point.mode))[0]
        if point.tariff_level == first or self.rollout.case.free_service:
            return None
        same = self.flat(replace(point, tariff_level=first))
        return offered_otherwise(same, situation(self.rollout, point))
