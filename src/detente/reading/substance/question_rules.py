"""Open questions as places in one sentence: "remains to be seen whether", "could … or …", a question asked.

The wordings are rows of `knowledge/substance/question_markers.tsv`. A question in quotation marks is somebody's
rhetoric, a reported one ("asked whether") has been answered or not asked by the text: neither counts.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.grammar.markers import load_table
from detente.reading.grammar.words import word_class

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.knowledge.rows import KnowledgeRow
    from detente.reading.grammar.tokens import Doc, Token

_OPENER = r"(?:whether|if|how|who|whom|what|when|where|which|why|that)"
_LEADS = frozenset({"whether", "how", "what", "when", "who", "which", "where", "if"})
_WH = frozenset({"who", "what", "when", "where", "why", "how", "which", "whose"})
_CHOICE = frozenset({"could", "may", "might"})
_MARKS = '"“”«»'

#: The beginning of a turn in an interview or a transcript: "Q:", "Question:", "Andrei Vladov:".
_TURN = re.compile(r"(?:Q|A|QUESTION|Question|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}) ?:")

#: Words behind a comma that open an aside: ", a move that …".
_ASIDE = frozenset({"a", "an", "which", "where", "who", "as"})

#: Words whose "whether" is a choice that is still to be made or found out.
_UNDECIDED = word_class("undecided")


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open question as tokens of one sentence.

    Attributes:
        tokens: The whole clause.
        alternatives: The outcomes named; empty if none is.
        way: How it is left open, by the name of its finder: "asked", "before", "after", "fixed", "choice", "undecided".
        opener: The word that opens the question: "whether", "how", or the first word; lower case.
        lead: The lemma of the word that leaves it open ("remain", "say", "decide"), as far as there is one.
    """

    tokens: tuple[Token, ...]
    alternatives: tuple[tuple[Token, ...], ...]
    way: str = ""
    opener: str = ""
    lead: str = ""

    @property
    def features(self) -> frozenset[str]:
        """What the scorer looks at."""
        words = [t.lower_ for t in self.tokens]
        told = {"verb past" if any(t.tag_ == "VBD" for t in self.tokens) else "no verb past"}
        future = any(w in {"will", "would", "can", "could", "may", "might", "should"} for w in words)
        return frozenset({
            f"way={self.way}",
            f"opens {self.opener}",
            f"{self.way} opens {self.opener}",
            f"lead={self.lead}",
            "to come" if future else "not to come",
            f"alternatives {min(len(self.alternatives), 2)}",
            *told,
        })


_KINDS = frozenset({"before", "after", "fixed"})
_LEAD = rf"[:,]? (?P<lead>(?:over |about |on |as to )?{_OPENER}\b|can\b|will\b|could\b)"


@functools.cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    rows = load_table("question_markers.tsv", ("kind", "pattern", "example"))
    return tuple(_compile(row, kind) for row in rows if row.one_of("kind", _KINDS) == kind)


#: What a pattern has before its own words for those whose question it is: "observers wonder whether".
_SUBJECT = re.compile(re.escape(r"[\w' -]{2,") + r"\d\d" + re.escape("}? "))


@functools.cache
def _any_before() -> re.Pattern[str]:
    """Return one pattern that matches wherever one of those of the kind "before" does: most sentences need no more.

    It leaves the subjects out: to look for one from every word on takes eight times as long.
    """
    rows = load_table("question_markers.tsv", ("kind", "pattern", "example"))
    texts = [_SUBJECT.sub("", row.text("pattern")) for row in rows if row.one_of("kind", _KINDS) == "before"]
    return re.compile(rf"\b(?:{'|'.join(f'(?:{text})' for text in texts)}){_LEAD}")


def _compile(row: KnowledgeRow, kind: str) -> re.Pattern[str]:
    """Return the pattern of a row with what must stand beside it."""
    try:
        return re.compile(rf"\b{row.text('pattern')}" + (_LEAD if kind == "before" else r"(?=\W|$)"))
    except re.error as error:
        raise row.error(f"the pattern is no regular expression: {error}") from error


def find_open_questions(doc: Doc) -> list[OpenQuestion]:
    """Return what a sentence leaves open; at most one question, for the whole of it."""
    for way, finder in _FINDERS:
        found = finder(doc)
        if found is not None and found.tokens:
            opener, lead = _opening(found.tokens)
            return [replace(found, way=way, opener=opener, lead=lead)]
    return []


def _opening(tokens: tuple[Token, ...]) -> tuple[str, str]:
    """Return the word that opens a question, and the lemma of the last content word in front of it."""
    asks = next((t for t in tokens if t.lower_ in _LEADS | _WH), None)
    if asks is None:
        return tokens[0].lower_, ""
    before = [t for t in asks.doc[max(0, asks.i - 6) : asks.i] if t.pos_ in {"VERB", "ADJ", "NOUN"}]
    return asks.lower_, before[-1].lemma_.lower() if before else ""


