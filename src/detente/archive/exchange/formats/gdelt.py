"""GDELT 2.0 events: 61 columns, tab-separated, no header; an event once for each pair of its sides.

The columns are those of the GDELT Event Codebook V2.0 (19 February 2015). docs/exchange.md says what stands in each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING

from detente.archive.exchange.codes import cameo_quad, full_cameo
from detente.archive.exchange.contract import CONFIDENCES
from detente.archive.exchange.event_sheet import EventSheet
from detente.archive.exchange.gathering import day_cell, told_id
from detente.archive.exchange.parties import CameoActor, Party, cameo_actor, hash_id, iter_dyads, party_of
from detente.archive.exchange.places import number_text, spot_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions, Losses, Tally
    from detente.archive.exchange.gathering import DistinctEvent
    from detente.archive.filed import Filed
    from detente.records import Event, Record

#: Fields of an event that the format has no place for.
_UNHELD = ("mode", "contexts", "status_cue", "said_in", *CONFIDENCES)

#: The eight cells of a place that is not known.
_NO_GEO = ("",) * 8


@dataclass(frozen=True, slots=True)
class GdeltRow:
    """What the events table needs of an event's first telling.

    Attributes:
        dyads: The sides, pair by pair, each with the event's number for that pair.
        dates: SQLDATE, MonthYear, Year and FractionDate.
        action: IsRootEvent to GoldsteinScale.
        geo: The eight cells of the action's place.
        url: SOURCEURL.
    """

    dyads: tuple[tuple[int, Party | None, Party | None], ...]
    dates: tuple[str, str, str, str]
    action: tuple[str, ...]
    geo: tuple[str, ...]
    url: str


def dyad_ids(event_id: str, record: Record, event: Event) -> tuple[tuple[int, Party | None, Party | None], ...]:
    """Return the pairs of an event's sides, each with the event's number for that pair: 63 bits.

    The number is a hash of the archive's id and of who the sides are, so that it is the same in each export.
    """
    found = []
    for source, target in iter_dyads(event):
        sides = [None if key is None else party_of(record, key) for key in (source, target)]
        number = hash_id(event_id, *("" if side is None else side.id for side in sides), bits=63)
        found.append((number, sides[0], sides[1]))
    return tuple(found)


def stamp_of(moment: datetime) -> str:
    """Return a moment as YYYYMMDDHHMMSS in UTC."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def citation(record: Record) -> str:
    """Return what leads to an article that has no address: its id."""
    return f"detente:{record.article.id}"


def _make_row(filed: Filed, event: Event, tally: Tally) -> GdeltRow:
    record = filed.record
    code = full_cameo(event.cameo or "")
    action = (
        str(int(_is_in_lead(record, event))),
        code,
        code[:3],
        code[:2],
        str(cameo_quad(code)),
        number_text(event.intensity),
    )
    tally.lose_fields(event, _UNHELD)
    return GdeltRow(
        dyad_ids(told_id(filed, event), record, event),
        _date_cells(day_cell(filed, event, tally)),
        action,
        _geo_cells(event, tally),
        record.article.url or next((a.url for a in filed.appearances if a.url), citation(record)),
    )


def _is_in_lead(record: Record, event: Event) -> bool:
    """Tell whether the event stands in the title or the first paragraph."""
    blocks = record.article.blocks
    lead = [block for block in blocks if block.kind == "title"]
    lead += [block for block in blocks if block.kind == "paragraph"][:1]
    return any(block.span.contains(event.trigger) for block in lead)


def _date_cells(day: str) -> tuple[str, str, str, str]:
    if not day:
        return ("", "", "", "")
    parsed = date.fromisoformat(day)
    # The codebook says (MONTH * 30 + DAY) / 365; its own files count the months from 0, or December would exceed 1.
    fraction = ((parsed.month - 1) * 30 + parsed.day) / 365
    return (f"{parsed:%Y%m%d}", f"{parsed:%Y%m}", f"{parsed:%Y}", f"{parsed.year + fraction:.4f}")


def _geo_cells(event: Event, tally: Tally) -> tuple[str, ...]:
    """Return type, name, country, ADM1, ADM2, latitude, longitude and feature of the action's place."""
    spot = spot_of(event.place)
    if spot is None:
        return _NO_GEO
    fips = spot.country.fips if spot.country else ""
    where = (number_text(spot.place.lat), number_text(spot.place.lon))
    if spot.level == "country":
        # Of a whole country the feature is the country.
        return ("1", spot.name, fips, fips, "", *where, fips)
    name = f"{spot.name}, {spot.country.name}" if spot.country else spot.name
    if spot.level == "city":
        tally.lost["GeoNames ids not held"] += 1
        return ("3" if fips == "US" else "4", name, fips, "", "", *where, "")
    tally.lost["places that are neither a city nor a country: no Geo_Type"] += 1
    return ("", name, fips, "", "", *where, "")


def actor_cells(actor: CameoActor, name: str) -> tuple[str, ...]:
    """Return the ten cells of an actor: code to Type3Code. Ethnic and religious codes are never known."""
    return (actor.code, name, actor.country, actor.known, "", "", "", *actor.types)


def _iter_lines(entry: DistinctEvent[GdeltRow], _: Tally, options: ExportOptions) -> Iterator[list[str]]:
    """Yield the 61 cells of each pair."""
    row, stamp = entry.row, stamp_of(options.created)
    counts = (str(entry.mentions), str(len(entry.sources)) if entry.sources else "", str(entry.articles), "")
    for number, source, target in row.dyads:
        yield [
            str(number),
            *row.dates,
            *actor_cells(cameo_actor(source), source.name.upper() if source else ""),
            *actor_cells(cameo_actor(target), target.name.upper() if target else ""),
            *row.action,
            *counts,
            *_NO_GEO,
            *_NO_GEO,
            *row.geo,
            stamp,
            row.url,
        ]


_SHEET = EventSheet(
    "gdelt", (), _make_row, _iter_lines, unheld=("entity", "role"), needs_code=True, counts_mentions=True
)


class GdeltEvents:
    """Writes GDELT 2.0 event files."""

    name = _SHEET.name
    suffix = ".export.CSV"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write one row for each event and pair of sides; see `ExportFormat.write`."""
        return _SHEET.write_events(articles, target, options)
