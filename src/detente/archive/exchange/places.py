"""Places as the other data sets describe them: how exact, in which country, by which name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.archive.exchange.codes import CountryCodes, countries

if TYPE_CHECKING:
    from detente.records import Place

Level = Literal["country", "city", "other"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with what can be told of it.

    Attributes:
        level: "country"; "city" for a place with a GeoNames id, which the gazetteer gives to cities alone;
            "other" for regions, seas, and names of which only the country is known.
        name: The place's name.
        country: Its country, or None.
        place: As in the record.
    """

    level: Level
    name: str
    country: CountryCodes | None
    place: Place


def spot_of(place: Place | None) -> Spot | None:
    """Return what can be told of a place; None for None."""
    if place is None:
        return None
    country = countries().get(place.country or "")
    if place.geonames is not None:
        level: Level = "city"
    elif country is not None and place.name == country.name:
        level = "country"
    else:
        level = "other"
    return Spot(level, place.name, country, place)


def number_text(value: float | None) -> str:
    """Return a number as its shortest decimal text, "" for None: 5.0 is "5"."""
    return "" if value is None else f"{value:.10g}"
