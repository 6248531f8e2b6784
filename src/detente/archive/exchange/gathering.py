"""Events of one story once: what the copies of an article tell is gathered before it is written."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlsplit

from detente.archive.exchange.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from detente.archive.exchange.contract import ExportSelection, Tally
    from detente.archive.filed import Appearance, Filed
    from detente.records import Event

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class DistinctEvent(Generic[Row]):
    """One event, however many texts tell it.

    Attributes:
        id: The archive-wide id.
        row: What the format made of its first telling.
        mentions: How often it is told: triggers times the places where the text appeared.
        articles: In how many places a text that tells it appeared.
        sources: Names of the publishers, as far as they are known, each once.
    """

    id: str
    row: Row
    mentions: int
    articles: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unheld:
    """What a format makes of an event that it cannot hold: the reason, as losses name it."""

    reason: str


@dataclass(slots=True)
class _Count:
    """What memory holds of an event: where its row waits, whether that is of the first telling, and the counts."""

    place: int
    is_first: bool
    mentions: int = 0
    articles: int = 0
    sources: tuple[str, ...] = ()


class Gathered(Generic[Row]):
    """The events of some articles, each once, in the order of the first telling that came."""

    def __init__(self, spool: Spool[Row], make: Callable[[Filed, Event], Row | Unheld]) -> None:
        self._spool = spool
        self._make = make
        self._counts: dict[str, _Count] = {}

    def __len__(self) -> int:
        return len(self._counts)

    def __contains__(self, event_id: str) -> bool:
        return event_id in self._counts

    def __iter__(self) -> Iterator[DistinctEvent[Row]]:
        for event_id, count in self._counts.items():
            row = self._spool.get(count.place)
            yield DistinctEvent(event_id, row, count.mentions, count.articles, count.sources)

    def repeats(self) -> int:
        """Return how many mentions there are beyond the first of each event."""
        return sum(count.mentions - 1 for count in self._counts.values())

    def add(self, filed: Filed, event: Event) -> str | None:
        """Count a telling, and make the event's row if it has none of its first telling; return why that cannot be."""
        event_id = told_id(filed, event)
        is_first = event_id == f"{filed.record.article.id}:{event.key}"
        count = self._counts.get(event_id)
        if count is None or (is_first and not count.is_first):
            row = self._make(filed, event)
            if isinstance(row, Unheld):
                return row.reason
            place = self._spool.add(row)
            if count is None:
                count = self._counts[event_id] = _Count(place, is_first)
            else:
                count.place, count.is_first = place, is_first
        places = max(len(filed.appearances), 1)
        count.articles += places
        count.mentions += places * (1 + len(event.mentions))
        names = filter(None, map(publisher_of, filed.appearances))
        count.sources = tuple(dict.fromkeys((*count.sources, *map(sys.intern, names))))
        return None


@contextmanager
def gather(
    articles: Iterable[Filed],
    selection: ExportSelection,
    tally: Tally,
    make: Callable[[Filed, Event], Row | Unheld],
    *,
    see: Callable[[Filed], None],
) -> Iterator[Gathered[Row]]:
    """Give the events of some articles, each once.

    Rows wait on the disk; memory holds about 300 bytes for each event.

    Args:
        articles: Gone through once.
        selection: Which events are taken.
        tally: Counts those that are not, each once.
        make: Gives the format's row for the first telling of an event, or says why the format cannot hold it.
        see: Called with every article, whether it tells an event or not.
    """
    left: dict[str, str] = {}
    with Spool[Row]() as spool:
        gathered = Gathered(spool, make)
        for filed in articles:
            see(filed)
            for event in filed.record.events:
                reason = selection.refuses(filed, event) or gathered.add(filed, event)
                if reason is not None:
                    left.setdefault(told_id(filed, event), reason)
        tally.lost.update(Counter(reason for event_id, reason in left.items() if event_id not in gathered))
        yield gathered


def told_id(filed: Filed, event: Event) -> str:
    """Return the archive-wide id of an event; its own place where the archive has given it none."""
    return filed.told.get(event.key, f"{filed.record.article.id}:{event.key}")


def publisher_of(appearance: Appearance) -> str | None:
    """Return who published an appearance: its source, else the host of its address; None if neither is known."""
    return appearance.source or host_of(appearance.url)


def host_of(url: str | None) -> str | None:
    """Return the host of an address without "www.", or None."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def published_on(filed: Filed) -> str | None:
    """Return the day of publication, ISO 8601: the article's, else the first known one of its appearances, or None."""
    own = day_part(filed.record.article.published)
    return own or min(filter(None, (day_part(a.published) for a in filed.appearances)), default=None)


def published_by(filed: Filed) -> str | None:
    """Return who published an article: its own source, else that of the first appearance that has one, or None."""
    return filed.record.article.source or next((a.source for a in filed.appearances if a.source), None)


def day_part(text: str | None) -> str | None:
    """Return the day at the beginning of an ISO 8601 text, as YYYY-MM-DD; None if there is none."""
    try:
        return date.fromisoformat((text or "")[:10]).isoformat()
    except ValueError:
        return None


def event_day(filed: Filed, event: Event, tally: Tally) -> str | None:
    """Return the day of an event, ISO 8601, or None if it is unknown.

    It is the first day that the text gives. Where it gives none, news is dated by its report, as in GDELT, ICEWS and
    POLECAT; what is only recalled, or has not happened, is not.
    """
    start = day_part(event.date.start) if event.date is not None else None
    if start is not None:
        return start
    day = None if event.background or event.status != "actual" else published_on(filed)
    tally.lost["events dated by the day of the report"] += day is not None
    return day


def count_range(event: Event, tally: Tally) -> None:
    """Count the date of an event that is longer than the one day that a format can hold."""
    tally.lost["dates longer than a day: given by their first day"] += (
        event.date is not None and event.date.start != event.date.end
    )


def day_cell(filed: Filed, event: Event, tally: Tally) -> str:
    """Return the day of an event as `event_day` has it; "" if it is unknown, which is counted."""
    day = event_day(filed, event, tally)
    tally.lost["events without a date"] += day is None
    count_range(event, tally)
    return day or ""
