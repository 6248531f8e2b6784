"""When an event happened, and whether it is older history recalled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.reading.grammar import syntax
from detente.records import Span

if TYPE_CHECKING:
    from detente.reading.events.model import Hit
    from detente.reading.events.scene import Scene
    from detente.reading.grammar.tokens import Token
    from detente.records import DateRange

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OLD = re.compile(
    r"\b(?:last (?:year|decade|century|spring|summer|autumn|fall|winter)|(?:years|decades|centuries) ago"
    r"|in the (?:past|19\d0s|20\d0s|early|late)|decades? earlier|years earlier|previously|formerly|historically)\b",
    re.IGNORECASE,
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_OLD_MONTH = re.compile(rf"\b[Ll]ast (?:{_MONTHS})\b")
_FORMER = frozenset({"former", "then", "previous", "past", "earlier", "historic", "old"})


def read_time(scene: Scene, hit: Hit, trigger: Span) -> tuple[bool, DateRange | None]:
    """Return whether the event is background, and its date where the clause says it.

    An event is background if its clause dates it to an earlier year or season than the article's, or recalls it with
    the past perfect and a word for the past.
    """
    clause = _clause_span(scene, hit.token, alone=hit.pattern.part == "n" and hit.carrier is None)
    return _is_old(scene, hit.token, clause), _date_in(scene, clause, trigger)


def read_old(scene: Scene, token: Token, carrier: Token | None) -> bool:
    """Tell whether the clause of an event says that it is older history, as `read_time` does.

    Args:
        scene: The sentence.
        token: The word that carries the event.
        carrier: The verb that holds a noun event, or None.
    """
    alone = token.pos_ in {"NOUN", "PROPN"} and carrier is None
    return _is_old(scene, token, _clause_span(scene, token, alone=alone))


def _is_old(scene: Scene, token: Token, clause: Span) -> bool:
    words = clause.words(scene.document.text)
    published = scene.document.day
    old = bool(_OLD.search(words) or _OLD_MONTH.search(words))
    if not old and published is not None:
        years = [int(m.group()) for m in _YEAR.finditer(words)]
        old = bool(years) and max(years) < published.year
    if not old:
        old = any(c.lower_ in _FORMER for c in token.children if c.dep_ == "amod")
    return old


def read_date(scene: Scene, token: Token, carrier: Token | None, trigger: Span) -> DateRange | None:
    """Return the date of an event where its clause says it.

    Args:
        scene: The sentence.
        token: The word that carries the event.
        carrier: The verb that holds a noun event, or None.
        trigger: The words that carry it; of several dates the nearest counts.
    """
    alone = token.pos_ in {"NOUN", "PROPN"} and carrier is None
    return _date_in(scene, _clause_span(scene, token, alone=alone), trigger)


def is_of_what_is_judged(scene: Scene, token: Token, date: DateRange) -> bool:
    """Tell whether a day belongs to what words are about, not to when they were said.

    "Condemned the raid of 3 May", "thanked Chad for its help in January", "urged Mali, which left in June, …".

    Args:
        scene: The sentence.
        token: The verb of the words.
        date: A day of its clause.
    """
    if date.span is None:
        return False
    places = zip(scene.document.places(scene.sentence), scene.document.parsed(scene.sentence), strict=True)
    own = {t.i: t for place, t in places if place.overlaps(date.span) and not t.is_space}
    node = next((t for t in own.values() if t.head.i not in own), token)
    above = {token.i, *(t.i for t in syntax.ancestors(token))}
    while node.head != node:
        node = node.head
        if node.i in above:
            return False
        if node.pos_ in {"NOUN", "PROPN", "VERB"}:
            return True
    return False


def _date_in(scene: Scene, clause: Span, trigger: Span) -> DateRange | None:
    found = scene.document.dates_in(scene.sentence, clause)
    near = min(found, key=lambda d: min(abs(d.span.start - trigger.end), abs(trigger.start - d.span.end)), default=None)
    return None if near is None else near.range


def _clause_span(scene: Scene, token: Token, *, alone: bool) -> Span:
    """Return the place of the clause that the event's word stands in, without the clauses below it.

    Args:
        scene: The sentence.
        token: The word.
        alone: Whether it is a noun that no light verb holds.
    """
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    if alone:
        tokens = _below(token)
        if verb.dep_ == "ROOT" or token.dep_ in {"dobj", "nsubj", "nsubjpass"}:
            tokens = _below(verb)
    else:
        tokens = _below(verb)
        if verb.dep_ in {"xcomp", "conj", "pcomp"}:
            tokens += [t for c in verb.head.children if c.dep_ in {"npadvmod", "prep", "advmod"} for t in c.subtree]
    return scene.document.span_of(scene.sentence, tokens)


def _below(token: Token) -> list[Token]:
    found = [token]
    for child in token.children:
        if child.dep_ not in {"relcl", "advcl", "ccomp", "conj", "xcomp", "parataxis", "acl"}:
            found.extend(_below(child))
    return found
