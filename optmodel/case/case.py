"""A case: everything the city knows and wants, frozen; varied only by :meth:`Case.replace`, which checks again."""

import dataclasses
import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self

from optmodel.case.extras import Charge, Function
from optmodel.case.fields import Quantity, quantities
from optmodel.case.mode import Mode
from optmodel.case.parts import (
    ALL_DISTRICTS,
    About,
    Budget,
    CoverageTarget,
    District,
    FreeServiceTarget,
    Group,
    Project,
    Service,
    ServiceFactor,
    Source,
    TariffLevel,
    Technology,
)
from optmodel.case.settings import Settings
from optmodel.case.uncertainty import OutsourcedRisk, Risk, RiskFactor, Scenario
from optmodel.case.values import value_from_text
from optmodel.errors import Finding, InputError, Severity

Part = Any  # one record of any section


@dataclass(frozen=True, slots=True)
class Section:
    """One family of inputs: its title (the sheet's name), the case's attribute, the type of a record, a row's key.

    A workbook may leave out the sheet of an ``optional`` section: nothing is said there.
    """

    title: str
    attribute: str
    part: type
    key: tuple[str, ...]
    layout: Literal["record", "table", "columns"]
    optional: bool = False

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Descriptions of the fields of one record."""
        return quantities(self.part)


SECTIONS = (
    Section("About", "about", About, (), "record"),
    Section("Project", "project", Project, (), "record"),
    Section("Districts", "districts", District, ("name",), "table"),
    Section("Groups", "groups", Group, ("group", "district"), "table"),
    Section("Technologies", "technologies", Technology, ("name",), "table"),
    Section("Services", "services", Service, ("name",), "table"),
    Section("Service factors", "service_factors", ServiceFactor, ("service", "mode"), "table"),
    Section("Tariffs", "tariffs", TariffLevel, ("name",), "table", optional=True),
    Section("Modes", "modes", Mode, ("name",), "columns"),
    Section("Charges", "charges", Charge, ("mode", "name"), "table"),
    Section("Outsourcing", "functions", Function, ("mode", "function"), "table", optional=True),
    Section("Scenarios", "scenarios", Scenario, ("name",), "table", optional=True),
    Section("Risks", "risks", Risk, ("name",), "table", optional=True),
    Section("Risk factors", "risk_factors", RiskFactor, ("risk", "mode"), "table", optional=True),
    Section(
        "Outsourced risks", "outsourced_risks", OutsourcedRisk, ("mode", "function", "risk"), "table", optional=True
    ),
    Section("Coverage", "coverage", CoverageTarget, ("year", "group"), "table"),
    Section("Free service", "free_service", FreeServiceTarget, ("year", "group"), "table", optional=True),
    Section("Budget", "budget", Budget, ("year",), "table"),
    Section("Settings", "settings", Settings, (), "record"),
    Section("Sources", "sources", Source, ("address",), "table"),
)


def address_of(section: Section, record: Part, field: str) -> str:
    """Return the one address of a number: ``Sheet!row.field``, or ``Sheet!field`` where the sheet holds one record."""
    return address_of_row(section, record) + field


def address_of_row(section: Section, record: Part) -> str:
    """Return what the addresses of a record's numbers begin with."""
    return f"{section.title}!" if section.layout == "record" else f"{section.title}!{row_key(section, record)}."


def row_key(section: Section, record: Part) -> str:
    """Return the name of a row: its key fields joined by a slash."""
    return "/".join(str(getattr(record, field)) for field in section.key)


