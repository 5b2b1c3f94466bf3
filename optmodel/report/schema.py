"""The published form of ``contract.json``, and a judge that names everything at odds with it by JSON pointer.

The judge knows the part of JSON Schema 2020-12 that the form uses; :data:`KEYWORDS` lists it.
"""

import difflib
import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from optmodel.errors import Finding
from optmodel.report.strict_json import Unreadable, oddities, pointer

KEYWORDS = frozenset(
    {"$schema", "$id", "$defs", "$ref", "title", "description", "type", "const", "enum", "minimum", "maximum"}
    | {"properties", "required", "additionalProperties", "items", "anyOf", "oneOf"}
)
CONTRACT_SCHEMA = "optmodel-contract/1"
WHOLE_DOCUMENT = "(the whole document)"

_NOUNS = {
    "object": "an object in braces",
    "array": "a list in brackets",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
Schema = dict[str, Any]


@cache
def contract_schema() -> Schema:
    """Return the published schema of ``contract.json``."""
    text = resources.files("optmodel.report").joinpath("contract.schema.json").read_text(encoding="utf-8")
    schema: Schema = json.loads(text)
    return schema


def part_schema(name: str) -> Schema:
    """Return the schema of one part of a contract, e.g. ``signed``."""
    part: Schema = contract_schema()["$defs"][name]
    return part


def findings(document: Any, schema: Schema, at: str = "") -> list[Finding]:
    """Return everything at odds with a schema, in the order of the document; ``at`` is the pointer to the document."""
    found = oddities(document, at) + list(_violations(document, schema, at))
    return [Finding(item.address or WHOLE_DOCUMENT, item.problem, item.remedy) for item in dict.fromkeys(found)]


def _violations(value: Any, schema: Schema, at: str) -> Iterator[Finding]:
    if isinstance(value, Unreadable):
        return
    if "$ref" in schema:
        yield from _violations(value, part_schema(schema["$ref"].rpartition("/")[2]), at)
        return
    if "anyOf" in schema:
        yield from _nearest([list(_violations(value, branch, at)) for branch in schema["anyOf"]])
    if not _may_stand(value, schema):
        yield Finding(at, f"{_shown(value)} stands here, where {_expected(schema)} is expected.", _remedy(schema))
    elif isinstance(value, dict):
        yield from _of_object(value, schema, at)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _violations(item, schema.get("items", {}), pointer(at, index))


def _nearest(branches: list[list[Finding]]) -> list[Finding]:
    """The findings of the branch that fits, or else of the first that is meant to hold something."""
    return [] if not all(branches) else branches[0]


def _may_stand(value: Any, schema: Schema) -> bool:
    types = schema.get("type", [])
    return (
        (not types or any(_is(value, name) for name in ([types] if isinstance(types, str) else types)))
        and ("const" not in schema or _same(value, schema["const"]))
        and ("enum" not in schema or any(_same(value, item) for item in schema["enum"]))
        and not (_is(value, "number") and value < schema.get("minimum", value))
        and not (_is(value, "number") and value > schema.get("maximum", value))
    )


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    kinds: dict[str, tuple[type, ...]] = {
        "object": (dict,),
        "array": (list,),
        "string": (str,),
        "number": (int, float),
        "null": (type(None),),
    }
    return isinstance(value, kinds.get(name, ()))


def _same(value: Any, other: Any) -> bool:
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)


def _of_object(value: dict[str, Any], schema: Schema, at: str) -> Iterator[Finding]:
    properties: dict[str, Schema] = schema.get("properties", {})
    for key in schema.get("required", []):
        if key not in value:
            yield Finding(at, f"The key {key!r} is missing.", f"Add it: {_meaning(properties[key])}.")
    choices = [branch["required"][0] for branch in schema.get("oneOf", [])]
    given = [key for key in choices if key in value]
    if choices and not given:
        yield Finding(at, f"Neither {' nor '.join(choices)} is given.", "Give one of them.")
    if len(given) > 1:
        yield Finding(at, f"Both {' and '.join(given)} are given.", "Keep one of them.")
    others = schema.get("additionalProperties", True)
    for key, item in value.items():
        if key in properties:
            yield from _violations(item, properties[key], pointer(at, key))
        elif isinstance(others, dict):
            yield from _violations(item, others, pointer(at, key))
        elif not others:
            yield Finding(pointer(at, key), "There is no such key.", _hint(key, list(properties)))


def _hint(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "An object"
    if isinstance(value, list):
        return "A list" if value else "An empty list"
    text = repr(value) if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "…" + text[0]


def _expected(schema: Schema) -> str:
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return "one of " + ", ".join(schema["enum"])
    types = schema["type"]
    text = " or ".join(_NOUNS[name] for name in ([types] if isinstance(types, str) else types))
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        text += f" from {least:g} to {most:g}"
    elif least is not None:
        text += f" of at least {least:g}"
    return text


def _remedy(schema: Schema) -> str:
    return (
        f"Give {_expected(schema)}: {schema['description']}."
        if "description" in schema
        else f"Give {_expected(schema)}."
    )


def _meaning(schema: Schema) -> str:
    if "description" in schema:
        return str(schema["description"])
    inner = schema.get("anyOf", [schema])[0]
    return _meaning(part_schema(inner["$ref"].rpartition("/")[2])) if "$ref" in inner else _expected(inner)
