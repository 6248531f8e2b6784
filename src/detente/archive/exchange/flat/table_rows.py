"""The rows of the flat tables, made from one article at a time. `tables.py` says what each column means."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from detente.archive.exchange.codes import quads
from detente.archive.exchange.gathering import day_part, published_by, published_on, told_id
from detente.archive.exchange.parties import identify, is_reciprocal, iter_dyads
from detente.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.archive.filed import Filed
    from detente.records import DateRange, Event, Place, Record

    Row = dict[str, Any]

_BETWEEN = "; "


def articles(filed: Filed) -> Iterator[Row]:
    """Yield the row of an article."""
    article = filed.record.article
    yield {
        "article": article.id,
        "title": article.title,
        "published": _day(published_on(filed)),
        "url": article.url or next((a.url for a in filed.appearances if a.url), None),
        "source": published_by(filed),
        "language": article.language,
        "text": article.text,
        "story": filed.story,
        "leads": filed.leads,
        "appearances": len(filed.appearances),
        "origin": filed.appearances[0].origin if filed.appearances else None,
        "version": filed.record.run.version,
    }


def actors(filed: Filed) -> Iterator[Row]:
    """Yield a row for each actor."""
    record = filed.record
    for actor in record.actors:
        yield {
            **_item(filed, actor.key),
            "actor": identify(record, actor),
            "entity": actor.entity,
            "name": actor.name,
            "kind": actor.kind,
            "country": actor.country,
            "sector": actor.sector,
            "role": actor.role,
            "mentions": len(actor.mentions),
            **_spans(record, "first_mention", actor.mentions[0].span if actor.mentions else None),
        }


def statements(filed: Filed) -> Iterator[Row]:
    """Yield a row for each statement."""
    record = filed.record
    for statement in record.statements:
        yield {
            **_claim(filed, statement.key),
            **_actors(record, "speakers", statement.speakers),
            **_actors(record, "on_behalf_of", statement.on_behalf_of),
            **_spans(record, "source", statement.source),
            **_spans(record, "cue", statement.cue),
            **_spans(record, "content", statement.content),
            "kind": statement.kind,
            "inside": _id(filed, statement.inside),
            **_when_where(statement.date, statement.place),
            **_spans(record, "medium", statement.medium),
            "confidence": statement.confidence,
        }


def events(filed: Filed) -> Iterator[Row]:
    """Yield a row for each event."""
    record = filed.record
    for event in record.events:
        yield {
            **_claim(filed, event.key),
            "told": told_id(filed, event),
            **_coded(event),
            **_actors(record, "sources", event.sources),
            **_actors(record, "targets", event.targets),
            "reciprocal": is_reciprocal(event),
            **_spans(record, "trigger", event.trigger),
            **_spans(record, "status_cue", event.status_cue),
            "said_in": _id(filed, event.said_in),
            **_when_where(event.date, event.place),
            "contexts": _BETWEEN.join(event.contexts) or None,
            "mentions": 1 + len(event.mentions),
            "confidence": event.confidence,
            "source_confidences": _BETWEEN.join(map(str, event.source_confidences)) or None,
            "target_confidences": _BETWEEN.join(map(str, event.target_confidences)) or None,
        }


def conditions(filed: Filed) -> Iterator[Row]:
    """Yield a row for each condition."""
    record = filed.record
    for item in record.conditions:
        yield {
            **_claim(filed, item.key),
            **_spans(record, "condition", item.condition),
            **_spans(record, "marker", item.marker),
            **_spans(record, "on", item.on),
            "direction": item.direction,
            **_actors(record, "holder", _one(item.holder)),
            **_actors(record, "addressee", _one(item.addressee)),
            "said_in": _id(filed, item.said_in),
            "binds": _ids(filed, item.binds),
            **_deadline(item.deadline),
            "confidence": item.confidence,
        }


def interpretations(filed: Filed) -> Iterator[Row]:
    """Yield a row for each interpretation."""
    record = filed.record
    for item in record.interpretations:
        yield {
            **_claim(filed, item.key),
            **_actors(record, "holder", _one(item.holder)),
            **_spans(record, "of", item.of),
            **_spans(record, "affirmed", item.affirmed),
            **_spans(record, "denied", item.denied),
            "said_in": _id(filed, item.said_in),
            "confidence": item.confidence,
        }


def questions(filed: Filed) -> Iterator[Row]:
    """Yield a row for each open question."""
    record = filed.record
    for item in record.questions:
        yield {
            **_claim(filed, item.key),
            **_spans(record, "question", item.span),
            **_spans(record, "alternatives", item.alternatives),
            "events": _ids(filed, item.events),
            **_actors(record, "actors", item.actors),
            "confidence": item.confidence,
            "state": item.state,
            "settled_by": item.settled_by,
        }


def positions(filed: Filed) -> Iterator[Row]:
    """Yield a row for each position."""
    record = filed.record
    for item in record.positions:
        yield {
            **_claim(filed, item.key),
            **_actors(record, "actor", (item.actor,)),
            **_actors(record, "toward", _one(item.toward)),
            "issue": item.issue,
            "stance": item.stance,
            "dissent": item.dissent,
            "evidence": _ids(filed, item.evidence),
            "confidence": item.confidence,
        }


def commitments(filed: Filed) -> Iterator[Row]:
    """Yield a row for each commitment."""
    record = filed.record
    for item in record.commitments:
        yield {
            **_claim(filed, item.key),
            "event": _id(filed, item.event),
            **_actors(record, "actor", (item.actor,)),
            **_actors(record, "addressee", _one(item.addressee)),
            **_deadline(item.deadline),
            "conditions": _ids(filed, item.conditions),
            "confidence": item.confidence,
            "state": item.state,
            "settled_by": item.settled_by,
        }


def gaps(filed: Filed) -> Iterator[Row]:
    """Yield a row for each gap."""
    for gap in filed.record.gaps:
        yield {
            "article": filed.record.article.id,
            **_spans(filed.record, "words", gap.span),
            "stage": gap.stage,
            "reason": gap.reason,
            "note": gap.note,
            "leads": filed.leads,
        }


def flags(filed: Filed) -> Iterator[Row]:
    """Yield a row for each flag."""
    for flag in filed.flags:
        yield {
            "id": _id(filed, flag.key),
            "article": filed.record.article.id,
            "words": flag.words,
            "reason": flag.reason,
            "coder": flag.coder,
            "at": flag.at,
        }


def dyads(filed: Filed) -> Iterator[Row]:
    """Yield a row for each event and pair of its sides."""
    record = filed.record
    for event in record.events:
        for source, target in iter_dyads(event):
            start = day_part(event.date.start) if event.date else None
            is_news = event.status == "actual" and not event.background
            yield {
                "event": _id(filed, event.key),
                "told": told_id(filed, event),
                "date": _day(start or (published_on(filed) if is_news else None)),
                **_coded(event),
                **_side(record, "source", source),
                **_side(record, "target", target),
                **_where(event.place),
                "publisher": record.article.source,
                "url": record.article.url,
                "mentions": 1 + len(event.mentions),
                "confidence": event.confidence,
                "source_confidence": _sureness(event, source),
                "target_confidence": _sureness(event, target),
                "line": None,
                "review": filed.reviews.get(event.key),
                "leads": filed.leads,
            }


def _sureness(event: Event, key: str | None) -> float | None:
    """Return how sure an actor's part in an event is, on whichever side the record has it; None if not estimated."""
    measured = dict(zip(event.sources, event.source_confidences, strict=False))
    measured |= dict(zip(event.targets, event.target_confidences, strict=False))
    return None if key is None else measured.get(key)


