"""Rival readings as tokens: somebody takes an act for one thing and not another.

Six ways of saying so, each with its finder:

- "described the sale as interference", "is seen in Warsaw as a betrayal", "not as A but as B"
- "called the vote a farce", "declared it null and void", "what Moscow calls a mission"
- "said the strike was a crime", "the levy amounts to a blockade", "for Kigali the report is an insult"
- "accused the league of using the truce to rearm", "denied that the visit was a retreat"
- "saw in the verdict an attempt to silence him", "under the pretext of …"
- "…, a deep insult to the clergy", "…, further evidence that …"
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.substance.interpretations.claims import copular_reading, verb_reading
from detente.reading.substance.interpretations.parts import (
    InterpretationShape,
    interpretation_words,
    is_negated,
    is_passive_or_participle,
    make_reading,
    reach,
    subject_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from detente.reading.grammar.tokens import Doc, Token


#: What is taken without being read as anything: "took part as an observer".
_TAKEN = (["part"], ["place"], ["office"], ["effect"])

_OPENING_MARKS = frozenset({'"', "“", "``"})

#: "as" that joins no reading to its object.
_OTHER_AS = frozenset({"well", "soon", "long", "far", "much", "many", "if", "though", "planned", "of", "to"})


def find_readings(doc: Doc) -> list[InterpretationShape]:
    """Return the readings of a sentence, in the order of the text; none shares its affirmed words with another."""
    found: list[InterpretationShape] = []
    leads = _leads()
    led = [(number, token) for token in doc for number in leads.get(token.lemma_.lower(), ())]
    for number, token in sorted(led, key=lambda one: one[0]):
        way, _, finder = _FINDERS[number]
        reading = finder(token)
        if reading is not None and not any(_overlap(reading, other) for other in found):
            found.append(replace(reading, way=way))
    return sorted(found, key=lambda r: min(t.i for part in (*r.affirmed, *r.denied) for t in part))


@functools.cache
def _leads() -> dict[str, tuple[int, ...]]:
    """Return lemma → the finders that it leads to, by their numbers; other words lead to none."""
    pairs = [(word, number) for number, (_, words, _) in enumerate(_FINDERS) for word in words()]
    return {word: tuple(number for other, number in pairs if other == word) for word, _ in pairs}


def _overlap(one: InterpretationShape, other: InterpretationShape) -> bool:
    def places(reading: InterpretationShape) -> set[int]:
        return {t.i for part in (*reading.affirmed, *reading.denied) for t in part}

    return bool(places(one) & places(other))


# --- described X as Y --------------------------------------------------------------------------------------------


def _as_reading(token: Token) -> InterpretationShape | None:
    lemma = token.lemma_.lower()
    if (
        lemma not in interpretation_words("as-verb")
        or token.pos_ not in {"VERB", "AUX", "NOUN"}
        or not token.tag_.startswith("V")
    ):
        return None
    doc = token.doc
    place = _as_place(doc, token)
    if place is None:
        return None
    start = place - 1 if doc[place - 1].lower_ == "not" else place
    said = reach(start, doc, token)
    passive = is_passive_or_participle(token)
    if not passive and place == token.i + 1 and not _relative_object(token):
        return None
    of = subject_words(token) if passive else _object_words(token, start)
    if lemma == "take" and [t.lower_ for t in of] in _TAKEN:
        return None
    if len([t for t in said if t.lower_ != "as"]) == 0 or (not of and not passive):
        return None
    return make_reading(token, of, said, negated=is_negated(token) and passive, holder=_reader(token, passive=passive))


def _as_place(doc: Doc, verb: Token) -> int | None:
    """Return where the "as" of a verb stands: its own, or the first behind its object."""
    for token in doc[verb.i + 1 : verb.i + 30]:
        if token.text in {";", ".", ":"} or (
            token.lower_ == "but" and token.i > verb.i + 1 and token.nbor(1).lower_ != "as"
        ):
            return None
        if token.lower_ != "as":
            continue
        after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
        before = doc[token.i - 1].lower_
        if after == "part" and token.head != verb:
            continue  # "condemned the raid, held as part of a drill"
        if after in _OTHER_AS or before in {"well", "such", "soon", "long", "same", "far"}:
            continue
        clause = any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.head.children) and token.dep_ == "mark"
        if clause and token.head.tag_ in {"VBD", "VBZ", "VBP"}:
            return None
        return token.i
    return None


def _object_words(verb: Token, end: int) -> list[Token]:
    """Return the words between a verb and `end`, which are its object; the antecedent for "which"."""
    relative = _relative_object(verb)
    if relative:
        return relative
    first = verb.i + 1
    while first < end and verb.doc[first].dep_ == "prt":
        first += 1
    return clauses.tokens_between(verb.doc, first, end)


def _relative_object(verb: Token) -> list[Token]:
    """Return the antecedent in "the raid, which he called a crime" and "the raid he called a crime"; else nothing."""
    if verb.dep_ != "relcl":
        return []
    own = clauses.subject(verb)
    fronted = any(c.tag_ in {"WDT", "WP"} and c.dep_ in {"dobj", "pobj", "oprd", "attr"} for c in verb.children)
    left_out = own is not None and own.tag_ not in {"WDT", "WP"} and own.left_edge.i == verb.head.i + 1
    return clauses.tokens_of(verb.head, drop=[verb]) if fronted or left_out else []


def _reader(verb: Token, *, passive: bool) -> Token | None:
    """Return the head of who reads: the agent or place of a passive, the subject of an active verb."""
    if not passive:
        return None
    for child in verb.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ in {"by", "in", "among", "within"} and child.i > verb.i:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


# --- called X Y --------------------------------------------------------------------------------------------------


def _call_reading(token: Token) -> InterpretationShape | None:
    if token.lemma_.lower() not in interpretation_words("call-verb") or not token.tag_.startswith("V"):
        return None
    doc = token.doc
    if token.i > 1 and [t.lower_ for t in doc[token.i - 2 : token.i]] == ["so", "-"]:
        return None
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ in {"on", "for", "off", "upon", "to", "in", "up", "out"}:
        return None
    if is_passive_or_participle(token):
        said = reach(token.i + 1, doc, token)
        return make_reading(token, subject_words(token), said) if _opens_reading(said) else None
    relative = _relative_object(token)
    own = clauses.subject(token)
    free = own is not None and own.left_edge.i > 0 and own.left_edge.nbor(-1).lower_ == "what"
    if relative or free:
        said = reach(token.i + 1, doc, token)
        return make_reading(token, relative, said) if _opens_reading(said) else None
    split = _object_end(token)
    if split is None:
        return None
    said = reach(split, doc, token)
    if not _opens_reading(said) or not _can_be_read(doc[token.i + 1 : split]):
        return None
    return make_reading(token, clauses.tokens_between(doc, token.i + 1, split), said)


def _can_be_read(thing: Iterable[Token]) -> bool:
    """Tell whether an object is something that can be read one way or another: not a sum, not a bare name of a day."""
    tokens = list(thing)
    if not tokens:
        return False
    of_a_day = tokens[0].dep_ == "poss" and tokens[0].ent_type_ in {"DATE", "TIME"}
    return of_a_day or tokens[0].ent_type_ not in {"DATE", "TIME", "MONEY", "CARDINAL"}


def _object_end(verb: Token) -> int | None:
    """Return where the object of "called" ends and what it is called begins; None if nothing follows the object."""
    doc = verb.doc
    place = verb.i + 1
    if place < len(doc) and doc[place].pos_ == "PRON" and doc[place].tag_ in {"PRP", "DT"}:
        return place + 1
    for child in verb.children:
        if child.dep_ in {"oprd", "acomp", "attr"} and child.i > verb.i + 1:
            return child.left_edge.i
        own = clauses.subject(child) if child.dep_ == "ccomp" else None
        if own is not None and own.i > verb.i and child.tag_ not in {"VBD", "VBZ", "VBP", "VB"}:
            return own.right_edge.i + 1
    for token in doc[place + 1 : place + 24]:
        if token.text in {'"', "“"}:
            return token.i
        if token.text in {",", ".", ";"}:
            return None
        before = doc[token.i - 1]
        ends = before.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} or before.tag_ in {"VBG", "VBN"}
        joins = token.lower_ in {"a", "an"} and ends
        if token.lower_ in {"and", "but", "while"}:
            return None
        adverb = token.pos_ == "ADV" and token.i + 1 < len(doc) and doc[token.i + 1].tag_ in {"JJ", "VBN"}
        judged = token.pos_ == "ADJ" or adverb or token.lower_ in {"justified", "unjustified"}
        bare = judged and before.pos_ in {"NOUN", "PROPN"}
        if joins or bare:
            return token.i
    return None


def _opens_reading(said: list[Token]) -> bool:
    """Tell whether words can be what something is called: a noun phrase with an article, an adjective, a quotation."""
    if not said:
        return False
    first = said[0]
    marked = first.i > 0 and first.nbor(-1).text in _OPENING_MARKS
    if marked or first.text in _OPENING_MARKS or first.lower_ in interpretation_words("opening"):
        return not (first.lower_ == "the" and len(said) == 1)
    if first.dep_ == "poss" and first.head.dep_ in {"oprd", "attr"}:
        return True  # "called him Europe's last dictator", "declared it their duty"
    if first.pos_ == "ADV" and len(said) > 1:
        return said[1].pos_ in {"ADJ", "VERB", "NOUN"} and said[1].lower_ != "given"
    return (
        first.pos_ == "ADJ"
        or (first.pos_ == "VERB" and first.tag_ in {"VBN", "VBG"})
        or (first.pos_ == "NOUN" and first.dep_ in {"oprd", "attr", "ccomp", "conj", "nmod"})
    )


# --- accused, saw in, pretext ------------------------------------------------------------------------------------


def _scheming(token: Token) -> InterpretationShape | None:
    """Find "accused X of trying to …", and "of using Y to …" where Y is what is read."""
    if token.lemma_.lower() != "accuse" or not token.tag_.startswith("V"):
        return None
    of_word = next((t for t in token.doc[token.i + 1 : token.i + 16] if t.lower_ == "of" and t.dep_ == "prep"
                    and any(c.dep_ == "pcomp" for c in t.children)), None)  # fmt: skip
    if of_word is None:
        return None
    verb = next(c for c in of_word.children if c.dep_ == "pcomp")
    if verb.lemma_.lower() not in interpretation_words("scheming"):
        return None
    used = next((c for c in verb.children if c.dep_ == "dobj"), None) if verb.lemma_ == "use" else None
    of = clauses.tokens_of(used) if used is not None else clauses.tokens_between(token.doc, token.i + 1, of_word.i)
    return make_reading(token, of, reach(verb.i, token.doc, token))


def _saw_in(token: Token) -> InterpretationShape | None:
    """Find "saw in the verdict an attempt to silence him" and "spoke of a fait accompli"."""
    doc = token.doc
    lemma = token.lemma_.lower()
    if lemma == "see" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "in":
        thing = next((c for c in doc[token.i + 1].children if c.dep_ == "pobj"), None)
        if thing is None:
            return None
        start = thing.right_edge.i + 1
        for later in doc[thing.i + 1 : thing.i + 8]:
            if later.lower_ in {"a", "an"}:
                start = later.i
                break
        said = reach(start, doc, token)
        return (
            make_reading(token, clauses.tokens_between(doc, token.i + 2, start), said) if _opens_reading(said) else None
        )
    if (
        lemma == "speak"
        and token.i + 2 < len(doc)
        and doc[token.i + 1].lower_ == "of"
        and doc[token.i + 2].lower_ == "a"
    ):
        return make_reading(token, [], reach(token.i + 2, doc, token))
    return None


def _excuse(token: Token) -> InterpretationShape | None:
    """Find "under the pretext of fighting crime, they closed the paper"."""
    doc = token.doc
    if token.lemma_.lower() not in interpretation_words("excuse") or token.head.lower_ not in {"under", "on", "as"}:
        return None
    if token.head.lower_ == "as" or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ not in {"of", "that"}:
        return None
    verb = clauses.clause_head(token.head.head)
    of = clauses.tokens_of(verb, drop=[token.head]) if verb != token else []
    return make_reading(token, of, reach(token.i + 2, doc, token), needs_speaker=False)


# --- what they say is Y ------------------------------------------------------------------------------------------


def _said_was(token: Token) -> InterpretationShape | None:
    """Find "to protest what they said was a fraud" and "an exercise they say is a warning to the coast"."""
    doc = token.doc
    if token.lemma_ not in {"be", "amount", "constitute"} or token.i < 3 or token.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    said = doc[token.i - 1]
    own = clauses.subject(said)
    if said.lemma_.lower() not in clauses.REPORTING or own is None or own.i > said.i:
        return None
    first = own.left_edge.i
    lead = doc[first - 1] if first > 0 else None
    if lead is None or (lead.lower_ not in {"what", "which", "that"} and lead.pos_ not in {"NOUN", "PROPN"}):
        return None
    start = token.i + 2 if token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to" else token.i + 1
    words = reach(start, doc, token)
    thing = lead if lead.pos_ in {"NOUN", "PROPN"} else None
    if thing is None and lead.lower_ != "what":
        thing = next((t for t in reversed(doc[: lead.i]) if t.pos_ in {"NOUN", "PROPN"}), None)
    of = [] if thing is None else [t for t in thing.subtree if t.i <= thing.i]
    return make_reading(token, of, words, negated=is_negated(token), holder=own) if words else None


# --- compared X to Y ---------------------------------------------------------------------------------------------


def _compare(token: Token) -> InterpretationShape | None:
    """Find "compared the move to an annexation" and "equate the policy with blackmail"."""
    if token.lemma_.lower() not in interpretation_words("compare-verb") or not token.tag_.startswith("V"):
        return None
    thing = next((c for c in token.children if c.dep_ in {"dobj", "pobj"} and c.i > token.i), None)
    if thing is None:
        return None
    near = [c for c in (*token.children, *thing.children) if c.lower_ in {"to", "with"} and c.i > thing.i]
    inner = next((c for joint in near for c in joint.children if c.dep_ == "pobj"), None)
    if inner is None:
        return None
    of = [t for t in clauses.tokens_of(thing) if t.i < inner.head.i]
    return make_reading(token, of, clauses.tokens_of(inner))


# --- an aside ----------------------------------------------------------------------------------------------------


#: What a noun phrase that stands beside a clause hangs on it as; the parser is seldom sure.
_BESIDE = frozenset({"appos", "dobj", "conj", "attr", "npadvmod"})

#: What opens a noun phrase that names a thing rather than judging.
_NAMING = frozenset({"the", "this", "that", "his", "her", "their", "its", "no"})


def _aside(token: Token) -> InterpretationShape | None:
    """Find "…, a deep insult to the clergy" and "…, further evidence that …"."""
    if token.lemma_.lower() not in interpretation_words("aside") or token.pos_ != "NOUN":
        return None
    doc, first = token.doc, token.left_edge
    if first.i in {0, token.i} or first.lower_ in _NAMING:
        return None
    before = doc[first.i - 1]
    if before.text not in {",", "-", "–", "—", "--"} or token.dep_ not in _BESIDE:
        return None
    verb = clauses.clause_head(token.head)
    return make_reading(verb, [], reach(first.i, doc, token))


def _listed(*labels: str) -> Callable[[], frozenset[str]]:
    """Return a function that reads word lists of the table, when they are first asked for."""
    return lambda: frozenset().union(*map(interpretation_words, labels))


def _these(*lemmas: str) -> Callable[[], frozenset[str]]:
    return lambda: frozenset(lemmas)


#: The ways of reading an act, the surest first: what one finds, the later ones leave alone. Between the name of a way
#: and its finder stand the lemmas that the finder begins with.
_FINDERS: tuple[tuple[str, Callable[[], frozenset[str]], Callable[[Token], InterpretationShape | None]], ...] = (
    ("as", _listed("as-verb"), _as_reading),
    ("call", _listed("call-verb"), _call_reading),
    ("scheme", _these("accuse"), _scheming),
    ("see", _these("see", "speak"), _saw_in),
    ("excuse", _listed("excuse"), _excuse),
    ("compare", _listed("compare-verb"), _compare),
    ("said", _these("be", "amount", "constitute"), _said_was),
    ("aside", _listed("aside"), _aside),
    ("verb", _listed("equals", "evokes"), verb_reading),
    ("copula", _these("be", "remain", "become"), copular_reading),
)
