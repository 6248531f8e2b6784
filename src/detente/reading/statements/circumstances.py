"""Where and through which channel something was said, as far as the words around its cue tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import phrases
from detente.reading.grammar.words import media_nouns
from detente.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.reading.places import PlaceReader
    from detente.records import Place

#: Prepositions that lead to a channel: "in an interview", "on state television", "via X".
_THROUGH = frozenset({"in", "on", "via", "through", "by", "at", "during", "to", "from", "over"})

#: Prepositions that go on naming the channel: "a post on X", "an interview with the paper".
_TIES = frozenset({"on", "with", "to", "of", "for", "from"})

#: Verbs whose object can be the channel: "told state television".
_TELLING = frozenset({"tell", "inform", "brief"})

#: A noun that is a channel only together with these before it: a "conference" may be any gathering.
_NEEDS = {
    "conference": frozenset({"press", "news", "media"}),
    "call": frozenset({"phone", "video", "telephone", "conference"}),
}


class CircumstanceReader:
    """Reads place and channel of statements.

    Args:
        document: The article being read.
        cast: Its actors.
        places: Where things were; its gaps grow.
    """

    def __init__(self, document: Document, cast: Cast, places: PlaceReader) -> None:
        self._document = document
        self._cast = cast
        self._places = places

    def place(self, cue: Sequence[Span], content: Sequence[Span]) -> Place | None:
        """Return where a statement was made, or None; a place inside the content is what is spoken of.

        Args:
            cue: The words that attribute.
            content: What is said.
        """
        for sentence, token in self._cue_words(cue):
            place = self._places.place_of(sentence, token)
            if place is not None and not any(part.overlaps(place.span) for part in content):
                return place
        return None

    def medium(self, cue: Sequence[Span], content: Sequence[Span]) -> Span | None:
        """Return the words for the channel, such as "a post on X", or None.

        Args:
            cue: The words that attribute.
            content: What is said.
        """
        for sentence, token in self._cue_words(cue):
            for noun in self._channels(sentence, token):
                tail = phrases.tail_tokens(noun, _TIES)
                span = self._document.span_of(sentence, [*phrases.phrase_tokens(noun), *tail])
                if span.words(self._document.text).endswith(".") and span.end == sentence.span.end:
                    span = Span(span.start, span.end - 1)
                if not any(part.overlaps(span) for part in content):
                    return span
        return None

    def _cue_words(self, cue: Sequence[Span]) -> Iterator[tuple[Sentence, Token]]:
        """Yield the words of a cue that govern others, verbs first."""
        words = [found for span in cue for found in self._document.tokens_in(span)]
        words.sort(key=lambda found: found[1].pos_ not in {"VERB", "AUX"})
        yield from words

    def _channels(self, sentence: Sentence, token: Token) -> Iterator[Token]:
        """Yield the nouns for channels that hang on a word of the cue."""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in _THROUGH:
                yield from (n for n in child.children if n.dep_ == "pobj" and self._is_channel(sentence, n, child))
            elif child.dep_ in {"dobj", "dative"} and token.lemma_ in _TELLING:
                if self._is_outlet(sentence, child):
                    yield child
                yield from self._channels(sentence, child)
            elif child.dep_ == "advcl" and child.tag_ == "VBG":
                yield from self._channels(sentence, child)
        if token.lower_ in {"to", "in", "by"} and token.dep_ in {"prep", "pcomp"}:
            yield from (n for n in token.children if n.dep_ == "pobj" and self._is_channel(sentence, n, token))

    def _is_channel(self, sentence: Sentence, noun: Token, preposition: Token) -> bool:
        lemma = noun.lemma_.lower()
        if lemma in _NEEDS:
            return any(c.dep_ in {"compound", "amod"} and c.lower_ in _NEEDS[lemma] for c in noun.children)
        if lemma in media_nouns():
            return True
        return preposition.lower_ in {"on", "via", "to"} and self._is_outlet(sentence, noun)

    def _is_outlet(self, sentence: Sentence, noun: Token) -> bool:
        """Tell whether a noun is a newspaper, broadcaster or the like: "told state television", "told Reuters"."""
        if noun.lemma_.lower() in media_nouns() - {"call", "conversation", "speech", "address"}:
            return True
        keys = self._cast.of_token(sentence, noun, joined=False)
        actors = [self._cast.actor(key) for key in keys]
        return bool(actors) and all(a.sector == "MED" and a.kind == "organization" for a in actors)
