"""Where something was said or done: the place that the words give, found in the gazetteer.

`PlaceReader.place_of` takes the word that carries a statement or an event and looks where it was: "told reporters in
Astana", "in the Black Sea port of Odesa". A capital that stands for a government is no place. A name of several places
is settled by the article's countries, or left open with a gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import phrases
from detente.reading.grammar.words import office_words, word_class
from detente.records import Gap, Place, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from detente import knowledge as known
    from detente.knowledge import Knowledge, NameMatch
    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token

#: Prepositions that lead to where something was.
_WHERE = frozenset({
    "in", "at", "near", "outside", "inside", "off", "on", "over", "across", "around", "along", "throughout", "within",
    "above", "under", "aboard",
})  # fmt: skip

#: With verbs of speech "from" tells where the speaker was.
_FROM = frozenset({"from"})
_SPEAKING = word_class("speaking-somewhere")

#: Nouns of places that are named after "of" or beside them: "the port of Odesa", "the capital, Minsk".
_PLACE_NOUNS = word_class("place")

#: How many noun phrases a place may be deep: "at a news conference after a meeting in Baku" is 3.
_DEPTH = 3

#: A place is meant without further signs if it has so many times the people of the next of that name.
_FAR_LARGER = 10

#: A town or region of so many people is known abroad by its bare name.
_LARGE = 500_000

_RECOGNISED = frozenset({"GPE", "LOC", "FAC"})


class Gazetteer:
    """Settles names of places in one article's company.

    Args:
        knowledge: The tables of places.
        near: ISO3 codes of the countries that the article is about.
    """

    def __init__(self, knowledge: Knowledge, near: Collection[str]) -> None:
        self._knowledge = knowledge
        self._near = frozenset(near)

    def settle(self, name: str, qualifier: str | None = None) -> known.KnownPlace | None:
        """Return the place that a name means, or None if it means none or could as well mean another.

        Args:
            name: As printed.
            qualifier: What follows after a comma, "Ontario" in "London, Ontario"; None for nothing.
        """
        near = self._near if qualifier is None else self._countries_of(qualifier)
        places = self._knowledge.places_named(name, near=near)
        if qualifier is not None:
            places = tuple(p for p in places if p.country in near) or places
        if len(places) <= 1:
            return places[0] if places else None
        first = places[0]
        others = [p for p in places[1:] if first.country not in near or p.country in near]
        if first.name.casefold() == name.casefold():
            # A name that another place only has beside its own ("Odessa" in Texas) is not meant.
            others = [p for p in others if p.name.casefold() == name.casefold() or p.population > first.population]
        if not [p for p in others if p.country != first.country]:
            return first
        if first.kind == "capital" or first.place_id.startswith("x:"):
            return first
        return first if first.population >= _FAR_LARGER * max(p.population for p in others) else None

    def _countries_of(self, name: str) -> frozenset[str]:
        """Return the countries that a qualifier after a comma can be or lie in."""
        match = next(iter(self._knowledge.find_names(name)), None)
        if match is not None and self._knowledge.entity(match.entity_ids[0]).kind == "state":
            country = self._knowledge.entity(match.entity_ids[0]).country
            return frozenset() if country is None else frozenset({country})
        return frozenset(p.country for p in self._knowledge.places_named(name) if p.country is not None)

    def is_one(self, place: known.KnownPlace, name: str) -> bool:
        """Tell whether a settled place is the only one of its country that the name can mean, or by far the largest."""
        if place.kind == "capital" or place.place_id.startswith("x:"):
            return True
        alike = [p for p in self._knowledge.places_named(name) if p.country == place.country and p != place]
        if place.name.casefold() == name.casefold():
            alike = [p for p in alike if p.name.casefold() == name.casefold() or p.population > place.population]
        return all(place.population >= _FAR_LARGER * p.population for p in alike)

    def is_known(self, name: str) -> bool:
        """Tell whether any place has this name."""
        return bool(self._knowledge.places_named(name))

    def is_near(self, country: str | None) -> bool:
        """Tell whether the article is about a country, by its ISO3 code."""
        return country in self._near

    def named_in(self, document: Document, span: Span) -> Iterator[Place]:
        """Yield the settled regions and towns whose names stand in a stretch of the text; no states.

        Args:
            document: The article.
            span: A stretch of its text.
        """
        found = (m for m in self._knowledge.find_names(document.text, span.start, span.end) if m.kind == "place")
        for match in found:
            words = document.text[match.start : match.end]
            place = None if words.lower() in office_words() else self.settle(words)
            if place is not None and (place.country in self._near or _is_widely_known(place, match)):
                yield to_record(place, Span(match.start, match.end))


def _is_widely_known(place: known.KnownPlace, match: NameMatch) -> bool:
    """Tell whether a place is meant by its name in an article that says nothing of its country."""
    if match.needs_support:
        return False
    return place.place_id.startswith("x:") or place.kind == "capital" or place.population >= _LARGE


class PlaceReader:
    """Finds where things were, in one article.

    Args:
        document: The article being read.
        cast: Its actors; their countries settle names of several places.
        knowledge: The gazetteer.
    """

    def __init__(self, document: Document, cast: Cast, knowledge: Knowledge) -> None:
        self._document = document
        self._knowledge = knowledge
        self._gazetteer = Gazetteer(
            knowledge, {a.country for a in cast.actors if a.country not in {None, "IGO"}} - {None}
        )
        self._gaps: dict[Span, Gap] = {}
        self._matches: dict[int, tuple[NameMatch, ...]] = {}

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Names of places that could not be settled, in the order of the text."""
        return tuple(self._gaps[span] for span in sorted(self._gaps))

    def place_of(self, sentence: Sentence, token: Token) -> Place | None:
        """Return where that which a word tells was, or None if the sentence does not say.

        Args:
            sentence: The sentence.
            token: The verb or noun that carries a statement or an event.
        """
        for noun in self._where(token):
            place = self._at(sentence, noun)
            if place is not None:
                return place
        return None

    def settled_at(self, sentence: Sentence, token: Token) -> Place | None:
        """Return the region or town that a name means, if it is certain which; no states, and no gap where it is none.

        Args:
            sentence: The sentence.
            token: A word of the name.
        """
        here = self._document.span_of(sentence, token)
        match = next((m for m in self._matches_in(sentence) if m.start < here.end and here.start < m.end), None)
        if match is None or not (match.kind in {"place", "capital"} or match.sense("place") is not None):
            return None
        span = Span(match.start, match.end)
        name = " ".join(span.words(self._document.text).split())
        place = self._gazetteer.settle(name, _qualifier(token))
        return None if place is None else to_record(place, span)

    def _where(self, token: Token) -> Iterator[Token]:
        """Yield the nouns that tell where, nearest first: of the word itself, then of the clause that it stands in."""
        yield from _locative_nouns(token, _DEPTH)
        if token.pos_ in {"VERB", "AUX"}:
            for child in token.children:
                if child.dep_ == "advcl" and child.tag_ == "VBG":
                    yield from _locative_nouns(child, _DEPTH)
        elif token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.head.pos_ == "VERB":
            yield from _locative_nouns(token.head, 1)

    def _at(self, sentence: Sentence, noun: Token) -> Place | None:
        """Return the place that a noun names, itself or beside it ("the port of Odesa"), or None."""
        candidates = [noun]
        if noun.lemma_.lower() in _PLACE_NOUNS or noun.lower_ in _PLACE_NOUNS:
            beside = [phrases.of_phrase(noun), *(c for c in noun.children if c.dep_ in {"appos", "compound", "nmod"})]
            candidates += [t for t in beside if t is not None]
        for token in candidates:
            place = self._named(sentence, token)
            if place is not None:
                return place
        return None

    def _named(self, sentence: Sentence, token: Token) -> Place | None:
        """Return the place whose name holds this word, or None; a name that cannot be settled leaves a gap."""
        here = self._document.span_of(sentence, token)
        matches = self._matches_in(sentence)
        match = next((m for m in matches if m.start < here.end and here.start < m.end), None)
        span = Span(match.start, match.end) if match is not None else self._recognised(sentence, token)
        if span is None:
            return None
        if match is not None and not _is_placelike(match, self._knowledge):
            return None
        name = " ".join(span.words(self._document.text).split())
        state = None if match is None else self._state(match)
        if state is not None:
            return Place(state[0], state[1], None, None, None, span)
        return self._settled(name, _qualifier(token), span)

    def _settled(self, name: str, qualifier: str | None, span: Span) -> Place | None:
        """Return the place that a name means, as far as it is settled: exactly, by its country, or not at all."""
        place = self._gazetteer.settle(name, qualifier)
        if place is not None and self._gazetteer.is_one(place, name):
            return to_record(place, span)
        if place is not None:
            self._leave(span, f"several places in {place.country or 'no country'} have this name")
            return Place(place.name, place.country, None, None, None, span)
        if self._gazetteer.is_known(name):
            self._leave(span, "places in several countries have this name")
            return None
        self._leave(span, "the gazetteer does not hold this place")
        return Place(name, None, None, None, None, span)

    def _leave(self, span: Span, note: str) -> None:
        self._gaps[span] = Gap(span, "statements", "unresolved_place", note)

    def _matches_in(self, sentence: Sentence) -> tuple[NameMatch, ...]:
        """Return the known names of a sentence, looked up once."""
        if sentence.index not in self._matches:
            start, end = sentence.span.start, sentence.span.end
            self._matches[sentence.index] = self._knowledge.find_names(self._document.text, start, end)
        return self._matches[sentence.index]

    def _state(self, match: NameMatch) -> tuple[str, str | None] | None:
        """Return name and country of a state named as such, or None."""
        entity = self._knowledge.entity(match.entity_ids[0])
        if match.kind in {"full", "acronym"} and entity.kind == "state":
            return entity.name, entity.country
        return None

    def _recognised(self, sentence: Sentence, token: Token) -> Span | None:
        """Return the place's name that the recogniser sees around a word, without "the", or None."""
        if token.ent_type_ not in _RECOGNISED or token.pos_ != "PROPN":
            return None
        entity = next((e for e in token.doc.ents if e.start <= token.i < e.end), None)
        words = [] if entity is None else [t for t in entity.tokens if t.pos_ not in {"DET", "PART"} and not t.is_space]
        return self._document.span_of(sentence, words) if words else None


