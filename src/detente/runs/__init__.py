"""The only room that wires others together: from sources over text and reading to records."""

from detente.runs.local import (
    EventExplained,
    FailedArticle,
    Outcome,
    ReadArticle,
    ReadingOptions,
    example_names,
    explain_event,
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
    "example_names",
    "explain_event",
    "read_example",
    "read_locations",
    "read_text",
    "read_texts",
]
