"""Towns and regions that stand for their state because force falls on them: "shelled Odesa", "an attack on Haifa".

PLOVER gives an act of force a target; where the words name only a place, it is the state that the place belongs to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.knowledge.plover.types import FORCE
from detente.reading.events.listed import lemmas_of, listed_words
from detente.reading.grammar import syntax
from detente.records import Actor, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.knowledge import Knowledge
    from detente.knowledge.plover import EventLexicon
    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.reading.places import PlaceReader
    from detente.records import Place

_UNDERGOING = frozenset({"dobj", "nsubjpass"})
#: Prepositions between force and what it falls on. "In" counts where the act has nobody else to fall on.
_ON = frozenset({"of", "on", "against", "into", "across", "at"})
_IN = frozenset({"in", "near", "outside", "inside", "around"})
#: Who uses force at home does not strike the own state, unless he rises against it.
_OF_STATE = frozenset({"GOV", "MIL", "LEG", "JUD", None})


def with_struck_places(
    cast: Cast, document: Document, lexicon: EventLexicon, places: PlaceReader, knowledge: Knowledge
) -> Cast:
    """Return the cast with the states for which places under attack stand.

    Args:
        cast: The actors of the article.
        document: The article being read.
        lexicon: Tells which words speak of force.
        places: Settles the names of places.
        knowledge: Names the states.

    Returns:
        A new cast: the same actors under the same keys, with metonymic mentions, and states at its end that the article
        does not name.
    """
    actors = {actor.key: actor for actor in cast.actors}
    keys = {actor.country: actor.key for actor in reversed(cast.actors) if actor.kind == "state"}
    heads: dict[int, tuple[str, ...]] = {}
    for sentence, token, place in _struck(cast, document, lexicon, places):
        country = place.country or ""
        if country not in keys:
            state = knowledge.state(country)
            keys[country] = f"a{len(actors) + 1}"
            actors[keys[country]] = Actor(keys[country], state.entity_id, state.name, "state", country, None, None, ())
        actor = actors[keys[country]]
        mentions = sorted(
            [*actor.mentions, Mention(place.span.start, place.span.end, "metonym")], key=lambda m: m.start
        )
        actors[actor.key] = replace(actor, mentions=tuple(mentions))
        heads[document.span_of(sentence, token).start] = (actor.key,)
    return cast.extended(tuple(actors.values()), heads) if heads else cast


def _struck(
    cast: Cast, document: Document, lexicon: EventLexicon, places: PlaceReader
) -> Iterator[tuple[Sentence, Token, Place]]:
    """Yield the names of places on which force falls, each once, with what they name."""
    for sentence in document.sentences:
        seen: set[int] = set()
        doc = document.parsed(sentence)
        for place_of_word in listed_words(doc, lemmas_of(doc), lexicon):
            word = doc[place_of_word]
            force = _force(word, lexicon)
            for noun, is_direct in _undergoers(word, cast, sentence) if force else ():
                if noun.i in seen or cast.at(document.span_of(sentence, noun).start):
                    continue
                place = places.settled_at(sentence, noun)
                if place is None or place.country is None:
                    continue
                seen.add(noun.i)
                doers = _doers(word, cast, sentence)
                at_home = any(a.country == place.country and a.sector in _OF_STATE for a in doers)
                from_abroad = any(a.country not in {None, place.country} for a in doers)
                if not at_home and (is_direct or "ASSAULT" in force or from_abroad):
                    yield sentence, noun, place


def _force(token: Token, lexicon: EventLexicon) -> frozenset[str]:
    """Return the types of force of which a word can speak."""
    part = {"VERB": "v", "NOUN": "n"}.get(token.pos_)
    rows = lexicon.patterns.get(lexicon.lemma(token.lemma_.lower()), ()) if part else ()
    return frozenset(row.type for row in rows if row.part == part) & FORCE


def _undergoers(word: Token, cast: Cast, sentence: Sentence) -> list[tuple[Token, bool]]:
    """Return the names on which the force of a word falls, and whether directly or by where it was used."""
    objects = [child for child in word.children if child.dep_ in _UNDERGOING]
    if word.pos_ == "VERB" and not objects and word.dep_ == "acl":
        objects = [word.head]
    direct = objects + _behind(word, _ON)
    found = [(noun, True) for noun in _names(direct)]
    if not any(cast.of_token(sentence, noun) for noun in direct):
        found += [(noun, False) for holder in (word, *objects) for noun in _names(_behind(holder, _IN))]
    return found


def _behind(word: Token, prepositions: frozenset[str]) -> list[Token]:
    return [noun for name, nouns in syntax.by_preposition(word).items() if name in prepositions for noun in nouns]


def _names(nouns: list[Token]) -> list[Token]:
    """Return the proper names among nouns, the members joined to them and what they are called."""
    joined = [child for noun in nouns for child in noun.children if child.dep_ == "conj"]
    called = [child for noun in nouns if noun.pos_ == "NOUN" for child in noun.children if child.dep_ == "appos"]
    return [noun for noun in (*nouns, *joined, *called) if noun.pos_ == "PROPN"]


def _doers(word: Token, cast: Cast, sentence: Sentence) -> list[Actor]:
    """Return who uses the force, as far as the clause says it."""
    heads = syntax.agents(word, frozenset()) if word.pos_ == "VERB" else syntax.owner(word, frozenset())
    return [cast.actor(key) for head in heads for key in cast.of_token(sentence, head)]