def to_record(place: known.KnownPlace, span: Span) -> Place:
    """Return a place of the gazetteer as it stands in a record.

    Args:
        place: The gazetteer's place.
        span: The words that name it.
    """
    number = int(place.place_id.removeprefix("g:")) if place.place_id.startswith("g:") else None
    return Place(place.name, place.country, number, place.lat, place.lon, span)


def _is_placelike(match: NameMatch, knowledge: Knowledge) -> bool:
    """Tell whether a known name can mean a place: a town, a capital, a state; not a person or organisation."""
    if match.kind == "place" or match.sense("place") is not None or match.kind == "capital":
        return True
    return match.kind in {"full", "acronym"} and knowledge.entity(match.entity_ids[0]).kind in {"state", "place"}


def _locative_nouns(token: Token, depth: int) -> Iterator[Token]:
    """Yield the nouns after a word's prepositions of place, and those further in: "at a rally in Lagos"."""
    where = _WHERE | _FROM if token.lemma_.lower() in _SPEAKING else _WHERE
    for child in token.children:
        if child.dep_ == "prep":
            for noun in child.children:
                if noun.dep_ != "pobj":
                    continue
                if child.lower_ in where:
                    yield noun
                if depth > 1 and noun.pos_ == "NOUN":
                    yield from _locative_nouns(noun, depth - 1)
        elif depth > 1 and child.dep_ in {"dobj", "dative"} and child.pos_ == "NOUN":
            yield from _locative_nouns(child, depth - 1)


def _qualifier(token: Token) -> str | None:
    """Return the name that follows a town after a comma: "Ontario" in "London, Ontario"; None if none does."""
    doc = token.doc
    if token.i + 2 >= len(doc) or doc[token.i + 1].text != ",":
        return None
    after = doc[token.i + 2]
    if after.ent_type_ not in _RECOGNISED or after.pos_ != "PROPN" or after.dep_ not in {"appos", "npadvmod", "pobj"}:
        return None
    entity = next((e for e in doc.ents if e.start <= after.i < e.end), None)
    return after.text if entity is None else entity.text
