"""Conditions that the order of things makes.

- "X must stop before Y can begin", "tied Y to X", "no project excluding us can be built", "whoever does X will Y"
- "has until Friday to X or Y", "do X, or Y", "no X means no Y", "otherwise Y"

The word lists lie in `knowledge/substance/condition_words.tsv`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.substance.conditions.shape import (
    ConditionShape,
    Finder,
    condition_words,
    is_act,
    make_shape,
    phrase,
    predicate,
    until_mark,
)

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Doc, Token
    from detente.records.claims import Direction


# --- sequences and links --------------------------------------------------------------------------------------


def _before(token: Token) -> ConditionShape | None:
    """Find "X must stop before Y can begin", "X must come before Y", "demand X before Y", "no Y before X"."""
    if token.lower_ not in {"before", "ahead"} or token.i == 0:
        return None
    doc = token.doc
    words = [t.lower_ for t in doc[: token.i]]
    follows = until_mark(doc, token.i + 1)
    first = next((t for t in reversed(doc[: token.i]) if t.lower_ == "no"), None)
    verb = next((t for t in reversed(doc[: token.i]) if clauses.is_verbal(t) and t.pos_ in {"VERB", "AUX"}), None)
    if first is not None and (verb is None or verb.i < first.i or first.i < 3):
        on = clauses.tokens_between(doc, first.i, token.i)
        return make_shape([token, *follows], [token], on, "demand") if follows else None
    demand = next(
        (t for t in doc[: token.i] if t.lemma_.lower() in {"demand", "want"} and t.pos_ in {"VERB", "NOUN"}), None
    )
    if demand is not None and demand.pos_ == "VERB":
        return make_shape(clauses.tokens_between(doc, demand.i + 1, token.i), [token], follows, "demand")
    if not set(words) & {"must", "should", "need", "needs"} and demand is None and not _has_to(doc, token.i):
        return None
    start = _clause_start(doc, token.i)
    condition = clauses.tokens_between(doc, start, token.i)
    if condition and condition[-1].lemma_ == "come":
        stop = next((t.i for t in condition if t.tag_ == "MD"), condition[-1].i)
        condition = clauses.tokens_between(doc, start, stop)
    return make_shape(condition, [token], follows, "demand") if follows else None


def _has_to(doc: Doc, end: int) -> bool:
    return any(doc[i].lemma_ == "have" and doc[i + 1].lower_ == "to" for i in range(max(end - 1, 0)))


def _clause_start(doc: Doc, end: int) -> int:
    """Return where the clause that ends at `end` begins: behind the last "that", comma or verb of saying."""
    start = 0
    for token in doc[:end]:
        said = token.lemma_.lower() in clauses.REPORTING and token.tag_ in {"VBD", "VBZ", "VBP"}
        if said or token.text in {",", ":", ";", '"', "“"} or (token.lower_ == "that" and token.dep_ == "mark"):
            start = token.i + 1
    return start


def _linked(token: Token) -> ConditionShape | None:
    """Find "tied Y to X", "linked Y to X", by an actor and between acts."""
    if token.lemma_.lower() not in condition_words("link") or token.pos_ != "VERB" or token.dep_ in {"acl", "amod"}:
        return None
    thing = next((c for c in token.children if c.dep_ == "dobj"), None)
    if thing is None or not is_act(thing):
        return None
    doc = token.doc
    places = [t.i for t in doc[thing.i + 1 :] if t.lower_ in {"to", "on"} and t.dep_ in {"prep", "dative"}]
    for place in places:
        inner = next((c for c in doc[place].children if c.dep_ == "pobj"), None)
        holder = doc[place].head
        if inner is not None and is_act(inner) and (holder == token or (holder.i < place and holder in thing.subtree)):
            on = clauses.tokens_between(doc, thing.left_edge.i, place)
            return make_shape(until_mark(doc, place + 1), [token, doc[place]], on, "requirement")
    return None


def _excluding(token: Token) -> ConditionShape | None:
    """Find "no project excluding us can be built", "no deal that ignores us is acceptable"."""
    if token.lower_ != "no" or token.dep_ not in {"det", "neg"}:
        return None
    noun = token.head
    verb = noun.head
    limit = [c for c in noun.children if c.dep_ in {"acl", "relcl"} or c.lower_ in {"without", "excluding"}]
    own = clauses.subject(verb)
    if own != noun or not limit or not any(c.tag_ == "MD" or c.lemma_ == "acceptable" for c in verb.children):
        return None
    if any(t.lower_ == "without" for t in noun.subtree):
        return None
    return make_shape(phrase(noun), [token, limit[0]], predicate(verb, noun), "demand")


def _those_who(token: Token) -> ConditionShape | None:
    """Find "whoever attacks us will regret it", "those who sign will be paid", "any attack will be met with force"."""
    verb = token if clauses.has_modal(token) and token.pos_ in {"VERB", "AUX"} else None
    if verb is None or not any(c.lower_ in {"will", "would", "shall", "'ll"} for c in verb.children):
        return None
    subject = clauses.subject(verb)
    if subject is None or subject.i > verb.i:
        return None
    first = subject.left_edge
    words = [t.lower_ for t in subject.subtree]
    open_class = first.lower_ in {"whoever", "anyone", "those", "any", "every"}
    relative = (
        any(c.dep_ in {"relcl", "acl"} for c in subject.children)
        or subject.dep_ == "csubj"
        or first.lower_ == "whoever"
    )
    attack = first.lower_ == "any" and any(
        w in {"attack", "aggression", "violation", "incursion", "strike"} for w in words
    )
    if not open_class or not (relative or attack):
        return None
    if not _is_sanctioned(verb):
        return None
    return make_shape(phrase(subject), [first], predicate(verb, subject), "threat")


def _is_sanctioned(verb: Token) -> bool:
    """Tell whether a predicate threatens or promises something."""
    lists = condition_words("threat") | condition_words("promise") | {"meet", "never", "be", "get"}
    return any(t.lemma_.lower() in lists for t in verb.subtree)


# --- ultimata -------------------------------------------------------------------------------------------------


def _deadline(token: Token) -> ConditionShape | None:
    """Find "has until Friday to X or face Y", "gave them 48 hours to X"."""
    if token.lower_ != "until" or token.i == 0:
        return None
    doc = token.doc
    before = {t.lemma_ for t in doc[max(0, token.i - 5) : token.i]}
    if not before & {"have", "give"}:
        return None
    goal = next((t for t in doc[token.i + 1 : token.i + 7] if t.lower_ == "to" and t.dep_ == "aux"), None)
    if goal is None:
        return None
    either = next((t.i for t in doc[goal.i :] if t.lower_ == "or" or t.text in {",", ";", "."}), len(doc))
    on = []
    if either < len(doc) and doc[either].lower_ == "or":
        on = until_mark(doc, either + 1)
    return make_shape(clauses.tokens_between(doc, token.i, either), [token], on, "threat")


def _imperative(token: Token) -> ConditionShape | None:
    """Find "withdraw the bill or we leave", "stop, and we will stop": an order, and what follows from it."""
    doc = token.doc
    if token.lower_ not in {"or", "and"} or token.i < 2:
        return None
    start = token.i
    while start > 0 and doc[start - 1].text not in {'"', "“", ":"}:
        start -= 1
    first = doc[start]
    if first.tag_ != "VB" and not (first.pos_ == "VERB" and first.tag_ in {"VB", "VBP"}):
        return None
    verb = next((t for t in doc[token.i + 1 : token.i + 6] if t.tag_ == "MD"), None)
    if verb is None or clauses.subject(verb.head) is None or any(t.tag_ == "MD" for t in doc[start : token.i]):
        return None
    direction: Direction = "threat" if token.lower_ == "or" else "offer"
    rest = clauses.tokens_between(doc, token.i + 1, len(doc))
    on = clauses.without_attribution(rest, rest[0])
    return make_shape(clauses.tokens_between(doc, start, token.i), [token], on, direction)


def _no_means_no(token: Token) -> ConditionShape | None:
    """Find "no progress on this means no progress on that"."""
    if token.lemma_ != "mean" or token.doc[0].lower_.strip('"“') != "no":
        return None
    if not any(t.lower_ == "no" for t in token.doc[token.i + 1 : token.i + 3]):
        return None
    doc = token.doc
    return make_shape(clauses.tokens_between(doc, 0, token.i), [doc[0], token], until_mark(doc, token.i + 1), "demand")


def _otherwise(token: Token) -> ConditionShape | None:
    """Find "otherwise we will act": the word stands for the demand before it."""
    if token.lower_ != "otherwise":
        return None
    doc = token.doc
    opens = token.i == 0 or doc[token.i - 1].text in {";", '"', "“", ",", "."} or doc[token.i - 1].lower_ == "or"
    rest = clauses.tokens_between(doc, token.i + 1, len(doc))
    if not opens or not rest or not any(t.tag_ == "MD" for t in rest[:12]):
        return None
    return make_shape([token], [token], clauses.without_attribution(rest, rest[0]), "threat")


def _or_face(token: Token) -> ConditionShape | None:
    """Find "must disarm or face sanctions", "to stop the works or risk a boycott"."""
    doc = token.doc
    if token.lower_ != "or" or token.i < 2 or token.i + 2 >= len(doc):
        return None
    worse = next((t for t in doc[token.i + 1 : token.i + 4] if t.lemma_.lower() in condition_words("suffering")), None)
    asked = token.head
    if worse is None or worse.tag_ not in {"VB", "VBP"} or asked.pos_ != "VERB" or asked.tag_ not in {"VB", "VBP"}:
        return None
    words = [t for t in clauses.tokens_of(asked) if asked.i <= t.i < token.i]
    return make_shape(words, [token, worse], until_mark(doc, worse.i), "threat")


def _approval(token: Token) -> ConditionShape | None:
    """Find "the plan must still be ratified by parliament", "parliament has to approve any deal", "awaits approval"."""
    lemma = token.lemma_.lower()
    subject = clauses.subject(token)
    if lemma == "await" and subject is not None:
        thing = next((c for c in token.children if c.dep_ == "dobj"), None)
        if thing is None or thing.lemma_.lower() not in condition_words("ceiling"):
            return None
        relative = token.dep_ == "relcl" and subject.tag_ in {"WDT", "WP"}
        on = clauses.tokens_of(token.head, drop=[token]) if relative else phrase(subject)
        return make_shape(
            clauses.tokens_between(token.doc, token.i, thing.right_edge.i + 1), [token], on, "requirement"
        )
    if lemma not in condition_words("approving") or token.pos_ != "VERB":
        return None
    needs = [c for c in token.children if c.dep_ == "aux" and c.lower_ in {"must", "should", "shall"}]
    above = token.head if token.dep_ == "xcomp" and token.head.lemma_ in {"have", "need", "require"} else None
    if above is not None:
        subject = clauses.subject(above)
        needs = [above]
    if not needs or subject is None or subject.i > token.i:
        return None
    passive = any(c.dep_ == "auxpass" for c in token.children)
    if passive:
        return make_shape(predicate(above or token, subject), [needs[0], token], phrase(subject), "requirement")
    thing = next((c for c in token.children if c.dep_ == "dobj"), None)
    if thing is None or needs[0].lower_ == "should":  # "it should adopt another tone" is advice
        return None
    asked = clauses.tokens_between(token.doc, subject.left_edge.i, token.i + 1)
    return make_shape(asked, [needs[0], token], phrase(thing), "requirement", asked=subject)


def _failure(token: Token) -> ConditionShape | None:
    """Find "failure to comply would bring sanctions", "any further attack will be answered"."""
    if not any(c.lower_ in {"will", "would", "could", "shall"} for c in token.children) or token.pos_ == "NOUN":
        return None
    subject = clauses.subject(token)
    if subject is None or subject.i > token.i:
        return None
    first = subject.left_edge.lower_
    fails = subject.lemma_.lower() in {"failure", "refusal"} and any(
        c.dep_ in {"acl", "relcl"} for c in subject.children
    )
    harms = first in {"any", "further", "such"} and subject.lemma_.lower() in condition_words("harm")
    if not fails and not harms:
        return None
    return make_shape(phrase(subject), [subject], predicate(token, subject), "threat")


def _only_can(token: Token) -> ConditionShape | None:
    """Find "only a settlement can bring peace": nothing else will."""
    subject = clauses.subject(token)
    if subject is None or subject.i > token.i or not any(c.tag_ == "MD" for c in token.children):
        return None
    first = subject.left_edge
    if first.lower_ != "only" or not is_act(subject):
        return None
    return make_shape(phrase(subject), [first], predicate(token, subject), "requirement")


#: The finders of this module.
TURN_FINDERS = (
    Finder(_before, frozenset({"before", "ahead"})),
    Finder(_linked, lists=("link",)),
    Finder(_excluding, frozenset({"no"})),
    Finder(_those_who, modal=True),
    Finder(_deadline, frozenset({"until"})),
    Finder(_imperative, frozenset({"or", "and"})),
    Finder(_no_means_no, frozenset({"mean"})),
    Finder(_otherwise, frozenset({"otherwise"})),
    Finder(_or_face, frozenset({"or"})),
    Finder(_approval, frozenset({"await"}), ("approving",)),
    Finder(_failure, modal=True),
    Finder(_only_can, modal=True),
)
