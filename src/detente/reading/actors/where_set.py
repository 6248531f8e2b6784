"""Where a text is set, and which of its people belong there: "local officials", "farmers", "who lives in Leeds".

A place that the text names ties people to its country only if their description says that they are of the place, or if
a sentence says that they live there, were born there or went home. A visitor who speaks there is of no country by that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.actors.candidate import head_noun
from detente.reading.actors.describing import AT_HOME, HOME
from detente.reading.grammar import phrases
from detente.reading.grammar.located import is_located
from detente.reading.grammar.words import local_words, origin_verbs
from detente.reading.places import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge import Knowledge
    from detente.reading.actors.candidate import Candidate
    from detente.reading.actors.roster import ActorDraft, Roster
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token

#: How many sentences back the place may stand that "local" takes up.
_REACH = 3

#: Prepositions that lead from a person to where the person comes from: "a teacher from Leeds".
_FROM = frozenset({"from"})

_IN = frozenset({"in", "at"})


@dataclass(frozen=True, slots=True)
class _Named:
    """A place or state at its place in the text."""

    sentence: int
    offset: int
    country: str
    is_setting: bool


class NamedPlaces:
    """The places that one article names.

    Args:
        document: The article.
        knowledge: The gazetteer.
        names: Its candidates that are names.
        near: ISO3 codes of the countries that the article is about.
    """

    def __init__(self, document: Document, knowledge: Knowledge, names: Sequence[Candidate], *, near: set[str]) -> None:
        self._document = document
        self._knowledge = knowledge
        self._gazetteer = Gazetteer(knowledge, near)
        found = [(candidate.match, self._named(candidate)) for candidate in names]
        self._places = {named.offset: named for _, named in found if named is not None}
        known = [(match, named) for match, named in found if match is not None and named is not None]
        self._capitals = {named.offset for match, named in known if match.kind == "capital"}

    def _named(self, candidate: Candidate) -> _Named | None:
        """Return the place or state that a name means, with its country; None for other names."""
        name = candidate.name
        if name is None:
            return None
        is_located_here = is_located(_outermost(name.head))
        match = candidate.match
        if match is None:
            # The first name in that of a building: "at Oslo Central Station".
            match = name.inner[0] if name.inner and is_located_here and name.kind == "organization" else None
        if match is None:
            return None
        entity = self._knowledge.entity(match.entity_ids[0])
        if entity.kind == "state":
            country = entity.country
        elif entity.kind == "place" or (is_located_here and match.sense("place") is not None):
            place = self._gazetteer.settle(" ".join(self._document.text[match.start : match.end].split()))
            country = None if place is None else place.country
        else:
            country = entity.country if match.kind == "capital" else None
        if country is None:
            return None
        return _Named(candidate.sentence.index, self._offset(candidate.sentence, name.head), country, is_located_here)

    def _offset(self, sentence: Sentence, token: Token) -> int:
        return self._document.span_of(sentence, token).start

    def country_around(self, candidate: Candidate) -> str | None:
        """Return the country in which the text is set where a candidate stands, or None.

        That is the last place before it in its sentence; else the only one after it, unless a name before it leads to
        another country ("Peru's cabinet and police met in Chile"); else the last in the sentences before. A name
        counts only where something is there: "in Chad", "the streets of Oslo".
        """
        at, here = candidate.span.start, candidate.sentence.index
        settings = [named for named in self._places.values() if named.is_setting]
        in_sentence = [named for named in settings if named.sentence == here]
        before = [named for named in in_sentence if named.offset < at]
        if before:
            return max(before, key=lambda named: named.offset).country
        if in_sentence:
            countries = {named.country for named in in_sentence}
            countries |= {n.country for n in self._places.values() if n.sentence == here and n.offset < at}
            return countries.pop() if len(countries) == 1 else None
        earlier = [named for named in settings if here - _REACH <= named.sentence < here]
        return max(earlier, key=lambda named: named.offset).country if earlier else None

    def named(self) -> tuple[_Named, ...]:
        """Return all places and states that the article names."""
        return tuple(self._places.values())

    def country_of_capital(self, candidate: Candidate) -> str | None:
        """Return the country of the capital that a description goes on with: "officials in Oslo", or None."""
        place = phrases.object_of(candidate.heads[-1], _IN)
        offset = None if place is None else self._offset(candidate.sentence, place)
        return None if offset not in self._capitals else self._places[offset].country

    def country_at(self, sentence: Sentence, token: Token) -> str | None:
        """Return the country of the place or state whose name has this word as its head, or None."""
        named = self._places.get(self._offset(sentence, token))
        return None if named is None else named.country


def settle_locals(drafts: Sequence[ActorDraft], settings: NamedPlaces) -> None:
    """Give people and bodies that belong to a place by their description the country of the place, in place."""
    for draft in drafts:
        if draft.country is not None or draft.kind == "state":
            continue
        for candidate in draft.candidates:
            is_at_home = candidate.described.sector in AT_HOME or head_noun(candidate).lemma_.lower() in HOME
            if draft.kind != "person" and is_at_home:
                draft.country = _country_inside(candidate, settings)
            if draft.kind == "group" and candidate.described.sector == "GOV" and not candidate.described.owners:
                # Officials in a capital are its own; those of bodies that sit there are said to be theirs.
                draft.country = draft.country or settings.country_of_capital(candidate)
            if draft.country is None and _is_local(candidate):
                draft.country = _country_inside(candidate, settings) or settings.country_around(candidate)
            if draft.country is not None:
                break


def _country_inside(candidate: Candidate, settings: NamedPlaces) -> str | None:
    """Return the country of the place that a description goes on with: "a court in Assam", or None."""
    place = phrases.object_of(candidate.heads[-1], _IN)
    return None if place is None else settings.country_at(candidate.sentence, place)


def settle_homes(roster: Roster, document: Document, settings: NamedPlaces) -> None:
    """Give people the country that a sentence says is their home, in place: "from Leeds", "who was born in Oslo"."""
    for sentence in document.sentences:
        for token in document.parsed(sentence):
            if token.pos_ in {"VERB", "AUX"} and token.lemma_ in origin_verbs():
                person = phrases.subject_of(token)
                prepositions = origin_verbs()[token.lemma_]
            elif token.pos_ in {"NOUN", "PROPN"}:
                person, prepositions = token, _FROM
            else:
                continue
            place = phrases.object_of(token, prepositions)
            country = None if place is None else settings.country_at(sentence, place)
            if person is None or country is None:
                continue
            owners = roster.at(document.span_of(sentence, person).start)
            if len(owners) == 1 and owners[0].kind == "person" and owners[0].entity is None:
                owners[0].country = owners[0].country or country


def _outermost(head: Token) -> Token:
    """Return the noun of which a name is only the first part: "Airport" for "Oslo" in "Oslo Airport"."""
    while head.dep_ == "compound" and head.head.i > head.i:
        head = head.head
    return head


def _is_local(candidate: Candidate) -> bool:
    """Tell whether a description or title ties its bearer to the place of the text."""
    tokens = [t for head in candidate.heads for t in phrases.phrase_tokens(head)] + list(candidate.described.owners)
    words = {word.lower() for word in (candidate.described.role or "").split()}
    words.update(form.lower() for t in tokens if t.pos_ != "PROPN" for form in (t.text, t.lemma_))
    return bool((words | {word.removesuffix("s") for word in words}) & local_words())
