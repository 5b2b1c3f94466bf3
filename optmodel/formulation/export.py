"""Write a program to a file that other solvers read."""

from pathlib import Path

from optmodel.case import Case, checked
from optmodel.contract import GridPoint, Terms
from optmodel.errors import OutputError, UsageError
from optmodel.formulation.algebra import model
from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import joint
from optmodel.rollout import Rollout
from optmodel.rules import situation
from optmodel.solver import write

SUFFIXES = (".mps", ".lp")


def export(case: Case, path: str | Path, terms: Terms | None = None) -> None:
    """Write the joint model of all candidate modes, or the rollout of one contract's terms, as .mps or .lp.

    Money is not scaled. Raises :class:`UsageError` for another suffix and :class:`OutputError` where the file exists
    or its folder does not.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{target.name}: the file's name must end in .mps or .lp.")
    if target.exists():
        raise OutputError(f"{target} exists already and is left as it is. Give another name.")
    if not target.parent.is_dir():
        raise OutputError(f"The folder {target.parent} does not exist. Make it first.")
    rollout = Rollout(checked(case))
    if terms is None:
        made = joint(rollout, rollout.case.candidates, scale=1.0).model
    else:
        contract = GridPoint(terms.mode, terms.term_years, terms.revenue_share, terms.purchase_level)
        made = model(situation(rollout, contract))
    program, _ = compiled(made)
    write(program, str(target))