def _coded(event: Event) -> Row:
    """Return what an event is, in the columns that `events` and `dyads` share."""
    return {
        "type": event.type,
        "mode": event.mode,
        "cameo": event.cameo,
        "quad": quads()[event.type],
        "intensity": event.intensity,
        "status": event.status,
        "background": event.background,
    }


def _item(filed: Filed, key: str) -> Row:
    return {"id": _id(filed, key), "article": filed.record.article.id, "leads": filed.leads}


def _claim(filed: Filed, key: str) -> Row:
    """Return what all claims share; actors are none."""
    return {**_item(filed, key), "review": filed.reviews.get(key)}


def _id(filed: Filed, key: str | None) -> str | None:
    return None if key is None else f"{filed.record.article.id}:{key}"


def _ids(filed: Filed, keys: Iterable[str]) -> str | None:
    return _BETWEEN.join(f"{filed.record.article.id}:{key}" for key in keys) or None


def _one(key: str | None) -> tuple[str, ...]:
    return () if key is None else (key,)


def _spans(record: Record, name: str, spans: Span | tuple[Span, ...] | None) -> Row:
    """Return the words of one span or several, and where the whole stretch begins and ends."""
    listed = (spans,) if isinstance(spans, Span) else spans or ()
    return {
        name: record.words(listed) if listed else None,
        f"{name}_start": listed[0].start if listed else None,
        f"{name}_end": listed[-1].end if listed else None,
    }


def _actors(record: Record, name: str, keys: tuple[str, ...]) -> Row:
    """Return names, ids and countries of some actors."""
    listed = [record.actor(key) for key in keys]
    return {
        name: _BETWEEN.join(actor.name for actor in listed) or None,
        f"{name}_id": _BETWEEN.join(identify(record, actor) for actor in listed) or None,
        f"{name}_country": _BETWEEN.join(actor.country or "-" for actor in listed) or None,
    }


def _side(record: Record, name: str, key: str | None) -> Row:
    if key is None:
        return dict.fromkeys((name, f"{name}_id", f"{name}_country", f"{name}_sector"))
    actor = record.actor(key)
    return {
        name: actor.name,
        f"{name}_id": identify(record, actor),
        f"{name}_country": actor.country,
        f"{name}_sector": actor.sector,
    }


def _day(text: str | None) -> date | None:
    parsed = day_part(text)
    return None if parsed is None else date.fromisoformat(parsed)


def _where(place: Place | None) -> Row:
    return {
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
    }


def _when_where(when: DateRange | None, place: Place | None) -> Row:
    return {
        "date_start": _day(when.start) if when else None,
        "date_end": _day(when.end) if when else None,
        "date_precision": when.precision if when else None,
        **_where(place),
        "place_geonames": place.geonames if place else None,
    }


def _deadline(when: DateRange | None) -> Row:
    return {
        "deadline_start": _day(when.start) if when else None,
        "deadline_end": _day(when.end) if when else None,
    }