def _words(doc: Doc) -> str:
    """Return the sentence in lower case with plain apostrophes, character for character."""
    return doc.text.lower().replace("’", "'")


def _token_at(doc: Doc, offset: int) -> int:
    """Return the index of the token that holds or follows a character of the sentence."""
    return next((t.i for t in doc if t.idx + len(t) > offset), len(doc) - 1)


def _asked(doc: Doc) -> OpenQuestion | None:
    """Find a question that the article itself asks."""
    text = doc.text.rstrip()
    if not text.endswith("?") or any(mark in text for mark in _MARKS) or _TURN.match(text):
        return None
    if any(t.lower_ in {"you", "your", "yours"} for t in doc):
        return None  # a reporter asks somebody; the text itself asks nobody
    first = doc[0]
    start = 0
    for token in doc[:12]:
        if token.text == ":":
            start = token.i + 1
            first = doc[start] if start < len(doc) else first
    verb_first = first.tag_ == "MD" or first.lemma_ in {"be", "do", "have", "can", "will"} or first.pos_ == "AUX"
    if not verb_first and first.lower_ not in _WH | {"whether", "and", "but", "so"}:
        return None
    body = clauses.tokens_between(doc, start, len(doc))
    inner = body[1:] if verb_first or first.lower_ == "whether" else body
    return OpenQuestion(tuple(doc[start if start and start < 3 else 0 : len(doc)]), _alternatives(inner))


def _before(doc: Doc) -> OpenQuestion | None:
    """Find "it remains to be seen whether …" and its kin."""
    text = _words(doc)
    if _any_before().search(text) is None:
        return None
    for pattern in _patterns("before"):
        match = pattern.search(text)
        if match is None or _is_settled(match, text):
            continue
        lead = _token_at(doc, match.end() - 1)
        start = _token_at(doc, match.start())
        body = _clause_from(doc, lead)
        inner = body[1:] if body and body[0].lower_ in {"whether", "if", "that", "can", "will", "could"} else body
        return OpenQuestion(
            tuple(clauses.tokens_between(doc, start, body[-1].i + 1)) if body else (), _alternatives(inner)
        )
    return None


def _is_settled(match: re.Match[str], text: str) -> bool:
    """Tell whether a wording says the contrary: "it is clear that", "there is no question that"."""
    said, lead = match.group(0), match.group("lead").split()[-1]
    open_word = re.search(r"unclear|uncertain|\bnot\b|unknown|doubt|open|guess|far from|too |unresolved|divided", said)
    plain = re.search(r"\b(?:clear|certain|known)\b", said) is not None and open_word is None
    told = lead == "that" and re.search(r"far from|not certain|uncertain|not clear", said) is None
    asked = re.search(r"\b(?:asked|asking)\b[^,]{0,20}$", text[: match.start()]) is not None
    return plain or told or asked or "no doubt" in said or "no question" in said


def _after(doc: Doc) -> OpenQuestion | None:
    """Find "whether …, or …, remains to be seen": the sentence, or what follows a comma, opens with the question."""
    lead = next((t for t in doc[:8] if t.lower_ in _LEADS), None)
    if lead is None or (
        lead.i > 0 and doc[lead.i - 1].text not in {",", '"', "“", ":", ";"} and doc[lead.i - 1].pos_ != "CCONJ"
    ):
        return None
    text = _words(doc)
    for pattern in _patterns("after"):
        for match in pattern.finditer(text):
            place = _token_at(doc, match.start())
            settled = re.search(r"\b(?:clear|certain|known)$", match.group(0)) and not re.search(
                r"\bnot\b|far from|will", match.group(0)
            )
            if place - lead.i < 3 or settled or doc[place - 1].lower_ in {"it", "there", "that"}:
                continue
            inner = clauses.tokens_between(doc, lead.i + (lead.lower_ in {"whether", "if"}), place)
            inner = inner[2:] if [t.lower_ for t in inner[:2]] == ["or", "not"] else inner
            return OpenQuestion(tuple(clauses.tokens_between(doc, lead.i, len(doc))), _alternatives(inner))
    return None


def _fixed(doc: Doc) -> OpenQuestion | None:
    """Find "the fate of the accord hangs in the balance"."""
    text = _words(doc)
    for pattern in _patterns("fixed"):
        match = pattern.search(text)
        if match is not None and _token_at(doc, match.start()) > 0:
            end = _token_at(doc, match.end() - 1) + 1
            start = _sentence_start(doc, _token_at(doc, match.start()))
            return OpenQuestion(tuple(clauses.tokens_between(doc, start, end)), ())
    return None


