"""Who cannot be source or target of an event, for the grammar of its sentence says so.

The network weighs every actor near a trigger. A few of them are ruled out before it chooses:

- whose support, thanks or concern is expressed: "conveyed Chad's condolences" is not towards Chad;
- whom a rejected report is about: "rejected reports that Mali's army fired" is not towards Mali;
- against whom something is asked for: "called for sanctions against Mali" asks nothing of Mali;
- against whom the harm is that is condemned: "denounced threats against Chad" accuses others;
- of whom talks are: "a meeting on Sudan" is neither by Sudan nor with it;
- whom the verb beside is towards: "stands by Chad and blames Mali" stands by Chad alone;
- who holds the talks at which others speak: "called for calm at a meeting hosted by Oman" asks nothing of Oman;
- the state and the government for which the subject speaks, where the sentence names them only as
  who acts in what is said, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.grammar import phrases
from detente.reading.grammar.words import word_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Doc, Token
    from detente.records import EventType

_DENYING = frozenset({"reject", "deny", "dismiss", "refute", "rebut"})
_CLAUSES = frozenset({"acl", "relcl", "ccomp", "advcl", "xcomp"})
_HOSTILE = frozenset({"ACCUSE", "REJECT", "THREATEN", "SANCTION", "COERCE", "ASSAULT"})
_ADDRESSED = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"})
_SPEAKING_FOR_STATE = frozenset({"GOV", "MIL"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_TALKS = word_class("talks")
_HARM = word_class("harm-toward")
_TOPIC = frozenset({"on", "about", "over", "regarding", "concerning"})
_AGAINST = frozenset({"against"})
_ON = frozenset({"on"})
_FOR = frozenset({"for"})
_UPON = frozenset({"sanction", "embargo", "tariff", "ban", "pressure", "boycott", "blockade"})


@dataclass(frozen=True, slots=True)
class Barred:
    """Keys of actors that an event cannot have in a role.

    Attributes:
        sources: Who did not do it.
        targets: To whom it was not done.
    """

    sources: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()


class BarReader:
    """Finds who is ruled out, for the triggers of one article.

    Args:
        document: The article being read.
        cast: Its actors.
    """

    def __init__(self, document: Document, cast: Cast) -> None:
        self._document, self._cast = document, cast

    def read(self, sentence: Sentence, trigger: Sequence[Token], kind: EventType) -> Barred:
        """Return who cannot be source or target.

        Args:
            sentence: The sentence of the trigger.
            trigger: Its words.
            kind: The type of the event.
        """
        nouns, verb = _governed(trigger)
        topics = {t.i for noun in nouns for t in _topic(noun)}
        hosts = {t.i for t in _hosts(self._document.parsed(sentence), nouns)} if kind in _ADDRESSED else set()
        places = topics | hosts | {t.i for t in _not_addressed(nouns, verb, kind)}
        heads = self._heads(sentence)
        if verb is not None and _objects(verb) & set().union(*heads.values()):
            places |= {t for other in _beside(verb) for t in _objects(other)}
        by_place = {key for key, own in heads.items() if own <= places}
        of_topic = {key for key, own in heads.items() if own <= topics}
        return Barred(frozenset(of_topic), frozenset(by_place | self._own_side(sentence, verb, kind, heads)))

    def _heads(self, sentence: Sentence) -> dict[str, set[int]]:
        """Return actor → its head words in a sentence."""
        found: dict[str, set[int]] = {}
        for token in self._document.parsed(sentence):
            for key in self._cast.at(self._document.span_of(sentence, token).start):
                found.setdefault(key, set()).add(token.i)
        return found

    def _own_side(
        self, sentence: Sentence, verb: Token | None, kind: EventType, heads: Mapping[str, set[int]]
    ) -> set[str]:
        """Return state and government of those who speak for them.

        Of a body of the state also where the sentence names it: "Mali's ministry warned that a deal without Mali …". Of
        a person where it is named with him or as who acts in what is said: "Mali's envoy warned that Mali will answer".
        """
        subject = None if verb is None or kind not in _HOSTILE else phrases.subject_of(verb)
        if subject is None:
            return set()
        speaking = [self._cast.actor(key) for key in self._cast.of_token(sentence, subject)]
        countries = {a.country for a in speaking if a.sector in _SPEAKING_FOR_STATE} - {None, "IGO"}
        bodies = {a.country for a in speaking if a.sector == "GOV" and a.kind == "organization"}
        elsewhere = {t.i for t in subject.subtree}
        elsewhere |= {t.i for t in verb.subtree if t.dep_ in _SUBJECTS and t.i > verb.i} if verb is not None else set()
        return {
            actor.key
            for actor in self._cast.actors
            if actor.country in countries
            if heads.get(actor.key, set()) <= elsewhere or actor.country in bodies
            if actor.kind == "state" or (actor.entity or "").startswith("gov:")
        }  # fmt: skip


def _governed(trigger: Sequence[Token]) -> tuple[list[Token], Token | None]:
    """Return the nouns of a trigger with the objects of its verb, and the verb that they hang on."""
    nouns = [t for t in trigger if t.pos_ == "NOUN"]
    verb = next((t for t in trigger if t.pos_ == "VERB"), None)
    if verb is None and nouns and nouns[0].dep_ == "dobj":
        verb = nouns[0].head
    if verb is not None:
        objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
        asked = phrases.object_of(verb, _FOR)
        nouns += [t for o in (*objects, *(() if asked is None else (asked,))) for t in phrases.joined(o)]
    return list({t.i: t for t in nouns}.values()), verb


def _beside(verb: Token) -> Iterator[Token]:
    """Yield the verbs to which one is joined by "and" or "but", with the same subject."""
    joined = [verb.head] if verb.dep_ == "conj" else []
    for other in (*joined, *(c for c in verb.children if c.dep_ == "conj")):
        later = other if other.i > verb.i else verb
        if other.pos_ == "VERB" and not any(c.dep_ in _SUBJECTS for c in later.children):
            yield other


def _objects(verb: Token) -> set[int]:
    """Return the places of a verb's objects, with those behind its prepositions."""
    behind = (c for child in verb.children if child.dep_ in {"prep", "dative", "prt"} for c in child.children)
    objects = [c for c in (*verb.children, *behind) if c.dep_ in {"dobj", "pobj", "dative"}]
    return {t.i for o in objects for t in phrases.joined(o)}


