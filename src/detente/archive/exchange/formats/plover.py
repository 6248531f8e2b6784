"""PLOVER records: one JSON object a line, with the fields of the PLOVER manual, draft 2.0, chapter 6.

The status of an event goes into its contexts, as the manual has it: what was denied is "negation", what was promised
"future", what was proposed, made conditional or held possible "hypothetical", what is recalled "historical".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from detente.archive.exchange.codes import quads
from detente.archive.exchange.contract import CONFIDENCES, EVENTS_ONLY, ExportSelection, Losses, Tally
from detente.archive.exchange.gathering import (
    Unheld,
    count_range,
    day_part,
    event_day,
    gather,
    published_by,
    published_on,
    told_id,
)
from detente.archive.exchange.parties import Party, party_of
from detente.archive.exchange.places import Spot, spot_of
from detente.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.filed import Filed
    from detente.records import Event, Status

_AUXILIARY = {
    "denied": "negation",
    "promised": "future",
    "proposed": "hypothetical",
    "conditional": "hypothetical",
    "possible": "hypothetical",
}

#: Resolution of a place in the manual's numbers; the others would need its administrative level.
_RESOLUTION = {"city": 4, "country": 1}

#: Fields of an event that the format has no place for.
_UNHELD = ("cameo", "status_cue", "said_in", *CONFIDENCES)


@dataclass(frozen=True, slots=True)
class Plover:
    """Writes PLOVER records.

    Attributes:
        is_full: All fields that are known; else only id, date, actor, recipient and event.
    """

    is_full: bool
    suffix = ".jsonl"

    @property
    def name(self) -> str:
        """Return "plover" or "plover-minimal"."""
        return "plover" if self.is_full else "plover-minimal"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write one line for each event; see `Format.write`."""
        tally = Tally(self.name)
        # Without contexts nothing could tell a denied event from one that happened.
        default: frozenset[Status] | None = None if self.is_full else frozenset({"actual"})
        selection = ExportSelection.of(options, statuses=default, background=self.is_full)
        created = options.created.astimezone(UTC)
        coded = {"coded_date": f"{created:%Y-%m-%d}", "coded_time": f"{created:%H:%M:%SZ}"} if self.is_full else {}
        with (
            gather(
                articles,
                selection,
                tally,
                lambda filed, event: self._make(filed, event, coded, tally),
                see=lambda filed: tally.lose_kinds(filed.record, EVENTS_ONLY),
            ) as told,
            replacing(target) as path,
            path.open("w", encoding="utf-8", newline="\n", errors="replace") as out,
        ):
            out.writelines(entry.row + "\n" for entry in told)
            tally.written["events"] = len(told)
            tally.lost["mentions beyond the first of an event: not held"] += told.repeats()
        return tally.losses()

    def _make(self, filed: Filed, event: Event, coded: dict[str, str], tally: Tally) -> str | Unheld:
        """Return an event's line."""
        if not event.sources:
            return Unheld("events without a known source, which PLOVER requires: left out")
        day = event_day(filed, event, tally) or published_on(filed)
        if day is None:
            return Unheld("events without a date, which PLOVER requires: left out")
        if event.date is None and (event.background or event.status != "actual"):
            tally.lost["events of another day than the report, dated by it"] += 1
        data: dict[str, Any] = {"id": told_id(filed, event), "date": day}
        data["actor"] = [self._entity(filed, key) for key in event.sources]
        data["recipient"] = [self._entity(filed, key) for key in event.targets] or None
        data["event"] = [event.type]
        if self.is_full:
            tally.lose_fields(event, _UNHELD)
            data |= _details(filed, event) | coded
        else:
            count_range(event, tally)
        return json.dumps(_without_none(data), ensure_ascii=False)

    def _entity(self, filed: Filed, key: str) -> dict[str, Any]:
        party = party_of(filed.record, key)
        if not self.is_full:
            # The record of the manual has codes alone; an actor without one is known by name at least.
            return {"code": party.country} if party.country else {"identifier_text": party.name}
        return {
            "code": party.country,
            "sector": party.sector,
            "entity_text": party.words,
            "identifier_id": _wikidata(party),
            "identifier_text": party.name,
            "office": party.role,
        }


def _wikidata(party: Party) -> str | None:
    """Return the address of an actor in Wikidata, as the manual wants it, or None for our own ids."""
    if party.entity is not None and party.entity[:1] == "Q" and party.entity[1:].isdecimal():
        return f"https://www.wikidata.org/wiki/{party.entity}"
    return None


def _details(filed: Filed, event: Event) -> dict[str, Any]:
    """Return the optional fields of an event. Its text is left out: the manual keeps it for those who own it."""
    record = filed.record
    end = None if event.date is None else day_part(event.date.end)
    auxiliary = [_AUXILIARY[event.status]] if event.status in _AUXILIARY else []
    auxiliary += ["historical"] if event.background else []
    return {
        "has_event": True,
        "enddate": end if event.date is not None and event.date.end != event.date.start else None,
        "event_loc": _location(spot_of(event.place), record.words(event.place.span) if event.place else ""),
        "event_text": [record.words(event.trigger)],
        "quad_code": quads()[event.type],
        "event_scale": event.intensity,
        "mode": [event.mode] if event.mode else None,
        "context": [*event.contexts, *auxiliary] or None,
        "link": f"story:{filed.story}",
        "text_info": {"start": event.trigger.start, "end": event.trigger.end},
        "cite_info": {
            "citation": f"detente:{record.article.id}",
            "url": record.article.url or next((a.url for a in filed.appearances if a.url), None),
            "title": record.article.title,
            "language": record.article.language,
            "publication": published_by(filed),
            "coder": f"detente {record.run.version}",
            "codebook": "PLOVER 2.0 (draft)",
        },
        "coder": f"detente {record.run.version}",
    }


def _location(spot: Spot | None, words: str) -> dict[str, Any] | None:
    if spot is None:
        return None
    return {
        "extracted_place": words,
        "resolved_place": spot.name,
        "geonameid": spot.place.geonames,
        "lat": spot.place.lat,
        "lon": spot.place.lon,
        "city": spot.name if spot.level == "city" else None,
        "country": spot.country.name if spot.country else None,
        "country_code": spot.country.iso3 if spot.country else None,
        "resolution": _RESOLUTION.get(spot.level),
    }


def _without_none(value: Any) -> Any:
    """Return plain JSON values without the keys whose value is unknown."""
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    return [_without_none(item) for item in value] if isinstance(value, list) else value
