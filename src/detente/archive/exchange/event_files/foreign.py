"""Rows of GDELT, ICEWS and POLECAT event files in our columns, those of the table `dyads`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from detente.archive.exchange.codes import (
    QUAD_WORDS,
    cameo_codes,
    cameo_quad,
    codes_by_name,
    foreign_sectors,
    iso3_of,
    quads,
)
from detente.archive.exchange.event_files.imported import RowError, parse_count, parse_event_day, parse_number
from detente.archive.exchange.formats.icews import COLUMNS as ICEWS_COLUMNS
from detente.archive.exchange.formats.polecat import COLUMNS as POLECAT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Row = dict[str, Any]
    Cells = Mapping[str, str | None]


class EventRowReader(Protocol):
    """Makes rows of the lines of one kind of file."""

    @property
    def has_header(self) -> bool:
        """Whether the file's first line names the columns."""

    def rows(self, cells: list[str], line: int) -> list[Row]:
        """Return the rows of one line.

        Raises:
            RowError: The line cannot be used.
        """


#: Where the columns that we take stand in a GDELT row, from 0; 2.0 has three more columns than 1.0, one in each place.
_GDELT_2: Final = {
    "id": 0, "date": 1, "source": (5, 6, 7, 12, 13, 14), "target": (15, 16, 17, 22, 23, 24), "cameo": 26,
    "root": 28, "intensity": 30, "mentions": 31, "place": 52, "fips": 53, "latitude": 56, "longitude": 57, "url": 60,
}  # fmt: skip
_GDELT_1: Final = _GDELT_2 | {"place": 50, "fips": 51, "latitude": 53, "longitude": 54, "url": 57}
#: GDELT 1.0 files before April 2013 lack the address.
GDELT_WIDTHS: Final = {61: _GDELT_2, 58: _GDELT_1, 57: _GDELT_1 | {"url": None}}


def _gdelt_actor(number: int) -> tuple[str, ...]:
    parts = ("code", "name", "countrycode", "type1code", "type2code", "type3code")
    return tuple(f"actor{number}{part}" for part in parts)


#: GDELT's names of these columns, in the spelling of `normalise`, for files with a header: BigQuery's, clients'.
_GDELT_NAMES: Final[dict[str, str | tuple[str, ...]]] = {
    "id": "globaleventid", "date": "sqldate", "source": _gdelt_actor(1), "target": _gdelt_actor(2),
    "cameo": "eventcode", "root": "eventrootcode", "intensity": "goldsteinscale", "mentions": "nummentions",
    "place": "actiongeo_fullname", "fips": "actiongeo_countrycode", "latitude": "actiongeo_lat",
    "longitude": "actiongeo_long", "url": "sourceurl",
}  # fmt: skip
#: Without these columns there is no event.
GDELT_LEAST: Final = frozenset({"globaleventid", "sqldate", "eventcode"})


class GdeltReader:
    """Reads GDELT 2.0 and 1.0 events, by the places of their columns or by the names in a header."""

    def __init__(self, header: list[str] | None = None) -> None:
        """Read by the names in a header, or by place where there is none.

        Raises:
            RowError: The header lacks columns.
        """
        self.has_header = header is not None
        self._names = [normalise(name) for name in header or ()]
        lacking = sorted(GDELT_LEAST - {*self._names}) if header is not None else []
        if lacking:
            raise RowError("the header lacks " + ", ".join(lacking))

    def rows(self, cells: list[str], line: int) -> list[Row]:
        """Return the row of one line; see `EventRowReader.rows`."""
        places = self._places(cells)

        def cell(name: str) -> str | None:
            place = places[name]
            return None if place is None else cells[place].strip() or None

        number = parse_count(cell("id"), "the event's number")
        if number is None:
            raise RowError("the event has no number")
        return [
            {
                **_act(_whole_code(cell("cameo"), cell("root")), cell("intensity")),
                **_side("source", *_gdelt_side(cells, places["source"])),
                **_side("target", *_gdelt_side(cells, places["target"])),
                "event": f"gdelt:{number}",
                "told": f"gdelt:{number}",
                "date": parse_event_day(cell("date") or ""),
                "place": cell("place"),
                "place_country": iso3_of("fips").get(cell("fips") or ""),
                **_position(cell("latitude"), cell("longitude")),
                "publisher": None,
                "url": cell("url"),
                "mentions": parse_count(cell("mentions"), "the number of mentions"),
                **_constant(line),
            }
        ]

    def _places(self, cells: list[str]) -> Mapping[str, Any]:
        """Return where the columns stand, None for one that is not there."""
        if not self.has_header:
            places: Mapping[str, Any] | None = GDELT_WIDTHS.get(len(cells))
            if places is None:
                raise RowError(f"not 61, 58 or 57 columns: {len(cells)}")
            return places
        if len(cells) != len(self._names):
            raise RowError(f"not {len(self._names)} columns, as the header has: {len(cells)}")
        where = {name: place for place, name in enumerate(self._names)}
        return {
            ours: tuple(where.get(name) for name in theirs) if isinstance(theirs, tuple) else where.get(theirs)
            for ours, theirs in _GDELT_NAMES.items()
        }


