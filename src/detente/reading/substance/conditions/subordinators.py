"""Conditions that a subordinator opens, such as "if", "unless", "on condition that", "in exchange for", "without".

The words are rows of `knowledge/substance/condition_markers.tsv`; each names the guard that tells a condition from a
phrase that only looks like one:

- none: always a condition
- if: not after verbs of asking and knowing, not of the weather, not a contrast of two past times
- future: the main clause speaks of what will, can or must be
- completed: as future, and what is asked for is a finished state ("when the mine is cleared"), not a time
- until: as future, or the main clause blocks or keeps something
- without: the main clause denies, or calls futile
- provided: a conjunction, not the verb
- exchange: something is promised or done for it, no exchange of fire
- anonymity: not the condition on which a source speaks
- phrase: opens the sentence or stands between commas
- upon: in the language of treaties
- necessary: the main clause speaks of force, sanctions and the like
- never: a fixed phrase, no condition
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from detente.reading.grammar import clauses
from detente.reading.grammar.markers import load_table, load_words, matches_at
from detente.reading.grammar.words import word_class
from detente.reading.substance.conditions.shape import ConditionShape
from detente.records.claims import Direction

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.reading.grammar.tokens import Doc, Token

_WORDS = "condition_words.tsv"
_FINITE_PAST = frozenset({"VBD"})
_LENGTHS = frozenset({"minute", "hour", "day", "week", "month", "year", "shortly", "soon"})
_KEEPING = word_class("keeping")


@dataclass(frozen=True, slots=True)
class _Match:
    """A marker found: its tokens, the head of what it opens, and the main clause that depends on it."""

    marker: tuple[Token, ...]
    opened: Token
    main: Token
    words: str


#: The words of a marker, its guard, its direction.
_Row = tuple[tuple[str, ...], str, Direction | None]


@functools.cache
def _markers() -> dict[str, tuple[_Row, ...]]:
    """Return the markers by their first word, longest first."""
    rows: list[_Row] = [
        (row.listed("marker"), row.one_of("guard", _GUARDS), row.maybe_one_of("direction", get_args(Direction)))
        for row in load_table("condition_markers.tsv", ("marker", "guard", "direction", "example"))
    ]
    rows.sort(key=lambda row: -len(row[0]))
    firsts = dict.fromkeys(row[0][0] for row in rows)
    return {first: tuple(row for row in rows if row[0][0] == first) for first in firsts}


def find_subordinate(doc: Doc) -> list[ConditionShape]:
    """Return the conditions of a sentence that a marker of the table opens, in order."""
    found: list[ConditionShape] = []
    markers = _markers()
    place = 0
    while place < len(doc):
        rows = markers.get(doc[place].lower_)
        row = next((r for r in rows if matches_at(doc, place, r[0])), None) if rows else None
        if row is None or _is_in_name(doc[place]):
            place += 1
            continue
        words, guard, direction = row
        shape = None if guard == "never" else _shape(doc, place, words, guard, direction)
        if shape is not None:
            found.append(shape)
        place += len(words)
    return found + _inverted(doc)


def _is_in_name(token: Token) -> bool:
    """Tell whether a capital inside a sentence makes a marker part of a name: "Reporters Without Borders"."""
    return token.is_title and token.i > 0 and token.nbor(-1).is_title and token.nbor(-1).pos_ == "PROPN"


def _shape(
    doc: Doc, place: int, words: tuple[str, ...], guard: str, direction: Direction | None
) -> ConditionShape | None:
    marker = tuple(doc[place : place + len(words)])
    opened = _opened(marker)
    main = _main(opened, marker)
    match = _Match(marker, opened, main, " ".join(words))
    if not _GUARDS[guard](match):
        return None
    condition = _condition_tokens(match)
    if len(condition) <= len(marker) and guard != "necessary":
        return None
    on = _bearing(match, condition)
    return ConditionShape(tuple(condition), marker, tuple(on), direction, main)


def _opened(marker: tuple[Token, ...]) -> Token:
    """Return the head of the clause or phrase that the marker opens."""
    places = {t.i for t in marker}
    head = marker[-1]
    seen: set[int] = set()
    while head.head != head and head.i not in seen:
        seen.add(head.i)
        inside = head.i in places
        if (
            (inside and head.head.i in places)
            or (inside and head.dep_ in {"mark", "advmod", "dobj"} and head.head.i > head.i)
            or (not inside and head.head.i in places)
        ):
            head = head.head
        else:
            break
    return head


def _main(opened: Token, marker: tuple[Token, ...]) -> Token:
    """Return the head of the clause that the condition bears on; a verb of saying gives way to what is said."""
    main = opened.head
    while main.i in {t.i for t in marker} and main.head != main:
        main = main.head
    main = clauses.clause_head(main)
    if main.lemma_.lower() in clauses.REPORTING and not clauses.has_modal(main):
        said = [c for c in main.children if c.dep_ in {"ccomp", "xcomp"} and c != opened]
        if said:
            main = said[0]
    return main


def _condition_tokens(match: _Match) -> list[Token]:
    """Return the condition's words: from the marker to the end of what it opens."""
    first = match.marker[0].i
    doc = match.opened.doc
    inside = {t.i for t in match.opened.subtree if t.i >= first} | {t.i for t in match.marker}
    if match.main.i > first and match.main != match.opened and _has_comma(doc, first, match.main.i):
        inside -= {match.main.i}
    last = match.marker[-1].i
    while last + 1 in inside:
        last += 1
    if last == match.marker[-1].i:
        stop = next((t.i for t in doc[last + 1 :] if t.text in {",", ";", ".", "”"}), len(doc))
        last = stop - 1
    tokens = [doc[i] for i in range(first, last + 1)]
    tokens = clauses.without_attribution(tokens, match.marker[-1])
    tokens = _without_main_clause(tokens, match)
    return clauses.trimmed(tokens)


