"""Stretches of a sentence that are names: known to the tables, or seen by the entity recogniser, or both.

The tables know a name only as long as they have it; the recogniser sees where a name ends but not whose it is.
Together: "Eliot Engel" is not the Engel of the tables, and "United States Department of Defense" is not the state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.reading.words import title_at_end
from detente.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from detente.knowledge import Knowledge, NameMatch
    from detente.reading.document import Document, Sentence

NameKind = Literal["known", "person", "organization"]

_PERSONAL = frozenset({"full", "surname", "title"})

#: What the entity recogniser calls things that are no actors.
_NO_ACTOR = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LAW", "LANGUAGE"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name at its place.

    Attributes:
        span: Its place in the text, without title.
        tokens: Its words.
        kind: "known" if the tables hold it, else what it looks like.
        match: The known name, or None.
        inner: Known names inside an unknown one ("United States" in "United States Embassy"), in order.
    """

    span: Span
    tokens: tuple[Token, ...]
    kind: NameKind
    match: NameMatch | None = None
    inner: tuple[NameMatch, ...] = ()

    @property
    def head(self) -> Token:
        """The word whose governor lies outside the name; the last word if the parse gives none."""
        inside = {t.i for t in self.tokens}
        for token in self.tokens:
            if token.head.i not in inside or token.head == token:
                return token
        return self.tokens[-1]


def find_names(document: Document, sentence: Sentence, knowledge: Knowledge) -> tuple[Name, ...]:
    """Return the names of a sentence in order; none overlap.

    Args:
        document: The article being read.
        sentence: One of its sentences.
        knowledge: The tables of names.
    """
    tokens = [t for t in document.parsed(sentence) if not t.is_space]
    spans = {t.i: document.span_of(sentence, t) for t in tokens}
    matches = knowledge.find_names(document.text, sentence.span.start, sentence.span.end)
    found: list[Name] = []
    for words, kind in _recognised(tokens):
        span = Span(spans[words[0].i].start, spans[words[-1].i].end)
        inner = tuple(m for m in matches if m.start < span.end and span.start < m.end)
        if _is_longer(document.text, span, kind, inner, knowledge):
            found.append(Name(span, tuple(words), kind, None, inner))
    for match in matches:
        span = Span(match.start, match.end)
        words = [t for t in tokens if spans[t.i].overlaps(span)]
        if words and not any(span.overlaps(name.span) for name in found) and _looks_like_name(words, match):
            found.append(Name(span, tuple(words), "known", match))
    return tuple(sorted(found, key=lambda name: name.span))


def _recognised(tokens: Sequence[Token]) -> list[tuple[list[Token], NameKind]]:
    """Return the recogniser's persons and organisations, and titled proper nouns that it overlooked."""
    found: list[tuple[list[Token], NameKind]] = []
    covered: set[int] = set()
    for entity in tokens[0].doc.ents if tokens else ():
        if entity.label_ in _NO_ACTOR:
            covered.update(t.i for t in entity)
        if entity.label_ not in {"PERSON", "ORG"}:
            continue
        words = _bare([t for t in entity if not t.is_space])
        covered.update(t.i for t in entity)
        if words and any(t.pos_ == "PROPN" for t in words):
            found.append((words, "person" if entity.label_ == "PERSON" else "organization"))
    for token in tokens:
        if token.i in covered or not _is_proper(token) or token.i == 0:
            continue
        words = [token]
        while words[-1].i + 1 < len(token.doc) and _is_proper(token.doc[words[-1].i + 1]):
            words.append(token.doc[words[-1].i + 1])
        covered.update(t.i for t in words)
        before = token.doc[token.i - 1]
        if title_at_end(before.text) is not None and before.pos_ in {"PROPN", "NOUN"}:
            found.append((words, "person"))
    return found


def _is_proper(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text[:1].isupper() and title_at_end(token.text) is None


def _bare(words: list[Token]) -> list[Token]:
    """Return a name without determiner, titles before it, possessive ending and punctuation after it."""
    while words and (words[0].pos_ == "DET" or words[0].is_punct or title_at_end(words[0].text) is not None):
        words = words[1:]
    while words and (words[-1].tag_ == "POS" or words[-1].is_punct):
        words = words[:-1]
    return words


def _is_longer(text: str, span: Span, kind: NameKind, inner: tuple[NameMatch, ...], knowledge: Knowledge) -> bool:
    """Tell whether a recognised name says more than the known names in it, and is therefore somebody else.

    Not so if a known name covers it, or if it is a known person's full name in another form ("Vladimir
    Vladimirovich Putin"), or if the recogniser joined two names ("Macron Putin").
    """
    if any(m.start <= span.start and span.end <= m.end for m in inner):
        return False
    if not inner:
        return True
    last = inner[-1]
    if kind == "person":
        first = text[span.start : span.end].split(maxsplit=1)[0].casefold()
        known = [knowledge.entity(e) for r in last.readings if r.kind in _PERSONAL for e in r.entity_ids]
        return last.end == span.end and not any(e.name.casefold().split()[0] == first for e in known)
    outside = text[span.start : span.end]
    for match in inner:
        outside = outside.replace(text[match.start : match.end], " ")
    return any(word[:1].isupper() for word in outside.split()) and all(
        m.kind != "full" or _is_state(m, knowledge) for m in inner
    )


def _is_state(match: NameMatch, knowledge: Knowledge) -> bool:
    return knowledge.entity(match.entity_ids[0]).kind in {"state", "bloc", "place"}


def _looks_like_name(words: list[Token], match: NameMatch) -> bool:
    """Tell whether a known surname is used as a name here, and not as a common word at the head of a sentence."""
    return match.kind != "surname" or any(t.pos_ == "PROPN" for t in words)
