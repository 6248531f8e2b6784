"""Reported speech by rule: who "said that …" inside what somebody else said.

The attribution model is trained on outermost attributions only. These rules read the plainest kind (a reporting verb
with its subject and its clause) wherever it stands; those that lie inside a content become nested statements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading import phrases
from detente.reading.attribution import Attribution
from detente.reading.words import cue_frames
from detente.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from detente.reading.document import Document, Sentence

#: Share of these rules' attributions that are right in all three parts, on the development articles.
_CONFIDENCE = 0.5


#: A subject of more words is cut to the phrase before its head: what follows is no longer who speaks.
_LONGEST_SOURCE = 12


def find_reported(document: Document) -> tuple[Attribution, ...]:
    """Return reported speech with a speaker, a reporting verb and a clause, in the order of the verbs.

    Args:
        document: The article being read.
    """
    found: list[Attribution] = []
    for sentence in document.sentences:
        for verb in document.parsed(sentence):
            if verb.pos_ == "VERB" and "report" in cue_frames().get(verb.lemma_.lower(), ()):
                found.extend(_of_verb(document, sentence, verb))
    return tuple(sorted(found, key=lambda a: (a.cue, a.source)))


def _of_verb(document: Document, sentence: Sentence, verb: Token) -> Iterator[Attribution]:
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if clause is None or subject is None or subject.tag_ in {"WP", "WDT"}:
        return
    source = _whole(document, sentence, subject)
    content = _whole(document, sentence, clause)
    cue = document.span_of(sentence, verb)
    if source is not None and content is not None and not content.overlaps(cue):
        yield Attribution((source,), (cue,), (content,), _CONFIDENCE)


def _whole(document: Document, sentence: Sentence, head: Token) -> Span | None:
    """Return the place of a word with all that depends on it, without "that" and punctuation at its edges."""
    relative = {t.i for c in head.children if c.dep_ == "relcl" for t in c.subtree}
    tokens = [t for t in head.subtree if t.i not in relative and not t.is_space]
    while tokens and (tokens[-1].is_punct and tokens[-1].text not in {")", "”", '"'}):
        tokens.pop()
    while tokens and (tokens[0].text in {",", ";", ":"} or (tokens[0].dep_ == "mark" and tokens[0].lower_ == "that")):
        tokens.pop(0)
    if not tokens:
        return None
    if head.pos_ in {"NOUN", "PROPN"} and len(tokens) > 1 and not relative:
        tokens = tokens if len(tokens) <= _LONGEST_SOURCE else phrases.phrase_tokens(head)
    return document.span_of(sentence, tokens)
