"""Whether an event happened: negation, hedges, future, proposals and conditions, each with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.knowledge.plover import Cue, EventLexicon
    from detente.reading.grammar.tokens import Token
    from detente.records import Status

#: Where several cues bear on an event the first of these decides: what is conditional is not said to be planned.
_RANK = ("denied", "conditional", "proposed", "possible", "promised")
_CLIMB = frozenset({
    "xcomp", "ccomp", "pcomp", "dobj", "pobj", "nsubjpass", "acl", "attr", "oprd", "conj", "prep", "agent", "advmod",
    "acomp",
})  # fmt: skip
_NOUN_CLIMB = frozenset({"dobj", "pobj", "attr", "conj", "prep", "compound", "appos", "acomp"})
#: Up to a condition one climbs through its objects too: "unless it accepts terms for ending the war".
_WITHIN = frozenset({"xcomp", "conj", "ccomp", "pcomp", "prep", "pobj", "dobj"})
_FUTURE = frozenset({"will", "would", "may", "might", "could", "'ll", "can", "shall", "wo"})
#: Verbs that are cues above a clause ("was seen to attack") but not above a noun ("saw an attack").
_PLAIN = frozenset({"see", "have", "find", "make", "get", "set"})
_WISHES = frozenset({"want", "wish", "like", "hope", "expect"})
_MAX_STEPS = 8


@dataclass(frozen=True, slots=True)
class StatusFound:
    """A status and the words that set it; an actual event has no words for it."""

    status: Status
    cue: tuple[Token, ...]


def read_status(token: Token, carrier: Token | None, lexicon: EventLexicon) -> StatusFound:
    """Return the status of the event that a word carries.

    Args:
        token: The word.
        carrier: The verb that holds a noun event, or None.
        lexicon: For the cues.
    """
    found = list(_readings(token, carrier, lexicon))
    if not found:
        return StatusFound("actual", ())
    return min(found, key=lambda reading: _RANK.index(reading.status))


def _readings(token: Token, carrier: Token | None, lexicon: EventLexicon) -> Iterator[StatusFound]:
    yield from _on_words(token, lexicon)
    if carrier is not None and carrier != token:
        yield from _on_words(carrier, lexicon)
    start = token if carrier is None or carrier in token.subtree else carrier
    clause = token if token.pos_ in {"VERB", "AUX"} else carrier
    if clause is not None:
        yield from _on_clause(clause, lexicon)
    yield from _above(start, lexicon)


def _on_words(token: Token, lexicon: EventLexicon) -> Iterator[StatusFound]:
    """Read negations, modal verbs, adverbs and adjectives that hang on the word itself."""
    modal = _modal(token, lexicon)
    negated = _negation(token)
    if negated is not None:
        yield StatusFound("denied", (negated,))
    elif modal is not None:
        yield modal
    for child in token.children:
        kind = {"advmod": "adverb", "amod": "modifier", "det": "negator", "preconj": "negator", "npadvmod": "adverb"}
        for cue in lexicon.cues.get((kind.get(child.dep_, ""), child.lower_), ()):
            if cue.status is not None and not (child.dep_ == "advmod" and negated == child):
                yield StatusFound(cue.status, (child,))
    if token.pos_ in {"VERB", "AUX"}:
        yield from _negative_subject(token)


def _negative_subject(verb: Token) -> Iterator[StatusFound]:
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}:
            for word in (child, *child.children):
                if word.lower_ in {"nobody", "none"} or (word.lower_ in {"no", "neither"} and word.dep_ == "det"):
                    yield StatusFound("denied", (word,))
        elif child.dep_ == "preconj" and child.lower_ == "neither":
            yield StatusFound("denied", (child,))
    if verb.dep_ == "conj" and any(c.lower_ == "nor" for c in verb.head.children):
        first = [c for c in verb.head.children if c.lower_ == "neither"]
        yield StatusFound("denied", tuple(first[:1]) or tuple(c for c in verb.head.children if c.lower_ == "nor")[:1])


def _negation(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in {"never", "hardly"}):
            return child
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        return token.head
    own = any(c.dep_ in {"nsubj", "aux"} for c in token.children)
    if token.dep_ == "conj" and token.tag_ in {"VB", "VBN"} and not own:
        coordinator = [c.lower_ for c in token.head.children if c.dep_ == "cc"]
        if coordinator[:1] != ["but"]:
            return _negation(token.head)
    return None


def _modal(token: Token, lexicon: EventLexicon) -> StatusFound | None:
    """Read the auxiliary of a verb, or of the verb it is joined to: "may attack", "will meet and sign"."""
    for child in token.children:
        if child.dep_ == "aux":
            for cue in lexicon.cues.get(("auxiliary", child.lower_), ()):
                if cue.status == "conditional":
                    return None if _has_condition(token, lexicon) else StatusFound("promised", (child,))
                if cue.status is not None:
                    return StatusFound(cue.status, (child,))
    if token.dep_ == "conj" and token.tag_ == "VB" and token.head.pos_ in {"VERB", "AUX"}:
        return _modal(token.head, lexicon)
    return StatusFound("promised", (token.head,)) if _is_arranged(token) else None


def _is_arranged(verb: Token) -> bool:
    """Tell whether something is fixed to come: "Chad is to recognise the deal"; "its aim is to end the war" is not."""
    be = verb.head
    if verb.dep_ != "xcomp" or be.lemma_ != "be" or be.tag_ not in {"VBZ", "VBP"}:
        return False
    to_come = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    subject = next((c for c in be.children if c.dep_ == "nsubj"), None)
    return to_come and subject is not None and subject.pos_ in {"PROPN", "PRON"}


def _has_condition(verb: Token, lexicon: EventLexicon) -> bool:
    return any(child.dep_ == "advcl" and _marker(child, lexicon) is not None for child in verb.children)


def _marker(clause: Token, lexicon: EventLexicon) -> Token | None:
    """Return the word that makes a clause a condition: "if", "unless", "provided that"."""
    for child in clause.children:
        if child.dep_ in {"mark", "advmod"} and lexicon.cues.get(("marker", child.lower_)):
            return child
    return clause if clause.lower_ in {"provided", "providing", "assuming"} else None


def _on_clause(verb: Token, lexicon: EventLexicon) -> Iterator[StatusFound]:
    """Read a condition on the verb's clause, or of which the clause is part."""
    for child in verb.children:
        if child.dep_ == "advcl":
            marker = _marker(child, lexicon)
            modal = any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in verb.children)
            if marker is not None and modal:
                yield StatusFound("conditional", (marker,))
    node = verb
    for _ in range(_MAX_STEPS):
        if node.dep_ in {"advcl", "ccomp", "pcomp", "acl"}:
            marker = _marker(node, lexicon)
            if marker is None and node.head.lower_ in {"provided", "providing", "assuming"}:
                marker = node.head
            if marker is not None:
                yield StatusFound("conditional", (marker,))
                return
        if node.dep_ not in _WITHIN or node.head == node:
            return
        node = syntax.joined_to(node)


