"""What must hold between inputs before anything is solved: a check checks one thing and names the address to change."""

import difflib
import unicodedata
from collections.abc import Callable, Iterator

from optmodel.case.case import SECTIONS, Case, Section, address_of, address_of_row, row_key
from optmodel.case.charge_checks import CHARGE_CHECKS
from optmodel.case.found import Found, error, rows_of, warning
from optmodel.case.mode_checks import MODE_CHECKS
from optmodel.case.obligation_checks import OBLIGATION_CHECKS
from optmodel.case.outsourcing_checks import OUTSOURCING_CHECKS
from optmodel.case.parts import ALL_DISTRICTS, PLANNED
from optmodel.case.risk_checks import RISK_CHECKS
from optmodel.case.scenario_checks import SCENARIO_CHECKS
from optmodel.case.stand_in import stood_in_for
from optmodel.case.values import problem_with
from optmodel.errors import Finding, InputError

# So many addresses are named in one sentence before the rest is only counted.
_NAMED = 6
# So many names are listed where none comes close to the one that is not defined.
_SHOWN = 20
# So many names are gone through in search of the ones that may have been meant: more would take minutes.
_SOUGHT = 20_000
# Amounts of one column that lie further apart than this are asked about.
_FAR_APART = 1e9


def findings(case: Case, unread: frozenset[str] = frozenset()) -> list[Finding]:
    """Return everything that is wrong with a case, in the order of the sheets; errors and warnings together.

    ``unread`` names addresses whose value could not be read and was stood in for: nothing that rests on them is
    reported. A value that is found not to be one that may stand there is told and then stood in for likewise.
    """
    found_wrong = [item.finding for item in every_value_may_stand_there(case)]
    result = [finding for finding in found_wrong if finding.address not in unread]
    stood_in = stood_in_for(case) if found_wrong else (case, frozenset[str]())
    if stood_in is None:
        return result
    sound, wrong = stood_in
    unread = unread | wrong
    for check in CHECKS[1:]:
        for found in check(sound):
            if found.finding.address not in unread and not unread.intersection(found.rests_on):
                result.append(found.finding)
    return result


def checked(case: Case) -> Case:
    """Return the case if nothing is wrong with it; raise :class:`InputError` with every error otherwise."""
    if case.errors:
        raise InputError(case.errors)
    return case


