"""Conditions that say what must be for something else to be.

- "for the talks to go on, Chad must free him", "peace can only be reached by a vote", "a truce must be matched by Mali"
- "without first asking Chad", "any state that signs will be paid", "will deal with any cabinet that wants peace"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.substance.conditions.shape import (
    ConditionShape,
    Finder,
    make_shape,
    phrase,
    predicate,
    prepositional_object,
    until_mark,
)

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Token

_OBLIGED = frozenset({"must", "should", "shall"})
_CAN = frozenset({"can", "could", "may", "will", "would"})

#: Verbs whose agent has to do something too: "must be matched by the other side".
_MATCHED = frozenset({"accompany", "reciprocate", "match", "precede", "follow", "back", "approve"})

#: Words before a noun that leave open which one: "any state that signs".
_ANY = frozenset({"any", "every", "whichever", "whatever"})


def _for_to(token: Token) -> ConditionShape | None:
    """Find "for the talks to go on, Chad must free him", "in order for …"."""
    if token.lower_ != "for" or token.dep_ not in {"mark", "prep"}:
        return None
    doc = token.doc
    goal = next((t for t in doc[token.i + 1 : token.i + 9] if t.lower_ == "to" and t.dep_ == "aux"), None)
    comma = next((t for t in doc[token.i + 1 :] if t.text == ","), None)
    if goal is None or comma is None or goal.i > comma.i or (token.i and doc[token.i - 1].pos_ in {"NOUN", "VERB"}):
        return None
    modal = next((t for t in doc[comma.i + 1 : comma.i + 12] if t.lower_ in _OBLIGED or _would_need(t)), None)
    if modal is None or clauses.subject(modal.head) is None:
        return None
    words = [t for t in clauses.tokens_of(modal.head) if t.i > comma.i]
    return make_shape(words, [modal], clauses.tokens_between(doc, token.i + 1, comma.i), "requirement")


def _would_need(token: Token) -> bool:
    return token.lower_ == "would" and token.head.lemma_ in {"need", "have"}


def _hinges(token: Token) -> ConditionShape | None:
    """Find "progress hinges on a vote" where the parse takes the verb for a noun."""
    doc = token.doc
    if token.lower_ not in {"hinges", "hinge"} or token.pos_ == "VERB" or token.i + 2 >= len(doc):
        return None
    if doc[token.i + 1].lower_ != "on" or token.i == 0:
        return None
    said = [t.i for t in doc[: token.i] if t.lemma_.lower() in clauses.REPORTING and t.tag_.startswith("VB")]
    on = clauses.tokens_between(doc, said[-1] + 1 if said else 0, token.i)
    return make_shape(until_mark(doc, token.i + 2), [token, doc[token.i + 1]], on, "requirement")


def _not_before(token: Token) -> ConditionShape | None:
    """Find "will not disarm before any new talks": nothing will be before something else is; no dates."""
    if token.lower_ != "before" or token.dep_ != "prep":
        return None
    main = clauses.clause_head(token.head)
    inner = next((c for c in token.children if c.dep_ == "pobj"), None)
    denied = any(c.dep_ == "neg" for c in main.children) and clauses.has_modal(main)
    if inner is None or not denied or any(t.ent_type_ in {"DATE", "TIME"} for t in inner.subtree):
        return None
    words = clauses.tokens_between(token.doc, token.i, inner.right_edge.i + 1)
    return make_shape(words, [token], [t for t in clauses.tokens_of(main, drop=[token]) if t.i < token.i], "demand")


def _only_by(token: Token) -> ConditionShape | None:
    """Find "peace can only be reached by a vote", "is possible only through talks"."""
    if token.lower_ != "only":
        return None
    doc = token.doc
    verb = token.head if token.head.pos_ in {"VERB", "AUX", "ADJ"} else None
    way = next((t for t in doc[token.i + 1 : token.i + 6] if t.lower_ in {"by", "through", "via"}), None)
    if verb is None or way is None or way.dep_ not in {"prep", "agent"}:
        return None
    subject = clauses.subject(verb) or clauses.subject(verb.head)
    is_open = any(c.lower_ in _CAN for c in verb.children) or verb.lemma_ == "possible"
    inner = next((c for c in way.children if c.dep_ in {"pobj", "pcomp"}), None)
    if subject is None or not is_open or inner is None or subject.i > token.i:
        return None
    words = clauses.tokens_between(doc, way.i, max(t.i for t in clauses.tokens_of(inner)) + 1)
    return make_shape(words, [token, way], clauses.tokens_between(doc, subject.left_edge.i, token.i), "requirement")


def _matched(token: Token) -> ConditionShape | None:
    """Find "a truce must be matched by Mali": the other side has to act too."""
    if token.lemma_.lower() not in _MATCHED or not any(c.lower_ in _OBLIGED for c in token.children):
        return None
    subject, agent = clauses.subject(token), prepositional_object(token, frozenset({"by"}))
    if subject is None or agent is None or subject.i > token.i:
        return None
    modal = next(c for c in token.children if c.lower_ in _OBLIGED)
    relative = subject.tag_ in {"WDT", "WP"} and token.dep_ == "relcl"
    on = clauses.tokens_of(token.head, drop=[token]) if relative else phrase(subject)
    return make_shape(predicate(token, subject), [modal, token], on, "requirement", asked=agent[1])


def _without_first(token: Token) -> ConditionShape | None:
    """Find "without first asking Chad": what must be done before."""
    doc = token.doc
    if token.lower_ != "without" or token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "first":
        return None
    verb = doc[token.i + 2]
    if verb.tag_ != "VBG" or token.i == 0:
        return None
    main = clauses.clause_head(token.head)
    words = clauses.tokens_between(doc, token.i, max(t.i for t in clauses.tokens_of(verb)) + 1)
    on = [t for t in clauses.tokens_of(main, drop=[token]) if t.i < token.i]
    return make_shape(words, [token, doc[token.i + 1]], on, "demand")


def _any_that(token: Token) -> ConditionShape | None:
    """Find "any state that signs will be paid", "will deal with any cabinet that wants peace"."""
    noun = _open_noun(token)
    if noun is None:
        return None
    relative = next((c for c in noun.children if c.dep_ == "relcl"), None)
    if relative is None or not any(t.lower_ in {"that", "who", "which"} for t in noun.doc[noun.i + 1 : relative.i + 1]):
        return None
    verb = clauses.clause_head(noun)
    if verb == relative or not any(c.lower_ in _CAN | {"'ll"} for c in verb.children):
        return None
    if clauses.subject(verb) == noun:
        return make_shape(phrase(noun), [token], predicate(verb, noun), None)
    if noun.i < verb.i:
        return None
    start = next(t.i for t in noun.doc[noun.i + 1 : relative.i + 1] if t.lower_ in {"that", "who", "which"})
    words = [t for t in clauses.tokens_of(relative) if t.i >= start]
    on = [t for t in clauses.tokens_of(verb) if t.i < start]
    return make_shape(words, [token], on, None)


def _open_noun(token: Token) -> Token | None:
    """Return the noun of which it is left open which one is meant: behind "any", or as the object of "only"."""
    if token.lower_ in _ANY and token.dep_ == "det":
        return token.head
    if token.lower_ == "only" and token.dep_ == "advmod" and token.head.pos_ == "VERB":
        return next((c for c in token.head.children if c.dep_ == "dobj"), None)
    return None


#: The finders of this module.
NEED_FINDERS = (
    Finder(_for_to, frozenset({"for"})),
    Finder(_hinges, frozenset({"hinges", "hinge"})),
    Finder(_not_before, frozenset({"before"})),
    Finder(_only_by, frozenset({"only"})),
    Finder(_matched, _MATCHED),
    Finder(_without_first, frozenset({"without"})),
    Finder(_any_that, _ANY | {"only"}),
)
