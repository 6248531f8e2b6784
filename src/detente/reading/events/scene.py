"""What the steps of coding one sentence share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.knowledge.plover import EventLexicon
    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.events.arguments import Arguments
    from detente.reading.grammar.tokens import Doc
    from detente.reading.said import Said


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the steps of coding one sentence share."""

    document: Document
    sentence: Sentence
    doc: Doc
    cast: Cast
    lexicon: EventLexicon
    said: Said
    arguments: Arguments
