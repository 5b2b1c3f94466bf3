"""The tiny city with something broken, and what is then found that was not found before."""

from dataclasses import replace

from optmodel.case import Case, findings
from tests.cities import tiny_city

ALREADY = findings(tiny_city())


def found(case: Case) -> list[tuple[str, str, str]]:
    """What is found beyond what the tiny city is told: address, problem and remedy; warnings with a ? in front."""
    return [
        (("?" if finding.severity == "warning" else "") + finding.address, finding.problem, finding.remedy)
        for finding in findings(case)
        if finding not in ALREADY
    ]


def mode(name: str, **fields: object) -> Case:
    """The tiny city with some fields of a mode changed, unchecked."""
    case = tiny_city()
    return replace(case, modes=tuple(replace(item, **fields) if item.name == name else item for item in case.modes))


def settings(**fields: object) -> Case:
    """The tiny city with some settings changed, unchecked."""
    case = tiny_city()
    return replace(case, settings=replace(case.settings, **fields))


def harbour(**fields: object) -> Case:
    """The tiny city with some fields of the district Harbour changed, unchecked."""
    case = tiny_city()
    return replace(case, districts=(replace(case.districts[0], **fields), case.districts[1]))
