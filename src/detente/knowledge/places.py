"""The gazetteer: which place a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.model import KnownPlace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def place_of_row(place_id: str, row: tuple[str, ...]) -> KnownPlace:
    """Return the place of one row of the table (name, lat, lon, country, kind, population, source)."""
    name, lat, lon, country, kind, population, source = row
    return KnownPlace(place_id, name, float(lat), float(lon), country or None, kind, int(population or 0), source)


def rank_places(
    places: Iterable[KnownPlace], *, name_key: str, keys: dict[str, str], near: Collection[str]
) -> tuple[KnownPlace, ...]:
    """Order the places that share a name, likeliest first.

    A place in one of the article's countries comes before others, then hand-kept political regions and
    capitals, then places of which it is the very name and not an alternative one, then
    the larger one, then the smaller id so that the order is always the same.

    Args:
        places: Places that bear the name.
        name_key: The folded name.
        keys: Folded primary name of each place, by id.
        near: ISO3 codes of the countries that the article is about.

    Returns:
        The same places in that order.
    """

    def rank(place: KnownPlace) -> tuple[bool, bool, bool, int, str]:
        return (
            place.country not in near,
            not (place.place_id.startswith("x:") or place.kind == "capital"),
            keys[place.place_id] != name_key,
            -place.population,
            place.place_id,
        )

    return tuple(sorted(places, key=rank))
