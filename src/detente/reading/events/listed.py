"""Which words of a sentence the event lexicon lists.

Asked of every sentence, so it looks at spaCy's arrays and not at tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.strings import get_string_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from detente.knowledge.plover import EventLexicon

#: The number that every spaCy vocabulary gives the tag.
_GERUND = get_string_id("VBG")


def lemmas_of(doc: Doc) -> list[str]:
    """Return the lemma of each word of a parsed sentence, in lower case."""
    strings = doc.vocab.strings
    return [strings[lemma].lower() for lemma in doc.to_array("LEMMA").tolist()]


def listed_words(doc: Doc, lemmas: Sequence[str], lexicon: EventLexicon) -> list[int]:
    """Return the places of the words for which the lexicon has patterns; a gerund may be listed as a noun.

    Args:
        doc: The parsed sentence.
        lemmas: What `lemmas_of` gave for it.
        lexicon: The event lexicon.
    """
    patterns, corrected = lexicon.patterns, lexicon.lemmas
    found = {place for place, lemma in enumerate(lemmas) if corrected.get(lemma, lemma) in patterns}
    strings = doc.vocab.strings
    for place, (tag, lower) in enumerate(doc.to_array(["TAG", "LOWER"]).tolist()):
        if tag == _GERUND and strings[lower] in patterns:
            found.add(place)
    return sorted(found)
