"""A file that cannot be read as a workbook at all: one clear finding instead of many."""

from optmodel.errors import Finding


class RefusedError(Exception):
    """Raised inside this package where reading cannot go on; holds the one finding that says why."""

    def __init__(self, address: str, problem: str, remedy: str) -> None:
        """Keep the finding."""
        self.finding = Finding(address, problem, remedy)
        super().__init__(str(self.finding))
