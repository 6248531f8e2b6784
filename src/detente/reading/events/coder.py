"""One article → its events: the rules sentence by sentence, their mentions joined, then the network over all of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.knowledge.plover.types import ARMED, NEEDS_TARGET
from detente.reading.events.arguments import Arguments
from detente.reading.events.confidence import confidence_of
from detente.reading.events.discourse import fill_from_before
from detente.reading.events.learned import Learned, LearnedCoder, signals_of
from detente.reading.events.lookup import Lookup
from detente.reading.events.merge import merge_mentions
from detente.reading.events.model import EventsFound, Explanation
from detente.reading.events.sentence import code_sentence
from detente.reading.events.topics import Topics
from detente.reading.events.trace import trace_sentences
from detente.reading.said import Said
from detente.records import Event, Gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge.plover import EventLexicon
    from detente.reading.cast import Cast
    from detente.reading.document import Document
    from detente.reading.events.model import Dropped, EventDraft
    from detente.reading.events.trace import SentenceTrace
    from detente.reading.places import PlaceReader
    from detente.records import Place, Statement


def read_events(
    document: Document,
    cast: Cast,
    statements: tuple[Statement, ...],
    lexicon: EventLexicon,
    *,
    places: PlaceReader | None = None,
    learned: Learned | None = None,
) -> EventsFound:
    """Return the events that an article tells.

    Args:
        document: The article, parsed on demand.
        cast: Its actors.
        statements: Its statements; an event in a statement's content gets that statement's key.
        lexicon: The event lexicon.
        places: Finds where an event was; None leaves every event's place open.
        learned: The network, which decides with the rules as a second voice; None leaves all to the rules.

    Returns:
        Events "e1", "e2", … in the order of their triggers, and a gap for each that lacks a source, or a target where
        PLOVER requires one.
    """
    coded, _ = _coded(document, cast, statements, lexicon, learned)
    where = _Where(cast, places)
    events = tuple(_event(f"e{number}", one, lexicon, where) for number, one in enumerate(coded, 1))
    gaps = [gap for event in events for gap in _gaps(event)]
    return EventsFound(events, (*gaps, *(() if places is None else places.gaps)))


def explain_event(
    document: Document,
    cast: Cast,
    statements: tuple[Statement, ...],
    lexicon: EventLexicon,
    key: str,
    *,
    learned: Learned | None = None,
) -> Explanation:
    """Return how one event came about: words, pattern, rules, what the network says, and what was left out.

    Raises:
        KeyError: The article has no event with this key.
    """
    coded, dropped = _coded(document, cast, statements, lexicon, learned)
    number = int(key[1:]) if key[:1] == "e" and key[1:].isdecimal() else 0
    if not 0 < number <= len(coded):
        raise KeyError(key)
    one = coded[number - 1]
    others = Lookup(lexicon, Arguments(one.sentence, cast, lexicon)).hits(one.token)
    code = lexicon.codes.get(one.cameo or "")
    pattern = one.pattern
    return Explanation(
        key=key,
        words=one.trigger.words(document.text),
        pattern=None if pattern is None else pattern.key,
        line=None if pattern is None else pattern.line,
        source=None if pattern is None else pattern.source,
        cameo=None if code is None else f"{code.code} {code.name}",
        rules=one.rules,
        considered=tuple(hit.pattern.key for hit in others if pattern is None or hit.pattern.key != pattern.key),
        dropped=tuple(d for d in dropped if one.sentence.span.contains(d.span)),
        opinion=one.opinion,
        confidence=one.confidence,
    )


def trace_events(
    document: Document,
    cast: Cast,
    statements: tuple[Statement, ...],
    lexicon: EventLexicon,
    *,
    learned: Learned | None = None,
) -> tuple[SentenceTrace, ...]:
    """Return every sentence word by word, with the rows that were looked up and the first condition that failed."""
    coded, dropped = _coded(document, cast, statements, lexicon, learned)
    return trace_sentences(document, cast, lexicon, coded, dropped)


def code_by_rules(
    document: Document, cast: Cast, statements: tuple[Statement, ...], lexicon: EventLexicon
) -> tuple[tuple[EventDraft, ...], list[Dropped]]:
    """Return what the rules make of an article: its distinct events, and the words that carry none."""
    said = Said(statements)
    drafts: list[EventDraft] = []
    dropped: list[Dropped] = []
    for sentence in document.sentences:
        found, left = code_sentence(document, sentence, cast, lexicon, said)
        drafts.extend(found)
        dropped.extend(left)
    topics = Topics(document, cast, statements, lexicon)
    return merge_mentions(document, fill_from_before(drafts, lexicon, topics)), dropped


def _coded(
    document: Document,
    cast: Cast,
    statements: tuple[Statement, ...],
    lexicon: EventLexicon,
    learned: Learned | None,
) -> tuple[Sequence[EventDraft], list[Dropped]]:
    told, dropped = code_by_rules(document, cast, statements, lexicon)
    if learned is None:
        return [replace(one, confidence=confidence_of(one)) for one in told], dropped
    signals = signals_of(document, cast, statements, lexicon, learned.encoded, told=told, dropped=dropped)
    return LearnedCoder(document, cast, Said(statements), lexicon, learned).events(signals, told), dropped


def _event(key: str, coded: EventDraft, lexicon: EventLexicon, where: _Where) -> Event:
    code = lexicon.codes.get(coded.cameo or "")
    kept = code is not None and code.type == coded.type
    place = where.place_of(coded)
    struck = where.state_hit(coded, place) if coded.ruled and not coded.targets else ()
    return Event(
        key=key,
        type=coded.type,
        mode=coded.mode,
        cameo=coded.cameo,
        sources=coded.sources,
        targets=coded.targets or struck,
        trigger=coded.trigger,
        status=coded.status,
        status_cue=coded.status_cue,
        background=coded.background,
        said_in=coded.said_in,
        date=coded.date,
        place=place,
        contexts=code.contexts if code is not None and kept else (),
        intensity=None if code is None else code.goldstein,
        mentions=coded.mentions,
        confidence=coded.confidence,
        source_confidences=coded.source_confidences,
        target_confidences=coded.target_confidences if not struck else (),
    )


class _Where:
    """Finds the places of events, and the state that an act strikes by its place."""

    def __init__(self, cast: Cast, places: PlaceReader | None) -> None:
        self._cast = cast
        self._places = places

    def place_of(self, coded: EventDraft) -> Place | None:
        """Return where the event was, or None."""
        if self._places is None:
            return None
        return self._places.place_of(coded.sentence, coded.carrier or coded.token)

    def state_hit(self, coded: EventDraft, place: Place | None) -> tuple[str, ...]:
        """Return the state of the place where force was used, if no target is named and the article speaks of it."""
        if place is None or place.country is None or coded.type not in ARMED or not coded.sources:
            return ()
        state = self._cast.state_of(place.country)
        abroad = place.country not in self._cast.countries(coded.sources)
        return (state,) if state is not None and abroad else ()


def _gaps(event: Event) -> list[Gap]:
    if not event.sources:
        return [Gap(event.trigger, "events", "no_source", f"{event.key}: the sentence does not say who did it")]
    if not event.targets and len(event.sources) < 2 and event.type in NEEDS_TARGET:
        return [Gap(event.trigger, "events", "no_target", f"{event.key}: the sentence does not say to whom")]
    return []
