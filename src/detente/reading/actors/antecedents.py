"""What has been spoken of so far in an article, in the order in which a later word would take it up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.reading.actors.candidate import Candidate
    from detente.reading.actors.roster import ActorDraft
    from detente.reading.grammar.tokens import Token
    from detente.records import Span

#: How many sentences back an antecedent may stand. News rarely reaches further without repeating the name.
REACH_SENTENCES = 5

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One resolved mention.

    Attributes:
        drafts: Who; several for a joint phrase ("Macron and Meloni"); nobody for a surname that nothing settles.
        sentence: Index of its sentence.
        offset: Where it begins.
        is_subject: Whether it is a grammatical subject.
        is_main: Whether it is the subject of the sentence, and not of what somebody says in it.
        verb: Index of the verb that it is an argument of, or None.
        head: Index of its head word in the sentence.
        is_named: Whether it is a name, or a description, and no pronoun.
        is_plural: Whether its words are plural: "they", "the Ukrainians".
        quotation: The quotation that it stands in, or None.
    """

    drafts: tuple[ActorDraft, ...]
    sentence: int
    offset: int
    is_subject: bool
    is_main: bool
    verb: int | None
    head: int
    is_named: bool
    is_plural: bool
    quotation: Span | None


class Antecedents:
    """Everything resolved so far.

    Args:
        quotations: The article's quotations, in order.
    """

    def __init__(self, quotations: Sequence[Span] = ()) -> None:
        self._quotations = tuple(quotations)
        self._seen: list[Seen] = []

    def quotation_of(self, candidate: Candidate) -> Span | None:
        """Return the quotation in which a candidate stands, or None."""
        return next((span for span in self._quotations if span.contains(candidate.span)), None)

    def enter(self, candidate: Candidate, drafts: Sequence[ActorDraft]) -> None:
        """Remember a mention, so that later words can take it up, or stop at it if it means nobody for certain."""
        if candidate.modifier:
            return
        head = candidate.head
        first = self._joined_to(candidate)
        if first is not None:
            together = tuple(dict.fromkeys([*first.drafts, *drafts]))
            joined = replace(first, drafts=together, offset=candidate.span.start, head=head.i, is_named=True)
            self._seen.append(joined)
            return
        verb = head.head.i if head.dep_ in _SUBJECTS | {"dobj", "dative"} else None
        self._seen.append(
            Seen(
                drafts=tuple(dict.fromkeys(drafts)),
                sentence=candidate.sentence.index,
                offset=candidate.span.start,
                is_subject=head.dep_ in _SUBJECTS,
                is_main=head.dep_ in _SUBJECTS and _is_main_verb(head.head),
                verb=verb,
                head=head.i,
                is_named=candidate.form != "pronoun",
                is_plural=candidate.plural,
                quotation=self.quotation_of(candidate),
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

        Ranks by sentence (this one, then the one before, …), subjects before others, in the sentences before the
        subject of the whole sentence before those of its contents, then the nearest. For words outside of quotations,
        what is only spoken of inside one comes last. Who stands in a phrase that the pronoun itself is the subject of
        ("Speaking to Hall, he …") is not meant at all.
        """
        here = candidate.sentence.index
        opening = _opening_of(candidate.head)
        reach = [
            s
            for s in self._seen
            if here - s.sentence <= REACH_SENTENCES and not (s.sentence == here and s.head in opening)
        ]
        quotation = self.quotation_of(candidate)

        def rank(seen: Seen) -> tuple[bool, int, bool, bool, int]:
            is_hidden = quotation is None and seen.quotation is not None
            is_inner = seen.sentence < here and not seen.is_main
            return (is_hidden, here - seen.sentence, not seen.is_subject, is_inner, -seen.offset)

        return sorted(reach, key=rank)

    def co_arguments(self, candidate: Candidate) -> frozenset[ActorDraft]:
        """Return the subjects of the verb whose object a pronoun is: in "Putin met him", "him" is somebody else."""
        head = candidate.head
        if head.lower_.endswith(("self", "selves")):
            return frozenset()
        verb = head.head.i if head.dep_ in {"dobj", "dative"} else None
        if head.dep_ == "pobj" and head.head.head.pos_ == "VERB":
            verb = head.head.head.i
        here = [s for s in self._seen if s.sentence == candidate.sentence.index and s.is_subject and s.verb == verb]
        return frozenset(d for seen in here for d in seen.drafts) if verb is not None else frozenset()


def _is_main_verb(verb: Token) -> bool:
    """Tell whether a verb is the sentence's own, or joined to it by "and"."""
    while verb.dep_ == "conj":
        verb = verb.head
    return verb.dep_ == "ROOT"


def _opening_of(pronoun: Token) -> frozenset[int]:
    """Return the words of a participle phrase that opens a sentence before its subject: "Speaking to Hall, he"."""
    first = next((t for t in pronoun.doc if not t.is_punct and not t.is_space), pronoun)
    if pronoun.dep_ not in _SUBJECTS or first.tag_ not in {"VBG", "VBN"} or first.right_edge.i >= pronoun.i:
        return frozenset()
    return frozenset(t.i for t in first.subtree)
