"""What words say of a stance: for or against, and whether what is wanted is the end of something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.grammar.markers import load_words

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Token

_TABLE = "stance_words.tsv"

#: How far behind a trigger a word that turns it may stand, in words.
_REACH = 14

_GOVERNED = frozenset("dobj pobj xcomp ccomp advcl pcomp prep acl nsubjpass ROOT".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_MUTUAL = frozenset({"each", "another", "mutual", "mutually", "between", "reciprocal"})
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
_BEFORE_AGAINST = frozenset("sanction war attack offensive measure".split())


def said_by(token: Token) -> list[Token]:
    """Return a trigger with its objects and complements, in order."""
    head = token
    if token.pos_ not in {"VERB", "AUX"} and token.dep_ in {"dobj", "pobj", "attr"}:
        head = clauses.clause_head(token)
    nominal = set() if head == token else {t.i for t in token.subtree}
    # "Sanctions and aid for Kyiv", "blamed Kyiv and imposed tariffs": what is joined is another act with its own words.
    joined = [c for c in token.children if c.dep_ == "conj" and (token.pos_ == "NOUN" or c.tag_ in _FINITE)]
    beside = {t.i for c in token.children if joined and c.i >= joined[0].i for t in c.subtree}
    words = [t for t in head.subtree if (t.i >= head.i or t.i in nominal) and t.i not in beside]
    subject = clauses.subject(head)
    if any(c.dep_ in {"nsubjpass"} for c in head.children) and subject is not None:
        words = [*subject.subtree, *words]
    return sorted(clauses.without_attribution(words, head), key=lambda t: t.i)


def denies_own_act(trigger: Token) -> bool:
    """Tell whether a verb denies what its subject is said to do, which is no stance: "denies arming the rebels".

    So does "denied any role in the raid"; who denies a charge stands against whoever made it.
    """
    if trigger.lemma_.lower() != "deny":
        return False
    own = load_words(_TABLE)["own-part"]
    objects = [child for child in trigger.children if child.dep_ in {"xcomp", "dobj", "ccomp"}]
    return any(child.tag_ == "VBG" or child.lemma_.lower() in own for child in objects)


def praises(trigger: Token) -> bool:
    """Tell whether a trigger praises, which is for whatever follows: "praised its role in ending the war"."""
    return trigger.lemma_.lower() in load_words(_TABLE)["praising"]


def is_turned(words: list[Token], trigger: Token) -> bool:
    """Tell whether what is wanted is an end, a ban or a withdrawal: by an odd number of such words."""
    turning = load_words(_TABLE)["reverser"]
    count = 0
    for token in words:
        if token.i <= trigger.i or token.i > trigger.i + _REACH:
            continue
        turns = token.lemma_.lower() in turning and token.dep_ in _GOVERNED and not _is_object_of_turner(token, turning)
        if turns or (token.dep_ == "neg" and token.head.dep_ in {"xcomp", "ccomp"}):
            count += 1
    return count % 2 == 1


def _is_object_of_turner(token: Token, turning: frozenset[str]) -> bool:
    """Tell whether "against" only belongs to a word before it, as in "lift the ban against"."""
    lemma = token.head.lemma_.lower()
    return token.lower_ == "against" and (lemma in turning or lemma in _BEFORE_AGAINST)


def forms(words: list[Token]) -> tuple[tuple[str, str], ...]:
    """Return (lower-case form, lemma) of each word, as a codebook wants them."""
    return tuple((t.lower_, t.lemma_.lower()) for t in words)


def is_mutual(words: list[Token], trigger: Token) -> bool:
    """Tell whether an act is done to each other: "blamed each other", "traded threats", "threats between the two"."""
    near = (*words, *trigger.subtree, trigger.head)
    return any(t.lower_ in _MUTUAL or t.lemma_.lower() in {"trade", "exchange", "swap"} for t in near)


def content_words(words: list[Token]) -> frozenset[str]:
    """Return the lemmas of the verbs, nouns, adjectives and adverbs among some words."""
    return frozenset(t.lemma_.lower() for t in words if t.pos_ in _CONTENT)


def cue_polarity(cue: list[Token]) -> int:
    """Return what a cue itself says: "urged" 1, "condemned" -1, "said" 0."""
    words = load_words(_TABLE)
    lemmas = {t.lemma_.lower() for t in cue}
    joined = "-".join(t.lemma_.lower() for t in cue)
    denied = any(c.dep_ == "neg" for t in cue for c in t.children)
    if lemmas & words["against-cue"] or joined in words["against-cue"]:
        return 1 if denied else -1
    if lemmas & words["for-cue"] or joined in words["for-cue"]:
        return -1 if denied else 1
    return 0


def content_polarity(words: list[Token]) -> int:
    """Return what a content says outright: "we support …", "we will never accept …", "the raid was a crime"."""
    lists = load_words(_TABLE)
    head = next((t for t in words if t.pos_ in {"VERB", "AUX"} and t.dep_ in {"ROOT", "ccomp", "parataxis"}), None)
    lemmas = [t.lemma_.lower() for t in words]
    if head is not None:
        subject = clauses.subject(head)
        denied = any(c.dep_ == "neg" for c in head.children)
        own = subject is not None and subject.lower_ in {"we", "i", "he", "she", "it", "they"}
        if own and head.lemma_.lower() in lists["accepting"]:
            return -1 if denied else 1
        if own and head.lemma_.lower() in lists["refusing"]:
            return 1 if denied else -1
        if head.lemma_ == "work" and denied:
            return -1
    blames = sum(lemma in lists["blame-word"] for lemma in lemmas)
    praises = sum(lemma in lists["praise-word"] for lemma in lemmas)
    return (praises > blames) - (blames > praises)
