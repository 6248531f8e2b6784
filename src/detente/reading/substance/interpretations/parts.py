"""A rival reading as tokens of one sentence, and what the finders of readings share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.grammar.markers import load_words

if TYPE_CHECKING:
    from detente.reading.grammar.tokens import Doc, Token


_TABLE = "reading_words.tsv"
_Tokens = tuple["Token", ...]


@dataclass(frozen=True, slots=True)
class InterpretationShape:
    """One reading of one act.

    Attributes:
        verb: The verb that reads, or the copula of the reading.
        of: The act; empty if the sentence leaves it out.
        affirmed: What it is said to be.
        denied: What it is said not to be.
        holder: The head of who is named to read it so apart from a speaker ("in Warsaw", "for Kigali"); None else.
        needs_speaker: Whether it is a reading only inside somebody's statement.
        way: How it is said, by the name of its finder: "as", "call", "scheme", "see", "excuse", "verb", "copula",
            "compare", "aside".
    """

    verb: Token
    of: _Tokens
    affirmed: tuple[_Tokens, ...]
    denied: tuple[_Tokens, ...]
    holder: Token | None
    needs_speaker: bool = False
    way: str = ""


def interpretation_words(label: str) -> frozenset[str]:
    """Return one of the word lists for readings, by its label in the table."""
    return load_words(_TABLE)[label]


def make_reading(verb: Token, of: list[Token], said: list[Token], *, negated: bool = False, holder: Token | None = None,
          needs_speaker: bool = False) -> InterpretationShape | None:  # fmt: skip
    """Return the reading with its words told apart into affirmed and denied, or None without words."""
    affirmed, denied = split_reading(said)
    if negated:
        affirmed, denied = denied, affirmed
    if not affirmed and not denied:
        return None
    return InterpretationShape(
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


def reach(start: int, doc: Doc, verb: Token) -> list[Token]:
    """Return the words of a reading from token `start` to where its clause ends."""
    end = len(doc)
    quoted = False
    for token in doc[start:]:
        if token.text in {"“", "”", '"'}:
            quoted = token.text == "“" or (token.text == '"' and not quoted)
            if not quoted and token.i > start and _opens_with_mark(doc, start) and not _goes_on(doc, token.i + 1):
                end = token.i + 1
                break
            continue
        if quoted or token.i == start:
            continue
        if (
            token.text in {".", ";", ":", "—", "–", "--", "?", "!"}
            or _is_dash(token)
            or token.lower_
            in {
                "while",
                "whereas",
                "although",
                "after",
                "because",
                "since",
                "who",
                "which",
            }
        ):
            end = token.i
            break
        if token.text == "," and _ends_here(doc, token.i):
            end = token.i
            break
        if token.lower_ in {"and", "but"} and _new_clause(doc, token.i, verb):
            end = token.i
            break
    return clauses.tokens_between(doc, start, end)


def _is_dash(token: Token) -> bool:
    """Tell whether a hyphen stands alone, for a dash: "the vote - held in May - was"."""
    if token.text != "-" or token.i == 0 or token.i + 1 == len(token.doc):
        return False
    before, after = token.nbor(-1), token.nbor(1)
    return before.idx + len(before.text) < token.idx and token.idx + 1 < after.idx


def _opens_with_mark(doc: Doc, start: int) -> bool:
    """Tell whether a quotation opens with the reading, or behind its article: 'a "farce" that …'."""
    return any(t.text in {"“", '"', "``"} for t in doc[start : start + 2])


def _goes_on(doc: Doc, place: int) -> bool:
    """Tell whether words behind a closed quotation still belong to the reading: '"cowardly" act'."""
    if place >= len(doc):
        return False
    return doc[place].pos_ in {"NOUN", "PROPN", "ADJ"} or doc[place].lower_ in {
        "and",
        "of",
        "or",
        "between",
        "to",
        "in",
    }


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


def subject_words(verb: Token) -> list[Token]:
    """Return the words of the subject of a verb, by its antecedent for a relative pronoun."""
    own = clauses.subject(verb)
    if own is None:
        if verb.dep_ in {"conj", "xcomp"} and verb.head != verb:
            return subject_words(verb.head)
        if verb.dep_ in {"acl"} and verb.tag_ == "VBN":
            return clauses.tokens_of(verb.head, drop=[verb])
        return []
    if own.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        return clauses.tokens_of(verb.head, drop=[verb])
    return clauses.tokens_of(own)


def is_passive_or_participle(verb: Token) -> bool:
    """Tell whether a verb is in the passive, or a participle behind its noun."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}


def is_negated(verb: Token) -> bool:
    """Tell whether a "not" stands with the verb itself."""
    return any(c.dep_ == "neg" for c in verb.children)
