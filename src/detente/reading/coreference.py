"""Descriptions and pronouns → the actors they take up: "the Russian leader", "the bloc", "He", "They".

Follows the order of the text. A pronoun is resolved only to what it can mean in number and kind, and only within
reach (`_REACH_SENTENCES`); a pronoun that fits nothing stays unresolved and is told as a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.roster import Draft, Roster
from detente.reading.words import Title, descriptions, title_at_end
from detente.records import Gap

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from detente.knowledge import Knowledge
    from detente.reading.document import Document
    from detente.reading.mentions import Candidate

#: How many sentences back an antecedent may stand. News rarely reaches further without repeating the name.
_REACH_SENTENCES = 5

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_IT = frozenset({"it", "its", "itself"})


@dataclass(frozen=True, slots=True)
class _Seen:
    """One resolved mention: who, where, and how prominent."""

    drafts: tuple[Draft, ...]
    sentence: int
    offset: int
    is_subject: bool
    verb: int | None


class Antecedents:
    """What has been spoken of so far, for descriptions and pronouns to take up.

    Args:
        document: The article being read.
        knowledge: Who is who.
        on: The day for which roles are asked, or None if unknown.
        roster: The drafts of all names in the article.
    """

    def __init__(self, document: Document, knowledge: Knowledge, on: date | None, roster: Roster) -> None:
        self._document = document
        self._knowledge = knowledge
        self._on = on
        self._roster = roster
        self._seen: list[_Seen] = []
        self.gaps: list[Gap] = []

    def enter(self, candidate: Candidate, drafts: list[Draft]) -> None:
        """Remember a resolved mention, so that later words can take it up."""
        if not drafts or candidate.modifier:
            return
        head = candidate.head
        is_subject = head.dep_ in {"nsubj", "nsubjpass"}
        if head.dep_ == "conj" and self._seen and self._seen[-1].sentence == candidate.sentence.index:
            self._join(candidate, drafts)
            return
        verb = head.head.i if head.dep_ in {"nsubj", "nsubjpass", "dobj", "dative"} else None
        self._seen.append(_Seen(tuple(drafts), candidate.sentence.index, candidate.span.start, is_subject, verb))

    def _join(self, candidate: Candidate, drafts: list[Draft]) -> None:
        """Add a member of a joint phrase ("… and Meloni") to the phrase it belongs to, for "they"."""
        last = self._seen[-1]
        together = tuple(dict.fromkeys([*last.drafts, *drafts]))
        self._seen.append(
            _Seen(together, last.sentence, candidate.span.start, last.is_subject, last.verb)
        )  # fmt: skip

    def of_description(self, candidate: Candidate) -> list[Draft]:
        """Return whom a description takes up, or [] if it takes up nobody."""
        described = candidate.described
        title = None if described.role is None else title_at_end(described.role)
        if title is not None and not candidate.plural:
            return self._holder(candidate, title)
        if not candidate.definite or candidate.plural:
            return []
        taken = descriptions().get(candidate.head.lemma_.lower())
        if taken is None or described.countries:
            return []
        return self._last_of_kind(taken[0], taken[1], candidate.head.lemma_.lower())

    def _holder(self, candidate: Candidate, title: Title) -> list[Draft]:
        """Return the holder of an office: one named in the article, else who is known to hold it on the date."""
        described = candidate.described
        for seen in reversed(self._seen):
            for draft in reversed(seen.drafts):
                if self._is_holder(draft, described.country, title):
                    return [draft]
        if described.country is None or not candidate.definite:
            return []
        for code in title.codes:
            named = [e for e, _ in self._knowledge.holders(described.country, code, self._on)] if self._on else []
            if len(named) == 1:
                draft = self._roster.of_entity(named[0])
                draft.country, draft.sector = draft.country or described.country, draft.sector or "GOV"
                draft.role = draft.role or title.words
                return [draft]
        return []

    def _is_holder(self, draft: Draft, country: str | None, title: Title) -> bool:
        if draft.kind != "person" or (country is not None and draft.country not in {country, None}):
            return False
        held = None if draft.role is None else title_at_end(draft.role.split(" of ")[0])
        if held == title:
            return True
        if draft.entity is None or not title.codes:
            return False
        roles = self._knowledge.roles(draft.entity, self._on)
        return any(r.code in title.codes and (country is None or r.country == country) for r in roles)

    def _last_of_kind(self, kind: str, sector: str | None, noun: str) -> list[Draft]:
        """Return the last actor that a generic noun can mean: one so called before, else one of its kind."""
        recent = [d for seen in reversed(self._seen) for d in reversed(seen.drafts) if d.kind == kind]
        called_so = [d for d in recent if noun in (d.role or "").lower().split() or noun in d.words]
        fitting = called_so or [d for d in recent if sector is None or d.sector == sector]
        return fitting[:1]

    def of_pronoun(self, candidate: Candidate) -> list[Draft]:
        """Return whom a third-person pronoun means, or [] if it means no actor within reach."""
        word = candidate.head.lower_
        if word in _HE or word in _SHE:
            found = self._person(candidate, "he" if word in _HE else "she")
        elif word in _THEY:
            found = self._several(candidate)
        elif word in _IT and not _is_empty_it(candidate.head):
            found = self._thing(candidate)
        else:
            return []
        if not found and word in _HE | _SHE:
            self.gaps.append(Gap(candidate.span, "actors", "unresolved_pronoun", None))
        return found

    def _within_reach(self, candidate: Candidate) -> list[_Seen]:
        """Return earlier mentions that a pronoun may take up, most likely first.

        Ranks by sentence (this one, then the one before, …), subjects before others, then the nearest. The subject
        of the same verb is left out: in "Putin met him", "him" is somebody else.
        """
        here = candidate.sentence.index
        own_verb = candidate.head.head.i if candidate.head.dep_ in {"dobj", "dative"} else None
        if candidate.head.dep_ == "pobj" and candidate.head.head.head.pos_ == "VERB":
            own_verb = candidate.head.head.head.i
        reach = [
            s
            for s in self._seen
            if here - s.sentence <= _REACH_SENTENCES
            and not (s.sentence == here and own_verb is not None and s.is_subject and s.verb == own_verb)
        ]
        return sorted(reach, key=lambda s: (here - s.sentence, not s.is_subject, -s.offset))

    def _person(self, candidate: Candidate, pronoun: str) -> list[Draft]:
        for seen in self._within_reach(candidate):
            persons = [d for d in seen.drafts if d.kind == "person" and d.pronoun in {None, pronoun}]
            if persons:
                persons[-1].pronoun = pronoun
                return [persons[-1]]
        return []

    def _several(self, candidate: Candidate) -> list[Draft]:
        reach = self._within_reach(candidate)
        for seen in reach:
            if len(seen.drafts) > 1 or (seen.drafts[0].plural and seen.drafts[0].kind in {"group", "organization"}):
                return list(seen.drafts)
        for seen in reach:
            if seen.is_subject and seen.drafts[0].kind in {"organization", "group"}:
                return list(seen.drafts)
        return []

    def _thing(self, candidate: Candidate) -> list[Draft]:
        for seen in self._within_reach(candidate):
            if candidate.sentence.index - seen.sentence > 1:
                return []
            if seen.is_subject and len(seen.drafts) == 1 and seen.drafts[0].kind in {"state", "organization"}:
                return list(seen.drafts)
        return []


def _is_empty_it(token: Token) -> bool:
    """Tell whether "it" means nothing: "it is possible that", "it remains to be seen"."""
    if token.lower_ != "it":
        return False
    verb = token.head
    clausal = any(c.dep_ in {"ccomp", "xcomp", "advcl", "acomp"} for c in verb.children)
    return token.dep_ == "expl" or (verb.lemma_ in {"be", "seem", "appear", "remain", "take", "become"} and clausal)
