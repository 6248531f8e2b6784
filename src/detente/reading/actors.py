"""Mentions → actors: which words mean the same person, state or organisation, and what each is at the date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading import phrases
from detente.reading.cast import Cast
from detente.reading.coreference import Antecedents
from detente.reading.mentions import ANONYMOUS, Candidate, MentionFinder
from detente.reading.naming import NameReader
from detente.reading.roster import Draft, Roster, fold_words
from detente.records import Actor, Mention, MentionForm

if TYPE_CHECKING:
    from datetime import date

    from detente.knowledge import Knowledge
    from detente.reading.document import Document
    from detente.records import ActorKind, Sector

#: Descriptions of a country's government as a whole.
_GOVERNMENTS = frozenset({("government",), ("administration",), ("regime",)})

#: Places in a clause where a group without name or country acts or is acted upon: "rebels attacked villagers".
_ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "poss"})

#: Singular nouns for bodies of people: "the government", "the army".
_COLLECTIVE_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "REB", "PTY", "OPP"})


def read_actors(document: Document, knowledge: Knowledge, on: date | None) -> Cast:
    """Return who appears in an article, each actor once, with every mention.

    Args:
        document: The article being read.
        knowledge: Who is who.
        on: The day for which roles are asked: the publication day, or None if unknown.

    Returns:
        The cast; names and pronouns that could not be resolved are in its gaps.
    """
    return _ActorReader(document, knowledge, on).read()


class _ActorReader:
    """Puts the actors of one document together, in three passes: full names, short names, everything else."""

    def __init__(self, document: Document, knowledge: Knowledge, on: date | None) -> None:
        self._document = document
        self._knowledge = knowledge
        self._roster = Roster(knowledge)
        self._names = NameReader(document, knowledge, on, self._roster)
        self._antecedents = Antecedents(document, knowledge, on, self._roster)
        self._name_heads: dict[Draft, set[int]] = {}

    def read(self) -> Cast:
        self._document.prepare(self._document.sentences)
        candidates = MentionFinder(self._document, self._knowledge).find()
        named = self._read_names([c for c in candidates if c.form == "name"])
        for candidate in candidates:
            if candidate.form == "name":
                found = named.get(id(candidate), [])
            elif candidate.form == "pronoun":
                found = self._antecedents.of_pronoun(candidate)
            else:
                found = (
                    self._apposed(candidate, named)
                    or self._antecedents.of_description(candidate)
                    or self._new_described(candidate)
                )
            head = self._document.span_of(candidate.sentence, candidate.head).start
            for draft in found:
                draft.add(candidate.span, head, self._form(candidate))
            self._antecedents.enter(candidate, found)
        return self._cast()

    def _read_names(self, names: list[Candidate]) -> dict[int, list[Draft]]:
        """Return the draft of each name, by the candidate's identity; full names are read before short ones."""
        found: dict[int, list[Draft]] = {}
        for full in (True, False):
            for candidate in names:
                if self._names.is_full(candidate) is full:
                    draft = self._names.read(candidate)
                    if draft is not None:
                        found[id(candidate)] = [draft]
                        head = self._document.span_of(candidate.sentence, candidate.head).start
                        self._name_heads.setdefault(draft, set()).add(head)
        return found

    def _apposed(self, candidate: Candidate, named: dict[int, list[Draft]]) -> list[Draft]:
        """Return the actor whose name stands in apposition: "Merkel's spokesperson, Steffen Seibert"."""
        head = candidate.head
        beside = [c for c in head.children if c.dep_ == "appos"] + ([head.head] if head.dep_ == "appos" else [])
        offsets = {self._document.span_of(candidate.sentence, token).start for token in beside}
        for drafts in named.values():
            for draft in drafts:
                if draft.kind in {"person", "organization"} and offsets & self._name_heads.get(draft, set()):
                    return [draft]
        return []

    def _new_described(self, candidate: Candidate) -> list[Draft]:
        """Return drafts for a description that takes up nobody: "Russian troops", "French and German ministers"."""
        described = candidate.described
        noun = candidate.head.lemma_.lower()
        if described.sector is None and noun not in ANONYMOUS:
            return []
        if not candidate.plural and not self._is_collective(candidate):
            return []
        countries = described.countries or self._countries_of_owner(candidate)
        if not countries:
            return [] if noun in ANONYMOUS else self._without_country(candidate)
        return [self._group(candidate, country) for country in countries]

    def _countries_of_owner(self, candidate: Candidate) -> tuple[str, ...]:
        """Return the countries of a possessor that was resolved before: "his government", "Putin's troops"."""
        owner = phrases.possessor(candidate.head)
        if owner is None:
            return ()
        offset = self._document.span_of(candidate.sentence, owner).start
        owners = [d for d in self._roster.drafts if offset in d.heads]
        return tuple(dict.fromkeys(d.country for d in owners if d.country is not None))

    def _is_collective(self, candidate: Candidate) -> bool:
        sector = candidate.described.sector
        return sector in _COLLECTIVE_SECTORS and candidate.head.lemma_.lower() not in ANONYMOUS and candidate.definite

    def _without_country(self, candidate: Candidate) -> list[Draft]:
        """Return the group that a description without a country means: one seen before, else a new one."""
        if candidate.head.dep_ not in _ACTING and not candidate.definite:
            return []
        words = self._words(candidate)
        for draft in reversed(self._roster.drafts):
            if (
                draft.kind != "person"
                and draft.sector == candidate.described.sector
                and draft.words[-1:] == words[-1:]
            ):
                return [draft]
        return [self._group(candidate, None)]

    def _group(self, candidate: Candidate, country: str | None) -> Draft:
        """Return the actor for a description: a country's government, or its troops, parliament, officials."""
        sector = candidate.described.sector
        words = self._words(candidate)
        if country not in {None, "IGO"} and words in _GOVERNMENTS:
            return self._roster.of_entity(f"gov:{country}")
        draft = self._roster.described(country, sector, words)
        if draft is None:
            kind: ActorKind = "group" if candidate.plural else "organization"
            name = " ".join(candidate.span.words(self._document.text).split())
            draft = self._roster.new(Draft(name, kind, country=country, sector=sector, words=words))
            draft.plural = candidate.plural
        return draft

    def _words(self, candidate: Candidate) -> tuple[str, ...]:
        return fold_words(candidate.described.role or candidate.head.lemma_)

    def _form(self, candidate: Candidate) -> MentionForm:
        if (
            candidate.form == "name"
            and candidate.match is not None
            and candidate.match.kind in {"metonym", "capital"}
        ):
            return "metonym"
        return candidate.form

    def _cast(self) -> Cast:
        """Number the drafts in the order of the text and freeze them."""
        drafts = [d for d in self._roster.drafts if any(form != "pronoun" for form in d.mentions.values())]
        drafts.sort(key=lambda d: (min(d.mentions), d.name))
        actors: list[Actor] = []
        heads: dict[int, tuple[str, ...]] = {}
        for number, draft in enumerate(drafts, start=1):
            key = f"a{number}"
            mentions = tuple(Mention(span.start, span.end, form) for span, form in sorted(draft.mentions.items()))
            sector: Sector | None = None if draft.kind == "state" else draft.sector
            actors.append(
                Actor(key, draft.entity, draft.name, draft.kind, draft.country, sector, draft.role, mentions)
            )
            for head in sorted(draft.heads):
                heads[head] = (*heads.get(head, ()), key)
        gaps = tuple(sorted([*self._names.gaps, *self._antecedents.gaps], key=lambda g: g.span))
        return Cast(self._document, tuple(actors), heads, gaps)
