"""Cutting a text at the bounds of claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Span
from detente.views.outline import Card, Mark, build_outline
from detente.views.report import cut_segments
from detente.views.report.flow import set_article

if TYPE_CHECKING:
    from detente.records import Record


def _card(anchor: str, *spans: tuple[int, int]) -> Card:
    marks = tuple(Mark(Span(*span), "content") for span in spans)
    return Card(anchor, "event", 0, (), (), (), (), (), (), marks, None)


def test_overlapping_and_nested_claims_are_named_shortest_first() -> None:
    segments = cut_segments(10, [_card("e1", (0, 8)), _card("e2", (2, 5)), _card("e3", (4, 9))])
    assert [(s.start, s.end, s.anchors) for s in segments] == [
        (0, 2, ("e1",)),
        (2, 4, ("e2", "e1")),
        (4, 5, ("e2", "e3", "e1")),
        (5, 8, ("e3", "e1")),
        (8, 9, ("e3",)),
        (9, 10, ()),
    ]
    assert [s.opens for s in segments][:3] == [(("e1", "content"),), (("e2", "content"),), (("e3", "content"),)]


def test_a_text_without_claims_is_one_segment_and_an_empty_one_none() -> None:
    assert [(s.start, s.end) for s in cut_segments(5, [])] == [(0, 5)]
    assert cut_segments(0, []) == ()


@given(
    st.integers(1, 60).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.integers(0, n - 1), st.integers(1, n)).filter(lambda p: p[0] < p[1]), max_size=12),
            st.lists(st.integers(-5, n + 5), max_size=5),
        )
    )
)
def test_segments_partition_the_text_and_name_exactly_the_claims_that_cover_them(
    drawn: tuple[int, list[tuple[int, int]], list[int]],
) -> None:
    length, spans, cuts = drawn
    cards = [_card(f"e{i}", span) for i, span in enumerate(spans)]
    segments = cut_segments(length, cards, cuts)
    assert [s.start for s in segments] == [0, *(s.end for s in segments[:-1])]
    assert segments[-1].end == length
    for segment in segments:
        covering = {f"e{i}" for i, (start, end) in enumerate(spans) if start <= segment.start and segment.end <= end}
        touching = {f"e{i}" for i, (start, end) in enumerate(spans) if start < segment.end and segment.start < end}
        assert set(segment.anchors) == covering == touching


@pytest.mark.parametrize("sample", ["strait", "hostile"])
def test_paragraphs_hold_the_whole_text_in_order(sample: str, request: pytest.FixtureRequest) -> None:
    record: Record = request.getfixturevalue(sample)
    text = record.article.text
    at = 0
    for paragraph in set_article(build_outline(record)):
        starts = [stretch.start for run in paragraph.runs for stretch in run.stretches]
        assert starts == sorted(set(starts))
        assert starts[0] == at
        shown = sum(len(stretch.text) for run in paragraph.runs for stretch in run.stretches)
        if sample == "strait":  # in the hostile text, characters are shown by longer codes
            at = starts[0] + shown + len(paragraph.after)
            assert text[starts[0] : starts[0] + shown] == "".join(
                stretch.text for run in paragraph.runs for stretch in run.stretches
            )
        else:
            at = _next_start(text, starts[-1], paragraph.after)
    assert at == len(text)


def _next_start(text: str, last: int, after: str) -> int:
    return text.index(after, last) + len(after) if after else len(text)


def test_a_dateline_runs_into_its_paragraph_and_a_teaser_stands_alone_with_the_reason(strait: Record) -> None:
    paragraphs = set_article(build_outline(strait))
    assert [p.kind for p in paragraphs] == [
        "title", "byline", "paragraph", "paragraph", "paragraph", "heading", "paragraph", "paragraph", "paragraph",
        "caption", "paragraph", "rule", "teaser",
    ]  # fmt: skip
    assert [(run.kind, run.why) for run in paragraphs[2].runs] == [
        ("dateline", "dateline"), (None, None), ("paragraph", None),
    ]  # fmt: skip
    assert paragraphs[-1].runs[0].why == "another story, not read"


def test_words_of_no_block_were_read_if_they_bear_a_claim(hostile: Record) -> None:
    _, middle, last = set_article(build_outline(hostile))
    assert (middle.kind, middle.runs[0].why) == ("paragraph", None)
    assert (last.kind, last.runs[0].why) == (None, "not read")
