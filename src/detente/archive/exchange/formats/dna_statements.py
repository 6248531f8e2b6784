"""What a statement of ours is in DNA: who says it, on what, for or against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.archive.exchange.parties import party_of
from detente.records import hull

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.archive.exchange.contract import ExportOptions, Tally
    from detente.archive.exchange.parties import Party
    from detente.archive.filed import Filed
    from detente.records import Position, Record, Statement

#: The variables of a statement and their kinds: DNA's own four, then ours.
VARIABLES: Final = (
    ("person", "short text"),
    ("organization", "short text"),
    ("concept", "short text"),
    ("agreement", "boolean"),
    ("stance", "short text"),
    ("toward", "short text"),
    ("country", "short text"),
    ("status", "short text"),
    ("kind", "short text"),
    ("source words", "short text"),
    ("condition", "long text"),
    ("quote", "long text"),
    ("detente id", "long text"),
)
SHORT_TEXTS: Final = tuple(name for name, kind in VARIABLES if kind == "short text")

_AGREES = {"for": (1,), "against": (0,), "mixed": (1, 0)}


@dataclass(frozen=True, slots=True)
class DnaStatement:
    """One DNA statement.

    Attributes:
        start: First character of what is said.
        stop: The character after the last.
        values: A value for each variable.
        attributes: For "person" and "organization", the values of their attributes.
    """

    start: int
    stop: int
    values: Mapping[str, str | int]
    attributes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Concept:
    """What a statement speaks of. Without a position of the speaker, `stance` is "" and the statement affirms it."""

    name: str
    agreement: int
    stance: str = ""
    toward: str = ""
    status: str = ""


def iter_coded(filed: Filed, options: ExportOptions, tally: Tally) -> Iterator[DnaStatement]:
    """Yield the DNA statements of an article.

    A statement gives one for each speaker and concept; one without a known speaker has neither person nor organisation.
    """
    record = filed.record
    spoken = {(speaker, statement.key) for statement in record.statements for speaker in statement.speakers}
    tally.lost["conditions outside statements: not held"] += sum(item.said_in is None for item in record.conditions)
    tally.lost["positions that no statement of their holder shows: not held"] += sum(
        spoken.isdisjoint((position.actor, key) for key in _evidence(record, position)) for position in record.positions
    )
    for listed in (record.conditions, record.positions, record.events):
        tally.lost["confidence values not held"] += sum(item.confidence is not None for item in listed)
    tally.lost["events outside statements: not held"] += sum(event.said_in is None for event in record.events)
    for statement in record.statements:
        if options.reviewed_only and statement.key not in filed.reviews:
            tally.lost["statements that nobody has reviewed: left out"] += 1
            continue
        if not statement.content:
            tally.lost["statements without content: left out"] += 1
            continue
        span = hull(statement.content)
        tally.lost["statements in several parts: given as one stretch"] += len(statement.content) > 1
        tally.lost["confidence values not held"] += statement.confidence is not None
        for speaker in statement.speakers or (None,):
            party = None if speaker is None else party_of(record, speaker)
            for concept in _concepts(record, statement, speaker, tally):
                values = _values(record, statement, party, concept)
                yield DnaStatement(span.start, span.end, values, _attributes(record, statement, party))


def _concepts(record: Record, statement: Statement, speaker: str | None, tally: Tally) -> list[_Concept]:
    """Return what a speaker takes a stand on in a statement: positions, else events told in it, else nothing.

    A mixed stance is one agreement and one disagreement, for DNA has only these.
    """
    found = [
        _Concept(
            position.issue, agreement, position.stance, record.actor(position.toward).name if position.toward else ""
        )
        for position in record.positions
        if position.actor == speaker and statement.key in _evidence(record, position)
        for agreement in _AGREES[position.stance]
    ]
    if not found:
        events = [event for event in record.events if event.said_in == statement.key]
        by_type = {event.type: event for event in reversed(events)}
        found = [_Concept(kind, int(event.status != "denied"), status=event.status) for kind, event in by_type.items()]
        tally.lost["events beyond the first of a type in a statement: not held"] += len(events) - len(by_type)
    if not found:
        tally.lost["statements without a concept: to be coded by hand"] += 1
    return found or [_Concept("", 1)]


def _evidence(record: Record, position: Position) -> set[str]:
    """Return the keys of the statements that show a position, by themselves or by an event that they hold."""
    events = {event.said_in for event in record.events if event.key in position.evidence and event.said_in is not None}
    return events.union(position.evidence)


def _values(record: Record, statement: Statement, party: Party | None, concept: _Concept) -> dict[str, str | int]:
    person = party.name if party is not None and party.kind == "person" else ""
    behalf = [record.actor(key).name for key in statement.on_behalf_of]
    organization = party.name if party is not None and not person else next(iter(behalf), "")
    conditions = [record.words(item.condition) for item in record.conditions if item.said_in == statement.key]
    return {
        "person": person,
        "organization": organization,
        "concept": concept.name,
        "agreement": concept.agreement,
        "stance": concept.stance,
        "toward": concept.toward,
        "country": (party.country or "") if party is not None else "",
        "status": concept.status,
        "kind": statement.kind,
        "source words": record.words(statement.source),
        "condition": "\n".join(conditions),
        "quote": record.words(statement.content),
        "detente id": f"{record.article.id}:{statement.key}",
    }


def _attributes(record: Record, statement: Statement, party: Party | None) -> dict[str, tuple[str, ...]]:
    """Return Type, Alias, Notes, Country and Entity of the person and the organisation."""
    found: dict[str, tuple[str, ...]] = {}
    if party is not None:
        side = "person" if party.kind == "person" else "organization"
        found[side] = _describe(party)
    if statement.on_behalf_of and "organization" not in found:
        found["organization"] = _describe(party_of(record, statement.on_behalf_of[0]))
    return found


def _describe(party: Party) -> tuple[str, ...]:
    return (party.sector or "", "", party.role or "", party.country or "", party.entity or "")
