"""Noun phrases over a dependency parse: where a phrase begins, who possesses it, what title it carries.

Plain functions from tokens to tokens. A phrase here is a head word with everything that stands before it
("the former Belarusian foreign minister Igor Petrov"); what follows the head (relative clauses, "of …") is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.reading.grammar.tokens import Doc, Token

#: Dependencies by which a word stands in front of the noun that it describes.
_BEFORE = frozenset({"compound", "amod", "nmod", "det", "poss", "nummod", "advmod", "quantmod", "predet", "case"})

#: Dependencies of a noun that is part of another noun's phrase rather than the head of its own.
_INSIDE = frozenset({"compound", "nmod", "amod"})

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})

#: Words that open a phrase without being part of what it names.
_OPENERS = frozenset({"both", "either", "neither", "all", "even", "only", "including"})


def is_phrase_head(token: Token) -> bool:
    """Tell whether a token heads a noun phrase of its own."""
    if token.pos_ not in _NOMINAL and token.tag_ != "PRP$":
        return False
    if token.dep_ == "conj" and token.head.dep_ in _INSIDE and token.head.i < token.head.head.i:
        return False
    return not (token.dep_ in _INSIDE and token.head.pos_ in _NOMINAL and token.i < token.head.i)


def phrase_tokens(head: Token) -> list[Token]:
    """Return the tokens of the phrase that `head` heads, in order, without openers such as "both"."""
    first = head.i
    for child in head.lefts:
        if child.dep_ in _BEFORE or (child.dep_ == "punct" and child.text in {"-", "–", '"', "“"}):
            first = min(first, child.left_edge.i)
    tokens = [t for t in head.doc[first : head.i + 1] if not t.is_space]
    while len(tokens) > 1 and (tokens[0].lower_ in _OPENERS or tokens[0].is_punct):
        tokens.pop(0)
    return tokens


def tail_tokens(head: Token, prepositions: frozenset[str]) -> list[Token]:
    """Return the prepositional phrases that follow a noun at once: "of Iran" in "the government of Iran".

    Args:
        head: The noun.
        prepositions: The prepositions, in lower case, that tie closely enough.

    Returns:
        Tokens in order, without relative clauses and appositions; [] if none follows.
    """
    end = _tail_end(head, prepositions)
    return [t for t in head.doc[head.i + 1 : end + 1] if not t.is_space]


def _tail_end(head: Token, prepositions: frozenset[str]) -> int:
    """Return the index of the last token of a noun with its tail."""
    end = head.i
    for child in head.rights:
        if child.dep_ != "prep" or child.lower_ not in prepositions or child.i != end + 1:
            continue
        for noun in child.children:
            if noun.dep_ == "pobj" and not any(map(_is_clausal, head.doc[child.i : noun.i])):
                alike = [m for m in joined(noun) if m.pos_ == noun.pos_ and (m == noun or possessor(m) is None)]
                end = max(_tail_end(member, prepositions) for member in alike)
    return end


def _is_clausal(token: Token) -> bool:
    """Tell whether a verb is more than an adjective: not "suspected" in "dozens of suspected rebels"."""
    return token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod"


def possessor(head: Token) -> Token | None:
    """Return the head of the possessor of a noun ("Russia" in "Russia's offer", "his" in "his offer"), or None."""
    return next((child for child in head.children if child.dep_ == "poss"), None)


def of_phrase(head: Token) -> Token | None:
    """Return the noun that depends on `head` by "of" ("Iran" in "the government of Iran"), or None."""
    return object_of(head, frozenset({"of"}))


def object_of(head: Token, prepositions: frozenset[str]) -> Token | None:
    """Return the noun that depends on `head` by the first of these prepositions, or None."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            return next((t for t in child.children if t.dep_ == "pobj"), None)
    return None


def is_definite(head: Token) -> bool:
    """Tell whether a phrase speaks of something known: "the", "this", a possessor, but not "a" or nothing."""
    determiners = {t.lower_ for t in head.children if t.dep_ in {"det", "predet"}}
    return bool(determiners & {"the", "this", "that", "these", "those"}) or possessor(head) is not None


def is_indefinite(head: Token) -> bool:
    """Tell whether a phrase brings in something new: "a", "one", "some", "another", "no"."""
    determiners = {t.lower_ for t in head.children if t.dep_ in {"det", "predet"}}
    first = next(iter(head.lefts), None)
    if first is not None and first.lower_ == "one" and first.dep_ == "nummod":
        return True
    return bool(determiners & {"a", "an", "some", "any", "another", "no", "every", "each"})


def is_plural(head: Token) -> bool:
    """Tell whether a noun phrase means several: by its tag, or because members are joined by "and"."""
    if head.tag_ in {"NNS", "NNPS"} or "Number=Plur" in head.morph_:
        return True
    return any(child.dep_ == "conj" for child in head.children)


def joined(head: Token) -> Iterator[Token]:
    """Yield `head` and every noun joined to it by "and" or "or", in order."""
    yield head
    for child in head.children:
        if child.dep_ == "conj":
            yield from joined(child)


def phrase_heads(doc: Doc) -> Iterator[Token]:
    """Yield the heads of a sentence's noun phrases, in the order of the text."""
    for token in doc:
        if is_phrase_head(token):
            yield token


def subject_of(verb: Token) -> Token | None:
    """Return the grammatical subject of a verb, through auxiliaries, control and relative clauses, or None.

    "Macron agreed to meet Putin": the subject of "meet" is "Macron". A relative pronoun gives its antecedent.
    """
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            if child.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl":
                return verb.head
            return child
    if verb.dep_ in {"conj", "xcomp", "advcl", "pcomp"} and verb.head.pos_ in {"VERB", "AUX"}:
        return subject_of(verb.head)
    if verb.dep_ == "pcomp" and verb.head.dep_ == "prep" and verb.head.head.pos_ in {"VERB", "AUX"}:
        return subject_of(verb.head.head)
    if verb.dep_ in {"relcl", "acl"} and verb.head.pos_ in _NOMINAL:
        return verb.head
    return None
