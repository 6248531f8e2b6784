"""Ministers and other officials of 2000 to 2022: Wikidata's P39 statements, one folder per country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.errors import KnowledgeError
from detente.knowledge.build.facts import PersonFact, RoleFact, read_csv
from detente.knowledge.build.offices import classify_office
from detente.knowledge.dates import parse_date
from detente.knowledge.folding import fold_name

if TYPE_CHECKING:
    from pathlib import Path

    from detente.knowledge.build.country_sources import Countries

_SUFFIX = re.compile(r"-(ministers|cabinet|federal-council)$")
_SLUGS = {
    "us": "USA", "uae": "ARE", "saudi": "SAU", "swiss": "CHE", "czech": "CZE", "ivory-coast": "CIV",
    "congo-brazzaville": "COG", "congo-kinshasa": "COD", "scotland": "GBR", "northern-ireland": "GBR",
    "bosnia-herzegovina": "BIH",
}  # fmt: skip
# Not states: the two self-proclaimed republics, and the world's organisations, whose heads are hand-kept.
_SKIPPED = frozenset({"world", "donetsk", "luhansk"})
_REGIONAL = frozenset({"scotland", "northern-ireland", "greenland", "hong-kong"})
# Where a secretary is a civil servant, not the minister.
_CIVIL_SERVANTS = frozenset({("IND", "FM"), ("IND", "DM"), ("PAK", "FM"), ("BGD", "FM")})
_FIRST_YEAR = "2000"
# The folders were fetched between July 2022 and March 2023; most at the beginning of August 2022.
_SEEN = "2022-08-01"
# An office that began longer ago than this and has no end has most likely just not been updated.
_OPEN_SINCE = "2016"


def read_officials(sources: Path, countries: Countries) -> list[PersonFact]:
    """Return the people of all folders, one per Wikidata number, in the order of the numbers."""
    folder = sources / "every-politician-scrapers"
    people: dict[str, PersonFact] = {}
    for path in sorted(folder.glob("*/holders21.csv")):
        slug = _SUFFIX.sub("", path.parent.name)
        if slug in _SKIPPED:
            continue
        iso3 = _SLUGS.get(slug) or countries.by_name.get(fold_name(slug.replace("-", " ")))
        if iso3 is None:
            raise KnowledgeError(f"{path.parent.name}: no country has this name", hint="add it to _SLUGS")
        for row in read_csv(path):
            _add_row(people, row, iso3, regional=slug in _REGIONAL)
    return [people[qid] for qid in sorted(people)]


def _add_row(people: dict[str, PersonFact], row: dict[str, str], iso3: str, *, regional: bool) -> None:
    qid, name = row["personID"], row["person"].strip()
    start, end = _read_date(row["start"]), _read_date(row["end"])
    if start and end and end < start[: len(end)]:
        end = ""  # one of the two is wrong, and nothing says which: the end is not known
    if not qid.startswith("Q") or not name or re.fullmatch(r"Q\d+", name) or (end and end < _FIRST_YEAR):
        return
    if re.match(r"(Elizabeth II|Charles III)\b", name):
        return  # head of state of many countries: the Factbook has them under one person
    code, sector, office = classify_office(row["position"])
    if (iso3, code) in _CIVIL_SERVANTS and "secretary" in row["position"].lower():
        code, office = "OTH", row["position"].lower()
    if regional:
        code = "REG" if code in {"HOS", "HOG"} else "MIN" if code in {"FM", "DM", "FIN", "INT"} else code
    seen = _SEEN if not row["end"] and start[:4] >= _OPEN_SINCE else ""
    role = RoleFact(
        office=office,
        country=iso3,
        sector=sector,
        code=code,
        start=start,
        end=end,
        end_kind="stated" if end else "unknown",
        seen=seen,
        source="wikidata",
        trust="medium",
    )
    person = people.get(qid)
    if person is None:
        person = people[qid] = PersonFact(name, iso3, qid, "wikidata")
        if row.get("enwiki"):
            person.aliases.add(re.sub(r" \([^)]*\)$", "", row["enwiki"]))
    person.roles.append(role)


def _read_date(text: str) -> str:
    """Return a date if it is one; decades ("2014s") and unknown values ("t123") are not."""
    try:
        parse_date(text)
    except ValueError:
        return ""
    return text
