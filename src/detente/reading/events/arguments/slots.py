"""Which words stand at a place of a pattern: "subj", "obj", "iobj", "to", "between" (docs/methods/events.md).

`knowledge/plover/vocabulary.py` holds the list of places. A place that has no function here is a preposition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.plover.types import JUDGING
from detente.reading.events.arguments import noun_phrase
from detente.reading.events.arguments.phrases import FROM_WHOM, MAX_DEPTH
from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from detente.knowledge.plover import EventLexicon
    from detente.reading.events.arguments.phrases import PhraseActors
    from detente.reading.events.model import Hit
    from detente.reading.grammar.tokens import Token

#: These types judge an act, and their target is the doer of that act: "condemned the attack by Mali" is towards Mali.
JUDGES = JUDGING | {"PROTEST"}
#: What leads from a policy to the acts that it consists of, and from who is ready to what for.
_PART_OF = frozenset({"of", "by", "on", "with", "for", "to"})
_READY = frozenset({"ready", "prepared", "open", "willing"})


class Slots:
    """Finds the heads of the phrases at a pattern's places.

    Args:
        phrases: The actors of the sentence's phrases.
        lexicon: For light verbs, cues, and the verbs with object control.
    """

    def __init__(self, phrases: PhraseActors, lexicon: EventLexicon) -> None:
        self._phrases = phrases
        self._control = lexicon.object_control
        self._cues = lexicon.cues
        self._light = lexicon.light
        self._functions: Mapping[str, Callable[[Hit], list[Token]]] = {
            "subj": self._subjects,
            "obj": self._objects,
            "obj.in": self._parts_of_objects,
            "iobj": _indirect_objects,
            "poss": lambda hit: noun_phrase.owners_of(hit.token),
            "adj": lambda hit: noun_phrase.adjectives_of(hit.token),
            "asked": lambda hit: syntax.asked_subjects(hit.token),
            "light": self._light_subjects,
            "between": self._between,
        }

    @staticmethod
    def key_of(hit: Hit) -> tuple[str, int, bool]:
        """Return all of a hit, its word left out, on which its places depend."""
        return hit.pattern.part, -1 if hit.carrier is None else hit.carrier.i, hit.pattern.type in JUDGES

    def heads(self, hit: Hit, slot: str) -> list[Token]:
        """Return the heads of the phrases at one place of a pattern.

        Args:
            hit: A word, and the row of the lexicon that is looked at.
            slot: The name of the place; "to" and "to.agent" name the same words.
        """
        function = self._functions.get(slot)
        return function(hit) if function else self.behind(hit, slot.removesuffix(".agent"))

    def behind(self, hit: Hit, preposition: str) -> list[Token]:
        """Return what stands behind a preposition on the word, on its object, or on the verb that carries it."""
        token = hit.token
        found = list(self._phrases.behind(token, preposition))
        if not found and hit.pattern.part == "v":
            found = self._behind_objects(hit, preposition)
        if not found and hit.pattern.part == "n" and preposition == "by":
            below = syntax.prepositional(token, ("of", "on", "in"))
            found = [p for head in below for p in syntax.prepositional(head, ("by",))]
        if not found and hit.carrier is not None:
            found = list(self._phrases.behind(hit.carrier, preposition))
        return found

    def _behind_objects(self, hit: Hit, preposition: str) -> list[Token]:
        """Return what stands behind a preposition on the verb's object: "lifted sanctions on Mali"."""
        found: list[Token] = []
        for head in self._objects(hit):
            if hit.pattern.type in JUDGES and preposition not in FROM_WHOM and self._phrases.harms(head):
                continue  # "condemned the attack on Mali" is not towards Mali
            if preposition != "of" or not self._phrases.of(head):
                found.extend(self._phrases.behind(head, preposition))
        return found

    def _subjects(self, hit: Hit) -> list[Token]:
        token = hit.token
        if hit.pattern.part == "a":
            return self._subjects_of_adjective(token)
        found = syntax.agents(token, self._control)
        if token.dep_ == "acl" and found == [token.head] and self._phrases.is_event(token.head):
            return syntax.owner(token.head, self._control)  # "a march calling for reform": whose march
        return found

    def _subjects_of_adjective(self, adjective: Token) -> list[Token]:
        verb = adjective.head
        if verb.pos_ in {"AUX", "VERB"}:
            return syntax.agents(verb, self._control)
        return [verb] if adjective.dep_ == "amod" else []

    def _objects(self, hit: Hit) -> list[Token]:
        return syntax.patients(hit.token, self._control)

    def _parts_of_objects(self, hit: Hit) -> list[Token]:
        return [part for head in self._objects(hit) for group in self._phrases.parts(head) for part in group]

    def _between(self, hit: Hit) -> list[Token]:
        found = self.behind(hit, "between")
        return [*found, *noun_phrase.far_member(found[0])] if len(found) == 1 else found

    def _light_subjects(self, hit: Hit) -> list[Token]:
        """Return who launches the attack, or who plans, denies or avoids it."""
        verb = self._verb_that_carries(hit)
        return [] if verb is None else syntax.agents(verb, self._control)

    def _verb_that_carries(self, hit: Hit) -> Token | None:
        if hit.carrier is not None:
            return hit.carrier
        above = hit.token.head
        if hit.token.dep_ == "pobj" and above.lower_ == "in" and above.head.pos_ == "AUX":
            return above.head  # "X is in a war with Y"
        if hit.token.dep_ == "dobj" and ("verb", above.lemma_.lower()) in self._cues:
            return above
        return self._verb_of_policy(hit.token)

    def _verb_of_policy(self, noun: Token) -> Token | None:
        """Return the verb by which somebody holds to an act: "kept up a policy of sanctions", "relied on pressure"."""
        node = noun
        for _ in range(MAX_DEPTH):
            above = node.head
            if _is_part_of(node) and not self._phrases.named(above):
                node = above
            elif node.dep_ in {"prep", "agent"} and above.dep_ == "acl" and above.tag_ == "VBN":
                node = above.head  # "a front marked by sanctions"
            elif node.dep_ in {"dobj", "prep"} and above.pos_ == "VERB":
                return above if self._light.get(above.lemma_.lower()) == "agent" else None
            elif node.dep_ == "acomp" and node.lemma_.lower() in _READY and above.pos_ == "AUX":
                return above
            else:
                return None
        return None


def _is_part_of(node: Token) -> bool:
    """Tell whether a word or preposition belongs to the noun phrase above it: "a policy of sanctions"."""
    if node.dep_ == "pobj":
        return node.head.lower_ in _PART_OF
    return node.dep_ == "conj" or (node.dep_ in {"prep", "agent"} and node.head.pos_ in {"NOUN", "ADJ"})


def _indirect_objects(hit: Hit) -> list[Token]:
    return [c for c in hit.token.children if c.dep_ == "dative" and c.pos_ != "ADP"]
