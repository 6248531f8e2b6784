"""Conditions that a predicate or a noun makes.

- "any return must be grounded in respect", "the loan is contingent on reform", "accession requires two votes"
- "X is a precondition for Y", "made X a condition for Y", "the barrier to Y is X", "X is a red line"
- "the onus is on X to …"

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
    prepositional_object,
    until_mark,
)

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Token


# --- predicates -----------------------------------------------------------------------------------------------


def _obligation(token: Token) -> ConditionShape | None:
    """Find "X must be grounded in Y", "X has to include Y", "X would require Y" with an act as subject."""
    subject = clauses.subject(token)
    if subject is None or subject.i > token.i:
        return None
    aux = [c for c in token.children if c.dep_ == "aux" and c.lemma_.lower() in condition_words("obligation")]
    lemma = token.lemma_.lower()
    if aux and lemma in condition_words("base") and prepositional_object(token, frozenset({"on", "upon", "in"})):
        return _from_subject(token, subject, [*aux, token])
    if aux and lemma in condition_words("contain") and subject.lemma_.lower() in condition_words("requirer"):
        return _from_subject(token, subject, [*aux, token])
    have_to = token.dep_ == "xcomp" and token.head.lemma_ == "have"
    if have_to:
        return None
    return None


def _have_to(token: Token) -> ConditionShape | None:
    """Find "a settlement has to take account of Y": the subject stands with "has"."""
    if token.lemma_ != "have" or token.lower_ == "having":
        return None
    subject = clauses.subject(token)
    verb = next(
        (c for c in token.children if c.dep_ == "xcomp" and c.lemma_.lower() in condition_words("contain")), None
    )
    if subject is None or verb is None or subject.lemma_.lower() not in condition_words("requirer"):
        return None
    return _from_subject(token, subject, [token])


def _from_subject(verb: Token, subject: Token, marker: list[Token]) -> ConditionShape | None:
    return make_shape(predicate(verb, subject), marker, phrase(subject), "requirement")


def _requires(token: Token) -> ConditionShape | None:
    """Find "accession requires Y", with the antecedent for a relative pronoun."""
    needs = token.lemma_.lower() == "need" and clauses.has_modal(token)
    requires = needs or token.lemma_.lower() in {"require", "presuppose", "necessitate"}
    if not requires or token.tag_ in {"VBN", "VBG"}:
        return None
    subject = clauses.subject(token) or next((c for c in token.children if c.dep_ == "csubj" and c.tag_ == "VBG"), None)
    if subject is None or not any(c.dep_ in {"dobj", "ccomp"} for c in token.children):
        return None
    if subject.tag_ in {"WDT", "WP"} and token.dep_ == "relcl":
        antecedent = _requirer_near(token)
        if antecedent is None:
            return None
        on = clauses.tokens_of(antecedent, drop=[token])
        return make_shape(predicate(token, subject), [token], on, "requirement")
    is_act_named = subject.lemma_.lower() in condition_words("requirer") or subject.dep_ == "csubj"
    if not is_act_named and subject.lower_ not in {"it", "this", "that"}:
        return None
    return _from_subject(token, subject, [token])


def _requirer_near(relative: Token) -> Token | None:
    """Return the agreement or act that a relative clause speaks of: its antecedent, or the phrase around that."""
    head = relative.head
    while True:
        if head.lemma_.lower() in condition_words("requirer"):
            return head
        if head.dep_ in {"pobj", "prep", "conj", "compound", "appos", "relcl", "dobj", "attr"} and head.head != head:
            head = head.head
        else:
            return None


def _contingent(token: Token) -> ConditionShape | None:
    """Find "Y is contingent on X", "Y depends on X", "made Y conditional on X", "Y is subject to approval"."""
    lemma = token.lemma_.lower()
    lower = token.lower_
    if lower in condition_words("contingent"):
        found = prepositional_object(token, frozenset({"on", "upon", "to"})) or _beside(token)
        if found is None or (lower in {"linked", "tied"} and (not is_act(found[1]) or token.dep_ in {"acl", "amod"})):
            return None
        if lower == "subject" and not any(t.lemma_.lower() in condition_words("ceiling") for t in found[1].subtree):
            return None
        return make_shape(_phrase_from(token, found[1]), [token, found[0]], _contingent_on(token), "requirement")
    if lemma in condition_words("hinge") and token.pos_ == "VERB":
        found = prepositional_object(token, frozenset({"on", "upon"}))
        subject = clauses.subject(token)
        is_sure = (
            lemma == "hinge"
            or clauses.has_modal(token)
            or (lemma == "depend" and found is not None and is_act(found[1]))
        )
        if found is None or subject is None or not (is_sure or is_act(subject)):
            return None
        if any(t.lower_ == "whether" for t in found[1].subtree):
            return None
        return make_shape(_phrase_from(token, found[1]), [token, found[0]], phrase(subject), "requirement")
    return None


def _beside(token: Token) -> tuple[Token, Token] | None:
    """Return the "on" that follows a word, and its object, where the parser hung both on the verb."""
    if token.i + 1 >= len(token.doc) or token.nbor(1).lower_ not in {"on", "upon"} or token.head.lemma_ != "make":
        return None
    inner = next((c for c in token.nbor(1).children if c.dep_ == "pobj"), None)
    return None if inner is None else (token.nbor(1), inner)


def _phrase_from(token: Token, inner: Token) -> list[Token]:
    """Return the words from a marker to the end of what it asks for."""
    return list(token.doc[token.i : max(t.i for t in clauses.tokens_of(inner)) + 1])


def _contingent_on(token: Token) -> list[Token]:
    """Return the words for what hangs on the condition: the subject of the copula, or the object of "made"."""
    verb = token if token.pos_ == "VERB" and clauses.subject(token) is not None else token.head
    if verb.lemma_.lower() in {"make", "keep", "declare", "leave"}:
        thing = next((c for c in verb.children if c.dep_ in {"dobj", "nsubj"} and c.i > verb.i), None)
        if thing is None and token.dep_ == "ccomp":
            thing = clauses.subject(token)
        return [] if thing is None else [t for t in phrase(thing) if t.i < token.i]
    subject = clauses.subject(token) or clauses.subject(verb)
    if subject is None and token.dep_ in {"amod", "acl", "appos"}:
        subject = token.head
    return [] if subject is None else [t for t in phrase(subject) if t.i < token.i]


# --- nouns ----------------------------------------------------------------------------------------------------

_FOR = frozenset({"for", "to", "of", "on"})


def _precondition(token: Token) -> ConditionShape | None:
    """Find "X is a precondition for Y", "made X a condition for Y", "the condition is that X"."""
    if (token.lemma_.lower() not in condition_words("requirement") and token.lower_ != "must") or token.tag_ == "MD":
        return None
    bearing = prepositional_object(token, _FOR)
    on = [] if bearing is None else phrase(bearing[1])
    colon = next((t for t in token.doc[token.i :] if t.text == ":"), None)
    verb = token.head
    if token.dep_ in {"attr", "oprd"} and verb.lemma_ == "be":
        return None if not on or clauses.subject(verb) is None else _copular(token, verb, on)
    if token.dep_ == "nsubj" and verb.lemma_ == "be":
        clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
        return None if clause is None else make_shape(clauses.tokens_of(clause), [token], on, "requirement")
    if bearing is not None and token.dep_ == "pobj" and token.head.lower_ in {"as", "of"}:
        return _set_as(token, on)
    setter = clauses.clause_head(token)
    if setter.lemma_.lower() in condition_words("setting"):
        if colon is not None and on:
            return make_shape(token.doc[colon.i + 1 :], [token], on, "demand")
        thing = next((c for c in setter.children if c.dep_ in {"dobj", "nsubj", "ccomp"} and c != token), None)
        if thing is not None and thing.i > setter.i and on:
            return make_shape([t for t in phrase(thing) if t.i < token.i], [token], on, "demand")
        inner = clauses.subject(token)
        if inner is not None and on:
            return make_shape([t for t in phrase(inner) if t.i < token.i], [token], on, "demand")
    return _proviso(token, colon)


def _copular(token: Token, verb: Token, on: list[Token]) -> ConditionShape | None:
    subject = clauses.subject(verb)
    if subject is None or subject.lower_ in {"it", "there"}:
        return None
    return make_shape(phrase(subject), [token], on, "requirement")


def _set_as(token: Token, on: list[Token]) -> ConditionShape | None:
    """Find "demanded X as a condition for Y", "X is one of our conditions for Y"."""
    verb = clauses.clause_head(token)
    if verb.lemma_ == "be":
        return _copular(token, verb, on)
    thing = next((c for c in verb.children if c.dep_ in {"dobj", "ccomp"} and c.i > verb.i), None)
    if thing is None or verb.lemma_.lower() not in condition_words("setting") | {"demand", "see", "cite", "ask"}:
        return None
    stop = token.head.i if token.head.i < token.i else token.i
    return make_shape([t for t in phrase(thing) if t.i < stop], [token.head, token], on, "demand")


def _proviso(token: Token, colon: Token | None) -> ConditionShape | None:
    """Find "with one caveat: that …", "with the proviso that …", "came with conditions: …"."""
    if token.head.lower_ != "with" and token.lemma_.lower() not in {"proviso", "caveat", "stipulation"}:
        return None
    if colon is not None:
        return make_shape(token.doc[colon.i + 1 :], [token], [], "requirement")
    clause = next((c for c in token.children if c.dep_ in {"acl", "ccomp", "relcl"} and c.i > token.i), None)
    if clause is None:
        return None
    verb = clauses.clause_head(token)
    subject = clauses.subject(verb)
    on = [] if subject is None else phrase(subject)
    return make_shape(clauses.tokens_of(clause), [token], on, "requirement")


def _strings(token: Token) -> ConditionShape | None:
    """Find "comes with strings attached: X"."""
    if token.lemma_.lower() != "string" or token.head.lower_ not in {"with", "attached"}:
        return None
    colon = next((t for t in token.doc[token.i :] if t.text == ":"), None)
    return None if colon is None else make_shape(token.doc[colon.i + 1 :], [token], [], "requirement")


def _sine_qua_non(token: Token) -> ConditionShape | None:
    doc = token.doc
    if token.lower_ != "non" or token.i < 3 or doc[token.i - 1].lower_ != "qua":
        return None
    rest = next((t for t in doc[token.i + 1 : token.i + 2] if t.lower_ in _FOR), None)
    verb = next((t for t in reversed(doc[: token.i]) if t.lemma_ == "be"), None)
    if verb is None or rest is None:
        return None
    return make_shape(
        clauses.tokens_between(doc, 0, verb.i),
        doc[token.i - 2 : token.i + 1],
        until_mark(doc, rest.i + 1),
        "requirement",
    )


def _barrier(token: Token) -> ConditionShape | None:
    """Find "the barrier to Y is X", "X remains the main obstacle to Y"."""
    if token.lemma_.lower() not in condition_words("barrier"):
        return None
    bearing = prepositional_object(token, frozenset({"to"}))
    verb = token.head if token.dep_ in {"nsubj", "attr", "oprd"} else None
    if bearing is None or verb is None or verb.lemma_.lower() not in {"be", "remain", "lie"}:
        return None
    other = next((c for c in verb.children if c.dep_ in {"attr", "nsubj", "ccomp"} and c != token), None)
    if other is None:
        return None
    on = [t for t in phrase(bearing[1]) if t.i < verb.i or token.i > verb.i]
    return make_shape(phrase(other), [token], on, "requirement")


def _red_line(token: Token) -> ConditionShape | None:
    """Find "X is a red line", "called X a red line", "our red line is X"."""
    doc = token.doc
    if token.lemma_.lower() != "line" or token.i == 0 or doc[token.i - 1].lower_ != "red":
        return None
    verb = clauses.clause_head(token)
    marker = [doc[token.i - 1], token]
    if verb.lemma_ == "be" and token.dep_ == "attr":
        subject = clauses.subject(verb)
        return None if subject is None else make_shape(phrase(subject), marker, [], "demand")
    if verb.lemma_ == "be" and token.dep_ == "nsubj" and token.i < verb.i:
        other = next((c for c in verb.children if c.dep_ in {"attr", "ccomp"}), None)
        return None if other is None else make_shape(phrase(other), marker, [], "demand")
    if verb.lemma_.lower() in {"call", "consider", "declare", "see", "regard", "describe", "make", "name"}:
        first = verb.i + 1
        last = doc[token.i - 1].left_edge.i
        while last > first and doc[last - 1].lower_ in {"a", "as", "its", "his", "their", "our", "the"}:
            last -= 1
        return make_shape(clauses.tokens_between(doc, first, last), marker, [], "demand")
    return None


def _onus(token: Token) -> ConditionShape | None:
    """Find "the onus is on X to do Y", "places the onus on X to do Y"."""
    if token.lemma_.lower() not in condition_words("onus"):
        return None
    doc = token.doc
    place = next((t.i for t in doc[token.i + 1 : token.i + 5] if t.lower_ in {"on", "upon", "with"}), None)
    goal = None if place is None else next((t.i for t in doc[place + 1 : place + 12] if t.lower_ == "to"), None)
    if place is None or goal is None or goal + 1 >= len(doc):
        return None
    verb = next((t for t in doc[goal + 1 : goal + 4] if t.tag_ == "VB"), None)
    if verb is None:
        return None
    last = max(t.i for t in clauses.tokens_of(verb))
    asked = next((t for t in reversed(doc[place + 1 : goal]) if t.pos_ in {"PROPN", "NOUN", "PRON"}), None)
    return make_shape(doc[place + 1 : last + 1], [token, doc[place]], [], "requirement", asked=asked)


#: The finders of this module.
PREDICATE_FINDERS = (
    Finder(_obligation, lists=("base", "contain")),
    Finder(_have_to, frozenset({"have"})),
    Finder(_requires, frozenset({"require", "presuppose", "necessitate", "need"})),
    Finder(_contingent, lists=("contingent", "hinge")),
    Finder(_precondition, frozenset({"must"}), ("requirement",)),
    Finder(_strings, frozenset({"string"})),
    Finder(_sine_qua_non, frozenset({"non"})),
    Finder(_barrier, lists=("barrier",)),
    Finder(_red_line, frozenset({"line"})),
    Finder(_onus, lists=("onus",)),
)
