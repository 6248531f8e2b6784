"""One article → its events: sentence by sentence, then the mentions of one event joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.plover.types import ARMED, NEEDS_TARGET
from detente.reading.events.arguments import Arguments
from detente.reading.events.confidence import confidence_of
from detente.reading.events.discourse import fill_from_before
from detente.reading.events.lookup import Lookup
from detente.reading.events.merge import DistinctDraft, merge_mentions
from detente.reading.events.model import EventsFound, Explanation
from detente.reading.events.sentence import code_sentence
from detente.reading.events.topics import Topics
from detente.reading.events.trace import trace_sentences
from detente.reading.grammar import syntax
from detente.reading.said import Said
from detente.records import Event, Gap

if TYPE_CHECKING:
    from detente.knowledge.plover import EventLexicon
    from detente.reading.cast import Cast
    from detente.reading.document import Document
    from detente.reading.events.model import Dropped, EventDraft
    from detente.reading.events.trace import SentenceTrace
    from detente.reading.places import PlaceReader
    from detente.records import Place, Statement

#: Types of force: who uses it abroad strikes the state there.


def read_events(
    document: Document,
    cast: Cast,
    statements: tuple[Statement, ...],
    lexicon: EventLexicon,
    *,
    places: PlaceReader | None = None,
) -> EventsFound:
    """Return the events that an article tells.

    Args:
        document: The article, parsed on demand.
        cast: Its actors.
        statements: Its statements; an event in a statement's content gets that statement's key.
        lexicon: The event lexicon.
        places: Finds where an event was; None leaves every event's place open.

    Returns:
        Events "e1", "e2", … in the order of their triggers, and a gap for each that lacks a source, or a target where
        PLOVER requires one.
    """
    told, _ = _told(document, cast, statements, lexicon)
    events = tuple(_event(f"e{number}", one, lexicon, _Where(cast, places)) for number, one in enumerate(told, 1))
    gaps = [gap for event in events for gap in _gaps(event)]
    return EventsFound(events, (*gaps, *(() if places is None else places.gaps)))


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
    others = Lookup(lexicon, arguments).hits(draft.hit.token)
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


def trace_events(
    document: Document, cast: Cast, statements: tuple[Statement, ...], lexicon: EventLexicon
) -> tuple[SentenceTrace, ...]:
    """Return every sentence word by word, with the rows that were looked up and the first condition that failed."""
    told, dropped = _told(document, cast, statements, lexicon)
    return trace_sentences(document, cast, lexicon, told, dropped)


def _told(
    document: Document, cast: Cast, statements: tuple[Statement, ...], lexicon: EventLexicon
) -> tuple[tuple[DistinctDraft, ...], list[Dropped]]:
    said = Said(statements)
    drafts: list[EventDraft] = []
    dropped: list[Dropped] = []
    for sentence in document.sentences:
        found, left = code_sentence(document, sentence, cast, lexicon, said)
        drafts.extend(found)
        dropped.extend(left)
    topics = Topics(document, cast, statements, lexicon)
    told = merge_mentions(document, fill_from_before(drafts, lexicon, topics))
    for sentence in document.sentences:
        syntax.forget(document.parsed(sentence))
    return told, dropped


def _event(key: str, told: DistinctDraft, lexicon: EventLexicon, where: _Where) -> Event:
    draft = told.draft
    code = lexicon.codes.get(draft.cameo or "")
    kept = code is not None and code.type == draft.type
    place = where.place_of(draft)
    return Event(
        key=key,
        type=draft.type,
        mode=draft.hit.pattern.mode if draft.type == draft.hit.pattern.type else None,
        cameo=draft.cameo,
        sources=draft.sources,
        targets=draft.targets or where.state_hit(draft, place),
        trigger=draft.trigger,
        status=draft.status,
        status_cue=draft.status_cue,
        background=draft.background,
        said_in=draft.said_in,
        date=draft.date,
        place=place,
        contexts=code.contexts if code is not None and kept else (),
        intensity=None if code is None else code.goldstein,
        mentions=told.mentions,
        confidence=confidence_of(draft),
    )


class _Where:
    """Finds the places of events, and the state that an act strikes by its place."""

    def __init__(self, cast: Cast, places: PlaceReader | None) -> None:
        self._cast = cast
        self._places = places

    def place_of(self, draft: EventDraft) -> Place | None:
        """Return where the event was, or None."""
        if self._places is None:
            return None
        return self._places.place_of(draft.sentence, draft.hit.carrier or draft.hit.token)

    def state_hit(self, draft: EventDraft, place: Place | None) -> tuple[str, ...]:
        """Return the state of the place where force was used, if no target is named and the article speaks of it."""
        if place is None or place.country is None or draft.type not in ARMED or not draft.sources:
            return ()
        state = self._cast.state_of(place.country)
        abroad = place.country not in self._cast.countries(draft.sources)
        return (state,) if state is not None and abroad else ()


def _gaps(event: Event) -> list[Gap]:
    if not event.sources:
        return [Gap(event.trigger, "events", "no_source", f"{event.key}: the sentence does not say who did it")]
    if not event.targets and len(event.sources) < 2 and event.type in NEEDS_TARGET:
        return [Gap(event.trigger, "events", "no_target", f"{event.key}: the sentence does not say to whom")]
    return []
