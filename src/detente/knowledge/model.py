"""The records of the room: entities, roles, names in a text, places, blocs.

Everything here is frozen and can be shared between threads and processes. `None` always
means "not known"; an open end of a role is never read as "still".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

EntityKind = Literal["person", "state", "organization", "group", "bloc", "place"]
AliasKind = Literal["full", "surname", "title", "metonym", "demonym", "capital", "acronym", "place", "vague"]
RolePrecision = Literal["day", "month", "year"]
EndKind = Literal["stated", "successor", "last_seen", "unknown"]
Trust = Literal["high", "medium", "low"]
Standing = Literal["holds", "before", "ended", "unknown"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that can act, or a place.

    Attributes:
        entity_id: Wikidata's Q number where one is known, else `x:` and a slug; governments
            are `gov:` and the ISO3 code, GeoNames places `g:` and their number.
        kind: What it is; a bloc that acts is an `organization` for the record.
        name: The name to print.
        country: ISO 3166-1 alpha-3 (Kosovo: XKX), `IGO` for intergovernmental bodies, or
            None if it belongs to no country or we do not know.
        sector: PLOVER sector that it has whatever the date, or None (a state; a person
            whose sector follows from the roles).
        qid: Wikidata's number or None.
        source: Where the row comes from.
    """

    entity_id: str
    kind: EntityKind
    name: str
    country: str | None
    sector: str | None
    qid: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Role:
    """One office of one person, with the time for which a source vouches.

    Attributes:
        entity_id: Who holds it.
        office: The title as printed, such as "foreign minister".
        country: ISO3 of the state served, `IGO`, or None.
        sector: PLOVER sector of the office, GOV, MIL, LEG, OPP ...
        code: The class of office: HOS head of state, HOG head of government, DHOG deputy
            head of government, FM, DM, FIN, INT, JUS ministers, MIN any other minister,
            SPOX spokesperson, PARTY party leader, AMB ambassador, ... (docs: roles.py).
        start: First day, or None if not known.
        start_precision: How exact `start` is: a year starts on 1 January, a month on the 1st.
        end: Last day that is stated or follows from the successor; for `last_seen` the last
            day on which the source still had it; None for `unknown`.
        end_precision: How exact `end` is, or None without an end.
        end_kind: Where `end` comes from.
        source: Where the row comes from.
        trust: `high` hand-kept or agreed by two sources, `medium` one source, `low` an old
            or coarse one.
        organization: Entity id of the organisation in which the office is, None for a state's own.
    """

    entity_id: str
    office: str
    country: str | None
    sector: str | None
    code: str
    start: date | None
    start_precision: RolePrecision | None
    end: date | None
    end_precision: RolePrecision | None
    end_kind: EndKind
    source: str
    trust: Trust
    organization: str | None


@dataclass(frozen=True, slots=True)
class NameSense:
    """One way to understand a name: what sort of name it is, and of whom.

    Attributes:
        kind: The sort of name.
        entity_ids: Who or what can be meant, likeliest first; never empty.
        needs_support: The name alone is not enough (a common word, a surname that several
            people share); something else in the article has to speak for it.
    """

    kind: AliasKind
    entity_ids: tuple[str, ...]
    needs_support: bool


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A known name at its place in a text.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last; a possessive 's is left out.
        senses: The ways to understand it, likeliest first; never empty.
    """

    start: int
    end: int
    senses: tuple[NameSense, ...]

    @property
    def kind(self) -> AliasKind:
        """Return the kind of the likeliest sense."""
        return self.senses[0].kind

    @property
    def entity_ids(self) -> tuple[str, ...]:
        """Return the entities of the likeliest sense."""
        return self.senses[0].entity_ids

    @property
    def needs_support(self) -> bool:
        """Return whether the likeliest sense needs something else to speak for it."""
        return self.senses[0].needs_support

    def sense(self, kind: AliasKind) -> NameSense | None:
        """Return the sense of one kind, or None if the name has none such."""
        return next((sense for sense in self.senses if sense.kind == kind), None)


@dataclass(frozen=True, slots=True)
class PossiblePerson:
    """A person whom a name may mean, with the reasons.

    Attributes:
        entity: The person.
        roles: The roles that the reasons rest on, best first: held on the date, else the
            latest that is not later than it.
        score: 0 to 1, only for ranking candidates of one name: how well name and date fit
            and how prominent the role is. It is not a probability.
        reasons: What speaks for it, in words.
    """

    entity: Entity
    roles: tuple[Role, ...]
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory.

    Attributes:
        iso3: ISO 3166-1 alpha-3.
        iso2: ISO 3166-1 alpha-2.
        entity_id: Its entity.
        name: English short name.
        adjective: English adjective, "French", or None.
        nouns: What its people are called, "Frenchman", "French".
        capital: Name of the capital, or None.
        capital_place: Place id of the capital, or None.
        un_member: Whether it is a member of the United Nations (2026).
    """

    iso3: str
    iso2: str
    entity_id: str
    name: str
    adjective: str | None
    nouns: tuple[str, ...]
    capital: str | None
    capital_place: str | None
    un_member: bool


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A populated place, region, sea, strait or installation.

    Attributes:
        place_id: `g:` and the GeoNames number, or `x:` and a slug for hand-kept ones.
        name: The name to print.
        lat: Degrees north.
        lon: Degrees east.
        country: ISO3, or None for seas and places across borders.
        kind: "city", "capital", "region", "sea", "strait", "site", "area".
        population: Inhabitants, 0 if not known or not meant.
        source: Where the row comes from.
    """

    place_id: str
    name: str
    lat: float
    lon: float
    country: str | None
    kind: str
    population: int
    source: str


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of a state in a bloc.

    Attributes:
        bloc_id: The bloc's entity.
        country: ISO3 of the member.
        start: First day, or None if it lies before the table begins.
        end: Last day, or None while the row's source knows of no exit.
        source: Where the row comes from.
        note: What a number user should know (suspension, frozen), or "".
    """

    bloc_id: str
    country: str
    start: date | None
    end: date | None
    source: str
    note: str