def _whole_code(code: str | None, root: str | None) -> str | None:
    """Return a CAMEO code with its first zero, which programs lose that read 057 as a number; the root tells."""
    begin = (root or "").zfill(2)
    if code and root and not code.startswith(begin) and f"0{code}".startswith(begin):
        return f"0{code}"
    return code


class IcewsReader:
    """Reads ICEWS events by the names in their header: as released, or as the R package `icews` stores them.

    One released year has no CAMEO codes; the event's text, which has one code each, stands for it.
    """

    has_header = True

    def __init__(self, header: list[str]) -> None:
        self._header = _Header(header, ICEWS_COLUMNS, {"NA", ""}, replaced={"CAMEO Code": "Event Text"})

    def rows(self, cells: list[str], line: int) -> list[Row]:
        """Return the row of one line; see `EventRowReader.rows`."""
        return self._header.first_that_reads(cells, lambda named: [self._row(named, line)])

    def _row(self, named: Cells, line: int) -> Row:
        number = parse_count(named["event_id"], "the event's number")
        if number is None:
            raise RowError("the event has no number")
        day = parse_event_day(named["event_date"] or "")
        # The number alone is not unique: 145,312 of them stand for events of two days.
        event = f"icews:{number}:{day.isoformat()}"
        place = named["city"] or named["district"] or named["province"] or named["country"]
        return {
            **_act(_icews_code(named.get("cameo_code"), named.get("event_text")), named["intensity"]),
            **_side("source", *_icews_side(named, "source")),
            **_side("target", *_icews_side(named, "target")),
            "event": event,
            "told": event,
            "date": day,
            "place": place,
            "place_country": iso3_of("icews").get(named["country"] or ""),
            **_position(named["latitude"], named["longitude"]),
            "publisher": named["publisher"],
            "url": None,
            "mentions": None,
            **_constant(line),
        }


class PolecatReader:
    """Reads POLECAT events by the names in their header; a list of sides gives a row for each pair."""

    has_header = True

    def __init__(self, header: list[str]) -> None:
        renamed = ["Intensity" if name == "Event Intensity" else name for name in header]
        self._header = _Header(renamed, POLECAT_COLUMNS, {"None", ""})

    def rows(self, cells: list[str], line: int) -> list[Row]:
        """Return the rows of one line; see `EventRowReader.rows`."""
        plain = [_unquote(cell) for cell in cells]
        return self._header.first_that_reads(plain, lambda named: self._rows(named, line))

    def _rows(self, named: Cells, line: int) -> list[Row]:
        number, kind = named["event_id"], named["event_type"]
        if number is None:
            raise RowError("the event has no number")
        if kind not in quads():
            raise RowError(f"no PLOVER type: {kind!r}")
        common: Row = {
            "event": f"polecat:{number}",
            "told": f"polecat:{number}",
            "date": parse_event_day(named["event_date"] or ""),
            "type": kind,
            "mode": named["event_mode"],
            "cameo": None,
            "quad": _polecat_quad(named["quad_code"], kind),
            "intensity": parse_number(named["intensity"], "the intensity", limit=10),
            "place": named["placename"] or named["city"] or named["country"],
            "place_country": iso3_of("polecat").get(named["country"] or ""),
            **_position(named["latitude"], named["longitude"]),
            "publisher": named["source"],
            "url": None,
            "mentions": None,
            **_constant(line),
        }
        sources, targets = _polecat_sides(named, "actor"), _polecat_sides(named, "recipient")
        return [
            common | _side("source", *source) | _side("target", *target) for source in sources for target in targets
        ]


class _Header:
    """The columns that a header names, against those that its data set has."""

    def __init__(
        self,
        header: list[str],
        columns: tuple[str, ...],
        missing: set[str],
        *,
        replaced: Mapping[str, str] | None = None,
    ) -> None:
        """Compare a header with the columns; of those in `replaced`, the other one will do."""
        named = [normalise(name) for name in header]
        expected = [normalise(name) for name in columns]
        other = {name: normalise(instead) for name, instead in (replaced or {}).items()}
        lacking = [
            name
            for name, key in zip(columns, expected, strict=True)
            if key not in named and other.get(name) not in named
        ]
        if lacking:
            raise RowError("the header lacks " + ", ".join(lacking))
        self._missing = missing
        # Some POLECAT files name columns in their header that their rows do not have.
        self._layouts = [named, [name for name in named if name in expected]]

    def first_that_reads(self, cells: list[str], read: Callable[[Cells], list[Row]]) -> list[Row]:
        """Return what `read` makes of the cells by name, under the first layout that fits them.

        Raises:
            RowError: None fits; the reason is that of the first that has as many columns.
        """
        reason: RowError | None = None
        for layout in self._layouts:
            if len(cells) < len(layout) or any(cells[len(layout) :]):
                continue
            values = (cell.strip() for cell in cells)
            named = {
                name: None if value in self._missing else value for name, value in zip(layout, values, strict=False)
            }
            try:
                found: list[Row] = read(named)
            except RowError as error:
                reason = reason or error
            else:
                return found
        raise reason or RowError(f"not {len(self._layouts[0])} columns: {len(cells)}")


