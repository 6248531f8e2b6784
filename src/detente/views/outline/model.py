"""The parts of an outline: sections of cards, each card one claim with its words.

The terminal and the page draw the same cards, so that what one shows the other shows too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.records import KindName, Record, Span

#: What a card shows: an actor, a claim, or something that was seen and not coded.
Kind = KindName | Literal["gap"]
#: What words do for their claim. "mention" is for actors and for further places that tell the same event.
SpanRole = Literal["source", "cue", "content", "trigger", "bearing", "denied", "detail", "mention", "evidence"]
Tone = Literal["plain", "strong", "quiet", "type", "code"]


@dataclass(frozen=True, slots=True)
class Plain:
    """Our own words, or a name or code from the record; not words of the article."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Who:
    """An actor by name. `anchor` is its card's anchor."""

    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the article, exactly as printed; several spans where they are broken up.

    Attributes:
        spans: Where they stand.
        bare: Whether they are shown without marks around them, because they have their own or stand alone.
    """

    spans: tuple[Span, ...]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Another card of the outline, by its anchor."""

    anchor: str


Piece = Plain | Who | Words | Link


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the article that deserve lines of their own.

    Attributes:
        label: What the words are ("depends on it", "not as"); None for a card's main words.
        spans: Where they stand.
        role: What they do for the claim.
    """

    label: str | None
    spans: tuple[Span, ...]
    role: SpanRole


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known about a claim: a label, which may be empty, and pieces.

    Attributes:
        label: What it is.
        pieces: What is known.
        detail: Whether it is shown only on request: codes, markers, references to other claims.
    """

    label: str
    pieces: tuple[Piece, ...]
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A short mark on a card, such as a status, with the words that say so if there are any.

    Attributes:
        text: The mark.
        words: The words that say so; a detail, shown on request.
        detail: Whether the mark itself is one, as "actual", which goes without saying.
    """

    text: str
    words: tuple[Span, ...] = ()
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text that belongs to a card."""

    span: Span
    role: SpanRole


@dataclass(frozen=True, slots=True)
class Card:
    """One claim, ready to be shown.

    Attributes:
        anchor: Unique in the outline and safe in an address: the claim's key if it is well formed.
        kind: The kind of claim.
        depth: How deep a statement lies in others; 0 for all other claims.
        lead: The claim as one line, for a card whose quotes have lines of their own.
        line: The claim with its words as one line of text.
        tags: Marks such as status; those without words first.
        quotes: Words on lines of their own.
        facts: Everything else that is known.
        actors: Anchors of the actors that take part, for filters; sorted.
        marks: Every place in the text that belongs to the claim, in the order of the text.
        confidence: Probability, 0 to 1, that the claim is right; None where nothing was measured.
    """

    anchor: str
    kind: Kind
    depth: int
    lead: tuple[Piece, ...]
    line: tuple[Piece, ...]
    tags: tuple[Tag, ...]
    quotes: tuple[Quote, ...]
    facts: tuple[Fact, ...]
    actors: tuple[str, ...]
    marks: tuple[Mark, ...]
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Section:
    """All cards of one kind. A section is never empty.

    Attributes:
        kind: The kind.
        title: Its title.
        cards: What is shown at once.
        folded: What is shown on request: uncertain claims, actors that take part in nothing, gaps.
        folded_as: What these are, counted, in words ("12 uncertain"); empty without any.
    """

    kind: Kind
    title: str
    cards: tuple[Card, ...]
    folded: tuple[Card, ...]
    folded_as: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A record in reading order.

    Attributes:
        record: The record itself, for the words.
        title: The title, or the first words of the text where there is none.
        dateline: Day of publication, source and language, as far as they are known.
        counts: The number of claims of each kind, in words ("8 events, 1 of them background").
        sections: What there is; kinds without a claim are left out.
    """

    record: Record
    title: str
    dateline: tuple[str, ...]
    counts: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, section by section, those shown at once before those on request."""
        return tuple(card for section in self.sections for card in (*section.cards, *section.folded))
