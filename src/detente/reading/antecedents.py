"""What has been spoken of so far in an article, in the order in which a later word would take it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.reading.mentions import Candidate
    from detente.reading.roster import Draft

#: How many sentences back an antecedent may stand. News rarely reaches further without repeating the name.
REACH_SENTENCES = 5

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One resolved mention.

    Attributes:
        drafts: Who; several for a joint phrase ("Macron and Meloni").
        sentence: Index of its sentence.
        offset: Where it begins.
        is_subject: Whether it is a grammatical subject.
        verb: Index of the verb that it is an argument of, or None.
        head: Index of its head word in the sentence.
        is_named: Whether it is a name, or a description, and no pronoun.
    """

    drafts: tuple[Draft, ...]
    sentence: int
    offset: int
    is_subject: bool
    verb: int | None
    head: int
    is_named: bool


class Antecedents:
    """Everything resolved so far."""

    def __init__(self) -> None:
        self._seen: list[Seen] = []

    def enter(self, candidate: Candidate, drafts: Sequence[Draft]) -> None:
        """Remember a resolved mention, so that later words can take it up."""
        if not drafts or candidate.modifier:
            return
        head = candidate.head
        first = self._joined_to(candidate)
        if first is not None:
            together = tuple(dict.fromkeys([*first.drafts, *drafts]))
            self._seen.append(
                Seen(together, first.sentence, candidate.span.start, first.is_subject, first.verb, head.i, is_named=True)
            )
            return
        verb = head.head.i if head.dep_ in _SUBJECTS | {"dobj", "dative"} else None
        self._seen.append(
            Seen(
                tuple(dict.fromkeys(drafts)),
                candidate.sentence.index,
                candidate.span.start,
                head.dep_ in _SUBJECTS,
                verb,
                head.i,
                is_named=candidate.form != "pronoun",
            )
        )

    def _joined_to(self, candidate: Candidate) -> Seen | None:
        """Return the mention to which a later member is joined: "Macron" for "Meloni" in "Macron and Meloni"."""
        head = candidate.head
        if head.dep_ != "conj":
            return None
        for seen in reversed(self._seen):
            if seen.sentence != candidate.sentence.index:
                return None
            if seen.head == head.head.i:
                return seen
        return None

    def latest_first(self) -> Iterator[Seen]:
        """Yield all that was spoken of, the latest first."""
        return reversed(self._seen)

    def within_reach(self, candidate: Candidate) -> list[Seen]:
        """Return earlier mentions that a pronoun may take up, most likely first.

        Ranks by sentence (this one, then the one before, …), subjects before others, then the nearest. The subject
        of the same verb is left out: in "Putin met him", "him" is somebody else.
        """
        here = candidate.sentence.index
        head = candidate.head
        own_verb = head.head.i if head.dep_ in {"dobj", "dative"} else None
        if head.dep_ == "pobj" and head.head.head.pos_ == "VERB":
            own_verb = head.head.head.i
        reach = [
            s
            for s in self._seen
            if here - s.sentence <= REACH_SENTENCES
            and not (s.sentence == here and own_verb is not None and s.is_subject and s.verb == own_verb)
        ]
        return sorted(reach, key=lambda s: (here - s.sentence, not s.is_subject, -s.offset))
