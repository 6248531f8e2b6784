"""Look-ups, facts and cards of an outline, one claim at a time."""

from __future__ import annotations

import dataclasses

from detente.records import DateRange, Place, Record, Span
from detente.views.outline import claims, facts
from detente.views.outline.index import Index, in_order, one
from detente.views.outline.model import Link, Mark, Plain, Who, Words
from detente.views.outline.statements import statement_cards
from tests.unit.archive.builders import TEXT, full_record, span

RECORD = full_record()
INDEX = Index(RECORD)


def _texts(pieces: tuple[object, ...]) -> list[str]:
    """Return what the pieces of a line say."""
    said = []
    for piece in pieces:
        if isinstance(piece, Who):
            said.append(piece.name)
        elif isinstance(piece, Words):
            said.append(" … ".join(where.words(TEXT) for where in piece.spans))
        elif isinstance(piece, Plain):
            said.append(piece.text.strip())
        elif isinstance(piece, Link):
            said.append(f"#{piece.anchor}")
    return [text for text in said if text]


def test_an_index_knows_names_anchors_and_what_each_does() -> None:
    assert INDEX.who("a1") == Who("a1", "Maria Olsen")
    assert INDEX.link("events", "e1") == Link("e1")
    assert INDEX.actors("a2", None, "a1", "a2") == ("a1", "a2")
    assert INDEX.roles["a2"] == {"source": 2, "asked by a condition": 1, "committed": 1}


def test_a_key_that_is_no_key_gets_an_anchor_that_is_safe_in_an_address() -> None:
    odd = dataclasses.replace(RECORD.actors[0], key='a"><script>')
    index = Index(dataclasses.replace(Record.empty(RECORD.article, RECORD.run), actors=(odd,)))
    assert index.anchor("actors", odd.key) == "ax1"


def test_marks_come_in_the_order_of_the_text_and_each_once() -> None:
    first, second = Span(0, 2), Span(5, 9)
    assert in_order(((second, first), "trigger"), ((first,), "trigger")) == (
        Mark(first, "trigger"), Mark(second, "trigger"),
    )  # fmt: skip
    assert (one(None), one(first)) == ((), (first,))


def test_what_is_not_known_is_no_fact() -> None:
    assert facts.date_fact(None) is facts.place_fact(None) is facts.confidence_fact(None) is None
    assert facts.state_fact(None) is facts.said_fact(INDEX, None) is facts.said_in_fact(INDEX, None) is None
    assert facts.date_words_fact(DateRange("2025-03-01", "2025-03-31", "month")) is None
    assert facts.links_fact(INDEX, "needs", "conditions", ()) is None


def test_facts_say_days_places_and_who_said_it() -> None:
    friday = DateRange("2025-03-14", "2025-03-14", "day", span("by Friday"))
    day, words = facts.date_fact(friday), facts.date_words_fact(friday)
    assert day is not None
    assert "14" in _texts(day.pieces)[0]
    assert words is not None
    assert (_texts(words.pieces), words.detail) == (["by Friday"], True)
    place = facts.place_fact(Place("Tromsø", "NOR", None, None, None, span("Tromsø")))
    assert place is not None
    assert _texts(place.pieces) == ["Tromsø (NOR)"]
    said = facts.said_fact(INDEX, "s1")
    assert said is not None
    assert _texts(said.pieces) == ["Maria Olsen"]
    links = facts.links_fact(INDEX, "evidence", "statements", ("s1", "s2"))
    assert links is not None
    assert _texts(links.pieces) == ["#s1", ",", "#s2"]


def test_an_event_says_who_does_what_to_whom() -> None:
    rejected = claims.event_card(INDEX, RECORD.events[1])
    assert _texts(rejected.lead) == ["REJECT", "Vestland", "→", "Maria Olsen", ",", "Government of Norway"]
    assert [tag.text for tag in rejected.tags] == ["actual", "background"]
    alone = claims.event_card(INDEX, RECORD.events[0])
    assert _texts(alone.lead) == ["RETREAT", "Vestland"]
    assert alone.confidence == 0.8


def test_every_other_kind_has_a_card_with_its_own_words() -> None:
    made = {
        "condition": claims.condition_card(INDEX, RECORD.conditions[0]),
        "interpretation": claims.interpretation_card(INDEX, RECORD.interpretations[0]),
        "question": claims.question_card(INDEX, RECORD.questions[0]),
        "position": claims.position_card(INDEX, RECORD.positions[0]),
        "commitment": claims.commitment_card(INDEX, RECORD.commitments[0]),
        "gap": claims.gap_card(1, RECORD.gaps[0]),
        "actor": claims.actor_card(INDEX, RECORD.actors[0]),
    }
    for kind, card in made.items():
        assert card.kind == kind
        assert card.marks, kind
    quoted = {
        kind: [where.words(TEXT) for quote in card.quotes for where in quote.spans] for kind, card in made.items()
    }
    assert "a threat" in quoted["interpretation"]
    assert "a drill" in quoted["interpretation"]
    assert "if Vestland withdraws its fleet by Friday" in quoted["condition"]
    assert made["gap"].anchor == "g1"
    assert "Maria Olsen" in _texts(made["position"].lead)


def test_statements_lie_in_each_other_and_a_ring_comes_last() -> None:
    assert [(card.anchor, card.depth) for card in statement_cards(INDEX)] == [("s1", 0), ("s2", 1)]
    ring = tuple(dataclasses.replace(s, inside=other) for s, other in zip(RECORD.statements, ("s2", "s1"), strict=True))
    looped = Index(dataclasses.replace(RECORD, statements=ring))
    assert {card.anchor for card in statement_cards(looped)} == {"s1", "s2"}


def test_a_speaker_who_is_not_known_is_told_by_the_words() -> None:
    outer, inner = statement_cards(INDEX)
    assert _texts(outer.lead) == ["Maria Olsen", "for", "Government of Norway", "said"]
    assert _texts(inner.lead) == ["speaker not named", "called"]


def test_a_deadline_is_told_as_its_last_day() -> None:
    words = span("by Friday")
    until = facts.deadline_fact(DateRange("2026-11-24", "2026-12-31", "range", words))
    month = facts.deadline_fact(DateRange("2026-12-01", "2026-12-31", "month", words))
    assert until is not None
    assert month is not None
    assert (until.label, _texts(until.pieces), _texts(month.pieces)) == ("by", ["31 December 2026"], ["December 2026"])
    assert facts.deadline_fact(None) is None
