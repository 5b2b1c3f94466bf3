"""The contracts of a rollout, folded and flattened when they are first asked for and kept for whoever asks again."""

from optmodel.contract import GridPoint
from optmodel.rollout import Rollout
from optmodel.rules import situation
from optmodel.search.flat import BaseTable, Flat, flat
from optmodel.search.folded import Folded, folded


class Foldings:
    """Contracts of one rollout; several searches may ask for the same."""

    def __init__(self, rollout: Rollout) -> None:
        """Begin with none."""
        self.rollout, self.bases = rollout, BaseTable(rollout)
        self._folded: dict[GridPoint, Folded] = {}
        self._flat: dict[GridPoint, Flat] = {}

    def folded(self, point: GridPoint) -> Folded:
        """Return a contract folded."""
        if point not in self._folded:
            self._folded[point] = folded(situation(self.rollout, point))
        return self._folded[point]

    def flat(self, point: GridPoint) -> Flat:
        """Return a contract flattened."""
        if point not in self._flat:
            self._flat[point] = flat(self.folded(point))
        return self._flat[point]
