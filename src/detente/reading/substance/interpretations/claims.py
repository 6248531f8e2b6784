"""Readings that a copula or a verb makes of an act: "said the strike was a crime", "the levy amounts to a blockade"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.substance.interpretations.parts import (
    InterpretationShape,
    interpretation_words,
    is_negated,
    make_reading,
    reach,
    subject_words,
)

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Doc, Token


_NOMINAL_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "al", "ship")


# --- said the strike was a crime ---------------------------------------------------------------------------------


def verb_reading(token: Token) -> InterpretationShape | None:
    """Find "the levy amounts to a blockade", "violates the treaty", "smacks of blackmail" of an act."""
    lemma = token.lemma_.lower()
    finite = token.tag_ in {"VBZ", "VBP", "VBD", "VB"} or (
        token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_.lower() == "be" for c in token.children)
    )
    if not finite or lemma not in interpretation_words("equals") | interpretation_words("evokes"):
        return None
    asked = token.head if token.dep_ == "conj" else token
    if any(c.dep_ == "mark" and c.lower_ in {"whether", "if"} for c in asked.children):
        return None  # "whether it reflects weakness remains to be seen": left open
    of = subject_words(token)
    if not of or not (
        speaks_of_act(of, token) or lemma in interpretation_words("equals") | interpretation_words("tells")
    ):
        return None
    doc = token.doc
    following = doc[token.i + 1 : token.i + 2]
    opener = following[0].lower_ if len(following) else ""
    if lemma in {"amount"} and opener != "to":
        return None
    if lemma in interpretation_words("of-verb") and opener != "of":
        return None
    if lemma in interpretation_words("equals") | interpretation_words("of-verb"):
        start = token.i + 2 if opener in {"to", "of"} else token.i + 1
    else:
        start = token.i
    told = lemma not in interpretation_words("tells")
    return make_reading(token, of, reach(start, doc, token), negated=is_negated(token), needs_speaker=told)


def copular_reading(token: Token) -> InterpretationShape | None:
    """Find "the strike was a crime" and "the drill was aimed at nobody" of an act."""
    doc = token.doc
    verb, start = _copula(token)
    if verb is None or start >= len(doc):
        return None
    of = subject_words(verb)
    if not of or of[-1].i >= token.i or not _can_be_judged(of, verb):
        return None
    while start < len(doc) and doc[start].lower_ in {"n't"}:
        start += 1
    said = reach(start, doc, verb)
    said = said[: next((n for n, t in enumerate(said) if n > 1 and t.dep_ == "mark" and t.lower_ != "that"), len(said))]
    negated = is_negated(verb) and not (said and said[0].lower_ == "not")
    if of[0].lower_ == "it" and verb == token and any(t.lower_ in {"to", "that", "if"} for t in said[1:4]):
        return None
    plain = [t for t in said if t.lower_ not in {"not", "only", "purely", "solely", "never"}]
    if not plain or not _can_judge(plain):
        return None
    denier = clauses.clause_head(verb.head) if verb.head != verb else verb
    negated ^= _denies(verb, denier)
    reader = _for_whom(doc, verb)
    return make_reading(verb, of, said, negated=negated, holder=reader, needs_speaker=reader is None)


def _copula(token: Token) -> tuple[Token | None, int]:
    """Return the verb of a copular clause and where its predicate begins; (None, 0) if `token` opens none."""
    if token.lemma_.lower() not in {"be", "remain", "become"} or token.pos_ not in {"AUX", "VERB"}:
        return None, 0
    if token.dep_ in {"aux"}:
        return None, 0
    if token.dep_ == "auxpass":
        verb = token.head
        purposeful = verb.lemma_.lower() in interpretation_words("purpose") | interpretation_words("judging-participle")
        return (verb, token.i + 1) if purposeful else (None, 0)
    return token, token.i + 1


def _denies(verb: Token, above: Token) -> bool:
    """Tell whether the clause stands under "denied that …" or "rejected claims that …"."""
    if verb.dep_ == "ccomp" and above.lemma_.lower() in interpretation_words("denial"):
        return True
    charge = verb.head.lemma_.lower() in interpretation_words("charge")
    return charge and clauses.clause_head(verb.head).lemma_.lower() in interpretation_words("denial")


def _for_whom(doc: Doc, verb: Token) -> Token | None:
    """Return who an act is so for: "for Belgrade, …", "to many Koreans, …", "in the view of Algiers, …"."""
    first = doc[0]
    if first.lower_ in {"for", "to"} and first.dep_ == "prep" and first.head in {verb, verb.head}:
        return next((c for c in first.children if c.dep_ == "pobj"), None)
    for token in doc:
        if token.lower_ in {"eyes", "view", "opinion"} and token.head.lower_ in {"in", "for"}:
            inner = next((c for c in token.children if c.lower_ == "of"), None)
            return token if inner is None else next((c for c in inner.children if c.dep_ == "pobj"), token)
    return None


def _can_be_judged(of: list[Token], verb: Token) -> bool:
    """Tell whether a subject can be an act: no person, and nobody who speaks or is spoken to."""
    head = subject_head(of, verb)
    return head.tag_ != "PRP" or head.lower_ in {"it", "they"}


def subject_head(of: list[Token], verb: Token) -> Token:
    """Return the head noun of a subject, by its antecedent for a relative pronoun."""
    own = clauses.subject(verb)
    head = own if own is not None and own.tag_ not in {"WDT", "WP"} else of[0]
    if own is not None and own.tag_ in {"WDT", "WP"} and verb.head in of:
        return verb.head
    if head.tag_ in {"WDT", "WP"} or head not in of:
        head = next((t for t in of if t.dep_ in {"nsubj", "pobj", "dobj", "ROOT", "nsubjpass"}), of[-1])
    return head


def speaks_of_act(of: list[Token], verb: Token) -> bool:
    """Tell whether a subject speaks of an act: by its head noun, or a pronoun for one."""
    head = subject_head(of, verb)
    lemma = head.lemma_.lower()
    if head.lower_ in {"this", "that", "it", "these", "those", "they"}:
        return True
    if head.pos_ == "PROPN" or head.ent_type_ == "PERSON" or lemma in interpretation_words("role-noun"):
        return False
    return lemma in interpretation_words("act") or lemma.endswith(_NOMINAL_ENDINGS) or head.tag_ == "VBG"


def _can_judge(said: list[Token]) -> bool:
    """Tell whether a predicate can judge: days, numbers and what somebody is doing at the time cannot."""
    first = said[0]
    if first.ent_type_ in {"DATE", "TIME", "CARDINAL", "MONEY", "ORDINAL", "PERCENT", "QUANTITY"}:
        return False
    if first.lower_ in {"how", "whether", "when", "where", "who", "why", "what"}:
        return False  # "the question is whether …": nothing is judged yet
    return first.tag_ != "VBG" or first.dep_ in {"acomp", "attr"} or is_evaluation(said)


def is_evaluation(said: list[Token]) -> bool:
    """Tell whether a predicate judges, by an article, a judging adjective or a purpose; days and numbers do not."""
    first = said[0]
    if first.ent_type_ in {"DATE", "TIME", "CARDINAL", "MONEY", "ORDINAL", "PERCENT", "QUANTITY"}:
        return False
    if first.text in {'"', "“"}:
        return True
    if first.lower_ in {
        "a",
        "an",
        "nothing",
        "neither",
        "part",
        "contrary",
        "against",
        "tantamount",
        "too",
        "blackmail",
    }:
        return not any(t.lemma_.lower() in interpretation_words("role-noun") and t.dep_ == "attr" for t in said)
    head = next((t for t in said if t.dep_ in {"acomp", "attr", "oprd"} or t.pos_ in {"ADJ", "VERB"}), first)
    if head.pos_ == "ADJ" or head.tag_ in {"VBN"}:
        return head.lemma_.lower() not in interpretation_words("bare-adjective") and (
            head.tag_ != "VBN" or head.lemma_.lower() in interpretation_words("purpose") or head.dep_ == "acomp"
        )
    if first.lower_ == "to" and head.tag_ == "VB":
        return True
    return (
        head.pos_ == "NOUN"
        and head.dep_ == "attr"
        and first.lower_ != "the"
        and head.lemma_ not in interpretation_words("role-noun")
    )
