"""What an export format is, what an export is asked for, and what it tells of its losses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from detente.errors import UsageError
from detente.records import CLAIM_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

    from detente.archive.filed import Filed
    from detente.records import Actor, CollectionName, Event, Position, Record, Status


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What an export takes in. The formats' own defaults stand in docs/exchange.md.

    Attributes:
        created: When the export is made, with its time zone; no format reads the clock.
        statuses: Statuses of the events that are written; None for the format's default: all where the format can say
            which is which, else only "actual".
        background: Whether events that are only recalled are written; None for the format's default: yes where the
            format can mark them, else no.
        reviewed_only: Write only claims (events, statements, positions) that people have accepted, corrected or added.
        imported: Events of other data sets, in the columns of the table `dyads`; "csv" and "parquet" write them, as
            they are, into the table `imported_dyads`.

    Raises:
        UsageError: `created` has no time zone, or `statuses` is empty.
    """

    created: datetime
    statuses: frozenset[Status] | None = None
    background: bool | None = None
    reviewed_only: bool = False
    imported: Iterable[pa.RecordBatch] = ()

    def __post_init__(self) -> None:
        if self.created.tzinfo is None:
            raise UsageError("the time of an export needs a time zone")
        if self.statuses is not None and not self.statuses:
            raise UsageError("an export without any status of events would be empty", hint="leave statuses out")


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a format could not hold: what, and how often."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Losses:
    """What became of the articles on the way into a file.

    Attributes:
        format: Name of the format.
        written: How many of each kind the file holds ("events": 12), in the order of the format.
        items: What it could not hold, with counts above 0, in alphabetical order.
    """

    format: str
    written: tuple[Loss, ...]
    items: tuple[Loss, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, as the sidecar has them."""
        return {
            "format": self.format,
            "written": {loss.what: loss.count for loss in self.written},
            "losses": [{"what": loss.what, "count": loss.count} for loss in self.items],
        }

    def count(self, what: str) -> int:
        """Return how often something was lost; 0 if never."""
        return next((loss.count for loss in self.items if loss.what == what), 0)


@dataclass(slots=True)
class Tally:
    """Counts what is written and what is lost while a format writes.

    Attributes:
        format: Name of the format.
        written: Counts of what was written, in the order of the first call.
        lost: Counts of what was lost.
    """

    format: str
    written: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def losses(self) -> Losses:
        """Return the counts as they stand."""
        return Losses(
            self.format,
            tuple(Loss(what, count) for what, count in self.written.items()),
            tuple(Loss(what, self.lost[what]) for what in sorted(self.lost) if self.lost[what]),
        )

    def lose_kinds(self, record: Record, kinds: Iterable[str], *, of_actors: Iterable[str] = ()) -> None:
        """Count what a record holds as not held: all items of some kinds ("conditions"), and some fields of actors."""
        for kind in kinds:
            self.lost[f"{kind} not held"] += len(getattr(record, kind))
        fields = tuple(of_actors)
        for actor in record.actors:
            self.lose_fields(actor, fields)

    def lose_fields(self, item: Event | Actor | Position, fields: Iterable[str]) -> None:
        """Count those of some fields of an event, actor or position that say something as not held."""
        for name in fields:
            value = getattr(item, name)
            kind = type(item).__name__.lower()
            self.lost[f"{name} of {kind}s not held"] += value is not None and value != ()


#: What we know of how sure an event and its sides are.
CONFIDENCES = ("confidence", "source_confidences", "target_confidences")


def kinds_beside(*held: CollectionName) -> tuple[str, ...]:
    """Return the parts of a record that a format of some kinds of claim does not hold: all others, and the gaps."""
    return (*(kind.collection for kind in CLAIM_KINDS if kind.collection not in held), "gaps")


#: What a format of dyadic events has no column for, whatever the articles hold.
EVENTS_ONLY = kinds_beside("events")


@dataclass(frozen=True, slots=True)
class ExportSelection:
    """Which events a format writes: the caller's wishes, the format's defaults where he has none.

    Attributes:
        statuses: None for all.
        background: Whether recalled events are written.
        reviewed_only: Only what people have looked at.
    """

    statuses: frozenset[Status] | None
    background: bool
    reviewed_only: bool

    @classmethod
    def of(cls, options: ExportOptions, *, statuses: frozenset[Status] | None, background: bool) -> ExportSelection:
        """Return the selection for a format.

        Args:
            options: What the caller wants.
            statuses: The format's default, None for all.
            background: The format's default.
        """
        return cls(
            options.statuses if options.statuses is not None else statuses,
            options.background if options.background is not None else background,
            options.reviewed_only,
        )

    @classmethod
    def of_events(cls, options: ExportOptions) -> ExportSelection:
        """Return the selection for a format that cannot tell what happened from what did not, or is only recalled."""
        return cls.of(options, statuses=frozenset({"actual"}), background=False)

    def refuses(self, filed: Filed, event: Event) -> str | None:
        """Return why an event is not written, as losses name it, or None if it is."""
        if self.reviewed_only and event.key not in filed.reviews:
            return "events that nobody has reviewed: left out"
        if self.statuses is not None and event.status not in self.statuses:
            return f"events of status {event.status}: left out"
        if event.background and not self.background:
            return "events of the background: left out"
        return None


class ExportFormat(Protocol):
    """A kind of file that records are written to."""

    @property
    def name(self) -> str:
        """What the caller asks for, such as "gdelt"."""

    @property
    def suffix(self) -> str:
        """How names of such files end (".CSV"); "" for a folder of files."""

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write articles to a file or folder, which is replaced.

        Args:
            articles: Gone through once, in the order in which they come.
            target: The file, or the folder for a format of several files.
            options: What is written.

        Returns:
            What was written and what the format could not hold.

        Raises:
            OSError: The target cannot be written.
        """