def _sentence_start(doc: Doc, place: int) -> int:
    return max((t.i + 1 for t in doc[:place] if t.text in {";", ":", '"', "“"}), default=0)


def _choice(doc: Doc) -> OpenQuestion | None:
    """Find "the vote could either end the deadlock or deepen the crisis": two outcomes, each with its verb."""
    if any(mark in doc.text for mark in _MARKS):
        return None
    for modal in doc:
        if modal.lower_ not in _CHOICE or modal.dep_ != "aux":
            continue
        verb = modal.head
        other = next((c for c in verb.children if c.dep_ == "conj" and c.tag_ in {"VB", "VBP", "NN"}), None)
        joint = next((t for t in doc[verb.i :] if t.lower_ == "or"), None)
        subject = clauses.subject(verb)
        if other is None or joint is None or joint.i + 1 > other.i or subject is None or other.pos_ != "VERB":
            continue
        if subject.ent_type_ == "PERSON" or subject.tag_ in {"PRP", "WDT"} or len(subject.doc[joint.i + 1 :]) < 3:
            continue
        whole = clauses.tokens_of(verb)
        first = [t for t in whole if verb.i <= t.i < joint.i]
        second = [t for t in whole if t.i > joint.i]
        if first and second:
            return OpenQuestion(tuple(whole), (tuple(clauses.trimmed(first)), tuple(clauses.trimmed(second))))
    return None


def _undecided(doc: Doc) -> OpenQuestion | None:
    """Find "will decide whether to open talks", "a referendum on whether to leave", "uncertain if it would help"."""
    for token in doc:
        if token.lower_ not in {"whether", "if"} or token.i == 0:
            continue
        before = [t for t in doc[max(0, token.i - 5) : token.i] if t.lemma_.lower() in _UNDECIDED]
        if not before or (token.lower_ == "if" and token.i - before[-1].i > 1) or _is_past(before[-1]):
            continue
        body = _clause_from(doc, token.i)
        aside = next((n for n, t in enumerate(body[:-1]) if t.text == "," and body[n + 1].lower_ in _ASIDE), len(body))
        body = body[:aside]
        if len(body) > 2:
            return OpenQuestion(tuple(body), _alternatives(body[1:]))
    return None


def _is_past(word: Token) -> bool:
    """Tell whether a decision was taken: "decided whether"; "has not decided" and "will decide" leave it open."""
    return word.tag_ == "VBD" and word.lemma_ in {"decide", "determine", "rule", "vote", "prove", "choose"}


def _clause_from(doc: Doc, lead: int) -> list[Token]:
    """Return the words of a question clause from its first word to its end, without an attribution behind it."""
    end = next((t.i for t in doc[lead:] if t.text in {".", ";", "”", "!"} or (t.text == '"' and t.i > lead)), len(doc))
    for token in doc[lead:end]:
        if token.text == "," and clauses.begins_attribution(doc, token.i + 1):
            end = token.i
            break
    return clauses.tokens_between(doc, lead, end)


def _alternatives(tokens: list[Token]) -> tuple[tuple[Token, ...], ...]:
    """Return the outcomes a clause names: its parts around "or" where that joins clauses, else all of it."""
    tokens = clauses.trimmed(tokens)
    while tokens and tokens[-1].text == "?":
        tokens = clauses.trimmed(tokens[:-1])
    for place, token in enumerate(tokens):
        if token.lower_ != "or" or place == 0 or place + 1 == len(tokens) or tokens[place + 1].lower_ == "not":
            continue
        if _joins_outcomes(token, tokens[place - 1], tokens[place + 1]):
            parts = (clauses.trimmed(tokens[:place]), clauses.trimmed(tokens[place + 1 :]))
            return tuple(tuple(part) for part in parts if part)
    return (tuple(tokens),) if tokens else ()


def _joins_outcomes(joint: Token, before: Token, after: Token) -> bool:
    head = joint.head
    if before.text == "," or after.lower_ in {"merely", "only", "just", "simply", "whether", "will", "a", "an"}:
        return True
    return head.pos_ in {"VERB", "AUX"} or head.dep_ in {"attr", "acomp", "oprd", "advmod", "ccomp", "relcl"}


#: The ways of leaving something open, the surest first; a sentence holds one question at most.
_FINDERS: tuple[tuple[str, Callable[[Doc], OpenQuestion | None]], ...] = (
    ("asked", _asked),
    ("before", _before),
    ("after", _after),
    ("fixed", _fixed),
    ("choice", _choice),
    ("undecided", _undecided),
)