def _topic(noun: Token) -> Iterator[Token]:
    """Yield the words that say what talks are about: "a meeting on Sudan"."""
    if noun.lemma_.lower() in _TALKS:
        yield from _behind(noun, _TOPIC)


def _hosts(doc: Doc, nouns: Sequence[Token]) -> Iterator[Token]:
    """Yield the words that say by whom talks are held that are not what the event is about: "a summit held by Oman"."""
    for noun in doc:
        if noun.lemma_.lower() not in _TALKS or noun in nouns:
            continue
        held = (child for child in noun.children if child.dep_ == "acl" and child.tag_ == "VBN")
        yield from (t for verb in held for agent in verb.children if agent.dep_ == "agent" for t in agent.subtree)


def _not_addressed(nouns: Sequence[Token], verb: Token | None, kind: EventType) -> Iterator[Token]:
    """Yield the words at places where no target of the event stands."""
    is_denial = verb is not None and verb.lemma_.lower() in _DENYING
    for noun in nouns:
        lemma = noun.lemma_.lower()
        owner = phrases.possessor(noun)
        if owner is not None and lemma in word_class("own-attitude"):
            yield from owner.subtree
        if is_denial and lemma in word_class("hearsay"):
            yield from _clauses(noun)
            yield from () if verb is None else _clauses(verb)
        if kind == "ACCUSE" and lemma in _HARM:
            yield from _behind(noun, _AGAINST | _ON)
        if kind == "REQUEST":
            yield from _behind(noun, _AGAINST | _ON if lemma in _UPON else _AGAINST)


def _clauses(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in _CLAUSES and child.i > token.i:
            yield from child.subtree


def _behind(noun: Token, prepositions: frozenset[str]) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            yield from child.subtree
