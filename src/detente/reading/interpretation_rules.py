"""Rival readings as tokens: somebody takes an act for one thing and not another.

Five ways of saying so, each with its finder:

- "described the sale as interference", "is seen in Warsaw as a betrayal", "not as A but as B"
- "called the vote a farce", "declared it null and void", "what Moscow calls a mission"
- "said the strike was a crime", "the levy amounts to a blockade", "for Kigali the report is an insult"
- "accused the league of using the truce to rearm", "denied that the visit was a retreat"
- "saw in the verdict an attempt to silence him", "under the pretext of …"
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading import clauses
from detente.reading.markers import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

_TABLE = "reading_words.tsv"
_Tokens = tuple["Token", ...]

#: "as" that joins no reading to its object.
_OTHER_AS = frozenset({"well", "soon", "long", "far", "much", "many", "if", "though", "part", "planned", "of", "to"})

_NOMINAL_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "al", "ship")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one act.

    Attributes:
        verb: The verb that reads, or the copula of the reading.
        of: The act; empty if the sentence leaves it out.
        affirmed: What it is said to be.
        denied: What it is said not to be.
        holder: The head of who is named to read it so apart from a speaker ("in Warsaw", "for Kigali"); None else.
        needs_speaker: Whether it is a reading only inside somebody's statement.
    """

    verb: Token
    of: _Tokens
    affirmed: tuple[_Tokens, ...]
    denied: tuple[_Tokens, ...]
    holder: Token | None
    needs_speaker: bool = False


def _words(label: str) -> frozenset[str]:
    return load_words(_TABLE)[label]


def find_readings(doc: Doc) -> list[Reading]:
    """Return the readings of a sentence, in the order of the text; none shares its affirmed words with another."""
    found: list[Reading] = []
    for finder in (_as_reading, _call_reading, _scheming, _saw_in, _excuse, _verb_reading, _copular):
        for token in doc:
            reading = finder(token)
            if reading is not None and not any(_overlap(reading, other) for other in found):
                found.append(reading)
    return sorted(found, key=lambda r: min(t.i for part in (*r.affirmed, *r.denied) for t in part))


def _overlap(one: Reading, other: Reading) -> bool:
    def places(reading: Reading) -> set[int]:
        return {t.i for part in (*reading.affirmed, *reading.denied) for t in part}

    return bool(places(one) & places(other))


def _make(verb: Token, of: list[Token], said: list[Token], *, negated: bool = False, holder: Token | None = None,
          needs_speaker: bool = False) -> Reading | None:  # fmt: skip
    """Return the reading with its words told apart into affirmed and denied, or None without words."""
    affirmed, denied = split_reading(said)
    if negated:
        affirmed, denied = denied, affirmed
    if not affirmed and not denied:
        return None
    return Reading(
        verb,
        tuple(clauses.trimmed(of)),
        tuple(tuple(part) for part in affirmed),
        tuple(tuple(part) for part in denied),
        holder,
        needs_speaker,
    )


def split_reading(said: list[Token]) -> tuple[list[list[Token]], list[list[Token]]]:
    """Return (affirmed, denied) parts of a reading: "not A but B", "A rather than B", "less A than B", "A, not B"."""
    words = [t.lower_ for t in said]
    if not words:
        return [], []
    if words[0] in {"not", "n't", "less"}:
        joint = "than" if words[0] == "less" else "but"
        if joint in words:
            cut = words.index(joint)
            return _parts([said[cut + 1 :]]), _parts([said[1:cut]])
        return [], _parts([said[1:]])
    if words[0] == "more" and "than" in words and words[1] != "than":
        cut = words.index("than")
        return _parts([said[1:cut]]), _parts([said[cut + 1 :]])
    for place in range(1, len(words) - 1):
        pair = (words[place], words[place + 1])
        if pair in {("rather", "than"), ("instead", "of"), (",", "not"), ("and", "not")}:
            return _parts([said[:place]]), _parts([said[place + 2 :]])
    return _parts([said]), []


def _parts(groups: list[list[Token]]) -> list[list[Token]]:
    """Return the groups without openers ("as", "rather", "aimed" stays) and marks; empty ones fall out."""
    kept = []
    for group in groups:
        tokens = clauses.trimmed(group)
        while tokens and tokens[0].lower_ in {"as", "rather", "simply", "merely", "instead"}:
            tokens = clauses.trimmed(tokens[1:])
        if tokens:
            kept.append(tokens)
    return kept


