"""Whether words stand in a clause that looks ahead: "will meet on Friday", "is to take effect", "due on Monday"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar.words import word_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.reading.grammar.tokens import Token

#: Auxiliaries of the future; "would" is that of reported speech.
_WILL = frozenset({"will", "'ll", "’ll", "wo", "shall", "would"})

#: Words whose infinitive lies ahead of them: "plans to meet", "due to meet", "urged them to leave".
_TO_COME = word_class("to-come")

#: Participles and adjectives that themselves say that something lies ahead: "talks scheduled for Monday".
_AHEAD = word_class("ahead")

_REACH = 8


def is_ahead(token: Token) -> bool:
    """Tell whether a word of a clause, such as its date, belongs to what has not happened yet.

    Args:
        token: Any word; the verbs and nouns that govern it are looked at, the nearest verb deciding.
    """
    for word in _upwards(token):
        if word.lemma_.lower() in _AHEAD and word.tag_ in {"VBN", "JJ", "RB", "IN"}:
            return True
        if word.pos_ in {"VERB", "AUX"}:
            return _is_verb_ahead(word)
    return False


def is_timetabled(token: Token) -> bool:
    """Tell whether a day belongs to what is fixed for a day to come, in the present: "they meet on Saturday".

    Args:
        token: A word of the day; the nearest verb above it decides.
    """
    verb = next((word for word in _upwards(token) if word.pos_ in {"VERB", "AUX"}), None)
    if verb is None or verb.tag_ not in {"VBZ", "VBP"} or verb.lemma_.lower() not in word_class("timetabled"):
        return False
    return not any(c.dep_ in {"aux", "auxpass"} for c in verb.children)


def _upwards(token: Token) -> Iterator[Token]:
    for _ in range(_REACH):
        yield token
        if token.head == token:
            return
        token = token.head


def _is_verb_ahead(verb: Token) -> bool:
    """Tell whether a verb speaks of the future: by its auxiliary, or as the infinitive of a word that looks ahead."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if any(c.lower_ in _WILL for c in helpers):
        # "would have met" did not happen, and lies behind.
        return not any(c.lemma_ == "have" for c in helpers)
    if verb.tag_ == "VBG" and any(c.lower_ in {"is", "are", "'s", "’s", "'re", "’re", "am"} for c in helpers):
        return True
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and not any(c.dep_ == "nsubj" for c in verb.children):
        return verb.tag_ == verb.head.tag_ and _is_verb_ahead(verb.head)
    has_to = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    if verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"}:
        return any(c.lemma_.lower() in _AHEAD and c.dep_ in {"acomp", "attr"} for c in verb.children)
    if not has_to or any(c.lemma_ == "have" for c in helpers):
        return False
    return verb.head.lemma_.lower() in _TO_COME
