"""Whole pages made harmless to show: every text in a value goes through `neutralise`."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any, TypeVar

from detente.views.safety import neutralise

_Value = TypeVar("_Value")


def harmless(value: _Value) -> _Value:
    """Return a value with every text in it made harmless, in dataclasses, tuples, lists and dicts too."""
    made: Any = _harmless(value)
    return made  # type: ignore[no-any-return]


def _harmless(value: Any) -> Any:
    kind = type(value)
    if kind is str:  # what can be printed as it is, nearly everything, need not be looked at again
        return value if value.isascii() and value.isprintable() else neutralise(value)
    if kind is int or kind is float or kind is bool or value is None:
        return value
    if kind is tuple or kind is list:
        return kind(map(_harmless, value))
    if kind is dict:
        return {_harmless(name): _harmless(one) for name, one in value.items()}
    return _rarer(value)


def _rarer(value: Any) -> Any:
    kind: Any = type(value)
    names = _fields(kind)
    if names:
        return dataclasses.replace(value, **{name: _harmless(getattr(value, name)) for name in names})
    if isinstance(value, str):
        return neutralise(value)
    return value


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()
