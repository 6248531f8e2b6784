"""Events of one story once: what the copies of an article tell is gathered before it is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from detente.archive.exchange.contract import Selection, Tally
    from detente.archive.filed import Appearance, Filed
    from detente.records import Event

Row = TypeVar("Row")


@dataclass(slots=True)
class Told(Generic[Row]):
    """One event, however many texts tell it.

    Attributes:
        id: The archive-wide id.
        row: What the format made of its first telling.
        is_first: Whether `row` comes from the very telling that gave the id.
        mentions: How often it is told: triggers times the places where the text appeared.
        articles: In how many places a text that tells it appeared.
        sources: Names of the publishers, as far as they are known.
    """

    id: str
    row: Row
    is_first: bool
    mentions: int = 0
    articles: int = 0
    sources: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Unheld:
    """What a format makes of an event that it cannot hold: the reason, as losses name it."""

    reason: str


def gather(
    articles: Iterable[Filed],
    selection: Selection,
    tally: Tally,
    make: Callable[[Filed, Event], Row | Unheld],
    *,
    see: Callable[[Filed], None] | None = None,
) -> list[Told[Row]]:
    """Return each event once, in the order of its first telling.

    What is kept of an article is what `make` returns, so that the texts need not stay in memory.

    Args:
        articles: Gone through once.
        selection: Which events are taken.
        tally: Counts those that are not, each once.
        make: Gives the format's row for the first telling of an event, or says why the format cannot hold it.
        see: Called with every article, whether it tells an event or not.
    """
    told: dict[str, Told[Row]] = {}
    left: dict[str, str] = {}
    for filed in articles:
        if see is not None:
            see(filed)
        for event in filed.record.events:
            reason = selection.refuses(filed, event) or _add(told, filed, event, make)
            if reason is not None:
                left.setdefault(told_id(filed, event), reason)
    tally.lost.update(Counter(reason for event_id, reason in left.items() if event_id not in told))
    return list(told.values())


def _add(
    told: dict[str, Told[Row]], filed: Filed, event: Event, make: Callable[[Filed, Event], Row | Unheld]
) -> str | None:
    """Count a telling, and make the event's row if it has none of its first telling; return why that cannot be."""
    event_id = told_id(filed, event)
    is_first = event_id == f"{filed.record.article.id}:{event.key}"
    entry = told.get(event_id)
    if entry is None or (is_first and not entry.is_first):
        row = make(filed, event)
        if isinstance(row, Unheld):
            return row.reason
        if entry is None:
            entry = told[event_id] = Told(event_id, row, is_first)
        else:
            entry.row, entry.is_first = row, is_first
    places = max(len(filed.appearances), 1)
    entry.articles += places
    entry.mentions += places * (1 + len(event.mentions))
    entry.sources.update(filter(None, map(publisher_of, filed.appearances)))
    return None


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
    own = parse_day(filed.record.article.published)
    return own or min(filter(None, (parse_day(a.published) for a in filed.appearances)), default=None)


def parse_day(text: str | None) -> str | None:
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
    start = parse_day(event.date.start) if event.date is not None else None
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
