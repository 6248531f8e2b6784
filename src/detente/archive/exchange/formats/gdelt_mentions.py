"""GDELT 2.0 mentions: 16 columns, tab-separated, no header; every place where an event of the events file is told.

The numbers of the events are those of the format "gdelt" with the same options. Offsets count characters of the text
that the archive keeps, so that they can be resolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.archive.exchange.contract import CONFIDENCES, EVENTS_ONLY, ExportSelection, Losses, Tally
from detente.archive.exchange.files import write_tab_separated
from detente.archive.exchange.formats.gdelt import citation, dyad_ids, stamp_of
from detente.archive.exchange.gathering import host_of, told_id
from detente.archive.exchange.parties import identify
from detente.archive.exchange.spool import Spool
from detente.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.filed import Filed
    from detente.records import Event, Span

_WEB, _CITATION_ONLY = "1", "2"


@dataclass(frozen=True, slots=True)
class _Mention:
    """One trigger of an event in one place where the text appeared."""

    event: str
    source: str
    identifier: str
    kind: str
    offset: int
    actors: tuple[tuple[str, int], ...]
    confidence: str
    length: int


@dataclass(slots=True)
class _Pairs:
    """The pairs of an event: number and the ids of the sides."""

    numbers: tuple[tuple[int, str, str], ...]
    is_first: bool


class GdeltMentions:
    """Writes GDELT 2.0 mentions files."""

    name = "gdelt-mentions"
    suffix = ".mentions.CSV"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write one row for each event, pair of sides and telling; see `Format.write`."""
        tally = Tally(self.name)
        selection = ExportSelection.of_events(options)
        pairs: dict[str, _Pairs] = {}
        stamp = stamp_of(options.created)
        with Spool[_Mention]() as spool:
            for filed, event in _iter_selected(articles, selection, tally):
                if _note_pairs(pairs, filed, event):
                    spool.add_all(_iter_mentions(filed, event))
                else:
                    tally.lost["mentions of events without a CAMEO code or any known actor: left out"] += 1
            with replacing(target) as path:
                rows = (cells for mention in spool for cells in _iter_cells(pairs[mention.event], mention, stamp))
                tally.written["rows"] = write_tab_separated(rows, path, tally)
        return tally.losses()


def _iter_selected(
    articles: Iterable[Filed], selection: ExportSelection, tally: Tally
) -> Iterator[tuple[Filed, Event]]:
    """Yield the events that are wanted, each with its article, and count the others."""
    for filed in articles:
        tally.lose_kinds(filed.record, EVENTS_ONLY)
        for event in filed.record.events:
            reason = selection.refuses(filed, event)
            if reason is None:
                tally.lose_fields(event, CONFIDENCES[1:])
                yield filed, event
            else:
                tally.lost[reason.replace("events", "mentions of events", 1)] += 1


def _note_pairs(pairs: dict[str, _Pairs], filed: Filed, event: Event) -> bool:
    """Remember an event's pairs as its first telling has them; tell whether the events file holds the event."""
    event_id = told_id(filed, event)
    is_first = event_id == f"{filed.record.article.id}:{event.key}"
    held = event.cameo is not None and bool(event.sources or event.targets)
    entry = pairs.get(event_id)
    if held and (entry is None or (is_first and not entry.is_first)):
        numbers = tuple(
            (number, source.id if source else "", target.id if target else "")
            for number, source, target in dyad_ids(event_id, filed.record, event)
        )
        pairs[event_id] = _Pairs(numbers, is_first)
    return event_id in pairs


def _iter_mentions(filed: Filed, event: Event) -> Iterator[_Mention]:
    record = filed.record
    confidence = "" if event.confidence is None else str(round(100 * event.confidence))
    for appearance in filed.appearances:
        url = appearance.url
        publisher = host_of(url) or appearance.source or ""
        for trigger in (event.trigger, *event.mentions):
            yield _Mention(
                told_id(filed, event),
                publisher,
                url or citation(record),
                _WEB if url else _CITATION_ONLY,
                trigger.start,
                tuple(_nearest(filed, event, trigger)),
                confidence,
                len(record.article.text),
            )


def _nearest(filed: Filed, event: Event, trigger: Span) -> Iterator[tuple[str, int]]:
    """Yield the id of each side of an event with where it is mentioned nearest to the trigger."""
    record = filed.record
    for key in dict.fromkeys((*event.sources, *event.targets)):
        actor = record.actor(key)
        if actor.mentions:
            nearest = min(actor.mentions, key=lambda mention: abs(mention.start - trigger.start))
            yield identify(record, actor), nearest.start


def _iter_cells(pairs: _Pairs, mention: _Mention, stamp: str) -> Iterator[list[str]]:
    """Yield the 16 cells of each pair of an event's sides. The sentence's number and the tone are never known."""
    offsets = dict(mention.actors)
    for number, source, target in pairs.numbers:
        yield [
            str(number),
            stamp,
            stamp,
            mention.kind,
            mention.source,
            mention.identifier,
            "",
            str(offsets.get(source, "")),
            str(offsets.get(target, "")),
            str(mention.offset),
            "1",
            mention.confidence,
            str(mention.length),
            "",
            "",
            "",
        ]
