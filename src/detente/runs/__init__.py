"""The only room that wires others together: from sources over text and reading to records.

The names below are loaded when they are first used: who reviews an archive loads no parser.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.runs.local import (
        EventExplained,
        FailedArticle,
        Outcome,
        ReadArticle,
        ReadingOptions,
        SentencesExplained,
        example_names,
        explain_event,
        explain_sentences,
        read_example,
        read_locations,
        read_text,
        read_texts,
    )

__all__ = [
    "EventExplained",
    "FailedArticle",
    "Outcome",
    "ReadArticle",
    "ReadingOptions",
    "SentencesExplained",
    "example_names",
    "explain_event",
    "explain_sentences",
    "read_example",
    "read_locations",
    "read_text",
    "read_texts",
]


def __getattr__(name: str) -> Any:
    """Return a public name on first use."""
    if name in __all__:
        return getattr(importlib.import_module("detente.runs.local"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