def _has_comma(doc: Doc, start: int, end: int) -> bool:
    return any(t.text == "," for t in doc[start:end])


def _without_main_clause(tokens: list[Token], match: _Match) -> list[Token]:
    """Cut a condition in front of a main clause that the parser hung under it: "If A, B will …"."""
    for place, token in enumerate(tokens):
        if token.text == "," and place > len(match.marker):
            rest = tokens[place + 1 :]
            verbs = [t for t in rest if t.dep_ in {"ccomp", "ROOT", "advcl", "conj"} and clauses.has_modal(t)]
            if any(clauses.subject(v) is not None and _is_left_of_all(v, rest) for v in verbs):
                return tokens[:place]
    return tokens


def _is_left_of_all(verb: Token, rest: list[Token]) -> bool:
    own = clauses.subject(verb)
    return own is not None and bool(rest) and own.left_edge.i <= rest[0].i + 1


def _bearing(match: _Match, condition: list[Token]) -> list[Token]:
    """Return what depends on the condition: the main clause, or failing that the words on the other side."""
    doc = match.main.doc
    taken = {t.i for t in condition}
    if match.main.i not in taken and match.main != match.opened:
        on = clauses.tokens_of(match.main, drop=[match.opened, *match.marker])
        on = [t for t in on if t.i not in taken]
        if len(on) > 1 and not (len(on) <= 3 and match.main.lemma_.lower() in clauses.REPORTING):
            return clauses.trimmed(on)
    return _other_side(doc, condition)


def _other_side(doc: Doc, condition: list[Token]) -> list[Token]:
    """Return the clause beside a condition by the order of words alone."""
    after = condition[-1].i + 1
    if after < len(doc) and doc[after].text == "," and not clauses.begins_attribution(doc, after + 1):
        rest = clauses.tokens_between(doc, after + 1, len(doc))
        return clauses.trimmed(clauses.without_attribution(rest, rest[0])) if rest else []
    before = condition[0].i
    said = [t.i for t in doc[:before] if t.lemma_.lower() in clauses.REPORTING and t.tag_.startswith("VB")]
    return clauses.tokens_between(doc, said[-1] + 1 if said else 0, before)


def _inverted(doc: Doc) -> list[ConditionShape]:
    """Return conditions without a marker: "Should the fleet turn north, …", "Were they to leave, …"."""
    found = []
    for token in doc:
        opens = token.i == 0 or doc[token.i - 1].text in {",", '"', "“", ";"} or not token.is_title
        if token.lower_ not in {"should", "were", "had"} or token.dep_ not in {"aux", "auxpass"} or not opens:
            continue
        verb = token.head
        own = clauses.subject(verb) or next((c for c in verb.children if c.dep_ == "expl"), None)
        between = own is not None and (token.i < own.i < verb.i or (token.i < own.i and verb == token))
        if not between or verb.dep_ not in {"advcl", "ccomp"}:
            continue
        main = clauses.clause_head(verb.head)
        if main == verb or doc[len(doc) - 1].text == "?":
            continue
        match = _Match((token,), verb, main, token.lower_)
        condition = _condition_tokens(match)
        on = _bearing(match, condition)
        if on:
            found.append(ConditionShape(tuple(condition), (token,), tuple(on), None, main))
    return found


