"""Who "I", "we" and "our country" are, once it is known who says what.

Inside quotations they are the speaker's; outside of them those of the speaker of a turn ("HALL: …") or of whoever the
title says that the whole text is by.

"I" is the speaker. "We" is the side for which the speaker speaks: for a spokesperson those on whose behalf, or the
government of the spokesperson's country; for everybody else the speaker, who stands for that side ("We reject this",
said the minister: the minister rejects it). "Our country", "our nation" and, in a quotation, "this country" are the
state of the speaker's country; "our government" its government. Groups of "ours" ("our troops") get that country.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.reading.cast import Cast
from detente.reading.grammar import phrases
from detente.reading.grammar.words import word_class
from detente.reading.voice import voice_of
from detente.records import Actor, Mention, Span, count_chars

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.knowledge import Knowledge
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.records import ActorKind, MentionForm, Sector, Statement

_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
_COUNTRY_NOUNS = word_class("home")
_GOVERNMENT_NOUNS = frozenset({"government", "administration"})
_HERE = frozenset({"this"})
_SPOKESPERSONS = ("spokesman", "spokeswoman", "spokesperson", "press secretary")


def with_first_person(cast: Cast, document: Document, statements: tuple[Statement, ...], knowledge: Knowledge) -> Cast:
    """Return the cast with the mentions in the first person of all quoted statements.

    Args:
        cast: The actors of the article.
        document: The article being read.
        statements: Who says what; only words inside quotation marks are taken as the speaker's own.
        knowledge: Names the state of the speaker's country where the article names it nowhere else.

    Returns:
        A new cast: the same actors under the same keys, with further mentions, and new states and governments at its
        end where the text speaks of "our country" and nobody has named it.
    """
    return _FirstPerson(cast, document, knowledge).read(statements)


@dataclass(frozen=True, slots=True)
class _Speaking:
    """Who says some words, and for whom."""

    speakers: tuple[str, ...]
    on_behalf_of: tuple[str, ...] = ()


class _FirstPerson:
    """Gathers what the first person means, statement by statement; the innermost statement wins."""

    def __init__(self, cast: Cast, document: Document, knowledge: Knowledge) -> None:
        self._cast = cast
        self._document = document
        self._knowledge = knowledge
        self._actors = {actor.key: actor for actor in cast.actors}
        self._mentions: dict[Span, tuple[str, ...]] = {}
        self._heads: dict[int, tuple[str, ...]] = {}

    def read(self, statements: tuple[Statement, ...]) -> Cast:
        self._read_voice(voice_of(self._document, self._cast))
        for statement in sorted(statements, key=lambda s: -count_chars(s.content)):
            if statement.speakers:
                for part in statement.content:
                    self._read_part(part, statement)
        for span, keys in sorted(self._mentions.items()):
            for key in keys:
                self._add(key, span)
        return self._cast.extended(tuple(self._actors.values()), self._heads)

    def _read_voice(self, voice: tuple[str, ...]) -> None:
        """Read the whole text outside of quotations as the words of those whom its title names."""
        if not voice:
            return
        whole = Span(0, len(self._document.text))
        quoted = [q.span for q in self._document.quotations]
        self._read_words(whole, _Speaking(voice), lambda here: not any(span.contains(here) for span in quoted))

    def _read_part(self, part: Span, statement: Statement) -> None:
        """Read one stretch of a content: what is quoted in it, or all of a turn in a conversation."""
        quoted = [q.span for q in self._document.quotations_in(part)]
        is_turn = statement.cue[0].words(self._document.text) == ":"
        speaking = _Speaking(statement.speakers, statement.on_behalf_of)
        self._read_words(part, speaking, lambda here: is_turn or any(span.contains(here) for span in quoted))

    def _read_words(self, part: Span, statement: _Speaking, is_own: Callable[[Span], bool]) -> None:
        for sentence, token in self._document.tokens_in(part):
            word = token.lower_
            if word not in _SINGULAR | _PLURAL | _HERE or token.pos_ == "PROPN":  # "the US" is no "us"
                continue
            here = self._document.span_of(sentence, token)
            if not is_own(here):
                continue
            if word in _SINGULAR:
                self._set(here, here.start, statement.speakers if len(statement.speakers) == 1 else ())
            else:
                self._read_side(sentence, token, statement)

    def _read_side(self, sentence: Sentence, token: Token, statement: _Speaking) -> None:
        """Read a "we", "our" or "this": the side, or with its noun the state or government of the side."""
        here = self._document.span_of(sentence, token)
        noun = token.head if token.dep_ in {"poss", "det"} else None
        lemma = "" if noun is None else noun.lemma_.lower()
        if token.lower_ in _HERE and lemma != "country":
            return
        if noun is not None and lemma in _COUNTRY_NOUNS | _GOVERNMENT_NOUNS:
            key = self._state_or_government(statement, lemma)
            if key is not None:
                whole = self._document.span_of(sentence, phrases.phrase_tokens(noun))
                self._set(whole, self._document.span_of(sentence, noun).start, (key,))
                return
        if token.lower_ in _PLURAL:
            self._set(here, here.start, self._side(statement))
            if noun is not None:
                self._give_country(self._document.span_of(sentence, noun).start, statement)

    def _set(self, span: Span, head: int, keys: tuple[str, ...]) -> None:
        if keys:
            self._mentions[span] = keys
            self._heads[head] = keys

    def _side(self, statement: _Speaking) -> tuple[str, ...]:
        """Return for whom the speakers say "we"."""
        if statement.on_behalf_of:
            return statement.on_behalf_of
        speakers = [self._actors[key] for key in statement.speakers]
        if len(speakers) == 1 and any(word in (speakers[0].role or "").lower() for word in _SPOKESPERSONS):
            # A rebels' spokesman does not say "we" for the government of his country.
            country = speakers[0].country if speakers[0].sector in {"GOV", None} else None
            governments = [a.key for a in self._actors.values() if country and a.entity == f"gov:{country}"]
            return tuple(governments) or statement.speakers
        return statement.speakers

    def _state_or_government(self, statement: _Speaking, noun: str) -> str | None:
        """Return the key of the state or government of the speakers' country, a new one if need be; None if unknown."""
        countries = {self._actors[key].country for key in statement.speakers} - {None, "IGO"}
        if len(countries) != 1:
            return None
        country = next(iter(countries)) or ""
        of_state = noun in _COUNTRY_NOUNS
        entity = self._knowledge.state(country) if of_state else self._knowledge.government(country)
        for actor in self._actors.values():
            if actor.entity == entity.entity_id:
                return actor.key
        key = f"a{len(self._actors) + 1}"
        kind: ActorKind = "state" if of_state else "organization"
        sector: Sector | None = None if of_state else "GOV"
        self._actors[key] = Actor(key, entity.entity_id, entity.name, kind, country, sector, None, ())
        return key

    def _give_country(self, head: int, statement: _Speaking) -> None:
        """Give a group of "ours" the country of the speakers, if it has none."""
        countries = {self._actors[key].country for key in statement.speakers}
        for key in self._cast.at(head):
            actor = self._actors[key]
            if actor.country is None and actor.kind != "person" and len(countries) == 1:
                self._actors[key] = replace(actor, country=next(iter(countries)))

    def _add(self, key: str, span: Span) -> None:
        """Add a mention to an actor, in order; "our country" is a description, the rest are pronouns."""
        actor = self._actors[key]
        form: MentionForm = "pronoun" if " " not in span.words(self._document.text) else "description"
        if all(mention.span != span for mention in actor.mentions):
            mentions = sorted([*actor.mentions, Mention(span.start, span.end, form)], key=lambda m: (m.start, m.end))
            self._actors[key] = replace(actor, mentions=tuple(mentions))
