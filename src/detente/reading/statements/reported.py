"""Attributions by rule, for what the model leaves out.

The model is trained on outermost attributions, and mostly on verbs. `find_reported` reads a reporting verb with its
subject and its clause wherever it stands; what lies inside a content becomes a nested statement. `find_nominal` reads
"Putin's offer of talks", "its call for restraint".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.attribution import Attribution
from detente.reading.grammar import phrases
from detente.reading.grammar.words import cue_frames
from detente.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token

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


def find_nominal(document: Document, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Return attributions by a noun with a possessor and a complement, where the model has found none.

    Args:
        document: The article being read.
        found: The model's attributions; a noun that is part of one is left to it.
    """
    taken = [part for a in found for part in (*a.cue, *a.source, *a.content)]
    nominal = []
    for sentence in document.sentences:
        for noun in document.parsed(sentence):
            if noun.pos_ == "NOUN" and "noun" in cue_frames().get(noun.lemma_.lower(), ()):
                attribution = _of_noun(document, sentence, noun)
                if attribution is not None and not any(attribution.cue[0].overlaps(part) for part in taken):
                    nominal.append(attribution)
    return tuple(nominal)


def _of_noun(document: Document, sentence: Sentence, noun: Token) -> Attribution | None:
    owner = phrases.possessor(noun)
    if owner is None or not (owner.pos_ == "PROPN" or owner.tag_ == "PRP$"):
        return None
    complement = next((c for c in noun.children if c.i > noun.i and c.dep_ in {"prep", "acl"}), None)
    if complement is None or (
        complement.dep_ == "prep" and complement.lower_ not in {"for", "of", "to", "on", "against"}
    ):
        return None
    inner = next((c for c in complement.children if c.dep_ in {"pobj", "pcomp"}), None)
    content = _whole(document, sentence, inner if inner is not None and complement.dep_ == "prep" else complement)
    if content is None:
        return None
    source = document.span_of(sentence, phrases.phrase_tokens(owner))
    return Attribution((source,), (document.span_of(sentence, noun),), (content,), _CONFIDENCE)


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
