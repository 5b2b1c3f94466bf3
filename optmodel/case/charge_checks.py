"""What must hold of the charges that come with a mode."""

from collections.abc import Iterator

from optmodel.case.case import Case
from optmodel.case.found import Found, error, warning


def a_runner_after_the_term_has_its_charges(case: Case) -> Iterator[Found]:
    """Staff and monitoring cost something after handover too: a mode whose charges all stop there is asked about."""
    runners = {mode.name if mode.at_end == "keeps" else mode.run_after_handover for mode in case.modes if mode.operator}
    for mode in case.modes:
        charged = [item for item in case.charges if item.mode == mode.name and item.counted == "flows"]
        if mode.name in runners and charged and all(item.counted_from == "signature" for item in charged):
            yield warning(
                f"Charges!{charged[0].mode}/{charged[0].name}.counted_from",
                f"No charge of {mode.name!r} is paid when it runs the network after the term: "
                "the years after look cheap.",
                'Say "either" for those that are.',
            )


def charges_have_two_ends(case: Case) -> Iterator[Found]:
    """Nobody pays itself, and no operator pays or is paid where there is none."""
    known = {mode.name: mode for mode in case.modes}
    for item in case.charges:
        here = f"Charges!{item.mode}/{item.name}."
        if item.payer == item.payee:
            yield error(here + "payee", f"The {item.payer} pays itself.", "Name another payee.", here + "payer")
        mode = known.get(item.mode)
        if mode is not None and not mode.operator and "operator" in (item.payer, item.payee):
            yield error(
                here + "payer",
                f"{item.mode!r} has no operator to pay or to be paid.",
                "Let the government pay, to outside.",
                here + "payee",
                f"Modes!{item.mode}.operator",
            )
        if item.last is not None and item.last < item.first:
            yield error(
                here + "last",
                f"{item.last} is before the first year, {item.first}.",
                "Give a later year, or none.",
                here + "first",
            )


def what_is_nominal_is_not_indexed(case: Case) -> Iterator[Found]:
    """Build to date is what was spent, in the money of the day: a share of it that grows with an index grows twice."""
    for item in case.charges:
        if item.base == "share of build to date" and item.index != "none":
            yield warning(
                f"Charges!{item.mode}/{item.name}.index",
                f"A share of build to date is nominal already, and {item.index!r} makes it grow again.",
                "Put none, unless the contract says so.",
                f"Charges!{item.mode}/{item.name}.base",
            )


CHARGE_CHECKS = (
    a_runner_after_the_term_has_its_charges,
    charges_have_two_ends,
    what_is_nominal_is_not_indexed,
)
