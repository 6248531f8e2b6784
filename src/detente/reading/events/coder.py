"""One article → its events: sentence by sentence, then the mentions of one event joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.events.arguments import Arguments
from detente.reading.events.confidence import confidence_of
from detente.reading.events.discourse import fill_from_before
from detente.reading.events.lookup import Lookup
from detente.reading.events.merge import Told, merge_mentions
from detente.reading.events.model import EventsFound, Explanation
from detente.reading.events.said import Said
from detente.reading.events.sentence import code_sentence
from detente.records import Event, Gap

if TYPE_CHECKING:
    from detente.knowledge.plover import EventLexicon
    from detente.reading.cast import Cast
    from detente.reading.document import Document
    from detente.reading.events.model import Draft, Dropped
    from detente.records import Statement

#: Types whose manual section says "requires recipient: yes".
_NEEDS_TARGET = frozenset({"COOPERATE", "AID", "SANCTION"})


def read_events(
    document: Document, cast: Cast, statements: tuple[Statement, ...], lexicon: EventLexicon
) -> EventsFound:
    """Return the events that an article tells.

    Args:
        document: The article, parsed on demand.
        cast: Its actors.
        statements: Its statements; an event in a statement's content gets that statement's key.
        lexicon: The event lexicon.

    Returns:
        Events "e1", "e2", … in the order of their triggers, and a gap for each that lacks a source, or a target where
        PLOVER requires one.
    """
    told, _ = _told(document, cast, statements, lexicon)
    events = tuple(_event(f"e{number}", one, lexicon) for number, one in enumerate(told, 1))
    return EventsFound(events, tuple(gap for event in events for gap in _gaps(event)))


def explain_event(
    document: Document, cast: Cast, statements: tuple[Statement, ...], lexicon: EventLexicon, key: str
) -> Explanation:
    """Return how one event came about: words, pattern, rules, and what was considered and left out.

    Raises:
        KeyError: The article has no event with this key.
    """
    told, dropped = _told(document, cast, statements, lexicon)
    number = int(key[1:]) if key[:1] == "e" and key[1:].isdecimal() else 0
    if not 0 < number <= len(told):
        raise KeyError(key)
    draft = told[number - 1].draft
    arguments = Arguments(draft.sentence, cast, lexicon)
    others = Lookup(document.parsed(draft.sentence), lexicon, arguments).hits(draft.hit.token)
    code = lexicon.codes.get(draft.cameo or "")
    pattern = draft.hit.pattern
    return Explanation(
        key=key,
        words=draft.trigger.words(document.text),
        pattern=pattern.key,
        line=pattern.line,
        source=pattern.source,
        cameo=None if code is None else f"{code.code} {code.name}",
        rules=draft.rules,
        considered=tuple(hit.pattern.key for hit in others if hit.pattern.key != pattern.key),
        dropped=tuple(d for d in dropped if draft.sentence.span.contains(d.span)),
    )


def _told(
    document: Document, cast: Cast, statements: tuple[Statement, ...], lexicon: EventLexicon
) -> tuple[tuple[Told, ...], list[Dropped]]:
    said = Said(statements)
    drafts: list[Draft] = []
    dropped: list[Dropped] = []
    for sentence in document.sentences:
        found, left = code_sentence(document, sentence, cast, lexicon, said)
        drafts.extend(found)
        dropped.extend(left)
    return merge_mentions(document, fill_from_before(drafts, lexicon)), dropped


def _event(key: str, told: Told, lexicon: EventLexicon) -> Event:
    draft = told.draft
    code = lexicon.codes.get(draft.cameo or "")
    kept = code is not None and code.type == draft.type
    return Event(
        key=key,
        type=draft.type,
        mode=draft.hit.pattern.mode if draft.type == draft.hit.pattern.type else None,
        cameo=draft.cameo,
        sources=draft.sources,
        targets=draft.targets,
        trigger=draft.trigger,
        status=draft.status,
        status_cue=draft.status_cue,
        background=draft.background,
        said_in=draft.said_in,
        date=draft.date,
        place=None,
        contexts=code.contexts if code is not None and kept else (),
        intensity=None if code is None else code.goldstein,
        mentions=told.mentions,
        confidence=confidence_of(draft),
    )


def _gaps(event: Event) -> list[Gap]:
    if not event.sources:
        return [Gap(event.trigger, "events", "no_source", f"{event.key}: the sentence does not say who did it")]
    if not event.targets and len(event.sources) < 2 and event.type in _NEEDS_TARGET:
        return [Gap(event.trigger, "events", "no_target", f"{event.key}: the sentence does not say to whom")]
    return []
