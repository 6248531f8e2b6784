"""The way from the raw material to the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.build import tables
from detente.knowledge.build.agents_source import read_agents
from detente.knowledge.build.country_sources import read_countries
from detente.knowledge.build.factbook_source import read_spells
from detente.knowledge.build.facts import read_hand
from detente.knowledge.build.hand_source import merge_officials, person_slug, read_orgs
from detente.knowledge.build.merge import People, close_ends, demote_unconfirmed, merge_spells
from detente.knowledge.build.names_table import NameTable
from detente.knowledge.build.people_names import add_people
from detente.knowledge.build.places_source import add_places, read_places
from detente.knowledge.build.wikidata_source import read_officials
from detente.knowledge.folding import fold_name

if TYPE_CHECKING:
    from pathlib import Path

    from detente.knowledge.build.country_sources import Countries
    from detente.knowledge.build.hand_source import OrgFact

#: The hand-kept officials, each file over the ones before it.
OFFICIALS = (
    "officials_known.tsv",
    "officials_heads.tsv",
    "officials_ministers.tsv",
    "officials_others.tsv",
    "officials_orgs.tsv",
)


def build(sources: Path, cities: Path, out: Path) -> list[tuple[str, int]]:
    """Build all tables.

    Args:
        sources: The folder with the raw material.
        cities: GeoNames' `cities5000.json`.
        out: Where the tables go; it is made if it is not there.

    Returns:
        Names and row counts of the tables.
    """
    out.mkdir(parents=True, exist_ok=True)
    countries = read_countries(sources)
    people = People(read_officials(sources, countries))
    merge_officials(people, OFFICIALS)
    merge_spells(people, read_spells(sources, countries))
    demote_unconfirmed(people.all)
    taken: set[str] = set()
    for person in people.all:
        if not person.qid:
            person.slug = person_slug(person.name, taken)
    close_ends(people.all)
    orgs = read_orgs()
    places = read_places(sources, cities, countries)

    names = NameTable(frozenset(fold_name(row["word"]) for _, row in read_hand("words.tsv")))
    _add_countries(names, countries)
    _add_orgs(names, orgs, countries)
    add_people(names, people.all)
    add_places(names, places)

    written: dict[str, list[tuple[str, ...]]] = {
        "names": names.rows(),
        "entities": tables.entity_rows(people.all, orgs, countries),
        "roles": tables.role_rows(people.all),
        "holders": tables.holder_rows(people.all),
        "places": [
            (
                place.place_id,
                place.name,
                f"{place.lat:.4f}",
                f"{place.lon:.4f}",
                place.country,
                place.kind,
                str(place.population),
                place.source,
            )
            for place in places
        ],
    }
    for name, rows in written.items():
        tables.write_table(out / f"{name}.tsv", rows)
    texts: dict[str, list[tuple[str, ...]]] = {
        "countries": tables.country_rows(countries, places),
        "blocs": tables.bloc_rows(),
        "agents": list(read_agents(sources)),
    }
    for name, text_rows in texts.items():
        tables.write_text(out / f"{name}.tsv", text_rows)
    tables.write_manifest(out)
    return [(name, len(rows)) for name, rows in (*written.items(), *texts.items())]


def _add_countries(names: NameTable, countries: Countries) -> None:
    for fact in countries.by_code.values():
        weight = 1.0 if fact.un_member else 0.5
        for name in (fact.name, *sorted(fact.names)):
            is_acronym = len(name.replace(".", "")) <= 4 and name.isupper()
            names.add(name, "a" if is_acronym else "f", "u" if is_acronym else "", fact.qid, weight)
        for adjective in (*fact.adjectives, *fact.nouns):
            names.add(adjective, "d", "", fact.qid, weight)
        for capital in fact.capitals:
            names.add(capital, "c", "", fact.qid, weight)


def _add_orgs(names: NameTable, orgs: list[OrgFact], countries: Countries) -> None:
    for org in orgs:
        entity_id = org.entity_id
        if entity_id.startswith("state:"):
            entity_id = countries.by_code[entity_id.removeprefix("state:")].qid
        for alias in org.aliases:
            names.add(alias.name, alias.letter, alias.flags, entity_id, 0.8)
