"""ICEWS coded events: 20 columns, tab-separated, with a header, NA for what is unknown.

A row is an event and a pair of its sides; two sides that act as equals give two mirrored rows, as ICEWS has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.archive.exchange.codes import cameo_codes, countries, full_cameo, sector_words
from detente.archive.exchange.contract import CONFIDENCES
from detente.archive.exchange.event_sheet import EventSheet
from detente.archive.exchange.gathering import day_cell, published_by, told_id
from detente.archive.exchange.parties import Party, hash_id, iter_dyads, party_of
from detente.archive.exchange.places import number_text, spot_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions, Losses, Tally
    from detente.archive.exchange.gathering import DistinctEvent
    from detente.archive.filed import Filed
    from detente.records import Event

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip

#: Fields of an event that the format has no place for.
_UNHELD = ("mode", "contexts", "status_cue", "said_in", *CONFIDENCES)


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of an event, but for the sides: before, between and after them."""

    dyads: tuple[tuple[str, Party | None, Party | None], ...]
    day: str
    action: tuple[str, str, str]
    rest: tuple[str, ...]


def _make_row(filed: Filed, event: Event, tally: Tally) -> _Row:
    record = filed.record
    code = full_cameo(event.cameo or "")
    known = cameo_codes().get(code)
    tally.lose_fields(event, _UNHELD)
    dyads = []
    for source, target in iter_dyads(event):
        sides = [None if key is None else party_of(record, key) for key in (source, target)]
        # 53 bits are as many as the floating point numbers of R and Stata hold.
        number = hash_id(told_id(filed, event), *("" if side is None else side.id for side in sides), bits=53)
        dyads.append((str(number), sides[0], sides[1]))
    publisher = published_by(filed) or ""
    return _Row(
        tuple(dyads),
        day_cell(filed, event, tally),
        (known.name if known else "", code, number_text(event.intensity)),
        (str(filed.story), "", publisher, *_place_cells(event, tally)),
    )


def _place_cells(event: Event, tally: Tally) -> tuple[str, ...]:
    """Return City, District, Province, Country, Latitude and Longitude."""
    spot = spot_of(event.place)
    if spot is None:
        return ("",) * 6
    if spot.level == "other":
        tally.lost["names of places that are neither a city nor a country: not held"] += 1
    city = spot.name if spot.level == "city" else ""
    country = spot.country.icews if spot.country else ""
    return (city, "", "", country, number_text(spot.place.lat), number_text(spot.place.lon))


def _side_cells(party: Party | None, tally: Tally) -> tuple[str, str, str]:
    """Return Name, Sectors and Country."""
    if party is None:
        return ("", "", "")
    sector = sector_words("icews").get(party.sector or "", "")
    tally.lost["sectors that ICEWS has no word for: not held"] += bool(party.sector) and not sector
    country = countries().get(party.country or "")
    return (party.name, sector, country.icews if country else "")


def _iter_lines(entry: DistinctEvent[_Row], tally: Tally, _: ExportOptions) -> Iterator[Iterable[str]]:
    row = entry.row
    for number, source, target in row.dyads:
        first, second = _side_cells(source, tally), _side_cells(target, tally)
        cells = (number, row.day, *first, *row.action, *second, *row.rest)
        yield (cell or "NA" for cell in cells)


_SHEET = EventSheet("icews", COLUMNS, _make_row, _iter_lines, unheld=("entity", "role"), needs_code=True)


class Icews:
    """Writes ICEWS event files."""

    name = _SHEET.name
    suffix = ".tab"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write one row for each event and pair of sides; see `ExportFormat.write`."""
        return _SHEET.write_events(articles, target, options)
