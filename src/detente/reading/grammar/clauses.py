"""Clauses over a dependency parse: how far one reaches, where an attribution cuts it off, what stands in front.

Plain functions from tokens to tokens. The parser attaches many a clause to the wrong verb, so everything here
prefers the words' order to the tree where the two disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar.words import word_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.reading.grammar.tokens import Doc, Token

_VERBAL = frozenset({"VERB", "AUX"})

#: Marks that may stand at either end of a clause without being part of it.
_EDGE_MARKS = frozenset(",;:.…-–—\"“”'‘’«»()[]") | {"''", "``", "..."}
_EDGE_WORDS = frozenset({"and", "but", "that", "then"})

#: Verbs that attribute. Used only to see where an attribution begins inside a clause that swallowed it.
REPORTING = word_class("saying")

#: Predicates that a condition can be set to: "a visit is unthinkable unless …".
_POSSIBLE = word_class("predicate-of-possibility")

#: Tags of words that ask for something else than yes or no.
_ASKING = frozenset({"WP", "WP$", "WRB", "WDT"})

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


def is_verbal(token: Token) -> bool:
    """Tell whether a token can head a clause: a verb, an auxiliary, or a predicate with a copula or a subject."""
    return token.pos_ in _VERBAL or any(child.dep_ in _SUBJECTS for child in token.children)


def clause_head(token: Token) -> Token:
    """Return the nearest verb at or above `token`; the root if there is none on the way."""
    while not is_verbal(token) and token.head != token:
        token = token.head
    return token


def head_of(tokens: Sequence[Token]) -> Token:
    """Return the word that the others of a stretch hang on: the first whose head lies outside of it, or is itself."""
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head == token), tokens[0])


def subject(verb: Token) -> Token | None:
    """Return the subject that stands with the verb itself, or None."""
    return next((child for child in verb.children if child.dep_ in _SUBJECTS and child.dep_ != "expl"), None)


def tokens_of(verb: Token, drop: Iterable[Token] = ()) -> list[Token]:
    """Return the unbroken run of words around `verb` that its clause covers.

    Args:
        verb: The head of the clause.
        drop: Words whose subtrees do not count (the condition inside its main clause).

    Returns:
        Tokens in order, without marks, "that" or "and" at either end, cut where an attribution begins. Never empty.
    """
    dropped = {t.i for word in drop for t in word.subtree} | {t.i for t in drop}
    kept = [t for t in verb.subtree if t.i not in dropped or t == verb]
    place = kept.index(verb)
    first = last = place
    while first > 0 and kept[first - 1].i == kept[first].i - 1:
        first -= 1
    while last + 1 < len(kept) and kept[last + 1].i == kept[last].i + 1:
        last += 1
    return trimmed(without_attribution(kept[first : last + 1], verb), keep=verb)


def tokens_between(doc: Doc, start: int, end: int) -> list[Token]:
    """Return the tokens of `doc` from `start` up to and without `end`, trimmed; it may be empty."""
    return trimmed(list(doc[start:end]))


def trimmed(tokens: list[Token], keep: Token | None = None) -> list[Token]:
    """Return the tokens without marks and joining words at either end; `keep` stays."""
    first, last = 0, len(tokens)
    while first < last and tokens[first] != keep and _is_edge(tokens[first], opening=True):
        first += 1
    while last > first and tokens[last - 1] != keep and _is_edge(tokens[last - 1], opening=False):
        last -= 1
    kept = tokens[first:last]
    return _with_closing_mark(kept)


def _is_edge(token: Token, *, opening: bool) -> bool:
    if token.is_space or token.text in _EDGE_MARKS:
        return True
    if token.lower_ in {"and", "but", "or"} and not opening:
        return True
    return opening and token.lower_ in _EDGE_WORDS and token.dep_ in {"mark", "cc", "advmod"}


def _with_closing_mark(tokens: list[Token]) -> list[Token]:
    """Give back the quotation mark at the end of a run that opens one inside: he would "never yield"."""
    if not tokens:
        return tokens
    doc, last = tokens[0].doc, tokens[-1].i
    opened = sum(t.text in {"“", "``"} for t in tokens) - sum(t.text in {"”", "''"} for t in tokens)
    straight = sum(t.text == '"' for t in tokens) % 2
    if last + 1 < len(doc) and ((opened > 0 and doc[last + 1].text == "”") or (straight and doc[last + 1].text == '"')):
        return [*tokens, doc[last + 1]]
    return tokens


def without_attribution(tokens: list[Token], verb: Token) -> list[Token]:
    """Return the part of a clause in front of an attribution that the parser hung into it (", the envoy said")."""
    for place, token in enumerate(tokens):
        if token.text not in {",", "”", '"', "''"} or token.i <= verb.i:
            continue
        if begins_attribution(token.doc, token.i + 1):
            return tokens[:place]
    return tokens


def begins_attribution(doc: Doc, start: int, reach: int = 14) -> bool:
    """Tell whether an attribution such as "the oil minister said" begins at token `start` and ends its clause."""
    while start < len(doc) and doc[start].text in _EDGE_MARKS:
        start += 1
    if start < len(doc) and doc[start].lower_ == "according":
        return True
    for token in doc[start : start + reach]:
        if token.lemma_.lower() in REPORTING and token.tag_ in {"VBD", "VBZ", "VBP", "VBN"}:
            own = subject(token)
            return (own is not None and own.i >= start) or token.i == start
        if token.text in {",", ";", ":"} or token.dep_ == "mark":
            return False
    return False


def has_complement(verb: Token) -> bool:
    """Tell whether a copula says how something is: "when the road is open"."""
    return verb.lemma_ == "be" and any(c.dep_ in {"acomp", "attr", "prep"} for c in verb.children)


def is_past(verb: Token) -> bool:
    """Tell whether a verb is a finite past: "fell", "was shot", "had fallen", and not "would fall"."""
    return verb.tag_ == "VBD" or any(c.tag_ == "VBD" and c.dep_ in {"aux", "auxpass"} for c in verb.children)


def is_asked(word: Token) -> bool:
    """Tell whether a word stands in a question that asks whether something is so: "Did Chad attack?".

    "Why did Chad attack?" takes for granted that it did.
    """
    doc = word.doc
    if all(token.text != "?" for token in doc[max(len(doc) - 3, 0) : len(doc)]):
        return False
    verb = word
    while True:
        own = subject(verb)
        before = [t for t in (verb, *verb.children) if own is not None and t.i < own.i]
        if any(t.pos_ == "AUX" for t in before):
            return not any(t.tag_ in _ASKING for t in before)
        if verb.head == verb:
            return False
        verb = verb.head


def has_modal(verb: Token) -> bool:
    """Tell whether a verb speaks of what will, can or must be, or is negated."""
    for child in verb.children:
        if child.tag_ == "MD" or (child.dep_ == "neg") or child.lower_ in {"wo", "ca"}:
            return True
        if child.dep_ in _SUBJECTS and any(c.dep_ in {"det", "neg"} and c.lower_ == "no" for c in child.children):
            return True
        if child.dep_ in {"attr", "dobj"} and any(
            c.dep_ in {"det", "neg"} and c.lower_ == "no" for c in child.children
        ):
            return True
    return any(a.lemma_ in _POSSIBLE for a in verb.children)
