"""Countries: codes, names, adjectives and capitals from rigour, the code table and GeoNames."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.knowledge.build.facts import read_csv, read_hand
from detente.knowledge.folding import fold_name

if TYPE_CHECKING:
    from pathlib import Path

# Names that rigour keeps for a country but that a newspaper uses for something else, or that are
# parts of it: only Latin-script strong names and the hand table are used, minus these.
_NOT_NAMES = frozenset({"gaza", "gaza strip", "west bank", "palestinian authority", "america"})
_KOSOVO = "XKX"


@dataclass(slots=True)
class CountryFact:
    """A country as the builder knows it."""

    iso3: str
    iso2: str
    qid: str
    name: str
    names: set[str] = field(default_factory=set)
    adjectives: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)
    capital: str = ""
    capitals: list[str] = field(default_factory=list)
    un_member: bool = False


@dataclass(slots=True)
class Countries:
    """All countries with the ways to find them."""

    by_code: dict[str, CountryFact]
    by_iso2: dict[str, str]
    by_fips: dict[str, str]
    by_name: dict[str, str]


def read_countries(sources: Path) -> Countries:
    """Return the countries of the raw material and of the hand table `countries.tsv`."""
    by_code: dict[str, CountryFact] = {}
    for line in (sources / "rigour-territories" / "data.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        iso3 = str(entry.get("alpha3", "")).upper()
        if not iso3 or len(entry["code"]) != 2:
            continue
        fact = CountryFact(iso3, entry["code"].upper(), entry["qid"], entry["name"])
        spelled = [entry["name"], entry.get("full_name", ""), *entry.get("names_strong", ())]
        fact.names = {name for name in spelled if _is_latin(name) and fold_name(name) not in _NOT_NAMES}
        by_code[iso3] = fact
    _add_hand(by_code)
    by_fips = {"kv": _KOSOVO, "gz": "PSE", "we": "PSE"}
    for row in read_csv(sources / "country-codes" / "country-codes.csv"):
        iso3 = row["ISO3166-1-Alpha-3"]
        for fips in row["FIPS"].lower().split(","):
            if fips and iso3 in by_code:
                by_fips.setdefault(fips, iso3)
    by_iso2 = {fact.iso2: iso3 for iso3, fact in by_code.items()}
    by_name = {fold_name(name): iso3 for iso3, fact in by_code.items() for name in (fact.name, *fact.names)}
    return Countries(by_code, by_iso2, by_fips, by_name)


def _add_hand(by_code: dict[str, CountryFact]) -> None:
    for _, row in read_hand("countries.tsv"):
        fact = by_code.get(row["iso3"])
        if fact is None:
            fact = by_code[row["iso3"]] = CountryFact(row["iso3"], "", f"x:{row['iso3'].lower()}", row["name"])
        fact.name = row["name"] or fact.name
        fact.names = {*fact.names, fact.name, *_split(row["names"])}
        fact.adjectives = _split(row["adjectives"])
        fact.nouns = _split(row["nouns"])
        people = {fold_name(word) for word in (*fact.adjectives, *fact.nouns)} - {fold_name(fact.name)}
        fact.names = {name for name in fact.names if fold_name(name) not in people}
        fact.capitals = _split(row["capitals"])
        fact.capital = fact.capitals[0] if fact.capitals else ""
        fact.un_member = row["un"] == "1"


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _is_latin(name: str) -> bool:
    return bool(name) and all(ord(char) < 0x250 for char in name) and not any(char in "(),/" for char in name)
