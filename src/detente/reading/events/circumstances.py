"""What the words around an event say of whether it happened and how long ago, as features for its scorer.

Nothing is decided here: each feature is a short phrase such as "auxiliary will" or "dated ahead", which a table weighs.
"""

from __future__ import annotations

from datetime import date as day
from typing import TYPE_CHECKING

from detente.reading.events.network.signals import TYPES
from detente.reading.events.past import LOOKS_BACK, YEAR, time_features
from detente.reading.events.status import read_status
from detente.reading.events.timing import read_old
from detente.reading.grammar.ahead import is_ahead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.reading.events.network.signals import Finding
    from detente.reading.events.scene import Scene
    from detente.reading.grammar.tokens import Token
    from detente.records import DateRange, EventType, Span

_CLIMBED = 4
_VERBS = frozenset({"VERB", "AUX"})
_TIMES = frozenset({
    "after", "before", "since", "until", "following", "during", "when", "while", "as", "if", "once", "ahead", "because",
    "despite", "amid", "over", "without", "for", "to",
})  # fmt: skip
_ADVERBS = frozenset({"advmod", "npadvmod", "neg", "mark"})
_DAYS_NEAR, _DAYS_OLD, _DAYS_YEAR = 8, 45, 330
_EARLY_SENTENCES = 3


def circumstances(
    scene: Scene, token: Token, carrier: Token | None, kind: EventType, date: DateRange | None, trigger: Span
) -> frozenset[str]:
    """Return the features of one event's words.

    Args:
        scene: The sentence.
        token: The word that carries the event.
        carrier: The verb that holds a noun event, or None.
        kind: The event's type.
        date: When its clause says that it happened, or None.
        trigger: The words that carry it.
    """
    verb = _verb(carrier or token)
    return frozenset((
        *_of_type(token, carrier, kind),
        *_of_rules(scene, token, carrier, kind),
        *_of_word(token, "word"),
        *(() if carrier is None or carrier == token else _of_word(carrier, "carrier")),
        *_of_clause(verb),
        *_of_governors(carrier or token),
        *_of_date(scene, token, date),
        *_of_place(scene, trigger),
        *time_features(scene, token, _form(verb)),
    ))


def draft_circumstances(finding: Finding | None, kind: EventType) -> frozenset[str]:
    """Return what the rules' event on the same words says.

    Args:
        finding: That event, or None.
        kind: The type that the event has.
    """
    if finding is None:
        return frozenset({"no draft"})
    same = "same" if TYPES[finding.type] == kind else "another"
    said = {f"draft {finding.status}", f"draft {finding.status} of {same} type"}
    return frozenset(said | {"draft old"} if finding.background else said)


def _of_type(token: Token, carrier: Token | None, kind: EventType) -> Iterator[str]:
    part = "verb" if token.pos_ in _VERBS else "noun" if token.pos_ in {"NOUN", "PROPN"} else "other"
    yield f"type {kind}"
    yield f"type {kind} {part}"
    yield f"type {kind} {token.tag_}"
    yield f"lemma {token.lemma_.lower()}"
    if carrier is not None and carrier != token:
        yield f"carrier {carrier.lemma_.lower()}"


def _of_rules(scene: Scene, token: Token, carrier: Token | None, kind: EventType) -> Iterator[str]:
    reading = read_status(token, carrier, scene.lexicon)
    yield f"rules {reading.status}"
    yield f"rules {reading.status} {kind}"
    if reading.cue:
        yield f"cue {reading.cue[0].lemma_.lower()}"
    if read_old(scene, token, carrier):
        yield "rules old"


def _of_word(token: Token, name: str) -> Iterator[str]:
    yield f"{name} {token.tag_}"
    yield f"{name} is {token.dep_}"
    yield f"{name} {token.tag_} is {token.dep_}"
    for child in token.children:
        if child.dep_ in {"aux", "auxpass", "det", "predet"}:
            yield f"{name} {child.dep_} {child.lower_}"
        elif child.dep_ in {"amod", "compound"} and child.i < token.i and child.pos_ != "PROPN":
            yield f"{name} of kind {child.lemma_.lower()}"
        elif child.dep_ in _ADVERBS:
            yield f"{name} with {child.lower_}"
    if token.tag_ in {"NNS", "NNPS"} and not any(c.dep_ in {"det", "poss"} for c in token.children):
        yield f"{name} bare plural"
    has_to = any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
    if token.pos_ in _VERBS and has_to:
        yield f"{name} to-infinitive {token.dep_}"
        yield f"{name} to-infinitive of {token.head.lemma_.lower()}"


