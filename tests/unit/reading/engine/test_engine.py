"""The engine says what spaCy says, of the same sentences with the same weights."""

from __future__ import annotations

import gzip
import json
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
import spacy

from detente.reading.attribution.tagger import MODEL
from detente.reading.engine import Engine, UnknownPipelineError
from detente.reading.engine.encoder import Encoder
from detente.reading.parse import DEFAULT_PIPELINE, Parser
from detente.reading.rows import rows_of
from detente.text import make_article

if TYPE_CHECKING:
    from pathlib import Path

    from detente.reading.rows import ParseRows

pytestmark = pytest.mark.model

#: Each holds something that the engine treats in a way of its own: a pattern over several tokens, white space, words
#: that are new, one word, none, a contraction, the same word with and without a blank behind it.
SENTENCES = [
    "Norland's envoy left Havn on Monday, and nobody there's sorry.",
    "There are three reasons, and there’s a fourth.",
    "We're gonna wait, y'all; it ain't over, so let's talk.",
    "  Spaces  before\tand\nwithin .",
    "Zorblatt quuxified the frobnicator , Zorblatt.",
    "Yes",
    "",
    " ",
    "“We will not,” she said; “c’mon.”",
    "Ministers met, met again and met (again).",
]


@cache
def _engine() -> Engine:
    return Engine(spacy.load(DEFAULT_PIPELINE))


def _told(rows: ParseRows) -> tuple[object, ...]:
    """Everything that is told of a sentence, in strings: two vocabularies may number them in other ways."""
    strings = rows.vocab.strings
    words = [(*(strings[number] for number in row[:6]), *row[6:]) for row in rows.words]
    return rows.text, words, [(strings[kind], start, end) for kind, start, end in rows.names]


def _spacy(sentences: list[str]) -> list[tuple[object, ...]]:
    return [_told(rows_of(doc)) for doc in spacy.load(DEFAULT_PIPELINE).pipe(sentences)]


def test_it_says_what_spacy_says() -> None:
    assert [_told(rows) for rows in _engine().parse(SENTENCES)] == _spacy(SENTENCES)


def test_what_it_remembers_changes_nothing() -> None:
    """The same sentences again, one by one, backwards, after others: memory and company must not show."""
    engine = _engine()
    together = [_told(rows) for rows in engine.parse(SENTENCES)]
    alone = [_told(engine.parse([sentence])[0]) for sentence in reversed(SENTENCES)]
    assert alone[::-1] == together


def test_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.reading.engine.encoder._MOST_WORDS", 3)
    monkeypatch.setattr("detente.reading.engine.attributes._MOST_ANSWERS", 3)
    engine = Engine(spacy.load(DEFAULT_PIPELINE))
    told = [_told(engine.parse([sentence])[0]) for sentence in SENTENCES * 2]
    assert told == _spacy(SENTENCES) * 2


def test_the_parser_runs_on_it() -> None:
    assert Parser()._engine is not None


def test_another_build_is_left_to_spacy() -> None:
    with pytest.raises(UnknownPipelineError, match="a pipeline of"):
        Engine(spacy.blank("en"))


def test_an_encoder_of_other_steps_is_not_known() -> None:
    pipes: dict[str, Any] = dict(spacy.load(DEFAULT_PIPELINE).pipeline)
    with pytest.raises(UnknownPipelineError, match="an encoder of the steps"):
        Encoder(pipes["parser"].model)


def test_plain_words_have_no_marks_to_look_for() -> None:
    """The parser's tokeniser spares words of A to Z; spaCy's own looks at them, and finds nothing."""
    theirs: Any = spacy.load(DEFAULT_PIPELINE).tokenizer
    pieces = (MODEL / "vocabulary.txt").read_text(encoding="utf-8").split()
    words = [word.upper() if number % 3 else word for number, word in enumerate(pieces) if word.isascii()]
    plain = [word for word in words if word.isalpha()][::7]
    assert len(plain) > 2000
    for word in plain:
        assert not any(look(word) for look in (theirs.prefix_search, theirs.suffix_search, theirs.url_match))
        assert not list(theirs.infix_finditer(word))
    make_doc = Parser()._language.make_doc
    for sentence in [*SENTENCES, "See www.example.org, 5km (3mi) U.S.-led ... Jan.1 and/or a@b.cd."]:
        assert [word.text for word in make_doc(sentence)] == [word.text for word in theirs(sentence)]


@pytest.mark.corpus
def test_it_says_what_spacy_says_of_whole_reports(shared: Path) -> None:
    """Some 18,000 tokens; `python -m benchmarks.speed` compares 100,000."""
    engine, theirs = _engine(), spacy.load(DEFAULT_PIPELINE)
    with gzip.open(shared / "data" / "voa" / "reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, 150)]
    for text in texts:
        blocks = [text[block.start : block.end] for block in make_article(text).blocks]
        assert [_told(rows) for rows in engine.parse(blocks)] == [_told(rows_of(doc)) for doc in theirs.pipe(blocks)]