def normalise(name: str) -> str:
    """Return a column's name in lower case with "_" for blanks: "Event ID" and "event_id" are one."""
    return "_".join(_unquote(name.strip()).lower().replace("_", " ").split())


def _unquote(cell: str) -> str:
    if len(cell) >= 2 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def _icews_code(code: str | None, text: str | None) -> str | None:
    """Return the CAMEO code of an event: as it stands there, or that of its text, which has one code each.

    The text decides where a program has read 010 as the number 10.
    """
    known = cameo_codes().get(code or "")
    named = codes_by_name().get((text or "").casefold())
    if known is not None and (named is None or known.name.casefold() == (text or "").casefold()):
        return code
    if named is None and code is None:
        raise RowError(f"no CAMEO code, and none for the event's text: {text!r}")
    return named or code


def _act(code: str | None, intensity: str | None) -> Row:
    """Return what a CAMEO code means to us: PLOVER type and mode, and the quad class of the type, else of the code."""
    known = cameo_codes().get(code or "")
    if known is None:
        raise RowError(f"no CAMEO code (was it read as a number?): {code!r}")
    return {
        "cameo": known.code,
        "type": known.type,
        "mode": known.mode,
        "quad": quads()[known.type] if known.type else cameo_quad(known.code),
        "intensity": parse_number(intensity, "the intensity", limit=10),
    }


def _polecat_quad(words: str | None, kind: str) -> int:
    if words is not None and words.upper() not in QUAD_WORDS.values():
        raise RowError(f"no quad class: {words!r}")
    return quads()[kind]


def _position(latitude: str | None, longitude: str | None) -> Row:
    return {
        "latitude": parse_number(latitude, "the latitude", limit=90),
        "longitude": parse_number(longitude, "the longitude", limit=180),
    }


def _constant(line: int) -> Row:
    """Return what is the same for all rows: these data sets code what happened, and each event once."""
    unknown = dict.fromkeys(("confidence", "source_confidence", "target_confidence", "review"))
    return {**unknown, "status": "actual", "background": False, "leads": True, "line": line}


def _side(side: str, identity: str | None, name: str | None, country: str | None, sector: str | None) -> Row:
    return {side: name, f"{side}_id": identity, f"{side}_country": country, f"{side}_sector": sector}


def _sector(data: str, words: Iterable[str]) -> str | None:
    """Return our sector for the most telling of some words, or None."""
    present = set(words)
    return next((sector for word, sector in foreign_sectors(data).items() if word in present), None)


def _gdelt_side(
    cells: list[str], places: tuple[int | None, ...]
) -> tuple[str | None, str | None, str | None, str | None]:
    """Return id, name, country and sector of an actor."""
    code, name, country, *types = ("" if place is None else cells[place].strip() for place in places)
    if not code and not name:
        return None, None, None, None
    sector = _sector("gdelt", types)
    iso3 = iso3_of("cameo").get(country) or ("IGO" if sector == "IGO" else None)
    return f"gdelt:{code}|{name}", name or None, iso3, sector


def _icews_side(named: Cells, side: str) -> tuple[str | None, str | None, str | None, str | None]:
    name = named[f"{side}_name"]
    sector = _sector("icews", (named[f"{side}_sectors"] or "").split(","))
    country = iso3_of("icews").get(named[f"{side}_country"] or "") or ("IGO" if sector == "IGO" else None)
    identity = None if name is None and country is None else f"icews:{name or ''}|{country or ''}"
    return identity, name, country, sector


def _polecat_sides(named: Cells, side: str) -> list[tuple[str | None, str | None, str | None, str | None]]:
    """Return id, name, country and sector of each actor of a side; one of None where there is nobody.

    Values that run beside several names are taken where there are as many; a single value with one name is its own.
    """
    text = named[f"{side}_name"]
    if text is None:
        return [(None, None, None, None)]
    names = text.split("; ")
    countries = _beside(named[f"{side}_country"], len(names))
    sectors = _beside(named[f"{side}_sectors"], len(names))
    if len(names) == 1:
        sectors = [named[f"primary_{side}_sector"] or sectors[0]]
    wiki = _beside(named[f"wikipedia_{side}_id"], len(names))
    found: list[tuple[str | None, str | None, str | None, str | None]] = []
    for name, country, sector, page in zip(names, countries, sectors, wiki, strict=True):
        iso3 = iso3_of("polecat").get(country or "") or ("IGO" if country == "IGO" else None)
        identity = f"polecat:{page}" if page else f"polecat:{name}|{iso3 or ''}"
        found.append((identity, name, iso3, _sector("polecat", (sector or "").split("; "))))
    return found


def _beside(text: str | None, count: int) -> list[str | None]:
    """Return the values beside `count` names, None for unknown; all None where their numbers differ."""
    values: list[str | None] = [None if value == "None" else value for value in (text or "").split("; ")]
    return values if len(values) == count else [None] * count
