"""Whether a name stands where a town would: "in Moscow", "left Paris", "the streets of Cairo"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar.words import word_class

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Token

#: Prepositions before a capital that make it a place, not a government: "in Moscow".
_LOCATIVE = frozenset({"in", "at", "near", "outside", "around", "across", "inside", "through", "via", "into", "to"})

#: Verbs of movement, after which "to" leads to a place.
_MOVING = word_class("moving")

#: Nouns of movement, after which "to" leads to a place: "a trip to Paris".
_TRIPS = word_class("trip")

#: Verbs whose object is a place: "left Paris", "shelled Kyiv".
_REACHING = word_class("reaching")

#: Prepositions after which a capital is a place only if a verb of movement or speech governs them: "from Moscow".
_LOCATIVE_AFTER_VERB = frozenset({"from"})

#: Nouns whose "of" leads to a town: "the streets of Cairo".
_PARTS_OF_TOWNS = word_class("part-of-town")


def is_located(head: Token) -> bool:
    """Tell whether a name stands where a town would: "in Moscow", "left Paris", "the streets of Cairo".

    Args:
        head: Its head word.
    """
    preposition = governing_preposition(head)
    if preposition is None:
        is_reached = head.dep_ == "dobj" and head.head.lemma_ in _REACHING
        return is_reached or head.dep_ == "npadvmod" or follows_town(head)
    governor = preposition.head
    if preposition.lower_ == "to":
        return governor.lemma_ in _MOVING | _TRIPS
    if preposition.lower_ == "of":
        return governor.lemma_ in _PARTS_OF_TOWNS
    if preposition.lower_ in _LOCATIVE:
        return True
    return preposition.lower_ in _LOCATIVE_AFTER_VERB and governor.pos_ == "VERB"


def governing_preposition(head: Token) -> Token | None:
    """Return the preposition that governs a name, or None."""
    if head.dep_ == "pobj" and head.head.dep_ in {"prep", "dative", "agent"}:
        return head.head
    if head.dep_ == "conj":
        return governing_preposition(head.head)
    return None


def follows_town(head: Token) -> bool:
    """Tell whether a name qualifies a town before a comma: "Atlanta, Georgia"."""
    if head.i < 2 or head.nbor(-1).text != ",":
        return False
    town = head.nbor(-2)
    return head.dep_ in {"appos", "npadvmod"} and town.ent_type_ in {"GPE", "LOC", "FAC"} and town.pos_ == "PROPN"
