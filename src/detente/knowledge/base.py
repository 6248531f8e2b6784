"""Who is who, where, and in which bloc: the tables behind one object.

`Knowledge` is immutable and answers for a date. It reads the built tables in `data/` only as
far as they are asked for; a user's own actors lie over them as a small layer.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from detente.knowledge.agents import AgentNouns
from detente.knowledge.blocs import blocs_of, members_on, read_memberships
from detente.knowledge.countries import CountryTable
from detente.knowledge.dates import role_standing
from detente.knowledge.folding import fold_name
from detente.knowledge.model import Entity, KnownPlace, NameMatch, PossiblePerson, Role
from detente.knowledge.names import KIND_LETTERS, NameFinder
from detente.knowledge.people import rank_people
from detente.knowledge.places import place_of_row, rank_places
from detente.knowledge.roles import PROMINENCE, pick_holders, read_role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from detente.knowledge.layers import TableSet
    from detente.knowledge.model import Country, Membership

#: Entities that are remembered; then all are forgotten at once, which keeps memory flat.
_MOST_ENTITIES = 20_000


class Knowledge:
    """The knowledge of one set of tables.

    Args:
        tables: The shipped tables, with or without a user's layer over them.
    """

    def __init__(self, tables: TableSet) -> None:
        self._tables = tables
        self._names = NameFinder(tables.names, small_starts=tables.small_starts, small_inner=tables.small_inner)
        # The same few thousand are asked for all the time, and a row of bytes is not read for nothing.
        self._entities: dict[str, Entity] = {}

    @property
    def digest(self) -> str:
        """The sha256 over all tables, the user's included: it goes into a record's run."""
        return self._tables.digest

    def find_names(self, text: str, start: int = 0, end: int | None = None) -> tuple[NameMatch, ...]:
        """Return the known names in a text: leftmost, then longest, never overlapping.

        Args:
            text: Any text.
            start: Offset at which to begin.
            end: Offset at which to stop, None for the end of the text.

        Returns:
            The matches in order; offsets are those of `text`.
        """
        return self._names.find(text, start, len(text) if end is None else end)

    def is_given_name(self, token: str) -> bool:
        """Return whether at least two people of the tables have this word as their first name."""
        return self._names.given_name_count(token) >= 2

    def entity(self, entity_id: str) -> Entity:
        """Return an entity.

        Raises:
            KeyError: No entity or place has that id.
        """
        entity = self._entities.get(entity_id)
        if entity is None:
            if len(self._entities) > _MOST_ENTITIES:
                self._entities.clear()
            entity = self._entities[entity_id] = self._read_entity(entity_id)
        return entity

    def _read_entity(self, entity_id: str) -> Entity:
        rows = self._tables.entities(entity_id)
        if rows:
            kind, name, country, sector, qid, source = rows[0]
            return Entity(
                entity_id,
                kind,  # type: ignore[arg-type]  # checked when the table is built
                name,
                country or None,
                sector or None,
                qid or None,
                source,
            )
        place = self.place_by_id(entity_id)
        return Entity(entity_id, "place", place.name, place.country, None, None, place.source)

    def roles(self, entity_id: str, on: date | None = None) -> tuple[Role, ...]:
        """Return an entity's roles.

        Args:
            entity_id: Whose.
            on: A day, or None for all roles of all times.

        Returns:
            With a day only the roles that hold on it, or may still hold because the source stopped
            earlier (`role_standing` tells which): held ones first, the most prominent of them (in the
            person's own country) first of all, then the others, latest start first.
        """
        roles = [read_role(entity_id, row) for row in self._tables.roles(entity_id)]
        if on is not None:
            standing = {role: role_standing(role, on) for role in roles}
            roles = [role for role in roles if standing[role] in {"holds", "unknown"}]
            home = self.entity(entity_id).country
            roles.sort(
                key=lambda role: (
                    (0, -PROMINENCE.get(role.code, 0.0), role.country != home)
                    if standing[role] == "holds"
                    else (1, 0.0, False)
                )
            )
        return tuple(roles)

    def holders(self, country: str, code: str, on: date | None = None) -> tuple[tuple[str, Role], ...]:
        """Return who holds a class of office in a country.

        Args:
            country: ISO3, or an organisation's entity id (its heads have the code HEAD).
            code: The class of office, such as HOS.
            on: The day, or None for everybody who ever held it.

        Returns:
            Entity ids with their roles, those that surely hold first. If nobody surely holds
            it, the latest whose end nobody knows. Empty if nothing is known.
        """
        ids = tuple(row[0] for row in self._tables.holders(f"{country}:{code}"))
        roles = [
            role
            for entity_id in ids
            for role in self.roles(entity_id)
            if role.code == code and country in {role.country, role.organization}
        ]
        return tuple((role.entity_id, role) for role in pick_holders(roles, on))

    def people_named(self, name: str, on: date | None = None) -> tuple[PossiblePerson, ...]:
        """Return the people whom a name may mean, likeliest first.

        Args:
            name: A full name, a surname or a press name.
            on: The day for which roles are judged, or None.

        Returns:
            Candidates with scores and reasons; empty if no known person bears the name.
        """
        senses = tuple((row[0], row[2].split(" ")) for row in self._tables.names(fold_name(name)))
        people = [
            (kind, self.entity(entity_id), self.roles(entity_id))
            for kind, entity_ids in senses
            if kind in "fsta"
            for entity_id in entity_ids
            if not entity_id.startswith(("g:", "gov:"))
        ]
        return rank_people([row for row in people if row[1].kind == "person"], on=on)

    def readings_of(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return kind and entity id of everything that bears a name, likeliest first."""
        rows = self._tables.names(fold_name(name))
        return tuple((KIND_LETTERS[row[0]], entity_id) for row in rows for entity_id in row[2].split(" "))

    def ids_named(self, folded: str) -> tuple[str, ...]:
        """Return the entity ids of all who bear a folded name, places left out."""
        return tuple(
            i
            for row in self._tables.names(folded)
            if row[0] in KIND_LETTERS and row[0] != "p"
            for i in row[2].split(" ")
        )

    def ids_beginning(self, folded: str, most: int) -> tuple[str, ...]:
        """Return the entity ids of those in whose folded name a word begins so, places left out.

        Args:
            folded: The beginning, folded as names are.
            most: How many names are looked at, in the order of the alphabet.
        """
        rows = self._tables.names_beginning(folded, most)
        return tuple(i for row in rows if row[0] in KIND_LETTERS and row[0] != "p" for i in row[2].split(" "))

    @cached_property
    def countries(self) -> CountryTable:
        """All countries and territories."""
        return CountryTable.parse(self._tables.text("countries.tsv"))

    def country(self, iso3: str) -> Country:
        """Return a country by its ISO3 code.

        Raises:
            KeyError: There is no such country.
        """
        return self.countries.by_code[iso3]

    def state(self, iso3: str) -> Entity:
        """Return the entity of a state."""
        return self.entity(self.country(iso3).entity_id)

    def government(self, iso3: str) -> Entity:
        """Return the entity of a state's government: the Kremlin, the White House, its ministries."""
        return self.entity(f"gov:{iso3}")

    def demonym(self, word: str) -> str | None:
        """Return the ISO3 code of an adjective or a people's name ("Cypriot", "Frenchmen"), or None."""
        return next((self._iso3_of(row[2]) for row in self._tables.names(fold_name(word)) if row[0] == "d"), None)

    def capital(self, name: str) -> str | None:
        """Return the ISO3 code of the country whose capital this is, or None."""
        return next((self._iso3_of(row[2]) for row in self._tables.names(fold_name(name)) if row[0] == "c"), None)

    def _iso3_of(self, entity_ids: str) -> str | None:
        return self.entity(entity_ids.split(" ", maxsplit=1)[0]).country

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """All spells of membership in blocs."""
        return read_memberships(self._tables.text("blocs.tsv"))

    def bloc_members(self, bloc_id: str, on: date | None) -> frozenset[str]:
        """Return the ISO3 codes of a bloc's members on a day; empty if it is no bloc we know.

        Args:
            bloc_id: The bloc's entity id.
            on: The day; None if it is unknown, and then only those count that are not known to have left.
        """
        return members_on(self.memberships, bloc_id, on)

    def blocs_of(self, iso3: str, on: date) -> frozenset[str]:
        """Return the entity ids of the blocs to which a state belongs on a day."""
        return blocs_of(self.memberships, iso3, on)

    @cached_property
    def _agents(self) -> AgentNouns:
        return AgentNouns.parse(self._tables.text("agents.tsv"))

    def agent(self, phrase: str) -> str | None:
        """Return the sector of a generic noun or phrase ("rebels", "opposition leader").

        Args:
            phrase: One or more words, singular or plural, any case.

        Returns:
            A PLOVER sector or None. A phrase that is not known itself gets the sector of
            its longest known ending: "armed rebels" that of "rebels".
        """
        return self._agents.sector(phrase)

    def place_by_id(self, place_id: str) -> KnownPlace:
        """Return a place.

        Raises:
            KeyError: No place has that id.
        """
        rows = self._tables.places(place_id)
        if not rows:
            raise KeyError(place_id)
        return place_of_row(place_id, rows[0])

    def places_named(self, name: str, *, near: Collection[str] = ()) -> tuple[KnownPlace, ...]:
        """Return the places with a name, likeliest first.

        Args:
            name: A place's name in any Latin spelling that the gazetteer has.
            near: ISO3 codes of the countries that the article is about.
        """
        key = fold_name(name)
        ids = {place_id for row in self._tables.names(key) if row[0] == "p" for place_id in row[2].split(" ")}
        places = [self.place_by_id(place_id) for place_id in sorted(ids)]
        keys = {place.place_id: fold_name(place.name) for place in places}
        return rank_places(places, name_key=key, keys=keys, near=near)

    def place(self, name: str, *, near_country: Collection[str] = ()) -> KnownPlace | None:
        """Return the likeliest place with a name, or None if no place has it.

        Args:
            name: As for `places_named`.
            near_country: ISO3 codes of the countries that the article is about.
        """
        return next(iter(self.places_named(name, near=near_country)), None)
