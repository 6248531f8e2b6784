"""Which actors a phrase means, or holds where it means none itself. Only the cast says who a word means.

"Germany" means Germany. "A German offer" and "an offer from Germany" mean no actor, and Germany stands inside both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.plover.types import HARM
from detente.reading.events.arguments import noun_phrase
from detente.reading.grammar import syntax
from detente.reading.grammar.words import word_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from detente.knowledge.plover import Pattern
    from detente.reading.cast import Cast
    from detente.reading.document import Sentence
    from detente.reading.grammar.tokens import Token
    from detente.records import Actor

#: In this order a noun phrase is searched for an actor where its head is none: "an offer from Greece", "a Greek offer".
FROM_WHOM = ("from", "by")
_OTHER = ("of", "to", "against", "with", "on", "for", "between", "among", "in", "over", "at", "near", "towards",
          "toward", "into", "along", "across", "inside", "within", "around")  # fmt: skip
#: A phrase inside a phrase inside a phrase: further down nobody is meant by the outermost.
MAX_DEPTH = 4
#: Nouns for people seen from another's side: "his critics" are not he, and do not act for him.
_OPPOSITE = word_class("seen-from-the-other-side")


class PhraseActors:
    """Finds the actors in the phrases of one sentence. Each answer is found once and kept.

    Args:
        sentence: The sentence.
        cast: Who the words mean.
        patterns: The rows of the event lexicon by lemma: which nouns name an act.
    """

    def __init__(self, sentence: Sentence, cast: Cast, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        self._sentence = sentence
        self._cast = cast
        self._patterns = patterns
        self._meant: dict[int, tuple[str, ...]] = {}
        self._inside: dict[tuple[int, tuple[str, ...], int], tuple[str, ...]] = {}
        self._behind: dict[int, dict[str, list[Token]]] = {}

    def named(self, token: Token) -> tuple[str, ...]:
        """Return the actors that a word means, members joined to it left out."""
        return self._cast.of_token(self._sentence, token, joined=False)

    def of(self, token: Token) -> tuple[str, ...]:
        """Return the actors that the phrase headed by `token` means, members joined by "and" included."""
        if token.i not in self._meant:
            self._meant[token.i] = self._cast.of_token(self._sentence, token)
        return self._meant[token.i]

    def inside(self, token: Token, without: tuple[str, ...] = (), depth: int = 0) -> tuple[str, ...]:
        """Return the actors that a phrase means, or else the first that stand inside it.

        Args:
            token: The head of the phrase.
            without: Keys of actors that are not wanted.
            depth: How many phrases lie around this one; behind `MAX_DEPTH` only the head itself is asked.

        Returns:
            Actor keys, each once, in the order in which they are found; empty where nobody is named.
        """
        asked = (token.i, without, depth)
        if asked not in self._inside:
            self._inside[asked] = self._find_inside(token, without, depth)
        return self._inside[asked]

    def inside_all(self, heads: Iterable[Token], without: tuple[str, ...] = (), depth: int = 0) -> tuple[str, ...]:
        """Return what `inside` finds in several phrases, each actor once."""
        return tuple(dict.fromkeys(key for head in heads for key in self.inside(head, without, depth)))

    def _find_inside(self, token: Token, without: tuple[str, ...], depth: int) -> tuple[str, ...]:
        """Return the actors of a phrase and of the members joined to it."""
        found = list(self._in_phrase(token, without, depth))
        if depth <= MAX_DEPTH and token.pos_ not in {"VERB", "AUX"}:
            for child in token.children:
                other_act = self.is_event(child) and not self.named(child)  # "sanctions and aid for Mali"
                if child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX"} and not other_act:
                    found.extend(self.inside(child, without, depth + 1))
        return tuple(dict.fromkeys(found))

    def _in_phrase(self, token: Token, without: tuple[str, ...], depth: int) -> tuple[str, ...]:
        """Return the actors that the head means, or else those that its parts mean, nearest part first."""
        keys = self._meant_by_head(token, without, depth)
        if keys or depth > MAX_DEPTH or token.pos_ == "PROPN":
            return keys
        if token.lemma_.lower() in _OPPOSITE:
            return self.inside_all(noun_phrase.examples_of(token), depth=depth + 1)
        for group in self.parts(token):
            if found := self.inside_all(group, without, depth + 1):
                return found
        for child in token.children:
            if child.dep_ == "acl" and (found := self.in_clause(child, without)):
                return found
        for child in token.children:
            if child.dep_ == "appos" and (found := self.inside(child, without, depth + 1)):
                return found
        return ()

    def _meant_by_head(self, token: Token, without: tuple[str, ...], depth: int) -> tuple[str, ...]:
        """Return the actors that the head means; for vague ones where they are, and who is named as an example."""
        keys = tuple(key for key in self.named(token) if key not in without)
        if keys and self._belongs_to(token, without):
            keys = ()
        if keys and without and self.are_vague(keys):  # "to a peacekeeping force in Liberia", "peacekeepers in Iraq"
            placed = [part for preposition in ("in", "of") for part in self.behind(token, preposition)]
            keys = self.inside_all(placed, without) or keys
        if keys and self.are_vague(keys):
            examples = self.inside_all(noun_phrase.examples_of(token), depth=depth + 1)
            keys = (*keys, *(key for key in examples if key not in without))
        return tuple(dict.fromkeys(keys))

    def _belongs_to(self, token: Token, owners: tuple[str, ...]) -> bool:
        """Tell whether "its troops", "their ambassador" belongs to one of `owners`."""
        return any(c.tag_ == "PRP$" and bool(set(self.of(c)) & set(owners)) for c in token.children)

    def parts(self, token: Token) -> Iterator[list[Token]]:
        """Yield the parts of a noun phrase in groups, the group first in which an actor is most likely meant."""
        yield noun_phrase.owners_of(token)
        yield [part for preposition in FROM_WHOM for part in self.behind(token, preposition)]
        yield noun_phrase.modifiers_of(token)
        for preposition in _OTHER:
            yield self.behind(token, preposition)

    def behind(self, token: Token, preposition: str) -> list[Token]:
        """Return what stands behind a preposition on a word. The list is kept: do not change it."""
        if token.i not in self._behind:
            self._behind[token.i] = syntax.by_preposition(token)
        return self._behind[token.i].get(preposition, [])

    def in_clause(self, verb: Token, without: Iterable[str]) -> tuple[str, ...]:
        """Return the first actors inside a clause that are not among `without`; vague ones only if there are no others.

        Args:
            verb: The clause's verb. Its subject is not asked.
            without: Keys of actors that are not wanted.
        """
        barred = tuple(without)
        vague: tuple[str, ...] = ()
        for part in noun_phrase.clause_parts(verb):
            found = self.inside(part, barred)
            if found and not self.are_vague(found):
                return found
            vague = vague or found
        return vague

    def are_vague(self, keys: tuple[str, ...]) -> bool:
        """Tell whether all are bodies without name or country, sent or freed as often as addressed: "troops"."""
        return all(_is_nameless(self._cast.actor(key)) for key in keys)

    def is_event(self, noun: Token) -> bool:
        """Tell whether a noun names an act by some row of the lexicon: "sanctions", "a visit"."""
        return any(row.part == "n" for row in self._rows(noun))

    def harms(self, noun: Token) -> list[Pattern]:
        """Return the rows by which a noun names harm done to somebody: "attack", "sanctions"."""
        return [row for row in self._rows(noun) if row.part == "n" and row.type in HARM]

    def _rows(self, token: Token) -> Sequence[Pattern]:
        return self._patterns.get(token.lemma_.lower(), ())


def _is_nameless(actor: Actor) -> bool:
    if actor.country is not None:
        return False
    described = actor.entity is None and all(mention.form != "name" for mention in actor.mentions)
    return actor.kind == "group" or (actor.kind == "organization" and described)
