"""Which words of a sentence the event lexicon lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge.plover import EventLexicon
    from detente.reading.grammar.tokens import Doc


def lemmas_of(doc: Doc) -> list[str]:
    """Return the lemma of each word of a parsed sentence, in lower case."""
    return [token.lemma_.lower() for token in doc]


def listed_words(doc: Doc, lemmas: Sequence[str], lexicon: EventLexicon) -> list[int]:
    """Return the places of the words for which the lexicon has patterns; a gerund may be listed as a noun.

    Args:
        doc: The parsed sentence.
        lemmas: What `lemmas_of` gave for it.
        lexicon: The event lexicon.
    """
    patterns, corrected = lexicon.patterns, lexicon.lemmas
    found = {place for place, lemma in enumerate(lemmas) if corrected.get(lemma, lemma) in patterns}
    return sorted(found | {token.i for token in doc if token.tag_ == "VBG" and token.lower_ in patterns})
