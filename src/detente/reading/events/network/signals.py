"""What the reading knows before the event network looks: actors, statements and the rules' finding, on words.

The words are those of the attribution network, so both networks share its features and its encoder's states.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np

from detente.records import EventType, Span, Status
from detente.records.claims import ActorKind, MentionForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from detente.reading.attribution.windows import Features
    from detente.reading.cast import Cast
    from detente.reading.document import Document
    from detente.records import Statement

    Ints = npt.NDArray[np.int64]

TYPES: tuple[EventType, ...] = get_args(EventType)
"""The sixteen types, in the order of the network's outputs."""

STATUSES: tuple[Status, ...] = get_args(Status)
"""The statuses, in the order of the network's outputs."""

_TYPE_NUMBERS = {name: number for number, name in enumerate(TYPES)}
_FORMS = {name: number for number, name in enumerate(get_args(MentionForm), 1)}
_KINDS = {name: number for number, name in enumerate(get_args(ActorKind), 1)}

#: A head word that is no mention of its own: "Iran" in "Iran's envoy", each member of "both".
INNER = 5

SIGNALS = ("form", "kind", "said", "rule", "title")
"""Columns of `Signals.table`."""

SIGNAL_SIZES = (6, 5, 3, 2 * len(TYPES) + 1, 2)
"""How many values each column takes: form of the mention (0 none), kind of its actor (0 none), words that are said (1)
or say (2), type that the rules find there (1-16) or found and left out (17-32), title."""

FORM, KIND, SAID, RULE, TITLE = range(5)


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A mention of an actor, as the network sees it.

    Attributes:
        actor: Position in the cast.
        row: Row of its head word.
        form: Number of its form, `INNER` for a head without a mention of its own.
        kind: Number of the actor's kind.
    """

    actor: int
    row: int
    form: int
    kind: int


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement: rows of its content and its cue, and its speakers' positions in the cast."""

    content: frozenset[int]
    cue: frozenset[int]
    speakers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Finding:
    """An event that the rules found.

    Attributes:
        number: Its position among the rules' events.
        rows: The words that carry it.
        type: The number of its type.
        sources: Positions of its sources in the cast.
        targets: The same for its targets.
        status: Its status.
        background: Whether it is older history.
        sure: The rules' own confidence.
    """

    number: int
    rows: frozenset[int]
    type: int
    sources: frozenset[int]
    targets: frozenset[int]
    status: Status
    background: bool
    sure: float


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of an article's words.

    Attributes:
        table: One row for each word, one column for each of `SIGNALS`.
        sentences: Index of each word's sentence; -1 where it is in none.
        places: Mentions of actors in the order of the text.
        actors: How many actors the cast has.
        sayings: The statements.
        findings: The rules' events.
    """

    table: Ints
    sentences: Ints
    places: tuple[ActorMention, ...]
    actors: int
    sayings: tuple[Saying, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SignalFound:
    """What the rules say of some words; fields as in `Finding`, actors by key."""

    trigger: Span
    type: EventType
    number: int = -1
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    status: Status = "actual"
    background: bool = False
    sure: float = 0.0


def rows_of(features: Features, span: Span) -> range:
    """Return the rows of the words that share a character with a span."""
    first = int(np.searchsorted(features.ends, span.start, side="right"))
    return range(first, int(np.searchsorted(features.starts, span.end, side="left")))


def gather(
    document: Document,
    cast: Cast,
    statements: Sequence[Statement],
    features: Features,
    *,
    found: Sequence[SignalFound],
    dropped: Sequence[SignalFound],
) -> Signals:
    """Carry what the reading knows over to the words.

    Args:
        document: The article.
        cast: Its actors.
        statements: Its statements.
        features: The words, as the attribution network reads them.
        found: Events of the rules.
        dropped: Words for which the rules have a type but no event.

    Returns:
        What is known of each word, and the actors, statements and findings in rows.
    """
    table = np.zeros((len(features.starts), len(SIGNALS)), np.int64)
    sentences = np.full(len(features.starts), -1, np.int64)
    for sentence in document.sentences:
        rows = rows_of(features, sentence.span)
        sentences[rows.start : rows.stop] = sentence.index
        if document.article.blocks[sentence.block].kind == "title":
            table[rows.start : rows.stop, TITLE] = 1
    numbers = {actor.key: number for number, actor in enumerate(cast.actors)}
    places = _places(cast, features, numbers, table)
    sayings = tuple(_saying(one, features, numbers, table) for one in statements)
    for one in dropped:
        rows = rows_of(features, one.trigger)
        table[rows.start : rows.stop, RULE] = 1 + len(TYPES) + _TYPE_NUMBERS[one.type]
    findings = tuple(_finding(one, features, numbers, table) for one in found)
    return Signals(table, sentences, places, len(cast.actors), sayings, findings)


def _places(cast: Cast, features: Features, numbers: dict[str, int], table: Ints) -> tuple[ActorMention, ...]:
    """Return all mentions, and mark their words in the table."""
    found: dict[tuple[int, int], ActorMention] = {}
    for actor in cast.actors:
        number, kind = numbers[actor.key], _KINDS[actor.kind]
        for mention in actor.mentions:
            rows = rows_of(features, mention.span)
            if not rows:
                continue
            form = _FORMS[mention.form]
            free = [row for row in rows if not table[row, FORM]]
            table[free, FORM], table[free, KIND] = form, kind
            row = _head_row(features, rows)
            found.setdefault((row, number), ActorMention(number, row, form, kind))
    for offset, keys in cast.heads.items():
        row = int(np.searchsorted(features.starts, offset))
        if row < len(features.starts) and features.starts[row] == offset:
            for key in keys:
                number = numbers[key]
                found.setdefault((row, number), ActorMention(number, row, INNER, _KINDS[cast.actor(key).kind]))
                if not table[row, FORM]:
                    table[row, FORM], table[row, KIND] = INNER, _KINDS[cast.actor(key).kind]
    return tuple(sorted(found.values(), key=lambda place: (place.row, place.actor)))


def _head_row(features: Features, rows: Iterable[int]) -> int:
    """Return the first row whose head lies outside these rows."""
    own = list(rows)
    inside = set(own)
    for row in own:
        head = int(features.heads[row, 0])
        if head not in inside or head == row:
            return row
    return own[0]


def _saying(statement: Statement, features: Features, numbers: dict[str, int], table: Ints) -> Saying:
    content = {row for span in statement.content for row in rows_of(features, span)}
    cue = {row for span in statement.cue for row in rows_of(features, span)}
    inside = [row for row in content if not table[row, SAID]]
    table[inside, SAID] = 1
    table[list(cue), SAID] = 2
    speakers = frozenset(numbers[key] for key in (*statement.speakers, *statement.on_behalf_of) if key in numbers)
    return Saying(frozenset(content), frozenset(cue), speakers)


def _finding(found: SignalFound, features: Features, numbers: dict[str, int], table: Ints) -> Finding:
    rows = rows_of(features, found.trigger)
    number = _TYPE_NUMBERS[found.type]
    table[rows.start : rows.stop, RULE] = 1 + number
    sources, targets = (
        frozenset(numbers[key] for key in keys if key in numbers) for keys in (found.sources, found.targets)
    )
    return Finding(found.number, frozenset(rows), number, sources, targets, found.status, found.background, found.sure)
