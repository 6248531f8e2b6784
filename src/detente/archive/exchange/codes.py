"""Codes of other data sets: countries, sectors, organisations, CAMEO. All are facts in data/*.tsv."""

from __future__ import annotations

import functools
import importlib.resources
from dataclasses import dataclass

from detente.errors import InternalError

QUAD_WORDS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """A country in the codes of other data sets; "" where a set has none.

    Attributes:
        iso3: Our code, ISO 3166-1 alpha-3.
        name: The name that our knowledge tables use.
        cameo: CAMEO's code of three letters.
        fips: FIPS 10-4.
        cow: Correlates of War state number.
        icews: The name in ICEWS files.
    """

    iso3: str
    name: str
    cameo: str
    fips: str
    cow: str
    icews: str


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation that CAMEO knows by itself.

    Attributes:
        types: CAMEO types, the chief one first.
        region: CAMEO code of its country or region, or "".
        known: Its own code of three letters.
    """

    types: tuple[str, ...]
    region: str
    known: str


@dataclass(frozen=True, slots=True)
class Cameo:
    """A CAMEO event code.

    Attributes:
        code: Two to four digits.
        name: In words ("Make a visit").
        type: The PLOVER type it means, or None.
        mode: The PLOVER mode it means, or None.
        goldstein: -10 to 10.
    """

    code: str
    name: str
    type: str | None
    mode: str | None
    goldstein: float


def _rows(name: str, width: int) -> list[list[str]]:
    """Return the rows of a table in data/, without comments and the header."""
    text = importlib.resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    if any(len(row) != width for row in rows):
        raise InternalError(f"a row of {name} has not {width} cells")
    return rows


@functools.cache
def countries() -> dict[str, CountryCodes]:
    """Return all countries by ISO 3166-1 alpha-3."""
    return {
        iso3: CountryCodes(iso3, name, cameo, fips, cow, icews)
        for iso3, name, cameo, _basis, fips, cow, icews in _rows("countries.tsv", 7)
    }


@functools.cache
def organizations() -> dict[str, Organization]:
    """Return the organisations with codes of their own by entity."""
    return {
        entity: Organization(tuple(types.split()), region, known)
        for entity, types, region, known in _rows("organizations.tsv", 4)
    }


@functools.cache
def sector_words(data: str) -> dict[str, str]:
    """Return our sectors' words in another data set, "cameo" or "icews"; "" where it has none."""
    column = {"cameo": 1, "icews": 2}[data]
    return {row[0]: row[column] for row in _rows("sectors.tsv", 3)}


@functools.cache
def foreign_sectors(data: str) -> dict[str, str]:
    """Return what the words of "gdelt", "icews" or "polecat" mean in our sectors, the most telling first."""
    return {word: sector for name, word, sector in _rows("foreign_sectors.tsv", 3) if name == data}


@functools.cache
def cameo_codes() -> dict[str, Cameo]:
    """Return all CAMEO codes, the roots of two digits included."""
    return {
        code: Cameo(code, name, kind or None, mode or None, float(goldstein))
        for code, name, kind, mode, goldstein in _rows("cameo.tsv", 5)
    }


@functools.cache
def codes_by_name() -> dict[str, str]:
    """Return CAMEO codes by their names in small letters; of a root and its residual code, the latter."""
    return {cameo.name.casefold(): cameo.code for cameo in sorted(cameo_codes().values(), key=lambda c: len(c.code))}


@functools.cache
def quads() -> dict[str, int]:
    """Return the quad class, 1 to 4, of each PLOVER type."""
    return {kind: int(quad) for kind, quad in _rows("types.tsv", 2)}


def cameo_quad(code: str) -> int:
    """Return the quad class of a CAMEO code as GDELT counts it: roots 01-05, 06-08, 09-13, 14-20."""
    root = int(code[:2])
    return 1 + sum(root >= first for first in (6, 9, 14))


def full_cameo(code: str) -> str:
    """Return a code of at least three digits: a bare root "18" is "180", its residual code."""
    return code + "0" if len(code) == 2 else code


@functools.cache
def iso3_of(data: str) -> dict[str, str]:
    """Return our country codes by what others write: "cameo" and "fips" codes, "icews" names, "polecat" both."""
    found: dict[str, str] = {}
    # Zaire comes after the Congo that it is now, and so does not take its code away.
    for country in countries().values():
        names = {
            "cameo": (country.cameo,),
            "fips": (country.fips,),
            "icews": (country.icews, country.name),
            "polecat": (country.iso3, country.name, country.icews),
        }[data]
        for name in names:
            found.setdefault(name, country.iso3)
    if data == "fips":
        # The Gaza Strip has a code of its own beside that of the West Bank, which the table has for both.
        found["GZ"] = "PSE"
    found.pop("", None)
    return found
