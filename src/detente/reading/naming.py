"""Names → drafts: which entity a name means at the article's date, in the article's company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.roster import Draft, Roster, fold_words
from detente.records import Gap

if TYPE_CHECKING:
    from datetime import date

    from detente.knowledge import Knowledge, Reading, Role
    from detente.reading.document import Document
    from detente.reading.mentions import Candidate

#: Prepositions before a capital that make it a place, not a government: "in Moscow".
_LOCATIVE = frozenset({"in", "at", "near", "outside", "around", "across", "inside", "through", "via", "into", "to"})

#: Prepositions after which a capital is a place only if a verb of movement or speech governs them: "from Moscow".
_LOCATIVE_AFTER_VERB = frozenset({"from"})

#: Countries whose names take "the", beside those that can be told by their form.
_WITH_ARTICLE = frozenset({"Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "Seychelles"})

#: Readings that name a person.
_PERSONAL = ("full", "surname", "title")


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
        if candidate.match is not None:
            return candidate.match.kind != "surname"
        assert candidate.name is not None  # noqa: S101 - every candidate of form "name" has one
        return candidate.name_kind != "person" or len(candidate.name.words(self._document.text).split()) > 1

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
        if candidate.match is None:
            return self._unknown(candidate)
        reading = self._choose(candidate)
        if reading is None:
            return self._unknown(candidate) if candidate.name_kind == "person" else None
        entity_id = reading.entity_ids[0]
        draft = self._roster.of_entity(entity_id)
        if draft.kind == "person":
            self._fill_role(draft, candidate)
        return draft

    def _choose(self, candidate: Candidate) -> Reading | None:
        """Return the reading of a known name that fits the article, or None if none does."""
        match = candidate.match
        assert match is not None  # noqa: S101 - the caller has looked
        if match.kind in _PERSONAL and self._is_personal(match.entity_ids[0]):
            return self._choose_person(candidate)
        return match.readings[0]

    def _is_personal(self, entity_id: str) -> bool:
        return self._knowledge.entity(entity_id).kind == "person"

    def _choose_person(self, candidate: Candidate) -> Reading | None:
        match = candidate.match
        assert match is not None  # noqa: S101 - the caller has looked
        reading = match.readings[0]
        words = fold_words(self._document.text[match.start : match.end])
        present = self._roster.person_named(words)
        if present:
            known = [d.entity for d in present if d.entity is not None]
            return None if not known else _narrowed(reading, known[-1])
        fitting = [e for e in reading.entity_ids if self._fits(e, candidate)]
        if len(fitting) == 1:
            return _narrowed(reading, fitting[0])
        if fitting and not reading.needs_support:
            return _narrowed(reading, fitting[0])
        if candidate.described.country is None and candidate.described.role is None and reading.needs_support:
            note = (
                f"{len(reading.entity_ids)} people of this name are known, and nothing here says which one is meant"
            )
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
        if self._on is not None or not roles:
            return roles[0] if roles else None
        said = candidate.described
        for role in roles:
            same_country = said.country is None or role.country == said.country
            if said.role is not None and same_country and set(fold_words(said.role)) & set(fold_words(role.office)):
                return role
        return None

    def _unknown(self, candidate: Candidate) -> Draft | None:
        """Return the draft of a name that the tables do not hold, from what the text says of it."""
        span = candidate.name or candidate.span
        name = " ".join(span.words(self._document.text).split())
        words = fold_words(name)
        described = candidate.described
        if candidate.name_kind == "organization":
            draft = self._roster.organization_named(words) or self._roster.organization_short_named(words)
            if draft is None:
                draft = self._roster.new(Draft(name, "organization", words=words))
        else:
            present = self._roster.person_named(words)
            draft = present[-1] if present else self._roster.new(Draft(name, "person", words=words))
        draft.country = draft.country or described.country
        draft.sector = draft.sector or described.sector
        draft.role = draft.role or described.role
        return draft


def _narrowed(reading: Reading, entity_id: str) -> Reading:
    return type(reading)(reading.kind, (entity_id,), False)  # noqa: FBT003 - the record's own field order


def _role_words(role: Role, knowledge: Knowledge) -> str:
    """Return a role in words: "foreign minister of Germany"."""
    if role.country is None or role.country == "IGO":
        return role.office
    return f"{role.office} of {_with_article(knowledge.country(role.country).name)}"


def _with_article(country: str) -> str:
    """Return a country's name as it stands after "of": "the United States", "Germany"."""
    takes_one = country.startswith("United ") or country.endswith(("Republic", "Islands", "Emirates", "Kingdom"))
    return f"the {country}" if takes_one or country in _WITH_ARTICLE else country
