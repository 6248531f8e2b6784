"""What a known person is at the article's date: the office to name, where several are held or none is known to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from detente.knowledge import role_standing
from detente.reading.grammar.words import fold_words

if TYPE_CHECKING:
    from datetime import date

    from detente.knowledge import Knowledge, Role
    from detente.reading.actors.candidate import Described
    from detente.records import Sector

#: Countries whose names take "the", beside those that can be told by their form.
_WITH_ARTICLE = frozenset({"Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "Seychelles"})


@dataclass(frozen=True, slots=True)
class Shared:
    """What all roles of a person have in common; None where they differ."""

    country: str | None
    sector: Sector | None


class RoleReader:
    """Answers for one article's date.

    Args:
        knowledge: Who held which office when.
        on: The day of publication, or None if unknown.
    """

    def __init__(self, knowledge: Knowledge, on: date | None) -> None:
        self._knowledge = knowledge
        self._on = on

    def held(self, entity_id: str, said: Described) -> Role | None:
        """Return the role to name: one that the text speaks of, else the most prominent; None if none is sure.

        Without a date only a role that the text confirms counts. A role of which nobody knows the end counts unless
        a later one is over.

        Args:
            entity_id: Whose.
            said: What the text says around the name.
        """
        roles = self._by_prominence(entity_id)
        if self._on is None:
            return next((role for role in roles if is_said(role, said)), None)
        usable = [r for r in roles if role_standing(r, self._on) == "holds"]
        usable = usable or [
            r for r in roles if role_standing(r, self._on) == "unknown" and not _has_moved_on(r, roles, self._on)
        ]
        if not usable:
            return None
        first = next((role for role in usable if is_said(role, said)), usable[0])
        home = self._knowledge.entity(entity_id).country
        at_home = [r for r in usable if r.code == first.code and r.country == home]
        return at_home[0] if at_home and said.country in {None, home} else first

    def former(self, entity_id: str) -> str | None:
        """Return "former" and the most prominent role that is over on the day, or None."""
        if self._on is None:
            return None
        past = [r for r in self._by_prominence(entity_id) if role_standing(r, self._on) in {"ended", "unknown"}]
        return f"former {self.words(past[0])}" if past else None

    def shared(self, entity_id: str) -> Shared:
        """Return country and sector that all roles of a person share, where no date says which of them holds."""
        roles = self._knowledge.roles(entity_id, None)
        countries, sectors = {r.country for r in roles}, {r.sector for r in roles}
        country = roles[0].country if len(countries) == 1 else None
        sector = cast("Sector | None", roles[0].sector) if len(sectors) == 1 and self._on is None else None
        return Shared(country, sector)

    def _by_prominence(self, entity_id: str) -> tuple[Role, ...]:
        """Return all roles of a person, the most prominent ones first."""
        name = self._knowledge.entity(entity_id).name
        for candidate in self._knowledge.people_named(name, self._on):
            if candidate.entity.entity_id == entity_id:
                return candidate.roles
        return self._knowledge.roles(entity_id, None)

    def words(self, role: Role) -> str:
        """Return a role in words: "foreign minister of Germany"."""
        if role.country is None or role.country == "IGO" or " of " in role.office or role.office[:1].isupper():
            return role.office
        return f"{role.office} of {_with_article(self._knowledge.country(role.country).name)}"


def is_said(role: Role, said: Described) -> bool:
    """Tell whether the text names this office: "foreign minister" for "minister of foreign affairs" of that country."""
    same_country = said.country is None or role.country == said.country
    if said.role is None or not same_country:
        return False
    return bool(
        set(fold_words(said.role)) & set(fold_words(role.office)) - {"minister", "of", "secretary", "state"}
    ) or (fold_words(said.role) == fold_words(role.office))


def _has_moved_on(role: Role, roles: tuple[Role, ...], on: date) -> bool:
    """Tell whether somebody took up another office after this one, and has left that too."""
    return any(
        later.start is not None
        and role.start is not None
        and later.start > role.start
        and role_standing(later, on) == "ended"
        for later in roles
    )


def _with_article(country: str) -> str:
    """Return a country's name as it stands after "of": "the United States", "Germany"."""
    takes_one = country.startswith("United ") or country.endswith(("Republic", "Islands", "Emirates", "Kingdom"))
    return f"the {country}" if takes_one or country in _WITH_ARTICLE else country
