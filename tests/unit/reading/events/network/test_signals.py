"""What the reading knows, on words."""

from __future__ import annotations

from detente.reading.attribution.windows import Features, featurize
from detente.reading.attribution.words import WordReader
from detente.reading.events.network.signals import (
    FORM,
    KIND,
    RULE,
    SAID,
    TYPES,
    SignalFound,
    Signals,
    gather,
    rows_of,
)
from detente.records import Span
from tests.reading_scenes import Scene

SENTENCE = Scene(
    [
        ("Israel", "Israel", "NNP", "nsubj", 1),
        ("said", "say", "VBD", "ROOT", 1),
        ("Iran", "Iran", "NNP", "nsubj", 3),
        ("attacked", "attack", "VBD", "ccomp", 1),
        (".", ".", ".", "punct", 1),
    ],
    {"Israel": "ISR", "Iran": "IRN"},
    said=("Israel", "Iran attacked"),
)


def words() -> Features:
    reader = WordReader({"[PAD]": 0, "[UNK]": 1})
    return featurize([reader.read(SENTENCE.text, 0, len(SENTENCE.text))], None)


def known(*, found: tuple[SignalFound, ...] = (), dropped: tuple[SignalFound, ...] = ()) -> Signals:
    scene = SENTENCE
    return gather(scene.document, scene.cast, scene.statements, words(), found=found, dropped=dropped)


def span(text: str) -> Span:
    at = SENTENCE.text.index(text)
    return Span(at, at + len(text))


def test_rows_are_the_words_that_a_span_touches() -> None:
    assert list(rows_of(words(), span("ran attack"))) == [2, 3]


def test_mentions_are_marked_by_form_and_kind() -> None:
    table = known().table
    assert table[:, FORM].tolist() == [1, 0, 1, 0, 0]
    assert table[:, KIND].tolist() == [2, 0, 2, 0, 0]
    assert [(place.actor, place.row) for place in known().places] == [(0, 0), (1, 2)]


def test_what_is_said_is_marked_and_has_its_speaker() -> None:
    signals = known()
    assert signals.table[:, SAID].tolist() == [0, 0, 1, 1, 0]
    assert (signals.sayings[0].content, signals.sayings[0].speakers) == (frozenset({2, 3}), frozenset({0}))


def test_the_rules_finding_goes_before_what_they_left_out() -> None:
    attack = SignalFound(span("attacked"), "ASSAULT", 0, ("a2",), ())
    signals = known(
        found=(attack,), dropped=(SignalFound(span("attacked"), "REJECT"), SignalFound(span("said"), "REJECT"))
    )
    reject, assault = TYPES.index("REJECT"), TYPES.index("ASSAULT")
    assert signals.table[3, RULE] == 1 + assault
    assert signals.table[1, RULE] == 1 + len(TYPES) + reject
    assert (signals.findings[0].type, signals.findings[0].sources) == (assault, frozenset({1}))
