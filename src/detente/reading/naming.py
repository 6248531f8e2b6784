"""Names → drafts: which entity a name means at the article's date, in the article's company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import InternalError
from detente.reading.roster import Draft, Roster, fold_words
from detente.records import Gap

if TYPE_CHECKING:
    from datetime import date

    from detente.knowledge import Knowledge, NameMatch, Role
    from detente.reading.document import Document
    from detente.reading.mentions import Candidate
    from detente.reading.names import Name

#: Prepositions before a capital that make it a place, not a government: "in Moscow".
_LOCATIVE = frozenset({"in", "at", "near", "outside", "around", "across", "inside", "through", "via", "into", "to"})

#: Prepositions after which a capital is a place only if a verb of movement or speech governs them: "from Moscow".
_LOCATIVE_AFTER_VERB = frozenset({"from"})

#: Countries whose names take "the", beside those that can be told by their form.
_WITH_ARTICLE = frozenset({"Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "Seychelles"})


class NameReader:
    """Resolves the names of one article.

    Args:
        document: The article being read.
        knowledge: Who is who.
        on: The day for which roles are asked, or None if unknown.
        roster: The drafts so far; new ones are added to it.
    """

    def __init__(self, document: Document, knowledge: Knowledge, on: date | None, roster: Roster) -> None:
        self._document = document
        self._knowledge = knowledge
        self._on = on
        self._roster = roster
        self.gaps: list[Gap] = []

    def is_full(self, candidate: Candidate) -> bool:
        """Tell whether a name can stand for itself; short ones are read after all full ones of the article."""
        name = _name_of(candidate)
        if name.match is not None:
            return name.match.kind != "surname" or len(name.tokens) > 1
        return len(name.tokens) > 1

    def is_place(self, candidate: Candidate) -> bool:
        """Tell whether a name that can mean a government or a town means the place here: "in Moscow"."""
        match = candidate.match
        if match is None:
            return False
        if match.kind == "place":
            return True
        if match.kind not in {"capital", "metonym"}:
            return False
        if match.reading("place") is None and match.kind != "capital":
            return False
        head = candidate.head
        if head.dep_ != "pobj" or head.head.dep_ not in {"prep", "dative"}:
            return head.dep_ in {"npadvmod"}
        preposition = head.head
        if preposition.lower_ in _LOCATIVE:
            return preposition.lower_ != "to" or preposition.head.lemma_ in {"go", "travel", "fly", "return", "visit"}
        return preposition.lower_ in _LOCATIVE_AFTER_VERB and preposition.head.pos_ == "VERB"

    def read(self, candidate: Candidate) -> Draft | None:
        """Return the draft of the actor that a name means; None for a place, or if nothing says who it is."""
        if self.is_place(candidate):
            return None
        match = candidate.match
        if match is None:
            return self._unknown(candidate)
        if not self._is_personal(match.entity_ids[0]):
            return self._roster.of_entity(match.entity_ids[0])
        draft = self._known_person(candidate, match)
        if draft is not None and draft.entity is not None:
            self._fill_role(draft, candidate)
        return draft

    def _is_personal(self, entity_id: str) -> bool:
        return self._knowledge.entity(entity_id).kind == "person"

    def _known_person(self, candidate: Candidate, match: NameMatch) -> Draft | None:
        """Return the draft of the person whom a known name means: one of the article's, else one who fits."""
        name = _name_of(candidate)
        words = fold_words(name.span.words(self._document.text))
        present = self._roster.person_named(words)
        if present:
            return present[-1]
        reading = match.readings[0]
        fitting = [e for e in reading.entity_ids if self._is_personal(e) and self._fits(e, candidate)]
        titled = candidate.described.role is not None or candidate.described.country is not None
        if len(fitting) == 1 and (titled or not reading.needs_support):
            return self._roster.of_entity(fitting[0])
        if fitting and not reading.needs_support:
            return self._roster.of_entity(fitting[0])
        if titled or len(name.tokens) > 1:
            return self._unknown(candidate)
        note = f"{len(reading.entity_ids)} known by this name, and nothing here says which one is meant"
        self.gaps.append(Gap(candidate.span, "actors", "ambiguous_name", note))
        return None

    def _fits(self, entity_id: str, candidate: Candidate) -> bool:
        """Tell whether a person's country agrees with the title words before the name, where there are any."""
        country = candidate.described.country
        if country is None:
            return True
        countries = {role.country for role in self._knowledge.roles(entity_id, None)}
        countries.add(self._knowledge.entity(entity_id).country)
        return country in countries

    def _fill_role(self, draft: Draft, candidate: Candidate) -> None:
        """Give a known person the role held on the date, else what the text says."""
        if draft.role is None:
            role = self._role_on_date(draft, candidate)
            if role is not None:
                draft.role, draft.sector = _role_words(role, self._knowledge), role.sector  # type: ignore[assignment]
                draft.country = role.country or draft.country
        described = candidate.described
        if draft.role is None and described.role is not None:
            draft.role = described.role
        draft.sector = draft.sector or described.sector
        draft.country = draft.country or described.country

    def _role_on_date(self, draft: Draft, candidate: Candidate) -> Role | None:
        """Return the role that the person holds on the date; without a date only one that the text confirms."""
        assert draft.entity is not None  # noqa: S101 - only known persons come here
        roles = self._knowledge.roles(draft.entity, self._on)
        if self._on is None and roles and draft.sector is None:
            self._fill_from_all(draft, roles)
        if self._on is not None or not roles:
            return roles[0] if roles else None
        said = candidate.described
        for role in roles:
            same_country = said.country is None or role.country == said.country
            if said.role is not None and same_country and set(fold_words(said.role)) & set(fold_words(role.office)):
                return role
        return None

    def _fill_from_all(self, draft: Draft, roles: tuple[Role, ...]) -> None:
        """Give a person the country and sector that all roles share, where no date says which role holds."""
        countries, sectors = {r.country for r in roles}, {r.sector for r in roles}
        if len(countries) == 1:
            draft.country = draft.country or roles[0].country
        if len(sectors) == 1:
            draft.sector = roles[0].sector  # type: ignore[assignment] - the tables hold the record's sectors only

    def _unknown(self, candidate: Candidate) -> Draft | None:
        """Return the draft of a name that the tables do not hold, from what the text says of it."""
        name = _name_of(candidate)
        printed = " ".join(name.span.words(self._document.text).split())
        words = fold_words(printed)
        described = candidate.described
        if name.kind == "organization":
            draft = self._roster.organization_named(words) or self._roster.organization_short_named(words)
            if draft is None:
                draft = self._roster.new(Draft(printed, "organization", words=words))
        else:
            present = self._roster.person_named(words)
            draft = present[-1] if present else self._roster.new(Draft(printed, "person", words=words))
        draft.country = draft.country or described.country
        draft.sector = draft.sector or described.sector
        draft.role = draft.role or described.role
        return draft


def _name_of(candidate: Candidate) -> Name:
    """Return the name of a candidate of form "name"."""
    if candidate.name is None:
        raise InternalError(f"a {candidate.form} was given where a name is read")
    return candidate.name


def _role_words(role: Role, knowledge: Knowledge) -> str:
    """Return a role in words: "foreign minister of Germany"."""
    if role.country is None or role.country == "IGO":
        return role.office
    return f"{role.office} of {_with_article(knowledge.country(role.country).name)}"


def _with_article(country: str) -> str:
    """Return a country's name as it stands after "of": "the United States", "Germany"."""
    takes_one = country.startswith("United ") or country.endswith(("Republic", "Islands", "Emirates", "Kingdom"))
    return f"the {country}" if takes_one or country in _WITH_ARTICLE else country
