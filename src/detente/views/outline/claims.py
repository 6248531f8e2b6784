"""Cards of all kinds of claim but statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.views.outline.facts import date_fact, links_fact, place_fact, said_fact
from detente.views.outline.index import in_order, one
from detente.views.outline.model import Card, Fact, Plain, Quote, Tag, Words
from detente.views.outline.wording import DIRECTIONS, GAP_REASONS, KINDS_OF_ACTOR, SECTORS, STANCES

if TYPE_CHECKING:
    from detente.records import (
        Actor,
        Commitment,
        Condition,
        Event,
        Gap,
        Interpretation,
        Position,
        Question,
        Span,
    )
    from detente.views.outline.index import Index
    from detente.views.outline.model import Piece

_UNKNOWN = Plain("not named", "quiet")


def actor_card(index: Index, actor: Actor) -> Card:
    """Return an actor: name, role, country, sector, how often it is mentioned and as what it takes part."""
    anchor = index.anchor("actors", actor.key)
    about = (
        actor.role,
        KINDS_OF_ACTOR[actor.kind],
        actor.country if actor.country != "IGO" else None,
        SECTORS[actor.sector] if actor.sector else None,
    )
    parts = [f"{len(actor.mentions)} mention{'' if len(actor.mentions) == 1 else 's'}"]
    parts += [f"{role} {number}" for role, number in index.roles[actor.key].items()]
    spans = tuple(mention.span for mention in actor.mentions)
    return Card(
        anchor=anchor,
        kind="actor",
        depth=0,
        lead=(index.who(actor.key), Plain("  "), Plain(" · ".join(part for part in about if part))),
        tags=(),
        quotes=(),
        facts=tuple(Fact("", (Plain(part, "quiet"),)) for part in parts),
        actors=(anchor,),
        marks=in_order((spans, "mention")),
    )


def event_card(index: Index, event: Event) -> Card:
    """Return an event: type and CAMEO code, who to whom, its words, status with the words for it, date and place."""
    anchor = index.anchor("events", event.key)
    date = event.date.span if event.date else None
    place = event.place.span if event.place else None
    facts = (
        date_fact(event.date),
        place_fact(event.place),
        said_fact(index, event.said_in),
        Fact("mode", (Plain(event.mode),)) if event.mode else None,
        Fact("context", (Plain(", ".join(event.contexts)),)) if event.contexts else None,
        _intensity_fact(event.intensity),
        Fact("told again", (Words(event.mentions),)) if event.mentions else None,
    )
    tags = [Tag(event.status, one(event.status_cue))]
    if event.background:
        tags.append(Tag("background"))
    return Card(
        anchor=anchor,
        kind="event",
        depth=0,
        lead=_event_lead(index, event),
        tags=tuple(tags),
        quotes=(Quote(None, (event.trigger,), "trigger"),),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(*event.sources, *event.targets),
        marks=in_order(
            ((event.trigger,), "trigger"),
            (one(event.status_cue), "cue"),
            (one(date) + one(place), "detail"),
            (event.mentions, "mention"),
        ),
    )


def _intensity_fact(intensity: float | None) -> Fact | None:
    return None if intensity is None else Fact("intensity", (Plain(f"{intensity:+g}".replace("-", "−")),))


def _event_lead(index: Index, event: Event) -> tuple[Piece, ...]:
    """Return "TYPE code  who → whom", or "who ↔ whom" for an act of all sides."""
    pieces: list[Piece] = [Plain(event.type, "type")]
    pieces += [Plain(" "), Plain(event.cameo, "code")] if event.cameo else []
    pieces.append(Plain("  "))
    reciprocal = len(event.sources) > 1 and not event.targets
    pieces += _names(index, event.sources, " ↔ " if reciprocal else ", ")
    if not reciprocal:
        pieces += [Plain(" → ", "quiet"), *_names(index, event.targets, ", ")]
    return tuple(pieces)


def _names(index: Index, keys: tuple[str, ...], between: str) -> list[Piece]:
    if not keys:
        return [_UNKNOWN]
    pieces: list[Piece] = []
    for key in keys:
        pieces += [Plain(between, "quiet"), index.who(key)] if pieces else [index.who(key)]
    return pieces


def _name(index: Index, key: str | None) -> Piece:
    return _UNKNOWN if key is None else index.who(key)


def condition_card(index: Index, condition: Condition) -> Card:
    """Return a condition: who asks what of whom, and what depends on it."""
    anchor = index.anchor("conditions", condition.key)
    lead: tuple[Piece, ...] = (_name(index, condition.holder),)
    if condition.addressee is not None:
        lead += (Plain(" asks of ", "quiet"), index.who(condition.addressee))
    else:
        lead += (Plain(" sets a condition", "quiet"),)
    quotes = [Quote(None, (condition.condition,), "content")]
    if condition.on is not None:
        quotes.append(Quote("depends on it", (condition.on,), "bearing"))
    facts = (
        Fact("marker", (Words((condition.marker,)),)),
        date_fact(condition.deadline, "by"),
        links_fact(index, "binds", "events", condition.binds),
        said_fact(index, condition.said_in),
    )
    deadline = condition.deadline.span if condition.deadline else None
    return Card(
        anchor=anchor,
        kind="condition",
        depth=0,
        lead=lead,
        tags=(Tag(DIRECTIONS[condition.direction]),) if condition.direction else (),
        quotes=tuple(quotes),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(condition.holder, condition.addressee),
        marks=in_order(
            ((condition.condition,), "content"),
            ((condition.marker,), "cue"),
            (one(condition.on), "bearing"),
            (one(deadline), "detail"),
        ),
    )


def interpretation_card(index: Index, reading: Interpretation) -> Card:
    """Return an interpretation: who reads which act as what, and not as what."""
    anchor = index.anchor("interpretations", reading.key)
    quotes = [Quote("reads", one(reading.of), "bearing")] if reading.of else []
    quotes += [Quote("as", (span,), "content") for span in reading.affirmed]
    quotes += [Quote("not as", (span,), "denied") for span in reading.denied]
    said = said_fact(index, reading.said_in)
    return Card(
        anchor=anchor,
        kind="interpretation",
        depth=0,
        lead=(_name(index, reading.holder),),
        tags=(),
        quotes=tuple(quotes),
        facts=(said,) if said else (),
        actors=index.actors(reading.holder),
        marks=in_order((one(reading.of), "bearing"), (reading.affirmed, "content"), (reading.denied, "denied")),
    )


def question_card(index: Index, question: Question) -> Card:
    """Return an open question with its alternatives."""
    anchor = index.anchor("questions", question.key)
    quotes = [Quote(None, (question.span,), "content")]
    quotes += [
        Quote("or" if number else "either" if len(question.alternatives) > 1 else "outcome", (span,), "bearing")
        for number, span in enumerate(question.alternatives)
    ]
    about = Fact("about", tuple(_names(index, question.actors, ", "))) if question.actors else None
    facts = (about, links_fact(index, "events", "events", question.events))
    return Card(
        anchor=anchor,
        kind="question",
        depth=0,
        lead=(),
        tags=(),
        quotes=tuple(quotes),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(*question.actors),
        marks=in_order(((question.span,), "content"), (question.alternatives, "bearing")),
    )


def position_card(index: Index, position: Position) -> Card:
    """Return where an actor stands, with the statements and events that show it."""
    anchor = index.anchor("positions", position.key)
    pieces: list[Piece] = []
    statements, events = index.statements, index.events
    spans: list[Span] = []
    for key in position.evidence:
        pieces += [Plain(", ")] if pieces else []
        pieces.append(index.link("statements" if key in statements else "events", key))
        spans += statements[key].content if key in statements else [events[key].trigger]
    facts = (
        Fact("towards", (index.who(position.toward),)) if position.toward else None,
        Fact("shown by", tuple(pieces)) if pieces else None,
    )
    return Card(
        anchor=anchor,
        kind="position",
        depth=0,
        lead=(index.who(position.actor), Plain(f" {STANCES[position.stance]} ", "type"), Plain(position.issue)),
        tags=(Tag("leaves the bloc’s line"),) if position.dissent else (),
        quotes=(),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(position.actor, position.toward),
        marks=in_order((tuple(spans), "evidence")),
    )


def commitment_card(index: Index, commitment: Commitment) -> Card:
    """Return an act that is owed: by whom, to whom, until when, on which conditions."""
    anchor = index.anchor("commitments", commitment.key)
    event = index.events[commitment.event]
    lead: tuple[Piece, ...] = (index.who(commitment.actor),)
    if commitment.addressee is not None:
        lead += (Plain(" → ", "quiet"), index.who(commitment.addressee))
    facts = (
        links_fact(index, "act", "events", (commitment.event,)),
        date_fact(commitment.deadline, "by"),
        links_fact(index, "if", "conditions", commitment.conditions),
    )
    deadline = commitment.deadline.span if commitment.deadline else None
    return Card(
        anchor=anchor,
        kind="commitment",
        depth=0,
        lead=lead,
        tags=(Tag(event.status, one(event.status_cue)),),
        quotes=(Quote(None, (event.trigger,), "trigger"),),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(commitment.actor, commitment.addressee),
        marks=in_order(((event.trigger,), "trigger"), (one(deadline), "detail")),
    )


def gap_card(number: int, gap: Gap) -> Card:
    """Return something seen and not coded, with the reason in words. Gaps have no keys: `number` counts from 1."""
    facts = [Fact("", (Plain(GAP_REASONS[gap.reason]),)), Fact("stage", (Plain(gap.stage),))]
    if gap.note:
        facts.append(Fact("note", (Plain(gap.note),)))
    return Card(
        anchor=f"g{number}",
        kind="gap",
        depth=0,
        lead=(),
        tags=(),
        quotes=(Quote(None, (gap.span,), "content"),),
        facts=tuple(facts),
        actors=(),
        marks=in_order(((gap.span,), "content")),
    )
