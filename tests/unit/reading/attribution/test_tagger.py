"""The shipped model: what it finds, and what it withstands. All sentences are made up."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from detente.errors import InternalError
from detente.reading.attribution import Attribution, AttributionTagger, Syntax, load_tagger, nest, tag_document
from detente.reading.attribution.tagger import MODEL
from detente.reading.document import Document
from detente.reading.parse import Parser
from detente.records import Span
from detente.text import make_article

pytestmark = pytest.mark.model

TEXT = (
    "The foreign minister of Ruritania said on Monday that the talks with Graustark had failed. "
    "“We will not sign this treaty,” President Anna Kovar told reporters.\n\n"
    "According to the ministry, the border will stay closed until spring. "
    "Opposition leaders called for new elections."
)


@pytest.fixture(scope="module")
def tagger() -> AttributionTagger:
    return load_tagger()


@pytest.fixture(scope="module")
def found(tagger: AttributionTagger) -> tuple[Attribution, ...]:
    return tag_document(tagger, Document(make_article(TEXT), Parser()))


def words(attribution: Attribution) -> tuple[str, str, str]:
    return tuple(  # type: ignore[return-value]
        " … ".join(span.words(TEXT) for span in spans)
        for spans in (attribution.source, attribution.cue, attribution.content)
    )


def paragraphs(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def test_finds_indirect_direct_and_according_to(found: tuple[Attribution, ...]) -> None:
    shown = [words(a) for a in found]
    said, told = shown[0], shown[1]
    assert "said" in said[1]
    assert said[0] == "The foreign minister of Ruritania"
    assert "the talks with Graustark had failed" in said[2]
    assert "told" in told[1]
    assert told[0] == "President Anna Kovar"
    assert "We will not sign this treaty" in told[2]
    assert any("ccording to" in cue and "the ministry" in source for source, cue, _ in shown)


def test_confidence_is_a_probability_and_nothing_is_nested(found: tuple[Attribution, ...]) -> None:
    assert all(0 < a.confidence < 1 and a.inside is None for a in found)


def test_a_turn_holds_what_is_said_in_it(tagger: AttributionTagger) -> None:
    text = (
        "HALL: What will you do now?\n\nKOVAR: The minister said on Monday that the talks had failed."
        "\n\nHALL: And what do you say to that?"
    )
    parsed = Document(make_article(text), Parser())
    found = tag_document(tagger, parsed)
    turns = [a for a in found if a.inside is None]
    assert [a.source[0].words(text) for a in turns] == ["HALL", "KOVAR", "HALL"]
    inner = [a for a in found if a.inside is not None]
    assert [(a.cue[0].words(text), a.inside) for a in inner if "said" in a.cue[0].words(text)] == [("said", 1)]


def test_spans_are_spans_of_words(found: tuple[Attribution, ...]) -> None:
    for attribution in found:
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            assert isinstance(span, Span)
            assert span.words(TEXT) == span.words(TEXT).strip() != ""


def test_the_same_text_gives_the_same_attributions(tagger: AttributionTagger) -> None:
    first = tagger.tag(TEXT, paragraphs(TEXT))
    tagger.tag("Something else was said, “quite different”, by others.", [(0, 53)])
    assert tagger.tag(TEXT, paragraphs(TEXT)) == first == load_tagger().tag(TEXT, paragraphs(TEXT))


def test_offsets_are_code_points_whatever_stands_before(tagger: AttributionTagger) -> None:
    plain = tagger.tag(TEXT, paragraphs(TEXT))
    shift = "🌍🇺🇳 e\u0301\n"
    moved = tagger.tag(shift + TEXT, [(a + len(shift), b + len(shift)) for a, b in paragraphs(TEXT)])
    assert [tuple(s.start + len(shift) for s in a.content) for a in plain] == [
        tuple(s.start for s in a.content) for a in moved
    ]


@pytest.mark.parametrize(
    "text",
    ["", " \n\t ", "\u200b\u200d\ufeff", "“”\"\"''", "\x00\ud800\U0010ffff", "e\u0301" * 300, "說" * 500, "." * 2000],
)
def test_odd_text_breaks_nothing(tagger: AttributionTagger, text: str) -> None:
    for attribution in tagger.tag(text, [(0, len(text))]):
        assert attribution.content


def test_no_paragraphs_and_blank_ones(tagger: AttributionTagger) -> None:
    assert tagger.tag(TEXT, []) == ()
    assert tagger.tag(TEXT, [(5, 5), (90, 91)]) == ()
    assert tagger.tag(TEXT, [(0, 90)], Syntax(*[np.zeros(0, np.int64)] * 4)) == tagger.tag(TEXT, [(0, 90)])


def test_a_paragraph_of_a_megabyte_is_read_in_windows(tagger: AttributionTagger) -> None:
    text = "The envoy said that the plan would not work. " * 2000
    found = tagger.tag(text, [(0, len(text))])
    assert all(0 <= s.start < s.end <= len(text) for a in found for s in (*a.source, *a.cue, *a.content))


def test_the_digest_is_of_the_files(tagger: AttributionTagger) -> None:
    assert len(tagger.digest) == 64
    assert tagger.digest == load_tagger(MODEL).digest


def test_a_missing_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(InternalError, match="incomplete"):
        load_tagger(tmp_path)


def _one(source: tuple[int, int], cue: tuple[int, int], content: tuple[int, int]) -> Attribution:
    return Attribution((Span(*source),), (Span(*cue),), (Span(*content),), 0.5)


def test_nest_marks_the_narrowest_holder_and_drops_what_nothing_holds() -> None:
    outer = _one((0, 3), (4, 8), (9, 100))
    middle = _one((10, 13), (14, 18), (20, 100))
    inner = _one((21, 25), (26, 30), (31, 99))
    beside = _one((110, 113), (114, 118), (120, 130))
    joined = nest([outer], [inner, outer, beside, middle])
    assert [(a.cue[0].start, a.inside) for a in joined] == [(4, None), (14, 0), (26, 1)]


def test_a_cue_that_two_finders_found_is_nested_once() -> None:
    outer, first, second = (
        _one((0, 3), (4, 8), (9, 100)),
        _one((10, 13), (14, 18), (20, 60)),
        _one((10, 13), (14, 18), (20, 99)),
    )
    assert nest([outer], [first, second]) == (outer, dataclasses.replace(first, inside=0))
