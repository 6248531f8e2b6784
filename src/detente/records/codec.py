"""Records to plain JSON values and back, driven by the dataclasses' own types.

One walk over the type of each field does all three jobs (encode, decode, describe as JSON Schema), so that a
field added to a record cannot be forgotten in one of them.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from typing import Any, Literal, Union, get_args, get_origin

from detente.errors import RecordError
from detente.records.spans import Span

Json = Any  # a value that json.dumps accepts; the typing module has no name for it


def encode(value: object) -> Json:
    """Return `value`, a record or a part of one, as plain JSON values (dicts, lists, strings, numbers)."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if dataclasses.is_dataclass(value):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    return value


@functools.cache
def field_types(cls: type) -> dict[str, Any]:
    """Return the resolved type of each field of a dataclass, in order."""
    hints = typing.get_type_hints(cls)
    return {f.name: hints[f.name] for f in dataclasses.fields(cls)}


def decode(kind: Any, value: Json, where: str = "record") -> Any:
    """Build an object of type `kind` from plain JSON values.

    Args:
        kind: A record class, or the type of one of its fields.
        value: What `json.loads` gave.
        where: The path of the value, for messages: "record.events[3].trigger".

    Raises:
        RecordError: `value` does not have the shape of `kind`; the message says where.
    """
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(typing.cast("type", kind), value, where)
    if kind is Span:
        return _decode_span(value, where)
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        if value not in args:
            raise RecordError(f"{where} is {value!r}, which is none of {', '.join(map(repr, args))}")
        return value
    if origin in {types.UnionType, Union}:
        if value is None:
            return None
        return decode(next(a for a in args if a is not types.NoneType), value, where)
    if origin is tuple:
        _expect(isinstance(value, list), where, "a list", value)
        return tuple(decode(args[0], item, f"{where}[{i}]") for i, item in enumerate(value))
    if origin is dict:
        _expect(isinstance(value, dict), where, "an object", value)
        return {str(k): decode(args[1], item, f"{where}.{k}") for k, item in value.items()}
    return _decode_scalar(kind, value, where)


def _decode_dataclass(cls: type, value: Json, where: str) -> Any:
    _expect(isinstance(value, dict), where, "an object", value)
    fields = field_types(cls)
    unknown = sorted(set(value) - set(fields))
    if unknown:
        raise RecordError(
            f"{where} has a field that no record has: {unknown[0]!r}",
            hint=f"Known here: {', '.join(fields)}. A later version of Détente may know more: update it.",
        )
    missing = sorted(_required_fields(cls) - set(value))
    if missing:
        raise RecordError(f"{where} lacks the field {missing[0]!r}")
    return cls(**{name: decode(fields[name], item, f"{where}.{name}") for name, item in value.items()})


@functools.cache
def _required_fields(cls: type) -> frozenset[str]:
    """Return the fields without a default: those that every record has had from the first version on."""
    return frozenset(
        f.name
        for f in dataclasses.fields(cls)
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    )


def _decode_span(value: Json, where: str) -> Span:
    two_integers = (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int) and not isinstance(v, bool) for v in value)
    )
    _expect(two_integers, where, "[start, end]", value)
    return Span(value[0], value[1])


def _decode_scalar(kind: Any, value: Json, where: str) -> Any:
    if kind is float:
        _expect(isinstance(value, int | float) and not isinstance(value, bool), where, "a number", value)
        return float(value)
    if kind is int:
        _expect(isinstance(value, int) and not isinstance(value, bool), where, "a whole number", value)
        return value
    _expect(isinstance(value, kind), where, {str: "a string", bool: "true or false"}[kind], value)
    return value


def _expect(holds: bool, where: str, wanted: str, value: Json) -> None:  # noqa: FBT001 - the check itself is the argument
    if not holds:
        raise RecordError(f"{where} should be {wanted}, not {type(value).__name__} {value!r:.60}")


def schema_of(kind: Any, definitions: dict[str, Json]) -> Json:
    """Return the JSON Schema of `kind`, adding the schema of each dataclass on the way to `definitions`."""
    if dataclasses.is_dataclass(kind):
        cls = typing.cast("type", kind)
        if cls.__name__ not in definitions:
            definitions[cls.__name__] = {}  # holds the place, should a record ever hold itself
            definitions[cls.__name__] = _describe_dataclass(cls, definitions)
        return {"$ref": f"#/$defs/{cls.__name__}"}
    if kind is Span:
        return {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(args)}
    if origin in {types.UnionType, Union}:
        inner = next(a for a in args if a is not types.NoneType)
        return {"anyOf": [schema_of(inner, definitions), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": schema_of(args[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(args[1], definitions)}
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean"}[kind]}


def _describe_dataclass(cls: type, definitions: dict[str, Json]) -> Json:
    required = _required_fields(cls)
    fields = field_types(cls)
    return {
        "type": "object",
        "description": (cls.__doc__ or "").split("\n")[0],
        "properties": {name: schema_of(kind, definitions) for name, kind in fields.items()},
        "required": [name for name in fields if name in required],
        "additionalProperties": False,
    }
