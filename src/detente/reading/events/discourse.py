"""What the sentences before tell about an event: to whom an answer goes, whose attack "the attack" is, who went on.

Each inference rests on one earlier event, statement or named policy of the article, and is named in the event's rules.
All else that a sentence leaves out stays out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.knowledge.plover.types import JUDGING, VERBAL_CONFLICT, YIELDING
from detente.reading.events.sentence import LEFT_OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.knowledge.plover import EventLexicon
    from detente.reading.events.model import EventDraft
    from detente.reading.events.topics import Topics

_ANSWERS = frozenset({"REJECT", "CONCEDE"})
_SPOKEN = VERBAL_CONFLICT | {"SUPPORT"}
_BEARS_ON = frozenset({"SANCTION"})
_GOES_ON = frozenset({"SANCTION", "COERCE", "ACCUSE", "ASSAULT"})
#: An answer stands at most this many sentences behind what it answers, and what goes on at most `_NEXT`.
_REACH = 4
_NEXT = 2
_JOINS = frozenset({"join", "attend"})
_OBJECTS = frozenset({"dobj", "pobj", "nsubjpass"})


def fill_from_before(drafts: Sequence[EventDraft], lexicon: EventLexicon, topics: Topics) -> list[EventDraft]:
    """Return the drafts with the actors that what was told before gives them, without those that still have none.

    - A refusal or concession without target answers the nearest request that was put to its source.
    - Praise, blame or refusal of "the attack", "the call", "the deal" goes to who attacked, called or dealt before.
    - A request to change a sanction or ban told before is put to who imposed it, and the change is for them to make.
    - "This demand", "this framing" asks, blames or threatens for who spoke last.
    - A sanction without target, after "its policy toward Mali", bears on Mali.
    - A request that names nobody, for the same thing as a request before it, is put to the same.
    - "Chad joined the talks" is a meeting of Chad with those who talked in the sentences before.
    - A passive without agent that goes on with the same target ("was further sanctioned") has the same source.
    """
    done: list[EventDraft] = []
    for draft in drafts:
        new = _with_sources(draft, done, topics)
        if not new.targets and new.sources:
            for types, find, rule in _TARGETS:
                if new.type in types and not new.targets:
                    new = _with_targets(new, find(_Past(new, tuple(done), lexicon, topics)), rule)
        done.append(new)
    return [d for d in done if d.sources or d.targets or LEFT_OPEN not in d.rules]


def _with_sources(draft: EventDraft, before: Sequence[EventDraft], topics: Topics) -> EventDraft:
    if draft.sources:
        return draft
    if draft.type in _SPOKEN and (keys := topics.of_speech(draft)):
        keys = tuple(key for key in keys if key not in draft.targets)
        return replace(draft, sources=keys, rules=(*draft.rules, "points back to who spoke"))
    if LEFT_OPEN in draft.rules:
        asking = [d for d in before if d.type == "REQUEST" and draft.token in d.token.subtree]
        if asking:
            return replace(draft, sources=asking[-1].targets, rules=(*draft.rules, "who was asked is to act"))
    if draft.targets and draft.type in _GOES_ON and draft.part == "v":
        return _going_on(draft, before)
    return draft


@dataclass(frozen=True, slots=True)
class _Past:
    """An event, those told before it, and what else was spoken of."""

    draft: EventDraft
    before: tuple[EventDraft, ...]
    lexicon: EventLexicon
    topics: Topics


def _with_targets(draft: EventDraft, keys: tuple[str, ...], rule: str) -> EventDraft:
    keys = tuple(key for key in keys if key not in draft.sources)
    return replace(draft, targets=keys, rules=(*draft.rules, rule)) if keys else draft


def _asker(past: _Past) -> tuple[str, ...]:
    draft = past.draft
    for other in reversed(past.before):
        if draft.sentence.index - other.sentence.index > _REACH:
            return ()
        if other.type == "REQUEST" and set(other.targets) & set(draft.sources):
            return other.sources
    return ()


def _whose(past: _Past) -> tuple[str, ...]:
    """Return who did what the object of praise, blame or refusal names."""
    draft, token = past.draft, past.draft.token
    nouns = [t for t in token.subtree if t.dep_ in _OBJECTS and t.pos_ == "NOUN" and t.head in {token, *token.children}]
    types = {
        row.type for noun in nouns for row in past.lexicon.patterns.get(noun.lemma_.lower(), ()) if row.part == "n"
    }
    for other in reversed(past.before):
        if other.type in types and other.sentence is not draft.sentence and other.sources:
            return (*other.sources, *other.targets) if other.type == "AGREE" else other.sources
    return ()


def _imposer(past: _Past) -> tuple[str, ...]:
    """Return who imposed what a request wants changed: "urged a rethink of the freeze"."""
    imposed = _imposed(past, lambda other: bool(other.sources) and set(other.sources).isdisjoint(past.draft.sources))
    return imposed.sources if imposed else ()


def _relieved(past: _Past) -> tuple[str, ...]:
    """Return on whom that was imposed which its author eases: "will reconsider the freeze"."""
    imposed = _imposed(
        past, lambda other: bool(other.targets) and not set(other.sources).isdisjoint(past.draft.sources)
    )
    return imposed.targets if imposed else ()


def _imposed(past: _Past, is_meant: Callable[[EventDraft], bool]) -> EventDraft | None:
    """Return the last sanction told before that is meant, if the act bears on one at all."""
    draft = past.draft
    if past.lexicon.classes["SANCTION"].isdisjoint(_things(draft)):
        return None
    for other in reversed(past.before):
        if draft.sentence.index - other.sentence.index > _REACH:
            return None
        if other.type == "SANCTION" and is_meant(other):
            return other
    return None


def _asked_alike(past: _Past) -> tuple[str, ...]:
    draft = past.draft
    wanted = _things(draft)
    for other in reversed(past.before):
        if draft.sentence.index - other.sentence.index > _REACH:
            return ()
        if (
            other.type == "REQUEST"
            and other.targets
            and other.sentence is not draft.sentence
            and wanted & _things(other)
        ):
            return other.targets
    return ()


def _things(draft: EventDraft) -> set[str]:
    """Return the nouns of what a request is for: "asked to waive her immunity" → immunity."""
    token = draft.token
    return {t.lemma_.lower() for t in token.subtree if t.pos_ == "NOUN" and t.i > token.i and t.dep_ in _OBJECTS}


def _talkers(past: _Past) -> tuple[str, ...]:
    draft = past.draft
    if draft.token.lemma_.lower() not in _JOINS:
        return ()
    for other in reversed(past.before):
        if draft.sentence.index - other.sentence.index > _REACH:
            return ()
        if other.type == "CONSULT" and other.sentence is not draft.sentence and len(other.sources) > 1:
            return other.sources
    return ()


def _topic(past: _Past) -> tuple[str, ...]:
    return past.topics.of_policy(past.draft, _REACH)


def _going_on(draft: EventDraft, before: Sequence[EventDraft]) -> EventDraft:
    for other in reversed(before):
        if draft.sentence.index - other.sentence.index > _NEXT:
            break
        if other.type == draft.type and other.sources and set(other.targets) == set(draft.targets):
            return replace(draft, sources=other.sources, rules=(*draft.rules, "goes on with an act told before"))
    return draft


#: Where a target is looked for, in this order: for which types, how, and what the rule is called.
_TARGETS: tuple[tuple[frozenset[str], Callable[[_Past], tuple[str, ...]], str], ...] = (
    (JUDGING, _whose, "takes up an act told before"),
    (YIELDING, _relieved, "eases an act told before"),
    (_ANSWERS, _asker, "answers a request told before"),
    (frozenset({"REQUEST"}), _imposer, "asks for the change of an act told before"),
    (frozenset({"REQUEST"}), _asked_alike, "asks for the same as a request told before"),
    (frozenset({"CONSULT"}), _talkers, "joins talks told before"),
    (_BEARS_ON, _topic, "bears on whom the policy spoken of is for"),
)
