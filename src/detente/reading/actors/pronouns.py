"""Pronouns of the third person → actors: "he", "she", "they", "it", each only to what it can mean.

Number, kind and gender must agree; inside a quotation "he" is never the speaker. What fits nothing within reach stays
unresolved: for "he" and "she" as a gap, while "it" and "they" mean things and unnamed people too often for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar.words import word_class
from detente.records import Gap

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.reading.actors.antecedents import Antecedents, Seen
    from detente.reading.actors.candidate import Candidate
    from detente.reading.actors.roster import ActorDraft
    from detente.reading.grammar.tokens import Token
    from detente.reading.grammar.words import Pronoun

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})

#: How far back "it" reaches, in sentences: further back it means an event more often than an actor.
_REACH_OF_IT = 1

#: Verbs that an "it" without meaning stands before: "it is possible that".
_EMPTY_VERBS = frozenset({"be", "seem", "appear", "remain", "take", "become"})

_CLAUSAL = frozenset({"ccomp", "xcomp", "csubj"})

#: Adjectives that only somebody can be: "it was ready to talk".
_PERSONAL_ADJECTIVES = word_class("personal-adjective")

_BODIES = frozenset({"organization", "group"})


class PronounReader:
    """Resolves the pronouns of one article.

    Args:
        antecedents: What has been spoken of before.
        speakers_of: Gives those who say the words around a candidate, whom "he" cannot mean there.
        named_at: Gives whom a word of the candidate's sentence names, or None.
    """

    def __init__(
        self,
        antecedents: Antecedents,
        speakers_of: Callable[[Candidate], frozenset[ActorDraft]],
        named_at: Callable[[Candidate, Token], ActorDraft | None],
    ) -> None:
        self._antecedents = antecedents
        self._speakers_of = speakers_of
        self._named_at = named_at
        self.gaps: list[Gap] = []

    def read(self, candidate: Candidate) -> list[ActorDraft]:
        """Return whom a pronoun means, or [] if it means no actor within reach."""
        word = candidate.head.lower_
        if word in HE | SHE:
            found = self._person(candidate, "he" if word in HE else "she")
            if not found:
                self.gaps.append(Gap(candidate.span, "actors", "unresolved_pronoun", None))
            return found
        if word in THEY:
            return self._several(candidate)
        if word in IT and not _is_thing(candidate.head) and not _is_empty_it(candidate.head):
            return self._thing(candidate)
        return []

    def _reach(self, candidate: Candidate) -> list[tuple[Seen, list[ActorDraft]]]:
        """Return what is within reach, each with those of its actors whom the pronoun can mean there."""
        speakers = self._speakers_of(candidate) | self._antecedents.co_arguments(candidate)
        reach = (
            (seen, [d for d in seen.drafts if d not in speakers]) for seen in self._antecedents.within_reach(candidate)
        )
        return [(seen, drafts) for seen, drafts in reach if drafts or not seen.drafts]

    def _person(self, candidate: Candidate, pronoun: Pronoun) -> list[ActorDraft]:
        subject = _subject_after(candidate.head)
        ahead = None if subject is None else self._named_at(candidate, subject)
        if ahead is not None and ahead.kind == "person" and ahead.pronoun in {None, pronoun}:
            ahead.pronoun = pronoun
            return [ahead]
        for seen, drafts in self._reach(candidate):
            if not drafts:
                # Better nobody than somebody older, where a surname stands between that nothing settles.
                return []
            if seen.is_plural and len(drafts) > 1:
                continue
            persons = [d for d in drafts if d.kind == "person" and d.pronoun in {None, pronoun}]
            certain = [d for d in persons if d.pronoun == pronoun]
            if persons:
                chosen = (certain or persons)[-1]
                chosen.pronoun = pronoun
                return [chosen]
        return []

    def _several(self, candidate: Candidate) -> list[ActorDraft]:
        reach = [(seen, drafts) for seen, drafts in self._reach(candidate) if drafts]
        for seen, drafts in reach:
            if len(drafts) > 1 or seen.is_plural or (drafts[0].plural and drafts[0].kind in _BODIES):
                return drafts
            if (
                seen.is_subject
                and seen.is_named
                and drafts[0].kind in _BODIES
                and seen.sentence != candidate.sentence.index
            ):
                return drafts
        return []

    def _thing(self, candidate: Candidate) -> list[ActorDraft]:
        here = candidate.sentence.index
        for seen, drafts in self._reach(candidate):
            if here - seen.sentence > _REACH_OF_IT:
                return []
            singular = len(drafts) == 1 and drafts[0].kind in {"state", "organization"}
            if singular and (seen.is_subject or (candidate.head.lower_ == "its" and seen.sentence == here)):
                return drafts
        return []


def _subject_after(pronoun: Token) -> Token | None:
    """Return the subject that a possessive in an opening phrase looks ahead to: "In his speech, the minister …"."""
    if pronoun.tag_ != "PRP$":
        return None
    opening = pronoun.head
    while opening.dep_ in {"pobj", "prep", "compound", "conj"} and opening.head.i < opening.i:
        opening = opening.head
    if opening.dep_ != "prep" or opening.head.dep_ != "ROOT" or opening.left_edge.i > 1:
        return None
    return next((c for c in opening.head.children if c.dep_ == "nsubj" and c.i > pronoun.i), None)


def _is_thing(token: Token) -> bool:
    """Tell whether "it" is an object: there it means a thing or an event more often than an actor."""
    return token.lower_ == "it" and token.dep_ not in {"nsubj", "nsubjpass"}


def _is_empty_it(token: Token) -> bool:
    """Tell whether "it" means nothing: "it is possible that", "it remains to be seen"."""
    if token.lower_ != "it":
        return False
    verb = token.head
    adjectives = [c for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"}]
    if any(c.lemma_.lower() in _PERSONAL_ADJECTIVES for c in adjectives):
        return False
    clausal = any(c.dep_ in _CLAUSAL for word in (verb, *adjectives) for c in word.children)
    return token.dep_ == "expl" or (verb.lemma_ in _EMPTY_VERBS and clausal)