def _never(_match: _Match) -> bool:
    return False


def _guard_necessary(match: _Match) -> bool:
    """Tell whether "if necessary" stands beside a threat: else it is a manner of speaking."""
    threats = load_words(_WORDS)["threat"] | {"use"}
    return any(t.lemma_.lower() in threats for t in match.main.subtree) and not match.main.tag_.startswith("VBD")


def _always(_match: _Match) -> bool:
    return True


def _guard_if(match: _Match) -> bool:
    words = load_words(_WORDS)
    first = match.marker[0]
    before = first.nbor(-1) if first.i > 0 else None
    if (
        match.opened.dep_ == "ccomp"
        and match.opened.head.lemma_.lower() in words["asking"]
        and "only" not in match.words
    ):
        return False
    if before is not None and before.lemma_.lower() in words["asking"] and not _has_consequence(match):
        return False
    if any(t.lemma_.lower() in words["weather"] for t in match.opened.subtree):
        return False
    if _ends_in_or_not(match):
        return False  # whether
    contrast = match.opened.tag_ in _FINITE_PAST and not clauses.has_modal(match.main)
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in match.main.children)
    return not (contrast and perfect)


def _ends_in_or_not(match: _Match) -> bool:
    doc = match.opened.doc
    return any(doc[t.i - 1].lower_ == "or" for t in match.opened.subtree if t.lower_ == "not" and t.i > 0)


def _has_consequence(match: _Match) -> bool:
    """Tell whether what would follow stands behind a comma: "he said if they fail, the council should act"."""
    doc = match.opened.doc
    comma = next((t for t in doc[match.marker[-1].i :] if t.text == ","), None)
    return comma is not None and any(t.tag_ == "MD" for t in doc[comma.i + 1 : comma.i + 12])


def _guard_future(match: _Match) -> bool:
    if any(t.lemma_.lower() in load_words(_WORDS)["weather"] for t in match.opened.subtree):
        return False
    if match.opened.i > match.marker[-1].i and match.opened.tag_ == "VBD" and not _is_reported(match.main):
        return False
    if _is_measured(match):
        return False
    # "It would cut its staff after a guard was shot" gives a reason, and what it gives has happened.
    if match.words == "after" and clauses.is_past(match.opened):
        return False
    # "After a meeting" and "after meeting" tell when; only "after they have met" can be asked for.
    if match.words == "after" and (match.opened.tag_ == "VBG" or not clauses.is_verbal(match.opened)):
        return False
    if match.opened == match.marker[-1] and any(c.tag_ == "VBG" and c.dep_ == "pcomp" for c in match.opened.children):
        return False
    if match.marker[-1].lower_ == "once" and match.opened.dep_ != "advcl":
        return False
    return _is_future(match.main)


def _is_measured(match: _Match) -> bool:
    """Tell whether a length of time stands in front of the marker: "hours after", "two days before", "soon after"."""
    first = match.marker[0]
    return first.lower_ in {"after", "before"} and first.i > 0 and first.nbor(-1).lemma_.lower() in _LENGTHS


def _guard_completed(match: _Match) -> bool:
    """Tell whether "when" asks for something to be done first; "and then" and plain times do not."""
    if any(c.lower_ == "only" for c in match.main.children) and clauses.has_modal(match.main):
        return clauses.subject(match.opened) is not None
    done = match.opened.tag_ == "VBN" or match.opened.pos_ == "ADJ" or clauses.has_complement(match.opened)
    own = clauses.subject(match.opened)
    return done and own is not None and not clauses.has_modal(match.opened) and _guard_future(match)


def _is_reported(main: Token) -> bool:
    return main.dep_ == "ccomp" or main.head.lemma_.lower() in clauses.REPORTING


