"""The record in a terminal."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from detente.records import Record
from detente.views.outline import build_outline
from detente.views.terminal import Detail, render_record

if TYPE_CHECKING:
    from detente.records import Span

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


_ALL = Detail(everything=True, codes=True)


def _flat(shown: str) -> str:
    """Return what a reader reads, without line ends."""
    return " ".join(shown.split())


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_every_word_of_every_claim_is_shown_and_no_line_runs_over(strait: Record, width: int) -> None:
    shown = render_record(strait, width=width, colour=False, detail=_ALL)
    assert max(map(cell_len, shown.splitlines())) <= width
    flat = _flat(shown)
    for card in build_outline(strait).cards:
        for quote in card.quotes:
            for span in quote.spans:
                assert " ".join(span.words(strait.article.text).split()) in flat


def test_a_statement_reads_speaker_cue_quote(strait: Record) -> None:
    lines = render_record(strait, width=80, colour=False).splitlines()
    at = next(i for i, line in enumerate(lines) if line.lstrip().startswith("s4 "))
    assert lines[at : at + 2] == [
        "  s4  Maren Holt for Littoral Union accused: Ostravik of “using trawlers as",
        "      bargaining chips”",
    ]


def test_an_inner_statement_is_indented(strait: Record) -> None:
    lines = render_record(strait, width=80, colour=False).splitlines()
    assert any(line.startswith("    s3  “my grandmother” used to say: ") for line in lines)


def test_an_event_says_status_with_its_words_and_background(strait: Record) -> None:
    flat = _flat(render_record(strait, width=100, colour=False))
    assert "RETREAT Karsk → Littoral Union “lift the inspections” · conditional · " in flat
    assert "“shelled” · background" in flat
    assert "said by Pavel Orlin" in flat


def test_codes_and_markers_are_shown_on_request(strait: Record) -> None:
    plain = _flat(render_record(strait, width=100, colour=False))
    asked = _flat(render_record(strait, width=100, colour=False, detail=Detail(codes=True)))
    for words in ("code 085", "conditional “if, and only if”", "marker “", "intensity", "in s2"):
        assert words in asked
        assert words not in plain


def test_what_happened_comes_first_and_who_is_who_last(strait: Record) -> None:
    shown = render_record(strait, width=80, colour=False)
    titles = ["EVENTS", "STATEMENTS", "CONDITIONS", "POSITIONS", "SEEN, NOT CODED", "ACTORS"]
    places = [shown.index(f"  {title}") for title in titles]
    assert places == sorted(places)


def test_uncertain_claims_are_counted_and_shown_on_request(strait: Record) -> None:
    doubtful = dataclasses.replace(strait.events[0], confidence=0.49)
    record = dataclasses.replace(strait, events=(doubtful, *strait.events[1:]))
    plain = render_record(record, width=80, colour=False)
    assert "  EVENTS  7  1 uncertain" in plain.splitlines()
    assert "  e1 " not in plain
    asked = render_record(record, width=80, colour=False, detail=Detail(everything=True))
    line = next(line for line in asked.splitlines() if line.startswith("  e1 "))
    assert "uncertain" in _flat(asked[asked.index(line) :])[:200]


def test_actors_without_a_part_are_one_line(strait: Record) -> None:
    bare = dataclasses.replace(
        strait, statements=(), events=(), conditions=(), interpretations=(), questions=(), positions=(), commitments=()
    )
    lines = render_record(bare, width=80, colour=False).splitlines()
    summed = [line for line in lines if line.startswith("  and 8 with no part in the above: ")]
    assert len(summed) == 1
    assert cell_len(summed[0]) <= 80


def test_without_colour_there_is_no_escape_and_with_it_the_same_words(strait: Record) -> None:
    plain = render_record(strait, width=80, colour=False)
    coloured = render_record(strait, width=80, colour=True)
    assert "\x1b" not in plain
    assert coloured != plain
    assert _STYLE.sub("", coloured) == plain


@pytest.mark.parametrize("width", [40, 80])
def test_nothing_in_the_article_reaches_the_terminal_as_a_command(hostile: Record, width: int) -> None:
    shown = render_record(hostile, width=width, colour=False)
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown) == []
    assert "␛[31mred␛]0;owned␇" in shown.replace("\n", "")
    assert _STYLE.sub("", render_record(hostile, width=width, colour=True)).count("\x1b") == 0
    assert max(map(cell_len, shown.splitlines())) <= width


def test_rich_markup_and_emoji_codes_in_the_text_stay_text(strait: Record) -> None:
    article = dataclasses.replace(strait.article, source="[bold]Agency[/bold] :smile:")
    shown = render_record(dataclasses.replace(strait, article=article), width=80, colour=False)
    assert "[bold]Agency[/bold] :smile:" in shown


def test_an_article_without_claims_says_so(strait: Record) -> None:
    empty = Record.empty(strait.article, strait.run)
    shown = render_record(empty, width=80, colour=False)
    assert "Nothing was found to record." in shown
    assert "STATEMENTS" not in shown


def test_the_same_record_gives_the_same_text(strait: Record) -> None:
    again = Record.from_json(strait.to_json())
    assert render_record(again, width=72, colour=True) == render_record(strait, width=72, colour=True)


def test_soft_hyphens_are_not_shown(strait: Record) -> None:
    span: Span = strait.events[3].trigger
    text = strait.article.text[: span.start + 3] + "\xad" + strait.article.text[span.start + 4 :]
    record = dataclasses.replace(strait, article=dataclasses.replace(strait.article, text=text))
    assert "\xad" not in render_record(record, width=80, colour=False)
