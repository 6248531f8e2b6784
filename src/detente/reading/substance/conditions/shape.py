"""A condition as tokens of one sentence, and what the finders of conditions share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.grammar.markers import load_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from detente.reading.grammar.tokens import Doc, Token
    from detente.records.claims import Direction


@dataclass(frozen=True, slots=True)
class ConditionShape:
    """A condition as tokens of one sentence.

    Attributes:
        condition: The words of the condition, marker included.
        marker: The words that make it a condition.
        on: What depends on it; empty if the sentence leaves it open.
        direction: As in the record; None if unclear from the marker.
        head: The verb or noun of the main clause, from which the holder is looked for.
        asked: The head of who is asked, where the shape says so; None else.
    """

    condition: tuple[Token, ...]
    marker: tuple[Token, ...]
    on: tuple[Token, ...]
    direction: Direction | None
    head: Token
    asked: Token | None = None


_TABLE = "condition_words.tsv"


@dataclass(frozen=True, slots=True)
class Finder:
    """One way to find a condition, and the words without which it finds none.

    Attributes:
        find: Takes a token and returns the condition that it makes, or None.
        words: Lower-case words of which the token's form or lemma must be one, beside those of `lists`.
        lists: Labels of word lists of the table.
        modal: Whether a modal verb below the token will do in their place.
    """

    find: Callable[[Token], ConditionShape | None]
    words: frozenset[str] = frozenset()
    lists: tuple[str, ...] = ()
    modal: bool = False

    def all_words(self) -> frozenset[str]:
        """Return the words, those of the lists included."""
        return self.words.union(*(condition_words(label) for label in self.lists))


def condition_words(label: str) -> frozenset[str]:
    """Return one of the word lists for conditions, by its label in the table."""
    return load_words(_TABLE)[label]


def make_shape(
    condition: Iterable[Token],
    marker: Iterable[Token],
    on: Iterable[Token],
    direction: Direction | None,
    *,
    asked: Token | None = None,
) -> ConditionShape | None:
    """Return the shape, or None if a condition or marker is empty."""
    asks, marks = clauses.trimmed(list(condition)), tuple(marker)
    if not asks or not marks:
        return None
    bearing = [t for t in clauses.trimmed(list(on)) if t not in asks]
    head = (bearing or asks)[0]
    for token in bearing or asks:
        if clauses.is_verbal(token):
            head = token
            break
    return ConditionShape(tuple(asks), marks, tuple(bearing), direction, head, asked)


def phrase(head: Token) -> list[Token]:
    """Return the words of a noun phrase with what follows it, without attributions."""
    return clauses.tokens_of(head)


def prepositional_object(head: Token, prepositions: frozenset[str]) -> tuple[Token, Token] | None:
    """Return (preposition, its object) of the first such preposition under `head`, or None."""
    for child in head.children:
        if child.dep_ in {"prep", "dative", "agent"} and child.lower_ in prepositions and child.i > head.i:
            inner = next((c for c in child.children if c.dep_ in {"pobj", "pcomp", "ccomp"}), None)
            if inner is not None:
                return child, inner
    return None


def predicate(verb: Token, subject: Token) -> list[Token]:
    """Return the words of a predicate: from behind the subject to the end of the clause."""
    words = clauses.tokens_of(verb)
    return [t for t in words if t.i > subject.right_edge.i]


def until_mark(doc: Doc, start: int) -> list[Token]:
    """Return the words from `start` to the next mark that is not inside a quotation."""
    stop = next((t.i for t in doc[start:] if t.text in {",", ".", ";", ":"}), len(doc))
    return clauses.tokens_between(doc, start, stop)


def is_act(noun: Token) -> bool:
    """Tell whether a noun speaks of an act or a relation rather than a thing."""
    endings = ("tion", "sion", "ment", "ance", "ence", "ing", "al", "ship", "cy", "ity")
    lemma = noun.lemma_.lower()
    lists = lemma in condition_words("requirer") or lemma in {
        "fate",
        "future",
        "money",
        "outcome",
        "progress",
        "peace",
        "success",
    }
    return lists or lemma.endswith(endings) or noun.pos_ == "VERB" or noun.tag_ == "VBG"
