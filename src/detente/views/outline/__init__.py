"""What a record says, put in words and in reading order, before it is known where it will be shown."""

from detente.views.outline.build import SURE, build_outline
from detente.views.outline.model import (
    Card,
    Fact,
    Kind,
    Link,
    Mark,
    Outline,
    Piece,
    Plain,
    Quote,
    Section,
    SpanRole,
    Tag,
    Who,
    Words,
)

__all__ = [
    "SURE",
    "Card",
    "Fact",
    "Kind",
    "Link",
    "Mark",
    "Outline",
    "Piece",
    "Plain",
    "Quote",
    "Section",
    "SpanRole",
    "Tag",
    "Who",
    "Words",
    "build_outline",
]