def _is_future(main: Token) -> bool:
    """Tell whether a main clause is about what is to be, also where it is reported in the past."""
    if clauses.has_modal(main):
        return True
    if main.tag_ == "VB" and main.head.lemma_.lower() in {"go", "agree", "offer", "prepare", "ready", "plan", "want"}:
        return True
    return main.dep_ == "ROOT" and main.tag_ == "VB"


def _guard_until(match: _Match) -> bool:
    if _is_denied_until_after(match):
        return True
    if match.opened == match.marker[-1] or not clauses.is_verbal(match.opened):
        return False
    following = match.opened.doc[match.marker[-1].i + 1 : match.marker[-1].i + 3]
    if any(t.ent_type_ in {"DATE", "TIME"} for t in following):
        return False  # a day, whatever the parser hung under it
    if any(t.lemma_.lower() in load_words(_WORDS)["weather"] for t in match.opened.subtree):
        return False
    if clauses.is_past(match.opened) and clauses.is_past(match.main) and not _is_reported(match.main):
        return False  # "it did not act until the king spoke" tells what was
    # After "until" the present means what is still to come: "until the situation normalises".
    still_to_come = match.opened.tag_ in {"VBZ", "VBP"} or any(c.tag_ == "MD" for c in match.opened.children)
    return still_to_come or _is_future(match.main) or match.main.lemma_.lower() in _KEEPING


def _is_denied_until_after(match: _Match) -> bool:
    """Tell whether nothing is to be before something else is: "will not be signed until after the elections"."""
    doc, after = match.main.doc, match.marker[-1].i + 1
    follows = after < len(doc) and doc[after].lower_ in {"after", "such"}
    denied = any(c.dep_ == "neg" for c in match.main.children) or doc[after - 1].lower_ == "until"
    dated = any(t.ent_type_ in {"DATE", "TIME"} for t in doc[after + 1 : after + 3])
    return follows and denied and not dated and _is_future(match.main)


def _guard_without(match: _Match) -> bool:
    doc = match.main.doc
    first = match.marker[0].i
    futile = load_words(_WORDS)["futility"]
    near = [t for t in match.main.children if t.lemma_.lower() in futile] or match.main.lemma_.lower() in futile
    if near or match.opened.head.lemma_.lower() in futile:
        return True
    if first == 0 or doc[first - 1].text in {'"', "“"}:
        return clauses.has_modal(match.main)
    if any(t.lower_ == "no" for t in doc[:first]) and match.main.tag_ not in _FINITE_PAST:
        return True
    return any(c.dep_ == "neg" for c in match.main.children) or _denied_above(match)


def _denied_above(match: _Match) -> bool:
    subject = clauses.subject(match.main)
    return subject is not None and any(c.lower_ == "no" for c in subject.children)


def _guard_provided(match: _Match) -> bool:
    marker = match.marker[0]
    if any(c.dep_ in {"nsubj", "dative", "auxpass", "aux", "nsubjpass"} and c.i < marker.i for c in marker.children):
        return False
    if any(c.dep_ == "agent" for c in marker.children):  # "figures provided by the envoy"
        return False
    return any(clauses.subject(t) is not None for t in marker.doc[marker.i + 1 :] if t.pos_ in {"VERB", "AUX"})


def _guard_exchange(match: _Match) -> bool:
    return not any(t.lemma_.lower() in {"fire", "gunfire", "currency"} for t in match.opened.subtree)


def _guard_anonymity(match: _Match) -> bool:
    text = " ".join(t.lower_ for t in match.opened.subtree)
    return "anonym" not in text and "named" not in text and "identified" not in text


def _guard_phrase(match: _Match) -> bool:
    first = match.marker[0]
    opens = first.i == 0 or first.nbor(-1).text in {",", '"', "“"} or first.nbor(-1).lower_ in {"that", "and"}
    return opens and match.words != "absent from" and first.dep_ != "nsubj"


def _guard_upon(match: _Match) -> bool:
    return any(t.lower_ in {"shall", "will"} for t in match.main.children)


_GUARDS: dict[str, Callable[[_Match], bool]] = {
    "never": _never,
    "necessary": _guard_necessary,
    "none": _always,
    "if": _guard_if,
    "future": _guard_future,
    "completed": _guard_completed,
    "until": _guard_until,
    "without": _guard_without,
    "provided": _guard_provided,
    "exchange": _guard_exchange,
    "anonymity": _guard_anonymity,
    "phrase": _guard_phrase,
    "upon": _guard_upon,
}
