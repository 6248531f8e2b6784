"""What the readers of the substance give together."""

from __future__ import annotations

from detente.knowledge import load_codebook
from detente.reading.substance.read import Substance, read_substance
from tests.unit.reading.events.test_steps import attack


def test_a_sentence_without_any_has_none_and_keeps_its_events() -> None:
    scene = attack()
    events = scene.read().events
    found = read_substance(scene.document, scene.cast, (), events, load_codebook())
    assert found.events == events
    assert all(not claims for name, claims in found.lists().items() if name != "events")
    assert found.gaps == ()


def test_lists_go_into_the_record_by_their_names() -> None:
    empty = Substance((), (), (), (), (), (), ())
    assert list(empty.lists()) == [
        "events", "conditions", "interpretations", "questions", "positions", "commitments",
    ]  # fmt: skip
