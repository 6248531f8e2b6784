"""Sentences with hand-made parses, so that these tests need no model."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, cast

import spacy
from spacy.tokens import Doc as SpacyDoc
from spacy.vocab import Vocab

from detente.knowledge.plover import load_event_lexicon
from detente.reading.cast import Cast
from detente.reading.document import Document
from detente.reading.events import EventsFound, Explanation, SentenceTrace, explain_event, read_events, trace_events
from detente.reading.grammar.tokens import TokenMaker
from detente.reading.rows import rows_of
from detente.records import Actor, Article, Block, Mention, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.reading.grammar.tokens import Doc
    from detente.reading.parse import Parser

#: A word of a parse: text, lemma, fine tag, dependency, index of the head.
Word = tuple[str, str, str, str, int]

_POS = {
    "N": "NOUN",
    "V": "VERB",
    "J": "ADJ",
    "M": "AUX",
    "I": "ADP",
    "R": "ADV",
    "D": "DET",
    "CC": "CCONJ",
    "CD": "NUM",
    "P": "PRON",
    "POS": "PART",
    "W": "PRON",
    "T": "PART",
}
_SIGNS = frozenset({".", ",", ":", "HYPH", "``", "''", "-LRB-", "-RRB-"})


def parsed(notation: str) -> list[Word]:
    """Return a parse written as "word=lemma/tag/dependency/head", words apart by spaces.

    The head is the number of its word, counted from 0. The lemma is left out where it is the word in lower case, or for
    a name the word itself: "Iran/NNP/nsubj/1 met=meet/VBD/ROOT/1 envoys=envoy/NNS/dobj/1".
    """
    return [_word(piece) for piece in notation.split()]


def _word(piece: str) -> Word:
    word, tag, dep, head = piece.rsplit("/", 3)
    text, _, lemma = word.partition("=")
    return text, lemma or (text if tag.startswith("NNP") else text.lower()), tag, dep, int(head)


class _HandParser:
    name = "hand"
    digest = "0"

    def __init__(self, words: list[Word]) -> None:
        self._words = words

    def parse(self, texts: Iterable[str]) -> list[Doc]:
        return [make_doc(self._words) for _ in texts]


@functools.lru_cache(maxsize=1)
def _vocab() -> Vocab:
    return spacy.blank("en").vocab


def make_doc(words: list[Word]) -> Doc:
    """Return a parse as the readers see it."""
    return TokenMaker().make(rows_of(_spacy_doc(words)))


def _spacy_doc(words: list[Word]) -> SpacyDoc:
    texts, lemmas, tags, deps, heads = zip(*words, strict=True)
    spaces = [nxt not in {".", "'s"} for nxt in texts[1:]] + [False]
    pos = [_part_of_speech(tag, dep) for tag, dep in zip(tags, deps, strict=True)]
    return SpacyDoc(
        _vocab(), words=list(texts), spaces=spaces, tags=list(tags), pos=pos, lemmas=list(lemmas), heads=list(heads),
        deps=list(deps),
    )  # fmt: skip


def _part_of_speech(tag: str, dep: str) -> str:
    if tag in _SIGNS:
        return "PUNCT"
    if tag.startswith("NNP"):
        return "PROPN"
    return "AUX" if dep in {"aux", "auxpass"} else _POS.get(tag) or _POS[tag[0]]


def make_document(text: str, words: list[Word] | None = None, *, published: str | None = None) -> Document:
    """Return a document of one paragraph whose every sentence has this parse; without words nothing can be parsed."""
    article = Article(
        id="0" * 64, title=None, published=published, url=None, source=None, language="en", text=text,
        blocks=(Block("paragraph", 0, len(text)),),
    )  # fmt: skip
    return Document(article, cast("Parser", _HandParser(words or [])))


class Scene:
    """One sentence, its actors by name, and what the reader makes of it."""

    def __init__(self, words: list[Word], actors: dict[str, str], said: tuple[str, str] | None = None) -> None:
        self.text = _spacy_doc(words).text
        self.document = make_document(self.text, words)
        rows = [(self.text.index(name), name, country) for name, country in actors.items()]
        listed = tuple(
            Actor(f"a{n}", None, name, "state", country, None, None, (Mention(at, at + len(name), "name"),))
            for n, (at, name, country) in enumerate(sorted(rows), 1)
        )
        heads = {a.mentions[0].start: (a.key,) for a in listed}
        self.cast = Cast(self.document, listed, heads)
        self.statements: tuple[Statement, ...] = () if said is None else (self._statement(said, listed),)

    def _statement(self, said: tuple[str, str], actors: tuple[Actor, ...]) -> Statement:
        speaker = next(a.key for a in actors if a.name == said[0])
        at = self.text.index(said[1])
        content = Span(at, at + len(said[1]))
        return Statement("s1", (speaker,), (), (), (), (content,), "indirect", None, None, None, None, None)

    @property
    def words(self) -> Doc:
        """The words of the sentence, as the readers see them."""
        return self.document.parsed(self.document.sentences[0])

    def read(self) -> EventsFound:
        return read_events(self.document, self.cast, self.statements, load_event_lexicon())

    def explain(self, key: str) -> Explanation:
        return explain_event(self.document, self.cast, self.statements, load_event_lexicon(), key)

    def trace(self) -> tuple[SentenceTrace, ...]:
        return trace_events(self.document, self.cast, self.statements, load_event_lexicon())

    def lines(self) -> list[str]:
        """Return the events in short: "ASSAULT IRN>ISR denied not"."""
        country = {a.key: a.country or "?" for a in self.cast.actors}
        found = []
        for e in self.read().events:
            sides = [",".join(country[k] for k in keys) or "-" for keys in (e.sources, e.targets)]
            cue = "" if e.status_cue is None else " " + e.status_cue.words(self.text)
            found.append(f"{e.type} {'>'.join(sides)} {e.status}{cue}" + (" said" if e.said_in else ""))
        return found
