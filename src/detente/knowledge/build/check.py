"""Checks of the built tables; each returns what it finds, one finding a line.

Overlaps and collisions cannot all be mended: the two captains of San Marino hold one
office, and names are shared.
`python -m detente.knowledge.build.check` prints everything; tests hold the numbers down.
"""

from __future__ import annotations

import sys
from calendar import monthrange
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from detente.knowledge.base import Knowledge
from detente.knowledge.build.offices import SINGLE_HOLDER
from detente.knowledge.layers import TableSet
from detente.knowledge.roles import read_role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from detente.knowledge.model import Role

#: Where one office has several holders by law.
SHARED_OFFICES = frozenset({("SMR", "HOS"), ("SMR", "HOG"), ("AND", "HOS"), ("BIH", "HOS"), ("CHE", "HOS")})
# Wikidata's ministers of finance and the interior are several a country (juniors, two ministries).
_CHECKED_OFFICES = SINGLE_HOLDER - {"FIN", "INT"}
# Sources disagree by days about a handover.
_HANDOVER_DAYS = 31
# What the Factbook calls our blocs, and since which edition it lists them rightly.
_FACTBOOK_BLOCS = {
    "EU": "x:eu",
    "NATO": "x:nato",
    "AU": "x:au",
    "ECOWAS": "x:ecowas",
    "ASEAN": "x:asean",
    "GCC": "x:gcc",
    "OPEC": "x:opec",
    "SCO": "x:sco",
    "CSTO": "x:csto",
    "EAEU": "x:eaeu",
    "CIS": "x:cis",
    "LAS": "x:arableague",
    "CE": "x:coe",
    "OSCE": "x:osce",
    "OECD": "x:oecd",
    "G-20": "x:g20",
    "Caricom": "x:caricom",
    "Mercosur": "x:mercosur",
    "BRICS": "x:brics",
    "Schengen Convention": "x:schengen",
    "EMU": "x:eurozone",
    "SADC": "x:sadc",
    "EAC": "x:eac",
}


def all_roles(tables: TableSet) -> list[Role]:
    """Return every role of the built tables."""
    text = (tables.folder / "roles.tsv").read_text(encoding="utf-8")
    return [read_role(row[0], tuple(row[1:])) for row in (line.split("\t") for line in text.splitlines())]


def find_backward_roles(roles: Iterable[Role]) -> list[str]:
    """Return the roles that end before they begin."""
    return [
        f"{role.entity_id}: {role.office} ({role.country}) ends {role.end}, begins {role.start}"
        for role in roles
        if role.start is not None and role.end is not None and role.end < role.start
    ]


def find_overlaps(roles: Iterable[Role]) -> list[str]:
    """Return pairs of people who surely hold a single-holder office for more than a month at once.

    A spell of which only years or months are known counts from the last day on which it can have begun to the first
    on which it can have ended: "2001" to "2003" surely overlaps with 2002 only.
    """
    held: dict[tuple[str, str], list[tuple[date, date, str]]] = defaultdict(list)
    for role in roles:
        # Of president and prime minister both may be called head of government.
        family = " president" if role.code == "HOG" and "president" in role.office else ""
        key = (role.organization or role.country or "", role.code + family)
        if role.code in _CHECKED_OFFICES and (role.country, role.code) not in SHARED_OFFICES:
            sure = _sure_spell(role)
            if sure is not None:
                held[key].append((*sure, role.entity_id))
    findings = []
    for (country, code), spells in sorted(held.items()):
        spells.sort(key=lambda spell: (spell[0], spell[2]))
        for number, (_, end, entity_id) in enumerate(spells):
            for other_start, other_end, other_id in spells[number + 1 :]:
                if other_start > end:
                    break
                days = (min(end, other_end) - other_start).days
                if other_id != entity_id and days > _HANDOVER_DAYS:
                    findings.append(f"{country} {code}: {entity_id} and {other_id} for {days} days from {other_start}")
    return findings


def _sure_spell(role: Role) -> tuple[date, date] | None:
    """Return the first and last day on which a role was surely held, or None if there is none."""
    if role.start is None or role.end is None:
        return None
    start, end = role.start, role.end
    if role.start_precision == "year":
        start = date(start.year, 12, 31)
    elif role.start_precision == "month":
        start = start.replace(day=monthrange(start.year, start.month)[1])
    if role.end_precision == "year":
        end = date(end.year, 1, 1)
    elif role.end_precision == "month":
        end = end.replace(day=1)
    return (start, end) if start <= end else None


def find_colliding_aliases(tables: TableSet) -> list[str]:
    """Return full names, acronyms and metonyms that stand for several things without needing support."""
    findings = []
    text = (tables.folder / "names.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        row = line.split("\t")
        if row[0].startswith("^") or row[1] not in "fatm" or "s" in row[2]:
            continue
        if " " in row[3]:
            findings.append(f"{row[0]} ({row[1]}): {row[3]}")
    return findings


def find_bloc_disagreements(knowledge: Knowledge, factbook: Mapping[tuple[int, str], frozenset[str]]) -> list[str]:
    """Compare members with the Factbook's editions.

    Args:
        knowledge: The tables.
        factbook: Year and the Factbook's name of the organisation to ISO3 codes. An edition shows the
            state of the year before or of its own year: a member is asked for in either.

    Returns:
        One line per organisation, country and direction, with the years.
    """
    years: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for (year, name), listed in sorted(factbook.items()):
        bloc = _FACTBOOK_BLOCS.get(name)
        if bloc is None:
            continue
        ours = knowledge.bloc_members(bloc, date(year, 12, 31)) | knowledge.bloc_members(bloc, date(year - 1, 1, 1))
        surely = knowledge.bloc_members(bloc, date(year, 1, 1)) & knowledge.bloc_members(bloc, date(year - 1, 1, 1))
        for country in sorted(listed - ours):
            years[bloc, country, "only in the Factbook"].append(year)
        for country in sorted(surely - listed):
            years[bloc, country, "not in the Factbook"].append(year)
    return [
        f"{bloc} {country}: {what} {min(span)}-{max(span)}" for (bloc, country, what), span in sorted(years.items())
    ]


def read_factbook_blocs(sources: Path, iso3: Mapping[str, str]) -> dict[tuple[int, str], frozenset[str]]:
    """Return the full members of each organisation by year from the Factbook's raw table.

    Args:
        sources: The folder of raw material.
        iso3: ISO2 to ISO3.
    """
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    path = sources / "cia-factbook-derived" / "cia_igo_raw.csv"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        year, iso2, name = line.split(",", 2)
        if iso2 in iso3:
            found[int(year), name.strip('"')].add(iso3[iso2])
    return {key: frozenset(countries) for key, countries in found.items()}


def main() -> int:
    """Print all findings; return 1 if a role ends before it begins."""
    tables = TableSet()
    roles = all_roles(tables)
    backward = find_backward_roles(roles)
    for title, findings in (
        ("ends before starts", backward),
        ("overlapping holders", find_overlaps(roles)),
        ("colliding aliases", find_colliding_aliases(tables)),
    ):
        sys.stdout.write(f"{title}: {len(findings)}\n" + "".join(f"  {finding}\n" for finding in findings))
    return 1 if backward else 0


if __name__ == "__main__":
    raise SystemExit(main())
