"""Countries and territories by code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.knowledge.model import Country

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class CountryTable:
    """All countries.

    Attributes:
        by_code: ISO3 to country, in the order of the codes.
    """

    by_code: Mapping[str, Country]

    @classmethod
    def parse(cls, text: str) -> CountryTable:
        """Return the table of its text, one country a line, no header."""
        found: dict[str, Country] = {}
        for line in text.splitlines():
            iso3, iso2, entity_id, name, adjective, nouns, capital, place, member = line.split("\t")
            found[iso3] = Country(
                iso3,
                iso2,
                entity_id,
                name,
                adjective or None,
                tuple(noun for noun in nouns.split(";") if noun),
                capital or None,
                place or None,
                member == "1",
            )
        return cls(found)
