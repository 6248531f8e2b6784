"""The words of a noun phrase or clause that may name somebody. Grammar alone: no cast, no lexicon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Token

_ADJECTIVAL = frozenset({"amod", "compound", "nmod", "nummod", "npadvmod"})
_PHRASAL = frozenset({"prep", "agent", "dative"})


def adjectives_of(noun: Token) -> list[Token]:
    """Return the words that stand before a noun and qualify it: adjectives, nouns, numbers."""
    return syntax.children(noun, _ADJECTIVAL)


def modifiers_of(noun: Token) -> list[Token]:
    """Return the words before a noun that may name somebody: "Iraqi", or "US" of "a US-led coalition"."""
    return [part for modifier in adjectives_of(noun) for part in _inside_modifier(modifier)]


def _inside_modifier(modifier: Token) -> list[Token]:
    if modifier.pos_ != "VERB":
        return [modifier]
    return [child for child in modifier.children if child.dep_ == "npadvmod"]


def owners_of(noun: Token) -> list[Token]:
    """Return whose a thing is: "Mali" of "Mali's army"; for "whose army" the word that "whose" stands for."""
    return [_of_whom(child) for child in noun.children if child.dep_ == "poss"]


def _of_whom(token: Token) -> Token:
    """Return whom "whose" stands for, or the token itself."""
    if token.lower_ != "whose":
        return token
    for above in syntax.ancestors(token):
        if above.dep_ == "relcl":
            return above.head
    return token


def examples_of(noun: Token) -> list[Token]:
    """Return what is named as an example: "Germany" of "allies such as Germany", of "allies, who include Germany"."""
    parts = [p for c in noun.children if c.dep_ == "prep" and c.lower_ in {"as", "including", "like"}
             for p in c.children if p.dep_ == "pobj"]  # fmt: skip
    clauses = (c for c in noun.children if c.dep_ in {"relcl", "acl"} and c.lemma_ == "include")
    return parts + [p for clause in clauses for p in clause.children if p.dep_ == "dobj"]


def clause_parts(verb: Token) -> list[Token]:
    """Return the heads of the phrases of a clause, objects first; its subject is left out."""
    found = [child for child in verb.children if child.dep_ in {"dobj", "dative", "attr", "oprd"}]
    found = [child for child in found if child.pos_ != "ADP"]
    for child in verb.children:
        if child.dep_ in _PHRASAL or child.pos_ == "ADP":
            found.extend(_behind(child))
    for clause in syntax.complements(verb):
        found.extend(clause_parts(clause))
        found.extend(child for child in clause.children if child.dep_ in {"nsubj", "nsubjpass"})
    return found


def _behind(preposition: Token) -> list[Token]:
    """Return the heads behind a preposition, a second preposition ("from within Mali"), or a gerund behind it."""
    below = preposition.children
    found = [child for child in below if child.dep_ == "pobj"]
    found.extend(q for p in below if p.dep_ == "prep" for q in p.children if q.dep_ == "pobj")
    found.extend(part for child in below if child.dep_ == "pcomp" for part in clause_parts(child))
    return found


def far_member(first: Token) -> list[Token]:
    """Return the second of "between X, who …, and Y" where the parser joined Y to the verb above."""
    if any(child.dep_ == "conj" for child in first.children):
        return []
    for above in syntax.ancestors(first):
        for child in above.children:
            if child.dep_ == "conj" and child.i > first.i and child.pos_ in {"NOUN", "PROPN"}:
                return [child]
    return []
