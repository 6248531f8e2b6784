"""What a record says, before it is shown."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from detente.records import DateRange, Record
from detente.views.outline import Link, Plain, Who, Words, build_outline
from detente.views.outline.wording import describe_count, describe_dates, describe_day
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from detente.records import Precision
    from detente.views.outline import Card, Outline


def _card(outline: Outline, anchor: str) -> Card:
    return next(card for card in outline.cards if card.anchor == anchor)


def test_every_claim_is_one_card_in_sections_of_a_fixed_order(strait: Record) -> None:
    outline = build_outline(strait)
    assert [section.kind for section in outline.sections] == [
        "event", "statement", "condition", "interpretation", "question", "position", "commitment", "gap", "actor",
    ]  # fmt: skip
    numbers = [len(section.cards) + len(section.folded) for section in outline.sections]
    assert numbers == [8, 8, 2, 1, 1, 2, 2, 2, 8]
    assert outline.counts[0] == "8 events (1 background)"


def test_kinds_without_a_claim_are_left_out(strait: Record) -> None:
    bare = dataclasses.replace(strait, gaps=(), questions=())
    assert {"gap", "question"}.isdisjoint(section.kind for section in build_outline(bare).sections)


@pytest.mark.parametrize("sample", ["strait", "hostile"])
def test_anchors_are_unique_safe_and_every_reference_leads_somewhere(
    sample: str, request: pytest.FixtureRequest
) -> None:
    outline = build_outline(request.getfixturevalue(sample))
    anchors = [card.anchor for card in outline.cards]
    assert len(set(anchors)) == len(anchors)
    assert all(anchor.isalnum() and anchor.isascii() for anchor in anchors)
    for card in outline.cards:
        pieces = [*card.lead, *(piece for fact in card.facts for piece in fact.pieces)]
        used = {piece.anchor for piece in pieces if isinstance(piece, Who | Link)} | set(card.actors)
        assert used <= set(anchors)


def test_keys_that_are_well_formed_are_their_own_anchors(strait: Record) -> None:
    anchors = {card.anchor for card in build_outline(strait).cards}
    assert {"a1", "s2", "e3", "c1", "i1", "q1", "p1", "m1", "g1"} <= anchors


def test_inner_statements_follow_their_outer_one_one_step_deeper(strait: Record) -> None:
    depths = [(c.anchor, c.depth) for c in build_outline(strait).cards if c.kind == "statement"]
    assert depths == [
        ("s1", 0), ("s2", 0), ("s3", 1), ("s4", 0), ("s5", 0), ("s6", 0), ("s7", 1), ("s8", 0),
    ]  # fmt: skip


def test_statements_inside_each_other_are_shown_once_each(hostile: Record) -> None:
    assert sorted(c.anchor for c in build_outline(hostile).cards if c.kind == "statement") == ["s1", "s2"]


def test_marks_are_the_spans_of_the_claim_in_the_order_of_the_text(strait: Record) -> None:
    card = _card(build_outline(strait), "s2")
    words = [(mark.role, mark.span.words(strait.article.text)[:10]) for mark in card.marks]
    assert words == [
        ("content", "“The river"), ("source", "the Karsk "), ("cue", "told"), ("detail", "in Ostravi"),
        ("content", "“We will l"),
    ]  # fmt: skip


def test_a_joint_act_has_no_arrow(strait: Record) -> None:
    outline = build_outline(strait)
    joint = [getattr(piece, "text", "") for piece in _card(outline, "e8").lead]
    assert " and " in joint
    assert " → " not in joint
    aimed = next(event.key for event in strait.events if event.sources and event.targets)
    assert " → " in [getattr(piece, "text", "") for piece in _card(outline, aimed).lead]


@pytest.mark.parametrize(
    ("issue", "toward", "words"),
    [
        ("relations", True, " opposes "),
        ("military_aid", True, " opposes military aid, concerning "),
        ("military_aid", False, " opposes military aid"),
    ],
)
def test_a_position_reads_as_a_person_would_say_it(strait: Record, issue: str, toward: bool, words: str) -> None:
    held = dataclasses.replace(
        strait.positions[0], issue=issue, stance="against", toward=strait.actors[1].key if toward else None
    )
    outline = build_outline(dataclasses.replace(strait, positions=(held,)))
    lead = _card(outline, held.key).lead
    assert "".join(getattr(piece, "text", "") for piece in lead) == words


def test_a_claim_is_folded_away_below_one_half_and_an_actor_without_a_part(strait: Record) -> None:
    sure = dataclasses.replace(strait.questions[0], confidence=0.5)
    section = next(
        s for s in build_outline(dataclasses.replace(strait, questions=(sure,))).sections if s.kind == "question"
    )
    assert (len(section.cards), section.folded_as) == (1, "")
    unsure = dataclasses.replace(sure, confidence=0.49)
    section = next(
        s for s in build_outline(dataclasses.replace(strait, questions=(unsure,))).sections if s.kind == "question"
    )
    assert (len(section.cards), section.folded_as) == (0, "1 uncertain")


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2025-03-06", "2025-03-06", "day", "6 March 2025"),
        ("2025-03-01", "2025-03-31", "month", "March 2025"),
        ("2025-01-01", "2025-12-31", "year", "2025"),
        ("2025-03-03", "2025-03-09", "week", "3–9 March 2025"),
        ("2024-12-21", "2025-03-20", "season", "21 December 2024 to 20 March 2025"),
        ("soon", "soon", "day", "soon"),
        ("2025-02-30", "later", "range", "2025-02-30 to later"),
    ],
)
def test_dates_are_no_more_exact_than_the_text(start: str, end: str, precision: Precision, words: str) -> None:
    assert describe_dates(DateRange(start, end, precision)) == words


def test_days_and_counts_in_words() -> None:
    assert describe_day("2025-03-06") == "6 March 2025"
    assert describe_day("6 Brumaire") == "6 Brumaire"
    assert [describe_count("gap", n) for n in (0, 1, 1200)] == ["0 gaps", "1 gap", "1,200 gaps"]


def test_neutralise_shows_what_would_act_unseen() -> None:
    assert neutralise("a\x1b[2J\x07\x9b\u202eb\u2066\ud800\x7f") == "a␛[2J␇⟨U+009B⟩⟨U+202E⟩b⟨U+2066⟩\ufffd␡"


def test_neutralise_leaves_good_text_alone() -> None:
    text = "“Straße” 👩‍👩‍👧 \u200fשלום\r\n\tçà e\u0301"
    assert neutralise(text) == text.replace("\r\n", "\n")


def test_according_to_stands_in_front_of_the_one_it_names(strait: Record) -> None:
    card = _card(build_outline(strait), "s6")
    assert isinstance(card.lead[0], Words)
    assert strait.words(card.lead[0].spans) == "According to"
    assert [type(piece) for piece in card.lead[1:]] == [Plain, Who]