def _reach(start: int, doc: Doc, verb: Token) -> list[Token]:
    """Return the words of a reading from token `start` to where its clause ends."""
    end = len(doc)
    quoted = False
    for token in doc[start:]:
        if token.text in {"“", "”", '"'}:
            quoted = token.text == "“" or (token.text == '"' and not quoted)
            continue
        if quoted or token.i == start:
            continue
        if token.text in {".", ";", ":", "—", "–", "?", "!"} or token.lower_ in {
            "while",
            "whereas",
            "although",
            "after",
        }:
            end = token.i
            break
        if token.text == "," and _ends_here(doc, token.i):
            end = token.i
            break
        if token.lower_ in {"and", "but"} and _new_clause(doc, token.i, verb):
            end = token.i
            break
    return clauses.run(doc, start, end)


def _ends_here(doc: Doc, comma: int) -> bool:
    """Tell whether a comma ends a reading; ", not …" and ", but as …" and lists go on."""
    after = doc[comma + 1].lower_ if comma + 1 < len(doc) else ""
    if after in {"not", "but"}:
        second = doc[comma + 2].lower_ if comma + 2 < len(doc) else ""
        return after == "but" and second not in {"as", "rather", "a", "an", "the", "simply"}
    following = doc[min(comma + 1, len(doc) - 1)]
    return not (doc[comma - 1].pos_ == "ADJ" and following.pos_ in {"ADJ", "ADV"})


def _new_clause(doc: Doc, joint: int, verb: Token) -> bool:
    """Tell whether "and" or "but" opens a clause with a verb of its own, rather than a further reading."""
    for token in doc[joint + 1 : joint + 7]:
        if token.text in {",", ".", ";"}:
            return False
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and token.dep_ in {"conj", "aux", "auxpass", "ROOT", "ccomp"}:
            return token.lemma_ != "be" or token.head != verb
    return False


def _subject_words(verb: Token) -> list[Token]:
    """Return the words of the subject of a verb, by its antecedent for a relative pronoun."""
    own = clauses.subject(verb)
    if own is None:
        if verb.dep_ in {"conj", "xcomp"} and verb.head != verb:
            return _subject_words(verb.head)
        if verb.dep_ in {"acl"} and verb.tag_ == "VBN":
            return clauses.tokens_of(verb.head, drop=[verb])
        return []
    if own.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        return clauses.tokens_of(verb.head, drop=[verb])
    return clauses.tokens_of(own)


def _is_passive(verb: Token) -> bool:
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}


def _is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


# --- described X as Y --------------------------------------------------------------------------------------------


def _as_reading(token: Token) -> Reading | None:
    lemma = token.lemma_.lower()
    if lemma not in _words("as-verb") or token.pos_ not in {"VERB", "AUX", "NOUN"} or not token.tag_.startswith("V"):
        return None
    doc = token.doc
    place = _as_place(doc, token)
    if place is None:
        return None
    start = place - 1 if doc[place - 1].lower_ == "not" else place
    said = _reach(start, doc, token)
    passive = _is_passive(token)
    if not passive and place == token.i + 1 and not _relative_object(token):
        return None
    of = _subject_words(token) if passive else _object_words(token, start)
    if len([t for t in said if t.lower_ != "as"]) == 0 or (not of and not passive):
        return None
    return _make(token, of, said, negated=_is_negated(token) and passive, holder=_reader(token, passive=passive))


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
    return clauses.run(verb.doc, first, end)


def _relative_object(verb: Token) -> list[Token]:
    """Return the antecedent of "which" in "the raid, which he called a crime"; empty if there is none."""
    if verb.dep_ != "relcl":
        return []
    fronted = any(c.tag_ in {"WDT", "WP"} and c.dep_ in {"dobj", "pobj", "oprd", "attr"} for c in verb.children)
    return clauses.tokens_of(verb.head, drop=[verb]) if fronted else []


def _reader(verb: Token, *, passive: bool) -> Token | None:
    """Return the head of who reads: the agent or place of a passive, the subject of an active verb."""
    if not passive:
        return None
    for child in verb.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ in {"by", "in", "among", "within"} and child.i > verb.i:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


# --- called X Y --------------------------------------------------------------------------------------------------


def _call_reading(token: Token) -> Reading | None:
    if token.lemma_.lower() not in _words("call-verb") or not token.tag_.startswith("V"):
        return None
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ in {"on", "for", "off", "upon", "to", "in", "up", "out"}:
        return None
    if _is_passive(token):
        said = _reach(token.i + 1, doc, token)
        return _make(token, _subject_words(token), said) if _opens_reading(said) else None
    relative = _relative_object(token)
    own = clauses.subject(token)
    free = own is not None and own.left_edge.i > 0 and own.left_edge.nbor(-1).lower_ == "what"
    if relative or free:
        said = _reach(token.i + 1, doc, token)
        return _make(token, relative, said) if _opens_reading(said) else None
    split = _object_end(token)
    if split is None:
        return None
    said = _reach(split, doc, token)
    if not _opens_reading(said) or not _can_be_read(doc[token.i + 1 : split]):
        return None
    return _make(token, clauses.run(doc, token.i + 1, split), said)