def plain(name: str) -> str:
    """Return a name as it is compared: without regard to case, outer space, kind of space or Unicode form."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def every_value_may_stand_there(case: Case) -> Iterator[Found]:
    """Each value has its type and lies within its bounds."""
    for section in SECTIONS:
        for record in case.records(section):
            for item in section.quantities:
                problem = problem_with(item, getattr(record, item.name))
                if problem is not None:
                    yield error(address_of(section, record, item.name), problem, f"Give {item.expected}.")


def every_key_is_unique(case: Case) -> Iterator[Found]:
    """No two rows of a sheet have the same name, in whatever spelling."""
    for section in SECTIONS:
        seen: dict[str, str] = {}
        for record in case.records(section) if section.key else ():
            key = row_key(section, record)
            if plain(key) in seen:
                address = address_of(section, record, section.key[0])
                yield error(
                    address,
                    f"{key!r} stands here a second time (first as {seen[plain(key)]!r}).",
                    "Give each row a name of its own.",
                )
            seen.setdefault(plain(key), key)


def every_reference_is_defined(case: Case) -> Iterator[Found]:
    """A name that points to another sheet is defined there."""
    keys = {
        section.title: [row_key(section, record) for record in case.records(section)]
        for section in SECTIONS
        if section.key
    }
    keys["Groups"] = [ALL_DISTRICTS, *dict.fromkeys(item.group for item in case.groups)]
    keys["Tariffs"] = list(dict.fromkeys([PLANNED, *keys["Tariffs"]]))
    defined = {title: frozenset(names) for title, names in keys.items()}
    sought = 0
    for address, quantity, value in case.addresses(lambda item: item.refers_to is not None):
        sheet = quantity.refers_to or ""
        if value is None or value in defined[sheet]:
            continue
        known = keys[sheet]
        sought += len(known)
        near = difflib.get_close_matches(str(value), known, n=1, cutoff=0.5) if sought <= _SOUGHT else []
        shown = ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
        hint = f"Did you mean {near[0]!r}?" if near else f"Known: {shown or 'none'}."
        yield error(address, f"{value!r} is not defined on the sheet {sheet}.", hint)


def every_table_has_rows(case: Case) -> Iterator[Found]:
    """There is something to decide: districts, technologies and a mode that may be chosen."""
    for title, rows in (
        ("Districts", case.districts),
        ("Technologies", case.technologies),
        ("Modes", case.modes),
    ):
        if not rows:
            yield error(title, f"The sheet {title} is empty.", "Fill in at least one.")
    if case.modes and not case.candidates:
        addresses = [f"Modes!{mode.name}.{field}" for mode in case.modes for field in ("selectable", "not_permitted")]
        yield error("Modes", "No mode may be chosen.", "Make at least one selectable and permitted.", *addresses)


def every_year_lies_in_the_horizon(case: Case) -> Iterator[Found]:
    """Calendar years of targets, budgets and openings lie among the years looked at."""
    first, last = case.years[0], case.years[-1]
    dated = [(f"Coverage!{item.year}/{item.group}.year", item.year) for item in case.coverage]
    dated += [(f"Free service!{item.year}/{item.group}.year", item.year) for item in case.free_service]
    dated += [(f"Budget!{item.year}.year", item.year) for item in case.budget]
    dated += [
        (f"Districts!{item.name}.must_open_by", item.must_open_by)
        for item in case.districts
        if item.must_open_by is not None
    ]
    dated += [("Project!last_opening_year", case.project.last_opening_year)]
    for address, year in dated:
        if year not in case.years:
            yield error(
                address,
                f"{year} is not among the years looked at, {first} to {last}.",
                "Change the year or the horizon.",
                "Project!first_year",
                "Project!horizon",
            )


def groups_do_not_take_the_citys_name(case: Case) -> Iterator[Found]:
    """``City`` always means all districts."""
    for item in case.groups:
        if plain(item.group) == plain(ALL_DISTRICTS):
            yield error(
                f"Groups!{item.group}/{item.district}.group",
                f"{ALL_DISTRICTS!r} means all districts.",
                "Give the group another name.",
            )


def the_commercial_rate_is_the_higher(case: Case) -> Iterator[Found]:
    """Receipts that hang on demand are not discounted at less than certain payments."""
    settings = case.settings
    if settings.commercial_rate < settings.government_rate:
        yield error(
            "Settings!commercial_rate",
            f"{settings.commercial_rate:g} is below the government's discount rate of {settings.government_rate:g}.",
            "Whoever holds revenue carries its risk: give a rate at least as high.",
            "Settings!government_rate",
        )


def sold_capacity_is_used_up(case: Case) -> Iterator[Found]:
    """Who sells capacity itself uses up a Mbit/s for each one sold."""
    for item in case.services:
        if item.base == "capacity" and item.mbps_per_unit < 1:
            yield error(
                f"Services!{item.name}.mbps_per_unit",
                f"{item.mbps_per_unit:g} Mbit/s stand here for one Mbit/s of capacity sold.",
                "Give 1 or more.",
                f"Services!{item.name}.base",
            )


def districts_can_open_in_time(case: Case) -> Iterator[Found]:
    """A district that must be open can be built by then."""
    if not case.technologies:
        return
    soonest = case.project.first_year + min(item.build_years for item in case.technologies)
    for item in case.districts:
        if item.must_open_by is not None and item.must_open_by < soonest:
            yield error(
                f"Districts!{item.name}.must_open_by",
                f"No technology can be built by {item.must_open_by}; the soonest opening is in {soonest}.",
                "Give a later year.",
                "Project!first_year",
                *(f"Technologies!{kind.name}.build_years" for kind in case.technologies),
            )


def every_service_is_spoken_of_in_every_mode(case: Case) -> Iterator[Found]:
    """A service without a row for a mode is not offered there: said, because it may be forgotten."""
    for mode in case.modes:
        missing = [service.name for service in case.services if case.factor(service.name, mode.name) is None]
        if missing:
            yield warning(
                "Service factors",
                f"{mode.name!r} has no row for {', '.join(missing)}: not offered.",
                'Add the row, with "not offered" if so meant.',
                *(rows_of(title) for title in ("Services", "Modes", "Service factors")),
            )


def every_input_has_a_source(case: Case) -> Iterator[Found]:
    """Each family of inputs names its source or says why it is assumed; no source names what does not exist."""
    given = {item.address for item in case.sources}
    # A family is known even where its sheet has no rows yet.
    general = {f"{section.title}!*{end}" for section in SECTIONS for end in _ends(section)}
    known, without = set(general), set()
    for section in SECTIONS:
        if section.title in ("About", "Sources", "Groups"):
            continue
        columns = {item.name: f"{section.title}!*.{item.name}" for item in section.quantities}
        for record in case.records(section):
            row = address_of_row(section, record)
            if given:
                known.update((row + "*", *(row + name for name in columns)))
            if f"{section.title}!*" in given or row + "*" in given:
                continue
            for name, column in columns.items():
                named = name in section.key or column in given or row + name in given
                if not named and getattr(record, name) is not None:
                    without.add(column if section.layout != "record" else row + name)
    missing = sorted(without)
    if missing:
        shown = ", ".join(missing[:_NAMED])
        if len(missing) > _NAMED:
            shown += f" and {len(missing) - _NAMED} more"
        yield warning("Sources", f"No source is given for {shown}.", 'Name the source, or "assumption: why".')
    candidates = sorted(known if len(known) <= _SOUGHT else general)
    sought = 0
    for source in case.sources:
        if source.address not in known:
            sought += len(candidates)
            near = difflib.get_close_matches(source.address, candidates, n=1, cutoff=0.5) if sought <= _SOUGHT else []
            yield warning(
                f"Sources!{source.address}.address",
                "There is no such input.",
                f"Did you mean {near[0]!r}?" if near else "Addresses read Sheet!row.field; * stands for any row.",
            )


def _ends(section: Section) -> list[str]:
    return ["", *(f".{item.name}" for item in section.quantities)]


def figures_are_of_a_kind(case: Case) -> Iterator[Found]:
    """Amounts of one sheet that lie a thousand million times apart are more often a slip than a fact."""
    for section in SECTIONS:
        for item in section.quantities:
            values = (
                [abs(getattr(record, item.name) or 0.0) for record in case.records(section)]
                if item.kind == "number"
                else []
            )
            positive = [value for value in values if value > 0]
            if positive and max(positive) > _FAR_APART * min(positive):
                yield warning(
                    f"{section.title}!*.{item.name}",
                    f"Figures from {min(positive):g} to {max(positive):g} stand in one column.",
                    "Look for a slip in the unit.",
                )


Check = Callable[[Case], Iterator[Found]]

CHECKS: tuple[Check, ...] = (
    every_value_may_stand_there,
    every_key_is_unique,
    every_reference_is_defined,
    every_table_has_rows,
    every_year_lies_in_the_horizon,
    groups_do_not_take_the_citys_name,
    the_commercial_rate_is_the_higher,
    *MODE_CHECKS,
    *CHARGE_CHECKS,
    *OUTSOURCING_CHECKS,
    *SCENARIO_CHECKS,
    *RISK_CHECKS,
    sold_capacity_is_used_up,
    districts_can_open_in_time,
    *OBLIGATION_CHECKS,
    every_service_is_spoken_of_in_every_mode,
    every_input_has_a_source,
    figures_are_of_a_kind,
)
