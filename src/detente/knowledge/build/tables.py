"""Writing the built tables: text, sorted, with an index where rows are looked up."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING

from detente.knowledge.build.facts import read_hand
from detente.knowledge.table import build_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from detente.knowledge.build.country_sources import Countries
    from detente.knowledge.build.facts import PersonFact, PlaceFact
    from detente.knowledge.build.hand_source import OrgFact


def write_table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write a table with its index; rows with one key keep their order."""
    grouped: dict[str, list[Sequence[str]]] = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    lines = ["\t".join(row) for key in sorted(grouped) for row in grouped[key]]
    data = ("\n".join(lines) + "\n").encode()
    path.write_bytes(data)
    path.with_suffix(".idx").write_bytes(build_index(data))


def write_text(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write a small table that is read as a whole."""
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def write_manifest(folder: Path) -> None:
    """Write name, size in rows and sha256 of every built file: the manifest is what the digest is made of."""
    rows = []
    for path in sorted(folder.iterdir()):
        if path.suffix in {".tsv", ".idx"} and path.name != "MANIFEST.tsv":
            data = path.read_bytes()
            count = data.count(b"\n") if path.suffix == ".tsv" else len(data) // 4
            rows.append((path.name, str(count), sha256(data).hexdigest()))
    write_text(folder / "MANIFEST.tsv", rows)


def entity_rows(people: Iterable[PersonFact], orgs: Iterable[OrgFact], countries: Countries) -> list[tuple[str, ...]]:
    """Return the rows of all entities: people, states, governments, organisations and groups."""
    rows: list[tuple[str, ...]] = [
        (person.entity_id, "person", person.name, person.country, "", person.qid, person.source) for person in people
    ]
    for iso3, fact in sorted(countries.by_code.items()):
        qid = fact.qid if fact.qid.startswith("Q") else ""
        rows.append((fact.qid, "state", fact.name, iso3, "", qid, "rigour"))
        rows.append((f"gov:{iso3}", "organization", f"Government of {fact.name}", iso3, "GOV", "", "derived"))
    rows += [
        (org.entity_id, org.kind, org.name, org.country, org.sector, "", org.source)
        for org in orgs
        if not org.entity_id.startswith(("gov:", "state:"))
    ]
    return rows


def role_rows(people: Iterable[PersonFact]) -> list[tuple[str, ...]]:
    """Return the rows of all roles, the latest start first."""
    return [
        (
            person.entity_id,
            role.office,
            role.country,
            role.sector,
            role.code,
            role.start,
            role.end,
            role.end_kind,
            role.source,
            role.trust,
            role.org,
        )
        for person in people
        for role in sorted(person.roles, key=lambda one: (one.start, one.office), reverse=True)
    ]


def holder_rows(people: Iterable[PersonFact]) -> list[tuple[str, ...]]:
    """Return who ever held a class of office in a country or organisation."""
    held = {
        (f"{owner}:{role.code}", person.entity_id)
        for person in people
        for role in person.roles
        if role.code not in {"MIN", "AMB", "OTH", "LEG", "JUD"}
        for owner in {role.org, role.country}
        if owner and not (role.org and role.country == "IGO" and owner == "IGO")
    }
    return sorted(held)


def country_rows(countries: Countries, places: Iterable[PlaceFact]) -> list[tuple[str, ...]]:
    """Return the rows of all countries."""
    capitals = {
        (place.country, name): place.place_id
        for place in sorted(places, key=lambda one: one.population)
        if place.kind == "capital"
        for name in place.names
    }
    return [
        (
            iso3,
            fact.iso2,
            fact.qid,
            fact.name,
            fact.adjectives[0] if fact.adjectives else "",
            ";".join(fact.nouns),
            fact.capital,
            next((capitals[iso3, name] for name in fact.capitals if (iso3, name) in capitals), ""),
            "1" if fact.un_member else "0",
        )
        for iso3, fact in sorted(countries.by_code.items())
    ]


def bloc_rows() -> list[tuple[str, ...]]:
    """Return the rows of all memberships in blocs."""
    return [
        (f"x:{row['bloc']}", row["country"], row["start"], row["end"], row["source"], row["note"])
        for _, row in read_hand("blocs.tsv")
    ]
