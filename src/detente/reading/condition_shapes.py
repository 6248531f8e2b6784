"""Conditions without a subordinator: predicates, nouns, sequences and ultimata.

- "any return must be grounded in respect", "the loan is contingent on reform", "accession requires two votes"
- "X is a precondition for Y", "made X a condition for Y", "the barrier to Y is X", "X is a red line", "the onus is on X to …"
- "X must stop before Y can begin", "tied Y to X", "no project excluding us can be built"
- "has until Friday to X or Y", "do X, or Y", "no X means no Y", "whoever does X will Y", "otherwise Y"

The word lists lie in `knowledge/substance/condition_words.tsv`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading import clauses
from detente.reading.condition_rules import Shape
from detente.reading.markers import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

    from detente.records.claims import Direction

_TABLE = "condition_words.tsv"


def _words(label: str) -> frozenset[str]:
    return load_words(_TABLE)[label]


def _shape(
    condition: Iterable[Token],
    marker: Iterable[Token],
    on: Iterable[Token],
    direction: Direction | None,
    *,
    asked: Token | None = None,
) -> Shape | None:
    """Return the shape, or None if a condition or marker is empty."""
    asks, marks = clauses.trimmed(list(condition)), tuple(marker)
    if not asks or not marks:
        return None
    bearing = [t for t in clauses.trimmed(list(on)) if t not in asks]
    head = (bearing or asks)[0]
    for token in bearing or asks:
        if clauses.is_verbal(token):
            head = token
            break
    return Shape(tuple(asks), marks, tuple(bearing), direction, head, asked)


def _phrase(head: Token) -> list[Token]:
    """Return the words of a noun phrase with what follows it, without attributions."""
    return clauses.tokens_of(head)


def _object_of(head: Token, prepositions: frozenset[str]) -> tuple[Token, Token] | None:
    """Return (preposition, its object) of the first such preposition under `head`, or None."""
    for child in head.children:
        if child.dep_ in {"prep", "dative", "agent"} and child.lower_ in prepositions and child.i > head.i:
            inner = next((c for c in child.children if c.dep_ in {"pobj", "pcomp", "ccomp"}), None)
            if inner is not None:
                return child, inner
    return None


def _predicate(verb: Token, subject: Token) -> list[Token]:
    """Return the words of a predicate: from behind the subject to the end of the clause."""
    words = clauses.tokens_of(verb)
    return [t for t in words if t.i > subject.right_edge.i]


# --- predicates -----------------------------------------------------------------------------------------------


def _obligation(token: Token) -> Shape | None:
    """Find "X must be grounded in Y", "X has to include Y", "X would require Y" with an act as subject."""
    subject = clauses.subject(token)
    if subject is None or subject.i > token.i:
        return None
    aux = [c for c in token.children if c.dep_ == "aux" and c.lemma_.lower() in _words("obligation")]
    lemma = token.lemma_.lower()
    if aux and lemma in _words("base") and _object_of(token, frozenset({"on", "upon", "in"})):
        return _from_subject(token, subject, [*aux, token])
    if aux and lemma in _words("contain") and subject.lemma_.lower() in _words("requirer"):
        return _from_subject(token, subject, [*aux, token])
    have_to = token.dep_ == "xcomp" and token.head.lemma_ == "have"
    if have_to:
        return None
    return None


def _have_to(token: Token) -> Shape | None:
    """Find "a settlement has to take account of Y": the subject stands with "has"."""
    if token.lemma_ != "have" or token.lower_ == "having":
        return None
    subject = clauses.subject(token)
    verb = next((c for c in token.children if c.dep_ == "xcomp" and c.lemma_.lower() in _words("contain")), None)
    if subject is None or verb is None or subject.lemma_.lower() not in _words("requirer"):
        return None
    return _from_subject(token, subject, [token])


def _from_subject(verb: Token, subject: Token, marker: list[Token]) -> Shape | None:
    return _shape(_predicate(verb, subject), marker, _phrase(subject), "requirement")


def _requires(token: Token) -> Shape | None:
    """Find "accession requires Y", with the antecedent for a relative pronoun."""
    if token.lemma_.lower() not in {"require", "presuppose", "necessitate"} or token.tag_ in {"VBN", "VBG"}:
        return None
    subject = clauses.subject(token)
    if subject is None or not any(c.dep_ in {"dobj", "ccomp"} for c in token.children):
        return None
    if subject.tag_ in {"WDT", "WP"} and token.dep_ == "relcl":
        antecedent = _requirer_near(token)
        if antecedent is None:
            return None
        on = clauses.tokens_of(antecedent, drop=[token])
        return _shape(_predicate(token, subject), [token], on, "requirement")
    if subject.lemma_.lower() not in _words("requirer") and subject.lower_ not in {"it", "this", "that"}:
        return None
    return _from_subject(token, subject, [token])


def _requirer_near(relative: Token) -> Token | None:
    """Return the agreement or act that a relative clause speaks of: its antecedent, or the phrase around that."""
    head = relative.head
    while True:
        if head.lemma_.lower() in _words("requirer"):
            return head
        if head.dep_ in {"pobj", "prep", "conj", "compound", "appos", "relcl", "dobj", "attr"} and head.head != head:
            head = head.head
        else:
            return None


def _contingent(token: Token) -> Shape | None:
    """Find "Y is contingent on X", "Y depends on X", "made Y conditional on X", "Y is subject to approval"."""
    lemma = token.lemma_.lower()
    lower = token.lower_
    if lower in _words("contingent"):
        found = _object_of(token, frozenset({"on", "upon", "to"}))
        if found is None or (lower in {"linked"} and not _is_act(found[1])):
            return None
        if lower == "subject" and not any(t.lemma_.lower() in _words("ceiling") for t in found[1].subtree):
            return None
        return _shape(_phrase_from(token, found[1]), [token, found[0]], _contingent_on(token), "requirement")
    if lemma in _words("hinge") and token.pos_ == "VERB":
        found = _object_of(token, frozenset({"on", "upon"}))
        subject = clauses.subject(token)
        if found is None or subject is None or not (_is_act(subject) or clauses.has_modal(token)):
            return None
        if any(t.lower_ == "whether" for t in found[1].subtree):
            return None
        return _shape(_phrase_from(token, found[1]), [token, found[0]], _phrase(subject), "requirement")
    return None


def _phrase_from(token: Token, inner: Token) -> list[Token]:
    words = [t for t in clauses.tokens_of(token) if t.i >= token.i]
    end = max(t.i for t in clauses.tokens_of(inner))
    return [t for t in words if t.i <= end] or [token]


def _contingent_on(token: Token) -> list[Token]:
    """Return the words for what hangs on the condition: the subject of the copula, or the object of "made"."""
    verb = token if token.pos_ == "VERB" and clauses.subject(token) is not None else token.head
    if verb.lemma_.lower() in {"make", "keep", "declare", "leave"}:
        thing = next((c for c in verb.children if c.dep_ in {"dobj", "nsubj"} and c.i > verb.i), None)
        if thing is None and token.dep_ == "ccomp":
            thing = clauses.subject(token)
        return [] if thing is None else [t for t in _phrase(thing) if t.i < token.i]
    subject = clauses.subject(token) or clauses.subject(verb)
    if subject is None and token.dep_ in {"amod", "acl", "appos"}:
        subject = token.head
    return [] if subject is None else [t for t in _phrase(subject) if t.i < token.i]


def _is_act(noun: Token) -> bool:
    """Tell whether a noun speaks of an act or a relation rather than a thing."""
    endings = ("tion", "sion", "ment", "ance", "ence", "ing", "al", "ship", "cy", "ity")
    lemma = noun.lemma_.lower()
    lists = lemma in _words("requirer") or lemma in {
        "fate",
        "future",
        "money",
        "outcome",
        "progress",
        "peace",
        "success",
    }
    return lists or lemma.endswith(endings) or noun.pos_ == "VERB" or noun.tag_ == "VBG"


# --- nouns ----------------------------------------------------------------------------------------------------

_FOR = frozenset({"for", "to", "of", "on"})


def _precondition(token: Token) -> Shape | None:
    """Find "X is a precondition for Y", "made X a condition for Y", "set three conditions for Y: X"."""
    if (token.lemma_.lower() not in _words("requirement") and token.lower_ != "must") or token.tag_ == "MD":
        return None
    bearing = _object_of(token, _FOR)
    on = [] if bearing is None else _phrase(bearing[1])
    colon = next((t for t in token.doc[token.i :] if t.text == ":"), None)
    verb = token.head
    if token.dep_ in {"attr", "oprd"} and verb.lemma_ == "be":
        return None if not on or clauses.subject(verb) is None else _copular(token, verb, on)
    if bearing is not None and token.dep_ == "pobj" and token.head.lower_ in {"as", "of"}:
        return _set_as(token, on)
    setter = clauses.clause_head(token)
    if setter.lemma_.lower() in _words("setting"):
        if colon is not None and on:
            return _shape(token.doc[colon.i + 1 :], [token], on, "demand")
        thing = next((c for c in setter.children if c.dep_ in {"dobj", "nsubj", "ccomp"} and c != token), None)
        if thing is not None and thing.i > setter.i and on:
            return _shape([t for t in _phrase(thing) if t.i < token.i], [token], on, "demand")
        inner = clauses.subject(token)
        if inner is not None and on:
            return _shape([t for t in _phrase(inner) if t.i < token.i], [token], on, "demand")
    return _proviso(token, colon)


def _copular(token: Token, verb: Token, on: list[Token]) -> Shape | None:
    subject = clauses.subject(verb)
    if subject is None or subject.lower_ in {"it", "there"}:
        return None
    return _shape(_phrase(subject), [token], on, "requirement")


def _set_as(token: Token, on: list[Token]) -> Shape | None:
    """Find "demanded X as a condition for Y", "X is one of our conditions for Y"."""
    verb = clauses.clause_head(token)
    if verb.lemma_ == "be":
        return _copular(token, verb, on)
    thing = next((c for c in verb.children if c.dep_ in {"dobj", "ccomp"} and c.i > verb.i), None)
    if thing is None or verb.lemma_.lower() not in _words("setting") | {"demand", "see", "cite", "ask"}:
        return None
    stop = token.head.i if token.head.i < token.i else token.i
    return _shape([t for t in _phrase(thing) if t.i < stop], [token.head, token], on, "demand")


def _proviso(token: Token, colon: Token | None) -> Shape | None:
    """Find "with one caveat: that …", "with the proviso that …", "came with conditions: …"."""
    if token.head.lower_ != "with" and token.lemma_.lower() not in {"proviso", "caveat", "stipulation"}:
        return None
    if colon is not None:
        return _shape(token.doc[colon.i + 1 :], [token], [], "requirement")
    clause = next((c for c in token.children if c.dep_ in {"acl", "ccomp", "relcl"} and c.i > token.i), None)
    if clause is None:
        return None
    verb = clauses.clause_head(token)
    subject = clauses.subject(verb)
    on = [] if subject is None else _phrase(subject)
    return _shape(clauses.tokens_of(clause), [token], on, "requirement")


def _strings(token: Token) -> Shape | None:
    """Find "comes with strings attached: X"."""
    if token.lemma_.lower() != "string" or token.head.lower_ not in {"with", "attached"}:
        return None
    colon = next((t for t in token.doc[token.i :] if t.text == ":"), None)
    return None if colon is None else _shape(token.doc[colon.i + 1 :], [token], [], "requirement")


def _sine_qua_non(token: Token) -> Shape | None:
    doc = token.doc
    if token.lower_ != "non" or token.i < 3 or doc[token.i - 1].lower_ != "qua":
        return None
    rest = next((t for t in doc[token.i + 1 : token.i + 2] if t.lower_ in _FOR), None)
    verb = next((t for t in reversed(doc[: token.i]) if t.lemma_ == "be"), None)
    if verb is None or rest is None:
        return None
    return _shape(
        clauses.run(doc, 0, verb.i), doc[token.i - 2 : token.i + 1], _until_mark(doc, rest.i + 1), "requirement"
    )


def _until_mark(doc: Doc, start: int) -> list[Token]:
    """Return the words from `start` to the next mark that is not inside a quotation."""
    stop = next((t.i for t in doc[start:] if t.text in {",", ".", ";", ":"}), len(doc))
    return clauses.run(doc, start, stop)


def _barrier(token: Token) -> Shape | None:
    """Find "the barrier to Y is X", "X remains the main obstacle to Y"."""
    if token.lemma_.lower() not in _words("barrier"):
        return None
    bearing = _object_of(token, frozenset({"to"}))
    verb = token.head if token.dep_ in {"nsubj", "attr", "oprd"} else None
    if bearing is None or verb is None or verb.lemma_.lower() not in {"be", "remain", "lie"}:
        return None
    other = next((c for c in verb.children if c.dep_ in {"attr", "nsubj", "ccomp"} and c != token), None)
    if other is None:
        return None
    on = [t for t in _phrase(bearing[1]) if t.i < verb.i or token.i > verb.i]
    return _shape(_phrase(other), [token], on, "requirement")


def _red_line(token: Token) -> Shape | None:
    """Find "X is a red line", "called X a red line", "our red line is X"."""
    doc = token.doc
    if token.lemma_.lower() != "line" or token.i == 0 or doc[token.i - 1].lower_ != "red":
        return None
    verb = clauses.clause_head(token)
    marker = [doc[token.i - 1], token]
    if verb.lemma_ == "be" and token.dep_ == "attr":
        subject = clauses.subject(verb)
        return None if subject is None else _shape(_phrase(subject), marker, [], "demand")
    if verb.lemma_ == "be" and token.dep_ == "nsubj" and token.i < verb.i:
        other = next((c for c in verb.children if c.dep_ in {"attr", "ccomp"}), None)
        return None if other is None else _shape(_phrase(other), marker, [], "demand")
    if verb.lemma_.lower() in {"call", "consider", "declare", "see", "regard", "describe", "make", "name"}:
        first = verb.i + 1
        last = doc[token.i - 1].left_edge.i
        while last > first and doc[last - 1].lower_ in {"a", "as", "its", "his", "their", "our", "the"}:
            last -= 1
        return _shape(clauses.run(doc, first, last), marker, [], "demand")
    return None


def _onus(token: Token) -> Shape | None:
    """Find "the onus is on X to do Y", "places the onus on X to do Y"."""
    if token.lemma_.lower() not in _words("onus"):
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
    return _shape(doc[place + 1 : last + 1], [token, doc[place]], [], "requirement", asked=asked)


# --- sequences and links --------------------------------------------------------------------------------------


def _before(token: Token) -> Shape | None:
    """Find "X must stop before Y can begin", "X must come before Y", "demand X before Y", "no Y before X"."""
    if token.lower_ not in {"before", "ahead"} or token.i == 0:
        return None
    doc = token.doc
    words = [t.lower_ for t in doc[: token.i]]
    follows = _until_mark(doc, token.i + 1)
    first = next((t for t in reversed(doc[: token.i]) if t.lower_ == "no"), None)
    verb = next((t for t in reversed(doc[: token.i]) if clauses.is_verbal(t) and t.pos_ in {"VERB", "AUX"}), None)
    if first is not None and (verb is None or verb.i < first.i or first.i < 3):
        on = clauses.run(doc, first.i, token.i)
        return _shape([token, *follows], [token], on, "demand") if follows else None
    demand = next(
        (t for t in doc[: token.i] if t.lemma_.lower() in {"demand", "want"} and t.pos_ in {"VERB", "NOUN"}), None
    )
    if demand is not None and demand.pos_ == "VERB":
        return _shape(clauses.run(doc, demand.i + 1, token.i), [token], follows, "demand")
    if not set(words) & {"must", "should", "need", "needs"} and demand is None and not _has_to(doc, token.i):
        return None
    start = _clause_start(doc, token.i)
    condition = clauses.run(doc, start, token.i)
    if condition and condition[-1].lemma_ == "come":
        stop = next((t.i for t in condition if t.tag_ == "MD"), condition[-1].i)
        condition = clauses.run(doc, start, stop)
    return _shape(condition, [token], follows, "demand") if follows else None


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


def _linked(token: Token) -> Shape | None:
    """Find "tied Y to X", "linked Y to X", by an actor and between acts."""
    if token.lemma_.lower() not in _words("link") or token.pos_ != "VERB" or token.dep_ in {"acl", "amod"}:
        return None
    thing = next((c for c in token.children if c.dep_ == "dobj"), None)
    if thing is None or not _is_act(thing):
        return None
    doc = token.doc
    places = [t.i for t in doc[thing.i + 1 :] if t.lower_ in {"to", "on"} and t.dep_ in {"prep", "dative"}]
    for place in places:
        inner = next((c for c in doc[place].children if c.dep_ == "pobj"), None)
        holder = doc[place].head
        if inner is not None and _is_act(inner) and (holder == token or (holder.i < place and holder in thing.subtree)):
            on = clauses.run(doc, thing.left_edge.i, place)
            return _shape(_until_mark(doc, place + 1), [token, doc[place]], on, "requirement")
    return None


def _excluding(token: Token) -> Shape | None:
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
    return _shape(_phrase(noun), [token, limit[0]], _predicate(verb, noun), "demand")


def _those_who(token: Token) -> Shape | None:
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
    return _shape(_phrase(subject), [first], _predicate(verb, subject), "threat")


def _is_sanctioned(verb: Token) -> bool:
    """Tell whether a predicate threatens or promises something."""
    lists = _words("threat") | _words("promise") | {"meet", "never", "be", "get"}
    return any(t.lemma_.lower() in lists for t in verb.subtree)


# --- ultimata -------------------------------------------------------------------------------------------------


def _deadline(token: Token) -> Shape | None:
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
        on = _until_mark(doc, either + 1)
    return _shape(clauses.run(doc, token.i, either), [token], on, "threat")


def _imperative(token: Token) -> Shape | None:
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
    rest = clauses.run(doc, token.i + 1, len(doc))
    on = clauses.without_attribution(rest, rest[0])
    return _shape(clauses.run(doc, start, token.i), [token], on, direction)


def _no_means_no(token: Token) -> Shape | None:
    """Find "no progress on this means no progress on that"."""
    if token.lemma_ != "mean" or token.doc[0].lower_.strip('"“') != "no":
        return None
    if not any(t.lower_ == "no" for t in token.doc[token.i + 1 : token.i + 3]):
        return None
    doc = token.doc
    return _shape(clauses.run(doc, 0, token.i), [doc[0], token], _until_mark(doc, token.i + 1), "demand")


_FINDERS = (
    _obligation, _have_to, _requires, _contingent, _precondition, _strings, _sine_qua_non, _barrier, _red_line, _onus,
    _before, _linked, _excluding, _those_who, _deadline, _imperative, _no_means_no,
)  # fmt: skip


def find_shapes(doc: Doc) -> list[Shape]:
    """Return the conditions of a sentence that no subordinator opens, in the order of the text."""
    found = [shape for token in doc for finder in _FINDERS if (shape := finder(token)) is not None]
    return sorted(found, key=lambda s: (s.condition[0].i, -len(s.condition)))


def merge(first: list[Shape], second: list[Shape]) -> list[Shape]:
    """Return all of `first`, and those of `second` that share no condition word with one already there, in order."""
    kept = list(first)
    for shape in second:
        taken = {t.i for other in kept for t in other.condition}
        if not taken & {t.i for t in shape.condition}:
            kept.append(shape)
    return sorted(kept, key=lambda s: s.condition[0].i)