def _verb(token: Token) -> Token:
    """Return the verb of the clause that a word stands in."""
    while token.pos_ not in _VERBS and token.head != token:
        token = token.head
    return token


def _helpers(verb: Token) -> list[Token]:
    """Return the helpers of a verb, or of the verb that it is joined to."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if verb.dep_ == "conj" and not helpers:
        helpers = [c for c in verb.head.children if c.dep_ in {"aux", "auxpass"}]
    return helpers


def _form(verb: Token) -> str:
    """Return the form of a clause: its helpers and the verb's tag, "have+VBN"."""
    return "+".join([*(c.lemma_.lower() for c in _helpers(verb)), verb.tag_])


def _of_clause(verb: Token) -> Iterator[str]:
    """Tense, helpers, marker and negation of the clause, and of the verb that it is joined to."""
    helpers = _helpers(verb)
    yield f"clause {_form(verb)}"
    yield f"clause is {verb.dep_}"
    if any(c.lower_ in {"had", "'d"} for c in helpers) and verb.tag_ == "VBN":
        yield "past perfect"
    for child in verb.children:
        if child.dep_ in {"mark", "neg"} or (child.dep_ == "advmod" and child.tag_ in {"WRB", "RB"}):
            yield f"clause with {child.lower_}"
        if child.dep_ == "advcl" and any(c.dep_ in {"mark", "advmod"} and c.lower_ == "if" for c in child.children):
            yield "clause with a condition"
    if is_ahead(verb):
        yield "clause looks ahead"


def _of_governors(token: Token) -> Iterator[str]:
    """Words above the event's word, the nearest first, with how each holds what is below it."""
    node, path = token, []
    for step in range(1, _CLIMBED + 1):
        if node.head == node:
            yield f"root after {step - 1}"
            return
        dep, head = node.dep_, node.head
        path.append(dep if dep != "prep" else f"prep:{node.lower_}")
        word = head.lemma_.lower()
        if head.pos_ in _VERBS:
            helpers = [c.lower_ for c in head.children if c.dep_ in {"aux", "neg", "mark"}]
            yield f"under {word} by {path[-1]}"
            yield f"{step} under {head.tag_} by {path[-1]}"
            for helper in helpers:
                yield f"under a verb with {helper}"
        elif head.pos_ in {"NOUN", "ADJ", "PROPN"}:
            yield f"under {word}" if head.pos_ != "PROPN" else "under a name"
        elif head.dep_ == "prep" or head.lower_ in _TIMES:
            yield f"behind {head.lower_}"
        node = head
    yield f"path {'/'.join(path[:2])}"


def _of_date(scene: Scene, token: Token, date: DateRange | None) -> Iterator[str]:
    if is_ahead(token):
        yield "looks ahead"
    published = scene.document.day
    if published is None:
        yield "day unknown"
    elif date is None:
        yield "no date"
    elif date.start > published.isoformat():
        yield "dated ahead"
    else:
        days = (published - day.fromisoformat(date.end)).days
        near = "this week" if days < _DAYS_NEAR else "weeks ago" if days < _DAYS_OLD else "months ago"
        yield f"dated {near if days < _DAYS_YEAR else 'a year ago or more'}"
    words = scene.sentence.span.words(scene.document.text)
    if published is not None:
        years = [int(m.group()) for m in YEAR.finditer(words)]
        if years:
            yield "sentence names an earlier year" if max(years) < published.year else "sentence names this year"
    if LOOKS_BACK.search(words):
        yield "sentence looks back"


def _of_place(scene: Scene, trigger: Span) -> Iterator[str]:
    block = scene.document.article.blocks[scene.sentence.block]
    if block.kind == "title":
        yield "in the title"
    index, count = scene.sentence.index, len(scene.document.sentences)
    if index < _EARLY_SENTENCES:
        yield f"in sentence {index + 1}"
    elif 3 * index > 2 * count:
        yield "in the last third"
    statement = scene.said.around(trigger)
    yield "told" if statement is None else f"said {statement.kind}"
    if statement is not None and statement.inside is not None:
        yield "said in what is said"
