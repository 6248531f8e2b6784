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
class EventDraft:
    """One event, from the sentence that tells it to the record.

    The rules make drafts, change them, and join those of one event; the network judges these or makes its own.

    Attributes:
        sentence: Where it stands.
        token: The word that carries it.
        hit: The row of the lexicon that fits this word; None where the network found an event that no row fits.
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
        mentions: Triggers of further tellings, in the order of the text.
        ruled: Whether the rules decided on it, and not the network.
        confidence: Probability that type, status and all actors are right; None until it is weighed.
        opinion: What the network says, or None where only the rules were asked.
        source_confidences: For each source the probability that it is one; empty where only the rules were asked.
        target_confidences: The same for the targets.
    """

    sentence: Sentence
    token: Token
    hit: Hit | None
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
    mentions: tuple[Span, ...] = ()
    ruled: bool = True
    confidence: float | None = None
    opinion: Opinion | None = None
    source_confidences: tuple[float, ...] = ()
    target_confidences: tuple[float, ...] = ()

    @property
    def pattern(self) -> Pattern | None:
        """The row of patterns.tsv, or None."""
        return None if self.hit is None else self.hit.pattern

    @property
    def carrier(self) -> Token | None:
        """The verb that holds a noun event, or None."""
        return None if self.hit is None else self.hit.carrier

    @property
    def part(self) -> str | None:
        """The part of speech that the row of the lexicon is for: "v", "n" or "a"; None without a row."""
        return None if self.hit is None else self.hit.pattern.part

    @property
    def mode(self) -> str | None:
        """PLOVER's mode, which holds as long as no rule and no network chose another type than the row's."""
        pattern = self.pattern
        return pattern.mode if pattern is not None and pattern.type == self.type else None


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