@dataclass(frozen=True, kw_only=True)
class Case:
    """All inputs of one decision. Build it freely; :func:`optmodel.case.checked` says whether it makes sense."""

    about: About
    project: Project
    districts: tuple[District, ...]
    technologies: tuple[Technology, ...]
    services: tuple[Service, ...] = ()
    service_factors: tuple[ServiceFactor, ...] = ()
    modes: tuple[Mode, ...]
    charges: tuple[Charge, ...] = ()
    tariffs: tuple[TariffLevel, ...] = ()
    functions: tuple[Function, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    risks: tuple[Risk, ...] = ()
    risk_factors: tuple[RiskFactor, ...] = ()
    outsourced_risks: tuple[OutsourcedRisk, ...] = ()
    free_service: tuple[FreeServiceTarget, ...] = ()
    groups: tuple[Group, ...] = ()
    coverage: tuple[CoverageTarget, ...] = ()
    budget: tuple[Budget, ...] = ()
    settings: Settings
    sources: tuple[Source, ...] = ()

    @property
    def years(self) -> range:
        """Calendar years looked at, the year of signature first."""
        return range(self.project.first_year, self.project.first_year + self.project.horizon)

    def mode(self, name: str) -> Mode:
        """Return the mode of that name; ``KeyError`` where there is none."""
        return self._modes[name]

    def district(self, name: str) -> District:
        """Return the district of that name; ``KeyError`` where there is none."""
        return self._districts[name]

    def technology(self, name: str) -> Technology:
        """Return the technology of that name; ``KeyError`` where there is none."""
        return self._technologies[name]

    def factor(self, service: str, mode: str) -> ServiceFactor | None:
        """Say how a mode sells a service; ``None`` where the workbook has no row for the pair: it is not offered."""
        return self._factors.get((service, mode))

    def members(self, group: str) -> tuple[str, ...]:
        """Return the names of the districts of a group, in the order of the Districts sheet."""
        if group == ALL_DISTRICTS:
            return tuple(district.name for district in self.districts)
        named = {item.district for item in self.groups if item.group == group}
        return tuple(district.name for district in self.districts if district.name in named)

    @property
    def candidates(self) -> tuple[Mode, ...]:
        """Modes that may be chosen and are permitted, in the order of the sheet."""
        return tuple(mode for mode in self.modes if mode.selectable and mode.not_permitted is None)

    @cached_property
    def _modes(self) -> dict[str, Mode]:
        return {mode.name: mode for mode in self.modes}

    @cached_property
    def _districts(self) -> dict[str, District]:
        return {district.name: district for district in self.districts}

    @cached_property
    def _technologies(self) -> dict[str, Technology]:
        return {technology.name: technology for technology in self.technologies}

    @cached_property
    def _factors(self) -> dict[tuple[str, str], ServiceFactor]:
        return {(item.service, item.mode): item for item in self.service_factors}

    def records(self, section: Section) -> tuple[Part, ...]:
        """Return the records of a section, in order; one for a section that holds a single record."""
        held = getattr(self, section.attribute)
        return (held,) if section.layout == "record" else tuple(held)

    def addresses(self, among: Callable[[Quantity], bool] = lambda item: True) -> Iterator[tuple[str, Quantity, Any]]:
        """Yield every input (of the fields asked for): its address, its description and its value."""
        for section in SECTIONS:
            asked = tuple(item for item in section.quantities if among(item))
            for record in self.records(section) if asked else ():
                row = address_of_row(section, record)
                for item in asked:
                    yield row + item.name, item, getattr(record, item.name)

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        """Everything that is wrong with the case, without mere warnings; looked for once, as a case is frozen."""
        # The checks read cases, so they can be imported only once there are some.
        from optmodel.case.checks import findings

        return tuple(finding for finding in findings(self) if finding.severity is Severity.ERROR)

    def replace(self, changes: Mapping[str, Any]) -> Self:
        """Return the case with the values at some addresses changed, checked again.

        Values are given as Python values or, as on a command line, as text. Raises :class:`InputError` with a finding
        for every address that does not exist ("did you mean"), every value that may not stand there and every check
        that fails. Addresses are those of this case, also where a change gives a row another name.
        """
        case, problems = self, []
        for address, value in changes.items():
            found = self._located(address)
            if isinstance(found, Finding):
                problems.append(found)
                continue
            section, index, description = found
            parsed = value_from_text(description, value) if isinstance(value, str) else value
            if isinstance(parsed, Finding):
                problems.append(dataclasses.replace(parsed, address=address))
                continue
            case = case._with(section, index, description.name, parsed)
        problems += case.errors if not problems else ()
        if problems:
            raise InputError(problems)
        return case

    def _located(self, address: str) -> tuple[Section, int, Quantity] | Finding:
        for section in SECTIONS:
            for index, record in enumerate(self.records(section)):
                row = address_of_row(section, record)
                for description in section.quantities if address.startswith(row) else ():
                    if row + description.name == address:
                        return section, index, description
        known, sheet = [known for known, _, _ in self.addresses()], address.partition("!")[0] + "!"
        near = difflib.get_close_matches(address, [item for item in known if item.startswith(sheet)] or known, 3, 0.5)
        remedy = (
            "Did you mean " + " or ".join(near) + "?"
            if near
            else "Addresses read Sheet!row.field, e.g. Settings!government_rate."
        )
        return Finding(address, "There is no such input.", remedy)

    def _with(self, section: Section, index: int, field: str, value: Any) -> Self:
        if section.layout == "record":
            part = dataclasses.replace(getattr(self, section.attribute), **{field: value})
            return dataclasses.replace(self, **{section.attribute: part})
        records = list(getattr(self, section.attribute))
        records[index] = dataclasses.replace(records[index], **{field: value})
        changed: dict[str, Any] = {section.attribute: tuple(records)}
        return dataclasses.replace(self, **changed)
