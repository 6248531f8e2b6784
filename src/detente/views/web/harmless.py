"""Whole pages made harmless to show: every text in a value goes through `neutralise`."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from detente.views.safety import neutralise

_Value = TypeVar("_Value")


def harmless(value: _Value) -> _Value:
    """Return a value with every text in it made harmless, in dataclasses, tuples, lists and dicts too."""
    made: Any = _harmless(value)
    return made  # type: ignore[no-any-return]


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, tuple | list):
        return type(value)(map(_harmless, value))
    if isinstance(value, dict):
        return {_harmless(name): _harmless(one) for name, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _harmless(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **changed)
    return value