def _can_be_read(thing: Iterable[Token]) -> bool:
    """Tell whether an object is something that can be read one way or another: not a sum, not a bare name of a day."""
    tokens = list(thing)
    return bool(tokens) and not any(t.ent_type_ in {"DATE", "TIME", "MONEY", "CARDINAL"} for t in tokens[:1])


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
    for token in doc[place + 1 : place + 16]:
        if token.text in {'"', "“"}:
            return token.i
        if token.text in {",", ".", ";"}:
            return None
        joins = token.lower_ in {"a", "an"} and doc[token.i - 1].pos_ in {"NOUN", "PROPN"}
        if token.lower_ in {"and", "but", "while"}:
            return None
        bare = (token.pos_ == "ADJ" or token.lower_ in {"justified", "unjustified"}) and doc[token.i - 1].pos_ in {
            "NOUN",
            "PROPN",
        }
        if joins or bare:
            return token.i
    return None


def _opens_reading(said: list[Token]) -> bool:
    """Tell whether words can be what something is called: a noun phrase with an article, an adjective, a quotation."""
    if not said:
        return False
    first = said[0]
    if first.text in {'"', "“", "``"} or first.lower_ in _words("opening"):
        return not (first.lower_ == "the" and len(said) == 1)
    if first.pos_ == "ADV" and len(said) > 1:
        return said[1].pos_ in {"ADJ", "VERB", "NOUN"} and said[1].lower_ != "given"
    return (
        first.pos_ == "ADJ"
        or (first.pos_ == "VERB" and first.tag_ in {"VBN", "VBG"})
        or (first.pos_ == "NOUN" and first.dep_ in {"oprd", "attr", "ccomp", "conj", "nmod"})
    )


# --- accused, saw in, pretext ------------------------------------------------------------------------------------


def _scheming(token: Token) -> Reading | None:
    """Find "accused X of trying to …", and "of using Y to …" where Y is what is read."""
    if token.lemma_.lower() != "accuse" or not token.tag_.startswith("V"):
        return None
    of_word = next((t for t in token.doc[token.i + 1 : token.i + 16] if t.lower_ == "of" and t.dep_ == "prep"
                    and any(c.dep_ == "pcomp" for c in t.children)), None)  # fmt: skip
    if of_word is None:
        return None
    verb = next(c for c in of_word.children if c.dep_ == "pcomp")
    if verb.lemma_.lower() not in _words("scheming"):
        return None
    used = next((c for c in verb.children if c.dep_ == "dobj"), None) if verb.lemma_ == "use" else None
    of = clauses.tokens_of(used) if used is not None else clauses.run(token.doc, token.i + 1, of_word.i)
    return _make(token, of, _reach(verb.i, token.doc, token))


def _saw_in(token: Token) -> Reading | None:
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
        said = _reach(start, doc, token)
        return _make(token, clauses.run(doc, token.i + 2, start), said) if _opens_reading(said) else None
    if (
        lemma == "speak"
        and token.i + 2 < len(doc)
        and doc[token.i + 1].lower_ == "of"
        and doc[token.i + 2].lower_ == "a"
    ):
        return _make(token, [], _reach(token.i + 2, doc, token))
    return None


def _excuse(token: Token) -> Reading | None:
    """Find "under the pretext of fighting crime, they closed the paper"."""
    doc = token.doc
    if token.lemma_.lower() not in _words("excuse") or token.head.lower_ not in {"under", "on", "as"}:
        return None
    if token.head.lower_ == "as" or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ not in {"of", "that"}:
        return None
    verb = clauses.clause_head(token.head.head)
    of = clauses.tokens_of(verb, drop=[token.head]) if verb != token else []
    return _make(token, of, _reach(token.i + 2, doc, token), needs_speaker=False)


# --- said the strike was a crime ---------------------------------------------------------------------------------


