"""How one input is described: meaning, unit, kind and bounds stand once, beside the field itself.

Reading, checking, the template and the data dictionary are all driven by these descriptions.
"""

from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from typing import Any, Literal

Kind = Literal["number", "share", "whole", "year", "text", "name", "choice", "yes_no", "numbers"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What may stand in one input field.

    ``kind`` says how it is typed: ``number``; ``share`` (a fraction, shown as a percentage); ``whole`` number;
    calendar ``year``; free ``text``; ``name`` (a key or a reference to one); ``choice`` among ``choices``; ``yes_no``;
    ``numbers`` (several, parted by semicolons). ``refers_to`` names the section whose keys a reference must be among.
    Bounds are inclusive; ``above`` is exclusive.
    """

    name: str
    meaning: str
    unit: str
    kind: Kind
    least: float | None = None
    most: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    optional: bool = False
    default: Any = None
    has_default: bool = False

    @property
    def expected(self) -> str:
        """Say in words what is expected, e.g. ``a number from 0 to 1``."""
        nouns = {
            "number": "a number",
            "share": "a fraction (0.3 or 30 %)",
            "whole": "a whole number",
            "year": "a calendar year",
            "text": "a text",
            "name": "a name",
            "yes_no": "yes or no",
            "numbers": "numbers parted by semicolons",
        }
        if self.kind == "choice":
            return "one of: " + ", ".join(self.choices)
        text = nouns[self.kind]
        if self.above is not None:
            text += f" above {self.above:g}"
        if self.least is not None and self.most is not None:
            text += f" from {self.least:g} to {self.most:g}"
        elif self.least is not None:
            text += f" of at least {self.least:g}"
        elif self.most is not None:
            text += f" of at most {self.most:g}"
        return text


def quantity(  # noqa: PLR0913 - one description, one call
    meaning: str,
    *,
    unit: str = "",
    kind: Kind = "number",
    least: float | None = None,
    most: float | None = None,
    above: float | None = None,
    choices: tuple[str, ...] = (),
    refers_to: str | None = None,
    default: Any = MISSING,
) -> Any:
    """Declare a dataclass field together with its description. A default of ``None`` makes it optional."""
    metadata = {
        "meaning": meaning,
        "unit": unit,
        "kind": kind,
        "least": least,
        "most": most,
        "above": above,
        "choices": choices,
        "refers_to": refers_to,
    }
    return field(default=default, metadata=metadata) if default is not MISSING else field(metadata=metadata)


@cache
def quantities(part: type) -> tuple[Quantity, ...]:
    """Return the descriptions of a part's fields, in their order."""
    return tuple(_quantity_of(item) for item in fields(part) if "kind" in item.metadata)


def _quantity_of(item: "Field[Any]") -> Quantity:
    has_default = item.default is not MISSING
    return Quantity(
        name=item.name,
        optional=has_default and item.default is None,
        default=item.default if has_default else None,
        has_default=has_default,
        **item.metadata,
    )
