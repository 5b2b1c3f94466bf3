"""The decision as a file that other solvers read: of all modes that may be chosen, or of one contract's rollout."""

from collections.abc import Iterable
from pathlib import Path

from optmodel.case import Case, Mode, checked
from optmodel.contract import GridPoint, Terms
from optmodel.errors import ImpossibleError, OutputError, UsageError
from optmodel.formulation.algebra import model
from optmodel.formulation.compiled import compiled
from optmodel.formulation.joint import joint
from optmodel.ledger.refusals import refuse_unpriceable
from optmodel.own_rules import Rule
from optmodel.rollout import Rollout
from optmodel.rules import situation
from optmodel.solver import write

SUFFIXES = (".mps", ".lp")


def export(case: Case, path: str | Path, terms: Terms | None = None, rules: Iterable[Rule] = ()) -> None:
    """Write the joint model of the modes that may be chosen, or the rollout of one contract's terms, as .mps or .lp.

    ``rules`` are the city's own. Money is not scaled.

    Raises :class:`UsageError` for another suffix, :class:`OutputError` where the file exists or
    its folder does not, :class:`InputError` for a case that makes no sense or terms that have no price in it, and
    :class:`ImpossibleError` where no mode leaves the control that is required.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{target.name}: the file's name must end in .mps or .lp.")
    if target.exists():
        raise OutputError(f"{target} exists already and is left as it is. Give another name.")
    if not target.parent.is_dir():
        raise OutputError(f"The folder {target.parent} does not exist. Make it first.")
    rollout = Rollout(checked(case), rules)
    if terms is None:
        made = joint(rollout, _modes(case), scale=1.0).model
    else:
        refuse_unpriceable(case, terms)
        made = model(situation(rollout, _contract(terms)))
    program, _ = compiled(made)
    write(program, str(target))


def _contract(terms: Terms) -> GridPoint:
    return GridPoint(
        terms.mode,
        terms.term_years,
        terms.revenue_share,
        terms.purchase_level,
        tariff_level=terms.tariff_level,
        outsourced=terms.outsourced,
    )


def _modes(case: Case) -> list[Mode]:
    """Return the candidates that leave the control required: the joint model is of modes that may be chosen."""
    required = case.settings.control_required
    modes = [mode for mode in case.candidates if required is None or mode.control >= required]
    if not modes:
        most = max(mode.control for mode in case.candidates)
        raise ImpossibleError(
            f"No mode leaves the government control of level {required}; the most that is left is {most}. "
            "Lower Settings!control_required, or let another mode be chosen."
        )
    return modes
