"""The country of officeholders whom the text sets beside others, or says to speak for a body that it has named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import phrases
from detente.reading.grammar.words import descriptions, title_at_end, word_class

if TYPE_CHECKING:
    from detente.reading.actors.candidate import Candidate
    from detente.reading.actors.roster import ActorDraft, Roster
    from detente.reading.document import Document
    from detente.reading.grammar.tokens import Token

_GIVING_OFFICE = word_class("giving-office")

#: Last words of the titles of who speaks for a body, and how many sentences back the body may be named.
_SPEAKERS = frozenset({"spokesman", "spokeswoman", "spokesperson", "official", "officials", "source"})
_REACH = 3


def settle_from_colleague(draft: ActorDraft, document: Document, roster: Roster) -> None:
    """Give an officeholder the country of the other one in a list, or of the head of state who named them to office.

    "Norway's president, Ann Hall, and prime minister, Paul Lind" are both of Norway; two foreign ministers never.
    """
    if draft.country is not None or draft.kind != "person":
        return
    for candidate in draft.candidates:
        other = _beside(candidate)
        found = [] if other is None else roster.at(document.span_of(candidate.sentence, other).start)
        persons = [one for one in found if one is not draft and one.kind == "person"]
        if len(found) == len(persons) == 1 and _is_colleague(candidate, persons[0]):
            draft.country = persons[0].country
            return


def _beside(candidate: Candidate) -> Token | None:
    """Return the word for who gives somebody an office, or for the first officeholder of a list; None for neither."""
    head = candidate.head
    if head.dep_ in {"dobj", "nsubjpass"} and head.head.lemma_ in _GIVING_OFFICE:
        return phrases.subject_of(head.head)
    while head.dep_ == "conj" and head.head.i < head.i:
        head = head.head
    return None if head == candidate.head else head


def _is_colleague(candidate: Candidate, other: ActorDraft) -> bool:
    """Tell whether an officeholder can be of the state of another: of another office, or named by its head."""
    own = title_at_end(candidate.described.role or "")
    theirs = title_at_end((other.role or "").split(" of ")[0])
    if theirs is None or not theirs.codes:
        return False
    if candidate.head.dep_ != "conj":
        return bool({"HOS", "HOG"} & set(theirs.codes))
    return own is not None and bool(own.codes) and not set(own.codes) & set(theirs.codes)


def settle_from_body(draft: ActorDraft, document: Document, roster: Roster) -> None:
    """Give who speaks for a body that was just named its country: "Chad's defence ministry … ministry spokesman"."""
    words = (draft.role or "").lower().split()
    if draft.country is not None or draft.kind != "person" or len(words) < 2 or words[-1] not in _SPEAKERS:
        return
    if descriptions().get(words[-2], ("", None))[0] != "organization":
        return
    start = draft.candidates[0].span.start
    here = draft.candidates[0].sentence.index
    named = [
        (span.start, other)
        for other in roster.drafts
        if other.country is not None and other.kind == "organization" and other.words[-1:] == (words[-2],)
        for span in other.mentions
        if span.start < start
    ]
    place, body = max(named, key=lambda pair: pair[0], default=(0, None))
    sentence = document.sentence_at(place)
    if body is not None and sentence is not None and here - sentence.index <= _REACH:
        draft.country, draft.sector = body.country, draft.sector or body.sector
