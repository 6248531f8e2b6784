"""Cards of all kinds of claim but statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.counts import say_count
from detente.views.outline.facts import (
    confidence_fact,
    date_fact,
    date_words_fact,
    deadline_fact,
    links_fact,
    place_fact,
    said_fact,
    said_in_fact,
    state_fact,
)
from detente.views.outline.index import in_order, one
from detente.views.outline.model import Card, Fact, Plain, Quote, Tag, Words
from detente.views.outline.wording import DIRECTIONS, GAP_REASONS, KINDS_OF_ACTOR, SECTORS, STANCES, STANCES_OF_SEVERAL

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
    parts = [say_count(len(actor.mentions), "mention")]
    parts += [f"{role} {number}" for role, number in index.roles[actor.key].items()]
    spans = tuple(mention.span for mention in actor.mentions)
    lead = (index.who(actor.key), Plain("  "), Plain(" · ".join(part for part in about if part)))
    return Card(
        anchor=anchor,
        kind="actor",
        depth=0,
        lead=lead,
        line=lead,
        tags=(),
        quotes=(),
        facts=tuple(Fact("", (Plain(part, "quiet"),), detail=True) for part in parts),
        actors=(anchor,),
        marks=in_order((spans, "mention")),
        confidence=None,
    )


def event_card(index: Index, event: Event) -> Card:
    """Return an event: type, who to whom, its words, status, date and place; codes as details."""
    anchor = index.anchor("events", event.key)
    date = event.date.span if event.date else None
    place = event.place.span if event.place else None
    facts = (
        date_fact(event.date),
        place_fact(event.place),
        said_fact(index, event.said_in),
        said_in_fact(index, event.said_in),
        date_words_fact(event.date),
        Fact("code", (Plain(event.cameo, "code"),), detail=True) if event.cameo else None,
        Fact("mode", (Plain(event.mode),), detail=True) if event.mode else None,
        Fact("context", (Plain(", ".join(event.contexts)),), detail=True) if event.contexts else None,
        _intensity_fact(event.intensity),
        Fact("told again", (Words(event.mentions),), detail=True) if event.mentions else None,
        confidence_fact(event.confidence),
    )
    tags = [Tag(event.status, one(event.status_cue), detail=event.status == "actual")]
    if event.background:
        tags.append(Tag("background"))
    lead = _event_lead(index, event)
    return Card(
        anchor=anchor,
        kind="event",
        depth=0,
        lead=lead,
        line=(*lead, Plain("  "), Words((event.trigger,))),
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
        confidence=event.confidence,
    )


def _intensity_fact(intensity: float | None) -> Fact | None:
    if intensity is None:
        return None
    return Fact("intensity", (Plain(f"{intensity:+g}".replace("-", "−")),), detail=True)


def _event_lead(index: Index, event: Event) -> tuple[Piece, ...]:
    """Return "TYPE  who → whom", or "TYPE  who and who" for an act of all sides together."""
    pieces: list[Piece] = [Plain(event.type, "type"), Plain("  ")]
    if not event.targets:
        return (*pieces, *_names(index, event.sources, ", ", last=" and "))
    return (*pieces, *_names(index, event.sources, ", "), Plain(" → ", "quiet"), *_names(index, event.targets, ", "))


def _names(index: Index, keys: tuple[str, ...], between: str, *, last: str | None = None) -> list[Piece]:
    """Return names in a row; `last` stands before the last of several."""
    if not keys:
        return [_UNKNOWN]
    pieces: list[Piece] = []
    for number, key in enumerate(keys, start=1):
        joint = last if last is not None and number == len(keys) else between
        pieces += [Plain(joint, "quiet"), index.who(key)] if pieces else [index.who(key)]
    return pieces


def _holder(index: Index, key: str | None, said_in: str | None) -> Piece:
    """Return who holds a claim: an actor, or the words for who says it, where the text names them."""
    if key is not None:
        return index.who(key)
    source = () if said_in is None else index.statements[said_in].source
    return Words(source) if source else _UNKNOWN


def condition_card(index: Index, condition: Condition) -> Card:
    """Return a condition: who asks what of whom, and what depends on it."""
    anchor = index.anchor("conditions", condition.key)
    lead = _condition_lead(index, condition)
    quotes = [Quote(None, (condition.condition,), "content")]
    line = (*lead, Plain(": ", "quiet"), Words((condition.condition,)))
    if condition.on is not None:
        quotes.append(Quote("depends on it", (condition.on,), "bearing"))
        line += (Plain(" → ", "quiet"), Words((condition.on,)))
    facts = (
        deadline_fact(condition.deadline),
        said_in_fact(index, condition.said_in),
        Fact("marker", (Words((condition.marker,)),), detail=True),
        links_fact(index, "binds", "events", condition.binds),
        confidence_fact(condition.confidence),
    )
    deadline = condition.deadline.span if condition.deadline else None
    return Card(
        anchor=anchor,
        kind="condition",
        depth=0,
        lead=lead,
        line=line,
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
        confidence=condition.confidence,
    )


def _condition_lead(index: Index, condition: Condition) -> tuple[Piece, ...]:
    """Return "who sets whom a condition", or as much of it as is known."""
    holder = _holder(index, condition.holder, condition.said_in)
    asked = None if condition.addressee is None else index.who(condition.addressee)
    if holder == _UNKNOWN:
        return (Plain("a condition", "quiet"),) if asked is None else (Plain("asked of ", "quiet"), asked)
    sets = Plain(" set " if _are_several(index, condition.holder, condition.said_in) else " sets ", "quiet")
    return (holder, sets, *(() if asked is None else (asked, Plain(" ", "quiet"))), Plain("a condition", "quiet"))


def _are_several(index: Index, holder: str | None, said_in: str | None) -> bool:
    """Tell whether the verb behind a holder is in the plural: "Analysts in Vienna read", "Germany and France set"."""
    if holder is not None:
        return index.record.actor(holder).kind == "group"
    return said_in is not None and len(index.statements[said_in].speakers) > 1


def interpretation_card(index: Index, reading: Interpretation) -> Card:
    """Return an interpretation: who reads which act as what, and not as what."""
    anchor = index.anchor("interpretations", reading.key)
    quotes = [Quote("reads", one(reading.of), "bearing")] if reading.of else []
    quotes += [Quote("as", (span,), "content") for span in reading.affirmed]
    quotes += [Quote("not as", (span,), "denied") for span in reading.denied]
    verb = "read" if _are_several(index, reading.holder, reading.said_in) else "reads"
    line: list[Piece] = [_holder(index, reading.holder, reading.said_in), Plain(f" {verb}", "quiet")]
    if not reading.of:
        line.append(Plain(" it", "quiet"))
    for number, quote in enumerate(quotes):
        label = "" if quote.label == "reads" else f" {quote.label}"
        line += [Plain(f"{',' if number > 1 else ''}{label} ", "quiet"), Words(quote.spans)]
    facts = (said_in_fact(index, reading.said_in), confidence_fact(reading.confidence))
    return Card(
        anchor=anchor,
        kind="interpretation",
        depth=0,
        lead=(_holder(index, reading.holder, reading.said_in),),
        line=tuple(line),
        tags=(),
        quotes=tuple(quotes),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(reading.holder),
        marks=in_order((one(reading.of), "bearing"), (reading.affirmed, "content"), (reading.denied, "denied")),
        confidence=reading.confidence,
    )


def question_card(index: Index, question: Question) -> Card:
    """Return an open question with the outcomes that the text names."""
    anchor = index.anchor("questions", question.key)
    several = len(question.alternatives) > 1
    quotes = [Quote(None, (question.span,), "content")]
    quotes += [
        Quote("or" if number else "either" if several else "outcome", (span,), "bearing")
        for number, span in enumerate(question.alternatives)
    ]
    line: list[Piece] = [Words((question.span,))]
    for quote in quotes[1:] if several else ():
        line += [Plain(f" {quote.label} ", "quiet"), Words(quote.spans)]
    facts = (
        Fact("about", tuple(_names(index, question.actors, ", ")), detail=True) if question.actors else None,
        links_fact(index, "events", "events", question.events),
        state_fact(question.state),
        confidence_fact(question.confidence),
    )
    return Card(
        anchor=anchor,
        kind="question",
        depth=0,
        lead=(),
        line=tuple(line),
        tags=(),
        quotes=tuple(quotes),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(*question.actors),
        marks=in_order(((question.span,), "content"), (question.alternatives, "bearing")),
        confidence=question.confidence,
    )


def position_card(index: Index, position: Position) -> Card:
    """Return where an actor stands, with the words that show it."""
    anchor = index.anchor("positions", position.key)
    pieces: list[Piece] = []
    statements, events = index.statements, index.events
    spans: list[Span] = []
    words: list[Span] = []
    for key in position.evidence:
        pieces += [Plain(", ")] if pieces else []
        pieces.append(index.link("statements" if key in statements else "events", key))
        spans += statements[key].content if key in statements else [events[key].trigger]
        words += statements[key].cue if key in statements else [events[key].trigger]
    facts = (
        Fact("by", (Words(tuple(dict.fromkeys(words))),)) if words else None,
        Fact("shown in", tuple(pieces), detail=True) if pieces else None,
        confidence_fact(position.confidence),
    )
    lead = _position_lead(index, position)
    return Card(
        anchor=anchor,
        kind="position",
        depth=0,
        lead=lead,
        line=lead,
        tags=(Tag("leaves the bloc’s line"),) if position.dissent else (),
        quotes=(),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(position.actor, position.toward),
        marks=in_order((tuple(spans), "evidence")),
        confidence=position.confidence,
    )


def _position_lead(index: Index, position: Position) -> tuple[Piece, ...]:
    """Return "Ghana opposes Togo", or "Ghana opposes sanctions, concerning Togo" where an issue is named."""
    stances = STANCES_OF_SEVERAL if _are_several(index, position.actor, None) else STANCES
    stance = Plain(f" {stances[position.stance]} ", "type")
    issue = position.issue.replace("_", " ")
    toward = None if position.toward is None else index.who(position.toward)
    if toward is None:
        return (index.who(position.actor), stance, Plain(issue))
    if position.issue == "relations":
        return (index.who(position.actor), stance, toward)
    return (index.who(position.actor), stance, Plain(issue), Plain(", concerning ", "quiet"), toward)


def commitment_card(index: Index, commitment: Commitment) -> Card:
    """Return an act that is owed: by whom, to whom, until when, on which conditions."""
    anchor = index.anchor("commitments", commitment.key)
    event = index.events[commitment.event]
    lead: tuple[Piece, ...] = (index.who(commitment.actor),)
    if commitment.addressee is not None:
        lead += (Plain(" → ", "quiet"), index.who(commitment.addressee))
    facts = (
        deadline_fact(commitment.deadline),
        links_fact(index, "act", "events", (commitment.event,)),
        links_fact(index, "if", "conditions", commitment.conditions),
        state_fact(commitment.state),
        confidence_fact(commitment.confidence),
    )
    deadline = commitment.deadline.span if commitment.deadline else None
    return Card(
        anchor=anchor,
        kind="commitment",
        depth=0,
        lead=lead,
        line=(*lead, Plain("  "), Words((event.trigger,))),
        tags=(Tag(event.status, one(event.status_cue)),),
        quotes=(Quote(None, (event.trigger,), "trigger"),),
        facts=tuple(fact for fact in facts if fact),
        actors=index.actors(commitment.actor, commitment.addressee),
        marks=in_order(((event.trigger,), "trigger"), (one(deadline), "detail")),
        confidence=commitment.confidence if commitment.confidence is not None else event.confidence,
    )


def gap_card(number: int, gap: Gap) -> Card:
    """Return something seen and not coded, with the reason in words. Gaps have no keys: `number` counts from 1."""
    facts = [Fact("", (Plain(GAP_REASONS[gap.reason]),)), Fact("stage", (Plain(gap.stage),), detail=True)]
    if gap.note:
        facts.append(Fact("note", (Plain(gap.note),), detail=True))
    return Card(
        anchor=f"g{number}",
        kind="gap",
        depth=0,
        lead=(),
        line=(Words((gap.span,)),),
        tags=(),
        quotes=(Quote(None, (gap.span,), "content"),),
        facts=tuple(facts),
        actors=(),
        marks=in_order(((gap.span,), "content")),
        confidence=None,
    )
