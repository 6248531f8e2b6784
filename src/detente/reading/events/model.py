"""What event coding passes between its steps, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.knowledge.plover import Pattern
    from detente.reading.document import Sentence
    from detente.reading.grammar.tokens import Token
    from detente.records import DateRange, Event, EventType, Gap, Span, Status


@dataclass(frozen=True, slots=True)
class EventsFound:
    """The events of one article in the order of the text, and what was seen and not coded."""

    events: tuple[Event, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that carries an event, with the pattern that says so.

    Attributes:
        token: The word.
        pattern: The row of patterns.tsv.
        theme: The word that the pattern's conditions found ("sanctions" of "imposed sanctions"), or None.
        carrier: The verb that holds a noun event ("launched" of "launched an attack"), or None.
        weight: How specific the pattern is.
    """

    token: Token
    pattern: Pattern
    theme: Token | None
    carrier: Token | None
    weight: int


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One event of one sentence, before the article is looked at as a whole.

    Attributes:
        sentence: Where it stands.
        hit: The word and the pattern.
        type: The PLOVER type, after the rules for what is still to come.
        cameo: The CAMEO code, after the same rules, or None.
        sources: Actor keys.
        targets: Actor keys.
        trigger: The words that carry it.
        status: Whether it happened.
        status_cue: The words that say so, or None.
        background: Older history.
        date: When it happened, or None.
        said_in: Key of the statement that holds it, or None.
        rules: Names of the rules that shaped it, for `explain`.
    """

    sentence: Sentence
    hit: Hit
    type: EventType
    cameo: str | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    trigger: Span
    status: Status
    status_cue: Span | None
    background: bool
    date: DateRange | None
    said_in: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the network says of an event, as probabilities.

    Attributes:
        event: That the words carry an event.
        type: Of the type, if they do.
        status: Of the status.
        sources: Of the sources, or that there is none.
        targets: The same for the targets.
        background: That it is older history recalled.
        rules: Type and status that the rules find on the same words, or None.
    """

    event: float
    type: float
    status: float
    sources: float
    targets: float
    background: float
    rules: str | None


@dataclass(frozen=True, slots=True)
class Coded:
    """A distinct event of the article, as it goes into the record; fields as in `EventDraft` where not said here.

    Attributes:
        token: The word that carries it.
        hit: The row of the lexicon that the code and the mode come from, or None.
        mode: PLOVER's mode, or None.
        mentions: Triggers of further tellings.
        confidence: Probability that type, status and all actors are right.
        opinion: What the network says, or None where only the rules were asked.
        ruled: Whether the rules decided on it.
        source_confidences: For each source the probability that it is one; empty where only the rules were asked.
        target_confidences: The same for the targets.
    """

    sentence: Sentence
    token: Token
    hit: Hit | None
    type: EventType
    cameo: str | None
    mode: str | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    trigger: Span
    status: Status
    status_cue: Span | None
    background: bool
    date: DateRange | None
    said_in: str | None
    mentions: tuple[Span, ...]
    confidence: float
    rules: tuple[str, ...]
    opinion: Opinion | None
    ruled: bool
    source_confidences: tuple[float, ...] = ()
    target_confidences: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A word that could have carried an event and did not, and why."""

    span: Span
    pattern: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one event came about.

    Attributes:
        key: The event's key.
        words: The words that carry it.
        pattern: Id of the row of patterns.tsv, or None where no row fits the words and the type.
        line: That row's line.
        source: The section of the manual it rests on.
        cameo: Code and name, or None.
        rules: The rules that applied, in order.
        considered: Other patterns of the same word that held too, weaker.
        dropped: Other words of the same sentence that were considered and left out.
        opinion: What the network says of it, or None where only the rules were asked.
        confidence: The event's confidence.
    """

    key: str
    words: str
    pattern: str | None
    line: int | None
    source: str | None
    cameo: str | None
    rules: tuple[str, ...]
    considered: tuple[str, ...]
    dropped: tuple[Dropped, ...] = field(default=())
    opinion: Opinion | None = None
    confidence: float | None = None
