"""POLECAT events: 40 columns, tab-separated, with a header, None for what is unknown, "; " between several values.

A row is an event; its sides are lists, so nothing is multiplied. Lists of one side run in parallel: the second country
is that of the second name, and None stands where one of them is unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.exchange.codes import QUAD_WORDS, countries, quads
from detente.archive.exchange.contract import CONFIDENCES
from detente.archive.exchange.event_sheet import EventSheet
from detente.archive.exchange.gathering import day_cell, published_by, published_on, told_id
from detente.archive.exchange.parties import Party, party_of
from detente.archive.exchange.places import number_text, spot_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions, Losses, Tally
    from detente.archive.filed import Filed
    from detente.records import Event, Record

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip

#: Fields of an event that the format has no place for.
_UNHELD = ("cameo", "status_cue", "said_in", *CONFIDENCES)

_NONE = "None"


def _make_row(filed: Filed, event: Event, tally: Tally) -> tuple[str, ...]:
    record = filed.record
    tally.lose_fields(event, _UNHELD)
    cells = (
        told_id(filed, event),
        day_cell(filed, event, tally),
        event.type,
        event.mode or "",
        number_text(event.intensity),
        QUAD_WORDS[quads()[event.type]],
        _join(event.contexts),
        *_side_cells([party_of(record, key) for key in event.sources]),
        *_side_cells([party_of(record, key) for key in event.targets]),
        *_place_cells(record, event),
        *_story_cells(filed),
    )
    return tuple(cell or _NONE for cell in cells)


def _join(values: Iterable[str]) -> str:
    """Return several values in one cell; a semicolon inside one would split it, so it becomes a comma."""
    return "; ".join(value.replace(";", ",") for value in values)


def _listed(parties: list[Party], take: Callable[[Party], str | None]) -> str:
    """Return one value for each side, in order, "" if all are unknown."""
    values = [take(party) for party in parties]
    return _join(value or _NONE for value in values) if any(values) else ""


def _side_cells(parties: list[Party]) -> tuple[str, ...]:
    """Return the eight cells of an event's sources or targets."""
    return (
        _listed(parties, lambda party: party.name),
        _listed(parties, lambda party: party.country),
        _listed(parties, _cow),
        parties[0].sector or "" if parties else "",
        _listed(parties, lambda party: party.sector),
        _listed(parties, lambda party: party.role),
        _listed(parties, lambda party: party.words),
        "",
    )


def _cow(party: Party) -> str | None:
    country = countries().get(party.country or "")
    return country.cow if country else None


def _place_cells(record: Record, event: Event) -> tuple[str, ...]:
    """Return the ten cells from Placename to Feature Type."""
    spot = spot_of(event.place)
    if spot is None:
        return ("",) * 10
    return (
        spot.name,
        spot.name if spot.level == "city" else "",
        "",
        "",
        spot.country.name if spot.country else "",
        number_text(spot.place.lat),
        number_text(spot.place.lon),
        "" if spot.place.geonames is None else str(spot.place.geonames),
        record.words(spot.place.span),
        "",
    )


def _story_cells(filed: Filed) -> tuple[str, ...]:
    """Return the seven cells from Source to Version."""
    record = filed.record
    places = [event.place for event in record.events] + [statement.place for statement in record.statements]
    source = published_by(filed) or ""
    return (
        source,
        published_on(filed) or "",
        _join(dict.fromkeys(actor.name for actor in record.actors if actor.kind == "person")),
        _join(dict.fromkeys(actor.name for actor in record.actors if actor.kind == "organization")),
        _join(dict.fromkeys(place.name for place in places if place is not None)),
        record.article.language or "",
        f"detente {record.run.version}",
    )


_SHEET: EventSheet[tuple[str, ...]] = EventSheet(
    "polecat",
    COLUMNS,
    _make_row,
    lambda entry, _tally, _options: [entry.row],
    unheld=("entity",),
    needs_code=False,
    is_dyadic=False,
)


class Polecat:
    """Writes POLECAT event files."""

    name = _SHEET.name
    suffix = ".txt"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write one row for each event; see `ExportFormat.write`."""
        return _SHEET.write_events(articles, target, options)
