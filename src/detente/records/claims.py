"""What an article claims: actors, statements, events, and the substance of diplomacy.

Every claim carries the spans of its words. `None` always means: the text does not say, or the knowledge
does not hold it; where that matters, a `Gap` says why.

A field that is added later has a default and stands last, so that older records are still read (docs/record.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.records.article import DateRange, Place
from detente.records.spans import Span

ActorKind = Literal["person", "state", "organization", "group"]
Sector = Literal["GOV", "MIL", "LEG", "JUD", "OPP", "REB", "CVL", "MED", "BUS", "PTY", "IGO", "NGO"]
MentionForm = Literal["name", "description", "pronoun", "metonym"]
StatementKind = Literal["direct", "indirect", "mixed"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE",
    "COOPERATE", "AID", "RETREAT",
    "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["actual", "promised", "proposed", "conditional", "denied", "possible"]
Stance = Literal["for", "against", "mixed"]
CommitmentState = Literal["open", "kept", "broken", "lapsed", "unclear"]
QuestionState = Literal["open", "closed", "unclear"]
Direction = Literal["offer", "threat", "demand", "requirement"]
GapStage = Literal[
    "text",
    "parse",
    "actors",
    "statements",
    "events",
    "conditions",
    "interpretations",
    "questions",
    "positions",
]
GapReason = Literal[
    "unsupported_language",
    "sentence_too_long",
    "article_too_long",
    "unbalanced_quotation",
    "unknown_name",
    "ambiguous_name",
    "unresolved_pronoun",
    "unresolved_description",
    "no_speaker",
    "no_source",
    "no_target",
    "no_date",
    "unresolved_date",
    "unresolved_place",
    "no_bearing",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an actor is named, described or meant by a pronoun."""

    start: int
    end: int
    form: MentionForm

    @property
    def span(self) -> Span:
        """The mention's place in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who says or does something, or to whom something is said or done.

    Attributes:
        key: Local to the record: "a1", "a2", … in the order of first mention.
        entity: Id in the knowledge tables (a Wikidata QID or "x:slug"); None for an actor known only from the text.
        name: The fullest name known.
        kind: A person, a state, an organisation, or a group that is none of these.
        country: ISO 3166-1 alpha-3, "IGO" for intergovernmental bodies, None if unknown or of several.
        sector: The PLOVER sector; None for a state as such.
        role: What the actor is at the article's date, in words ("President of Russia"); None if unknown.
        mentions: Where the text speaks of the actor, in the order of the text.
    """

    key: str
    entity: str | None
    name: str
    kind: ActorKind
    country: str | None
    sector: Sector | None
    role: str | None
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody says, writes, thinks, wants or denies something.

    Attributes:
        key: "s1", "s2", … in the order of the text.
        speakers: Actor keys; empty if unnamed ("critics", "officials") or unresolved.
        on_behalf_of: Actor keys for whom a spokesperson speaks.
        source: The words for the speaker; empty if the text names none.
        cue: The words that attribute: "asserted", "according to"; a colon can be one.
        content: What is said, quotation marks included; several spans where the cue stands inside it.
        kind: "direct" if all of the content is quoted, "mixed" if some is, else "indirect".
        inside: Key of the statement whose content holds this one, or None.
        date: The day of the statement, if the text says so.
        place: Where it was made, if the text says so.
        medium: The channel, in the text's words ("a post on X"), or None.
        confidence: Probability, 0 to 1, that source, cue and content are right; None if not estimated.
    """

    key: str
    speakers: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: StatementKind
    inside: str | None
    date: DateRange | None
    place: Place | None
    medium: Span | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody does something to somebody, in PLOVER and CAMEO.

    Attributes:
        key: "e1", "e2", … in the order of the text.
        type: One of the 16 PLOVER event types.
        mode: The PLOVER mode where the words carry one ("airstrike"), else None.
        cameo: The CAMEO code, as deep as the words carry it (two to four digits); None if only the type is sure.
        sources: Who does it; for a reciprocal event without direction, all sides.
        targets: To whom; empty for such a reciprocal event, or if the text names nobody.
        trigger: The words that carry the event.
        status: Whether it happened, or is promised, proposed, conditional, denied or possible.
        status_cue: The words that say so ("denied", "if", "may"); None where it is simply asserted.
        background: Older history recalled, not this article's news.
        said_in: The statement whose content holds the event; None if the article itself asserts it.
        date: When it happened, apart from the day of the report; None if the text does not say.
        place: Where, if the text says so.
        contexts: PLOVER contexts ("military", "trade"), sorted.
        intensity: Goldstein value, -10 to 10, of the CAMEO code; None without a code.
        mentions: Triggers of further places in the article that tell the same event.
        confidence: Probability, 0 to 1, that type, status and all actors are right; None if not estimated.
        source_confidences: For each of `sources`, in their order, the probability, 0 to 1, that it is one; empty if not
            estimated.
        target_confidences: The same for `targets`.
    """

    key: str
    type: EventType
    mode: str | None
    cameo: str | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    trigger: Span
    status: Status
    status_cue: Span | None
    background: bool
    said_in: str | None
    date: DateRange | None
    place: Place | None
    contexts: tuple[str, ...]
    intensity: float | None
    mentions: tuple[Span, ...]
    confidence: float | None
    source_confidences: tuple[float, ...] = ()
    target_confidences: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What somebody makes an act or a relation depend on.

    Attributes:
        key: "c1", "c2", …
        condition: What is asked or must hold, marker included.
        marker: The words that make it a condition: "only if", "unless", "must be grounded in".
        on: What depends on it; None if the text leaves it open.
        direction: "offer" (if you, we will), "threat" (if you, we will hit back), "demand" (no … unless),
            "requirement" (must be grounded in); None if unclear.
        holder: Actor who sets the condition, or None.
        addressee: Actor of whom it is asked, or None.
        said_in: Statement that holds it, or None.
        binds: Events that hold only if the condition does.
        deadline: By when, if the text says so.
        confidence: Probability, 0 to 1, that it is a condition of this holder on this act; None if not estimated.
    """

    key: str
    condition: Span
    marker: Span
    on: Span | None
    direction: Direction | None
    holder: str | None
    addressee: str | None
    said_in: str | None
    binds: tuple[str, ...]
    deadline: DateRange | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Somebody reads an act as one thing and not another.

    Attributes:
        key: "i1", "i2", …
        holder: Actor who reads it so, or None if unnamed.
        of: The act that is read; None if the text leaves it out.
        affirmed: What it is said to be.
        denied: What it is said not to be.
        said_in: Statement that holds it, or None.
        confidence: Probability, 0 to 1, that the act is read so by this holder; None if not estimated.
    """

    key: str
    holder: str | None
    of: Span | None
    affirmed: tuple[Span, ...]
    denied: tuple[Span, ...]
    said_in: str | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """An outcome that the text leaves open.

    Attributes:
        key: "q1", "q2", …
        span: The whole clause.
        alternatives: The outcomes named, one or more.
        events: Keys of events that the question is about.
        actors: Keys of actors that the question is about.
        confidence: Probability, 0 to 1, that the text leaves this open; None if not estimated.
        state: Whether it is still open, as a person has set it; None if nobody has. The machine leaves it None.
        settled_by: What closed it, "<article's id>:<key>" of an event or a statement; None if nobody has said.
    """

    key: str
    span: Span
    alternatives: tuple[Span, ...]
    events: tuple[str, ...]
    actors: tuple[str, ...]
    confidence: float | None = None
    state: QuestionState | None = None
    settled_by: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where an actor stands on another actor or on an issue, as this article shows it.

    Attributes:
        key: "p1", "p2", …
        actor: Who holds it.
        toward: The actor it concerns, or None.
        issue: What it is about: an issue of the codebook, or a short phrase.
        stance: For, against, or mixed.
        dissent: True if the actor leaves the line of a bloc it belongs to.
        evidence: Keys of the statements and events that show it.
        confidence: Probability, 0 to 1, that the actor takes this stance on this issue; None if not estimated.
    """

    key: str
    actor: str
    toward: str | None
    issue: str
    stance: Stance
    dissent: bool
    evidence: tuple[str, ...]
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promised, proposed or conditional act: an entry of the ledger that later articles settle.

    Attributes:
        key: "m1", "m2", …
        event: The act.
        actor: Who is to do it.
        addressee: To whom it was promised, or of whom it was asked; None if the text does not say.
        deadline: By when, if the text says so.
        conditions: Keys of the conditions it hangs on.
        confidence: Probability, 0 to 1, that this actor owes this act; None if not estimated.
        state: What became of it, as a person has set it; None if nobody has. The machine leaves it None.
        settled_by: What shows that, "<article's id>:<key>" of an event or a statement; None if nobody has said.
    """

    key: str
    event: str
    actor: str
    addressee: str | None
    deadline: DateRange | None
    conditions: tuple[str, ...]
    confidence: float | None = None
    state: CommitmentState | None = None
    settled_by: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was seen and not coded, and why.

    Attributes:
        span: The words.
        stage: The part of reading that left it.
        reason: Why, from a closed list.
        note: One sentence for a person, or None.
    """

    span: Span
    stage: GapStage
    reason: GapReason
    note: str | None
