"""What can go wrong, said so that a person can act on it: one exception and one exit code for each kind of failure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding stops the run or only has to be read."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in the user's data: where it stands, what is wrong with it and the way out.

    ``address`` is a cell (``Districts!C7``), a field (``Modes!franchise.required_return``), a JSON pointer or a file.
    """

    address: str
    problem: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Read as one sentence a person can act on."""
        return f"{self.address}: {self.problem} {self.remedy}".strip()


class OptmodelError(Exception):
    """Any failure the tool can name; ``exit_code`` is what the command line returns for it."""

    exit_code = 70


class UsageError(OptmodelError):
    """The command or its options make no sense."""

    exit_code = 2


class InputError(OptmodelError):
    """The user's data cannot be used; holds every finding at once."""

    exit_code = 3

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings and read as one line each."""
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Finding, ...]]]:
        """Travel between processes with the findings intact."""
        return type(self), (self.findings,)


class ImpossibleError(OptmodelError):
    """No contract meets the requirements; the message says which and by how much."""

    exit_code = 4


class LimitError(OptmodelError):
    """The time limit was reached before any contract was found."""

    exit_code = 7


class SolverError(OptmodelError):
    """The solver is missing or failed."""

    exit_code = 8


class OutputError(OptmodelError):
    """The result cannot be written where it was asked for; nothing of the user's was touched."""

    exit_code = 9


class SelfCheckError(OptmodelError):
    """The second opinion disagrees with the solver: the answer must not be used."""

    exit_code = 10