def _verb_reading(token: Token) -> Reading | None:
    """Find "the levy amounts to a blockade", "violates the treaty", "smacks of blackmail" of an act."""
    lemma = token.lemma_.lower()
    finite = token.tag_ in {"VBZ", "VBP", "VBD", "VB"}
    if not finite or lemma not in _words("equals") | _words("evokes"):
        return None
    of = _subject_words(token)
    if not of or not _is_act(of, token):
        return None
    doc = token.doc
    following = doc[token.i + 1 : token.i + 2]
    opener = following[0].lower_ if len(following) else ""
    if lemma in {"amount"} and opener != "to":
        return None
    if lemma in _words("of-verb") and opener != "of":
        return None
    if lemma in _words("equals") | _words("of-verb"):
        start = token.i + 2 if opener in {"to", "of"} else token.i + 1
    else:
        start = token.i
    return _make(token, of, _reach(start, doc, token), negated=_is_negated(token), needs_speaker=True)


def _copular(token: Token) -> Reading | None:
    """Find "the strike was a crime" and "the drill was aimed at nobody" of an act."""
    doc = token.doc
    verb, start = _copula(token)
    if verb is None or start >= len(doc):
        return None
    of = _subject_words(verb)
    if not of or of[-1].i >= token.i or not _is_act(of, verb):
        return None
    while start < len(doc) and doc[start].lower_ in {"n't"}:
        start += 1
    said = _reach(start, doc, verb)
    said = said[: next((n for n, t in enumerate(said) if n > 1 and t.dep_ == "mark" and t.lower_ != "that"), len(said))]
    negated = _is_negated(verb) and not (said and said[0].lower_ == "not")
    if of[0].lower_ == "it" and any(t.lower_ in {"to", "that", "if"} for t in said[1:4]):
        return None
    plain = [t for t in said if t.lower_ not in {"not", "only", "purely", "never"}]
    if not plain or not _is_evaluation(plain):
        return None
    denier = clauses.clause_head(verb.head) if verb.head != verb else verb
    negated ^= _denies(verb, denier)
    reader = _for_whom(doc, verb)
    return _make(verb, of, said, negated=negated, holder=reader, needs_speaker=reader is None)


def _copula(token: Token) -> tuple[Token | None, int]:
    """Return the verb of a copular clause and where its predicate begins; (None, 0) if `token` opens none."""
    if token.lemma_.lower() not in {"be", "remain"} or token.pos_ not in {"AUX", "VERB"}:
        return None, 0
    if token.dep_ in {"aux"}:
        return None, 0
    if token.dep_ == "auxpass":
        verb = token.head
        purposeful = verb.lemma_.lower() in _words("purpose") or verb.lower_ in {"unjustified", "justified"}
        return (verb, token.i + 1) if purposeful else (None, 0)
    return token, token.i + 1


def _denies(verb: Token, above: Token) -> bool:
    """Tell whether the clause stands under "denied that …" or "rejected claims that …"."""
    if verb.dep_ == "ccomp" and above.lemma_.lower() in _words("denial"):
        return True
    charge = verb.head.lemma_.lower() in _words("charge")
    return charge and clauses.clause_head(verb.head).lemma_.lower() in _words("denial")


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


def _is_act(of: list[Token], verb: Token) -> bool:
    """Tell whether a subject speaks of an act: by its head noun, or a pronoun for one."""
    own = clauses.subject(verb)
    head = own if own is not None and own.tag_ not in {"WDT", "WP"} else of[0]
    if head.tag_ in {"WDT", "WP"} or head not in of:
        head = next((t for t in of if t.dep_ in {"nsubj", "pobj", "dobj", "ROOT", "nsubjpass"}), of[-1])
    lemma = head.lemma_.lower()
    if head.lower_ in {"this", "that", "it"}:
        return True
    if head.pos_ == "PROPN" or head.ent_type_ == "PERSON" or lemma in _words("role-noun"):
        return False
    return lemma in _words("act") or lemma.endswith(_NOMINAL_ENDINGS) or head.tag_ == "VBG"


def _is_evaluation(said: list[Token]) -> bool:
    """Tell whether a predicate judges: a noun phrase with "a", a judging adjective, a purpose; no day, place, number."""
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
        return not any(t.lemma_.lower() in _words("role-noun") and t.dep_ == "attr" for t in said)
    head = next((t for t in said if t.dep_ in {"acomp", "attr", "oprd"} or t.pos_ in {"ADJ", "VERB"}), first)
    if head.pos_ == "ADJ" or head.tag_ in {"VBN"}:
        return head.lemma_.lower() not in _words("bare-adjective") and (
            head.tag_ != "VBN" or head.lemma_.lower() in _words("purpose") or head.dep_ == "acomp"
        )
    if first.lower_ == "to" and head.tag_ == "VB":
        return True
    return (
        head.pos_ == "NOUN" and head.dep_ == "attr" and first.lower_ != "the" and head.lemma_ not in _words("role-noun")
    )
