"""What stands in for a value that may not stand where it does, so that everything else can still be looked at."""

import dataclasses
from typing import Any

from optmodel.case.case import SECTIONS, Case, address_of
from optmodel.case.fields import Quantity
from optmodel.case.values import problem_with


def stand_in(quantity: Quantity, *, is_key: bool = False, line: int = 0, place: str | None = None) -> Any:
    """Return a value that may stand in a field; the names and years that stand in for parts of keys all differ."""
    if quantity.kind == "year" and (is_key or not quantity.has_default):
        return -line
    if quantity.has_default and not is_key:
        return quantity.default
    if quantity.kind in {"text", "name"}:
        return f"({line if place is None else place})"
    if quantity.kind == "choice":
        return quantity.choices[0]
    if quantity.kind == "yes_no":
        return False
    above = quantity.above if quantity.above is not None and quantity.above >= 0 else None
    least = quantity.least if quantity.least is not None else 0.0 if above is None else above + 1
    return int(least) if quantity.kind == "whole" else float(least)


def stood_in_for(case: Case) -> tuple[Case, frozenset[str]] | None:
    """Return the case with stand-ins for values that may not stand there, and the addresses of these.

    ``None`` where one of them is part of the name of a row: what other rows say of that name cannot be judged then.
    """
    addresses: set[str] = set()
    changes: dict[str, Any] = {}
    for section in SECTIONS:
        parts = []
        for record in case.records(section):
            wrong = [item for item in section.quantities if problem_with(item, getattr(record, item.name)) is not None]
            if any(item.name in section.key for item in wrong):
                return None
            addresses.update(address_of(section, record, item.name) for item in wrong)
            sound = dataclasses.replace(record, **{item.name: stand_in(item) for item in wrong}) if wrong else record
            parts.append(sound)
        changes[section.attribute] = parts[0] if section.layout == "record" else tuple(parts)
    return (dataclasses.replace(case, **changes) if addresses else case), frozenset(addresses)