def _above(token: Token, lexicon: EventLexicon) -> Iterator[StatusFound]:
    """Read the verbs, nouns and adjectives that govern the word: "denied attacking", "plans to", "is likely to"."""
    node, by_cue = token, True
    for _ in range(_MAX_STEPS):
        mark = syntax.for_mark(node) if node.dep_ == "advcl" else None
        head = syntax.joined_to(node) if mark is None else _holder(node, mark)
        if head == node or not (mark is not None or _climbs(node, token)) or (node.dep_ == "acomp" and not by_cue):
            return
        if node.dep_ == "conj":  # "urged them to leave and spoke": what is joined to a cue is not governed by it
            node = head
            continue
        if head.lower_ == "without":
            yield StatusFound("denied", (head,))
            return
        cue = _governor(head, node, lexicon)
        if cue is not None:
            if cue.status is not None:
                yield from _governed(head, node, cue, lexicon)
                if head.pos_ in {"VERB", "AUX"}:
                    return
            else:
                yield from _on_words(head, lexicon)
        elif head.pos_ in {"VERB", "AUX"} and node.dep_ not in {"conj", "prep", "agent"}:
            if head.lemma_ != "be" and not (node.dep_ == "xcomp" and head.pos_ == "AUX"):
                return
            yield from _on_words(head, lexicon)
        node, by_cue = head, cue is not None


