"""What a word and those beside it say of whether it carries an event, and of which type, as features for its scorer.

Nothing is decided here: each feature is a short phrase such as "lemma raid" or "lemma talk with dobj peace", which the
table `network/model/words.tsv` weighs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.reading.grammar.tokens import Token

CONTENT = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "ADV", "AUX"})
"""Parts of speech of words that may carry an event."""

_PREPOSITIONS = frozenset({"prep", "prt", "agent", "dative"})
_BESIDE = frozenset({
    "dobj", "nsubj", "nsubjpass", "amod", "compound", "xcomp", "ccomp", "poss", "attr", "advmod", "neg", "aux", "acomp",
    "acl", "advcl", "relcl", "conj",
})  # fmt: skip
_CLOSE = frozenset({"dobj", "amod", "compound", "xcomp", "attr"})
_ENDING = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a word beside its parse.

    Attributes:
        rule: The type that the rules find there, with " dropped" behind it where they left it out; "-" for none.
        said: 1 for words that are said, 2 for words that say, else 0.
        title: Whether it stands in the title.
        actors: Index of each word of the sentence that is an actor's head → the actor's kind.
    """

    rule: str
    said: int
    title: bool
    actors: Mapping[int, str]


def wording(token: Token, known: Known) -> frozenset[str]:
    """Return the features of a word.

    Args:
        token: The word.
        known: What is known of it beside its parse.
    """
    lemma = token.lemma_.lower()
    return frozenset((
        f"lemma {lemma}",
        f"lemma {lemma} {token.pos_}",
        f"tag {token.tag_}",
        f"is {token.dep_}",
        f"ends {lemma[-_ENDING:]}",
        f"rules {known.rule}",
        f"said {known.said}",
        *((f"rules {lemma} {known.rule}",) if known.rule != "-" else ()),
        *(("title",) if known.title else ()),
        *_above(token, lemma),
        *_below(token, lemma, known.actors),
        *_near(token),
    ))


def _above(token: Token, lemma: str) -> Iterator[str]:
    head = token.head
    if head.i == token.i:
        return
    word = head.lemma_.lower()
    yield f"under {word} {token.dep_}"
    yield f"lemma {lemma} under {word}"
    yield f"tag {token.tag_} under {head.tag_} {token.dep_}"
    if head.pos_ == "ADP" and head.head.i != head.i:
        above = head.head.lemma_.lower()
        yield f"behind {above} {head.lower_}"
        yield f"lemma {lemma} behind {above} {head.lower_}"
        yield f"lemma {lemma} behind {head.lower_}"


def _below(token: Token, lemma: str, actors: Mapping[int, str]) -> Iterator[str]:
    acting: set[str] = set()
    for child in token.children:
        if child.dep_ in _PREPOSITIONS:
            behind = [c for c in child.children if c.dep_ == "pobj"]
            yield f"lemma {lemma} {child.lower_}"
            yield from (f"{child.lower_} {noun.lemma_.lower()}" for noun in behind)
            acting |= {child.lower_} if any(noun.i in actors for noun in behind) else set()
        elif child.dep_ in _BESIDE:
            yield from _beside(child, lemma, actors.get(child.i))
            acting |= {child.dep_} if child.i in actors else set()
    for place in acting:
        yield f"lemma {lemma} actor {place}"
        yield f"{token.pos_} actor {place}"
    if len(acting) > 1:
        yield f"{token.pos_} actors {'+'.join(sorted(acting))}"
    elif not acting:
        yield f"{token.pos_} without an actor"


def _beside(child: Token, lemma: str, actor: str | None) -> Iterator[str]:
    word, place = child.lemma_.lower(), child.dep_
    if child.pos_ != "PROPN":
        yield f"with {place} {word}"
        if place in _CLOSE:
            yield f"lemma {lemma} with {place} {word}"
    yield f"other {place}" if actor is None else f"actor {place} {actor}"


def _near(token: Token) -> Iterator[str]:
    doc, at = token.doc, token.i
    for apart in (-2, -1, 1, 2):
        if 0 <= at + apart < len(doc):
            other = doc[at + apart]
            yield f"{apart} {'NAME' if other.pos_ == 'PROPN' else other.lemma_.lower()}"
