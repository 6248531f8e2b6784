"""What the tests of collections share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.sources import CollectionOptions, Found, Item, iter_items

SENTENCE = "The presidents of Norland and Southland agreed on Monday to open talks about the river and its dams. "
TEXT = SENTENCE * 3


def take(path: Path, **options: Any) -> tuple[list[Item], list[str]]:
    """Return the items at a path, and what was told to the person."""
    told: list[str] = []
    return list(iter_items([str(path)], CollectionOptions(**options), told.append)), told


def founds(items: list[Item]) -> list[Found]:
    """Return the articles among some items."""
    return [item.found for item in items if item.found is not None]


def messages(items: list[Item]) -> list[str]:
    """Return the messages of the errors among some items."""
    return [item.error.message for item in items if item.error is not None]