def _holder(clause: Token, mark: Token) -> Token:
    """Return what a clause in "for" completes: "a call for him to go", which the parser hangs on the verb above."""
    before = mark.nbor(-1) if mark.i > 0 else clause.head
    return before if before.pos_ == "NOUN" else clause.head


def _climbs(node: Token, token: Token) -> bool:
    if node.dep_ == "prep":
        return node.head.pos_ in {"NOUN", "ADJ"} or node.lower_ in {"of", "to", "on", "from", "for", "short"} or any(
            c.dep_ == "pcomp" for c in node.children)  # fmt: skip
    allowed = _CLIMB if node.pos_ in {"VERB", "AUX"} or node != token else _NOUN_CLIMB
    return node.dep_ in allowed


def _governor(head: Token, below: Token, lexicon: EventLexicon) -> Cue | None:
    """Return the cue that a governing word is, or None."""
    kinds: tuple[str, ...]
    if head.pos_ in {"VERB", "AUX"} or (head.pos_ == "ADJ" and head.tag_ in {"VBN", "VBD"}):
        kinds = ("verb", "passive", "adjective")
    elif head.pos_ in {"NOUN", "PROPN"}:
        kinds = ("noun",)
    elif head.pos_ == "ADJ":
        kinds = ("adjective",)
    else:
        return None
    if below.dep_ == "dobj" and head.pos_ in {"VERB", "AUX"} and head.lemma_ in _PLAIN:
        return None
    if _is_fact(head, below, lexicon):
        return None
    for kind in kinds:
        for cue in lexicon.cues.get((kind, head.lemma_.lower()), ()):
            if syntax.has_particles(head, cue.particles):
                return cue
    return None


def _has_own_subject(clause: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in clause.children)


def _is_fact(head: Token, below: Token, lexicon: EventLexicon) -> bool:
    """Tell whether a governing verb only reports: "told reporters that X left", "the agency reported"."""
    lemma = head.lemma_.lower()
    if lexicon.cues.get(("passive", lemma)):
        return not syntax.is_passive(head)
    cues = lexicon.cues.get(("verb", lemma), ())
    finite = {"VBD", "VBZ", "VBP"}
    auxiliaries = (c for c in below.children if c.dep_ in {"aux", "auxpass"})
    stated = below.tag_ in finite | {"VBG"} or any(c.tag_ in finite | {"MD"} for c in auxiliaries)
    indicative = below.dep_ == "ccomp" and stated
    return indicative and any(c.status == "proposed" for c in cues)


def _governed(head: Token, below: Token, cue: Cue, lexicon: EventLexicon) -> Iterator[StatusFound]:
    """Give the status of a governing cue, turned where the cue itself is negated: "did not deny" says nothing."""
    if cue.status is None:
        return
    words = (head, *syntax.particle_tokens(head, cue.particles))
    if _negation(head) is not None:
        if cue.status == "denied":
            yield StatusFound("possible", words)
        else:
            yield StatusFound("denied", (_negation(head) or head,))
        return
    if cue.status == "promised" and head.lemma_ in _WISHES and _has_own_subject(below):
        yield StatusFound("proposed", words)  # "wants him to resign"
        return
    if cue.status == "promised" and any(c.lower_ in {"would", "could", "may", "might"} for c in head.children):
        yield StatusFound("possible", words)
        return
    yield StatusFound(cue.status, words)
    if _has_condition(head, lexicon):
        marker = next(m for c in head.children if c.dep_ == "advcl" and (m := _marker(c, lexicon)) is not None)
        yield StatusFound("conditional", (marker,))
